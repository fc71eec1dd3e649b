"""What stands in the cells that appraisers and units fill in."""

from collections.abc import Callable
from datetime import date

from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.mutations.later.judging import day_cell
from tests.mutations.later.registry import (
    AGENCY,
    LEAD_1,
    LEAD_2,
    NOTICE,
    OTHERS,
    UNIT_1,
    UNIT_2,
    Form,
    Outcome,
    Spot,
    accept,
    on_sheets,
    reject,
    score_of,
    warn,
)

TCVN3, UNICODE = "Tµi liÖu cña n¨m kh¸c", "Tài liệu của năm khác"


def _score(name: str, change: Callable[[Cell], None], outcomes: dict[Form, Outcome]) -> None:
    """Register a change of the cell of a score."""

    @on_sheets(name, outcomes)
    def _(sheet: Worksheet, form: Form) -> None:
        change(score_of(form).cell(sheet))


def _refused(code: str, *forms: Form) -> dict[Form, Outcome]:
    return {form: reject(code, score_of(form)) for form in forms}


def _text(cell: Cell, text: str) -> None:
    cell.value = text.format(str(cell.value).replace(".", ","))


def _shown(cell: Cell, value: object, number_format: str) -> None:
    cell.value, cell.number_format = value, number_format


# Scores

_score(
    "a score as text", lambda c: _text(c, "{}"), dict.fromkeys((UNIT_1, *OTHERS), accept("BM-015"))
)
_score(
    "a score as text with a unit",
    lambda c: _text(c, "{} điểm"),
    dict.fromkeys(OTHERS, accept("BM-015")),
)
_score(
    "a score with a letter nobody sees",
    lambda c: _text(c, "\u200b{}"),
    dict.fromkeys((UNIT_1, LEAD_2), accept("BM-015", "BM-047")),
)
_score("a per cent format", lambda c: _shown(c, 0.5, "0%"), _refused("BM-016", UNIT_1, LEAD_2))
_score("a per cent sign", lambda c: _text(c, "50%"), _refused("BM-016", LEAD_1, UNIT_2))
_score(
    "a day as a score",
    lambda c: _shown(c, date(2019, 1, 2), "dd/mm/yyyy"),
    _refused("BM-017", UNIT_1, LEAD_1),
)
_score("an error as a score", lambda c: _text(c, "#DIV/0!"), _refused("BM-018", *OTHERS))
_score(
    "a formula without a value", lambda c: _text(c, "=J10/2"), _refused("BM-014", UNIT_1, LEAD_2)
)
_score("a word as a score", lambda c: _text(c, "đạt"), _refused("BM-013", UNIT_1, LEAD_2))
_score("thousands or decimals", lambda c: _text(c, "1.310"), _refused("BM-013", UNIT_1, LEAD_1))
_score(
    "a truth as a score",
    lambda c: _shown(c, value=True, number_format="General"),
    _refused("BM-013", LEAD_1),
)
_score("a blank score", lambda c: _text(c, " "), {LEAD_1: Outcome(lost=(score_of(LEAD_1),))})

# Merged cells


def _merged(name: str, form: Form, *spots: Spot) -> None:
    """Register cells that somebody merged into one, from the first to the last."""

    @on_sheets(name, {form: reject("BM-041", *spots)})
    def _(sheet: Worksheet, _: Form) -> None:
        first, last = (spot.cell(sheet).coordinate for spot in (spots[0], spots[-1]))
        sheet.merge_cells(f"{first}:{last}")


_merged("merged scores", UNIT_1, Spot(UNIT_1, "3.4.1"), Spot(UNIT_1, "3.4.2"))
_merged("merged scores", LEAD_1, Spot(LEAD_1, "2.1.1"), Spot(LEAD_1, "2.1.2"))
_merged("merged scores", LEAD_2, Spot(LEAD_2, "2.4.1"), Spot(LEAD_2, "2.4.2", unit=AGENCY))
_merged("merged reasons", UNIT_1, *(Spot(UNIT_1, code, "REASON") for code in ("1.2.1", "1.2.2")))
_merged("merged reasons", LEAD_1, *(Spot(LEAD_1, code, "REASON") for code in ("2.4.1", "2.4.2")))
_merged(
    "merged reasons",
    LEAD_2,
    Spot(LEAD_2, "2.4.1", "REASON"),
    Spot(LEAD_2, "2.4.2", "REASON", AGENCY),
)
_ANSWERED, _SILENT = Spot(NOTICE, "1.2.1", "RESPONSE"), Spot(NOTICE, "1.2.2", "RESPONSE")


@on_sheets(
    "merged responses",
    {
        NOTICE: Outcome(
            errors=(("BM-041", _ANSWERED), ("BM-041", _SILENT)),
            lost=(_ANSWERED,),
        )
    },
)
def _merged_responses(sheet: Worksheet, _: Form) -> None:
    cells = (spot.cell(sheet).coordinate for spot in (_ANSWERED, _SILENT))
    sheet.merge_cells(":".join(cells))


@on_sheets(
    "a response merged with the evidence beside it",
    {NOTICE: Outcome(becomes=((Spot(NOTICE, "1.2.1", "NEW_EVIDENCE"), ()),))},
)
def _merged_across(sheet: Worksheet, _: Form) -> None:
    _ANSWERED.cell(sheet).offset(column=1).value = None
    cell = _ANSWERED.cell(sheet)
    sheet.merge_cells(f"{cell.coordinate}:{cell.offset(column=1).coordinate}")


# Words

_WORDS = {
    LEAD_1: Spot(LEAD_1, "2.4.1", "REASON"),
    UNIT_2: Spot(UNIT_2, "6.4.1", "REASON"),
    LEAD_2: Spot(LEAD_2, "2.4.2", "REASON", AGENCY),
    NOTICE: _ANSWERED,
}


@on_sheets("words with letters nobody sees", dict.fromkeys(_WORDS, accept("BM-047")))
def _invisible(sheet: Worksheet, form: Form) -> None:
    cell = _WORDS[form].cell(sheet)
    cell.value = f"\ufeff{cell.value[:5]}\u200b{cell.value[5:]}\u202e"


def _worded(
    name: str, text: str, means: str, outcome: Outcome, font: str = "Times New Roman"
) -> None:
    """Register words that mean something else than what stood there."""
    outcomes = {
        form: Outcome(
            warnings=tuple((code, spot) for code, _ in outcome.warnings),
            notes=outcome.notes,
            becomes=((spot, means),),
        )
        for form, spot in _WORDS.items()
    }

    @on_sheets(name, outcomes)
    def _(sheet: Worksheet, form: Form) -> None:
        cell = _WORDS[form].cell(sheet)
        cell.value, cell.data_type, cell.font = text, "s", Font(name=font)


_worded("words in an old encoding", TCVN3, UNICODE, warn("BM-046"), ".VnTime")
_worded("words that are a formula", "=1+1|cmd", "=1+1|cmd", accept())


@on_sheets(
    "words that are an error", {form: reject("BM-018", spot) for form, spot in _WORDS.items()}
)
def _error(sheet: Worksheet, form: Form) -> None:
    _WORDS[form].cell(sheet).value = "#N/A"


# The day


@on_sheets("a day as text", {LEAD_1: accept(), UNIT_2: accept()})
def _day_as_text(sheet: Worksheet, _: Form) -> None:
    cell = day_cell(sheet)
    cell.value = f"{cell.value:%d/%m/%Y}"


@on_sheets(
    "a day that is none",
    {
        form: Outcome(errors=(("TD-024", address),), undated=form)
        for form, address in ((UNIT_1, "M6"), (LEAD_1, "M6"), (LEAD_2, "L6"))
    },
)
def _no_day(sheet: Worksheet, _: Form) -> None:
    day_cell(sheet).value = "đầu năm"
