"""One table of the ledger: a head, rows of typed cells, addresses for the formulas of others."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from xlsxwriter.format import Format

from cchc_lib.files.ledger.book import Book, Look, Sheet, Variant, column_letter
from cchc_lib.files.ledger.cells import UNUSED, Link, Live, Shown, Value, quoted
from cchc_lib.files.spreadsheet_text import writable_text

__all__ = ["Column", "Grid", "column_letter", "line_count", "put", "row_height"]

_HEAD_ROW = 4
_HEAD_LINES = 3
_LINE_HEIGHT, _ROW_PADDING = 12.75, 3
_LETTERS = 1.4
"""How many letters of the font fit in one unit of column width."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its header; an input column holds what may be changed to try out."""

    title: str
    width: float
    look: Look = "text"
    is_input: bool = False


class Grid:
    """A table on a sheet, written row by row from the top.

    Parameters
    ----------
    book, sheet
        Where it stands.
    columns
        Its columns from the left; values are given by their titles.
    fixed
        How many columns stay in sight, and are printed again on every page.
    """

    def __init__(self, book: Book, sheet: Sheet, columns: Sequence[Column], *, fixed: int) -> None:
        self.sheet = sheet
        self.columns = tuple(columns)
        self.fixed = fixed
        self.first = _HEAD_ROW + 1
        self.last = _HEAD_ROW
        self._book = book
        self._worksheet = book.sheets[sheet]
        self._letters = {c.title: column_letter(n) for n, c in enumerate(self.columns)}
        self._blanks = [book.format(_look_of(c, None), _variant_of(c, None)) for c in self.columns]
        header = book.named("header")
        self._worksheet.set_row(_HEAD_ROW - 1, row_height(_HEAD_LINES))
        for place, column in enumerate(self.columns):
            self._worksheet.set_column(place, place, column.width)
            self._worksheet.write_string(_HEAD_ROW - 1, place, column.title, header)

    @property
    def next_row(self) -> int:
        """Return the number of the row that is written next."""
        return self.last + 1

    def add(self, values: Mapping[str, Value]) -> int:
        """Write one row and return its number; a column without value stays blank."""
        row, lines = self.last, 1
        self.last += 1
        for place, column in enumerate(self.columns):
            value = values.get(column.title)
            if value is None:
                self._worksheet.write_blank(row, place, None, self._blanks[place])
                continue
            if column.look == "text":
                lines = max(lines, _line_count(column, value))
            form = self._book.format(_look_of(column, value), _variant_of(column, value))
            put(self._book, self.sheet, (row, place), value, form)
        if lines > 1:
            self._worksheet.set_row(row, row_height(lines))
        return self.last

    def at(self, title: str, row: int) -> str:
        """Return the address of a cell for formulas in the same row."""
        return f"{self._letters[title]}{row}"

    def ref(self, title: str, row: int) -> str:
        """Return the address of a cell for formulas anywhere."""
        return f"{quoted(self.sheet)}${self._letters[title]}${row}"

    def near(self, title: str, rows: tuple[int, int]) -> str:
        """Return a stretch of a column for formulas on the same sheet."""
        letter, (first, last) = self._letters[title], rows
        return f"${letter}${first}:${letter}${last}"

    def span(self, title: str, rows: tuple[int, int]) -> str:
        """Return a stretch of a column for formulas anywhere."""
        return f"{quoted(self.sheet)}{self.near(title, rows)}"

    def mark(self, title: str, condition: str) -> None:
        """Make the cells of a column stand out for which a condition on the first row holds."""
        letter = self._letters[title]
        self._worksheet.conditional_format(
            f"{letter}{self.first}:{letter}{max(self.first, self.last)}",
            {"type": "formula", "criteria": condition, "format": self._book.named("marked")},
        )


_writable = lru_cache(1 << 16)(writable_text)


def put(book: Book, sheet: Sheet, cell: tuple[int, int], value: Value, form: Format) -> None:
    """Write a value; text stays text whatever it begins with."""
    worksheet, (row, place) = book.sheets[sheet], cell
    match value:
        case None:
            worksheet.write_blank(row, place, None, form)
        case str():
            worksheet.write_string(row, place, _writable(value), form)
        case Decimal() | Fraction() | int():
            worksheet.write_number(row, place, float(value), form)
        case Shown(number=number):
            worksheet.write_number(row, place, float(number), form)
        case date():
            worksheet.write_datetime(row, place, value, form)
        case Link(text=text, target=target):
            url = f"internal:{target}"
            if worksheet.write_url(row, place, url, form, _writable(text)):
                worksheet.write_string(row, place, _writable(text), form)
        case Live(formula=formula, value=known):
            result = known if isinstance(known, str) else float(known)
            worksheet.write_formula(row, place, formula, form, result)


def row_height(lines: int) -> float:
    """Return the height of a row with so many lines of text, in points."""
    return lines * _LINE_HEIGHT + _ROW_PADDING


def line_count(text: str, width: float) -> int:
    """Return about how many lines a wrapped text takes in a column."""
    return max(1, math.ceil(len(text) / (width * _LETTERS)))


def _line_count(column: Column, value: Value) -> int:
    """Return how many lines a value takes in a column of text."""
    match value:
        case Link(text=text) | Live(value=str(text)) | str(text):
            return line_count(text, column.width)
        case _:
            return 1


def _look_of(column: Column, value: Value) -> Look:
    match value:
        case Shown(places=places):
            return places
        case date():
            return "date"
        case _:
            return column.look


def _variant_of(column: Column, value: Value) -> Variant:
    match value:
        case Live():
            return "live"
        case Link():
            return "link"
        case str() if value == UNUSED:
            return "off"
        case _:
            return "input" if column.is_input else "plain"
