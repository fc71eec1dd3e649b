"""Read a finished run back: what a notebook, an auditor or a later run asks of it."""

from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.files.results import read_results
from cchc_lib.running.execution.shared import shared_year
from cchc_lib.running.records_check import check_records
from cchc_lib.running.run_folder import find_run

__all__ = ["read_run"]


def read_run(run: str | Path, unit: str = "") -> YearResult:
    """Read the records of a run, by its folder or id; with ``unit`` only that unit's scores.

    In a worker that was told the year, it is that year.

    Raises
    ------
    ResultProblem
        If there is no such run, or its records are damaged.
    """
    if year := shared_year(str(run)):
        return year
    folder = find_run(run)
    check_records(folder)
    return read_results(folder / "tables", folder / "rules", unit_code=unit)
