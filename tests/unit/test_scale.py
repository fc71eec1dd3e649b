"""Whether the time for one unit stays the same when there are many, and quick records are sound."""

import time
from dataclasses import FrozenInstanceError, fields
from decimal import Decimal

import pytest

from cchc_lib.core.audit.publishing.own_tables import check_publication
from cchc_lib.core.decisions import AppraisedLine
from cchc_lib.core.records import maker_of
from cchc_lib.core.stages import ComponentScore, FinalLine, RuleLine, SurveyLine
from tests.spec.small_year import Given, small_edition, small_year

GROWTH_AT_MOST = 4
"""Much more than a noisy machine makes; with twenty times the units, a scan for each makes more."""


def seconds_per_unit(count: int) -> float:
    """Return the least processor seconds that one of many units takes, of two attempts."""
    givens = [
        Given(code=f"u{number:05}", held=Decimal(number % 54), spare=Decimal(5), survey=Decimal(20))
        for number in range(count)
    ]
    return min(timed(givens) for _ in range(2))


def timed(givens: list[Given]) -> float:
    start = time.process_time()
    year = small_year(small_edition(), givens)
    assert len({one.code for one in check_publication(year)}) <= 1
    return (time.process_time() - start) / len(givens)


def test_a_unit_takes_as_long_among_thousands_as_among_a_hundred():
    seconds_per_unit(20)
    assert seconds_per_unit(2000) < GROWTH_AT_MOST * seconds_per_unit(100)


@pytest.mark.parametrize("kind", [ComponentScore, AppraisedLine, RuleLine, SurveyLine, FinalLine])
def test_a_record_made_quickly_is_that_record_and_frozen(kind):
    values = {one.name: f"value of {one.name}" for one in fields(kind)}
    quick = maker_of(kind)(*values.values())
    assert type(quick) is kind
    assert quick == kind(**values)
    with pytest.raises(FrozenInstanceError):
        setattr(quick, fields(kind)[0].name, "another")
