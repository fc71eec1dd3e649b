"""The rows of the form as hands rearrange them."""

from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.files.forms.layout import SelfColumn
from tests.mutations.moving import (
    move_rows,
    rows_of,
)
from tests.mutations.registry import (
    At,
    accept,
    on_sheet,
    reject,
    reject_each,
    warn,
)
from tests.unit.form_cases import EDITION, find_cell, header, unmerge

C = SelfColumn
FOREIGN = next(c.code for c in EDITION.components() if "department" not in c.max_score)
WHOLE_ROW = "1.2.2"
"""A component of one row."""


@on_sheet("the rows of a component moved to the end", accept())
def _moved(sheet: Worksheet) -> None:
    rows = rows_of(sheet)
    own = [row for row in rows if sheet[f"{C.CODE.letter}{row}"].value == "2.1.1"]
    move_rows(sheet, [row for row in rows if row not in own] + own)


@on_sheet("all rows sorted by name", accept())
def _sorted(sheet: Worksheet) -> None:
    unmerge(sheet)
    name = {row: str(sheet[f"{C.NAME.letter}{row}"].value or "~") for row in rows_of(sheet)}
    move_rows(sheet, sorted(name, key=lambda row: name[row]))


@on_sheet("all rows upside down", accept())
def _reversed(sheet: Worksheet) -> None:
    move_rows(sheet, rows_of(sheet)[::-1])


@on_sheet("a blank row inside a component", accept())
def _blank(sheet: Worksheet) -> None:
    unmerge(sheet)
    sheet.insert_rows(find_cell(sheet, "1.5.1", C.SELF).row + 1)


@on_sheet("a row with a remark inside a component", accept())
def _remark(sheet: Worksheet) -> None:
    unmerge(sheet)
    row = find_cell(sheet, "1.5.1", C.SELF).row + 1
    sheet.insert_rows(row)
    sheet[f"{C.NAME.letter}{row}"] = "Ghi chú: số liệu đến ngày 31/12"


@on_sheet("hidden rows", accept("BM-034"))
def _hidden(sheet: Worksheet) -> None:
    for row in (20, 21, 22):
        sheet.row_dimensions[row].hidden = True


@on_sheet("rows behind a filter", accept("BM-034"))
def _filtered(sheet: Worksheet) -> None:
    head = header(sheet, C.SELF).row
    sheet.auto_filter.ref = f"A{head}:M{sheet.max_row}"
    sheet.auto_filter.add_filter_column(8, ["1"])
    for row in rows_of(sheet):
        sheet.row_dimensions[row].hidden = sheet[f"{C.SELF.letter}{row}"].value != 1


@on_sheet("a deleted row", reject("BM-012", At(WHOLE_ROW, None)))
def _deleted(sheet: Worksheet) -> None:
    unmerge(sheet)
    sheet.delete_rows(find_cell(sheet, WHOLE_ROW, C.CODE).row)


@on_sheet("a deleted heading", accept())
def _heading(sheet: Worksheet) -> None:
    unmerge(sheet)
    sheet.delete_rows(find_cell(sheet, "1.1.1", C.CODE).row - 1)


@on_sheet(
    "two rows swapped but for their hidden codes",
    reject("BM-038", At("1.2.1", C.NUMBER), At("1.2.2", C.NUMBER)),
)
def _swapped(sheet: Worksheet) -> None:
    first, second = (find_cell(sheet, code, C.CODE).row for code in ("1.2.1", "1.2.2"))
    for column in C:
        if not column.is_hidden:
            one, other = sheet[f"{column.letter}{first}"], sheet[f"{column.letter}{second}"]
            one.value, other.value = other.value, one.value


@on_sheet("a block copied to the end", reject("BM-019", At("1.2.1", C.CODE, address="A178")))
def _copied(sheet: Worksheet) -> None:
    sheet.append([cell.value for cell in sheet[find_cell(sheet, "1.2.1", C.CODE).row]])


@on_sheet(
    "a code with a slip",
    reject_each(("BM-010", At("", C.CODE, address="A17")), ("BM-012", At(WHOLE_ROW, None))),
)
def _slip(sheet: Worksheet) -> None:
    find_cell(sheet, WHOLE_ROW, C.CODE).value = "1.2.22"


@on_sheet("a component of another group", reject("BM-011", At(FOREIGN, C.CODE, address="A178")))
def _foreign(sheet: Worksheet) -> None:
    row = sheet.max_row + 1
    sheet[f"{C.CODE.letter}{row}"], sheet[f"{C.SELF.letter}{row}"] = FOREIGN, 1


@on_sheet("a number in the row of a criterion", warn("BM-040"))
def _stray(sheet: Worksheet) -> None:
    sheet[f"{C.SELF.letter}{find_cell(sheet, '1.1.1', C.CODE).row - 1}"] = 3


@on_sheet("a number under the form", warn("BM-040"))
def _under(sheet: Worksheet) -> None:
    sheet[f"{C.SELF.letter}{sheet.max_row + 3}"] = 61.5


@on_sheet("a score in the row of a survey question", warn("BM-040"))
def _surveyed(sheet: Worksheet) -> None:
    sheet[f"{C.SELF.letter}{find_cell(sheet, '1.S.1', C.CODE).row}"] = 2


@on_sheet("the header row repeated for printing", accept())
def _repeated_header(sheet: Worksheet) -> None:
    unmerge(sheet)
    head = header(sheet, C.SELF).row
    sheet.insert_rows(60)
    for column in C:
        sheet[f"{column.letter}60"] = sheet[f"{column.letter}{head}"].value
