"""The columns of the sheet “Chỉ số”; those for ties stand between the two parts."""

from cchc_lib.files.ledger.grid import Column

__all__ = [
    "AFTER", "APPRAISED_MAX", "APPRAISED_SUM", "AWAITING", "BEFORE", "BEST_PLACE", "BLOCKING",
    "BONUS", "COMPARED", "COUNTED_INDEX", "DECIDED", "DENOMINATOR", "DROPPED", "FACTOR",
    "GIVEN_BACK", "GRADE", "GROUP", "INDEX", "INDEX_EXACT", "OPEN", "PENALTY", "PENDING",
    "PROVISIONAL", "RANK", "RESCALED", "STATE", "SURVEY_SUM", "TIES", "TOTAL", "TOTAL_EXACT",
    "UNCAPPED", "UNIT", "UNIT_CODE",
]  # fmt: skip

GROUP, UNIT, UNIT_CODE = "Nhóm", "Đơn vị", "Mã đơn vị"
APPRAISED_SUM, APPRAISED_MAX = "Điểm thẩm định", "Tối đa đã thẩm định"
GIVEN_BACK, FACTOR, RESCALED = "Tối đa quy lại", "Hệ số quy đổi", "Thẩm định sau quy đổi"
SURVEY_SUM, BONUS, PENALTY = "Điểm điều tra", "Điểm cộng", "Điểm trừ"
DENOMINATOR, DROPPED, PENDING = (
    "Điểm tối đa (mẫu số)",
    "Tối đa không áp dụng",
    "Tối đa chưa có điểm",
)
BLOCKING, OPEN, AWAITING = "Lỗi chặn kết quả", "Lỗi khác", "Mục chờ giải trình, thẩm định lại"
STATE, TOTAL_EXACT, TOTAL = "Tình trạng", "Tổng chưa làm tròn", "Tổng điểm"
INDEX_EXACT, INDEX, DECIDED = "Chỉ số chưa làm tròn", "Chỉ số (%)", "Đủ phần để xếp hạng"
COMPARED, RANK, PROVISIONAL = "Giá trị xếp hạng", "Hạng trong nhóm", "Hạng tạm tính"
COUNTED_INDEX, UNCAPPED = "Chỉ số tính bình quân", "Xếp loại theo chỉ số"
BEST_PLACE, GRADE = "Bậc khống chế", "Xếp loại"

TIES = {
    "appraised_score": "Xét tiếp: điểm thẩm định",
    "survey_score": "Xét tiếp: điểm điều tra",
    "bonus": "Xét tiếp: điểm cộng",
}
"""The further values by which units on the same value are told apart."""
BEFORE = (
    Column(GROUP, 22), Column(UNIT, 26), Column(UNIT_CODE, 26), Column(APPRAISED_SUM, 9, "points"),
    Column(APPRAISED_MAX, 9, "points"), Column(GIVEN_BACK, 9, "points"),
    Column(FACTOR, 10, "exact"), Column(RESCALED, 11, "exact"), Column(SURVEY_SUM, 9, "points"),
    Column(BONUS, 8, "points"), Column(PENALTY, 8, "points"), Column(DENOMINATOR, 10, "points"),
    Column(DROPPED, 9, "points"), Column(PENDING, 9, "points"), Column(BLOCKING, 7, "count"),
    Column(OPEN, 7, "count"), Column(AWAITING, 10, "count"), Column(STATE, 12, "centre"),
    Column(TOTAL_EXACT, 11, "exact"), Column(TOTAL, 8, "total"), Column(INDEX_EXACT, 11, "exact"),
    Column(INDEX, 8, "total"), Column(DECIDED, 9, "centre"), Column(COMPARED, 11, "exact"),
)  # fmt: skip
AFTER = (
    Column(RANK, 8, "centre"), Column(PROVISIONAL, 8, "centre"),
    Column(COUNTED_INDEX, 9, "total"), Column(UNCAPPED, 12, "centre"),
    Column(BEST_PLACE, 8, "count"), Column(GRADE, 12, "centre"),
)  # fmt: skip
