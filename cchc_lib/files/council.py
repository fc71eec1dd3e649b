"""Read the decisions of the council from its table, a CSV file or a workbook."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment, Decision, NotReported, Unit
from cchc_lib.files.cell_rows import CellRow
from cchc_lib.files.cells.reading import read_day, read_score
from cchc_lib.files.cells.taking import Taking
from cchc_lib.files.row_findings import component_problem, unit_finding
from cchc_lib.files.sheets import TableKind, open_tables
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.tables import Row
from cchc_lib.findings import BLANK, Finding

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
_DECISIONS = TableKind(
    name_vi="bảng quyết định của Hội đồng", columns=COUNCIL_COLUMNS, missing_code="KD-005"
)
_SURVEYED = "Tiêu chí thành phần này do điều tra xã hội học cho điểm; xóa dòng này."
_FROM_SOURCE = "Tiêu chí thành phần này tính từ số liệu của nguồn ngoài; sửa số liệu ở external/."


def read_council(
    sources: Sequence[SourceFile], *, edition: Edition, assessment: Assessment
) -> tuple[tuple[Decision, ...], list[Finding]]:
    """Read the decisions of the council, in the order in which they stand in the tables.

    A row that cannot be used, or that names no document or date, gives no decision. Whether
    a decision may stand is asked by core.
    """
    reader = _Reader(edition, {unit.code: unit for unit in assessment.units})
    tables = open_tables(sources, (_DECISIONS,), reader.findings)
    decisions = (one for table in tables for row in table.rows() for one in reader.read(row))
    return tuple(decisions), reader.findings


class _Reader:
    """Reads the rows of the council's tables, and collects what is wrong with them."""

    def __init__(self, edition: Edition, units: Mapping[str, Unit]) -> None:
        self.findings: list[Finding] = []
        self._taking = Taking(self.findings)
        self._edition = edition
        self._units = units

    def read(self, cells: CellRow) -> Iterator[Decision]:
        """Yield the decision in a row; none where a component is only listed."""
        if cells.is_blank(("score", "reason", "document", "date")):
            return
        row = self._row(cells)
        if row is None:
            return
        score, day = self._score(cells, row), self._day(cells, row)
        reason, document = self._text(cells, row, "reason"), self._text(cells, row, "document")
        if document == "":
            self.findings.append(unit_finding("TD-023", row, "document", found="số văn bản"))
        if score is not None and day is not None and document and reason is not None:
            yield Decision(
                stage="council",
                unit_code=row["unit_code"],
                component_code=row["component_code"],
                score=score,
                reason=reason,
                role=COUNCIL_ROLE,
                decided_on=day,
                document=document,
                place=row.place_of("score"),
            )

    def _row(self, cells: CellRow) -> Row | None:
        """Return the row if it names a component on which the council may decide."""
        unit = cells.text("unit_code", self._taking)
        component = cells.text("component_code", self._taking)
        if unit is None or component is None:
            return None
        row = cells.named({"unit_code": unit, "component_code": component})
        problem = component_problem(row, self._edition, self._units) or self._unasked_problem(row)
        if problem is not None:
            self.findings.append(problem)
        return row if problem is None else None

    def _unasked_problem(self, row: Row) -> Finding | None:
        code = row["component_code"]
        component = next(one for one in self._edition.components() if one.code == code)
        if component.is_appraised:
            return None
        expected = _SURVEYED if component.is_survey else _FROM_SOURCE
        return unit_finding("KD-010", row, "component_code", found=code, expected=expected)

    def _score(self, cells: CellRow, row: Row) -> Decimal | None:
        cell = cells.cells["score"]
        score = cells.take("score", read_score(cell), self._taking, **row.cells)
        if not isinstance(score, NotReported):
            return score
        if score.reason == "blank":
            found = cell.as_typed or BLANK
            self.findings.append(unit_finding("BM-013", row, "score", found=found))
        return None

    def _day(self, cells: CellRow, row: Row) -> date | None:
        reading = read_day(cells.cells["date"], code="KD-008", expected="")
        day = cells.take("date", reading, self._taking, **row.cells)
        if not isinstance(day, NotReported):
            return day
        if day.reason == "blank":
            self.findings.append(unit_finding("TD-023", row, "date", found="ngày"))
        return None

    def _text(self, cells: CellRow, row: Row, column: str) -> str | None:
        return cells.remark(column, self._taking, **row.cells)
