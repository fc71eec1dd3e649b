"""Exact numbers: decimals from cells, shares as fractions, the declared rounding."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

__all__ = [
    "Exact",
    "Interval",
    "RoundingMode",
    "as_fraction",
    "decimal_from_float",
    "difference_sign",
    "exact_text",
    "round_exact",
]

Exact = Decimal | Fraction | int
RoundingMode = Literal["half_up", "half_even"]
_WIDE, _ONE = Context(prec=60), Decimal(1)
_TIES: dict[RoundingMode, str] = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}
_LONGEST = 40
"""Decimals with more digits before the point are rounded as fractions are."""


@lru_cache(maxsize=4096)
def as_fraction(value: Decimal) -> Fraction:
    """Return a declared number as a fraction; the law has few, and they come again and again."""
    return Fraction(value)


def difference_sign(one: Exact, other: Exact) -> int:
    """Return an integer that is above, below or zero as one number is to another, exactly.

    Fractions compare themselves to anything, which takes them several times as long.

    >>> difference_sign(Fraction(1, 3), Decimal("0.33")) > 0
    True
    """
    above, below = one.as_integer_ratio()
    other_above, other_below = other.as_integer_ratio()
    return above * other_below - other_above * below


def decimal_from_float(value: float) -> Decimal:
    """Return the decimal a person typed into a cell that a workbook stored in binary.

    A cell keeps 15 significant digits; what lies beyond is noise of the storage.

    >>> decimal_from_float(0.1 + 0.2)
    Decimal('0.3')
    """
    number = Decimal(f"{value:.15g}")
    return Decimal(int(number)) if number == number.to_integral_value() else number


def round_exact(value: Exact, *, places: int, mode: RoundingMode) -> Decimal:
    """Round an exact number once, to ``places`` decimals.

    >>> round_exact(Fraction(2675, 1000), places=2, mode="half_up")
    Decimal('2.68')
    >>> round_exact(Fraction(-1, 3), places=2, mode="half_up")
    Decimal('-0.33')
    """
    if isinstance(value, Decimal) and value.is_finite() and value.adjusted() < _LONGEST:
        return _WIDE.plus(value.quantize(_WIDE.scaleb(_ONE, -places), _TIES[mode], _WIDE))
    numerator, denominator = value.as_integer_ratio()
    floor, remainder = divmod(numerator * 10**places, denominator)
    if 2 * remainder > denominator:
        floor += 1
    elif 2 * remainder == denominator:
        floor += _up_on_tie(floor, mode)
    return Decimal(floor).scaleb(-places, _WIDE)


def _up_on_tie(floor: int, mode: RoundingMode) -> int:
    """Return 1 when a tie between ``floor`` and ``floor + 1`` goes up, else 0."""
    if mode == "half_up":
        return 1 if floor >= 0 else 0
    return floor % 2


def exact_text(value: Exact) -> str:
    """Write an exact number without loss: as a decimal where one exists, else as a fraction.

    >>> exact_text(Fraction(37, 40)), exact_text(Fraction(1, 3))
    ('0.925', '1/3')
    """
    fraction = Fraction(value)
    rest = fraction.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    number = _WIDE.divide(Decimal(fraction.numerator), Decimal(fraction.denominator))
    if rest != 1 or number != fraction:
        return f"{fraction.numerator}/{fraction.denominator}"
    return f"{number:f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A stretch of the number line with explicit open or closed ends.

    At most one lower end (``ge`` closed, ``gt`` open) and one upper end (``le`` closed,
    ``lt`` open); a missing end is unbounded.

    >>> Interval(ge=Decimal(70), le=Decimal(90)).holds(Fraction(90))
    True
    """

    ge: Decimal | None = None
    gt: Decimal | None = None
    le: Decimal | None = None
    lt: Decimal | None = None

    def holds(self, value: Exact) -> bool:
        """Tell whether ``value`` lies in the interval, compared unrounded."""
        return (
            (self.ge is None or difference_sign(value, self.ge) >= 0)
            and (self.gt is None or difference_sign(value, self.gt) > 0)
            and (self.le is None or difference_sign(value, self.le) <= 0)
            and (self.lt is None or difference_sign(value, self.lt) < 0)
        )
