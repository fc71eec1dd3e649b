"""Blocks of cells by their addresses, as the gate counts them."""

import re
from dataclasses import dataclass

__all__ = ["Area", "area_of", "column_of"]

_LETTERS = 26
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")
_ROWS_AT_MOST = 20_000
_GRID_ROWS = 1_048_576
_GRID_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells from its first to its last row and column."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def size(self) -> int:
        """Return how many cells it covers."""
        rows = abs(self.last_row - self.first_row) + 1
        return rows * (abs(self.last_column - self.first_column) + 1)

    @property
    def is_beyond_a_form(self) -> bool:
        """Tell whether it reaches the end of the grid, or over more rows than any form has."""
        at_the_end = self.last_row >= _GRID_ROWS or self.last_column >= _GRID_COLUMNS
        return at_the_end or abs(self.last_row - self.first_row) >= _ROWS_AT_MOST


def area_of(reference: str) -> Area | None:
    """Return the block that a reference names; ``None`` for whole rows and columns.

    >>> area_of("B2:C4").size, area_of("A1").size, area_of("A:B")
    (6, 1, None)
    """
    if (parts := _RANGE.fullmatch(reference)) is None:
        return None
    first_column, first_row, last_column, last_row = parts.groups()
    return Area(
        int(first_row),
        column_of(first_column),
        int(last_row or first_row),
        column_of(last_column or first_column),
    )


def column_of(letters: str) -> int:
    """Return the number of a column.

    >>> column_of("A"), column_of("xfd")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number
