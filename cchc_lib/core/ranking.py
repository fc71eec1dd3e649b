"""Places in a group and grades, as the edition declares them."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.results import AreaResult, UnitResult
from cchc_lib.core.rulebook import Edition, GradeBand, RankedBy, TieBreak
from cchc_lib.core.submission import Adjustment, Assessment, NotAppraised

__all__ = [
    "cap_grade",
    "grade_of",
    "is_decided",
    "places_of",
    "rank_areas",
    "rank_key",
    "rank_units",
    "rank_values",
]


def grade_of(edition: Edition, index: Fraction | NotAppraised) -> GradeBand | NotAppraised:
    """Return the band of an index, rounded or exact as the edition declares."""
    if isinstance(index, NotAppraised):
        return index
    rule = edition.grading
    value = edition.rounding.total(index) if rule.value == "rounded" else index
    return next(band for band in rule.bands if value >= band.ge)


def cap_grade(
    edition: Edition, grade: GradeBand | NotAppraised, adjustments: Sequence[Adjustment]
) -> GradeBand | NotAppraised:
    """Lower a grade to the best one that every recorded cap allows."""
    if isinstance(grade, NotAppraised):
        return grade
    caps = {cap.code: edition.grading.band(cap.best_grade) for cap in edition.grading.caps}
    allowed = [caps[a.code] for a in adjustments if a.kind == "cap" and a.code in caps]
    return min((grade, *allowed), key=lambda band: band.ge)


def places_of(keys: dict[str, tuple[Fraction, ...]], method: str) -> dict[str, int]:
    """Return the place of each key, highest first, ties sharing a place.

    >>> keys = {"a": (Fraction(9),), "b": (Fraction(9),), "c": (Fraction(8),)}
    >>> places_of(keys, "competition"), places_of(keys, "dense")
    ({'a': 1, 'b': 1, 'c': 3}, {'a': 1, 'b': 1, 'c': 2})
    """
    ordered = sorted(keys.values(), reverse=True)
    steps = sorted(set(ordered), reverse=True) if method == "dense" else ordered
    first_place: dict[tuple[Fraction, ...], int] = {}
    for place, key in enumerate(steps, start=1):
        first_place.setdefault(key, place)
    return {code: first_place[key] for code, key in keys.items()}


def rank_units(
    edition: Edition, units: Sequence[UnitResult], *, is_open: bool = False
) -> tuple[UnitResult, ...]:
    """Give every unit its place in its group; ``is_open`` leaves every place provisional."""
    ranks: dict[str, int] = {}
    open_groups = {unit.group_code for unit in units if unit.state != "final"}
    for group in edition.groups:
        members = [u for u in units if u.group_code == group.code and _may_rank(edition, u)]
        keys = {u.unit_code: rank_key(edition, u) for u in members}
        ranks |= places_of(keys, edition.ranking.method)
    return tuple(
        replace(
            unit,
            rank=ranks.get(unit.unit_code, unit.rank),
            is_provisional=is_open or unit.group_code in open_groups,
        )
        for unit in units
    )


def _may_rank(edition: Edition, unit: UnitResult) -> bool:
    has_index = not isinstance(unit.index_exact, NotAppraised)
    return has_index and is_decided(edition, unit.max_score, unit.pending_max)


def is_decided(edition: Edition, decided_max: Decimal, pending_max: Decimal) -> bool:
    """Tell whether enough of a unit's maximum is decided for a place and a grade."""
    return decided_max >= edition.ranking.provisional_share * (decided_max + pending_max)


def rank_key(edition: Edition, unit: UnitResult) -> tuple[Fraction, ...]:
    """Return what a unit is ordered by, higher first; shorter where a value is missing."""
    values = rank_values(edition, unit).values()
    return tuple(Fraction(value) for value in values if not isinstance(value, NotAppraised))


def rank_values(
    edition: Edition, unit: UnitResult
) -> dict[RankedBy, Fraction | Decimal | NotAppraised]:
    """Return the values a unit is ranked by in the order in which they are compared, by name."""
    rule = edition.ranking
    exact = unit.index_exact if rule.by == "index_pct" else unit.total_exact
    rounded = unit.index_pct if rule.by == "index_pct" else unit.total_score
    breaks: dict[TieBreak, Fraction | Decimal] = {
        "appraised_score": unit.appraised_exact,
        "survey_score": unit.survey_points,
        "bonus": unit.bonus,
    }
    first = rounded if rule.value == "rounded" else exact
    return {rule.by: first, **{name: breaks[name] for name in rule.tie_break}}


def rank_areas(
    edition: Edition, assessment: Assessment, areas: Sequence[AreaResult]
) -> tuple[AreaResult, ...]:
    """Add each unit's place in its group on the sub-index of each area."""
    group_of = {unit.code: unit.group_code for unit in assessment.units}
    exact = edition.ranking.value == "exact"
    tables: dict[tuple[str, str], dict[str, tuple[Fraction, ...]]] = {}
    for area in areas:
        value = area.sub_index_exact if exact else area.sub_index_pct
        if not isinstance(value, NotAppraised):
            table = tables.setdefault((group_of[area.unit_code], area.area_code), {})
            table[area.unit_code] = (Fraction(value),)
    places = {key: places_of(table, edition.ranking.method) for key, table in tables.items()}
    return tuple(
        replace(
            area,
            rank_in_group=places.get((group_of[area.unit_code], area.area_code), {}).get(
                area.unit_code, area.rank_in_group
            ),
        )
        for area in areas
    )
