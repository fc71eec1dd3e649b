"""Several appendices of one decision, each for a group of units, as one table."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from cchc_lib.core.appendix.table import (
    PrintedArea,
    PrintedComponent,
    PrintedCriterion,
    PrintedGroup,
    PrintedTable,
)
from cchc_lib.core.phrasing.reading import StatedLevel
from cchc_lib.findings import Finding, finding

__all__ = ["merge_appendices"]

_MARKS = "bcdefghijklmnopqrstuvwxyz"
"""Follows a code that another appendix uses for something else."""
_Entry = TypeVar("_Entry", PrintedArea, PrintedCriterion, PrintedComponent)


def merge_appendices(
    appendices: Sequence[PrintedTable],
) -> tuple[PrintedTable, list[Finding]]:
    """Return one table of which each appendix is a column, numbered from 0.

    What has the same code, name, rule and evidence in two appendices is one component. What has
    the same code and says something else gets a code of ours, and is named.
    """
    groups = tuple(
        PrintedGroup(name_vi=one.groups[0].name_vi, column=number)
        for number, one in enumerate(appendices)
    )
    whole = PrintedTable(groups=groups)
    merging = _Merging()
    for number, one in enumerate(appendices):
        for area in one.areas:
            merging.add_area(whole, area, number)
    return whole, merging.findings


class _Merging:
    """The findings of one merging."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def add_area(self, whole: PrintedTable, area: PrintedArea, column: int) -> None:
        """Add an area with all that is in it."""
        known = self._place_of(whole.areas, area, area.code)
        if known is None:
            code = self._free(whole.areas, area, area.code)
            known = replace(area, code=code, maxima={}, criteria=[])
            whole.areas.append(known)
        for criterion in area.criteria:
            self._add_criterion(
                known, criterion, _moved(criterion.code, area.code, known.code), column
            )

    def _add_criterion(
        self, area: PrintedArea, criterion: PrintedCriterion, code: str, column: int
    ) -> None:
        known = self._place_of(area.criteria, criterion, code)
        if known is None:
            code = self._free(area.criteria, criterion, code)
            known = replace(criterion, code=code, maxima={}, components=[])
            area.criteria.append(known)
        for component in criterion.components:
            own = _moved(component.code, criterion.code, known.code)
            self._add_component(known, component, own, column)

    def _add_component(
        self, criterion: PrintedCriterion, component: PrintedComponent, code: str, column: int
    ) -> None:
        maxima = dict(zip([column], component.maxima.values(), strict=False))
        known = self._place_of(criterion.components, component, code)
        if known is None:
            code = self._free(criterion.components, component, code)
            criterion.components.append(replace(component, code=code, maxima=maxima))
            return
        known.maxima = {**known.maxima, **maxima}
        known.levels = [
            StatedLevel(text_vi=level.text_vi, points=(*level.points, *other.points))
            for level, other in zip(known.levels, component.levels, strict=True)
        ]

    @staticmethod
    def _place_of(entries: Iterable[_Entry], entry: _Entry, code: str) -> _Entry | None:
        """Return the entry that says the same under the same code, if there is one."""
        same = (one for one in entries if one.code.rstrip(_MARKS) == code.rstrip(_MARKS))
        return next((one for one in same if _said(one) == _said(entry)), None)

    def _free(self, entries: Sequence[_Entry], entry: _Entry, code: str) -> str:
        """Return a code that no entry has yet, and tell if it is not the one that was printed."""
        taken = {one.code for one in entries}
        if code not in taken:
            return code
        free = next(f"{code}{mark}" for mark in _MARKS if f"{code}{mark}" not in taken)
        found = f"{code} {entry.name_vi}"
        self.findings.append(finding("PL-026", **entry.place.words, found=found, expected=free))
        return free


def _said(entry: PrintedArea | PrintedCriterion | PrintedComponent) -> tuple[object, ...]:
    """Return what must agree for two entries to be one."""
    name = " ".join(entry.name_vi.casefold().split())
    if not isinstance(entry, PrintedComponent):
        return (name,)
    levels = tuple((level.text_vi, bool(level.points)) for level in entry.levels)
    rest = (entry.evidence_vi, entry.note_vi, entry.lead_vi, entry.not_applicable_vi)
    return name, entry.rule_vi, levels, rest, entry.is_own_criterion


def _moved(code: str, old: str, new: str) -> str:
    """Return a code below another one whose own code changed."""
    return new + code.removeprefix(old)
