"""Read the small tables of an assessment folder, and speak of their rows in findings."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Unit
from cchc_lib.files.tables import Row, read_rows
from cchc_lib.findings import BLANK, Finding, finding
from cchc_lib.vietnamese import parse_date, suggest

__all__ = [
    "component_problem",
    "read_table",
    "row_date",
    "row_finding",
    "unit_finding",
]


def read_table(root: Path, name: str, columns: Sequence[str], findings: list[Finding]) -> list[Row]:
    """Return the rows of a CSV file in the assessment folder; none where there is no file."""
    path = root / name
    if not (path.is_file() or path.is_symlink()):
        return []
    return read_rows(path, root=root, columns=columns, findings=findings, missing_code="KD-005")


def row_date(row: Row, column: str, findings: list[Finding]) -> date | None:
    """Return the date in a cell; without one, report it and return ``None``."""
    day = parse_date(row[column])
    if day is None:
        findings.append(row_finding("KD-008", row, found=row[column] or BLANK))
    return day


def component_problem(row: Row, edition: Edition, units: Mapping[str, Unit]) -> Finding | None:
    """Return why a row names no unit of the round, or no component of that unit's appendix."""
    code, component = row["unit_code"], row["component_code"]
    if code not in units:
        expected = suggest(code, units)
        return row_finding("KD-009", row, "unit_code", found=code or BLANK, expected=expected)
    known = [one.code for one in edition.components_of(units[code].group_code)]
    if component not in known:
        expected = suggest(component, known)
        found = component or BLANK
        return unit_finding("KD-010", row, "component_code", found=found, expected=expected)
    return None


def row_finding(
    code: str,
    row: Row,
    column: str = "",
    *,
    found: str = "",
    expected: str = "",
    unit_code: str = "",
) -> Finding:
    """Return a finding at a row, or at one cell of it; it is of no unit unless one is named."""
    return finding(
        code,
        unit_code=unit_code,
        **row.place_of(column).words,
        component_code=row.cells.get("component_code", "") if unit_code else "",
        found=found,
        expected=expected,
    )


def unit_finding(
    code: str, row: Row, column: str = "", *, found: str = "", expected: str = ""
) -> Finding:
    """Return a finding about the unit, and the component if any, that a row names."""
    unit_code = row["unit_code"]
    return row_finding(code, row, column, found=found, expected=expected, unit_code=unit_code)
