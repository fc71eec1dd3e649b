"""How every CSV table of a run is written: UTF-8, comma, point decimals.

An empty cell is a missing value. Text that a spreadsheet would take for a formula is written
with a leading apostrophe.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import GradeBand
from cchc_lib.core.submission import Place

__all__ = ["Rows", "TableText", "csv_parts", "csv_text", "place_cells", "table_text"]

Rows = Callable[[YearResult], Iterable[Sequence[object]]]
"""The rows of a table of a computed year, cell by cell."""

_ROWS_AT_ONCE = 1000
_MOST_TEXTS = 20_000
"""How many texts are kept as they stand in a cell."""
_FORMULA = frozenset("=+-@\t\r")
_SPECIAL = re.compile(r'[",\r\n]')


@dataclass(frozen=True, slots=True, kw_only=True)
class TableText:
    """A table of a computed year: its columns, its rows, and the text that they make."""

    columns: Sequence[str]
    rows: Rows

    def __call__(self, year: YearResult) -> str:
        """Return the whole text of the table."""
        return "".join(self.parts(year))

    def parts(self, year: YearResult) -> Iterator[str]:
        """Yield the text of the table piece by piece."""
        return csv_parts(self.columns, self.rows(year))


def table_text(columns: Sequence[str], rows: Rows) -> TableText:
    """Return what writes a table with these columns."""
    return TableText(columns=columns, rows=rows)


def place_cells(place: Place) -> tuple[str, str, str]:
    """Return a place as the columns ``file``, ``sheet`` and ``cell`` hold it."""
    return place.file, place.sheet, place.cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return the text of a table, cell by cell."""
    return "".join(csv_parts(columns, rows))


def csv_parts(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the text of a table, so many rows at a time."""
    cells: dict[type, Callable[[Any], str]] = {**_CELLS, str: _Quoted().__getitem__}
    yield ",".join(map(cells[str], columns)) + "\n"
    left = iter(rows)
    while some := list(islice(left, _ROWS_AT_ONCE)):
        lines = [",".join([cells.get(type(v), _missing)(v) for v in row]) for row in some]
        yield "\n".join((*lines, ""))


class _Quoted(dict[str, str]):
    """The texts of a table as they stand in their cells; most come again and again."""

    def __missing__(self, value: str) -> str:
        """Write a text that has not been met lately."""
        text = f"'{value}" if value[:1] in _FORMULA else value
        if _SPECIAL.search(text):
            text = '"' + text.replace('"', '""') + '"'
        if len(self) >= _MOST_TEXTS:
            self.clear()
        self[value] = text
        return text


def _missing(_: object) -> str:
    return ""


_CELLS: Mapping[type, Callable[[Any], str]] = {
    bool: {True: "true", False: "false"}.__getitem__,
    int: str,
    date: str,
    Decimal: "{:f}".format,
    GradeBand: lambda band: _Quoted()[band.name_vi],
}
