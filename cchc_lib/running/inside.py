"""The files inside a run folder: reached through no link, and only if they are regular files."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO, TypeVar

from cchc_lib.files.hashing import sha256_of_file, sha256_of_stream
from cchc_lib.files.text import UnreadableText, open_regular
from cchc_lib.vietnamese import show_hidden

__all__ = [
    "ABSENT",
    "LINK",
    "bytes_inside",
    "is_inner_name",
    "is_linked",
    "sha256_inside",
    "state_inside",
    "state_of",
]

Read = TypeVar("Read")

LINK, ABSENT = "là liên kết", "không có"
_FOLDER, _UNREADABLE = "là thư mục", "không đọc được"
_SPECIAL, _BEHIND = "không phải tệp thường", "nằm sau một liên kết nên không đọc"


def is_inner_name(name: str) -> bool:
    r"""Tell whether a name can only lead to something below the folder it is taken from.

    >>> [is_inner_name(name) for name in ("tables/a.csv", "/a", "a/../../b", r"C:\a", "a\0")]
    [True, False, False, False, False]
    """
    path = PureWindowsPath(name)
    is_relative = not path.drive and not path.root and bool(path.parts)
    return is_relative and ".." not in path.parts and name == show_hidden(name)


def is_linked(folder: Path, name: str) -> bool:
    """Tell whether a file below a folder, or a folder on the way to it, is a link."""
    path = folder
    for part in PurePosixPath(name).parts:
        path /= part
        if path.is_symlink():
            return True
    return False


def bytes_inside(folder: Path, name: str) -> bytes | None:
    """Return the content of a file below a folder; ``None`` if there is none to be read."""
    return _read_inside(folder, name, lambda stream: stream.read())


def sha256_inside(folder: Path, name: str) -> str:
    """Return the SHA-256 of a file below a folder; empty if there is none to be read."""
    return _read_inside(folder, name, sha256_of_stream) or ""


def _read_inside(folder: Path, name: str, read: Callable[[BinaryIO], Read]) -> Read | None:
    try:
        if not is_inner_name(name) or is_linked(folder, name):
            return None
        with open_regular(folder / name) as stream:
            return read(stream)
    except (OSError, ValueError, UnreadableText):
        return None


def state_inside(folder: Path, name: str) -> str:
    """Return why there is no file with a name below a folder; it is not opened."""
    try:
        path = folder / name
        if path.is_symlink():
            return LINK
        if is_linked(folder, name):
            return _BEHIND
        return _kind_of(path) or _UNREADABLE
    except (OSError, ValueError):
        return _UNREADABLE


def state_of(path: Path, *, may_link: bool = False) -> str:
    """Return the SHA-256 of a file, or words that say why there is none."""
    try:
        if path.is_symlink() and not may_link:
            return LINK
        if kind := _kind_of(path):
            return kind
        return sha256_of_file(path)
    except (OSError, ValueError):
        return _UNREADABLE


def _kind_of(path: Path) -> str:
    """Return what stands in the place of a regular file; empty if it is one."""
    if path.is_file():
        return ""
    if path.is_dir():
        return _FOLDER
    return _SPECIAL if path.exists() else ABSENT
