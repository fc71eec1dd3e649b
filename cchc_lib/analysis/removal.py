"""What an area or a criterion does to the places: everything worked out again without it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cchc_lib.analysis.model import group_model
from cchc_lib.analysis.places import mean_moves
from cchc_lib.core.reckoning import AppendixRow
from cchc_lib.core.results import YearResult

__all__ = ["Removal", "removals_of_areas", "removals_of_criteria"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What taking out one element does to the places of a group.

    ``mean_move`` is the mean absolute change of place; ``moved`` gives the place without it
    for every unit whose place changes, best first by the official place.
    """

    group_code: str
    code: str
    mean_move: float
    moved: dict[str, int]


def removals_of_areas(year: YearResult, group_code: str) -> tuple[Removal, ...]:
    """Return what each area does, in official order."""
    return _removals(year, group_code, lambda row: row.area_code)


def removals_of_criteria(year: YearResult, group_code: str) -> tuple[Removal, ...]:
    """Return what each criterion does, in official order."""
    return _removals(year, group_code, lambda row: row.criterion_code)


def _removals(
    year: YearResult, group_code: str, key: Callable[[AppendixRow], str]
) -> tuple[Removal, ...]:
    model = group_model(year, group_code)
    if not model.units:
        return ()
    keys = [key(row) for row in model.rows]
    codes = list(dict.fromkeys(keys))
    weights = np.array([[float(own != code) for own in keys] for code in codes])
    nominal, moved = model.evaluate().place, model.evaluate(weights=weights).place
    return tuple(
        Removal(
            group_code=group_code,
            code=code,
            mean_move=float(mean),
            moved={
                unit.unit_code: int(new)
                for unit, old, new in zip(model.units, nominal, own, strict=True)
                if new != old
            },
        )
        for code, mean, own in zip(codes, mean_moves(nominal, moved), moved, strict=True)
    )
