"""The sheet “Đọc trước”: what the workbook is, how to recompute it, and what is in it."""

from collections.abc import Iterator, Mapping

from cchc_lib.core.results import YearResult
from cchc_lib.files.ledger.book import Book, Sheet
from cchc_lib.files.ledger.cells import NONE_YET, UNUSED, quoted
from cchc_lib.files.ledger.grid import line_count, row_height
from cchc_lib.files.ledger.page import set_up_print
from cchc_lib.files.spreadsheet_text import writable_text

__all__ = ["CONTENTS", "write_opening"]

CONTENTS: Mapping[Sheet, str] = {
    Sheet.RULES: "Quy định chung của bộ tiêu chí kèm căn cứ; các trang sau tra ở đây.",
    Sheet.CRITERIA: "Mỗi nhóm và tiêu chí thành phần: điểm tối đa, cách cho điểm, căn cứ.",
    Sheet.FIGURES: "Từng số liệu đơn vị kê khai, với tệp, trang tính và ô đã đọc.",
    Sheet.SURVEY: "Câu trả lời điều tra xã hội học theo đối tượng và điểm tính từ đó.",
    Sheet.SCORES: "Mọi giai đoạn của từng tiêu chí thành phần và điểm được tính.",
    Sheet.ADJUSTMENTS: "Điểm cộng, điểm trừ, khống chế xếp loại, kèm văn bản.",
    Sheet.AREAS: "Điểm, chỉ số thành phần và hạng của từng lĩnh vực.",
    Sheet.UNITS: "Tổng điểm, chỉ số, hạng trong nhóm và xếp loại của từng đơn vị.",
    Sheet.GROUPS: "Bình quân, cao nhất, thấp nhất và số đơn vị từng loại của mỗi nhóm.",
}
"""What each sheet holds, as its first lines and the table of contents say it."""
_WIDTHS = (24, 96)
_NOTICE = "Lưu ý"
_WHAT = (
    "Toàn bộ phép tính của kỳ đánh giá, từ số liệu kê khai và quy định tới điểm, tổng, chỉ số, "
    "hạng và xếp loại, bằng công thức sống, để người kiểm tra tự tính lại mà không cần phần mềm "
    "đã tính."
)
_HOW: Mapping[str, str] = {
    "Tính lại": (
        "Excel: bấm Ctrl+Alt+F9. LibreOffice Calc: bấm Ctrl+Shift+F9. Mỗi ô công thức đã lưu "
        "sẵn số của phần mềm, nên trước và sau khi tính lại phải giống nhau."
    ),
    "Thử thay đổi": (
        "Lưu một bản sao, sửa ô nền vàng chữ xanh. Câu trả lời, điểm của giai đoạn có hiệu lực,"
        " điểm cộng, điểm trừ thì điểm, tổng, chỉ số, hạng và xếp loại đổi theo. Số liệu kê khai"
        " thì “Điểm theo số liệu” và “Khác số liệu” đổi theo; điểm tính vẫn theo quyết định."
    ),
    "Lần theo một số": (
        "Đứng ở ô công thức, bấm Ctrl+[ (Excel) hoặc Trace Precedents để tới các ô nguồn. Ở trang "
        "“Điểm”, tên tiêu chí dẫn tới số liệu hoặc câu trả lời, căn cứ dẫn tới trang “Tiêu chí”; "
        "tên đơn vị ở trang “Chỉ số”, “Lĩnh vực” dẫn tới trang “Điểm”."
    ),
    "Màu ô": (
        "Vàng, chữ xanh: đầu vào. Xanh lục nhạt: công thức. "
        f"Xám có dấu “{UNUSED}”: không dùng. Cam, "
        "chữ đỏ ở cột “Khác số liệu”: người có thẩm quyền cho điểm khác điểm tính từ số liệu "
        "kê khai."
    ),
    "Trống, 0, không áp dụng": (
        f"Ô trống là chưa kê khai hoặc chưa có quyết định, không phải 0. “{NONE_YET}” là chưa đủ "
        "căn cứ để có số; lý do ở cột “Ghi chú” và “Tình trạng”. “không áp dụng” là tiêu chí "
        "được loại theo văn bản."
    ),
    "Giới hạn": (
        "Công thức “Điểm theo số liệu” ghi sẵn mức điểm của bộ tiêu chí: đổi điểm tối đa hay "
        "cách cho điểm là đổi bộ tiêu chí, phải sửa tệp quy định rồi chạy lại. Quyết định "
        "không hợp lệ đã được loại trước và chỉ nêu ở cột “Ghi chú”; số lỗi và số mục còn chờ"
        " ở trang “Chỉ số” lấy từ phần mềm. Kết quả chính thức là kết quả của lần chạy, không"
        " phải bản đã sửa."
    ),
}


def write_opening(book: Book, year: YearResult, words: Mapping[str, str]) -> None:
    """Write the first sheet."""
    worksheet = book.sheets[Sheet.OPENING]
    for place, width in enumerate(_WIDTHS):
        worksheet.set_column(place, place, width)
    worksheet.write_string(0, 0, "SỔ TÍNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH", book.named("title"))
    paragraph, heading = book.named("paragraph"), book.named("heading")
    row = 2
    for label, text in _facts(year, words):
        form = "notice_paragraph" if label == _NOTICE else "paragraph"
        _write_paragraph(book, row, label, text, form)
        row += 1
    worksheet.write_string(row + 1, 0, "Các trang tính", heading)
    row += 2
    for sheet, text in CONTENTS.items():
        worksheet.write_url(row, 0, f"internal:{quoted(sheet)}A1", book.named("nav"), sheet)
        worksheet.write_string(row, 1, text, paragraph)
        row += 1
    worksheet.write_string(row + 1, 0, "Cách dùng", heading)
    for place, (label, text) in enumerate(_HOW.items(), start=row + 2):
        _write_paragraph(book, place, label, text, "paragraph")
    set_up_print(worksheet, year=year, notice=words["notice"])


def _write_paragraph(book: Book, row: int, label: str, text: str, form: str) -> None:
    worksheet = book.sheets[Sheet.OPENING]
    worksheet.set_row(row, row_height(line_count(text, _WIDTHS[1])))
    worksheet.write_string(row, 0, label, book.named("label"))
    worksheet.write_string(row, 1, writable_text(text), book.named(form))


def _facts(year: YearResult, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what the workbook is about."""
    edition = year.edition
    if words["notice"]:
        yield _NOTICE, words["notice"]
    yield "Kỳ đánh giá", f"{year.assessment.title_vi} – {year.assessment.province_vi}"
    yield "Bộ tiêu chí", f"{edition.title_vi} ({edition.legal_reference.citation})"
    if year.is_provisional:
        waiting = sum(unit.state != "final" for unit in year.units)
        yield "Tình trạng", f"TẠM TÍNH: {waiting}/{len(year.units)} đơn vị chưa có đủ kết quả."
    yield "Sổ này là gì", _WHAT
