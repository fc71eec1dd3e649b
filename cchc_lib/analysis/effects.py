"""Which source of doubt matters most: first-order and total effects on index and places.

Each source is a factor whose level is the number of a draw kept ready; the design takes the
draws of the sources together in all the ways that the estimators need.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cchc_lib.analysis.composite import Floats
from cchc_lib.analysis.disturbing import SOURCES, Disturbance, Source, draw, spread_of
from cchc_lib.analysis.firmness import Doubt, disturbed
from cchc_lib.analysis.model import GroupModel, group_model
from cchc_lib.analysis.places import mean_moves
from cchc_lib.analysis.sobol import design, sobol_indices
from cchc_lib.core.results import YearResult

__all__ = ["SourceEffect", "source_effects"]

Numbers = npt.NDArray[np.int64]
_BLOCK = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEffect:
    """The part of the variance that one source makes, alone and with all it acts through.

    ``index_*`` of the indices of all units together, ``move_*`` of the mean absolute change
    of place. Estimates from a sample: they may lie a little below zero or above one.
    """

    source: Source
    index_first: float
    index_total: float
    move_first: float
    move_total: float


def source_effects(
    year: YearResult, group_code: str, doubt: Doubt, *, sample: int
) -> tuple[SourceEffect, ...]:
    """Return the effects of every source in one group, from ``sample`` × (sources + 2) draws."""
    model = group_model(year, group_code)
    if not model.units:
        return ()
    spread = spread_of(year, model, weight_pct=doubt.weight_pct)
    kept = [draw(spread, source, 2 * sample, (doubt.seed, 1)) for source in SOURCES]
    numbers = np.arange(sample, dtype=np.float64)[:, None].repeat(len(SOURCES), axis=1)
    rows = design(numbers, numbers + sample).astype(np.int64)
    index, move = _outputs(model, kept, rows)
    on_index, on_move = (sobol_indices(one, len(SOURCES)) for one in (index, move))
    return tuple(
        SourceEffect(
            source=source,
            index_first=float(on_index.first[at]),
            index_total=float(on_index.total[at]),
            move_first=float(on_move.first[at]),
            move_total=float(on_move.total[at]),
        )
        for at, source in enumerate(SOURCES)
    )


def _outputs(
    model: GroupModel,
    kept: list[Disturbance],
    rows: Numbers,
) -> tuple[Floats, Floats]:
    """Return by row of a design the indices, less their mean, and the mean change of place."""
    nominal, indices, moves = model.evaluate().place, [], []
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        parts = [_picked(one, block[:, at]) for at, one in enumerate(kept)]
        found = model.evaluate(*disturbed(model, parts))
        indices.append(found.index)
        moves.append(mean_moves(nominal, found.place))
    index, move = np.concatenate(indices), np.concatenate(moves)
    return index - index.mean(axis=0), move - move.mean()


def _picked(one: Disturbance, numbers: Numbers) -> Disturbance:
    return Disturbance(
        shift=None if one.shift is None else one.shift[numbers],
        weights=None if one.weights is None else one.weights[numbers],
    )
