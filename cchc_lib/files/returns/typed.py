"""What a unit typed into its form, cell by cell and unjudged, to be handed back to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.submission import Assessment
from cchc_lib.files.cells.numbers import show_number, stored_number
from cchc_lib.files.cells.reading import read_text
from cchc_lib.files.cells.source_cell import shown_percent, write_value
from cchc_lib.files.forms.layout import EvidenceColumn, FormColumn, SelfColumn
from cchc_lib.files.forms.register import RegisterEntry
from cchc_lib.files.forms.self_sheet import FormAnswers
from cchc_lib.files.forms.sheet import CellValue
from cchc_lib.files.returns.opening import OpenedSheet
from cchc_lib.files.returns.register import find_register
from cchc_lib.files.returns.rows import FormRows
from cchc_lib.files.returns.submissions import open_self_assessment
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.workbooks.contents import StoredCell, coordinate
from cchc_lib.files.workbooks.opening import open_books

__all__ = ["Target", "TypedForm", "typed_form"]

_C = SelfColumn
_E = EvidenceColumn
_FIRST_CERTAIN_DAY = datetime(1900, 3, 1)  # noqa: DTZ001 - cells know no time zone
"""Before it, office programs disagree on which day a number is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A cell of the form, wherever it stands: of a component, or of an entry of the register.

    ``entry`` is the number of a register entry, from 1; ``input_code`` that of a figure's row.
    """

    column: FormColumn
    component_code: str = ""
    input_code: str = ""
    entry: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedForm:
    """What was typed, and what each cell of the unit's own file is of.

    ``targets`` is keyed by the name of the sheet and the address of the cell.
    """

    answers: Mapping[str, FormAnswers]
    register: tuple[RegisterEntry, ...]
    targets: Mapping[tuple[str, str], Target]


def typed_form(source: SourceFile, *, edition: Edition, assessment: Assessment) -> TypedForm | None:
    """Return what stands in a self-assessment form as typed; nothing if it cannot be read."""
    (opened,) = open_books([source])
    _, rows = open_self_assessment(opened, edition=edition, assessment=assessment)
    if rows is None:
        return None
    sheet, _ = find_register(rows.form)
    numbers = [] if sheet is None else list(_entry_rows(sheet))
    return TypedForm(
        answers={component.code: _answers(rows, component) for component in rows.components()},
        register=tuple(_entry(sheet, row) for row in numbers) if sheet else (),
        targets={**dict(_form_targets(rows)), **dict(_entry_targets(sheet, numbers))},
    )


def _answers(rows: FormRows, component: Component) -> FormAnswers:
    main = rows.main(component)
    own = rows.by_component[component.code]
    days = {spec.code for spec in component.inputs if spec.kind == "date"}
    return FormAnswers(
        figures={
            code: _typed(rows.form, row, _C.FIGURE, may_be_day=code in days)
            for code, row in own.items()
            if code
        },
        self_score=_typed(rows.form, main, _C.SELF),
        evidence=_text(rows.form, main, _C.EVIDENCE),
        explanation=_text(rows.form, main, _C.EXPLANATION),
    )


def _form_targets(rows: FormRows) -> Iterator[tuple[tuple[str, str], Target]]:
    form = rows.form
    for code, own in rows.by_component.items():
        for input_code, row in own.items():
            for column, place in form.columns.items():
                target = Target(column=column, component_code=code, input_code=input_code)
                yield (form.sheet.title, coordinate(row, place)), target


def _entry_rows(sheet: OpenedSheet) -> Iterator[int]:
    """Yield the rows of a register in which anything but its number stands."""
    for row in sheet.rows():
        if any(not sheet.cell(row, c).is_blank for c in sheet.columns if c is not _E.NUMBER):
            yield row


def _entry(sheet: OpenedSheet, row: int) -> RegisterEntry:
    return RegisterEntry(
        reference=_text(sheet, row, _E.REFERENCE),
        issued_on=_typed(sheet, row, _E.ISSUED, may_be_day=True),
        title=_text(sheet, row, _E.TITLE),
        location=_text(sheet, row, _E.LOCATION),
        components=_text(sheet, row, _E.COMPONENTS),
    )


def _entry_targets(
    sheet: OpenedSheet | None, numbers: list[int]
) -> Iterator[tuple[tuple[str, str], Target]]:
    for entry, row in enumerate(numbers if sheet else (), start=1):
        assert sheet is not None
        for column, place in sheet.columns.items():
            yield (sheet.sheet.title, coordinate(row, place)), Target(column=column, entry=entry)


def _text(form: OpenedSheet, row: int, column: FormColumn) -> str:
    """Return words as they are read; what is refused, such as an error, is left out."""
    return read_text(form.cell(row, column)).value if column in form.columns else ""


def _typed(
    form: OpenedSheet, row: int, column: FormColumn, *, may_be_day: bool = False
) -> CellValue:
    """Return a value as the unit sees it; what is none where it stands, as text."""
    place = form.columns.get(column)
    seen = _as_seen(form.sheet.cell(row, place)) if place else None
    if isinstance(seen, date) and not may_be_day:
        return write_value(seen)
    return show_number(seen) if isinstance(seen, Decimal) and may_be_day else seen


def _as_seen(cell: StoredCell) -> CellValue:
    match cell.value:
        case None:
            return cell.formula or None
        case bool():
            return write_value(cell.value)
        case int() | float() as stored if (number := stored_number(stored)) is not None:
            is_percent = "%" in cell.number_format
            if is_percent:
                return f"{shown_percent(number, cell.number_format)} ({show_number(number)})"
            return number
        case datetime() as moment if moment >= _FIRST_CERTAIN_DAY:
            return moment.date()
        case value:
            return write_value(value)
