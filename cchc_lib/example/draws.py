"""Streams of draws that depend on their name alone, so that one unit never moves another.

Chances, targets and spreads are whole thousandths; nothing here is a binary fraction.
"""

import random
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TypeVar

__all__ = ["WHOLE", "Draw", "Seed"]

WHOLE = 1000
Seed = int | str
"""What begins the name of every stream: the seed of the province, or that of one of its years."""
_T = TypeVar("_T")


class Draw:
    """A stream of draws named by seed, unit, component and purpose.

    >>> [Draw(2018, "so-noi-vu", "1.1.1").between(1, 900) for _ in range(2)]
    [625, 625]
    """

    def __init__(self, *names: object) -> None:
        self._names = names
        self._random = random.Random("/".join(map(str, names)))  # noqa: S311 - no secret

    def apart(self, *names: object) -> "Draw":
        """Return a stream named below this one; what is drawn from it moves nothing here."""
        return Draw(*self._names, *names)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return self._random.randrange(low, high + 1)

    def hit(self, chance: int) -> bool:
        """Tell whether something happens that has ``chance`` in a thousand."""
        return self._random.randrange(WHOLE) < chance

    def one_of(self, choices: Sequence[_T]) -> _T:
        """Return one of several things, each as likely."""
        return choices[self._random.randrange(len(choices))]

    def several_of(self, choices: Sequence[_T], count: int) -> list[_T]:
        """Return up to ``count`` different things, in drawn order."""
        return self._random.sample(choices, min(count, len(choices)))

    def near(self, target: int, spread: int) -> int:
        """Return a target at most ``spread`` away, kept between 0 and 1000."""
        return min(max(target + self.between(-spread, spread), 0), WHOLE)

    def whole_near(self, value: Fraction) -> int:
        """Return one of the two whole numbers around ``value``, the nearer one more often."""
        floor = value.numerator // value.denominator
        return floor + self.hit(int((value - floor) * WHOLE))

    def rung(self, target: int, rungs: Sequence[int]) -> int:
        """Return the index of one of the two rungs around a target; their mean is the target."""
        above = bisect_left(rungs, target)
        if above == len(rungs):
            return above - 1
        if above == 0 or rungs[above] == target:
            return above
        low, high = rungs[above - 1], rungs[above]
        return above if self.hit((target - low) * WHOLE // (high - low)) else above - 1

    def share(self, target: int, shares: Iterable[Fraction]) -> Fraction:
        """Return one of the two shares around a target, so that their mean is the target."""
        ordered = sorted(set(shares))
        return ordered[self.rung(target, [int(share * WHOLE) for share in ordered])]
