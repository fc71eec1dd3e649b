"""One cell of a form with its place, and what can be said about its value."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from cchc_lib.core.records import maker_of
from cchc_lib.core.submission import NotReported, Place
from cchc_lib.files.cells.numbers import show_number, stored_number
from cchc_lib.files.cells.text import TypedText, name_hidden, read_typed
from cchc_lib.files.workbooks.contents import Merge, Sheet, Value, coordinate
from cchc_lib.vietnamese import format_date, shorten

__all__ = [
    "CellProblem",
    "Reading",
    "SourceCell",
    "new_cell",
    "shown_percent",
    "source_cell",
    "with_repairs",
    "write_value",
]

_QUOTED = re.compile(r'"[^"]*"')
_LITERAL = re.compile(r'"[^"]*"|\\.')
_OTHER_WORKBOOK = re.compile(r"\[[^\[\]]{1,255}\](?:[\w.]{0,31}|(?:[^\[\]']|''){0,31}')!")
_T_co = TypeVar("_T_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellProblem:
    """Why a value was refused or how it was repaired: a finding without its place."""

    code: str
    found: str
    expected: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[_T_co]):
    """What a cell says, and every problem with it."""

    value: _T_co
    problems: tuple[CellProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCell:
    """One cell: its stored value with text as it is meant, and how it came to stand there.

    Parameters
    ----------
    second
        What the second reader found, where the two readers differ; else ``None``.
    merge
        The block of merged cells that the cell is part of, if anything stands in the block.
    typed
        How a text was typed.
    """

    place: Place
    value: Value
    number_format: str = "General"
    formula: str = ""
    is_error: bool = False
    second: str | None = None
    merge: Merge | None = None
    typed: TypedText | None = None

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing at all stands in the cell."""
        return self.value is None and not self.formula and self.second is None

    @property
    def as_typed(self) -> str:
        """Return what was typed, as it is shown to people."""
        return self.typed.raw if self.typed is not None else write_value(self.value)

    @property
    def is_as_typed(self) -> bool:
        """Tell whether the cell holds no formula, and text in it needed no repair."""
        return not self.formula and (self.typed is None or self.typed.is_as_stored)

    @property
    def is_plain_text(self) -> bool:
        """Tell whether the cell holds nothing but text that needed no repair."""
        is_certain = self.second is None and self.merge is None and not self.is_error
        return is_certain and self.typed is not None and self.is_as_typed

    @property
    def repairs(self) -> tuple[CellProblem, ...]:
        """What was converted in the text of the cell, and what was taken out of it."""
        if self.typed is None:
            return ()
        found, meant = shorten(self.typed.raw), shorten(self.typed.text)
        name, hidden = self.typed.encoding, name_hidden(self.typed.hidden)
        converted = CellProblem(code="BM-046", found=found, expected=meant, words=name or "")
        removed = CellProblem(code="BM-047", found=hidden)
        return (*((converted,) if name else ()), *((removed,) if hidden else ()))


new_cell = maker_of(SourceCell)
"""Make a cell from all its fields, in their order: forms and surveys have them by the million."""


def source_cell(sheet: Sheet, row: int, column: int, file: str) -> SourceCell:
    """Return one cell of a sheet with its place."""
    cell = sheet.cell(row, column)
    typed = read_typed(cell.value, cell.font) if isinstance(cell.value, str) else None
    return new_cell(
        Place(file=file, sheet=sheet.title, cell=coordinate(row, column)),
        cell.value if typed is None else typed.text or None,
        cell.number_format,
        cell.formula,
        cell.is_error,
        cell.second,
        _filled_merge(sheet, row, column),
        typed,
    )


def _filled_merge(sheet: Sheet, row: int, column: int) -> Merge | None:
    merge = sheet.merge_at(row, column)
    if merge is None:
        return None
    shown = sheet.cell(merge.first_row, merge.first_column)
    return None if shown.value is None and not shown.formula else merge


def with_repairs(cell: SourceCell, reading: Reading[_T_co]) -> Reading[_T_co]:
    """Return a reading with what is to be said about the cell, whatever is read from it."""
    if cell.is_as_typed:
        return reading
    used = not isinstance(reading.value, NotReported) and reading.value != ""
    link = _OTHER_WORKBOOK.search(_QUOTED.sub("", cell.formula)) if used else None
    borrowed = CellProblem(
        code="BM-030", found=shorten(cell.formula), expected=shorten(write_value(cell.value))
    )
    problems = (*cell.repairs, *((borrowed,) if link else ()), *reading.problems)
    return Reading(value=reading.value, problems=problems)


def write_value(value: object) -> str:
    """Return a value as an officer would write it.

    >>> write_value(1234.5), write_value(date(2018, 2, 1)), write_value(True)
    ('1234,5', '01/02/2018', 'TRUE')
    """
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            number = stored_number(value)
            return show_number(number) if number is not None else str(Decimal(value).normalize())
        case date():
            return format_date(value)
        case None:
            return ""
        case _:
            return str(value)


def shown_percent(number: Decimal, number_format: str) -> str:
    """Return a number as a format with a percent sign shows it.

    >>> shown_percent(Decimal("0.75"), "0%"), shown_percent(Decimal(75), '0"%"')
    ('75%', '75%')
    """
    is_scaled = "%" in _LITERAL.sub("", number_format)
    return f"{show_number(number * 100 if is_scaled else number)}%"
