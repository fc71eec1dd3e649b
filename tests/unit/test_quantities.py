"""Decimals from cells, intervals with their ends, and exact text."""

from decimal import Decimal
from fractions import Fraction

import pytest

from cchc_lib.core.quantities import Interval, decimal_from_float, exact_text, round_exact


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        (0.75, "0.75"),
        (0.1 + 0.2, "0.3"),
        (2.675, "2.675"),
        (1e15, "1000000000000000"),
        (3.0, "3"),
        (-0.05, "-0.05"),
        (1 / 3, "0.333333333333333"),
        (0.0, "0"),
    ],
)
def test_a_stored_number_is_the_one_that_was_typed(stored, typed):
    assert str(decimal_from_float(stored)) == typed


@pytest.mark.parametrize(
    ("ends", "inside", "outside"),
    [
        ({"ge": 70, "le": 90}, ["70", "80", "90"], ["69.999", "90.001"]),
        ({"gt": 70, "lt": 90}, ["70.001", "89.999"], ["70", "90"]),
        ({"gt": 90}, ["90.001", "1000000"], ["90", "0"]),
        ({"lt": 70}, ["0", "69.999"], ["70"]),
        ({}, ["0", "100"], []),
    ],
)
def test_an_interval_holds_its_closed_ends_only(ends, inside, outside):
    interval = Interval(**{name: Decimal(end) for name, end in ends.items()})
    assert all(interval.holds(Fraction(value)) for value in inside)
    assert not any(interval.holds(Fraction(value)) for value in outside)


def test_an_interval_compares_unrounded():
    assert not Interval(le=Decimal(90)).holds(Fraction(90) + Fraction(1, 10**30))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1.50"), "1.5"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-7, 6), "-7/6"),
        (Fraction(3, 8), "0.375"),
        (100, "100"),
        (Fraction(1, 2**80) + 10**40, f"{10**40 * 2**80 + 1}/{2**80}"),
    ],
)
def test_exact_text_is_a_decimal_where_one_exists(value, text):
    assert exact_text(value) == text


def test_a_half_goes_up_or_to_the_even_neighbour():
    half = Fraction(5, 1000)
    assert round_exact(half, places=2, mode="half_up") == Decimal("0.01")
    assert round_exact(half, places=2, mode="half_even") == 0
    assert round_exact(half * 3, places=2, mode="half_even") == Decimal("0.02")


def test_rounding_keeps_the_declared_number_of_places():
    assert str(round_exact(Decimal(2), places=2, mode="half_up")) == "2.00"
