"""Read returned self-assessment workbooks into what core computes with.

Sheets are found by name, columns by header, rows by code, so a form that was edited by hand
is still read. A cell that cannot be used becomes a finding and :class:`NotReported`;
the rest of the file is read. A form of another unit, year or version is refused whole.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.submission import (
    Assessment,
    ComponentEntry,
    DeclaredFigure,
    EvidenceItem,
    NotReported,
    Place,
    SelfScore,
    Submission,
)
from cchc_lib.files.cells.reading import Reading, SourceCell, read_figure, read_remark, read_score
from cchc_lib.files.cells.taking import Taking
from cchc_lib.files.forms.layout import SELF_SHEET, SelfColumn
from cchc_lib.files.returns.collecting import FileReading, collect
from cchc_lib.files.returns.opening import Opening, open_form
from cchc_lib.files.returns.register import look_for_files, read_register
from cchc_lib.files.returns.remembering import Memory, as_read
from cchc_lib.files.returns.row_checks import check_rows
from cchc_lib.files.returns.rows import FormRows, RowColumns, locate_rows
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.workbooks.contents import OpenedBook
from cchc_lib.findings import Finding
from cchc_lib.telling import say_nothing

__all__ = ["TakenForm", "open_self_assessment", "read_submissions"]

_T = TypeVar("_T")
_BETWEEN_REFERENCES = ";"
_C = SelfColumn
_NEEDED = (_C.CODE, _C.INPUT, _C.FIGURE, _C.SELF, _C.EVIDENCE, _C.EXPLANATION)
_VALUED = (_C.FIGURE, _C.SELF)


def read_submissions(
    sources: Sequence[SourceFile],
    *,
    root: Path,
    edition: Edition,
    assessment: Assessment,
    advance: Callable[[], None] = say_nothing,
) -> tuple[dict[str, Submission], list[Finding]]:
    """Read self-assessment workbooks, by unit code; evidence files are looked up below ``root``."""
    assessment = as_read(assessment)
    taken, findings = collect(
        sources,
        lambda opened: _read_submission(opened, edition, assessment),
        units=[unit.code for unit in assessment.units],
        memory=Memory("self_assessment", TakenForm, edition, assessment),
        advance=advance,
    )
    submissions: dict[str, Submission] = {}
    for code, one in taken.items():
        register, missing = look_for_files(one.register, root)
        submissions[code] = replace(one.submission, register=register)
        findings += missing
    return submissions, findings


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenForm:
    """What a form says, and which documents it lists, with the cells that name their files."""

    submission: Submission
    register: tuple[tuple[EvidenceItem, Place], ...]


def open_self_assessment(
    opened: OpenedBook, *, edition: Edition, assessment: Assessment
) -> tuple[Opening, FormRows | None]:
    """Open a self-assessment form and find its rows; without rows it cannot be read."""
    opening = open_form(
        opened,
        sheet_name=SELF_SHEET,
        columns=SelfColumn,
        needed=_NEEDED,
        edition=edition,
        assessment=assessment,
    )
    form = opening.form
    if form is None:
        return opening, None
    own = {c.code: c for c in edition.components_of(form.unit.group_code) if c.is_appraised}
    numbers = form.rows({component.code for component in edition.components()})
    rows = locate_rows(form, edition, own, RowColumns.of(SelfColumn, _VALUED), numbers)
    rows.report_missing()
    check_rows(rows, edition, numbers)
    return opening, rows


def _read_submission(
    opened: OpenedBook, edition: Edition, assessment: Assessment
) -> FileReading[TakenForm]:
    opening, rows = open_self_assessment(opened, edition=edition, assessment=assessment)
    if rows is None:
        return FileReading(
            source=opened.source,
            sha256=opened.sha256,
            owner=opening.claimed_unit,
            findings=opening.findings,
        )
    form = rows.form
    taking = _EntryTaking(rows)
    entries = {component.code: taking.entry(component) for component in rows.components()}
    register, problems = read_register(form, edition=edition, year=assessment.year)
    submission = Submission(
        unit_code=form.unit.code,
        file=form.file,
        sha256=opened.sha256,
        entries=entries,
    )
    return FileReading(
        source=opened.source,
        sha256=opened.sha256,
        owner=form.unit.code,
        result=TakenForm(submission=submission, register=register),
        findings=(*opening.findings, *rows.findings, *taking.cells.findings, *problems),
    )


@dataclass(slots=True)
class _EntryTaking:
    """The entries of one form while they are read."""

    rows: FormRows
    cells: Taking = field(default_factory=Taking)

    def entry(self, component: Component) -> ComponentEntry:
        """Return what the form says about a component."""
        row = self.rows.main(component)
        cell = self.rows.form.cell(row, SelfColumn.SELF)
        evidence = self.rows.form.cell(row, SelfColumn.EVIDENCE)
        listed = self._take(component, evidence, read_remark(evidence, is_of_one_row=True))
        why = self.rows.form.cell(row, SelfColumn.EXPLANATION)
        return ComponentEntry(
            component_code=component.code,
            figures=tuple(self._figures(component)),
            self_score=SelfScore(
                value=self._take(component, cell, read_score(cell)), place=cell.place
            ),
            evidence=tuple(
                text for part in listed.split(_BETWEEN_REFERENCES) if (text := part.strip())
            ),
            evidence_place=evidence.place,
            explanation=self._take(component, why, read_remark(why, is_of_one_row=True)),
        )

    def _figures(self, component: Component) -> Iterator[DeclaredFigure]:
        form = self.rows.form
        for spec in component.inputs:
            row = self.rows.by_component[component.code].get(spec.code)
            if row is None:
                yield DeclaredFigure(input_code=spec.code, value=NotReported(), place=form.place)
                continue
            cell = form.cell(row, SelfColumn.FIGURE)
            reading = read_figure(cell, spec, component.rule)
            value = self._take(component, cell, reading, spec.label_vi)
            yield DeclaredFigure(input_code=spec.code, value=value, place=cell.place)

    def _take(
        self, component: Component, cell: SourceCell, reading: Reading[_T], words: str = ""
    ) -> _T:
        return self.cells.take(
            cell,
            reading,
            unit_code=self.rows.form.unit.code,
            component_code=component.code,
            words=words,
        )
