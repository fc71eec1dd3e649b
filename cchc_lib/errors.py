"""Exceptions, by the exit code that the command line ends with.

::

    CchcError                 1   anything unexpected in this family
    ├── UsageProblem          2   a command or parameter that cannot mean anything
    ├── RuleProblem          11   the rule files of an edition
    ├── DataProblem          12   submissions or other users' data that stop the whole run
    ├── ResultProblem        13   a run folder, its tables or its manifest
    │   └── WriteProblem     13   an output that could not be written; what was there is whole
    └── NotebookProblem      14   a notebook that failed or was given wrong parameters

Mistakes in users' data are :class:`cchc_lib.findings.Finding` values, collected and shown
together; an exception of this tree carries them when nothing can go on.
"""

import errno
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from cchc_lib.findings import Finding

__all__ = [
    "CchcError",
    "DataProblem",
    "NotebookProblem",
    "ResultProblem",
    "RuleProblem",
    "UsageProblem",
    "WriteProblem",
    "is_about_space",
    "is_open_elsewhere",
]

_FULL = {errno.ENOSPC, errno.EDQUOT}
_NO_WRITING = _FULL | {errno.EFBIG, errno.EROFS}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM}
_SHARING = {5, 32, 33}
"""What Windows says of a file that another program holds: access denied, sharing, locking."""


class CchcError(Exception):
    """A problem that ends a command with one sentence instead of a traceback."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message_vi: str, findings: "Sequence[Finding]" = ()) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi
        self.findings = tuple(findings)


class UsageProblem(CchcError):
    """A command, option or parameter that cannot be used."""

    exit_code: ClassVar[int] = 2


class RuleProblem(CchcError):
    """The rule files of an edition cannot be used."""

    exit_code: ClassVar[int] = 11


class DataProblem(CchcError):
    """An assessment folder cannot be read at all."""

    exit_code: ClassVar[int] = 12


class ResultProblem(CchcError):
    """A run folder is missing, incomplete or does not hold what was asked for."""

    exit_code: ClassVar[int] = 13


class NotebookProblem(CchcError):
    """One or more notebooks failed, or were given parameters they do not declare."""

    exit_code: ClassVar[int] = 14


class WriteProblem(ResultProblem):
    """An output that could not be written; what stood in its place before is whole."""

    @classmethod
    def of(cls, error: OSError, name: str) -> Self:
        """Say what kept a file or folder of this name from being written."""
        return cls(
            f"Không ghi được “{name}”: {_reason(error)} Không mất gì: những gì có trước đó còn "
            "nguyên, phần đã lập xong được giữ lại. Xử lý rồi chạy lại lệnh."
        )


def is_about_space(error: Exception) -> bool:
    """Tell whether an error can only mean that nothing more could be written somewhere."""
    return isinstance(error, OSError) and error.errno in _NO_WRITING


def is_open_elsewhere(error: OSError) -> bool:
    """Tell whether Windows refuses because another program has the file open, as Excel does."""
    return getattr(error, "winerror", None) in _SHARING


def _reason(error: OSError) -> str:
    if is_open_elsewhere(error):
        return "tệp đang mở trong chương trình khác, ví dụ Excel; hãy đóng tệp."
    if error.errno in _FULL:
        return "đĩa đầy hoặc hết hạn mức; hãy giải phóng chỗ trống."
    if error.errno == errno.EFBIG:
        return "tệp lớn hơn mức cho phép trên đĩa này; hãy chọn đĩa khác."
    if error.errno == errno.EROFS:
        return "đĩa chỉ cho đọc; hãy chọn thư mục khác."
    if error.errno in _NOT_ALLOWED:
        return "không có quyền ghi; hãy xin quyền ghi hoặc chọn thư mục khác."
    return f"hệ thống báo “{error.strerror or type(error).__name__}”; hãy kiểm tra đĩa hoặc mạng."
