"""Move what stands in a sheet, as hands and spreadsheets do."""

from collections.abc import Iterator, Sequence
from copy import copy

from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.files.forms.layout import SelfColumn
from tests.unit.form_cases import header, unmerge


def rows_of(sheet: Worksheet) -> list[int]:
    """Return the numbers of the rows below the header."""
    return list(range(header(sheet, SelfColumn.SELF).row + 1, sheet.max_row + 1))


def column_values(sheet: Worksheet, column: SelfColumn) -> Iterator[tuple[int, object]]:
    """Yield the numbers of the rows that hold a number in a column, and the number."""
    for row in rows_of(sheet):
        value = sheet[f"{column.letter}{row}"].value
        if isinstance(value, int | float):
            yield row, value


def contents(sheet: Worksheet) -> list[list[object]]:
    """Return what stands in the cells, without any format."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def move_rows(sheet: Worksheet, order: Sequence[int]) -> None:
    """Put the rows below the header into another order."""
    unmerge(sheet)
    places = sorted(order)
    taken = [[(cell.value, copy(cell._style)) for cell in sheet[row]] for row in order]
    for place, row in zip(places, taken, strict=True):
        for cell, (value, style) in zip(sheet[place], row, strict=True):
            cell.value, cell._style = value, style


def move_columns(sheet: Worksheet, order: Sequence[int]) -> None:
    """Put the columns into another order, the whole sheet from its header row on."""
    unmerge(sheet)
    for row in range(header(sheet, SelfColumn.SELF).row, sheet.max_row + 1):
        cells = [sheet.cell(row, column) for column in range(1, len(order) + 1)]
        taken = [(cells[column - 1].value, copy(cells[column - 1]._style)) for column in order]
        for cell, (value, style) in zip(cells, taken, strict=True):
            cell.value, cell._style = value, style


def shift_columns(sheet: Worksheet, at: int, by: int = 1) -> None:
    """Put in columns before a place, or delete some from there on."""
    unmerge(sheet)
    if by > 0:
        sheet.insert_cols(at, by)
    else:
        sheet.delete_cols(at, -by)


def set_identity(sheet: Worksheet, label: str, value: object) -> None:
    """Change a value of the identity block."""
    cells = (cell for row in sheet.iter_rows(max_row=6) for cell in row)
    at = next(cell for cell in cells if cell.value == f"{label}:")
    at.offset(column=1).value = value
