"""Rounding and writing exact fractions, as the edition says."""

from fractions import Fraction
from math import floor
from typing import Any


def rounded(value: Fraction, places: int, mode: str) -> Fraction:
    """Round to decimal places, halves up (away from zero) or to the even digit."""
    scaled = abs(value) * 10**places
    whole = floor(scaled)
    rest = scaled - whole
    half = Fraction(1, 2)
    is_up = rest > half or (rest == half and (mode == "half_up" or whole % 2 == 1))
    size = Fraction(whole + int(is_up), 10**places)
    return size if value >= 0 else -size


def written(value: Fraction | None, places: int, mode: str) -> str:
    """The text of a cell: a fixed number of decimals, or nothing."""
    if value is None:
        return ""
    exact = rounded(value, places, mode) * 10**places
    digits = str(abs(int(exact))).rjust(places + 1, "0")
    sign = "-" if exact < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


class Rounding:
    """The rounding of one edition."""

    def __init__(self, edition: dict[str, Any]) -> None:
        """Take the table `[rounding]` of an edition."""
        table = edition["rounding"]
        self.mode = str(table["mode"])
        self.component_places = int(table["component_places"])
        self.total_places = int(table["total_places"])

    def component(self, value: Fraction) -> Fraction:
        """Round the points of a component."""
        return rounded(value, self.component_places, self.mode)

    def total(self, value: Fraction) -> Fraction:
        """Round a sum, a percentage or an index."""
        return rounded(value, self.total_places, self.mode)

    def component_text(self, value: Fraction | None) -> str:
        """Write the points of a component."""
        return written(value, self.component_places, self.mode)

    def total_text(self, value: Fraction | None) -> str:
        """Write a sum, a percentage or an index."""
        return written(value, self.total_places, self.mode)
