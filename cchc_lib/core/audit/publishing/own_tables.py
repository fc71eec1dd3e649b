"""Checks on the tables of a year before they leave the office: totals, areas, places, means.

A table that contradicts itself may never be published and is an error; what is only
remarkable stands in :mod:`cchc_lib.core.audit.publishing.remarkable`. Nothing here changes a score.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.audit.publishing.published import PublishedSum, judge, wrong_places
from cchc_lib.core.audit.publishing.remarkable import check_remarkable
from cchc_lib.core.ranking import rank_key
from cchc_lib.core.results import GroupSummary, UnitResult, YearResult
from cchc_lib.core.submission import NotAppraised
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_decimal

__all__ = ["check_publication"]


def check_publication(year: YearResult) -> Iterator[Finding]:
    """Yield what contradicts itself in the tables of a year, and what somebody should look at."""
    for unit in year.units:
        yield from _check_total(year, unit)
        yield from _check_areas(year, unit)
    for group in year.groups:
        yield from _check_ranks(year, group.group_code)
        yield from _check_group(year, group)
    yield from check_remarkable(year)


def _check_total(year: YearResult, unit: UnitResult) -> Iterator[Finding]:
    """Yield a total that is not the sum of its printed parts."""
    if not isinstance(unit.total_score, Decimal):
        return
    exact = (unit.appraised_exact, unit.survey_points, unit.bonus, -unit.penalty)
    parts = tuple(year.edition.rounding.total(part) for part in exact)
    printed = PublishedSum(
        parts=parts,
        total=unit.total_score,
        places=year.edition.rounding.total_places,
        rounded_count=sum(part != shown for part, shown in zip(exact, parts, strict=True)),
        most=unit.max_score,
    )
    if printed.verdict != "agrees":
        yield finding(
            "KQ-010" if printed.verdict == "differs" else "KQ-011",
            unit_code=unit.unit_code,
            found=_shown(year, printed.total),
            expected=_shown(year, printed.of_parts),
        )


def _check_areas(year: YearResult, unit: UnitResult) -> Iterator[Finding]:
    """Yield areas that are not the sum of their parts, or do not add up to the unit's points."""
    finals: list[Decimal] = []
    for area in year.areas_of(unit.unit_code):
        final, own, survey = area.final_score, area.appraised_score, area.survey_score
        if isinstance(final, NotAppraised):
            return
        finals.append(final)
        known = [part for part in (own, survey) if isinstance(part, Decimal)]
        if sum(known, Decimal(0)) != final:
            words = f"lĩnh vực {area.area_code}"
            yield _apart(year, unit.unit_code, words, final, sum(known, Decimal(0)))
    points, whole = unit.appraised_points + unit.survey_points, sum(finals, Decimal(0))
    if isinstance(unit.total_score, Decimal) and whole != points:
        yield _apart(year, unit.unit_code, "các lĩnh vực cộng lại", whole, points)


def _apart(
    year: YearResult, unit_code: str, words: str, found: Decimal, expected: Decimal
) -> Finding:
    shown = {"found": _shown(year, found), "expected": _shown(year, expected)}
    return finding("KQ-012", unit_code=unit_code, words=words, **shown)


def _check_ranks(year: YearResult, group_code: str) -> Iterator[Finding]:
    """Yield units whose place is not the one that their value has in the group."""
    units = {unit.unit_code: unit for unit in year.units if unit.group_code == group_code}
    ranks = {code: unit.rank for code, unit in units.items() if isinstance(unit.rank, int)}
    keys = {code: rank_key(year.edition, units[code]) for code in ranks}
    for code, place in wrong_places(keys, ranks, year.edition.ranking.method).items():
        yield finding("KQ-013", unit_code=code, found=str(ranks[code]), expected=str(place))


def _check_group(year: YearResult, group: GroupSummary) -> Iterator[Finding]:
    """Yield a group whose size or mean is not that of its units."""
    members = [unit for unit in year.units if unit.group_code == group.group_code]
    ranked = [unit for unit in members if isinstance(unit.rank, int)]
    indices = [unit.index_pct for unit in ranked if isinstance(unit.index_pct, Decimal)]
    name = year.edition.group(group.group_code).name_vi
    assessed = sum(unit.group_code == group.group_code for unit in year.assessment.units)
    sizes = {len(members), group.unit_count, assessed}
    if len(sizes) > 1 or len(ranked) != group.ranked_count:
        found = f"{group.ranked_count}/{group.unit_count}"
        yield finding("KQ-014", words=name, found=found, expected=f"{len(ranked)}/{assessed}")
    if indices and isinstance(group.mean_index_pct, Decimal):
        mean = year.edition.rounding.total(Fraction(sum(indices)) / len(indices))
        if judge(group.mean_index_pct, mean) == "differs":
            shown = {"found": _shown(year, group.mean_index_pct), "expected": _shown(year, mean)}
            yield finding("KQ-015", words=name, **shown)


def _shown(year: YearResult, value: Decimal) -> str:
    return format_decimal(value, year.edition.rounding.total_places)
