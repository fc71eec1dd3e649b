"""The pages of a run that link everything else, and what these pages load."""

from collections.abc import Iterator, Mapping, Sequence
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
from cchc_lib.present.frame import in_vietnamese
from cchc_lib.present.language import NATIVE, Language, in_language, language, later, speaking, tr
from cchc_lib.present.site import render_index
from cchc_lib.present.trail import PROVINCE_PAGE
from cchc_lib.running.document_tasks import document_links, notice_links
from cchc_lib.running.execution.tasks import LedgerTask, NotebookTask, Task, YearPageTask
from cchc_lib.running.reports import LEDGER

__all__ = ["write_site"]

_HOME = "index.html"
_TITLES = later(
    {
        "50_province_report": "Báo cáo toàn tỉnh",
        "20_appraisal": "Thẩm định: tình trạng, chênh lệch, tài liệu kiểm chứng",
        "30_compute_index": "Tính chỉ số: bảng tính và đối chiếu",
        "70_robustness": "Phân tích: độ chắc của thứ hạng, chất lượng tiêu chí",
        "10_import_submissions": "Tiếp nhận hồ sơ: đã nhận gì, trả lại gì",
        "00_methodology": "Sổ tay phương pháp: quy định và cách cho điểm",
    }
)
_OPEN = "Vấn đề cần xử lý"
_FINDINGS = "findings.html"
_LEDGER = later(
    "Sổ tính: toàn bộ phép tính bằng công thức sống, tính lại được trong Excel, LibreOffice"
)
_NO_LEDGER = later(
    "Không lập sổ tính vì năm này quá lớn đối với một tệp Excel; dùng các bảng số liệu"
)
_ORIGINS = later("Nguồn gốc từng con số")
_AUDIT = "audit/"
_COMPARISON = "comparison.html"
_ANNEX = "documents/emulation.html"
_PROPOSALS = later("Đề nghị mức độ hoàn thành, khen thưởng, dẫn đến nguồn gốc từng con số (HTML)")


def write_site(
    folder: Path,
    year: YearResult,
    run_id: str,
    tasks: Sequence[Task],
    *,
    seal: str,
    comparison: Comparison | None,
    words: Mapping[Language, Mapping[str, str]],
) -> None:
    """Write the page that links everything, and the pages of findings, proposals, changes.

    Without reports there are no audit pages to link numbers to, and no documents. The first page
    is written again in every language of ``words``.
    """
    has_audit = any(isinstance(task, YearPageTask) for task in tasks)
    audit = _AUDIT if has_audit else ""
    if has_audit:
        annex = render_annex(year, home=f"../{_HOME}", seal=seal)
        write_text(folder / _ANNEX, annex)
    if comparison:
        from cchc_lib.present.comparison.page import render_comparison

        page = render_comparison(comparison, audit=audit, home=_HOME, seal=seal)
        write_text(folder / _COMPARISON, page)
    findings = render_findings(
        year.findings, _OPEN, year=year, home=_HOME, has_reports=has_audit, seal=seal
    )
    write_text(folder / _FINDINGS, findings)
    others: dict[Language, Mapping[str, str]] = {NATIVE: {}, **words}
    for code, own in others.items():
        twins = [(other, in_language(_HOME, other)) for other in others if other != code]
        with speaking(code, own):
            whole = _first_page(year, run_id, tasks, seal=seal, comparison=comparison, twins=twins)
        write_text(folder / in_language(_HOME, code), whole)
    for address, text in site_assets().items():
        write_text(folder / address, text)


def _first_page(
    year: YearResult,
    run_id: str,
    tasks: Sequence[Task],
    *,
    seal: str,
    comparison: Comparison | None,
    twins: Sequence[tuple[Language, str]],
) -> str:
    """Return the page that links everything, in the language that is spoken."""
    notebooks = [task for task in tasks if isinstance(task, NotebookTask)]
    has_audit = any(isinstance(task, YearPageTask) for task in tasks)
    pages, tables = list(_pages(tasks)), [*TABLES, *(COMPARISON_TABLES if comparison else ())]
    if comparison:
        pages.append((in_vietnamese(comparison_title(comparison)), _COMPARISON))
    documents = [*document_links(tasks), (_PROPOSALS, _ANNEX)] if has_audit else []
    return render_index(
        year,
        run_id=run_id,
        unit_pages={task.unit_code: task.page for task in notebooks if task.unit_code},
        unit_pdfs={task.unit_code: task.pdf for task in notebooks if task.unit_code},
        other_pages=pages,
        tables=[f"tables/{name}" for name in tables],
        documents=[(in_vietnamese(title), address) for title, address in documents],
        notices=notice_links(year, tasks),
        audit=_AUDIT if has_audit else "",
        seal=seal,
        twins=twins,
    )


def _pages(tasks: Sequence[Task]) -> Iterator[tuple[str, str]]:
    """Yield title and address of the general pages, and of what is printed of them.

    A page that is there in another language only is named so.
    """
    made = {task.name: task for task in tasks if isinstance(task, NotebookTask)}
    known = [
        (tr(title), made[in_language(name, language())])
        if in_language(name, language()) in made
        else (in_vietnamese(title), made[name])
        for name, title in _TITLES.items()
        if name in made
    ]
    yield from ((title, task.page) for title, task in known)
    printed = tr("{title} (bản PDF)")
    yield from ((printed.format(title=title), task.pdf) for title, task in known if task.pdf)
    yield in_vietnamese(_OPEN), _FINDINGS
    if any(isinstance(task, YearPageTask) for task in tasks):
        yield in_vietnamese(_ORIGINS), f"{_AUDIT}{PROVINCE_PAGE}.html"
        has_ledger = any(isinstance(task, LedgerTask) for task in tasks)
        ledger = (in_vietnamese(_LEDGER), LEDGER)
        yield ledger if has_ledger else (tr(_NO_LEDGER), "tables/scores.csv")
