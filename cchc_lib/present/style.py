"""How every chart looks: colours with a second sign for grey print, room for names and rows."""

import textwrap
from collections.abc import Iterable
from decimal import Decimal

from cchc_lib.present.language import format_decimal, tr

__all__ = [
    "BLUE",
    "GREY",
    "INK",
    "ORANGE",
    "PALETTE",
    "RED",
    "ROW_HEIGHT",
    "label_room",
    "percent_limits",
    "row_height",
    "value_text",
    "wrapped",
]

INK, GREY, BLUE, ORANGE, RED = "#1d2733", "#6b7782", "#0072b2", "#e69f00", "#b5451b"
PALETTE = (
    ("#0b3c5d", "", "o"),
    ("#56b4e9", "////", "s"),
    ("#e9c46a", "....", "^"),
    ("#d98c3f", "xxxx", "D"),
    ("#b5451b", "\\\\\\\\", "v"),
)
"""Colour, hatch and marker by rank; the hatch or marker tells them apart without colour."""

ROW_HEIGHT = 0.3
"""The inches of a row whose name takes one line."""

_PLACES = 2
_CHARACTER = 0.066
_LABEL_CHARACTERS = 40
_TALL_ROW_HEIGHT = 0.37
_FULL_PERCENT = 105


def label_room(labels: Iterable[str]) -> float:
    """Return the inches that the longest label line needs on the left."""
    longest = max((len(line) for label in labels for line in label.split("\n")), default=0)
    return 0.2 + _CHARACTER * longest


def wrapped(label: str, width: int = _LABEL_CHARACTERS) -> str:
    r"""Break a long name into at most two lines.

    >>> wrapped("Ban Quản lý các khu công nghiệp và khu kinh tế tỉnh", 30)
    'Ban Quản lý các khu công\nnghiệp và khu kinh tế tỉnh'
    """
    return "\n".join(textwrap.wrap(label, width, max_lines=2, placeholder=" …"))


def percent_limits(values: Iterable[Decimal | None]) -> tuple[float, float]:
    """Return the ends of a percentage axis that shows all values with some air.

    >>> percent_limits([Decimal(72), None, Decimal(95)])
    (65.0, 100.0)
    """
    known = [float(value) for value in values if value is not None] or [0.0, 100.0]
    high = (max(known) + 3) // 5 * 5 + 5
    return max((min(known) - 3) // 5 * 5, 0.0), high if high < _FULL_PERCENT else 101.5


def row_height(labels: Iterable[str]) -> float:
    """Return the inches a row needs, more where a label takes two lines."""
    return _TALL_ROW_HEIGHT if any("\n" in label for label in labels) else ROW_HEIGHT


def value_text(value: Decimal | None) -> str:
    """Write a charted value, or say that there is none."""
    return tr("chưa có") if value is None else format_decimal(value, _PLACES)
