"""The later forms as LibreOffice saves them: one run of the program for all of them."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from tests.mutations.later.registry import FORMS
from tests.mutations.resaved import EXCEL, convert

_SAVED: dict[str, bytes] = {}


def resaved(folder: Path) -> dict[str, bytes]:
    """Return the forms of a folder, still as issued, as LibreOffice saves them."""
    if not _SAVED:
        names = {form.file: form.file.replace("/", "_") for form in FORMS}
        with tempfile.TemporaryDirectory() as scratch:
            for file, name in names.items():
                shutil.copy(folder / file, Path(scratch) / name)
            convert(_program(), Path(scratch), EXCEL, "saved", *names.values())
            for file, name in names.items():
                _SAVED[file] = (Path(scratch) / "saved" / name).read_bytes()
    return _SAVED


@cache
def _program() -> str:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("needs LibreOffice")
    return program
