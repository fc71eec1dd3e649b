"""Measure the figures the project promises and print them as a table.

Run with ``make bench``. Times are medians of five; the machine is named because absolute
times mean nothing without it.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from statistics import median

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.checks import check_returns
from cchc_lib.core.rule_kinds import FigureRule, SurveyRuleKind
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.scoring import ScoringError, score_by_rule
from cchc_lib.core.stages import figures_of
from cchc_lib.core.submission import Assessment, Returns
from cchc_lib.core.survey import measure_answers
from cchc_lib.files.assessment import read_assessment
from cchc_lib.files.returns.submissions import read_submissions
from cchc_lib.files.sources import file_stem, list_sources
from cchc_lib.files.workbooks import kept
from cchc_lib.files.workbooks.opening import open_books
from cchc_lib.files.workbooks.reading import read_content
from cchc_lib.pipeline import (
    RunRequest,
    make_example,
    open_edition,
    run_year,
)
from cchc_lib.running.reading import read_returns

ROUNDS = 5


def timed(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median seconds of an action."""
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return median(seconds)


def command(*words: str) -> Callable[[], object]:
    """Return an action that runs a Python process."""
    return lambda: subprocess.run([sys.executable, *words], check=True, capture_output=True)


def score_everything(edition: Edition, assessment: Assessment, returns: Returns) -> int:
    """Score every component from its figures or answers; return how many had points."""
    count = 0
    for unit in assessment.units:
        entries = returns.submissions[unit.code].entries
        for component in edition.components_of(unit.group_code):
            rule, max_score = component.rule, component.max_score[unit.group_code]
            if isinstance(rule, SurveyRuleKind):
                tallies = returns.tallies.get((unit.code, component.code), ())
                count += measure_answers(rule, tallies, edition.survey) is not None
            elif isinstance(rule, FigureRule):
                given = figures_of(entries[component.code])
                with suppress(ScoringError):
                    score_by_rule(rule, max_score=max_score, figures=given, year=assessment.year)
                    count += 1
    return count


def cost_of_submissions(root: Path, edition: Edition, assessment: Assessment) -> float:
    """Return the median processor seconds of one submission: gate, both readers, checks.

    What a child process does is done here, so that its time is counted too.
    """
    seconds = []
    for source in list_sources(root, "submissions"):
        alone = replace(assessment, units=(assessment.unit(file_stem(source.file)),))
        open_books([source])
        start = time.process_time()
        read_content(source.path.read_bytes())
        found, _ = read_submissions([source], root=root, edition=edition, assessment=alone)
        returns = Returns(submissions=found, decisions={}, explanations={}, tallies={}, measured={})
        deque(check_returns(edition, alone, returns), maxlen=0)
        seconds.append(time.process_time() - start)
    return median(seconds)


def reading(
    root: Path, edition: Edition, assessment: Assessment, store: Path
) -> list[tuple[str, str, str]]:
    """Measure how long the workbooks of a year take, for the first time and unchanged."""
    kept.READ_WORKBOOKS = store
    whole = timed(lambda: read_returns(root, edition, assessment), rounds=1)
    again = timed(lambda: read_returns(root, edition, assessment))
    one = cost_of_submissions(root, edition, assessment)
    return [
        ("one submission: gate, both readers, checks (CPU, median)", "0.120 s", f"{one:.3f} s"),
        ("reading every workbook of the year (127), evidence and survey", "", f"{whole:.1f} s"),
        ("the same, nothing changed since", "", f"{again:.1f} s ({again / whole:.0%})"),
    ]


def figures(folder: Path) -> list[tuple[str, str, str]]:
    """Measure everything; one row per figure: what, limit, measured."""
    example = folder / "year"
    make_example(example, year=2018, unit_count=36, seed=2018, has_faults=False)
    edition = open_edition("mau-2018")
    assessment, _ = read_assessment(example, edition)
    assert assessment is not None
    read = reading(example, edition, assessment, folder / "read")
    returns, _ = read_returns(example, edition, assessment)
    start = timed(command("-c", "pass"))
    plain = timed(command("-c", "import cchc_lib"))
    helped = timed(command("-m", "cchc_lib", "--help"))
    scored = timed(lambda: score_everything(edition, assessment, returns))
    computed = timed(lambda: aggregate_year(edition, assessment, returns, ()))
    whole = timed(
        lambda: run_year(
            RunRequest(directory=example, reports=folder / "reports", is_fresh=True),
            lambda *_: None,
        ),
        rounds=1,
    )
    return [
        ("`import cchc_lib`, beyond an empty Python", "0.1 s", f"{plain - start:.3f} s"),
        ("`cchc --help`", "0.3 s", f"{helped:.3f} s"),
        ("scoring 36 units × 80 components", "0.050 s", f"{scored:.3f} s"),
        ("the same with traces, totals, ranks, grades, stage effects", "", f"{computed:.3f} s"),
        *read,
        ("the whole example year with all reports", "180 s", f"{whole:.1f} s"),
    ]


def main() -> None:
    """Print the machine and the table."""
    with tempfile.TemporaryDirectory() as scratch:
        rows = figures(Path(scratch))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")  # noqa: T201
    print("| figure | reach | measured |\n|---|---|---|")  # noqa: T201
    for row in rows:
        print(f"| {' | '.join(row)} |")  # noqa: T201


if __name__ == "__main__":
    main()
