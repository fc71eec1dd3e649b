"""The form as LibreOffice saves it: one run of the program for all of it."""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook

from cchc_lib.files.forms.layout import SELF_SHEET, SelfColumn
from tests.mutations.registry import accept, add, reject_file, rewrite, with_book
from tests.unit.form_cases import find_cell, unmerge

EXCEL = "xlsx:Calc MS Excel 2007 XML"
_LIMIT = 120


def _unchanged(_: Workbook) -> None:
    pass


def _worked_on(workbook: Workbook) -> None:
    """Do what an officer does between two savings, without changing a value."""
    sheet = workbook[SELF_SHEET]
    unmerge(sheet)
    sheet.insert_rows(1, 2)
    sheet["C1"] = "Bản gửi Sở Nội vụ"
    sheet.insert_cols(8)
    find_cell(sheet, "1.4.1", SelfColumn.NAME).value += " "
    sheet.protection.sheet = False


@cache
def _converted(form: bytes) -> dict[str, bytes]:
    """Return the form under the names of what was done to it."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("needs LibreOffice")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "plain.xlsx").write_bytes(form)
        (folder / "openpyxl.xlsx").write_bytes(with_book(form, _unchanged))
        (folder / "worked.xlsx").write_bytes(with_book(form, _worked_on))
        names = ("plain.xlsx", "openpyxl.xlsx", "worked.xlsx")
        convert(program, folder, "ods", "ods", "plain.xlsx")
        convert(program, folder, EXCEL, "once", *names)
        convert(program, folder, EXCEL, "through", "ods/plain.ods")
        return {
            "plain": (folder / "once/plain.xlsx").read_bytes(),
            "openpyxl": (folder / "once/openpyxl.xlsx").read_bytes(),
            "worked": (folder / "once/worked.xlsx").read_bytes(),
            "ods": (folder / "ods/plain.ods").read_bytes(),
            "through": (folder / "through/plain.xlsx").read_bytes(),
        }


def convert(program: str, folder: Path, kind: str, into: str, *names: str) -> None:
    """Let LibreOffice save files of a folder in another format, into a folder below it."""
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder / into),
            *(str(folder / name) for name in names),
        ],
        check=True,
        capture_output=True,
        timeout=_LIMIT,
    )


for _name, _key in {
    "saved again by LibreOffice": "plain",
    "saved by openpyxl, then by LibreOffice": "openpyxl",
    "worked on, then saved by LibreOffice": "worked",
    "saved as .ods and back": "through",
}.items():
    add(
        _name,
        accept(),
        lambda folder, key=_key: rewrite(folder, lambda form: _converted(form)[key]),
    )
add(
    "an .ods of LibreOffice, renamed",
    reject_file("BM-021"),
    lambda folder: rewrite(folder, lambda form: _converted(form)["ods"]),
)
