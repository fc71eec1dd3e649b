"""Workbooks as they were saved: what stands in each cell, and the formula that put it there.

A workbook is read as a stream, sheet by sheet and only the sheets that are asked for: styles,
merges and drawings are not built, which is most of the cost of opening a form.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from cchc_lib.vietnamese import normalise

__all__ = ["Book", "Grid", "StoredCell", "UnreadableWorkbook", "coordinate", "open_book"]

_BAD_FILE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl was seen to raise on damaged or foreign files."""
_OLE_START = bytes.fromhex("D0CF11E0")


class UnreadableWorkbook(Exception):
    """A file that is no workbook we can open; ``reason_vi`` says why."""

    def __init__(self, reason_vi: str) -> None:
        super().__init__(reason_vi)
        self.reason_vi = reason_vi


@dataclass(frozen=True, slots=True)
class StoredCell:
    """What was saved in one cell; ``value`` of a formula is the result that was stored."""

    value: object = None
    number_format: str = "General"
    formula: str = ""
    is_error: bool = False


_NOTHING = StoredCell()


@dataclass(slots=True)
class Grid:
    """The cells of one sheet that hold anything, by row and column, both from 1."""

    title: str
    cells: dict[tuple[int, int], StoredCell] = field(default_factory=dict)
    max_row: int = 0
    max_column: int = 0

    def cell(self, row: int, column: int) -> StoredCell:
        """Return a cell; one that holds nothing where none was saved."""
        return self.cells.get((row, column), _NOTHING)

    def rows(self, last: int = 0) -> Iterator[tuple[int, list[StoredCell]]]:
        """Yield the rows down to ``last`` (all by default), with their numbers."""
        columns = range(1, self.max_column + 1)
        for row in range(1, (last or self.max_row) + 1):
            yield row, [self.cell(row, column) for column in columns]

    def put(self, row: int, column: int, cell: StoredCell) -> None:
        """Keep a cell."""
        self.cells[row, column] = cell
        self.max_row = max(self.max_row, row)
        self.max_column = max(self.max_column, column)


class Book:
    """An opened workbook; its sheets are read when they are asked for."""

    def __init__(self, path: Path, content: bytes, stored: Any, written: Any) -> None:  # noqa: ANN401 - openpyxl's own
        self.content = content
        self._path = path
        self._stored = stored
        self._written = written

    @property
    def titles(self) -> list[str]:
        """Return the names of the sheets of cells, in their order."""
        return [sheet.title for sheet in self._stored.worksheets]

    def find(self, title: str) -> Grid | None:
        """Return the sheet with a name, whatever way its letters are composed.

        Raises
        ------
        UnreadableWorkbook
            If the sheet is damaged.
        """
        places = [n for n, name in enumerate(self.titles) if normalise(name) == title]
        return self.grid(places[0]) if places else None

    def grid(self, index: int) -> Grid:
        """Return a sheet by its place in the workbook, from 0.

        Raises
        ------
        UnreadableWorkbook
            If the sheet is damaged.
        """
        try:
            return _read_grid(self._stored.worksheets[index], self._written.worksheets[index])
        except _BAD_FILE as error:
            raise UnreadableWorkbook(_reason(self._path, error)) from error


def open_book(path: Path) -> Book:
    """Open a workbook to be read.

    Raises
    ------
    UnreadableWorkbook
        For any file that openpyxl refuses.
    """
    try:
        content = path.read_bytes()
        stored, written = (
            load_workbook(io.BytesIO(content), read_only=True, data_only=it, keep_links=False)
            for it in (True, False)
        )
        return Book(path, content, stored, written)
    except _BAD_FILE as error:
        raise UnreadableWorkbook(_reason(path, error)) from error


def _read_grid(stored: Any, written: Any) -> Grid:  # noqa: ANN401 - openpyxl's own
    """Read a sheet twice, the stored values and the formulas, into one grid."""
    grid = Grid(title=stored.title)
    formulas = {
        (cell.row, cell.column): _formula(cell.value)
        for cell in _cells(written)
        if cell.data_type == "f"
    }
    for cell in _cells(stored):
        formula = formulas.pop((cell.row, cell.column), "")
        is_number = isinstance(cell.value, int | float)
        kept = StoredCell(
            value=cell.value,
            number_format=cell.number_format if is_number else "General",
            formula=formula,
            is_error=cell.data_type == "e",
        )
        grid.put(cell.row, cell.column, kept)
    for (row, column), formula in formulas.items():
        grid.put(row, column, StoredCell(formula=formula))
    return grid


def _cells(sheet: Any) -> Iterator[Any]:  # noqa: ANN401 - openpyxl's own
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        yield from (cell for cell in row if cell.value is not None)


def _formula(source: object) -> str:
    return str(source.text if isinstance(source, ArrayFormula) else source)


def _reason(path: Path, error: Exception) -> str:
    """Say in Vietnamese why a file could not be opened."""
    if isinstance(error, FileNotFoundError | PermissionError):
        return "tệp không còn hoặc đang bị khóa"
    if isinstance(error, zipfile.BadZipFile):
        with path.open("rb") as stream:
            is_ole = stream.read(len(_OLE_START)) == _OLE_START
        return "tệp có mật khẩu hoặc là .xls đổi tên" if is_ole else "không phải workbook .xlsx"
    return "nội dung tệp bị hỏng"


def coordinate(row: int, column: int) -> str:
    """Return the address of a cell.

    >>> coordinate(4, 2)
    'B4'
    """
    return f"{get_column_letter(column)}{row}"
