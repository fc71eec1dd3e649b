"""Appendices made by hand, in the form that provincial ones have; all of it is invented.

``ROWS`` are the rows of a table with three groups of units, as a Word document or a workbook
holds them: code, words, three maxima, how points are given, evidence, remark.
"""

import io
import zipfile
from pathlib import Path

import openpyxl
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

GROUPS = (
    "Sở, ban, ngành",
    "Cơ quan Trung ương đóng trên địa bàn (ngành dọc)",
    "UBND huyện, thị xã",
)
OPTIONS = {"document": "QĐ 99/QĐ-UBND ngày 05/3/2020", "year": 2020}
HEADER = ("STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa", "", "", "Cách tính điểm")
HEADER_END = ("Tài liệu kiểm chứng", "Ghi chú")

ROWS: tuple[tuple[str, ...], ...] = tuple(
    tuple(cell.strip().replace("\\n", "\n") for cell in line.split("|"))
    for line in """\
1 | CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH | 9,5 | 9 | 9,5 | | |
1.1 | Kế hoạch CCHC năm | 3 | 3 | 3 | | |
1.1.1 | Ban hành kế hoạch kịp thời | 1 | 1 | 1 | | Kế hoạch năm |
- | Ban hành kịp thời | 1 | 1 | 1 | | |
- | Ban hành không kịp thời | 0,5 | 0,5 | 0,5 | | |
- | Không ban hành | 0 | 0 | 0 | | |
1.1.2 | Mức độ hoàn thành kế hoạch | 2 | 2 | 2 | - Đạt 100%: điểm tối đa\\n- Từ 80% đến dưới 100%: \
tính theo công thức: (b/a) x điểm tối đa\\n- Dưới 80%: 0 điểm\\nTrong đó: a là tổng số nhiệm vụ; \
b là số nhiệm vụ đã hoàn thành | Báo cáo năm |
1.2 | Báo cáo CCHC | 2 | 1,5 | 2 | | |
1.2.1 | Gửi báo cáo\u00a0định kỳ | 1 | 1 | 1 | Mỗi báo cáo chậm trừ 0,25 điểm | 4 báo cáo |
1.2.2 | Chất lượng báo cáo | 1 | 0,5 | 1 | Có: điểm tối đa; không: 0 điểm | |
1.3 | Kiểm tra CCHC | 2,5 | 2,5 | 2,5 | | |
1.3.1 | Tỷ lệ đơn vị trực thuộc được kiểm tra | 1,5 | 1,5 | 1,5 | | |
 | Từ 30% trở lên | 1,5 | 1,5 | 1,5 | | |
 | Từ 20% đến dưới 30% | 0,75 | 0,75 | 0,75 | | |
 | Dưới 20% | 0 | 0 | 0 | | |
1.3.2 | Xử lý các vấn đề sau kiểm tra | 1 | 1 | 1 | Tùy theo kết quả xử lý để chấm điểm | |
1.4 | Sáng kiến CCHC | 2 | 2 | 2 | Mỗi sáng kiến được 0,5 điểm, tối đa 2 điểm | Quyết định |
2 | CẢI CÁCH THỦ TỤC HÀNH CHÍNH | 11 | 9 | 12 | | |
2.1 | Rà soát, công bố | 4 | 3 | 4 | | |
2.1.1 | Ban hành kế hoạch rà soát | 1 | 1 | 1 | Ban hành trước ngày 01/02 năm đánh giá: 1 điểm; \
sau ngày 01/02: 0,5 điểm; không ban hành: 0 điểm | Kế hoạch |
2.1.2 | Công khai thủ tục hành chính | 2 | 1 | 2 | | Ảnh chụp |
 | Niêm yết đầy đủ tại trụ sở | 1 | 0,5 | 1 | | |
 | Đăng tải trên trang thông tin điện tử | 1 | 0,5 | 1 | | |
2.1.3 | Tham mưu công bố kịp thời | 1 | 1 | 1 | Đúng hạn: 1 điểm; không đúng hạn: 0 điểm | | \
Tính theo văn bản của Trung ương
2.2 | Giải quyết hồ sơ | 5 | 4 | 6 | | |
2.2.1 | Tỷ lệ hồ sơ giải quyết đúng hạn | 3 | 3 | 4 | Tỷ lệ % × điểm tối đa | Trích xuất |
2.2.2 | Tỷ lệ hồ sơ trực tuyến | 2 | 1 | 2 | Đạt từ 50% trở lên: điểm tối đa; dưới 50%: \
tỷ lệ / 50% × điểm tối đa | |
2.3 | Thư xin lỗi khi trễ hạn | 1 | 1 | 1 | Thực hiện đầy đủ thì được điểm tối đa, nếu thiếu thì \
căn cứ mức độ | |
2.4 | Phản ánh, kiến nghị | 1 | 1 | 1 | | |
2.4.1 | Tỷ lệ phản ánh được xử lý | 1 | 1 | 1 | Trên 90%: 1 điểm; từ 70% đến 90%: 0,5 điểm; \
dưới 60%: 0 điểm | |
3 | ĐIỀU TRA XÃ HỘI HỌC | 5 | 5 | 5 | | |
3.1 | Lãnh đạo đơn vị đánh giá | 3 | 3 | 3 | | |
3.1.1 | Sự năng động của lãnh đạo | 1,5 | 1,5 | 1,5 | Điều tra xã hội học | |
3.1.2 | Chất lượng phối hợp | 1,5 | 1,5 | 1,5 | Điều tra xã hội học, thang điểm từ 1 đến 5: \
điểm = điểm trung bình / 5 × điểm tối đa | |
3.2 | Sự hài lòng của người dân | 2 | 2 | 2 | | |
3.2.1 | Chỉ số hài lòng | 2 | 2 | 2 | Điều tra xã hội học: Chỉ số hài lòng (SIPAS) × điểm tối đa | |
4 | TÀI CHÍNH CÔNG | 3 | 3 | 3 | | |
4.1 | Quản lý tài chính | 3 | 3 | 3 | | |
4.1.1 | Xếp loại quản lý tài sản | 1 | 1 | 1 | Tốt: điểm tối đa; khá: 50% số điểm; trung bình: \
0 điểm | |
4.1.2 | Số đơn vị giao tự chủ | 1 | 1 | 1 | Từ 3 đơn vị trở lên: 1 điểm; từ 1 đến 2 đơn vị: \
0,5 điểm; không có đơn vị: 0 điểm | |
4.1.3 | Vi phạm trong quản lý tài chính | 1 | 1 | 1 | Không có vi phạm: điểm tối đa; cứ 01 vi phạm \
trừ 0,5 điểm, không dưới 0 điểm | |
 | Tổng cộng | 28,5 | 26 | 29,5 | | |
""".splitlines()
)
UNREAD = {"1.3.2", "2.3.1", "2.4.1", "3.1.1"}
"""The components whose rules say nothing that can be read with certainty."""


def _merged(table, row: int, first: int, last_row: int, last: int):
    return table.cell(row, first).merge(table.cell(last_row, last))


def word_appendix(path: Path, rows=ROWS) -> Path:
    """Write the appendix as a Word document: merged header, once more on the next page."""
    document = Document()
    motto = document.add_table(1, 2)
    motto.cell(0, 0).text, motto.cell(0, 1).text = "UBND TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    document.add_paragraph("PHỤ LỤC (minh họa, không phải văn bản thật)")
    table = document.add_table(0, 8)
    _add_header(table)
    for number, row in enumerate(rows):
        if number == len(rows) // 2:
            _add_header(table)
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
        if row[0].isdecimal():
            for cell in cells:
                for run in cell.paragraphs[0].runs:
                    run.bold = True
    document.add_paragraph("Ghi chú: điểm lẻ được làm tròn.")
    document.sections[0].footer.paragraphs[0].text = "Trang 1"
    document.save(path)
    return path


def _add_header(table) -> None:
    top, bottom, numbers = (table.add_row() for _ in range(3))
    first = len(table.rows) - 3
    for column, text in enumerate((*HEADER, *HEADER_END)):
        top.cells[column].text = text
    for column, text in enumerate(GROUPS, 2):
        bottom.cells[column].text = text
    for column in range(8):
        numbers.cells[column].text = f"({column + 1})"
    _merged(table, first, 2, first, 4)
    for column in (0, 1, 5, 6, 7):
        _merged(table, first, column, first + 1, column)
    for row in (top, bottom):
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(mark)


def sheet_appendix(path: Path, rows=ROWS) -> Path:
    """Write the appendix as a workbook: numbers as numbers, codes as text."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Phụ lục I"
    sheet["A1"] = "PHỤ LỤC (minh họa, không phải văn bản thật)"
    sheet.append([])
    sheet.append([*HEADER, *HEADER_END])
    sheet.append(["", "", *GROUPS, "", "", ""])
    sheet.merge_cells("C3:E3")
    for letter in "ABFGH":
        sheet.merge_cells(f"{letter}3:{letter}4")
    for row in rows:
        maxima = [float(text.replace(",", ".")) if text else None for text in row[2:5]]
        sheet.append([row[0], row[1], *maxima, *row[5:]])
        sheet.cell(sheet.max_row, 1).number_format = "@"
    book.save(path)
    return path


def plain_word_table(path: Path, rows) -> Path:
    """Write a document with one plain table."""
    document = Document()
    table = document.add_table(len(rows), len(rows[0]))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    document.save(path)
    return path


def spoilt_copy(path: Path, part: str, content: bytes) -> bytes:
    """Return a document with one part of it replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in source.namelist():
            if name != part:
                new.writestr(name, source.read(name))
        new.writestr(part, content)
    return target.getvalue()


def numbered_appendix(path: Path, rows, anew=None) -> Path:
    """Write a document whose codes are Word's own numbering: level and words of each row.

    ``anew`` says from which rows on a list of its own numbers, which level of it begins anew,
    and with what.
    """
    document = Document()
    root = document.part.numbering_part.element
    forms = (("upperRoman", "%1"), ("decimal", "%2."), ("decimal", "%2.%3."), ("bullet", "o"))
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(forms)
    )
    space = nsdecls("w")
    abstract = f'<w:abstractNum {space} w:abstractNumId="90">{levels}</w:abstractNum>'
    root.insert(0, parse_xml(abstract))
    number = f'<w:num {space} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'
    root.append(parse_xml(number))
    for row, (level, start) in (anew or {}).items():
        other = (
            f'<w:num {space} w:numId="{91 + row}"><w:abstractNumId w:val="90"/>'
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            "</w:num>"
        )
        root.append(parse_xml(other))
    table = document.add_table(1, 4)
    titles = ("TT", "Nội dung", "Điểm chuẩn", "Cách chấm")
    for cell, text in zip(table.rows[0].cells, titles, strict=True):
        cell.text = text
    own = 90
    for place, (level, *texts) in enumerate(rows):
        own = 91 + place if place in (anew or {}) else own
        cells = table.add_row().cells
        properties = cells[0].paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = own
        for cell, text in zip(cells[1:], texts, strict=True):
            cell.text = text
    document.save(path)
    return path
