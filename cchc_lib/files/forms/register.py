"""Write the evidence register of the self-assessment form, blank or filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Unit
from cchc_lib.files.forms.guide import LIST_HEAD_ROW, finish_list, write_list_head
from cchc_lib.files.forms.layout import EvidenceColumn
from cchc_lib.files.forms.sheet import YELLOW, CellValue, highlight, put

__all__ = ["RegisterEntry", "write_register"]

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
    codes = [c.code for c in edition.components_of(unit.group_code) if c.is_appraised]
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
