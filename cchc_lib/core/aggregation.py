"""Component scores to areas, unit index, rank, grade and group summary.

Totals are sums of the declared component scores, exact until they are rounded once. Units
are ranked only within their group. A unit whose data still hold an error has no total; one
that waits for appraisal or survey has a provisional total over what is decided.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter

from cchc_lib.core.effects import stand_at_stages
from cchc_lib.core.emulation import propose
from cchc_lib.core.lateness import adjustments_of
from cchc_lib.core.lookups import grouped
from cchc_lib.core.ranking import rank_areas, rank_units
from cchc_lib.core.results import AreaResult, GroupSummary, UnitResult, YearResult
from cchc_lib.core.rounds import awaits_explanation, awaits_review, is_explanation_over
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore, points_of
from cchc_lib.core.submission import (
    Assessment,
    NotApplicable,
    NotAppraised,
    NotReported,
    Returns,
    Unit,
)
from cchc_lib.core.totals import Hold, rounded_total, sum_or_waiting, total_unit
from cchc_lib.core.unit_scores import score_units
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
        What the checks found; a unit with an error among them gets no total, or a provisional
        one where an earlier stage stands; an error that names no unit leaves every rank
        provisional.
    """
    holds = _holds(findings)
    scores = score_units(edition, assessment, returns)
    awaiting = _awaiting(edition, assessment, scores)
    areas: list[AreaResult] = []
    units: list[UnitResult] = []
    for unit in assessment.units:
        own, hold = scores[unit.code], holds.get(unit.code, "none")
        areas += _aggregate_areas(edition, unit, own, is_blocked=hold == "withheld")
        adjustments, count = adjustments_of(edition, assessment, unit), awaiting[unit.code]
        units.append(total_unit(edition, unit, own, adjustments, hold=hold, awaiting_count=count))
    ranked = rank_units(edition, units, is_open="" in holds)
    return YearResult(
        edition=edition,
        assessment=assessment,
        scores=tuple(score for own in scores.values() for score in own),
        areas=rank_areas(edition, assessment, areas),
        units=ranked,
        groups=tuple(_summarise(edition, group.code, ranked) for group in edition.groups),
        standings=stand_at_stages(edition, assessment, scores, ranked),
        proposals=propose(edition, ranked),
        registers=tuple(item for one in returns.submissions.values() for item in one.register),
        findings=tuple(findings),
    )


def _holds(findings: Sequence[Finding]) -> dict[str, Hold]:
    """Return by unit code what its errors do to its total; the gravest of them counts."""
    holds: dict[str, Hold] = {}
    for one in findings:
        if one.severity == "error" and holds.get(one.unit_code) != "withheld":
            holds[one.unit_code] = "open" if one.has_fallback else "withheld"
    return holds


def _awaiting(
    edition: Edition, assessment: Assessment, scores: Mapping[str, Sequence[ComponentScore]]
) -> dict[str, int]:
    """Return by unit code how many of its components the rounds to come may still change."""
    counts: dict[str, int] = {}
    for code, own in scores.items():
        is_over = is_explanation_over(edition, assessment, own)
        counts[code] = sum(
            awaits_explanation(score, is_over=is_over) or awaits_review(edition, assessment, score)
            for score in own
        )
    return counts


def _aggregate_areas(
    edition: Edition, unit: Unit, scores: Sequence[ComponentScore], *, is_blocked: bool
) -> list[AreaResult]:
    by_area = grouped(scores, attrgetter("area_code"))
    return [_aggregate_area(edition, unit, own, is_blocked=is_blocked) for own in by_area.values()]


def _aggregate_area(
    edition: Edition, unit: Unit, scores: Sequence[ComponentScore], *, is_blocked: bool
) -> AreaResult:
    applicable = [s for s in scores if not isinstance(s.final.value, NotApplicable)]
    own = [s for s in applicable if not s.is_survey]
    max_score = sum((s.max_score for s in applicable), Decimal(0))
    final = sum_or_waiting(applicable, is_blocked=is_blocked)
    sub_index: Fraction | NotAppraised = NotAppraised(reason_vi="Chưa có đủ điểm của lĩnh vực")
    if isinstance(final, Decimal) and max_score:
        sub_index = Fraction(final) * 100 / Fraction(max_score)
    return AreaResult(
        unit_code=unit.code,
        area_code=scores[0].area_code,
        max_score=max_score,
        self_score=_self_sum([s for s in own if s.is_appraised]),
        appraised_score=sum_or_waiting(own, is_blocked=is_blocked),
        survey_score=sum_or_waiting([s for s in applicable if s.is_survey], is_blocked=is_blocked),
        final_score=final,
        sub_index_exact=sub_index,
        sub_index_pct=rounded_total(edition, sub_index),
        rank_in_group=NotAppraised(reason_vi="Chưa xếp hạng"),
    )


def _self_sum(scores: list[ComponentScore]) -> Decimal | NotReported:
    """Return the sum of self scores, or not reported while any of them is missing."""
    points = [points_of(score.self_score.value) for score in scores]
    known = [value for value in points if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(points) else NotReported()


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
