"""What results support in emulation and commendation: proposals, and why not more."""

from collections.abc import Iterator

from cchc_lib.core.results import BarReason, Proposal, UnitResult, YearResult
from cchc_lib.core.round_rules import Commendation
from cchc_lib.core.rulebook import GradeBand, UnitGroup
from cchc_lib.present.html import Column, Html, join, stacked, table
from cchc_lib.present.language import tr
from cchc_lib.present.summaries import groups_of, title_for, unit_names
from cchc_lib.present.trail import rank_trail, total_trail, trail
from cchc_lib.present.wording import format_value

__all__ = ["emulation_table", "emulation_tables", "grade_text", "proposal_notes"]


def emulation_tables(year: YearResult) -> Html:
    """List the proposals of every group, in order of rank."""
    return join(*(emulation_table(year, group) for group in groups_of(year)))


def emulation_table(year: YearResult, group: UnitGroup) -> Html:
    """List, in order of rank, the completion level and commendation proposed in a group."""
    names = unit_names(year)
    return table(
        caption=title_for(year, group, "Đề nghị mức độ hoàn thành nhiệm vụ, khen thưởng"),
        columns=(
            Column("Đơn vị"),
            Column("Hạng", is_number=True),
            Column("Chỉ số (%)", is_number=True),
            Column("Xếp loại"),
            Column("Mức độ hoàn thành nhiệm vụ"),
            Column("Hình thức khen thưởng"),
            Column("Lý do khống chế, chưa đề nghị"),
        ),
        rows=[
            (
                names[unit.unit_code],
                rank_trail(unit.rank, unit.unit_code),
                total_trail(year, unit.index_pct, unit.unit_code, "index"),
                trail(grade_text(unit), unit.unit_code, "grade"),
                tr(proposal.completion_vi or "chưa đề nghị"),
                tr(proposal.commendation.title_vi) if proposal.commendation else "–",
                stacked(proposal_notes(year, unit)),
            )
            for unit in year.group_units(group.code)
            for proposal in [year.proposal_of(unit.unit_code)]
        ],
        is_wide=True,
    )


def grade_text(unit: UnitResult) -> str:
    """Write the grade of a unit, with the one its points alone would earn where it is capped."""
    if not isinstance(unit.grade, GradeBand):
        return tr("chưa xếp loại")
    if unit.grade == unit.uncapped_grade:
        return tr(unit.grade.name_vi)
    said = tr("{grade} (theo điểm: {earned})")
    return said.format(grade=tr(unit.grade.name_vi), earned=format_value(unit.uncapped_grade))


def proposal_notes(year: YearResult, unit: UnitResult) -> Iterator[str]:
    """Yield the caps that hold a unit down, and why each higher commendation is not proposed."""
    proposal = year.proposal_of(unit.unit_code)
    yield from _cap_notes(proposal, unit)
    if "incomplete" in proposal.barred.values():
        yield tr("Chưa có đủ kết quả nên chưa đề nghị khen thưởng.")
        return
    for commendation in year.edition.emulation.commendations:
        reason = proposal.barred.get(commendation.code)
        if reason is not None:
            yield f"{tr(commendation.title_vi)}: {_bar_text(year, commendation, reason)}."
    if unit.is_provisional:
        yield tr("Thứ hạng còn tạm tính vì nhóm có đơn vị chưa đủ kết quả.")


def _cap_notes(proposal: Proposal, unit: UnitResult) -> Iterator[str]:
    texts = {cap.code: cap.text_vi for cap in proposal.caps}
    for adjustment in unit.adjustments:
        if adjustment.kind == "cap" and adjustment.code in texts:
            said = tr("Khống chế: {text}, văn bản: {document}.")
            text = tr(texts[adjustment.code])
            yield said.format(text=text, document=adjustment.document)


def _bar_text(year: YearResult, commendation: Commendation, reason: BarReason) -> str:
    match reason:
        case "grade":
            lowest = year.edition.grading.band(commendation.lowest_grade).name_vi
            return tr("xếp loại thấp hơn {grade}").format(grade=tr(lowest))
        case "place":
            count = commendation.best_places
            among = tr("không trong {count} hạng đầu của nhóm").format(count=count)
            return tr("không đứng đầu nhóm") if count == 1 else among
        case "fact":
            return tr("bị loại vì khống chế nêu trên")
        case "incomplete":
            return tr("chưa có đủ kết quả")
