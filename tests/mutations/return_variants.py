"""Whole returns: several files of a unit, files under other names, and what lies beside them."""

import hashlib
import shutil
import unicodedata
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.files.forms.layout import SELF_SHEET, SelfColumn
from tests.mutations.moving import set_identity
from tests.mutations.registry import (
    FILE,
    OTHER_UNIT,
    UNIT,
    accept,
    add,
    on_folder,
    reject_file,
    with_book,
)
from tests.unit.form_cases import find_cell

SECOND = f"submissions/{UNIT}-v2.xlsx"
COPY = f"submissions/{UNIT} (1).xlsx"
CORRECTIONS = "file,sha256,document,date,reason\n"


def _changed(form: bytes) -> bytes:
    return with_book(form, lambda book: _zero(book[SELF_SHEET]))


def _zero(sheet: Worksheet) -> None:
    find_cell(sheet, "1.2.1", SelfColumn.SELF).value = 0


# Several files


@on_folder("the same file twice", accept("BM-050"))
def _twice(folder: Path) -> None:
    shutil.copy(folder / FILE, folder / COPY)


@on_folder("a corrected return beside the first", reject_file("BM-007", file=SECOND))
def _second(folder: Path) -> None:
    (folder / SECOND).write_bytes(_changed((folder / FILE).read_bytes()))


@on_folder("a corrected return that somebody chose", accept("BM-043", "BM-045"))
def _chosen_second(folder: Path) -> None:
    (folder / SECOND).write_bytes((folder / FILE).read_bytes())
    (folder / FILE).write_bytes(_changed((folder / FILE).read_bytes()))
    _choose(folder, SECOND)


@on_folder("the first return chosen before a corrected one", accept("BM-045"))
def _chosen_first(folder: Path) -> None:
    (folder / SECOND).write_bytes(_changed((folder / FILE).read_bytes()))
    _choose(folder, FILE)


def _choose(folder: Path, file: str) -> None:
    sha256 = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    row = f"{file},{sha256},CV 12/SNV,2019-01-08,Đơn vị gửi lại\n"
    (folder / "corrections.csv").write_text(CORRECTIONS + row, "utf-8")


@on_folder("a newer file that cannot be read beside the first", accept("BM-008"))
def _unreadable_other(folder: Path) -> None:
    (folder / "submissions" / "Bản nháp.docx").write_bytes(b"x")


@on_folder("the form of another unit beside the own one", reject_file("BM-004"))
def _swapped(folder: Path) -> None:
    own, other = folder / FILE, folder / f"submissions/{OTHER_UNIT}.xlsx"
    form = own.read_bytes()
    own.write_bytes(with_book(form, lambda b: set_identity(b[SELF_SHEET], "Mã đơn vị", OTHER_UNIT)))
    other.write_bytes(
        with_book(form, lambda b: set_identity(b[SELF_SHEET], "Mã đơn vị", OTHER_UNIT))
    )


# Names


def _named(name: str, file: str) -> None:
    def change(folder: Path) -> None:
        (folder / FILE).rename(folder / "submissions" / file)

    add(name, accept("BM-043"), change)


_named("a free name", "Bieu tu cham (ban cuoi).xlsx")
_named("a name that is a formula", "=1+1.xlsx")
_named("a name with quotes", "\"Sở\" 'Nội vụ'.xlsx")
_named("a name with a tag", "<b>.xlsx")
_named("a name in decomposed letters", unicodedata.normalize("NFD", "Sở Nội vụ.xlsx"))
_named("a very long name", "x" * 240 + ".xlsx")
_named("a name with braces", "{found}.xlsx")
_named("a name with a comma and a new line", "a,b\nc.xlsx")
_named("a name that turns around", "báo cáo\u202exslx.xlsx")


@on_folder("the unit's name in capitals", accept())
def _capitals(folder: Path) -> None:
    (folder / FILE).rename(folder / f"submissions/{UNIT.upper()}.xlsx")


# What lies beside


@on_folder("a lock file of Excel", accept("BM-008"))
def _lock(folder: Path) -> None:
    (folder / f"submissions/~${UNIT}.xlsx").write_bytes(bytes(165))


@on_folder("files of systems", accept())
def _system(folder: Path) -> None:
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", f"._{UNIT}.xlsx"):
        (folder / "submissions" / name).write_bytes(b"x")


@on_folder("a lock file of LibreOffice", accept())
def _libre_lock(folder: Path) -> None:
    (folder / f"submissions/.~lock.{UNIT}.xlsx#").write_bytes(b",,,")


@on_folder("a folder beside the file", accept("BM-008"))
def _folder(folder: Path) -> None:
    inner = folder / "submissions" / "Bản cũ"
    inner.mkdir()
    shutil.copy(folder / FILE, inner)


@on_folder("a scanned page beside the file", accept("BM-008"))
def _scan(folder: Path) -> None:
    (folder / f"submissions/{UNIT}.pdf").write_bytes(b"%PDF-1.4")


@on_folder("no file at all", reject_file("HS-001"))
def _nothing(folder: Path) -> None:
    (folder / FILE).unlink()
