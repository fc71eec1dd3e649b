"""The evidence register in the self-assessment form: write it, blank or filled in; read it back.

A form without the sheet, or with another table on it, has no register: older forms are such.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.quantities import decimal_from_float
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import EvidenceItem, EvidenceState, Unit
from cchc_lib.files.books import UnreadableWorkbook
from cchc_lib.files.evidence import EVIDENCE_FOLDER, look_up
from cchc_lib.files.forms.cells import SourceCell, read_day, read_text
from cchc_lib.files.forms.guide import LIST_HEAD_ROW, finish_list, write_list_head
from cchc_lib.files.forms.layout import EVIDENCE_SHEET, EvidenceColumn
from cchc_lib.files.forms.opening import OpenedForm, OpenedSheet, find_header
from cchc_lib.files.forms.sheet import YELLOW, CellValue, highlight, put
from cchc_lib.files.forms.taking import Taking
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import suggest

__all__ = ["RegisterEntry", "read_register", "write_register"]

_C = EvidenceColumn
_WIDTHS: Mapping[EvidenceColumn, float] = {
    _C.NUMBER: 6, _C.REFERENCE: 24, _C.ISSUED: 14, _C.TITLE: 56, _C.LOCATION: 36, _C.COMPONENTS: 22,
}  # fmt: skip
_STYLES: Mapping[EvidenceColumn, str] = {
    _C.REFERENCE: "input_text",
    _C.ISSUED: "input_date",
    _C.TITLE: "input_text",
    _C.LOCATION: "input_text",
    _C.COMPONENTS: "input_text",
}
_BLANK_ROWS = 80
_NOTE = (
    "Mỗi tài liệu một dòng. Tệp gửi kèm: ghi tên tệp; tài liệu trên mạng: ghi đường dẫn; bản giấy: "
    "để trống. Tiêu chí thành phần: ghi mã, ví dụ {codes}."
)
_BETWEEN_CODES = re.compile(r"[;,\s]+")
_AND = "và"
_LONGEST_SHOWN = 120
_STATE_FINDINGS: Mapping[EvidenceState, str] = {
    "absent": "MC-001",
    "outside": "MC-002",
    "unreadable": "MC-007",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One row to fill in; a text may stand anywhere, as hands may write it."""

    reference: str
    issued_on: CellValue
    title: str
    location: str = ""
    components: CellValue = ""


def write_register(
    sheet: Worksheet, *, edition: Edition, unit: Unit, register: Sequence[RegisterEntry] = ()
) -> None:
    """Write the register with blank rows; codes of components stay text whatever is typed."""
    head = [(column.value, _WIDTHS[column]) for column in EvidenceColumn]
    widths = write_list_head(sheet, "DANH MỤC TÀI LIỆU KIỂM CHỨNG", unit, head)
    codes = [c.code for c in edition.components_of(unit.group_code) if not c.is_survey]
    put(sheet, f"A{LIST_HEAD_ROW - 1}", _NOTE.format(codes="; ".join(codes[:2])), "note")
    first, last = LIST_HEAD_ROW + 1, LIST_HEAD_ROW + max(_BLANK_ROWS, len(register))
    for row in range(first, last + 1):
        put(sheet, f"{_C.NUMBER.letter}{row}", row - LIST_HEAD_ROW, "text_centre")
        for column, style in _STYLES.items():
            put(sheet, f"{column.letter}{row}", None, style)
    for row, entry in enumerate(register, first):
        for (column, style), value in zip(_STYLES.items(), _values(entry), strict=True):
            put(sheet, f"{column.letter}{row}", value if value != "" else None, style)
    named = f"LEN(${_C.REFERENCE.letter}{first}&${_C.TITLE.letter}{first})>0"
    for column in (_C.ISSUED, _C.COMPONENTS):
        is_waiting = f"AND({named},LEN({column.letter}{first})=0)"
        highlight(sheet, f"{column.letter}{first}:{column.letter}{last}", is_waiting, YELLOW)
    finish_list(sheet, widths, unit)


def _values(entry: RegisterEntry) -> tuple[CellValue, ...]:
    return entry.reference, entry.issued_on, entry.title, entry.location, entry.components


def read_register(
    form: OpenedForm, *, root: Path, edition: Edition, year: int
) -> tuple[tuple[EvidenceItem, ...], list[Finding]]:
    """Read the register in a self-assessment form, and look for its files below ``root``."""
    try:
        sheet = _find_register(form)
    except UnreadableWorkbook as error:
        unit, reason = form.unit.code, error.reason_vi
        return (), [finding("BM-001", unit_code=unit, file=form.file, found=reason)]
    if sheet is None:
        return (), []
    codes = [component.code for component in edition.components_of(form.unit.group_code)]
    reader = _RegisterReader(sheet, form.unit, root, codes, year)
    return tuple(reader.items()), reader.cells.findings


def _find_register(form: OpenedForm) -> OpenedSheet | None:
    """Return the sheet of the register, if there is one with all its columns."""
    grid = form.book.find(EVIDENCE_SHEET)
    head_row, columns = find_header(grid, EvidenceColumn) if grid else (0, {})
    if grid is None or not columns:
        return None
    return OpenedSheet(
        file=form.file,
        sha256=form.sha256,
        book=form.book,
        grid=grid,
        columns=columns,
        head_row=head_row,
        identity={},
    )


@dataclass(slots=True)
class _RegisterReader:
    """The rows of one register while they are read."""

    sheet: OpenedSheet
    unit: Unit
    root: Path
    codes: Sequence[str]
    year: int
    cells: Taking = field(default_factory=Taking)

    def items(self) -> Iterator[EvidenceItem]:
        """Yield the documents of the register, in its order."""
        for row in self.sheet.rows():
            texts = [self._text(row, c) for c in (_C.REFERENCE, _C.TITLE, _C.LOCATION)]
            if any(texts):
                yield self._item(row, *texts)

    def _item(self, row: int, reference: str, title: str, location: str) -> EvidenceItem:
        issued = self.sheet.cell(row, _C.ISSUED)
        day = read_day(issued, code="MC-005", expected=str(self.year))
        state, sha256 = look_up(self.root, self.unit.code, location)
        if state in _STATE_FINDINGS:
            folder = f"{EVIDENCE_FOLDER}/{self.unit.code}"
            cell = self.sheet.cell(row, _C.LOCATION)
            self._report(_STATE_FINDINGS[state], cell, location, folder)
        return EvidenceItem(
            unit_code=self.unit.code,
            reference=reference,
            title=title,
            issued_on=self.cells.take(issued, day, unit_code=self.unit.code),
            location=location,
            component_codes=tuple(dict.fromkeys(self._component_codes(row))),
            state=state,
            sha256=sha256,
            place=self.sheet.cell(row, _C.REFERENCE).place,
        )

    def _text(self, row: int, column: EvidenceColumn) -> str:
        cell = self.sheet.cell(row, column)
        return self.cells.take(cell, read_text(cell), unit_code=self.unit.code)

    def _component_codes(self, row: int) -> Iterator[str]:
        """Yield the codes in a row that are in the unit's appendix; report the others."""
        cell = self.sheet.cell(row, _C.COMPONENTS)
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
            written = str(decimal_from_float(cell.value))
        else:
            written = self._text(row, _C.COMPONENTS)
        for word in dict.fromkeys(_BETWEEN_CODES.split(written)):
            code = word.strip(".")
            if code in self.codes:
                yield code
            elif code and code.casefold() != _AND:
                self._report("MC-004", cell, code, suggest(code, self.codes))

    def _report(self, code: str, cell: SourceCell, found: str, expected: str) -> None:
        shown = found if len(found) <= _LONGEST_SHOWN else f"{found[:_LONGEST_SHOWN]}…"
        self.cells.findings.append(
            finding(
                code,
                unit_code=self.unit.code,
                **cell.place.words,
                found=shown,
                expected=expected,
            )
        )
