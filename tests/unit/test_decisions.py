"""Which decision counts: the last one that stands, and why another does not."""

from datetime import date
from decimal import Decimal

import pytest

from cchc_lib.core.decisions import Ground, in_force, settle_decisions
from cchc_lib.core.submission import NotReported, Place
from tests.rounds import make_decision
from tests.spec.small_year import real_edition

EDITION = real_edition()
BLANK = NotReported()


def ground(claimed: str = "1", **changes: object) -> Ground:
    """Return a component of at most 2 points, filed on 10 January."""
    facts = {
        "max_score": Decimal(2),
        "supported": Decimal(claimed),
        "by_rule": Decimal(1),
        "is_submitted": True,
        "is_exempt": False,
        "dates": {"self_assessment": date(2019, 1, 10)},
    }
    return Ground(**facts | changes)


def decide(stage: str, score: str, reason: str = "lý do", **more: object):
    return make_decision("a", "1.1.1", Decimal(score), reason, stage=stage, **more)


def settle(*decisions, on: Ground | None = None):
    return settle_decisions(EDITION.procedure, EDITION.rounding, decisions, on or ground())


def test_the_last_stage_counts_whatever_order_the_files_come_in():
    lines = settle(decide("council", "2"), decide("appraisal_1", "0.5"), decide("appraisal_2", "1"))
    assert [line.stage for line in lines] == ["appraisal_1", "appraisal_2", "council"]
    assert [line.previous for line in lines] == [Decimal(1), Decimal("0.5"), Decimal(1)]
    assert in_force(lines).value == Decimal(2)


def test_an_edition_may_rank_the_stages_otherwise():
    shorter = type(EDITION.procedure)(
        precedence=("appraisal_1",), legal_reference=EDITION.procedure.legal_reference
    )
    given = (decide("appraisal_1", "0.5"), decide("council", "2"))
    lines = settle_decisions(shorter, EDITION.rounding, given, ground())
    assert in_force(lines).value == Decimal("0.5")
    assert [line.problem for line in lines] == ["outside_procedure", ""]


@pytest.mark.parametrize(
    ("later", "problem"),
    [
        pytest.param(decide("appraisal_2", "2.5"), "over_maximum", id="over the maximum"),
        pytest.param(decide("appraisal_2", "-0.5"), "below_zero", id="below zero"),
        pytest.param(decide("appraisal_2", "1", ""), "without_reason", id="no reason"),
        pytest.param(
            decide("council", "1", day=date(2019, 1, 9)), "predates", id="before the claim"
        ),
    ],
)
def test_a_decision_that_cannot_stand_leaves_the_stage_before_in_force(later, problem):
    first = decide("appraisal_1", "0.5", day=date(2019, 1, 20))
    lines = settle(first, later)
    assert (lines[-1].kind, lines[-1].problem) == ("refused", problem)
    assert in_force(lines).value == Decimal("0.5")


def test_a_council_that_meets_before_round_two_does_not_overrule_it():
    lines = settle(
        decide("appraisal_1", "0.5", day=date(2019, 1, 20)),
        decide("appraisal_2", "0.75", day=date(2019, 3, 1)),
        decide("council", "2", day=date(2019, 2, 28)),
    )
    assert lines[-1].problem == "predates"
    assert lines[-1].not_before == date(2019, 3, 1)
    assert in_force(lines).stage == "appraisal_2"


def test_round_two_waits_for_the_explanation_it_decides_on():
    late = ground(dates={"explanation": date(2019, 2, 18)})
    early = decide("appraisal_2", "1", day=date(2019, 2, 17))
    lines = settle(decide("appraisal_1", "0.5"), early, on=late)
    assert lines[-1].problem == "predates"
    lines = settle(decide("appraisal_1", "0.5", day=date(2019, 1, 20)), on=late)
    assert lines[-1].problem == ""


def test_two_scores_at_one_stage_count_neither_and_two_equal_ones_once():
    first = decide("appraisal_1", "0.5", place=Place(file="appraisal/a.xlsx"))
    other = decide("appraisal_1", "0.75", place=Place(file="appraisal/chu-tri_b.xlsx"))
    lines = settle(first, other)
    assert [line.problem for line in lines] == ["contradicted", "contradicted"]
    assert in_force(lines) is None
    same = decide("appraisal_1", "0.50", place=Place(file="appraisal/chu-tri_b.xlsx"))
    (line,) = settle(first, same)
    assert (line.kind, line.place.file) == ("override", "appraisal/a.xlsx")


def test_a_blank_decides_nothing():
    blank = make_decision("a", "1.1.1", BLANK, stage="appraisal_2")
    assert in_force(settle(decide("appraisal_1", "0.5"), blank)).stage == "appraisal_1"


def test_confirming_the_claim_needs_no_reason_and_where_there_is_none_the_figures_may_be():
    assert in_force(settle(decide("appraisal_1", "1", ""))).kind == "input"
    assert settle(decide("appraisal_1", "0.5", ""))[0].problem == "without_reason"
    unclaimed = ground(supported=Decimal("0.5"), by_rule=Decimal("0.5"))
    assert in_force(settle(decide("appraisal_1", "0.5", ""), on=unclaimed)).value == Decimal("0.5")
    nothing_filed = ground(supported=BLANK, by_rule=BLANK, is_submitted=False)
    assert in_force(settle(decide("appraisal_1", "0.5", ""), on=nothing_filed)) is not None


def test_nobody_can_score_what_does_not_apply():
    lines = settle(decide("council", "1"), on=ground(is_exempt=True))
    assert (lines[0].kind, lines[0].problem) == ("refused", "exempt")


def test_of_two_equal_decisions_the_one_with_a_reason_counts_whatever_file_comes_first():
    silent = decide("appraisal_1", "0.5", "", place=Place(file="appraisal/a.xlsx"))
    spoken = decide("appraisal_1", "0.5", place=Place(file="appraisal/chu-tri_b.xlsx"))
    for order in ((silent, spoken), (spoken, silent)):
        (line,) = settle(*order)
        assert (line.problem, line.place.file) == ("", "appraisal/chu-tri_b.xlsx")


def test_a_claim_is_compared_as_it_is_shown():
    third = ground(supported=Decimal("0.33"), by_rule=BLANK)
    assert in_force(settle(decide("appraisal_1", "0.333333", ""), on=third)).value == Decimal(
        "0.33"
    )
