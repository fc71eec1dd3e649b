"""Which notebooks a run executes, and the pages that link what they became."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.files.result_tables import TABLES
from cchc_lib.files.writing import write_text
from cchc_lib.present.emulation_annex import render_annex
from cchc_lib.present.findings_page import render_findings
from cchc_lib.present.site import render_index
from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.notebooks import NotebookJob, NotebookOutcome, execute_all

__all__ = ["Progress", "execute_reports", "report_jobs", "write_site"]

Progress = Callable[[str, int, int], None]
"""Called with the stage (Vietnamese), how much of it is done, and how much there is."""

_HOME = "../index.html"
_OPEN = "Vấn đề cần xử lý"
_ANNEX = "documents/emulation.html"
_PROPOSALS = "Phụ lục đề nghị mức độ hoàn thành nhiệm vụ và hình thức khen thưởng"


def report_jobs(
    directory: Path, folder: Path, year: YearResult, unit_codes: Sequence[str]
) -> list[NotebookJob]:
    """Return the notebooks of a run: the whole year's first, then one report per unit."""
    here = {"assessment": "."}
    run = {"run": "."}
    whole = (
        ("00_methodology", folder, {"edition": f"rules/{year.edition.code}"}),
        ("10_import_submissions", directory, here),
        ("20_appraisal", directory, here),
        ("30_compute_index", directory, here),
        ("50_province_report", folder, run),
    )
    whole_jobs = [
        NotebookJob(
            name=name,
            notebook=NOTEBOOKS / f"{name}.ipynb",
            folder=where,
            executed=folder / "notebooks" / f"{name}.ipynb",
            page=folder / "notebooks" / f"{name}.html",
            home=_HOME,
            parameters=parameters,
        )
        for name, where, parameters in whole
    ]
    unit_jobs = [
        NotebookJob(
            name=code,
            notebook=NOTEBOOKS / "40_unit_report.ipynb",
            folder=folder,
            executed=folder / "notebooks" / "units" / f"{code}.ipynb",
            page=folder / "units" / f"{code}.html",
            title=year.assessment.unit(code).name_vi,
            home=_HOME,
            parameters=run | {"unit": code},
        )
        for code in unit_codes
    ]
    return whole_jobs + unit_jobs


def write_site(folder: Path, year: YearResult, run_id: str, jobs: Sequence[NotebookJob]) -> None:
    """Write the page that links everything in the run, the annex, and the page of findings."""
    titles = {
        "50_province_report": "Báo cáo toàn tỉnh",
        "20_appraisal": "Thẩm định: tình trạng, chênh lệch, tài liệu kiểm chứng",
        "30_compute_index": "Tính chỉ số: bảng tính và đối chiếu",
        "10_import_submissions": "Tiếp nhận hồ sơ: đã nhận gì, trả lại gì",
        "00_methodology": "Phương pháp: quy định và cách cho điểm",
    }
    made = {job.name: job.page.relative_to(folder).as_posix() for job in jobs}
    pages = [(title, made[name]) for name, title in titles.items() if name in made]
    pages.append((_OPEN, "findings.html"))
    units = {unit.code: made[unit.code] for unit in year.assessment.units if unit.code in made}
    tables = [f"tables/{name}" for name in TABLES]
    findings = render_findings(year.findings, _OPEN, year=year, home="index.html")
    write_text(folder / "findings.html", findings)
    write_text(folder / _ANNEX, render_annex(year, home=_HOME))
    whole = render_index(
        year,
        run_id=run_id,
        unit_pages=units,
        other_pages=pages,
        tables=tables,
        documents=[(_PROPOSALS, _ANNEX)],
    )
    write_text(folder / "index.html", whole)


def execute_reports(
    jobs: Sequence[NotebookJob], workers: int, progress: Progress
) -> Iterator[NotebookOutcome]:
    """Execute the notebooks and yield those that failed."""
    if not jobs:
        return
    stage = "Lập báo cáo"
    progress(stage, 0, len(jobs))
    for done, outcome in enumerate(execute_all(jobs, workers=workers or os.cpu_count() or 1), 1):
        progress(stage, done, len(jobs))
        if outcome.has_failed:
            yield outcome
