"""The value grammar of forms: what one cell may say, and what is refused.

A number is a number cell, or text in one strict grammar; anything ambiguous is refused, never
guessed. A refused value is read as :class:`NotReported` and always comes with a problem.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

from cchc_lib.core.quantities import decimal_from_float
from cchc_lib.core.rule_kinds import DeadlineTiers, DueInput, GradedShare, Rule
from cchc_lib.core.rulebook import InputSpec
from cchc_lib.core.submission import NEVER, Figure, NotReported, Place
from cchc_lib.files.books import Grid, coordinate
from cchc_lib.files.forms.layout import NO, NOT_APPLICABLE, YES
from cchc_lib.vietnamese import format_date, format_decimal, normalise

__all__ = [
    "CellProblem",
    "Reading",
    "SourceCell",
    "parse_number",
    "read_day",
    "read_figure",
    "read_score",
    "read_text",
    "source_cell",
]

_NUMBER = re.compile(r"(-?)([0-9]{1,15})(?:[.,]([0-9]{1,15}))?")
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_AMBIGUOUS_DECIMALS = 3
_LONGEST_SHOWN = 80
_T_co = TypeVar("_T_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCell:
    """One cell: its stored value with text normalised, and how it came to stand there."""

    place: Place
    value: object
    number_format: str = "General"
    formula: str = ""
    is_error: bool = False

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing at all stands in the cell."""
        return self.value is None and not self.formula


@dataclass(frozen=True, slots=True, kw_only=True)
class CellProblem:
    """Why a value was refused or how it was repaired: a finding without its place."""

    code: str
    found: str
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[_T_co]):
    """What a cell says, and the problem with it, if any."""

    value: _T_co
    problem: CellProblem | None = None


def source_cell(grid: Grid, row: int, column: int, file: str) -> SourceCell:
    """Return one cell of a sheet with its place, text normalised."""
    cell = grid.cell(row, column)
    value = cell.value
    if isinstance(value, str):
        value = normalise(value) or None
    return SourceCell(
        place=Place(file=file, sheet=grid.title, cell=coordinate(row, column)),
        value=value,
        number_format=cell.number_format,
        formula=cell.formula,
        is_error=cell.is_error,
    )


def read_text(cell: SourceCell) -> Reading[str]:
    """Read words; numbers and dates are taken as an officer would write them."""
    refused = _unreadable(cell)
    if refused is not None:
        return Reading(value="", problem=refused.problem)
    return Reading(value="" if cell.value is None else normalise(_written(cell.value)))


def read_score(cell: SourceCell) -> Reading[Decimal | NotReported]:
    """Read points; whether they are possible is not asked here."""
    if isinstance(cell.value, str) and cell.value.casefold() == NOT_APPLICABLE.casefold():
        return Reading(value=NotReported())
    number = _unreadable(cell) or _read_number(cell)
    return number or _refused("BM-013", cell.value)


def read_day(cell: SourceCell, *, code: str, expected: str) -> Reading[date | NotReported]:
    """Read a day; what is none is refused under ``code``."""
    if cell.is_blank:
        return Reading(value=NotReported())
    day = None if cell.is_error else _day_of(cell.value)
    return (
        _refused(code, cell.value or cell.formula, expected) if day is None else Reading(value=day)
    )


def read_figure(cell: SourceCell, spec: InputSpec, rule: Rule) -> Reading[Figure | NotReported]:
    """Read a declared figure of the kind that the edition asks for."""
    refused = _unreadable(cell)
    if refused is not None:
        return refused
    match spec.kind:
        case "flag":
            return _read_word(cell, {YES: True, NO: False}, f"“{YES}” hoặc “{NO}”")
        case "choice":
            names = (
                [level.name_vi for level in rule.levels] if isinstance(rule, GradedShare) else []
            )
            expected = f"một trong các mức: {'; '.join(names)}"
            return _read_word(cell, {name: name for name in names}, expected)
        case "date":
            is_due = isinstance(rule, DeadlineTiers) and rule.due == DueInput(input=spec.code)
            return _read_date(cell, may_be_never=not is_due)
        case "count" | "amount" | "percent":
            return _read_counted(cell, spec.kind)


def parse_number(text: str) -> Decimal | None:
    """Return the number that a text unmistakably means, else ``None``.

    Exactly three decimals are refused: "1.234" may be one thousand or one and a bit.

    >>> parse_number("0,75"), parse_number("-2.5"), parse_number("1.234"), parse_number("7/8")
    (Decimal('0.75'), Decimal('-2.5'), None, None)
    """
    match = _NUMBER.fullmatch(text)
    if match is None or len(match[3] or "") == _AMBIGUOUS_DECIMALS:
        return None
    return Decimal(text.replace(",", "."))


def _unreadable(cell: SourceCell) -> Reading[NotReported] | None:
    """Return the reading of a cell that is blank, an error, or a formula never computed."""
    if cell.is_blank:
        return Reading(value=NotReported())
    if cell.value is None:
        return _refused("BM-014", cell.formula)
    return _refused("BM-018", cell.value) if cell.is_error else None


def _read_number(  # noqa: PLR0911 - one branch per type that a cell can hold
    cell: SourceCell,
) -> Reading[Decimal | NotReported] | None:
    """Return the number in a cell, or ``None`` where there is none."""
    match cell.value:
        case bool():
            return None
        case int() | float() as stored:
            number = decimal_from_float(stored)
            if "%" in cell.number_format:
                return _refused("BM-016", f"{format_decimal(number * 100)}%")
            return Reading(value=number)
        case date() | time() | timedelta() as moment:
            return _refused("BM-017", moment)
        case str() as text:
            parsed = parse_number(text)
            if parsed is None:
                return None
            repaired = CellProblem(code="BM-015", found=text, expected=format_decimal(parsed))
            return Reading(value=parsed, problem=repaired)
        case _:
            return None


def _read_counted(cell: SourceCell, kind: str) -> Reading[Figure | NotReported]:
    expected = {
        "count": "một số nguyên không âm, không dùng dấu ngăn cách hàng nghìn",
        "amount": "một số không âm, không dùng dấu ngăn cách hàng nghìn",
        "percent": "một số, ví dụ 12,5, không ghi dấu %",
    }[kind]
    reading = _read_number(cell)
    if reading is None:
        return _refused("HS-019", cell.value, expected)
    value = reading.value
    is_wrong = isinstance(value, Decimal) and (
        (kind != "percent" and value < 0) or (kind == "count" and value % 1 != 0)
    )
    if is_wrong:
        return _refused("HS-019", cell.value, expected)
    return Reading(value=value, problem=reading.problem)


def _read_word(
    cell: SourceCell, known: Mapping[str, bool | str], expected: str
) -> Reading[Figure | NotReported]:
    written = str(cell.value).casefold()
    for word, value in known.items():
        if not isinstance(cell.value, bool) and normalise(word).casefold() == written:
            return Reading(value=value)
    return _refused("HS-019", cell.value, expected)


def _read_date(cell: SourceCell, *, may_be_never: bool) -> Reading[Figure | NotReported]:
    if may_be_never and str(cell.value).casefold() == NEVER.casefold():
        return Reading(value=NEVER)
    day = _day_of(cell.value)
    if day is None:
        never = f" hoặc “{NEVER}”" if may_be_never else ""
        return _refused("HS-019", cell.value, f"ngày dạng ngày/tháng/năm{never}")
    return Reading(value=day)


def _day_of(value: object) -> date | None:
    match value:
        case datetime():
            return value.date()
        case date():
            return value
        case str():
            return _parse_date(value)
        case _:
            return None


def _parse_date(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


def _refused(code: str, found: object, expected: str = "") -> Reading[NotReported]:
    problem = CellProblem(code=code, found=_shortened(_written(found)), expected=expected)
    return Reading(value=NotReported(reason="refused"), problem=problem)


def _written(value: object) -> str:
    """Return a value as it looks in the sheet."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return format_decimal(decimal_from_float(value))
        case date():
            return format_date(value)
        case _:
            return str(value)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
