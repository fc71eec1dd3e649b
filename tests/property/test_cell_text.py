"""What holds for whatever stands in a cell: an exact value or a problem, never an exception."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.core.rulebook import InputSpec
from cchc_lib.core.submission import NotReported
from cchc_lib.files.cells.numbers import parse_number, show_number
from cchc_lib.files.cells.old_encodings import convert
from cchc_lib.files.cells.reading import read_day, read_figure, read_score, read_text, source_cell
from cchc_lib.files.forms.layout import NOT_APPLICABLE
from cchc_lib.files.workbooks.contents import Sheet, StoredCell
from cchc_lib.vietnamese import format_date, hidden_characters, normalise
from tests.unit.form_cases import EDITION

RULES = {component.code: component.rule for component in EDITION.components()}
KINDS = ("count", "amount", "percent", "date", "flag", "choice")
NUMBER_KINDS = st.sampled_from(["points", "count", "amount", "percent"])
PIECES = st.sampled_from(
    [*"0123456789", "00", "000", "234", ".", ",", " ", "-", "−", "%", "điểm", "đ", "hồ sơ", "/",
     "\u00a0", "\u200b", "ngày ", " tháng ", " năm ", "2018", "15", "Có", "không", "５", "，", "e",
     "®", "µ", "\u00ad", "møt ", "tÕt ", "aâ"]
)  # fmt: skip
PIECED = st.lists(PIECES, max_size=9).map("".join)
TEXTS = st.one_of(PIECED, st.text(max_size=30))
FONTS = st.sampled_from(["", "Arial", ".VnTime", ".VnTimeH", "VNI-Times"])
OTHERS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(), st.just(10**5000),
)  # fmt: skip
LONGEST = 15
MANY = settings(max_examples=600)


def cell(value, **how):
    return source_cell(Sheet(title="S", cells={(1, 1): StoredCell(value=value, **how)}), 1, 1, "a")


def readings(stored):
    yield read_text(stored)
    yield read_score(stored)
    yield read_day(stored, code="TD-024", expected="2019")
    for kind in KINDS:
        rule = RULES["6.5.1" if kind == "choice" else "1.1.2"]
        yield read_figure(stored, InputSpec(code="x", label_vi="Số liệu", kind=kind), rule)


@MANY
@given(st.one_of(TEXTS, OTHERS), FONTS, st.sampled_from(["General", "0%", "dd/mm/yyyy"]))
def test_every_reader_gives_an_exact_value_or_says_why_not(value, font, number_format):
    for reading in readings(cell(value, font=font, number_format=number_format)):
        said = reading.value
        assert isinstance(said, str | bool | Decimal | date | NotReported)
        if isinstance(said, Decimal):
            assert said.is_finite()
            assert said or not said.is_signed()
        if said == NotReported(reason="refused"):
            assert reading.problems
        for problem in reading.problems:
            problem.found.encode("utf-8")
            assert not hidden_characters(problem.found.replace("\u00ad", ""))


@MANY
@given(TEXTS, FONTS)
def test_a_text_is_refused_or_read_and_never_lost_without_a_word(text, font):
    reading = read_score(cell(text, font=font))
    meant = normalise(text)
    is_blank = not meant or meant.casefold() == normalise(NOT_APPLICABLE).casefold()
    if reading.value == NotReported():
        assert is_blank
    else:
        assert reading.problems


@MANY
@given(TEXTS, NUMBER_KINDS)
def test_an_accepted_number_is_the_one_that_another_reading_gives(text, kind):
    number = parse_number(normalise(text), kind)
    if number is not None:
        assert number in naive_readings(unicodedata.normalize("NFKC", normalise(text)), kind)


def naive_readings(text, kind):
    """Return what plain replacement makes of the digits and marks in a text: one number, if any."""
    kept = "".join(c for c in text.replace("−", "-") if c in "-0123456789., ").strip()
    marks = [c for c in kept if c in "., "]
    last = marks[-1] if marks else ""
    is_decimal = last in {".", ","} and marks.count(last) == 1
    tail = kept.rpartition(last)[2] if is_decimal else ""
    if is_decimal and len(marks) == 1 and len(tail) == 3 and kind == "count":
        is_decimal = kept.lstrip("-").startswith("0")
    point = len(kept) - len(tail) if is_decimal else len(kept)
    digits = re.sub(r"[^0-9-]", "", kept[:point])
    return {Decimal(f"{digits}.{tail}" if is_decimal else digits)}


@given(st.integers(-(10**6), 10**6), st.integers(0, 4))
def test_every_number_written_with_decimal_comma_or_point_is_read_unless_ambiguous(digits, places):
    number = Decimal(digits).scaleb(-places)
    for text in (f"{number:f}", f"{number:f}".replace(".", ",")):
        is_ambiguous = places == 3 and not text.lstrip("-").startswith("0")
        assert parse_number(text) == (None if is_ambiguous else number)


@given(st.integers(10**3, 10**12), st.sampled_from(". ,"), st.booleans())
def test_marks_between_thousands_are_read_where_they_are_certain(number, mark, has_decimals):
    text = f"{number:,}".replace(",", mark)
    if has_decimals:
        text += ("," if mark != "," else ".") + "5"
    expected = Decimal(number) + (Decimal("0.5") if has_decimals else 0)
    is_certain = has_decimals or number >= 10**6
    assert parse_number(text) == (expected if is_certain else None)
    assert parse_number(text, "count") == expected


@MANY
@given(TEXTS)
def test_reading_what_was_understood_gives_the_same_without_a_problem(text):
    for reading, again in zip(
        readings(cell(text)), map(written, readings(cell(text))), strict=True
    ):
        if isinstance(reading.value, Decimal | date):
            assert again.value == reading.value
            assert again.problems == ()


def written(reading):
    """Return the reading of a cell in which stands what was understood, as forms ask for it."""
    if isinstance(reading.value, Decimal):
        return read_score(cell(float(reading.value)))
    if isinstance(reading.value, date):
        return read_day(cell(format_date(reading.value)), code="TD-024", expected="")
    return reading


@given(st.integers(0, 10**LONGEST - 1), st.integers(0, LONGEST), NUMBER_KINDS)
def test_the_number_shown_for_a_repair_is_read_as_the_same_number(digits, places, kind):
    number = Decimal(digits).scaleb(-places)
    again = parse_number(show_number(number), kind)
    assert again in {number, None} or kind == "count"


@MANY
@given(TEXTS, FONTS)
def test_composed_and_decomposed_texts_are_read_alike(text, font):
    composed, decomposed = (
        list(readings(cell(unicodedata.normalize(form, text), font=font)))
        for form in ("NFC", "NFD")
    )
    assert composed == decomposed


@MANY
@given(PIECED)
def test_full_width_signs_are_read_as_those_of_a_keyboard(text):
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    for kind in ("points", "count", "amount", "percent"):
        assert parse_number(normalise(wide), kind) == parse_number(normalise(text), kind)


@given(st.text(max_size=20), st.sampled_from("\u200b\u200e\u202e\ufeff\u2060\U000e0041\ufe0f\x01"))
def test_a_hidden_character_changes_no_text(text, hidden):
    spread = hidden.join(text)
    assert normalise(spread) == normalise(text)
    assert hidden_characters(spread).count(hidden) == len(spread) - len(text) + text.count(hidden)
    assert hidden_characters(normalise(spread)) == ""


@MANY
@given(TEXTS, FONTS)
def test_a_conversion_gives_no_old_text_again_and_keeps_plain_signs(text, font):
    conversion = convert(text, font)
    if conversion is not None:
        assert convert(conversion.text) is None
        plain = [c for c in text if c in "0123456789.,- \n"]
        assert [c for c in conversion.text if c in "0123456789.,- \n"] == plain


@pytest.mark.parametrize("value", [time(1), timedelta(1), datetime.fromisoformat("2018-02-01")])
def test_moments_are_no_points(value):
    assert read_score(cell(value)).value == NotReported(reason="refused")
