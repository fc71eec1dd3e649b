"""Two years side by side: parts add up, causes are told apart, units and components found."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from cchc_lib.core.audit.comparing.changes import Difference, NotCompared, PointChange, RankChange
from cchc_lib.core.audit.comparing.rule_changes import RuleChanges
from cchc_lib.core.audit.comparing.years import compare_years, why_incomparable
from cchc_lib.core.edition_links import ComponentLink, EditionLinks
from cchc_lib.core.rulebook import Edition
from tests.spec.small_year import HELD, SPARE, SURVEY, Given, make_unit, small_edition, small_year

OLD = small_edition()
NEW = replace(OLD, code="mau-2019", links=None)
D = Decimal


def held_year(**points: int):
    return year(*(Given(code=code, held=D(held)) for code, held in points.items()))


def year(*givens: Given, edition: Edition = OLD, number: int = 2018, former=(), names=()):
    made = small_year(edition, givens)
    names = dict(names)
    units = tuple(replace(u, name_vi=names.get(u.code, u.name_vi)) for u in made.assessment.units)
    assessment = replace(made.assessment, year=number, units=units, former_units=tuple(former))
    return replace(made, assessment=assessment)


def former(code: str, successor: str, until: date = date(2018, 12, 31)):
    return replace(make_unit(code), valid_to=until, successor_code=successor)


def linked(*links: ComponentLink, edition: Edition = NEW) -> Edition:
    table = EditionLinks(from_edition=OLD.code, links=links, legal_reference=OLD.legal_reference)
    return replace(edition, links=table)


def with_maximum(edition: Edition, code: str, points: int) -> Edition:
    area = edition.areas[0]
    criterion = area.criteria[0]
    components = tuple(
        replace(c, max_score=dict.fromkeys(c.max_score, D(points))) if c.code == code else c
        for c in criterion.components
    )
    criterion = replace(criterion, components=components)
    return replace(edition, areas=(replace(area, criteria=(criterion,)),))


def parts_of(difference: Difference) -> dict[str, Fraction]:
    return {one.part: one.exact for one in difference.parts if one.exact and one.part != "rounding"}


def assert_adds_up(difference: Difference) -> None:
    assert sum(one.published for one in difference.parts) == difference.published
    unrounded = [one.exact for one in difference.parts if one.part != "rounding"]
    assert sum(unrounded) == difference.exact


def component(change, code: str):
    return next(one for one in change.components if code in {one.new_code, one.old_code})


def test_a_year_beside_itself_has_no_difference_anywhere():
    one = year(
        Given(code="a", held=D(30), survey=D(20)),
        Given(code="b", held=D(7), spare=D(3), survey=D("10.5"), policy="none"),
    )
    comparison = compare_years(one, one)
    for unit in comparison.units:
        assert isinstance(unit.index, Difference)
        assert not any(part.exact or part.published for part in unit.index.parts)
        assert (unit.rank.rule, unit.rank.own, unit.rank.others, unit.rank.membership) == (0,) * 4
        assert all(
            isinstance(c.points, NotCompared) or not c.points.difference for c in unit.components
        )
    assert all(not part.published for part in comparison.groups[0].mean.parts)


def test_points_without_figures_and_claim_stand_under_appraisal_and_say_so():
    before = year(Given(held=D(27), spare=D(8), survey=D(15)))
    after = year(Given(held=D(30), spare=D(8), survey=D("16.5")))
    (unit,) = compare_years(before, after).units
    assert parts_of(unit.index) == {"appraisal": 3, "survey": Fraction(3, 2)}
    held = component(unit, HELD).points
    assert (held.difference, held.appraisal, held.own_figures) == (3, 3, 0)
    assert not held.has_base
    assert component(unit, SURVEY).points.survey == D("1.5")
    assert_adds_up(unit.index)


def test_what_ceases_to_apply_moves_the_weight_of_everything_else():
    before = year(Given(held=D(27), spare=D(6), survey=D(15)))
    after = year(Given(held=D(27), survey=D(15)))
    (unit,) = compare_years(before, after).units
    assert parts_of(unit.index) == {"applicability": unit.index.exact}
    assert unit.index.exact == Fraction(42 * 100, 84) - 48
    assert component(unit, SPARE).points == NotCompared(reason="applicability")


def test_bringing_back_to_the_maximum_is_a_matter_of_applicability():
    before = year(Given(held=D(27), survey=D(15)))
    after = year(Given(held=D(30), survey=D(15), policy="drop_max_appraised_then_add_survey"))
    (unit,) = compare_years(before, after).units
    weight = Fraction(70, 54)
    assert unit.index.part("appraisal").exact == 3 * weight
    assert unit.index.part("applicability").exact == unit.index.exact - 3 * weight
    assert_adds_up(unit.index)


def test_a_decision_that_is_waited_for_stands_apart():
    before = year(Given(held=D(27), spare=D(6), survey=D(15)))
    after = year(Given(held=D(27), spare=None, policy="none", survey=D(15)))
    (unit,) = compare_years(before, after).units
    assert parts_of(unit.index) == {"undecided": unit.index.exact}
    assert component(unit, SPARE).points.reason == "undecided"


def test_bonus_penalty_and_the_limit_of_a_total_are_adjustment():
    before = year(Given(held=D(54), spare=D(16), survey=D(29)))
    after = year(Given(held=D(54), spare=D(16), survey=D(29), bonus=D(2)))
    (unit,) = compare_years(before, after).units
    assert parts_of(unit.index) == {"adjustment": 1}


def test_a_changed_maximum_shows_no_difference_but_the_reason_and_the_note():
    table = linked(
        ComponentLink(old=HELD, new=HELD, changes=("maximum",), note_vi="Tăng 6 điểm"),
        ComponentLink(old=SPARE, new=SPARE, changes=("same",)),
        ComponentLink(old=SURVEY, new=SURVEY, changes=("same",)),
        edition=with_maximum(NEW, HELD, 60),
    )
    before = year(Given(held=D(27), spare=D(8), survey=D(15)))
    after = year(Given(held=D(33), spare=D(8), survey=D(18)), edition=table, number=2019)
    comparison = compare_years(before, after)
    (unit,) = comparison.units
    held = component(unit, HELD)
    assert comparison.matching == "links"
    assert held.points == NotCompared(reason="maximum", note_vi="Tăng 6 điểm")
    assert (held.old_max, held.new_max) == (54, 60)
    assert unit.index.part("survey").exact == Fraction(300, 106)
    assert unit.index.part("rule").exact == unit.index.exact - Fraction(300, 106)
    assert_adds_up(unit.index)


def test_a_link_that_says_same_does_not_hide_another_maximum():
    links = [ComponentLink(old=c, new=c, changes=("same",)) for c in (HELD, SPARE, SURVEY)]
    edition = linked(*links, edition=with_maximum(NEW, HELD, 60))
    before = year(Given(held=D(27), survey=D(15)))
    (unit,) = compare_years(before, year(Given(held=D(27)), edition=edition)).units
    assert component(unit, HELD).points.reason == "maximum"


def test_points_of_one_component_never_count_twice():
    edition = linked(
        ComponentLink(old=HELD, new=HELD, changes=("content",)),
        ComponentLink(old=HELD, new=SPARE, changes=("content",)),
    )
    before = year(Given(held=D(27), spare=D(8), survey=D(15)))
    (unit,) = compare_years(before, year(Given(held=D(20), spare=D(4)), edition=edition)).units
    assert [(c.old_code, c.new_code) for c in unit.components] == [
        (HELD, HELD),
        (SPARE, ""),
        ("", SPARE),
        (SURVEY, SURVEY),
    ]
    assert_adds_up(unit.index)


def test_a_link_to_a_component_that_is_not_there_loses_no_points():
    edition = linked(ComponentLink(old=HELD, new="9.9.9", changes=("renamed",)))
    before = year(Given(held=D(27), spare=D(8), survey=D(15)))
    (unit,) = compare_years(before, year(Given(held=D(20), spare=D(4)), edition=edition)).units
    assert component(unit, HELD).points.reason in {"added", "dropped"}
    assert sum(effect for one in unit.components for effect in one.effects.values()) == (
        unit.index.exact
    )


def test_another_edition_without_links_is_matched_by_code():
    before = year(Given(held=D(27), survey=D(15)))
    comparison = compare_years(before, year(Given(held=D(28), survey=D(15)), edition=NEW))
    assert comparison.matching == "codes"
    assert parts_of(comparison.units[0].index)["appraisal"] == Fraction(100, 84)


def test_another_rounding_of_points_is_a_matter_of_rules():
    other = replace(OLD, rounding=replace(OLD.rounding, component_places=1))
    given = Given(held=D("27.25"), survey=D(15))
    (unit,) = compare_years(year(given), year(given, edition=other)).units
    assert component(unit, HELD).points.reason == "rounding"
    assert parts_of(unit.index)["rule"] == unit.index.exact


def test_units_are_followed_through_new_names_codes_and_mergers():
    before = year(*(Given(code=c, held=D(20)) for c in ("a", "b", "c", "d", "e", "g")))
    after = year(
        *(Given(code=c, held=D(30)) for c in ("a", "b2", "cd", "f", "g")),
        number=2019,
        former=(former("b", "b2"), former("c", "cd"), former("d", "cd")),
        names={"a": "Tên mới"},
    )
    fates = {u.unit_code: (u.fate, u.predecessors) for u in compare_years(before, after).units}
    assert fates == {
        "a": ("renamed", ("a",)),
        "b2": ("renamed", ("b",)),
        "cd": ("merged", ("c", "d")),
        "f": ("new", ()),
        "g": ("same", ("g",)),
        "e": ("ended", ("e",)),
    }


def test_merged_new_and_ended_units_are_not_compared():
    before = year(Given(code="c", held=D(20)), Given(code="d"), Given(code="e"))
    after = year(Given(code="cd"), Given(code="f"), former=(former("c", "cd"), former("d", "cd")))
    comparison = compare_years(before, after)
    reasons = {u.unit_code: (u.index.reason, u.rank.reason) for u in comparison.units}
    assert reasons == {"cd": ("merged",) * 2, "f": ("new",) * 2, "e": ("ended",) * 2}
    assert comparison.groups[0].mean == NotCompared(reason="no_index")


def test_a_former_row_that_ended_before_the_unit_began_is_not_its_own():
    before = year(Given(code="a", held=D(20)))
    after = year(
        Given(code="a", held=D(20)),
        Given(code="b"),
        former=(former("a", "b", until=date(2017, 12, 31)),),
    )
    assert [u.fate for u in compare_years(before, after).units] == ["same", "new"]


def test_successors_that_name_each_other_end_the_search():
    before = year(Given(code="a", held=D(20)))
    after = year(Given(code="b"), former=(former("a", "x"), former("x", "a")))
    assert [u.fate for u in compare_years(before, after).units] == ["new", "ended"]


def test_a_unit_that_changed_group_is_compared_by_rules_alone_and_has_no_movement():
    before = year(Given(code="a", held=D(20)), Given(code="b", group="district"))
    after = year(Given(code="a", held=D(30), group="district"), Given(code="b", group="district"))
    unit = compare_years(before, after).unit("a")
    assert parts_of(unit.index) == {"rule": unit.index.exact}
    assert unit.rank == NotCompared(reason="other_group")
    assert component(unit, HELD).points.reason == "other_group"


def test_places_split_into_own_doing_others_membership_and_rule():
    before = held_year(a=40, b=30, c=20, x=50)
    after = held_year(a=20, b=31, c=32, y=10)
    ranks = {u.unit_code: u.rank for u in compare_years(before, after).units}
    assert ranks["a"] == RankChange(before=2, after=3, rule=0, own=1, others=1, membership=-1)
    assert ranks["c"] == RankChange(before=4, after=1, rule=0, own=-1, others=-1, membership=-1)
    for rank in (ranks[code] for code in "abc"):
        assert rank.rule + rank.own + rank.others + rank.membership == rank.difference


def test_another_ranking_rule_is_told_apart_from_what_units_did():
    dense = replace(NEW, ranking=replace(NEW.ranking, method="dense"))
    givens = [Given(code=c, held=D(h)) for c, h in (("a", 40), ("b", 40), ("c", 20))]
    comparison = compare_years(year(*givens), year(*givens, edition=dense))
    assert comparison.unit("c").rank == RankChange(
        before=3, after=2, rule=-1, own=0, others=0, membership=0
    )


def test_the_mean_of_a_group_adds_up_with_those_who_joined_and_left():
    before = held_year(a=40, b=31, x=50)
    after = held_year(a=20, b=33, y=10)
    (group,) = compare_years(before, after).groups
    assert group.compared_count == 2
    assert group.mean.part("membership").exact == group.mean.exact + Fraction(900, 84)
    assert_adds_up(group.mean)


def test_a_unit_without_index_at_one_end_is_not_compared():
    before = year(Given(code="a", held=D(40)))
    after = year(Given(code="a", held=None, policy="none", survey=None))
    (unit,) = compare_years(before, after).units
    assert (unit.index.reason, unit.index.before_vi) == ("no_index", "")
    assert unit.index.after_vi == after.units[0].index_exact.reason_vi
    assert (unit.rank.reason, unit.rank.before_vi) == ("no_rank", "")
    assert unit.rank.after_vi
    assert all(not isinstance(c.points, PointChange) for c in unit.components)


def test_rules_that_differ_under_one_code_are_named_though_they_moved_nothing():
    bands = (replace(OLD.grading.bands[0], ge=D(91)), *OLD.grading.bands[1:])
    other = replace(
        with_evidence(OLD, HELD, "Báo cáo khác"), grading=replace(OLD.grading, bands=bands)
    )
    given = Given(held=D(27), survey=D(15))
    comparison = compare_years(year(given), year(given, edition=other))
    assert comparison.matching == "same_edition"
    assert comparison.rule_changes == RuleChanges(components=(HELD,), general=("bands",))
    changed = [c.new_code for c in comparison.units[0].components if c.has_other_rule]
    assert changed == [HELD]
    same = compare_years(year(given), year(given, edition=_elsewhere(OLD)))
    assert same.rule_changes == RuleChanges(components=(), general=())


def with_evidence(edition: Edition, code: str, text: str) -> Edition:
    (area,) = edition.areas
    (criterion,) = area.criteria
    components = tuple(
        replace(c, evidence_vi=text) if c.code == code else c for c in criterion.components
    )
    criterion = replace(criterion, components=components)
    return replace(edition, areas=(replace(area, criteria=(criterion,)),))


def _elsewhere(edition: Edition) -> Edition:
    """Return the same rules, written in another clause."""
    reference = replace(edition.legal_reference, location="Điều 99")
    return replace(edition, rounding=replace(edition.rounding, legal_reference=reference))


def test_grades_stand_at_both_ends_and_an_end_that_is_not_there_has_none():
    before = held_year(a=54, c=20)
    comparison = compare_years(before, held_year(a=20, d=20))
    grades = {u.unit_code: u.grade for u in comparison.units}
    assert grades["a"].before == before.unit("a").grade != grades["a"].after
    assert (grades["d"].before, grades["c"].after) == (None, None)
    assert grades["c"].before == before.unit("c").grade


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"province_vi": "Tỉnh khác"}, "hai tỉnh"),
        ({"year": 2017}, "đổi thứ tự"),
    ],
)
def test_what_cannot_be_compared_is_said(change, said):
    before = year(Given(code="a"))
    assert said in why_incomparable(before.assessment, replace(before.assessment, **change))
    assert not why_incomparable(before.assessment, before.assessment)


def test_years_without_a_common_group_cannot_be_compared():
    one, other = year(Given(code="a")), year(Given(code="b", group="district"))
    assert "nhóm" in why_incomparable(one.assessment, other.assessment)
