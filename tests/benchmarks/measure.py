"""Measure the figures the project promises and print them as a table.

``make bench`` takes about half an hour; ``python -m tests.benchmarks.measure --large`` also runs
ten thousand units, and a thousand with all reports: another hour.
"""

import argparse
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.results import YearResult
from cchc_lib.core.round_rules import Stage
from cchc_lib.core.submission import Returns
from cchc_lib.files.returns.submissions import read_submissions
from cchc_lib.files.sources import file_stem, list_sources
from cchc_lib.files.workbooks import kept
from cchc_lib.files.workbooks.opening import open_books
from cchc_lib.files.workbooks.reading import read_content
from cchc_lib.pipeline import RunRequest, check_year, make_example, run_year
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.reading import assessment_of, read_returns
from tests.benchmarks import analysis_figures, cluster, report_figures, scale_figures, year_figures
from tests.benchmarks.timing import ROUNDS, command, processor_time, timed

_CLUSTER_UNITS, _FEW, _MANY, _MOST = 200, 100, 1_000, 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure: what, how far it ought to reach, and how far it does.

    ``values`` are held against the numbers in ``reach``, in their order.
    """

    figure: str
    reach: str = ""
    measured: str
    values: tuple[float, ...] = ()

    def __str__(self) -> str:
        return f"| {self.figure} | {self.reach or '–'} | {self.measured} | {self._verdict()} |"

    def _verdict(self) -> str:
        """Say whether the reach is reached, or how far it is missed."""
        if not self.reach:
            return ""
        limits = re.findall(r"([≤≥]) ([\d.]+)", self.reach)
        missed = [
            abs(value / float(limit) - 1)
            for (sign, limit), value in zip(limits, self.values, strict=True)
            if (value > float(limit) if sign == "≤" else value < float(limit))
        ]
        return f"missed by {max(missed):.0%}" if missed else "reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """The example year that most is measured on, and where larger ones are made."""

    scratch: Path
    years: Path
    example: Path
    year: YearResult


def report_rows(bench: Bench) -> Iterator[Row]:
    """Compare unit reports with the papermill command in a loop, and with a plain function."""
    request = RunRequest(directory=bench.example, reports=bench.scratch / "run", has_reports=False)
    run = run_year(request, lambda *_: None).folder
    found = report_figures.measure_reports(bench.year, run)
    loop, plain = found.command_line, found.plain
    yield Row(
        figure="unit reports, notebook and page, 2 workers, against `papermill` in a loop",
        reach="≥ 20 ×",
        values=(loop.ratio,),
        measured=f"{loop.ratio:.1f}× ({loop.one:.3f} s against {loop.other:.2f} s a report)",
    )
    yield Row(
        figure="the same against a plain function with 2 processes",
        reach="≤ 1.3 ×",
        values=(1 / plain.ratio,),
        measured=f"{1 / plain.ratio:.2f}× ({plain.one:.3f} s against {plain.other:.3f} s)",
    )


def year_rows(bench: Bench) -> Iterator[Row]:
    """Run the example year as processes of their own."""
    found = year_figures.measure_year(bench.example, bench.year, bench.scratch)
    yield Row(
        figure="whole cold year, 36 units, everything a run writes",
        reach="≤ 25 s",
        measured=f"{found.cold:.1f} s",
        values=(found.cold,),
    )
    yield Row(
        figure="again after one figure of one submission was corrected",
        reach="≤ 5 s",
        measured=f"{found.one_changed:.1f} s",
        values=(found.one_changed,),
    )
    yield Row(
        figure="again after a decision was corrected that moves a total, so a group's reports",
        measured=f"{found.one_moved:.1f} s",
    )
    yield Row(
        figure="again with nothing changed",
        reach="≤ 1 s",
        measured=f"{found.unchanged:.2f} s",
        values=(found.unchanged,),
    )


def start_rows(bench: Bench) -> Iterator[Row]:
    """Time how long commands take to start."""
    request = RunRequest(directory=bench.example, reports=bench.scratch / "run", has_reports=False)
    run, unit = run_year(request, lambda *_: None).folder, bench.year.units[0].unit_code
    empty = timed(command("-c", "pass"))
    plain = timed(command("-c", "import cchc_lib"))
    helped = timed(command("-m", "cchc_lib", "--help"))
    explained = timed(command("-m", "cchc_lib", "explain", str(run), unit, "4.3.1"))
    yield Row(
        figure="`import cchc_lib`, beyond an empty Python",
        reach="≤ 0.1 s",
        measured=f"{plain - empty:.3f} s",
        values=(plain - empty,),
    )
    for figure, seconds in (("cchc --help", helped), ("cchc explain RUN UNIT 4.3.1", explained)):
        yield Row(
            figure=f"`{figure}`", reach="≤ 0.3 s", measured=f"{seconds:.2f} s", values=(seconds,)
        )


def scoring_rows(bench: Bench) -> Iterator[Row]:
    """Score a hundred, a thousand and ten thousand units on one processor."""
    edition = bench.year.edition
    assessment, _ = assessment_of(bench.example, edition)
    returns, _ = read_returns(bench.example, edition, assessment)
    given = edition, assessment, returns
    for figure, reach, score in (
        ("points by rule, with traces, 10,000 × 80", "≤ 3 s", scale_figures.trace_rules),
        ("the same with every stage and decision", "", scale_figures.score_all),
    ):
        found = scale_figures.measure_scoring(score, *given)
        each = ", ".join(f"{1000 * own / size:.2f}" for size, own in found.items())
        yield Row(
            figure=figure,
            reach=reach,
            measured=f"{found[_MOST]:.1f} s ({each} ms a unit at 100, 1,000, 10,000)",
            values=(found[_MOST],) if reach else (),
        )
    whole = processor_time(lambda: aggregate_year(*given, ()))
    yield Row(
        figure="36 units with totals, ranks, grades, stage effects",
        measured=f"{whole:.2f} s",
    )


def reading_rows(bench: Bench) -> Iterator[Row]:
    """Time the reading of submissions, of a whole year, and of an unchanged one."""
    edition = bench.year.edition
    assessment, _ = assessment_of(bench.example, edition)
    kept.READ_WORKBOOKS = bench.scratch / "read"
    seconds = []
    for source in list_sources(bench.example, "submissions"):
        alone = replace(assessment, units=(assessment.unit(file_stem(source.file)),))
        open_books([source])

        def read(source=source, alone=alone):
            read_content(source.path.read_bytes())
            read_submissions([source], root=bench.example, edition=edition, assessment=alone)

        seconds.append(processor_time(read, rounds=1))
    yield Row(
        figure="one submission: gate, both readers, its rows (processor time, median)",
        reach="≤ 0.12 s",
        measured=f"{median(seconds):.3f} s",
        values=(median(seconds),),
    )

    def read_all() -> Returns:
        return read_returns(bench.example, edition, assessment)[0]

    kept.forget_books()
    first = timed(read_all, rounds=1)
    yield Row(
        figure="every workbook of the year (127), evidence and survey",
        measured=f"{first:.1f} s; unchanged {timed(read_all):.2f} s",
    )


def analysis_rows(bench: Bench) -> Iterator[Row]:
    """Place a group of units in many draws."""
    model, spread = analysis_figures.repeated(bench.year)
    seconds = timed(lambda: analysis_figures.place_all(model, spread))
    yield Row(
        figure="places in 10,000 draws × 60 units × 100 components, every source of doubt at once",
        reach="≤ 10 s",
        measured=f"{seconds:.1f} s",
        values=(seconds,),
    )


def cluster_rows(bench: Bench) -> Iterator[Row]:
    """Compare one and two workers of a cluster, in turns."""
    reports = report_figures.tasks_of(bench.year, bench.example)
    many = [reports[number % len(reports)] for number in range(_CLUSTER_UNITS)]
    shared = Shared(years={".": bench.year})
    seconds = {1: [], 2: []}
    for _ in range(ROUNDS):
        for count, own in seconds.items():
            own.append(cluster.measure(shared, many, count).seconds)
    one, two = map(median, seconds.values())
    yield Row(
        figure=f"two Dask workers against one, {_CLUSTER_UNITS} unit reports",
        reach="≥ 1.8 ×",
        values=(one / two,),
        measured=f"{one / two:.2f}× ({one:.0f} s, {two:.0f} s)",
    )


def many_rows(bench: Bench) -> Iterator[Row]:
    """Run a thousand submissions as a process of its own."""
    yield _large_row(bench, _MANY, "self_assessment", reach="≤ 90 s, ≤ 1000 MB")


def large_rows(bench: Bench) -> Iterator[Row]:
    """Run years of many sizes, without reports and with every one."""
    for count, until in (
        (_FEW, "self_assessment"),
        (_MOST, "self_assessment"),
        (_FEW, "council"),
        (_MANY, "council"),
    ):
        yield _large_row(bench, count, until)


def _large_row(bench: Bench, count: int, until: Stage, *, reach: str = "") -> Row:
    has_reports = until == "council"
    what = "every stage and report" if has_reports else "submissions to tables, no reports"
    directory = bench.years / f"{count}-{until}"
    if not directory.exists():
        make_example(
            directory, year=2018, unit_count=count, seed=2018, has_faults=False, until=until
        )
    found = scale_figures.run_in_full(directory, bench.scratch / until, has_reports=has_reports)
    assert found.exit_code == 0
    shutil.rmtree(bench.scratch / until)
    each = 1000 * found.seconds / count
    return Row(
        figure=f"{count:,} units: {what}",
        reach=reach,
        measured=f"{found.seconds:.0f} s, {found.memory_mb:.0f} MB, {each:.0f} ms a unit",
        values=(found.seconds, found.memory_mb) if reach else (),
    )


def main() -> None:
    """Print the machine and the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="thousands of units too")
    parser.add_argument("--only", help="one group of rows: report, year, start, scoring …")
    parser.add_argument("--years", type=Path, help="where large years are made, and found again")
    chosen = parser.parse_args()
    groups = [
        start_rows,
        report_rows,
        year_rows,
        scoring_rows,
        reading_rows,
        analysis_rows,
        cluster_rows,
        many_rows,
    ]
    groups += [large_rows] if chosen.large or chosen.only == "large" else []
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")  # noqa: T201
    print("| figure | reach | measured | |\n|---|---|---|---|")  # noqa: T201
    with tempfile.TemporaryDirectory() as scratch:
        example = Path(scratch) / "year"
        make_example(example, year=2018, unit_count=36, seed=2018, has_faults=False)
        bench = Bench(
            scratch=Path(scratch),
            years=chosen.years or Path(scratch),
            example=example,
            year=check_year(example),
        )
        for group in groups:
            if not chosen.only or group.__name__ == f"{chosen.only}_rows":
                for row in group(bench):
                    print(row, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
