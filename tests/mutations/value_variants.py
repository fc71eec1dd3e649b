"""What hands and spreadsheets put into the cells of scores and figures."""

from datetime import date, time
from html import escape

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.files.forms.layout import SelfColumn
from tests.mutations.registry import (
    FILE,
    At,
    Outcome,
    accept,
    on_folder,
    on_sheet,
    reject,
    reject_file,
    warn,
)
from tests.mutations.workbook_zip import SELF_PART, packed, parts_of, set_cell
from tests.unit.form_cases import find_cell

SCORE = At("1.4.1")
"""Holds 0.84."""
COUNT = At("8.2.1", SelfColumn.FIGURE, "electronic_docs")
"""Holds 1354."""
ZERO = At("1.3.2", SelfColumn.FIGURE, "resolved_findings")
AMOUNT = At("7.3.1", SelfColumn.FIGURE, "disbursed")
"""Holds 34510."""
DAY = At("1.1.1", SelfColumn.FIGURE, "issued_date")
"""Holds 17/12/2017."""
FLAG = At("1.7.1", SelfColumn.FIGURE, "is_used")
"""Holds “Có”."""
LEVEL = At("6.5.1", SelfColumn.FIGURE, "level")
"""Holds “Không vi phạm”."""


def typed(name: str, at: At, value: object, outcome: Outcome) -> None:
    """Register a value that stands in a cell; a text stays text."""
    match value:
        case str():
            text = escape(value).replace("\t", "&#9;")
            content = f't="inlineStr"><is><t xml:space="preserve">{text}</t></is>'
        case bool():
            content = f't="b"><v>{value:d}</v>'
        case _:
            content = f't="n"><v>{value!r}</v>'
    raw(name, at, content, outcome)


def shown(name: str, at: At, value: object, number_format: str, outcome: Outcome) -> None:
    """Register a value in a number format."""

    def change(sheet: Worksheet) -> None:
        cell = _cell(sheet, at)
        cell.value, cell.number_format = value, number_format

    on_sheet(name, outcome)(change)


def raw(name: str, at: At, content: str, outcome: Outcome) -> None:
    """Register a cell as it stands in XML, from the type on; ``@`` is its address."""

    @on_folder(name, outcome)
    def _(folder) -> None:
        path = folder / FILE
        form = path.read_bytes()
        parts = parts_of(form)
        address = at.cell(form)
        set_cell(parts, SELF_PART, address, content.replace("@", address))
        path.write_bytes(packed(parts))


def _cell(sheet: Worksheet, at: At) -> Cell:
    return find_cell(sheet, at.component, at.column, at.input_code)


# Scores typed as text

for _name, _text in {
    "a decimal comma as text": "0,84",
    "a decimal point as text": "0.84",
    "blanks around a number": "  0,84 ",
    "a blank that does not break": "0,84\u00a0",
    "full-width digits": "０，８４",
    "a unit after a number": "0,84 điểm",
    "a zero that thousands cannot begin with": "0,840",
}.items():
    typed(_name, SCORE, _text, accept("BM-015"))

for _name, _text in {
    "thousands or decimals": "1.234",
    "two commas": "0,8,4",
    "a letter for a zero": "O,84",
    "a fraction": "21/25",
    "points out of points": "0,84/1",
    "a power of ten": "84e-2",
    "two numbers": "0,84 0,5",
    "about": "~0,84",
    "a word for a number": "đạt",
    "a formula typed as text": "=0,42*2",
    "digits of another script": "٠٫٨٤",
    "a unit that is none of points": "0,84 triệu",
}.items():
    typed(f"{_name} as a score", SCORE, _text, reject("BM-013", SCORE))

typed("a per cent sign as text", SCORE, "84%", reject("BM-016", SCORE))
_PERCENT, _MOMENT = reject("BM-016", SCORE), reject("BM-017", SCORE)
shown("a per cent format", SCORE, 0.84, "0%", _PERCENT)
shown("a per cent format with decimals", SCORE, 0.84, "0.00%;[Red]-0%", _PERCENT)
shown("a per cent sign that is only text in a format", SCORE, 0.84, '0.00"%"', _PERCENT)
shown("a date as a score", SCORE, date(2018, 2, 1), "dd/mm/yyyy", _MOMENT)
shown("a time as a score", SCORE, time(1, 30), "hh:mm", _MOMENT)
shown("a number in a date format", SCORE, 0.84, "dd/mm/yyyy", _MOMENT)
typed("true as a score", SCORE, True, reject("BM-013", SCORE))  # noqa: FBT003
typed("an error as a score", SCORE, "#DIV/0!", reject("BM-013", SCORE))
typed("a formula without value as a score", SCORE, "=G26/G27", reject("BM-013", SCORE))

# Numbers as they are stored

_REFUSED = reject("BM-018", SCORE)
_UNCONFIRMED = reject("BM-018", SCORE, notes=("BM-051",))
raw("an error value", SCORE, 't="e"><v>#DIV/0!</v>', _REFUSED)
raw("an error value of newer programs", SCORE, 't="e"><v>#SPILL!</v>', _UNCONFIRMED)
raw("an error that a formula left", SCORE, 't="e"><f>G26/0</f><v>#DIV/0!</v>', _REFUSED)
raw("a formula without a value", SCORE, "><f>G26/G27</f>", reject("BM-014", SCORE))
raw("a formula with an empty value", SCORE, "><f>G26/G27</f><v></v>", reject("BM-014", SCORE))
raw("a formula that gave no text", SCORE, 't="str"><f>""</f><v></v>', reject("BM-014", SCORE))
raw("a formula with a value", SCORE, "><f>0.42*2</f><v>0.84</v>", accept())
raw("an array formula", SCORE, '><f t="array" ref="@">0.42*2</f><v>0.84</v>', accept())
raw("a shared formula", SCORE, '><f t="shared" ref="@" si="0">0.42*2</f><v>0.84</v>', accept())
raw("a formula with a text", SCORE, 't="str"><f>H26</f><v>0,84</v>', accept("BM-015"))
raw("a value from another workbook", SCORE, "><f>[1]Tính!$B$2</f><v>0.84</v>", warn("BM-030"))
raw(
    "a value from a workbook on another machine",
    SCORE,
    "><f>'\\\\may-chu\\cchc\\[Tổng hợp.xlsx]Tính'!B2</f><v>0.84</v>",
    warn("BM-030"),
)
raw("noise in the fifteenth digit", SCORE, "><v>0.8400000000000001</v>", accept())
raw("a power of ten", SCORE, "><v>8.4E-1</v>", accept())
raw("blanks around a stored number", SCORE, "><v> 0.84 </v>", accept("BM-015"))
raw("a negative zero", ZERO, "><v>-0</v>", accept())
raw("a negative zero with a point", ZERO, "><v>-0.0</v>", accept())
raw("a negative zero of a sum", ZERO, "><f>0*-1</f><v>-0</v>", accept())
typed("a negative zero as text", ZERO, "-0", accept("BM-015"))
raw("a number beyond all bounds", SCORE, "><v>1e400</v>", reject("BM-013", SCORE))
raw("a number that is none", SCORE, "><v>NaN</v>", reject("BM-029", SCORE))
raw("two values in one cell", SCORE, "><v>0.84</v><v>0.5</v>", reject("BM-029", SCORE))
raw("a remark inside a value", SCORE, "><v>0.8<!-- -->4</v>", reject("BM-029", SCORE))
raw("an underscore in a number", SCORE, "><v>1_0</v>", reject("BM-013", SCORE))
raw("a text with a character in code", SCORE, 't="str"><v>0_x002C_84</v>', accept("BM-015"))
raw("one cell twice", SCORE, '><v>0.84</v></c><c r="@"><v>0.5</v>', reject_file("BM-001"))

# Scores out of bounds

typed("75 for 0,75", SCORE, 84, reject("HS-014", SCORE))
typed("a score below zero", SCORE, -0.84, reject("HS-015", SCORE))

# Counts and amounts

typed("thousands in a count", COUNT, "1.354", accept("BM-015"))
typed("thousands with a blank", COUNT, "1 354", accept("BM-015"))
typed("a unit after a count", COUNT, "1354 văn bản", accept("BM-015"))
typed("a scale after a count", COUNT, "1354 nghìn", reject("HS-019", COUNT))
typed("a per cent sign after a count", COUNT, "1354%", reject("HS-019", COUNT))
typed("half a document", COUNT, 1354.5, reject("HS-019", COUNT))
typed("a count below zero", COUNT, -3, reject("HS-019", COUNT))
shown("a per cent format in a count", COUNT, 13.54, "0%", reject("BM-016", COUNT))
typed("thousands and decimals in an amount", AMOUNT, "34.510,00", accept("BM-015"))
typed("thousands and decimals as in English", AMOUNT, "34,510.00", accept("BM-015"))
typed("thousands or decimals in an amount", AMOUNT, "34.510", reject("HS-019", AMOUNT))
typed("groups of digits that do not fit", AMOUNT, "345.10.00", reject("HS-019", AMOUNT))
typed("a number of dots", COUNT, "…", reject("HS-019", COUNT))

# Days

for _name, _text in {
    "a day with hyphens": "17-12-2017",
    "a day with points": "17.12.2017",
    "a day as computers write it": "2017-12-17",
    "a day in words": "ngày 17 tháng 12 năm 2017",
}.items():
    typed(_name, DAY, _text, accept("BM-048"))
for _name, _text in {
    "a day as text": "17/12/2017",
    "a day with a blank": "17/12/2017\u00a0",
}.items():
    typed(_name, DAY, _text, accept())
for _name, _text in {
    "a month before the day": "12/17/2017",
    "a year of two digits": "17/12/17",
    "a day without its year": "17/12",
    "a month alone": "12/2017",
    "a day that does not exist": "31/11/2017",
    "two days": "17/12/2017; 20/12/2017",
}.items():
    typed(_name, DAY, _text, reject("HS-019", DAY))
shown("the number of a day without format", DAY, 43086, "General", reject("HS-019", DAY))

# Choices

for _name, _text in {
    "a choice in capitals": "CÓ",
    "a choice in decomposed letters": "Co\u0301",
    "a choice with blanks": " Có  ",
}.items():
    typed(_name, FLAG, _text, accept())
for _name, _at, _text in (
    ("a choice without diacritics", FLAG, "Co"),
    ("a choice with a full stop", FLAG, "Có."),
    ("a level without diacritics", LEVEL, "Khong vi pham"),
    ("a level in capitals without diacritics", LEVEL, "KHONG VI PHAM"),
):
    typed(_name, _at, _text, accept("BM-049"))
for _name, _value in (
    ("a cross for a choice", "x"),
    ("one for a choice", 1),
    ("true for a choice", True),
    ("both choices", "Có/Không"),
    ("a choice with a remark", "Có (một phần)"),
):
    typed(_name, FLAG, _value, reject("HS-019", FLAG))

# Merged cells


def merged(name: str, outcome: Outcome, first: At, last: At) -> None:
    """Register cells that somebody merged into one."""

    def change(sheet: Worksheet) -> None:
        sheet.merge_cells(f"{_cell(sheet, first).coordinate}:{_cell(sheet, last).coordinate}")

    on_sheet(name, outcome)(change)


_DONE, _PLANNED = (At("1.4.1", SelfColumn.FIGURE, code) for code in ("done", "planned"))
_SCORES = (At("1.2.1"), At("1.2.2"))
_WORDS = (At("1.2.1", SelfColumn.EXPLANATION), At("1.2.2", SelfColumn.EXPLANATION))
merged("the scores of two components merged", reject("BM-041", *_SCORES), *_SCORES)
merged(
    "the score merged over its own rows",
    reject("BM-041", SCORE),
    SCORE,
    At("1.4.1", input_code="planned"),
)
merged("the blank explanations of two components merged", accept(), *_WORDS)
merged("two figures of a component merged", reject("BM-041", _DONE, _PLANNED), _DONE, _PLANNED)
