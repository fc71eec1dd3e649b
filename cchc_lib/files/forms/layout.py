"""What the writers and the reader of forms both know: sheets, headers, labels, fixed words."""

from enum import StrEnum
from string import ascii_uppercase

__all__ = [
    "APPRAISAL_SHEET",
    "CHECK_SHEET",
    "EVIDENCE_SHEET",
    "GUIDE_SHEET",
    "LISTS_SHEET",
    "NO",
    "NOT_APPLICABLE",
    "SELF_SHEET",
    "YES",
    "AppraisalColumn",
    "FormColumn",
    "IdentityLabel",
    "SelfColumn",
]

GUIDE_SHEET = "Hướng dẫn"
SELF_SHEET = "Tự chấm"
EVIDENCE_SHEET = "Tài liệu kiểm chứng"
CHECK_SHEET = "Kiểm tra"
LISTS_SHEET = "Danh mục"
APPRAISAL_SHEET = "Thẩm định"

YES = "Có"
NO = "Không"
NOT_APPLICABLE = "Không áp dụng"
"""Stands in the score cell of a component that is exempt; read as a blank."""


class IdentityLabel(StrEnum):
    """The labels of the identity block; each value stands in the next cell to the right."""

    UNIT = "Mã đơn vị"
    YEAR = "Năm"
    EDITION = "Bộ tiêu chí"
    VERSION = "Phiên bản biểu mẫu"


class FormColumn(StrEnum):
    """A column of a form by its header text; members stand in the order of the sheet."""

    @property
    def letter(self) -> str:
        """Return the letter of the column in a form as issued."""
        return ascii_uppercase[list(type(self)).index(self)]

    @property
    def is_hidden(self) -> bool:
        """Tell whether the column holds codes for the reader, not words for people."""
        return self.name in {"CODE", "INPUT"}


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


class AppraisalColumn(FormColumn):
    """The columns of the appraisal sheet; the first is hidden."""

    CODE = "Mã tiêu chí thành phần"
    NUMBER = "STT"
    NAME = "Lĩnh vực, tiêu chí, tiêu chí thành phần"
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
