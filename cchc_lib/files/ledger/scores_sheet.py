"""The sheet “Điểm”: one row per unit and component, in official order."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from cchc_lib.core.results import YearResult
from cchc_lib.files.ledger.book import Book
from cchc_lib.files.ledger.grid import Grid
from cchc_lib.files.ledger.order import units_in_order
from cchc_lib.files.ledger.score_cells import Ground, ScoreCells
from cchc_lib.files.ledger.score_columns import GAP

__all__ = ["Scores", "write_scores"]

Rows = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The scores as written: the rows of each unit, and of each area of a unit."""

    grid: Grid
    units: Mapping[str, Rows]
    areas: Mapping[tuple[str, str], Rows]


def write_scores(book: Book, year: YearResult, ground: Ground, words: Mapping[str, str]) -> Scores:
    """Write every component of every unit with all of its stages."""
    writing = ScoreCells(book, year, ground, words)
    grid = writing.grid
    units: dict[str, Rows] = {}
    areas: dict[tuple[str, str], Rows] = {}
    for unit in units_in_order(year):
        group, first = year.edition.group(unit.group_code).name_vi, grid.next_row
        for area, scores in groupby(year.scores_of(unit.code), key=lambda score: score.area_code):
            rows = [writing.add(score, group, unit.name_vi) for score in scores]
            areas[unit.code, area] = (rows[0], rows[-1])
        units[unit.code] = (first, grid.last)
    gap = grid.at(GAP, grid.first)
    grid.mark(GAP, f"=AND(ISNUMBER({gap}),{gap}<>0)")
    return Scores(grid=grid, units=units, areas=areas)
