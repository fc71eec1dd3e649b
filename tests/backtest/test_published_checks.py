"""The checks that published and own tables pass: sums, places, days."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_lib.core.audit.publishing.published import PublishedSum, shown_places, wrong_places
from cchc_lib.core.quantities import round_exact

POINTS = st.fractions(min_value=0, max_value=60, max_denominator=997)


@given(parts=st.lists(POINTS, min_size=1, max_size=9), places=st.integers(0, 3))
def test_a_total_rounded_once_never_differs_from_its_rounded_parts_by_more_than_allowed(
    parts, places
):
    printed = [round_exact(part, places=places, mode="half_up") for part in parts]
    one = PublishedSum(
        parts=tuple(printed),
        total=round_exact(sum(parts), places=places, mode="half_up"),
        places=places,
        rounded_count=len(parts),
    )
    assert one.verdict in {"agrees", "rounding"}


@pytest.mark.parametrize(
    ("total", "rounded_count", "verdict"),
    [
        ("30.00", 0, "agrees"),
        ("30.01", 0, "differs"),
        ("30.01", 2, "rounding"),
        ("30.02", 2, "differs"),
    ],
)
def test_exact_parts_leave_no_room_and_rounded_ones_a_little(total, rounded_count, verdict):
    parts = (Decimal("12.50"), Decimal("17.50"))
    one = PublishedSum(parts=parts, total=Decimal(total), places=2, rounded_count=rounded_count)
    assert one.verdict == verdict


def test_a_total_stays_between_zero_and_the_most():
    parts = (Decimal(70), Decimal(31))
    one = PublishedSum(
        parts=parts, total=Decimal(100), places=2, rounded_count=0, most=Decimal(100)
    )
    assert one.verdict == "agrees"
    below = PublishedSum(
        parts=(Decimal(1), Decimal(-2)), total=Decimal(0), places=2, rounded_count=0
    )
    assert below.verdict == "agrees"


def test_units_level_with_each_other_share_a_place_as_the_method_says():
    values = {name: (Fraction(value),) for name, value in {"a": 9, "b": 9, "c": 8}.items()}
    assert not wrong_places(values, {"a": 1, "b": 1, "c": 3}, "competition")
    assert wrong_places(values, {"a": 1, "b": 1, "c": 3}, "dense") == {"c": 2}
    assert wrong_places(values, {"a": 1, "b": 2, "c": 3}, "competition") == {"b": 1}


def test_decimals_are_counted_as_printed():
    assert shown_places([Decimal(5), Decimal("9.50")]) == 2
    assert shown_places([Decimal("1E+2")]) == 0
    assert shown_places([]) == 0
