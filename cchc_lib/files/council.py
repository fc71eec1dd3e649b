"""Read the decisions of the council: ``council.csv`` or the first sheet of ``council.xlsx``."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment, Decision, Place, Unit
from cchc_lib.files.cells.reading import parse_number
from cchc_lib.files.row_findings import BLANK, component_problem, row_date, unit_finding
from cchc_lib.files.sheets import sheet_lines
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.tables import Line, Row, csv_lines, table_rows
from cchc_lib.findings import Finding

__all__ = ["COUNCIL_COLUMNS", "COUNCIL_ROLE", "read_council"]

COUNCIL_ROLE = "Hội đồng thẩm định"
COUNCIL_COLUMNS: Mapping[str, str] = {
    "unit_code": "Mã đơn vị",
    "component_code": "Mã tiêu chí thành phần",
    "score": "Điểm",
    "reason": "Lý do",
    "document": "Số văn bản",
    "date": "Ngày",
}
"""The columns of the table, each with the Vietnamese header that may stand in its place."""
_BY_HEADER = {vi.casefold(): name for name, vi in COUNCIL_COLUMNS.items()}
_SURVEYED = "Tiêu chí thành phần này do điều tra xã hội học cho điểm; xóa dòng này."


def read_council(
    sources: Sequence[SourceFile], *, edition: Edition, assessment: Assessment
) -> tuple[tuple[Decision, ...], list[Finding]]:
    """Read the decisions of the council, in the order in which they stand in the tables.

    A row that cannot be used, or that names no document or date, gives no decision. Whether
    a decision may stand is asked by core.
    """
    findings: list[Finding] = []
    units = {unit.code: unit for unit in assessment.units}
    rows = [row for source in sources for row in _rows(source, findings)]
    decisions = tuple(
        decision
        for row in rows
        if not _is_untouched(row)
        for decision in _decision(row, edition, units, findings)
    )
    return decisions, findings


def _rows(source: SourceFile, findings: list[Finding]) -> list[Row]:
    is_sheet = source.file.lower().endswith(".xlsx")
    lines: list[Line] | None = (
        sheet_lines(source, findings) if is_sheet else csv_lines(source.path, source.file, findings)
    )
    if not lines:
        return []
    number, header = lines[0]
    named = [_BY_HEADER.get(cell.casefold(), cell) for cell in header]
    return table_rows(
        [(number, named), *lines[1:]],
        place=Place(file=source.file),
        columns=tuple(COUNCIL_COLUMNS),
        findings=findings,
        missing_code="KD-005",
    )


def _is_untouched(row: Row) -> bool:
    """Tell whether nothing was decided in a row that lists a component."""
    return not any(row[column] for column in ("score", "reason", "document", "date"))


def _decision(
    row: Row, edition: Edition, units: Mapping[str, Unit], findings: list[Finding]
) -> Iterator[Decision]:
    problem = component_problem(row, edition, units) or _survey_problem(row, edition)
    if problem is not None:
        findings.append(problem)
        return
    score, day = parse_number(row["score"]), _day(row, findings)
    if score is None:
        findings.append(unit_finding("BM-013", row, found=row["score"] or BLANK))
    if not row["document"]:
        findings.append(unit_finding("TD-023", row, found="số văn bản"))
    if score is not None and day is not None and row["document"]:
        yield _given(row, score, day)


def _given(row: Row, score: Decimal, day: date) -> Decision:
    return Decision(
        stage="council",
        unit_code=row["unit_code"],
        component_code=row["component_code"],
        score=score,
        reason=row["reason"],
        role=COUNCIL_ROLE,
        decided_on=day,
        document=row["document"],
        place=row.place,
    )


def _day(row: Row, findings: list[Finding]) -> date | None:
    if not row["date"]:
        findings.append(unit_finding("TD-023", row, found="ngày"))
        return None
    return row_date(row, "date", findings, unit_code=row["unit_code"])


def _survey_problem(row: Row, edition: Edition) -> Finding | None:
    code = row["component_code"]
    is_survey = any(one.is_survey for one in edition.components() if one.code == code)
    return unit_finding("KD-010", row, found=code, expected=_SURVEYED) if is_survey else None
