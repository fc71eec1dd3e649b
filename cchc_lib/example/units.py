"""Who is assessed in the example: the units of its province, and made-up ones beyond.

The lists are illustrative; the appendix that names the units was not at hand. Later years see
the changes of :mod:`cchc_lib.example.changes`.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Place, Unit
from cchc_lib.errors import UsageProblem
from cchc_lib.example.changes import apply_changes
from cchc_lib.example.members import Member
from cchc_lib.example.roster import Province, province_of
from cchc_lib.vietnamese import slug

__all__ = ["list_members", "list_units"]

_FILE = "units.csv"


def list_units(
    edition: Edition, unit_count: int | None, year: int
) -> tuple[tuple[Member, ...], tuple[Unit, ...]]:
    """Return the units of a year in official order, and rows of those that ended before.

    Raises
    ------
    UsageProblem
        If there is no unit to write.
    """
    current, former = apply_changes(list_members(edition, unit_count), year)
    placed = [
        replace(unit, place=Place(file=_FILE, cell=f"dòng {line}"))
        for line, unit in enumerate((*(m.unit for m in current), *former), start=2)
    ]
    members = (replace(m, unit=unit) for m, unit in zip(current, placed, strict=False))
    return tuple(members), tuple(placed[len(current) :])


def list_members(edition: Edition, unit_count: int | None) -> tuple[Member, ...]:
    """Return the units of the first year, in official order; all of the list if not told how many.

    Fewer than the list shorten every group in proportion; more add numbered units.

    Raises
    ------
    UsageProblem
        If there is no unit to write.
    """
    province = province_of(edition)
    rolls = province.rolls_of(edition)
    names = {code: list(roll.units) for code, roll in rolls.items()}
    real_count = sum(map(len, names.values()))
    if unit_count is None:
        unit_count = real_count
    if unit_count < 1:
        raise UsageProblem("Kỳ đánh giá minh họa cần ít nhất một đơn vị.")
    if unit_count < real_count:
        names = {code: names[code][:kept] for code, kept in _cut(names, unit_count).items()}
    for number, code in zip(
        range(real_count + 1, unit_count + 1), itertools.cycle(names), strict=False
    ):
        names[code].append(f"{rolls[code].made_up_vi} {number}")
    return tuple(_members(province, names))


def _cut(names: Mapping[str, list[str]], unit_count: int) -> dict[str, int]:
    """Return how many units of each group stay, by largest remainder."""
    real_count = sum(map(len, names.values()))
    shares = {code: divmod(len(own) * unit_count, real_count) for code, own in names.items()}
    kept = {code: whole for code, (whole, _) in shares.items()}
    by_remainder = sorted(shares, key=lambda code: -shares[code][1])
    for code in by_remainder[: unit_count - sum(kept.values())]:
        kept[code] += 1
    return kept


def _members(province: Province, names: Mapping[str, list[str]]) -> Iterator[Member]:
    for group_code, own in names.items():
        for ordinal, name in enumerate(own):
            code = slug(name)
            unit = Unit(
                code=code,
                name_vi=name,
                group_code=group_code,
                valid_from=province.since,
                valid_to=province.valid_to.get(code),
                place=Place(file=_FILE),
            )
            yield Member(unit=unit, ordinal=ordinal, origin_code=code)
