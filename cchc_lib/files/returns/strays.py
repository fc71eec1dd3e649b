"""Values that people wrote where nobody reads them: beside the rows, or over several of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cchc_lib.core.submission import Place
from cchc_lib.files.cells.numbers import parse_number, stored_number
from cchc_lib.files.cells.source_cell import write_value
from cchc_lib.files.forms.layout import FormColumn
from cchc_lib.files.returns.rows import FormRows
from cchc_lib.files.workbooks.contents import Sheet, StoredCell, coordinate
from cchc_lib.vietnamese import format_decimal, normalise, shorten

__all__ = ["check_strays", "has_formulas", "number_in", "place_in"]

_STRAYS_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stray:
    """A value in a row of nobody, or in a row of which only another column is read."""

    row: int
    text: str
    component_code: str = ""


def check_strays(rows: FormRows, others: Sequence[int]) -> None:
    """Report what was typed into rows of nobody, and beside the figures of a component.

    Numbers count wherever they stand, words only above the last row of a component: below it
    people sign. Where sums have become plain values, those in head rows are nobody's.
    """
    columns = dict.fromkeys((*rows.columns.valued, *rows.columns.texts))
    has_sums = has_formulas(rows.form.sheet, others)
    for column in columns:
        strays = [*_in_rows_of_nobody(rows, column, others, has_sums=has_sums)]
        if column is not rows.columns.figure:
            strays += _beside_figures(rows, column)
        _report(rows, column, strays)


def has_formulas(sheet: Sheet, numbers: Iterable[int]) -> bool:
    """Tell whether sums still stand in some rows, or whatever people made of them."""
    return not sheet.formula_rows.isdisjoint(numbers)


def _beside_figures(rows: FormRows, column: FormColumn) -> Iterator[_Stray]:
    """Yield what stands in rows of figures in a column that is read in the first row only."""
    for component in rows.components():
        main = rows.main(component)
        for row in rows.by_component[component.code].values():
            is_covered = rows.form.sheet.merge_at(row, rows.form.columns[column]) is not None
            text = "" if row == main or is_covered else _typed(rows, row, column)
            if text:
                yield _Stray(row=row, text=text, component_code=component.code)


def _in_rows_of_nobody(
    rows: FormRows, column: FormColumn, others: Iterable[int], *, has_sums: bool
) -> Iterator[_Stray]:
    located = [row for own in rows.by_component.values() for row in own.values()]
    last = max(located, default=0)
    for row in others:
        text = _typed(rows, row, column)
        is_number = number_in(_cell(rows, row, column)) is not None
        is_sum = is_number and not has_sums and _is_head(rows, row)
        if text and not is_sum and (is_number or row < last):
            yield _Stray(row=row, text=text)


def _cell(rows: FormRows, row: int, column: FormColumn) -> StoredCell:
    return rows.form.sheet.cell(row, rows.form.columns[column])


def _is_head(rows: FormRows, row: int) -> bool:
    return bool(rows.form.text(row, rows.columns.name)) and not rows.form.text(
        row, rows.columns.code
    )


def _typed(rows: FormRows, row: int, column: FormColumn) -> str:
    """Return what a person typed into a cell; nothing for formulas and repeated headers."""
    cell = _cell(rows, row, column)
    if cell.formula or cell.value is None:
        return ""
    text = normalise(write_value(cell.value))
    return "" if text.casefold() == column.value.casefold() else text


def _report(rows: FormRows, column: FormColumn, strays: list[_Stray]) -> None:
    """Report the strays of a column, each by itself or many of them as one."""
    if len(strays) > _STRAYS_SHOWN:
        first, others = strays[0], format_decimal(Decimal(len(strays) - 1))
        words = f"{shorten(first.text)} và {others} ô khác"
        rows.report("BM-040", place_in(rows, first.row, column), found=words)
        return
    for one in strays:
        place = place_in(rows, one.row, column)
        rows.report("BM-040", place, one.component_code, found=shorten(one.text))


def number_in(cell: StoredCell) -> Decimal | None:
    """Return the number in a cell, typed as one or as text."""
    match cell.value:
        case bool():
            return None
        case int() | float() as stored:
            return stored_number(stored)
        case str() as text:
            return parse_number(normalise(text))
        case _:
            return None


def place_in(rows: FormRows, row: int, column: FormColumn) -> Place:
    """Return the cell of a row in a column; the sheet where the column is gone."""
    place = rows.form.columns.get(column)
    cell = coordinate(row, place) if place else ""
    return Place(file=rows.form.file, sheet=rows.form.sheet.title, cell=cell)
