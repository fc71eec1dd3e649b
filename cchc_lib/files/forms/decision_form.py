"""The sheet on which appraisers decide: what the forms of units and leads share in both rounds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import Assessment, NotReported
from cchc_lib.files.forms.decision_parts import Part, Section
from cchc_lib.files.forms.inputs import (
    add_day_rule,
    add_score_rule,
    mark_blanks,
    mark_over_maximum,
)
from cchc_lib.files.forms.layout import (
    NOT_APPLICABLE,
    TOTAL,
    AppraisalColumn,
    IdentityLabel,
    ReviewColumn,
)
from cchc_lib.files.forms.saving import save
from cchc_lib.files.forms.sheet import (
    AMBER,
    HEADER_ROW,
    CellValue,
    FormOwner,
    highlight,
    new_workbook,
    protect,
    put,
    set_up_page,
    write_owned_head,
)

__all__ = [
    "NOT_DECLARED",
    "Answers",
    "AppraisalAnswers",
    "Column",
    "DecisionForm",
    "FormKind",
    "write_decision_form",
]

NOT_DECLARED = "chưa ghi"
_NOTE_ROW = HEADER_ROW - 1
Column = AppraisalColumn | ReviewColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalAnswers:
    """What to fill in for one component; a text may stand anywhere, as hands may write it."""

    score: CellValue
    reason: str = ""


Answers = Mapping[tuple[str, str], AppraisalAnswers]
"""What to fill in, by unit code and component code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormKind:
    """What sets the forms of one round apart.

    ``points`` are the columns that head rows sum up; a decision that differs from ``before``
    needs a reason; ``beside`` is the column of the labels on the right of the identity block;
    ``note`` holds what is said on top before and after the number of blank decisions.
    """

    sheet_name: str
    title_vi: str
    columns: type[AppraisalColumn] | type[ReviewColumn]
    widths: Mapping[Column, float]
    points: tuple[Column, ...]
    before: Column
    beside: Column
    note: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionForm:
    """What stands on one form; ``details`` tells what the appraiser sees beside a claim."""

    kind: FormKind
    edition: Edition
    assessment: Assessment
    owner: FormOwner
    parts: Iterable[Part]
    details: Callable[[ComponentScore], Mapping[Column, CellValue]]
    answers: Answers
    decided_on: CellValue


def write_decision_form(path: Path, form: DecisionForm) -> None:
    """Write the workbook of one form."""
    workbook = new_workbook(form.kind.sheet_name)
    _DecisionSheet(workbook[form.kind.sheet_name], form).write()
    save(path, workbook)


@dataclass(slots=True)
class _DecisionSheet:
    """The sheet of a form while it is written, row by row."""

    sheet: Worksheet
    form: DecisionForm
    row: int = HEADER_ROW
    _input_rows: list[int] = field(default_factory=list)

    def write(self) -> None:
        """Write the whole sheet."""
        form, kind = self.form, self.form.kind
        write_owned_head(
            self.sheet,
            kind.columns,
            title=f"{kind.title_vi} CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {form.assessment.year}",
            edition=form.edition,
            assessment=form.assessment,
            owner=form.owner,
            fields=(kind.columns.NAME, kind.beside),
        )
        parts = list(form.parts)
        for part in parts:
            self._write_part(part)
        self._write_total(parts)
        self._write_date()
        self._write_note()
        self._highlight()
        self._set_up()

    def _put(self, column: Column, value: CellValue, style: str, row: int = 0) -> None:
        put(self.sheet, f"{column.letter}{row or self.row}", value, style)

    def _write_part(self, part: Part) -> None:
        self.row += 1
        head = self.row
        for section in part.sections:
            self.row += 1
            self._write_head("criterion", section, self.row, self.row + len(section.scores))
            for score in section.scores:
                self.row += 1
                self._write_component(score)
        self._write_head("area", part, head, self.row)

    def _write_head(self, style: str, block: Section | Part, row: int, last: int) -> None:
        """Write a head row that sums up what is below it; sums in between do not count."""
        self._fill_head(style, row, block.scores)
        columns = self.form.kind.columns
        self._put(columns.NUMBER, block.number, style, row)
        self._put(columns.NAME, block.name_vi, style, row)
        self._sum(style, row, f"{{0}}{row + 1}:{{0}}{last}")

    def _write_total(self, parts: Sequence[Part]) -> None:
        self.row += 1
        self._fill_head("area", self.row, [score for part in parts for score in part.scores])
        self._put(self.form.kind.columns.NAME, TOTAL, "area")
        if parts:
            self._sum("area", self.row, f"{{0}}{HEADER_ROW + 1}:{{0}}{self.row - 1}")

    def _fill_head(self, style: str, row: int, scores: Sequence[ComponentScore]) -> None:
        columns = self.form.kind.columns
        for column in columns:
            self._put(column, None, "hidden" if column.is_hidden else style, row)
        total = sum(score.max_score for score in scores)
        self._put(columns.MAX, total or None, f"{style}_score", row)

    def _sum(self, style: str, row: int, span: str) -> None:
        for column in self.form.kind.points:
            self._put(column, None, f"{style}_score", row)
            formula = f"=SUBTOTAL(9,{span.format(column.letter)})"
            self.sheet[f"{column.letter}{row}"].value = formula

    def _write_component(self, score: ComponentScore) -> None:
        kind = self.form.kind
        columns = kind.columns
        is_open = score.exemption is None
        text, centre = ("text", "score") if is_open else ("off", "off_centre")
        self._put(columns.CODE, score.component_code, "hidden")
        self._put(columns.UNIT, score.unit_code, "hidden")
        self._put(columns.NUMBER, score.component_code, text)
        self._put(columns.NAME, score.name_vi, text)
        self._put(columns.OFFICE, self._offices().get(score.unit_code), text)
        self._put(columns.MAX, score.max_score, centre)
        self._put(columns.SELF, _self_score(score), centre)
        self._put(columns.LEAD, score.lead_appraiser, text)
        for column, value in self.form.details(score).items():
            self._put(column, value, centre if column in kind.points else text)
        self._write_decision(score, is_open=is_open)

    def _offices(self) -> dict[str, str]:
        return {unit.code: unit.name_vi for unit in self.form.assessment.units}

    def _write_decision(self, score: ComponentScore, *, is_open: bool) -> None:
        columns = self.form.kind.columns
        answers = self.form.answers.get((score.unit_code, score.component_code))
        given = answers.score if answers else None
        reason = answers.reason if answers else ""
        if is_open:
            self._input_rows.append(self.row)
        else:
            given = NOT_APPLICABLE if given is None else given
            basis = score.exemption.legal_basis if score.exemption else ""
            reason = reason or basis
        self._put(columns.SCORE, given, "input_score" if is_open else "off_centre")
        self._put(columns.REASON, reason or None, "input_text" if is_open else "off")

    def _write_date(self) -> None:
        """Ask for the day of the decisions in the identity block."""
        label = self.form.kind.beside.letter
        self._put(self.form.kind.beside, f"{IdentityLabel.DATE}:", "label", _NOTE_ROW)
        day = self.sheet[f"{label}{_NOTE_ROW}"].offset(column=1)
        put(self.sheet, day.coordinate, self.form.decided_on, "input_date")
        add_day_rule(self.sheet, day.column_letter, [_NOTE_ROW], self.form.assessment.year)
        mark_blanks(self.sheet, day.column_letter, [_NOTE_ROW])

    def _write_note(self) -> None:
        """Say on top what to fill in and how many components still wait for a decision."""
        columns, (before, after) = self.form.kind.columns, self.form.kind.note
        code, score = (
            f"{column.letter}{HEADER_ROW + 1}:{column.letter}{self.row}"
            for column in (columns.CODE, columns.SCORE)
        )
        self._put(columns.NAME, None, "note", _NOTE_ROW)
        formula = f'="{before}"&SUMPRODUCT((LEN({code})>0)*(LEN({score})=0))&"{after}"'
        self.sheet[f"{columns.NAME.letter}{_NOTE_ROW}"].value = formula

    def _highlight(self) -> None:
        columns, first = self.form.kind.columns, HEADER_ROW + 1
        score, reasons = columns.SCORE.letter, columns.REASON.letter
        for letter in (columns.SELF.letter, score):
            mark_over_maximum(self.sheet, letter, columns.MAX.letter, first, self.row)
        mark_blanks(self.sheet, score, self._input_rows)
        asked = (columns.CODE, self.form.kind.before, columns.SCORE, columns.REASON)
        code, before, given, reason = (f"${column.letter}{first}" for column in asked)
        differs = f"ROUND(N({given})-N({before}),6)<>0"
        unexplained = f'AND({code}<>"",ISNUMBER({given}),{differs},LEN({reason})=0)'
        highlight(self.sheet, f"{reasons}{first}:{reasons}{self.row}", unexplained, AMBER)

    def _set_up(self) -> None:
        columns, form = self.form.kind.columns, self.form
        add_score_rule(self.sheet, columns.SCORE.letter, self._input_rows, columns.MAX.letter)
        widths = {column.letter: width for column, width in form.kind.widths.items()}
        footer = f"{form.owner.name_vi} – {form.assessment.form_version}"
        set_up_page(self.sheet, widths=widths, head_row=HEADER_ROW, footer=footer)
        self.sheet.freeze_panes = f"{columns.MAX.letter}{HEADER_ROW + 1}"
        self.sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
        protect(self.sheet)


def _self_score(score: ComponentScore) -> CellValue:
    if score.exemption is not None:
        return None
    value = score.self_score.value
    return NOT_DECLARED if isinstance(value, NotReported) else value
