"""Figures together with the points they must earn, one constructor per rule kind.

Each constructor chooses first what shall be earned (a step, a percentage, a number of faults)
and then figures that say so. The points are those of the choice: nothing here asks the
scoring engine, so that the engine can be held against it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from cchc_lib.core.quantities import Interval
from cchc_lib.core.rule_kinds import (
    Checklist,
    CountCapped,
    CountTiers,
    DeadlineTiers,
    DirectPercent,
    DueDate,
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
    Tier,
    YesNo,
)
from cchc_lib.core.rulebook import Component
from cchc_lib.core.submission import NEVER
from cchc_lib.example.draws import WHOLE, Draw
from cchc_lib.files.forms.sheet import CellValue

__all__ = ["Construction", "Site", "construct"]

_AT_EDGE, _NOTHING_OCCURRED, _BEYOND = 150, 250, 100
_FULL, _PERCENT_STEPS = 970, 1000
_EDGE_STEP, _BELOW_FLOOR = 20, 20
_FEW, _MANY, _AMOUNTS = (8, 60), (400, 3000), (900, 60_000)
_LARGE_COUNTS = ("Tổng số hồ sơ", "Tổng số văn bản", "Số văn bản đi")
"""How the labels of figures begin that run to hundreds in a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Construction:
    """Figures as a unit would declare them, and the exact points they are made to earn."""

    figures: Mapping[str, CellValue]
    points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where figures are made: the component and its maximum, what to aim at, the draws."""

    component: Component
    max_score: Decimal
    target: int
    year: int
    draw: Draw

    @property
    def maximum(self) -> Fraction:
        """Return the maximum as an exact fraction."""
        return Fraction(self.max_score)

    def share(self, shares: Sequence[Fraction]) -> Fraction:
        """Return one of the two shares around the target."""
        return self.draw.share(self.target, shares)

    def faults(self, deduct: Decimal) -> int:
        """Return how many faults bring the points near the target."""
        lost = self.maximum * (WHOLE - self.target) / WHOLE
        return self.draw.whole_near(lost / Fraction(deduct))

    def size(self, measure: Measure) -> int:
        """Return how much was planned; percentages count in tenths of a percent."""
        if isinstance(measure, DirectPercent):
            return _PERCENT_STEPS
        planned = next(spec for spec in self.component.inputs if spec.code == measure.planned)
        if planned.kind == "amount":
            return self.draw.between(*_AMOUNTS)
        is_large = planned.label_vi.startswith(_LARGE_COUNTS)
        return self.draw.between(*(_MANY if is_large else _FEW))


def construct(rule: FigureRule, site: Site) -> Construction:
    """Construct figures whose points are around the target, in thousandths of the maximum."""
    figures, points = _by_kind(site, rule)
    return Construction(figures=figures, points=min(max(points, Fraction(0)), site.maximum))


_Made = tuple[Mapping[str, CellValue], Fraction]


def _by_kind(  # noqa: C901, PLR0911, PLR0912 - one branch per rule kind, as the law has them
    site: Site, rule: FigureRule
) -> _Made:
    maximum = site.maximum
    match rule:
        case YesNo():
            is_met = site.draw.hit(site.target)
            return {rule.flag: is_met}, maximum if is_met else Fraction(0)
        case DeadlineTiers():
            return _deadline(site, rule)
        case PercentTiers():
            return _percent_tiers(site, rule)
        case RatioWithFloor():
            return _ratio_with_floor(site, rule)
        case RatioLinear():
            figures, percent = _percentage(site, rule.measure, Fraction(site.target, 10))
            return figures, maximum if percent is None else maximum * percent / 100
        case RatioToTarget():
            return _ratio_to_target(site, rule)
        case PerItemShare():
            items = site.draw.whole_near(Fraction(site.target * rule.required_items, WHOLE))
            return {rule.items: Decimal(items)}, maximum * items / rule.required_items
        case CountCapped():
            return _count_capped(site, rule)
        case PerItemDeduction():
            faults = site.faults(rule.deduct)
            points = max(maximum - faults * Fraction(rule.deduct), Fraction(rule.floor))
            return {rule.items: Decimal(faults)}, points
        case GradedShare():
            share = site.share([Fraction(level.share) for level in rule.levels])
            name = next(level.name_vi for level in rule.levels if level.share == share)
            return {rule.level: name}, maximum * share
        case Checklist():
            met = {item.flag: site.draw.hit(site.target) for item in rule.items}
            weights = (Fraction(item.weight) for item in rule.items if met[item.flag])
            return met, maximum * sum(weights, Fraction(0))
        case CountTiers():
            return _count_tiers(site, rule)
        case RatioMinusItems():
            return _ratio_minus_items(site, rule)
        case _:
            assert_never(rule)


def _deadline(site: Site, rule: DeadlineTiers) -> _Made:
    figures: dict[str, CellValue] = {}
    if isinstance(rule.due, DueDate):
        due = date(site.year + rule.due.year_offset, rule.due.month, rule.due.day)
    else:
        due = date(site.year, site.draw.between(3, 11), site.draw.between(1, 28))
        figures[rule.due.input] = due
    share = site.share([Fraction(s) for s in (rule.on_time, rule.late, rule.none)])
    issued: date | str = NEVER
    if share == rule.on_time:
        early = 0 if site.draw.hit(_AT_EDGE) else site.draw.between(1, 25)
        issued = due - timedelta(days=early)
    elif share == rule.late:
        issued = due + timedelta(days=site.draw.between(1, 30))
    return {rule.date: issued} | figures, site.maximum * share


def _percent_tiers(site: Site, rule: PercentTiers) -> _Made:
    tier = _tier(site, [t for t in rule.tiers if _achieved_within(_PERCENT_STEPS, t)])
    points = site.maximum * Fraction(tier.share)
    if points == site.maximum and _has_no_event(site, rule.measure):
        return _nothing_occurred(rule.measure), points
    figures, _ = _percentage_within(site, rule.measure, tier)
    return figures, points


def _ratio_with_floor(site: Site, rule: RatioWithFloor) -> _Made:
    if _has_no_event(site, rule.measure):
        return _nothing_occurred(rule.measure), site.maximum
    mean_above = (Fraction(rule.zero_below) / Fraction(rule.full_at) + 1) / 2
    if site.draw.hit(int(site.target / mean_above)):
        above = Interval(ge=rule.zero_below)
        figures, percent = _percentage_within(site, rule.measure, above)
        return figures, site.maximum * min(percent / Fraction(rule.full_at), Fraction(1))
    least = max(rule.zero_below - _BELOW_FLOOR, Decimal(0))
    figures, _ = _percentage_within(site, rule.measure, Interval(ge=least, lt=rule.zero_below))
    return figures, Fraction(0)


def _ratio_to_target(site: Site, rule: RatioToTarget) -> _Made:
    target = Fraction(rule.target)
    if site.target >= _FULL:
        beyond = Interval(ge=rule.target, le=max(rule.target, Decimal(100)))
        figures, _ = _percentage_within(site, rule.measure, beyond)
        return figures, site.maximum
    figures, percent = _percentage(site, rule.measure, target * site.target / WHOLE)
    share = Fraction(1) if percent is None else min(percent, target) / target
    return figures, site.maximum * share


def _count_capped(site: Site, rule: CountCapped) -> _Made:
    counted = site.draw.whole_near(Fraction(site.target * rule.cap_items, WHOLE))
    is_beyond = counted == rule.cap_items and site.draw.hit(_BEYOND)
    if rule.points_per_item is not None:
        points = counted * Fraction(rule.points_per_item)
    else:
        points = site.maximum * counted * (rule.share_per_item or Fraction(0))
    return {rule.items: Decimal(counted + is_beyond)}, points


def _count_tiers(site: Site, rule: CountTiers) -> _Made:
    tier = _tier(site, rule.tiers)
    low = _lowest(tier, Fraction(1))
    high = _highest(tier, Fraction(1))
    count = low if site.draw.hit(_AT_EDGE) else site.draw.between(low, high or low + 8)
    return {rule.items: Decimal(count)}, site.maximum * Fraction(tier.share)


def _ratio_minus_items(site: Site, rule: RatioMinusItems) -> _Made:
    """Construct some work not in time, of which a part is also counted as faults."""
    planned = site.size(rule.measure)
    late = site.draw.whole_near(planned * Fraction(WHOLE - site.target, 2 * WHOLE))
    per_fault = Fraction(rule.deduct) / site.maximum
    room = Fraction(WHOLE - site.target, 2 * WHOLE) / per_fault
    faults = min(late, site.draw.whole_near(room))
    figures = _declared(rule.measure, planned - late, planned)
    earned = site.maximum * Fraction(planned - late, planned)
    points = max(earned - faults * Fraction(rule.deduct), Fraction(rule.floor))
    return {**figures, rule.items: Decimal(faults)}, points


def _tier(site: Site, tiers: Sequence[Tier]) -> Tier:
    share = site.share([Fraction(tier.share) for tier in tiers])
    return site.draw.one_of([tier for tier in tiers if tier.share == share])


def _has_no_event(site: Site, measure: Measure) -> bool:
    """Tell whether to let the measured event not occur, where the law awards that."""
    awards = isinstance(measure, Quotient) and measure.when_none == "award_max"
    return awards and site.draw.hit(_NOTHING_OCCURRED)


def _nothing_occurred(measure: Measure) -> Mapping[str, CellValue]:
    return _declared(measure, 0, 0)


def _percentage(
    site: Site, measure: Measure, percent: Fraction
) -> tuple[Mapping[str, CellValue], Fraction | None]:
    """Construct a percentage near the wanted one; none where nothing occurred."""
    if _has_no_event(site, measure):
        return _nothing_occurred(measure), None
    planned = site.size(measure)
    achieved = site.draw.whole_near(planned * min(percent, Fraction(100)) / 100)
    return _declared(measure, achieved, planned), Fraction(achieved * 100, planned)


def _percentage_within(
    site: Site, measure: Measure, limits: Interval
) -> tuple[Mapping[str, CellValue], Fraction]:
    """Construct a percentage inside limits, now and then exactly at their lower end."""
    planned = site.size(measure)
    at_edge = site.draw.hit(_AT_EDGE)
    if at_edge and isinstance(measure, Quotient):
        planned += -planned % _EDGE_STEP
    while not _achieved_within(planned, limits):
        planned += 1
    possible = _achieved_within(planned, limits)
    achieved = possible[0] if at_edge else site.draw.one_of(possible)
    return _declared(measure, achieved, planned), Fraction(achieved * 100, planned)


def _achieved_within(planned: int, limits: Interval) -> range:
    """Return the achieved counts whose percentage of the planned lies within limits.

    >>> list(_achieved_within(20, Interval(ge=Decimal(70), lt=Decimal(90))))
    [14, 15, 16, 17]
    """
    scale = Fraction(planned, 100)
    high = _highest(limits, scale)
    return range(_lowest(limits, scale), (planned if high is None else min(high, planned)) + 1)


def _lowest(limits: Interval, scale: Fraction) -> int:
    if limits.gt is not None:
        return floor(Fraction(limits.gt) * scale) + 1
    return max(ceil(Fraction(limits.ge) * scale), 0) if limits.ge is not None else 0


def _highest(limits: Interval, scale: Fraction) -> int | None:
    if limits.le is not None:
        return floor(Fraction(limits.le) * scale)
    return ceil(Fraction(limits.lt) * scale) - 1 if limits.lt is not None else None


def _declared(measure: Measure, achieved: int, planned: int) -> dict[str, CellValue]:
    match measure:
        case Quotient():
            return {measure.achieved: Decimal(achieved), measure.planned: Decimal(planned)}
        case DirectPercent():
            return {measure.percent: Decimal(achieved * 100) / planned}
