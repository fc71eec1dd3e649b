"""Which notebooks a run executes, and the pages that link what they became."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.files.results import TABLES
from cchc_lib.files.writing import write_text
from cchc_lib.present.findings_page import render_findings
from cchc_lib.present.site import render_index
from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.notebooks import NotebookJob

__all__ = ["report_jobs", "write_site"]


def report_jobs(
    directory: Path, folder: Path, edition_code: str, unit_codes: Sequence[str]
) -> list[NotebookJob]:
    """Return the notebooks of a run: the whole year's first, then one report per unit."""
    here = {"assessment": "."}
    run = {"run": "."}
    whole = (
        ("00_methodology", folder, {"edition": f"rules/{edition_code}"}),
        ("10_import_submissions", directory, here),
        ("30_compute_index", directory, here),
        ("50_province_report", folder, run),
    )
    jobs = [
        _job(name, where, parameters, folder / "notebooks" / name, folder / "notebooks" / name)
        for name, where, parameters in whole
    ]
    for code in unit_codes:
        executed = folder / "notebooks" / "units" / code
        jobs.append(
            _job("40_unit_report", folder, run | {"unit": code}, executed, folder / "units" / code)
        )
    return jobs


def _job(
    name: str, where: Path, parameters: Mapping[str, str], executed: Path, page: Path
) -> NotebookJob:
    return NotebookJob(
        name=executed.name,
        notebook=NOTEBOOKS / f"{name}.ipynb",
        folder=where,
        executed=executed.with_name(f"{executed.name}.ipynb"),
        page=page.with_name(f"{page.name}.html"),
        parameters=parameters,
    )


def write_site(folder: Path, year: YearResult, run_id: str, jobs: Sequence[NotebookJob]) -> None:
    """Write the page that links everything in the run, and the page of open findings."""
    titles = {
        "50_province_report": "Báo cáo toàn tỉnh",
        "30_compute_index": "Tính chỉ số",
        "10_import_submissions": "Tiếp nhận hồ sơ",
        "00_methodology": "Phương pháp",
    }
    made = {job.name: job.page.relative_to(folder).as_posix() for job in jobs}
    pages = [(title, made[name]) for name, title in titles.items() if name in made]
    pages.append(("Vấn đề cần xử lý", "findings.html"))
    units = {unit.code: made[unit.code] for unit in year.assessment.units if unit.code in made}
    tables = [f"tables/{name}" for name in TABLES]
    write_text(folder / "findings.html", render_findings(year.findings, "Vấn đề cần xử lý"))
    write_text(
        folder / "index.html",
        render_index(year, run_id=run_id, unit_pages=units, other_pages=pages, tables=tables),
    )
