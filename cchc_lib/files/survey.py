"""Read survey answers and percentages measured elsewhere; identifiers are dropped at the door.

The CSV files and workbooks in ``survey/`` are long tables: one answer per row, or one
percentage per unit and question (such as SIPAS).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from cchc_lib.core.rule_kinds import SurveyPercent
from cchc_lib.core.rulebook import Component, Edition, InputSpec
from cchc_lib.core.submission import Assessment, MeasuredPercent, NotReported, Place, SurveyTally
from cchc_lib.core.survey import answer_shares
from cchc_lib.files.cell_rows import CellRow
from cchc_lib.files.cells.numbers import show_number
from cchc_lib.files.cells.reading import CellProblem, read_figure
from cchc_lib.files.cells.taking import Taking
from cchc_lib.files.row_findings import row_finding
from cchc_lib.files.sheets import Table, TableKind, open_tables
from cchc_lib.files.sources import list_sources, skipped_entries
from cchc_lib.files.tables import Row
from cchc_lib.files.withholding import withhold
from cchc_lib.findings import BLANK, Finding, finding
from cchc_lib.vietnamese import normalise, suggest

__all__ = ["read_survey"]

_WHOLE = 100
_REMEMBERED = 2**16
_MEASURED_ELSEWHERE = "Câu hỏi này nhận tỷ lệ đo sẵn, ghi vào bảng có cột percent."


def _kind(name_vi: str, *columns: str) -> TableKind:
    return TableKind(
        name_vi=name_vi, columns=dict(zip(columns, columns, strict=True)), missing_code="XH-002"
    )


_PERCENTS = _kind("bảng tỷ lệ đo sẵn", "unit_code", "question_code", "percent", "sample_size")
_ANSWERS = _kind(
    "bảng câu trả lời điều tra", "respondent_group", "unit_code", "question_code", "answer"
)
_Key = tuple[str, str, str, tuple[str, str]]
"""Unit, question, respondent group, and the file and sheet that the answers stand in."""
Tallies = dict[tuple[str, str], tuple[SurveyTally, ...]]
Measured = dict[tuple[str, str], MeasuredPercent]
"""Both are keyed by unit code and component code."""


def read_survey(
    folder: Path, *, root: Path, edition: Edition, assessment: Assessment
) -> tuple[Tallies, Measured, list[Finding]]:
    """Read every survey file of a folder into tallies and percentages."""
    reading = _Reading(edition, assessment)
    name = folder.relative_to(root).as_posix()
    reading.findings += [
        finding("BM-008", file=f"{name}/{entry}", found=entry)
        for entry in skipped_entries(root, name)
        if entry.endswith("/")
    ]
    sources = list_sources(root, name)
    for table in open_tables(sources, (_PERCENTS, _ANSWERS), reading.findings):
        reading.read(table)
    known = {component.code for component in edition.components()}
    findings = [withhold(item, known) for item in reading.findings]
    return reading.tallies(), reading.measured, findings


class _Reading:
    """What one reading of the survey folder has collected so far."""

    def __init__(self, edition: Edition, assessment: Assessment) -> None:
        self.findings: list[Finding] = []
        self.measured: Measured = {}
        self._taking = Taking(self.findings)
        self._groups = {group.code for group in edition.survey.respondent_groups}
        self._dont_know = {normalise(word).lower() for word in edition.survey.dont_know}
        self._units = {unit.code: unit for unit in assessment.units}
        self._questions = {c.code: c for c in edition.components() if c.is_survey}
        self._answers = {c: list(answer_shares(q.rule)) for c, q in self._scaled()}
        self._counts: dict[_Key, Counter[str]] = defaultdict(Counter)
        self._lines: dict[_Key, tuple[str, str]] = {}
        self._examined: dict[tuple[object, ...], tuple[_Key, str]] = {}

    def _scaled(self) -> Iterator[tuple[str, Any]]:
        return ((c, q) for c, q in self._questions.items() if not isinstance(q.rule, SurveyPercent))

    def read(self, table: Table) -> None:
        """Read one table, whichever of the two it is."""
        for name in table.other_columns():
            self.findings.append(finding("XH-010", **table.place.words, found=name))
        self._examined.clear()
        for row in table.rows():
            if table.kind is _PERCENTS:
                self._take_percent(row)
            else:
                self._take_answer(row)

    def tallies(self) -> Tallies:
        """Return the counted answers, respondent groups in the order they appeared."""
        grouped: dict[tuple[str, str], list[SurveyTally]] = defaultdict(list)
        for key, counts in self._counts.items():
            unit, question, group, (file, sheet) = key
            known = {a: counts[a] for a in self._answers[question] if counts[a]}
            first, last = self._lines[key]
            grouped[unit, question].append(
                SurveyTally(
                    unit_code=unit,
                    component_code=question,
                    respondent_group=group,
                    counts=known,
                    dont_know=counts.total() - sum(known.values()),
                    place=Place(file=file, sheet=sheet, cell=f"từ {first} đến {last}"),
                )
            )
        return {key: tuple(tallies) for key, tallies in grouped.items()}

    def _take_answer(self, cells: CellRow) -> None:
        """Count a line; one that says the same as an earlier one is not examined again."""
        words, remarks = cells.plain_words(), len(self.findings)
        counted = self._examined.get(words) if words else None
        counted = counted or self._answer_in(cells)
        if counted is None:
            return
        if words and remarks == len(self.findings):
            if len(self._examined) >= _REMEMBERED:
                self._examined.clear()
            self._examined[words] = counted
        key, answer = counted
        self._counts[key][answer] += 1
        first, _ = self._lines.get(key, (cells.place.cell, ""))
        self._lines[key] = first, cells.place.cell

    def _answer_in(self, cells: CellRow) -> tuple[_Key, str] | None:
        """Return what a line is counted for, empty for who does not know; ``None`` if refused."""
        row = self._row(cells, "respondent_group", "answer")
        component = None if row is None else self._question_of(row)
        if row is None or component is None:
            return None
        if component.code not in self._answers:
            self._refuse("XH-004", row, "question_code", expected=_MEASURED_ELSEWHERE)
            return None
        group, answer = row["respondent_group"], row["answer"]
        if group not in self._groups:
            self._refuse("XH-006", row, "respondent_group", expected=suggest(group, self._groups))
            return None
        is_unknown = not answer or answer.lower() in self._dont_know
        allowed = self._answers[component.code]
        if not is_unknown and answer not in allowed:
            self._refuse("XH-005", row, "answer", expected=", ".join(allowed))
            return None
        source = (row.place.file, row.place.sheet)
        key = (row["unit_code"], component.code, group, source)
        return key, "" if is_unknown else answer

    def _take_percent(self, cells: CellRow) -> None:
        row = self._row(cells)
        component = None if row is None else self._question_of(row)
        if row is None or component is None:
            return
        key = (row["unit_code"], component.code)
        percent = self._number(cells, row, component, "percent", "percent")
        size = self._number(cells, row, component, "sample_size", "count")
        if percent is None or size is None:
            return
        if key in self.measured:
            self._refuse("XH-009", row, "percent")
            return
        if 0 < percent <= 1:
            self._refuse("XH-013", row, "percent", found=show_number(percent))
        self.measured[key] = MeasuredPercent(
            unit_code=key[0],
            component_code=key[1],
            percent=percent,
            sample_size=int(size),
            place=row.place_of("percent"),
        )

    def _row(self, cells: CellRow, *columns: str) -> Row | None:
        """Return a row with its codes and the words in some columns, if they can be relied on."""
        unit = cells.text("unit_code", self._taking)
        about = unit if unit in self._units else ""
        texts = {"unit_code": unit} | {
            column: cells.text(column, self._taking, unit_code=about)
            for column in ("question_code", *columns)
        }
        known = {column: text for column, text in texts.items() if text is not None}
        return cells.named(known) if len(known) == len(texts) else None

    def _number(
        self,
        cells: CellRow,
        row: Row,
        component: Component,
        column: str,
        kind: Literal["percent", "count"],
    ) -> Decimal | None:
        """Return a percentage or a number of people; ``None`` where there is none, reported."""
        cell, spec = cells.cells[column], InputSpec(code=column, label_vi=column, kind=kind)
        reading = read_figure(cell, spec, component.rule)
        problems = tuple(_of_survey(problem) for problem in reading.problems)
        number = cells.take(
            column,
            replace(reading, problems=problems),
            self._taking,
            unit_code=row["unit_code"],
            component_code=component.code,
        )
        if isinstance(number, Decimal) and (kind == "count" or 0 <= number <= _WHOLE):
            return number
        if not (isinstance(number, NotReported) and number.reason == "refused"):
            self._refuse("XH-008", row, column, found=cell.as_typed or BLANK)
        return None

    def _question_of(self, row: Row) -> Component | None:
        unit = self._units.get(row["unit_code"])
        if unit is None:
            code = row["unit_code"] or BLANK
            expected = suggest(code, self._units)
            self.findings.append(
                row_finding("XH-003", row, "unit_code", found=code, expected=expected)
            )
            return None
        question = self._questions.get(row["question_code"])
        if question is None or unit.group_code not in question.max_score:
            expected = suggest(row["question_code"], self._questions)
            self._refuse("XH-004", row, "question_code", expected=expected)
            return None
        return question

    def _refuse(
        self, code: str, row: Row, column: str, *, found: str | None = None, expected: str = ""
    ) -> None:
        """Report a cell; what stands in it is shown, if nothing else is."""
        self.findings.append(
            finding(
                code,
                unit_code=row["unit_code"],
                **row.place_of(column).words,
                component_code=row["question_code"],
                found=row.cells.get(column, "") if found is None else found,
                expected=expected,
            )
        )


def _of_survey(problem: CellProblem) -> CellProblem:
    """Return a problem with a figure as one with the results of a survey."""
    return replace(problem, code="XH-008") if problem.code == "HS-019" else problem
