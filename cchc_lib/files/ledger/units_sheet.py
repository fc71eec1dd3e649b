"""The sheet “Chỉ số”: from the points of a unit to its total, index, rank and grade."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cchc_lib.core.results import YearResult
from cchc_lib.files.ledger.adjustments_sheet import Adjusted
from cchc_lib.files.ledger.book import Book, Sheet
from cchc_lib.files.ledger.cells import Link, Value
from cchc_lib.files.ledger.grid import Column, Grid
from cchc_lib.files.ledger.order import units_in_order
from cchc_lib.files.ledger.rules_sheet import RuleCells
from cchc_lib.files.ledger.score_columns import UNIT as SCORE_UNIT
from cchc_lib.files.ledger.scores_sheet import Scores
from cchc_lib.files.ledger.unit_columns import (
    AFTER,
    AWAITING,
    BEFORE,
    BLOCKING,
    GROUP,
    OPEN,
    TIES,
    UNIT,
    UNIT_CODE,
)
from cchc_lib.files.ledger.unit_outcome import outcome_cells
from cchc_lib.files.ledger.unit_sums import UnitGround, sum_cells

__all__ = ["Units", "write_units"]

Rows = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The indices as written: the row of each unit, and the rows of each group that has any."""

    grid: Grid
    rows: Mapping[str, int]
    groups: Mapping[str, Rows]


def write_units(
    book: Book,
    year: YearResult,
    words: Mapping[str, str],
    *,
    rules: RuleCells,
    scores: Scores,
    adjusted: Adjusted,
) -> Units:
    """Write the index of every unit and everything it was made from."""
    ties = [Column(TIES[name], 10, "exact") for name in year.edition.ranking.tie_break]
    grid = Grid(book, Sheet.UNITS, (*BEFORE, *ties, *AFTER), fixed=2)
    groups = _group_rows(year, grid.first)
    errors = _error_counts(year)
    ground = UnitGround(
        grid=grid,
        year=year,
        rules=rules,
        scores=scores,
        adjusted=adjusted,
        words=words,
        is_open="" in {code for code, _ in errors},
    )
    rows: dict[str, int] = {}
    for unit in units_in_order(year):
        result = year.unit(unit.code)
        target = scores.grid.ref(SCORE_UNIT, scores.units[unit.code][0])
        about: dict[str, Value] = {
            GROUP: year.edition.group(unit.group_code).name_vi,
            UNIT: Link(unit.name_vi, target),
            UNIT_CODE: unit.code,
            BLOCKING: errors[unit.code, "withheld"],
            OPEN: errors[unit.code, "open"],
            AWAITING: result.awaiting_count,
        }
        members = groups[unit.group_code]
        computed = sum_cells(ground, result) | outcome_cells(ground, result, members)
        rows[unit.code] = grid.add(about | computed)
    return Units(grid=grid, rows=rows, groups=groups)


def _group_rows(year: YearResult, first: int) -> dict[str, Rows]:
    """Return the rows that the units of each group will have."""
    rows: dict[str, Rows] = {}
    for code, count in Counter(unit.group_code for unit in units_in_order(year)).items():
        rows[code] = (first, first + count - 1)
        first += count
    return rows


def _error_counts(year: YearResult) -> Counter[tuple[str, str]]:
    """Count the errors of each unit: those that withhold its result, and the others."""
    return Counter(
        (one.unit_code, "open" if one.has_fallback else "withheld")
        for one in year.findings
        if one.severity == "error"
    )
