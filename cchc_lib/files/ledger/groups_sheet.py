"""The sheet “Nhóm”: every group at a glance, and whether its maxima add up."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from cchc_lib.core.results import GroupSummary, YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.files.forms.layout import NO, YES
from cchc_lib.files.ledger.book import Book, Sheet
from cchc_lib.files.ledger.cells import NO_GRADE, NONE_YET, Live, Value, stored
from cchc_lib.files.ledger.criteria_sheet import CRITERIA_MAX
from cchc_lib.files.ledger.grid import Column, Grid
from cchc_lib.files.ledger.rules_sheet import RuleCells
from cchc_lib.files.ledger.unit_columns import COUNTED_INDEX, GRADE, PROVISIONAL, UNIT_CODE
from cchc_lib.files.ledger.units_sheet import Units
from cchc_lib.files.spreadsheet_text import rounded_formula, text_literal

__all__ = ["write_groups"]

_GROUP, _COUNT, _RANKED = "Nhóm", "Số đơn vị", "Số đơn vị có hạng"
_MEAN, _HIGHEST, _LOWEST = "Chỉ số bình quân (%)", "Cao nhất (%)", "Thấp nhất (%)"
_PROVISIONAL, _MAX, _SUM = "Tạm tính", "Điểm tối đa của nhóm", "Tổng điểm tối đa các tiêu chí"
_BEFORE = (
    Column(_GROUP, 40), Column(_COUNT, 12, "count"), Column(_RANKED, 12, "count"),
    Column(_MEAN, 12, "total"), Column(_HIGHEST, 12, "total"), Column(_LOWEST, 12, "total"),
    Column(_PROVISIONAL, 10, "centre"),
)  # fmt: skip
_AFTER = (Column(_MAX, 12, "points"), Column(_SUM, 14, "points"))
_NOTHING = text_literal(NONE_YET)
Rows = tuple[int, int]


def write_groups(
    book: Book,
    year: YearResult,
    rules: RuleCells,
    criteria: tuple[Grid, Mapping[str, Rows]],
    units: Units,
) -> Grid:
    """Write the summary of every group that has units; ``criteria`` are the rows of its maxima."""
    bands = [band.name_vi for band in year.edition.grading.bands]
    grades = [Column(name, 10, "count") for name in (*bands, NO_GRADE)]
    grid = Grid(book, Sheet.GROUPS, (*_BEFORE, *grades, *_AFTER), fixed=1)
    for summary in year.groups:
        rows = units.groups.get(summary.group_code)
        if rows is None:
            continue
        group = year.edition.group(summary.group_code)
        about: dict[str, Value] = {
            _GROUP: group.name_vi,
            _MAX: Live(f"={rules.value('group', group.code)}", group.max_score),
            _SUM: _declared_max(year.edition, group.code, criteria),
        }
        counts = _grade_cells(year, units, rows, group.code)
        grid.add(about | _index_cells(year, summary, units, rows) | counts)
    return grid


def _declared_max(
    edition: Edition, group_code: str, criteria: tuple[Grid, Mapping[str, Rows]]
) -> Live:
    table, rows = criteria
    maxima = (c.max_score[group_code] for c in edition.components_of(group_code))
    formula = f"=SUM({table.span(CRITERIA_MAX, rows[group_code])})"
    return Live(formula, sum(maxima, Decimal(0)))


def _index_cells(
    year: YearResult, summary: GroupSummary, units: Units, rows: Rows
) -> dict[str, Value]:
    counted = units.grid.span(COUNTED_INDEX, rows)
    rule = year.edition.rounding
    mean = rounded_formula(f"AVERAGE({counted})", places=rule.total_places, mode=rule.mode)
    is_none = f"COUNT({counted})=0"
    provisional = f'COUNTIF({units.grid.span(PROVISIONAL, rows)},"{YES}")>0'
    return {
        _COUNT: Live(f"=COUNTA({units.grid.span(UNIT_CODE, rows)})", summary.unit_count),
        _RANKED: Live(f"=COUNT({counted})", summary.ranked_count),
        _MEAN: Live(f"=IF({is_none},{_NOTHING},{mean})", stored(summary.mean_index_pct)),
        _HIGHEST: Live(
            f"=IF({is_none},{_NOTHING},MAX({counted}))", stored(summary.highest_index_pct)
        ),
        _LOWEST: Live(
            f"=IF({is_none},{_NOTHING},MIN({counted}))", stored(summary.lowest_index_pct)
        ),
        _PROVISIONAL: Live(
            f'=IF({provisional},"{YES}","{NO}")', YES if summary.is_provisional else NO
        ),
    }


def _grade_cells(year: YearResult, units: Units, rows: Rows, group_code: str) -> dict[str, Value]:
    """Return how many units have each grade, and how many have none yet."""
    members = (unit for unit in year.units if unit.group_code == group_code)
    counts = Counter(stored(unit.grade, NO_GRADE) for unit in members)
    names = (*(band.name_vi for band in year.edition.grading.bands), NO_GRADE)
    grades = units.grid.span(GRADE, rows)
    return {name: Live(f"=COUNTIF({grades},{text_literal(name)})", counts[name]) for name in names}
