"""Write a file whole or not at all, with the same bytes for the same content.

Everything that a person may find goes through this door: into a temporary file beside its
place, onto the disk, then into its place. Whatever the system says against it becomes one
sentence (:class:`cchc_lib.errors.WriteProblem`), and what stood there before stays.
"""

import hashlib
import io
import os
import re
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO

from cchc_lib.errors import UsageProblem, WriteProblem, is_open_elsewhere

__all__ = [
    "append_text",
    "make_folder",
    "put_in_place",
    "refuse_folder",
    "refuse_other_place",
    "replacing",
    "sweep",
    "sync_folder",
    "write_bytes",
    "write_parts",
    "write_text",
]

_PAUSES = (0.2, 0.5, 1.0, 2.0)
"""How long to wait, in seconds, before asking again for a file that another program has open."""
_TEMPORARY = re.compile(r"\..+\.([0-9a-f]{8})-(\d+)\.tmp")
_ABANDONED_SECONDS = 86_400


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with plain line ends."""
    write_bytes(path, text.encode("utf-8"))


def write_parts(path: Path, parts: Iterable[str]) -> None:
    """Write UTF-8 text that comes piece by piece, and is never in memory as a whole.

    Raises
    ------
    UsageProblem, WriteProblem
        As :func:`write_bytes`.
    """
    with replacing(path) as stream:
        text = io.TextIOWrapper(stream, "utf-8", newline="\n")
        text.writelines(parts)
        text.detach()


def write_bytes(path: Path, content: bytes) -> None:
    """Write through a temporary file beside ``path`` that then takes its place.

    Raises
    ------
    UsageProblem
        If ``path`` is a folder, or what should be its folder is a link or a file.
    WriteProblem
        If the system refuses: a full or read-only disk, no permission, a file that is open.
    """
    with replacing(path) as stream:
        stream.write(content)


def refuse_other_place(folder: Path) -> None:
    """Refuse to write where a link leads elsewhere, or where a file has the folder's name.

    Raises
    ------
    UsageProblem
        If there is something at ``folder`` that is no folder of its own.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageProblem(
            f"“{folder.name}” là liên kết hoặc tệp, không phải thư mục, nên không ghi vào đó; "
            "hãy đổi tên rồi chạy lại."
        )


def refuse_folder(path: Path) -> None:
    """Refuse to write a file where a folder has its name.

    Raises
    ------
    UsageProblem
        If there is a folder at ``path``.
    """
    if path.is_dir():
        raise UsageProblem(
            f"“{path.name}” là thư mục nên không ghi được tệp cùng tên; hãy đổi tên rồi chạy lại."
        )


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a temporary file beside ``path`` to fill; it takes its place when nothing failed.

    Raises
    ------
    UsageProblem, WriteProblem
        As :func:`write_bytes`.
    """
    refuse_other_place(path.parent)
    refuse_folder(path)
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{_machine()}-{os.getpid()}.tmp")
    try:
        temporary.unlink(missing_ok=True)
        try:
            with _create(temporary) as stream:
                yield stream
                _sync(stream)
            put_in_place(temporary, path)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise WriteProblem.of(error, path.name) from error


def put_in_place(new: Path, place: Path) -> None:
    """Let a file take its place, or a folder a place where nothing is.

    Where Windows refuses because a program has something of it open, it is asked again for a
    few seconds.

    Raises
    ------
    OSError
        If it is still refused; nothing has changed then.
    """
    for pause in _PAUSES:
        try:
            _replace(new, place)
        except OSError as error:
            if not is_open_elsewhere(error):
                raise
            time.sleep(pause)
        else:
            return
    _replace(new, place)


def append_text(path: Path, text: str) -> None:
    """Add to a file in a folder that is being assembled, which nobody sees before it is whole.

    Raises
    ------
    WriteProblem
        If the system refuses.
    """
    try:
        with path.open("ab") as stream:
            stream.write(text.encode("utf-8"))
    except OSError as error:
        raise WriteProblem.of(error, path.name) from error


def make_folder(folder: Path) -> None:
    """Make a folder and those it is in, where they are missing.

    Raises
    ------
    WriteProblem
        If that is not possible.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteProblem.of(error, folder.name) from error


def sync_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk, on systems that know such a thing."""
    if os.name != "posix":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep(folder: Path) -> None:
    """Remove from a folder the temporary files of processes that are no more."""
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            match = _TEMPORARY.fullmatch(entry.name)
            if match and _is_abandoned(entry, match[1], int(match[2])):
                with suppress(OSError):
                    Path(entry.path).unlink()


def _create(temporary: Path) -> BinaryIO:
    return temporary.open("xb")


def _sync(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _replace(new: Path, place: Path) -> None:
    new.replace(place)


def _is_abandoned(entry: os.DirEntry[str], machine: str, pid: int) -> bool:
    """Tell whether nobody writes a temporary file any more.

    Of a process on another machine nothing is known, and on Windows a process cannot be asked
    for; there a day is waited.
    """
    if machine == _machine() and os.name == "posix":
        return not _is_alive(pid)
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > _ABANDONED_SECONDS


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


@cache
def _machine() -> str:
    """Return what tells this machine from others that write to the same folder."""
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]
