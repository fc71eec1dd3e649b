"""The least choice from ladders that wins enough: a multiple-choice knapsack, solved exactly.

Least is the smallest sum of efforts, then the fewest ladders, then the fewest points. Gains and
efforts are whole numbers here, so that nothing is rounded on the way.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

__all__ = ["least_choice"]

Pick = tuple[int, int]
"""The number of a ladder, and of the step on it."""
_weight = attrgetter("weight")


class _Best(NamedTuple):
    """The most that can be won with so much weight, and by the top of which ladders."""

    weight: int
    gain: int
    tops: tuple[int, ...]


def least_choice(
    gains: Sequence[Sequence[int]],
    efforts: Sequence[int],
    need: int,
    *,
    grain: int = 1,
) -> tuple[Pick, ...] | None:
    """Choose at most one step on each ladder, so that together they win what is needed.

    Parameters
    ----------
    gains
        What the steps of each ladder win, rising and above zero.
    efforts
        What it takes to work on each ladder at all, whichever step is reached; not below zero.
    need
        What has to be won, above zero.
    grain
        How fine points are told apart when the fewest are looked for; efforts and the number of
        ladders are always the least.

    Returns
    -------
    tuple of pairs, or None
        The number of each ladder and of the step on it, in order; nothing if all together do
        not win enough. Of choices that are equally good, one with the earliest ladders.

    Examples
    --------
    >>> least_choice([[3, 5], [4], [9]], [0, 0, 0], need=7), least_choice([[5], [9]], [0, 0], 15)
    (((2, 0),), None)
    >>> least_choice([[3, 5], [4], [9]], [1, 1, 3], need=7)
    ((0, 0), (1, 0))
    """
    weights = [effort * (len(gains) + 1) + 1 for effort in efforts]
    enough = next((best for best in _fronts(gains, weights, need)[0] if best.gain >= need), None)
    if enough is None:
        return None
    coarse = [[gain // grain for gain in ladder] for ladder in gains]
    found = _fewest_points(coarse, weights, -(-need // grain), enough.weight)
    return found or tuple((number, len(gains[number]) - 1) for number in enough.tops)


def _fronts(gains: Sequence[Sequence[int]], weights: Sequence[int], need: int) -> list[list[_Best]]:
    """Return for the ladders from each one on what can be won at most with how much weight."""
    fronts = [[_Best(0, 0, ())]]
    for number in range(len(gains) - 1, -1, -1):
        after, weight, top = fronts[-1], weights[number], gains[number][-1]
        climbed = [
            _Best(one.weight + weight, one.gain + top, (number, *one.tops))
            for one in after
            if one.gain < need
        ]
        fronts.append(_undominated([*after, *climbed]))
    return fronts[::-1]


def _undominated(choices: list[_Best]) -> list[_Best]:
    """Return the choices that win more than every one of no more weight, the lightest first."""
    kept: list[_Best] = []
    for one in sorted(choices, key=lambda best: (best.weight, -best.gain)):
        if not kept or one.gain > kept[-1].gain:
            kept.append(one)
    return kept


def _fewest_points(
    gains: Sequence[Sequence[int]], weights: Sequence[int], need: int, most_weight: int
) -> tuple[Pick, ...] | None:
    """Choose of all that weigh the least what wins the fewest points, but enough.

    What can be won with a weight is a set of numbers, kept as the bits of an integer; sums that
    cannot come to enough any more are dropped.
    """
    fronts = _fronts(gains, weights, need)
    layers: list[Mapping[int, int]] = [{0: 1}]
    for number, ladder in enumerate(gains):
        layers.append(
            {
                weight: alive
                for weight, sums in _climbed(layers[-1], ladder, weights[number]).items()
                if weight <= most_weight
                and (alive := _alive(sums, need, fronts[number + 1], most_weight - weight))
            }
        )
    enough = layers[-1].get(most_weight, 0) >> need
    if not enough:
        return None
    return _picked(layers, gains, weights, most_weight, need + _lowest_bit(enough))


def _climbed(layer: Mapping[int, int], ladder: Sequence[int], weight: int) -> Mapping[int, int]:
    """Return what can be won with and without one ladder more."""
    reached = dict(layer)
    for before, sums in layer.items():
        for gain in ladder:
            reached[before + weight] = reached.get(before + weight, 0) | sums << gain
    return reached


def _alive(sums: int, need: int, front: Sequence[_Best], weight: int) -> int:
    """Return the sums that what is left can still bring to what is needed."""
    best = front[bisect_right(front, weight, key=_weight) - 1]
    lowest = max(0, need - best.gain)
    return sums >> lowest << lowest


def _picked(
    layers: Sequence[Mapping[int, int]],
    gains: Sequence[Sequence[int]],
    weights: Sequence[int],
    weight: int,
    total: int,
) -> tuple[Pick, ...]:
    """Find the choice that led to a sum of gains, going back over the ladders."""
    picks: list[Pick] = []
    for number in range(len(gains) - 1, -1, -1):
        before = layers[number]
        if before.get(weight, 0) >> total & 1:
            continue
        weight -= weights[number]
        sums = before.get(weight, 0)
        step = next(n for n, gain in enumerate(gains[number]) if _holds(sums, total - gain))
        picks.append((number, step))
        total -= gains[number][step]
    return tuple(reversed(picks))


def _holds(sums: int, value: int) -> bool:
    return value >= 0 and bool(sums >> value & 1)


def _lowest_bit(number: int) -> int:
    return (number & -number).bit_length() - 1
