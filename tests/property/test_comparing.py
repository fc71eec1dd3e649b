"""What holds for any two years: the parts of every change add up, exactly and as published."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.audit.comparing.changes import Difference, PointChange, RankChange
from cchc_lib.core.audit.comparing.years import compare_years
from cchc_lib.core.results import YearResult
from cchc_lib.opening import open_edition
from tests.property.years import years

EDITION, NEXT = open_edition("mau-2018"), open_edition("mau-2019")
computed = years(EDITION).map(lambda drawn: aggregate_year(EDITION, *drawn, ()))
computed_next = years(NEXT).map(lambda drawn: aggregate_year(NEXT, *drawn, ()))


def assert_whole(difference: Difference) -> None:
    places = EDITION.rounding.total_places
    assert sum(one.published for one in difference.parts) == difference.published
    assert sum(one.exact for one in difference.parts) == Fraction(difference.published)
    unrounded = [one.exact for one in difference.parts if one.part != "rounding"]
    assert sum(unrounded) == difference.exact
    assert all(one.published.as_tuple().exponent == -places for one in difference.parts)


@settings(max_examples=25)
@given(computed, st.one_of(computed, computed_next))
def test_parts_make_the_whole_change(before: YearResult, after: YearResult):
    comparison = compare_years(before, after)
    for unit in comparison.units:
        if isinstance(unit.index, Difference):
            ends = before.unit(unit.unit_code), after.unit(unit.unit_code)
            assert unit.index.exact == ends[1].index_exact - ends[0].index_exact
            assert_whole(unit.index)
        if isinstance(unit.rank, RankChange):
            rank = unit.rank
            assert rank.rule + rank.own + rank.others + rank.membership == rank.difference
    for group in comparison.groups:
        if isinstance(group.mean, Difference):
            assert_whole(group.mean)


@settings(max_examples=15)
@given(computed, computed)
def test_effects_of_components_make_the_parts(before: YearResult, after: YearResult):
    for unit in compare_years(before, after).units:
        if not isinstance(unit.index, Difference):
            continue
        sums: dict[str, Fraction] = {}
        for part, effect in (item for c in unit.components for item in c.effects.items()):
            sums[part] = sums.get(part, Fraction(0)) + effect
        for one in unit.index.parts:
            if one.part not in {"adjustment", "rounding"}:
                assert one.exact == sums.get(one.part, 0)


@settings(max_examples=15)
@given(computed, computed)
def test_points_of_a_component_split_without_rest(before: YearResult, after: YearResult):
    for unit in compare_years(before, after).units:
        for one in unit.components:
            if isinstance(one.points, PointChange):
                split = one.points
                parts = (split.own_figures, split.appraisal, split.survey)
                assert sum(parts, Decimal(0)) == split.difference
                assert split.difference == one.new_points - one.old_points


@settings(max_examples=10)
@given(computed)
def test_a_year_beside_itself_has_no_part(year: YearResult):
    for unit in compare_years(year, year).units:
        if isinstance(unit.index, Difference):
            assert not any(one.exact or one.published for one in unit.index.parts)
