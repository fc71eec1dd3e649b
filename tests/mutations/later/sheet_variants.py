"""The sheets and columns of the later forms, and whose they say they are."""

import random

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.mutations.later.registry import (
    AGENCY,
    FORMS,
    LEAD_1,
    LEAD_2,
    NOTICE,
    OTHERS,
    SOME,
    UNIT_1,
    UNIT_2,
    Form,
    Outcome,
    accept,
    on_book,
    on_sheets,
    reject_file,
    warn,
)
from tests.mutations.later.row_variants import WHOLE_FORM
from tests.mutations.moving import move_columns, rows_of, set_identity, shift_columns
from tests.mutations.registry import OTHER_UNIT

# Sheets


@on_sheets("the sheet renamed", dict.fromkeys(SOME, warn("BM-031")))
def _renamed(sheet: Worksheet, _: Form) -> None:
    sheet.title = "Sheet1"


@on_sheets("the sheet copied", dict.fromkeys((UNIT_1, LEAD_1), accept()))
def _copied(sheet: Worksheet, _: Form) -> None:
    sheet.parent.copy_worksheet(sheet)


@on_sheets("the sheet copied and changed", {form: reject_file(form, "BM-032") for form in SOME})
def _changed(sheet: Worksheet, form: Form) -> None:
    copy = sheet.parent.copy_worksheet(sheet)
    WHOLE_FORM[form].cell(copy).value = 0


@on_sheets("the sheet hidden", dict.fromkeys((UNIT_1, LEAD_1, NOTICE), warn("BM-033")))
def _hidden(sheet: Worksheet, _: Form) -> None:
    sheet.parent.create_sheet("Sheet2", 0)
    sheet.parent.active = 0
    sheet.sheet_state = "hidden"


def _without_form(book: Workbook) -> None:
    book.worksheets[0].delete_rows(1, 200)


for _form in OTHERS:
    on_book("an emptied sheet", _form, reject_file(_form, "BM-002"))(_without_form)

# Columns


@on_sheets("a column put between", dict.fromkeys(OTHERS, accept()))
def _extra(sheet: Worksheet, _: Form) -> None:
    shift_columns(sheet, 7)
    sheet.cell(rows_of(sheet)[0] - 1, 7, "Ghi chú")


@on_sheets("columns in another order", dict.fromkeys(SOME, accept()))
def _moved(sheet: Worksheet, form: Form) -> None:
    places = range(1, len(form.columns) + 1)
    move_columns(sheet, random.Random(7).sample(places, len(places)))


@on_sheets("a hidden column", dict.fromkeys((LEAD_1, NOTICE), accept()))
def _hidden_column(sheet: Worksheet, form: Form) -> None:
    letter = form.columns[WHOLE_FORM[form].column].letter
    sheet.column_dimensions[letter].hidden = True


def _head(sheet: Worksheet, form: Form, column: str = ""):
    letter = form.columns[column or WHOLE_FORM[form].column].letter
    return sheet[f"{letter}{rows_of(sheet)[0] - 1}"]


@on_sheets("a header with words added", dict.fromkeys(SOME, warn("BM-035")))
def _longer(sheet: Worksheet, form: Form) -> None:
    _head(sheet, form).value += " (ghi tại đây)"


@on_sheets("a header without diacritics", dict.fromkeys((LEAD_1,), warn("BM-035")))
def _plain(sheet: Worksheet, form: Form) -> None:
    _head(sheet, form).value = "Diem tham dinh"


@on_sheets("a header deleted", {form: reject_file(form, "BM-036") for form in SOME})
def _no_header(sheet: Worksheet, form: Form) -> None:
    _head(sheet, form).value = None


@on_sheets(
    "a second, different column of scores", {form: reject_file(form, "BM-036") for form in OTHERS}
)
def _twins(sheet: Worksheet, form: Form) -> None:
    _head(sheet, form).offset(column=5).value = _head(sheet, form).value
    WHOLE_FORM[form].cell(sheet).offset(column=5).value = 0


@on_sheets("the hidden columns deleted", dict.fromkeys(FORMS, warn("BM-037")))
def _codeless(sheet: Worksheet, form: Form) -> None:
    shift_columns(sheet, 1, -sum(column.is_hidden for column in form.columns))


@on_sheets(
    "the column of offices deleted, and the identity of the form with it",
    {form: reject_file(form, "BM-003", "BM-005", "TD-025") for form in (LEAD_1, UNIT_2)},
)
def _no_offices(sheet: Worksheet, form: Form) -> None:
    shift_columns(sheet, list(form.columns).index(form.columns["OFFICE"]) + 1, -1)


# Identity


@on_sheets("an older version of the form", dict.fromkeys(SOME, warn("BM-042")))
def _version(sheet: Worksheet, _: Form) -> None:
    set_identity(sheet, "Phiên bản biểu mẫu", "2017-2")


@on_sheets("the form of another year", {form: reject_file(form, "BM-005") for form in OTHERS})
def _year(sheet: Worksheet, _: Form) -> None:
    set_identity(sheet, "Năm", 2017)


@on_sheets(
    "the code of another office",
    {
        UNIT_1: reject_file(UNIT_1, "BM-004"),
        UNIT_2: reject_file(UNIT_2, "BM-004"),
        NOTICE: reject_file(NOTICE, "BM-004"),
        LEAD_1: reject_file(LEAD_1, "BM-004"),
        LEAD_2: reject_file(LEAD_2, "BM-004"),
    },
)
def _other(sheet: Worksheet, form: Form) -> None:
    if form.is_of_lead:
        set_identity(sheet, "Mã cơ quan chủ trì", "so-tai-chinh")
    else:
        set_identity(sheet, "Mã đơn vị", AGENCY)


@on_sheets(
    "the code of nobody",
    {
        UNIT_1: reject_file(UNIT_1, "BM-003"),
        NOTICE: reject_file(NOTICE, "BM-003"),
        LEAD_1: reject_file(LEAD_1, "TD-025"),
    },
)
def _nobody(sheet: Worksheet, form: Form) -> None:
    label = "Mã cơ quan chủ trì" if form.is_of_lead else "Mã đơn vị"
    set_identity(sheet, label, OTHER_UNIT + "x")


@on_sheets(
    "a row of a component of another lead",
    {LEAD_1: Outcome(errors=(("TD-027", "N46"),))},
)
def _of_other_lead(sheet: Worksheet, form: Form) -> None:
    row = [cell.value for cell in sheet[WHOLE_FORM[form].cell(sheet).row]]
    columns = list(form.columns)
    for name, value in {"CODE": "7.1.1", "NUMBER": "7.1.1", "NAME": "", "SCORE": 0.5}.items():
        row[columns.index(form.columns[name])] = value
    sheet.append(row)


@on_sheets("the rows of another unit", {UNIT_1: reject_file(UNIT_1, "BM-004")})
def _rows_of_other(sheet: Worksheet, form: Form) -> None:
    for row in rows_of(sheet):
        cell = sheet[f"{form.columns['UNIT'].letter}{row}"]
        cell.value = cell.value and AGENCY
