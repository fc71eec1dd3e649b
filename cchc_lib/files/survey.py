"""Read survey answers and percentages measured elsewhere; identifiers are dropped at the door.

``survey/*.csv`` and ``survey/*.xlsx`` are long tables. A table with a ``percent`` column
holds percentages per unit (such as SIPAS); any other holds one answer per row.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from cchc_lib.core.rule_kinds import SurveyPercent
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.submission import Assessment, MeasuredPercent, Place, SurveyTally
from cchc_lib.core.survey import answer_shares
from cchc_lib.files.assessment import near
from cchc_lib.files.tables import Row, read_rows
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import normalise

__all__ = ["read_survey"]

_ANSWER_COLUMNS = ("respondent_group", "unit_code", "question_code", "answer")
_PERCENT_COLUMNS = ("unit_code", "question_code", "percent", "sample_size")
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
        if path.suffix.lower() in {".csv", ".xlsx"} and not path.name.startswith("~$"):
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
        self._counts: dict[tuple[str, str, str, str], Counter[str]] = defaultdict(Counter)

    def _scaled(self) -> Iterator[tuple[str, Any]]:
        return ((c, q) for c, q in self._questions.items() if not isinstance(q.rule, SurveyPercent))

    def read(self, path: Path, root: Path) -> None:
        """Read one file, whichever of the two tables it is."""
        header = _header_of(path)
        columns = _PERCENT_COLUMNS if "percent" in header else _ANSWER_COLUMNS
        file = path.relative_to(root).as_posix()
        for name in header:
            if name and name not in columns:
                self.findings.append(finding("XH-010", file=file, found=name))
        take = self._take_percent if "percent" in header else self._take_answer
        for row in _rows_of(path, root, columns, self.findings):
            take(row)

    def tallies(self) -> Tallies:
        """Return the counted answers, respondent groups in the order they appeared."""
        grouped: dict[tuple[str, str], list[SurveyTally]] = defaultdict(list)
        for (unit, question, group, file), counts in self._counts.items():
            known = {a: counts[a] for a in self._answers[question] if counts[a]}
            grouped[unit, question].append(
                SurveyTally(
                    unit_code=unit,
                    component_code=question,
                    respondent_group=group,
                    counts=known,
                    dont_know=counts.total() - sum(known.values()),
                    place=Place(file=file),
                )
            )
        return {key: tuple(tallies) for key, tallies in grouped.items()}

    def _take_answer(self, row: Row) -> None:
        component = self._question_of(row)
        if component is None:
            return
        group, answer = row["respondent_group"], row["answer"]
        if group not in self._groups:
            self._refuse("XH-006", row, found=group, expected=near(group, self._groups))
            return
        is_unknown = not answer or answer.lower() in self._dont_know
        allowed = self._answers.get(component.code, [])
        if not is_unknown and answer not in allowed:
            self._refuse("XH-005", row, found=answer, expected=", ".join(allowed))
            return
        key = (row["unit_code"], component.code, group, row.place.file)
        self._counts[key]["" if is_unknown else answer] += 1

    def _take_percent(self, row: Row) -> None:
        component = self._question_of(row)
        if component is None:
            return
        key = (row["unit_code"], component.code)
        percent, size = _number(row["percent"]), _number(row["sample_size"] or "0")
        if percent is None or size is None or percent > 100 or size % 1:  # noqa: PLR2004
            self._refuse("XH-008", row, found=row["percent"])
        elif key in self.measured:
            self._refuse("XH-009", row)
        else:
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
                    expected=near(code, self._units),
                )
            )
            return None
        question = self._questions.get(row["question_code"])
        if question is None or unit.group_code not in question.max_score:
            code = row["question_code"]
            self._refuse("XH-004", row, found=code, expected=near(code, self._questions))
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
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None


def _header_of(path: Path) -> list[str]:
    if path.suffix.lower() == ".xlsx":
        return next(_sheet_rows(path), (0, []))[1]
    first = path.read_bytes().partition(b"\n")[0].decode("utf-8-sig", "replace")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    return [normalise(name.strip('"')) for name in first.strip().split(delimiter)]


def _rows_of(
    path: Path, root: Path, columns: tuple[str, ...], findings: list[Finding]
) -> Iterable[Row]:
    if path.suffix.lower() == ".csv":
        return read_rows(path, root=root, columns=columns, findings=findings, missing_code="XH-002")
    file = path.relative_to(root).as_posix()
    lines = _sheet_rows(path)
    _, header = next(lines, (0, []))
    absent = [column for column in columns if column not in header]
    findings += [finding("XH-002", file=file, found=column) for column in absent]
    return () if absent else _sheet_table(lines, header, file)


def _sheet_table(
    lines: Iterator[tuple[int, list[str]]], header: list[str], file: str
) -> Iterator[Row]:
    for number, line in lines:
        if any(line):
            cells = dict(zip(header, line, strict=False))
            yield Row(cells=cells, place=Place(file=file, cell=f"dòng {number}"))


def _sheet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of the first sheet as text; whole numbers without decimals."""
    from openpyxl import load_workbook

    sheet = load_workbook(path, data_only=True).worksheets[0]
    for number, line in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, [normalise("" if value is None else f"{value}") for value in line]
