"""What the declared figures earn, as a live spreadsheet formula: the mirror of core.scoring.

The formula is blank while figures are missing or impossible. It only informs the unit; the
score is always computed by :mod:`cchc_lib.core.scoring`, and a test holds the two together.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
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
from cchc_lib.core.rulebook import RoundingRule
from cchc_lib.core.submission import NEVER
from cchc_lib.files.forms.layout import NO, YES
from cchc_lib.files.spreadsheet_text import number_literal, rounded_formula, text_literal

__all__ = ["points_formula"]

Cells = Mapping[str, str]
_COMPARED_PLACES = 6


def points_formula(
    rule: FigureRule,
    *,
    max_score: Decimal,
    cells: Cells,
    year: int,
    rounding: RoundingRule,
    otherwise: str = "",
) -> str:
    """Return the formula of the points that the figures in ``cells`` earn.

    Parameters
    ----------
    rule
        How the edition turns the figures into points.
    max_score
        Points at full achievement in the unit's group.
    cells
        The address of each figure's cell, by input code.
    year
        The assessed year, from which due dates are counted.
    rounding
        How the edition rounds the score of a component.
    otherwise
        What stands in the cell while figures are missing or impossible.

    Examples
    --------
    >>> from cchc_lib.core.rulebook import LegalReference
    >>> rounding = RoundingRule(
    ...     component_places=2,
    ...     total_places=2,
    ...     mode="half_up",
    ...     legal_reference=LegalReference(document="", location=""),
    ... )
    >>> rule = YesNo(kind="yes_no", flag="is_done")
    >>> cells = {"is_done": "G9"}
    >>> points_formula(rule, max_score=Decimal("0.5"), cells=cells, year=2018, rounding=rounding)
    '=IF(AND(G9<>"Có",G9<>"Không"),"",IF(G9="Có",0.5,0))'
    """
    writing = _Writing(max_score, cells, year, rounding, text_literal(otherwise))
    return f"=IF({writing.incomplete(rule)},{text_literal(otherwise)},{writing.points(rule)})"


class _Writing:
    """One formula in the making: the maximum, the cells, the year and the rounding."""

    def __init__(
        self, max_score: Decimal, cells: Cells, year: int, rounding: RoundingRule, otherwise: str
    ) -> None:
        self._max = max_score
        self._cells = cells
        self._year = year
        self._rounding = rounding
        self._otherwise = otherwise

    def incomplete(self, rule: FigureRule) -> str:  # noqa: PLR0911 - one branch per shape of rule
        """Return the condition under which no points can be shown."""
        match rule:
            case YesNo():
                return _is_no_flag(self._cells[rule.flag])
            case Checklist():
                return _any(_is_no_flag(self._cells[item.flag]) for item in rule.items)
            case DeadlineTiers():
                return self._incomplete_deadline(rule)
            case GradedShare():
                return f'{self._cells[rule.level]}=""'
            case PerItemShare() | CountCapped() | PerItemDeduction() | CountTiers():
                return f"COUNT({self._cells[rule.items]})<1"
            case PercentTiers() | RatioWithFloor() | RatioLinear() | RatioToTarget():
                return _any(self._incomplete_measure(rule.measure))
            case RatioMinusItems():
                items = f"COUNT({self._cells[rule.items]})<1"
                return _any([items, *self._incomplete_measure(rule.measure)])
            case _:
                assert_never(rule)

    def points(self, rule: FigureRule) -> str:
        """Return the rounded points of complete figures."""
        match rule:
            case YesNo():
                return f"IF({self._is_yes(rule.flag)},{self._share(1)},0)"
            case DeadlineTiers():
                return self._deadline(rule)
            case PercentTiers():
                conditions = ((self._in_tier(rule.measure, t), t.share) for t in rule.tiers)
                return self._unless_none(rule.measure, self._share(1), self._first_of(conditions))
            case CountTiers():
                cell = self._cells[rule.items]
                return self._first_of((_in_interval(cell, "", t), t.share) for t in rule.tiers)
            case GradedShare():
                cell = self._cells[rule.level]
                named = ((f"{cell}={text_literal(v.name_vi)}", v.share) for v in rule.levels)
                return self._first_of(named)
            case _:
                return self._rounded(f"MAX(0,MIN({number_literal(self._max)},{self._exact(rule)}))")

    def _exact(  # noqa: PLR0911 - one branch per rule kind
        self,
        rule: RatioWithFloor
        | RatioLinear
        | RatioToTarget
        | PerItemShare
        | CountCapped
        | PerItemDeduction
        | Checklist
        | RatioMinusItems,
    ) -> str:
        """Return the unrounded points of a rule that calculates."""
        highest = number_literal(self._max)
        match rule:
            case RatioWithFloor():
                return self._ratio_with_floor(rule)
            case RatioLinear():
                return self._unless_none(rule.measure, highest, self._in_proportion(rule.measure))
            case RatioToTarget():
                part = self._in_proportion(rule.measure, rule.target)
                return self._unless_none(rule.measure, highest, part)
            case PerItemShare():
                required = rule.required_items
                return f"{highest}*MIN({self._cells[rule.items]},{required})/{required}"
            case CountCapped():
                counted = f"MIN({self._cells[rule.items]},{rule.cap_items})"
                if rule.points_per_item is not None:
                    return f"{counted}*{number_literal(rule.points_per_item)}"
                share = rule.share_per_item or Fraction(0)
                return f"{highest}*{counted}*{share.numerator}/{share.denominator}"
            case PerItemDeduction():
                lost = f"{self._cells[rule.items]}*{number_literal(rule.deduct)}"
                return f"MAX({highest}-{lost},{number_literal(rule.floor)})"
            case Checklist():
                return "+".join(
                    f"IF({self._is_yes(item.flag)},{number_literal(self._max * item.weight)},0)"
                    for item in rule.items
                )
            case RatioMinusItems():
                earned = self._unless_none(rule.measure, highest, self._in_proportion(rule.measure))
                lost = f"{self._cells[rule.items]}*{number_literal(rule.deduct)}"
                return f"MAX({earned}-{lost},{number_literal(rule.floor)})"

    def _incomplete_deadline(self, rule: DeadlineTiers) -> str:
        cell = self._cells[rule.date]
        no_date = f"AND(COUNT({cell})<1,{cell}<>{text_literal(NEVER)})"
        if isinstance(rule.due, DueDate):
            return no_date
        return f"OR({no_date},COUNT({self._cells[rule.due.input]})<1)"

    def _incomplete_measure(self, measure: Measure) -> list[str]:
        if isinstance(measure, DirectPercent):
            return [f"COUNT({self._cells[measure.percent]})<1"]
        achieved, planned = self._cells[measure.achieved], self._cells[measure.planned]
        impossible = [f"COUNT({achieved},{planned})<2", f"{achieved}>{planned}"]
        return [*impossible, f"{planned}=0"] if measure.when_none == "refuse" else impossible

    def _deadline(self, rule: DeadlineTiers) -> str:
        cell = self._cells[rule.date]
        match rule.due:
            case DueDate(year_offset=offset, month=month, day=day):
                due = f"DATE({self._year + offset},{month},{day})"
            case due_input:
                due = f"INT({self._cells[due_input.input]})"
        on_time, late = self._share(rule.on_time), self._share(rule.late)
        dated = f"IF(INT({cell})<={due},{on_time},{late})"
        return f"IF({cell}={text_literal(NEVER)},{self._share(rule.none)},{dated})"

    def _ratio_with_floor(self, rule: RatioWithFloor) -> str:
        below = _in_interval(*self._percent(rule.measure), Interval(lt=rule.zero_below))
        part = f"IF({below},0,{self._in_proportion(rule.measure, rule.full_at)})"
        return self._unless_none(rule.measure, number_literal(self._max), part)

    def _in_proportion(self, measure: Measure, full_at: Decimal = Decimal(100)) -> str:
        """Return the maximum times the percentage over ``full_at``."""
        value, base = self._percent(measure)
        full = number_literal(full_at) if not base else f"({number_literal(full_at)}*{base})"
        return f"{number_literal(self._max)}*{value}/{full}"

    def _percent(self, measure: Measure) -> tuple[str, str]:
        """Return a percentage as numerator and denominator, the latter empty for one."""
        if isinstance(measure, DirectPercent):
            return self._cells[measure.percent], ""
        return f"100*{self._cells[measure.achieved]}", self._cells[measure.planned]

    def _in_tier(self, measure: Measure, tier: Tier) -> str:
        return _in_interval(*self._percent(measure), tier)

    def _unless_none(self, measure: Measure, when_none: str, otherwise: str) -> str:
        """Return ``when_none`` for an event that did not occur and is not refused."""
        if isinstance(measure, Quotient) and measure.when_none == "award_max":
            return f"IF({self._cells[measure.planned]}=0,{when_none},{otherwise})"
        return otherwise

    def _is_yes(self, flag: str) -> str:
        return f"{self._cells[flag]}={text_literal(YES)}"

    def _share(self, share: Decimal | int) -> str:
        """Return the rounded points of a fixed share of the maximum."""
        return number_literal(self._rounding.component(self._max * share))

    def _first_of(self, conditions: Iterable[tuple[str, Decimal]]) -> str:
        """Return the points of the first condition that holds."""
        formula = self._otherwise
        for condition, share in reversed(list(conditions)):
            formula = f"IF({condition},{self._share(share)},{formula})"
        return formula

    def _rounded(self, expression: str) -> str:
        rule = self._rounding
        return rounded_formula(expression, places=rule.component_places, mode=rule.mode)


def _in_interval(value: str, base: str, interval: Interval) -> str:
    """Return the condition that ``value`` over ``base`` lies in an interval, unrounded."""
    ends = (
        (">=", interval.ge),
        (">", interval.gt),
        ("<=", interval.le),
        ("<", interval.lt),
    )
    return _all(_compare(value, base, sign, end) for sign, end in ends if end is not None)


def _compare(value: str, base: str, sign: str, end: Decimal) -> str:
    if not base:
        return f"{value}{sign}{number_literal(end)}"
    return f"ROUND({value}-{number_literal(end)}*{base},{_COMPARED_PLACES}){sign}0"


def _is_no_flag(cell: str) -> str:
    return f"AND({cell}<>{text_literal(YES)},{cell}<>{text_literal(NO)})"


def _any(conditions: Iterable[str]) -> str:
    return _joined("OR", "FALSE", conditions)


def _all(conditions: Iterable[str]) -> str:
    return _joined("AND", "TRUE", conditions)


def _joined(function: str, none: str, conditions: Iterable[str]) -> str:
    parts = list(conditions)
    if len(parts) > 1:
        return f"{function}({','.join(parts)})"
    return parts[0] if parts else none
