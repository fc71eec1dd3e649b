"""What each stage changed adds up to the whole, and the ranks of each stage are of that stage."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.effects import changes_of
from cchc_lib.core.submission import (
    Adjustment,
    ComponentEntry,
    Exemption,
    NotAppraised,
    NotReported,
    Receipt,
    Returns,
    SelfScore,
    Submission,
    Window,
)
from tests.rounds import NOWHERE, make_decision, make_explanation
from tests.spec.small_year import HELD, SPARE, SURVEY, Given, small_edition, small_year

EDITION = small_edition()
MAXIMA = {c.code: c.max_score["department"] for c in EDITION.components()}


def claimed(unit: str, **scores: object) -> Submission:
    """Return a form that claims points; a component left out is left blank."""
    file = f"submissions/{unit}.xlsx"
    entries = {
        code: ComponentEntry(
            component_code=code,
            figures=(),
            self_score=SelfScore(
                value=scores.get(name, NotReported()), place=replace(NOWHERE, file=file)
            ),
            evidence=("BC 1",),
            evidence_place=NOWHERE,
            explanation="",
        )
        for name, code in (("held", HELD), ("spare", SPARE))
    }
    return Submission(unit_code=unit, file=file, sha256="", entries=entries)


def the_year(decisions, explanations=(), *, submissions=None, **changes: object):
    """Return a year of two units that claim 10 and 9, with the given decisions."""
    givens = [
        Given(code=code, held=Decimal(0), spare=Decimal(0), survey=Decimal(1)) for code in "ab"
    ]
    start = small_year(EDITION, givens)
    by_key: dict = {}
    for one in decisions:
        by_key.setdefault((one.unit_code, one.component_code), []).append(one)
    returns = Returns(
        submissions=submissions
        or {
            "a": claimed("a", held=Decimal(10), spare=Decimal(5)),
            "b": claimed("b", held=Decimal(9), spare=Decimal(5)),
        },
        decisions={key: tuple(own) for key, own in by_key.items()},
        explanations={(e.unit_code, e.component_code): e for e in explanations},
        measured={(s.unit_code, SURVEY): s.survey.measured[0] for s in start.scores if s.is_survey},
    )
    assessment = replace(start.assessment, **changes)
    return aggregate_year(EDITION, assessment, returns, ())


def first_round(a: str, b: str):
    return [
        make_decision("a", HELD, Decimal(a), "thiếu tài liệu"),
        make_decision("b", HELD, Decimal(b), "thiếu tài liệu"),
        *(make_decision(unit, SPARE, Decimal(5)) for unit in "ab"),
    ]


WHOLE = [
    *first_round("6", "9"),
    make_decision("a", HELD, Decimal(8), "đã bổ sung", stage="appraisal_2"),
    make_decision("a", HELD, Decimal("9.5"), "kết luận", stage="council"),
]


def test_the_effects_of_the_stages_add_up_to_the_difference_of_the_totals():
    year = the_year(WHOLE, [make_explanation("a", HELD)])
    stages = ["self_assessment", "appraisal_1", "explanation", "appraisal_2", "council"]
    for unit in year.units:
        own = year.standings_of(unit.unit_code)
        assert [one.stage for one in own] == stages
        effects = [after.total_exact - before.total_exact for before, after in pairwise(own)]
        assert sum(effects) == unit.total_exact - own[0].total_exact
        assert own[-1].total_exact == unit.total_exact
        assert (own[-1].rank, own[-1].index_pct) == (unit.rank, unit.index_pct)


def test_each_stage_has_points_and_places_of_its_own():
    year = the_year(WHOLE, [make_explanation("a", HELD)])
    a, b = year.standings_of("a"), year.standings_of("b")
    assert [x.total_exact - a[0].total_exact for x in a] == [0, -4, -4, -2, Fraction(-1, 2)]
    assert [x.rank for x in a] == [1, 2, 2, 2, 1]
    assert [x.rank for x in b] == [2, 1, 1, 1, 2]
    assert [x.changed_count for x in a] == [0, 1, 0, 1, 1]


def test_stages_nobody_has_reached_are_not_shown():
    assert [s.stage for s in the_year([]).standings_of("a")] == ["self_assessment"]
    year = the_year(first_round("6", "9"))
    assert [s.stage for s in year.standings_of("a")] == ["self_assessment", "appraisal_1"]


def test_the_changes_of_the_components_are_those_of_the_unit():
    year = the_year(WHOLE, [make_explanation("a", HELD)])
    stages = [one.stage for one in year.standings_of("a")]
    changes = [c for s in year.scores_of("a") for c in changes_of(EDITION, s, stages)]
    assert sum(points for _, points in changes) == Fraction(-1, 2)
    assert dict(changes)["explanation"] == 0


def test_a_claim_left_blank_is_counted_as_undecided_not_as_zero():
    blank = {
        "a": claimed("a", held=Decimal(10)),
        "b": claimed("b", held=Decimal(9), spare=Decimal(5)),
    }
    year = the_year(first_round("10", "9"), submissions=blank)
    first = year.standings_of("a")[0]
    assert first.undecided_count == 1
    held_and_survey = Fraction(MAXIMA[HELD] + MAXIMA[SURVEY])
    assert first.index_pct == EDITION.rounding.total(first.total_exact * 100 / held_and_survey)


def test_effects_follow_the_policy_for_what_does_not_apply():
    exemption = Exemption(
        unit_code="a",
        component_code=SPARE,
        policy="drop_max_appraised_then_add_survey",
        legal_basis="QĐ 2",
        place=NOWHERE,
    )
    year = the_year(WHOLE, exemptions=(exemption,))
    own = year.standings_of("a")
    scale = Fraction(MAXIMA[HELD] + MAXIMA[SPARE]) / Fraction(MAXIMA[HELD])
    assert own[1].total_exact - own[0].total_exact == -4 * scale
    assert own[-1].total_exact == year.unit("a").total_exact


def test_filing_late_costs_what_the_edition_declares_and_a_penalty_by_hand_comes_first():
    late = {
        "windows": (
            Window(name="self_assessment", first_day=date(2018, 12, 1), last_day=date(2019, 1, 10)),
        ),
        "receipts": (
            Receipt(
                file="submissions/a.xlsx",
                received_on=date(2019, 1, 13),
                place=replace(NOWHERE, file="received.csv", cell="dòng 2"),
            ),
        ),
    }
    (rule,) = EDITION.adjustment.late
    unit = the_year(WHOLE, **late).unit("a")
    assert unit.penalty == 3 * rule.points_per_day
    assert unit.adjustments[0].place.file == "received.csv"
    by_hand = Adjustment(
        unit_code="a",
        kind="penalty",
        code=rule.item,
        points=Decimal("0.5"),
        reason="Nộp chậm",
        document="QĐ 3",
        place=NOWHERE,
    )
    assert the_year(WHOLE, **late, adjustments=(by_hand,)).unit("a").penalty == Decimal("0.5")


def test_one_ground_counts_at_most_its_own_maximum_and_the_whole_figure_is_kept():
    ground = next(item for item in EDITION.adjustment.items if item.kind == "penalty")
    twice = tuple(
        Adjustment(
            unit_code="a",
            kind="penalty",
            code=ground.code,
            points=ground.max_points,
            reason="lý do",
            document=f"QĐ {number}",
            place=NOWHERE,
        )
        for number in (1, 2)
    )
    unit = the_year(WHOLE, adjustments=twice).unit("a")
    assert (unit.penalty, unit.penalty_uncapped) == (ground.max_points, 2 * ground.max_points)


def test_a_dispute_leaves_the_result_provisional_until_the_explanations_are_over():
    year = the_year(first_round("6", "9"))
    assert (year.unit("a").state, year.unit("a").awaiting_count) == ("provisional", 1)
    assert year.unit("b").state == "final"
    assert year.unit("b").is_provisional
    day = date(2019, 2, 19)
    closed = the_year(first_round("6", "9"), closed_on={"explanation": day})
    assert not closed.is_provisional


def test_a_council_decision_on_one_unit_does_not_end_the_round_of_another():
    both = [*first_round("6", "5"), make_decision("a", HELD, Decimal(9), "xét", stage="council")]
    year = the_year(both)
    assert (year.unit("a").state, year.unit("b").state) == ("final", "provisional")
    void = make_decision("a", HELD, Decimal(99), "xét", stage="council")
    assert the_year([*first_round("6", "5"), void]).unit("a").awaiting_count == 1


def test_an_explanation_waits_for_its_answer_until_the_second_round_is_closed():
    asked = [make_explanation("a", HELD)]
    day = date(2019, 3, 2)
    over = {"explanation": day}
    assert the_year(first_round("6", "9"), asked, closed_on=over).unit("a").awaiting_count == 1
    answered = [*first_round("6", "9"), make_decision("a", HELD, Decimal(6), stage="appraisal_2")]
    assert not the_year(answered, asked, closed_on=over).is_provisional
    closed = the_year(first_round("6", "9"), asked, closed_on=over | {"appraisal_2": day})
    assert not closed.is_provisional
    assert closed.unit("a").total_exact == the_year(answered, asked).unit("a").total_exact


@pytest.mark.parametrize("unit", ["a", "b"])
def test_nothing_is_proposed_while_anything_is_open(unit):
    year = the_year(first_round("6", "9")[:1])
    proposal = year.proposal_of(unit)
    assert proposal.commendation is None
    assert set(proposal.barred.values()) == {"incomplete"}
    assert isinstance(year.unit("b").total_exact, NotAppraised) or year.unit("b").is_provisional
