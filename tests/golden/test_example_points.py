"""The round at every point of its procedure, with mistakes of every stage, against its key."""

import pytest

from cchc_lib.core.round_rules import STAGES
from cchc_lib.example.fault_kinds import FAULT_KINDS
from cchc_lib.example.province import write_example
from cchc_lib.example.round_faults import ROUND_FAULTS
from cchc_lib.pipeline import check_year
from cchc_lib.present.rule_text import describe_edition
from tests.golden import against_key

UNITS = 1 + len(ROUND_FAULTS)
"""One unit with twenty mistakes, then one for each kind that belongs to a round."""


@pytest.fixture(scope="module", params=STAGES)
def until(request):
    return request.param


@pytest.fixture(scope="module")
def folder(edition, until, tmp_path_factory):
    folder = tmp_path_factory.mktemp(until) / "year"
    write_example(
        folder,
        edition=edition,
        how_vi=describe_edition(edition),
        unit_count=UNITS,
        has_faults=True,
        until=until,
    )
    return folder


def test_the_round_as_it_stands_is_what_the_key_says(folder, until):
    year = check_year(folder)
    expected = against_key.expected_parts(folder)
    assert against_key.parts_of(year) == expected
    assert list(next(iter(expected["stages"].values()))) == list(STAGES[: STAGES.index(until) + 1])


def test_only_what_there_is_by_then_is_written(folder, until):
    known = STAGES[: STAGES.index(until) + 1]
    places = {
        "self_assessment": "submissions",
        "appraisal_1": "appraisal",
        "explanation": "explanations",
        "appraisal_2": "appraisal_2",
        "council": "council.csv",
    }
    closed = known if until != "self_assessment" else ()
    for stage in STAGES:
        assert (folder / places[stage]).exists() == (stage in known)
        assert (folder / "closed" / stage).exists() == (stage in closed)


def test_every_kind_of_mistake_of_a_round_comes_before_the_others():
    assert list(FAULT_KINDS)[: len(ROUND_FAULTS)] == list(ROUND_FAULTS)
