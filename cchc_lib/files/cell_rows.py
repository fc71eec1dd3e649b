"""The lines of tables kept as CSV files or sheets: cells with places, read like those of forms."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from cchc_lib.core.submission import Place
from cchc_lib.files.cells.reading import (
    CellProblem,
    Reading,
    SourceCell,
    read_text,
    source_cell,
    without_contacts,
)
from cchc_lib.files.cells.source_cell import new_cell, write_value
from cchc_lib.files.cells.taking import Taking
from cchc_lib.files.cells.text import TypedText, read_typed
from cchc_lib.files.tables import Row
from cchc_lib.files.workbooks.contents import Sheet, StoredCell
from cchc_lib.vietnamese import normalise

__all__ = ["CellRow", "CsvLine", "SheetLine"]

_T = TypeVar("_T")
_USUAL_IN_CSV = {
    "BM-015": re.compile(r"-?[0-9]+([.,][0-9]+)?"),
    "BM-048": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
"""How a CSV file, which holds nothing but text, may write numbers and days without a note."""
_KEPT = 2**12


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRow:
    """One line of a table: its cells by column name, and where it stands."""

    cells: Mapping[str, SourceCell]
    place: Place

    def is_blank(self, columns: Iterable[str]) -> bool:
        """Tell whether nothing stands in some columns."""
        return all(self.cells[column].is_blank for column in columns)

    def plain_words(self) -> tuple[object, ...] | None:
        """Return what stands in the line; ``None`` if any of it is more than plain text."""
        cells = self.cells.values()
        return tuple(c.value for c in cells) if all(c.is_plain_text for c in cells) else None

    def named(self, texts: dict[str, str]) -> Row:
        """Return the line with texts read from it, for findings to speak of."""
        places = {column: cell.place for column, cell in self.cells.items()}
        return Row(cells=texts, place=self.place, places=places)

    def text(
        self, column: str, taking: Taking, *, unit_code: str = "", component_code: str = ""
    ) -> str | None:
        """Return the words in a cell; ``None`` if they were refused, which is reported."""
        cell, about = self.cells[column], {"unit_code": unit_code, "component_code": component_code}
        text = self.take(column, _read_words(cell), taking, **about)
        return text if text or (cell.is_blank and cell.merge is None) else None

    def remark(self, column: str, taking: Taking, **about: str) -> str | None:
        """Return the words in a cell like :meth:`text`, without what leads to a person."""
        text = self.text(column, taking, **about)
        if text is None:
            return None
        reading = without_contacts(Reading(value=text))
        return self.take(
            column, reading, taking, **{"unit_code": "", "component_code": "", **about}
        )

    def take(
        self,
        column: str,
        reading: Reading[_T],
        taking: Taking,
        *,
        unit_code: str,
        component_code: str,
    ) -> _T:
        """Return the value that was read from a cell, and keep what is to be said about it."""
        cell = self.cells[column]
        if not reading.problems:
            return reading.value
        noted = tuple(one for one in reading.problems if not _is_usual(one, cell))
        return taking.take(
            cell,
            Reading(value=reading.value, problems=noted),
            unit_code=unit_code,
            component_code=component_code,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvLine:
    """One line of a CSV file, with the number by which an editor counts it."""

    file: str
    number: int
    values: Sequence[str]

    @property
    def width(self) -> int:
        """Return how many cells the line has, blank ones too."""
        return len(self.values)

    @property
    def place(self) -> Place:
        """Return where the line stands."""
        return Place(file=self.file, cell=f"dòng {self.number}")

    def texts(self) -> dict[int, str]:
        """Return what stands in the line, by the place of each cell."""
        return {
            at: text for at, value in enumerate(self.values) if (text := read_typed(value).text)
        }

    def row(self, columns: Mapping[str, int]) -> CellRow:
        """Return the line with its cells by the names of their places."""
        place, cells = self.place, {}
        for name, at in columns.items():
            typed = read_typed(self.values[at])
            cells[name] = new_cell(
                place, typed.text or None, "General", "",
                is_error=False, second=None, merge=None, typed=typed,
            )  # fmt: skip
        return CellRow(cells=cells, place=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One row of a sheet that holds anything."""

    file: str
    number: int
    sheet: Sheet
    stored: Mapping[int, StoredCell]

    @property
    def width(self) -> int:
        """Return how many columns the sheet has; all its rows have the same."""
        return self.sheet.max_column

    @property
    def place(self) -> Place:
        """Return where the row stands."""
        return Place(file=self.file, sheet=self.sheet.title, cell=f"dòng {self.number}")

    def texts(self) -> dict[int, str]:
        """Return what stands in the row, by the place of each cell."""
        written = {at: write_value(cell.value) or cell.formula for at, cell in self.stored.items()}
        return {at - 1: text for at, value in written.items() if (text := normalise(value))}

    def row(self, columns: Mapping[str, int]) -> CellRow:
        """Return the row with its cells by the names of their places."""
        cells = {
            name: source_cell(self.sheet, self.number, at + 1, self.file)
            for name, at in columns.items()
        }
        return CellRow(cells=cells, place=self.place)


def _is_usual(problem: CellProblem, cell: SourceCell) -> bool:
    """Tell whether a repair is none, as the cell is one of a CSV file."""
    usual = None if cell.place.sheet else _USUAL_IN_CSV.get(problem.code)
    return usual is not None and usual.fullmatch(cell.as_typed) is not None


def _read_words(cell: SourceCell) -> Reading[str]:
    """Read the words of one line; refuse what several lines share, and shown percentages."""
    is_certain = cell.second is None and cell.merge is None and not cell.is_error
    if cell.typed is not None and is_certain and not cell.formula:
        return _read_typed_words(cell.typed)
    if cell.second is not None:
        return read_text(cell)
    if cell.merge is not None:
        return _refused("BM-041", cell.merge.name)
    is_number = isinstance(cell.value, int | float)
    if is_number and "%" in cell.number_format:
        return _refused("BM-016", cell.number_format)
    return read_text(cell)


@lru_cache(maxsize=_KEPT)
def _read_typed_words(typed: TypedText) -> Reading[str]:
    """Read words that were typed; in long tables the same ones stand again and again."""
    return read_text(SourceCell(place=Place(file=""), value=typed.text or None, typed=typed))


def _refused(code: str, found: str) -> Reading[str]:
    return Reading(value="", problems=(CellProblem(code=code, found=found),))
