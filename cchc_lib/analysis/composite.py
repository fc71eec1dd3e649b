"""A composite index in floating point: weighted means, level by level, many draws at once.

Arrays end in (unit, element); what stands before is draws, as many dimensions as wanted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Floats", "Level", "Mask", "aggregate", "weighted_mean", "without"]

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Elements of one level, and the place of each one's parent on the level above."""

    codes: tuple[str, ...]
    parents: tuple[int, ...]


def weighted_mean(values: Floats, weights: Floats, counted: Floats | None = None) -> Floats:
    """Return Σwx / Σw over the last dimension; zero where nothing has weight.

    Parameters
    ----------
    values
        (..., unit, element); zero where an element does not count for a unit.
    weights
        (..., element), not negative; the same for all units.
    counted
        (unit, element), one where an element counts and zero elsewhere; without it all do.

    >>> weighted_mean(np.array([[50.0, 80.0]]), np.array([1.0, 2.0]))
    array([70.])
    """
    mask = np.ones(values.shape[-2:]) if counted is None else counted
    column = weights[..., None]
    above, below = (values @ column)[..., 0], (mask @ column)[..., 0]
    shape = np.broadcast_shapes(above.shape, below.shape)
    return np.divide(above, below, out=np.zeros(shape), where=below > 0)


def aggregate(values: Floats, levels: Sequence[Level], weights: Sequence[Floats]) -> list[Floats]:
    """Return the values of every level above the first, from its children's weighted means.

    ``levels`` run from the indicators up, ``weights`` are those of each level's elements within
    their parents.
    """
    found: list[Floats] = []
    for level, own in zip(levels, weights, strict=True):
        parents = np.array(level.parents)
        below = values if not found else found[-1]
        means = [
            weighted_mean(below[..., parents == parent], own[..., parents == parent])
            for parent in range(int(parents.max()) + 1)
        ]
        found.append(np.stack(means, axis=-1))
    return found


def without(weights: Floats) -> Floats:
    """Return one row of weights per element, each with that element's weight at zero.

    >>> without(np.array([1.0, 2.0]))
    array([[0., 2.],
           [1., 0.]])
    """
    return weights * (1 - np.eye(weights.shape[-1]))
