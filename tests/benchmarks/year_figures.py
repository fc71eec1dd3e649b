"""The whole example year: cold, with one submission changed, and with nothing changed."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median

from openpyxl import load_workbook

from cchc_lib.core.results import YearResult
from cchc_lib.core.stages import RuleLine
from cchc_lib.core.submission import Place
from cchc_lib.files.corrections import CORRECTIONS_FILE
from cchc_lib.files.hashing import sha256_of_file
from tests.benchmarks.timing import ROUNDS

RUN = """
import sys
from pathlib import Path
from cchc_lib import project
cache = Path(sys.argv[2])
project.READ_WORKBOOKS, project.ARTEFACTS = cache / "workbooks", cache / "artefacts"
from cchc_lib.pipeline import RunRequest, run_year
has_reports = sys.argv[4] == "reports"
request = RunRequest(
    directory=Path(sys.argv[1]), reports=Path(sys.argv[3]), has_reports=has_reports
)
outcome = run_year(request, lambda *_: None)
assert not outcome.failed, [(made.name, made.reason) for made in outcome.failed]
"""
"""A run as a process of its own, with stores of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """Median seconds of a whole run."""

    cold: float
    one_changed: float
    one_moved: float
    unchanged: float


def measure_year(example: Path, year: YearResult, scratch: Path) -> YearFigures:
    """Run a copy of the example year in turns: cold, unchanged, a figure changed, a total moved."""
    seconds: dict[str, list[float]] = {"cold": [], "unchanged": [], "one": [], "moved": []}
    for number in range(ROUNDS):
        folder = scratch / f"round-{number}"
        directory = shutil.copytree(example, folder / "year")
        seconds["cold"].append(_run(directory, folder))
        seconds["unchanged"].append(_run(directory, folder))
        lower_figure(directory, year)
        seconds["one"].append(_run(directory, folder))
        lower_decision(directory, year)
        seconds["moved"].append(_run(directory, folder))
        shutil.rmtree(folder)
    return YearFigures(
        cold=median(seconds["cold"]),
        one_changed=median(seconds["one"]),
        one_moved=median(seconds["moved"]),
        unchanged=median(seconds["unchanged"]),
    )


def _run(directory: Path, folder: Path) -> float:
    start = time.perf_counter()
    words = (str(directory), str(folder / "cache"), str(folder / "reports"), "reports")
    subprocess.run([sys.executable, "-c", RUN, *words], check=True)
    return time.perf_counter() - start


def lower_figure(directory: Path, year: YearResult) -> None:
    """Correct a declared figure of a unit by one, in its own submission."""
    place, value = next(_figures(year))
    _correct(directory, place, value - 1)


def lower_decision(directory: Path, year: YearResult) -> None:
    """Correct the points that an appraiser gave a unit, so that its total moves."""
    place, value = next(_decisions(year))
    _correct(directory, place, value - Decimal("0.01"))


def _figures(year: YearResult) -> Iterator[tuple[Place, Decimal]]:
    for score in year.scores:
        if isinstance(score.rule_score, RuleLine):
            for figure in score.rule_score.figures:
                if isinstance(figure.value, Decimal) and figure.value > 1:
                    yield figure.place, figure.value


def _decisions(year: YearResult) -> Iterator[tuple[Place, Decimal]]:
    for score in year.scores:
        line = score.decisions[-1] if score.decisions else None
        is_last = line is not None and line.stage == score.final.taken_from
        if line and is_last and line.stage == "appraisal_1" and line.value > 1 and line.reason:
            yield line.place, line.value


def _correct(directory: Path, place: Place, value: Decimal) -> None:
    """Write a cell of a file of a closed stage, and record the decision to correct the file."""
    path = directory / place.file
    book = load_workbook(path)
    book[place.sheet][place.cell].value = value
    book.save(path)
    record, sha256 = directory / CORRECTIONS_FILE, sha256_of_file(path)
    if not record.exists():
        record.write_text("file,sha256,document,date,reason\n", "utf-8")
    with record.open("a", encoding="utf-8") as lines:
        lines.write(f"{place.file},{sha256},CV 9/SNV,2019-03-01,Đính chính\n")
