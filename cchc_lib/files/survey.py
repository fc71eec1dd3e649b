"""Read survey answers and percentages measured elsewhere; identifiers are dropped at the door.

``survey/*.csv`` and ``survey/*.xlsx`` are long tables. A table with a ``percent`` column
holds percentages per unit (such as SIPAS); any other holds one answer per row.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from cchc_lib.core.rule_kinds import SurveyPercent
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.submission import Assessment, MeasuredPercent, Place, SurveyTally
from cchc_lib.core.survey import answer_shares
from cchc_lib.files.sheets import sheet_lines
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.tables import Line, Row, read_header, read_rows, table_rows
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import normalise, show_hidden, suggest

__all__ = ["read_survey"]

_WHOLE = 100
_MEASURED_ELSEWHERE = "Câu hỏi này nhận tỷ lệ đo sẵn, ghi vào bảng có cột percent."
_PLAIN = re.compile(r"\d{1,9}([.,]\d{1,9})?")
_ANSWER_COLUMNS = ("respondent_group", "unit_code", "question_code", "answer")
_PERCENT_COLUMNS = ("unit_code", "question_code", "percent", "sample_size")
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
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in paths:
        is_table = path.suffix.lower() in {".csv", ".xlsx"}
        if is_table and path.is_file() and not path.name.startswith("~$"):
            reading.read(path, root)
    return reading.tallies(), reading.measured, reading.findings


class _Reading:
    """What one reading of the survey folder has collected so far."""

    def __init__(self, edition: Edition, assessment: Assessment) -> None:
        self.findings: list[Finding] = []
        self.measured: Measured = {}
        self._groups = {group.code for group in edition.survey.respondent_groups}
        self._dont_know = {normalise(word).lower() for word in edition.survey.dont_know}
        self._units = {unit.code: unit for unit in assessment.units}
        self._questions = {c.code: c for c in edition.components() if c.is_survey}
        self._answers = {c: list(answer_shares(q.rule)) for c, q in self._scaled()}
        self._counts: dict[_Key, Counter[str]] = defaultdict(Counter)
        self._lines: dict[_Key, list[str]] = defaultdict(list)

    def _scaled(self) -> Iterator[tuple[str, Any]]:
        return ((c, q) for c, q in self._questions.items() if not isinstance(q.rule, SurveyPercent))

    def read(self, path: Path, root: Path) -> None:
        """Read one file, whichever of the two tables it is."""
        place = Place(file=show_hidden(path.relative_to(root).as_posix()))
        is_sheet = path.suffix.lower() == ".xlsx"
        lines: list[Line] = []
        if is_sheet:
            lines = sheet_lines(SourceFile(path=path, file=place.file), self.findings)
        header = (lines[0][1] if lines else []) if is_sheet else read_header(path)
        is_measured = "percent" in header
        columns = _PERCENT_COLUMNS if is_measured else _ANSWER_COLUMNS
        for name in header:
            if name and name not in columns:
                self.findings.append(finding("XH-010", file=place.file, found=name))
        if is_sheet:
            rows = table_rows(
                lines, place=place, columns=columns, findings=self.findings, missing_code="XH-002"
            )
        else:
            rows = read_rows(
                path, root=root, columns=columns, findings=self.findings, missing_code="XH-002"
            )
        for row in rows:
            self._take_percent(row) if is_measured else self._take_answer(row)

    def tallies(self) -> Tallies:
        """Return the counted answers, respondent groups in the order they appeared."""
        grouped: dict[tuple[str, str], list[SurveyTally]] = defaultdict(list)
        for key, counts in self._counts.items():
            unit, question, group, (file, sheet) = key
            known = {a: counts[a] for a in self._answers[question] if counts[a]}
            first, last = self._lines[key][0], self._lines[key][-1]
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

    def _take_answer(self, row: Row) -> None:
        component = self._question_of(row)
        if component is None:
            return
        if component.code not in self._answers:
            self._refuse("XH-004", row, found=component.code, expected=_MEASURED_ELSEWHERE)
            return
        group, answer = row["respondent_group"], row["answer"]
        if group not in self._groups:
            self._refuse("XH-006", row, found=group, expected=suggest(group, self._groups))
            return
        is_unknown = not answer or answer.lower() in self._dont_know
        allowed = self._answers[component.code]
        if not is_unknown and answer not in allowed:
            self._refuse("XH-005", row, found=answer, expected=", ".join(allowed))
            return
        source = (row.place.file, row.place.sheet)
        key = (row["unit_code"], component.code, group, source)
        self._counts[key]["" if is_unknown else answer] += 1
        self._lines[key].append(row.place.cell)

    def _take_percent(self, row: Row) -> None:
        component = self._question_of(row)
        if component is None:
            return
        key = (row["unit_code"], component.code)
        percent, size = _number(row["percent"]), _number(row["sample_size"])
        if percent is None or size is None or percent > _WHOLE or size % 1:
            self._refuse("XH-008", row, found=f"{row['percent']} ({row['sample_size']} phiếu)")
        elif key in self.measured:
            self._refuse("XH-009", row)
        else:
            if 0 < percent <= 1:
                self._refuse("XH-013", row, found=row["percent"])
            self.measured[key] = MeasuredPercent(
                unit_code=key[0],
                component_code=key[1],
                percent=percent,
                sample_size=int(size),
                place=row.place,
            )

    def _question_of(self, row: Row) -> Component | None:
        unit = self._units.get(row["unit_code"])
        if unit is None:
            code = row["unit_code"]
            place = row.place
            self.findings.append(
                finding(
                    "XH-003",
                    file=place.file,
                    cell=place.cell,
                    found=code,
                    expected=suggest(code, self._units),
                )
            )
            return None
        question = self._questions.get(row["question_code"])
        if question is None or unit.group_code not in question.max_score:
            code = row["question_code"]
            self._refuse("XH-004", row, found=code, expected=suggest(code, self._questions))
            return None
        return question

    def _refuse(self, code: str, row: Row, *, found: str = "", expected: str = "") -> None:
        self.findings.append(
            finding(
                code,
                unit_code=row["unit_code"],
                file=row.place.file,
                cell=row.place.cell,
                component_code=row["question_code"],
                found=found,
                expected=expected,
            )
        )


def _number(text: str) -> Decimal | None:
    """Return a plain non-negative number, or ``None``."""
    return Decimal(text.replace(",", ".")) if _PLAIN.fullmatch(text) else None
