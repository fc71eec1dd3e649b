"""What the declared figures earn: one pure function per rule kind, exact and unrounded."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, assert_never

from cchc_lib.core.quantities import as_fraction, difference_sign
from cchc_lib.core.rule_kinds import (
    Checklist,
    CountCapped,
    CountTiers,
    DeadlineTiers,
    DirectPercent,
    DueDate,
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
    Tier,
    YesNo,
    rule_inputs,
)
from cchc_lib.core.submission import NEVER, Figure

__all__ = [
    "FigureProblem",
    "Figures",
    "ScoringError",
    "due_date",
    "find_figure_problem",
    "score_by_rule",
]

Figures = Mapping[str, Figure]
FigureProblem = Literal[
    "missing",
    "achieved_over_planned",
    "nothing_planned",
    "unknown_level",
    "below_every_tier",
    "unknown_figure",
]


class ScoringError(ValueError):
    """Figures that no rule can score, such as more tasks finished than planned."""

    def __init__(self, problem: FigureProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def score_by_rule(rule: FigureRule, *, max_score: Decimal, figures: Figures, year: int) -> Fraction:
    """Score one component from its declared figures.

    Parameters
    ----------
    rule
        How the edition turns the figures into points.
    max_score
        Points at full achievement (*điểm tối đa*) in the unit's group, greater than zero.
    figures
        The declared figures by input code; complete and possible
        (see :func:`find_figure_problem`).
    year
        The assessed year, from which due dates are counted.

    Returns
    -------
    Fraction
        Points from 0 to ``max_score``, exact; rounding is the edition's, applied by the caller.

    Raises
    ------
    ScoringError
        If the figures are incomplete or impossible.

    Notes
    -----
    Source: the ``legal_reference`` of the component that uses the rule.

    Examples
    --------
    >>> measure = Quotient(achieved="done", planned="planned", when_none="refuse")
    >>> rule = RatioLinear(kind="ratio_linear", measure=measure)
    >>> figures = {"done": Decimal(37), "planned": Decimal(40)}
    >>> score_by_rule(rule, max_score=Decimal("1.6"), figures=figures, year=2018)
    Fraction(37, 25)
    """
    problem = find_figure_problem(rule, figures)
    if problem is not None:
        raise ScoringError(problem)
    most = as_fraction(max_score)
    points = _score(rule, most, figures, year)
    if difference_sign(points, most) > 0:
        return most
    return points if points.numerator > 0 else Fraction(0)


def find_figure_problem(rule: FigureRule, figures: Figures) -> FigureProblem | None:
    """Return why figures cannot be scored by a rule, or ``None`` when they can.

    >>> find_figure_problem(YesNo(kind="yes_no", flag="is_done"), {})
    'missing'
    """
    for code in rule_inputs(rule):
        if code not in figures:
            return "missing"
    if isinstance(rule, GradedShare):
        known = {level.name_vi for level in rule.levels}
        return None if figures[rule.level] in known else "unknown_level"
    measure = _measure_of(rule)
    if not isinstance(measure, Quotient):
        return None
    achieved, planned = _number(figures, measure.achieved), _number(figures, measure.planned)
    if achieved > planned:
        return "achieved_over_planned"
    return "nothing_planned" if planned == 0 and measure.when_none == "refuse" else None


def due_date(rule: DeadlineTiers, figures: Figures, year: int) -> date:
    """Return the last day on which a document counts as issued in time."""
    match rule.due:
        case DueDate(year_offset=offset, month=month, day=day):
            return date(year + offset, month, day)
        case DueInput(input=code):
            return _date(figures, code)


def _score(  # noqa: C901, PLR0911, PLR0912 - one branch per rule kind, as the law has them
    rule: FigureRule, max_score: Fraction, figures: Figures, year: int
) -> Fraction:
    match rule:
        case YesNo():
            return max_score if figures[rule.flag] is True else Fraction(0)
        case DeadlineTiers():
            return max_score * Fraction(_deadline_share(rule, figures, year))
        case PercentTiers():
            return _score_percent_tiers(rule, max_score, figures)
        case RatioWithFloor():
            return _score_ratio_with_floor(rule, max_score, figures)
        case RatioLinear():
            return max_score * _full_or(rule.measure, figures, Fraction(100)) / 100
        case RatioToTarget():
            target = as_fraction(rule.target)
            return max_score * min(_full_or(rule.measure, figures, target), target) / target
        case PerItemShare():
            done = min(_number(figures, rule.items), Decimal(rule.required_items))
            return max_score * Fraction(done) / rule.required_items
        case CountCapped():
            return _score_count_capped(rule, max_score, figures)
        case PerItemDeduction():
            lost = Fraction(_number(figures, rule.items)) * as_fraction(rule.deduct)
            return max(max_score - lost, as_fraction(rule.floor))
        case GradedShare():
            shares = {level.name_vi: level.share for level in rule.levels}
            return max_score * Fraction(shares[str(figures[rule.level])])
        case Checklist():
            met = (item.weight for item in rule.items if figures[item.flag] is True)
            return max_score * sum((as_fraction(weight) for weight in met), Fraction(0))
        case CountTiers():
            return max_score * _tier_share(rule.tiers, Fraction(_number(figures, rule.items)))
        case RatioMinusItems():
            earned = max_score * _full_or(rule.measure, figures, Fraction(100)) / 100
            lost = Fraction(_number(figures, rule.items)) * as_fraction(rule.deduct)
            return max(earned - lost, as_fraction(rule.floor))
        case _:
            assert_never(rule)


def _deadline_share(rule: DeadlineTiers, figures: Figures, year: int) -> Decimal:
    if figures[rule.date] == NEVER:
        return rule.none
    is_on_time = _date(figures, rule.date) <= due_date(rule, figures, year)
    return rule.on_time if is_on_time else rule.late


def _score_percent_tiers(rule: PercentTiers, max_score: Fraction, figures: Figures) -> Fraction:
    percent = _percent(rule.measure, figures)
    return max_score if percent is None else max_score * _tier_share(rule.tiers, percent)


def _score_ratio_with_floor(
    rule: RatioWithFloor, max_score: Fraction, figures: Figures
) -> Fraction:
    percent = _full_or(rule.measure, figures, as_fraction(rule.full_at))
    if percent < as_fraction(rule.zero_below):
        return Fraction(0)
    return max_score * min(percent / as_fraction(rule.full_at), Fraction(1))


def _score_count_capped(rule: CountCapped, max_score: Fraction, figures: Figures) -> Fraction:
    counted = Fraction(min(_number(figures, rule.items), Decimal(rule.cap_items)))
    if rule.points_per_item is not None:
        return counted * as_fraction(rule.points_per_item)
    return max_score * counted * (rule.share_per_item or Fraction(0))


def _tier_share(tiers: tuple[Tier, ...], value: Fraction) -> Fraction:
    for tier in tiers:
        if tier.holds(value):
            return as_fraction(tier.share)
    raise ScoringError("below_every_tier")


def _measure_of(rule: FigureRule) -> Measure | None:
    return getattr(rule, "measure", None)


def _percent(measure: Measure, figures: Figures) -> Fraction | None:
    """Return the exact percentage, or ``None`` when the event it measures did not occur."""
    match measure:
        case DirectPercent():
            return Fraction(_number(figures, measure.percent))
        case Quotient():
            achieved, of_achieved = _number(figures, measure.achieved).as_integer_ratio()
            planned, of_planned = _number(figures, measure.planned).as_integer_ratio()
            return Fraction(100 * achieved * of_planned, of_achieved * planned) if planned else None


def _full_or(measure: Measure, figures: Figures, full: Fraction) -> Fraction:
    """Return the percentage, or the ``full`` one when the event did not occur."""
    percent = _percent(measure, figures)
    return full if percent is None else percent


def _number(figures: Figures, code: str) -> Decimal:
    value = figures[code]
    if not isinstance(value, Decimal):
        raise ScoringError("unknown_figure")
    return value


def _date(figures: Figures, code: str) -> date:
    value = figures[code]
    if not isinstance(value, date):
        raise ScoringError("unknown_figure")
    return value
