"""The sheet “Tự chấm” of the self-assessment form, written row by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.rule_kinds import FigureRule
from cchc_lib.core.rulebook import Area, Component, Criterion, Edition, InputSpec
from cchc_lib.core.submission import Assessment, Unit
from cchc_lib.files.forms.formulas import points_formula
from cchc_lib.files.forms.guide import AreaBlock
from cchc_lib.files.forms.inputs import (
    Choices,
    FigureInputs,
    add_score_rule,
    mark_blanks,
    mark_over_maximum,
)
from cchc_lib.files.forms.layout import (
    NOT_APPLICABLE,
    TOTAL,
    SelfColumn,
)
from cchc_lib.files.forms.sheet import (
    AMBER,
    HEADER_ROW,
    YELLOW,
    CellValue,
    cell_ranges,
    highlight,
    protect,
    put,
    run_down,
    set_up_page,
    write_head,
)

__all__ = ["FormAnswers", "SelfSheet"]

_C = SelfColumn
_SURVEYED = "Điều tra XHH – đơn vị không tự chấm"
_TAKEN_FROM = "Đơn vị không kê khai, không tự chấm; số liệu lấy từ"
_LEGEND = (
    "Ô vàng: cần điền. Ô đỏ: quá điểm tối đa. Ô cam: điểm tự chấm khác điểm theo số liệu. "
    "Dòng xám: không phải điền."
)
_WIDTHS: Mapping[SelfColumn, float] = {
    _C.CODE: 0, _C.INPUT: 0, _C.NUMBER: 7, _C.NAME: 32, _C.MAX: 8, _C.LABEL: 28, _C.FIGURE: 13,
    _C.RULE: 9, _C.SELF: 9, _C.HOW: 42, _C.REQUIRED: 18, _C.EVIDENCE: 24, _C.EXPLANATION: 24,
}  # fmt: skip
_RUN_DOWN = (_C.NAME, _C.HOW, _C.REQUIRED)
"""Long texts that nobody fills in: they use all rows of a component, its figures one each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAnswers:
    """What to fill in for one component; a text may stand anywhere, as hands may write it."""

    figures: Mapping[str, CellValue]
    self_score: CellValue
    evidence: str = ""
    explanation: str = ""


@dataclass(slots=True)
class SelfSheet:
    """The sheet “Tự chấm” while it is written, row by row."""

    sheet: Worksheet
    edition: Edition
    assessment: Assessment
    unit: Unit
    how_vi: Mapping[str, str]
    answers: Mapping[str, FormAnswers]
    row: int = HEADER_ROW
    blocks: list[AreaBlock] = field(default_factory=list)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    _spans: list[range] = field(default_factory=list)
    _inputs: FigureInputs = field(default_factory=FigureInputs)
    _exempt: frozenset[str] = frozenset()

    def write(self, choices: Choices) -> None:
        """Write the whole sheet."""
        self._exempt = frozenset(
            e.component_code for e in self.assessment.exemptions if e.unit_code == self.unit.code
        )
        write_head(
            self.sheet,
            SelfColumn,
            title=f"BIỂU TỰ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {self.assessment.year}",
            edition=self.edition,
            assessment=self.assessment,
            unit=self.unit,
            fields=(_C.NAME, _C.HOW),
        )
        self._put(_C.NAME, _LEGEND, "note", HEADER_ROW - 1)
        for area in self.edition.areas:
            self._write_area(area)
        self._write_total()
        self._accept(choices)
        self._highlight()
        self._set_up()

    def _put(self, column: SelfColumn, value: CellValue | int, style: str, row: int = 0) -> None:
        put(self.sheet, f"{column.letter}{row or self.row}", value, style)

    def _formula(self, column: SelfColumn, formula: str, style: str, row: int = 0) -> None:
        self._put(column, None, style, row)
        self.sheet[f"{column.letter}{row or self.row}"].value = formula

    def _write_area(self, area: Area) -> None:
        criteria = [
            (criterion, own)
            for criterion in area.criteria
            if (own := [c for c in criterion.components if self._is_asked(c)])
        ]
        if not criteria:
            return
        self.row += 1
        head = self.row
        block = AreaBlock(area=area, head_row=head)
        self.blocks.append(block)
        for criterion, components in criteria:
            self._write_criterion(criterion, components)
            for component in components:
                self._write_component(component, block)
        block.last_row = self.row
        self._write_area_head(block, [c for _, own in criteria for c in own])

    def _is_asked(self, component: Component) -> bool:
        return self.unit.group_code in component.max_score

    def _write_area_head(self, block: AreaBlock, components: list[Component]) -> None:
        head = block.head_row
        self._fill_row("area", head)
        self._put(_C.NUMBER, block.area.code, "area", head)
        self._put(_C.NAME, block.area.name_vi.upper(), "area", head)
        total = sum(c.max_score[self.unit.group_code] for c in components)
        self._put(_C.MAX, total, "area_score", head)
        for column in (_C.RULE, _C.SELF):
            span = f"{column.letter}{head + 1}:{column.letter}{block.last_row}"
            self._formula(column, f"=SUM({span})", "area_score", head)

    def _write_criterion(self, criterion: Criterion, components: list[Component]) -> None:
        self.row += 1
        self._fill_row("criterion", self.row)
        self._put(_C.NUMBER, criterion.code, "criterion")
        self._put(_C.NAME, criterion.name_vi, "criterion")
        total = sum(c.max_score[self.unit.group_code] for c in components)
        self._put(_C.MAX, total, "criterion_score")

    def _write_component(self, component: Component, block: AreaBlock) -> None:
        is_open = component.is_appraised and component.code not in self._exempt
        first = self.row + 1
        self.rows[component.code, ""] = first
        asked = () if component.source else component.inputs
        for spec in asked or (None,):
            self.row += 1
            self._fill_row("text" if is_open else "off", self.row)
            self._put(_C.CODE, component.code, "hidden")
            if spec is not None:
                self._write_figure(component, spec, is_open=is_open)
        if self.row > first:
            self._spans.append(range(first, self.row + 1))
        if is_open:
            block.score_rows.append(first)
            if component.inputs:
                block.figure_rows += range(first, self.row + 1)
        self._write_description(component, first, is_open=is_open)
        self._write_claim(component, first, is_open=is_open)

    def _write_figure(self, component: Component, spec: InputSpec, *, is_open: bool) -> None:
        answers = self.answers.get(component.code)
        self.rows[component.code, spec.code] = self.row
        self._put(_C.INPUT, spec.code, "hidden")
        self._put(_C.LABEL, spec.label_vi, "text" if is_open else "off")
        kind = "choice" if spec.kind == "flag" else spec.kind
        value = answers.figures.get(spec.code) if answers else None
        self._put(_C.FIGURE, value, f"input_{kind}" if is_open else "off_centre")
        if is_open:
            self._inputs.add(spec, component.rule, self.row)

    def _write_description(self, component: Component, row: int, *, is_open: bool) -> None:
        text = "text" if is_open else "off"
        self._put(_C.NUMBER, component.code, text, row)
        self._put(_C.NAME, component.name_vi, text, row)
        maximum = component.max_score[self.unit.group_code]
        self._put(_C.MAX, maximum, "score" if is_open else "off_centre", row)
        self._put(_C.HOW, self.how_vi.get(component.code, ""), text, row)
        self._put(_C.REQUIRED, component.evidence_vi, text, row)
        if component.is_survey:
            self._put(_C.LABEL, _SURVEYED, text, row)
        elif component.source:
            self._put(_C.LABEL, f"{_TAKEN_FROM} {self.edition.source_name(component)}", text, row)
        rule = component.rule
        if is_open and isinstance(rule, FigureRule):
            letter = _C.FIGURE.letter
            cells = {s.code: f"{letter}{row + i}" for i, s in enumerate(component.inputs)}
            formula = points_formula(
                rule,
                max_score=maximum,
                cells=cells,
                year=self.assessment.year,
                rounding=self.edition.rounding,
            )
            self._formula(_C.RULE, formula, "score", row)

    def _write_claim(self, component: Component, row: int, *, is_open: bool) -> None:
        answers = self.answers.get(component.code)
        if not component.is_appraised:
            return
        claimed = answers.self_score if answers else None
        if not is_open and claimed is None:
            claimed = NOT_APPLICABLE
        self._put(_C.SELF, claimed, "input_score" if is_open else "off_centre", row)
        text = "input_text" if is_open else "off"
        self._put(_C.EVIDENCE, answers.evidence if answers else None, text, row)
        self._put(_C.EXPLANATION, answers.explanation if answers else None, text, row)

    def _fill_row(self, style: str, row: int) -> None:
        for column in SelfColumn:
            self._put(column, None, "hidden" if column.is_hidden else style, row)

    def _write_total(self) -> None:
        self.row += 1
        self._fill_row("area", self.row)
        self._put(_C.NAME, TOTAL, "area")
        for column in (_C.MAX, _C.RULE, _C.SELF):
            heads = ",".join(f"{column.letter}{block.head_row}" for block in self.blocks)
            self._formula(column, f"=SUM({heads})", "area_score")

    def _accept(self, choices: Choices) -> None:
        """Set what the input cells accept."""
        year = self.assessment.year
        self._inputs.apply(self.sheet, _C.FIGURE.letter, choices, year)
        add_score_rule(self.sheet, _C.SELF.letter, self._score_rows(), _C.MAX.letter)

    def _score_rows(self) -> list[int]:
        return [row for block in self.blocks for row in block.score_rows]

    def _highlight(self) -> None:
        first, claim = HEADER_ROW + 1, _C.SELF.letter
        mark_over_maximum(self.sheet, claim, _C.MAX.letter, first, self.row)
        code, given, earned = (f"${c.letter}{first}" for c in (_C.CODE, _C.SELF, _C.RULE))
        both = f'{code}<>"",ISNUMBER({given}),ISNUMBER({earned})'
        differs = f"AND({both},ROUND({given}-{earned},6)<>0)"
        highlight(self.sheet, f"{claim}{first}:{claim}{self.row}", differs, AMBER)
        figures = [row for block in self.blocks for row in block.figure_rows]
        mark_blanks(self.sheet, _C.FIGURE.letter, figures)
        mark_blanks(self.sheet, claim, self._score_rows())
        self._highlight_evidence()

    def _highlight_evidence(self) -> None:
        """Ask for evidence or an explanation wherever points are claimed."""
        claim, given, why = _C.SELF.letter, _C.EVIDENCE.letter, _C.EXPLANATION.letter
        for letter in (given, why):
            ranges = list(cell_ranges(letter, self._score_rows()))
            if ranges:
                row = ranges[0].partition(":")[0].removeprefix(letter)
                asked = f"AND(N(${claim}{row})>0,LEN(${given}{row}&${why}{row})=0)"
                highlight(self.sheet, " ".join(ranges), asked, YELLOW)

    def _set_up(self) -> None:
        widths = {column.letter: width for column, width in _WIDTHS.items()}
        footer = f"{self.unit.name_vi} – {self.assessment.form_version}"
        set_up_page(self.sheet, widths=widths, head_row=HEADER_ROW, footer=footer)
        for rows in self._spans:
            run_down(self.sheet, rows, [column.letter for column in _RUN_DOWN], widths)
        self.sheet.freeze_panes = f"{_C.MAX.letter}{HEADER_ROW + 1}"
        self.sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
        protect(self.sheet)
