"""What an auditor asks of finished runs: explain a number, verify a run, compare two."""

from pathlib import Path
from tempfile import TemporaryDirectory

from cchc_lib.core.audit import Node, explain
from cchc_lib.core.audit.checking.chain import seal_of
from cchc_lib.core.audit.checking.verification import Verification
from cchc_lib.core.audit.comparing.changes import Comparison
from cchc_lib.core.results import YearResult
from cchc_lib.files.csv_text import table_text
from cchc_lib.files.workbooks.kept import forget_books
from cchc_lib.files.writing import write_text
from cchc_lib.pipeline import Progress, open_run
from cchc_lib.present.audit.derivation_data import NODE_COLUMNS, node_rows
from cchc_lib.running.previous import compare, kept_previous, write_comparison
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

__all__ = ["compare_runs", "explain_number", "node_table", "verify_run", "write_comparison_files"]


def explain_number(run: str | Path, code: str, number: str = "") -> tuple[YearResult, Node]:
    """Explain a number of a unit (by default its index) or of a group (its mean) as a tree.

    Raises
    ------
    UsageProblem
        If the run has no such unit or group, or it has no such number; near names are listed.
    """
    year = open_run(run, unit=code)
    return year, explain(year, code, number)


def node_table(node: Node, year: YearResult) -> str:
    """Return a tree of numbers as a CSV table, one row per node."""
    return table_text(NODE_COLUMNS, lambda whole: node_rows(node, whole))(year)


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
            remade = remake(recorded.manifest, again, progress)
            phases.append(check_recomputed(recorded, remade))
            if has_reports:
                phases.append(check_notebooks(recorded, remade, workers, progress))
    return Verification(
        run_id=recorded.manifest.run_id if recorded.manifest else folder.name,
        seal=seal_of(recorded.log),
        phases=tuple(phases),
    )


def compare_runs(before: str | Path, after: str | Path) -> Comparison:
    """Compare two finished runs, of one year or of an earlier and a later one.

    Raises
    ------
    ResultProblem
        If a run cannot be read.
    UsageProblem
        If the two cannot be compared.
    """
    return compare(open_run(before), open_run(after))


def write_comparison_files(folder: Path, comparison: Comparison) -> None:
    """Write the tables of a comparison, and its page ``comparison.html``, into a folder."""
    from cchc_lib.present.comparison.page import render_comparison

    write_comparison(folder, comparison)
    write_text(folder / "comparison.html", render_comparison(comparison))
