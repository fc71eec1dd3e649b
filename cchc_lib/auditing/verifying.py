"""Check a finished run: is it what it was, and does it follow from its inputs."""

from pathlib import Path
from tempfile import TemporaryDirectory

from cchc_lib.core.audit.checking.chain import seal_of
from cchc_lib.core.audit.checking.verification import Verification
from cchc_lib.files.workbooks.kept import forget_books
from cchc_lib.running.execution.calling import open_workers
from cchc_lib.running.execution.workers import WorkersWanted
from cchc_lib.running.previous import kept_previous
from cchc_lib.running.recomputing import (
    Again,
    check_notebooks,
    check_recomputed,
    check_traces,
    remake,
)
from cchc_lib.running.recorded import find_assessment, read_recorded
from cchc_lib.running.run_folder import find_run
from cchc_lib.running.verifying import check_files, check_inputs
from cchc_lib.telling import Progress

__all__ = ["verify_run"]


def verify_run(
    run: str | Path,
    assessment: Path | None = None,
    *,
    has_reports: bool = False,
    workers: int = 0,
    is_fresh: bool = False,
    progress: Progress,
) -> Verification:
    """Check a finished run: its files, what it was made from, its numbers; all of it again.

    Parameters
    ----------
    run
        A run folder, or the id of a run.
    assessment
        The assessment folder; where the log of the office says, if not given.
    has_reports, workers
        Whether to execute the notebooks again too, and how many at a time.
    is_fresh
        Whether to read every workbook again, and believe nothing that was read before.
    progress
        Called as the check goes on.

    Raises
    ------
    ResultProblem
        If there is no run at all. Everything else that is wrong is in the verification.
    """
    if is_fresh:
        forget_books()
    stage = "Đối chiếu tệp"
    folder = find_run(run)
    progress(stage, 0, 2)
    recorded = read_recorded(folder)
    progress(stage, 1, 2)
    directory = assessment.resolve() if assessment else find_assessment(recorded)
    phases = [check_files(recorded), check_inputs(recorded, directory)]
    progress(stage, 2, 2)
    phases.append(check_traces(recorded))
    if directory is not None and recorded.manifest is not None:
        is_exact = recorded.is_same_code and not phases[1].differences
        with TemporaryDirectory() as scratch:
            again = Again(
                directory=directory,
                target=Path(scratch),
                is_exact=is_exact,
                previous=kept_previous(folder, recorded.manifest),
            )
            with open_workers(WorkersWanted(count=workers)) as crew:
                remade = remake(recorded.manifest, again, crew, progress)
                phases.append(check_recomputed(recorded, remade))
                if has_reports:
                    phases.append(check_notebooks(recorded, remade, crew, progress))
    return Verification(
        run_id=recorded.manifest.run_id if recorded.manifest else folder.name,
        seal=seal_of(recorded.log),
        phases=tuple(phases),
    )
