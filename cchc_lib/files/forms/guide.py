"""The sheets around the self-assessment: how to fill it in, and a live check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.rulebook import Area, Edition
from cchc_lib.core.submission import NEVER, Assessment, Unit
from cchc_lib.files.forms.layout import (
    CHECK_SHEET,
    EVIDENCE_SHEET,
    NO,
    NOT_APPLICABLE,
    SELF_SHEET,
    TOTAL,
    YES,
    SelfColumn,
)
from cchc_lib.files.forms.sheet import (
    AMBER,
    RED,
    YELLOW,
    cell_ranges,
    highlight,
    protect,
    put,
    set_up_page,
)

__all__ = [
    "LIST_HEAD_ROW",
    "AreaBlock",
    "finish_list",
    "write_check",
    "write_guide",
    "write_list_head",
]

LIST_HEAD_ROW = 4
_HOW_TO_FILL_IN = (
    (
        "Ô cần điền",
        (
            f"Trên trang “{SELF_SHEET}” chỉ điền các ô không khóa: số liệu, điểm tự chấm, tài liệu "
            "kiểm chứng, giải trình. Ô còn trống có màu vàng nhạt. Không thêm, xóa dòng, cột; "
            "không đổi tên trang, tên tệp."
        ),
    ),
    (
        "Số liệu",
        (
            "Mỗi dòng một số liệu. Số lượng ghi số nguyên; số có phần thập phân dùng dấu phẩy; "
            "tỷ lệ ghi số như 12,5, không định dạng phần trăm. Không phát sinh thì ghi 0, không "
            f"để trống. Câu hỏi có/không chọn “{YES}” hoặc “{NO}” trong danh sách."
        ),
    ),
    (
        "Ngày",
        f"Ghi ngày/tháng/năm, ví dụ 15/01/{{year}}. Văn bản chưa ban hành thì ghi “{NEVER}”.",
    ),
    (
        "Điểm theo số liệu",
        (
            "Tự tính từ số liệu đã kê khai; để trống khi số liệu còn thiếu hoặc chưa hợp lý "
            "(ví dụ số đạt được lớn hơn tổng số, hoặc tổng số bằng 0)."
        ),
    ),
    (
        "Điểm tự chấm",
        (
            "Ghi số từ 0 đến điểm tối đa; không đạt thì ghi 0. Ô màu đỏ: lớn hơn điểm tối đa. "
            "Ô màu cam: khác điểm theo số liệu, cần giải trình."
        ),
    ),
    (
        "Tài liệu kiểm chứng",
        (
            "Ghi số, ký hiệu tài liệu; nhiều tài liệu ngăn cách bằng dấu chấm phẩy (;). Thông tin "
            f"đầy đủ của từng tài liệu ghi ở trang “{EVIDENCE_SHEET}”. Không có tài liệu thì ghi "
            "giải trình."
        ),
    ),
    (
        "Danh mục tài liệu",
        (
            "Mỗi tài liệu một dòng; dùng cho nhiều tiêu chí thành phần thì ghi các mã, ngăn cách "
            "bằng dấu chấm phẩy. Tệp gửi kèm để chung trong một thư mục tên là {unit_code}, giữ "
            "đúng tên tệp đã ghi trong danh mục."
        ),
    ),
    (
        "Dòng màu xám",
        (
            "Tiêu chí thành phần lấy điểm qua điều tra xã hội học, hoặc "
            f"“{NOT_APPLICABLE}” đối với đơn vị: không phải điền."
        ),
    ),
    (
        "Kiểm tra trước khi nộp",
        f"Xem trang “{CHECK_SHEET}”: khi Trạng thái là ĐỦ thì mọi ô số liệu và điểm đã được điền.",
    ),
    (
        "Nộp",
        (
            "Lưu dạng .xlsx, không đặt mật khẩu, giữ tên tệp {unit_code}.xlsx. Thời hạn và nơi "
            "nhận theo văn bản yêu cầu tự chấm của cơ quan chủ trì."
        ),
    ),
)
_CHECK_HEAD = (
    ("STT", 6.0),
    ("Lĩnh vực", 44.0),
    ("Ô số liệu còn trống", 14.0),
    ("Ô điểm còn trống", 14.0),
    ("Điểm không hợp lệ", 14.0),
    ("Điểm theo số liệu", 14.0),
    ("Điểm tự chấm", 14.0),
)


@dataclass(slots=True)
class AreaBlock:
    """Where one area stands on the sheet “Tự chấm”, and which of its rows take input."""

    area: Area
    head_row: int
    last_row: int = 0
    figure_rows: list[int] = field(default_factory=list)
    score_rows: list[int] = field(default_factory=list)


def write_guide(sheet: Worksheet, edition: Edition, assessment: Assessment, unit: Unit) -> None:
    """Write how the form is filled in."""
    put(sheet, "A1", "HƯỚNG DẪN TỰ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH", "title")
    put(sheet, "B1", None, "title")
    put(sheet, "A2", f"{unit.name_vi} – {assessment.title_vi}", "subtitle")
    put(sheet, "B2", None, "subtitle")
    for row, (heading, text) in enumerate(_guidance(edition, assessment, unit), LIST_HEAD_ROW):
        put(sheet, f"A{row}", heading, "criterion")
        put(sheet, f"B{row}", text, "text")
    widths = {"A": 24.0, "B": 84.0}
    footer = unit.name_vi
    set_up_page(sheet, widths=widths, head_row=LIST_HEAD_ROW, footer=footer, is_landscape=False)
    protect(sheet)


def _guidance(edition: Edition, assessment: Assessment, unit: Unit) -> Iterator[tuple[str, str]]:
    if assessment.is_synthetic:
        yield "SỐ LIỆU MINH HỌA", "Mọi số liệu trong tệp này là giả định, không phải của đơn vị."
    if edition.is_reconstruction:
        yield "Về bộ tiêu chí", edition.notice_vi
    yield "Bộ tiêu chí", f"{edition.title_vi} (mã {edition.code}), năm {assessment.year}."
    for heading, text in _HOW_TO_FILL_IN:
        yield heading, text.format(unit_code=unit.code, year=assessment.year)


def write_check(sheet: Worksheet, blocks: Sequence[AreaBlock], unit: Unit) -> None:
    """Write the live check: what is still empty, what cannot be right, totals per area."""
    widths = write_list_head(sheet, "KIỂM TRA TRƯỚC KHI NỘP", unit, _CHECK_HEAD)
    row = LIST_HEAD_ROW
    for block in blocks:
        row += 1
        put(sheet, f"A{row}", block.area.code, "text_centre")
        put(sheet, f"B{row}", block.area.name_vi, "text")
        for letter, (formula, style) in zip("CDEFG", _check_formulas(block), strict=True):
            put(sheet, f"{letter}{row}", None, style)
            sheet[f"{letter}{row}"].value = formula
    total = row + 1
    put(sheet, f"A{total}", None, "area")
    put(sheet, f"B{total}", TOTAL, "area")
    for letter in "CDEFG":
        put(sheet, f"{letter}{total}", None, "area_score")
        sheet[f"{letter}{total}"].value = f"=SUM({letter}{LIST_HEAD_ROW + 1}:{letter}{row})"
        if letter in "CDE":
            sheet[f"{letter}{total}"].number_format = "0"
    _write_state(sheet, total)
    highlight(sheet, f"C{LIST_HEAD_ROW + 1}:D{row}", f"C{LIST_HEAD_ROW + 1}>0", YELLOW)
    highlight(sheet, f"E{LIST_HEAD_ROW + 1}:E{row}", f"E{LIST_HEAD_ROW + 1}>0", RED)
    finish_list(sheet, widths, unit)


def _check_formulas(block: AreaBlock) -> Iterator[tuple[str, str]]:
    column = SelfColumn
    yield _count_blanks(column.FIGURE.letter, block.figure_rows), "text_centre"
    yield _count_blanks(column.SELF.letter, block.score_rows), "text_centre"
    code, most, claim = (
        f"'{SELF_SHEET}'!{c.letter}{block.head_row + 1}:{c.letter}{block.last_row}"
        for c in (column.CODE, column.MAX, column.SELF)
    )
    is_claimed = f'({code}<>"")*({claim}<>"")*({claim}<>"{NOT_APPLICABLE}")'
    is_possible = f"ISNUMBER({claim})*({claim}>=0)*({claim}<={most})"
    yield f"=SUMPRODUCT({is_claimed}*(1-{is_possible}))", "text_centre"
    for total in (column.RULE, column.SELF):
        yield f"='{SELF_SHEET}'!{total.letter}{block.head_row}", "score"


def _count_blanks(letter: str, rows: Sequence[int]) -> str:
    parts = [f"COUNTBLANK('{SELF_SHEET}'!{span})" for span in cell_ranges(letter, rows)]
    return "=" + ("+".join(parts) or "0")


def _write_state(sheet: Worksheet, total: int) -> None:
    row = total + 2
    put(sheet, f"B{row}", "Trạng thái:", "label")
    put(sheet, f"C{row}", None, "identity")
    counts = [f"{letter}{total}" for letter in "CDE"]
    missing = (
        f'"CHƯA ĐỦ – còn "&{counts[0]}&" ô số liệu, "&{counts[1]}&" ô điểm trống; "'
        f'&{counts[2]}&" điểm không hợp lệ"'
    )
    sheet[f"C{row}"].value = f'=IF({"+".join(counts)}=0,"ĐỦ",{missing})'
    highlight(sheet, f"C{row}:G{row}", f"{'+'.join(f'${c}' for c in counts)}>0", AMBER)


def write_list_head(
    sheet: Worksheet, title: str, unit: Unit, head: Sequence[tuple[str, float]]
) -> dict[str, float]:
    """Write title and header of a list, by text and width; return the widths by letter."""
    widths: dict[str, float] = {}
    for index, (text, width) in enumerate(head, start=1):
        letter = get_column_letter(index)
        put(sheet, f"{letter}1", None, "title")
        put(sheet, f"{letter}2", None, "subtitle")
        put(sheet, f"{letter}{LIST_HEAD_ROW}", text, "header")
        widths[letter] = width
    put(sheet, "A1", title, "title")
    put(sheet, "A2", unit.name_vi, "subtitle")
    return widths


def finish_list(sheet: Worksheet, widths: dict[str, float], unit: Unit) -> None:
    """Set up a list for print, keep its header in sight and lock it."""
    set_up_page(sheet, widths=widths, head_row=LIST_HEAD_ROW, footer=unit.name_vi)
    sheet.freeze_panes = f"A{LIST_HEAD_ROW + 1}"
    sheet.print_title_rows = f"{LIST_HEAD_ROW}:{LIST_HEAD_ROW}"
    protect(sheet)
