"""The first page of a run: what to open first, and every unit, report, document and table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from cchc_lib.core.results import GroupSummary, UnitResult, YearResult
from cchc_lib.core.rulebook import GradeBand, UnitGroup
from cchc_lib.present.assets import table_scripts
from cchc_lib.present.findings_table import severity_counts
from cchc_lib.present.frame import (
    FINDINGS_PAGE,
    FIRST_PAGE,
    MANUAL_PAGE,
    PROVINCE_REPORT,
    frame,
    in_vietnamese,
)
from cchc_lib.present.headline import Card, headline, year_notices, year_subtitle, year_title
from cchc_lib.present.html import Cell, Column, Html, link, phrase, render, stacked, table
from cchc_lib.present.language import Language, in_language, language, tr
from cchc_lib.present.names import STATE_NAMES
from cchc_lib.present.summaries import groups_of, unit_names
from cchc_lib.present.trail import group_trail, rank_trail, trail
from cchc_lib.present.wording import format_total, name_grade
from cchc_lib.vietnamese import sort_key

__all__ = ["group_anchor", "render_index"]

_MOST_FIRST = 2
"""So many units that share the first place are named on the card of their group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Door:
    """Something to open first, and what is to be found there."""

    name: str
    href: str
    note: str


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
    twins: Sequence[tuple[Language, str]] = (),
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
    twins
        Language and address of this page in other languages.
    """
    title = year_title(year)
    known, home = {href for _, href in other_pages}, in_language(FIRST_PAGE, language())
    has_reports = in_language(PROVINCE_REPORT, language()) in known
    top = frame(title, home=home, here=home, has_reports=has_reports, twins=twins)
    return render(
        "index.html.j2",
        title=title,
        top=top,
        headline=_headline(year, unit_pages, audit),
        doors=list(_doors(year, known, documents)),
        groups=[
            (group_anchor(group.code), _group_table(year, group, unit_pages, unit_pdfs, audit))
            for group in groups_of(year)
        ],
        other_pages=other_pages,
        tables=tables,
        documents=documents,
        notices=notices,
        has_trails=bool(audit),
        run_id=run_id,
        scripts=table_scripts(FIRST_PAGE),
        seal=seal,
    ).markup


def group_anchor(group_code: str) -> str:
    """Return the anchor of a group on the first page."""
    return f"group-{group_code}"


def _headline(year: YearResult, pages: Mapping[str, str], audit: str) -> Html:
    """Draw the opening: a card for each group."""
    waiting = sum(1 for unit in year.units if unit.state != "final")
    said = tr("Kết quả tạm tính: {count} đơn vị chưa có đủ kết quả.")
    return headline(
        title="",
        subtitle=year_subtitle(year),
        cards=[_card(year, group, pages, audit) for group in year.groups if group.unit_count],
        state=said.format(count=waiting) if year.is_provisional else "",
        notices=year_notices(year),
    )


def _card(year: YearResult, group: GroupSummary, pages: Mapping[str, str], audit: str) -> Card:
    """Show the mean of a group, and who comes first in it."""
    counted = tr("chỉ số bình quân (%) của {ranked}/{all} đơn vị").format(
        ranked=group.ranked_count, all=group.unit_count
    )
    first = _first_places(year, group.group_code, pages)
    return Card(
        label=tr(year.edition.group(group.group_code).name_vi),
        value=group_trail(format_total(year, group.mean_index_pct), group.group_code, audit=audit),
        note=stacked([counted, first]) if first else counted,
    )


def _first_places(year: YearResult, group_code: str, pages: Mapping[str, str]) -> Cell:
    """Name the units that share the first place of a group, and their index."""
    names = unit_names(year)
    first = [unit for unit in year.group_units(group_code) if unit.rank == 1]
    if not first:
        return ""
    named = [_linked(names[unit.unit_code], pages.get(unit.unit_code)) for unit in first]
    parts = [part for name in named[:_MOST_FIRST] for part in (", ", name)][1:]
    more = len(first) - _MOST_FIRST
    others = tr(" và {count} đơn vị khác").format(count=more) if more > 0 else ""
    return phrase(tr("Hạng 1: "), *parts, others, f" ({format_total(year, first[0].index_pct)})")


def _linked(name: str, href: str | None) -> Cell:
    return link(name, href) if href else name


def _doors(
    year: YearResult, pages: set[str], documents: Sequence[tuple[str, str]]
) -> Iterator[_Door]:
    """Yield what to open first, of what the run has."""
    report = in_language(PROVINCE_REPORT, language())
    if report in pages:
        note = tr("Xếp hạng, phân bố, lĩnh vực, điểm mất nhiều nhất và việc cần làm của toàn tỉnh.")
        yield _Door(name=tr("Báo cáo toàn tỉnh"), href=report, note=note)
    if documents:
        said = tr("{count} văn bản lập từ kết quả, để rà soát, in và trình ký.")
        note = said.format(count=len(documents))
        yield _Door(name=tr("Văn bản"), href="#documents", note=note)
    said = tr("{count} đơn vị trong {groups} nhóm; bấm vào tên để mở báo cáo của đơn vị.")
    note = said.format(count=len(year.units), groups=len(groups_of(year)))
    yield _Door(name=tr("Xếp hạng các đơn vị"), href="#ranking", note=note)
    if FINDINGS_PAGE in pages:
        counts = severity_counts(year.findings)
        yield _Door(name=in_vietnamese("Vấn đề cần xử lý"), href=FINDINGS_PAGE, note=f"{counts}.")
    if MANUAL_PAGE in pages:
        note = tr("Chỉ số được tính thế nào: quy định, cách cho điểm, ví dụ.")
        yield _Door(name=in_vietnamese("Sổ tay phương pháp"), href=MANUAL_PAGE, note=note)


def _group_table(
    year: YearResult,
    group: UnitGroup,
    pages: Mapping[str, str],
    pdfs: Mapping[str, str],
    audit: str,
) -> Html:
    units = year.group_units(group.code)
    names = unit_names(year)
    return table(
        caption=tr(group.name_vi),
        columns=(
            Column("Đơn vị"),
            Column("Hạng", is_number=True),
            Column("Chỉ số (%)", is_number=True),
            Column("Xếp loại"),
            Column("Tình trạng"),
        ),
        rows=[_row(year, unit, pages, pdfs, audit) for unit in units],
        orders=dict(enumerate(zip(*(_keys(year, unit, names) for unit in units), strict=True))),
    )


def _keys(year: YearResult, unit: UnitResult, names: Mapping[str, str]) -> tuple[object, ...]:
    """Return what the cells of a row are sorted by; what a unit lacks counts as least."""
    bands = year.edition.grading.bands
    grade = unit.grade
    return (
        sort_key(names[unit.unit_code]),
        unit.rank if isinstance(unit.rank, int) else len(year.units) + 1,
        unit.index_pct if isinstance(unit.index_pct, Decimal) else Decimal(-1),
        bands.index(grade) if isinstance(grade, GradeBand) else len(bands),
        [*STATE_NAMES].index(unit.state),
    )


def _row(
    year: YearResult,
    unit: UnitResult,
    pages: Mapping[str, str],
    pdfs: Mapping[str, str],
    audit: str,
) -> tuple[Cell, ...]:
    name = tr(year.assessment.unit(unit.unit_code).name_vi)
    code = unit.unit_code
    shown, pdf = _linked(name, pages.get(code)), pdfs.get(code)
    return (
        phrase(shown, " · ", link("PDF", pdf)) if pdf else shown,
        rank_trail(unit.rank, code, audit=audit),
        trail(format_total(year, unit.index_pct), code, "index", audit=audit),
        trail(name_grade(unit), code, "grade", audit=audit),
        tr(STATE_NAMES[unit.state]),
    )
