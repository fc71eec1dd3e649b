"""The CSV tables of a comparison: rows per unit, per component and per year of a unit.

Parts are published percentage points of the index and add up to ``difference``; points are
those of the component. An empty cell says that there is nothing to show; ``reason`` says why.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import get_args

from cchc_lib.core.audit.comparing.changes import (
    Comparison,
    ComponentChange,
    Difference,
    NotCompared,
    Part,
    PointChange,
    RankChange,
)
from cchc_lib.core.rulebook import GradeBand
from cchc_lib.core.submission import NotAppraised
from cchc_lib.files.csv_text import csv_text
from cchc_lib.files.year_history import HISTORY, history_text

__all__ = ["COMPARISON_TABLES"]

_PARTS: tuple[Part, ...] = get_args(Part)
_UNIT_COLUMNS = (
    "group_code", "unit_code", "unit_name", "fate", "predecessors", "index_before", "index_after",
    "difference", *_PARTS, "rank_before", "rank_after", "rank_difference", "rank_own",
    "rank_others", "rank_membership", "rank_rule", "reason", "rank_reason",
    "grade_before", "grade_after",
)  # fmt: skip
_COMPONENT_COLUMNS = (
    "unit_code", "old_code", "new_code", "changes", "old_max", "new_max", "old_points",
    "new_points", "difference", "own_figures", "appraisal", "survey", "base_known", "reason",
    "note",
)  # fmt: skip


def _unit_rows(comparison: Comparison) -> Iterable[Sequence[object]]:
    for unit in comparison.units:
        about = (unit.group_code, unit.unit_code, unit.name_vi, unit.fate)
        reasons = (_reason(unit.index), _reason(unit.rank))
        numbers = (*_index_cells(unit.index), *_rank_cells(unit.rank))
        grades = (_grade_cell(unit.grade.before), _grade_cell(unit.grade.after))
        yield (*about, " ".join(unit.predecessors), *numbers, *reasons, *grades)


def _grade_cell(grade: GradeBand | NotAppraised | None) -> GradeBand | None:
    return grade if isinstance(grade, GradeBand) else None


def _index_cells(index: Difference | NotCompared) -> Sequence[object]:
    if isinstance(index, NotCompared):
        return (None,) * (3 + len(_PARTS))
    parts = (index.part(name).published for name in _PARTS)
    return (index.before, index.after, index.published, *parts)


def _rank_cells(rank: RankChange | NotCompared) -> Sequence[object]:
    if isinstance(rank, NotCompared):
        return (None,) * 7
    ends = (rank.before, rank.after, rank.difference)
    return (*ends, rank.own, rank.others, rank.membership, rank.rule)


def _component_rows(comparison: Comparison) -> Iterable[Sequence[object]]:
    for unit in comparison.units:
        for one in unit.components:
            yield (unit.unit_code, *_component_cells(one))


def _component_cells(one: ComponentChange) -> Sequence[object]:
    note = one.points.note_vi if isinstance(one.points, NotCompared) else ""
    ends = (one.old_max, one.new_max, one.old_points, one.new_points)
    codes = (one.old_code, one.new_code, " ".join(one.changes))
    return (*codes, *ends, *_point_cells(one.points), _reason(one.points), note)


def _point_cells(points: PointChange | NotCompared) -> Sequence[object]:
    if isinstance(points, NotCompared):
        return (None,) * 5
    parts = (points.own_figures, points.appraisal, points.survey)
    return (points.difference, *parts, points.has_base)


def _reason(value: object) -> str:
    return value.reason if isinstance(value, NotCompared) else ""


COMPARISON_TABLES: Mapping[str, Callable[[Comparison], str]] = {
    "comparison.csv": lambda c: csv_text(_UNIT_COLUMNS, _unit_rows(c)),
    "comparison_components.csv": lambda c: csv_text(_COMPONENT_COLUMNS, _component_rows(c)),
    HISTORY: lambda c: history_text(c.units),
}
"""The text of each table of a comparison, by file name."""
