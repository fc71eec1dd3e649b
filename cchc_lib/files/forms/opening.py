"""Open a returned form: its sheet by name, its columns by header, and whose form it is."""

import hashlib
import io
import itertools
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment, Unit
from cchc_lib.files.forms.cells import SourceCell, source_cell
from cchc_lib.files.forms.layout import FormColumn, IdentityLabel
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import normalise

__all__ = [
    "OpenedForm",
    "Opening",
    "UnreadableWorkbook",
    "open_books",
    "open_form",
    "unit_named",
]

_BAD_FILE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl was seen to raise on damaged or foreign files."""
_BLANK = "(trống)"
_OLE_START = bytes.fromhex("D0CF11E0")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedForm:
    """A form of a known unit, ready to be read row by row."""

    unit: Unit
    file: str
    sha256: str
    values: Worksheet
    formulas: Worksheet
    columns: dict[str, int]
    head_row: int

    def rows(self) -> Iterator[int]:
        """Yield the numbers of the rows below the header."""
        yield from range(self.head_row + 1, self.values.max_row + 1)

    def cell(self, row: int, column: FormColumn) -> SourceCell:
        """Return the cell of a row in a column known by its header."""
        return source_cell(self.values, self.formulas, row, self.columns[column], self.file)

    def code(self, row: int, column: FormColumn | None) -> str:
        """Return the hidden code of a row; empty where there is none."""
        value = self.cell(row, column).value if column else None
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What came of opening a file: the form, or why not; and which unit it claims to be."""

    form: OpenedForm | None
    claimed_unit: str
    findings: tuple[Finding, ...]


class UnreadableWorkbook(Exception):
    """A file that is no workbook we can open; ``reason_vi`` says why."""

    def __init__(self, reason_vi: str) -> None:
        super().__init__(reason_vi)
        self.reason_vi = reason_vi


def open_books(path: Path) -> tuple[bytes, list[Workbook]]:
    """Return the bytes of a workbook, and it opened twice: stored values, then formulas.

    Raises
    ------
    UnreadableWorkbook
        For any file that openpyxl refuses.
    """
    try:
        content = path.read_bytes()
        return content, [load_workbook(io.BytesIO(content), data_only=it) for it in (True, False)]
    except _BAD_FILE as error:
        raise UnreadableWorkbook(_reason(path, error)) from error


def open_form(
    path: Path,
    *,
    root: Path,
    sheet_name: str,
    needed: Sequence[FormColumn],
    edition: Edition,
    assessment: Assessment,
) -> Opening:
    """Open a form and hold its identity against the round and the name of its file.

    ``needed`` are the columns without which the sheet is not this form.
    """
    file = path.relative_to(root).as_posix()
    owner = unit_named(path, assessment)
    try:
        content, books = open_books(path)
    except UnreadableWorkbook as error:
        problem = finding("BM-001", unit_code=owner, file=file, found=error.reason_vi)
        return Opening(form=None, claimed_unit="", findings=(problem,))
    sheets = [sheet for book in books if (sheet := _find_sheet(book, sheet_name)) is not None]
    head_row, columns = _find_header(sheets[0], needed) if sheets else (0, {})
    if not columns:
        problem = finding("BM-002", unit_code=owner, file=file, expected=sheet_name)
        return Opening(form=None, claimed_unit="", findings=(problem,))
    values, formulas = sheets[0], sheets[-1]
    identity = _read_identity(values, head_row)
    claimed = identity[IdentityLabel.UNIT].text
    findings = tuple(
        replace(found, file=file, sheet=values.title)
        for found in _check_identity(identity, path, edition, assessment)
    )
    if findings:
        return Opening(form=None, claimed_unit=claimed, findings=findings)
    form = OpenedForm(
        unit=assessment.unit(claimed),
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        values=values,
        formulas=formulas,
        columns=columns,
        head_row=head_row,
    )
    return Opening(form=form, claimed_unit=claimed, findings=())


def unit_named(path: Path, assessment: Assessment) -> str:
    """Return the code of the unit that a file is named after; empty if none is."""
    named = normalise(path.stem).casefold()
    return next((unit.code for unit in assessment.units if unit.code == named), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """One value of the identity block and its cell."""

    text: str = ""
    cell: str = ""


def _reason(path: Path, error: Exception) -> str:
    """Say in Vietnamese why a file could not be opened."""
    if isinstance(error, FileNotFoundError | PermissionError):
        return "tệp không còn hoặc đang bị khóa"
    if isinstance(error, zipfile.BadZipFile):
        with path.open("rb") as stream:
            is_ole = stream.read(len(_OLE_START)) == _OLE_START
        return "tệp có mật khẩu hoặc là .xls đổi tên" if is_ole else "không phải workbook .xlsx"
    return "nội dung tệp bị hỏng"


def _find_sheet(book: Workbook, name: str) -> Worksheet | None:
    return next((s for s in book.worksheets if normalise(s.title) == name), None)


def _find_header(sheet: Worksheet, needed: Sequence[FormColumn]) -> tuple[int, dict[str, int]]:
    """Return the row that holds the headers, and the column of each; no column if none does."""
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        columns: dict[str, int] = {}
        for index, value in enumerate(row, start=1):
            if isinstance(value, str):
                columns.setdefault(normalise(value), index)
        if all(column.value in columns for column in needed):
            return number, columns
    return 0, {}


def _read_identity(sheet: Worksheet, head_row: int) -> dict[IdentityLabel, _Field]:
    """Return the identity block: each value stands right of its label, above the header."""
    labels = {label.value.casefold(): label for label in IdentityLabel}
    found = dict.fromkeys(IdentityLabel, _Field())
    for row in sheet.iter_rows(max_row=head_row - 1):
        for cell, following in itertools.pairwise(row):
            text = normalise(str(cell.value or "")).rstrip(":").casefold()
            label = labels.get(text)
            if label is not None:
                value = "" if following.value is None else normalise(str(following.value))
                found[label] = _Field(text=value, cell=following.coordinate)
    return found


def _check_identity(
    identity: Mapping[IdentityLabel, _Field], path: Path, edition: Edition, assessment: Assessment
) -> Iterator[Finding]:
    """Yield everything that makes a form unusable for this round."""
    unit = identity[IdentityLabel.UNIT]
    named = unit_named(path, assessment)
    known = {unit.code for unit in assessment.units}
    about = named or (unit.text if unit.text in known else "")
    if unit.text not in known:
        yield finding("BM-003", unit_code=about, cell=unit.cell, found=unit.text or _BLANK)
    elif unit.text != named:
        stem = normalise(path.stem)
        yield finding("BM-004", unit_code=about, cell=unit.cell, found=unit.text, expected=stem)
    of_edition = "của bộ tiêu chí {}"
    for code, label, expected, wording in (
        ("BM-005", IdentityLabel.YEAR, str(assessment.year), "{}"),
        ("BM-006", IdentityLabel.EDITION, edition.code, of_edition),
        ("BM-006", IdentityLabel.VERSION, assessment.form_version, "{}"),
    ):
        field = identity[label]
        if field.text != normalise(expected):
            yield finding(
                code,
                unit_code=about,
                cell=field.cell,
                found=wording.format(field.text or _BLANK),
                expected=wording.format(expected),
            )
