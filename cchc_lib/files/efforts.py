"""Read what it takes a unit to work on a component: a small table of its own."""

from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

from cchc_lib.files.cells.numbers import parse_number
from cchc_lib.files.row_findings import row_finding
from cchc_lib.files.tables import Row, read_rows
from cchc_lib.findings import BLANK, Finding
from cchc_lib.vietnamese import suggest

__all__ = ["read_efforts"]

_COLUMNS = ("component_code", "effort")


def read_efforts(path: Path, known: Collection[str]) -> tuple[dict[str, Decimal], list[Finding]]:
    """Return the effort of each component that a CSV file names, and what is wrong with it.

    ``known`` are the codes that a row may name.
    """
    findings: list[Finding] = []
    efforts: dict[str, Decimal] = {}
    for row in read_rows(
        path, root=path.parent, columns=_COLUMNS, findings=findings, missing_code="KD-005"
    ):
        code, effort = row["component_code"], parse_number(row["effort"], "amount")
        problem = _problem(row, effort, known, efforts)
        if problem is not None or effort is None:
            findings += [problem] if problem else []
        else:
            efforts[code] = effort
    return efforts, findings


def _problem(
    row: Row, effort: Decimal | None, known: Collection[str], earlier: Collection[str]
) -> Finding | None:
    code = row["component_code"]
    if code not in known:
        return row_finding("KD-010", row, found=code or BLANK, expected=suggest(code, known))
    if code in earlier:
        return row_finding("KD-023", row, found=code)
    if effort is None or effort < 0:
        return row_finding("KD-035", row, found=row["effort"] or BLANK)
    return None
