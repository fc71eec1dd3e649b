"""Findings as tables: what is wrong, where, and what to do."""

from collections.abc import Mapping, Sequence

from cchc_lib.core.submission import Place
from cchc_lib.finding_kinds import SEVERITY_NAMES, Severity
from cchc_lib.findings import Finding
from cchc_lib.present.html import Column, Html, inline_code, mark, over_small, table
from cchc_lib.present.language import later, tr
from cchc_lib.present.wording import format_place
from cchc_lib.vietnamese import sort_key

__all__ = ["finding_table", "format_fix", "severity_counts", "severity_mark"]

_COUNTED: Mapping[Severity, str] = later(
    {"error": "{count} lỗi", "warning": "{count} cảnh báo", "note": "{count} ghi chú"}
)


def finding_table(
    findings: Sequence[Finding],
    *,
    caption: str,
    empty: str = "Không có vấn đề nào.",
    units: Mapping[str, str] | None = None,
    is_sortable: bool = False,
) -> Html:
    """List findings; with ``units`` (names by code) a column says whose they are.

    On a page that can sort, readers may do so by code, unit and severity.
    """
    columns = [
        Column("Mã", is_code=True),
        Column("Mức"),
        Column("Vấn đề"),
        Column("Vị trí"),
        Column("Cách xử lý"),
    ]
    if units is not None:
        columns.insert(1, Column("Đơn vị"))
    return table(
        caption=caption,
        columns=columns,
        rows=[_row(finding, units) for finding in findings],
        empty=empty,
        orders=_orders(findings, units) if is_sortable and units is not None else {},
    )


def _orders(
    findings: Sequence[Finding], units: Mapping[str, str]
) -> Mapping[int, Sequence[object]]:
    """Return what the columns that readers may sort by are sorted by."""
    severities = [*SEVERITY_NAMES]
    return {
        0: [sort_key(finding.code) for finding in findings],
        1: [sort_key(units.get(finding.unit_code, finding.unit_code)) for finding in findings],
        2: [severities.index(finding.severity) for finding in findings],
    }


def severity_mark(severity: Severity) -> Html:
    """Draw the name of a severity as a mark."""
    return mark(tr(SEVERITY_NAMES[severity]), severity)


def format_fix(fix: str) -> str | Html:
    """Draw what to do, with commands as code; a text of a unit may hold a single backtick."""
    return inline_code(fix) if fix.count("`") % 2 == 0 else fix


def severity_counts(findings: Sequence[Finding]) -> str:
    """Say how many errors, warnings and notes there are.

    >>> severity_counts([])
    '0 lỗi, 0 cảnh báo, 0 ghi chú'
    """
    counts = {
        severity: sum(1 for f in findings if f.severity == severity) for severity in SEVERITY_NAMES
    }
    return ", ".join(
        tr(_COUNTED[severity]).format(count=count) for severity, count in counts.items()
    )


def _row(finding: Finding, units: Mapping[str, str] | None) -> list[str | Html]:
    row: list[str | Html] = [
        finding.code,
        severity_mark(finding.severity),
        finding.message,
        _where(finding),
        format_fix(finding.fix),
    ]
    if units is not None:
        row.insert(1, _name(finding.unit_code, units))
    return row


def _name(code: str, units: Mapping[str, str]) -> str | Html:
    """Name a unit, its code small behind it; a code without a name stands alone."""
    return over_small(units[code], code) if code in units else code


def _where(finding: Finding) -> str:
    place = format_place(Place(file=finding.file, sheet=finding.sheet, cell=finding.cell))
    component = f"tiêu chí thành phần {finding.component_code}" if finding.component_code else ""
    return "; ".join(part for part in (place, component) if part)
