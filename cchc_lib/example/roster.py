"""The provinces of the example: their units by group and what happens to some of them, as data.

One file per province lies in ``provinces/``. An edition gets the province that shares most of
its groups, so that a new edition with known groups needs no change here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from cchc_lib.core.rulebook import Edition, NotApplicablePolicy
from cchc_lib.errors import UsageProblem
from cchc_lib.files.text import read_toml
from cchc_lib.project import PACKAGE

__all__ = ["Adjusted", "Exempted", "Province", "Roll", "province_of", "provinces", "signs_as"]

_FOLDER = PACKAGE / "example" / "provinces"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """The units of one group: their names, how good they are, how they sign.

    ``curve`` is the aimed share of the appraised maximum by a unit's place in the group, in
    thousandths; units beyond the list are called ``made_up_vi`` with a number.
    """

    code: str
    units: tuple[str, ...]
    made_up_vi: str
    curve: tuple[tuple[int, int], ...]
    signs_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempted:
    """Under which policy, and for how many reasons, components do not apply to a unit."""

    policy: NotApplicablePolicy
    reasons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """One bonus or penalty of a unit, as a part of the edition's cap."""

    kind: Literal["bonus", "penalty"]
    code: str
    part: Decimal
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """One province; ``level`` names two units that end level, by group and place in the list."""

    name_vi: str
    names_vi: str
    names_changed_vi: str
    since: date
    late_unit: str
    capped_unit: str
    level: frozenset[tuple[str, int]]
    valid_to: Mapping[str, date]
    rolls: Mapping[str, Roll]
    exempt: Mapping[str, Exempted]
    adjusted: Mapping[str, tuple[Adjusted, ...]]

    def rolls_of(self, edition: Edition) -> dict[str, Roll]:
        """Return the rolls of the groups of an edition, in its order."""
        codes = (group.code for group in edition.groups)
        return {code: self.rolls[code] for code in codes if code in self.rolls}


@lru_cache(maxsize=1)
def provinces() -> tuple[Province, ...]:
    """Return every province, by the names of their files."""
    return tuple(_province(read_toml(path)) for path in sorted(_FOLDER.glob("*.toml")))


def province_of(edition: Edition) -> Province:
    """Return the province whose units an edition assesses in the example.

    Raises
    ------
    UsageProblem
        If no province has units of any of its groups.
    """
    best = max(provinces(), key=lambda province: len(province.rolls_of(edition)))
    if not best.rolls_of(edition):
        raise UsageProblem(f"Bộ tiêu chí {edition.code} không có nhóm đơn vị của ví dụ minh họa.")
    return best


def signs_as(group_code: str) -> str:
    """Return how the units of a group sign their documents; empty where by their initials."""
    rolls = (province.rolls.get(group_code) for province in provinces())
    return next((roll.signs_as for roll in rolls if roll), "")


def _province(raw: Mapping[str, Any]) -> Province:
    return Province(
        name_vi=raw["name_vi"],
        names_vi=raw["names_vi"],
        names_changed_vi=raw["names_changed_vi"],
        since=raw["since"],
        late_unit=raw["late_unit"],
        capped_unit=raw["capped_unit"],
        level=frozenset((group, place) for group, place in raw["level"]),
        valid_to=raw.get("valid_to", {}),
        rolls={one["code"]: _roll(one) for one in raw["groups"]},
        exempt={code: Exempted(**one) for code, one in raw["exempt"].items()},
        adjusted={
            code: tuple(Adjusted(**one) for one in own) for code, own in raw["adjusted"].items()
        },
    )


def _roll(raw: Mapping[str, Any]) -> Roll:
    curve: Sequence[Sequence[int]] = raw["curve"]
    return Roll(
        code=raw["code"],
        units=tuple(raw["units"]),
        made_up_vi=raw["made_up_vi"],
        curve=tuple((place, share) for place, share in curve),
        signs_as=raw.get("signs_as", ""),
    )
