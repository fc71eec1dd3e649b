"""Compare two finished runs."""

from pathlib import Path

from cchc_lib.core.audit.comparing.changes import Comparison
from cchc_lib.files.writing import write_text
from cchc_lib.running.previous import compare, history_of, write_comparison
from cchc_lib.running.run_folder import find_run
from cchc_lib.running.run_reading import read_run

__all__ = ["compare_runs", "write_comparison_files"]


def compare_runs(before: str | Path, after: str | Path) -> Comparison:
    """Compare two finished runs, of one year or of an earlier and a later one.

    Raises
    ------
    ResultProblem
        If a run cannot be read.
    UsageProblem
        If the two cannot be compared.
    """
    return compare(read_run(before), read_run(after), history_of(find_run(before)))


def write_comparison_files(folder: Path, comparison: Comparison) -> None:
    """Write the tables of a comparison, and its page ``comparison.html``, into a folder."""
    from cchc_lib.present.comparison.page import render_comparison

    write_comparison(folder, comparison)
    write_text(folder / "comparison.html", render_comparison(comparison))
