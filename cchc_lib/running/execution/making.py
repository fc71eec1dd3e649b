"""Make one task, in a worker: a function of the task and of what was shared."""

import tempfile
from pathlib import Path
from typing import assert_never

from cchc_lib.core.results import YearResult
from cchc_lib.core.shares import report_share_of, share_of
from cchc_lib.running.execution.documents import make_document, make_notices
from cchc_lib.running.execution.notebooks import execute_notebook
from cchc_lib.running.execution.sealing import SEAL_PLACE
from cchc_lib.running.execution.shared import Shared, share, shared_change, shared_year
from cchc_lib.running.execution.tasks import (
    DocumentTask,
    EngineName,
    LedgerTask,
    Made,
    NotebookTask,
    NoticesTask,
    Task,
    UnitPageTask,
    YearPageTask,
)

__all__ = ["make"]


def make(  # noqa: PLR0911 - one branch per kind of task
    task: Task, engine: EngineName
) -> Made:
    """Make one task; a notebook that fails is told, kept as far as it got, and never raised.

    The notebook of one unit finds nothing in this process but what it may show of the year; a
    process is used for one notebook.
    """
    match task:
        case NotebookTask(unit_code=code) if code and engine == "cchc":
            changed = shared_change(code)
            share(
                Shared(
                    years={".": report_share_of(_year(), code)},
                    changes={code: changed} if changed else {},
                )
            )
            return execute_notebook(task, engine)
        case NotebookTask():
            return execute_notebook(task, engine)
        case UnitPageTask():
            return _draw_unit_page(task)
        case YearPageTask():
            return _draw_year_page(task)
        case LedgerTask():
            return _write_ledger(task)
        case DocumentTask():
            return make_document(_year(), task)
        case NoticesTask():
            return make_notices(_year(), task)
        case _:
            assert_never(task)


def _draw_unit_page(task: UnitPageTask) -> Made:
    """Draw the audit page of a unit, from the part of the year that it may show."""
    from cchc_lib.present.audit.page import render_audit_page

    own, code = share_of(_year(), task.unit_code), task.unit_code
    page = render_audit_page(own, code, seal=SEAL_PLACE, home=task.home, report=task.report)
    return Made(name=task.name, files={task.page: page.encode()})


def _draw_year_page(task: YearPageTask) -> Made:
    """Draw the audit page of a group, or of the province."""
    from cchc_lib.present.audit.group import render_group_page
    from cchc_lib.present.audit.province import render_province_page

    if task.group_code:
        page = render_group_page(_year(), task.group_code, seal=SEAL_PLACE, home=task.home)
    else:
        page = render_province_page(_year(), seal=SEAL_PLACE, home=task.home)
    return Made(name=task.name, files={task.page: page.encode()})


def _write_ledger(task: LedgerTask) -> Made:
    """Write the workbook of the whole computation."""
    from cchc_lib.files.ledger import write_ledger
    from cchc_lib.present.ledger_words import ledger_words
    from cchc_lib.present.rule_text import describe_edition

    year = _year()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "ledger.xlsx"
        write_ledger(path, year, describe_edition(year.edition), ledger_words(year))
        return Made(name=task.name, files={task.address: path.read_bytes()})


def _year() -> YearResult:
    year = shared_year(".")
    if year is None:
        raise RuntimeError("A worker was given a task before it was told what is shared.")
    return year
