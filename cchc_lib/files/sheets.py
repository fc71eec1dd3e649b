"""The lines of a table kept as a workbook; cells that cannot be trusted are refused."""

from collections.abc import Iterator
from datetime import datetime, time

from cchc_lib.files.cells.numbers import stored_number
from cchc_lib.files.cells.reading import SourceCell, source_cell
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.tables import Line
from cchc_lib.files.workbooks.contents import Refusal
from cchc_lib.files.workbooks.opening import open_books
from cchc_lib.findings import Finding, finding

__all__ = ["sheet_lines"]


def sheet_lines(source: SourceFile, findings: list[Finding]) -> list[Line]:
    """Return the lines of the first sheet as text, without those that hold a refused cell.

    Dates are written as in a CSV file: 2018-12-31.
    """
    (opened,) = open_books([source])
    findings += opened.findings("")
    if isinstance(opened.content, Refusal):
        return []
    sheet = opened.content.sheets[0]
    columns = range(1, sheet.max_column + 1)
    lines: list[Line] = []
    for row, _ in sheet.rows():
        cells = [source_cell(sheet, row, column, source.file) for column in columns]
        problems = [problem for cell in cells if (problem := _problem(cell)) is not None]
        findings += problems
        findings += (one for cell in cells for one in _repairs(cell))
        if not problems and not all(cell.is_blank for cell in cells):
            lines.append((row, [_text(cell.value) for cell in cells]))
    return lines


def _problem(cell: SourceCell) -> Finding | None:
    """Return why the value of a cell cannot be taken as it stands."""
    place = cell.place
    about = place.words
    if cell.second is not None:
        return finding("BM-029", **about, found=str(cell.value), expected=cell.second)
    if cell.is_error:
        return finding("BM-018", **about, found=str(cell.value))
    if cell.formula and cell.value is None:
        return finding("BM-014", **about, found=cell.formula)
    if cell.merge is not None and not cell.is_blank:
        return finding("BM-041", **about, found=cell.merge.name)
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    if is_number and "%" in cell.number_format:
        return finding("BM-016", **about, found=cell.number_format)
    return None


def _repairs(cell: SourceCell) -> Iterator[Finding]:
    """Yield how the text of a cell was mended when it was read."""
    for one in cell.repairs:
        words = {"found": one.found, "expected": one.expected, "words": one.words}
        yield finding(one.code, **cell.place.words, **words)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case float() if (number := stored_number(value)) is not None:
            return f"{number:f}"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case _:
            return str(value)
