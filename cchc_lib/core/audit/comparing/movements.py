"""How the places of a group changed: the unit's own doing, the others', the group, the rule."""

from collections.abc import Mapping
from fractions import Fraction

from cchc_lib.core.audit.comparing.changes import NotCompared, RankChange
from cchc_lib.core.audit.unranked import why_unranked
from cchc_lib.core.ranking import places_of, rank_key
from cchc_lib.core.results import UnitResult
from cchc_lib.core.rulebook import Edition

__all__ = ["GroupPlaces"]

_Keys = dict[str, tuple[Fraction, ...]]


class GroupPlaces:
    """The ranked units of one group at both ends.

    Parameters
    ----------
    edition
        The edition of after: its ranking rule orders the old values too.
    former_edition
        The edition of before, which says why a unit had no place.
    before, after
        The units of the group, by their code in their own year.
    heirs
        The code of after by the code of before, for every unit that went on by itself.
    """

    def __init__(
        self,
        edition: Edition,
        former_edition: Edition,
        before: Mapping[str, UnitResult],
        after: Mapping[str, UnitResult],
        heirs: Mapping[str, str],
    ) -> None:
        self._edition, self._former_edition = edition, former_edition
        self._method = edition.ranking.method
        self._before, self._after = before, after
        self._old = _keys(edition, before)
        self._new = _keys(edition, after)
        pairs = [(old, new) for old, new in heirs.items() if old in self._old and new in self._new]
        self._kept_old: _Keys = {new: self._old[old] for old, new in pairs}
        self._kept_new: _Keys = {new: self._new[new] for _, new in pairs}

    def change(self, old_code: str, new_code: str) -> RankChange | NotCompared:
        """Split the movement of a unit that has a place at both ends."""
        if old_code not in self._old or new_code not in self._new:
            return NotCompared(
                reason="no_rank",
                before_vi=_why_no_place(self._former_edition, self._before[old_code]),
                after_vi=_why_no_place(self._edition, self._after[new_code]),
            )
        was, now = self._before[old_code].rank, self._after[new_code].rank
        assert isinstance(was, int)
        assert isinstance(now, int)
        by_rule = self._places(self._old)[old_code]
        among_kept = self._places(self._kept_old)[new_code]
        alone = self._kept_old | {new_code: self._kept_new[new_code]}
        own = self._places(alone)[new_code]
        together = self._places(self._kept_new)[new_code]
        return RankChange(
            before=was,
            after=now,
            rule=by_rule - was,
            own=own - among_kept,
            others=together - own,
            membership=(among_kept - by_rule) + (now - together),
        )

    def _places(self, keys: _Keys) -> dict[str, int]:
        return places_of(keys, self._method)


def _why_no_place(edition: Edition, unit: UnitResult) -> str:
    """Say why a unit has no place; empty where it has one."""
    return "" if isinstance(unit.rank, int) else why_unranked(edition, unit).reason_vi


def _keys(edition: Edition, units: Mapping[str, UnitResult]) -> _Keys:
    """Return what every ranked unit is ordered by."""
    ranked = {code: unit for code, unit in units.items() if isinstance(unit.rank, int)}
    return {code: rank_key(edition, unit) for code, unit in ranked.items()}
