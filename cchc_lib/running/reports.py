"""Which notebooks a run executes, and the pages that link what they became."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from cchc_lib.core.audit.comparing.changes import Comparison
from cchc_lib.core.results import YearResult
from cchc_lib.files.comparison_tables import COMPARISON_TABLES
from cchc_lib.files.result_tables import TABLES
from cchc_lib.files.writing import write_text
from cchc_lib.present.audit.group import render_group_page
from cchc_lib.present.audit.page import render_audit_page
from cchc_lib.present.audit.province import render_province_page
from cchc_lib.present.comparison.words import comparison_title
from cchc_lib.present.emulation_annex import render_annex
from cchc_lib.present.findings_page import render_findings
from cchc_lib.present.site import render_index
from cchc_lib.present.summaries import groups_of
from cchc_lib.present.trail import PROVINCE_PAGE, group_page
from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.manifest import Extent
from cchc_lib.running.notebooks import NotebookJob, NotebookOutcome, execute_all

__all__ = ["LEDGER", "Progress", "execute_reports", "report_jobs", "write_site"]

Progress = Callable[[str, int, int], None]
"""Called with the stage (Vietnamese), how much of it is done, and how much there is."""

LEDGER = "ledger.xlsx"
"""The workbook of the whole computation, in the folder of a run."""
_HOME = "../index.html"
_OPEN = "Vấn đề cần xử lý"
_LEDGER = "Sổ tính: toàn bộ phép tính bằng công thức sống, tính lại được trong Excel, LibreOffice"
_ORIGINS = "Nguồn gốc từng con số"
_COMPARISON = "comparison.html"
_ANNEX = "documents/emulation.html"
_PROPOSALS = "Phụ lục đề nghị mức độ hoàn thành nhiệm vụ và hình thức khen thưởng"


def report_jobs(
    directory: Path, folder: Path, year: YearResult, extent: Extent, *, seal: str, previous: str
) -> list[NotebookJob]:
    """Return the notebooks of a run: the whole year's first, then one report per unit.

    ``previous`` is where the run keeps the one it is compared with; empty if it has none.
    """
    if not extent.has_reports:
        return []
    here = {"assessment": "."}
    run = {"run": "."}
    whole = (
        ("00_methodology", folder, {"edition": f"rules/{year.edition.code}"}),
        ("10_import_submissions", directory, here),
        ("20_appraisal", directory, here),
        ("30_compute_index", directory, here),
        ("50_province_report", folder, run | {"previous_run": previous}),
    )
    whole_jobs = [
        NotebookJob(
            name=name,
            notebook=NOTEBOOKS / f"{name}.ipynb",
            folder=where,
            executed=folder / "notebooks" / f"{name}.ipynb",
            page=folder / "notebooks" / f"{name}.html",
            home=_HOME,
            seal=seal,
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
            seal=seal,
            parameters=run | {"unit": code},
        )
        for code in extent.unit_codes
    ]
    return whole_jobs + unit_jobs


def write_site(
    folder: Path,
    year: YearResult,
    run_id: str,
    jobs: Sequence[NotebookJob],
    *,
    seal: str,
    comparison: Comparison | None,
) -> None:
    """Write the page that links everything, the annex, the page of findings, the audit pages."""
    titles = {
        "50_province_report": "Báo cáo toàn tỉnh",
        "20_appraisal": "Thẩm định: tình trạng, chênh lệch, tài liệu kiểm chứng",
        "30_compute_index": "Tính chỉ số: bảng tính và đối chiếu",
        "10_import_submissions": "Tiếp nhận hồ sơ: đã nhận gì, trả lại gì",
        "00_methodology": "Phương pháp: quy định và cách cho điểm",
    }
    made = {job.name: job.page.relative_to(folder).as_posix() for job in jobs}
    pages = [(title, made[name]) for name, title in titles.items() if name in made]
    pages += [(_OPEN, "findings.html"), (_ORIGINS, f"audit/{PROVINCE_PAGE}.html")]
    pages.append((_LEDGER, LEDGER))
    units = {unit.code: made[unit.code] for unit in year.assessment.units if unit.code in made}
    tables = [f"tables/{name}" for name in TABLES]
    if comparison:
        from cchc_lib.present.comparison.page import render_comparison

        pages.append((comparison_title(comparison), _COMPARISON))
        tables += [f"tables/{name}" for name in COMPARISON_TABLES]
        page = render_comparison(comparison, audit="audit/", home="index.html", seal=seal)
        write_text(folder / _COMPARISON, page)
    findings = render_findings(year.findings, _OPEN, year=year, home="index.html", seal=seal)
    write_text(folder / "findings.html", findings)
    write_text(folder / _ANNEX, render_annex(year, home=_HOME, seal=seal))
    _write_audit(folder, year, units, seal=seal)
    whole = render_index(
        year,
        run_id=run_id,
        unit_pages=units,
        other_pages=pages,
        tables=tables,
        documents=[(_PROPOSALS, _ANNEX)],
        seal=seal,
    )
    write_text(folder / "index.html", whole)


def _write_audit(folder: Path, year: YearResult, reports: Mapping[str, str], *, seal: str) -> None:
    """Write where every number comes from: a page per unit, per group, and for the province."""
    audit = folder / "audit"
    write_text(audit / f"{PROVINCE_PAGE}.html", render_province_page(year, seal=seal, home=_HOME))
    for group in groups_of(year):
        page = render_group_page(year, group.code, seal=seal, home=_HOME)
        write_text(audit / f"{group_page(group.code)}.html", page)
    for unit in year.assessment.units:
        report = f"../{reports[unit.code]}" if unit.code in reports else ""
        page = render_audit_page(year, unit.code, seal=seal, home=_HOME, report=report)
        write_text(audit / f"{unit.code}.html", page)


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
