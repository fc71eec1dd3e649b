"""The story of an assessment year, step by step: read it top to bottom.

:func:`run_year` is the whole year; the functions below it are its steps, and what the
notebooks and the command line call.
"""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib.core.audit.publishing.published_tables import PublishedTable
from cchc_lib.core.results import YearResult
from cchc_lib.core.round_rules import STAGE_NAMES_VI, Stage
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.shares import report_share_of
from cchc_lib.errors import DataProblem, UsageProblem
from cchc_lib.files.published import read_published
from cchc_lib.files.results import read_totals
from cchc_lib.files.workbooks.kept import forget_books
from cchc_lib.findings import Finding
from cchc_lib.project import EXAMPLE, PUBLISHED, RULES
from cchc_lib.running.computing import Round, compute_run, open_round
from cchc_lib.running.contents import contents_of, lay_out
from cchc_lib.running.correcting import note_corrected
from cchc_lib.running.editions import edition_at, edition_of, model_edition
from cchc_lib.running.execution.calling import open_workers
from cchc_lib.running.execution.keeping.remembering import remembering
from cchc_lib.running.execution.shared import shared_change, shared_edition, shared_year
from cchc_lib.running.execution.workers import Nobody, WorkersWanted
from cchc_lib.running.manifest import read_extent, write_manifest
from cchc_lib.running.office_log import record_run
from cchc_lib.running.previous import compare, history_of
from cchc_lib.running.reading import assessment_of, compute_year
from cchc_lib.running.reports import make_reports
from cchc_lib.running.requests import RunOutcome, RunRequest, folder_of, wanted_extent
from cchc_lib.running.run_folder import assembled, find_run, keep_signatures
from cchc_lib.running.run_reading import read_run
from cchc_lib.running.speaking import speak_of
from cchc_lib.telling import Progress, say_nothing

if TYPE_CHECKING:
    from cchc_lib.core.audit.comparing.changes import UnitChange
    from cchc_lib.files.closing import Closed
    from cchc_lib.files.forms.issuing import Issued

__all__ = [
    "RunOutcome",
    "RunRequest",
    "WorkersWanted",
    "check_year",
    "close_stage",
    "make_example",
    "make_forms",
    "open_change",
    "open_edition",
    "open_published",
    "open_run",
    "open_unit",
    "read_year",
    "return_findings",
    "run_year",
    "speak",
]

EXAMPLE_NAME = "example"


def run_year(
    request: RunRequest, progress: Progress, tell: Callable[[Finding], None] = say_nothing
) -> RunOutcome:
    """Run a whole assessment year: read, check, compute, write tables, notebooks, reports.

    ``tell`` is given the finding of whatever cannot be made, when it is known.

    Raises
    ------
    RuleProblem
        If the edition cannot be used.
    DataProblem
        If the assessment folder cannot be read at all.
    ResultProblem, UsageProblem
        If the run to compare with cannot be read, or not be compared.
    """
    opened = open_round(request.directory, find_run(request.previous) if request.previous else None)
    identity = opened.identity
    wanted = wanted_extent(opened.assessment, request)
    final = folder_of(request, opened)
    there = read_extent(final)
    extent = wanted.with_that_of(there)
    if extent == there and not request.is_fresh:
        year = read_totals(final / "tables", opened.edition)
        noticed = _record(final, opened)
        return RunOutcome(folder=final, year=year, failed=(), is_reused=True, noticed=noticed)

    if request.is_fresh:
        forget_books()
    crew = open_workers(request.workers) if extent.has_reports else nullcontext(Nobody())
    with crew as workers, assembled(final) as folder:
        year, log = compute_run(opened, partial(progress, "Đọc và kiểm tra hồ sơ"))
        contents = contents_of(opened, year, log, extent)
        tasks = lay_out(folder, contents)
        keeping = remembering(
            workers,
            folder=folder,
            code=identity.code_sha256,
            engine=request.workers.engine,
            is_fresh=request.is_fresh,
        )
        keeping.share(contents.shared)
        failed = tuple(make_reports(tasks, keeping, folder, contents.seal, progress, tell=tell))
        write_manifest(folder, identity, year, log=log, extent=extent, failed_count=len(failed))
        keep_signatures(final, folder)
    noticed = _record(final, opened)
    return RunOutcome(folder=final, year=year, failed=failed, is_reused=False, noticed=noticed)


def _record(final: Path, opened: Round) -> tuple[Finding, ...]:
    """Add a run to the log of the office; return what has to be said of that."""
    noticed = record_run(final, opened.directory)
    return (*noticed, *note_corrected(final, opened.assessment))


def check_year(directory: Path) -> YearResult:
    """Read, check and compute an assessment folder without writing anything."""
    directory = directory.resolve()
    edition, _ = edition_of(directory)
    assessment, findings = assessment_of(directory, edition)
    return compute_year(directory, edition, assessment, findings)


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
    return edition_at(Path(edition) if len(Path(edition).parts) > 1 else RULES / edition)


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


def make_example(
    directory: Path,
    *,
    year: int,
    unit_count: int,
    seed: int,
    has_faults: bool,
    until: Stage = "council",
    progress: Progress = say_nothing,
) -> None:
    """Write a synthetic assessment as it stands after a stage, with a key of true results.

    Raises
    ------
    UsageProblem
        If there already is something at ``directory``: it may be somebody's work. Or if no
        model edition is in force in the year.
    """
    from cchc_lib.example.province import write_example
    from cchc_lib.present.rule_text import describe_edition

    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise UsageProblem(f"Thư mục “{directory.name}” đã có tệp; hãy chọn một thư mục mới.")
    edition = model_edition(year)
    with assembled(directory.resolve()) as folder:
        write_example(
            folder,
            edition=edition,
            how_vi=describe_edition(edition),
            year=year,
            unit_count=unit_count,
            seed=seed,
            has_faults=has_faults,
            until=until,
            progress=progress,
        )


def close_stage(
    directory: Path, stage: Stage, day: date, *, has_open_errors: bool = False
) -> tuple["Closed", YearResult]:
    """Close a stage: keep a copy of every file, so that a later change is noticed and named.

    Returns what was closed, and the year as it was just before.

    Raises
    ------
    DataProblem
        If files of the stage have errors; ``has_open_errors`` closes it as it is.
    UsageProblem
        If a stage that needs files has none, it was closed with others, or nothing can be
        written.
    """
    from cchc_lib.files import closing
    from cchc_lib.files.stage_files import stage_of

    directory = directory.resolve()
    year = check_year(directory)
    errors = [f for f in year.findings if f.severity == "error" and stage_of(f.file) == stage]
    if errors and not has_open_errors and stage not in year.assessment.closed_on:
        raise DataProblem(f"Chưa chốt: {STAGE_NAMES_VI[stage]} còn {len(errors)} lỗi.", errors)
    try:
        return closing.close_stage(directory, stage, closed_on=day), year
    except OSError as error:
        said = "Không ghi được vào thư mục closed/; đóng các tệp đang mở rồi chốt lại."
        raise UsageProblem(said) from error


def make_forms(directory: Path) -> tuple["Issued", YearResult]:
    """Write the forms of every unit into ``forms/``; return what became of each, and the year.

    Appraisal forms show what has been submitted so far. A form that somebody has filled in
    since it was issued is never written over.
    """
    from cchc_lib.files.forms.issuing import issue_forms
    from cchc_lib.present.notice_page import render_notices
    from cchc_lib.present.rule_text import describe_edition

    directory = directory.resolve()
    edition, _ = edition_of(directory)
    assessment, findings = assessment_of(directory, edition)
    year = compute_year(directory, edition, assessment, findings)
    issued = issue_forms(
        directory / "forms",
        year=year,
        how_vi=describe_edition(edition),
        pages=render_notices(year),
    )
    return issued, year


def return_findings(directory: Path, year: YearResult) -> tuple[list[Path], list[Path]]:
    """Write what must go back into ``returned/``, to the office and to each unit.

    That is a table and a page of all findings, and for every unit that has something to mend
    a page and a copy of its form with the findings marked. Returns the paths written, and the
    files of units kept because a person has changed them.
    """
    from cchc_lib.files.results import write_findings
    from cchc_lib.files.returns.giving_back import put_back
    from cchc_lib.files.writing import write_text
    from cchc_lib.present.findings_page import render_findings

    folder = directory / "returned"
    table, page = folder / "findings.csv", folder / "findings.html"
    write_findings(table, year)
    write_text(page, render_findings(year.findings, "Vấn đề cần xử lý", year=year))
    written, kept = put_back(folder, _files_for_units(directory, year))
    return [table, page, *written], kept


def _files_for_units(directory: Path, year: YearResult) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of what goes back to each unit."""
    from cchc_lib.files.returns.giving_back import fill_copies, findings_to_mend
    from cchc_lib.present.return_page import render_return
    from cchc_lib.present.rule_text import describe_edition

    asked = findings_to_mend(year.findings)
    for copy in fill_copies(directory, year, asked, describe_edition(year.edition)):
        code = copy.unit.code
        page = render_return(year, code, asked[code], file=copy.file, places=copy.places)
        yield f"{code}.html", page.encode()
        yield f"{code}.xlsx", copy.content


def _example() -> Path:
    if not (EXAMPLE / "assessment.toml").is_file():
        make_example(EXAMPLE, year=2018, unit_count=36, seed=2018, has_faults=False)
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
