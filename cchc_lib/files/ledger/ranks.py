"""Places in a group as live formulas: how many are better, with ties as the edition has them."""

from collections.abc import Sequence
from typing import Literal

__all__ = ["COMPARED_PLACES", "compared", "place_formula"]

COMPARED_PLACES = 9
"""Values that agree so far are equal: what differs beyond is binary noise."""


def compared(cell: str) -> str:
    """Return the formula of a value without the noise that would tell equal ones apart."""
    return f"ROUND({cell},{COMPARED_PLACES})"


def place_formula(keys: Sequence[tuple[str, str]], method: Literal["competition", "dense"]) -> str:
    """Return the formula of a place: one more than how many have better values.

    Parameters
    ----------
    keys
        The values that decide, the first one first: the stretch of all of the group, and the
        cell of the one. Who has no number in the first one is left out.
    method
        Whether who shares a place counts once for each (``competition``) or once (``dense``).

    Examples
    --------
    >>> place_formula([("A1:A9", "A3")], "competition")
    '1+SUMPRODUCT(ISNUMBER(A1:A9)*(A1:A9>A3))'
    """
    better = []
    for place, (every, one) in enumerate(keys):
        level = [f"({all_before}={before})" for all_before, before in keys[:place]]
        better.append("*".join([*level, f"({every}>{one})"]))
    first = keys[0][0]
    is_better = better[0] if len(better) == 1 else f"({'+'.join(better)})"
    counted = f"ISNUMBER({first})*{is_better}"
    if method == "competition":
        return f"1+SUMPRODUCT({counted})"
    same = ",".join(f"{every},{every}" for every, _ in keys)
    return f"1+ROUND(SUMPRODUCT({counted}/COUNTIFS({same})),0)"
