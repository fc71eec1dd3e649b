"""The units of a round as thousands of forms look them up, worked out once for all of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cchc_lib.core.submission import Unit
from cchc_lib.vietnamese import normalise

__all__ = ["KnownUnits", "known_units"]


@dataclass(frozen=True)
class KnownUnits:
    """Some units by their codes and by their names."""

    units: Sequence[Unit]

    @cached_property
    def by_code(self) -> Mapping[str, Unit]:
        """Return the units by code."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def names(self) -> Counter[str]:
        """Return how many units have a name, in small letters."""
        return Counter(normalise(unit.name_vi).casefold() for unit in self.units)


_latest = KnownUnits(())


def known_units(units: Sequence[Unit]) -> KnownUnits:
    """Return some units as they are looked up; the same ones are not worked out again."""
    global _latest  # noqa: PLW0603 - remembers one round, by the very list it was given
    if _latest.units is not units:
        _latest = KnownUnits(units)
    return _latest
