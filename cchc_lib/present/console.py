"""Findings as people read them in a terminal."""

from collections import Counter
from collections.abc import Iterable, Sequence

from cchc_lib.core.submission import Place
from cchc_lib.finding_kinds import KINDS, SEVERITY_NAMES
from cchc_lib.findings import Finding
from cchc_lib.present.wording import format_place

__all__ = ["format_finding", "format_findings"]


def format_finding(finding: Finding) -> str:
    """Write one finding: code and sentence, place, and what to do."""
    place = format_place(Place(file=finding.file, sheet=finding.sheet, cell=finding.cell))
    lines = [f"[{finding.code}] {finding.message}"]
    if finding.unit_code:
        lines.append(f"  Đơn vị: {finding.unit_code}")
    if finding.component_code:
        lines.append(f"  Tiêu chí thành phần: {finding.component_code}")
    if place:
        lines.append(f"  Vị trí: {place}")
    lines.append(f"  Cách sửa: {finding.fix}")
    return "\n".join(lines)


def format_findings(findings: Sequence[Finding], *, is_brief: bool) -> str:
    """Write findings, errors in full; when brief, the rest only as counts by code."""
    errors = [finding for finding in findings if finding.severity == "error"]
    others = [finding for finding in findings if finding.severity != "error"]
    shown = errors if is_brief else [*errors, *others]
    lines = [format_finding(finding) for finding in shown]
    if is_brief and others:
        lines.append(_counts(others))
    return "\n".join([*lines, _totals(findings)])


def _counts(findings: Iterable[Finding]) -> str:
    """Write one line per code: how many, of what."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    return "\n".join(
        f"[{code}] {len(own)} {SEVERITY_NAMES[own[0].severity]}: {_outline(code, own)}"
        for code, own in sorted(by_code.items())
    )


def _outline(code: str, own: Sequence[Finding]) -> str:
    """Return the one finding as it is, or what several have in common."""
    return own[0].message if len(own) == 1 else KINDS[code].outline


def _totals(findings: Iterable[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    parts = [f"{counts[severity]} {name}" for severity, name in SEVERITY_NAMES.items()]
    return "Tổng cộng: " + ", ".join(parts) + "."
