"""Unit reports: ours beside the papermill command in a loop, and beside a plain function."""

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.execution.calling import open_workers
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import Made, NotebookTask
from cchc_lib.running.execution.workers import Workers, WorkersWanted
from tests.benchmarks.timing import ROUNDS, Action, Paired, command, paired

WORKERS = 2
_NOTEBOOK = NOTEBOOKS / "40_unit_report.ipynb"
_CELLS_OF_SETTING_UP = 4
_BATCH = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFigures:
    """Seconds per report: ours and the other, timed in turns."""

    command_line: Paired
    plain: Paired


def measure_reports(year: YearResult, run: Path) -> ReportFigures:
    """Measure unit reports of a year, of which ``run`` is a finished run.

    Every round is of other units, as in a year: nobody is asked for the same report again.
    """
    first, *codes = [unit.code for unit in year.assessment.units]
    rounds = [codes[start : start + _BATCH] for start in range(0, len(codes), _BATCH)][:ROUNDS]
    with _warm(year) as workers, _plain_pool(year) as pool, tempfile.TemporaryDirectory() as out:

        def make_own(some: Sequence[str]) -> None:
            for made in workers.make_all(_tasks(some, run)):
                assert not made.has_failed, made.reason
                _write(made, Path(out))

        def make_plainly(some: Sequence[str]) -> None:
            list(pool.map(_write_plain, some, [out] * len(some)))

        make_own([first, first])
        make_plainly([first] * _BATCH)
        alone = command(*_papermill(run, first, out))
        by_command = paired(_in_turn(make_own, rounds), alone)
        by_function = paired(_in_turn(make_own, rounds), _in_turn(make_plainly, rounds))
    return ReportFigures(
        command_line=Paired(one=by_command.one / _BATCH, other=by_command.other),
        plain=Paired(one=by_function.one / _BATCH, other=by_function.other / _BATCH),
    )


def _in_turn(make: Callable[[Sequence[str]], None], rounds: Sequence[Sequence[str]]) -> Action:
    """Return an action that makes the reports of one round, and of the next one next time."""
    following = iter(rounds)
    return lambda: make(next(following))


def _write(made: Made, out: Path) -> None:
    for address, content in made.files.items():
        (out / address.replace("/", "_")).write_bytes(content)


@contextmanager
def _warm(year: YearResult) -> Iterator[Workers]:
    with open_workers(WorkersWanted(count=WORKERS)) as workers:
        workers.share(Shared(years={".": year}))
        yield workers


def tasks_of(year: YearResult, run: Path) -> list[NotebookTask]:
    """Return the report of every unit of a year."""
    return _tasks([unit.code for unit in year.assessment.units], run)


def _tasks(codes: Sequence[str], run: Path) -> list[NotebookTask]:
    return [
        NotebookTask(
            name=code,
            notebook=_NOTEBOOK,
            folder=run,
            executed=f"{code}.ipynb",
            page=f"{code}.html",
            home="../index.html",
            unit_code=code,
            parameters={"run": ".", "unit": code, "previous_run": ""},
        )
        for code in codes
    ]


def _papermill(run: Path, code: str, out: str) -> tuple[str, ...]:
    """Return the words of the papermill command for one report."""
    target = f"{out}/stock.ipynb"
    return (
        "-m", "papermill", str(_NOTEBOOK), target,
        "-p", "run", str(run), "-p", "unit", code, "--no-progress-bar",
    )  # fmt: skip


@contextmanager
def _plain_pool(year: YearResult) -> Iterator[ProcessPoolExecutor]:
    context = get_context("spawn")
    with ProcessPoolExecutor(
        WORKERS, mp_context=context, initializer=_take, initargs=(year,)
    ) as pool:
        yield pool


_taken: list[YearResult] = []


def _take(year: YearResult) -> None:
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    _taken[:] = [year]


def _write_plain(code: str, out: str) -> None:
    """Draw what the notebook of a unit shows, without a notebook, and write it as one page."""
    names: dict[str, object] = {"unit": code, "year": _taken[0], "change": None}
    parts = []
    for kind, source in _cells():
        if kind == "prose":
            parts.append(source)
        else:
            exec("\n".join(_imports()), names)
            parts.append(eval(source, names)._repr_html_())
    page = f"{_head()}<body>{''.join(parts)}</body></html>"
    (Path(out) / f"plain_{code}.html").write_text(page, encoding="utf-8")


@cache
def _cells() -> tuple[tuple[str, str], ...]:
    """Return the cells of the notebook: prose as HTML, code as it is; without what sets it up."""
    from nbconvert.filters import markdown2html

    notebook = json.loads(_NOTEBOOK.read_text("utf-8"))
    code_seen, found = 0, []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            found.append(("prose", markdown2html(source)))
            continue
        code_seen += 1
        if code_seen > _CELLS_OF_SETTING_UP:
            found.append(("code", source))
    return tuple(found)


@cache
def _imports() -> tuple[str, ...]:
    notebook = json.loads(_NOTEBOOK.read_text("utf-8"))
    code = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    return tuple(c for c in code[:_CELLS_OF_SETTING_UP] if re.match(r"from|import", c))


@cache
def _head() -> str:
    from cchc_lib.present.html import stylesheet

    return f"<!doctype html><html lang='vi'><head>{stylesheet().markup}</head>"
