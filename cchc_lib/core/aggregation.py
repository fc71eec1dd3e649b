"""Component scores to areas, unit index, rank, grade and group summary.

Totals are sums of the declared component scores, exact until they are rounded once. Units
are ranked only within their group. A unit whose data still hold an error has no total; one
that waits for appraisal or survey has a provisional total over what is decided.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cchc_lib.core.ranking import cap_grade, grade_of, places_of
from cchc_lib.core.results import (
    AreaResult,
    GroupSummary,
    ResultState,
    UnitResult,
    YearResult,
)
from cchc_lib.core.rulebook import Edition, GradeBand
from cchc_lib.core.stages import ComponentScore, points_of, score_unit
from cchc_lib.core.submission import (
    Adjustment,
    Assessment,
    NotApplicable,
    NotAppraised,
    NotReported,
    Returns,
    Unit,
)
from cchc_lib.findings import Finding

__all__ = ["aggregate_year"]


def aggregate_year(
    edition: Edition, assessment: Assessment, returns: Returns, findings: Sequence[Finding]
) -> YearResult:
    """Compute the whole year from what was read and checked.

    Parameters
    ----------
    edition, assessment, returns
        The law, the round and everything that came back.
    findings
        What the checks found; a unit with an error among them gets no total, and an error
        that names no unit leaves every rank provisional.
    """
    errors = [finding for finding in findings if finding.severity == "error"]
    blocked = {finding.unit_code for finding in errors}
    scores: list[ComponentScore] = []
    areas: list[AreaResult] = []
    units: list[UnitResult] = []
    for unit in assessment.units:
        unit_scores = score_unit(edition, assessment, unit, returns)
        scores += unit_scores
        areas += _aggregate_areas(edition, unit, unit_scores, is_blocked=unit.code in blocked)
        units.append(_aggregate_unit(edition, assessment, unit, unit_scores, blocked))
    ranked = _rank_groups(edition, units, is_open="" in blocked)
    return YearResult(
        edition=edition,
        assessment=assessment,
        scores=tuple(scores),
        areas=_rank_areas(edition, assessment, areas),
        units=ranked,
        groups=tuple(_summarise(edition, group.code, ranked) for group in edition.groups),
        findings=tuple(findings),
    )


def _aggregate_areas(
    edition: Edition, unit: Unit, scores: Sequence[ComponentScore], *, is_blocked: bool
) -> list[AreaResult]:
    codes = dict.fromkeys(score.area_code for score in scores)
    return [
        _aggregate_area(
            edition, unit, [s for s in scores if s.area_code == code], is_blocked=is_blocked
        )
        for code in codes
    ]


def _aggregate_area(
    edition: Edition, unit: Unit, scores: list[ComponentScore], *, is_blocked: bool
) -> AreaResult:
    applicable = [s for s in scores if not isinstance(s.final.value, NotApplicable)]
    own = [s for s in applicable if not s.is_survey]
    max_score = sum((s.max_score for s in applicable), Decimal(0))
    final = _sum_or_waiting(applicable, is_blocked=is_blocked)
    sub_index: Fraction | NotAppraised = NotAppraised(reason_vi="Chưa có đủ điểm của lĩnh vực")
    if isinstance(final, Decimal) and max_score:
        sub_index = Fraction(final) * 100 / Fraction(max_score)
    return AreaResult(
        unit_code=unit.code,
        area_code=scores[0].area_code,
        max_score=max_score,
        self_score=_self_sum(own),
        appraised_score=_sum_or_waiting(own, is_blocked=is_blocked),
        survey_score=_sum_or_waiting([s for s in applicable if s.is_survey], is_blocked=is_blocked),
        final_score=final,
        sub_index_exact=sub_index,
        sub_index_pct=_rounded(edition, sub_index),
        rank_in_group=NotAppraised(reason_vi="Chưa xếp hạng"),
    )


def _self_sum(scores: list[ComponentScore]) -> Decimal | NotReported:
    """Return the sum of self scores, or not reported while any of them is missing."""
    points = [points_of(score.self_score.value) for score in scores]
    known = [value for value in points if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(points) else NotReported()


def _sum_or_waiting(scores: list[ComponentScore], *, is_blocked: bool) -> Decimal | NotAppraised:
    """Return the sum of final scores, or what is waited for."""
    if is_blocked:
        return NotAppraised(reason_vi="Hồ sơ còn lỗi phải sửa")
    waiting = [s.final.value for s in scores if isinstance(s.final.value, NotAppraised)]
    return waiting[0] if waiting else _sum_final(scores)


def _sum_final(scores: Iterable[ComponentScore]) -> Decimal:
    return sum((points_of(s.final.value) or Decimal(0) for s in scores), Decimal(0))


def _aggregate_unit(
    edition: Edition,
    assessment: Assessment,
    unit: Unit,
    scores: Sequence[ComponentScore],
    blocked: Collection[str],
) -> UnitResult:
    decided = [score for score in scores if score.status == "scored"]
    own = [score for score in decided if not score.is_survey]
    dropped = [score for score in scores if score.status == "not_applicable"]
    pending_max = _sum_max(score for score in scores if score.status == "not_appraised")
    appraised_points = _sum_final(own)
    survey_points = _sum_final(score for score in decided if score.is_survey)
    appraised_exact, max_score = _rescale(own, dropped, _sum_max(decided))
    adjustments = tuple(a for a in assessment.adjustments if a.unit_code == unit.code)
    bonus_uncapped = _points(adjustments, "bonus")
    penalty_uncapped = _points(adjustments, "penalty")
    bonus = min(bonus_uncapped, edition.adjustment.bonus_cap)
    penalty = min(penalty_uncapped, edition.adjustment.penalty_cap)
    state = _state_of(is_blocked=unit.code in blocked, pending_max=pending_max)
    total = _total_of(state, appraised_exact + Fraction(survey_points + bonus - penalty), max_score)
    index = total if isinstance(total, NotAppraised) else total * 100 / Fraction(max_score)
    uncapped = _uncapped_grade(edition, index, max_score, pending_max)
    return UnitResult(
        unit_code=unit.code,
        group_code=unit.group_code,
        state=state,
        max_score=max_score,
        dropped_max=_sum_max(dropped),
        pending_max=pending_max,
        appraised_points=appraised_points,
        appraised_exact=appraised_exact,
        survey_points=survey_points,
        bonus=bonus,
        bonus_uncapped=bonus_uncapped,
        penalty=penalty,
        penalty_uncapped=penalty_uncapped,
        adjustments=adjustments,
        total_exact=total,
        total_score=_rounded(edition, total),
        index_exact=index,
        index_pct=_rounded(edition, index),
        rank=NotAppraised(reason_vi="Chưa xếp hạng"),
        grade=cap_grade(edition, uncapped, adjustments),
        uncapped_grade=uncapped,
        is_provisional=state != "final",
    )


def _state_of(*, is_blocked: bool, pending_max: Decimal) -> ResultState:
    if is_blocked:
        return "blocked"
    return "provisional" if pending_max else "final"


def _total_of(state: ResultState, raw: Fraction, max_score: Decimal) -> Fraction | NotAppraised:
    """Keep a total between zero and the maximum; a blocked or empty unit has none."""
    if state == "blocked" or not max_score:
        return _no_total(state)
    return min(max(raw, Fraction(0)), Fraction(max_score))


def _uncapped_grade(
    edition: Edition, index: Fraction | NotAppraised, decided_max: Decimal, pending_max: Decimal
) -> GradeBand | NotAppraised:
    if not _is_decided(edition, decided_max, pending_max):
        return _no_total("provisional")
    return grade_of(edition, index)


def _rescale(
    own: list[ComponentScore], dropped: list[ComponentScore], decided_max: Decimal
) -> tuple[Fraction, Decimal]:
    """Return the appraised points and the denominator after the not-applicable policy.

    ``drop_max_all`` leaves both as they are; under ``drop_max_appraised_then_add_survey``
    the appraised points are brought back to the maximum they would have had.
    """
    points, own_max = Fraction(_sum_final(own)), _sum_max(own)
    given_back = _sum_max(
        score
        for score in dropped
        if not score.is_survey
        and isinstance(score.final.value, NotApplicable)
        and score.final.value.policy == "drop_max_appraised_then_add_survey"
    )
    if not given_back or not own_max:
        return points, decided_max
    return points / Fraction(own_max) * Fraction(own_max + given_back), decided_max + given_back


def _sum_max(scores: Iterable[ComponentScore]) -> Decimal:
    return sum((score.max_score for score in scores), Decimal(0))


def _points(adjustments: Sequence[Adjustment], kind: Literal["bonus", "penalty"]) -> Decimal:
    return sum((a.points for a in adjustments if a.kind == kind), Decimal(0))


def _no_total(state: ResultState) -> NotAppraised:
    blocked = state == "blocked"
    return NotAppraised(
        reason_vi="Hồ sơ còn lỗi phải sửa" if blocked else "Chưa có đủ điểm thành phần"
    )


def _rounded(edition: Edition, value: Fraction | NotAppraised) -> Decimal | NotAppraised:
    return value if isinstance(value, NotAppraised) else edition.rounding.total(value)


def _rank_groups(
    edition: Edition, units: Sequence[UnitResult], *, is_open: bool
) -> tuple[UnitResult, ...]:
    ranks: dict[str, int] = {}
    open_groups = {unit.group_code for unit in units if unit.state != "final"}
    for group in edition.groups:
        members = [u for u in units if u.group_code == group.code and _may_rank(edition, u)]
        keys = {u.unit_code: _rank_key(edition, u) for u in members}
        ranks |= places_of(keys, edition.ranking.method)
    return tuple(
        replace(
            unit,
            rank=ranks.get(unit.unit_code, unit.rank),
            is_provisional=is_open or unit.group_code in open_groups,
        )
        for unit in units
    )


def _may_rank(edition: Edition, unit: UnitResult) -> bool:
    has_index = not isinstance(unit.index_exact, NotAppraised)
    return has_index and _is_decided(edition, unit.max_score, unit.pending_max)


def _is_decided(edition: Edition, decided_max: Decimal, pending_max: Decimal) -> bool:
    """Tell whether enough of a unit's maximum is decided for a place and a grade."""
    return decided_max >= edition.ranking.provisional_share * (decided_max + pending_max)


def _rank_key(edition: Edition, unit: UnitResult) -> tuple[Fraction, ...]:
    """Return the values a unit is ranked by, higher first, as the edition declares them."""
    rule = edition.ranking
    exact = unit.index_exact if rule.by == "index_pct" else unit.total_exact
    rounded = unit.index_pct if rule.by == "index_pct" else unit.total_score
    first = rounded if rule.value == "rounded" else exact
    breaks: dict[str, Fraction | Decimal] = {
        "appraised_score": unit.appraised_exact,
        "survey_score": unit.survey_points,
        "bonus": unit.bonus,
    }
    values = (first, *(breaks[name] for name in rule.tie_break))
    return tuple(Fraction(value) for value in values if not isinstance(value, NotAppraised))


def _rank_areas(
    edition: Edition, assessment: Assessment, areas: Sequence[AreaResult]
) -> tuple[AreaResult, ...]:
    """Add each unit's place in its group on the sub-index of each area."""
    group_of = {unit.code: unit.group_code for unit in assessment.units}
    exact = edition.ranking.value == "exact"
    tables: dict[tuple[str, str], dict[str, tuple[Fraction, ...]]] = {}
    for area in areas:
        value = area.sub_index_exact if exact else area.sub_index_pct
        if not isinstance(value, NotAppraised):
            table = tables.setdefault((group_of[area.unit_code], area.area_code), {})
            table[area.unit_code] = (Fraction(value),)
    places = {key: places_of(table, edition.ranking.method) for key, table in tables.items()}
    return tuple(
        replace(
            area,
            rank_in_group=places.get((group_of[area.unit_code], area.area_code), {}).get(
                area.unit_code, area.rank_in_group
            ),
        )
        for area in areas
    )


def _summarise(edition: Edition, group_code: str, units: Sequence[UnitResult]) -> GroupSummary:
    members = [unit for unit in units if unit.group_code == group_code]
    ranked = [unit for unit in members if isinstance(unit.rank, int)]
    indices = [u.index_pct for u in ranked if isinstance(u.index_pct, Decimal)]
    nothing = NotAppraised(reason_vi="Chưa có đơn vị nào có chỉ số")
    mean = edition.rounding.total(Fraction(sum(indices)) / len(indices)) if indices else nothing
    return GroupSummary(
        group_code=group_code,
        unit_count=len(members),
        ranked_count=len(indices),
        mean_index_pct=mean,
        highest_index_pct=max(indices) if indices else nothing,
        lowest_index_pct=min(indices) if indices else nothing,
        is_provisional=any(unit.is_provisional for unit in members),
    )
