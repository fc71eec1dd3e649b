"""What a child process does with one file: gate, both readers, comparison.

Only bytes of :mod:`.stored_form` come out: whatever a library raises, also what is no
``Exception``, becomes the refusal of this one file.
"""

import traceback
from collections.abc import Callable
from typing import TypeVar

from cchc_lib.files.workbooks.comparing import second_alone, seen_once, with_second
from cchc_lib.files.workbooks.contents import Book
from cchc_lib.files.workbooks.full_reader import NoSheets, read_fully
from cchc_lib.files.workbooks.gate import admit
from cchc_lib.files.workbooks.refusing import Refused, damaged, stopped
from cchc_lib.files.workbooks.second_reader import read_again
from cchc_lib.files.workbooks.stored_form import encode
from cchc_lib.files.workbooks.unseen import with_unseen

__all__ = ["read_content", "read_workbook"]

_Found = TypeVar("_Found")
_SECOND_FAILED = "cách đọc thứ hai báo lỗi"
_FAILED_AT = {
    "apply_stylesheet": "bảng định dạng ô",
    "read_properties": "thuộc tính của tệp",
    "read_custom": "thuộc tính của tệp",
    "read_strings": "bảng chuỗi ký tự",
    "assign_names": "tên các vùng ô",
    "find_images": "hình vẽ, biểu đồ",
    "read_worksheets": "định dạng của trang tính",
}
"""What openpyxl was reading when it failed, by the names of its functions."""


def read_content(content: bytes) -> bytes:
    """Return the stored form of what a file holds, or of why it is not read."""
    try:
        return encode(read_workbook(content))
    except Refused as refused:
        return encode(refused.refusal)
    except MemoryError:
        return encode(stopped("cần quá nhiều bộ nhớ"))
    except BaseException:  # noqa: BLE001 - a panic in Rust is no Exception
        return encode(stopped("lỗi ngoài dự kiến khi đọc"))


def read_workbook(content: bytes) -> Book:
    """Read a file with both readers.

    Raises
    ------
    Refused
        If the gate or both readers refuse it.
    """
    has_macros = admit(content).has_macros
    full = _attempt(read_fully, content)
    second = _attempt(read_again, content)
    match full, second:
        case tuple(), tuple():
            sheets, alone = with_second(full, second), seen_once(full, second)
            return Book(sheets=sheets, has_macros=has_macros, unconfirmed=alone)
        case tuple(), _:
            return Book(sheets=full, has_macros=has_macros, unconfirmed=_SECOND_FAILED)
        case BaseException(), (_, *_):
            sheets = with_unseen(second_alone(second), content)
            return Book(sheets=sheets, has_macros=has_macros, damage=_damage(full))
        case _:
            raise damaged("nội dung bên trong bị hỏng")


def _attempt(read: Callable[[bytes], _Found], content: bytes) -> _Found | BaseException:
    """Return what a reader found, or what it raised."""
    try:
        return read(content)
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001 - a panic in Rust is no Exception
        return error


def _damage(error: BaseException) -> str:
    """Say in Vietnamese which part of a file the first reader could not read."""
    if isinstance(error, NoSheets):
        return "danh mục trang tính"
    steps = (frame.name for frame in reversed(traceback.extract_tb(error.__traceback__)))
    return next((_FAILED_AT[step] for step in steps if step in _FAILED_AT), "phần mô tả của tệp")
