"""Write the folder of a new edition: whole or not at all, never where something is."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath

from cchc_lib.errors import UsageProblem, WriteProblem
from cchc_lib.files.writing import make_folder, put_in_place, refuse_other_place, write_text

__all__ = ["refuse_taken", "write_folder"]


def refuse_taken(folder: Path) -> None:
    """Refuse to write rule files where somebody has put anything.

    Raises
    ------
    UsageProblem
        If there is anything at ``folder``.
    """
    if folder.exists() or folder.is_symlink():
        raise UsageProblem(
            f"“{folder.name}” đã có; không ghi đè lên bộ tiêu chí đang có. Đặt tên khác cho "
            "thư mục mới: `cchc rules import FILE DIR`."
        )


def write_folder(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files into a folder beside its place, which then takes its place.

    Raises
    ------
    UsageProblem
        If there is something at ``folder``, what should hold it is no folder, or a name would
        lead out of it.
    WriteProblem
        If the system refuses.
    """
    for name in texts:
        _refuse_elsewhere(name)
    refuse_taken(folder)
    refuse_other_place(folder.parent)
    make_folder(folder.parent)
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    try:
        for name, text in texts.items():
            write_text(aside / name, text)
        put_in_place(aside, folder)
    except OSError as error:
        raise WriteProblem.of(error, folder.name) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(aside)


def _refuse_elsewhere(name: str) -> None:
    """Refuse a name that leads out of its folder on any system."""
    if name in {"", ".", ".."} or {PurePosixPath(name).name, PureWindowsPath(name).name} != {name}:
        raise UsageProblem(f"“{name}” không dùng làm tên tệp trong bộ tiêu chí được.")
