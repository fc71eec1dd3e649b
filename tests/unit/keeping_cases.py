"""A small year that can be made again with something changed, and workers that need no notebook."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from cchc_lib import opening
from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.checks import check_returns
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.submission import Assessment, Returns
from cchc_lib.files.json_records import record_lines
from cchc_lib.files.results import write_results
from cchc_lib.present import (
    unit_areas,
    unit_details,
    unit_losses,
    unit_report,
    unit_stages,
    unit_steps,
)
from cchc_lib.running.execution import shared
from cchc_lib.running.execution.documents import TEMPLATE_NAMES
from cchc_lib.running.execution.keeping.keys import addresses_of
from cchc_lib.running.execution.keeping.remembering import KeepingWorkers
from cchc_lib.running.execution.keeping.store import Store
from cchc_lib.running.execution.making import make
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import (
    Made,
    NotebookTask,
    NoticesTask,
    Task,
    UnitPageTask,
    YearPageTask,
)
from cchc_lib.running.manifest import Extent
from cchc_lib.running.reports import report_tasks
from tests.unit.present_cases import edition, fill, sample_year

YEAR_PAGES = frozenset(
    {
        "audit/index",
        "audit/group-department",
        "audit/group-vertical_agency",
        "audit/group-district",
    }
)
WHOLE = YEAR_PAGES | frozenset(
    {
        "ledger.xlsx",
        "50_province_report",
        "20_appraisal",
        "30_compute_index",
        "70_robustness",
        "10_import_submissions",
        *(f"documents/{name}" for name in (*TEMPLATE_NAMES.values(), "bang-ket-qua.xlsx")),
    }
)
"""What shows the whole year, so that any change of it reaches it."""
DRAWN = (
    unit_report.unit_headline,
    unit_areas.area_table,
    unit_report.self_appraised_table,
    unit_stages.stage_table,
    unit_losses.loss_table,
    unit_steps.next_steps,
    unit_details.survey_table,
    unit_details.evidence_table,
    unit_details.unit_findings,
    unit_details.derivation_table,
)
"""What a report shows besides charts."""


@dataclass(kw_only=True)
class Change:
    """What is other than in the small year: in the returns, in the round, in the law, in files."""

    returns: Callable[[Returns], None] = lambda _: None
    assessment: Callable[[Assessment], Assessment] = lambda one: one
    law: Edition = field(default_factory=edition)
    saved_again: str = ""


def make_year(change: Change | None = None) -> YearResult:
    """Return the small year, with the hash of every file that it was read from."""
    change = change or Change()
    assessment = change.assessment(sample_year().assessment)
    returns = Returns()
    for index, unit in enumerate(assessment.units):
        fill(returns, unit, index)
    change.returns(returns)
    findings = tuple(check_returns(change.law, assessment, returns))
    computed = aggregate_year(change.law, assessment, returns, findings)
    return replace(computed, inputs=_hashes(returns, assessment, change.saved_again))


def _hashes(returns: Returns, assessment: Assessment, saved_again: str) -> Mapping[str, str]:
    contents = {"survey/answers.csv": repr(returns.tallies), "units.csv": repr(assessment.units)}
    for unit in assessment.units:
        own = [one for key, one in returns.decisions.items() if key[0] == unit.code]
        contents[f"submissions/{unit.code}.xlsx"] = repr(returns.submissions[unit.code])
        contents[f"appraisal/{unit.code}.xlsx"] = repr(own)
    if saved_again:
        contents[saved_again] += "saved again"
    return {file: hashlib.sha256(text.encode()).hexdigest() for file, text in contents.items()}


def add_evidence(returns: Returns, unit_code: str) -> None:
    """Let a unit name another document for its first component: no score changes."""
    submission = returns.submissions[unit_code]
    code, entry = next(iter(submission.entries.items()))
    submission.entries[code] = replace(entry, evidence=(*entry.evidence, "Quyết định 99/QĐ"))


def cut_points(returns: Returns, unit_code: str) -> None:
    """Let the appraiser take a point off a component of a unit."""
    key, (first,) = next(
        (key, lines)
        for key, lines in returns.decisions.items()
        if key[0] == unit_code and isinstance(lines[0].score, Decimal) and lines[0].score >= 1
    )
    returns.decisions[key] = (replace(first, score=first.score - 1, reason="Thiếu văn bản"),)


def add_answers(returns: Returns, unit_code: str) -> None:
    """Let more people answer about a unit, all of them the first answer."""
    key, (first, *others) = next(
        (key, lines) for key, lines in returns.tallies.items() if key[0] == unit_code
    )
    answer = next(iter(first.counts))
    counts = first.counts | {answer: first.counts[answer] + 50}
    returns.tallies[key] = (replace(first, counts=counts), *others)


def with_component(law: Edition, change: Callable[[Component], Component], code: str) -> Edition:
    """Return an edition in which one component is another."""
    return replace(
        law,
        areas=tuple(
            replace(
                area,
                criteria=tuple(
                    replace(
                        criterion,
                        components=tuple(
                            change(one) if one.code == code else one for one in criterion.components
                        ),
                    )
                    for criterion in area.criteria
                ),
            )
            for area in law.areas
        ),
    )


@dataclass
class OwnProcess:
    """Workers that make all tasks in this process, and remember which.

    ``is_quick`` makes of each only its name.
    """

    is_quick: bool = False
    made: list[str] = field(default_factory=list)
    told: int = 0
    failing: str = ""

    def share(self, what: Shared) -> None:
        self.told += 1
        shared.share(what)

    def make_all(self, tasks: Sequence[Task]) -> Iterator[Made]:
        for task in tasks:
            self.made.append(task.name)
            made = _name(task) if self.is_quick else _make(task)
            reason = "ValueError: hỏng" if task.name == self.failing else ""
            yield replace(made, reason=reason)


def _name(task: Task) -> Made:
    return Made(name=task.name, files={a: f"{a}: {task.name}".encode() for a in addresses_of(task)})


def _make(task: Task) -> Made:
    """Make a task, a notebook from what it would be given by the functions it calls."""
    match task:
        case NotebookTask(unit_code=code) if code:
            own = opening.open_unit(".", code)
            text = "\n".join(draw(own, code).markup for draw in DRAWN)
        case NotebookTask(parameters={"edition": name}):
            text = "".join(record_lines([opening.open_edition(name)]))
        case NotebookTask():
            text = "".join(record_lines([opening.open_run(".")]))
        case UnitPageTask() | YearPageTask() | NoticesTask():
            return make(task, "cchc")
        case _:
            content = "".join(record_lines([opening.open_run(".")])).encode()
            return Made(name=task.name, files={task.address: content})
    content = f"{task.title}{text}".encode()
    return Made(name=task.name, files=dict.fromkeys(addresses_of(task), content))


def make_run(
    folder: Path, year: YearResult, store: Store, *, is_fresh: bool = False, code: str = "code",
    workers: OwnProcess | None = None,
) -> tuple[dict[str, bytes], set[str]]:  # fmt: skip
    """Return what a run of a year becomes, and which tasks were made for it and not taken."""
    workers = workers or OwnProcess()
    write_results(folder / "tables", year)
    codes = tuple(unit.unit_code for unit in year.units)
    extent = Extent(has_reports=True, unit_codes=codes)
    tasks = report_tasks(folder, folder, year, extent, previous="")
    keeping = KeepingWorkers(
        workers=workers, store=store, folder=folder, code=code, engine="cchc", is_fresh=is_fresh
    )
    keeping.share(Shared(years={".": year}))
    files: dict[str, bytes] = {}
    for made in keeping.make_all(tasks):
        files |= made.files
    return files, set(workers.made)
