"""What published numbers must agree with each other on, whoever published them.

The records are plain, so that our own tables and figures printed elsewhere pass the same checks.
Numbers that were rounded apart may differ by what rounding can make, and not by more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cchc_lib.core.quantities import Exact
from cchc_lib.core.ranking import places_of

__all__ = ["PublishedSum", "Verdict", "is_announced_early", "judge", "shown_places", "wrong_places"]

Verdict = Literal["agrees", "rounding", "differs"]
"""Equal to the last digit; different by no more than rounding makes; or different."""


def judge(published: Exact, recomputed: Exact, allowance: Fraction = Fraction(0)) -> Verdict:
    """Say how a published number stands to what is made of the others.

    >>> judge(Decimal("91.04"), Decimal("91.05"), Fraction(25, 1000))
    'rounding'
    """
    difference = abs(Fraction(published) - Fraction(recomputed))
    if not difference:
        return "agrees"
    return "rounding" if difference <= allowance else "differs"


def shown_places(values: Sequence[Decimal]) -> int:
    """Return with how many decimals numbers of one kind are printed: those of the longest.

    >>> shown_places([Decimal("5"), Decimal("18.83"), Decimal("9.5")])
    2
    """
    exponents = [value.as_tuple().exponent for value in values]
    return max([0, *(-one for one in exponents if isinstance(one, int))])


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSum:
    """A total as printed, and the parts that it is the sum of.

    ``places`` is the number of decimals both are printed with; ``rounded_count`` of the parts
    were rounded to them, the others are exact. ``most`` is the total that none may exceed.

    Examples
    --------
    >>> parts = tuple(map(Decimal, ("57.66", "9.56", "18.83", "5")))
    >>> one = PublishedSum(parts=parts, total=Decimal("91.04"), places=2, rounded_count=4)
    >>> one.of_parts, one.difference, one.verdict
    (Decimal('91.05'), Decimal('-0.01'), 'rounding')
    """

    parts: tuple[Decimal, ...]
    total: Decimal
    places: int
    rounded_count: int
    most: Decimal | None = None

    @property
    def of_parts(self) -> Decimal:
        """Return the sum of the parts as printed, kept between zero and the most."""
        whole = sum(self.parts, Decimal(0))
        return max(whole if self.most is None else min(whole, self.most), Decimal(0))

    @property
    def difference(self) -> Decimal:
        """Return by how much the printed total is above its parts."""
        return self.total - self.of_parts

    @property
    def allowance(self) -> Fraction:
        """Return what rounding can make at most: half a last digit for each rounded number.

        The total counts as one of them where any part does.
        """
        count = self.rounded_count + 1 if self.rounded_count else 0
        return Fraction(count, 2 * 10**self.places)

    @property
    def verdict(self) -> Verdict:
        """Say whether total and parts agree."""
        return judge(self.total, self.of_parts, self.allowance)


def wrong_places(
    values: Mapping[str, tuple[Fraction, ...]], published: Mapping[str, int], method: str
) -> dict[str, int]:
    """Return the places that the values give, for those who were published with another.

    >>> values = {"a": (Fraction(9),), "b": (Fraction(8),)}
    >>> wrong_places(values, {"a": 1, "b": 3}, "competition")
    {'b': 2}
    """
    right = places_of(dict(values), method)
    return {name: place for name, place in right.items() if published.get(name) != place}


def is_announced_early(day: date, year: int) -> bool:
    """Tell whether a result was announced on a day of the year it is about, or before it.

    >>> is_announced_early(date(2024, 2, 17), 2024), is_announced_early(date(2025, 2, 17), 2024)
    (True, False)
    """
    return day.year <= year
