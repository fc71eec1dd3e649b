"""The state of a round: what is in, missing, late or disputed, and whom to chase."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.differences import figure_mismatches, over_claims, strictness
from cchc_lib.core.progress import chase_list, lead_progress, unit_progress
from cchc_lib.core.submission import NotReported, Receipt, Window
from cchc_lib.vietnamese import slug
from tests.rounds import NOWHERE, make_decision, make_explanation
from tests.spec.small_year import HELD, SPARE
from tests.unit.test_effects import EDITION, claimed, the_year

TODAY = date(2019, 1, 8)
LEAD = slug(next(EDITION.components()).lead_appraiser)
WINDOWS = tuple(
    Window(name=name, first_day=first, last_day=last)
    for name, first, last in (
        ("self_assessment", date(2018, 12, 1), date(2019, 1, 10)),
        ("appraisal_1", date(2019, 1, 11), date(2019, 1, 31)),
        ("explanation", date(2019, 2, 11), date(2019, 2, 18)),
        ("appraisal_2", date(2019, 2, 19), date(2019, 3, 1)),
    )
)
ONE_FORM = {"a": claimed("a", held=Decimal(10), spare=Decimal(5))}


def half_done(decisions=(), explanations=(), **changes: object):
    return the_year(decisions, explanations, submissions=ONE_FORM, **{"windows": WINDOWS} | changes)


def test_a_unit_that_has_not_filed_is_named_with_the_days_it_has_left():
    chased = chase_list(half_done(), TODAY)
    first = chased[0]
    assert (first.step, first.unit_code, first.days_left) == ("self_assessment", "b", 2)
    assert [c.unit_code for c in chased if c.step == "self_assessment"] == ["b"]


def test_days_are_negative_once_the_last_day_has_passed_and_unknown_without_a_calendar():
    late = chase_list(half_done(), date(2019, 1, 15))[0]
    assert late.days_left == -5
    assert chase_list(half_done(windows=()), TODAY)[0].days_left is None
    assert chase_list(half_done(), None)[0].days_left is None


def test_a_lead_appraiser_is_chased_for_the_units_that_have_filed():
    year = half_done([make_decision("a", HELD, Decimal(10))])
    (owed,) = [c for c in chase_list(year, TODAY) if c.step == "appraisal_1"]
    assert (owed.lead_code, owed.count, owed.about_units) == (LEAD, 1, ("a",))
    (lead,) = [one for one in lead_progress(year) if one.lead_code == LEAD]
    assert (lead.asked, lead.appraised, lead.waiting_units) == (4, 1, ("a", "b"))


def test_a_dispute_may_be_explained_until_the_last_day_and_then_is_reviewed():
    lowered = [make_decision("a", HELD, Decimal(6), "thiếu tài liệu")]
    first_day = chase_list(half_done(lowered), date(2019, 2, 11))
    owed = [(c.unit_code, c.count, c.days_left) for c in first_day if c.step == "explanation"]
    assert owed == [("a", 1, 7)]
    for day in (date(2019, 2, 10), date(2019, 2, 19)):
        chased = chase_list(half_done(lowered), day)
        assert not [c for c in chased if c.step == "explanation"]
    explained = half_done(lowered, [make_explanation("a", HELD)])
    steps = [c.step for c in chase_list(explained, TODAY)]
    assert "appraisal_2" in steps
    assert "explanation" not in steps
    second = make_decision("a", HELD, Decimal(6), "giữ nguyên", stage="appraisal_2")
    reviewed = half_done([*lowered, second], [make_explanation("a", HELD)])
    assert "appraisal_2" not in [c.step for c in chase_list(reviewed, TODAY)]
    (unit, _) = unit_progress(reviewed)
    assert (unit.disputed, unit.explained, unit.reviewed) == (1, 1, 1)


def test_a_late_form_is_in_and_late():
    receipt = Receipt(file="submissions/a.xlsx", received_on=date(2019, 1, 12), place=NOWHERE)
    (a, b) = unit_progress(half_done(receipts=(receipt,)))
    assert (a.submission, a.late_days) == ("late", 2)
    assert (b.submission, b.claimed, b.asked) == ("missing", 0, 2)


def test_over_claims_compare_only_what_is_known_on_both_sides():
    year = half_done(
        [
            make_decision("a", HELD, Decimal(6), "thiếu"),
            make_decision("a", SPARE, NotReported()),
            make_decision("b", HELD, Decimal(5)),
        ]
    )
    (one,) = over_claims(year.scores, lambda score: score.unit_code)
    assert (one.code, one.claimed, one.given, one.excess) == ("a", 10, 6, 4)
    assert (one.lowered_count, one.raised_count) == (1, 0)


def test_strictness_is_measured_against_all_on_the_same_kind_of_rule():
    other = replace_lead(SPARE, "Sở khác")
    year = the_year(
        [
            make_decision("a", HELD, Decimal(6), "thiếu"),
            make_decision("b", HELD, Decimal(9)),
            make_decision("a", SPARE, Decimal(5)),
            make_decision("b", SPARE, Decimal(5)),
        ]
    )
    year = replace(year, scores=tuple(other(score) for score in year.scores))
    strict, mild = strictness(year)
    rate = Fraction(4, 29)
    assert (strict.cut, strict.expected_cut) == (4, 19 * rate)
    assert mild.lead_appraiser == "Sở khác"
    assert mild.excess_ratio == -rate


def test_what_the_council_gave_back_does_not_make_an_appraiser_mild():
    appraised = [
        make_decision("a", HELD, Decimal(6), "thiếu"),
        make_decision("b", HELD, Decimal(9)),
    ]
    council = make_decision("a", HELD, Decimal(10), "kết luận", stage="council")
    (strict,) = strictness(the_year([*appraised, council]))
    assert strict.cut == 4
    (given,) = over_claims(the_year([*appraised, council]).scores, lambda s: s.lead_appraiser)
    assert given.excess == 0


def replace_lead(code: str, name: str):
    return lambda s: replace(s, lead_appraiser=name) if s.component_code == code else s


def test_claims_against_figures_come_with_the_most_points_at_stake_first(year):
    found = figure_mismatches(year)
    assert [one.at_stake for one in found] == sorted((f.at_stake for f in found), reverse=True)
    assert len(found) == sum(item.code == "HS-022" for item in year.findings)
