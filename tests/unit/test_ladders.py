"""The legal ladder of each kind of rule, worked out by hand from the text of the edition."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cchc_lib.core.advice.ladders import ladder_of
from cchc_lib.core.rule_kinds import (
    CountTiers,
    DeadlineTiers,
    DirectPercent,
    DueDate,
    PercentTiers,
    Quotient,
    RatioLinear,
    Tier,
    rule_inputs,
)
from cchc_lib.core.rulebook import InputSpec
from cchc_lib.core.submission import NEVER
from tests.advised import scored
from tests.spec.small_year import HELD, real_edition, small_edition

EDITION = real_edition()
COMPONENTS = {component.code: component for component in EDITION.components()}
NEW_YEAR, LAST_DAY, LATE = date(2018, 1, 1), date(2017, 12, 31), date(2018, 1, 26)
ZERO, HALF, ONE = Decimal(0), Decimal("0.5"), Decimal(1)
FEW = (Tier(le=ZERO, share=ONE), Tier(gt=ZERO, le=ONE, share=HALF), Tier(gt=ONE, share=ZERO))
"""The fewer, the better: no complaint earns all."""
DONE = Quotient(achieved="x", planned="planned", when_none="award_max")


def figures_of(words):
    return {k: Decimal(str(v)) if type(v) in {int, float} else v for k, v in words.items()}


def climbed(code, figures, granted):
    """Return the points and the changed figures of each step."""
    component = COMPONENTS[code]
    score = scored(EDITION, component, "department", figures_of(figures), Decimal(granted))
    return [
        (str(step.after), {change.input_code: change.after for change in step.changes})
        for step in ladder_of(EDITION, score, component).steps
    ]


@pytest.mark.parametrize(
    ("code", "figures", "granted", "expected"),
    [
        ("1.7.1", {"is_used": False}, "0", [("1.00", {"is_used": True})]),
        (
            "1.1.2",
            {"has_tasks_and_budget": False, "has_results_and_roles": False},
            "0",
            [
                ("0.50", {"has_tasks_and_budget": True}),
                ("1.00", {"has_tasks_and_budget": True, "has_results_and_roles": True}),
            ],
        ),
        ("1.1.1", {"issued_date": LATE}, "0.5", [("1.00", {"issued_date": LAST_DAY})]),
        (
            "1.1.1",
            {"issued_date": NEVER},
            "0",
            [("0.50", {"issued_date": NEW_YEAR}), ("1.00", {"issued_date": LAST_DAY})],
        ),
        (
            "1.3.3",
            {"report_date": NEVER, "due_date": LATE},
            "0",
            [("0.25", {"report_date": date(2018, 1, 27)}), ("0.50", {"report_date": LATE})],
        ),
        ("1.1.3", {"done_tasks": 9, "planned_tasks": 12}, "0.75", [("1.50", {"done_tasks": 11})]),
        ("1.1.3", {"done_tasks": 18, "planned_tasks": 20}, "0.75", [("1.50", {"done_tasks": 19})]),
        (
            "1.1.3",
            {"done_tasks": 0, "planned_tasks": 20},
            "0",
            [("0.75", {"done_tasks": 14}), ("1.50", {"done_tasks": 19})],
        ),
        (
            "1.2.1",
            {"on_time_reports": 2},
            "0.5",
            [("0.75", {"on_time_reports": 3}), ("1.00", {"on_time_reports": 4})],
        ),
        (
            "1.4.1",
            {"done": 5, "planned": 10},
            "0",
            [("0.80", {"done": 8}), ("0.90", {"done": 9}), ("1.00", {"done": 10})],
        ),
        (
            "1.4.2",
            {"channels": 1},
            "0.33",
            [("0.67", {"channels": 2}), ("1.00", {"channels": 3})],
        ),
        (
            "1.5.1",
            {"on_time": 8, "assigned": 10, "overdue": 2},
            "1.4",
            [
                ("1.50", {"overdue": 1}),
                ("1.60", {"overdue": 0}),
                ("1.80", {"on_time": 9, "overdue": 0}),
                ("2.00", {"on_time": 10, "overdue": 0}),
            ],
        ),
        (
            "1.6.1",
            {"initiatives": 0},
            "0",
            [("0.50", {"initiatives": 1}), ("1.00", {"initiatives": 2})],
        ),
        (
            "4.1.2",
            {"interlinked_procedures": 3},
            "0",
            [("0.75", {"interlinked_procedures": 5}), ("1.50", {"interlinked_procedures": 10})],
        ),
        (
            "4.3.4",
            {"missing_dossiers": 12},
            "0",
            [(f"{(10 - n) / 10:.2f}", {"missing_dossiers": n}) for n in range(9, -1, -1)],
        ),
        (
            "5.2.2",
            {"cut_percent": 8.4},
            "0.63",
            [("0.68", {"cut_percent": 9}), ("0.75", {"cut_percent": 10})],
        ),
        (
            "6.5.1",
            {"level": "Nghiêm trọng"},
            "0",
            [("0.50", {"level": "Vi phạm nhẹ"}), ("1.00", {"level": "Không vi phạm"})],
        ),
    ],
)  # fmt: skip
def test_a_ladder_has_the_steps_that_the_rule_pays_for(code, figures, granted, expected):
    assert climbed(code, figures, granted) == expected


def test_figures_that_earn_more_than_was_granted_are_a_step_without_a_change():
    full = {"done_tasks": 12, "planned_tasks": 12}
    assert climbed("1.1.3", full, "0.75") == [("1.50", {})]
    half = {"done_tasks": 9, "planned_tasks": 12}
    assert climbed("1.1.3", half, "0") == [("0.75", {}), ("1.50", {"done_tasks": 11})]


def test_an_appraiser_who_granted_more_than_the_figures_earn_is_not_fallen_behind():
    figures = {"done_tasks": 2, "planned_tasks": 12}
    assert climbed("1.1.3", figures, "0.75") == [("1.50", {"done_tasks": 11})]


def test_where_nothing_was_to_be_done_the_maximum_is_only_to_be_granted():
    nothing = {"resolved_findings": 0, "findings": 0}
    assert climbed("1.3.2", nothing, "0.5") == [("1.00", {})]


def test_a_component_at_its_maximum_has_no_ladder_and_is_not_left_out():
    score = scored(EDITION, COMPONENTS["1.7.1"], "department", {"is_used": True}, Decimal(1))
    ladder = ladder_of(EDITION, score, COMPONENTS["1.7.1"])
    assert (ladder.steps, ladder.left_out) == ((), None)


def test_a_plan_that_was_not_declared_leaves_the_component_out():
    done = {"done_tasks": Decimal(3)}
    score = scored(EDITION, COMPONENTS["1.1.3"], "department", done, Decimal(0))
    assert ladder_of(EDITION, score, COMPONENTS["1.1.3"]).left_out == "figures"


def test_what_was_not_declared_at_all_is_told_as_such():
    score = scored(EDITION, COMPONENTS["1.7.1"], "department", {}, Decimal(0))
    ((change,),) = (step.changes for step in ladder_of(EDITION, score, COMPONENTS["1.7.1"]).steps)
    assert (change.before.kind, change.after) == ("not_reported", True)


def test_the_survey_is_left_out():
    score = scored(EDITION, COMPONENTS["1.S.1"], "department", {}, Decimal(0))
    assert ladder_of(EDITION, score, COMPONENTS["1.S.1"]).left_out == "survey"


def test_an_amount_moves_in_the_last_place_that_was_declared():
    """83 % of 6123.25 is 5082.2975; 82 % would earn no more than the 0.82 granted."""
    figures = {"disbursed": Decimal("4997.5"), "planned": Decimal("6123.25")}
    score = scored(EDITION, COMPONENTS["7.3.1"], "department", figures, Decimal("0.82"))
    first = ladder_of(EDITION, score, COMPONENTS["7.3.1"]).steps[0]
    assert first.after == Decimal("0.83")
    assert [str(change.after) for change in first.changes] == ["5082.30"]


def climbed_by(rule, figures):
    """Return the points, of 54, and the figures of each step of a component with such a rule."""
    edition = small_edition()
    (area,) = edition.areas
    (criterion,) = area.criteria
    inputs = tuple(InputSpec(code=x, label_vi=x, kind="count") for x in rule_inputs(rule))
    component = replace(criterion.components[0], rule=rule, inputs=inputs)
    own = replace(criterion, components=(component, *criterion.components[1:]))
    edition = replace(edition, areas=(replace(area, criteria=(own,)),))
    score = scored(edition, component, "department", figures_of(figures), ZERO)
    assert score.component_code == HELD
    return [
        (int(step.after), {change.input_code: change.after for change in step.changes})
        for step in ladder_of(edition, score, component).steps
    ]


@pytest.mark.parametrize(
    ("rule", "figures", "expected"),
    [
        (
            CountTiers(kind="count_tiers", items="x", tiers=FEW),
            {},
            [(27, {"x": 1}), (54, {"x": 0})],
        ),
        (
            CountTiers(kind="count_tiers", items="x", tiers=FEW),
            {"x": 0},
            [(27, {"x": 1}), (54, {})],
        ),
        (
            PercentTiers(kind="percent_tiers", measure=DirectPercent(percent="x"), tiers=FEW),
            {},
            [(27, {"x": 1}), (54, {"x": 0})],
        ),
        (
            PercentTiers(kind="percent_tiers", measure=DONE, tiers=FEW),
            {"planned": 100},
            [(27, {"x": 1}), (54, {"x": 0})],
        ),
        (
            PercentTiers(kind="percent_tiers", measure=DONE, tiers=FEW),
            {"planned": 0},
            [(54, {"x": 0})],
        ),
        (RatioLinear(kind="ratio_linear", measure=DONE), {"planned": 0}, [(54, {"x": 0})]),
        (PercentTiers(kind="percent_tiers", measure=DONE, tiers=FEW), {}, []),
        (
            DeadlineTiers(
                kind="deadline_tiers",
                date="x",
                due=DueDate(year_offset=0, month=12, day=31),
                on_time=ONE,
                late=HALF,
                none=Decimal("0.25"),
            ),
            {},
            [(13, {"x": NEVER}), (27, {"x": date(2019, 1, 1)}), (54, {"x": date(2018, 12, 31)})],
        ),
    ],
)
def test_a_zero_that_was_not_declared_is_a_step_where_it_earns_points(rule, figures, expected):
    assert climbed_by(rule, figures) == expected
