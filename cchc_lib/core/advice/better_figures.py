"""Which figures a unit could declare instead of its own, by the kind of rule: the smallest first.

What a rule compares with stays as declared: the plan, the due day that an inspection set. A
figure moves in the steps in which it was declared: a count by one, an amount or percentage by
one in its last decimal place. One that was not declared is no zero: zero itself may earn points.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor
from typing import assert_never

from cchc_lib.core.quantities import Interval, as_fraction
from cchc_lib.core.rule_kinds import (
    Checklist,
    CountCapped,
    CountTiers,
    DeadlineTiers,
    DirectPercent,
    DueInput,
    FigureRule,
    GradedShare,
    Measure,
    PercentTiers,
    PerItemDeduction,
    PerItemShare,
    Quotient,
    RatioLinear,
    RatioMinusItems,
    RatioToTarget,
    RatioWithFloor,
    YesNo,
)
from cchc_lib.core.scoring import Figures, due_date
from cchc_lib.core.submission import NEVER, Figure

__all__ = ["Changed", "Declared", "better_figures"]

Changed = Mapping[str, Figure]
"""Figures in place of declared ones, by input code."""
_HUNDRED = Fraction(100)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a unit declared for a component, the most it can earn, and for which year.

    ``whole`` are the codes of the figures that are counts.
    """

    figures: Figures
    whole: frozenset[str]
    max_score: Decimal
    year: int

    def number(self, code: str) -> Decimal:
        """Return a declared number; where there is none yet, zero to start from."""
        value = self.figures.get(code)
        return value if isinstance(value, Decimal) else Decimal(0)

    def step(self, *codes: str) -> Decimal:
        """Return by how much a figure moves: by one, or in the last place that was declared."""
        if codes[0] in self.whole:
            return Decimal(1)
        exponents = (self.number(code).as_tuple().exponent for code in codes)
        return Decimal(1).scaleb(min(0, *(e for e in exponents if isinstance(e, int))))


def better_figures(  # noqa: C901, PLR0911, PLR0912 - one branch per rule kind, as the law has them
    rule: FigureRule, declared: Declared
) -> Iterator[Changed]:
    """Yield figures that may earn more than the declared ones, the smallest change first."""
    match rule:
        case YesNo():
            return iter(({rule.flag: True},))
        case GradedShare():
            return ({rule.level: level.name_vi} for level in rule.levels)
        case Checklist():
            return _with_more_items(rule, declared)
        case DeadlineTiers():
            return _issued_sooner(rule, declared)
        case PerItemShare():
            return _counted_up(rule.items, rule.required_items, declared)
        case CountCapped():
            return _counted_up(rule.items, rule.cap_items, declared)
        case PerItemDeduction():
            return _with_fewer_faults(rule, declared)
        case CountTiers():
            return _in_tiers(
                rule.tiers, rule.items, Fraction(1), declared.step(rule.items), declared
            )
        case PercentTiers():
            return _in_percent_tiers(rule, declared)
        case RatioLinear():
            return _raised(rule.measure, declared, to=_HUNDRED)
        case RatioToTarget():
            return _raised(rule.measure, declared, to=as_fraction(rule.target))
        case RatioWithFloor():
            start, full = as_fraction(rule.zero_below), as_fraction(rule.full_at)
            return _raised(rule.measure, declared, to=full, start=start)
        case RatioMinusItems():
            return _raised_without_faults(rule, declared)
        case _:
            assert_never(rule)


def _with_more_items(rule: Checklist, declared: Declared) -> Iterator[Changed]:
    """Yield each item more that could be met alone, then more and more, the heaviest first."""
    own = {item.flag: declared.figures.get(item.flag) is True for item in rule.items}
    open_items = [item for item in rule.items if not own[item.flag]]
    for item in open_items:
        yield {**own, item.flag: True}
    heaviest = sorted(open_items, key=lambda item: -item.weight)
    yield from accumulate(
        heaviest, lambda met, item: {**met, item.flag: True}, initial=dict[str, Figure](own)
    )


def _issued_sooner(rule: DeadlineTiers, declared: Declared) -> Iterator[Changed]:
    """Yield no document if none was declared, the day after the due one if none is, the due day."""
    if isinstance(rule.due, DueInput) and rule.due.input not in declared.figures:
        return
    last_day = due_date(rule, declared.figures, declared.year)
    if rule.date not in declared.figures:
        yield {rule.date: NEVER}
    if declared.figures.get(rule.date, NEVER) == NEVER:
        yield {rule.date: last_day + _DAY}
    yield {rule.date: last_day}


def _counted_up(items: str, most: int, declared: Declared) -> Iterator[Changed]:
    first = floor(declared.number(items)) + 1
    return ({items: Decimal(count)} for count in range(first, most + 1))


def _with_fewer_faults(
    rule: PerItemDeduction | RatioMinusItems, declared: Declared
) -> Iterator[Changed]:
    """Yield fewer and fewer faults, from where one fault less earns more than the floor."""
    first = ceil(declared.number(rule.items)) - 1
    if rule.deduct:
        first = min(first, floor(declared.max_score / rule.deduct))
    return ({rule.items: Decimal(count)} for count in range(max(first, 0), -1, -1))


def _in_percent_tiers(rule: PercentTiers, declared: Declared) -> Iterator[Changed]:
    found = _measured(rule.measure, declared)
    if found is None:
        return _nothing_of_nothing(rule.measure, declared)
    return _in_tiers(rule.tiers, *found, declared)


def _in_tiers(
    tiers: tuple[Interval, ...], code: str, scale: Fraction, step: Decimal, declared: Declared
) -> Iterator[Changed]:
    """Yield for each tier the figure in it that is nearest to the declared one, nearest first."""
    now = declared.number(code)
    found = (_nearest(tier, now, scale, step) for tier in tiers)
    own = declared.figures.get(code)
    known = (value for value in found if value is not None and value >= 0 and value != own)
    return ({code: value} for value in sorted(known, key=lambda value: abs(value - now)))


def _nearest(tier: Interval, now: Decimal, scale: Fraction, step: Decimal) -> Decimal | None:
    """Return the figure nearest to ``now`` of which ``scale`` times lies in a tier."""
    if tier.holds(Fraction(now) * scale):
        return now
    low = tier.ge if tier.ge is not None else tier.gt
    high = tier.le if tier.le is not None else tier.lt
    each = Fraction(step) * scale
    if low is not None and Fraction(now) * scale <= low:
        first = ceil(as_fraction(low) / each)
        counts = (first, first + 1)
    elif high is not None:
        first = floor(as_fraction(high) / each)
        counts = (first, first - 1)
    else:
        return None
    return next((count * step for count in counts if tier.holds(count * each)), None)


def _measured(measure: Measure, declared: Declared) -> tuple[str, Fraction, Decimal] | None:
    """Return which figure moves a percentage, what makes the percentage of it, and its step."""
    if isinstance(measure, DirectPercent):
        return measure.percent, Fraction(1), declared.step(measure.percent)
    planned = declared.number(measure.planned)
    if planned <= 0:
        return None
    step = declared.step(measure.achieved, measure.planned)
    return measure.achieved, _HUNDRED / Fraction(planned), step


def _nothing_of_nothing(measure: Measure, declared: Declared) -> Iterator[Changed]:
    """Yield that nothing was achieved, where that was not declared: nothing was to be done."""
    if isinstance(measure, Quotient) and measure.achieved not in declared.figures:
        yield {measure.achieved: Decimal(0)}


def _raised(
    measure: Measure, declared: Declared, *, to: Fraction, start: Fraction = Fraction(0)
) -> Iterator[Changed]:
    """Yield the smallest figure for each whole percent above the declared, up to the full one."""
    found = _measured(measure, declared)
    if found is None:
        yield from _nothing_of_nothing(measure, declared)
        return
    code, scale, step = found
    now, per_percent = Fraction(declared.number(code)) * scale, 1 / (scale * Fraction(step))
    lowest = max(start, Fraction(floor(now) + 1))
    for percent in (lowest, *range(floor(lowest) + 1, ceil(to)), to):
        if percent <= to:
            yield {code: ceil(percent * per_percent) * step}


def _raised_without_faults(rule: RatioMinusItems, declared: Declared) -> Iterator[Changed]:
    """Yield fewer faults, then none and a higher percentage: what is done late is not in time."""
    yield from _with_fewer_faults(rule, declared)
    none: Callable[[Changed], Changed] = lambda one: {**one, rule.items: Decimal(0)}  # noqa: E731
    yield from map(none, _raised(rule.measure, declared, to=_HUNDRED))
