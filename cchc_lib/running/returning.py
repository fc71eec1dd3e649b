"""What goes back after checking: to the office all findings, to each unit what it must mend."""

from collections.abc import Iterator
from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.files.results import write_findings
from cchc_lib.files.returns.giving_back import fill_copies, findings_to_mend, put_back
from cchc_lib.files.writing import write_text
from cchc_lib.present.findings_page import render_findings
from cchc_lib.present.return_page import render_return
from cchc_lib.present.rule_text import describe_edition

__all__ = ["give_back"]


def give_back(directory: Path, year: YearResult) -> tuple[list[Path], list[Path]]:
    """Write ``returned/``; return what was written, and what a person has changed and is kept."""
    folder = directory / "returned"
    table, page = folder / "findings.csv", folder / "findings.html"
    write_findings(table, year)
    write_text(page, render_findings(year.findings, "Vấn đề cần xử lý", year=year))
    written, kept = put_back(folder, _files_for_units(directory, year))
    return [table, page, *written], kept


def _files_for_units(directory: Path, year: YearResult) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of what goes back to each unit."""
    asked = findings_to_mend(year.findings)
    for copy in fill_copies(directory, year, asked, describe_edition(year.edition)):
        code = copy.unit.code
        page = render_return(year, code, asked[code], file=copy.file, places=copy.places)
        yield f"{code}.html", page.encode()
        yield f"{code}.xlsx", copy.content
