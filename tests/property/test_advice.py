"""What holds for any advice: nothing less would do, and what is promised comes true."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.core.advice.goals import ScoreGoal, is_met, next_goals
from cchc_lib.core.advice.ladders import ladder_of
from cchc_lib.core.advice.outlook import look_ahead
from cchc_lib.core.advice.search import least_choice
from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.rule_kinds import FigureRule, Quotient
from cchc_lib.core.rulebook import RankingRule
from cchc_lib.core.stages import RuleLine
from cchc_lib.core.submission import Adjustment
from tests.advised import NOWHERE, scored, with_steps
from tests.property.figures import possible_figures
from tests.property.years import UNITS, years
from tests.spec.small_year import real_edition

EDITION = real_edition()
COMPONENTS = [one for one in EDITION.components() if isinstance(one.rule, FigureRule)]
LADDERS = st.lists(
    st.lists(st.integers(1, 60), min_size=1, max_size=3, unique=True).map(sorted),
    min_size=1,
    max_size=5,
)
SHOWN = ("total_exact", "total_score", "index_exact", "index_pct", "rank", "grade")
VALUES = ("rounded", "exact")
TIE_BREAKS = st.lists(
    st.sampled_from(("appraised_score", "survey_score", "bonus")), unique=True
).map(tuple)


def measure_of(picks, gains, efforts):
    return (
        sum(efforts[ladder] for ladder, _ in picks),
        len(picks),
        sum(gains[ladder][step] for ladder, step in picks),
    )


def every_choice(gains):
    for steps in product(*(range(-1, len(ladder)) for ladder in gains)):
        yield tuple((ladder, step) for ladder, step in enumerate(steps) if step >= 0)


@given(LADDERS, st.data())
def test_the_search_finds_the_least_of_all_choices(gains, data):
    efforts = data.draw(
        st.lists(st.integers(0, 4), min_size=len(gains), max_size=len(gains)), "efforts"
    )
    need = data.draw(st.integers(1, 150), "need")
    enough = [
        measure
        for picks in every_choice(gains)
        if (measure := measure_of(picks, gains, efforts))[2] >= need
    ]
    found = least_choice(gains, efforts, need)
    assert (found is None) == (not enough)
    if found is not None:
        assert measure_of(found, gains, efforts) == min(enough)
        coarse = measure_of(least_choice(gains, efforts, need, grain=7), gains, efforts)
        assert coarse[:2] == min(enough)[:2]
        assert coarse[2] >= need


@given(st.data())
def test_a_ladder_rises_to_the_maximum(data):
    component = data.draw(st.sampled_from(COMPONENTS))
    group, most = next(iter(component.max_score.items()))
    figures = whole_counts(component, data.draw(possible_figures(component.rule)))
    granted = data.draw(st.integers(0, int(most * 100) - 1)) / Decimal(100)
    score = scored(EDITION, component, group, figures, granted)
    points = [step.after for step in ladder_of(EDITION, score, component).steps]
    assert points == sorted(set(points))
    assert all(granted < one <= most for one in points)
    if is_planned(component.rule, figures):
        assert points[-1] == most
    else:
        assert points in ([], [most])


@given(st.data())
def test_no_step_of_a_ladder_earns_the_points_of_the_one_below(data):
    component = data.draw(st.sampled_from(COMPONENTS))
    group = next(iter(component.max_score))
    figures = whole_counts(component, data.draw(possible_figures(component.rule)))
    score = scored(EDITION, component, group, figures, Decimal(0))
    for step in ladder_of(EDITION, score, component).steps:
        after = figures | {one.input_code: one.after for one in step.changes}
        again = scored(EDITION, component, group, after, Decimal(0))
        assert isinstance(again.rule_score, RuleLine)
        assert again.rule_score.value == step.after


@settings(max_examples=60)
@given(years(EDITION), st.data())
def test_what_is_promised_comes_true_under_any_rule_of_places_and_grades(drawn, data):
    assessment, returns = drawn
    edition = replace(
        EDITION,
        ranking=data.draw(rankings(EDITION.ranking), "ranking"),
        grading=replace(EDITION.grading, value=data.draw(st.sampled_from(VALUES), "graded by")),
    )
    assessment = replace(
        assessment, adjustments=(*assessment.adjustments, *data.draw(caps(), "caps"))
    )
    year = aggregate_year(edition, assessment, returns, ())
    for unit in year.units:
        wanted = ScoreGoal(total_score=data.draw(st.integers(0, 100), "score"))
        goals = [*next_goals(edition, unit), wanted]
        for advice in look_ahead(year, unit.unit_code, goals=goals).advice:
            plan = advice.plan or advice.most
            after = with_steps(returns, unit.unit_code, plan.steps)
            again = aggregate_year(edition, assessment, after, ()).unit(unit.unit_code)
            assert [getattr(again, name) for name in SHOWN] == [
                getattr(plan.after, name) for name in SHOWN
            ]
            assert is_met(advice.goal, again) == (bool(advice.plan) or advice.obstacle == "met")


@st.composite
def rankings(draw, rule: RankingRule) -> RankingRule:
    return replace(
        rule,
        by=draw(st.sampled_from(("index_pct", "total_score"))),
        value=draw(st.sampled_from(VALUES)),
        method=draw(st.sampled_from(("competition", "dense"))),
        tie_break=draw(TIE_BREAKS),
    )


@st.composite
def caps(draw) -> list[Adjustment]:
    codes = draw(st.lists(st.sampled_from([unit.code for unit in UNITS]), unique=True))
    return [
        Adjustment(
            unit_code=code,
            kind="cap",
            code="disciplined_head",
            points=Decimal(0),
            reason="lý do",
            document="văn bản",
            place=NOWHERE,
        )
        for code in codes
    ]


def whole_counts(component, figures):
    """Return figures with counts without decimals, as the forms take them."""
    counts = {spec.code for spec in component.inputs if spec.kind == "count"}
    return {
        code: Decimal(int(value)) if code in counts else value for code, value in figures.items()
    }


def is_planned(rule, figures):
    measure = getattr(rule, "measure", None)
    return not isinstance(measure, Quotient) or bool(figures[measure.planned])
