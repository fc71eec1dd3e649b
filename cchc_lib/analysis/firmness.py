"""How firm places are: intervals from each source of doubt, and neighbours not told apart.

This is analysis in floating point; it changes no official result.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from cchc_lib.analysis.composite import Floats
from cchc_lib.analysis.disturbing import SOURCES, Disturbance, Source, Spread, draw, spread_of
from cchc_lib.analysis.groups import by_group
from cchc_lib.analysis.model import GroupModel, group_model
from cchc_lib.analysis.places import place_statistics
from cchc_lib.core.results import YearResult

__all__ = [
    "Doubt",
    "Firmness",
    "GroupFirmness",
    "PlaceRange",
    "disturbed",
    "firmness_of_group",
    "firmness_of_year",
]

_BLOCK = 250
"""Draws worked out at once; more would only take more memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What an analysis supposes: parameters of the analysis, none of them law.

    ``draws`` per source; ``seed`` of the draws; weights move by ``weight_pct`` percent up or
    down; ranges of places leave out ``tail_pct`` percent of the draws at each end; two
    units are not told apart where their order turns in ``reversed_pct`` percent or more.
    """

    draws: int = 1000
    seed: int = 2018
    weight_pct: float = 10.0
    tail_pct: float = 5.0
    reversed_pct: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRange:
    """The places of a unit over the draws: the lowest and highest that are kept, and the mean."""

    low: int
    high: int
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmness:
    """How firm the place of one unit is.

    ``ranges`` by source; ``combined`` from all sources at once; ``neighbours`` are the units
    it cannot be told apart from, best first, with how often their order turned, 0 to 1; one
    with the same place counts as always.
    """

    unit_code: str
    place: int
    ranges: dict[Source, PlaceRange]
    combined: PlaceRange
    neighbours: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFirmness:
    """The firmness of every unit of a group that has a place, best first."""

    group_code: str
    doubt: Doubt
    units: tuple[Firmness, ...]
    mean_moves: dict[Source, float]


def firmness_of_year(
    year: YearResult, doubt: Doubt | None = None, *, sources: Sequence[Source] = SOURCES
) -> tuple[GroupFirmness, ...]:
    """Return how firm the places of every group with any are, in official order of the groups.

    ``sources`` are those whose own ranges are wanted; all of them act in the combined one.
    """
    asked = doubt or Doubt()
    return tuple(own for _, own in by_group(year, firmness_of_group, asked, sources=sources))


def firmness_of_group(
    year: YearResult, group_code: str, doubt: Doubt, *, sources: Sequence[Source] = SOURCES
) -> GroupFirmness:
    """Return how firm the places of one group are."""
    model = group_model(year, group_code)
    spread = spread_of(year, model, weight_pct=doubt.weight_pct)
    alone = {source: _places_under(model, spread, (source,), doubt)[0] for source in sources}
    drawn, turned = _places_under(model, spread, SOURCES, doubt)
    nominal = np.array([float(_place(model, at)) for at in range(len(model.units))])
    each = {source: _ranges(found, doubt) for source, found in alone.items()}
    together = _ranges(drawn, doubt)
    return GroupFirmness(
        group_code=group_code,
        doubt=doubt,
        units=tuple(
            Firmness(
                unit_code=unit.unit_code,
                place=_place(model, at),
                ranges={source: own[at] for source, own in each.items()},
                combined=together[at],
                neighbours=_neighbours(model, turned[at], doubt),
            )
            for at, unit in enumerate(model.units)
        ),
        mean_moves={s: float(np.abs(found - nominal).mean()) for s, found in alone.items()}
        if model.units
        else {},
    )


def disturbed(model: GroupModel, parts: Sequence[Disturbance]) -> tuple[Floats, Floats | None]:
    """Return the shares, kept between zero and the maximum, and the weights of some draws."""
    shifts = [part.shift for part in parts if part.shift is not None]
    share = model.share
    if shifts:
        share = np.clip(model.share + sum(shifts), 0.0, 1.0) * model.counted
    return share, next((part.weights for part in parts if part.weights is not None), None)


def _blocks(count: int) -> Iterator[tuple[int, int]]:
    """Yield number and size of the blocks in which draws are worked out."""
    for number, start in enumerate(range(0, count, _BLOCK)):
        yield number, min(_BLOCK, count - start)


def _places_under(
    model: GroupModel, spread: Spread, sources: Sequence[Source], doubt: Doubt
) -> tuple[Floats, Floats]:
    """Return places as (draw, unit), and how often an order turned as (unit, other).

    Units that share a place officially have no order.
    """
    size, drawn = len(model.units), []
    turned = np.zeros((size, size))
    official = model.evaluate().is_ahead
    for number, count in _blocks(doubt.draws):
        seed = (doubt.seed, number)
        parts = [draw(spread, source, count, seed) for source in sources]
        share, weights = disturbed(model, parts)
        found = model.evaluate(share, weights)
        drawn.append(np.broadcast_to(found.place, (count, size)))
        is_turned = found.is_ahead & np.swapaxes(official, -1, -2)
        turned += np.broadcast_to(is_turned, (count, size, size)).sum(axis=0)
    is_tied = ~official & ~official.T & ~np.eye(size, dtype=bool)
    return np.concatenate(drawn), np.where(is_tied, 1.0, (turned + turned.T) / doubt.draws)


def _ranges(drawn: Floats, doubt: Doubt) -> list[PlaceRange]:
    if not drawn.size:
        return []
    tail = doubt.tail_pct / 100
    found = place_statistics(drawn, low=tail, high=1 - tail)
    return [
        PlaceRange(low=int(np.floor(low)), high=int(np.ceil(high)), mean=float(mean))
        for mean, low, high in zip(found.mean, found.low, found.high, strict=True)
    ]


def _neighbours(model: GroupModel, turned: Floats, doubt: Doubt) -> dict[str, float]:
    level = doubt.reversed_pct / 100
    return {
        unit.unit_code: float(often)
        for unit, often in zip(model.units, turned, strict=True)
        if often >= level
    }


def _place(model: GroupModel, at: int) -> int:
    rank = model.units[at].rank
    assert isinstance(rank, int)
    return rank
