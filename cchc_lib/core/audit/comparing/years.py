"""Compare two computed years: what changed for every unit, and why, in parts that add up.

Two runs of one year are compared in the same way: what differs are the rules they carry, or
what came in between them.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import get_args

from cchc_lib.core.audit.comparing.area_changes import area_changes
from cchc_lib.core.audit.comparing.changes import (
    Comparison,
    ComponentChange,
    Difference,
    GradeChange,
    GroupChange,
    GroupPart,
    NotCompared,
    Part,
    PartChange,
    RankChange,
    UnitChange,
)
from cchc_lib.core.audit.comparing.component_matching import Pairing, matching_of
from cchc_lib.core.audit.comparing.contributions import Contribution, contributions_of, index_of
from cchc_lib.core.audit.comparing.movements import GroupPlaces
from cchc_lib.core.audit.comparing.trend import History, with_years
from cchc_lib.core.audit.comparing.unit_matching import UnitMatch, match_units
from cchc_lib.core.results import GroupSummary, UnitResult, YearResult
from cchc_lib.core.rulebook import RoundingRule
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import Assessment, NotAppraised

__all__ = ["compare_years", "why_incomparable"]

_PARTS: tuple[Part, ...] = get_args(Part)


def why_incomparable(before: Assessment, after: Assessment) -> str:
    """Say why two rounds cannot be compared at all; empty where they can."""
    if before.province_vi != after.province_vi:
        return "Hai lần chạy là của hai tỉnh khác nhau."
    if before.year > after.year:
        return "Lần chạy của năm trước phải đứng trước; hãy đổi thứ tự."
    if not {unit.group_code for unit in before.units} & {unit.group_code for unit in after.units}:
        return "Hai lần chạy không có nhóm đơn vị nào chung."
    return ""


def compare_years(
    before: YearResult, after: YearResult, history: History = MappingProxyType({})
) -> Comparison:
    """Compare two results whose rounds :func:`why_incomparable` has nothing against.

    Parameters
    ----------
    before, after
        Two runs of one year, or those of an earlier and a later year.
    history
        The years that ``before`` knew of its units.

    Returns
    -------
    Comparison
        Every unit of either year once. Where both ends have an index, its difference is
        split so that exact and published parts each add up; else the reason is named.
    """
    matches = match_units(before.assessment, after.assessment)
    places = _group_places(before, after, matches)
    pairing = Pairing(before.edition, after.edition)
    units = tuple(_unit_change(before, after, match, pairing, places) for match in matches)
    comparison = Comparison(
        before=before,
        after=after,
        matching=matching_of(before.edition, after.edition),
        rule_changes=pairing.rule_changes(),
        groups=tuple(_group_changes(before, after, units)),
        units=units,
    )
    return with_years(comparison, history)


def _group_places(
    before: YearResult, after: YearResult, matches: Sequence[UnitMatch]
) -> dict[str, GroupPlaces]:
    pairs = [match.pair for match in matches if match.pair is not None]
    heirs = {old.code: new.code for old, new in pairs}
    return {
        group.code: GroupPlaces(
            after.edition,
            before.edition,
            _units_of(before, group.code),
            _units_of(after, group.code),
            heirs,
        )
        for group in after.edition.groups
    }


def _units_of(year: YearResult, group_code: str) -> dict[str, UnitResult]:
    return {unit.unit_code: unit for unit in year.units if unit.group_code == group_code}


def _unit_change(
    before: YearResult,
    after: YearResult,
    match: UnitMatch,
    pairing: Pairing,
    places: dict[str, GroupPlaces],
) -> UnitChange:
    if match.pair is None:
        return _not_compared(before, after, match)
    old, new = match.pair
    scores = before.scores_of(old.code), after.scores_of(new.code)
    pairs = pairing.pair(*scores)
    split = contributions_of(before.edition, after.edition, pairs)
    areas = before.areas_of(old.code), after.areas_of(new.code)
    ends = before.unit(old.code), after.unit(new.code)
    is_same_group = old.group_code == new.group_code
    return UnitChange(
        unit_code=new.code,
        name_vi=new.name_vi,
        group_code=new.group_code,
        former_group_code=old.group_code,
        fate=match.fate,
        predecessors=(old.code,),
        former_names_vi=(old.name_vi,),
        index=_index_change(ends, scores, split, after.edition.rounding),
        rank=places[new.group_code].change(old.code, new.code)
        if is_same_group
        else NotCompared(reason="other_group"),
        grade=GradeChange(before=ends[0].grade, after=ends[1].grade),
        areas=tuple(area_changes(*areas, pairs)),
        components=tuple(_component_change(one) for one in split),
    )


def _not_compared(before: YearResult, after: YearResult, match: UnitMatch) -> UnitChange:
    """Return a unit that has no single predecessor, or no end in the later year."""
    fate = match.fate
    assert fate != "same"
    assert fate != "renamed"
    unit = match.after or match.before[0]
    why = NotCompared(reason=fate)
    return UnitChange(
        unit_code=unit.code,
        name_vi=unit.name_vi,
        group_code=unit.group_code,
        former_group_code="",
        fate=fate,
        predecessors=tuple(old.code for old in match.before),
        former_names_vi=tuple(old.name_vi for old in match.before),
        index=why,
        rank=why,
        grade=GradeChange(
            before=before.unit(unit.code).grade if match.after is None else None,
            after=None if match.after is None else after.unit(unit.code).grade,
        ),
        areas=(),
        components=(),
    )


def _index_change(
    ends: tuple[UnitResult, UnitResult],
    scores: tuple[Sequence[ComponentScore], Sequence[ComponentScore]],
    split: Sequence[Contribution],
    rounding: RoundingRule,
) -> Difference | NotCompared:
    """Add up the effects of all components; bonus, penalty and limits are what is left."""
    was, now = ends
    if not isinstance(was.index_exact, Fraction) or not isinstance(now.index_exact, Fraction):
        return NotCompared(
            reason="no_index",
            before_vi=_why_missing(was.index_exact),
            after_vi=_why_missing(now.index_exact),
        )
    exact = now.index_exact - was.index_exact
    causes: dict[GroupPart, Fraction] = dict.fromkeys(_PARTS, Fraction(0))
    for part, effect in (item for one in split for item in one.effects.items()):
        causes[part] += effect
    causes["adjustment"] = exact - (index_of(scores[1]) - index_of(scores[0]))
    assert isinstance(was.index_pct, Decimal)
    assert isinstance(now.index_pct, Decimal)
    return _close(was.index_pct, now.index_pct, exact, causes, rounding)


def _why_missing(value: Fraction | NotAppraised) -> str:
    return value.reason_vi if isinstance(value, NotAppraised) else ""


def _close(
    before: Decimal,
    after: Decimal,
    exact: Fraction,
    causes: dict[GroupPart, Fraction],
    rounding: RoundingRule,
) -> Difference:
    """Round every part as totals are; what that leaves of the difference is rounding."""
    parts = [
        PartChange(part=part, exact=value, published=rounding.total(value))
        for part, value in causes.items()
        if part != "rounding"
    ]
    rest = after - before - sum((one.published for one in parts), Decimal(0))
    left = PartChange(part="rounding", exact=Fraction(after - before) - exact, published=rest)
    return Difference(before=before, after=after, exact=exact, parts=(*parts, left))


def _component_change(one: Contribution) -> ComponentChange:
    old, new = one.pair.old, one.pair.new
    return ComponentChange(
        old_code=old.component_code if old else "",
        new_code=new.component_code if new else "",
        old_name_vi=old.name_vi if old else "",
        new_name_vi=new.name_vi if new else "",
        changes=one.pair.link.changes,
        old_max=old.max_score if old else None,
        new_max=new.max_score if new else None,
        old_points=old.final.value if old else None,
        new_points=new.final.value if new else None,
        points=one.points,
        effects=one.effects,
        has_other_rule=one.pair.has_other_rule,
    )


def _group_changes(
    before: YearResult, after: YearResult, units: Sequence[UnitChange]
) -> Iterator[GroupChange]:
    for summary in after.groups:
        own = [unit for unit in units if unit.group_code == summary.group_code]
        compared = [
            unit.index
            for unit in own
            if isinstance(unit.index, Difference) and isinstance(unit.rank, RankChange)
        ]
        earlier = next((g for g in before.groups if g.group_code == summary.group_code), None)
        if own:
            yield GroupChange(
                group_code=summary.group_code,
                compared_count=len(compared),
                mean=_mean_change(before, after, earlier, summary, compared),
            )


def _mean_change(
    before: YearResult,
    after: YearResult,
    earlier: GroupSummary | None,
    summary: GroupSummary,
    compared: Sequence[Difference],
) -> Difference | NotCompared:
    """Split the change of a mean: the mean part of the units compared, and who they are."""
    was, now = (earlier.mean_index_pct if earlier else None), summary.mean_index_pct
    if not compared or not isinstance(was, Decimal) or not isinstance(now, Decimal):
        return NotCompared(reason="no_index")
    exact = _exact_mean(after, summary.group_code) - _exact_mean(before, summary.group_code)
    causes: dict[GroupPart, Fraction] = {
        part: sum((one.part(part).exact for one in compared), Fraction(0)) / len(compared)
        for part in _PARTS
        if part != "rounding"
    }
    causes["membership"] = exact - sum(causes.values(), Fraction(0))
    return _close(was, now, exact, causes, after.edition.rounding)


def _exact_mean(year: YearResult, group_code: str) -> Fraction:
    """Return the mean of the exact indices of the ranked units of a group."""
    values = [
        unit.index_exact
        for unit in year.units
        if unit.group_code == group_code
        and isinstance(unit.rank, int)
        and isinstance(unit.index_exact, Fraction)
    ]
    return sum(values, Fraction(0)) / len(values)
