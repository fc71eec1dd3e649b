"""Open a returned form: its sheet, its columns, and whose form it is."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment, Place, Unit
from cchc_lib.files.cells.reading import SourceCell, source_cell
from cchc_lib.files.forms.layout import FormColumn, IdentityLabel
from cchc_lib.files.returns.identity import IdentityField, check_round
from cchc_lib.files.returns.known_units import known_units
from cchc_lib.files.returns.locating import locate_sheet
from cchc_lib.files.returns.remarks import Remark
from cchc_lib.files.sources import file_stem, likely_owner, named_owner
from cchc_lib.files.workbooks.contents import Book, OpenedBook, Refusal, Sheet
from cchc_lib.findings import BLANK, Finding, finding, has_errors
from cchc_lib.vietnamese import normalise

__all__ = [
    "OpenedForm",
    "OpenedSheet",
    "Opening",
    "form_of",
    "open_form",
    "open_sheet",
    "part_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSheet:
    """A sheet of a returned workbook, ready to be read row by row."""

    opened: OpenedBook
    book: Book
    sheet: Sheet
    head_row: int
    columns: Mapping[FormColumn, int]
    identity: Mapping[IdentityLabel, IdentityField]
    remarks: tuple[Remark, ...] = ()

    @property
    def file(self) -> str:
        """Return the path of the file as findings name it."""
        return self.opened.source.file

    @property
    def place(self) -> Place:
        """Return the sheet as a whole."""
        return Place(file=self.file, sheet=self.sheet.title)

    def rows(self, codes: Container[str] = ()) -> list[int]:
        """Return the rows that hold anything below the header, and those above it that have a code.

        A header may have been sorted below its rows, or stand there again for printing.
        """
        return [
            row
            for row, _ in self.sheet.rows()
            if (row > self.head_row or self._has_code(row, codes)) and not self._is_header(row)
        ]

    def _has_code(self, row: int, codes: Container[str]) -> bool:
        known = (column for column in self.columns if column.name in {"CODE", "NUMBER"})
        return any(self.text(row, column) in codes for column in known)

    def _is_header(self, row: int) -> bool:
        known = (column for column in self.columns if column.is_hidden or column.name == "NUMBER")
        return any(self.text(row, column) == column.value for column in known)

    def cell(self, row: int, column: FormColumn) -> SourceCell:
        """Return the cell of a row in a column known by its header."""
        return source_cell(self.sheet, row, self.columns[column], self.file)

    def text(self, row: int, column: FormColumn | None) -> str:
        """Return a code or a printed text of a row; empty where there is none."""
        if column is None or column not in self.columns:
            return ""
        value = self.sheet.cell(row, self.columns[column]).value
        return normalise(str(value)) if value is not None else ""

    def identity_cell(self, label: IdentityLabel) -> SourceCell:
        """Return the cell of a value of the identity block; a blank one where there is none."""
        field = self.identity[label]
        if not field.row:
            return SourceCell(place=self.place, value=None)
        return source_cell(self.sheet, field.row, field.column, self.file)

    def notes(self, unit_code: str) -> Iterator[Finding]:
        """Yield what was recovered when file and sheet were opened."""
        yield from self.opened.findings(unit_code)
        yield from (remark.about(self.file, unit_code) for remark in self.remarks)


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
    opened: OpenedBook,
    *,
    sheet_name: str,
    columns: type[FormColumn],
    needed: Sequence[FormColumn],
    edition: Edition,
    assessment: Assessment,
) -> Opening:
    """Open a form and hold its identity against the round and the name of its file.

    ``needed`` are the columns without which the sheet is not this form.
    """
    units = known_units(assessment.units).by_code
    owner = likely_owner(opened.source.file, units)
    sheet = open_sheet(opened, sheet_name=sheet_name, columns=columns, needed=needed)
    if not isinstance(sheet, OpenedSheet):
        findings = tuple(refusal.about(opened.source.file, owner) for refusal in sheet)
        findings = (*opened.findings(owner), *findings)
        return Opening(form=None, claimed_unit=owner, findings=findings)
    return form_of(sheet, edition, assessment)


def open_sheet(
    opened: OpenedBook,
    *,
    sheet_name: str,
    columns: type[FormColumn],
    needed: Sequence[FormColumn],
) -> OpenedSheet | tuple[Remark, ...]:
    """Open the sheet of a form, or say why none can be read; a refused file needs no more."""
    book = opened.content
    if isinstance(book, Refusal):
        return ()
    located = locate_sheet(book, sheet_name, columns, needed)
    if isinstance(located, tuple):
        return located
    return OpenedSheet(
        opened=opened,
        book=book,
        sheet=located.sheet,
        head_row=located.header.row,
        columns=located.header.columns,
        identity=located.identity,
        remarks=located.remarks,
    )


def form_of(sheet: OpenedSheet, edition: Edition, assessment: Assessment) -> Opening:
    """Return an opened sheet as the form of the unit that it names."""
    units = known_units(assessment.units).by_code
    claimed = sheet.identity[IdentityLabel.UNIT].text.casefold()
    about = named_owner(sheet.file, units) or (claimed if claimed in units else "")
    findings = (
        *sheet.notes(about),
        *_check_unit(sheet, claimed, units, about),
        *(
            remark.about(sheet.file, about)
            for remark in check_round(sheet.identity, sheet.sheet, edition, assessment)
        ),
    )
    form = None if has_errors(findings) else part_of(sheet, units[claimed])
    return Opening(form=form, claimed_unit=claimed, findings=findings)


def part_of(sheet: OpenedSheet, unit: Unit) -> OpenedForm:
    """Return an opened sheet as a form of a unit, or the part of it that is of the unit."""
    return OpenedForm(
        unit=unit,
        opened=sheet.opened,
        book=sheet.book,
        sheet=sheet.sheet,
        head_row=sheet.head_row,
        columns=sheet.columns,
        identity=sheet.identity,
        remarks=sheet.remarks,
    )


def _check_unit(
    sheet: OpenedSheet, claimed: str, units: Mapping[str, Unit], about: str
) -> Iterator[Finding]:
    """Yield what is wrong with the unit that a form says it is of."""
    field = sheet.identity[IdentityLabel.UNIT]
    place = {"file": sheet.file, "sheet": sheet.sheet.title, "cell": field.cell}
    named = named_owner(sheet.file, units)
    if claimed not in units:
        yield finding("BM-003", unit_code=about, found=field.text or BLANK, **place)
    elif named and named != claimed:
        expected = file_stem(sheet.file)
        yield finding("BM-004", unit_code=about, found=claimed, expected=expected, **place)
    elif not named:
        yield finding("BM-043", unit_code=about, found=units[claimed].name_vi, **place)
