"""The lines of a survey table kept as a workbook; cells that cannot be trusted are refused."""

from pathlib import Path

from cchc_lib.core.quantities import decimal_from_float
from cchc_lib.files.forms.cells import SourceCell, source_cell
from cchc_lib.files.forms.opening import UnreadableWorkbook, open_books
from cchc_lib.files.tables import Line
from cchc_lib.findings import Finding, finding

__all__ = ["sheet_lines"]


def sheet_lines(path: Path, file: str, findings: list[Finding]) -> list[Line]:
    """Return the lines of the first sheet as text, without those that hold a refused cell."""
    try:
        _, (values, formulas) = open_books(path)
    except UnreadableWorkbook as error:
        findings.append(finding("XH-012", file=file, found=error.reason_vi))
        return []
    if not values.worksheets:
        findings.append(finding("XH-012", file=file, found="không có trang tính nào"))
        return []
    stored, written = values.worksheets[0], formulas.worksheets[0]
    lines: list[Line] = []
    for row in range(1, stored.max_row + 1):
        cells = [source_cell(stored, written, row, c + 1, file) for c in range(stored.max_column)]
        problems = [problem for cell in cells if (problem := _problem(cell)) is not None]
        findings += problems
        if not problems and not all(cell.is_blank for cell in cells):
            lines.append((row, [_text(cell.value) for cell in cells]))
    return lines


def _problem(cell: SourceCell) -> Finding | None:
    """Return why the value of a cell cannot be taken as it stands."""
    place = cell.place
    about = {"file": place.file, "sheet": place.sheet, "cell": place.cell}
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
        case _:
            return str(value)
