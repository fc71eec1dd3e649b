"""Numbers in the text of a decision: decimal comma or point, and parts of a maximum."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.quantities import exact_text

__all__ = ["CHANGES", "NUMBER", "as_decimal", "part_of", "stated_number"]

NUMBER = r"\d+(?:[.,]\d+)?(?![\d/]|[.,]\d)"
"""A number inside a pattern: not the beginning of a longer one, of a date or of a fraction."""
CHANGES = r"giảm|bớt|mất|trừ|cộng|thêm|nhân|chia|gấp|nửa"
"""Words inside a pattern after which points are not simply given."""
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def stated_number(text: str) -> Decimal | None:
    """Return the number that a text can only mean, else nothing.

    >>> stated_number("0,75"), stated_number("2.5"), stated_number("1.600")
    (Decimal('0.75'), Decimal('2.5'), None)
    """
    if _THOUSANDS.fullmatch(text) or not re.fullmatch(NUMBER, text):
        return None
    return Decimal(text.replace(",", "."))


def as_decimal(value: Fraction) -> Decimal | None:
    """Return a fraction as a decimal; nothing for one without end.

    >>> as_decimal(Fraction(3, 8)), as_decimal(Fraction(1, 3))
    (Decimal('0.375'), None)
    """
    text = exact_text(value)
    return None if "/" in text else Decimal(text)


def part_of(points: Sequence[Decimal], maxima: Sequence[Decimal]) -> Fraction | None:
    """Return which part of the maximum some points are, if it is the same in every group.

    ``points`` has one entry per group, or one for all of them.

    >>> part_of([Decimal("0.5"), Decimal(1)], [Decimal(1), Decimal(2)])
    Fraction(1, 2)
    >>> part_of([Decimal("0.5")], [Decimal(1), Decimal(2)])
    """
    each = list(points) * len(maxima) if len(points) == 1 else list(points)
    if len(each) != len(maxima) or not maxima or 0 in maxima:
        return None
    parts = {Fraction(p) / Fraction(m) for p, m in zip(each, maxima, strict=True)}
    part = parts.pop()
    return part if not parts and 0 <= part <= 1 else None
