"""Explain a number of a finished run."""

from pathlib import Path

from cchc_lib.core.audit import Node, explain
from cchc_lib.core.results import YearResult
from cchc_lib.files.csv_text import table_text
from cchc_lib.running.run_reading import read_run

__all__ = ["explain_number", "node_table"]


def explain_number(run: str | Path, code: str, number: str = "") -> tuple[YearResult, Node]:
    """Explain a number of a unit (by default its index) or of a group (its mean) as a tree.

    Raises
    ------
    UsageProblem
        If the run has no such unit or group, or it has no such number; near names are listed.
    """
    year = read_run(run, unit=code)
    return year, explain(year, code, number)


def node_table(node: Node, year: YearResult) -> str:
    """Return a tree of numbers as a CSV table, one row per node."""
    from cchc_lib.present.audit.derivation_data import NODE_COLUMNS, node_rows

    return table_text(NODE_COLUMNS, lambda whole: node_rows(node, whole))(year)
