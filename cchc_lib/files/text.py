"""Read text and TOML that officers keep, and say in Vietnamese why a file cannot be read."""

import os
import re
import stat
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

__all__ = ["NotRegular", "UnreadableText", "open_regular", "read_text", "read_toml"]

_AT = re.compile(r"at line (\d+), column (\d+)")
_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT")
"""How files are opened, where the system knows it: no links, no waiting for a pipe."""


class UnreadableText(Exception):
    """A file that is no UTF-8 text or no TOML; ``reason_vi`` says which and where."""

    def __init__(self, reason_vi: str) -> None:
        super().__init__(reason_vi)
        self.reason_vi = reason_vi


class NotRegular(UnreadableText):
    """A link, a folder or a device in the place of a file; it was not read."""

    def __init__(self) -> None:
        super().__init__("là liên kết hoặc thư mục, không phải tệp")


def open_regular(path: Path) -> BinaryIO:
    """Open a file to read its bytes; links are not followed, pipes not waited for.

    Raises
    ------
    NotRegular
        If it is anything but a regular file.
    OSError
        If it cannot be opened.
    """
    if path.is_symlink() or path.is_dir():
        raise NotRegular
    flags = sum(getattr(os, name, 0) for name in _FLAGS)
    stream = os.fdopen(os.open(path, os.O_RDONLY | flags), "rb")
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise NotRegular
    return stream


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, with or without a byte order mark."""
    try:
        with open_regular(path) as stream:
            text = stream.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableText("không phải văn bản UTF-8 (Excel: lưu dạng “CSV UTF-8”)") from error
    except OSError as error:
        raise UnreadableText("không mở được tệp, có thể đang bị khóa") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file, its decimals exact."""
    try:
        return tomllib.loads(read_text(path), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        place = _AT.search(str(error))
        where = f"dòng {place[1]}, cột {place[2]}" if place else "cuối tệp"
        raise UnreadableText(f"sai cú pháp TOML tại {where}") from error
