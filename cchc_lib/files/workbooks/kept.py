"""What was read before, so that a file that did not change is not read again.

One entry per file and reader, in a folder that is named after the code of the reader. Entries
are plain data; one that is damaged, or a folder nobody may write to, only costs time.
"""

import hashlib
import shutil
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from cchc_lib.errors import UsageProblem
from cchc_lib.files.workbooks.contents import Book, Refusal
from cchc_lib.files.workbooks.stored_form import UnreadableEntry, decode
from cchc_lib.files.writing import write_bytes
from cchc_lib.project import READ_WORKBOOKS

__all__ = ["forget_books", "keep", "recall"]

_READERS = ("openpyxl", "python-calamine")


def recall(sha256: str) -> Book | Refusal | None:
    """Return what was read from a file with this hash; ``None`` if it must be read."""
    try:
        return decode(_entry(sha256).read_bytes())
    except (OSError, UnreadableEntry):
        return None


def keep(sha256: str, stored: bytes) -> None:
    """Remember the stored form of what was read; nothing happens where that is not possible."""
    entry = _entry(sha256)
    with suppress(OSError, UsageProblem):
        if not entry.parent.exists():
            forget_books()
            entry.parent.mkdir(mode=0o700, parents=True)
        write_bytes(entry, stored)


def forget_books() -> None:
    """Remove all that was remembered, also by earlier readers."""
    shutil.rmtree(READ_WORKBOOKS, ignore_errors=True)


def _entry(sha256: str) -> Path:
    return READ_WORKBOOKS / _reader_hash() / f"{sha256}.json.z"


@cache
def _reader_hash() -> str:
    """Return what changes whenever a file could be read in another way than before."""
    code = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        code.update(path.read_bytes())
    libraries = [f"{name} {version(name)}" for name in _READERS]
    code.update(repr((libraries, sys.version_info[:2])).encode())
    return code.hexdigest()[:16]
