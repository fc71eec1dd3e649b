"""Lint of an edition: what its rule files say against each other, all problems at once.

Findings carry in ``cell`` the path of the key from the edition's root, such as
``areas[0].components[1.1.3].rule.tiers``; the reader of rule files knows the file.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from cchc_lib.core.lint_basics import check_reference, check_unique, out_of_range
from cchc_lib.core.round_lint import check_round_rules
from cchc_lib.core.rule_kinds import (
    Checklist,
    CountCapped,
    CountTiers,
    DeadlineTiers,
    DueDate,
    GradedShare,
    PercentTiers,
    PerItemDeduction,
    PerItemShare,
    RatioMinusItems,
    RatioToTarget,
    RatioWithFloor,
    Rule,
    SurveyMap,
    SurveyMean,
    Tier,
    rule_inputs,
)
from cchc_lib.core.rulebook import Area, Component, Edition, UnitGroup
from cchc_lib.core.source_lint import check_sources
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_decimal

__all__ = ["check_edition", "check_sums", "check_tiers"]

_MOST_PLACES = 10


def check_edition(edition: Edition) -> Iterator[Finding]:
    """Yield every problem of an edition except its sums (see :func:`check_sums`)."""
    yield from _check_header(edition)
    yield from check_round_rules(edition)
    yield from _check_codes(edition)
    groups = {group.code for group in edition.groups}
    years = range(edition.first_year, edition.last_year + 1)
    yield from check_sources(edition)
    for path, component in _components_with_path(edition.areas):
        yield from _check_component(path, component, groups, years)


def check_sums(edition: Edition) -> Iterator[Finding]:
    """Yield the groups whose maxima do not add up to what the edition declares."""
    for index, group in enumerate(edition.groups):
        path = f"groups[{index}]"
        own = list(edition.components_of(group.code))
        survey = _sum_max((c for c in own if c.is_survey), group)
        appraised = _sum_max((c for c in own if not c.is_survey), group)
        yield from _check_sum(f"{path}.appraised_max", appraised, group.appraised_max)
        yield from _check_sum(f"{path}.survey_max", survey, group.survey_max)
        whole = group.appraised_max + group.survey_max
        yield from _check_sum(f"{path}.max_score", whole, group.max_score)


def _sum_max(components: Iterable[Component], group: UnitGroup) -> Decimal:
    return sum((c.max_score[group.code] for c in components), Decimal(0))


def _check_sum(path: str, found: Decimal, expected: Decimal) -> Iterator[Finding]:
    if found != expected:
        yield finding(
            "QT-006", cell=path, found=format_decimal(found), expected=format_decimal(expected)
        )


def _check_header(edition: Edition) -> Iterator[Finding]:
    if edition.first_year > edition.last_year:
        yield out_of_range("last_year", edition.last_year, "năm không trước first_year")
    yield from _check_numbers(edition)
    share = edition.ranking.provisional_share
    if not 0 < share <= 1:
        yield out_of_range("ranking.provisional_share", share, "số lớn hơn 0, không quá 1")
    yield from _check_grading(edition)
    weights = [group.weight for group in edition.survey.respondent_groups]
    yield from _check_weights("survey.respondent_groups", weights)
    for name, value in (("weight", min(weights, default=0)), ("margin_z", edition.survey.margin_z)):
        if value <= 0:
            yield out_of_range(f"survey.{name}", value, "số lớn hơn 0")
    if edition.survey.minimum_answers < 1:
        found = edition.survey.minimum_answers
        yield out_of_range("survey.minimum_answers", found, "số từ 1 trở lên")
    yield from _check_references(edition)


def _check_numbers(edition: Edition) -> Iterator[Finding]:
    for name in ("component_places", "total_places"):
        places = getattr(edition.rounding, name)
        if not 0 <= places <= _MOST_PLACES:
            expected = f"số chữ số thập phân từ 0 đến {_MOST_PLACES}"
            yield out_of_range(f"rounding.{name}", places, expected)


def _check_references(edition: Edition) -> Iterator[Finding]:
    for path, reference in (
        ("legal_reference", edition.legal_reference),
        ("rounding.legal_reference", edition.rounding.legal_reference),
        ("not_applicable.legal_reference", edition.not_applicable.legal_reference),
        ("ranking.legal_reference", edition.ranking.legal_reference),
        ("grading.legal_reference", edition.grading.legal_reference),
        ("survey.legal_reference", edition.survey.legal_reference),
    ):
        yield from check_reference(path, reference)


def _check_grading(edition: Edition) -> Iterator[Finding]:
    limits = [band.ge for band in edition.grading.bands]
    is_falling = all(above > below for above, below in itertools.pairwise(limits))
    if not limits or limits[-1] != 0 or not is_falling:
        found = ", ".join(format_decimal(limit) for limit in limits)
        yield finding("QT-012", cell="grading.bands", found=found)
    known = {band.code for band in edition.grading.bands}
    for index, cap in enumerate(edition.grading.caps):
        path = f"grading.caps[{index}]"
        if cap.best_grade not in known:
            fix = "Ghi một mã có trong grading.bands."
            yield finding("QT-015", cell=f"{path}.best_grade", found=cap.best_grade, expected=fix)
        yield from check_reference(f"{path}.legal_reference", cap.legal_reference)


def _check_codes(edition: Edition) -> Iterator[Finding]:
    criteria = [(c.code, area.code) for area in edition.areas for c in area.criteria]
    components = [
        (component.code, criterion.code)
        for area in edition.areas
        for criterion in area.criteria
        for component in criterion.components
    ]
    for path, codes in (
        ("groups", [group.code for group in edition.groups]),
        ("areas", [area.code for area in edition.areas]),
        ("areas.criteria", [code for code, _ in criteria]),
        ("areas.criteria.components", [code for code, _ in components]),
        ("grading.bands", [band.code for band in edition.grading.bands]),
        ("grading.caps", [cap.code for cap in edition.grading.caps]),
        ("survey.respondent_groups", [g.code for g in edition.survey.respondent_groups]),
    ):
        yield from check_unique(path, codes)
    for code, above in (*criteria, *components):
        if not code.startswith(f"{above}."):
            yield finding(
                "QT-015",
                cell="areas",
                found=code,
                expected=f"Mã bên trong {above} bắt đầu bằng {above}.",
            )


def _components_with_path(areas: Sequence[Area]) -> Iterator[tuple[str, Component]]:
    for index, area in enumerate(areas):
        for component in area.components():
            yield f"areas[{index}].components[{component.code}]", component


def _check_component(
    path: str, component: Component, groups: set[str], years: range
) -> Iterator[Finding]:
    about = component.code
    for group, maximum in component.max_score.items():
        if group not in groups:
            fix = f"Dùng một trong: {', '.join(sorted(groups))}."
            yield finding(
                "QT-010", cell=f"{path}.max_score", component_code=about, found=group, expected=fix
            )
        if maximum <= 0:
            yield out_of_range(f"{path}.max_score.{group}", maximum, "số lớn hơn 0", about)
    if not component.max_score:
        yield out_of_range(f"{path}.max_score", "{}", "điểm tối đa của ít nhất một nhóm", about)
    yield from check_reference(f"{path}.legal_reference", component.legal_reference, about)
    declared = [spec.code for spec in component.inputs]
    used = rule_inputs(component.rule)
    yield from check_unique(f"{path}.inputs", declared)
    for code in sorted(set(declared) ^ set(used)):
        word = "chưa khai báo" if code in used else "không được dùng"
        yield finding("QT-009", cell=f"{path}.inputs", component_code=about, found=f"{code} {word}")
    yield from _check_rule(f"{path}.rule", component, years)


def _check_rule(path: str, component: Component, years: range) -> Iterator[Finding]:
    rule = component.rule
    about = component.code
    match rule:
        case PercentTiers() | CountTiers():
            yield from check_tiers(f"{path}.tiers", rule.tiers, about)
        case Checklist():
            yield from _check_weights(f"{path}.items", [i.weight for i in rule.items], about)
        case DeadlineTiers():
            yield from _check_deadline(path, rule, about, years)
        case GradedShare():
            yield from _check_shares(path, [level.share for level in rule.levels], about)
        case CountCapped():
            yield from _check_count_capped(path, rule, about)
        case SurveyMap():
            for answer, percent in rule.percent_by_answer.items():
                if not 0 <= percent <= 100:  # noqa: PLR2004
                    where = f"{path}.percent_by_answer.{answer}"
                    yield out_of_range(where, percent, "tỷ lệ từ 0 đến 100", about)
        case SurveyMean() if rule.lowest >= rule.highest or rule.highest <= 0:
            yield out_of_range(f"{path}.highest", rule.highest, "số lớn hơn lowest", about)
        case _:
            yield from _check_limits(path, rule, about)


def _check_limits(path: str, rule: Rule, about: str) -> Iterator[Finding]:
    match rule:
        case RatioWithFloor() if not 0 <= rule.zero_below <= rule.full_at or not rule.full_at:
            yield out_of_range(f"{path}.zero_below", rule.zero_below, "số từ 0 đến full_at", about)
        case RatioToTarget() if rule.target <= 0:
            yield out_of_range(f"{path}.target", rule.target, "số lớn hơn 0", about)
        case PerItemShare() if rule.required_items < 1:
            yield out_of_range(f"{path}.required_items", rule.required_items, "số từ 1", about)
        case PerItemDeduction() | RatioMinusItems():
            if rule.deduct <= 0:
                yield out_of_range(f"{path}.deduct", rule.deduct, "số lớn hơn 0", about)
            if rule.floor < 0:
                yield out_of_range(f"{path}.floor", rule.floor, "số từ 0 trở lên", about)


def _check_deadline(path: str, rule: DeadlineTiers, about: str, years: range) -> Iterator[Finding]:
    yield from _check_shares(path, [rule.on_time, rule.late, rule.none], about)
    if not rule.on_time >= rule.late >= rule.none:
        yield out_of_range(f"{path}.late", rule.late, "on_time ≥ late ≥ none", about)
    if isinstance(rule.due, DueDate) and not all(_is_day(rule.due, year) for year in years):
        day = f"{rule.due.day}/{rule.due.month}"
        yield out_of_range(f"{path}.due", day, "ngày có thật trong mọi năm áp dụng", about)


def _is_day(due: DueDate, year: int) -> bool:
    try:
        date(year + due.year_offset, due.month, due.day)
    except ValueError:
        return False
    return True


def _check_count_capped(path: str, rule: CountCapped, about: str) -> Iterator[Finding]:
    if rule.cap_items < 1:
        yield out_of_range(f"{path}.cap_items", rule.cap_items, "số từ 1 trở lên", about)
    given = [v for v in (rule.points_per_item, rule.share_per_item) if v is not None]
    if len(given) != 1 or given[0] <= 0:
        expected = "đúng một trong points_per_item, share_per_item, lớn hơn 0"
        yield out_of_range(path, "points_per_item, share_per_item", expected, about)


def _check_shares(path: str, shares: Iterable[Decimal], about: str) -> Iterator[Finding]:
    for share in shares:
        if not 0 <= share <= 1:
            yield out_of_range(path, share, "phần của điểm tối đa, từ 0 đến 1", about)


def _check_weights(path: str, weights: Sequence[Decimal], about: str = "") -> Iterator[Finding]:
    total = sum(weights, Decimal(0))
    if total != 1 or any(weight < 0 for weight in weights):
        yield finding("QT-011", cell=path, component_code=about, found=format_decimal(total))


def check_tiers(path: str, tiers: Sequence[Tier], about: str) -> Iterator[Finding]:
    """Yield shares out of range, and gaps or overlaps on the line from zero upwards."""
    yield from _check_shares(path, (tier.share for tier in tiers), about)
    ordered = sorted(tiers, key=_lower_end)
    problems = [
        *(
            f"bậc {_tier_text(tier)} trống hoặc có hai đầu cùng phía"
            for tier in tiers
            if _is_unusable(tier)
        ),
        *(
            f"giữa {_tier_text(below)} và {_tier_text(above)}"
            for below, above in itertools.pairwise(ordered)
            if not _meets(below, above)
        ),
    ]
    if not ordered or _lower_end(ordered[0]) > (Decimal(0), 0):
        problems.append("không có bậc bắt đầu từ 0")
    if ordered and (ordered[-1].le, ordered[-1].lt) != (None, None):
        problems.append("bậc cao nhất có đầu trên")
    for problem in problems:
        yield finding("QT-007", cell=path, component_code=about, found=problem)


def _is_unusable(tier: Tier) -> bool:
    """Tell whether a tier has two ends on one side, or holds nothing."""
    lower = tier.ge if tier.ge is not None else tier.gt
    upper = tier.le if tier.le is not None else tier.lt
    if lower is not None and upper is not None:
        is_point = lower == upper and tier.ge is not None and tier.le is not None
        if lower > upper or (lower == upper and not is_point):
            return True
    return (tier.ge is not None and tier.gt is not None) or (
        tier.le is not None and tier.lt is not None
    )


def _lower_end(tier: Tier) -> tuple[Decimal, int]:
    """Return where a tier begins; an open end begins just after a closed one."""
    if tier.ge is not None:
        return (tier.ge, 0)
    return (tier.gt, 1) if tier.gt is not None else (Decimal("-Infinity"), 0)


def _meets(below: Tier, above: Tier) -> bool:
    """Tell whether the upper tier begins exactly where the lower one ends."""
    if below.lt is not None:
        return above.ge == below.lt
    return below.le is not None and above.gt == below.le


def _tier_text(tier: Tier) -> str:
    ends = [("≥", tier.ge), (">", tier.gt), ("≤", tier.le), ("<", tier.lt)]
    return " ".join(f"{sign} {format_decimal(end)}" for sign, end in ends if end is not None)
