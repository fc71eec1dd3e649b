"""The identity block of a form: whose it is, of which year, edition and version."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment
from cchc_lib.files.cells.numbers import show_number, stored_number
from cchc_lib.files.forms.layout import IdentityLabel
from cchc_lib.files.returns.remarks import Remark
from cchc_lib.files.workbooks.contents import Sheet, StoredCell, coordinate
from cchc_lib.findings import BLANK
from cchc_lib.vietnamese import normalise

__all__ = ["IdentityField", "check_round", "read_identity"]

_AFTER_LABEL = 3
"""How many cells right of its label a value may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityField:
    """One value of the identity block and its cell; both empty where the label is missing."""

    text: str = ""
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """Return the address of the value."""
        return coordinate(self.row, self.column) if self.row else ""


def read_identity(sheet: Sheet, head_row: int) -> dict[IdentityLabel, IdentityField]:
    """Return the identity block: each value stands right of its label, above the header row."""
    labels = {label.value.casefold(): label for label in IdentityLabel}
    found = dict.fromkeys(IdentityLabel, IdentityField())
    for row, cells in sheet.rows():
        if row >= head_row:
            break
        for column, cell in cells.items():
            label = labels.get(_text(cell).rstrip(" :").casefold())
            if label is not None and not found[label].row:
                found[label] = _right_of(row, column, cells, labels)
    return found


def _right_of(
    row: int, column: int, cells: Mapping[int, StoredCell], labels: Iterable[str]
) -> IdentityField:
    """Return the value after a label; a blank one where the next label or nothing follows."""
    for place in range(column + 1, column + 1 + _AFTER_LABEL):
        text = _text(cells.get(place, StoredCell()))
        if text.rstrip(" :").casefold() in labels:
            break
        if text:
            return IdentityField(text=text, row=row, column=place)
    return IdentityField(row=row, column=column + 1)


def _text(cell: StoredCell) -> str:
    match cell.value:
        case None:
            return ""
        case float() as stored if (number := stored_number(stored)) is not None:
            return show_number(number)
        case value:
            return normalise(str(value))


def check_round(
    identity: Mapping[IdentityLabel, IdentityField],
    sheet: Sheet,
    edition: Edition,
    assessment: Assessment,
) -> Iterator[Remark]:
    """Yield why a form is not of this year or edition (errors), or of another version."""
    for code, label, expected in (
        ("BM-005", IdentityLabel.YEAR, str(assessment.year)),
        ("BM-006", IdentityLabel.EDITION, edition.code),
        ("BM-042", IdentityLabel.VERSION, assessment.form_version),
    ):
        field = identity[label]
        if field.text != normalise(expected):
            yield Remark(
                code=code,
                sheet=sheet.title,
                cell=field.cell,
                found=field.text or BLANK,
                expected=expected,
            )
