"""What the writers and the reader of forms both know: sheets, headers, labels, fixed words."""

from enum import StrEnum
from functools import cached_property
from string import ascii_uppercase

__all__ = [
    "APPRAISAL_SHEET",
    "CHECK_SHEET",
    "EVIDENCE_SHEET",
    "FORM_SHEETS",
    "GUIDE_SHEET",
    "LEAD_STEM",
    "LISTS_SHEET",
    "NO",
    "NOTICE_SHEET",
    "NOT_APPLICABLE",
    "REVIEW_SHEET",
    "SELF_SHEET",
    "TOTAL",
    "YES",
    "AppraisalColumn",
    "EvidenceColumn",
    "FormColumn",
    "IdentityLabel",
    "NoticeColumn",
    "ReviewColumn",
    "SelfColumn",
]

GUIDE_SHEET = "Hướng dẫn"
SELF_SHEET = "Tự chấm"
EVIDENCE_SHEET = "Tài liệu kiểm chứng"
CHECK_SHEET = "Kiểm tra"
LISTS_SHEET = "Danh mục"
APPRAISAL_SHEET = "Thẩm định"
NOTICE_SHEET = "Thông báo sơ bộ"
REVIEW_SHEET = "Thẩm định lần 2"
FORM_SHEETS = (SELF_SHEET, APPRAISAL_SHEET, NOTICE_SHEET, REVIEW_SHEET)
"""The sheets that people fill in, each of its own form."""
LEAD_STEM = "chu-tri_"
"""Begins the names of the files of lead appraisers; no unit code holds an underscore."""

YES = "Có"
NO = "Không"
TOTAL = "TỔNG CỘNG"
"""Names the last row of a form."""
NOT_APPLICABLE = "Không áp dụng"
"""Stands in the score cell of a component that is exempt; read as a blank."""


class IdentityLabel(StrEnum):
    """The labels of the identity block; each value stands in the next cell to the right."""

    UNIT = "Mã đơn vị"
    LEAD = "Mã cơ quan chủ trì"
    DATE = "Ngày thẩm định"
    YEAR = "Năm"
    EDITION = "Bộ tiêu chí"
    VERSION = "Phiên bản biểu mẫu"


class FormColumn(StrEnum):
    """A column of a form by its header text; members stand in the order of the sheet."""

    @cached_property
    def letter(self) -> str:
        """Return the letter of the column in a form as issued."""
        return ascii_uppercase[list(type(self)).index(self)]

    @cached_property
    def is_hidden(self) -> bool:
        """Tell whether the column holds codes for the reader, not words for people."""
        return self.name in {"CODE", "INPUT", "UNIT"}

    @property
    def stand_in(self) -> "FormColumn | None":
        """Return the column for people that says the same as a hidden one, if there is any."""
        name = {"CODE": "NUMBER", "INPUT": "LABEL", "UNIT": "OFFICE"}.get(self.name, "")
        return type(self).__members__.get(name)


class SelfColumn(FormColumn):
    """The columns of the self-assessment sheet; the first two are hidden."""

    CODE = "Mã tiêu chí thành phần"
    INPUT = "Mã số liệu"
    NUMBER = "STT"
    NAME = "Lĩnh vực, tiêu chí, tiêu chí thành phần"
    MAX = "Điểm tối đa"
    LABEL = "Số liệu cần kê khai"
    FIGURE = "Số liệu"
    RULE = "Điểm theo số liệu"
    SELF = "Điểm tự chấm"
    HOW = "Cách tính điểm"
    REQUIRED = "Tài liệu kiểm chứng yêu cầu"
    EVIDENCE = "Tài liệu kiểm chứng"
    EXPLANATION = "Giải trình"


class EvidenceColumn(FormColumn):
    """The columns of the evidence register in the self-assessment form."""

    NUMBER = "STT"
    REFERENCE = "Số, ký hiệu"
    ISSUED = "Ngày ban hành"
    TITLE = "Tên, trích yếu"
    LOCATION = "Tên tệp hoặc đường dẫn"
    COMPONENTS = "Tiêu chí thành phần"


class AppraisalColumn(FormColumn):
    """The columns of the appraisal sheet; the first two are hidden."""

    CODE = "Mã tiêu chí thành phần"
    UNIT = "Mã đơn vị"
    NUMBER = "STT"
    NAME = "Lĩnh vực, tiêu chí, tiêu chí thành phần"
    OFFICE = "Đơn vị"
    MAX = "Điểm tối đa"
    HOW = "Cách tính điểm"
    FIGURES = "Số liệu đã kê khai"
    RULE = "Điểm theo số liệu"
    SELF = "Điểm tự chấm"
    EVIDENCE = "Tình trạng tài liệu kiểm chứng"
    EXPLANATION = "Giải trình của đơn vị"
    LEAD = "Cơ quan chủ trì thẩm định"
    SCORE = "Điểm thẩm định"
    REASON = "Lý do"


class NoticeColumn(FormColumn):
    """The columns of the preliminary notice; the first is hidden."""

    CODE = "Mã tiêu chí thành phần"
    NUMBER = "STT"
    NAME = "Lĩnh vực, tiêu chí, tiêu chí thành phần"
    MAX = "Điểm tối đa"
    SELF = "Điểm tự chấm"
    SCORE = "Điểm thẩm định lần 1"
    DIFFERENCE = "Chênh lệch"
    REASON = "Lý do"
    MISSING = "Tài liệu kiểm chứng còn thiếu"
    RESPONSE = "Giải trình của đơn vị"
    NEW_EVIDENCE = "Tài liệu kiểm chứng bổ sung"


class ReviewColumn(FormColumn):
    """The columns of the second appraisal, after the explanations; the first two are hidden."""

    CODE = "Mã tiêu chí thành phần"
    UNIT = "Mã đơn vị"
    NUMBER = "STT"
    NAME = "Lĩnh vực, tiêu chí, tiêu chí thành phần"
    OFFICE = "Đơn vị"
    MAX = "Điểm tối đa"
    SELF = "Điểm tự chấm"
    FIRST = "Điểm thẩm định lần 1"
    FIRST_REASON = "Lý do lần 1"
    RESPONSE = "Giải trình của đơn vị"
    NEW_EVIDENCE = "Tài liệu bổ sung"
    LEAD = "Cơ quan chủ trì thẩm định"
    SCORE = "Điểm thẩm định lần 2"
    REASON = "Lý do"
