"""What every unit came to, year by year, as far back as the runs behind a comparison know."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from cchc_lib.core.audit.comparing.changes import Comparison, NotCompared, UnitChange, YearPoint
from cchc_lib.core.audit.comparing.rule_changes import GeneralRule
from cchc_lib.core.results import YearResult

__all__ = ["History", "with_years"]

History = Mapping[str, tuple[YearPoint, ...]]
"""The years up to that of before, by the code that a unit had then; earliest first."""
_RULES_OF_AN_INDEX: frozenset[GeneralRule] = frozenset(
    {"rounding", "not_applicable", "adjustment", "survey"}
)
_OWN_RULE = frozenset({"maximum", "content", "added", "dropped", "rounding", "other_group"})


def with_years(comparison: Comparison, history: History) -> Comparison:
    """Return a comparison whose units tell all their years.

    Of several runs of one year the last one counts. A unit that has no single predecessor
    begins anew and has none.
    """
    units = tuple(_with_years(comparison, unit, history) for unit in comparison.units)
    return replace(comparison, units=units)


def _with_years(comparison: Comparison, unit: UnitChange, history: History) -> UnitChange:
    if unit.fate not in {"same", "renamed"}:
        return unit
    before, after = comparison.before, comparison.after
    (former,) = unit.predecessors
    known = history.get(former, ())
    had_other = any(p.has_other_rules for p in known if p.year == before.assessment.year)
    was = _point(before, former, has_other_rules=had_other)
    now = _point(after, unit.unit_code, has_other_rules=_has_other_rules(comparison, unit))
    if was.year == now.year:
        own = [replace(now, has_other_rules=now.has_other_rules or had_other)]
    else:
        own = [was, now]
    return replace(unit, years=(*(p for p in known if p.year < was.year), *own))


def _point(year: YearResult, unit_code: str, *, has_other_rules: bool) -> YearPoint:
    unit = year.unit(unit_code)
    group = next(one for one in year.groups if one.group_code == unit.group_code)
    return YearPoint(
        year=year.assessment.year,
        index_pct=unit.index_pct if isinstance(unit.index_pct, Decimal) else None,
        rank=unit.rank if isinstance(unit.rank, int) else None,
        ranked_count=group.ranked_count,
        is_provisional=unit.is_provisional,
        has_other_rules=has_other_rules,
    )


def _has_other_rules(comparison: Comparison, unit: UnitChange) -> bool:
    """Tell whether what makes the index of a unit is not what it was."""
    is_other_in_general = not _RULES_OF_AN_INDEX.isdisjoint(comparison.rule_changes.general)
    return is_other_in_general or any(
        isinstance(one.points, NotCompared) and one.points.reason in _OWN_RULE
        for one in unit.components
    )
