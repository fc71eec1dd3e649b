"""The sentences of the example: evidence, explanations, reasons; every document is made up."""

from datetime import date, timedelta

from cchc_lib.core.rulebook import Component
from cchc_lib.core.submission import Unit
from cchc_lib.example.draws import Draw
from cchc_lib.vietnamese import format_date

__all__ = ["EXPLANATIONS", "LOWERED", "NOT_DONE", "RECOUNTED", "cite_evidence", "initials"]

EXPLANATIONS = (
    "Đơn vị đã thực hiện; văn bản đang trình ký, sẽ gửi bổ sung.",
    "Số liệu trích xuất trực tiếp từ hệ thống, không có văn bản giấy.",
    "Nội dung đã lồng ghép trong báo cáo công tác năm của đơn vị.",
)
NOT_DONE = "Chưa thực hiện được trong năm; đã đưa vào kế hoạch năm sau."
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
_KINDS = {"Báo cáo": "BC", "Kế hoạch": "KH", "QĐ": "QĐ", "Quyết định": "QĐ", "Kết luận": "TB"}
_ANY_KIND = ("BC", "CV", "BC", "TB")
_ALSO_CITED = 200
_MINOR_WORDS = frozenset({"và", "các", "tỉnh", "của"})


def initials(unit: Unit) -> str:
    """Return how a unit signs its documents.

    >>> from datetime import date
    >>> from cchc_lib.core.submission import Place
    >>> from_ = {"valid_from": date(2004, 1, 1), "valid_to": None, "place": Place(file="")}
    >>> initials(Unit(code="x", name_vi="Sở Nội vụ", group_code="department", **from_))
    'SNV'
    """
    if unit.group_code == "district":
        return "UBND"
    words = unit.name_vi.replace("-", " ").replace(",", " ").split()
    return "".join(w if w.isupper() else w[0].upper() for w in words if w not in _MINOR_WORDS)


def cite_evidence(
    component: Component, unit: Unit, year: int, issued: date | None, draw: Draw
) -> str:
    """Return references to one or two documents of the unit, the first of a given day."""
    kind = next(
        (short for word, short in _KINDS.items() if component.evidence_vi.startswith(word)), ""
    )
    first = _reference(kind or draw.one_of(_ANY_KIND), unit, issued or _some_day(year, draw), draw)
    if draw.hit(_ALSO_CITED):
        return f"{first}; {_reference('BC', unit, _some_day(year, draw), draw)}"
    return first


def _some_day(year: int, draw: Draw) -> date:
    return date(year, 1, 2) + timedelta(days=draw.between(0, 350))


def _reference(kind: str, unit: Unit, day: date, draw: Draw) -> str:
    number = draw.between(3, 480)
    return f"{kind} {number:02d}/{kind}-{initials(unit)} ngày {format_date(day)}"
