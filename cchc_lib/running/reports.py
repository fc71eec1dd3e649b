"""Which notebooks a run executes, and the pages that link what they became."""

from collections.abc import Sequence
from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.files.result_tables import TABLES
from cchc_lib.files.writing import write_text
from cchc_lib.present.emulation_annex import render_annex
from cchc_lib.present.findings_page import render_findings
from cchc_lib.present.site import render_index
from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.notebooks import NotebookJob

__all__ = ["report_jobs", "write_site"]

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
