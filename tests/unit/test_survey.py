"""Answers to a share: who weighs what, how few are too few, how sure the share is."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from cchc_lib.core.rule_kinds import SurveyMap, SurveyMean
from cchc_lib.core.submission import SurveyTally
from cchc_lib.core.survey import measure_answers, measure_percent
from tests.spec.small_year import NOWHERE, real_edition

CONDUCT = real_edition().survey
MEAN = SurveyMean(
    kind="survey_mean", lowest=1, highest=5, formula="mean_over_highest", is_reversed=False
)


def tally(group: str, counts: dict[str, int], dont_know: int = 0) -> SurveyTally:
    return SurveyTally(
        unit_code="a",
        component_code="1.S.1",
        respondent_group=group,
        counts=counts,
        dont_know=dont_know,
        place=NOWHERE,
    )


def share(*tallies: SurveyTally) -> Fraction:
    return measure_answers(MEAN, tallies, CONDUCT).share


def test_groups_weigh_as_declared_whatever_their_size():
    tallies = (
        tally("leaders", {"5": 3}),
        tally("officers", {"5": 3}),
        tally("citizens", {"1": 900}),
    )
    assert share(*tallies) == Fraction(6, 10) + Fraction(4, 10) / 5


def test_weights_are_shared_out_among_the_groups_that_answered():
    tallies = (tally("leaders", {"5": 3}), tally("citizens", {"1": 4}))
    assert share(*tallies) == Fraction(3, 7) + Fraction(4, 7) / 5


def test_a_group_that_only_does_not_know_carries_no_weight():
    tallies = (tally("leaders", {}, dont_know=9), tally("citizens", {"4": 5}))
    assert share(*tallies) == Fraction(4, 5)


def test_a_group_with_zero_counts_carries_no_weight():
    assert share(tally("leaders", {"1": 0, "5": 0}), tally("citizens", {"4": 5})) == Fraction(4, 5)


@pytest.mark.parametrize(("answers", "is_measured"), [(4, False), (5, True), (6, True)])
def test_fewer_answers_than_the_minimum_measure_nothing(answers, is_measured):
    tallies = [tally("leaders", {"5": answers - 2}, dont_know=40), tally("citizens", {"5": 2})]
    assert (measure_answers(MEAN, tallies, CONDUCT) is not None) == is_measured


def test_no_answer_measures_nothing_even_without_a_minimum():
    assert measure_answers(MEAN, [], replace(CONDUCT, minimum_answers=0)) is None


def test_the_sample_counts_valid_answers_of_all_groups():
    tallies = [tally("leaders", {"5": 3, "2": 1}, dont_know=8), tally("citizens", {"1": 4})]
    assert measure_answers(MEAN, tallies, CONDUCT).sample_size == 8


def test_the_margin_of_one_group_is_that_of_a_mean():
    measure = measure_answers(MEAN, [tally("citizens", {"5": 50, "1": 50})], CONDUCT)
    spread = Decimal("0.4")
    assert measure.margin == (Decimal("1.96") * spread / 10).quantize(Decimal("0.0001"))


def test_the_margin_of_several_groups_combines_their_variances():
    tallies = [tally("leaders", {"1": 2, "5": 2}), tally("citizens", {"1": 8, "5": 8})]
    variance = Fraction(16, 100) * (Fraction(9, 49) / 4 + Fraction(16, 49) / 16)
    expected = (
        Decimal("1.96") * (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
    )
    assert measure_answers(MEAN, tallies, CONDUCT).margin == expected.quantize(Decimal("0.0001"))


def test_agreement_leaves_no_margin():
    assert measure_answers(MEAN, [tally("citizens", {"4": 60})], CONDUCT).margin == 0


def test_a_map_gives_each_answer_its_percentage():
    percents = {"A": Decimal(100), "B": Decimal(60), "C": Decimal(20), "D": Decimal(0)}
    rule = SurveyMap(kind="survey_map", percent_by_answer=percents)
    measure = measure_answers(rule, [tally("citizens", {"A": 1, "B": 2, "C": 1, "D": 1})], CONDUCT)
    assert measure.share == Fraction(48, 100)


def test_a_percentage_measured_elsewhere_keeps_its_sample():
    measure = measure_percent(Decimal("83.25"), 412)
    assert (measure.share, measure.sample_size) == (Fraction(333, 400), 412)
