"""How every CSV table of a run is written: UTF-8, comma, point decimals.

An empty cell is a missing value. Text that a spreadsheet would take for a formula is written
with a leading apostrophe.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import GradeBand
from cchc_lib.core.submission import Place

__all__ = ["Rows", "TableText", "csv_text", "place_cells", "table_text"]

Rows = Callable[[YearResult], Iterable[Sequence[object]]]
"""The rows of a table of a computed year, cell by cell."""

TableText = Callable[[YearResult], str]
"""The whole text of a table of a computed year."""


def table_text(columns: Sequence[str], rows: Rows) -> TableText:
    """Return what writes a table with these columns."""
    return lambda year: csv_text(columns, rows(year))


def place_cells(place: Place) -> tuple[str, str, str]:
    """Return a place as the columns ``file``, ``sheet`` and ``cell`` hold it."""
    return place.file, place.sheet, place.cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return the text of a table, cell by cell."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def _cell(value: object) -> str:
    """Return the text of a cell; missing values of every kind are empty."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case int() | date():
            return str(value)
        case GradeBand():
            return value.name_vi
        case str():
            return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
        case _:
            return ""
