"""What holds for rounding, exact text and Vietnamese text."""

import unicodedata
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.core.quantities import exact_text, round_exact
from cchc_lib.vietnamese import normalise, slug, sort_key

MODES = st.sampled_from(["half_up", "half_even"])
PLACES = st.integers(0, 4)
POINTS = st.one_of(
    st.fractions(-1000, 1000, max_denominator=10**6),
    st.integers(-(10**7), 10**7).map(lambda n: Fraction(n, 2000)),
)
LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ -'.()0123456789"
    "áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)
MARKED = st.text(
    "aeơĐ \u0301\u0323\u0302\u031b\u00a0\u200b\u00ad\u034f\ufe0f\u1160\x00", max_size=12
)
NAMES = st.one_of(st.text(LETTERS, max_size=30), st.text(max_size=30), MARKED)


@settings(max_examples=200)
@given(POINTS, PLACES, MODES)
def test_rounding_twice_is_rounding_once(value, places, mode):
    once = round_exact(value, places=places, mode=mode)
    assert round_exact(once, places=places, mode=mode) == once


@settings(max_examples=200)
@given(POINTS, POINTS, PLACES, MODES)
def test_rounding_keeps_order(first, second, places, mode):
    low, high = sorted((first, second))
    assert round_exact(low, places=places, mode=mode) <= round_exact(high, places=places, mode=mode)


@settings(max_examples=200)
@given(POINTS, PLACES, MODES)
def test_rounding_moves_a_number_by_half_a_step_at_most(value, places, mode):
    moved = abs(Fraction(round_exact(value, places=places, mode=mode)) - value)
    assert moved <= Fraction(1, 2 * 10**places)


@settings(max_examples=200)
@given(POINTS, PLACES)
def test_half_up_treats_minus_like_plus(value, places):
    plus = round_exact(value, places=places, mode="half_up")
    assert round_exact(-value, places=places, mode="half_up") == -plus


@settings(max_examples=200)
@given(st.one_of(POINTS, st.fractions()))
def test_exact_text_comes_back_as_the_same_number(value):
    assert Fraction(exact_text(value)) == value


@given(st.integers(0, 10**80), st.integers(0, 120))
def test_exact_text_comes_back_however_long_the_number(numerator, power):
    value = Fraction(numerator, 2**power)
    assert Fraction(exact_text(value)) == value


@settings(max_examples=200)
@given(NAMES)
def test_composed_and_decomposed_names_are_the_same(name):
    composed, decomposed = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    assert normalise(composed) == normalise(decomposed)
    assert slug(composed) == slug(decomposed)
    assert sort_key(composed) == sort_key(decomposed)


@settings(max_examples=200)
@given(NAMES)
def test_normalising_and_slugging_twice_change_nothing(name):
    assert normalise(normalise(name)) == normalise(name)
    assert slug(slug(name)) == slug(name)
    assert slug(name).isascii()


@given(st.lists(NAMES, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_names_does_not_depend_on_how_they_came(names, random):
    shuffled = [*names]
    random.shuffle(shuffled)
    in_order = sorted(map(sort_key, names))
    assert sorted(map(sort_key, shuffled)) == in_order
