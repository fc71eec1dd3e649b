"""The closed set of rule kinds: how an edition may turn figures or answers into points.

One dataclass per kind, holding only what the law declares. A new edition is new data; a new
class appears here only when a law brings a new *kind*. Shares are parts of the maximum
(0 to 1); percentages run from 0 to 100; points are points.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cchc_lib.core.quantities import Interval

__all__ = [
    "Checklist",
    "ChecklistItem",
    "CountCapped",
    "CountTiers",
    "DeadlineTiers",
    "DirectPercent",
    "Due",
    "DueDate",
    "DueInput",
    "FigureRule",
    "GradedShare",
    "Judgment",
    "Level",
    "Measure",
    "PerItemDeduction",
    "PerItemShare",
    "PercentTiers",
    "Quotient",
    "RatioLinear",
    "RatioMinusItems",
    "RatioToTarget",
    "RatioWithFloor",
    "Rule",
    "SurveyMap",
    "SurveyMean",
    "SurveyPercent",
    "SurveyRuleKind",
    "Tier",
    "WhenNone",
    "YesNo",
    "rule_inputs",
]

WhenNone = Literal["award_max", "refuse"]
"""What a ratio earns when its denominator is zero: the event did not occur, or an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Interval):
    """A stretch of the measured figure and the share of the maximum it earns."""

    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotient:
    """A percentage made from two declared counts or amounts, ``0 <= achieved <= planned``."""

    achieved: str
    planned: str
    when_none: WhenNone


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectPercent:
    """A percentage that the unit declares as such."""

    percent: str


Measure = Quotient | DirectPercent


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """A due day declared by the edition, relative to the assessed year."""

    year_offset: int
    month: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueInput:
    """A due day that the unit declares, such as the date set by an inspection."""

    input: str


Due = DueDate | DueInput


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo:
    """Full points for yes, none for no."""

    kind: Literal["yes_no"]
    flag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineTiers:
    """A share for a document issued in time, late, or never."""

    kind: Literal["deadline_tiers"]
    date: str
    due: Due
    on_time: Decimal
    late: Decimal
    none: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PercentTiers:
    """A share by the step in which the unrounded percentage falls."""

    kind: Literal["percent_tiers"]
    measure: Measure
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioWithFloor:
    """In proportion to the percentage; full points from ``full_at``, none below ``zero_below``."""

    kind: Literal["ratio_with_floor"]
    measure: Measure
    full_at: Decimal
    zero_below: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioLinear:
    """In proportion to the percentage."""

    kind: Literal["ratio_linear"]
    measure: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioToTarget:
    """In proportion to the percentage over ``target``; full points at the target and above."""

    kind: Literal["ratio_to_target"]
    measure: Measure
    target: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PerItemShare:
    """An equal share for each of a required number of items."""

    kind: Literal["per_item_share"]
    items: str
    required_items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountCapped:
    """Points or a share for each item, up to ``cap_items``."""

    kind: Literal["count_capped"]
    items: str
    cap_items: int
    points_per_item: Decimal | None = None
    share_per_item: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PerItemDeduction:
    """The maximum less points for each fault, not below ``floor``."""

    kind: Literal["per_item_deduction"]
    items: str
    deduct: Decimal
    floor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a graded rule: what the unit declares, and the share it earns."""

    name_vi: str
    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedShare:
    """A share by a declared level."""

    kind: Literal["graded_share"]
    level: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One item of a checklist and its weight."""

    flag: str
    weight: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """The sum of the weights of the items that are met; weights sum to one."""

    kind: Literal["checklist"]
    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTiers:
    """A share by the step in which a count falls."""

    kind: Literal["count_tiers"]
    items: str
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioMinusItems:
    """In proportion to the percentage, less points for each fault, not below ``floor``."""

    kind: Literal["ratio_minus_items"]
    measure: Measure
    items: str
    deduct: Decimal
    floor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """Points that only the appraiser or the council gives; no figure is declared."""

    kind: Literal["judgment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyMean:
    """The mean answer on a scale, as a share of its top or of its range."""

    kind: Literal["survey_mean"]
    lowest: int
    highest: int
    formula: Literal["mean_over_highest", "mean_above_lowest"]
    is_reversed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyMap:
    """The mean of percentages that the edition gives to each answer."""

    kind: Literal["survey_map"]
    percent_by_answer: dict[str, Decimal] = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPercent:
    """A percentage measured elsewhere, such as the satisfaction index SIPAS."""

    kind: Literal["survey_percent"]


FigureRule = (
    YesNo
    | DeadlineTiers
    | PercentTiers
    | RatioWithFloor
    | RatioLinear
    | RatioToTarget
    | PerItemShare
    | CountCapped
    | PerItemDeduction
    | GradedShare
    | Checklist
    | CountTiers
    | RatioMinusItems
)
SurveyRuleKind = SurveyMean | SurveyMap | SurveyPercent
Rule = FigureRule | SurveyRuleKind | Judgment


def rule_inputs(rule: Rule) -> tuple[str, ...]:  # noqa: PLR0911 - one branch per shape of rule
    """Return the codes of the figures that a unit must declare for a rule, in form order."""
    match rule:
        case YesNo():
            return (rule.flag,)
        case DeadlineTiers():
            return (rule.date, *((rule.due.input,) if isinstance(rule.due, DueInput) else ()))
        case PercentTiers() | RatioWithFloor() | RatioLinear() | RatioToTarget():
            return _measure_inputs(rule.measure)
        case PerItemShare() | CountCapped() | PerItemDeduction() | CountTiers():
            return (rule.items,)
        case GradedShare():
            return (rule.level,)
        case Checklist():
            return tuple(item.flag for item in rule.items)
        case RatioMinusItems():
            return (*_measure_inputs(rule.measure), rule.items)
        case SurveyMean() | SurveyMap() | SurveyPercent() | Judgment():
            return ()


def _measure_inputs(measure: Measure) -> tuple[str, ...]:
    match measure:
        case Quotient():
            return (measure.achieved, measure.planned)
        case DirectPercent():
            return (measure.percent,)
