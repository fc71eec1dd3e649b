"""What stands in a cell of the ledger: a value, a live formula, a link; and words for gaps."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.places import Place
from cchc_lib.core.rulebook import GradeBand
from cchc_lib.core.submission import NotApplicable, NotAppraised, NotReported

__all__ = [
    "NONE_YET",
    "NOT_APPLICABLE",
    "NOT_COMPUTED",
    "NOT_DECLARED",
    "NO_GRADE",
    "UNUSED",
    "Link",
    "Live",
    "Shown",
    "Value",
    "locate",
    "quoted",
    "stored",
]

NONE_YET = "chưa có"
NO_GRADE = "chưa xếp loại"
NOT_DECLARED = "chưa kê khai"
NOT_COMPUTED = "chưa tính được"
NOT_APPLICABLE = "không áp dụng"
UNUSED = "–"
"""Stands where nothing can stand: a stage that the rules do not give to a component."""

Stored = str | Decimal | Fraction | int


@dataclass(frozen=True, slots=True)
class Live:
    """A formula, and the value that the engine has for it."""

    formula: str
    value: Stored


@dataclass(frozen=True, slots=True)
class Shown:
    """A number, and with how many decimals it is shown."""

    number: Decimal
    places: int


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a cell of the workbook."""

    text: str
    target: str


Value = Stored | date | Shown | Live | Link | None
"""``None`` is a blank cell."""


def stored(value: object, missing: str = NONE_YET) -> Stored:
    """Return what a formula shows for a value of the engine; ``missing`` where it has none."""
    match value:
        case NotApplicable():
            return NOT_APPLICABLE
        case NotAppraised() | NotReported() | None:
            return missing
        case GradeBand():
            return value.name_vi
        case str() | Decimal() | Fraction() | int():
            return value
        case _:
            message = f"no cell for {value!r}"
            raise TypeError(message)


def quoted(sheet: str) -> str:
    """Return a sheet's name as formulas and links spell it.

    >>> quoted("Điểm cộng, trừ")
    "'Điểm cộng, trừ'!"
    """
    return f"'{sheet}'!"


def locate(place: Place) -> str:
    """Return where a value was read, in one cell.

    >>> locate(Place(file="appraisal/a.xlsx", sheet="Thẩm định", cell="N12"))
    'appraisal/a.xlsx › Thẩm định › N12'
    """
    return " › ".join(part for part in (place.file, place.sheet, place.cell) if part)
