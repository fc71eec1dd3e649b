"""Read an assessment folder's own decisions: the round, its units, exemptions, adjustments."""

import re
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, cast, get_args

from cchc_lib.core.rulebook import Edition, NotApplicablePolicy
from cchc_lib.core.submission import Adjustment, Assessment, Exemption, Unit
from cchc_lib.files.tables import Row, read_rows
from cchc_lib.files.text import UnreadableText, read_toml
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import suggest

__all__ = ["ASSESSMENT_FILE", "read_assessment", "read_edition_code"]

ASSESSMENT_FILE = "assessment.toml"
_KEYS: dict[str, tuple[type, str]] = {
    "year": (int, "năm đánh giá, ví dụ 2018"),
    "edition": (str, "mã bộ tiêu chí, ví dụ mau-2018"),
    "title_vi": (str, "tên kỳ đánh giá"),
    "province_vi": (str, "tên tỉnh"),
    "is_synthetic": (bool, "true nếu là số liệu minh họa, false nếu là số liệu thật"),
    "form_version": (str, "phiên bản biểu mẫu phát hành"),
}
_POINTS = re.compile(r"\d{1,4}([.,]\d{1,4})?")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KINDS = ("bonus", "penalty", "cap")


def read_edition_code(root: Path) -> tuple[str, list[Finding]]:
    """Return the edition that an assessment names; empty when its settings have any error."""
    settings, findings = _read_settings(root)
    return ("" if findings else settings["edition"]), findings


def read_assessment(root: Path, edition: Edition) -> tuple[Assessment | None, list[Finding]]:
    """Read the round, its units and the decisions about them.

    Rows that cannot be used are left out and reported; without a usable ``assessment.toml``
    or ``units.csv`` there is no assessment.
    """
    settings, findings = _read_settings(root)
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
            adjustments=tuple(_read_adjustments(root, edition, by_code, findings)),
        ),
        findings,
    )


def _read_settings(root: Path) -> tuple[dict[str, Any], list[Finding]]:
    path = root / ASSESSMENT_FILE
    if not path.is_file():
        return {}, [finding("KD-001", file=ASSESSMENT_FILE)]
    try:
        settings = read_toml(path)
    except UnreadableText as error:
        return {}, [finding("KD-002", file=ASSESSMENT_FILE, found=error.reason_vi)]
    findings = [
        finding("KD-003", file=ASSESSMENT_FILE, cell=key, found=key, expected=expected)
        for key, (kind, expected) in _KEYS.items()
        if type(settings.get(key)) is not kind or not _is_plausible(key, settings[key])
    ]
    findings += [
        finding("KD-003", file=ASSESSMENT_FILE, cell=key, found=key, expected=suggest(key, _KEYS))
        for key in settings
        if key not in _KEYS
    ]
    return settings, findings


def _is_plausible(key: str, value: Any) -> bool:  # noqa: ANN401 - as TOML has it
    """Tell whether a setting of the right type can mean anything."""
    if key == "year":
        return bool(MINYEAR < value < MAXYEAR)
    return isinstance(value, bool) or (
        bool(value.strip()) and (key != "edition" or _is_code(value))
    )


def _is_code(text: str) -> bool:
    """Tell whether a code may stand in file names: plain letters, digits, single hyphens."""
    return _CODE.fullmatch(text) is not None


def _table(root: Path, name: str, columns: tuple[str, ...], findings: list[Finding]) -> list[Row]:
    path = root / name
    if not path.is_file():
        return []
    return read_rows(path, root=root, columns=columns, findings=findings, missing_code="KD-005")


def _read_units(root: Path, edition: Edition, year: int, findings: list[Finding]) -> list[Unit]:
    """Return the units in force at the end of the year, in the file's order within groups."""
    if not (root / "units.csv").is_file():
        findings.append(finding("KD-001", file="units.csv"))
    columns = ("unit_code", "unit_name", "group_code", "valid_from", "valid_to")
    groups = [group.code for group in edition.groups]
    units: dict[str, Unit] = {}
    for row in _table(root, "units.csv", columns, findings):
        unit = _unit(row, groups, findings)
        if unit is None:
            continue
        if not _is_in_force(unit, year):
            findings.append(_row_finding("KD-022", row, found=unit.name_vi))
        elif unit.code in units:
            findings.append(_row_finding("KD-007", row, found=f"mã {unit.code} đã dùng"))
        else:
            units[unit.code] = unit
    return sorted(units.values(), key=lambda unit: groups.index(unit.group_code))


def _unit(row: Row, groups: list[str], findings: list[Finding]) -> Unit | None:
    if not _is_code(row["unit_code"]) or not row["unit_name"]:
        found = f"“{row['unit_code']}”, “{row['unit_name']}”"
        findings.append(_row_finding("KD-007", row, found=found))
        return None
    if row["group_code"] not in groups:
        fix = suggest(row["group_code"], groups)
        findings.append(_row_finding("KD-006", row, found=row["group_code"], expected=fix))
        return None
    valid_from = _date(row, "valid_from", findings)
    valid_to = _date(row, "valid_to", findings) if row["valid_to"] else None
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


def _date(row: Row, column: str, findings: list[Finding]) -> date | None:
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        findings.append(_row_finding("KD-008", row, found=row[column] or "(trống)"))
        return None


def _is_in_force(unit: Unit, year: int) -> bool:
    last_day = date(year, 12, 31)
    return unit.valid_from <= last_day and (unit.valid_to is None or unit.valid_to >= last_day)


def _read_exemptions(
    root: Path, edition: Edition, units: dict[str, Unit], findings: list[Finding]
) -> Iterator[Exemption]:
    columns = ("unit_code", "component_code", "policy", "legal_basis")
    policies = get_args(NotApplicablePolicy)
    seen: set[tuple[str, str]] = set()
    for row in _table(root, "exemptions.csv", columns, findings):
        component = row["component_code"]
        problem = _component_problem(edition, units, row, component)
        policy = row["policy"] or edition.not_applicable.default_policy
        if problem is None and policy not in policies:
            problem = _unit_finding("KD-011", row, found=policy, expected=suggest(policy, policies))
        if problem is None and not row["legal_basis"]:
            problem = _unit_finding("KD-012", row)
        if problem is None and (row["unit_code"], component) in seen:
            problem = _unit_finding("KD-018", row)
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


def _component_problem(
    edition: Edition, units: dict[str, Unit], row: Row, component: str
) -> Finding | None:
    unit = units.get(row["unit_code"])
    if unit is None:
        code = row["unit_code"]
        return _row_finding("KD-009", row, found=code, expected=suggest(code, units))
    known = [c.code for c in edition.components_of(unit.group_code)]
    if component not in known:
        return _unit_finding("KD-010", row, found=component, expected=suggest(component, known))
    return None


def _read_adjustments(
    root: Path, edition: Edition, units: dict[str, Unit], findings: list[Finding]
) -> Iterator[Adjustment]:
    columns = ("unit_code", "kind", "code", "points", "reason", "document")
    caps = [cap.code for cap in edition.grading.caps]
    seen: set[tuple[str, ...]] = set()
    for row in _table(root, "adjustments.csv", columns, findings):
        problem = _adjustment_problem(row, units, caps)
        points = _points(row)
        if problem is None and points is None:
            problem = _unit_finding("KD-015", row, found=row["points"])
        if problem is None and not row["document"]:
            problem = _unit_finding("KD-016", row)
        about = (row["unit_code"], row["kind"], row["code"], row["document"])
        if problem is None and about in seen:
            problem = _unit_finding("KD-023", row, found=", ".join(about))
        seen.add(about)
        if problem is not None or points is None:
            findings += [problem] if problem else []
            continue
        yield Adjustment(
            unit_code=row["unit_code"],
            kind=cast("Literal['bonus', 'penalty', 'cap']", row["kind"]),
            code=row["code"],
            points=points,
            reason=row["reason"],
            document=row["document"],
            place=row.place,
        )


def _adjustment_problem(row: Row, units: dict[str, Unit], caps: list[str]) -> Finding | None:
    code, kind = row["unit_code"], row["kind"]
    if code not in units:
        return _row_finding("KD-009", row, found=code, expected=suggest(code, units))
    if kind not in _KINDS:
        return _unit_finding("KD-014", row, found=kind, expected=suggest(kind, _KINDS))
    if kind == "cap" and row["code"] not in caps:
        return _unit_finding("KD-014", row, found=row["code"], expected=suggest(row["code"], caps))
    return None


def _points(row: Row) -> Decimal | None:
    """Return non-negative points; only a cap of the grade may leave them blank."""
    if row["kind"] == "cap" and not row["points"]:
        return Decimal(0)
    text = row["points"]
    return Decimal(text.replace(",", ".")) if _POINTS.fullmatch(text) else None


def _row_finding(code: str, row: Row, *, found: str = "", expected: str = "") -> Finding:
    place = row.place
    return finding(code, file=place.file, cell=place.cell, found=found, expected=expected)


def _unit_finding(code: str, row: Row, *, found: str = "", expected: str = "") -> Finding:
    place = row.place
    return finding(
        code,
        unit_code=row["unit_code"],
        file=place.file,
        cell=place.cell,
        component_code=row.cells.get("component_code", ""),
        found=found,
        expected=expected,
    )
