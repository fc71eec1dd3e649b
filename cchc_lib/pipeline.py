"""The story of an assessment year, step by step: read it top to bottom.

:func:`run_year` is the whole year; the functions below it are its steps, and what the
command line calls.
"""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib.core.results import YearResult
from cchc_lib.core.round_rules import STAGE_NAMES_VI, Stage
from cchc_lib.errors import DataProblem, UsageProblem
from cchc_lib.files.results import read_totals
from cchc_lib.files.workbooks.kept import forget_books
from cchc_lib.findings import Finding
from cchc_lib.running.computing import Round, compute_run, open_round
from cchc_lib.running.contents import contents_of, lay_out
from cchc_lib.running.correcting import note_corrected
from cchc_lib.running.editions import edition_of, model_edition
from cchc_lib.running.execution.calling import open_workers
from cchc_lib.running.execution.keeping.remembering import remembering
from cchc_lib.running.execution.workers import Nobody, WorkersWanted
from cchc_lib.running.holding import Held, held, put_in_order, refuse_taken
from cchc_lib.running.manifest import Extent, read_extent, write_manifest
from cchc_lib.running.moving import MOVED
from cchc_lib.running.office_log import record_run
from cchc_lib.running.reading import assessment_of, compute_year
from cchc_lib.running.reports import make_reports
from cchc_lib.running.requests import RunOutcome, RunRequest, folder_of, wanted_extent
from cchc_lib.running.run_folder import find_run, keep_signatures
from cchc_lib.telling import Progress, say_nothing

if TYPE_CHECKING:
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
    "return_findings",
    "run_year",
]


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
    ResultProblem, WriteProblem
        If another process is at work on the same run for too long, or nothing can be written.
    """
    opened = open_round(request.directory, find_run(request.previous) if request.previous else None)
    wanted = wanted_extent(opened.assessment, request)
    final = folder_of(request, opened)
    if own := _made_before(request, opened, wanted):
        put_in_order(final.parent)
        return own
    with held(final) as place:
        put_in_order(final.parent)
        return _made_before(request, opened, wanted) or _make(
            request, opened, wanted, place=place, progress=progress, tell=tell
        )


def _made_before(request: RunRequest, opened: Round, wanted: Extent) -> RunOutcome | None:
    """Return the run that is there already, if it is whole and holds what is wanted.

    One of which an input moved while it was made is not what its inputs give.
    """
    final = folder_of(request, opened)
    there = read_extent(final)
    if there is None or request.is_fresh or wanted.with_that_of(there) != there:
        return None
    year = read_totals(final / "tables", opened.edition)
    if any(finding.code == MOVED for finding in year.findings):
        return None
    noticed = _record(final, opened)
    return RunOutcome(folder=final, year=year, failed=(), is_reused=True, noticed=noticed)


def _make(
    request: RunRequest,
    opened: Round,
    wanted: Extent,
    *,
    place: Held,
    progress: Progress,
    tell: Callable[[Finding], None],
) -> RunOutcome:
    """Make a run: it appears when it is complete."""
    identity, final = opened.identity, place.final
    extent = wanted.with_that_of(read_extent(final))
    if request.is_fresh:
        forget_books()
    crew = open_workers(request.workers) if extent.has_reports else nullcontext(Nobody())
    with crew as workers, place.assembled() as folder:
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


def make_example(
    directory: Path,
    *,
    year: int,
    unit_count: int | None = None,
    seed: int,
    has_faults: bool,
    until: Stage = "council",
    progress: Progress = say_nothing,
) -> int:
    """Write a synthetic assessment as it stands after a stage, with a key of true results.

    Returns how many units it has: those of the whole province, if not told.

    Raises
    ------
    UsageProblem
        If there already is something at ``directory``: it may be somebody's work. Or if no
        model edition is in force in the year.
    """
    from cchc_lib.example.province import write_example
    from cchc_lib.present.rule_text import describe_edition

    final = directory.resolve()
    refuse_taken(final)
    edition = model_edition(year)
    with held(final) as place:
        refuse_taken(final)
        with place.assembled() as folder:
            return write_example(
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
    year = check_year(directory)
    issued = issue_forms(
        directory / "forms",
        year=year,
        how_vi=describe_edition(year.edition),
        pages=render_notices(year),
    )
    return issued, year


def return_findings(directory: Path, year: YearResult) -> tuple[list[Path], list[Path]]:
    """Write what must go back into ``returned/``, to the office and to each unit.

    That is a table and a page of all findings, and for every unit that has something to mend
    a page and a copy of its form with the findings marked. Returns the paths written, and the
    files of units kept because a person has changed them.
    """
    from cchc_lib.running.returning import give_back

    return give_back(directory, year)
