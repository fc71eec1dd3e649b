"""The list of variants of what returns later: which file is damaged, and what must come of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.round_rules import Stage
from cchc_lib.files.forms.layout import (
    APPRAISAL_SHEET,
    NOTICE_SHEET,
    REVIEW_SHEET,
    AppraisalColumn,
    FormColumn,
    NoticeColumn,
    ReviewColumn,
)
from tests.mutations.moving import rows_of
from tests.mutations.registry import UNIT, with_book

AGENCY = "cong-an-tinh"
LEAD = "so-tu-phap"
VARIANTS: dict[str, "Variant"] = {}

Change = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Form:
    """One of the forms that return later; ``score`` is a score in it with decimals."""

    name: str
    file: str
    sheet: str
    columns: type[FormColumn]
    stage: Stage
    score: tuple[str, str] = ("", "")

    @property
    def is_of_lead(self) -> bool:
        """Tell whether it is the form of a lead appraiser, about several units."""
        return "/chu-tri_" in self.file


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a form as issued, by what it means; without a column the whole row."""

    form: Form
    component: str
    column: str = "SCORE"
    unit: str = UNIT

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what is decided or explained there."""
        return self.form.stage, self.unit, self.component

    def cell(self, sheet: Worksheet) -> Cell:
        """Return the cell in a sheet in which rows and columns are where they were issued."""
        columns = self.form.columns
        unit = columns.__members__.get("UNIT")
        for row in rows_of(sheet):
            is_unit = unit is None or sheet[f"{unit.letter}{row}"].value == self.unit
            if is_unit and sheet[f"{columns['CODE'].letter}{row}"].value == self.component:
                return sheet[f"{columns[self.column].letter}{row}"]
        raise KeyError(self.component)


UNIT_1 = Form(
    "an appraisal of a unit",
    f"appraisal/{UNIT}.xlsx",
    APPRAISAL_SHEET,
    AppraisalColumn,
    "appraisal_1",
    (UNIT, "3.4.2"),
)
LEAD_1 = Form(
    "an appraisal of a lead",
    f"appraisal/chu-tri_{LEAD}.xlsx",
    APPRAISAL_SHEET,
    AppraisalColumn,
    "appraisal_1",
    (UNIT, "2.1.1"),
)
UNIT_2 = Form(
    "a review of a unit",
    f"appraisal_2/{UNIT}.xlsx",
    REVIEW_SHEET,
    ReviewColumn,
    "appraisal_2",
    (UNIT, "6.4.1"),
)
LEAD_2 = Form(
    "a review of a lead",
    f"appraisal_2/chu-tri_{LEAD}.xlsx",
    REVIEW_SHEET,
    ReviewColumn,
    "appraisal_2",
    (AGENCY, "2.4.2"),
)
NOTICE = Form("a notice", f"explanations/{UNIT}.xlsx", NOTICE_SHEET, NoticeColumn, "explanation")
DECIDED = (UNIT_1, LEAD_1, UNIT_2, LEAD_2)
FORMS = (*DECIDED, NOTICE)
SOME, OTHERS = (UNIT_1, LEAD_2, NOTICE), (LEAD_1, UNIT_2)
"""Halves of the forms: what is read alike in all of them is tried on one half."""


def score_of(form: Form) -> Spot:
    """Return the cell of a score with decimals."""
    unit, component = form.score
    return Spot(form, component, unit=unit)


Where = Spot | str
"""A cell as issued, or an address; empty for a finding about a whole form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a variant may lead to.

    ``errors`` and ``warnings`` are found exactly, each at its cell; ``notes`` by code.
    ``lost`` are the cells whose value must not be read, ``becomes`` those that mean something
    else now, ``unread`` is a form of which nothing may be read; ``undated`` one without day.
    Of a form that is refused it is enough to find one of ``refusals``, about ``file``.
    """

    errors: tuple[tuple[str, Where], ...] = ()
    warnings: tuple[tuple[str, Where], ...] = ()
    notes: frozenset[str] = frozenset()
    refusals: frozenset[str] = frozenset()
    lost: tuple[Spot, ...] = ()
    becomes: tuple[tuple[Spot, object], ...] = ()
    unread: Form | None = None
    undated: Form | None = None
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way in which one of the files may arrive."""

    name: str
    form: Form
    change: Change
    outcome: Outcome


def accept(*notes: str) -> Outcome:
    """Expect the same decisions and explanations and nothing new but these notes."""
    return Outcome(notes=frozenset(notes))


def warn(*codes: str, at: Where = "", notes: tuple[str, ...] = ()) -> Outcome:
    """Expect the same decisions and explanations, and these warnings."""
    return Outcome(warnings=tuple((code, at) for code in codes), notes=frozenset(notes))


def reject(code: str, *spots: Spot) -> Outcome:
    """Expect this error at each of these cells, and none of their values."""
    return Outcome(errors=tuple((code, spot) for spot in spots), lost=spots)


def reject_row(code: str, *spots: Spot) -> Outcome:
    """Expect this error at each of these cells, and nothing of their rows."""
    lost = tuple(Spot(one.form, one.component, "", one.unit) for one in spots)
    return Outcome(errors=tuple((code, spot) for spot in spots), lost=lost)


def reject_file(form: Form, *codes: str, file: str = "", notes: tuple[str, ...] = ()) -> Outcome:
    """Expect one of these errors about the file, and nothing of the form."""
    return Outcome(
        refusals=frozenset(codes), unread=form, file=file or form.file, notes=frozenset(notes)
    )


def on_folder(name: str, form: Form, outcome: Outcome) -> Callable[[Change], Change]:
    """Register a change of the whole assessment folder."""

    def register(change: Change) -> Change:
        own = f"{name}: {form.name}"
        if own in VARIANTS:
            raise ValueError(f"two variants are named {own!r}")
        VARIANTS[own] = Variant(name=own, form=form, change=change, outcome=outcome)
        return change

    return register


def on_book(
    name: str, form: Form, outcome: Outcome
) -> Callable[[Callable[[Workbook], None]], object]:
    """Register a change of the opened workbook of a form."""

    def register(change: Callable[[Workbook], None]) -> object:
        return on_folder(name, form, outcome)(lambda folder: rewrite(folder, form, change))

    return register


def on_sheets(
    name: str, outcomes: dict[Form, Outcome]
) -> Callable[[Callable[[Worksheet, Form], None]], object]:
    """Register a change of the sheet of several forms, each with what must come of it."""

    def register(change: Callable[[Worksheet, Form], None]) -> object:
        for form, outcome in outcomes.items():
            on_book(name, form, outcome)(lambda book, form=form: change(book[form.sheet], form))
        return change

    return register


def rewrite(folder: Path, form: Form, change: Callable[[Workbook], None]) -> None:
    """Replace a form in a folder by a changed one."""
    path = folder / form.file
    path.write_bytes(with_book(path.read_bytes(), change))
