"""Open workbooks that were handed in: the one entry to this package."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TypeVar

from cchc_lib.files.hashing import sha256_of
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.text import NotRegular, open_regular
from cchc_lib.files.workbooks.child import read_file
from cchc_lib.files.workbooks.contents import Book, OpenedBook, Refusal
from cchc_lib.files.workbooks.crew import Crew, Task
from cchc_lib.files.workbooks.gate import refuse_size
from cchc_lib.files.workbooks.kept import forget_oldest, keep, recall
from cchc_lib.files.workbooks.refusing import Refused, damaged
from cchc_lib.files.workbooks.stored_form import decode

__all__ = ["open_books", "read_books"]

_GIVEN_AHEAD = 2
_NEVER_KEPT = "survey/"
"""What may hold who answered: it is read anew each time, and no copy of it is made."""

_T = TypeVar("_T")


def _nothing_known(_source: SourceFile, _sha256: str) -> None:
    """Know nothing of any file, so that all are opened."""


def open_books(sources: Sequence[SourceFile]) -> list[OpenedBook]:
    """Return what stands in some files, in their order.

    Files that did not change since they were last read are not read again; all others are
    read in child processes, several at a time.
    """
    return list(read_books(sources, lambda opened: opened))


def read_books(
    sources: Iterable[SourceFile],
    read: Callable[[OpenedBook], _T],
    recall_read: Callable[[SourceFile, str], _T | None] = _nothing_known,
) -> Iterator[_T]:
    """Yield what ``read`` makes of each file, in order, without keeping what was opened.

    ``recall_read`` tells by source and SHA-256 what is known of a file without opening it.
    """
    try:
        yield from _read_in_order(sources, read, recall_read)
    except KeyboardInterrupt:
        _crew().dismiss()
        raise
    finally:
        if _crew().has_been_busy():
            forget_oldest()


def _read_in_order(
    sources: Iterable[SourceFile],
    read: Callable[[OpenedBook], _T],
    recall_read: Callable[[SourceFile, str], _T | None],
) -> Iterator[_T]:
    """Yield the files as they become ready, never many of them waiting in memory."""
    waiting: deque[Callable[[], _T]] = deque()
    for source in sources:
        waiting.append(_begun(source, read, recall_read))
        if len(waiting) > _GIVEN_AHEAD * _crew().size:
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()


def _begun(
    source: SourceFile,
    read: Callable[[OpenedBook], _T],
    recall_read: Callable[[SourceFile, str], _T | None],
) -> Callable[[], _T]:
    """Take the bytes of a file, and give them to a child unless it is known what they hold."""
    found: Refusal | Book | Task
    try:
        content = _bytes_of(source)
    except Refused as refused:
        sha256, found = "", refused.refusal
    else:
        sha256 = sha256_of(content)
        if (known := recall_read(source, sha256)) is not None:
            return lambda: known
        found = recall(sha256) or _crew().give(content)
    return lambda: read(_finished(source, sha256, found))


def _finished(source: SourceFile, sha256: str, found: Refusal | Book | Task) -> OpenedBook:
    """Wait for a file, and remember what was read; that reading was stopped is not kept."""
    if not isinstance(found, Refusal | Book):
        stored = _crew().outcome(found)
        found = decode(stored)
        was_stopped = isinstance(found, Refusal) and found.code == "BM-025"
        if not was_stopped and not source.file.startswith(_NEVER_KEPT):
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
        with open_regular(source.path) as stream:
            size = os.fstat(stream.fileno()).st_size
            refuse_size(size)
            return stream.read(size)
    except NotRegular as error:
        raise Refused(Refusal(code="BM-026", found=source.file)) from error
    except OSError as error:
        raise damaged("tệp không còn hoặc đang bị khóa") from error


@cache
def _crew() -> Crew:
    from cchc_lib.files.workbooks.crew import Crew

    return Crew(read_file)
