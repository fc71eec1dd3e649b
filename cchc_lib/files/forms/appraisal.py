"""Write the appraisal workbook of a unit (*phiếu thẩm định*)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.rulebook import Area, Component, Edition
from cchc_lib.core.stages import ComponentScore, RuleLine
from cchc_lib.core.submission import Assessment, Figure, NotReported, Unit
from cchc_lib.files.forms.inputs import add_score_rule, mark_blanks, mark_over_maximum
from cchc_lib.files.forms.layout import APPRAISAL_SHEET, NOT_APPLICABLE, AppraisalColumn
from cchc_lib.files.forms.sheet import (
    AMBER,
    HEADER_ROW,
    CellValue,
    cell_ranges,
    highlight,
    new_workbook,
    protect,
    put,
    set_up_page,
    write_head,
)
from cchc_lib.files.writing import write_workbook
from cchc_lib.vietnamese import format_number

__all__ = ["AppraisalAnswers", "write_appraisal"]

_C = AppraisalColumn
_WIDTHS: Mapping[AppraisalColumn, float] = {
    _C.CODE: 0, _C.NUMBER: 7, _C.NAME: 32, _C.MAX: 8, _C.HOW: 42, _C.FIGURES: 36, _C.RULE: 10,
    _C.SELF: 10, _C.EVIDENCE: 24, _C.EXPLANATION: 24, _C.LEAD: 16, _C.SCORE: 11, _C.REASON: 28,
}  # fmt: skip
_NOT_DECLARED = "chưa ghi"
_REFUSED = "ghi không hợp lệ"
_NOT_COMPUTED = "chưa tính được"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalAnswers:
    """What to fill in for one component; a text may stand anywhere, as hands may write it."""

    score: CellValue
    reason: str = ""


_NO_ANSWERS: Mapping[str, AppraisalAnswers] = {}
_NO_WORDS: Mapping[str, str] = {}


def write_appraisal(
    path: Path,
    *,
    edition: Edition,
    assessment: Assessment,
    unit: Unit,
    scores: Sequence[ComponentScore],
    how_vi: Mapping[str, str] = _NO_WORDS,
    answers: Mapping[str, AppraisalAnswers] = _NO_ANSWERS,
) -> None:
    """Write the appraisal form of a unit, beside what the unit declared.

    Parameters
    ----------
    path
        The workbook to write.
    edition, assessment, unit
        Whose criteria, which year, and who is appraised.
    scores
        The stages of the unit's components so far.
    how_vi
        The sentence on how points are given, by component code.
    answers
        What to fill in, by component code.
    """
    workbook = new_workbook(APPRAISAL_SHEET)
    by_code = {score.component_code: score for score in scores}
    sheet = workbook[APPRAISAL_SHEET]
    _AppraisalSheet(sheet, edition, assessment, unit, by_code, how_vi, answers).write()
    write_workbook(path, workbook)


@dataclass(slots=True)
class _AppraisalSheet:
    """The sheet “Thẩm định” while it is written, row by row."""

    sheet: Worksheet
    edition: Edition
    assessment: Assessment
    unit: Unit
    scores: Mapping[str, ComponentScore]
    how_vi: Mapping[str, str]
    answers: Mapping[str, AppraisalAnswers]
    row: int = HEADER_ROW
    _heads: list[int] = field(default_factory=list)
    _input_rows: list[int] = field(default_factory=list)

    def write(self) -> None:
        """Write the whole sheet."""
        write_head(
            self.sheet,
            AppraisalColumn,
            title=f"PHIẾU THẨM ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {self.assessment.year}",
            edition=self.edition,
            assessment=self.assessment,
            unit=self.unit,
            fields=(_C.NAME, _C.EXPLANATION),
        )
        for area in self.edition.areas:
            self._write_area(area)
        self._write_total()
        self._write_progress()
        self._highlight()
        self._set_up()

    def _put(self, column: AppraisalColumn, value: CellValue, style: str, row: int = 0) -> None:
        put(self.sheet, f"{column.letter}{row or self.row}", value, style)

    def _write_area(self, area: Area) -> None:
        criteria = [
            (criterion, own)
            for criterion in area.criteria
            if (own := [c for c in criterion.components if self._is_appraised(c)])
        ]
        if not criteria:
            return
        self.row += 1
        head = self.row
        for criterion, components in criteria:
            self._write_group("criterion", criterion.code, criterion.name_vi, components)
            for component in components:
                self._write_component(component)
        last, self.row = self.row, head - 1
        everything = [c for _, own in criteria for c in own]
        self._write_group("area", area.code, area.name_vi.upper(), everything)
        self._heads.append(head)
        self._sum((_C.SELF, _C.RULE, _C.SCORE), f"{{0}}{head + 1}:{{0}}{last}")
        self.row = last

    def _is_appraised(self, component: Component) -> bool:
        return self.unit.group_code in component.max_score and not component.is_survey

    def _write_group(
        self, style: str, code: str, name: str, components: Sequence[Component]
    ) -> None:
        self.row += 1
        for column in AppraisalColumn:
            self._put(column, None, "hidden" if column.is_hidden else style)
        self._put(_C.NUMBER, code, style)
        self._put(_C.NAME, name, style)
        total = sum(c.max_score[self.unit.group_code] for c in components)
        self._put(_C.MAX, total or None, f"{style}_score")

    def _sum(self, columns: Sequence[AppraisalColumn], span: str) -> None:
        for column in columns:
            self._put(column, None, "area_score")
            formula = f"=SUM({span.format(column.letter)})"
            self.sheet[f"{column.letter}{self.row}"].value = formula

    def _write_component(self, component: Component) -> None:
        self.row += 1
        score = self.scores.get(component.code)
        is_open = score is None or score.exemption is None
        text, centre = ("text", "score") if is_open else ("off", "off_centre")
        self._put(_C.CODE, component.code, "hidden")
        self._put(_C.NUMBER, component.code, text)
        self._put(_C.NAME, component.name_vi, text)
        self._put(_C.MAX, component.max_score[self.unit.group_code], centre)
        self._put(_C.HOW, self.how_vi.get(component.code, ""), text)
        self._put(_C.FIGURES, "\n".join(_figure_lines(component, score)), text)
        self._put(_C.RULE, _rule_score(score), centre)
        self._put(_C.SELF, _self_score(score), centre)
        self._put(_C.EVIDENCE, _evidence(score), text)
        self._put(_C.EXPLANATION, score.explanation if score else None, text)
        self._put(_C.LEAD, component.lead_appraiser, text)
        self._write_decision(component, score, is_open=is_open)

    def _write_decision(
        self, component: Component, score: ComponentScore | None, *, is_open: bool
    ) -> None:
        answers = self.answers.get(component.code)
        given = answers.score if answers else None
        reason = answers.reason if answers else ""
        if is_open:
            self._input_rows.append(self.row)
        else:
            given = NOT_APPLICABLE if given is None else given
            basis = score.exemption.legal_basis if score and score.exemption else ""
            reason = reason or basis
        self._put(_C.SCORE, given, "input_score" if is_open else "off_centre")
        self._put(_C.REASON, reason or None, "input_text" if is_open else "off")

    def _write_total(self) -> None:
        self._write_group("area", "", "TỔNG CỘNG", ())
        heads = ",".join(f"{{0}}{row}" for row in self._heads)
        self._sum((_C.MAX, _C.SELF, _C.RULE, _C.SCORE), heads)

    def _write_progress(self) -> None:
        """Say on top how many components still wait for a decision."""
        spans = cell_ranges(_C.SCORE.letter, self._input_rows)
        blanks = "+".join(f"COUNTBLANK({span})" for span in spans) or "0"
        address = f"{_C.NAME.letter}{HEADER_ROW - 1}"
        put(self.sheet, address, None, "note")
        self.sheet[address].value = (
            f'="Chỉ điền cột “{_C.SCORE}” và “{_C.REASON}”. Còn "&({blanks})'
            '&" tiêu chí thành phần chưa thẩm định."'
        )

    def _highlight(self) -> None:
        first, score, reasons = HEADER_ROW + 1, _C.SCORE.letter, _C.REASON.letter
        for letter in (_C.SELF.letter, score):
            mark_over_maximum(self.sheet, letter, _C.MAX.letter, first, self.row)
        mark_blanks(self.sheet, score, self._input_rows)
        columns = (_C.CODE, _C.SELF, _C.SCORE, _C.REASON)
        code, claim, given, reason = (f"${column.letter}{first}" for column in columns)
        differs = f"ROUND(N({given})-N({claim}),6)<>0"
        unexplained = f'AND({code}<>"",ISNUMBER({given}),{differs},LEN({reason})=0)'
        highlight(self.sheet, f"{reasons}{first}:{reasons}{self.row}", unexplained, AMBER)

    def _set_up(self) -> None:
        add_score_rule(self.sheet, _C.SCORE.letter, self._input_rows, _C.MAX.letter)
        widths = {column.letter: width for column, width in _WIDTHS.items()}
        footer = f"{self.unit.name_vi} – {self.assessment.form_version}"
        set_up_page(self.sheet, widths=widths, head_row=HEADER_ROW, footer=footer)
        self.sheet.freeze_panes = f"{_C.MAX.letter}{HEADER_ROW + 1}"
        self.sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
        protect(self.sheet)


def _self_score(score: ComponentScore | None) -> CellValue:
    if score is None or score.exemption is not None:
        return None
    value = score.self_score.value
    return _NOT_DECLARED if isinstance(value, NotReported) else value


def _rule_score(score: ComponentScore | None) -> CellValue:
    line = score.rule_score if score and score.exemption is None else None
    if not isinstance(line, RuleLine):
        return None
    return _NOT_COMPUTED if isinstance(line.value, NotReported) else line.value


def _figure_lines(component: Component, score: ComponentScore | None) -> Iterator[str]:
    """Yield what the unit declared, one figure a line, in the words of the edition."""
    line = score.rule_score if score and score.exemption is None else None
    if isinstance(line, RuleLine):
        declared = {figure.input_code: figure.value for figure in line.figures}
        for spec in component.inputs:
            if spec.code in declared:
                yield f"{spec.label_vi}: {_figure(declared[spec.code])}"


def _figure(value: Figure | NotReported) -> str:
    if isinstance(value, NotReported):
        return _REFUSED if value.reason == "refused" else _NOT_DECLARED
    return format_number(value)


def _evidence(score: ComponentScore | None) -> str:
    if score is None or score.exemption is not None:
        return ""
    match score.evidence_state:
        case "given":
            return f"Có nêu: {'; '.join(score.evidence)}"
        case "explained":
            return "Không nêu, có giải trình"
        case "missing":
            return "Chưa nêu"
        case "not_required":
            return ""
