"""What may not be published, and what should be looked at, is found before tables leave."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from cchc_lib.core.audit.publishing.own_tables import check_publication
from cchc_lib.core.audit.publishing.remarkable import check_remarkable
from cchc_lib.core.round_lint import check_round_rules
from cchc_lib.core.submission import Explanation, MeasuredPercent, Place, Window
from cchc_lib.finding_kinds import KINDS

UNIT = "so-noi-vu"


def codes(year):
    return Counter(one.code for one in check_publication(year))


def found(year, code):
    return [one for one in check_publication(year) if one.code == code]


def with_unit(year, code=UNIT, **changes):
    units = tuple(replace(u, **changes) if u.unit_code == code else u for u in year.units)
    return replace(year, units=units)


def with_score(year, component, unit=UNIT, **changes):
    scores = tuple(
        replace(s, **changes) if (s.unit_code, s.component_code) == (unit, component) else s
        for s in year.scores
    )
    return replace(year, scores=scores)


@pytest.fixture(params=["year", "second_year"])
def clean(request):
    return request.getfixturevalue(request.param)


def test_the_clean_examples_only_have_components_that_tell_no_unit_from_another(clean):
    assert set(codes(clean)) <= {"KQ-019"}
    for one in found(clean, "KQ-019"):
        assert one.severity == "note"
        assert one.component_code in one.message


def test_units_without_a_total_are_not_judged(faulty_year):
    contradictions = {"KQ-010", "KQ-012", "KQ-013", "KQ-014", "KQ-015"}
    assert not contradictions & set(codes(faulty_year))


def test_a_total_that_is_not_its_parts_may_not_be_published(year):
    total = year.unit(UNIT).total_score
    (one,) = found(with_unit(year, total_score=total + Decimal("0.05")), "KQ-010")
    assert (one.severity, one.unit_code) == ("error", UNIT)


def test_a_total_of_parts_that_were_rounded_apart_is_explained(year):
    unit = year.unit(UNIT)
    exact = unit.appraised_exact + Fraction(4, 1000)
    survey = unit.survey_points + Decimal("0.004")
    total = unit.total_score + Decimal("0.01")
    changed = with_unit(year, appraised_exact=exact, survey_points=survey, total_score=total)
    (one,) = found(changed, "KQ-011")
    assert one.severity == "note"


def test_areas_that_do_not_add_up_may_not_be_published(year):
    own = year.areas_of(UNIT)[0]
    wrong = replace(own, final_score=own.final_score + 1)
    areas = tuple(wrong if area == own else area for area in year.areas)
    words = [one.message for one in found(replace(year, areas=areas), "KQ-012")]
    assert len(words) == 2
    assert "lĩnh vực 1" in words[0]


def test_a_place_that_is_not_that_of_the_value_may_not_be_published(year):
    first, second, *_ = year.group_units("department")
    swapped = with_unit(
        with_unit(year, first.unit_code, rank=second.rank), second.unit_code, rank=first.rank
    )
    assert {one.unit_code for one in found(swapped, "KQ-013")} == {
        first.unit_code,
        second.unit_code,
    }


def test_a_group_of_another_size_or_mean_may_not_be_published(year):
    group = year.groups[0]
    wrong = replace(
        group,
        unit_count=group.unit_count - 1,
        mean_index_pct=group.mean_index_pct + Decimal("0.01"),
    )
    changed = replace(year, groups=(wrong, *year.groups[1:]))
    assert codes(changed) - codes(year) == {"KQ-014": 1, "KQ-015": 1}


def test_a_survey_result_on_another_scale_is_far_off_its_group(year):
    score = next(s for s in year.scores_of(UNIT) if s.is_survey)
    (one,) = found(with_percent(year, score, "0.915"), "KQ-016")
    assert (one.unit_code, one.component_code) == (UNIT, score.component_code)
    assert one.found == "0,915%"


def with_percent(year, score, percent):
    """Return a year in which a survey measured another percentage for one unit."""
    place = Place(file="survey/x.xlsx")
    measured = MeasuredPercent(
        unit_code=score.unit_code,
        component_code=score.component_code,
        percent=Decimal(percent),
        sample_size=50,
        place=place,
    )
    line = replace(score.survey, measured=(measured,))
    return with_score(year, score.component_code, score.unit_code, survey=line)


def test_one_unit_far_off_does_not_put_the_others_of_a_small_group_under_suspicion(year):
    code = next(s for s in year.scores_of(UNIT) if s.is_survey).component_code
    three = [s for s in year.scores if s.component_code == code and s.group_code == "department"][
        :3
    ]
    small = replace(year, scores=tuple(three))
    for score, percent in zip(three, ("90", "85", "5"), strict=True):
        small = with_percent(small, score, percent)
    found_here = [one for one in check_remarkable(small) if one.code == "KQ-016"]
    far = {one.unit_code: (one.found, one.expected) for one in found_here}
    assert far == {three[2].unit_code: ("5%", "85%")}


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2018, 12, 20), 2), (date(2019, 1, 1), 1), (date(2019, 12, 1), 0)],
)
def test_an_announcement_comes_after_the_year_and_the_council(day, count, year):
    window = Window(name="announcement", first_day=day, last_day=day)
    others = tuple(one for one in year.assessment.windows if one.name != "announcement")
    assessment = replace(year.assessment, windows=(*others, window))
    assert len(found(replace(year, assessment=assessment), "KQ-017")) == count


def test_a_round_without_a_day_of_announcement_is_not_asked_for_one(year):
    assessment = replace(year.assessment, windows=())
    assert not found(replace(year, assessment=assessment), "KQ-017")


def test_a_decision_of_the_year_before_is_named_once_where_no_calendar_shows_it(year):
    score = next(s for s in year.scores_of(UNIT) if s.decisions)
    early = replace(score.decisions[0], decided_on=date(2017, 2, 10))
    slipped = with_score(year, score.component_code, decisions=(early, *score.decisions[1:]))
    assert not found(slipped, "KQ-018")
    bare = replace(slipped, assessment=replace(year.assessment, windows=()))
    (one,) = found(bare, "KQ-018")
    assert (one.found, one.expected, one.file) == ("10/02/2017", "2018", early.place.file)


def test_the_same_words_of_several_units_are_shown_once_with_their_units(year):
    least = year.edition.publishing.repeated_text_units
    units = [unit.code for unit in year.assessment.units][:least]
    place = Place(file="explanations/x.xlsx", sheet="Giải trình", cell="F9")
    for number, code in enumerate(units):
        text = f"Đã  báo cáo{'  ' * number} Sở Nội vụ{('.', ' .', '…')[number % 3]}"
        text = text.upper() if number % 2 else text
        response = Explanation(
            unit_code=code, component_code="1.1.1", text=text, evidence=(), place=place
        )
        assert not found(year, "KQ-020")
        year = with_score(year, "1.1.1", code, response=response)
    (one,) = found(year, "KQ-020")
    assert (one.component_code, one.cell) == ("1.1.1", "F9")
    assert year.assessment.unit(units[-1]).name_vi in one.message


def test_one_unit_may_say_the_same_twice(year):
    text = "Đã báo cáo Sở Nội vụ."
    place = Place(file="explanations/x.xlsx")
    response = Explanation(
        unit_code=UNIT, component_code="1.1.1", text=text, evidence=(), place=place
    )
    changed = with_score(year, "1.1.1", response=response, explanation=text)
    assert not found(changed, "KQ-020")


def test_findings_of_publishing_stand_in_the_run_and_in_a_check(second_finished, second_year):
    assert [one for one in second_year.findings if one.code == "KQ-019"]
    in_run = [one for one in second_finished.year.findings if one.code == "KQ-019"]
    assert set(in_run) == set(found(second_year, "KQ-019"))
    table = (second_finished.folder / "tables" / "findings.csv").read_text("utf-8")
    assert all(one.message in table.replace('""', '"') for one in in_run)


@pytest.mark.parametrize("code", [f"KQ-{number:03}" for number in (10, 12, 13, 14, 15)])
def test_only_contradictions_are_errors(code):
    assert KINDS[code].severity == "error"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("survey_gap_pct", Decimal(0)),
        ("survey_gap_pct", Decimal(101)),
        ("repeated_text_units", 1),
        ("full_marks_units", 0),
    ],
)
def test_a_threshold_that_cannot_be_is_reported(key, value, edition):
    wrong = replace(edition, publishing=replace(edition.publishing, **{key: value}))
    assert {(one.code, one.cell) for one in check_round_rules(wrong)} == {
        ("QT-013", f"publishing.{key}")
    }


def test_the_checks_name_the_clause_they_rest_on(edition):
    reference = replace(edition.publishing.legal_reference, location=" ")
    wrong = replace(edition, publishing=replace(edition.publishing, legal_reference=reference))
    assert [one.cell for one in check_round_rules(wrong)] == ["publishing.legal_reference.location"]
