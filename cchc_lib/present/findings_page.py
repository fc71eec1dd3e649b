"""The page of all findings of a check or a run."""

from collections.abc import Sequence

from cchc_lib.core.results import YearResult
from cchc_lib.findings import Finding
from cchc_lib.present.assets import table_scripts
from cchc_lib.present.findings_table import finding_table, severity_counts
from cchc_lib.present.frame import FINDINGS_PAGE, frame
from cchc_lib.present.headline import year_notices
from cchc_lib.present.html import render
from cchc_lib.present.summaries import unit_names

__all__ = ["render_findings"]


def render_findings(
    findings: Sequence[Finding],
    title: str,
    *,
    year: YearResult | None = None,
    home: str = "",
    has_reports: bool = True,
    seal: str = "",
) -> str:
    """Return a whole offline page that lists findings, worst first as given.

    Parameters
    ----------
    findings, title
        What to list, and what to call the page.
    year
        The year the findings are of: names the units and says that figures are synthetic.
    home
        Address of the first page of a run; when given, readers find the way on, search and sort.
    has_reports
        Whether the run has reports to lead to.
    seal
        What the footer shows of the log of a run, when given.
    """
    return render(
        "findings.html.j2",
        title=title,
        top=frame(title, home=home, here=FINDINGS_PAGE, has_reports=has_reports),
        scripts=table_scripts(home) if home else "",
        seal=seal,
        notices=year_notices(year) if year else (),
        summary=f"{len(findings)} vấn đề: {severity_counts(findings)}.",
        listing=finding_table(
            findings,
            caption="Các vấn đề cần xem xét",
            units=unit_names(year) if year else {},
            is_sortable=bool(home),
        ),
    ).markup
