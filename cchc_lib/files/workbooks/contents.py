"""What a workbook holds, free of the library that read it: sheets, cells, how they are shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import product

from cchc_lib.core.submission import Place
from cchc_lib.files.sources import SourceFile
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import normalise

__all__ = ["Book", "Merge", "OpenedBook", "Refusal", "Sheet", "StoredCell", "Value", "coordinate"]

Value = str | bool | int | float | datetime | date | time | timedelta | None
_LETTERS = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCell:
    """What was saved in one cell.

    Parameters
    ----------
    value
        The stored value, of a formula its stored result; the name of the error if
        ``is_error``; ``None`` for a formula that was never computed.
    number_format
        How a number is shown, such as ``0%``.
    formula
        The formula that put the value there, with its equals sign.
    font
        The name of the font of a text.
    second
        What the second reader found, where the two differ in more than form; else ``None``.
    """

    value: Value = None
    number_format: str = "General"
    formula: str = ""
    is_error: bool = False
    font: str = ""
    second: str | None = None


_NOTHING = StoredCell()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A block of merged cells, by its first and last row and column, from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def name(self) -> str:
        """Return the range as a sheet names it.

        >>> Merge(first_row=2, first_column=3, last_row=4, last_column=3).name
        'C2:C4'
        """
        first = coordinate(self.first_row, self.first_column)
        return f"{first}:{coordinate(self.last_row, self.last_column)}"

    def cells(self) -> Iterator[tuple[int, int]]:
        """Yield the row and column of every cell of the block."""
        columns = range(self.first_column, self.last_column + 1)
        yield from product(range(self.first_row, self.last_row + 1), columns)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The cells of one sheet that hold anything, by row and column, both from 1."""

    title: str
    cells: Mapping[tuple[int, int], StoredCell]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False

    @cached_property
    def max_row(self) -> int:
        """Return the last row that holds anything."""
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def max_column(self) -> int:
        """Return the last column that holds anything."""
        return max((column for _, column in self.cells), default=0)

    @cached_property
    def formula_rows(self) -> frozenset[int]:
        """Return the rows with any formula."""
        return frozenset(row for (row, _), cell in self.cells.items() if cell.formula)

    def cell(self, row: int, column: int) -> StoredCell:
        """Return a cell; one that holds nothing where none was saved."""
        return self.cells.get((row, column), _NOTHING)

    def rows(self) -> Iterator[tuple[int, dict[int, StoredCell]]]:
        """Yield the rows that hold anything, in order: their number, their cells by column."""
        yield from self._by_row.items()

    def merge_at(self, row: int, column: int) -> Merge | None:
        """Return the block of merged cells that a cell is part of, if any."""
        return self._merged.get((row, column))

    @cached_property
    def _by_row(self) -> dict[int, dict[int, StoredCell]]:
        by_row: dict[int, dict[int, StoredCell]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            by_row.setdefault(row, {})[column] = cell
        return by_row

    @cached_property
    def _merged(self) -> dict[tuple[int, int], Merge]:
        return {cell: merge for merge in reversed(self.merges) for cell in merge.cells()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The sheets of a workbook, in their order.

    ``damage`` says why only the second reader could read it, ``unconfirmed`` what only the
    first or only the second one found; both are empty when two readers saw the same sheets.
    """

    sheets: tuple[Sheet, ...]
    has_macros: bool = False
    damage: str = ""
    unconfirmed: str = ""

    def named(self, title: str) -> Sheet | None:
        """Return the sheet with a name, whatever the case and composition of its letters."""
        wanted = normalise(title).casefold()
        return next((s for s in self.sheets if normalise(s.title).casefold() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a file is not read at all: a finding without its file."""

    code: str
    found: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedBook:
    """A file that was opened: its hash, and its content or why there is none."""

    source: SourceFile
    sha256: str
    content: Book | Refusal

    def findings(self, unit_code: str) -> Iterator[Finding]:
        """Yield what is to be said about the file as a whole, as a file of ``unit_code``."""
        place = Place(file=self.source.file).words
        match self.content:
            case Refusal(code=code, found=found, expected=expected):
                yield finding(code, unit_code=unit_code, **place, found=found, expected=expected)
            case Book(has_macros=has_macros, damage=damage, unconfirmed=unconfirmed):
                if has_macros:
                    yield finding("BM-027", unit_code=unit_code, **place)
                if damage:
                    yield finding("BM-028", unit_code=unit_code, **place, found=damage)
                if unconfirmed:
                    yield finding("BM-051", unit_code=unit_code, **place, found=unconfirmed)


def coordinate(row: int, column: int) -> str:
    """Return the address of a cell.

    >>> coordinate(4, 2), coordinate(1, 28)
    ('B4', 'AB1')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
