"""The workbook of results: filters, frozen panes, print set-up, numbers as numbers."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from cchc_lib.core.rulebook import RoundingRule
from cchc_lib.files.spreadsheet_text import writable_text

__all__ = ["ColumnLike", "RowLike", "TableLike", "write_result_book"]

_MADE_AT = datetime(1980, 1, 1)  # noqa: DTZ001 - the file format knows no zone
_A4 = 9
_HEAD_ROW, _HEAD_HEIGHT = 3, 33
_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
_FRAME = {"border": 1, "border_color": "#A6A6A6"}
_HEADER = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": "#1F4E79",
    "align": "center",
    "text_wrap": True,
}
_SMALL = '&"Times New Roman,Regular"&8 '
_LONGEST_HEADER, _LONGEST_FOOTER = 200, 140


class ColumnLike(Protocol):
    """A column: its header, width in letters, and look."""

    @property
    def title(self) -> str:
        """What stands above it."""

    @property
    def width(self) -> int:
        """Its width in letters."""

    @property
    def look(self) -> str:
        """One of ``text``, ``centre``, ``count``, ``points`` and ``total``."""


class RowLike(Protocol):
    """A row of values, and the unit it is about."""

    @property
    def unit_code(self) -> str:
        """Whose row it is."""

    @property
    def cells(self) -> tuple[str | Decimal | int | None, ...]:
        """What stands in it from the left."""


class TableLike(Protocol):
    """A table that becomes a sheet."""

    @property
    def name(self) -> str:
        """What the sheet is called."""

    @property
    def title(self) -> str:
        """What stands above the table."""

    @property
    def unit_column(self) -> int:
        """In which column the names of units stand."""

    @property
    def is_linked(self) -> bool:
        """Whether the names of units lead anywhere."""

    @property
    def columns(self) -> Sequence[ColumnLike]:
        """The columns from the left."""

    @property
    def rows(self) -> Sequence[RowLike]:
        """The rows from the top."""


def write_result_book(
    tables: Sequence[TableLike],
    *,
    rounding: RoundingRule,
    title: str,
    notice: str,
    link: Callable[[str], str],
) -> bytes:
    """Return the workbook of some tables: the same bytes for the same tables.

    Parameters
    ----------
    tables
        One per sheet.
    rounding
        How many decimals are shown.
    title
        What the workbook is about; it stands on every page.
    notice
        What must be said on every sheet and page; may be empty.
    link
        Gives the address, seen from the workbook, that the name of a unit leads to; empty for
        none.
    """
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "max_url_length": 2079,
    }
    workbook = Workbook(stream, options)
    workbook.set_properties({"title": writable_text(title), "created": _MADE_AT})
    formats = _formats(workbook, rounding)
    for table in tables:
        worksheet = workbook.add_worksheet(table.name)
        _write_head(worksheet, table, formats, title=title, notice=notice)
        for row, content in enumerate(table.rows, _HEAD_ROW + 1):
            _write_row(worksheet, row, table, content, formats=formats, link=link)
        _set_up_print(worksheet, table, title=title, notice=notice)
    workbook.close()
    return stream.getvalue()


def _formats(workbook: Workbook, rounding: RoundingRule) -> dict[str, Format]:
    looks: dict[str, dict[str, object]] = {
        "text": {"text_wrap": True},
        "centre": {"align": "center"},
        "count": {"num_format": "#,##0"},
        "points": {"num_format": _number(rounding.component_places)},
        "total": {"num_format": _number(rounding.total_places)},
        "link": {"font_color": "#1F4E79", "underline": 1, "text_wrap": True},
        "header": _HEADER,
    }
    framed = {name: {**_FONT, **_FRAME, **look} for name, look in looks.items()}
    bare = {
        "title": {**_FONT, "bold": True, "font_size": 14},
        "notice": {**_FONT, "bold": True, "font_color": "#B00020"},
    }
    return {name: workbook.add_format(look) for name, look in (framed | bare).items()}


def _number(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


def _write_head(
    worksheet: Worksheet, table: TableLike, formats: dict[str, Format], *, title: str, notice: str
) -> None:
    """Write what stands above the rows, and freeze it."""
    worksheet.write_string(0, 0, writable_text(f"{table.title} – {title}"), formats["title"])
    if notice:
        worksheet.write_string(1, 0, notice, formats["notice"])
    worksheet.set_row(_HEAD_ROW, _HEAD_HEIGHT)
    for place, column in enumerate(table.columns):
        worksheet.set_column(place, place, column.width)
        worksheet.write_string(_HEAD_ROW, place, column.title, formats["header"])
    worksheet.freeze_panes(_HEAD_ROW + 1, table.unit_column + 1)
    last = _HEAD_ROW + max(len(table.rows), 1)
    worksheet.autofilter(_HEAD_ROW, 0, last, len(table.columns) - 1)


def _write_row(
    worksheet: Worksheet,
    row: int,
    table: TableLike,
    content: RowLike,
    *,
    formats: dict[str, Format],
    link: Callable[[str], str],
) -> None:
    looks = (column.look for column in table.columns)
    for place, (look, value) in enumerate(zip(looks, content.cells, strict=True)):
        form = formats[look]
        match value:
            case None:
                worksheet.write_blank(row, place, None, form)
            case str():
                is_name = table.is_linked and place == table.unit_column
                href = link(content.unit_code) if is_name else ""
                _write_text(worksheet, (row, place), value, href, formats["link" if href else look])
            case _:
                worksheet.write_number(row, place, float(value), form)


def _write_text(
    worksheet: Worksheet, at: tuple[int, int], text: str, href: str, form: Format
) -> None:
    """Write a text that is never a formula, and leads to a file where one is given."""
    shown = writable_text(text)
    if not href or worksheet.write_url(*at, _beside(href, shown), form):
        worksheet.write_string(*at, shown, form)


def _beside(href: str, text: str) -> Url:
    """Return a link to a file beside the workbook, with what it shows.

    Its folders are parted by the sign that every system knows: the library writes that of
    Windows, which others take for part of a name.
    """
    url = Url(f"external:{href}")
    url._relationship_link = href  # noqa: SLF001 - there is no other way to say it
    url.text = text
    return url


def _set_up_print(worksheet: Worksheet, table: TableLike, *, title: str, notice: str) -> None:
    """Print on A4, landscape, one page wide, with the head on every page."""
    worksheet.set_landscape()
    worksheet.set_paper(_A4)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
    worksheet.repeat_rows(_HEAD_ROW)
    worksheet.hide_gridlines(2)
    said = _escaped(notice, _LONGEST_HEADER)
    worksheet.set_header(f"&C{_SMALL}{said}" if notice else "")
    about = _escaped(f"{title} · {table.title}", _LONGEST_FOOTER)
    worksheet.set_footer(f"&L{_SMALL}{about}&R{_SMALL}Trang &P/&N")


def _escaped(text: str, most: int) -> str:
    """Return a text for a header or footer, which is short and takes an ampersand for a command."""
    plain = writable_text(text)[:most]
    while len(plain) + plain.count("&") > most:
        plain = plain[:-1]
    return plain.replace("&", "&&")
