"""Tables of figures that others have published: rows as printed, by name of the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["PublishedRow", "PublishedTable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRow:
    """One row: its cells by column, and where it was published."""

    cells: Mapping[str, str]
    source: str

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def number(self, column: str) -> Decimal:
        """Return the number in a column, with the decimals it was printed with."""
        return Decimal(self.cells[column])

    def has(self, column: str) -> bool:
        """Tell whether the cell of a column was published."""
        return bool(self.cells[column])


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable:
    """A table, its title in Vietnamese, and its rows in the order of the file."""

    name: str
    title_vi: str
    source: str
    rows: tuple[PublishedRow, ...]

    def numbers(self, column: str) -> tuple[Decimal, ...]:
        """Return the numbers of a column that were published."""
        return tuple(row.number(column) for row in self.rows if row.has(column))
