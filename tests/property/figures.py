"""Strategies: possible figures for a rule, and pairs of figures of which one is better."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

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
from cchc_lib.core.submission import NEVER, Figure

Figures = dict[str, Figure]
Draw = Callable[[st.SearchStrategy[Any]], Any]

DAYS = st.dates(date(2016, 1, 1), date(2021, 12, 31))
NUMBERS = st.one_of(
    st.integers(0, 200).map(Decimal),
    st.decimals(0, 10**9, places=3, allow_nan=False, allow_infinity=False),
)
PERCENTS = st.decimals(0, 120, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def better_and_worse(  # noqa: PLR0911 - one branch per shape of rule
    draw: Draw, rule: FigureRule
) -> tuple[Figures, Figures]:
    """Draw two declarations that differ, if at all, in one being better."""
    match rule:
        case YesNo():
            return {rule.flag: True}, {rule.flag: draw(st.booleans())}
        case DeadlineTiers():
            return _draw_dates(draw, rule)
        case PercentTiers() | RatioWithFloor() | RatioLinear() | RatioToTarget():
            return _draw_measures(draw, rule.measure)
        case PerItemShare() | CountCapped() | CountTiers():
            few, many = sorted(draw(st.tuples(NUMBERS, NUMBERS)))
            return {rule.items: many}, {rule.items: few}
        case PerItemDeduction():
            few, many = sorted(draw(st.tuples(NUMBERS, NUMBERS)))
            return {rule.items: few}, {rule.items: many}
        case GradedShare():
            levels = sorted(draw(st.tuples(*[st.sampled_from(rule.levels)] * 2)), key=_share)
            return {rule.level: levels[1].name_vi}, {rule.level: levels[0].name_vi}
        case Checklist():
            worse = {item.flag: draw(st.booleans()) for item in rule.items}
            more = {flag for flag in worse if draw(st.booleans())}
            return {flag: met or flag in more for flag, met in worse.items()}, worse
        case RatioMinusItems():
            better, worse = _draw_measures(draw, rule.measure)
            few, many = sorted(draw(st.tuples(NUMBERS, NUMBERS)))
            return {**better, rule.items: few}, {**worse, rule.items: many}


def possible_figures(rule: FigureRule) -> st.SearchStrategy[Figures]:
    """Return a strategy of single declarations for a rule."""
    return better_and_worse(rule).map(lambda pair: pair[1])


def _draw_dates(draw: Draw, rule: DeadlineTiers) -> tuple[Figures, Figures]:
    issued = draw(DAYS)
    earlier = issued - timedelta(days=draw(st.integers(0, 500)))
    later = draw(st.sampled_from([issued, NEVER]))
    due = {rule.due.input: draw(DAYS)} if isinstance(rule.due, DueInput) else {}
    return {rule.date: earlier, **due}, {rule.date: later, **due}


def _draw_measures(draw: Draw, measure: Measure) -> tuple[Figures, Figures]:
    match measure:
        case DirectPercent(percent=code):
            low, high = sorted(draw(st.tuples(PERCENTS, PERCENTS)))
            return {code: high}, {code: low}
        case Quotient(achieved=achieved, planned=planned):
            less, more, whole = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))
            if measure.when_none == "refuse":
                whole = whole or Decimal(1)
            return {achieved: more, planned: whole}, {achieved: less, planned: whole}


def _share(level: Any) -> Decimal:
    return level.share
