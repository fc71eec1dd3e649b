from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_lib.core.rulebook import InputSpec
from cchc_lib.core.submission import NEVER, NotReported, Place
from cchc_lib.files.forms.cells import SourceCell, parse_number, read_figure, read_score, read_text
from tests.unit.form_cases import EDITION

REFUSED = NotReported(reason="refused")
HERE = Place(file="a.xlsx", sheet="Tự chấm", cell="G9")
RULES = {component.code: component.rule for component in EDITION.components()}
PLAIN = RULES["1.1.2"]


def cell(value, **how):
    return SourceCell(place=HERE, value=value, **how)


def figure(value, kind, rule=PLAIN, code="x", **how):
    spec = InputSpec(code=code, label_vi="Số liệu", kind=kind)
    return read_figure(cell(value, **how), spec, rule)


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", "5"), ("0,75", "0.75"), ("0.75", "0.75"), ("-1,5", "-1.5"), ("1,2345", "1.2345"),
     ("0012", "12"), ("0,123456789012345", "0.123456789012345")],
)  # fmt: skip
def test_a_number_typed_as_text_is_understood_and_noted(text, number):
    reading = read_score(cell(text))
    assert reading.value == Decimal(number)
    assert reading.problem.code == "BM-015"
    assert reading.problem.found == text


@pytest.mark.parametrize(
    "text",
    ["1.234", "1,234", "1.234,56", "7/8", "1e3", "+5", "−5", "5 điểm", "75%", "", "1,", ",5",
     "0,1234567890123456", "٥", "1 000", "--1", "Infinity", "nan", "đạt"],
)  # fmt: skip
def test_an_ambiguous_or_foreign_text_is_refused_as_a_score(text):
    assert parse_number(text) is None
    if text:
        reading = read_score(cell(text))
        assert (reading.value, reading.problem.code) == (REFUSED, "BM-013")


@given(st.text(max_size=20))
def test_any_text_is_either_an_exact_number_or_refused(text):
    number = parse_number(text)
    assert number is None or number == Decimal(text.replace(",", "."))


@given(st.decimals(-1000, 1000, places=2))
def test_a_number_cell_gives_the_decimal_that_was_typed(number):
    assert read_score(cell(float(number))).value == number


@pytest.mark.parametrize(
    ("value", "how", "code", "found"),
    [
        (0.75, {"number_format": "0%"}, "BM-016", "75%"),
        (1, {"number_format": "0.00%"}, "BM-016", "100%"),
        (datetime.fromisoformat("2018-02-01"), {}, "BM-017", "01/02/2018"),
        (date(2018, 2, 1), {}, "BM-017", "01/02/2018"),
        (time(1, 30), {}, "BM-017", "01:30:00"),
        ("#DIV/0!", {"is_error": True}, "BM-018", "#DIV/0!"),
        (None, {"formula": "=A1+1"}, "BM-014", "=A1+1"),
        (True, {}, "BM-013", "TRUE"),
    ],
)
def test_what_is_not_plainly_points_is_refused_by_its_own_code(value, how, code, found):
    reading = read_score(cell(value, **how))
    assert (reading.value, reading.problem.code) == (REFUSED, code)
    assert reading.problem.found == found


def test_a_blank_cell_is_not_reported_and_no_problem():
    for reading in (read_score(cell(None)), figure(None, "count"), figure(None, "date")):
        assert (reading.value, reading.problem) == (NotReported(), None)
    assert read_text(cell(None)).value == ""


def test_the_mark_for_not_applicable_is_read_as_a_blank_score():
    assert read_score(cell("không áp dụng")).problem is None


def test_a_score_over_the_maximum_is_kept_for_the_checks():
    assert read_score(cell(250)).value == Decimal(250)
    assert read_score(cell(-1)).value == Decimal(-1)


@pytest.mark.parametrize(
    ("value", "kind"),
    [(-1, "count"), (2.5, "count"), ("-3", "count"), ("abc", "count"), (-0.5, "amount"),
     ("1.234", "amount"), (True, "amount"), ("cao", "percent"), ("có lẽ", "flag"), (1, "flag"),
     (True, "flag"), ("31/02/2018", "date"), ("2018-01-05", "date"), (43100, "date"),
     ("5/1/18", "date")],
)  # fmt: skip
def test_an_impossible_figure_is_refused_with_what_is_expected(value, kind):
    reading = figure(value, kind)
    assert (reading.value, reading.problem.code) == (REFUSED, "HS-019")
    assert reading.problem.expected


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [(7, "count", Decimal(7)), (0, "count", Decimal(0)), (7.0, "count", Decimal(7)),
     (1234.5, "amount", Decimal("1234.5")), (-2.5, "percent", Decimal("-2.5")),
     ("có", "flag", True), ("KHÔNG", "flag", False),
     ("05/01/2018", "date", date(2018, 1, 5)), ("5/1/2018", "date", date(2018, 1, 5)),
     (datetime.fromisoformat("2018-01-05T09:30"), "date", date(2018, 1, 5)),
     ("không có", "date", NEVER)],
)  # fmt: skip
def test_a_possible_figure_is_read_in_its_own_kind(value, kind, expected):
    reading = figure(value, kind)
    assert reading.value == expected
    assert type(reading.value) is type(expected)


def test_a_level_is_read_in_the_words_of_the_edition():
    assert figure("VI PHẠM NHẸ", "choice", RULES["6.5.1"]).value == "Vi phạm nhẹ"
    assert "Nghiêm trọng" in figure("Vừa", "choice", RULES["6.5.1"]).problem.expected


def test_a_due_day_must_be_a_day():
    rule = RULES["1.3.3"]
    assert figure(NEVER, "date", rule, "due_date").problem.code == "HS-019"
    assert figure(NEVER, "date", rule, "report_date").value == NEVER


def test_a_long_text_is_shortened_where_it_is_shown():
    assert len(read_score(cell("x" * 5000)).problem.found) < 100
