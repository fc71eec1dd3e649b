"""Read what units answered to the preliminary notice, in the notice itself."""

from collections.abc import Callable, Iterator, Sequence

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment, Explanation
from cchc_lib.files.cells.reading import read_remark
from cchc_lib.files.cells.taking import Taking
from cchc_lib.files.forms.layout import NOTICE_SHEET, NoticeColumn
from cchc_lib.files.returns.collecting import FileReading, collect
from cchc_lib.files.returns.opening import OpenedForm, open_form
from cchc_lib.files.returns.remembering import Memory, as_read
from cchc_lib.files.returns.row_checks import check_rows
from cchc_lib.files.returns.rows import FormRows, RowColumns, locate_rows
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.workbooks.contents import OpenedBook
from cchc_lib.findings import Finding
from cchc_lib.telling import say_nothing

__all__ = ["read_explanations"]

_C = NoticeColumn
_ANSWERS = (_C.RESPONSE, _C.NEW_EVIDENCE)
_BETWEEN_REFERENCES = ";"


def read_explanations(
    sources: Sequence[SourceFile],
    *,
    edition: Edition,
    assessment: Assessment,
    advance: Callable[[], None] = say_nothing,
) -> tuple[dict[tuple[str, str], Explanation], list[Finding]]:
    """Read returned notices, by unit and component code; rows without an answer are left out."""
    assessment = as_read(assessment)
    by_unit, findings = collect(
        sources,
        lambda opened: _read_notice(opened, edition, assessment),
        units=[unit.code for unit in assessment.units],
        memory=Memory("explanation", tuple[Explanation, ...], edition, assessment),
        advance=advance,
    )
    explanations = {
        (one.unit_code, one.component_code): one for own in by_unit.values() for one in own
    }
    return explanations, findings


def _read_notice(
    opened: OpenedBook, edition: Edition, assessment: Assessment
) -> FileReading[tuple[Explanation, ...]]:
    opening = open_form(
        opened,
        sheet_name=NOTICE_SHEET,
        columns=NoticeColumn,
        needed=(_C.CODE, *_ANSWERS),
        edition=edition,
        assessment=assessment,
    )
    form = opening.form
    if form is None:
        return FileReading(
            source=opened.source,
            sha256=opened.sha256,
            owner=opening.claimed_unit,
            findings=opening.findings,
        )
    rows, cells = _rows_of(form, edition), Taking()
    return FileReading(
        source=opened.source,
        sha256=opened.sha256,
        owner=form.unit.code,
        result=tuple(_explanations(rows, cells)),
        findings=(*opening.findings, *rows.findings, *cells.findings),
    )


def _rows_of(form: OpenedForm, edition: Edition) -> FormRows:
    """Return the rows of a notice; one that is gone answers nothing and is no mistake."""
    own = {c.code: c for c in edition.components_of(form.unit.group_code) if c.is_appraised}
    numbers = form.rows({component.code for component in edition.components()})
    rows = locate_rows(form, edition, own, RowColumns.of(NoticeColumn, _ANSWERS), numbers)
    check_rows(rows, edition, numbers)
    return rows


def _explanations(rows: FormRows, cells: Taking) -> Iterator[Explanation]:
    form = rows.form
    for component in rows.components():
        row = rows.main(component)
        response, listed = (form.cell(row, column) for column in _ANSWERS)
        text, evidence = (
            cells.take(
                cell,
                read_remark(cell, is_of_one_row=True),
                unit_code=form.unit.code,
                component_code=component.code,
            )
            for cell in (response, listed)
        )
        if text or evidence:
            parts = (part.strip() for part in evidence.split(_BETWEEN_REFERENCES))
            yield Explanation(
                unit_code=form.unit.code,
                component_code=component.code,
                text=text,
                evidence=tuple(part for part in parts if part),
                place=response.place,
            )
