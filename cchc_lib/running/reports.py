"""What is made for a run by workers, and the pages that link what it became."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cchc_lib.core.audit.comparing.changes import Comparison
from cchc_lib.core.results import YearResult
from cchc_lib.files.comparison_tables import COMPARISON_TABLES
from cchc_lib.files.result_tables import TABLES
from cchc_lib.files.writing import write_bytes, write_text
from cchc_lib.present.assets import site_assets
from cchc_lib.present.comparison.words import comparison_title
from cchc_lib.present.emulation_annex import render_annex
from cchc_lib.present.findings_page import render_findings
from cchc_lib.present.site import group_anchor, render_index
from cchc_lib.present.summaries import groups_of
from cchc_lib.present.trail import PROVINCE_PAGE, group_page
from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.execution.sealing import sealed
from cchc_lib.running.execution.tasks import (
    LedgerTask,
    Made,
    NotebookTask,
    Task,
    UnitPageTask,
    YearPageTask,
)
from cchc_lib.running.execution.workers import Workers
from cchc_lib.running.manifest import Extent
from cchc_lib.telling import Progress

__all__ = ["make_reports", "report_tasks", "write_site"]

LEDGER = "ledger.xlsx"
"""The workbook of the whole computation, in the folder of a run."""
_HOME = "../index.html"
_OPEN = "Vấn đề cần xử lý"
_LEDGER = "Sổ tính: toàn bộ phép tính bằng công thức sống, tính lại được trong Excel, LibreOffice"
_NO_LEDGER = "Không lập sổ tính vì năm này quá lớn đối với một tệp Excel; dùng các bảng số liệu"
_ORIGINS = "Nguồn gốc từng con số"
_AUDIT = "audit/"
_COMPARISON = "comparison.html"
_ANNEX = "documents/emulation.html"
_TITLES = {
    "50_province_report": "Báo cáo toàn tỉnh",
    "20_appraisal": "Thẩm định: tình trạng, chênh lệch, tài liệu kiểm chứng",
    "30_compute_index": "Tính chỉ số: bảng tính và đối chiếu",
    "10_import_submissions": "Tiếp nhận hồ sơ: đã nhận gì, trả lại gì",
    "00_methodology": "Sổ tay phương pháp: quy định và cách cho điểm",
}
_PROPOSALS = "Phụ lục đề nghị mức độ hoàn thành nhiệm vụ và hình thức khen thưởng"


def report_tasks(
    directory: Path, folder: Path, year: YearResult, extent: Extent, *, previous: str
) -> list[Task]:
    """Return what workers make for a run, the longest first.

    ``previous`` is where the run keeps the one it is compared with; empty if it has none.
    Without reports it is nothing; a year that is too large for a workbook gets no ledger.
    """
    if not extent.has_reports:
        return []
    from cchc_lib.files.ledger import ledger_fits

    ledger = [LedgerTask(name=LEDGER, address=LEDGER)] if ledger_fits(year) else []
    reports = [_unit_report(folder, year, code) for code in extent.unit_codes]
    pages = {task.unit_code: f"../{task.page}" for task in reports}
    return [
        *ledger,
        *_whole_notebooks(directory, folder, year, previous),
        *_audit_of_year(year),
        *reports,
        *(_audit_of_unit(unit.code, pages.get(unit.code, "")) for unit in year.assessment.units),
    ]


def _whole_notebooks(
    directory: Path, folder: Path, year: YearResult, previous: str
) -> Iterator[NotebookTask]:
    """Yield the notebooks of the whole year."""
    here = {"assessment": "."}
    for name, where, parameters in (
        ("50_province_report", folder, {"run": ".", "previous_run": previous}),
        ("20_appraisal", directory, here),
        ("30_compute_index", directory, here),
        ("10_import_submissions", directory, here),
        ("00_methodology", folder, {"edition": f"rules/{year.edition.code}"}),
    ):
        yield NotebookTask(
            name=name,
            notebook=NOTEBOOKS / f"{name}.ipynb",
            folder=where,
            executed=f"notebooks/{name}.ipynb",
            page=f"notebooks/{name}.html",
            home=_HOME,
            parameters=parameters,
        )


def _unit_report(folder: Path, year: YearResult, code: str) -> NotebookTask:
    unit = year.assessment.unit(code)
    group = year.edition.group(unit.group_code)
    return NotebookTask(
        name=code,
        notebook=NOTEBOOKS / "40_unit_report.ipynb",
        folder=folder,
        executed=f"notebooks/units/{code}.ipynb",
        page=f"units/{code}.html",
        title=unit.name_vi,
        home=_HOME,
        above=((group.name_vi, f"{_HOME}#{group_anchor(group.code)}"),),
        unit_code=code,
        parameters={"run": ".", "unit": code},
    )


def _audit_of_year(year: YearResult) -> Iterator[YearPageTask]:
    """Yield the pages on where the numbers of the province and of its groups come from."""
    codes = {group_page(group.code): group.code for group in groups_of(year)}
    for name, code in {PROVINCE_PAGE: "", **codes}.items():
        address = f"{_AUDIT}{name}"
        yield YearPageTask(name=address, page=f"{address}.html", home=_HOME, group_code=code)


def _audit_of_unit(code: str, report: str) -> UnitPageTask:
    address = f"{_AUDIT}{code}"
    return UnitPageTask(
        name=address, unit_code=code, page=f"{address}.html", home=_HOME, report=report
    )


def write_site(
    folder: Path,
    year: YearResult,
    run_id: str,
    tasks: Sequence[Task],
    *,
    seal: str,
    comparison: Comparison | None,
) -> None:
    """Write the page that links everything, and the pages of findings, proposals, changes.

    Without reports there are no audit pages to link numbers to, and no documents.
    """
    notebooks = [task for task in tasks if isinstance(task, NotebookTask)]
    made = {task.name: task.page for task in notebooks}
    has_audit = any(isinstance(task, YearPageTask) for task in tasks)
    pages = [(title, made[name]) for name, title in _TITLES.items() if name in made]
    pages.append((_OPEN, "findings.html"))
    if has_audit:
        write_text(folder / _ANNEX, render_annex(year, home=_HOME, seal=seal))
        pages.append((_ORIGINS, f"{_AUDIT}{PROVINCE_PAGE}.html"))
        has_ledger = any(isinstance(task, LedgerTask) for task in tasks)
        pages.append((_LEDGER, LEDGER) if has_ledger else (_NO_LEDGER, "tables/scores.csv"))
    tables = [f"tables/{name}" for name in TABLES]
    audit = _AUDIT if has_audit else ""
    if comparison:
        from cchc_lib.present.comparison.page import render_comparison

        pages.append((comparison_title(comparison), _COMPARISON))
        tables += [f"tables/{name}" for name in COMPARISON_TABLES]
        page = render_comparison(comparison, audit=audit, home="index.html", seal=seal)
        write_text(folder / _COMPARISON, page)
    findings = render_findings(
        year.findings, _OPEN, year=year, home="index.html", has_reports=has_audit, seal=seal
    )
    write_text(folder / "findings.html", findings)
    whole = render_index(
        year,
        run_id=run_id,
        unit_pages={task.unit_code: task.page for task in notebooks if task.unit_code},
        other_pages=pages,
        tables=tables,
        documents=[(_PROPOSALS, _ANNEX)] if has_audit else [],
        audit=audit,
        seal=seal,
    )
    write_text(folder / "index.html", whole)
    for address, text in site_assets().items():
        write_text(folder / address, text)


def make_reports(
    tasks: Sequence[Task], workers: Workers, folder: Path, seal: str, progress: Progress
) -> Iterator[Made]:
    """Have tasks made, put what they become into ``folder``, and yield those that failed."""
    stage = "Lập báo cáo"
    progress(stage, 0, len(tasks))
    for done, made in enumerate(workers.make_all(tasks), 1):
        for address, content in made.files.items():
            write_bytes(folder / address, sealed(address, content, seal))
        progress(stage, done, len(tasks))
        if made.has_failed:
            yield made
