"""The columns of the form as hands rearrange and rename them."""

from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.files.forms.layout import SelfColumn
from tests.mutations.moving import (
    column_values,
    move_columns,
    rows_of,
    shift_columns,
)
from tests.mutations.registry import (
    accept,
    on_sheet,
    reject_file,
    warn,
)
from tests.unit.form_cases import header

C = SelfColumn


@on_sheet("columns in another order", accept())
def _columns(sheet: Worksheet) -> None:
    move_columns(sheet, [13, 9, 7, 1, 3, 4, 5, 6, 8, 10, 2, 12, 11])


@on_sheet("a column put between", accept())
def _extra(sheet: Worksheet) -> None:
    shift_columns(sheet, 8)
    sheet.cell(header(sheet, C.SELF).row, 8, "Ghi chú của phòng")
    sheet.cell(12, 8, "Đã rà soát")


@on_sheet("a hidden column of scores", accept())
def _hidden_column(sheet: Worksheet) -> None:
    sheet.column_dimensions[C.SELF.letter].hidden = True


def _retitled(name: str, title: str, column: SelfColumn = C.SELF) -> None:
    outcome = warn("BM-035")

    def change(sheet: Worksheet) -> None:
        header(sheet, column).value = title

    on_sheet(name, outcome)(change)


_retitled("a header with words added", "Điểm tự chấm (điểm)")
_retitled("a header without diacritics", "Diem tu cham")
_retitled("a header with a slip", "Điểm tự châm")
_retitled("a header of the figures altered", "Số liệu năm 2018", C.FIGURE)


@on_sheet("a header in capitals over two lines", accept())
def _capitals(sheet: Worksheet) -> None:
    header(sheet, C.SELF).value = "ĐIỂM\nTỰ CHẤM:"


@on_sheet("a header deleted", reject_file("BM-036"))
def _no_header(sheet: Worksheet) -> None:
    header(sheet, C.SELF).value = None


@on_sheet("a header that may be another one", reject_file("BM-036"))
def _vague(sheet: Worksheet) -> None:
    header(sheet, C.SELF).value = "Điểm"


@on_sheet("two columns of scores that differ", reject_file("BM-036"))
def _twins(sheet: Worksheet) -> None:
    head = header(sheet, C.SELF).row
    sheet.cell(head, 15, C.SELF.value)
    for row, value in column_values(sheet, C.SELF):
        sheet.cell(row, 15, value if row % 2 else 0)


@on_sheet("two columns of scores that are the same", accept())
def _same_twins(sheet: Worksheet) -> None:
    for row in range(header(sheet, C.SELF).row, sheet.max_row + 1):
        sheet.cell(row, 15, sheet[f"{C.SELF.letter}{row}"].value)


@on_sheet("a second, empty column of scores", accept())
def _empty_twin(sheet: Worksheet) -> None:
    sheet.cell(header(sheet, C.SELF).row, 15, C.SELF.value)


@on_sheet("the hidden columns of codes deleted", warn("BM-037"))
def _codeless(sheet: Worksheet) -> None:
    shift_columns(sheet, 1, -2)


@on_sheet("one hidden column of codes deleted", warn("BM-037"))
def _half_codeless(sheet: Worksheet) -> None:
    shift_columns(sheet, 1, -1)


@on_sheet("the hidden columns of codes emptied", warn("BM-037"))
def _emptied(sheet: Worksheet) -> None:
    for row in rows_of(sheet):
        sheet[f"{C.CODE.letter}{row}"].value = sheet[f"{C.INPUT.letter}{row}"].value = None
