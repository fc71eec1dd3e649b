"""Variance-based sensitivity: how much of an output's variance each uncertain factor makes.

The design has two independent samples A and B, and for every factor a copy of A whose
column of that factor is B's: N (d + 2) evaluations. First-order effects are estimated by the
product of B with the difference that the factor makes, total effects by its mean square.
"""

from typing import NamedTuple

import numpy as np

from cchc_lib.analysis.composite import Floats

__all__ = ["SobolIndices", "design", "sobol_indices"]


class SobolIndices(NamedTuple):
    """Of each factor: the part of the variance it makes alone, and with all it acts through."""

    first: Floats
    total: Floats


def design(a: Floats, b: Floats) -> Floats:
    """Return the rows to evaluate: A, B, then A with one column after the other taken from B.

    >>> design(np.array([[1.0, 2.0]]), np.array([[8.0, 9.0]])).tolist()
    [[1.0, 2.0], [8.0, 9.0], [8.0, 2.0], [1.0, 9.0]]
    """
    columns = np.eye(a.shape[1], dtype=bool)
    return np.concatenate([a, b, *(np.where(own, b, a) for own in columns)])


def sobol_indices(outputs: Floats, factor_count: int) -> SobolIndices:
    """Estimate first-order and total effects from the outputs of a design, row by row.

    Parameters
    ----------
    outputs
        One value per row, or (row, output): the effects are then those on all outputs together,
        each weighing as much as it varies.
    factor_count
        How many factors the design has.

    Returns
    -------
    SobolIndices
        Zero for all factors where nothing varies.
    """
    blocks = outputs.reshape(factor_count + 2, -1, *outputs.shape[1:])
    a, b, mixed = blocks[0], blocks[1], blocks[2:]
    variance = np.var(np.concatenate([a, b]), axis=0, ddof=1).sum()
    if not variance > 0:
        return SobolIndices(np.zeros(factor_count), np.zeros(factor_count))
    alone = (b * (mixed - a)).mean(axis=1)
    whole = ((a - mixed) ** 2).mean(axis=1) / 2
    each = (factor_count, -1)
    return SobolIndices(
        alone.reshape(each).sum(axis=1) / variance, whole.reshape(each).sum(axis=1) / variance
    )
