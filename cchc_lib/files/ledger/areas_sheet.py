"""The sheet “Lĩnh vực”: the areas of every unit, ranked inside each group."""

from collections.abc import Iterator, Mapping

from cchc_lib.core.results import AreaResult, YearResult
from cchc_lib.core.rulebook import Area, UnitGroup
from cchc_lib.files.ledger.book import Book, Sheet
from cchc_lib.files.ledger.cells import (
    NONE_YET,
    NOT_APPLICABLE,
    NOT_DECLARED,
    UNUSED,
    Link,
    Live,
    Value,
    stored,
)
from cchc_lib.files.ledger.criteria_sheet import APPRAISED, NOT_SURVEYED, SURVEYED
from cchc_lib.files.ledger.grid import Column, Grid
from cchc_lib.files.ledger.order import units_in_order
from cchc_lib.files.ledger.ranks import compared, place_formula
from cchc_lib.files.ledger.score_columns import FINAL, MAX, SELF, SOURCE, STATUS, WAITING
from cchc_lib.files.ledger.score_columns import UNIT as SCORE_UNIT
from cchc_lib.files.ledger.scores_sheet import Scores
from cchc_lib.files.ledger.unit_columns import STATE
from cchc_lib.files.ledger.units_sheet import Units
from cchc_lib.files.spreadsheet_text import rounded_formula, text_literal

__all__ = ["write_areas"]

_GROUP, _AREA, _UNIT, _MAX = "Nhóm", "Lĩnh vực", "Đơn vị", "Điểm tối đa"
_SELF, _OWN, _SURVEY, _FINAL = "Điểm tự chấm", "Điểm thẩm định", "Điểm điều tra", "Điểm được tính"
_EXACT, _INDEX = "Chỉ số thành phần chưa làm tròn", "Chỉ số thành phần (%)"
_COMPARED, _RANK = "Giá trị xếp hạng", "Hạng trong nhóm"
_COLUMNS = (
    Column(_GROUP, 22), Column(_AREA, 34), Column(_UNIT, 34), Column(_MAX, 10, "points"),
    Column(_SELF, 12, "points"), Column(_OWN, 12, "points"), Column(_SURVEY, 12, "points"),
    Column(_FINAL, 12, "points"), Column(_EXACT, 14, "exact"), Column(_INDEX, 12, "total"),
    Column(_COMPARED, 12, "exact"), Column(_RANK, 10, "centre"),
)  # fmt: skip
_NOTHING, _WAITING, _UNUSED = map(text_literal, (NONE_YET, WAITING, UNUSED))
_APPLIES = text_literal(f"<>{NOT_APPLICABLE}")
Rows = tuple[int, int]


def write_areas(
    book: Book, year: YearResult, scores: Scores, units: Units, words: Mapping[str, str]
) -> Grid:
    """Write every area of every unit, the units of a group together in each area."""
    grid = Grid(book, Sheet.AREAS, _COLUMNS, fixed=3)
    blocked = text_literal(words["blocked"])
    for group, area, own in _tables(year):
        members = (grid.next_row, grid.next_row + len(own) - 1)
        for result in own:
            code = result.unit_code
            rows = scores.areas[code, area.code]
            is_blocked = f"{units.grid.ref(STATE, units.rows[code])}={blocked}"
            target = scores.grid.ref(SCORE_UNIT, rows[0])
            about: dict[str, Value] = {
                _GROUP: group.name_vi,
                _AREA: f"{area.code}. {area.name_vi}",
                _UNIT: Link(year.assessment.unit(code).name_vi, target),
            }
            sums = _sum_cells(scores.grid, rows, result, is_blocked)
            grid.add(about | sums | _index_cells(grid, year, result, members))
    return grid


def _tables(year: YearResult) -> Iterator[tuple[UnitGroup, Area, list[AreaResult]]]:
    """Yield the results of each area in each group that has it."""
    results = {(one.unit_code, one.area_code): one for one in year.areas}
    for group in year.edition.groups:
        members = [unit.code for unit in units_in_order(year) if unit.group_code == group.code]
        for area in year.edition.areas:
            own = [results[code, area.code] for code in members if (code, area.code) in results]
            if own:
                yield group, area, own


def _sum_cells(scores: Grid, rows: Rows, area: AreaResult, is_blocked: str) -> dict[str, Value]:
    status, source = scores.span(STATUS, rows), scores.span(SOURCE, rows)
    claims = scores.span(SELF, rows)
    own = f'({source}="{APPRAISED}")*({status}<>"{NOT_APPLICABLE}")'
    is_claimed = f"SUMPRODUCT({own}*ISNUMBER({claims}))=SUMPRODUCT({own})"
    claimed = f'SUMIFS({claims},{source},"{APPRAISED}",{status},{_APPLIES})'
    undeclared = text_literal(NOT_DECLARED)
    return {
        _MAX: Live(f"=SUMIFS({scores.span(MAX, rows)},{status},{_APPLIES})", area.max_score),
        _SELF: Live(
            f"=IF({is_claimed},{claimed},{undeclared})", stored(area.self_score, NOT_DECLARED)
        ),
        _OWN: _waiting_sum(scores, rows, is_blocked, area.appraised_score, NOT_SURVEYED),
        _SURVEY: _waiting_sum(scores, rows, is_blocked, area.survey_score, SURVEYED),
        _FINAL: _waiting_sum(scores, rows, is_blocked, area.final_score, ""),
    }


def _waiting_sum(scores: Grid, rows: Rows, is_blocked: str, value: object, source: str) -> Live:
    """Return the sum of final scores of a source; nothing while any of them is waited for."""
    finals, status = scores.span(FINAL, rows), scores.span(STATUS, rows)
    of_source = f',{scores.span(SOURCE, rows)},"{source}"' if source else ""
    is_waiting = f"COUNTIFS({status},{_WAITING}{of_source})>0"
    whole = f"SUMIFS({finals}{of_source})" if source else f"SUM({finals})"
    return Live(f"=IF(OR({is_blocked},{is_waiting}),{_NOTHING},{whole})", stored(value))


def _index_cells(grid: Grid, year: YearResult, area: AreaResult, members: Rows) -> dict[str, Value]:
    row, edition = grid.next_row, year.edition
    highest, final, exact = (grid.at(title, row) for title in (_MAX, _FINAL, _EXACT))
    places, mode = edition.rounding.total_places, edition.rounding.mode
    rounded = rounded_formula(exact, places=places, mode=mode)
    is_exact = edition.ranking.value == "exact"
    source = grid.at(_EXACT if is_exact else _INDEX, row)
    value = area.sub_index_exact if is_exact else area.sub_index_pct
    one = grid.at(_COMPARED, row)
    place = place_formula([(grid.near(_COMPARED, members), one)], edition.ranking.method)
    has_index = f"AND(ISNUMBER({final}),{highest}>0)"
    return {
        _EXACT: Live(
            f"=IF({has_index},{final}*100/{highest},{_NOTHING})", stored(area.sub_index_exact)
        ),
        _INDEX: Live(f"=IF(ISNUMBER({exact}),{rounded},{_NOTHING})", stored(area.sub_index_pct)),
        _COMPARED: Live(
            f"=IF(ISNUMBER({source}),{compared(source)},{_UNUSED})", stored(value, UNUSED)
        ),
        _RANK: Live(f"=IF(ISNUMBER({one}),{place},{_NOTHING})", stored(area.rank_in_group)),
    }
