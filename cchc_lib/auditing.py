"""What an auditor asks of finished runs: explain a number, verify a run, compare two."""

from pathlib import Path

from cchc_lib.core.audit import Node, explain_component, explain_unit
from cchc_lib.core.results import YearResult
from cchc_lib.errors import UsageProblem
from cchc_lib.pipeline import open_run
from cchc_lib.vietnamese import suggest

__all__ = ["explain_number"]


def explain_number(run: str | Path, unit: str, component: str = "") -> tuple[YearResult, Node]:
    """Explain the index of a unit, or one of its components, as a tree.

    Raises
    ------
    UsageProblem
        If the run has no such unit or the unit no such component.
    """
    year = open_run(run)
    codes = [u.code for u in year.assessment.units]
    if unit not in codes:
        raise UsageProblem(f"Lần chạy không có đơn vị “{unit}”. {suggest(unit, codes)}")
    if not component:
        return year, explain_unit(year, unit)
    scores = {score.component_code: score for score in year.scores_of(unit)}
    if component not in scores:
        hint = suggest(component, scores)
        raise UsageProblem(f"Đơn vị không có tiêu chí thành phần “{component}”. {hint}")
    return year, explain_component(scores[component])
