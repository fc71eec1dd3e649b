"""Places by the rule an edition declares, for many draws at once, and how far they move."""

from typing import Literal, NamedTuple

import numpy as np

from cchc_lib.analysis.composite import Floats, Mask
from cchc_lib.core.rulebook import RoundingRule

__all__ = ["PlaceStatistics", "ahead", "mean_moves", "place_statistics", "places", "rounded"]

_NOISE = 7
"""Decimals beyond which a sum in floating point says nothing; they are dropped before a tie."""


class PlaceStatistics(NamedTuple):
    """How the places of every unit lie over the draws; quantiles interpolate linearly."""

    mean: Floats
    median: Floats
    low: Floats
    high: Floats


def rounded(values: Floats, rounding: RoundingRule) -> Floats:
    """Round totals as an edition declares, in units of the last place: whole numbers.

    A half is found as one although its binary fraction lies a little beside it.
    """
    scaled = np.round(values * 10.0**rounding.total_places, _NOISE)
    if rounding.mode == "half_even":
        return np.asarray(np.rint(scaled))
    return np.asarray(np.trunc(scaled + np.copysign(0.5, scaled)))


def ahead(keys: tuple[Floats, ...]) -> Mask:
    """Tell of (..., unit, other) whether the other unit is ahead: higher by the first key.

    Further keys, each (..., unit), decide where those before them are equal.
    """
    is_ahead, is_even = _compared(keys[0])
    for key in keys[1:]:
        if not (is_even.sum(axis=-1) > 1).any():
            break
        is_higher, is_same = _compared(key)
        is_ahead |= is_even & is_higher
        is_even &= is_same
    return is_ahead


def _compared(key: Floats) -> tuple[Mask, Mask]:
    own, other = np.round(key, _NOISE)[..., :, None], np.round(key, _NOISE)[..., None, :]
    return other > own, other == own


def places(is_ahead: Mask, method: Literal["competition", "dense"]) -> Floats:
    """Return the place of each unit from who is ahead of whom, as (..., unit).

    >>> places(ahead((np.array([9.0, 9.0, 8.0]),)), "competition")
    array([1., 1., 3.])
    >>> places(ahead((np.array([9.0, 9.0, 8.0]),)), "dense")
    array([1., 1., 2.])
    """
    if method == "competition":
        return np.asarray(1.0 + is_ahead.sum(axis=-1))
    tied = (~is_ahead & ~np.swapaxes(is_ahead, -1, -2)).sum(axis=-1)
    steps = (is_ahead / tied[..., None, :]).sum(axis=-1)
    return np.asarray(1.0 + np.rint(steps))


def mean_moves(nominal: Floats, moved: Floats) -> Floats:
    """Return the mean absolute change of place over the units, for each draw."""
    return np.asarray(np.abs(moved - nominal).mean(axis=-1))


def place_statistics(drawn: Floats, *, low: float, high: float) -> PlaceStatistics:
    """Sum up places of (draw, unit) for every unit; ``low`` and ``high`` are quantiles, 0 to 1."""
    quantiles = np.quantile(drawn, [0.5, low, high], axis=0)
    return PlaceStatistics(drawn.mean(axis=0), *quantiles)
