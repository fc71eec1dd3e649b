"""The pages of a run that link everything else, and what these pages load."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cchc_lib.core.audit.comparing.changes import Comparison
from cchc_lib.core.results import YearResult
from cchc_lib.files.comparison_tables import COMPARISON_TABLES
from cchc_lib.files.result_tables import TABLES
from cchc_lib.files.writing import write_text
from cchc_lib.present.assets import site_assets
from cchc_lib.present.comparison.words import comparison_title
from cchc_lib.present.emulation_annex import render_annex
from cchc_lib.present.findings_page import render_findings
from cchc_lib.present.site import render_index
from cchc_lib.present.trail import PROVINCE_PAGE
from cchc_lib.running.document_tasks import document_links, notice_links
from cchc_lib.running.execution.tasks import LedgerTask, NotebookTask, Task, YearPageTask
from cchc_lib.running.reports import LEDGER

__all__ = ["write_site"]

_HOME = "index.html"
_TITLES = {
    "50_province_report": "Báo cáo toàn tỉnh",
    "20_appraisal": "Thẩm định: tình trạng, chênh lệch, tài liệu kiểm chứng",
    "30_compute_index": "Tính chỉ số: bảng tính và đối chiếu",
    "10_import_submissions": "Tiếp nhận hồ sơ: đã nhận gì, trả lại gì",
    "00_methodology": "Sổ tay phương pháp: quy định và cách cho điểm",
}
_OPEN = "Vấn đề cần xử lý"
_FINDINGS = "findings.html"
_LEDGER = "Sổ tính: toàn bộ phép tính bằng công thức sống, tính lại được trong Excel, LibreOffice"
_NO_LEDGER = "Không lập sổ tính vì năm này quá lớn đối với một tệp Excel; dùng các bảng số liệu"
_ORIGINS = "Nguồn gốc từng con số"
_AUDIT = "audit/"
_COMPARISON = "comparison.html"
_ANNEX = "documents/emulation.html"
_PROPOSALS = "Đề nghị mức độ hoàn thành, khen thưởng, dẫn đến nguồn gốc từng con số (HTML)"


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
    has_audit = any(isinstance(task, YearPageTask) for task in tasks)
    pages, tables = list(_pages(tasks)), [f"tables/{name}" for name in TABLES]
    audit = _AUDIT if has_audit else ""
    if has_audit:
        annex = render_annex(year, home=f"../{_HOME}", seal=seal)
        write_text(folder / _ANNEX, annex)
    if comparison:
        from cchc_lib.present.comparison.page import render_comparison

        pages.append((comparison_title(comparison), _COMPARISON))
        tables += [f"tables/{name}" for name in COMPARISON_TABLES]
        page = render_comparison(comparison, audit=audit, home=_HOME, seal=seal)
        write_text(folder / _COMPARISON, page)
    findings = render_findings(
        year.findings, _OPEN, year=year, home=_HOME, has_reports=has_audit, seal=seal
    )
    write_text(folder / _FINDINGS, findings)
    whole = render_index(
        year,
        run_id=run_id,
        unit_pages={task.unit_code: task.page for task in notebooks if task.unit_code},
        unit_pdfs={task.unit_code: task.pdf for task in notebooks if task.unit_code},
        other_pages=pages,
        tables=tables,
        documents=[*document_links(tasks), (_PROPOSALS, _ANNEX)] if has_audit else [],
        notices=notice_links(year, tasks),
        audit=audit,
        seal=seal,
    )
    write_text(folder / _HOME, whole)
    for address, text in site_assets().items():
        write_text(folder / address, text)


def _pages(tasks: Sequence[Task]) -> Iterator[tuple[str, str]]:
    """Yield title and address of the general pages, and of what is printed of them."""
    made = {task.name: task for task in tasks if isinstance(task, NotebookTask)}
    known = [(title, made[name]) for name, title in _TITLES.items() if name in made]
    yield from ((title, task.page) for title, task in known)
    yield from ((f"{title} (bản PDF)", task.pdf) for title, task in known if task.pdf)
    yield _OPEN, _FINDINGS
    if any(isinstance(task, YearPageTask) for task in tasks):
        yield _ORIGINS, f"{_AUDIT}{PROVINCE_PAGE}.html"
        has_ledger = any(isinstance(task, LedgerTask) for task in tasks)
        yield (_LEDGER, LEDGER) if has_ledger else (_NO_LEDGER, "tables/scores.csv")
