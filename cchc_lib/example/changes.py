"""What became of the example's units after its first year: all of it is made up but the city.

One is renamed and keeps its code, one gets a new code with its new name, one is merged into
another while a new one begins, and the town Gia Nghĩa becomes a city (which it did in 2020).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cchc_lib.core.submission import Unit
from cchc_lib.example.members import Member
from cchc_lib.vietnamese import slug

__all__ = ["apply_changes"]


@dataclass(frozen=True, slots=True)
class _Renamed:
    """A unit that goes by another name from a day on, under its old code or a new one."""

    since: date
    code: str
    name_vi: str
    keeps_code: bool = False


@dataclass(frozen=True, slots=True)
class _Merged:
    """A unit that is part of another from a day on; on the same day a new one begins."""

    since: date
    code: str
    into: str
    founded_vi: str


_CHANGES = (
    _Renamed(date(2019, 3, 1), "bao-hiem-xa-hoi-tinh", "Bảo hiểm xã hội tỉnh Đắk Nông", True),  # noqa: FBT003 - as its name says
    _Renamed(date(2019, 6, 1), "so-nong-nghiep-va-phat-trien-nong-thon", "Sở Nông nghiệp"),
    _Merged(
        date(2019, 7, 1),
        "so-giao-thong-van-tai",
        "so-xay-dung",
        "Trung tâm Phục vụ hành chính công tỉnh",
    ),
    _Renamed(date(2020, 1, 1), "thi-xa-gia-nghia", "Thành phố Gia Nghĩa"),
)
_BEFORE_ALL = -1
"""The place of a unit that began later: it moves none of the others."""


def apply_changes(
    members: Sequence[Member], year: int
) -> tuple[tuple[Member, ...], tuple[Unit, ...]]:
    """Return the units at the end of a year, and rows of those that ended before.

    Fewer units than the whole list see only the changes among them.
    """
    current, former = list(members), list[Unit]()
    for change in _CHANGES:
        place = next((i for i, m in enumerate(current) if m.unit.code == change.code), None)
        if place is None or change.since.year > year:
            continue
        if isinstance(change, _Renamed):
            former.append(_rename(current, place, change))
        elif any(member.unit.code == change.into for member in current):
            former.append(_merge(current, place, change))
    return tuple(current), tuple(former)


def _rename(current: list[Member], place: int, change: _Renamed) -> Unit:
    """Put the renamed unit in the place of the old one; return the row of the old one."""
    member = current[place]
    code = change.code if change.keeps_code else slug(change.name_vi)
    unit = replace(
        member.unit, code=code, name_vi=change.name_vi, valid_from=change.since, valid_to=None
    )
    current[place] = replace(member, unit=unit)
    return _ended(member.unit, change.since, code)


def _merge(current: list[Member], place: int, change: _Merged) -> Unit:
    """Take the merged unit out, and put the new one behind its group."""
    merged = current.pop(place).unit
    code = slug(change.founded_vi)
    founded = replace(merged, code=code, name_vi=change.founded_vi, valid_from=change.since)
    last = max(i for i, m in enumerate(current) if m.unit.group_code == merged.group_code)
    current.insert(last + 1, Member(unit=founded, ordinal=_BEFORE_ALL, origin_code=code))
    return _ended(merged, change.since, change.into)


def _ended(unit: Unit, since: date, successor_code: str) -> Unit:
    return replace(unit, valid_to=since - timedelta(days=1), successor_code=successor_code)
