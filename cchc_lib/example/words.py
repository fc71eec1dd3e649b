"""The sentences of the example: explanations, reasons, answers; all of it is made up.

What a unit says names a document of its own, so that no two units explain themselves alike.
"""

__all__ = [
    "CONFIRMED",
    "EXPLANATIONS",
    "LOWERED",
    "NOT_DONE",
    "PARTLY_ACCEPTED",
    "PLEAS",
    "RECOUNTED",
    "RESTORED",
    "SETTLED",
    "UNPROVEN",
]

EXPLANATIONS = (
    "Đơn vị đã thực hiện; văn bản đang trình ký (dự thảo số {reference}, ngày {day}).",
    "Số liệu trích xuất trực tiếp từ hệ thống ngày {day} (bản trích số {reference}).",
    "Nội dung đã lồng ghép trong báo cáo công tác năm của đơn vị (số {reference}, ngày {day}).",
)
NOT_DONE = "Chưa thực hiện được trong năm; đã đưa vào kế hoạch năm sau ({reference}, ngày {day})."
LOWERED = (
    "Tài liệu kiểm chứng không chứng minh được toàn bộ kết quả đã kê khai.",
    "Thiếu văn bản của cấp có thẩm quyền; chỉ công nhận một phần.",
    "Tài liệu gửi sau thời hạn nộp hồ sơ; không xem xét phần này.",
    "Đối chiếu hệ thống theo dõi cho kết quả thấp hơn số kê khai.",
)
RECOUNTED = (
    "Tính lại theo số liệu kê khai và cách tính của tiêu chí thành phần.",
    "Điểm tự chấm không khớp số liệu kê khai; chấm theo số liệu.",
)
UNPROVEN = (
    "Chưa có tài liệu kiểm chứng cho phần này; đề nghị đơn vị bổ sung.",
    "Tài liệu kiểm chứng thiếu trang ký, đóng dấu; tạm chưa công nhận phần này.",
)
"""Why the first appraisal gives less where the second gives it back."""
PLEAS = (
    "Đơn vị gửi bổ sung tài liệu số {reference} ngày {day}; đề nghị chấm theo điểm tự chấm.",
    "Kết quả đã có trong năm, kèm văn bản số {reference} ngày {day}; đề nghị xem xét lại.",
    "Hệ thống theo dõi chưa cập nhật kỳ cuối năm; kèm xác nhận số {reference} ngày {day}.",
)
RESTORED = (
    "Tài liệu bổ sung chứng minh đầy đủ kết quả đã kê khai.",
    "Đã đối chiếu tài liệu bổ sung với hệ thống; công nhận điểm tự chấm.",
)
PARTLY_ACCEPTED = (
    "Tài liệu bổ sung chứng minh được một phần; công nhận phần này.",
    "Xác nhận bổ sung hợp lệ với một phần kết quả; phần còn lại không có căn cứ.",
)
CONFIRMED = (
    "Giải trình không kèm căn cứ mới; giữ nguyên điểm thẩm định lần 1.",
    "Tài liệu bổ sung không thuộc nội dung của tiêu chí thành phần; giữ nguyên điểm.",
)
SETTLED = (
    "Hội đồng thống nhất công nhận phần kết quả có văn bản của cấp có thẩm quyền.",
    "Hội đồng xem xét hồ sơ gốc tại đơn vị và thống nhất mức điểm.",
)
