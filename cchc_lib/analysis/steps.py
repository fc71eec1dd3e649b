"""Which units a threshold decides about: every threshold of the law moved by one step.

A step is a parameter of the analysis; the thresholds are those of the edition. Figures are
scored by the law's own functions, exactly, with one number in the rule changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.reckoning import AppendixRow, appendix_of
from cchc_lib.core.results import YearResult
from cchc_lib.core.rule_kinds import (
    CountCapped,
    CountTiers,
    DeadlineTiers,
    FigureRule,
    PercentTiers,
    PerItemShare,
    RatioToTarget,
    RatioWithFloor,
    Tier,
)
from cchc_lib.core.scoring import Figures, ScoringError, score_by_rule
from cchc_lib.core.stages import ComponentScore, RuleLine
from cchc_lib.core.submission import NotReported

__all__ = ["GradeShift", "Step", "ThresholdShift", "grade_shifts", "threshold_shifts"]

_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far a threshold is moved up and down: percentage points, pieces, days."""

    percent: Decimal = Decimal(1)
    count: int = 1
    days: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdShift:
    """One threshold moved by one step, and what figures earn more or less by it.

    ``threshold`` and ``moved_to`` as they stand in the law: a percentage, a number of pieces;
    a day that is due is moved by ``moved_to`` days from zero. ``changes`` in points by unit.
    """

    component_code: str
    kind: str
    threshold: Decimal
    moved_to: Decimal
    changes: dict[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeShift:
    """The lower end of one grade moved by one step, and the units that gain or lose the grade."""

    grade_code: str
    threshold: Decimal
    moved_to: Decimal
    units: tuple[str, ...]


def threshold_shifts(year: YearResult, group_code: str, step: Step) -> tuple[ThresholdShift, ...]:
    """Return every threshold whose move changes what figures of the group earn."""
    scored: dict[str, list[ComponentScore]] = {}
    for unit in year.group_units(group_code):
        for score in year.scores_of(unit.unit_code):
            if isinstance(score.rule_score, RuleLine) and score.exemption is None:
                scored.setdefault(score.component_code, []).append(score)
    found = (
        _shift(year, row, moved, scored.get(row.component.code, []))
        for row in appendix_of(year.edition, group_code)
        if row.figure_rule is not None
        for moved in _moved_rules(row.figure_rule, step)
    )
    return tuple(shift for shift in found if shift.changes)


_Moved = tuple[Decimal, Decimal, FigureRule, int]
"""Threshold, what it is moved to, the rule with it moved, and days that dates are moved by."""


def _shift(
    year: YearResult, row: AppendixRow, moved: _Moved, scores: list[ComponentScore]
) -> ThresholdShift:
    threshold, moved_to, rule, days = moved
    changes = {
        score.unit_code: change
        for score in scores
        if (change := _change(year, row, rule, days, score))
    }
    return ThresholdShift(
        component_code=row.component.code,
        kind=rule.kind,
        threshold=threshold,
        moved_to=moved_to,
        changes=changes,
    )


def _change(
    year: YearResult, row: AppendixRow, rule: FigureRule, days: int, score: ComponentScore
) -> Fraction:
    """Return how many points more the unit's figures earn by another rule."""
    line = score.rule_score
    if not isinstance(line, RuleLine) or isinstance(line.exact, NotReported):
        return Fraction(0)
    figures = _moved_dates(
        {f.input_code: f.value for f in line.figures if not isinstance(f.value, NotReported)},
        rule,
        days,
    )
    try:
        earned = score_by_rule(
            rule, max_score=row.max_score, figures=figures, year=year.assessment.year
        )
    except ScoringError:
        return Fraction(0)
    return earned - line.exact


def _moved_dates(figures: Figures, rule: FigureRule, days: int) -> Figures:
    """Move the day of a document against the due day; a later due day is an earlier document."""
    if not days or not isinstance(rule, DeadlineTiers):
        return figures
    day = figures[rule.date]
    if type(day) is not date:
        return figures
    return {**figures, rule.date: day - timedelta(days=days)}


def _moved_rules(rule: FigureRule, step: Step) -> Iterator[_Moved]:
    """Yield a rule with each of its thresholds moved one step down and up, where it can be."""
    for sign in (-1, 1):
        by = sign * step.percent
        match rule:
            case PercentTiers():
                yield from _moved_tiers(rule, by, _WHOLE)
            case CountTiers():
                yield from _moved_tiers(rule, Decimal(sign * step.count), None)
            case RatioWithFloor():
                yield from _moved_ends(rule, by)
            case RatioToTarget():
                yield from _moved_target(rule, by)
            case PerItemShare() | CountCapped():
                yield from _moved_pieces(rule, sign * step.count)
            case DeadlineTiers():
                yield Decimal(0), Decimal(sign * step.days), rule, sign * step.days
            case _:
                pass


def _moved_target(rule: RatioToTarget, by: Decimal) -> Iterator[_Moved]:
    new = rule.target + by
    if 0 < new <= _WHOLE:
        yield rule.target, new, replace(rule, target=new), 0


def _moved_pieces(rule: PerItemShare | CountCapped, by: int) -> Iterator[_Moved]:
    old = rule.required_items if isinstance(rule, PerItemShare) else rule.cap_items
    new = old + by
    if new > 0:
        moved = (
            replace(rule, required_items=new)
            if isinstance(rule, PerItemShare)
            else replace(rule, cap_items=new)
        )
        yield Decimal(old), Decimal(new), moved, 0


def _moved_ends(rule: RatioWithFloor, by: Decimal) -> Iterator[_Moved]:
    full, floor = rule.full_at + by, rule.zero_below + by
    if rule.zero_below <= full <= _WHOLE:
        yield rule.full_at, full, replace(rule, full_at=full), 0
    if 0 <= floor <= rule.full_at:
        yield rule.zero_below, floor, replace(rule, zero_below=floor), 0


def _moved_tiers(
    rule: PercentTiers | CountTiers, by: Decimal, highest: Decimal | None
) -> Iterator[_Moved]:
    """Move every bound between two tiers, in both of them, unless it would pass another one."""
    bounds = sorted({bound for tier in rule.tiers for bound in _bounds(tier)})
    for at, old in enumerate(bounds):
        new = old + by
        below = bounds[at - 1] if at else Decimal(-1)
        above = bounds[at + 1] if at + 1 < len(bounds) else None
        is_inside = old > 0 and below < new and (above is None or new < above)
        if is_inside and (highest is None or old < highest) and _is_inner(rule.tiers, old):
            tiers = tuple(_with_bound(tier, old, new) for tier in rule.tiers)
            yield old, new, replace(rule, tiers=tiers), 0


def _is_inner(tiers: tuple[Tier, ...], bound: Decimal) -> bool:
    """Tell whether a bound lies between two tiers: the end of one, the start of the other."""
    ends = any(bound in {tier.le, tier.lt} for tier in tiers)
    return ends and any(bound in {tier.ge, tier.gt} for tier in tiers)


def _bounds(tier: Tier) -> list[Decimal]:
    return [bound for bound in (tier.ge, tier.gt, tier.le, tier.lt) if bound is not None]


def _with_bound(tier: Tier, old: Decimal, new: Decimal) -> Tier:
    return replace(
        tier,
        ge=new if tier.ge == old else tier.ge,
        gt=new if tier.gt == old else tier.gt,
        le=new if tier.le == old else tier.le,
        lt=new if tier.lt == old else tier.lt,
    )


def grade_shifts(year: YearResult, group_code: str, step: Step) -> tuple[GradeShift, ...]:
    """Return every grade whose lower end, moved one step, decides otherwise about a unit."""
    rule, shifts = year.edition.grading, []
    values = {
        unit.unit_code: index
        for unit in year.group_units(group_code)
        if isinstance(unit.rank, int)
        and isinstance(
            index := unit.index_pct if rule.value == "rounded" else unit.index_exact,
            (Decimal, Fraction),
        )
    }
    for band in rule.bands:
        for moved in (band.ge - step.percent, band.ge + step.percent):
            low, high = sorted((band.ge, moved))
            units = tuple(code for code, value in values.items() if low <= value < high)
            if units and band.ge > 0:
                shifts.append(
                    GradeShift(grade_code=band.code, threshold=band.ge, moved_to=moved, units=units)
                )
    return tuple(shifts)
