"""The sheets of the form, what stands around it, and whose it says it is."""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.files.forms.layout import CHECK_SHEET, EVIDENCE_SHEET, SELF_SHEET, SelfColumn
from tests.mutations.moving import (
    contents,
    set_identity,
)
from tests.mutations.registry import (
    OTHER_UNIT,
    accept,
    on_book,
    on_parts,
    on_sheet,
    reject_file,
    warn,
)
from tests.mutations.workbook_zip import WORKBOOK_PART, in_part
from tests.unit.form_cases import find_cell, unmerge

C = SelfColumn


# Sheets


@on_book("sheets in another order", accept())
def _sheet_order(workbook: Workbook) -> None:
    workbook.move_sheet(SELF_SHEET, 3)
    workbook.move_sheet(EVIDENCE_SHEET, -2)


@on_sheet("the sheet renamed", warn("BM-031"))
def _renamed_sheet(sheet: Worksheet) -> None:
    sheet.title = "Sheet1"


@on_parts("the sheet renamed in capitals", accept())
def _capital_sheet(parts: dict[str, bytes]) -> None:
    in_part(parts, WORKBOOK_PART, f'name="{SELF_SHEET}"', f'name="{SELF_SHEET.upper()}"')


@on_book("the sheet copied", accept())
def _copied_sheet(workbook: Workbook) -> None:
    workbook.copy_worksheet(workbook[SELF_SHEET])


@on_book("the sheet copied and changed", reject_file("BM-032"))
def _changed_copy(workbook: Workbook) -> None:
    copy = workbook.copy_worksheet(workbook[SELF_SHEET])
    find_cell(copy, "1.2.1", C.SELF).value = 0


@on_sheet("the sheet hidden", warn("BM-033"))
def _hidden_sheet(sheet: Worksheet) -> None:
    sheet.sheet_state = "veryHidden"
    sheet.parent.active = 0


@on_book("sheets added", accept())
def _added_sheets(workbook: Workbook) -> None:
    for title in ("Sheet2", "Tổng hợp"):
        workbook.create_sheet(title).append(["Điểm tự chấm", 12, "Sở"])


@on_book("sheets that nobody needs deleted", accept())
def _few_sheets(workbook: Workbook) -> None:
    del workbook[CHECK_SHEET]


# Around the form


@on_sheet("notes above, beside and below the form", accept())
def _notes(sheet: Worksheet) -> None:
    unmerge(sheet)
    sheet.insert_rows(1, 3)
    sheet["C1"] = "UBND TỈNH – SỞ NỘI VỤ"
    sheet["O20"] = "Kiểm tra lại với phòng CCHC"
    last = sheet.max_row
    sheet[f"D{last + 2}"], sheet[f"L{last + 2}"] = "Người lập biểu", "Giám đốc"
    sheet[f"L{last + 5}"] = "Nguyễn Văn A"


@on_sheet("a maximum changed", warn("BM-039"))
def _maximum(sheet: Worksheet) -> None:
    find_cell(sheet, "1.4.1", C.MAX).value = 2


@on_book("protection, panes, checks and colours removed", accept())
def _bare(workbook: Workbook) -> None:
    for sheet in workbook:
        sheet.protection.sheet = False
        sheet.freeze_panes = None
        sheet.data_validations.dataValidation.clear()
        sheet.conditional_formatting = type(sheet.conditional_formatting)()
    workbook.security = None


@on_sheet("formulas pasted as values", accept())
def _values(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.value = 12.5


@on_sheet("everything copied to a new workbook", warn("BM-031"))
def _bare_copy(sheet: Worksheet) -> None:
    workbook = sheet.parent
    target = workbook.create_sheet("Trang tính1", 0)
    for row in contents(sheet):
        target.append(row)
    for title in workbook.sheetnames[1:]:
        if title != EVIDENCE_SHEET:
            del workbook[title]


# Identity


@on_sheet("an older version of the form", warn("BM-042"))
def _version(sheet: Worksheet) -> None:
    set_identity(sheet, "Phiên bản biểu mẫu", "2017-2")


@on_sheet("the form of another year", reject_file("BM-005"))
def _year(sheet: Worksheet) -> None:
    set_identity(sheet, "Năm", 2017)


@on_sheet("the form of another edition", reject_file("BM-006"))
def _edition(sheet: Worksheet) -> None:
    set_identity(sheet, "Bộ tiêu chí", "mau-2017")


@on_sheet("the form of a unit that does not exist", reject_file("BM-003"))
def _unknown(sheet: Worksheet) -> None:
    set_identity(sheet, "Mã đơn vị", "so-noi-vuu")


@on_sheet("the form of another unit under this unit's name", reject_file("BM-004"))
def _other(sheet: Worksheet) -> None:
    set_identity(sheet, "Mã đơn vị", OTHER_UNIT)


@on_sheet("the code of the unit deleted", reject_file("BM-003"))
def _nobody(sheet: Worksheet) -> None:
    set_identity(sheet, "Mã đơn vị", None)


@on_book("the forms of two units in one file", reject_file("BM-044"))
def _two(workbook: Workbook) -> None:
    copy = workbook.copy_worksheet(workbook[SELF_SHEET])
    set_identity(copy, "Mã đơn vị", OTHER_UNIT)
