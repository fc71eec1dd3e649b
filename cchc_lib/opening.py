"""What a notebook opens: a year, a run, a unit in it, the law, what others published.

A notebook that a run executes is given what the run knows already; one that somebody opens
reads it from files, and ``example`` is made where it is missing.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib.core.audit.publishing.published_tables import PublishedTable
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.shares import report_share_of
from cchc_lib.errors import UsageProblem
from cchc_lib.files.published import read_published
from cchc_lib.pipeline import check_year, make_example, run_year
from cchc_lib.project import EXAMPLE, PUBLISHED, RULES
from cchc_lib.running.computing import open_round
from cchc_lib.running.editions import edition_at
from cchc_lib.running.execution.shared import shared_change, shared_edition, shared_year
from cchc_lib.running.previous import compare, history_of
from cchc_lib.running.requests import RunRequest, folder_of
from cchc_lib.running.run_folder import find_run
from cchc_lib.running.run_reading import read_run
from cchc_lib.running.speaking import speak_of
from cchc_lib.telling import say_nothing

if TYPE_CHECKING:
    from cchc_lib.core.audit.comparing.changes import UnitChange

__all__ = [
    "EXAMPLE_NAME",
    "edition_folder",
    "open_change",
    "open_edition",
    "open_published",
    "open_run",
    "open_unit",
    "read_year",
    "speak",
]

EXAMPLE_NAME = "example"


def read_year(assessment: str) -> YearResult:
    """Compute the assessment folder a notebook names; ``example`` is made where missing.

    In a run that is the year of the run, computed once for all its notebooks.
    """
    if year := shared_year(assessment):
        return year
    return check_year(_example() if assessment == EXAMPLE_NAME else Path(assessment))


def open_run(run: str | Path, unit: str = "") -> YearResult:
    """Read a finished run back; with ``unit`` only that unit's component scores.

    ``example`` stands for a run of the example year, made where missing.
    """
    return read_run(_run_of_example() if run == EXAMPLE_NAME else run, unit)


def open_unit(run: str | Path, unit: str) -> YearResult:
    """Read of a finished run what the report of one unit may show, and nothing else.

    A report is made again only when this part changes: the unit's own records, and the place
    and index of the others in its group. There are no hashes of files in it.

    Raises
    ------
    ResultProblem
        If the run has no such unit; names that come near are listed.
    """
    from cchc_lib.present.summaries import find_unit

    year = open_run(run, unit=unit)
    find_unit(year, unit)
    return report_share_of(year, unit)


def open_change(run: str | Path, previous_run: str | Path, unit: str) -> "UnitChange | None":
    """Compare a unit with what it was in an earlier run; nothing where none is named."""
    if not previous_run:
        return None
    if own := shared_change(unit):
        return own
    before = open_run(previous_run)
    history = {} if previous_run == EXAMPLE_NAME else history_of(find_run(previous_run))
    return compare(before, open_run(run), history).unit(unit)


def open_edition(edition: str | Path) -> Edition:
    """Read an edition by its code in ``data/rules``, or by its folder.

    Raises
    ------
    RuleProblem
        With every finding, if the rule files have any error.
    """
    if own := shared_edition(str(edition)):
        return own
    return edition_at(edition_folder(edition))


def edition_folder(edition: str | Path) -> Path:
    """Return where an edition lies: by its code in ``data/rules``, or by its folder."""
    return Path(edition) if len(Path(edition).parts) > 1 else RULES / edition


def speak(language: str, *runs: str | Path) -> None:
    """Have a notebook speak a language from here on, of runs by their folders or ids.

    What the law of a run is called comes from the catalogues that the run keeps; the first run
    decides where two differ. Runs without a name are none.

    Raises
    ------
    UsageProblem
        If pages are not written in this language.
    """
    speak_of(language, [_folder_of(run) for run in runs if run])


def open_published() -> dict[str, PublishedTable]:
    """Read the figures that others have published, by name of the table."""
    return read_published(PUBLISHED)


def _example() -> Path:
    """Return the folder of the example; it is made where it is missing, by one of us alone."""
    if not (EXAMPLE / "assessment.toml").is_file():
        try:
            make_example(EXAMPLE, year=2018, unit_count=36, seed=2018, has_faults=False)
        except UsageProblem:
            if not (EXAMPLE / "assessment.toml").is_file():
                raise
    return EXAMPLE


def _folder_of(run: str | Path) -> Path:
    return find_run(_run_of_example() if run == EXAMPLE_NAME else run)


def _run_of_example() -> Path:
    request = RunRequest(directory=_example(), has_reports=False)
    return _latest_run(request) or run_year(request, say_nothing).folder


def _latest_run(request: RunRequest) -> Path | None:
    """Return the run that the current inputs, rules and code would make, if it exists."""
    folder = folder_of(request, open_round(request.directory))
    return folder if folder.is_dir() else None
