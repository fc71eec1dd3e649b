"""The report of the department to the People's Committee on a year."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.results import YearResult
from cchc_lib.present.documents.frame import counted, provisional_words
from cchc_lib.present.documents.report_group import ReportGroup, group_words
from cchc_lib.present.documents.report_round import (
    adjustment_lines,
    emulation_words,
    finding_lines,
    rollout_lines,
)
from cchc_lib.present.headline import edition_notices
from cchc_lib.present.province_stages import stage_sentence
from cchc_lib.present.summaries import GroupLoss, area_means, group_losses, groups_of
from cchc_lib.present.wording import format_points, format_total

__all__ = ["AreaRow", "LossRow", "Report", "ReportPart", "report_of"]

_SHOWN_LOSSES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """The mean sub-index of one area in every group, in the order of the groups."""

    name: str
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRow:
    """How much of one component a group lost."""

    name: str
    max_score: str
    mean_lost: str
    share: str
    count: str
    lead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPart:
    """What the report says about one group, and where the group lost most."""

    name: str
    unit_count: int
    mean: str
    highest: str
    lowest: str
    grades: str
    places: str
    area_words: str
    claim_words: str
    priority: str
    losses: tuple[LossRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the report says; each line is a paragraph of its own."""

    warnings: tuple[str, ...]
    rollout: tuple[str, ...]
    groups: tuple[ReportPart, ...]
    areas: tuple[AreaRow, ...]
    stage_words: tuple[str, ...]
    adjustments: tuple[str, ...]
    findings: tuple[str, ...]
    emulation_words: str


def report_of(year: YearResult) -> Report:
    """Return what the report on a year says."""
    groups, means = groups_of(year), area_means(year)
    return Report(
        warnings=tuple(filter(None, (provisional_words(year), *edition_notices(year.edition)))),
        rollout=tuple(rollout_lines(year)),
        groups=tuple(_part(year, group_words(year, group, means)) for group in groups),
        areas=tuple(
            AreaRow(
                name=f"{area.code}. {area.name_vi}",
                means=tuple(format_total(year, means[group.code, area.code]) for group in groups),
            )
            for area in year.edition.areas
        ),
        stage_words=(stage_sentence(year),),
        adjustments=tuple(adjustment_lines(year)),
        findings=tuple(finding_lines(year)),
        emulation_words=emulation_words(year),
    )


def _part(year: YearResult, words: ReportGroup) -> ReportPart:
    summary = words.summary
    losses = [loss for loss in group_losses(year, summary.group_code) if loss.mean_lost]
    return ReportPart(
        name=words.name,
        unit_count=summary.unit_count,
        mean=format_total(year, summary.mean_index_pct),
        highest=format_total(year, summary.highest_index_pct),
        lowest=format_total(year, summary.lowest_index_pct),
        grades=words.grades,
        places=words.places,
        area_words=words.area_words,
        claim_words=words.claim_words,
        priority=words.priority,
        losses=tuple(_loss_row(year, loss) for loss in losses[:_SHOWN_LOSSES]),
    )


def _loss_row(year: YearResult, loss: GroupLoss) -> LossRow:
    total = year.edition.rounding.total
    share: Decimal = total(loss.mean_lost * 100 / Fraction(loss.max_score))
    return LossRow(
        name=f"{loss.component.code}. {loss.component.name_vi}",
        max_score=format_points(year, loss.max_score),
        mean_lost=format_total(year, total(loss.mean_lost)),
        share=format_total(year, share),
        count=counted(loss.losing_count, loss.scored_count),
        lead=loss.component.lead_appraiser or "điều tra xã hội học",
    )
