"""The second reader: calamine, which sees values only, but also in files with broken formats."""

import io
from dataclasses import dataclass

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from cchc_lib.files.workbooks.contents import Merge, Value

__all__ = ["SecondSheet", "read_again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondSheet:
    """The values of one sheet by row and column, from 1; errors and empty texts are left out."""

    title: str
    values: dict[tuple[int, int], Value]
    merges: tuple[Merge, ...]
    is_hidden: bool


def read_again(content: bytes) -> tuple[SecondSheet, ...]:
    """Return the sheets of cells of a workbook; what calamine raises is not changed."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return tuple(
        _sheet(
            workbook.get_sheet_by_index(index), is_hidden=about.visible != SheetVisibleEnum.Visible
        )
        for index, about in enumerate(workbook.sheets_metadata)
        if about.typ == SheetTypeEnum.WorkSheet
    )


def _sheet(sheet: CalamineSheet, *, is_hidden: bool) -> SecondSheet:
    return SecondSheet(
        title=sheet.name, values=_values(sheet), merges=_merges(sheet), is_hidden=is_hidden
    )


def _values(sheet: CalamineSheet) -> dict[tuple[int, int], Value]:
    first_row, first_column = sheet.start or (0, 0)
    return {
        (row, column): value
        for row, values in enumerate(sheet.to_python(skip_empty_area=True), start=first_row + 1)
        for column, value in enumerate(values, start=first_column + 1)
        if value != ""
    }


def _merges(sheet: CalamineSheet) -> tuple[Merge, ...]:
    return tuple(
        Merge(
            first_row=first[0] + 1,
            first_column=first[1] + 1,
            last_row=last[0] + 1,
            last_column=last[1] + 1,
        )
        for first, last in sheet.merged_cell_ranges or ()
    )
