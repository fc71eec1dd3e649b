"""Which unit of an earlier year became which of a later one: renamed, merged, new or ended."""

from collections.abc import Mapping
from dataclasses import dataclass

from cchc_lib.core.audit.comparing.changes import UnitFate
from cchc_lib.core.submission import Assessment, Unit

__all__ = ["UnitMatch", "match_units"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMatch:
    """A unit of the later year and its predecessors; ``after`` is empty for one that ended."""

    before: tuple[Unit, ...]
    after: Unit | None

    @property
    def fate(self) -> UnitFate:
        """Say what became of the unit."""
        if self.after is None:
            return "ended"
        if len(self.before) != 1:
            return "merged" if self.before else "new"
        (old,) = self.before
        is_same = (old.code, old.name_vi) == (self.after.code, self.after.name_vi)
        return "same" if is_same else "renamed"

    @property
    def pair(self) -> tuple[Unit, Unit] | None:
        """Return the two ends of a unit that went on by itself."""
        return (self.before[0], self.after) if self.after and len(self.before) == 1 else None


def match_units(before: Assessment, after: Assessment) -> tuple[UnitMatch, ...]:
    """Return every unit of both years once: those of the later in order, then those that ended.

    A unit is followed through the ``former_units`` of the later year; without an entry there
    it keeps its code.
    """
    codes = {unit.code for unit in after.units}
    heirs: dict[str, list[Unit]] = {code: [] for code in codes}
    ended: list[UnitMatch] = []
    for unit in before.units:
        code = _successor(unit, after)
        if code in codes:
            heirs[code].append(unit)
        else:
            ended.append(UnitMatch(before=(unit,), after=None))
    going_on = (UnitMatch(before=tuple(heirs[unit.code]), after=unit) for unit in after.units)
    return (*going_on, *ended)


def _successor(unit: Unit, after: Assessment) -> str:
    """Return the code under which a unit goes on, through as many successors as there were."""
    heirs = _heirs(unit, after)
    code, passed = unit.code, {unit.code}
    while (heir := heirs.get(code, "")) and heir not in passed:
        code = heir
        passed.add(code)
    return code


def _heirs(unit: Unit, after: Assessment) -> Mapping[str, str]:
    """Return the successor of every unit that ended after ``unit`` had begun, by its code."""
    return {
        former.code: former.successor_code
        for former in sorted(after.former_units, key=lambda one: one.valid_from)
        if former.valid_to is None or former.valid_to >= unit.valid_from
    }
