"""The one grammar of numbers: what a text or a stored number unmistakably says.

What could mean two numbers means none: "1.234" is one thousand to some and one and a bit to
others, so it is refused, but for a count, which is whole.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from cchc_lib.core.quantities import decimal_from_float
from cchc_lib.vietnamese import format_decimal

__all__ = ["NumberKind", "fold_width", "parse_number", "show_number", "stored_number"]

NumberKind = Literal["points", "count", "amount", "percent"]

_UNITS: Mapping[NumberKind, tuple[str, ...]] = {
    "points": ("điểm", "đ"),
    "count": (
        "hồ sơ",
        "văn bản",
        "nhiệm vụ",
        "thủ tục hành chính",
        "thủ tục",
        "tthc",
        "người",
        "cuộc",
        "lần",
    ),
    "amount": (),
    "percent": ("%",),
}
"""What may stand behind a number of each kind without changing it."""
_WIDE: Mapping[int, str] = {
    **{0xFF01 + offset: chr(0x21 + offset) for offset in range(0x5E)},
    0x3000: " ",
    0x2212: "-",
}
_PLAIN = re.compile(r"(-?)([0-9]+)(?:[.,]([0-9]+))?")
_GROUPED = re.compile(
    r"(-?)([1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\3[0-9]{3})*)(?:(?!\3)[.,]([0-9]+))?"
)
_GROUP = 3
_DIGITS = 15
"""How many digits a spreadsheet keeps."""


def fold_width(text: str) -> str:
    """Return a text with full-width signs and the true minus sign as they are on a keyboard.

    >>> fold_width("−０，７５")
    '-0,75'
    """
    return text.translate(_WIDE)


def parse_number(text: str, kind: NumberKind = "points") -> Decimal | None:
    """Return the number that a normalised text unmistakably means, else ``None``.

    >>> [parse_number(text) for text in ("0,75", "-2.5 điểm", "1.234", "7/8")]
    [Decimal('0.75'), Decimal('-2.5'), None, None]
    >>> parse_number("91.125", "percent")
    Decimal('91.125')
    >>> parse_number("1.234,5"), parse_number("1.234 hồ sơ", "count"), parse_number("0,125")
    (Decimal('1234.5'), Decimal('1234'), Decimal('0.125'))
    """
    number = _without_unit(fold_width(text), kind)
    grouped = _GROUPED.fullmatch(number)
    if grouped is not None and _is_certain(grouped, kind):
        sign, whole, mark, tail = grouped.groups()
        return _number(sign, whole.replace(mark, ""), tail or "")
    plain = _PLAIN.fullmatch(number)
    if plain is None:
        return None
    sign, head, tail = plain.groups()
    may_be_thousands = kind != "percent" and not head.startswith("0")
    is_ambiguous = len(tail or "") == _GROUP and may_be_thousands
    return None if is_ambiguous else _number(sign, head, tail or "")


def stored_number(value: float) -> Decimal | None:
    """Return the number that a cell holds as a person typed it; ``None`` beyond fifteen digits.

    >>> stored_number(0.30000000000000004), stored_number(-0.0), stored_number(1e15)
    (Decimal('0.3'), Decimal('0'), None)
    """
    if not abs(value) < 10**_DIGITS:
        return None
    number = decimal_from_float(value)
    is_noisy = number.adjusted() < 0 and len(f"{number:f}".partition(".")[2]) > _DIGITS
    return (round(number, _DIGITS) or Decimal(0)) if is_noisy else number


def show_number(value: Decimal) -> str:
    """Write a number with decimal comma and nothing between thousands.

    >>> show_number(Decimal("1234.50"))
    '1234,5'
    """
    return format_decimal(value).replace(".", "")


def _without_unit(text: str, kind: NumberKind) -> str:
    folded = text.casefold()
    unit = next((unit for unit in _UNITS[kind] if folded.endswith(unit)), "")
    return folded.removesuffix(unit).rstrip(" ")


def _is_certain(grouped: re.Match[str], kind: NumberKind) -> bool:
    """Tell whether the marks in a number can only stand between thousands."""
    _, whole, mark, tail = grouped.groups()
    if whole.count(mark) > 1:
        return True
    if tail is None:
        return kind == "count"
    return mark != " " or len(tail) != _GROUP


def _number(sign: str, head: str, tail: str) -> Decimal | None:
    """Return the number with these digits; minus zero is zero."""
    is_long = len(tail) > _DIGITS or len((head + tail).lstrip("0")) > _DIGITS
    return None if is_long else Decimal(f"{sign}{head}.{tail}") or Decimal(0)
