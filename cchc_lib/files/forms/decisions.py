"""Read returned appraisal forms, of units and of lead appraisers, into decisions.

A form says itself whose it is: its identity block holds the code of a unit or of a lead
appraiser. Every decision found is returned; which of them count is not asked here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.submission import Assessment, Decision, NotReported, Place, Unit
from cchc_lib.files.forms.cells import read_day, read_score, read_text
from cchc_lib.files.forms.collecting import FileReading, collect
from cchc_lib.files.forms.layout import (
    APPRAISAL_SHEET,
    LEAD_STEM,
    REVIEW_SHEET,
    AppraisalColumn,
    IdentityLabel,
    ReviewColumn,
)
from cchc_lib.files.forms.opening import (
    BLANK,
    OpenedForm,
    OpenedSheet,
    check_round,
    form_of,
    open_sheet,
    opened_unit_form,
)
from cchc_lib.files.forms.rows import FormRows, fill_rows, is_filled
from cchc_lib.files.forms.taking import Taking
from cchc_lib.files.sources import SourceFile, file_stem, named_owner
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import slug, suggest

__all__ = ["AppraisalRound", "read_decisions"]

AppraisalRound = Literal["appraisal_1", "appraisal_2"]
"""The stages at which workbooks of decisions come in."""

_SURVEY = "điều tra xã hội học"


def read_decisions(
    sources: Sequence[SourceFile],
    *,
    stage: AppraisalRound,
    edition: Edition,
    assessment: Assessment,
) -> tuple[tuple[Decision, ...], list[Finding]]:
    """Read the forms of one round of appraisal, in file order.

    The form of a unit in the first round gives a decision for every component, not reported
    where it is blank; any other form only for rows in which something stands.
    """
    reader = _Reader(stage, edition, assessment)
    by_owner, findings = collect(
        sources,
        reader.read,
        units=[unit.code for unit in assessment.units],
        others=[LEAD_STEM + code for code in edition.lead_appraisers()],
    )
    return tuple(one for own in by_owner.values() for one in own), findings


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the forms of one round."""

    stage: AppraisalRound
    edition: Edition
    assessment: Assessment

    @property
    def is_first(self) -> bool:
        """Tell whether every component must have its row: a review is of some only."""
        return self.stage == "appraisal_1"

    @property
    def columns(self) -> type[AppraisalColumn] | type[ReviewColumn]:
        """Return the columns of the forms of this round."""
        return AppraisalColumn if self.is_first else ReviewColumn

    def read(self, source: SourceFile) -> FileReading[list[Decision]]:
        """Read one form, whosever it is."""
        columns = self.columns
        sheet = open_sheet(
            source,
            sheet_name=APPRAISAL_SHEET if self.is_first else REVIEW_SHEET,
            needed=(columns.CODE, columns.UNIT, columns.SCORE, columns.REASON),
            unit_code=named_owner(source.file, (unit.code for unit in self.assessment.units)),
        )
        if isinstance(sheet, Finding):
            return FileReading(file=source.file, owner="", result=None, findings=[sheet])
        is_of_lead = sheet.identity[IdentityLabel.LEAD].cell
        return self._read_lead_form(sheet) if is_of_lead else self._read_unit_form(sheet)

    def _read_unit_form(self, sheet: OpenedSheet) -> FileReading[list[Decision]]:
        opening = opened_unit_form(sheet, self.edition, self.assessment)
        form = opening.form
        problems = list(opening.findings if form is None else _rows_of_others(form, self.columns))
        if form is None or problems:
            return _refused(sheet, opening.claimed_unit, problems)
        own = self._asked(form.unit)
        rows = self._rows(form, own, form.rows())
        if self.is_first:
            rows.report_missing()
        taking = Taking()
        day = self._decided_on(sheet, taking, form.unit.code)
        decisions = list(self._decisions(rows, day, taking, has_blanks=self.is_first))
        return FileReading(
            file=sheet.file,
            owner=form.unit.code,
            result=decisions,
            findings=[*rows.findings, *taking.findings],
        )

    def _read_lead_form(self, sheet: OpenedSheet) -> FileReading[list[Decision]]:
        lead = sheet.identity[IdentityLabel.LEAD].text
        problems = list(_check_lead(sheet, self.edition))
        problems += check_round(sheet, self.edition, self.assessment, unit_code="")
        if problems:
            return _refused(sheet, LEAD_STEM + lead, problems)
        by_unit, findings = self._rows_by_unit(sheet)
        taking = Taking()
        day = self._decided_on(sheet, taking, "")
        decisions: list[Decision] = []
        for unit in self.assessment.units:
            form, numbers = form_of(sheet, unit), by_unit[unit.code]
            asked = self._asked(unit)
            own = {code: c for code, c in asked.items() if slug(c.lead_appraiser) == lead}
            rows = self._rows(form, own, numbers)
            self._report_others(rows, numbers)
            decisions += self._decisions(rows, day, taking, has_blanks=False)
            findings += rows.findings
        return FileReading(
            file=sheet.file,
            owner=LEAD_STEM + lead,
            result=decisions,
            findings=[*findings, *taking.findings],
        )

    def _asked(self, unit: Unit) -> dict[str, Component]:
        """Return the components on which a unit is appraised."""
        components = self.edition.components_of(unit.group_code)
        return {component.code: component for component in components if not component.is_survey}

    def _rows(
        self, form: OpenedForm, own: dict[str, Component], numbers: Iterable[int]
    ) -> FormRows:
        rows = FormRows(form=form, appendix=own, has_inputs=False)
        fill_rows(
            rows,
            self.edition,
            numbers,
            code_column=self.columns.CODE,
            input_column=None,
            valued=(self.columns.SCORE,),
        )
        return rows

    def _rows_by_unit(self, sheet: OpenedSheet) -> tuple[dict[str, list[int]], list[Finding]]:
        """Return the rows of every unit, and a finding for each unit that is unknown."""
        by_unit: dict[str, list[int]] = {unit.code: [] for unit in self.assessment.units}
        unknown: dict[str, Place] = {}
        for row in sheet.rows():
            code = sheet.code(row, self.columns.UNIT)
            if code in by_unit:
                by_unit[code].append(row)
            elif code or sheet.code(row, self.columns.CODE):
                unknown.setdefault(code, sheet.cell(row, self.columns.UNIT).place)
        return by_unit, [
            finding(
                "TD-026",
                **place.words,
                found=code or BLANK,
                expected=suggest(code, by_unit),
            )
            for code, place in unknown.items()
        ]

    def _report_others(self, rows: FormRows, numbers: Iterable[int]) -> None:
        """Report scores that a lead appraiser gave on components of somebody else."""
        group = rows.form.unit.group_code
        others = {c.code: c for c in self.edition.components_of(group)}
        for row in numbers:
            code = rows.form.code(row, self.columns.CODE)
            is_of_other = code in others and code not in rows.appendix
            if is_of_other and is_filled(rows.form, row, (self.columns.SCORE,)):
                place = rows.form.cell(row, self.columns.SCORE).place
                rows.report("TD-027", place, code, expected=others[code].lead_appraiser or _SURVEY)

    def _decided_on(self, sheet: OpenedSheet, taking: Taking, unit_code: str) -> date | NotReported:
        """Return the day that stands on a form."""
        cell = sheet.identity_cell(IdentityLabel.DATE)
        reading = read_day(cell, code="TD-024", expected=str(self.assessment.year + 1))
        return taking.take(cell, reading, unit_code=unit_code)

    def _decisions(
        self, rows: FormRows, day: date | NotReported, taking: Taking, *, has_blanks: bool
    ) -> Iterator[Decision]:
        """Yield the decisions in the rows of a unit; of blank ones too, where asked for."""
        unit_code = rows.form.unit.code
        for component in rows.components():
            row = rows.main(component)
            score = rows.form.cell(row, self.columns.SCORE)
            reason = rows.form.cell(row, self.columns.REASON)
            if not has_blanks and score.is_blank and reason.is_blank:
                continue
            about = {"unit_code": unit_code, "component_code": component.code}
            yield Decision(
                stage=self.stage,
                score=taking.take(score, read_score(score), **about),
                reason=taking.take(reason, read_text(reason), **about),
                role=component.lead_appraiser,
                decided_on=day,
                document="",
                place=score.place,
                **about,
            )


def _refused(
    sheet: OpenedSheet, owner: str, problems: list[Finding]
) -> FileReading[list[Decision]]:
    return FileReading(file=sheet.file, owner=owner, result=None, findings=problems)


def _rows_of_others(
    form: OpenedForm, columns: type[AppraisalColumn] | type[ReviewColumn]
) -> Iterator[Finding]:
    """Yield a finding where the rows of a unit's form are of another unit."""
    for row in form.rows():
        code = form.code(row, columns.UNIT)
        if code not in {"", form.unit.code}:
            place = form.cell(row, columns.UNIT).place
            yield finding(
                "BM-004",
                unit_code=form.unit.code,
                **place.words,
                found=code,
                expected=form.unit.code,
            )
            return


def _check_lead(sheet: OpenedSheet, edition: Edition) -> Iterator[Finding]:
    """Yield what is wrong with the lead appraiser that a form says it is of."""
    lead = sheet.identity[IdentityLabel.LEAD]
    known = edition.lead_appraisers()
    place = {"file": sheet.file, "sheet": sheet.grid.title, "cell": lead.cell}
    if lead.text not in known:
        hint = suggest(lead.text, known)
        yield finding("TD-025", found=lead.text or BLANK, expected=hint, **place)
    elif file_stem(sheet.file).casefold() != LEAD_STEM + lead.text:
        found, expected = LEAD_STEM + lead.text, file_stem(sheet.file)
        yield finding("BM-004", found=found, expected=expected, **place)
