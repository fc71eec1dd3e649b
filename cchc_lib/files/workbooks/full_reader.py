"""The first reader: openpyxl in full mode, with the formula and the stored result of each cell.

openpyxl gives either formulas or results, each for the price of a whole reading. Here its own
parser is asked for both while it stands at a cell, which halves that price; a test compares
the outcome with two plain readings.
"""

import gc
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from xml.etree.ElementTree import iterparse

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.reader import excel as openpyxl_excel
from openpyxl.reader import strings as openpyxl_strings
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.escape import unescape
from openpyxl.worksheet import _reader as openpyxl_reader
from openpyxl.worksheet._reader import INLINE_STRING
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.files.workbooks.contents import Merge, Sheet, StoredCell

__all__ = ["NoSheets", "read_fully"]

_TEXT: Final = INLINE_STRING.removesuffix("is") + "t"
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
"""A number as XML writes it; Python would also take ``1_5`` or digits of other scripts."""


class NoSheets(Exception):
    """A workbook without any sheet of cells."""


def read_fully(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of cells of a workbook.

    Raises
    ------
    NoSheets
        If there is none. What openpyxl raises for a damaged file is not changed.
    """
    with _collector_paused(), _cells_kept() as parsers:
        workbook = load_workbook(io.BytesIO(content), keep_links=False, keep_vba=False)
        if not workbook.worksheets:
            raise NoSheets
        looks = _Looks(workbook)
        pairs = zip(workbook.worksheets, parsers, strict=True)
        return tuple(_sheet(sheet, parser, looks) for sheet, parser in pairs)


class _CellParser(openpyxl_reader.WorkSheetParser):
    """Keeps what stands in the cells and hands none on, so that openpyxl builds none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - openpyxl's own
        super().__init__(*args, **kwargs)
        self.kept: list[dict[str, Any]] = []

    def parse_formatting(self, _element: Any) -> None:  # noqa: ANN401
        """Leave colours unread that depend on values: they say nothing of what was typed."""

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:  # noqa: ANN401
        number, cells = super().parse_row(row)
        self.kept += [cell for cell in cells if cell["value"] is not None or "formula" in cell]
        return number, []

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401
        if not len(element):
            return self._without_value(element)
        if (text := _plain_text(element)) is not None:
            return {**self._without_value(element), "value": text, "data_type": "s"}
        before = self.col_counter
        cell = super().parse_cell(element)
        if cell["data_type"] != "f":
            return cell
        self.col_counter, self.data_only = before, True
        stored = super().parse_cell(element)
        self.data_only = False
        return {**stored, "formula": _formula(cell["value"])}

    def _without_value(self, element: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return the place, the kind and the style of a cell, as openpyxl does for a blank one."""
        address, style = element.get("r"), element.get("s", 0)
        if address:
            row, self.col_counter = coordinate_to_tuple(address)
        else:
            self.col_counter += 1
            row = self.row_counter
        return {
            "row": row,
            "column": self.col_counter,
            "value": None,
            "data_type": element.get("t", "n"),
            "style_id": int(style) if style else style,
        }


def _plain_text(element: Any) -> str | None:  # noqa: ANN401 - an element of XML
    """Return the text of a cell that holds one and nothing else; most cells of forms do."""
    if len(element) != 1 or element.get("t") != "inlineStr" or element[0].tag != INLINE_STRING:
        return None
    string = element[0]
    is_plain = len(string) == 1 and not string.attrib and string[0].tag == _TEXT
    return (string[0].text or "") if is_plain and not len(string[0]) else None


class _Unread:
    """Parts of a sheet that only guide those who type into it; what was typed is judged here."""

    @classmethod
    def from_tree(cls, _element: Any) -> None:  # noqa: ANN401
        return None


class _SheetReader(openpyxl_reader.WorksheetReader):
    """Binds merged cells by their ranges only: no cell is built whose frame could be drawn."""

    def bind_merged_cells(self) -> None:
        if self.parser.merged_cells:
            blocks = [CellRange(one.ref) for one in self.parser.merged_cells.mergeCell]
            self.ws.merged_cells = MultiCellRange(blocks)


class _Looks:
    """The number format and the font of cells, by the number of their style."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook: Any = workbook
        self._known: dict[int, tuple[str, str]] = {}

    def of(self, style: int) -> tuple[str, str]:
        """Return the number format and the name of the font."""
        if style not in self._known:
            cell: Any = Cell(self._workbook.worksheets[0], row=1, column=1)
            cell._style = self._workbook._cell_styles[style]  # noqa: SLF001 - as openpyxl does
            self._known[style] = cell.number_format, cell.font.name or ""
        return self._known[style]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking all the cells again and again while they grow."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _cells_kept() -> Iterator[list[_CellParser]]:
    """Let openpyxl parse sheets with :class:`_CellParser`; yields those of one workbook.

    What is no number where one should stand is kept as it is written. The parser of XML is the
    one of the standard library: the gate has refused every entity it could be made to expand.
    """
    parsers: list[_CellParser] = []

    def start(*args: Any, **kwargs: Any) -> _CellParser:  # noqa: ANN401 - openpyxl's own
        parsers.append(_CellParser(*args, **kwargs))
        return parsers[-1]

    module: Any = openpyxl_reader
    number = module._cast_number  # noqa: SLF001 - no other place

    def cast(written: str) -> str | int | float:
        return number(written) if _NUMBER.fullmatch(written) else written

    own: list[tuple[Any, str, Any]] = [
        (openpyxl_reader, "WorkSheetParser", start),
        (openpyxl_reader, "DataValidationList", _Unread),
        (openpyxl_reader, "_cast_number", cast),
        (openpyxl_reader, "iterparse", iterparse),
        (openpyxl_strings, "iterparse", iterparse),
        (openpyxl_excel, "WorksheetReader", _SheetReader),
    ]
    before = [(place, name, getattr(place, name)) for place, name, _ in own]
    _put_in_place(own)
    try:
        yield parsers
    finally:
        _put_in_place(before)


def _put_in_place(parts: Iterable[tuple[Any, str, Any]]) -> None:
    for module, name, value in parts:
        setattr(module, name, value)


def _sheet(sheet: Worksheet, parser: _CellParser, looks: _Looks) -> Sheet:
    merges = _merges(sheet)
    cells = {(cell["row"], cell["column"]): cell for cell in parser.kept}
    for covered in _covered(merges):
        cells.pop(covered, None)
    stored = ((place, _stored_cell(cell, looks)) for place, cell in cells.items())
    return Sheet(
        title=sheet.title,
        cells={place: cell for place, cell in stored if cell.value != "" or cell.formula},
        merges=merges,
        hidden_rows=_hidden_rows(sheet),
        is_hidden=sheet.sheet_state != "visible",
    )


def _stored_cell(cell: dict[str, Any], looks: _Looks) -> StoredCell:
    """Return a cell; a formula whose result is an empty text has that as its value."""
    value, kind, formula = cell["value"], cell["data_type"], cell.get("formula", "")
    number_format, font = looks.of(cell["style_id"])
    if value is None:
        return StoredCell(value="" if kind == "str" else None, formula=formula)
    if kind == "e":
        return StoredCell(value=value, formula=formula, is_error=True)
    if isinstance(value, str):
        return StoredCell(value=unescape(value), formula=formula, font=font)
    return StoredCell(value=value, number_format=number_format, formula=formula)


def _formula(source: object) -> str:
    match source:
        case ArrayFormula(text=text):
            return str(text or "=")
        case DataTableFormula(ref=ref):
            return f"=TABLE({ref})"
        case _:
            return str(source)


def _merges(sheet: Worksheet) -> tuple[Merge, ...]:
    return tuple(
        Merge(
            first_row=block.min_row,
            first_column=block.min_col,
            last_row=block.max_row,
            last_column=block.max_col,
        )
        for block in sheet.merged_cells.ranges
    )


def _covered(merges: tuple[Merge, ...]) -> Iterator[tuple[int, int]]:
    """Yield the cells that lie under a merged one; what they hold nobody sees."""
    for merge in merges:
        first = merge.first_row, merge.first_column
        yield from (cell for cell in merge.cells() if cell != first)


def _hidden_rows(sheet: Worksheet) -> frozenset[int]:
    """Return the rows that nobody sees: hidden, filtered out or of no height."""
    rows = sheet.row_dimensions.items()
    return frozenset(row for row, shown in rows if shown.hidden or shown.height == 0)
