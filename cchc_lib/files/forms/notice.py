"""Write the preliminary notice to a unit after the first appraisal (*thông báo sơ bộ*)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.evidence import missing_evidence
from cchc_lib.core.rounds import decision_at, is_disputed
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import Assessment, EvidenceItem, Unit
from cchc_lib.files.forms.decision_form import NOT_DECLARED
from cchc_lib.files.forms.decision_parts import Part, Section, parts_of_unit
from cchc_lib.files.forms.inputs import mark_blanks
from cchc_lib.files.forms.layout import NOT_APPLICABLE, NOTICE_SHEET, TOTAL, NoticeColumn
from cchc_lib.files.forms.saving import save
from cchc_lib.files.forms.sheet import (
    AMBER,
    HEADER_ROW,
    CellValue,
    highlight,
    new_workbook,
    protect,
    put,
    set_up_page,
    write_head,
)
from cchc_lib.vietnamese import format_date, format_decimal

__all__ = ["NoticeAnswers", "write_notice"]

_C = NoticeColumn
_WIDTHS: Mapping[NoticeColumn, float] = {
    _C.CODE: 0, _C.NUMBER: 7, _C.NAME: 32, _C.MAX: 8, _C.SELF: 9, _C.SCORE: 10, _C.DIFFERENCE: 9,
    _C.REASON: 26, _C.MISSING: 22, _C.RESPONSE: 28, _C.NEW_EVIDENCE: 20,
}  # fmt: skip
_ANSWERS = (_C.RESPONSE, _C.NEW_EVIDENCE)
_NOT_APPRAISED = "chưa chấm"
_SIGNED = "+0.00;-0.00;0.00"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAnswers:
    """What the unit answers about one component."""

    text: str = ""
    evidence: str = ""


_NO_ANSWERS: Mapping[str, NoticeAnswers] = {}


def write_notice(
    path: Path,
    *,
    edition: Edition,
    assessment: Assessment,
    unit: Unit,
    scores: Sequence[ComponentScore],
    register: Sequence[EvidenceItem] = (),
    answers: Mapping[str, NoticeAnswers] = _NO_ANSWERS,
) -> None:
    """Write the notice of the first appraisal, in which the unit explains where it differs.

    Parameters
    ----------
    path
        The workbook to write.
    edition, assessment, unit
        Whose criteria, which year, and who is told.
    scores
        The stages of the unit's components, with the first appraisal among their decisions.
    register
        The unit's evidence register.
    answers
        What to fill in, by component code.
    """
    workbook = new_workbook(NOTICE_SHEET)
    sheet = workbook[NOTICE_SHEET]
    parts = list(parts_of_unit(edition, scores))
    _NoticeSheet(sheet, edition, assessment, unit, parts, register, answers).write()
    save(path, workbook)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comparison:
    """The claim for one component beside its first appraisal; ``None`` where there is none."""

    score: ComponentScore
    claimed: Decimal | None
    given: Decimal | None
    reason: str

    @property
    def difference(self) -> Decimal | None:
        """Return what the appraisal gives more or less than was claimed."""
        if self.claimed is None or self.given is None:
            return None
        return self.given - self.claimed

    @property
    def is_open(self) -> bool:
        """Tell whether the unit may explain: it claimed something else, or nothing."""
        return is_disputed(self.score)


def _compare(score: ComponentScore) -> _Comparison:
    line, claimed = decision_at(score, "appraisal_1"), score.self_score.value
    return _Comparison(
        score=score,
        claimed=score.rounding.component(claimed) if isinstance(claimed, Decimal) else None,
        given=line.value if line else None,
        reason=line.reason if line else "",
    )


@dataclass(slots=True)
class _NoticeSheet:
    """The sheet “Thông báo sơ bộ” while it is written, row by row."""

    sheet: Worksheet
    edition: Edition
    assessment: Assessment
    unit: Unit
    parts: Sequence[Part]
    register: Sequence[EvidenceItem]
    answers: Mapping[str, NoticeAnswers]
    row: int = HEADER_ROW
    _open_rows: list[int] = field(default_factory=list)

    def write(self) -> None:
        """Write the whole sheet."""
        year = self.assessment.year
        write_head(
            self.sheet,
            NoticeColumn,
            title=f"THÔNG BÁO SƠ BỘ KẾT QUẢ THẨM ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {year}",
            edition=self.edition,
            assessment=self.assessment,
            unit=self.unit,
            fields=(_C.NAME, _C.MISSING),
        )
        everything = [_compare(score) for part in self.parts for score in part.scores]
        self._put(_C.NAME, self._note(everything), "note", HEADER_ROW - 1)
        for part in self.parts:
            self._write_head_row("area", part)
            for section in part.sections:
                self._write_head_row("criterion", section)
                for score in section.scores:
                    self._write_component(_compare(score))
        self._write_totals("area", "", TOTAL, everything)
        self._set_up()

    def _put(self, column: NoticeColumn, value: CellValue, style: str, row: int = 0) -> None:
        put(self.sheet, f"{column.letter}{row or self.row}", value, style)

    def _write_head_row(self, style: str, block: Part | Section) -> None:
        self._write_totals(style, block.number, block.name_vi, map(_compare, block.scores))

    def _write_totals(
        self, style: str, number: str, name: str, compared: Iterable[_Comparison]
    ) -> None:
        """Write a head row; a difference is summed where no score is missing."""
        self.row += 1
        for column in NoticeColumn:
            self._put(column, None, "hidden" if column.is_hidden else style)
        self._put(_C.NUMBER, number, style)
        self._put(_C.NAME, name, style)
        own = list(compared)
        counted = [one for one in own if one.score.exemption is None]
        points = f"{style}_score"
        self._put(_C.MAX, _sum(one.score.max_score for one in own), points)
        self._put(_C.SELF, _sum(one.claimed for one in counted), points)
        self._put(_C.SCORE, _sum(one.given for one in counted), points)
        differences = [one.difference for one in counted]
        self._put_difference(None if None in differences else _sum(differences), points)

    def _put_difference(self, value: Decimal | None, style: str) -> None:
        self._put(_C.DIFFERENCE, value, style)
        self.sheet[f"{_C.DIFFERENCE.letter}{self.row}"].number_format = _SIGNED

    def _write_component(self, one: _Comparison) -> None:
        self.row += 1
        score = one.score
        is_exempt = score.exemption is not None
        text, centre = ("off", "off_centre") if is_exempt else ("text", "score")
        self._put(_C.CODE, score.component_code, "hidden")
        self._put(_C.NUMBER, score.component_code, text)
        self._put(_C.NAME, score.name_vi, text)
        self._put(_C.MAX, score.max_score, centre)
        if score.exemption is not None:
            self._put(_C.SELF, None, centre)
            self._put(_C.SCORE, NOT_APPLICABLE, centre)
            self._put_difference(None, centre)
            self._put(_C.REASON, score.exemption.legal_basis, text)
            self._put(_C.MISSING, None, text)
        else:
            self._put(_C.SELF, NOT_DECLARED if one.claimed is None else one.claimed, centre)
            self._put(_C.SCORE, _NOT_APPRAISED if one.given is None else one.given, centre)
            self._put_difference(one.difference, centre)
            self._put(_C.REASON, one.reason, text)
            self._put(_C.MISSING, "\n".join(missing_evidence(score, self.register)), text)
        self._write_answers(one)

    def _write_answers(self, one: _Comparison) -> None:
        answers = self.answers.get(one.score.component_code, NoticeAnswers())
        style = "input_text" if one.is_open else "off"
        self._put(_C.RESPONSE, answers.text or None, style)
        self._put(_C.NEW_EVIDENCE, answers.evidence or None, style)
        if one.is_open:
            self._open_rows.append(self.row)

    def _note(self, compared: Sequence[_Comparison]) -> str:
        """Say what the notice comes to, and what the unit has to do until when."""
        counted = [one for one in compared if one.score.exemption is None]
        counts = "; ".join(_counts(counted)) or "Không có chênh lệch"
        if not any(one.is_open for one in counted):
            return f"{counts}. Đơn vị không phải giải trình."
        window = self.assessment.window("explanation")
        until = f" chậm nhất ngày {format_date(window.last_day)}" if window else ""
        return f"{counts}. Giải trình ở ô vàng, gửi lại tệp này{until}; đồng ý thì để trống."

    def _set_up(self) -> None:
        first = HEADER_ROW + 1
        code, by = f"${_C.CODE.letter}{first}", f"${_C.DIFFERENCE.letter}{first}"
        span = f"{_C.SCORE.letter}{first}:{_C.DIFFERENCE.letter}{self.row}"
        highlight(self.sheet, span, f'AND({code}<>"",ISNUMBER({by}),{by}<>0)', AMBER)
        for column in _ANSWERS:
            mark_blanks(self.sheet, column.letter, self._open_rows)
        widths = {column.letter: width for column, width in _WIDTHS.items()}
        footer = f"{self.unit.name_vi} – {self.assessment.form_version}"
        set_up_page(self.sheet, widths=widths, head_row=HEADER_ROW, footer=footer)
        self.sheet.freeze_panes = f"{_C.MAX.letter}{first}"
        self.sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
        protect(self.sheet)


def _sum(points: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of the points that are known; ``None`` if none is."""
    known = [value for value in points if value is not None]
    return sum(known, Decimal(0)) if known else None


def _counts(compared: Sequence[_Comparison]) -> Iterator[str]:
    """Yield how many components differ, by how many points, and how many scores are missing."""
    differing = [points for one in compared if (points := one.difference)]
    if differing:
        lower, higher = (sum(d for d in differing if (d > 0) is up) for up in (False, True))
        moves = (("giảm", -lower), ("tăng", higher))
        words = ", ".join(f"{verb} {format_decimal(by, 2)} điểm" for verb, by in moves if by)
        yield f"{len(differing)} tiêu chí thành phần khác điểm tự chấm: {words}"
    if unclaimed := sum(one.is_open and one.claimed is None for one in compared):
        yield f"{unclaimed} tiêu chí thành phần chưa ghi điểm tự chấm"
    if waiting := sum(one.given is None for one in compared):
        yield f"{waiting} tiêu chí thành phần chưa thẩm định"
