"""Read text and TOML that officers keep, and say in Vietnamese why a file cannot be read."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

__all__ = ["UnreadableText", "read_text", "read_toml"]

_AT = re.compile(r"at line (\d+), column (\d+)")


class UnreadableText(Exception):
    """A file that is no UTF-8 text or no TOML; ``reason_vi`` says which and where."""

    def __init__(self, reason_vi: str) -> None:
        super().__init__(reason_vi)
        self.reason_vi = reason_vi


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, with or without a byte order mark."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableText("không phải văn bản UTF-8 (Excel: lưu dạng “CSV UTF-8”)") from error
    except OSError as error:
        raise UnreadableText("không mở được tệp, có thể đang bị khóa") from error


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file, its decimals exact."""
    try:
        return tomllib.loads(read_text(path), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        place = _AT.search(str(error))
        where = f"dòng {place[1]}, cột {place[2]}" if place else "cuối tệp"
        raise UnreadableText(f"sai cú pháp TOML tại {where}") from error
