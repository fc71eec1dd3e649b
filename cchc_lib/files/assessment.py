"""Read an assessment folder's own decisions: the round, its units, exemptions, adjustments."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast, get_args

from cchc_lib.core.rulebook import Edition, NotApplicablePolicy
from cchc_lib.core.submission import Assessment, Exemption, Unit
from cchc_lib.files.adjustments import read_adjustments
from cchc_lib.files.closing import closed_stages
from cchc_lib.files.receipts import read_receipts
from cchc_lib.files.row_findings import (
    component_problem,
    read_table,
    row_date,
    row_finding,
    unit_finding,
)
from cchc_lib.files.settings import is_code, read_settings, read_windows
from cchc_lib.files.tables import Row
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import suggest

__all__ = ["read_assessment", "read_edition_code"]


def read_edition_code(root: Path) -> tuple[str, list[Finding]]:
    """Return the edition that an assessment names; empty when its settings have any error."""
    settings, findings = read_settings(root)
    return ("" if findings else settings["edition"]), findings


def read_assessment(root: Path, edition: Edition) -> tuple[Assessment | None, list[Finding]]:
    """Read the round, its units and the decisions about them.

    Rows that cannot be used are left out and reported; without a usable ``assessment.toml``
    or ``units.csv`` there is no assessment.
    """
    settings, findings = read_settings(root)
    if any(item.severity == "error" for item in findings):
        return None, findings
    year = int(settings["year"])
    units = _read_units(root, edition, year, findings)
    if not units:
        findings.append(finding("KD-021", file="units.csv"))
        return None, findings
    by_code = {unit.code: unit for unit in units}
    return (
        Assessment(
            year=year,
            edition_code=settings["edition"],
            title_vi=settings["title_vi"],
            province_vi=settings["province_vi"],
            is_synthetic=settings["is_synthetic"],
            form_version=settings["form_version"],
            units=tuple(units),
            exemptions=tuple(_read_exemptions(root, edition, by_code, findings)),
            adjustments=tuple(read_adjustments(root, edition, by_code, findings)),
            windows=tuple(read_windows(settings, findings)),
            receipts=tuple(read_receipts(root, by_code, findings)),
            closed_on=closed_stages(root),
        ),
        findings,
    )


def _read_units(root: Path, edition: Edition, year: int, findings: list[Finding]) -> list[Unit]:
    """Return the units in force at the end of the year, in the file's order within groups."""
    if not (root / "units.csv").is_file():
        findings.append(finding("KD-001", file="units.csv"))
    columns = ("unit_code", "unit_name", "group_code", "valid_from", "valid_to")
    groups = [group.code for group in edition.groups]
    units: dict[str, Unit] = {}
    for row in read_table(root, "units.csv", columns, findings):
        unit = _unit(row, groups, findings)
        if unit is None:
            continue
        if not _is_in_force(unit, year):
            findings.append(row_finding("KD-022", row, found=unit.name_vi))
        elif unit.code in units:
            findings.append(row_finding("KD-007", row, found=f"mã {unit.code} đã dùng"))
        else:
            units[unit.code] = unit
    return sorted(units.values(), key=lambda unit: groups.index(unit.group_code))


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
    return Unit(
        code=row["unit_code"],
        name_vi=row["unit_name"],
        group_code=row["group_code"],
        valid_from=valid_from,
        valid_to=valid_to,
        place=row.place,
    )


def _is_in_force(unit: Unit, year: int) -> bool:
    last_day = date(year, 12, 31)
    return unit.valid_from <= last_day and (unit.valid_to is None or unit.valid_to >= last_day)


def _read_exemptions(
    root: Path, edition: Edition, units: dict[str, Unit], findings: list[Finding]
) -> Iterator[Exemption]:
    columns = ("unit_code", "component_code", "policy", "legal_basis")
    policies = get_args(NotApplicablePolicy)
    seen: set[tuple[str, str]] = set()
    for row in read_table(root, "exemptions.csv", columns, findings):
        component = row["component_code"]
        problem = component_problem(row, edition, units)
        policy = row["policy"] or edition.not_applicable.default_policy
        if problem is None and policy not in policies:
            problem = unit_finding("KD-011", row, found=policy, expected=suggest(policy, policies))
        if problem is None and not row["legal_basis"]:
            problem = unit_finding("KD-012", row)
        if problem is None and (row["unit_code"], component) in seen:
            problem = unit_finding("KD-018", row)
        if problem is not None:
            findings.append(problem)
            continue
        seen.add((row["unit_code"], component))
        yield Exemption(
            unit_code=row["unit_code"],
            component_code=component,
            policy=cast("NotApplicablePolicy", policy),
            legal_basis=row["legal_basis"],
            place=row.place,
        )
