"""How an edition stands in a workbook: its sheets and columns, for writing and for reading."""

from collections.abc import Sequence

__all__ = [
    "APPENDIX",
    "CODE",
    "DOCUMENT",
    "ENGLISH",
    "EVIDENCE",
    "FILE",
    "HEADER_ROW",
    "INPUTS",
    "LEAD",
    "LEVEL",
    "LEVELS",
    "LINKS",
    "LOCATION",
    "MARK",
    "MAXIMUM",
    "NAME",
    "NOTE",
    "NOT_APPLICABLE",
    "PERIOD",
    "PROVISIONS",
    "RULE",
    "SAID",
    "SHORT",
    "SOURCE",
    "TITLE",
    "columns",
]

APPENDIX, PROVISIONS, LINKS = "Phụ lục", "Quy định chung", "Đối chiếu"
TITLE = "Bộ tiêu chí xuất từ cchc"
"""Stands in the first cell, and tells our workbook from an appendix as issued."""
HEADER_ROW = 4
LEVELS = ("Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần")

LEVEL, CODE, NAME = "Cấp", "Mã", "Lĩnh vực / Tiêu chí / Tiêu chí thành phần"
MAXIMUM = "Điểm tối đa: "
SAID = "Cách tính (lập từ cột Quy tắc)"
EVIDENCE, PERIOD = "Tài liệu kiểm chứng", "Thời gian của tài liệu"
NOT_APPLICABLE, LEAD = "Không áp dụng khi", "Cơ quan chủ trì thẩm định"
SOURCE = "Mã nguồn số liệu ngoài đơn vị"
DOCUMENT, LOCATION = "Căn cứ: mã văn bản", "Căn cứ: vị trí"
MARK, NOTE = "Nguồn", "Ghi chú về nguồn"
INPUTS, RULE = "Số liệu kê khai (TOML)", "Quy tắc (TOML)"
SHORT, ENGLISH, FILE = "Tên ngắn", "Tên tiếng Anh", "Tệp"


def columns(groups: Sequence[str]) -> tuple[str, ...]:
    """Return the titles of the columns from the left, for groups of units with these codes."""
    maxima = (f"{MAXIMUM}{group}" for group in groups)
    legal = (DOCUMENT, LOCATION, MARK, NOTE)
    return (
        *(LEVEL, CODE, NAME, *maxima, SAID, EVIDENCE, PERIOD, NOT_APPLICABLE, LEAD, SOURCE),
        *(*legal, INPUTS, RULE, SHORT, ENGLISH, FILE),
    )
