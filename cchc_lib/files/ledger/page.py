"""Head, links to the neighbours, filter and print set-up of a sheet of the ledger."""

from xlsxwriter.worksheet import Worksheet

from cchc_lib.core.results import YearResult
from cchc_lib.files.ledger.book import Book, Sheet
from cchc_lib.files.ledger.cells import quoted
from cchc_lib.files.ledger.grid import Grid
from cchc_lib.files.spreadsheet_text import writable_text
from cchc_lib.vietnamese import shorten

__all__ = ["finish_sheet", "set_up_print"]

_A4 = 9
_SMALL = "&8 "
"""Sets a small font; the blank keeps a number that follows from being read as a size."""
_LONGEST_HEADER = 240


def finish_sheet(
    book: Book, grid: Grid, *, year: YearResult, note: str, notice: str, pages_wide: int = 1
) -> None:
    """Write what stands above a finished table, and make it fit to be filtered and printed.

    ``note`` says what the sheet holds; ``notice`` is what must be said wherever figures of
    the year are shown.
    """
    worksheet, head = book.sheets[grid.sheet], grid.first - 2
    title = f"{grid.sheet} – {year.assessment.title_vi}"
    worksheet.write_string(0, 0, writable_text(title), book.named("title"))
    said = f"{note} {notice}" if notice else note
    worksheet.write_string(1, 0, said, book.named("notice" if notice else "note"))
    for place, (arrow, name) in enumerate(_neighbours(grid.sheet)):
        url, text = f"internal:{quoted(name)}A1", f"{arrow} {name}".strip()
        worksheet.write_url(2, place, url, book.named("nav"), text)
    worksheet.freeze_panes(head + 1, grid.fixed)
    worksheet.autofilter(head, 0, max(grid.last, grid.first) - 1, len(grid.columns) - 1)
    worksheet.repeat_rows(head)
    if pages_wide > 1:
        worksheet.repeat_columns(0, grid.fixed - 1)
    set_up_print(worksheet, year=year, notice=notice, pages_wide=pages_wide)


def set_up_print(
    worksheet: Worksheet, *, year: YearResult, notice: str, pages_wide: int = 1
) -> None:
    """Print on A4, landscape, with numbered pages that say what they belong to."""
    worksheet.set_landscape()
    worksheet.set_paper(_A4)
    worksheet.fit_to_pages(pages_wide, 0)
    worksheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
    worksheet.hide_gridlines(2)
    whose = _escaped(shorten(f"{year.assessment.province_vi} – {year.assessment.title_vi}"))
    law = _escaped(f"Bộ tiêu chí {year.edition.code}")
    worksheet.set_header(f"&C{_SMALL}{_escaped(notice[:_LONGEST_HEADER])}" if notice else "")
    worksheet.set_footer(f"&L{_SMALL}{whose} · {law}&C{_SMALL}&A&R{_SMALL}Trang &P/&N")


def _neighbours(sheet: Sheet) -> list[tuple[str, Sheet]]:
    """Return the sheet before, the opening one and the sheet after, each with its arrow."""
    order = list(Sheet)
    place = order.index(sheet)
    after = order[place + 1] if place + 1 < len(order) else Sheet.OPENING
    return [("←", order[place - 1]), ("", Sheet.OPENING), ("→", after)]


def _escaped(text: str) -> str:
    """Return a text for a header or footer, where an ampersand begins a command."""
    return writable_text(text).replace("&", "&&")
