"""Rule files from an appendix as issued, or from the workbook of an edition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cchc_lib.errors import DataProblem, UsageProblem
from cchc_lib.files.appendix.opening import open_appendix, tables_of
from cchc_lib.files.drafts.appendix_draft import Issued
from cchc_lib.files.drafts.book_reading import ReadBook, is_edition_book, read_edition_book
from cchc_lib.files.drafts.toml_text import toml_text
from cchc_lib.files.drafts.writing import refuse_taken, write_folder
from cchc_lib.files.rules import EDITION_FILE, read_edition
from cchc_lib.files.settings import is_code
from cchc_lib.files.text import read_toml
from cchc_lib.files.workbooks.contents import Book, Refusal
from cchc_lib.findings import Finding, finding, in_order
from cchc_lib.opening import edition_folder
from cchc_lib.project import RULES
from cchc_lib.rulemaking.appendix import Before, ReadAppendix, read_appendix
from cchc_lib.rulemaking.exporting import said_of
from cchc_lib.rulemaking.review import REVIEW_FILE, review_table
from cchc_lib.running.editions import edition_at
from cchc_lib.vietnamese import normalise, shorten, slug

__all__ = ["AppendixOptions", "ImportedEdition", "import_edition"]

_HEAD = "# Lập bằng `cchc rules import` từ tệp {file}.\n\n"
_REFUSED = {
    "BM-020": "tệp có mật khẩu hoặc đã mã hóa",
    "BM-021": "tệp là {found}",
    "BM-022": "tệp quá lớn ({found})",
    "BM-023": "nội dung không an toàn ({found})",
    "BM-024": "tệp lưu dạng Strict Open XML",
    "BM-026": "là liên kết hoặc thư mục, không phải tệp",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendixOptions:
    """What an appendix does not say of itself; all of it is empty for our own workbook.

    Parameters
    ----------
    document
        The number and date of the decision, as legal references cite it.
    year
        The first year that is assessed by it.
    groups
        The group of units that a single column of maxima is for; one for each appendix.
    previous
        The edition before, by its code or folder.
    """

    document: str = ""
    year: int | None = None
    groups: tuple[str, ...] = ()
    previous: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedEdition:
    """A new folder of rule files, and all that a person has to look at before it is law."""

    folder: Path
    components: int
    unread: int
    findings: tuple[Finding, ...]


def import_edition(
    file: Path, folder: Path | None, options: AppendixOptions = AppendixOptions()
) -> ImportedEdition:
    """Write the edition that a file describes into a new folder.

    Raises
    ------
    DataProblem
        If the file cannot be read.
    RuleProblem
        If the edition before has any error.
    UsageProblem
        If there is something at the folder, its name is no code, or an option is missing.
    """
    place = folder or RULES / slug(file.stem)
    if not is_code(place.name):
        raise UsageProblem(
            f"“{place.name}” không dùng làm mã bộ tiêu chí được; đặt tên thư mục bằng chữ thường "
            "không dấu, số và dấu gạch nối."
        )
    refuse_taken(place)
    book, findings = _open(file)
    if is_edition_book(book):
        own = read_edition_book(book, file.name)
        made = _write(place, file.name, own.files, [*findings, *own.findings], {})
        return replace(made, findings=in_order([*made.findings, *_contradictions(place, own)]))
    read = _read(book, file.name, options)
    review = {REVIEW_FILE: review_table(read)}
    return _write(place, file.name, read.files, [*findings, *read.findings], review)


def _open(file: Path) -> tuple[Book, list[Finding]]:
    """Return what stands in a file.

    Raises
    ------
    DataProblem
        If it is not read, with the finding that says why.
    """
    if not file.is_file():
        raise UsageProblem(f"Không có tệp “{file.name}”.")
    opened = open_appendix(file)
    match opened.content:
        case Book():
            return opened.content, list(opened.findings(""))
        case Refusal(code=code, found=found):
            why = _REFUSED.get(code, "{found}").format(found=found)
            refused = finding("PL-020", file=file.name, found=why)
            raise DataProblem(f"Không đọc được phụ lục từ tệp “{file.name}”.", [refused])


def _contradictions(place: Path, own: ReadBook) -> list[Finding]:
    """Return the sentences of a workbook that no longer say what the rules beside them do."""
    edition, _ = read_edition(place)
    now = {} if edition is None else said_of(edition)
    return [
        finding("PL-023", **where.words, component_code=code, found=shorten(text))
        for code, (text, where) in own.said.items()
        if normalise(text) and code in now and normalise(text) != normalise(now[code])
    ]


def _read(book: Book, file: str, options: AppendixOptions) -> ReadAppendix:
    if not options.document.strip() or options.year is None:
        raise UsageProblem(
            "Nhập phụ lục cần --document với số, ngày của quyết định và --year với năm đầu áp "
            'dụng, ví dụ --document "QĐ 123/QĐ-UBND ngày 05/3/2020" --year 2020.'
        )
    issued = Issued(document=options.document.strip(), year=options.year, file=file)
    before = None
    if options.previous:
        at = edition_folder(options.previous)
        before = Before(edition=edition_at(at), header=read_toml(at / EDITION_FILE))
    groups = [group.strip() for group in options.groups]
    return read_appendix(tables_of(book, file), issued, groups, before)


def _write(
    place: Path,
    file: str,
    files: Mapping[str, dict[str, Any]],
    found: Sequence[Finding],
    others: Mapping[str, str],
) -> ImportedEdition:
    """Write rule files under the code that their folder is named by, and lint what was written."""
    own = {**files, EDITION_FILE: {**files[EDITION_FILE], "code": place.name}}
    head = _HEAD.format(file=" ".join(file.split()))
    texts = {name: head + toml_text(tables) for name, tables in own.items()}
    write_folder(place, {**texts, **others})
    _, problems = read_edition(place)
    components = [
        component
        for area in own.values()
        for criterion in area.get("criteria", ())
        for component in criterion["components"]
    ]
    return ImportedEdition(
        folder=place,
        components=len(components),
        unread=sum(one.code == "QT-022" for one in problems),
        findings=in_order([*found, *problems]),
    )
