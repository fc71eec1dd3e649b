"""Read ``units.csv``: the units of a year, and what became of those that ended before."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Unit
from cchc_lib.core.successions import check_successions, with_own_successors
from cchc_lib.files.row_findings import read_table, row_date, row_finding
from cchc_lib.files.settings import is_code
from cchc_lib.files.tables import Row
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import suggest

__all__ = ["read_units"]

_FILE = "units.csv"
_COLUMNS = ("unit_code", "unit_name", "group_code", "valid_from", "valid_to")
_SUCCESSOR = "successor_code"
"""An optional column."""


def read_units(
    root: Path, edition: Edition, year: int, findings: list[Finding]
) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """Return the units in force at the end of the year, and rows that ended before.

    Both are in the file's order, the first within its groups.
    """
    if not (root / _FILE).is_file():
        findings.append(finding("KD-001", file=_FILE))
    groups = [group.code for group in edition.groups]
    rows = with_own_successors(tuple(_rows(root, groups, findings)))
    last_day = date(year, 12, 31)
    units: dict[str, Unit] = {}
    former: list[Unit] = []
    for row in rows:
        has_ended = row.valid_to is not None and row.valid_to < last_day
        if has_ended:
            former.append(row)
        if row.valid_from > last_day or (has_ended and not row.successor_code):
            findings.append(finding("KD-022", **row.place.words, found=row.name_vi))
        elif not has_ended and row.code in units:
            findings.append(finding("KD-007", **row.place.words, found=f"mã {row.code} đã dùng"))
        elif not has_ended:
            units[row.code] = row
    findings += check_successions(rows)
    in_groups = sorted(units.values(), key=lambda unit: groups.index(unit.group_code))
    return tuple(in_groups), tuple(former)


def _rows(root: Path, groups: list[str], findings: list[Finding]) -> Iterator[Unit]:
    for row in read_table(root, _FILE, _COLUMNS, findings):
        unit = _unit(row, groups, findings)
        if unit is not None:
            yield unit


def _unit(row: Row, groups: list[str], findings: list[Finding]) -> Unit | None:
    if not is_code(row["unit_code"]) or not row["unit_name"]:
        found = f"“{row['unit_code']}”, “{row['unit_name']}”"
        findings.append(row_finding("KD-007", row, found=found))
        return None
    if row["group_code"] not in groups:
        fix = suggest(row["group_code"], groups)
        findings.append(row_finding("KD-006", row, found=row["group_code"], expected=fix))
        return None
    valid_from = row_date(row, "valid_from", findings)
    valid_to = row_date(row, "valid_to", findings) if row["valid_to"] else None
    if valid_from is None or (row["valid_to"] and valid_to is None):
        return None
    if valid_to is not None and valid_to < valid_from:
        findings.append(row_finding("KD-008", row, found=row["valid_to"]))
        return None
    return Unit(
        code=row["unit_code"],
        name_vi=row["unit_name"],
        group_code=row["group_code"],
        valid_from=valid_from,
        valid_to=valid_to,
        place=row.place,
        successor_code=row.cells.get(_SUCCESSOR, ""),
    )
