"""Read returned appraisal forms, of units and of lead appraisers, into decisions.

A form says itself whose it is: its identity block holds the code of a unit or of a lead
appraiser. Every decision found is returned; which of them count is not asked here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.submission import Assessment, Decision, NotReported, Place, Unit
from cchc_lib.files.cells.reading import read_day, read_remark, read_score
from cchc_lib.files.cells.source_cell import write_value
from cchc_lib.files.cells.taking import Taking
from cchc_lib.files.forms.layout import (
    APPRAISAL_SHEET,
    LEAD_STEM,
    REVIEW_SHEET,
    TOTAL,
    AppraisalColumn,
    IdentityLabel,
    ReviewColumn,
)
from cchc_lib.files.returns.collecting import FileReading, collect
from cchc_lib.files.returns.identity import check_round
from cchc_lib.files.returns.known_units import known_units
from cchc_lib.files.returns.opening import (
    OpenedForm,
    OpenedSheet,
    form_of,
    open_sheet,
    part_of,
)
from cchc_lib.files.returns.remembering import Memory, as_read
from cchc_lib.files.returns.row_checks import check_rows
from cchc_lib.files.returns.rows import FormRows, RowColumns, is_filled, locate_rows
from cchc_lib.files.returns.strays import has_formulas
from cchc_lib.files.sources import SourceFile, file_stem, likely_owner
from cchc_lib.files.workbooks.contents import OpenedBook
from cchc_lib.findings import BLANK, Finding, finding, has_errors
from cchc_lib.telling import say_nothing
from cchc_lib.vietnamese import normalise, shorten, slug, suggest

__all__ = ["AppraisalRound", "read_decisions"]

AppraisalRound = Literal["appraisal_1", "appraisal_2"]
"""The stages at which workbooks of decisions come in."""

_SURVEY = "điều tra xã hội học"
_WHOSE = "Ghi điểm và lý do vào đúng dòng của đơn vị như phiếu đã phát hành."


def read_decisions(
    sources: Sequence[SourceFile],
    *,
    stage: AppraisalRound,
    edition: Edition,
    assessment: Assessment,
    advance: Callable[[], None] = say_nothing,
) -> tuple[tuple[Decision, ...], list[Finding]]:
    """Read the forms of one round of appraisal, in file order.

    The form of a unit in the first round gives a decision for every component, not reported
    where it is blank; any other form only for rows in which something stands.
    """
    assessment = as_read(assessment)
    reader = _Reader(stage, edition, assessment)
    by_owner, findings = collect(
        sources,
        reader.read,
        units=[unit.code for unit in assessment.units],
        others=[LEAD_STEM + code for code in edition.lead_appraisers()],
        memory=Memory(stage, tuple[Decision, ...], edition, assessment),
        advance=advance,
    )
    return tuple(one for own in by_owner.values() for one in own), findings


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the forms of one round."""

    stage: AppraisalRound
    edition: Edition
    assessment: Assessment

    @property
    def _codes(self) -> frozenset[str]:
        return frozenset(component.code for component in self.edition.components())

    @property
    def is_first(self) -> bool:
        """Tell whether every component must have its row: a review is of some only."""
        return self.stage == "appraisal_1"

    @property
    def columns(self) -> type[AppraisalColumn] | type[ReviewColumn]:
        """Return the columns of the forms of this round."""
        return AppraisalColumn if self.is_first else ReviewColumn

    def read(self, opened: OpenedBook) -> FileReading[tuple[Decision, ...]]:
        """Read one form, whosever it is."""
        columns, file = self.columns, opened.source.file
        sheet = open_sheet(
            opened,
            sheet_name=APPRAISAL_SHEET if self.is_first else REVIEW_SHEET,
            columns=columns,
            needed=(columns.CODE, columns.UNIT, columns.SCORE, columns.REASON),
        )
        if not isinstance(sheet, OpenedSheet):
            unit_code = likely_owner(file, known_units(self.assessment.units).by_code)
            leads = {LEAD_STEM + code for code in self.edition.lead_appraisers()}
            refusals = (remark.about(file, unit_code) for remark in sheet)
            findings = (*opened.findings(unit_code), *refusals)
            owner = unit_code or likely_owner(file, leads)
            return FileReading(
                source=opened.source, sha256=opened.sha256, owner=owner, findings=findings
            )
        is_of_lead = sheet.identity[IdentityLabel.LEAD].row
        return self._read_lead_form(sheet) if is_of_lead else self._read_unit_form(sheet)

    def _read_unit_form(self, sheet: OpenedSheet) -> FileReading[tuple[Decision, ...]]:
        opening = form_of(sheet, self.edition, self.assessment)
        form = opening.form
        problems = () if form is None else tuple(_rows_of_others(form, self.columns))
        if form is None or problems:
            found = (*opening.findings, *problems)
            return FileReading(
                source=sheet.opened.source,
                sha256=sheet.opened.sha256,
                owner=opening.claimed_unit,
                findings=found,
            )
        rows = self._rows(form, self._asked(form.unit), form.rows(self._codes))
        if self.is_first:
            rows.report_missing()
        taking = Taking()
        day = self._decided_on(sheet, taking, form.unit.code)
        decisions = tuple(self._decisions(rows, day, taking, has_blanks=self.is_first))
        return FileReading(
            source=sheet.opened.source,
            sha256=sheet.opened.sha256,
            owner=form.unit.code,
            result=decisions,
            findings=(*opening.findings, *rows.findings, *taking.findings),
        )

    def _read_lead_form(self, sheet: OpenedSheet) -> FileReading[tuple[Decision, ...]]:
        lead = sheet.identity[IdentityLabel.LEAD].text.casefold()
        opening = (*sheet.notes(""), *self._check_lead_form(sheet, lead))
        owner = LEAD_STEM + lead
        if has_errors(opening):
            return FileReading(
                source=sheet.opened.source,
                sha256=sheet.opened.sha256,
                owner=owner,
                findings=opening,
            )
        by_unit, findings = self._rows_by_unit(sheet)
        taking = Taking()
        day = self._decided_on(sheet, taking, "")
        decisions: list[Decision] = []
        for unit in self.assessment.units:
            form, numbers = part_of(sheet, unit), by_unit[unit.code]
            asked = self._asked(unit)
            own = {code: c for code, c in asked.items() if slug(c.lead_appraiser) == lead}
            rows = self._rows(form, own, numbers)
            self._report_others(rows, numbers)
            decisions += self._decisions(rows, day, taking, has_blanks=False)
            findings += rows.findings
        return FileReading(
            source=sheet.opened.source,
            sha256=sheet.opened.sha256,
            owner=owner,
            result=tuple(decisions),
            findings=(*opening, *findings, *taking.findings),
        )

    def _check_lead_form(self, sheet: OpenedSheet, lead: str) -> Iterator[Finding]:
        yield from _check_lead(sheet, lead, self.edition)
        for remark in check_round(sheet.identity, sheet.sheet, self.edition, self.assessment):
            yield remark.about(sheet.file, "")

    def _asked(self, unit: Unit) -> dict[str, Component]:
        """Return the components on which a unit is appraised."""
        components = self.edition.components_of(unit.group_code)
        return {component.code: component for component in components if component.is_appraised}

    def _rows(
        self, form: OpenedForm, own: dict[str, Component], numbers: Sequence[int]
    ) -> FormRows:
        columns = RowColumns.of(self.columns, (self.columns.SCORE,), (self.columns.REASON,))
        rows = locate_rows(form, self.edition, own, columns, numbers)
        offices = known_units(self.assessment.units).names
        check_rows(rows, self.edition, numbers, offices=offices)
        return rows

    def _rows_by_unit(self, sheet: OpenedSheet) -> tuple[dict[str, list[int]], list[Finding]]:
        """Return the rows of every unit, and a finding for each unit that is unknown."""
        by_unit: dict[str, list[int]] = {unit.code: [] for unit in self.assessment.units}
        by_name = {normalise(u.name_vi).casefold(): u.code for u in self.assessment.units}
        unknown: dict[str, Place] = {}
        nobodys: list[int] = []
        for row in sheet.rows(self._codes):
            office = sheet.text(row, self.columns.OFFICE).casefold()
            code = sheet.text(row, self.columns.UNIT) or by_name.get(office, "")
            if code in by_unit:
                by_unit[code].append(row)
            elif code:
                unknown.setdefault(code, sheet.cell(row, self.columns.UNIT).place)
            else:
                nobodys.append(row)
        findings = [_unknown_unit(code, place, by_unit) for code, place in unknown.items()]
        totals = (row for row in nobodys if sheet.text(row, self.columns.NAME) == TOTAL)
        last = max((*totals, *(row for own in by_unit.values() for row in own)), default=0)
        return by_unit, [*findings, *self._lost(sheet, nobodys, last)]

    def _lost(self, sheet: OpenedSheet, numbers: Sequence[int], last: int) -> Iterator[Finding]:
        """Yield a finding for each decision in a row of no unit; below the last row people sign.

        Where sums have become plain values, those in head rows are not taken for scores.
        """
        has_sums = has_formulas(sheet.sheet, numbers)
        for row in numbers:
            score, reason = (sheet.cell(row, c) for c in (self.columns.SCORE, self.columns.REASON))
            is_head = sheet.text(row, self.columns.NUMBER) not in self._codes
            is_sum = is_head and not has_sums and bool(sheet.text(row, self.columns.NAME))
            is_typed = not score.is_blank and not score.formula and not is_sum
            if row < last and (is_typed or not reason.is_blank):
                yield _unknown_unit("", (score if is_typed else reason).place, ())
            elif is_typed:
                found = shorten(write_value(score.value))
                yield finding("BM-040", **score.place.words, found=found)

    def _report_others(self, rows: FormRows, numbers: Iterable[int]) -> None:
        """Report scores that a lead appraiser gave on components of somebody else."""
        group = rows.form.unit.group_code
        others = {c.code: c for c in self.edition.components_of(group)}
        for row in numbers:
            code = rows.form.text(row, self.columns.CODE)
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
            is_blank = all(cell.is_blank and cell.merge is None for cell in (score, reason))
            if is_blank and not has_blanks:
                continue
            about = {"unit_code": unit_code, "component_code": component.code}
            yield Decision(
                stage=self.stage,
                score=taking.take(score, read_score(score), **about),
                reason=taking.take(reason, read_remark(reason, is_of_one_row=True), **about),
                role=component.lead_appraiser,
                decided_on=day,
                document="",
                place=score.place,
                **about,
            )


def _unknown_unit(code: str, place: Place, units: Iterable[str]) -> Finding:
    hint = suggest(code, units) if code else _WHOSE
    return finding("TD-026", **place.words, found=code or BLANK, expected=hint)


def _rows_of_others(
    form: OpenedForm, columns: type[AppraisalColumn] | type[ReviewColumn]
) -> Iterator[Finding]:
    """Yield a finding where the rows of a unit's form are of another unit."""
    for row in form.rows():
        code = form.text(row, columns.UNIT)
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


def _check_lead(sheet: OpenedSheet, lead: str, edition: Edition) -> Iterator[Finding]:
    """Yield what is wrong with the lead appraiser that a form says it is of."""
    known = edition.lead_appraisers()
    cell = sheet.identity[IdentityLabel.LEAD].cell
    place = {"file": sheet.file, "sheet": sheet.sheet.title, "cell": cell}
    stem = file_stem(sheet.file).casefold()
    if lead not in known:
        yield finding("TD-025", found=lead or BLANK, expected=suggest(lead, known), **place)
    elif stem.startswith(LEAD_STEM) and stem.removeprefix(LEAD_STEM) in known.keys() - {lead}:
        yield finding("BM-004", found=LEAD_STEM + lead, expected=stem, **place)
    elif stem != LEAD_STEM + lead:
        yield finding("BM-043", found=known[lead], **place)
