"""The least change to a goal: ties, caps, limits of a total, what does not apply, efforts."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from cchc_lib.core.advice.goals import GradeGoal, RankGoal, ScoreGoal, next_goals
from cchc_lib.core.advice.ladders import step_to
from cchc_lib.core.advice.outlook import look_ahead
from cchc_lib.core.advice.standing import Case
from cchc_lib.core.rule_kinds import CountCapped
from cchc_lib.core.rulebook import InputSpec
from cchc_lib.core.scoring import ScoringError
from cchc_lib.core.stages import RuleLine
from cchc_lib.core.submission import DeclaredFigure, NotAppraised
from cchc_lib.findings import finding
from tests.spec.small_year import HELD, MAXIMA, NOWHERE, SPARE, Given, small_edition, small_year

CENT = Decimal("0.01")
RULE = CountCapped(kind="count_capped", items="items", cap_items=5400, points_per_item=CENT)
"""A hundredth of a point for each item: every total there is can be reached."""
ITEMS = (InputSpec(code="items", label_vi="Số việc", kind="count"),)
SHOWN = ("total_exact", "total_score", "index_exact", "index_pct", "rank", "grade")


def law(ranking=None, grading="rounded"):
    """Return the small edition, its appraised components scored by counts."""
    edition = small_edition(ranking, grading)
    (area,) = edition.areas
    (criterion,) = area.criteria
    components = tuple(
        one if one.is_survey else replace(one, rule=RULE, inputs=ITEMS)
        for one in criterion.components
    )
    return replace(
        edition, areas=(replace(area, criteria=(replace(criterion, components=components),)),)
    )


def year_of(edition, *givens, findings=()):
    """Return a small year in which every unit has declared what it was granted."""
    year = small_year(edition, givens, findings)
    return replace(year, scores=tuple(map(_declared, year.scores)))


def _declared(score):
    points = score.final.value
    if score.is_survey or not isinstance(points, Decimal):
        return score
    figure = DeclaredFigure(input_code="items", value=points / CENT, place=NOWHERE)
    line = RuleLine(
        value=points, exact=Fraction(points), problem=None, rule=RULE, year=2018, figures=(figure,)
    )
    return replace(score, rule_score=line)


def given(code="a", held=40, spare=10, survey=25, **others):
    points = {"held": held, "spare": spare, "survey": survey, **others}
    numbers = {k: Decimal(str(v)) if isinstance(v, int | float) else v for k, v in points.items()}
    return Given(code=code, **numbers)


def plan_for(year, goal, code="a", **others):
    (advice,) = look_ahead(year, code, goals=[goal], **others).advice
    return advice


def gain_for(year, goal, code="a"):
    return plan_for(year, goal, code).plan.gain


def shown(result):
    return [getattr(result, name) for name in SHOWN]


def grade(code):
    return GradeGoal(band=small_edition().grading.band(code))


@pytest.mark.parametrize("method", ["competition", "dense"])
@pytest.mark.parametrize("tie_break", [[], ["appraised_score"], ["survey_score"], ["bonus"]])
@pytest.mark.parametrize("by", ["index_pct", "total_score"])
def test_points_more_lead_where_the_whole_year_says(method, tie_break, by):
    edition = law({"method": method, "tie_break": tie_break, "by": by})
    others = [
        given("b", held=41),
        given("c", held=42),
        given("d", held=41, spare=11),
        given("e", held=43, survey=24, bonus=1),
        given("f", held=30, spare=None),
    ]
    case = Case.of(small_year(edition, [given(), *others]), "a")
    for gain in range(5):
        expected = small_year(edition, [given(held=40 + gain), *others]).unit("a")
        assert shown(case.standing_with(Decimal(gain))) == shown(expected)


def test_a_tie_is_a_shared_place_unless_something_breaks_it():
    rival = given("b", held=45, spare=5, survey=26)
    tied = year_of(law(), given(), rival)
    assert gain_for(tied, RankGoal(rank=1)) == Decimal(1)
    broken = year_of(law({"tie_break": ["survey_score"]}), given(), rival)
    assert gain_for(broken, RankGoal(rank=1)) == Decimal("1.01")
    won = year_of(law({"tie_break": ["appraised_score"]}), given(), rival)
    assert gain_for(won, RankGoal(rank=1)) == Decimal(1)


@pytest.mark.parametrize(("value", "gain"), [("rounded", "0.63"), ("exact", "0.64")])
def test_a_place_is_made_on_the_rounded_or_exact_index(value, gain):
    """The rival has 64.37 of 84 points, an index of 76.6309…"""
    rival = given("b", held=44.37, spare=None, survey=20)
    year = year_of(law({"value": value}), given(held=41), rival)
    assert gain_for(year, RankGoal(rank=1)) == Decimal(gain)


@pytest.mark.parametrize(("value", "held"), [("rounded", "48.56"), ("exact", "48.57")])
def test_a_grade_is_made_on_the_rounded_or_exact_index_of_rescaled_points(value, held):
    policy = "drop_max_appraised_then_add_survey"
    year = year_of(law(grading=value), given(held=40, spare=None, survey=27.05, policy=policy))
    assert gain_for(year, grade("excellent")) == Decimal(held) - 40


def test_a_smaller_denominator_makes_points_worth_more():
    year = year_of(law(), given(held=40, spare=None, survey=20))
    advice = plan_for(year, grade("good"))
    assert advice.plan.gain == Decimal("7.2")
    assert advice.plan.after.index_pct == 80


def test_points_that_only_fill_up_a_penalty_are_won_too():
    year = year_of(law(), given(held=0, spare=0, survey=0, penalty=3))
    assert year.unit("a").total_score == 0
    assert gain_for(year, ScoreGoal(total_score=Decimal(1))) == Decimal(4)


def test_bonus_counts_up_to_its_cap_and_a_total_up_to_the_maximum():
    year = year_of(law(), given(held=50, spare=15, survey=30, bonus=5))
    advice = plan_for(year, ScoreGoal(total_score=Decimal(100)))
    assert advice.plan.gain == Decimal(3)
    assert advice.most.after.total_score == 100
    assert sum(step.gain for step in advice.most.steps) == Decimal(5)


def test_a_cap_holds_a_grade_whatever_is_won_but_no_lower_one():
    year = year_of(law(), given(held=20, caps=("disciplined_head",)))
    advice = plan_for(year, grade("excellent"))
    assert (advice.obstacle, advice.plan, advice.cap.code) == ("cap", None, "disciplined_head")
    assert plan_for(year, grade("fair")).plan.after.grade.code == "fair"


def test_what_is_reached_already_needs_nothing():
    year = year_of(law(), given(), given("b", held=20))
    goals = (RankGoal(rank=1), grade("fair"), ScoreGoal(total_score=Decimal(75)))
    assert [plan_for(year, goal).obstacle for goal in goals] == ["met"] * 3


def test_a_goal_out_of_reach_says_the_most_there_is():
    year = year_of(law(), given(survey=20), given("b", held=54, spare=16, survey=30))
    advice = plan_for(year, RankGoal(rank=1))
    assert (advice.obstacle, advice.plan) == ("too_far", None)
    assert (advice.most.after.total_score, advice.most.after.rank) == (90, 2)


def test_a_unit_with_an_error_or_too_little_decided_is_promised_nothing_of_it():
    error = finding("HS-020", unit_code="a", file="submissions/a.xlsx")
    blocked = year_of(law(), given(), findings=[error])
    assert plan_for(blocked, ScoreGoal(total_score=Decimal(90))).obstacle == "no_total"
    waiting = year_of(law(), given(held=None, survey=None, spare=12, policy="none"))
    assert plan_for(waiting, grade("good")).obstacle == "undecided"
    assert isinstance(waiting.unit("a").rank, NotAppraised)


def test_what_nobody_has_decided_is_not_climbed():
    year = year_of(law(), given(spare=None, policy="none"))
    outlook = look_ahead(year, "a")
    assert {why: len(own) for why, own in outlook.left_out().items()} == {
        "undecided": 1,
        "survey": 1,
    }
    assert {step.component_code for plan in outlook.largest for step in plan.steps} == {HELD}


def test_the_best_unit_has_only_grades_before_it_and_then_nothing():
    edition = law()
    first = year_of(edition, given(), given("b", held=20)).unit("a")
    assert next_goals(edition, first) == (grade("good"),)
    best = year_of(edition, given(held=54, spare=16, survey=30)).unit("a")
    assert next_goals(edition, best) == ()


def test_efforts_decide_before_the_number_of_components_and_the_points():
    year = year_of(law(), given())
    goal = ScoreGoal(total_score=Decimal(80))
    assert [s.component_code for s in plan_for(year, goal).plan.steps] == [HELD]
    efforts = {HELD: Decimal(3), SPARE: Decimal("0.5")}
    advice = plan_for(year, goal, efforts=efforts)
    assert [s.component_code for s in advice.plan.steps] == [SPARE]
    assert advice.plan.effort == Decimal("0.5")
    both = plan_for(year, ScoreGoal(total_score=Decimal(90)), efforts=efforts)
    assert both.plan.effort == Decimal("3.5")


def test_components_without_an_effort_are_left_as_they_are():
    year = year_of(law(), given())
    advice = plan_for(year, ScoreGoal(total_score=Decimal(90)), efforts={SPARE: Decimal(1)})
    assert (advice.obstacle, advice.most.after.total_score) == ("too_far", 81)


def test_figures_that_are_set_lead_where_the_whole_year_says_and_stay_as_they_are():
    others = [given("b", held=41), given("c", held=45)]
    year = year_of(law(), given(), *others)
    score = year.scores_of("a")[0]
    step = step_to(year.edition, score, {"items": Decimal(1234)})
    assert (step.before, step.after, step.gain) == (40, Decimal("12.34"), Decimal("-27.66"))
    outlook = look_ahead(year, "a", given=[step], goals=[grade("fair")])
    expected = small_year(law(), [given(held=12.34), *others]).unit("a")
    assert shown(outlook.given.after) == shown(expected)
    (advice,) = outlook.advice
    assert advice.obstacle == "too_far"
    assert {one.component_code for one in advice.most.steps} == {SPARE}
    assert outlook.now == year.unit("a")


def test_figures_that_cannot_be_scored_are_no_step():
    year = year_of(law(), given())
    with pytest.raises(ScoringError):
        step_to(year.edition, year.scores_of("a")[0], {})


def test_an_undecided_component_may_be_set_and_counts_then():
    year = year_of(law(), given(spare=None, policy="none"))
    score = replace(year.scores_of("a")[1], rule_score=year.scores_of("a")[0].rule_score)
    step = step_to(year.edition, score, {"items": Decimal(1600)})
    assert (step.before, step.gain) == (None, MAXIMA[SPARE])
    outlook = look_ahead(year, "a", given=[step])
    assert outlook.given.after.max_score == 100
    assert outlook.given.after.total_score == year.unit("a").total_score + MAXIMA[SPARE]


def test_points_are_told_apart_in_an_edition_with_many_decimals():
    edition = law()
    fine = replace(edition, rounding=replace(edition.rounding, component_places=10))
    year = year_of(fine, given())
    advice = plan_for(year, ScoreGoal(total_score=Decimal("75.5")))
    assert advice.plan.gain == Decimal("0.5")
