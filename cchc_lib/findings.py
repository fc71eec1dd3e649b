"""Findings: problems in users' data, each with a stable code, a place and what to do.

All findings of a command are collected and shown together.
:data:`cchc_lib.finding_kinds.KINDS` is the one table of codes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from cchc_lib.finding_kinds import KINDS, Severity
from cchc_lib.vietnamese import show_hidden

__all__ = ["BLANK", "Finding", "finding", "has_errors", "in_order"]

BLANK = "(trống)"
"""Stands in a finding for what ought to be there and is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem: what, where, on what basis, and how to mend it (all in Vietnamese)."""

    severity: Severity
    code: str
    unit_code: str
    file: str
    sheet: str
    cell: str
    component_code: str
    found: str
    expected: str
    message: str
    fix: str

    @property
    def has_fallback(self) -> bool:
        """Tell whether the stage before stays in force, so that there still is a total."""
        return KINDS[self.code].has_fallback or self.file.startswith(_LATER_STAGES)


_LATER_STAGES = ("explanations/", "appraisal_2/", "council.")
"""How the files of the stages begin that follow another decision."""
_ORDER = {severity: index for index, severity in enumerate(get_args(Severity))}


def finding(
    code: str,
    *,
    unit_code: str = "",
    file: str = "",
    sheet: str = "",
    cell: str = "",
    component_code: str = "",
    found: str = "",
    expected: str = "",
    words: str = "",
) -> Finding:
    """Make a finding of a known kind.

    >>> finding("HS-014", found="1,75", expected="1,5", component_code="2.1.3").message
    'Điểm tự chấm 1,75 lớn hơn điểm tối đa 1,5 của tiêu chí thành phần 2.1.3.'
    """
    kind = KINDS[code]
    file, sheet, found, expected, words = map(show_hidden, (file, sheet, found, expected, words))
    filled = {
        "found": found,
        "expected": expected,
        "component": component_code,
        "file": file,
        "words": words,
    }
    return Finding(
        severity=kind.severity,
        code=code,
        unit_code=unit_code,
        file=file,
        sheet=sheet,
        cell=cell,
        component_code=component_code,
        found=found,
        expected=expected,
        message=kind.message.format(**filled),
        fix=kind.fix.format(**filled),
    )


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding is an error."""
    return any(finding.severity == "error" for finding in findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings without repeats: errors first, then by unit, file, component and code."""
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda f: (
                _ORDER[f.severity],
                f.unit_code,
                f.file,
                f.component_code,
                f.cell,
                f.code,
                f.found,
            ),
        )
    )
