"""Put the ledger together: sheets in the order in which their formulas lean on each other."""

from collections.abc import Mapping
from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.files.ledger.adjustments_sheet import write_adjustments
from cchc_lib.files.ledger.areas_sheet import write_areas
from cchc_lib.files.ledger.book import Book, Sheet
from cchc_lib.files.ledger.criteria_sheet import CRITERIA_MAX, write_criteria
from cchc_lib.files.ledger.figures_sheet import write_figures
from cchc_lib.files.ledger.grid import Grid
from cchc_lib.files.ledger.groups_sheet import write_groups
from cchc_lib.files.ledger.opening_sheet import CONTENTS, write_opening
from cchc_lib.files.ledger.page import finish_sheet
from cchc_lib.files.ledger.rules_sheet import write_rules
from cchc_lib.files.ledger.score_cells import Ground
from cchc_lib.files.ledger.scores_sheet import write_scores
from cchc_lib.files.ledger.survey_sheet import write_survey
from cchc_lib.files.ledger.units_sheet import write_units
from cchc_lib.files.writing import write_bytes

__all__ = ["ledger_fits", "write_ledger"]

_MOST_SCORES = 30_000
"""Some 375 units. A sheet can have 65,530 links, and every score has two of them; those beyond
would be left out without a word."""
_PAGES_WIDE = {Sheet.SCORES: 2, Sheet.UNITS: 2}
"""Sheets with more columns than one page can show legibly."""


def ledger_fits(year: YearResult) -> bool:
    """Tell whether the ledger of a year is one that can be made, opened and recalculated."""
    return len(year.scores) <= _MOST_SCORES


def write_ledger(
    path: Path,
    year: YearResult,
    how_vi: Mapping[str, Mapping[str, str]],
    words: Mapping[str, str],
) -> None:
    """Write the whole computation of a year, the formulas live, each with its stored value.

    Parameters
    ----------
    path
        The workbook to write.
    year
        The computed year.
    how_vi
        The sentences on how points are given, by group and component.
    words
        The Vietnamese names of codes; ``ranking``, how units are ranked; ``notice``, what must
        be said wherever results of the year are shown.
    """
    book = Book(year)
    for grid in _write_sheets(book, year, how_vi, words):
        finish_sheet(
            book,
            grid,
            year=year,
            note=CONTENTS[grid.sheet],
            notice=words["notice"],
            pages_wide=_PAGES_WIDE.get(grid.sheet, 1),
        )
    write_opening(book, year, words)
    write_bytes(path, book.content())


def _write_sheets(
    book: Book,
    year: YearResult,
    how_vi: Mapping[str, Mapping[str, str]],
    words: Mapping[str, str],
) -> tuple[Grid, ...]:
    rules = write_rules(book, year.edition, words)
    criteria, criteria_rows = write_criteria(book, year.edition, how_vi, words)
    maxima = {key: criteria.ref(CRITERIA_MAX, row) for key, row in criteria_rows.items()}
    figures, figure_rows = write_figures(book, year)
    survey, survey_rows = write_survey(book, year, rules, maxima)
    ground = Ground(
        rules=rules,
        maxima=maxima,
        figures=figures,
        figure_rows=figure_rows,
        survey=survey,
        survey_rows=survey_rows,
    )
    scores = write_scores(book, year, ground, words)
    adjusted = write_adjustments(book, year, rules, words)
    units = write_units(book, year, words, rules=rules, scores=scores, adjusted=adjusted)
    areas = write_areas(book, year, scores, units, words)
    groups = write_groups(book, year, rules, (criteria, _spans(criteria_rows)), units)
    before = (rules.grid, criteria, figures, survey, scores.grid, adjusted.grid)
    return (*before, areas, units.grid, groups)


def _spans(rows: Mapping[tuple[str, str], int]) -> dict[str, tuple[int, int]]:
    """Return the first and the last row of each group."""
    spans: dict[str, tuple[int, int]] = {}
    for (group, _), row in rows.items():
        first, _ = spans.get(group, (row, row))
        spans[group] = (first, row)
    return spans
