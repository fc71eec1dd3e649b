"""Mark what is to be mended in a copy of a form: the cells themselves, and a list of them.

Marks are a violet frame and fill and a comment: the colours that a form gives to its own cells
come and go with what is typed, and none of them is violet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment, Place, Unit
from cchc_lib.files.forms.guide import LIST_HEAD_ROW
from cchc_lib.files.forms.layout import (
    EVIDENCE_SHEET,
    SELF_SHEET,
    FormColumn,
    SelfColumn,
)
from cchc_lib.files.forms.self_assessment import BuiltForm
from cchc_lib.files.forms.sheet import HEADER_ROW, protect, put, set_up_page, write_head
from cchc_lib.files.returns.typed import Target
from cchc_lib.finding_kinds import KINDS, SEVERITY_NAMES, STEP_NAMES, Severity
from cchc_lib.findings import Finding
from cchc_lib.vietnamese import normalise

__all__ = ["PROBLEM_SHEET", "Marking", "ProblemColumn"]

PROBLEM_SHEET = "Vấn đề cần xử lý"
_VIOLET, _BLUE, _RED = "7030A0", "0563C1", "B00020"
_FILLS: Mapping[Severity, str] = {"error": "DCC6EC", "warning": "EDE1F5", "note": "F6F0FA"}
_FRAMES: Mapping[Severity, Literal["thick", "mediumDashed", "dashed"]] = {
    "error": "thick",
    "warning": "mediumDashed",
    "note": "dashed",
}
_AUTHOR = "CCHC"
_COMMENT_WIDTH, _LINE_HEIGHT, _LINE_LETTERS = 380, 19, 50
_MOST_LINES, _LONGEST_SAID = 24, 600
_LEGEND = (
    "Bấm vào ô ở cột F để đến ô phải sửa. Ô viền tím: có vấn đề, đưa chuột vào ô để xem ghi chú "
    "(viền liền: lỗi; viền đứt: cảnh báo, ghi chú). Sửa xong thì đánh dấu x vào cột A."
)


class ProblemColumn(FormColumn):
    """The columns of the list of problems; the first is left to the unit to tick off."""

    DONE = "Đã sửa"
    STEP = "Bước"
    SEVERITY = "Mức độ"
    KIND = "Mã"
    COMPONENT = "Tiêu chí thành phần"
    HERE = "Ô trong bản này"
    THERE = "Ô trong tệp đã nộp"
    PROBLEM = "Vấn đề"
    FIX = "Cách xử lý"


_P = ProblemColumn
_WIDTHS: Mapping[ProblemColumn, float] = {
    _P.DONE: 8, _P.STEP: 11, _P.SEVERITY: 10, _P.KIND: 9, _P.COMPONENT: 11, _P.HERE: 18,
    _P.THERE: 20, _P.PROBLEM: 46, _P.FIX: 46,
}  # fmt: skip
_ABOUT_BLANK: Mapping[ProblemColumn, str] = {
    _P.STEP: STEP_NAMES["file"],
    _P.SEVERITY: SEVERITY_NAMES["note"],
    _P.PROBLEM: (
        "Bản này chưa có số liệu của đơn vị: chưa nhận được biểu tự chấm, hoặc tệp đã nhận không "
        "đọc được hay không dùng được cho kỳ đánh giá này."
    ),
    _P.FIX: "Nếu không còn tệp đã nộp thì điền số liệu vào chính bản này, rồi gửi lại.",
}
_STYLES: Mapping[ProblemColumn, str] = {
    _P.DONE: "input_choice",
    _P.SEVERITY: "text_centre",
    _P.KIND: "text_centre",
    _P.COMPONENT: "text_centre",
}


@dataclass(slots=True, kw_only=True)
class Marking:
    """The findings of a unit, while they are marked in a copy of its form.

    Parameters
    ----------
    form
        The copy, not saved yet.
    file
        The unit's own file that the copy was filled from; empty if nothing could be taken.
    targets
        Which cell of the form each cell of that file is, by sheet and cell.
    places
        Which cell of the copy each finding turned out to be about.
    """

    form: BuiltForm
    file: str
    targets: Mapping[tuple[str, str], Target]
    places: dict[Finding, Place] = field(default_factory=dict)
    _marked: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)

    def apply(
        self,
        groups: Sequence[Sequence[Finding]],
        *,
        edition: Edition,
        assessment: Assessment,
        unit: Unit,
    ) -> None:
        """Add the list of all findings, grouped as given, and mark the cells they are about."""
        sheet = self.form.workbook.create_sheet(PROBLEM_SHEET, 0)
        year = assessment.year
        write_head(
            sheet,
            ProblemColumn,
            title=f"VẤN ĐỀ CẦN XỬ LÝ TRONG BIỂU TỰ CHẤM ĐIỂM NĂM {year}",
            edition=edition,
            assessment=assessment,
            unit=unit,
            fields=(_P.SEVERITY, _P.THERE),
        )
        put(sheet, f"A{HEADER_ROW - 1}", _LEGEND, "note")
        self._write_list(sheet, [one for group in groups for one in group])
        _set_up(sheet, f"{unit.name_vi} – {PROBLEM_SHEET}")
        self._mark_cells()
        _open_at(self.form, sheet)

    def _write_list(self, sheet: Worksheet, findings: Sequence[Finding]) -> None:
        first = HEADER_ROW + 1
        if not self.file:
            _write_row(sheet, first, _ABOUT_BLANK)
            first += 1
        for row, one in enumerate(findings, first):
            _write_row(sheet, row, _words(one, self.file))
            if one.severity == "error":
                _recolour(sheet[f"{_P.SEVERITY.letter}{row}"], _RED, is_bold=True)
            cell = self._cell(one)
            if cell is not None:
                self._marked.setdefault((cell.parent.title, cell.coordinate), []).append(one)
                self.places[one] = Place(file="", sheet=cell.parent.title, cell=cell.coordinate)
                _link(sheet, f"{_P.HERE.letter}{row}", cell)

    def _cell(self, finding: Finding) -> Cell | None:
        """Return the cell of the copy that a finding is about, if there is one."""
        if finding.file != self.file:
            return None
        target = self.targets.get((finding.sheet, finding.cell))
        book = self.form.workbook
        if target is not None and target.entry:
            row = LIST_HEAD_ROW + target.entry
            return _shown_cell(book[EVIDENCE_SHEET], f"{target.column.letter}{row}")
        if target is None:
            target = Target(column=SelfColumn.SELF, component_code=finding.component_code)
        rows, component = self.form.rows, target.component_code
        found = rows.get((component, target.input_code)) or rows.get((component, ""))
        column = target.column.stand_in or target.column
        return _shown_cell(book[SELF_SHEET], f"{column.letter}{found}") if found else None

    def _mark_cells(self) -> None:
        for (title, address), findings in self._marked.items():
            cell = _shown_cell(self.form.workbook[title], address)
            worst = min((f.severity for f in findings), key=list(SEVERITY_NAMES).index)
            side = Side(style=_FRAMES[worst], color=_VIOLET)
            cell.fill = PatternFill("solid", fgColor=_FILLS[worst])
            cell.border = Border(left=side, right=side, top=side, bottom=side)
            cell.comment = _comment(findings)


def _words(finding: Finding, file: str) -> dict[ProblemColumn, str]:
    place = ", ".join(
        part
        for part in (
            finding.file if finding.file != file else "",
            finding.sheet,
            f"ô {finding.cell}" if finding.cell else "",
        )
        if part
    )
    return {
        _P.STEP: STEP_NAMES[KINDS[finding.code].step],
        _P.SEVERITY: SEVERITY_NAMES[finding.severity],
        _P.KIND: finding.code,
        _P.COMPONENT: finding.component_code,
        _P.THERE: place,
        _P.PROBLEM: finding.message,
        _P.FIX: _plain(finding.fix),
    }


def _write_row(sheet: Worksheet, row: int, words: Mapping[ProblemColumn, str]) -> None:
    for column in ProblemColumn:
        value = words.get(column) or None
        put(sheet, f"{column.letter}{row}", value, _STYLES.get(column, "text"))


def _link(sheet: Worksheet, address: str, to: Cell) -> None:
    """Let a cell name another one, and lead there."""
    title = to.parent.title
    put(sheet, address, f"{title}, ô {to.coordinate}", "text")
    sheet[address].hyperlink = Hyperlink(ref=address, location=f"'{title}'!{to.coordinate}")
    _recolour(sheet[address], _BLUE, underline="single")


def _recolour(
    cell: Cell, color: str, *, is_bold: bool = False, underline: Literal["single"] | None = None
) -> None:
    font = cell.font
    cell.font = Font(name=font.name, size=font.size, color=color, bold=is_bold, underline=underline)


def _comment(findings: Sequence[Finding]) -> Comment:
    said = [line for one in findings for line in _said(one)]
    lines = sum(-(-len(line) // _LINE_LETTERS) for line in said)
    height = _LINE_HEIGHT * (min(lines, _MOST_LINES) + 1)
    return Comment("\n".join(said), _AUTHOR, height=height, width=_COMMENT_WIDTH)


def _said(finding: Finding) -> Iterator[str]:
    """Yield what a comment says about a finding, without what a file cannot hold."""
    severity = SEVERITY_NAMES[finding.severity].upper()
    for text in (f"{severity} {finding.code}: {finding.message}", f"→ {_plain(finding.fix)}"):
        said = normalise(text)
        yield said if len(said) <= _LONGEST_SAID else f"{said[:_LONGEST_SAID]}…"


def _plain(fix: str) -> str:
    """Return what to do without the marks that set commands apart."""
    return fix.replace("`", "")


def _shown_cell(sheet: Worksheet, address: str) -> Cell:
    """Return a cell, or the one that shows its content where cells are merged."""
    spans = (span for span in sheet.merged_cells.ranges if address in span)
    cell = next((sheet.cell(span.min_row, span.min_col) for span in spans), sheet[address])
    assert isinstance(cell, Cell)
    return cell


def _set_up(sheet: Worksheet, footer: str) -> None:
    widths = {column.letter: width for column, width in _WIDTHS.items()}
    set_up_page(sheet, widths=widths, head_row=HEADER_ROW, footer=footer)
    first, last = ProblemColumn.DONE.letter, ProblemColumn.FIX.letter
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.auto_filter.ref = f"{first}{HEADER_ROW}:{last}{sheet.max_row}"
    protect(sheet)
    sheet.protection.autoFilter = False


def _open_at(form: BuiltForm, sheet: Worksheet) -> None:
    """Let the workbook open at a sheet, and only this one be selected."""
    form.workbook.active = sheet
    for other in form.workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet
