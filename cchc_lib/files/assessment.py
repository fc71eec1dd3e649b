"""Read an assessment folder's own decisions: the round, its units, exemptions, adjustments."""

from collections.abc import Iterator
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
    unit_finding,
)
from cchc_lib.files.settings import read_correction, read_settings, read_windows
from cchc_lib.files.units import read_units
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
    units, former = read_units(root, edition, year, findings)
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
            units=units,
            exemptions=tuple(_read_exemptions(root, edition, by_code, findings)),
            adjustments=tuple(read_adjustments(root, edition, by_code, findings)),
            windows=tuple(read_windows(settings, findings)),
            receipts=tuple(read_receipts(root, by_code, findings)),
            closed_on=closed_stages(root),
            former_units=former,
            correction=read_correction(settings),
        ),
        findings,
    )


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
