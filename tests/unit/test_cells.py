from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from cchc_lib.core.rulebook import InputSpec
from cchc_lib.core.submission import NEVER, NotReported
from cchc_lib.files.cells.reading import (
    parse_number,
    read_day,
    read_figure,
    read_score,
    read_text,
    source_cell,
)
from cchc_lib.files.cells.taking import Taking
from cchc_lib.files.workbooks.contents import Merge, Sheet, StoredCell
from tests.unit.form_cases import EDITION

REFUSED = NotReported(reason="refused")
RULES = {component.code: component.rule for component in EDITION.components()}
PLAIN, LEVELS = RULES["1.1.2"], RULES["6.5.1"]
MERGE = Merge(first_row=8, first_column=7, last_row=9, last_column=7)


def cell(value, **how):
    sheet = Sheet(title="Tự chấm", cells={(9, 7): StoredCell(value=value, **how)})
    return source_cell(sheet, 9, 7, "a.xlsx")


def figure(value, kind, rule=PLAIN, code="x", **how):
    spec = InputSpec(code=code, label_vi="Số liệu", kind=kind)
    return read_figure(cell(value, **how), spec, rule)


def day(value, **how):
    return read_day(cell(value, **how), code="TD-024", expected="2019")


def codes(reading):
    return [problem.code for problem in reading.problems]


def said(reading):
    return [(problem.code, problem.found, problem.expected) for problem in reading.problems]


@pytest.mark.parametrize(
    ("text", "number", "shown"),
    [("5", "5", "5"), ("0,75", "0.75", "0,75"), ("-1,5", "-1.5", "-1,5"), ("0012", "12", "12"),
     ("1,2345", "1.2345", "1,2345"), ("0,125", "0.125", "0,125"), ("012.345", "12.345", "12,345"),
     ("0,123456789012345", "0.123456789012345", "0,123456789012345"), ("-0", "0", "0"),
     ("1.234.567", "1234567", "1234567"), ("1 234,5", "1234.5", "1234,5"), ("−5", "-5", "-5"),
     ("1.234,5", "1234.5", "1234,5"), ("1,234.5", "1234.5", "1234,5"), ("1,50", "1.5", "1,5"),
     ("1.234,567", "1234.567", "1234,567"), ("5 điểm", "5", "5"), ("0,5ĐIỂM", "0.5", "0,5"),
     ("0.5đ", "0.5", "0,5"), ("０，７５", "0.75", "0,75"), ("１.５", "1.5", "1,5")],
)  # fmt: skip
def test_a_number_typed_as_text_is_understood_and_noted(text, number, shown):
    reading = read_score(cell(text))
    assert reading.value == Decimal(number)
    assert not reading.value.is_signed() or reading.value < 0
    assert said(reading) == [("BM-015", text, shown)]


@pytest.mark.parametrize(
    "text",
    ["1.234", "1,234", "12.345", "-1.234", "1 234", "1234.567", "1 234.567", "1.5.2", "1,2,3",
     "1.23.456", "0.123.456", "1.234 567", "1.234.567.89", "1,234,567,8", "7/8", "1e3", "+5", "- 5",
     "1,", ",5", "0,1234567890123456", "1234567890123456", "٥", "٣", "²", "5²", "½", "𝟓", "--1",
     "–5", "∞", "Infinity", "nan", "đạt", "0,75 hoặc 0,5", "5 điểm điểm", "5 hồ sơ", "điểm", "(5)",
     "5 điểm %", "0x1F", "1_000", "yes"],
)  # fmt: skip
def test_an_ambiguous_or_foreign_text_is_refused_as_a_score(text):
    assert parse_number(text) is None
    reading = read_score(cell(text))
    assert (reading.value, said(reading)) == (REFUSED, [("BM-013", text, "")])


@pytest.mark.parametrize(
    ("value", "how", "code", "found"),
    [
        (0.75, {"number_format": "0%"}, "BM-016", "75%"),
        (1, {"number_format": "0.00%"}, "BM-016", "100%"),
        (75, {"number_format": '0"%"'}, "BM-016", "75%"),
        ("75%", {}, "BM-016", "75%"),
        ("7,5 ％", {}, "BM-016", "7,5 ％"),
        (datetime.fromisoformat("2018-02-01"), {}, "BM-017", "01/02/2018"),
        (date(2018, 2, 1), {}, "BM-017", "01/02/2018"),
        (time(1, 30), {}, "BM-017", "01:30:00"),
        (timedelta(hours=26), {}, "BM-017", "1 day, 2:00:00"),
        ("#DIV/0!", {"is_error": True}, "BM-018", "#DIV/0!"),
        (None, {"formula": "=A1+1"}, "BM-014", "=A1+1"),
        (True, {}, "BM-013", "TRUE"),
        (float("inf"), {}, "BM-013", "Infinity"),
        (10**15, {}, "BM-013", "1E+15"),
        (0.5, {"second": "0.75"}, "BM-029", "0,5"),
        (None, {"second": "0.75"}, "BM-029", "(trống)"),
    ],
)
def test_what_is_not_plainly_points_is_refused_by_its_own_code(value, how, code, found):
    reading = read_score(cell(value, **how))
    assert (reading.value, codes(reading)) == (REFUSED, [code])
    assert reading.problems[0].found == found


def test_storage_noise_and_negative_zero_are_not_part_of_a_score():
    for stored, number in ((0.1 + 0.2, "0.3"), (-0.0, "0"), (0.3 - 0.1 - 0.2, "0"), (7.0, "7")):
        reading = read_score(cell(stored))
        assert (str(reading.value), reading.problems) == (number, ())


def test_a_cell_merged_with_others_is_refused_as_a_value():
    stored = {(8, 7): StoredCell(value=1)}
    merged = source_cell(Sheet(title="S", cells=stored, merges=(MERGE,)), 9, 7, "a.xlsx")
    assert merged.merge == MERGE
    spec = InputSpec(code="x", label_vi="Số liệu", kind="count")
    for reading in (
        read_score(merged),
        read_day(merged, code="MC-005", expected=""),
        read_figure(merged, spec, PLAIN),
    ):
        assert (reading.value, said(reading)) == (REFUSED, [("BM-041", "G8:G9", "")])
    assert read_text(merged).problems == ()


def test_merged_cells_in_which_nothing_stands_are_blank():
    merged = source_cell(Sheet(title="S", cells={}, merges=(MERGE,)), 9, 7, "a.xlsx")
    assert (read_score(merged).value, read_score(merged).problems) == (NotReported(), ())


@pytest.mark.parametrize(
    ("formula", "is_link"),
    [("=[1]Sheet1!A1", True), (r"='C:\x\[a.xlsx]S'!A1", True), ("=SUM('[2]Sổ, 1'!A1:B2)", True),
     ("=[3]!Tong", True), ("='O''Brien [a.xlsx]S''t'!A1", True), ("=Sheet1!A1", False),
     ("=Bang[Cột]+'Tờ 2'!A1", False), ('="[1]S!"&A1', False), ("=Bang[[#All],[x]]", False)],
)  # fmt: skip
def test_a_value_taken_from_another_workbook_is_used_and_reported(formula, is_link):
    expected = [("BM-030", formula, "0,5")] if is_link else []
    for reading in (read_score(cell(0.5, formula=formula)), read_text(cell(0.5, formula=formula))):
        assert said(reading) == expected
    assert read_score(cell(0.5, formula=formula)).value == Decimal("0.5")


def test_a_blank_cell_is_not_reported_and_no_problem():
    for reading in (read_score(cell(None)), figure(None, "count"), figure(None, "date"), day(None)):
        assert (reading.value, reading.problems) == (NotReported(), ())
    assert read_text(cell(None)).value == ""


def test_the_mark_for_not_applicable_is_read_as_a_blank_score():
    reading = read_score(cell("không áp  dụng"))
    assert (reading.value, reading.problems) == (NotReported(), ())


def test_a_score_over_the_maximum_is_kept_for_the_checks():
    assert read_score(cell(250)).value == Decimal(250)
    assert read_score(cell(-1)).value == Decimal(-1)


@pytest.mark.parametrize(
    ("value", "kind", "number"),
    [("1.234", "count", 1234), ("12 345", "count", 12345), ("1,234", "count", 1234),
     ("12 hồ sơ", "count", 12), ("3 TTHC", "count", 3), ("2,0", "count", 2),
     ("1.234.567 người", "count", 1234567), ("75%", "percent", 75), ("12,5 %", "percent", "12.5"),
     ("1.234,5", "amount", "1234.5")],
)  # fmt: skip
def test_a_figure_typed_as_text_is_understood_in_its_own_kind(value, kind, number):
    reading = figure(value, kind)
    assert (reading.value, codes(reading)) == (Decimal(number), ["BM-015"])


@pytest.mark.parametrize(
    ("value", "kind"),
    [(-1, "count"), (2.5, "count"), ("-3", "count"), ("abc", "count"), (-0.5, "amount"),
     ("1.234", "amount"), (True, "amount"), ("cao", "percent"), ("1,5", "count"),
     ("0,125", "count"), ("12 hồ sơ", "amount"), ("75%", "count"), ("-1.234", "count"),
     ("có lẽ", "flag"), (1, "flag"), (True, "flag"), (False, "flag"), ("x", "flag"), ("1", "flag"),
     ("yes", "flag"), ("Có?", "flag"), ("Cò", "flag"), ("Có không", "flag"), ("31/02/2018", "date"),
     (43100, "date"), ("43100", "date"), ("5/1/18", "date"), ("01/15/2018", "date"),
     ("15/01-2018", "date"), ("01/01/1905", "date"), (datetime.fromisoformat("1905-07-10"), "date"),
     (time(1), "date"), ("tháng 1 năm 2018", "date"), ("15/01/2018 25:00", "date"),
     ("2018/01/15", "date")],
)  # fmt: skip
def test_an_impossible_figure_is_refused_with_what_is_expected(value, kind):
    reading = figure(value, kind)
    assert (reading.value, codes(reading)) == (REFUSED, ["HS-019"])
    assert reading.problems[0].expected


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [(7, "count", Decimal(7)), (0, "count", Decimal(0)), (7.0, "count", Decimal(7)),
     (1234.5, "amount", Decimal("1234.5")), (-2.5, "percent", Decimal("-2.5")),
     ("có", "flag", True), ("KHÔNG", "flag", False),
     ("05/01/2018", "date", date(2018, 1, 5)), ("5/1/2018", "date", date(2018, 1, 5)),
     (datetime.fromisoformat("2018-01-05T09:30"), "date", date(2018, 1, 5)),
     (date(1975, 4, 30), "date", date(1975, 4, 30)), ("không có", "date", NEVER)],
)  # fmt: skip
def test_a_possible_figure_is_read_in_its_own_kind_without_a_word(value, kind, expected):
    reading = figure(value, kind)
    assert (reading.value, reading.problems) == (expected, ())
    assert type(reading.value) is type(expected)


@pytest.mark.parametrize(
    "text",
    ["5-1-2018", "05.01.2018", "05 / 01 / 2018", "2018-01-05", "2018-01-05T00:00:00",
     "ngày 05 tháng 01 năm 2018", "NGÀY 5 THÁNG 1 NĂM 2018", "05 tháng 01 năm 2018",
     "05/01/2018 00:00", "ngày 5/1/2018", "０５/０１/２０１８"],
)  # fmt: skip
def test_a_day_written_otherwise_is_understood_and_noted(text):
    for reading in (figure(text, "date"), day(text)):
        assert reading.value == date(2018, 1, 5)
        assert said(reading) == [("BM-048", text, "05/01/2018")]


def test_what_is_no_day_is_refused_under_the_code_of_its_table():
    for value, how in (("hôm qua", {}), ("#REF!", {"is_error": True}), (None, {"formula": "=A1"})):
        reading = day(value, **how)
        assert (reading.value, codes(reading)) == (REFUSED, ["TD-024"])
        assert reading.problems[0].found == (value or "=A1")


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [("Co", "flag", True), ("KHONG", "flag", False), ("có.", "flag", True),
     ("vi pham nhe", "choice", "Vi phạm nhẹ"), ("Vi  phạm, nhẹ", "choice", "Vi phạm nhẹ"),
     ("(Không vi pha\u0323m)", "choice", "Không vi phạm"), ("khong co", "date", NEVER)],
)  # fmt: skip
def test_a_word_with_a_slip_is_understood_where_only_one_can_be_meant(text, kind, expected):
    reading = figure(text, kind, LEVELS)
    assert (reading.value, codes(reading)) == (expected, ["BM-049"])


def test_a_level_is_read_in_the_words_of_the_edition():
    assert figure("VI PHẠM NHẸ", "choice", LEVELS).value == "Vi phạm nhẹ"
    assert "Nghiêm trọng" in figure("Vừa", "choice", LEVELS).problems[0].expected


def test_a_due_day_must_be_a_day():
    rule = RULES["1.3.3"]
    assert codes(figure(NEVER, "date", rule, "due_date")) == ["HS-019"]
    assert figure(NEVER, "date", rule, "report_date").value == NEVER


def test_hidden_characters_are_taken_out_of_values_and_texts_and_reported():
    found = "khoảng trắng độ rộng bằng không (U+200B) × 2; dấu thứ tự byte (U+FEFF)"
    reading = read_score(cell("\ufeff0,\u200b7\u200b5"))
    assert reading.value == Decimal("0.75")
    assert said(reading) == [("BM-047", found, ""), ("BM-015", "0,75", "0,75")]
    assert said(read_text(cell("a\u202eb"))) == [("BM-047", "dấu đổi chiều chữ (U+202E)", "")]
    many = read_text(cell("\u200b\u200c\u200d\u200e\u200fx\ud800"))
    assert many.value == "x"
    assert many.problems[0].found.endswith("và 3 loại khác")


def test_a_cell_of_hidden_characters_is_blank_and_reported():
    for text in ("\u200b", "\x00", "\ud800", "\U000e0041"):
        reading = read_score(cell(text))
        assert (reading.value, codes(reading)) == (NotReported(), ["BM-047"])


def test_blanks_breaks_and_composition_are_no_matter_of_note():
    reading = read_text(cell("So\u031b\u0309\u00a0 Nội\r\n\tvụ\u2003"))
    assert (reading.value, reading.problems) == ("Sở Nội vụ", ())


@pytest.mark.parametrize(
    ("text", "font", "meant", "encoding"),
    [("hép møt tÕt", "Arial", "hộp mứt tết", "TCVN3"), ("Cã", ".VnTime", "Có", "TCVN3"),
     ("quyÕt ®Þnh", ".VnTimeH", "QUYẾT ĐỊNH", "TCVN3"), ("coù", "VNI-Times", "có", "VNI")],
)  # fmt: skip
def test_text_in_an_old_encoding_is_read_as_meant_and_shown_as_typed(text, font, meant, encoding):
    reading = read_text(cell(text, font=font))
    assert (reading.value, said(reading)) == (meant, [("BM-046", text, meant)])
    assert reading.problems[0].words == encoding


def test_values_in_an_old_font_are_understood():
    old = {"font": ".VnTime"}
    assert codes(read_score(cell("5 ®iÓm", **old))) == ["BM-046", "BM-015"]
    assert read_score(cell("5 ®iÓm", **old)).problems[1].found == "5 ®iÓm"
    assert (figure("Kh«ng", "flag", **old).value, codes(figure("Cã", "flag", **old))) == (
        False,
        ["BM-046"],
    )
    assert figure("ngµy 5 th¸ng 1 n¨m 2018", "date", **old).value == date(2018, 1, 5)


def test_a_word_typed_in_unicode_in_an_old_font_stays_what_it_is():
    for word, value in (("Có", True), ("Không", False)):
        reading = figure(word, "flag", font=".VnTime")
        assert (reading.value, reading.problems) == (value, ())


def test_disputed_and_unreadable_cells_give_no_text():
    for how, code in (({"second": "b"}, "BM-029"), ({"is_error": True}, "BM-018")):
        reading = read_text(cell("a", **how))
        assert (reading.value, codes(reading)) == ("", [code])


def test_a_number_read_as_text_has_no_marks_between_thousands():
    assert read_text(cell(2018)).value == "2018"
    assert read_text(cell(1234.5)).value == "1234,5"


def test_a_long_text_is_shortened_where_it_is_shown():
    for reading in (read_score(cell("x" * 5000)), read_text(cell("møt tÕt " * 900))):
        assert len(reading.problems[0].found) < 100


def test_every_problem_of_a_reading_becomes_a_finding_with_its_place():
    taking, numbered = Taking(), cell("5\u200b ®iÓm", font=".VnTime")
    assert taking.take(numbered, read_score(numbered), unit_code="u", words="Số") == Decimal(5)
    found = [(f.code, f.file, f.cell, f.unit_code) for f in taking.findings]
    assert found == [(code, "a.xlsx", "G9", "u") for code in ("BM-046", "BM-047", "BM-015")]
    assert "(TCVN3)" in taking.findings[0].message
