"""The sheet “Điểm cộng, trừ”: adjustments with their documents, each ground under its limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Adjustment
from cchc_lib.files.ledger.book import Book, Sheet
from cchc_lib.files.ledger.cells import UNUSED, Live, Value, locate
from cchc_lib.files.ledger.grid import Column, Grid
from cchc_lib.files.ledger.order import units_in_order
from cchc_lib.files.ledger.rules_sheet import RuleCells
from cchc_lib.files.spreadsheet_text import text_literal

__all__ = ["Adjusted", "write_adjustments"]

_GROUP, _UNIT, _UNIT_CODE, _KIND, _CODE = "Nhóm", "Đơn vị", "Mã đơn vị", "Loại", "Mã mục"
_POINTS, _MOST, _COUNTED = "Số điểm", "Tối đa của mục", "Được tính theo mục"
_CAP, _REASON, _DOCUMENT, _SOURCE = "Bậc cao nhất còn được", "Lý do", "Văn bản", "Nguồn"
_COLUMNS = (
    Column(_GROUP, 16), Column(_UNIT, 26), Column(_UNIT_CODE, 18), Column(_KIND, 16),
    Column(_CODE, 18), Column(_POINTS, 8, "points", is_input=True), Column(_MOST, 9, "points"),
    Column(_COUNTED, 9, "points"), Column(_CAP, 9, "count"), Column(_REASON, 44),
    Column(_DOCUMENT, 26), Column(_SOURCE, 30),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """The adjustments as written, for the sums of units."""

    grid: Grid

    def counted(self, unit_cell: str, kind: str) -> str:
        """Return the formula of what a unit gets of a kind, before the cap of the whole."""
        points, units, kinds = (self._column(title) for title in (_COUNTED, _UNIT_CODE, _KIND))
        return f"SUMIFS({points},{units},{unit_cell},{kinds},{text_literal(kind)})"

    def best_place(self, unit_cell: str) -> str:
        """Return the formula of the place of the best grade that facts leave a unit; 0 for all."""
        units, places = self._column(_UNIT_CODE), self._column(_CAP)
        return f"SUMPRODUCT(MAX(EXACT({units},{unit_cell})*{places}))"

    def _column(self, title: str) -> str:
        return self.grid.span(title, (self.grid.first, self.grid.last))


def write_adjustments(
    book: Book, year: YearResult, rules: RuleCells, words: Mapping[str, str]
) -> Adjusted:
    """Write the adjustments of every unit; without any, a blank row for formulas to look up."""
    grid = Grid(book, Sheet.ADJUSTMENTS, _COLUMNS, fixed=2)
    every = [
        (unit, one) for unit in units_in_order(year) for one in year.unit(unit.code).adjustments
    ]
    table = (grid.first, grid.first + len(every) - 1)
    counted = _counted_points(year.edition, [one for _, one in every])
    for (unit, one), points in zip(every, counted, strict=True):
        about: dict[str, Value] = {
            _GROUP: year.edition.group(unit.group_code).name_vi,
            _UNIT: unit.name_vi,
            _UNIT_CODE: unit.code,
            _KIND: words[one.kind],
            _CODE: one.code,
            _POINTS: one.points,
            _REASON: one.reason,
            _DOCUMENT: one.document,
            _SOURCE: locate(one.place),
        }
        about[_MOST] = _most(grid, rules, year.edition, one)
        about[_CAP] = _cap_place(grid, rules, year.edition, one, words)
        about[_COUNTED] = _counted(grid, table, points, words)
        grid.add(about)
    if not every:
        grid.add({})
    return Adjusted(grid=grid)


def _most(grid: Grid, rules: RuleCells, edition: Edition, one: Adjustment) -> Live:
    """Return the limit of a ground; a ground that the edition does not know has none."""
    item = edition.adjustment.item(one.code)
    is_item = f"EXACT({rules.codes(rules.items)},{grid.at(_CODE, grid.next_row)})"
    found = f"SUMPRODUCT({is_item}*{rules.values(rules.items)})"
    formula = f"=IF(SUMPRODUCT(--{is_item})=0,{text_literal(UNUSED)},{found})"
    return Live(formula, item.max_points if item else UNUSED)


def _cap_place(
    grid: Grid, rules: RuleCells, edition: Edition, one: Adjustment, words: Mapping[str, str]
) -> Live:
    """Return the place of the best grade that a fact leaves; 0 where it limits nothing."""
    row, bands = grid.next_row, edition.grading.bands
    is_cap = f"EXACT({rules.codes(rules.caps)},{grid.at(_CODE, row)})"
    found = f"SUMPRODUCT({is_cap}*{rules.values(rules.caps)})"
    formula = f"=IF({grid.at(_KIND, row)}={text_literal(words['cap'])},{found},0)"
    best = [c.best_grade for c in edition.grading.caps if one.kind == "cap" and c.code == one.code]
    return Live(formula, bands.index(edition.grading.band(best[0])) + 1 if best else 0)


def _counted(grid: Grid, table: tuple[int, int], points: Decimal, words: Mapping[str, str]) -> Live:
    """Return what a ground gives a unit; it stands in the first row of the ground."""
    row = grid.next_row
    same, above = (
        "*".join(
            f"EXACT({grid.near(title, (table[0], last))},{grid.at(title, row)})"
            for title in (_UNIT_CODE, _KIND, _CODE)
        )
        for last in (table[1], row)
    )
    is_cap = f"{grid.at(_KIND, row)}={text_literal(words['cap'])}"
    whole = f"MIN(SUMPRODUCT({same}*{grid.near(_POINTS, table)}),{grid.at(_MOST, row)})"
    formula = f"=IF(OR({is_cap},SUMPRODUCT({above})>1),0,{whole})"
    return Live(formula, points)


def _counted_points(edition: Edition, every: Sequence[Adjustment]) -> list[Decimal]:
    """Return for every adjustment what its ground gives, once per unit and ground."""
    counted: list[Decimal] = []
    seen: set[tuple[str, str, str]] = set()
    for one in every:
        key = (one.unit_code, one.kind, one.code)
        if one.kind == "cap" or key in seen:
            counted.append(Decimal(0))
            continue
        seen.add(key)
        same = (o.points for o in every if (o.unit_code, o.kind, o.code) == key)
        whole, item = sum(same, Decimal(0)), edition.adjustment.item(one.code)
        counted.append(min(whole, item.max_points) if item else whole)
    return counted
