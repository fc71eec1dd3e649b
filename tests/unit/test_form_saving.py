"""Forms as they are saved: what openpyxl would write, in the same bytes every time."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
from openpyxl.comments import Comment

from cchc_lib.files.forms.addresses import place_of
from cchc_lib.files.forms.saving import pack
from cchc_lib.files.forms.sheet import new_workbook, put

VALUES = {
    "A1": "Chữ có dấu & <thẻ> “ngoặc”",
    "A2": "=không phải công thức",
    "A3": "  khoảng trắng hai đầu \nhai dòng ",
    "A4": Decimal("1.25"),
    "A5": date(2018, 2, 1),
    "A6": True,
    "A7": 2018,
    "A8": None,
}


def a_form():
    workbook = new_workbook("Một", "Hai")
    for address, value in VALUES.items():
        put(workbook["Một"], address, value, "input_text" if address != "A5" else "input_date")
    workbook["Một"]["B1"] = '=SUM(A4:A7)&"<"'
    workbook["Một"]["B2"].comment = Comment("Ghi chú", "CCHC")
    workbook["Một"]["B3"].hyperlink = "#'Hai'!A1"
    workbook["Một"].row_dimensions[12].height = 30
    workbook["Một"].row_dimensions[13].hidden = True
    return workbook


def by_openpyxl():
    stream = io.BytesIO()
    a_form().save(stream)
    return openpyxl.load_workbook(stream)["Một"]


def test_a_saved_form_is_what_openpyxl_would_have_saved():
    ours = openpyxl.load_workbook(io.BytesIO(pack(a_form())))["Một"]
    theirs = by_openpyxl()
    assert ours.dimensions == theirs.dimensions
    for address in (*VALUES, "B1", "B2", "B3"):
        mine, other = ours[address], theirs[address]
        assert (mine.value, mine.data_type) == (other.value, other.data_type), address
        for look in ("style", "number_format", "quotePrefix"):
            assert getattr(mine, look) == getattr(other, look), address
        assert repr(mine.font) == repr(other.font)
        assert repr(mine.alignment) == repr(other.alignment)
    assert ours["B2"].comment.text == "Ghi chú"
    assert ours["B3"].hyperlink.location == theirs["B3"].hyperlink.location
    assert ours.row_dimensions[12].height == 30
    assert ours.row_dimensions[13].hidden


def test_the_same_form_is_the_same_bytes():
    assert pack(a_form()) == pack(a_form())


def test_a_style_given_to_one_cell_stays_with_it():
    sheet = new_workbook("Một")["Một"]
    put(sheet, "A1", Decimal(1), "score")
    put(sheet, "A2", Decimal(1), "score")
    sheet["A1"].number_format = "+0.00"
    assert (sheet["A1"].number_format, sheet["A2"].number_format) == ("+0.00", "0.00")


def test_a_style_added_to_one_form_is_not_in_the_next():
    first = new_workbook("Một")
    first["Một"]["A1"].number_format = '0.000"x"'
    assert '0.000"x"' not in new_workbook("Một")._number_formats


def test_addresses_are_rows_and_columns():
    assert place_of("AB12") == (12, 28)
