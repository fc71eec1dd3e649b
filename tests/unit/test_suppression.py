"""Counts behind which somebody can be found are hidden, and cannot be worked out."""

from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as some

from cchc_lib.core.submission import Place, SurveyTally
from cchc_lib.core.suppression import HIDDEN, hidden_cells, hidden_groups
from cchc_lib.present.unit_details import survey_table
from tests.unit.present_cases import edition, sample_year

LEAST = 5
COUNTS = some.dictionaries(some.sampled_from("12345"), some.integers(0, 40), min_size=1)


def tally(group, counts):
    return SurveyTally(
        unit_code="u", component_code="c", respondent_group=group, counts=counts, dont_know=0,
        place=Place(file="survey/a.csv"),
    )  # fmt: skip


@given(COUNTS)
def test_every_small_count_is_hidden_and_nothing_is_where_none_is_small(counts):
    hidden = hidden_cells(counts, LEAST)
    assert {cell for cell, count in counts.items() if 0 < count < LEAST} <= hidden
    assert hidden or not any(0 < count < LEAST for count in counts.values())


@given(some.dictionaries(some.sampled_from("1234"), some.integers(0, 9), min_size=1))
def test_no_small_count_follows_from_the_total_and_the_counts_that_are_shown(counts):
    hidden = sorted(hidden_cells(counts, LEAST))
    total = sum(counts[cell] for cell in hidden)
    if not hidden or total < LEAST:
        return  # all is hidden, the total too
    ways = [way for way in product(range(1, total + 1), repeat=len(hidden)) if sum(way) == total]
    for place in range(len(hidden)):
        assert len({way[place] for way in ways}) > 1


def test_groups_of_several_files_are_counted_together():
    conduct = edition().survey
    tallies = [tally("leaders", {"5": 3}), tally("leaders", {"4": 3}), tally("citizens", {"5": 9})]
    assert hidden_groups(tallies, conduct) == set()
    assert hidden_groups(tallies[1:], conduct) == {"leaders", "citizens"}


def test_the_table_of_a_report_hides_small_groups_and_says_why():
    year = sample_year()
    score = next(s for s in year.scores if s.is_survey and getattr(s.survey, "tallies", ()))
    few = replace(score.survey.tallies[0], counts={"5": 2})
    line = replace(score.survey, tallies=(few, *score.survey.tallies[1:]))
    scores = tuple(replace(s, survey=line) if s is score else s for s in year.scores)
    page = survey_table(replace(year, scores=scores), score.unit_code).markup
    assert f">{HIDDEN}<" in page
    assert "không công bố" in page
