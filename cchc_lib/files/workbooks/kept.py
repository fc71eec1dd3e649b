"""What was read before, so that a file that did not change is not read again.

One entry per file and reader, in a folder that is named after the code of the reader. Entries
are plain data under a checksum; one that is damaged, or a folder nobody may write to, only
costs time. Several processes may write at once: an entry takes its place whole.
"""

import hashlib
import os
import shutil
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from cchc_lib.files.workbooks.contents import Book, Refusal
from cchc_lib.files.workbooks.stored_form import UnreadableEntry, decode
from cchc_lib.project import READ_WORKBOOKS

__all__ = ["forget_books", "forget_oldest", "keep", "keep_bytes", "recall", "recall_bytes"]

_READERS = ("openpyxl", "python-calamine")
_OTHERS_KEPT = 2
"""How many folders of other readers stay: two versions of the program may take turns."""
_SIZE_AT_MOST = 2_000_000_000
_HASH_SIZE = 32


def recall(sha256: str) -> Book | Refusal | None:
    """Return what was read from a file with this hash; ``None`` if it must be read."""
    stored = recall_bytes(_name(sha256))
    try:
        return None if stored is None else decode(stored)
    except UnreadableEntry:
        return None


def keep(sha256: str, stored: bytes) -> None:
    """Remember the stored form of what was read; nothing happens where that is not possible."""
    keep_bytes(_name(sha256), stored)


def recall_bytes(name: str) -> bytes | None:
    """Return the content of an entry; ``None`` if there is none or it is not what was kept."""
    entry = _folder() / name
    if any(place.is_symlink() for place in (READ_WORKBOOKS, entry.parent, entry)):
        return None
    try:
        stored = entry.read_bytes()
    except OSError:
        return None
    checksum, content = stored[:_HASH_SIZE], stored[_HASH_SIZE:]
    return content if hashlib.sha256(content).digest() == checksum else None


def keep_bytes(name: str, content: bytes) -> None:
    """Keep an entry; nothing happens where that is not possible."""
    folder = _folder()
    aside = folder / f".{name}.{os.getpid()}.tmp"
    if folder.is_symlink() or READ_WORKBOOKS.is_symlink():
        return
    with suppress(OSError):
        if not folder.exists():
            _forget_other_readers()
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            aside.write_bytes(hashlib.sha256(content).digest() + content)
            aside.replace(folder / name)
        finally:
            aside.unlink(missing_ok=True)


def forget_oldest() -> None:
    """Remove the entries that were kept first while there are too many."""
    with suppress(OSError):
        entries = [(one.stat(), one.path) for one in os.scandir(_folder())]
        size = sum(state.st_size for state, _ in entries)
        for state, path in sorted(entries, key=lambda entry: entry[0].st_mtime_ns):
            if size <= _SIZE_AT_MOST:
                break
            Path(path).unlink(missing_ok=True)
            size -= state.st_size


def forget_books() -> None:
    """Remove all that was remembered, also by earlier readers."""
    shutil.rmtree(READ_WORKBOOKS, ignore_errors=True)


def _forget_other_readers() -> None:
    """Remove the folders of other readers but those that were written to last."""
    found = READ_WORKBOOKS.glob("*")
    others = [path for path in found if path.is_dir() and not path.is_symlink()]
    others.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in others[_OTHERS_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


def _folder() -> Path:
    return READ_WORKBOOKS / _reader_hash()


def _name(sha256: str) -> str:
    return f"{sha256}.json.z"


@cache
def _reader_hash() -> str:
    """Return what changes whenever a file could be read in another way than before."""
    code = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        code.update(path.read_bytes())
    libraries = [f"{name} {version(name)}" for name in _READERS]
    code.update(repr((libraries, sys.version_info[:2])).encode())
    return code.hexdigest()[:16]
