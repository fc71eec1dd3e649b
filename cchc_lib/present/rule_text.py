"""How points are given, one Vietnamese sentence per rule kind, in concrete points."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from cchc_lib.core.quantities import Exact, Interval, exact_text
from cchc_lib.core.rule_kinds import (
    Checklist,
    CountCapped,
    CountTiers,
    DeadlineTiers,
    DirectPercent,
    Due,
    DueDate,
    DueInput,
    GradedShare,
    Judgment,
    Measure,
    PercentTiers,
    PerItemDeduction,
    PerItemShare,
    Quotient,
    RatioLinear,
    RatioMinusItems,
    RatioToTarget,
    RatioWithFloor,
    Rule,
    SurveyMap,
    SurveyMean,
    SurveyPercent,
    Tier,
    YesNo,
)
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.vietnamese import format_decimal

__all__ = [
    "describe_component",
    "describe_edition",
    "describe_interval",
    "describe_rule",
    "describe_rule_of",
    "describe_source",
    "format_exact",
]

_DUE_YEARS = {-1: "năm trước năm đánh giá", 0: "năm đánh giá", 1: "năm sau năm đánh giá"}
_HUNDRED = Decimal(100)


def describe_rule(component: Component, max_score: Decimal) -> str:
    """Say how a component is scored, with the points of one group of units."""
    labels = {spec.code: spec.label_vi for spec in component.inputs}
    return describe_rule_of(component.rule, labels=labels, max_score=max_score)


def describe_edition(edition: Edition) -> dict[str, dict[str, str]]:
    """Say, per group and component, how points are given."""
    return {
        group.code: {
            component.code: ". ".join(
                said
                for said in (
                    describe_component(component, component.max_score[group.code]),
                    describe_source(edition, component),
                )
                if said
            )
            for component in edition.components_of(group.code)
        }
        for group in edition.groups
    }


def describe_source(edition: Edition, component: Component) -> str:
    """Say where the figures of a component come from, if not from the unit; else nothing."""
    name = edition.source_name(component)
    return f"Số liệu lấy từ {name}; đơn vị không tự chấm, không qua thẩm định" if name else ""


def describe_component(component: Component, max_score: Decimal) -> str:
    """Say how a component earns points, and when it does not apply."""
    exception = component.not_applicable_vi
    said = describe_rule(component, max_score)
    return f"{said}. Không áp dụng khi: {exception}." if exception else said


def describe_rule_of(  # noqa: C901, PLR0911, PLR0912 - one branch per rule kind
    rule: Rule, *, labels: Mapping[str, str], max_score: Decimal
) -> str:
    """Say how a rule gives points; ``labels`` names the declared figures.

    >>> rule = YesNo(kind="yes_no", flag="done")
    >>> describe_rule_of(rule, labels={"done": "Đã ban hành"}, max_score=Decimal("0.5"))
    'Có: 0,5 điểm; không: 0 điểm (Đã ban hành)'
    """
    match rule:
        case YesNo():
            return f"Có: {_points(max_score)}; không: 0 điểm ({labels[rule.flag]})"
        case DeadlineTiers():
            return _describe_deadline(rule, labels, max_score)
        case PercentTiers():
            return f"{_percent_tiers(rule, max_score)} {_ratio(rule.measure, labels)}"
        case RatioWithFloor():
            return _describe_floor(rule, labels, max_score)
        case RatioLinear():
            return f"Điểm = tỷ lệ × {_points(max_score)} {_ratio(rule.measure, labels)}"
        case RatioToTarget():
            target = _percent(rule.target)
            is_most = _most(rule.measure) == rule.target
            reached = target if is_most else f"từ {target} trở lên"
            return (
                f"Đạt {reached}: {_points(max_score)}; chưa đạt: điểm = "
                f"tỷ lệ / {target} × {_points(max_score)} {_ratio(rule.measure, labels)}"
            )
        case PerItemShare():
            each = Fraction(max_score) / rule.required_items
            return (
                f"Mỗi mục được {_points(each)}, đủ {rule.required_items} mục được "
                f"{_points(max_score)} ({labels[rule.items]})"
            )
        case CountCapped():
            return _describe_count_capped(rule, labels, max_score)
        case PerItemDeduction():
            return (
                f"{_points(max_score)}, trừ {_points(rule.deduct)} cho mỗi trường hợp, "
                f"không dưới {_points(rule.floor)} ({labels[rule.items]})"
            )
        case GradedShare():
            levels = (
                f"“{level.name_vi}”: {_points(max_score * level.share)}" for level in rule.levels
            )
            return f"{'; '.join(levels)} ({labels[rule.level]})"
        case Checklist():
            items = (
                f"{labels[item.flag]}: {_points(max_score * item.weight)}" for item in rule.items
            )
            return f"Cộng điểm của từng nội dung đạt. {'; '.join(items)}"
        case CountTiers():
            return f"{_tiers(rule.tiers, max_score, '')} ({labels[rule.items]})"
        case RatioMinusItems():
            return (
                f"Điểm = tỷ lệ × {_points(max_score)}, trừ {_points(rule.deduct)} cho mỗi trường "
                f"hợp ({labels[rule.items]}), không dưới {_points(rule.floor)} "
                f"{_ratio(rule.measure, labels)}"
            )
        case Judgment():
            return f"Cơ quan thẩm định quyết định trong khoảng từ 0 đến {_points(max_score)}"
        case SurveyMean() | SurveyMap() | SurveyPercent():
            return _describe_survey(rule, max_score)
        case _:
            assert_never(rule)


def describe_interval(interval: Interval, unit: str) -> str:
    """Say which numbers an interval holds.

    >>> describe_interval(Interval(ge=Decimal(70), lt=Decimal(90)), "%")
    'từ 70% đến dưới 90%'
    """
    low = interval.ge if interval.ge is not None else interval.gt
    high = interval.le if interval.le is not None else interval.lt
    lower = "" if low is None else f"{format_decimal(low)}{unit}"
    upper = "" if high is None else f"{format_decimal(high)}{unit}"
    from_word = "từ" if interval.ge is not None else "trên"
    to_word = "đến" if interval.le is not None else "đến dưới"
    match bool(lower), bool(upper):
        case True, True:
            return f"{from_word} {lower} {to_word} {upper}" if low != high else f"bằng {lower}"
        case True, False:
            return f"từ {lower} trở lên" if interval.ge is not None else f"trên {lower}"
        case False, True:
            return f"không quá {upper}" if interval.le is not None else f"dưới {upper}"
        case _:
            return "mọi giá trị"


def format_exact(value: Exact) -> str:
    """Write an exact number with decimal comma, or as a fraction when it has no end.

    >>> format_exact(Fraction(37, 40)), format_exact(Fraction(1, 3))
    ('0,925', '1/3')
    """
    text = exact_text(value)
    return text if "/" in text else format_decimal(Decimal(text))


def _points(value: Exact) -> str:
    return f"{format_exact(value)} điểm"


def _percent(value: Decimal) -> str:
    return f"{format_decimal(value)}%"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tiers(tiers: tuple[Tier, ...], max_score: Decimal, unit: str) -> str:
    steps = (f"{describe_interval(t, unit)}: {_points(max_score * t.share)}" for t in tiers)
    return _capitalised("; ".join(steps))


def _percent_tiers(rule: PercentTiers, max_score: Decimal) -> str:
    """Say the tiers of a percentage; what cannot be passed is said to be reached."""
    most = _most(rule.measure)
    reached = (
        f"đạt {_percent(tier.ge)}"
        if tier.ge is not None and tier.ge == most
        else describe_interval(tier, "%")
        for tier in rule.tiers
    )
    steps = (
        f"{said}: {_points(max_score * tier.share)}"
        for said, tier in zip(reached, rule.tiers, strict=True)
    )
    return _capitalised("; ".join(steps))


def _most(measure: Measure) -> Decimal | None:
    """Return the percentage a measure cannot pass: a quotient is of planned things."""
    return _HUNDRED if isinstance(measure, Quotient) else None


def _ratio(measure: Measure, labels: Mapping[str, str]) -> str:
    match measure:
        case DirectPercent():
            return f"(tỷ lệ = {labels[measure.percent]})"
        case Quotient():
            planned = labels[measure.planned]
            text = f"(tỷ lệ = {labels[measure.achieved]} / {planned})"
            if measure.when_none == "award_max":
                text += f"; không phát sinh ({planned} bằng 0): điểm tối đa"
            return text


def _describe_deadline(rule: DeadlineTiers, labels: Mapping[str, str], max_score: Decimal) -> str:
    return (
        f"{labels[rule.date]} không muộn hơn {_due(rule.due, labels)}: "
        f"{_points(max_score * rule.on_time)}; muộn hơn: {_points(max_score * rule.late)}; "
        f"không có: {_points(max_score * rule.none)}"
    )


def _due(due: Due, labels: Mapping[str, str]) -> str:
    match due:
        case DueDate(year_offset=offset, month=month, day=day):
            year = _DUE_YEARS.get(offset, f"năm đánh giá {offset:+d}")
            return f"ngày {day:02d}/{month:02d} {year}"
        case DueInput(input=code):
            return f"hạn đã kê khai ({labels[code]})"


def _describe_floor(rule: RatioWithFloor, labels: Mapping[str, str], max_score: Decimal) -> str:
    full, part = _percent(rule.full_at), "tỷ lệ"
    if rule.full_at != _HUNDRED:
        part = f"tỷ lệ / {full}"
    return (
        f"Đạt {full}: {_points(max_score)}; từ {_percent(rule.zero_below)} đến dưới {full}: điểm = "
        f"{part} × {_points(max_score)}; dưới {_percent(rule.zero_below)}: 0 điểm "
        f"{_ratio(rule.measure, labels)}"
    )


def _describe_count_capped(rule: CountCapped, labels: Mapping[str, str], max_score: Decimal) -> str:
    each = Fraction(max_score) * (rule.share_per_item or 0)
    if rule.points_per_item is not None:
        each = Fraction(rule.points_per_item)
    return (
        f"Mỗi mục được {_points(each)}, tính không quá {rule.cap_items} mục và không quá "
        f"{_points(max_score)} ({labels[rule.items]})"
    )


def _describe_survey(rule: SurveyMean | SurveyMap | SurveyPercent, max_score: Decimal) -> str:
    match rule:
        case SurveyMean(formula="mean_over_highest"):
            share = f"mức bình quân / {rule.highest}"
        case SurveyMean():
            share = f"(mức bình quân − {rule.lowest}) / {rule.highest - rule.lowest}"
        case SurveyMap():
            worth = (f"“{a}”: {_percent(p)}" for a, p in rule.percent_by_answer.items())
            return (
                f"Điều tra xã hội học: điểm = bình quân phần trăm của các câu trả lời × "
                f"{_points(max_score)} ({'; '.join(worth)})"
            )
        case SurveyPercent():
            return f"Điểm = tỷ lệ do cuộc đo lường công bố × {_points(max_score)}"
    scale = f"thang {rule.lowest}–{rule.highest}"
    if rule.is_reversed:
        scale += f", câu hỏi đảo chiều: mức {rule.lowest} là tốt nhất"
    return f"Điều tra xã hội học ({scale}): điểm = {share} × {_points(max_score)}"
