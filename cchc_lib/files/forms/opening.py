"""Open a returned form: its sheet by name, its columns by header, and whose form it is."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils.cell import coordinate_to_tuple

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment, Place, Unit
from cchc_lib.files.books import Book, Grid, UnreadableWorkbook, coordinate, open_book
from cchc_lib.files.forms.cells import SourceCell, source_cell
from cchc_lib.files.forms.layout import FormColumn, IdentityLabel
from cchc_lib.files.hashing import sha256_of
from cchc_lib.files.sources import SourceFile, file_stem, named_owner
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import normalise

__all__ = [
    "BLANK",
    "IdentityField",
    "OpenedForm",
    "OpenedSheet",
    "Opening",
    "check_round",
    "find_header",
    "form_of",
    "open_form",
    "open_sheet",
    "opened_unit_form",
]

BLANK = "(trống)"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityField:
    """One value of the identity block and its cell."""

    text: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSheet:
    """A sheet of a returned workbook, ready to be read row by row."""

    file: str
    sha256: str
    book: Book
    grid: Grid
    columns: dict[str, int]
    head_row: int
    identity: Mapping[IdentityLabel, IdentityField]

    def rows(self) -> Iterator[int]:
        """Yield the numbers of the rows below the header."""
        yield from range(self.head_row + 1, self.grid.max_row + 1)

    def cell(self, row: int, column: FormColumn) -> SourceCell:
        """Return the cell of a row in a column known by its header."""
        return source_cell(self.grid, row, self.columns[column], self.file)

    def code(self, row: int, column: FormColumn | None) -> str:
        """Return the hidden code of a row; empty where there is none."""
        value = self.cell(row, column).value if column else None
        return "" if value is None else str(value)

    def identity_cell(self, label: IdentityLabel) -> SourceCell:
        """Return the cell of a value of the identity block; a blank one where there is none."""
        at = self.identity[label].cell
        if not at:
            return SourceCell(place=Place(file=self.file, sheet=self.grid.title), value=None)
        row, column = coordinate_to_tuple(at)
        return source_cell(self.grid, row, column, self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedForm(OpenedSheet):
    """A form of a known unit."""

    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What came of opening a file: the form, or why not; and which unit it claims to be."""

    form: OpenedForm | None
    claimed_unit: str
    findings: tuple[Finding, ...]


def open_form(
    source: SourceFile,
    *,
    sheet_name: str,
    needed: Sequence[FormColumn],
    edition: Edition,
    assessment: Assessment,
) -> Opening:
    """Open a form and hold its identity against the round and the name of its file.

    ``needed`` are the columns without which the sheet is not this form.
    """
    owner = named_owner(source.file, (unit.code for unit in assessment.units))
    sheet = open_sheet(source, sheet_name=sheet_name, needed=needed, unit_code=owner)
    if isinstance(sheet, Finding):
        return Opening(form=None, claimed_unit="", findings=(sheet,))
    return opened_unit_form(sheet, edition, assessment)


def open_sheet(
    source: SourceFile, *, sheet_name: str, needed: Sequence[FormColumn], unit_code: str
) -> OpenedSheet | Finding:
    """Open the sheet of a workbook; a finding about ``unit_code`` if that cannot be done."""
    try:
        book = open_book(source.path)
        grid = book.find(sheet_name)
    except UnreadableWorkbook as error:
        return finding("BM-001", unit_code=unit_code, file=source.file, found=error.reason_vi)
    head_row, columns = find_header(grid, needed) if grid else (0, {})
    if grid is None or not columns:
        return finding("BM-002", unit_code=unit_code, file=source.file, expected=sheet_name)
    return OpenedSheet(
        file=source.file,
        sha256=sha256_of(book.content),
        book=book,
        grid=grid,
        columns=columns,
        head_row=head_row,
        identity=_read_identity(grid, head_row),
    )


def opened_unit_form(sheet: OpenedSheet, edition: Edition, assessment: Assessment) -> Opening:
    """Return an opened sheet as the form of the unit that it names."""
    claimed = sheet.identity[IdentityLabel.UNIT].text
    findings = (
        *_check_unit(sheet, assessment),
        *check_round(sheet, edition, assessment, unit_code=_unit_about(sheet, assessment)),
    )
    if findings:
        return Opening(form=None, claimed_unit=claimed, findings=findings)
    form = form_of(sheet, assessment.unit(claimed))
    return Opening(form=form, claimed_unit=claimed, findings=())


def form_of(sheet: OpenedSheet, unit: Unit) -> OpenedForm:
    """Return an opened sheet as a form of a unit, or the part of it that is of the unit."""
    return OpenedForm(
        unit=unit,
        file=sheet.file,
        sha256=sheet.sha256,
        book=sheet.book,
        grid=sheet.grid,
        columns=sheet.columns,
        head_row=sheet.head_row,
        identity=sheet.identity,
    )


def find_header(sheet: Grid, needed: Iterable[FormColumn]) -> tuple[int, dict[str, int]]:
    """Return the row that holds the headers, and the column of each; no column if none does."""
    names = [column.value for column in needed]
    for number, row in sheet.rows():
        columns: dict[str, int] = {}
        for index, cell in enumerate(row, start=1):
            if isinstance(cell.value, str):
                columns.setdefault(normalise(cell.value), index)
        if all(name in columns for name in names):
            return number, columns
    return 0, {}


def _read_identity(sheet: Grid, head_row: int) -> dict[IdentityLabel, IdentityField]:
    """Return the identity block: each value stands right of its label, above the header."""
    labels = {label.value.casefold(): label for label in IdentityLabel}
    found = dict.fromkeys(IdentityLabel, IdentityField())
    for number, row in sheet.rows(head_row - 1) if head_row > 1 else ():
        for column, (cell, following) in enumerate(itertools.pairwise(row), start=2):
            text = normalise(str(cell.value or "")).rstrip(":").casefold()
            label = labels.get(text)
            if label is not None:
                value = "" if following.value is None else normalise(str(following.value))
                found[label] = IdentityField(text=value, cell=coordinate(number, column))
    return found


def _unit_about(sheet: OpenedSheet, assessment: Assessment) -> str:
    """Return the unit that a form is of by its file's name, else by what stands in it."""
    known = {unit.code for unit in assessment.units}
    claimed = sheet.identity[IdentityLabel.UNIT].text
    return named_owner(sheet.file, known) or (claimed if claimed in known else "")


def _check_unit(sheet: OpenedSheet, assessment: Assessment) -> Iterator[Finding]:
    """Yield what is wrong with the unit that a form says it is of."""
    known = {unit.code for unit in assessment.units}
    unit = sheet.identity[IdentityLabel.UNIT]
    about = _unit_about(sheet, assessment)
    place = {"file": sheet.file, "sheet": sheet.grid.title, "cell": unit.cell}
    if unit.text not in known:
        yield finding("BM-003", unit_code=about, found=unit.text or BLANK, **place)
    elif unit.text != named_owner(sheet.file, known):
        expected = file_stem(sheet.file)
        yield finding("BM-004", unit_code=about, found=unit.text, expected=expected, **place)


def check_round(
    sheet: OpenedSheet, edition: Edition, assessment: Assessment, *, unit_code: str
) -> Iterator[Finding]:
    """Yield why a form is not of this year, edition or version."""
    for code, label, expected, wording in (
        ("BM-005", IdentityLabel.YEAR, str(assessment.year), "{}"),
        ("BM-006", IdentityLabel.EDITION, edition.code, "của bộ tiêu chí {}"),
        ("BM-006", IdentityLabel.VERSION, assessment.form_version, "{}"),
    ):
        field = sheet.identity[label]
        if field.text != normalise(expected):
            yield finding(
                code,
                unit_code=unit_code,
                file=sheet.file,
                sheet=sheet.grid.title,
                cell=field.cell,
                found=wording.format(field.text or BLANK),
                expected=wording.format(expected),
            )
