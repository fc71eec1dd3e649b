"""Read ``adjustments.csv``: bonus and penalty points on declared grounds, and caps of the grade."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal, cast, get_args

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Adjustment, Unit
from cchc_lib.files.row_findings import read_table, row_finding, unit_finding
from cchc_lib.files.tables import Row
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_decimal, suggest

__all__ = ["read_adjustments"]

_Kind = Literal["bonus", "penalty", "cap"]
_COLUMNS = ("unit_code", "kind", "code", "points", "reason", "document")
_POINTS = re.compile(r"\d{1,4}([.,]\d{1,4})?")
_WORDS = {"bonus": "cộng", "penalty": "trừ"}


def read_adjustments(
    root: Path, edition: Edition, units: Mapping[str, Unit], findings: list[Finding]
) -> Iterator[Adjustment]:
    """Yield the adjustments that can be used; the edition says what they may be for."""
    codes = _declared_codes(edition)
    seen: set[tuple[str, ...]] = set()
    for row in read_table(root, "adjustments.csv", _COLUMNS, findings):
        points = _points(row)
        problem = _problem(row, units, codes, points) or _repeated(row, seen)
        if problem is not None or points is None:
            findings += [problem] if problem else []
            continue
        findings += _over_maximum(edition, row, points)
        yield Adjustment(
            unit_code=row["unit_code"],
            kind=cast("_Kind", row["kind"]),
            code=row["code"],
            points=points,
            reason=row["reason"],
            document=row["document"],
            place=row.place,
        )


def _declared_codes(edition: Edition) -> dict[str, list[str]]:
    """Return the codes that the edition declares, by kind of adjustment."""
    codes: dict[str, list[str]] = {kind: [] for kind in get_args(_Kind)}
    codes["cap"] = [cap.code for cap in edition.grading.caps]
    for item in edition.adjustment.items:
        codes[item.kind].append(item.code)
    return codes


def _problem(
    row: Row, units: Mapping[str, Unit], codes: dict[str, list[str]], points: Decimal | None
) -> Finding | None:
    unit, kind, code = row["unit_code"], row["kind"], row["code"]
    if unit not in units:
        return row_finding("KD-009", row, found=unit, expected=suggest(unit, units))
    if kind not in codes:
        return unit_finding("KD-014", row, found=kind, expected=suggest(kind, codes))
    if code not in codes[kind]:
        return unit_finding("KD-014", row, found=code, expected=suggest(code, codes[kind]))
    if points is None:
        return unit_finding("KD-015", row, found=row["points"])
    return None if row["document"] else unit_finding("KD-016", row)


def _repeated(row: Row, seen: set[tuple[str, ...]]) -> Finding | None:
    """Return the finding for an adjustment that an earlier row has, and remember this one."""
    about = (row["unit_code"], row["kind"], row["code"], row["document"])
    if about in seen:
        return unit_finding("KD-023", row, found=", ".join(about))
    seen.add(about)
    return None


def _points(row: Row) -> Decimal | None:
    """Return non-negative points; only a cap of the grade may leave them blank."""
    if row["kind"] == "cap" and not row["points"]:
        return Decimal(0)
    text = row["points"]
    return Decimal(text.replace(",", ".")) if _POINTS.fullmatch(text) else None


def _over_maximum(edition: Edition, row: Row, points: Decimal) -> Iterator[Finding]:
    item = edition.adjustment.item(row["code"]) if row["kind"] in _WORDS else None
    if item is not None and points > item.max_points:
        yield finding(
            "KD-026",
            unit_code=row["unit_code"],
            file=row.place.file,
            cell=row.place.cell,
            component_code=row["code"],
            found=format_decimal(points),
            expected=format_decimal(item.max_points),
            words=_WORDS[row["kind"]],
        )
