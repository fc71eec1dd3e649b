"""Rule files from an appendix as issued, or from the workbook of an edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cchc_lib.errors import DataProblem, UsageProblem
from cchc_lib.files.drafts.book_reading import is_edition_book, read_edition_book
from cchc_lib.files.drafts.toml_text import toml_text
from cchc_lib.files.drafts.writing import refuse_taken, write_folder
from cchc_lib.files.rules import EDITION_FILE, read_edition
from cchc_lib.files.settings import is_code
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.workbooks.contents import Book
from cchc_lib.files.workbooks.opening import open_books
from cchc_lib.findings import Finding, in_order
from cchc_lib.project import RULES
from cchc_lib.vietnamese import slug

__all__ = ["ImportedEdition", "import_edition"]

_HEADS = {
    EDITION_FILE: "Bộ tiêu chí {code}, lập bằng `cchc rules import` từ tệp {file}.",
    "": "Lập bằng `cchc rules import` từ tệp {file}.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedEdition:
    """A new folder of rule files, and all that a person has to look at before it is law."""

    folder: Path
    components: int
    findings: tuple[Finding, ...]


def import_edition(file: Path, folder: Path | None) -> ImportedEdition:
    """Write the edition that a file describes into a new folder.

    Raises
    ------
    DataProblem
        If the file cannot be read.
    UsageProblem
        If there is something at the folder, or its name is no code.
    """
    place = folder or RULES / slug(file.stem)
    if not is_code(place.name):
        raise UsageProblem(
            f"“{place.name}” không dùng làm mã bộ tiêu chí được; đặt tên thư mục bằng chữ thường "
            "không dấu, số và dấu gạch nối."
        )
    refuse_taken(place)
    book, findings = _open(file)
    files, problems = read_edition_book(book, file.name)
    return _write(place, file.name, files, [*findings, *problems])


def _open(file: Path) -> tuple[Book, list[Finding]]:
    """Return what stands in a workbook.

    Raises
    ------
    DataProblem
        If it is not read, with the finding that says why.
    """
    if not file.is_file():
        raise UsageProblem(f"Không có tệp “{file.name}”.")
    (opened,) = open_books([SourceFile(path=file, file=file.name)])
    findings = list(opened.findings(""))
    if not isinstance(opened.content, Book) or not is_edition_book(opened.content):
        raise DataProblem(f"Không đọc được phụ lục từ tệp “{file.name}”.", findings)
    return opened.content, findings


def _write(
    place: Path, file: str, files: Mapping[str, dict[str, Any]], found: list[Finding]
) -> ImportedEdition:
    """Write rule files under the code that their folder is named by, and lint what was written."""
    own = {**files, EDITION_FILE: {**files[EDITION_FILE], "code": place.name}}
    texts = {name: _head(name, place.name, file) + toml_text(own[name]) for name in own}
    write_folder(place, texts)
    _, problems = read_edition(place)
    count = sum(
        len(criterion["components"])
        for area in own.values()
        for criterion in area.get("criteria", ())
    )
    return ImportedEdition(folder=place, components=count, findings=in_order([*found, *problems]))


def _head(name: str, code: str, file: str) -> str:
    text = _HEADS.get(name, _HEADS[""]).format(code=code, file=file)
    return f"# {' '.join(text.split())}\n\n"
