"""Text of spreadsheets: what a cell can hold, and pieces of formulas."""

import re
from decimal import Decimal

from cchc_lib.core.quantities import Exact, RoundingMode, exact_text

__all__ = ["NOISE_PLACES", "number_literal", "rounded_formula", "text_literal", "writable_text"]

NOISE_PLACES = 12
"""Beyond this the binary arithmetic of a spreadsheet is noise, which must not tip a half."""
_TIE_PLACES = 6
_LONGEST_TEXT = 32_767
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def writable_text(text: str) -> str:
    """Return a text as a cell can hold it, without the characters that no sheet can."""
    return _UNWRITABLE.sub("", text)[:_LONGEST_TEXT]


def number_literal(value: Exact) -> str:
    """Return a number as a formula spells it, one without end as a quotient.

    >>> from fractions import Fraction
    >>> number_literal(Fraction(37, 40)), number_literal(Fraction(1, 3))
    ('0.925', '(1/3)')
    """
    text = exact_text(value)
    if "/" in text:
        return f"({text})"
    return text.rstrip("0").rstrip(".") if "." in text else text


def text_literal(text: str) -> str:
    """Return a text as it is quoted inside a formula.

    >>> text_literal('mức "A" và "B" nữa')
    '"mức ""A"" và ""B"" nữa"'
    """
    return '"' + text.replace('"', '""') + '"'


def rounded_formula(expression: str, *, places: int, mode: RoundingMode) -> str:
    """Return the formula that rounds a number as an edition declares.

    >>> rounded_formula("A1", places=2, mode="half_up")
    'ROUND(ROUND(A1,12),2)'
    """
    exact = f"ROUND({expression},{NOISE_PLACES})"
    if mode == "half_up":
        return f"ROUND({exact},{places})"
    step = number_literal(Decimal(1).scaleb(-places))
    is_tie = f"ROUND(MOD({exact}/{step},1)-0.5,{_TIE_PLACES})=0"
    to_even = f"2*{step}*ROUND({exact}/{step}/2,0)"
    return f"IF({is_tie},{to_even},ROUND({exact},{places}))"
