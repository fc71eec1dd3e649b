"""Open workbooks that were handed in: the one entry to this package."""

import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from cchc_lib.files.hashing import sha256_of
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.workbooks.child import read_file
from cchc_lib.files.workbooks.contents import Book, OpenedBook, Refusal
from cchc_lib.files.workbooks.crew import Crew, Task
from cchc_lib.files.workbooks.gate import refuse_size
from cchc_lib.files.workbooks.kept import keep, recall
from cchc_lib.files.workbooks.refusing import Refused, damaged
from cchc_lib.files.workbooks.stored_form import decode

__all__ = ["open_books"]

_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT")
"""How files are opened, where the system knows it: no links, no waiting for a pipe."""
_GIVEN_AHEAD = 2

_Waiting = tuple[SourceFile, str, Refusal | Book | Task]


def open_books(sources: Sequence[SourceFile]) -> list[OpenedBook]:
    """Return what stands in some files, in their order.

    Files that did not change since they were last read are not read again; all others are
    read in child processes, several at a time.
    """
    try:
        return list(_opened(sources))
    except KeyboardInterrupt:
        _crew().dismiss()
        raise


def _opened(sources: Iterable[SourceFile]) -> Iterator[OpenedBook]:
    """Yield the files as they become ready, never many of them waiting in memory."""
    waiting: deque[_Waiting] = deque()
    for source in sources:
        waiting.append(_begun(source))
        if len(waiting) > _GIVEN_AHEAD * _crew().size:
            yield _finished(*waiting.popleft())
    while waiting:
        yield _finished(*waiting.popleft())


def _begun(source: SourceFile) -> _Waiting:
    """Take the bytes of a file, and give them to a child unless it is known what they hold."""
    try:
        content = _bytes_of(source)
    except Refused as refused:
        return source, "", refused.refusal
    sha256 = sha256_of(content)
    return source, sha256, recall(sha256) or _crew().give(content)


def _finished(source: SourceFile, sha256: str, found: Refusal | Book | Task) -> OpenedBook:
    """Wait for a file, and remember what was read; that reading was stopped is not kept."""
    if not isinstance(found, Refusal | Book):
        stored = _crew().outcome(found)
        found = decode(stored)
        if not (isinstance(found, Refusal) and found.code == "BM-025"):
            keep(sha256, stored)
    return OpenedBook(source=source, sha256=sha256, content=found)


def _bytes_of(source: SourceFile) -> bytes:
    """Read a regular file of an allowed size, once.

    Raises
    ------
    Refused
        For a link, a folder, a device, a large file, and one that cannot be opened.
    """
    try:
        return _read_regular(source)
    except OSError as error:
        raise damaged("tệp không còn hoặc đang bị khóa") from error


def _read_regular(source: SourceFile) -> bytes:
    path, link = source.path, Refused(Refusal(code="BM-026", found=source.file))
    if path.is_symlink() or path.is_dir():
        raise link
    flags = sum(getattr(os, name, 0) for name in _FLAGS)
    with os.fdopen(os.open(path, os.O_RDONLY | flags), "rb") as stream:
        state = os.fstat(stream.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise link
        refuse_size(state.st_size)
        return stream.read(state.st_size)


@cache
def _crew() -> Crew:
    from cchc_lib.files.workbooks.crew import Crew

    return Crew(read_file)
