"""The page of all findings of a check or a run."""

from collections.abc import Sequence

from cchc_lib.findings import Finding
from cchc_lib.present.findings_table import finding_table, severity_counts
from cchc_lib.present.html import render

__all__ = ["render_findings"]


def render_findings(findings: Sequence[Finding], title: str) -> str:
    """Return a whole offline page that lists findings, worst first as given."""
    codes = {finding.unit_code: finding.unit_code for finding in findings}
    return render(
        "findings.html.j2",
        title=title,
        summary=f"{len(findings)} vấn đề: {severity_counts(findings)}.",
        listing=finding_table(findings, caption="Các vấn đề cần xem xét", units=codes),
    ).markup
