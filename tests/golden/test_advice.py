"""What is promised to a unit comes true: the advised figures give the year that was foretold."""

from decimal import Decimal

import pytest

from cchc_lib.auditing.setting import set_figures
from cchc_lib.core.advice.goals import GradeGoal, RankGoal, ScoreGoal, is_met, next_goals
from cchc_lib.core.advice.outlook import look_ahead
from cchc_lib.core.advice.planning import advise, ladders_of, largest_steps
from cchc_lib.core.advice.standing import Case
from cchc_lib.core.scoring import score_by_rule
from cchc_lib.core.shares import report_share_of
from cchc_lib.core.stages import RuleLine
from tests.advised import read_round

NUMBERS = ("total_exact", "total_score", "index_exact", "index_pct", "rank", "grade")
UNITS = 36


@pytest.fixture(scope="module", params=["first", "second"])
def whole(request, example, year, second_example, second_year):
    folder, found = (example, year) if request.param == "first" else (second_example, second_year)
    return read_round(folder), found


def advised(year, unit_code):
    """Return the unit as its report sees it, and how it reaches its next place and grade."""
    case = Case.of(report_share_of(year, unit_code), unit_code)
    ladders = ladders_of(case)
    goals = next_goals(year.edition, case.result)
    return case, ladders, [advise(case, ladders, goal) for goal in goals]


def numbers_of(result):
    return {name: getattr(result, name) for name in NUMBERS}


def test_every_unit_that_takes_the_advised_steps_stands_exactly_where_it_was_promised(whole):
    taken, year = whole
    promised = {RankGoal: 0, GradeGoal: 0}
    assert len(year.units) == UNITS
    for unit in year.units:
        for advice in advised(year, unit.unit_code)[2]:
            if advice.plan is None:
                continue
            again = taken.after(unit.unit_code, advice.plan.steps).unit(unit.unit_code)
            assert numbers_of(again) == numbers_of(advice.plan.after), (unit.unit_code, advice.goal)
            assert is_met(advice.goal, again)
            assert not is_met(advice.goal, unit)
            promised[type(advice.goal)] += 1
    assert promised[RankGoal] > UNITS * 0.8
    assert promised[GradeGoal] > UNITS * 0.4


def test_promises_hold_where_results_are_provisional_and_others_have_errors(faulty, faulty_year):
    taken, kept = read_round(faulty), 0
    open_units = [unit for unit in faulty_year.units if unit.state == "provisional"]
    for unit in open_units[::2]:
        for advice in advised(faulty_year, unit.unit_code)[2]:
            if advice.plan:
                again = taken.after(unit.unit_code, advice.plan.steps).unit(unit.unit_code)
                assert numbers_of(again) == numbers_of(advice.plan.after)
                assert advice.plan.after.is_provisional
                kept += 1
    assert kept > 5


def test_the_three_largest_steps_lead_where_the_report_says(whole):
    taken, year = whole
    for unit in year.units[::9]:
        case, ladders, _ = advised(year, unit.unit_code)
        for plan in largest_steps(case, ladders, 3)[-1:]:
            again = taken.after(unit.unit_code, plan.steps).unit(unit.unit_code)
            assert numbers_of(again) == numbers_of(plan.after)


def test_figures_that_are_set_lead_where_was_said(whole):
    taken, year = whole
    for unit in year.units[::9]:
        steps = set_figures(year, unit.unit_code, ["1.2.1.on_time_reports=1"])
        given = look_ahead(year, unit.unit_code, given=steps).given
        again = taken.after(unit.unit_code, steps).unit(unit.unit_code)
        assert numbers_of(again) == numbers_of(given.after)
        assert again.total_exact < unit.total_exact


def test_steps_of_one_unit_change_nobody_elses_total(whole):
    taken, year = whole
    unit = next(one for one in year.units if isinstance(one.rank, int) and one.rank > 2)
    advice = advised(year, unit.unit_code)[2][0]
    again = taken.after(unit.unit_code, advice.plan.steps)
    for one in year.units:
        if one.unit_code != unit.unit_code:
            assert again.unit(one.unit_code).total_exact == one.total_exact


def test_no_fewer_steps_reach_the_goal(whole):
    _, year = whole
    for unit in year.units:
        case, ladders, found = advised(year, unit.unit_code)
        for advice in found:
            if advice.plan and len(advice.plan.steps) > 1:
                fewer = largest_steps(case, ladders, len(advice.plan.steps) - 1)[-1]
                assert not is_met(advice.goal, fewer.after)


def test_a_last_place_less_of_points_does_not_reach_the_goal_where_the_plan_is_exact(whole):
    _, year = whole
    exact = 0
    for unit in year.units:
        case, _, found = advised(year, unit.unit_code)
        for advice in found:
            if advice.plan and not is_met(
                advice.goal, case.standing_with(advice.plan.gain - Decimal("0.01"))
            ):
                exact += 1
                assert is_met(advice.goal, case.standing_with(advice.plan.gain))
    assert exact > UNITS / 3


def test_every_step_earns_its_points_by_the_rule_of_its_component(whole):
    _, year = whole
    for unit in year.units:
        for ladder in advised(year, unit.unit_code)[1]:
            for step in ladder.steps:
                line = ladder.score.rule_score
                assert isinstance(line, RuleLine)
                figures = {one.input_code: one.value for one in line.figures}
                figures |= {change.input_code: change.after for change in step.changes}
                points = score_by_rule(
                    line.rule, max_score=ladder.score.max_score, figures=figures, year=line.year
                )
                assert step.after == year.edition.rounding.component(points)
                assert ladder.score.final.value < step.after <= ladder.score.max_score


def test_a_unit_under_a_cap_is_told_which_one_and_promised_no_better_grade(year):
    capped = next(unit for unit in year.units if unit.grade != unit.uncapped_grade)
    advice = advised(year, capped.unit_code)[2][-1]
    assert (advice.obstacle, advice.plan) == ("cap", None)
    assert advice.cap.code in {one.code for one in capped.adjustments}


def test_a_goal_out_of_reach_comes_with_the_most_there_is(whole):
    taken, year = whole
    unit = year.units[2]
    case, ladders, _ = advised(year, unit.unit_code)
    advice = advise(case, ladders, ScoreGoal(total_score=Decimal(100)))
    assert (advice.obstacle, advice.plan) == ("too_far", None)
    again = taken.after(unit.unit_code, advice.most.steps).unit(unit.unit_code)
    assert numbers_of(again) == numbers_of(advice.most.after)
