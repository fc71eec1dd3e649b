"""The annex a department attaches: completion levels and commendations proposed, by group."""

from collections.abc import Iterator

from cchc_lib.core.legal import LegalReference
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import UnitGroup
from cchc_lib.present.emulation import grade_text, proposal_notes
from cchc_lib.present.frame import frame
from cchc_lib.present.headline import year_notices
from cchc_lib.present.html import Column, Html, render, stacked, table
from cchc_lib.present.summaries import groups_of, unit_names
from cchc_lib.present.trail import rank_trail, total_trail, trail
from cchc_lib.present.wording import format_reference

__all__ = ["legal_lines", "render_annex"]

_TITLE = "Đề nghị thi đua, khen thưởng"


def render_annex(year: YearResult, *, home: str = "", seal: str = "") -> str:
    """Return the whole page.

    ``home`` is the address of the run's first page, linked if given; ``seal`` is what the
    footer shows of the log of the run.
    """
    waiting = sum(1 for unit in year.units if unit.state != "final")
    state = (
        f"Bản tạm tính: {waiting} đơn vị chưa có đủ kết quả; thứ hạng và đề nghị của nhóm có đơn "
        "vị ấy còn có thể thay đổi."
    )
    return render(
        "annex.html.j2",
        title=f"{_TITLE} năm {year.assessment.year}",
        top=frame(_TITLE, home=home, above=[("Văn bản", f"{home}#documents")]),
        seal=seal,
        province=year.assessment.province_vi,
        year=year.assessment.year,
        state=state if year.is_provisional else "",
        notices=year_notices(year),
        groups=[
            (f"{number}. {group.name_vi}", _group_table(year, group))
            for number, group in enumerate(groups_of(year), start=1)
        ],
        legal=list(legal_lines(year)),
    ).markup


def _group_table(year: YearResult, group: UnitGroup) -> Html:
    names = unit_names(year)
    return table(
        caption=f"{len(year.group_units(group.code))} đơn vị, theo thứ hạng trong nhóm",
        columns=(
            Column("Hạng"),
            Column("Đơn vị"),
            Column("Chỉ số CCHC (%)", is_number=True),
            Column("Xếp loại"),
            Column("Đề nghị mức độ hoàn thành nhiệm vụ"),
            Column("Đề nghị hình thức khen thưởng"),
            Column("Khống chế; lý do chưa đề nghị hình thức cao hơn"),
        ),
        rows=[
            (
                rank_trail(unit.rank, unit.unit_code),
                names[unit.unit_code],
                total_trail(year, unit.index_pct, unit.unit_code, "index"),
                trail(grade_text(unit), unit.unit_code, "grade"),
                proposal.completion_vi or "Chưa đề nghị",
                proposal.commendation.title_vi if proposal.commendation else "–",
                stacked(proposal_notes(year, unit)),
            )
            for unit in year.group_units(group.code)
            for proposal in [year.proposal_of(unit.unit_code)]
        ],
    )


def legal_lines(year: YearResult) -> Iterator[str]:
    """Yield what the proposals rest on, each with its place in the law."""
    edition = year.edition
    caps = {cap.code: cap for proposal in year.proposals for cap in proposal.caps}
    rows: list[tuple[str, LegalReference]] = [
        ("Xếp hạng", edition.ranking.legal_reference),
        ("Xếp loại", edition.grading.legal_reference),
        ("Mức độ hoàn thành nhiệm vụ", edition.emulation.legal_reference),
        *((c.title_vi, c.legal_reference) for c in edition.emulation.commendations),
        *((f"Khống chế: {cap.text_vi}", cap.legal_reference) for cap in caps.values()),
    ]
    for name, reference in rows:
        yield f"{name}: {format_reference(reference)}."
