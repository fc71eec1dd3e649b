"""The lines of a table kept as a workbook; cells that cannot be trusted are refused."""

from datetime import datetime, time
from pathlib import Path

from cchc_lib.core.quantities import decimal_from_float
from cchc_lib.files.books import UnreadableWorkbook, open_book
from cchc_lib.files.forms.cells import SourceCell, source_cell
from cchc_lib.files.tables import Line
from cchc_lib.findings import Finding, finding

__all__ = ["sheet_lines"]


def sheet_lines(
    path: Path, file: str, findings: list[Finding], *, unreadable_code: str
) -> list[Line]:
    """Return the lines of the first sheet as text, without those that hold a refused cell.

    A workbook that cannot be opened is reported under ``unreadable_code``. Dates are written
    as in a CSV file: 2018-12-31.
    """
    try:
        book = open_book(path)
        grid = book.grid(0) if book.titles else None
    except UnreadableWorkbook as error:
        findings.append(finding(unreadable_code, file=file, found=error.reason_vi))
        return []
    if grid is None:
        findings.append(finding(unreadable_code, file=file, found="không có trang tính nào"))
        return []
    lines: list[Line] = []
    for row in range(1, grid.max_row + 1):
        cells = [source_cell(grid, row, c + 1, file) for c in range(grid.max_column)]
        problems = [problem for cell in cells if (problem := _problem(cell)) is not None]
        findings += problems
        if not problems and not all(cell.is_blank for cell in cells):
            lines.append((row, [_text(cell.value) for cell in cells]))
    return lines


def _problem(cell: SourceCell) -> Finding | None:
    """Return why the value of a cell cannot be taken as it stands."""
    place = cell.place
    about = place.words
    if cell.is_error:
        return finding("BM-018", **about, found=str(cell.value))
    if cell.formula and cell.value is None:
        return finding("BM-014", **about, found=cell.formula)
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    if is_number and "%" in cell.number_format:
        return finding("BM-016", **about, found=cell.number_format)
    return None


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case float():
            return f"{decimal_from_float(value):f}"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case _:
            return str(value)
