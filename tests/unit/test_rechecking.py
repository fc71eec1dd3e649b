"""Every record of a year comes out of its traces again; one that was changed is named."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from cchc_lib.core.audit.checking.rechecking import recheck_year
from cchc_lib.core.audit.checking.text_differences import difference_of_tables, difference_of_texts
from cchc_lib.core.stages import FinalLine, RuleLine, SurveyLine
from tests.unit.present_cases import rounds_year, sample_year

YEARS = {"sample": sample_year, "rounds": rounds_year}
POINT = Decimal("0.01")


def with_score(year, score, **changes):
    scores = tuple(replace(one, **changes) if one is score else one for one in year.scores)
    return replace(year, scores=scores)


def first_score(year, kind):
    return next(score for score in year.scores if kind(score))


def scores_named(year):
    """Return the components and parts of scores that do not come out again."""
    found = [one for one in recheck_year(year) if one.record == "scores"]
    return {one.key for one in found}, {one.item for one in found}


@pytest.mark.parametrize("year", YEARS.values(), ids=YEARS)
def test_a_year_comes_out_of_its_traces_again(year):
    assert list(recheck_year(year())) == []


def test_the_whole_example_with_and_without_faults_comes_out_again(year, faulty_year):
    assert list(recheck_year(year)) == []
    assert list(recheck_year(faulty_year)) == []


def test_rule_points_that_the_figures_do_not_earn_are_named():
    year = sample_year()
    score = first_score(year, lambda s: isinstance(s.rule_score, RuleLine) and s.decisions)
    line = score.rule_score
    changed = with_score(year, score, rule_score=replace(line, value=line.value + POINT))
    (found,) = [one for one in recheck_year(changed) if one.record == "scores"]
    assert found.key == (score.unit_code, score.component_code)
    assert found.item == "rule_score.value"
    assert Decimal(found.found) - Decimal(found.expected) == POINT


def test_survey_points_that_the_answers_do_not_earn_are_named():
    year = sample_year()
    score = first_score(year, lambda s: isinstance(s.survey, SurveyLine))
    line = replace(score.survey, exact=score.survey.exact + Fraction(1, 3))
    keys, items = scores_named(with_score(year, score, survey=line))
    assert keys == {(score.unit_code, score.component_code)}
    assert items == {"survey.exact"}


def test_a_final_score_that_no_stage_gave_is_named():
    year = rounds_year()
    score = first_score(year, lambda s: isinstance(s.final.value, Decimal) and s.decisions)
    final = FinalLine(value=score.final.value + POINT, taken_from=score.final.taken_from)
    keys, items = scores_named(with_score(year, score, final=final))
    assert keys == {(score.unit_code, score.component_code)}
    assert items == {"final.value"}


def test_a_maximum_that_is_not_the_editions_is_named():
    year = sample_year()
    score = first_score(year, lambda s: isinstance(s.final.value, Decimal))
    _, items = scores_named(with_score(year, score, max_score=score.max_score * 2))
    assert "max_score" in items


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ("units", "appraised_points"),
        ("units", "bonus"),
        ("units", "total_score"),
        ("units", "index_pct"),
        ("units", "rank"),
        ("areas", "final_score"),
        ("areas", "rank_in_group"),
        ("groups", "mean_index_pct"),
        ("groups", "ranked_count"),
        ("standings", "total_score"),
    ],
)
def test_a_changed_total_index_rank_or_mean_is_named(record, field):
    year = sample_year()
    records = getattr(year, record)
    one = next(o for o in records if isinstance(getattr(o, field), Decimal | int))
    other = replace(one, **{field: getattr(one, field) + 1})
    changed = replace(year, **{record: tuple(other if o is one else o for o in records)})
    (found,) = recheck_year(changed)
    assert (found.record, found.item) == (record, field)
    assert found.found == str(getattr(other, field))
    assert found.expected == str(getattr(one, field))


def test_a_changed_grade_is_named_by_its_parts():
    year = sample_year()
    bands = year.edition.grading.bands
    unit = next(unit for unit in year.units if unit.grade in bands)
    other = replace(unit, grade=next(band for band in bands if band != unit.grade))
    changed = replace(year, units=tuple(other if u is unit else u for u in year.units))
    items = {one.item for one in recheck_year(changed)}
    assert "grade.code" in items
    assert all(item.startswith("grade.") for item in items)


def test_a_record_that_is_missing_twice_there_or_out_of_order_is_named():
    year = sample_year()
    cases = (year.units[1:], (*year.units, year.units[0]), year.units[::-1])
    for units in cases:
        assert [one for one in recheck_year(replace(year, units=units)) if one.record == "units"]


def test_texts_differ_from_their_first_unlike_line_on():
    one = difference_of_texts("a", "x\ny" + "z" * 200 + "1\n", "x\ny" + "z" * 200 + "2\n")
    assert one.where == "dòng 2"
    assert one.found.endswith("z1")
    assert one.expected.endswith("z2")
    assert difference_of_texts("a", "x\n", "x\n") is None
    assert difference_of_texts("a", "x\n", "x\ny\n").found == ""


def test_tables_differ_from_their_first_unlike_cell_on():
    expected = 'a,b\n1,"x\ny"\n2,z\n'
    one = difference_of_tables("t.csv", expected.replace("z", "u"), expected)
    assert (one.where, one.found, one.expected) == ("dòng 4, cột b", "u", "z")
    assert difference_of_tables("t.csv", "a,b\n1,2\n", "a,b\n1,2\n3,4\n").where == "dòng 3"
    assert difference_of_tables("t.csv", "a,b\n1,2\n", "a,b\r\n1,2\r\n").where == "dòng 1"


def test_as_values_only_the_columns_that_both_tables_have_are_compared():
    found, expected = "a,b\n1,2\n", "b,c\n2,9\n"
    assert difference_of_tables("t.csv", found, expected, is_exact=False) is None
    one = difference_of_tables("t.csv", found, "b,c\n3,9\n", is_exact=False)
    assert (one.found, one.expected) == ("2", "3")
