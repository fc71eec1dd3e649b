"""Places, grades, caps, and units that are blocked or still wait."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from cchc_lib.core.submission import NotAppraised, NotReported
from cchc_lib.findings import finding
from tests.spec.small_year import (
    HELD,
    SPARE,
    Given,
    one_unit,
    small_edition,
    small_year,
)

FULL = {"spare": Decimal(16), "survey": Decimal(27)}
ERROR = "HS-001"


def unit(code: str, held: str, **other) -> Given:
    return Given(code=code, held=Decimal(held), **{**FULL, **other})


def places(year) -> dict[str, object]:
    return {u.unit_code: u.rank if isinstance(u.rank, int) else None for u in year.units}


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("competition", {"a": 1, "b": 2, "c": 2, "d": 2, "e": 5}),
        ("dense", {"a": 1, "b": 2, "c": 2, "d": 2, "e": 3}),
    ],
)
def test_units_that_tie_share_a_place(method, expected):
    givens = [unit("d", "40"), unit("e", "30"), unit("a", "50"), unit("c", "40"), unit("b", "40")]
    assert places(small_year(small_edition({"method": method}), givens)) == expected


def test_groups_are_ranked_apart():
    givens = [unit("a", "50"), unit("b", "45", group="district"), unit("c", "40")]
    year = small_year(small_edition(), givens)
    assert places(year) == {"a": 1, "b": 1, "c": 2}
    assert [g.ranked_count for g in year.groups] == [2, 0, 1]


def test_a_blocked_unit_has_no_total_and_the_others_are_provisional():
    givens = [unit("a", "50"), unit("b", "45"), unit("c", "40", group="district")]
    year = small_year(small_edition(), givens, [finding(ERROR, unit_code="a")])
    blocked = year.unit("a")
    assert blocked.state == "blocked"
    for value in (blocked.total_score, blocked.index_pct, blocked.rank, blocked.grade):
        assert isinstance(value, NotAppraised)
    assert all(isinstance(area.final_score, NotAppraised) for area in year.areas_of("a"))
    assert places(year) == {"a": None, "b": 1, "c": 1}
    assert [u.is_provisional for u in year.units] == [True, True, False]
    assert year.groups[0].ranked_count == 1
    assert year.is_provisional


def test_an_error_that_names_no_unit_leaves_every_rank_provisional():
    year = small_year(small_edition(), [unit("a", "50")], [finding("XH-002", found="answer")])
    assert year.unit("a").rank == 1
    assert year.unit("a").is_provisional


def test_warnings_and_notes_block_nothing():
    notes = [finding("HS-016", unit_code="a"), finding("KD-017", unit_code="a")]
    assert not small_year(small_edition(), [unit("a", "50")], notes).is_provisional


def test_a_unit_that_waits_is_measured_on_what_is_decided():
    year = small_year(small_edition(), [unit("a", "45", survey=None), unit("b", "45")])
    waiting = year.unit("a")
    assert (waiting.state, waiting.pending_max, waiting.max_score) == ("provisional", 30, 70)
    assert waiting.index_exact == Fraction(61 * 100, 70)
    assert waiting.rank == 2
    assert year.unit("b").is_provisional
    assert isinstance(year.areas_of("a")[0].final_score, NotAppraised)


def test_a_unit_without_any_decision_has_no_index():
    result = one_unit(small_edition(), Given(held=None, spare=None, survey=None))
    assert (result.state, result.max_score) == ("provisional", 0)
    assert isinstance(result.index_pct, NotAppraised)
    assert isinstance(result.rank, NotAppraised)


def test_an_appraised_score_out_of_range_counts_as_no_decision():
    result = one_unit(small_edition(), unit("a", "54.01"))
    assert (result.state, result.pending_max) == ("provisional", 54)


def test_zero_is_a_decision():
    result = one_unit(small_edition(), unit("a", "0", spare=Decimal(0), survey=Decimal(0)))
    assert (result.state, result.total_score, result.rank) == ("final", 0, 1)


def test_a_dropped_component_leaves_area_and_unit_denominators():
    year = small_year(small_edition(), [Given(held=Decimal(45), spare=None, survey=Decimal(27))])
    (area,) = year.areas
    assert (area.max_score, area.final_score) == (84, 72)
    assert area.sub_index_pct == Decimal("85.71")
    statuses = {s.component_code: s.status for s in year.scores}
    assert (statuses[HELD], statuses[SPARE]) == ("scored", "not_applicable")


def test_areas_are_ranked_within_their_group():
    givens = [unit("a", "40"), unit("b", "45"), unit("c", "10", group="district")]
    year = small_year(small_edition(), givens)
    assert [area.rank_in_group for area in year.areas] == [2, 1, 1]


def test_bonus_and_penalty_are_capped_apart_and_kept_uncapped_beside():
    result = one_unit(small_edition(), unit("a", "40", bonus=Decimal(5), penalty=Decimal("3.5")))
    assert (result.bonus, result.bonus_uncapped) == (2, 5)
    assert (result.penalty, result.penalty_uncapped) == (3, Decimal("3.5"))
    assert result.total_score == 82


@pytest.mark.parametrize(
    ("given", "total"),
    [
        (unit("a", "54", survey=Decimal(30), bonus=Decimal(2)), 100),
        (Given(held=Decimal(1), spare=Decimal(0), penalty=Decimal(3)), 0),
        (Given(held=Decimal(54), spare=None, survey=Decimal(30), bonus=Decimal(2)), 84),
    ],
)
def test_the_total_stays_between_zero_and_the_maximum(given, total):
    result = one_unit(small_edition(), given)
    assert result.total_score == total
    assert 0 <= result.index_pct <= 100


@pytest.mark.parametrize(
    ("held", "caps", "grade", "uncapped"),
    [
        ("50", ("disciplined_head",), "good", "excellent"),
        ("50", (), "excellent", "excellent"),
        ("30", ("disciplined_head",), "fair", "fair"),
        ("50", ("disciplined_head", "disciplined_head"), "good", "excellent"),
    ],
)
def test_a_recorded_fact_caps_the_grade_but_not_the_rank(held, caps, grade, uncapped):
    year = small_year(small_edition(), [unit("a", held, caps=caps), unit("b", "20")])
    result = year.unit("a")
    assert (result.grade.code, result.uncapped_grade.code) == (grade, uncapped)
    assert result.rank == 1


def test_the_strictest_of_several_caps_holds():
    edition = small_edition()
    (cap,) = edition.grading.caps
    stricter = replace(cap, code="late_reports", best_grade="average")
    edition = replace(edition, grading=replace(edition.grading, caps=(cap, stricter)))
    caps = ("disciplined_head", "late_reports")
    assert one_unit(edition, unit("a", "50", caps=caps)).grade.code == "average"


def test_a_group_summary_names_mean_and_extremes():
    year = small_year(small_edition(), [unit("a", "50"), unit("b", "40"), unit("c", "31")])
    summary = year.groups[0]
    assert (summary.unit_count, summary.ranked_count) == (3, 3)
    assert summary.mean_index_pct == Decimal("83.33")
    assert (summary.highest_index_pct, summary.lowest_index_pct) == (93, 74)


def test_an_empty_group_has_no_mean():
    summary = small_year(small_edition(), [unit("a", "50")]).groups[1]
    assert (summary.unit_count, summary.is_provisional) == (0, False)
    assert isinstance(summary.mean_index_pct, NotAppraised)


def test_units_without_a_place_stand_last_in_their_group():
    givens = [unit("a", "10"), unit("b", "45"), unit("c", "40")]
    year = small_year(small_edition(), givens, [finding(ERROR, unit_code="b")])
    assert [u.unit_code for u in year.group_units("department")] == ["c", "a", "b"]


def test_self_scores_are_not_summed_while_one_is_missing():
    (area,) = small_year(small_edition(), [unit("a", "50")]).areas
    assert isinstance(area.self_score, NotReported)
