"""A comparison as plain data for other programs, under a format version."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from cchc_lib.core.audit.comparing.changes import Comparison, UnitChange
from cchc_lib.core.results import YearResult

__all__ = ["COMPARISON_FORMAT", "comparison_data"]

COMPARISON_FORMAT = 1
"""The version of the data; it changes when a key changes its name or meaning."""


def comparison_data(comparison: Comparison, units: Iterable[UnitChange]) -> dict[str, Any]:
    """Return both ends, the groups, and the given units with every part and component.

    ``index`` is a difference with its parts, or ``{"reason", "note_vi"}`` where there is
    none; ``exact`` values are fractions. ``rule_changes`` names components and general rules
    that the two editions do not share, whatever their codes.
    """
    return {
        "format": COMPARISON_FORMAT,
        "before": _end(comparison.before),
        "after": _end(comparison.after),
        "matching": comparison.matching,
        "rule_changes": asdict(comparison.rule_changes),
        "groups": [asdict(group) for group in comparison.groups],
        "units": [asdict(unit) for unit in units],
    }


def _end(year: YearResult) -> dict[str, Any]:
    assessment = year.assessment
    return {
        "year": assessment.year,
        "edition": year.edition.code,
        "assessment": assessment.title_vi,
        "is_synthetic": assessment.is_synthetic,
        "is_provisional": year.is_provisional,
    }
