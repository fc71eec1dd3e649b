"""Write a file whole or not at all, with the same bytes for the same content."""

import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cchc_lib.errors import UsageProblem

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = [
    "pack_workbook",
    "refuse_folder",
    "refuse_other_place",
    "write_bytes",
    "write_text",
    "write_workbook",
]

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CORE_XML = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with plain line ends."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write through a temporary file beside ``path`` that then takes its place.

    Raises
    ------
    UsageProblem
        If ``path`` is a folder, or what should be its folder is a link or a file.
    """
    with _replacing(path) as stream:
        stream.write(content)


def write_workbook(path: Path, workbook: "Workbook") -> None:
    """Save a workbook without author, time or order of its own making."""
    write_bytes(path, pack_workbook(workbook))


def pack_workbook(workbook: "Workbook") -> bytes:
    """Return the bytes of a workbook, the same for the same content."""
    raw = io.BytesIO()
    workbook.save(raw)
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(source.namelist()):
            content = _CORE_XML if name == "docProps/core.xml" else source.read(name)
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, content)
    return packed.getvalue()


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
def _replacing(path: Path) -> Iterator[BinaryIO]:
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
