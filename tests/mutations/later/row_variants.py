"""The rows of the later forms as hands and spreadsheets rearrange them."""

from collections.abc import Collection

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
    Spot,
    accept,
    on_sheets,
    reject_row,
    score_of,
    warn,
)
from tests.mutations.moving import move_rows, rows_of

WHOLE_FORM = {form: score_of(form) for form in (UNIT_1, LEAD_1, UNIT_2, LEAD_2)} | {
    NOTICE: Spot(NOTICE, "1.2.1", "RESPONSE")
}
"""A cell of every form in which something stands."""
HIDDEN = ("CODE", "UNIT")


def _clear(sheet: Worksheet, form: Form, rows: Collection[int], names: Collection[str]) -> None:
    for name in form.columns.__members__.keys() & set(names):
        for row in rows:
            sheet[f"{form.columns[name].letter}{row}"].value = None


def _row(sheet: Worksheet, form: Form) -> int:
    return WHOLE_FORM[form].cell(sheet).row


def _sink(sheet: Worksheet, below: int) -> None:
    rows = rows_of(sheet)
    move_rows(sheet, [*rows[:below], rows[0] - 1, *rows[below:]])


# The header


@on_sheets("the header sorted to the end", dict.fromkeys(FORMS, accept()))
def _header_last(sheet: Worksheet, _: Form) -> None:
    _sink(sheet, len(rows_of(sheet)))


@on_sheets("the header sorted below some rows", dict.fromkeys((UNIT_1, LEAD_1), accept()))
def _header_sunk(sheet: Worksheet, _: Form) -> None:
    _sink(sheet, 13)


@on_sheets(
    "the header sorted to the end of rows without codes",
    dict.fromkeys((UNIT_1, LEAD_1, UNIT_2, NOTICE), warn("BM-037")),
)
def _header_last_codeless(sheet: Worksheet, form: Form) -> None:
    _clear(sheet, form, rows_of(sheet), HIDDEN)
    _sink(sheet, len(rows_of(sheet)))


@on_sheets("the header repeated", dict.fromkeys(FORMS, accept()))
def _header_repeated(sheet: Worksheet, form: Form) -> None:
    head, row = rows_of(sheet)[0] - 1, _row(sheet, form)
    sheet.insert_rows(row)
    for column in form.columns:
        sheet[f"{column.letter}{row}"] = sheet[f"{column.letter}{head}"].value


# Hidden codes


@on_sheets("the hidden codes of all rows cleared", dict.fromkeys(SOME, warn("BM-037")))
def _codeless(sheet: Worksheet, form: Form) -> None:
    _clear(sheet, form, rows_of(sheet), HIDDEN)


@on_sheets("the hidden codes of one row cleared", dict.fromkeys(FORMS, warn("BM-037")))
def _codeless_row(sheet: Worksheet, form: Form) -> None:
    _clear(sheet, form, [_row(sheet, form)], HIDDEN)


@on_sheets(
    "the hidden codes and the office of one row cleared",
    {
        UNIT_1: warn("BM-037"),
        UNIT_2: warn("BM-037"),
        LEAD_1: reject_row("TD-026", score_of(LEAD_1)),
        LEAD_2: reject_row("TD-026", score_of(LEAD_2)),
    },
)
def _nobodys_office(sheet: Worksheet, form: Form) -> None:
    _clear(sheet, form, [_row(sheet, form)], (*HIDDEN, "OFFICE"))


def _nobodys(form: Form) -> Outcome:
    spot = WHOLE_FORM[form]
    errors = (("BM-012", ""),) if form is UNIT_1 else ()
    whole = Spot(form, spot.component, "", spot.unit)
    warnings = (("BM-040", spot if form is UNIT_1 else ""),)
    return Outcome(errors=errors, warnings=warnings, lost=(whole,))


@on_sheets(
    "all that says whose a row is cleared",
    {
        UNIT_1: _nobodys(UNIT_1),
        UNIT_2: _nobodys(UNIT_2),
        NOTICE: _nobodys(NOTICE),
        LEAD_1: reject_row("TD-026", score_of(LEAD_1)),
        LEAD_2: reject_row("TD-026", score_of(LEAD_2)),
    },
)
def _nobodys_row(sheet: Worksheet, form: Form) -> None:
    _clear(sheet, form, [_row(sheet, form)], (*HIDDEN, "OFFICE", "NUMBER", "NAME"))


@on_sheets(
    "all rows of a lead without codes and offices",
    {LEAD_2: reject_row("TD-026", Spot(LEAD_2, "2.4.1"), Spot(LEAD_2, "2.4.2", unit=AGENCY))},
)
def _nobodys_rows(sheet: Worksheet, form: Form) -> None:
    _clear(sheet, form, rows_of(sheet), (*HIDDEN, "OFFICE"))


# Rows that are not what they seem


def _swap(sheet: Worksheet, first: Spot, second: Spot) -> None:
    """Swap two rows but for their hidden codes."""
    one, other = first.cell(sheet).row, second.cell(sheet).row
    for column in first.form.columns:
        if not column.is_hidden:
            cells = sheet[f"{column.letter}{one}"], sheet[f"{column.letter}{other}"]
            cells[0].value, cells[1].value = cells[1].value, cells[0].value


SWAPPED = {
    UNIT_1: (Spot(UNIT_1, "3.4.1", "NUMBER"), Spot(UNIT_1, "3.4.2", "NUMBER")),
    UNIT_2: (Spot(UNIT_2, "1.2.1", "NUMBER"), Spot(UNIT_2, "6.4.1", "NUMBER")),
    LEAD_2: (Spot(LEAD_2, "2.4.1", "NUMBER"), Spot(LEAD_2, "2.4.2", "NUMBER", AGENCY)),
    NOTICE: (Spot(NOTICE, "1.2.1", "NUMBER"), Spot(NOTICE, "2.4.1", "NUMBER")),
    LEAD_1: (Spot(LEAD_1, "2.2.2", "NUMBER"), Spot(LEAD_1, "2.2.2", "NUMBER", AGENCY)),
}
"""Two rows of each form; in the appraisal of a lead one component of two units."""


@on_sheets(
    "two rows swapped but for their hidden codes",
    {form: reject_row("BM-038", *spots) for form, spots in SWAPPED.items()},
)
def _swapped(sheet: Worksheet, form: Form) -> None:
    _swap(sheet, *SWAPPED[form])


@on_sheets(
    "an unknown unit in a row", {LEAD_1: reject_row("TD-026", Spot(LEAD_1, "2.1.1", "UNIT"))}
)
def _unknown_unit(sheet: Worksheet, form: Form) -> None:
    Spot(form, "2.1.1", "UNIT").cell(sheet).value = "so-noi-vuu"


@on_sheets(
    "a code with a slip",
    {
        LEAD_1: reject_row("BM-010", Spot(LEAD_1, "2.1.1", "CODE")),
        UNIT_1: Outcome(
            errors=(("BM-010", Spot(UNIT_1, "3.4.2", "CODE")), ("BM-012", "")),
            lost=(Spot(UNIT_1, "3.4.2", ""),),
        ),
    },
)
def _slip(sheet: Worksheet, form: Form) -> None:
    component = form.score[1]
    Spot(form, component, "CODE").cell(sheet).value = f"{component}9"


@on_sheets(
    "a row copied to the end",
    {
        UNIT_1: Outcome(errors=(("BM-019", "A118"),), lost=(Spot(UNIT_1, "3.4.2", ""),)),
        LEAD_1: Outcome(errors=(("BM-019", "A46"),), lost=(Spot(LEAD_1, "2.1.1", ""),)),
    },
)
def _copied(sheet: Worksheet, form: Form) -> None:
    sheet.append([cell.value for cell in sheet[_row(sheet, form)]])


# Rows moved, put in, taken out, hidden


@on_sheets("all rows upside down", dict.fromkeys((*OTHERS, NOTICE), accept()))
def _reversed(sheet: Worksheet, _: Form) -> None:
    move_rows(sheet, rows_of(sheet)[::-1])


@on_sheets("all rows sorted by number", dict.fromkeys((UNIT_1, LEAD_1), accept()))
def _sorted(sheet: Worksheet, form: Form) -> None:
    number = form.columns["NUMBER"].letter
    move_rows(sheet, sorted(rows_of(sheet), key=lambda r: str(sheet[f"{number}{r}"].value or "~")))


@on_sheets("a blank row put in", dict.fromkeys((UNIT_1, LEAD_1, NOTICE), accept()))
def _blank(sheet: Worksheet, form: Form) -> None:
    sheet.insert_rows(_row(sheet, form))


@on_sheets(
    "a deleted row",
    {
        UNIT_1: Outcome(errors=(("BM-012", ""),), lost=(Spot(UNIT_1, "3.4.2", ""),)),
        LEAD_1: Outcome(lost=(Spot(LEAD_1, "2.1.1", ""),)),
        NOTICE: Outcome(lost=(Spot(NOTICE, "1.2.1", ""),)),
    },
)
def _deleted(sheet: Worksheet, form: Form) -> None:
    sheet.delete_rows(_row(sheet, form))


@on_sheets("a deleted heading", dict.fromkeys((LEAD_1, UNIT_2), accept()))
def _heading(sheet: Worksheet, _: Form) -> None:
    sheet.delete_rows(rows_of(sheet)[1])


@on_sheets("a hidden row", dict.fromkeys((UNIT_1, LEAD_1, LEAD_2, NOTICE), accept("BM-034")))
def _hidden(sheet: Worksheet, form: Form) -> None:
    sheet.row_dimensions[_row(sheet, form)].hidden = True


# Values in rows of nobody: the second row is a head row in every form, "N8" its score


def _in_row(name: str, row: int, column: str, value: object, outcomes: dict[Form, str]) -> None:
    """Register a value in a row, counted from the header, that is of no component."""

    def outcome(form: Form, code: str) -> Outcome:
        at = f"{form.columns[column].letter}{7 + row}"
        found = ((code, at),)
        return Outcome(errors=found) if code.startswith("TD") else Outcome(warnings=found)

    @on_sheets(name, {form: outcome(form, code) for form, code in outcomes.items()})
    def _(sheet: Worksheet, form: Form) -> None:
        sheet[f"{form.columns[column].letter}{7 + row}"].value = value


_CODES = {UNIT_1: "BM-040", UNIT_2: "BM-040", LEAD_1: "TD-026", LEAD_2: "TD-026"}
_in_row("a score in a head row", 2, "SCORE", 0.5, _CODES)
_in_row("a score as text in a head row", 2, "SCORE", "0,5 điểm", _CODES)
_in_row("a score under the form", 125, "SCORE", 0.5, dict.fromkeys(_CODES, "BM-040"))
_in_row("a response in a head row", 2, "RESPONSE", "Đã gửi báo cáo", {NOTICE: "BM-040"})
_in_row("new evidence in a head row", 2, "NEW_EVIDENCE", "CV 7/SNV", {NOTICE: "BM-040"})


@on_sheets("a signature under the form", dict.fromkeys(SOME, accept()))
def _signed(sheet: Worksheet, form: Form) -> None:
    for name in ("REASON", "RESPONSE"):
        if name in form.columns.__members__:
            sheet[f"{form.columns[name].letter}132"] = "Thủ trưởng đơn vị"


@on_sheets("sums pasted as values", dict.fromkeys((UNIT_1, LEAD_1), accept()))
def _values(sheet: Worksheet, _: Form) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.value = 12.5
