"""Read returned self-assessment and appraisal workbooks into what core computes with.

Sheets are found by name, columns by header, rows by hidden code, so a form that was edited
by hand is still read. A cell that cannot be used becomes a finding and :class:`NotReported`;
the rest of the file is read. A form of another unit, year or version is refused whole.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.submission import (
    AppraisalDecision,
    Assessment,
    ComponentEntry,
    DeclaredFigure,
    NotReported,
    Place,
    SelfScore,
    Submission,
)
from cchc_lib.files.forms.cells import Reading, SourceCell, read_figure, read_score, read_text
from cchc_lib.files.forms.layout import APPRAISAL_SHEET, SELF_SHEET, AppraisalColumn, SelfColumn
from cchc_lib.files.forms.opening import Opening, open_form, unit_named
from cchc_lib.files.forms.rows import FormRows, locate_rows
from cchc_lib.findings import Finding, finding

__all__ = [
    "read_appraisal_file",
    "read_appraisals",
    "read_submission_file",
    "read_submissions",
]

Decisions = dict[tuple[str, str], AppraisalDecision]
"""Appraisal decisions by unit code and component code."""
_T = TypeVar("_T")
_BETWEEN_REFERENCES = ";"


def read_submissions(
    folder: Path, *, root: Path, edition: Edition, assessment: Assessment
) -> tuple[dict[str, Submission], list[Finding]]:
    """Read every self-assessment workbook of a folder, by unit code."""
    return _read_folder(
        folder, root, assessment, lambda path: _read_submission(path, root, edition, assessment)
    )


def read_appraisals(
    folder: Path, *, root: Path, edition: Edition, assessment: Assessment
) -> tuple[Decisions, list[Finding]]:
    """Read every appraisal workbook of a folder, by unit code and component code."""
    by_unit, findings = _read_folder(
        folder, root, assessment, lambda path: _read_appraisal(path, root, edition, assessment)
    )
    return {key: one for own in by_unit.values() for key, one in own.items()}, findings


def read_submission_file(
    path: Path, *, root: Path, edition: Edition, assessment: Assessment
) -> tuple[Submission | None, list[Finding]]:
    """Read one self-assessment workbook; ``None`` if it is refused."""
    reading = _read_submission(path, root, edition, assessment)
    return reading.result, reading.findings


def read_appraisal_file(
    path: Path, *, root: Path, edition: Edition, assessment: Assessment
) -> tuple[Decisions | None, list[Finding]]:
    """Read one appraisal workbook; ``None`` if it is refused."""
    reading = _read_appraisal(path, root, edition, assessment)
    return reading.result, reading.findings


@dataclass(frozen=True, slots=True, kw_only=True)
class _FileReading(Generic[_T]):
    """What one file gave: whose it says it is, its content unless refused, and findings."""

    path: Path
    claimed_unit: str
    result: _T | None
    findings: list[Finding]


def _read_folder(
    folder: Path, root: Path, assessment: Assessment, read: Callable[[Path], _FileReading[_T]]
) -> tuple[dict[str, _T], list[Finding]]:
    """Read the workbooks of a folder by unit code; a unit with two of them has none."""
    findings: list[Finding] = []
    readings: list[_FileReading[_T]] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if _is_workbook(path):
            readings.append(read(path))
        elif not path.name.startswith("."):
            file = path.relative_to(root).as_posix()
            findings.append(finding("BM-008", file=file, found=path.name))
    twice = _claimed_twice(readings, assessment)
    for unit_code, claims in twice.items():
        files = [reading.path.relative_to(root).as_posix() for reading in claims]
        found = ", ".join(files)
        findings.append(finding("BM-007", unit_code=unit_code, file=files[0], found=found))
    for reading in readings:
        is_claimed_twice = reading in twice.get(reading.claimed_unit, [])
        findings += [f for f in reading.findings if not (is_claimed_twice and f.code == "BM-004")]
    results = {r.claimed_unit: r.result for r in readings if r.result is not None}
    return {code: one for code, one in results.items() if code not in twice}, findings


def _is_workbook(path: Path) -> bool:
    is_lock_file = path.name.startswith(("~$", "."))
    return path.suffix.lower() == ".xlsx" and not is_lock_file and path.is_file()


def _claimed_twice(
    readings: list[_FileReading[_T]], assessment: Assessment
) -> dict[str, list[_FileReading[_T]]]:
    """Return the units that several files claim, leaving out files named after another unit."""
    known = {unit.code for unit in assessment.units}
    claims: dict[str, list[_FileReading[_T]]] = defaultdict(list)
    for reading in readings:
        unit_code = reading.claimed_unit
        if unit_code in known and unit_named(reading.path, assessment) in {"", unit_code}:
            claims[unit_code].append(reading)
    return {code: own for code, own in claims.items() if len(own) > 1}


def _read_submission(
    path: Path, root: Path, edition: Edition, assessment: Assessment
) -> _FileReading[Submission]:
    column = SelfColumn
    needed = (column.CODE, column.INPUT, column.FIGURE, column.SELF, column.EVIDENCE)
    opening = open_form(
        path,
        root=root,
        sheet_name=SELF_SHEET,
        needed=(*needed, column.EXPLANATION),
        edition=edition,
        assessment=assessment,
    )
    if opening.form is None:
        return _refused(path, opening)
    form = opening.form
    rows = locate_rows(form, edition, column.CODE, column.INPUT, (column.FIGURE, column.SELF))
    taking = _Taking(rows)
    entries = {component.code: taking.entry(component) for component in rows.components()}
    submission = Submission(
        unit_code=form.unit.code, file=form.file, sha256=form.sha256, entries=entries
    )
    return _FileReading(
        path=path,
        claimed_unit=form.unit.code,
        result=submission,
        findings=[*rows.findings, *taking.findings],
    )


def _read_appraisal(
    path: Path, root: Path, edition: Edition, assessment: Assessment
) -> _FileReading[Decisions]:
    column = AppraisalColumn
    opening = open_form(
        path,
        root=root,
        sheet_name=APPRAISAL_SHEET,
        needed=(column.CODE, column.SCORE, column.REASON),
        edition=edition,
        assessment=assessment,
    )
    if opening.form is None:
        return _refused(path, opening)
    form = opening.form
    rows = locate_rows(form, edition, column.CODE, None, (column.SCORE,))
    taking = _Taking(rows)
    decisions = {(form.unit.code, c.code): taking.decision(c) for c in rows.components()}
    return _FileReading(
        path=path,
        claimed_unit=form.unit.code,
        result=decisions,
        findings=[*rows.findings, *taking.findings],
    )


def _refused(path: Path, opening: Opening) -> _FileReading[_T]:
    return _FileReading(
        path=path,
        claimed_unit=opening.claimed_unit,
        result=None,
        findings=list(opening.findings),
    )


@dataclass(slots=True)
class _Taking:
    """The values taken from one form so far, as the findings about them."""

    rows: FormRows
    findings: list[Finding] = field(default_factory=list)

    def entry(self, component: Component) -> ComponentEntry:
        """Return what the form says about a component."""
        row = self.rows.main(component)
        cell = self.rows.form.cell(row, SelfColumn.SELF)
        evidence = self.rows.form.cell(row, SelfColumn.EVIDENCE)
        listed = self._take(component, evidence, read_text(evidence)).split(_BETWEEN_REFERENCES)
        why = self.rows.form.cell(row, SelfColumn.EXPLANATION)
        return ComponentEntry(
            component_code=component.code,
            figures=tuple(self._figures(component)),
            self_score=SelfScore(
                value=self._take(component, cell, read_score(cell)), place=cell.place
            ),
            evidence=tuple(text for part in listed if (text := part.strip())),
            evidence_place=evidence.place,
            explanation=self._take(component, why, read_text(why)),
        )

    def decision(self, component: Component) -> AppraisalDecision:
        """Return what the form decides about a component."""
        row = self.rows.main(component)
        cell = self.rows.form.cell(row, AppraisalColumn.SCORE)
        reason = self.rows.form.cell(row, AppraisalColumn.REASON)
        return AppraisalDecision(
            unit_code=self.rows.form.unit.code,
            component_code=component.code,
            score=self._take(component, cell, read_score(cell)),
            reason=self._take(component, reason, read_text(reason)),
            place=cell.place,
        )

    def _figures(self, component: Component) -> Iterator[DeclaredFigure]:
        form = self.rows.form
        for spec in component.inputs:
            row = self.rows.by_component[component.code].get(spec.code)
            if row is None:
                place = Place(file=form.file, sheet=form.values.title)
                yield DeclaredFigure(input_code=spec.code, value=NotReported(), place=place)
                continue
            cell = form.cell(row, SelfColumn.FIGURE)
            reading = read_figure(cell, spec, component.rule)
            value = self._take(component, cell, reading, spec.label_vi)
            yield DeclaredFigure(input_code=spec.code, value=value, place=cell.place)

    def _take(
        self, component: Component, cell: SourceCell, reading: Reading[_T], words: str = ""
    ) -> _T:
        """Return the value of a reading, and keep its problem as a finding."""
        problem = reading.problem
        if problem is not None:
            self.findings.append(
                finding(
                    problem.code,
                    unit_code=self.rows.form.unit.code,
                    file=cell.place.file,
                    sheet=cell.place.sheet,
                    cell=cell.place.cell,
                    component_code=component.code,
                    found=problem.found,
                    expected=problem.expected,
                    words=words,
                )
            )
        return reading.value
