"""Answers to a share: who weighs what, how few are too few; and the files they come in."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from openpyxl import Workbook

from cchc_lib.core.rule_kinds import SurveyMap, SurveyMean
from cchc_lib.core.submission import SurveyTally
from cchc_lib.core.survey import measure_answers, measure_percent
from cchc_lib.files.survey import read_survey
from tests.spec.small_year import NOWHERE, real_edition
from tests.unit.round_cases import EDITION, make_folder, places, put, read

CONDUCT = real_edition().survey
MEAN = SurveyMean(
    kind="survey_mean", lowest=1, highest=5, formula="mean_over_highest", is_reversed=False
)


def tally(group: str, counts: dict[str, int], dont_know: int = 0) -> SurveyTally:
    return SurveyTally(
        unit_code="a",
        component_code="1.S.1",
        respondent_group=group,
        counts=counts,
        dont_know=dont_know,
        place=NOWHERE,
    )


def share(*tallies: SurveyTally) -> Fraction:
    return measure_answers(MEAN, tallies, CONDUCT).share


def test_groups_weigh_as_declared_whatever_their_size():
    tallies = (
        tally("leaders", {"5": 3}),
        tally("officers", {"5": 3}),
        tally("citizens", {"1": 900}),
    )
    assert share(*tallies) == Fraction(6, 10) + Fraction(4, 10) / 5


def test_weights_are_shared_out_among_the_groups_that_answered():
    tallies = (tally("leaders", {"5": 3}), tally("citizens", {"1": 4}))
    assert share(*tallies) == Fraction(3, 7) + Fraction(4, 7) / 5


def test_a_group_that_only_does_not_know_carries_no_weight():
    tallies = (tally("leaders", {}, dont_know=9), tally("citizens", {"4": 5}))
    assert share(*tallies) == Fraction(4, 5)


def test_a_group_with_zero_counts_carries_no_weight():
    assert share(tally("leaders", {"1": 0, "5": 0}), tally("citizens", {"4": 5})) == Fraction(4, 5)


@pytest.mark.parametrize(("answers", "is_measured"), [(4, False), (5, True), (6, True)])
def test_fewer_answers_than_the_minimum_measure_nothing(answers, is_measured):
    tallies = [tally("leaders", {"5": answers - 2}, dont_know=40), tally("citizens", {"5": 2})]
    assert (measure_answers(MEAN, tallies, CONDUCT) is not None) == is_measured


def test_no_answer_measures_nothing_even_without_a_minimum():
    assert measure_answers(MEAN, [], replace(CONDUCT, minimum_answers=0)) is None


def test_the_sample_counts_valid_answers_of_all_groups():
    tallies = [tally("leaders", {"5": 3, "2": 1}, dont_know=8), tally("citizens", {"1": 4})]
    assert measure_answers(MEAN, tallies, CONDUCT).sample_size == 8


def test_the_margin_of_one_group_is_that_of_a_mean():
    measure = measure_answers(MEAN, [tally("citizens", {"5": 50, "1": 50})], CONDUCT)
    spread = Decimal("0.4")
    assert measure.margin == (Decimal("1.96") * spread / 10).quantize(Decimal("0.0001"))


def test_the_margin_of_several_groups_combines_their_variances():
    tallies = [tally("leaders", {"1": 2, "5": 2}), tally("citizens", {"1": 8, "5": 8})]
    variance = Fraction(16, 100) * (Fraction(9, 49) / 4 + Fraction(16, 49) / 16)
    expected = (
        Decimal("1.96") * (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
    )
    assert measure_answers(MEAN, tallies, CONDUCT).margin == expected.quantize(Decimal("0.0001"))


def test_agreement_leaves_no_margin():
    assert measure_answers(MEAN, [tally("citizens", {"4": 60})], CONDUCT).margin == 0


def test_a_map_gives_each_answer_its_percentage():
    percents = {"A": Decimal(100), "B": Decimal(60), "C": Decimal(20), "D": Decimal(0)}
    rule = SurveyMap(kind="survey_map", percent_by_answer=percents)
    measure = measure_answers(rule, [tally("citizens", {"A": 1, "B": 2, "C": 1, "D": 1})], CONDUCT)
    assert measure.share == Fraction(48, 100)


def test_a_percentage_measured_elsewhere_keeps_its_sample():
    measure = measure_percent(Decimal("83.25"), 412)
    assert (measure.share, measure.sample_size) == (Fraction(333, 400), 412)


ANSWERS = [
    ["respondent_group", "unit_code", "question_code", "answer"],
    ["leaders", "so-noi-vu", "1.S.1", "5"],
    ["leaders", "so-noi-vu", "1.S.1", "4"],
]
PERCENTS = ["unit_code", "question_code", "percent", "sample_size"]


def survey(root):
    assessment, _ = read(make_folder(root))
    return read_survey(root / "survey", root=root, edition=EDITION, assessment=assessment)


def put_csv(root, name, rows, separator=","):
    return put(root, f"survey/{name}", "".join(f"{separator.join(row)}\n" for row in rows))


def put_book(root, name, sheets, change=lambda _: None):
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    change(workbook)
    (root / "survey").mkdir(exist_ok=True)
    workbook.save(root / "survey" / name)


def counted(tallies) -> int:
    return sum(sum(one.counts.values()) for own in tallies.values() for one in own)


def test_answers_in_a_workbook_are_those_of_the_csv_file(tmp_path):
    put_csv(tmp_path, "answers.csv", ANSWERS)
    from_csv, _, _ = survey(tmp_path)
    (tmp_path / "survey" / "answers.csv").unlink()
    put_book(tmp_path, "answers.XLSX", {"Bìa": [], "Phiếu": [["Kết quả"], *ANSWERS]})
    from_book, _, findings = survey(tmp_path)
    assert findings == []
    (key,) = from_csv
    assert from_book[key][0].counts == from_csv[key][0].counts == {"5": 1, "4": 1}
    place = from_book[key][0].place
    assert (place.sheet, place.cell) == ("Phiếu", "từ dòng 3 đến dòng 4")


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_copy_of_a_file_is_not_counted_twice(tmp_path, separator):
    put_csv(tmp_path, "answers.csv", ANSWERS)
    put_csv(tmp_path, "answers - Copy.csv", ANSWERS, separator)
    put_book(tmp_path, "answers (1).xlsx", {"Phiếu": ANSWERS})
    tallies, _, findings = survey(tmp_path)
    assert counted(tallies) == 2
    assert [(one.code, one.file, one.expected) for one in findings] == [
        ("BM-050", "survey/answers (1).xlsx", "survey/answers.csv"),
        ("BM-050", "survey/answers - Copy.csv", "survey/answers.csv"),
    ]


def test_the_same_answers_of_other_people_are_counted(tmp_path):
    header, *rows = ANSWERS
    for name, person in (("a.csv", "1"), ("b.csv", "2")):
        put_csv(tmp_path, name, [["id", *header], *([person, *row] for row in rows)])
    tallies, _, findings = survey(tmp_path)
    assert counted(tallies) == 4
    assert [(one.code, one.found) for one in findings] == [("XH-010", "id")] * 2


def test_both_tables_may_stand_in_one_workbook(tmp_path):
    percents = [PERCENTS, ["so-noi-vu", "4.S.1", 91.5, 120]]
    put_book(tmp_path, "all.xlsx", {"Phiếu": ANSWERS, "SIPAS": percents})
    tallies, measured, findings = survey(tmp_path)
    assert (counted(tallies), findings) == (2, [])
    (one,) = measured.values()
    assert (one.percent, one.sample_size) == (Decimal("91.5"), 120)
    assert (one.place.sheet, one.place.cell) == ("SIPAS", "C2")


def test_every_file_in_the_folder_is_read_or_spoken_of(tmp_path):
    for name in ("a.xls", "b.ods", "c.XLSM", "d.txt", "e.pdf", "~$f.xlsx", "Thumbs.db", ".g.csv"):
        put(tmp_path, f"survey/{name}", "x")
    put(tmp_path, "survey/h.csv", "")
    put(tmp_path, "survey/2018/answers.csv", "x")
    put_book(tmp_path, "i.xlsx", {"Sheet1": []})
    _, _, findings = survey(tmp_path)
    said = {(one.code, one.file.removeprefix("survey/")) for one in findings}
    workbooks = {("BM-021", "a.xls"), ("BM-021", "b.ods"), ("BM-021", "c.XLSM")}
    others = {("BM-008", name) for name in ("d.txt", "e.pdf", "2018/")}
    assert said == workbooks | others | {("XH-002", "h.csv"), ("XH-002", "i.xlsx")}


def test_a_link_is_not_followed_and_nothing_of_its_target_is_shown(tmp_path):
    secret = put(tmp_path, "secret", "respondent_group,unit_code,question_code,answer,root:x:0:0\n")
    (tmp_path / "survey").mkdir()
    for name in ("x.csv", "y.xlsx"):
        (tmp_path / "survey" / name).symlink_to(secret)
    (tmp_path / "survey" / "z.csv").symlink_to(tmp_path / "không có")
    _, _, findings = survey(tmp_path)
    assert [(one.code, one.file) for one in findings] == [
        ("BM-026", "survey/x.csv"),
        ("BM-026", "survey/y.xlsx"),
        ("BM-026", "survey/z.csv"),
    ]
    assert "root" not in str(findings)


def test_a_line_of_people_is_no_header_and_is_not_shown(tmp_path):
    put_csv(tmp_path, "answers.csv", [["Nguyễn Văn A", "so-noi-vu", "1.S.1", "5"]])
    _, _, findings = survey(tmp_path)
    assert {one.code for one in findings} == {"XH-002"}
    assert "Nguyễn" not in str(findings)


@pytest.mark.parametrize(
    ("percent", "size", "meant", "said"),
    [
        ("91.5", "120", ("91.5", 120), []),
        ("91.5%", "1.200 người", ("91.5", 1200), ["BM-015", "BM-015"]),
        ("91.125", "120", ("91.125", 120), []),
        ("100.5", "120", None, ["XH-008"]),
        ("-1", "120", None, ["XH-008"]),
        ("91.5", "12.5", None, ["XH-008"]),
        ("91.5", "", None, ["XH-008"]),
    ],
)
def test_percentages_follow_the_grammar_of_forms(tmp_path, percent, size, meant, said):
    put_csv(tmp_path, "sipas.csv", [PERCENTS, ["so-noi-vu", "4.S.1", percent, size]])
    _, measured, findings = survey(tmp_path)
    expected = [] if meant is None else [(Decimal(meant[0]), meant[1])]
    assert [(one.percent, one.sample_size) for one in measured.values()] == expected
    assert places(findings) == [(code, "dòng 2") for code in said]
    assert all(one.unit_code == "so-noi-vu" for one in findings)


def test_a_refused_cell_of_a_workbook_is_named(tmp_path):
    def change(workbook):
        workbook["SIPAS"]["C2"].number_format = "0.0%"
        workbook["SIPAS"]["D2"] = "=1+1"

    rows = [PERCENTS, ["so-noi-vu", "4.S.1", 0.915, 120]]
    put_book(tmp_path, "sipas.xlsx", {"SIPAS": rows}, change)
    _, measured, findings = survey(tmp_path)
    assert measured == {}
    assert places(findings) == [("BM-016", "C2"), ("BM-014", "D2")]
    assert {(one.sheet, one.unit_code, one.component_code) for one in findings} == {
        ("SIPAS", "so-noi-vu", "4.S.1")
    }


def test_an_answer_off_the_scale_is_named_with_its_cell(tmp_path):
    put_book(tmp_path, "a.xlsx", {"Phiếu": [*ANSWERS, ["leaders", "so-noi-vu", "1.S.1", 6]]})
    tallies, _, findings = survey(tmp_path)
    assert counted(tallies) == 2
    assert [(one.code, one.sheet, one.cell, one.found) for one in findings] == [
        ("XH-005", "Phiếu", "D4", "6")
    ]
