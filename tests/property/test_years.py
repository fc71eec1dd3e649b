"""What holds for any year: parts make the whole, order does not matter, records come back."""

import json
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import NotApplicable, NotAppraised, Returns
from cchc_lib.files.json_records import record_lines
from cchc_lib.files.record_reading import RecordReader
from tests.property.years import years
from tests.spec.small_year import real_edition

EDITION = real_edition()


def _final(score: ComponentScore) -> Decimal:
    return score.final.value if isinstance(score.final.value, Decimal) else Decimal(0)


@settings(max_examples=25)
@given(years(EDITION))
def test_areas_are_the_sums_of_their_components(drawn):
    year = aggregate_year(EDITION, *drawn, ())
    for area in year.areas:
        own = [s for s in year.scores_of(area.unit_code) if s.area_code == area.area_code]
        kept = [s for s in own if not isinstance(s.final.value, NotApplicable)]
        assert area.max_score == sum(s.max_score for s in kept)
        if any(s.status == "not_appraised" for s in own):
            assert isinstance(area.final_score, NotAppraised)
        else:
            assert area.final_score == sum(map(_final, own))
            assert area.final_score == area.appraised_score + area.survey_score
            assert 0 <= area.final_score <= area.max_score


@settings(max_examples=25)
@given(years(EDITION))
def test_totals_are_the_sums_of_their_parts(drawn):
    year = aggregate_year(EDITION, *drawn, ())
    for unit in year.units:
        parts = unit.appraised_exact + Fraction(unit.survey_points)
        parts += Fraction(unit.bonus) - Fraction(unit.penalty)
        assert unit.total_exact == min(max(parts, 0), Fraction(unit.max_score))
        assert unit.index_exact == unit.total_exact * 100 / Fraction(unit.max_score)
        assert 0 <= unit.index_pct <= 100
        points = sum(map(_final, year.scores_of(unit.unit_code)))
        assert unit.appraised_points + unit.survey_points == points
        if all(not isinstance(a.final_score, NotAppraised) for a in year.areas_of(unit.unit_code)):
            assert sum(a.final_score for a in year.areas_of(unit.unit_code)) == points


@settings(max_examples=25)
@given(years(EDITION))
def test_no_maximum_is_lost(drawn):
    year = aggregate_year(EDITION, *drawn, ())
    for unit in year.units:
        given_back = sum(
            s.max_score
            for s in year.scores_of(unit.unit_code)
            if isinstance(s.final.value, NotApplicable)
            and s.final.value.policy == "drop_max_appraised_then_add_survey"
            and not s.is_survey
        )
        whole = EDITION.group(unit.group_code).max_score
        assert unit.max_score + unit.dropped_max - given_back + unit.pending_max == whole
        may_change = bool(unit.pending_max or unit.awaiting_count)
        assert (unit.state == "provisional") == may_change


@settings(max_examples=25)
@given(years(EDITION), st.randoms(use_true_random=False))
def test_the_order_of_units_and_returns_does_not_matter(drawn, random):
    assessment, returns = drawn
    shuffled = replace(
        assessment,
        units=_shuffled(assessment.units, random),
        exemptions=_shuffled(assessment.exemptions, random),
    )
    mixed = {
        item.name: dict(_shuffled(getattr(returns, item.name).items(), random))
        for item in fields(Returns)
    }
    first = aggregate_year(EDITION, assessment, returns, ())
    second = aggregate_year(EDITION, shuffled, Returns(**mixed), ())
    assert first.groups == second.groups
    for unit in first.units:
        assert second.unit(unit.unit_code) == unit
        assert second.scores_of(unit.unit_code) == first.scores_of(unit.unit_code)
        assert second.areas_of(unit.unit_code) == first.areas_of(unit.unit_code)


def _shuffled(items, random) -> tuple:
    mixed = list(items)
    random.shuffle(mixed)
    return tuple(mixed)


@settings(max_examples=10)
@given(years(EDITION))
def test_every_score_comes_back_from_json_as_it_was(drawn):
    read = RecordReader().of(ComponentScore)
    scores = aggregate_year(EDITION, *drawn, ()).scores
    for score, line in zip(scores, record_lines(scores), strict=True):
        assert read(json.loads(line)) == score
