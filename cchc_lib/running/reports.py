"""What is made for a run by workers, and how what they make takes its place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.files.writing import write_bytes
from cchc_lib.findings import Finding
from cchc_lib.present.language import NATIVE, Language, in_language
from cchc_lib.present.site import group_anchor
from cchc_lib.present.summaries import groups_of
from cchc_lib.present.trail import PROVINCE_PAGE, group_page
from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.document_tasks import document_tasks
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
from cchc_lib.telling import Progress, say_nothing

__all__ = ["LEDGER", "make_reports", "report_tasks"]

LEDGER = "ledger.xlsx"
"""The workbook of the whole computation, in the folder of a run."""
_HOME = "../index.html"
_PROVINCE = "50_province_report"
_AUDIT = "audit/"
_ALL, _UNITS = "Lập báo cáo", "Báo cáo của đơn vị"


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
    reports = [_unit_report(folder, year, code, previous) for code in extent.unit_codes]
    pages = {task.unit_code: f"../{task.page}" for task in reports}
    return [
        *ledger,
        *_in_languages(_province_report(folder, previous), extent.languages),
        *_whole_notebooks(directory, folder, year),
        *_audit_of_year(year),
        *reports,
        *document_tasks(year, extent.unit_codes),
        *(_audit_of_unit(unit.code, pages.get(unit.code, "")) for unit in year.assessment.units),
    ]


def _province_report(folder: Path, previous: str) -> NotebookTask:
    return NotebookTask(
        name=_PROVINCE,
        notebook=NOTEBOOKS / f"{_PROVINCE}.ipynb",
        folder=folder,
        executed=f"notebooks/{_PROVINCE}.ipynb",
        page=f"notebooks/{_PROVINCE}.html",
        pdf=f"notebooks/{_PROVINCE}.pdf",
        home=_HOME,
        parameters={"run": ".", "previous_run": previous},
    )


def _in_languages(task: NotebookTask, languages: Sequence[Language]) -> Iterator[NotebookTask]:
    """Yield a notebook in each of some languages; the Vietnamese one knows of no other."""
    page = Path(task.page).name
    yield task
    for code in languages:
        if code != NATIVE:
            yield replace(
                task,
                name=in_language(task.name, code),
                executed=in_language(task.executed, code),
                page=in_language(task.page, code),
                pdf=in_language(task.pdf, code),
                home=in_language(task.home, code),
                language=code,
                twins=((NATIVE, page),),
                parameters={**task.parameters, "language": code},
            )


def _whole_notebooks(directory: Path, folder: Path, year: YearResult) -> Iterator[NotebookTask]:
    """Yield the other notebooks of the whole year."""
    here = {"assessment": "."}
    for name, where, parameters in (
        ("20_appraisal", directory, here),
        ("30_compute_index", directory, here),
        ("10_import_submissions", directory, here),
        ("70_robustness", folder, {"run": "."}),
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


def _unit_report(folder: Path, year: YearResult, code: str, previous: str) -> NotebookTask:
    unit = year.assessment.unit(code)
    group = year.edition.group(unit.group_code)
    return NotebookTask(
        name=code,
        notebook=NOTEBOOKS / "40_unit_report.ipynb",
        folder=folder,
        executed=f"notebooks/units/{code}.ipynb",
        page=f"units/{code}.html",
        pdf=f"units/{code}.pdf",
        title=unit.name_vi,
        home=_HOME,
        above=((group.name_vi, f"{_HOME}#{group_anchor(group.code)}"),),
        unit_code=code,
        parameters={"run": ".", "unit": code, "previous_run": previous},
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


def make_reports(
    tasks: Sequence[Task],
    workers: Workers,
    folder: Path,
    seal: str,
    progress: Progress,
    *,
    tell: Callable[[Finding], None] = say_nothing,
) -> Iterator[Made]:
    """Have tasks made, put what they become into ``folder``, and yield those that failed.

    ``tell`` is given each failure when it is known.
    """
    units = {t.name for t in tasks if isinstance(t, NotebookTask) and t.unit_code}
    units_done = 0
    progress(_ALL, 0, len(tasks))
    if units:
        progress(_UNITS, 0, len(units))
    for done, made in enumerate(workers.make_all(tasks), 1):
        for address, content in made.files.items():
            write_bytes(folder / address, sealed(address, content, seal))
        progress(_ALL, done, len(tasks))
        if made.name in units:
            units_done += 1
            progress(_UNITS, units_done, len(units))
        if made.has_failed:
            tell(made.as_finding())
            yield made
