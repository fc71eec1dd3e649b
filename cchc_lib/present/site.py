"""The first page of a run: every report, table and unit, with a search box and no network."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.rulebook import UnitGroup
from cchc_lib.present.headline import Card, headline, year_notices
from cchc_lib.present.html import Cell, Column, Html, link, phrase, render, table
from cchc_lib.present.names import STATE_NAMES
from cchc_lib.present.summaries import groups_of
from cchc_lib.present.trail import group_trail, rank_trail, trail
from cchc_lib.present.wording import format_total, name_grade

__all__ = ["render_index"]

_NONE: Mapping[str, str] = MappingProxyType({})


def render_index(
    year: YearResult,
    *,
    run_id: str,
    unit_pages: Mapping[str, str],
    unit_pdfs: Mapping[str, str] = _NONE,
    other_pages: Sequence[tuple[str, str]],
    tables: Sequence[str],
    documents: Sequence[tuple[str, str]] = (),
    notices: Sequence[tuple[str, str]] = (),
    audit: str = "",
    seal: str = "",
) -> str:
    """Return the whole page.

    Parameters
    ----------
    year
        The computed year.
    run_id
        What the run is called.
    unit_pages
        Address of each unit's report by unit code; a unit without report is listed unlinked.
    unit_pdfs
        Address of the PDF of each report by unit code.
    other_pages, tables
        Title and address of the general pages, and addresses of the tables.
    documents
        Title and address of what is made to be edited, printed and signed.
    notices
        Name of each unit, and the address of its notice of result.
    audit
        Where the audit pages lie; empty if the run has none, and numbers are no links then.
    seal
        What the footer shows of the log of the run.
    """
    waiting = sum(1 for unit in year.units if unit.state != "final")
    opening = headline(
        title="",
        subtitle=f"{year.assessment.province_vi} · {year.edition.title_vi}",
        cards=[
            Card(
                label=year.edition.group(summary.group_code).name_vi,
                value=group_trail(
                    format_total(year, summary.mean_index_pct), summary.group_code, audit=audit
                ),
                note=f"chỉ số bình quân (%) của {summary.ranked_count}/{summary.unit_count} đơn vị",
            )
            for summary in year.groups
            if summary.unit_count
        ],
        state=f"Kết quả tạm tính: {waiting} đơn vị chưa có đủ kết quả."
        if year.is_provisional
        else "",
        notices=year_notices(year),
    )
    return render(
        "index.html.j2",
        title=year.assessment.title_vi,
        headline=opening,
        groups=[
            _group_table(year, group, unit_pages, unit_pdfs, audit) for group in groups_of(year)
        ],
        other_pages=other_pages,
        tables=tables,
        documents=documents,
        notices=notices,
        run_id=run_id,
        seal=seal,
    ).markup


def _group_table(
    year: YearResult,
    group: UnitGroup,
    pages: Mapping[str, str],
    pdfs: Mapping[str, str],
    audit: str,
) -> Html:
    return table(
        caption=group.name_vi,
        columns=(
            Column("Đơn vị"),
            Column("Hạng", is_number=True),
            Column("Chỉ số (%)", is_number=True),
            Column("Xếp loại"),
            Column("Tình trạng"),
        ),
        rows=[_row(year, unit, pages, pdfs, audit) for unit in year.group_units(group.code)],
    )


def _row(
    year: YearResult,
    unit: UnitResult,
    pages: Mapping[str, str],
    pdfs: Mapping[str, str],
    audit: str,
) -> tuple[Cell, ...]:
    name = year.assessment.unit(unit.unit_code).name_vi
    href, pdf, code = pages.get(unit.unit_code), pdfs.get(unit.unit_code), unit.unit_code
    shown = link(name, href) if href else name
    return (
        phrase(shown, " · ", link("PDF", pdf)) if pdf else shown,
        rank_trail(unit.rank, code, audit=audit),
        trail(format_total(year, unit.index_pct), code, "index", audit=audit),
        trail(name_grade(unit), code, "grade", audit=audit),
        STATE_NAMES[unit.state],
    )
