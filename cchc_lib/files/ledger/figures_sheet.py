"""The sheet “Số liệu”: every figure that a unit declared, with the cell it was read from."""

from collections.abc import Mapping
from decimal import Decimal

from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Component, InputSpec
from cchc_lib.core.stages import ComponentScore, RuleLine
from cchc_lib.core.submission import DeclaredFigure, Figure, NotReported
from cchc_lib.files.forms.layout import NO, YES
from cchc_lib.files.ledger.book import Book, Sheet
from cchc_lib.files.ledger.cells import NOT_DECLARED, Shown, Value
from cchc_lib.files.ledger.grid import Column, Grid
from cchc_lib.files.ledger.order import units_in_order

__all__ = ["FIGURE_VALUE", "write_figures"]

FIGURE_VALUE = "Giá trị"
_GROUP, _UNIT, _CODE, _LABEL, _STATE = "Nhóm", "Đơn vị", "Mã", "Số liệu", "Tình trạng"
_FILE, _SHEET, _CELL, _HASH = "Tệp nguồn", "Trang tính", "Ô", "SHA-256 của tệp (12 ký tự đầu)"
_COLUMNS = (
    Column(_GROUP, 16), Column(_UNIT, 26), Column(_CODE, 7, "centre"), Column(_LABEL, 52),
    Column(FIGURE_VALUE, 16, "number", is_input=True), Column(_STATE, 14, "centre"),
    Column(_FILE, 30), Column(_SHEET, 12), Column(_CELL, 7, "centre"), Column(_HASH, 15, "centre"),
)  # fmt: skip
_DECLARED, _REFUSED = "đã kê khai", "ghi không hợp lệ"
_HASH_LETTERS = 12
FigureRows = dict[tuple[str, str, str], int]


def write_figures(book: Book, year: YearResult) -> tuple[Grid, FigureRows]:
    """Write the declared figures; return the row of each by unit, component and input."""
    grid = Grid(book, Sheet.FIGURES, _COLUMNS, fixed=4)
    components = {component.code: component for component in year.edition.components()}
    rows: FigureRows = {}
    for unit in units_in_order(year):
        head = {_GROUP: year.edition.group(unit.group_code).name_vi, _UNIT: unit.name_vi}
        for score in year.scores_of(unit.code):
            component = components[score.component_code]
            declared = _declared(score)
            for spec in component.inputs:
                figure = declared.get(spec.code)
                row = grid.add({**head, **_figure_cells(year, component, spec, figure)})
                rows[unit.code, component.code, spec.code] = row
    return grid, rows


def _declared(score: ComponentScore) -> Mapping[str, DeclaredFigure]:
    line = score.rule_score
    return {f.input_code: f for f in line.figures} if isinstance(line, RuleLine) else {}


def _figure_cells(
    year: YearResult, component: Component, spec: InputSpec, figure: DeclaredFigure | None
) -> Mapping[str, Value]:
    cells: dict[str, Value] = {_CODE: component.code, _LABEL: spec.label_vi}
    if figure is None:
        return cells | {_STATE: NOT_DECLARED}
    place = figure.place
    source = {_FILE: place.file, _SHEET: place.sheet, _CELL: place.cell}
    cells |= source | {_HASH: year.inputs.get(place.file, "")[:_HASH_LETTERS]}
    if isinstance(figure.value, NotReported):
        return cells | {_STATE: _REFUSED if figure.value.reason == "refused" else NOT_DECLARED}
    return cells | {FIGURE_VALUE: _typed(figure.value), _STATE: _DECLARED}


def _typed(value: Figure) -> Value:
    """Return a figure as formulas read it, a number with the decimals it was declared with."""
    match value:
        case bool():
            return YES if value else NO
        case Decimal():
            return Shown(value, _places_of(value))
        case _:
            return value


def _places_of(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
