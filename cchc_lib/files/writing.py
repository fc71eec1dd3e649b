"""Write a file whole or not at all, with the same bytes for the same content."""

import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cchc_lib.errors import UsageProblem

__all__ = [
    "refuse_folder",
    "refuse_other_place",
    "replacing",
    "write_bytes",
    "write_parts",
    "write_text",
]


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with plain line ends."""
    write_bytes(path, text.encode("utf-8"))


def write_parts(path: Path, parts: Iterable[str]) -> None:
    """Write UTF-8 text that comes piece by piece, and is never in memory as a whole.

    Raises
    ------
    UsageProblem
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
    UsageProblem
        As :func:`write_bytes`.
    """
    refuse_other_place(path.parent)
    refuse_folder(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
