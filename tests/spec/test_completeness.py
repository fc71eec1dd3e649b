"""The cases leave nothing out: every component, boundary, due day, item, level and question."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from cchc_lib.core.rule_kinds import (
    Checklist,
    CountCapped,
    CountTiers,
    DeadlineTiers,
    DirectPercent,
    DueDate,
    DueInput,
    GradedShare,
    Measure,
    PercentTiers,
    PerItemDeduction,
    Quotient,
    RatioMinusItems,
    RatioToTarget,
    RatioWithFloor,
    SurveyMap,
    SurveyMean,
    SurveyPercent,
    Tier,
    YesNo,
)
from cchc_lib.core.rulebook import Component
from cchc_lib.core.submission import NEVER
from cchc_lib.files.records import RULE_CLASSES
from cchc_lib.opening import open_edition
from tests.spec.case_files import Case, read_cases
from tests.spec.small_year import real_edition

EDITION = real_edition()
CASES = read_cases(EDITION)
SECOND = open_edition("mau-2019")
COMPONENTS = list(EDITION.components())
NEAR_A_BOUNDARY = 1


def _cases_of(component: Component, group: str = "") -> list[Case]:
    return [c for c in CASES if c.component == component.code and group in (c.group, "")]


def _of_kind(kind: type) -> list:
    return [pytest.param(c, id=c.code) for c in COMPONENTS if isinstance(c.rule, kind)]


def _lowest_share(component: Component) -> Fraction:
    """Return what the worst figures earn, as a share of the maximum."""
    rule = component.rule
    if isinstance(rule, SurveyMean) and rule.formula == "mean_over_highest":
        return Fraction(rule.lowest, rule.highest)
    return Fraction(0)


def _scored(cases: list[Case]) -> set[Fraction]:
    return {case.expected for case in cases if case.expected is not None}


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda c: c.code)
def test_every_component_has_floor_ceiling_and_between(component):
    first_group = next(iter(component.max_score))
    maximum = Fraction(component.max_score[first_group])
    floor = maximum * _lowest_share(component)
    points = _scored(_cases_of(component, first_group))
    assert {floor, maximum} <= points
    if not isinstance(component.rule, YesNo):
        assert any(floor < value < maximum for value in points)


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda c: c.code)
def test_every_group_has_its_maximum(component):
    for group, maximum in component.max_score.items():
        assert Fraction(maximum) in _scored(_cases_of(component, group)), group


def test_every_rule_kind_that_declares_figures_or_answers_has_a_case():
    assert {case.rule.kind for case in CASES} == set(RULE_CLASSES) - {"judgment"}


@pytest.mark.parametrize("component", _of_kind(PercentTiers))
def test_every_percent_boundary_is_tested_on_it_and_beside_it(component):
    _assert_boundaries(component.rule.tiers, list(_percents(component)))


@pytest.mark.parametrize("component", _of_kind(CountTiers))
def test_every_count_boundary_is_tested_on_it_and_beside_it(component):
    values = [Fraction(case.figures[component.rule.items]) for case in _cases_of(component)]
    _assert_boundaries(component.rule.tiers, values)


def _assert_boundaries(tiers: tuple[Tier, ...], values: list[Fraction]) -> None:
    for boundary in _boundaries(tiers):
        on_it = next(tier for tier in tiers if tier.holds(boundary))
        assert boundary in values, f"no case on {boundary}"
        assert any(
            0 < abs(value - boundary) <= NEAR_A_BOUNDARY and not on_it.holds(value)
            for value in values
        ), f"no case on the other side of {boundary}"


def _boundaries(tiers: tuple[Tier, ...]) -> set[Fraction]:
    ends = (end for tier in tiers for end in (tier.ge, tier.gt, tier.le, tier.lt))
    return {Fraction(end) for end in ends if end is not None}


@pytest.mark.parametrize("component", _of_kind(RatioWithFloor))
def test_every_threshold_is_tested_on_it_and_just_below(component):
    rule = component.rule
    points = _percents(component)
    threshold = Fraction(rule.zero_below)
    assert points[threshold] > 0
    assert any(0 < threshold - v < NEAR_A_BOUNDARY and not points[v] for v in points)
    assert Fraction(rule.full_at) in points


@pytest.mark.parametrize("component", _of_kind(RatioToTarget))
def test_every_target_is_tested_on_it_and_on_both_sides(component):
    target = Fraction(component.rule.target)
    distances = [percent - target for percent in _percents(component)]
    assert 0 in distances
    assert any(0 < distance < NEAR_A_BOUNDARY for distance in distances)
    assert any(-NEAR_A_BOUNDARY < distance < 0 for distance in distances)


def _percents(component: Component) -> dict[Fraction, Fraction | None]:
    """Return the percentages that cases declare for a component, and what they must earn."""
    found = [(_percent(component.rule.measure, c), c.expected) for c in _cases_of(component)]
    return {percent: points for percent, points in found if percent is not None}


def _percent(measure: Measure, case: Case) -> Fraction | None:
    """Return the percentage a case declares; ``None`` when nothing was planned."""
    match measure:
        case DirectPercent(percent=code):
            return Fraction(case.figures[code])
        case Quotient(achieved=achieved, planned=planned):
            whole = Fraction(case.figures[planned])
            return 100 * Fraction(case.figures[achieved]) / whole if whole else None


@pytest.mark.parametrize(
    "component",
    [
        pytest.param(c, id=c.code)
        for c in COMPONENTS
        if isinstance(getattr(c.rule, "measure", None), Quotient)
    ],
)
def test_every_ratio_is_tested_with_nothing_planned_and_too_much_achieved(component):
    measure = component.rule.measure
    cases = _cases_of(component)
    empty = [case for case in cases if case.figures[measure.planned] == 0]
    is_refused = measure.when_none == "refuse"
    assert empty
    assert all((case.refused == "nothing_planned") == is_refused for case in empty)
    assert any(case.refused == "achieved_over_planned" for case in cases)


@pytest.mark.parametrize("component", _of_kind(DeadlineTiers))
def test_every_due_day_is_tested_on_it_and_the_day_after_and_never(component):
    rule = component.rule
    lateness = {_days_late(rule, case) for case in _cases_of(component)}
    assert {0, 1, NEVER} <= lateness
    if isinstance(rule.due, DueDate):
        years = {case.year for case in _cases_of(component)}
        assert years == set(range(EDITION.first_year, EDITION.last_year + 1))


def test_every_due_day_of_a_later_edition_is_tested_in_each_of_its_years():
    cases = read_cases(SECOND, SECOND.code)
    for component in SECOND.components():
        rule = component.rule
        if isinstance(rule, DeadlineTiers) and isinstance(rule.due, DueDate):
            found = {(c.year, _days_late(rule, c)) for c in cases if c.component == component.code}
            years = range(SECOND.first_year, SECOND.last_year + 1)
            assert {(year, late) for year in years for late in (0, 1)} <= found


def _days_late(rule: DeadlineTiers, case: Case) -> int | str:
    issued = case.figures[rule.date]
    if issued == NEVER:
        return NEVER
    match rule.due:
        case DueInput(input=code):
            due = case.figures[code]
        case DueDate(year_offset=offset, month=month, day=day):
            due = date(case.year + offset, month, day)
    return (issued - due) // timedelta(days=1)


@pytest.mark.parametrize("component", _of_kind(Checklist))
def test_every_checklist_item_is_tested_alone(component):
    met = [
        tuple(item.flag for item in component.rule.items if case.figures[item.flag])
        for case in _cases_of(component)
    ]
    for item in component.rule.items:
        assert (item.flag,) in met, item.flag


@pytest.mark.parametrize("component", _of_kind(GradedShare))
def test_every_level_is_tested(component):
    declared = {case.figures[component.rule.level] for case in _cases_of(component)}
    assert {level.name_vi for level in component.rule.levels} < declared


@pytest.mark.parametrize("component", _of_kind(CountCapped))
def test_every_cap_is_tested_on_it_and_above(component):
    counts = {case.figures[component.rule.items] for case in _cases_of(component)}
    assert set(range(component.rule.cap_items + 2)) <= counts


@pytest.mark.parametrize("component", _of_kind(PerItemDeduction | RatioMinusItems))
def test_every_floor_is_reached_and_passed(component):
    group = next(iter(component.max_score))
    at_floor = {
        case.figures[component.rule.items]
        for case in _cases_of(component, group)
        if case.expected == component.rule.floor
    }
    assert len(at_floor) > 1


QUESTIONS = [pytest.param(c, id=c.code) for c in COMPONENTS if c.is_survey]


@pytest.mark.parametrize("component", QUESTIONS)
def test_every_question_is_tested_worst_best_mixed_and_without_opinion(component):
    if isinstance(component.rule, SurveyPercent):
        percents = {case.percent for case in _cases_of(component)}
        assert {Decimal(0), Decimal(100)} < percents
        return
    cases = _cases_of(component)
    assert {frozenset(answer) for answer in _scale(component.rule)} <= {
        _kinds_of_answer(case) for case in cases
    }
    assert any(len(case.answers) == len(EDITION.survey.respondent_groups) for case in cases)
    for wanted in (_has_dont_know, _has_silent_group, _is_too_small):
        assert any(wanted(case) for case in cases), wanted.__name__


def _scale(rule: SurveyMean | SurveyMap) -> Iterator[tuple[str]]:
    if isinstance(rule, SurveyMap):
        return ((answer,) for answer in rule.percent_by_answer)
    return ((str(answer),) for answer in range(rule.lowest, rule.highest + 1))


def _kinds_of_answer(case: Case) -> frozenset[str]:
    return frozenset(answer for counts in case.answers.values() for answer in counts)


def _has_dont_know(case: Case) -> bool:
    return not _kinds_of_answer(case).isdisjoint(EDITION.survey.dont_know)


def _has_silent_group(case: Case) -> bool:
    return any(set(counts) <= set(EDITION.survey.dont_know) for counts in case.answers.values())


def _is_too_small(case: Case) -> bool:
    return case.refused == "too_few_answers"


def test_both_formulas_of_a_scale_are_tested_in_both_directions():
    tested = {
        (case.rule.formula, case.rule.is_reversed)
        for case in CASES
        if isinstance(case.rule, SurveyMean)
    }
    assert tested == {
        (formula, is_reversed)
        for formula in ("mean_over_highest", "mean_above_lowest")
        for is_reversed in (True, False)
    }
