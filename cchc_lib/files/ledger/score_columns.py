"""The columns of the sheet “Điểm”; those of the stages stand between the two parts."""

from cchc_lib.files.ledger.grid import Column

__all__ = [
    "AFTER", "BEFORE", "BY_RULE", "BY_SURVEY", "CLAUSE", "CODE", "FINAL", "GAP", "GROUP", "MAX",
    "NAME", "PLACE", "POLICY", "REASON", "REMARK", "SCORED", "SELF", "SOURCE", "STATUS",
    "TAKEN_FROM", "UNIT", "WAITING", "WHO",
]  # fmt: skip

MAX, SELF, FINAL, POLICY = "Điểm tối đa", "Điểm tự chấm", "Điểm được tính", "Khi không áp dụng"
SOURCE, STATUS = "Nguồn điểm", "Tình trạng"
SCORED, WAITING = "đã có điểm", "chưa có điểm"
GROUP, UNIT, CODE, NAME = "Nhóm", "Đơn vị", "Mã", "Tiêu chí thành phần"
BY_RULE, BY_SURVEY, GAP, TAKEN_FROM = "Điểm theo số liệu", "Điểm điều tra", "Khác số liệu", "Lấy từ"
PLACE, WHO, REASON = "Quyết định đọc từ", "Cơ quan, ngày, văn bản", "Lý do"
REMARK, CLAUSE = "Ghi chú", "Căn cứ"
BEFORE = (
    Column(GROUP, 15), Column(UNIT, 22), Column(CODE, 7, "centre"), Column(NAME, 34),
    Column(SOURCE, 9, "centre"), Column(MAX, 7, "points"),
    Column(SELF, 8, "points", is_input=True), Column(BY_RULE, 9, "points"),
)  # fmt: skip
AFTER = (
    Column(BY_SURVEY, 8, "points"), Column(POLICY, 24, is_input=True), Column(FINAL, 9, "points"),
    Column(STATUS, 11, "centre"), Column(TAKEN_FROM, 16), Column(GAP, 8, "points"),
    Column(PLACE, 30), Column(WHO, 24), Column(REASON, 26), Column(REMARK, 26),
    Column(CLAUSE, 24),
)  # fmt: skip
