"""Addresses of cells as forms are written: few of them, and each many times."""

from functools import cache, lru_cache

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

__all__ = ["letter_of", "place_of"]

_KNOWN_AT_MOST = 100_000


@lru_cache(maxsize=_KNOWN_AT_MOST)
def place_of(address: str) -> tuple[int, int]:
    """Return the row and the column of a cell.

    >>> place_of("C7")
    (7, 3)
    """
    row, column = coordinate_to_tuple(address)
    return int(row), int(column)


@cache
def letter_of(column: int) -> str:
    """Return the letters of a column.

    >>> letter_of(28)
    'AB'
    """
    return get_column_letter(column)
