"""What holds for every component and any possible figures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.core.rule_kinds import FigureRule, SurveyMean, SurveyPercent
from cchc_lib.core.scoring import find_figure_problem, score_by_rule
from cchc_lib.core.submission import SurveyTally
from cchc_lib.core.survey import answer_shares, measure_answers
from tests.property.figures import better_and_worse, possible_figures
from tests.spec.small_year import NOWHERE, real_edition

EDITION = real_edition()
FIGURE_COMPONENTS = [c for c in EDITION.components() if isinstance(c.rule, FigureRule)]
QUESTIONS = [
    c for c in EDITION.components() if c.is_survey and not isinstance(c.rule, SurveyPercent)
]
GROUPS = [group.code for group in EDITION.survey.respondent_groups]


@pytest.mark.parametrize("component", FIGURE_COMPONENTS, ids=lambda c: c.code)
@settings(max_examples=30)
@given(data=st.data())
def test_points_lie_between_zero_and_the_maximum(component, data):
    figures = data.draw(possible_figures(component.rule))
    year = data.draw(st.integers(EDITION.first_year, EDITION.last_year))
    assert find_figure_problem(component.rule, figures) is None
    for maximum in component.max_score.values():
        points = score_by_rule(component.rule, max_score=maximum, figures=figures, year=year)
        assert 0 <= points <= maximum


@pytest.mark.parametrize("component", FIGURE_COMPONENTS, ids=lambda c: c.code)
@settings(max_examples=30)
@given(data=st.data())
def test_better_figures_never_lower_a_score(component, data):
    better, worse = data.draw(better_and_worse(component.rule))
    year = data.draw(st.integers(EDITION.first_year, EDITION.last_year))
    for maximum in component.max_score.values():
        high, low = (
            score_by_rule(component.rule, max_score=maximum, figures=figures, year=year)
            for figures in (better, worse)
        )
        assert high >= low


@st.composite
def answered(draw, component):
    """Draw tallies of at least the needed size over the scale of a question."""
    answers = list(answer_shares(component.rule))
    counts = st.fixed_dictionaries({answer: st.integers(0, 30) for answer in answers})
    tallies = [
        SurveyTally(
            unit_code="a",
            component_code=component.code,
            respondent_group=group,
            counts=draw(counts),
            dont_know=draw(st.integers(0, 30)),
            place=NOWHERE,
        )
        for group in GROUPS
    ]
    first = tallies[0].counts
    first[answers[-1]] += EDITION.survey.minimum_answers
    return tallies


@pytest.mark.parametrize("component", QUESTIONS, ids=lambda c: c.code)
@settings(max_examples=30)
@given(data=st.data())
def test_a_measured_share_lies_between_the_worst_and_the_best_answer(component, data):
    measure = measure_answers(component.rule, data.draw(answered(component)), EDITION.survey)
    shares = answer_shares(component.rule).values()
    assert min(shares) <= measure.share <= max(shares)
    assert measure.margin >= 0


@pytest.mark.parametrize("component", QUESTIONS, ids=lambda c: c.code)
@settings(max_examples=30)
@given(data=st.data())
def test_a_better_answer_never_lowers_a_share(component, data):
    tallies = data.draw(answered(component))
    before = measure_answers(component.rule, tallies, EDITION.survey).share
    shares = answer_shares(component.rule)
    tally = data.draw(st.sampled_from([t for t in tallies if any(t.counts.values())]))
    worse = data.draw(st.sampled_from([a for a, n in tally.counts.items() if n]))
    better = data.draw(st.sampled_from([a for a in shares if shares[a] >= shares[worse]]))
    tally.counts[worse] -= 1
    tally.counts[better] += 1
    assert measure_answers(component.rule, tallies, EDITION.survey).share >= before


def test_the_higher_answer_is_the_better_one_unless_the_question_is_reversed():
    for component in QUESTIONS:
        if isinstance(component.rule, SurveyMean):
            shares = list(answer_shares(component.rule).values())
            assert shares == sorted(shares, reverse=component.rule.is_reversed), component.code


@pytest.mark.parametrize("component", QUESTIONS, ids=lambda c: c.code)
@settings(max_examples=30)
@given(data=st.data())
def test_the_order_of_tallies_does_not_matter(component, data):
    tallies = data.draw(answered(component))
    expected = measure_answers(component.rule, tallies, EDITION.survey)
    shuffled = data.draw(st.permutations(tallies))
    assert measure_answers(component.rule, shuffled, EDITION.survey) == expected
