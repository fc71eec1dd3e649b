"""The notice of result to one unit, on one page."""

from dataclasses import dataclass
from decimal import Decimal

from cchc_lib.core.decisions import AppraisedLine
from cchc_lib.core.results import YearResult
from cchc_lib.core.stages import ComponentScore, SurveyLine
from cchc_lib.present.documents.frame import counted
from cchc_lib.present.summaries import (
    AreaComparison,
    compare_areas,
    component_of,
    find_unit,
    unit_losses,
)
from cchc_lib.present.wording import (
    format_figures,
    format_points,
    format_sample,
    format_total,
    name_grade,
    name_score,
    state_sentence,
)

__all__ = ["NoticeArea", "NoticeLoss", "ResultNotice", "notice_of"]

_SHOWN_LOSSES = 5
_LONGEST_REASON = 104
_NONE = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeArea:
    """One area of the unit beside its group."""

    name: str
    max_score: str
    claimed: str
    appraised: str
    survey: str
    points: str
    index: str
    mean: str
    rank: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLoss:
    """One component where the unit lost points, and why."""

    name: str
    lost: str
    points: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultNotice:
    """What the notice to a unit says; ``state`` is empty when the result is final."""

    unit: str
    group: str
    state: str
    total: str
    max_score: str
    index: str
    rank: str
    grade: str
    areas: tuple[NoticeArea, ...]
    losses: tuple[NoticeLoss, ...]
    losses_note: str


def notice_of(year: YearResult, unit_code: str) -> ResultNotice:
    """Return the notice of a unit; its share of the year is enough."""
    unit, result = find_unit(year, unit_code)
    ranked = sum(isinstance(u.rank, int) for u in year.group_units(unit.group_code))
    losses = [] if result.state == "blocked" else unit_losses(year, unit_code)
    areas = compare_areas(year, unit_code)
    is_known = isinstance(result.total_score, Decimal)
    return ResultNotice(
        unit=unit.name_vi,
        group=year.edition.group(unit.group_code).name_vi,
        state=state_sentence(result),
        total=format_total(year, result.total_score),
        max_score=format_points(year, result.max_score) if is_known else format_total(year, None),
        index=format_total(year, result.index_pct),
        rank=counted(result.rank, ranked) if isinstance(result.rank, int) else _NONE,
        grade=name_grade(result),
        areas=tuple(_area(year, area) for area in areas),
        losses=tuple(_loss(year, score, lost) for score, lost in losses[:_SHOWN_LOSSES]),
        losses_note=_losses_note(year, losses),
    )


def _area(year: YearResult, found: AreaComparison) -> NoticeArea:
    area = found.area
    return NoticeArea(
        name=f"{area.area_code}. {found.short_vi}",
        max_score=format_points(year, area.max_score),
        claimed=_points(year, area.self_score),
        appraised=_points(year, area.appraised_score),
        survey=_points(year, area.survey_score),
        points=_points(year, area.final_score),
        index=format_total(year, found.own),
        mean=format_total(year, found.mean),
        rank=str(area.rank_in_group) if isinstance(area.rank_in_group, int) else _NONE,
    )


def _points(year: YearResult, value: object) -> str:
    """Write points; what is missing as shortly as a narrow column needs it."""
    return format_points(year, value) if isinstance(value, Decimal) else format_total(year, None)


def _loss(year: YearResult, score: ComponentScore, lost: Decimal) -> NoticeLoss:
    return NoticeLoss(
        name=name_score(score),
        lost=format_points(year, lost),
        points=f"{format_points(year, score.final.value)}/{format_points(year, score.max_score)}",
        reason=_shortened(_reason(year, score)),
    )


def _reason(year: YearResult, score: ComponentScore) -> str:
    """Say what an appraiser gave as the reason, or else the figures that the points follow."""
    if isinstance(score.survey, SurveyLine):
        return f"Điều tra xã hội học: {format_sample(year, score.survey)} câu trả lời hợp lệ."
    if isinstance(score.appraised, AppraisedLine) and score.appraised.reason:
        return score.appraised.reason
    specs = component_of(year.edition, score.component_code).inputs
    figures = format_figures(score.rule_score, {spec.code: spec.label_vi for spec in specs})
    return f"{figures}." if figures else ""


def _shortened(text: str) -> str:
    """Return as much of a text as leaves the notice on one page, in whole words."""
    if len(text) <= _LONGEST_REASON:
        return text
    return f"{text[:_LONGEST_REASON].rpartition(' ')[0] or text[:_LONGEST_REASON]} …"


def _losses_note(year: YearResult, losses: list[tuple[ComponentScore, Decimal]]) -> str:
    """Say how much of all that was lost the notice shows."""
    if not losses:
        return "Không có tiêu chí thành phần nào bị mất điểm trong phần đã có kết quả."
    shown = sum((lost for _, lost in losses[:_SHOWN_LOSSES]), Decimal(0))
    whole = sum((lost for _, lost in losses), Decimal(0))
    return (
        f"{min(len(losses), _SHOWN_LOSSES)} tiêu chí trên chiếm {format_points(year, shown)} trong "
        f"{format_points(year, whole)} điểm bị mất ở {len(losses)} tiêu chí thành phần."
    )
