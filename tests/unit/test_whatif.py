"""``cchc whatif``: what can be asked, what is answered, and how a question is refused."""

import json
import sys
from decimal import Decimal

import pytest

from cchc_lib import cli
from cchc_lib.auditing import advising
from cchc_lib.core.advice.outlook import look_ahead
from cchc_lib.files.catalogues import read_catalogue
from cchc_lib.present.advice.text import format_outlook
from cchc_lib.present.advice.words import PROMISE, UNOFFICIAL
from cchc_lib.present.language import speaking
from cchc_lib.present.unit_steps import next_steps
from cchc_lib.project import RULES
from tests.catalogues import PROGRAM
from tests.unit.present_cases import BLOCKED, sample_year

UNIT = "so-noi-vu"
SET = "--set"


@pytest.fixture
def ask(year, monkeypatch, capsys):
    """Return a function that asks about the example year, as if a run of it were read."""
    monkeypatch.setattr(advising, "read_run", lambda *_, **__: year)

    def whatif(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["cchc", "whatif", "run", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return whatif


def test_who_asks_nothing_certain_is_told_the_next_place_and_grade_and_the_largest_steps(ask):
    code, out, _ = ask(UNIT)
    assert code == 0
    for said in ("Hạng 6: ít nhất", "Xếp loại Xuất sắc: ít nhất", "lần lượt", PROMISE, UNOFFICIAL):
        assert said in out


def test_an_answer_is_one_object_for_other_programs_with_exact_numbers(ask, year):
    code, out, err = ask(UNIT, "--grade", "excellent", "--json")
    found = json.loads(out)
    (goal,) = found["goals"]
    assert (code, found["is_official"], found["largest_steps"]) == (0, False, [])
    assert (goal["goal"], goal["value"], goal["obstacle"]) == ("grade", "excellent", None)
    gains = [Decimal(s["after"]) - Decimal(s["before"]) for s in goal["plan"]["steps"]]
    assert sum(gains) == Decimal(goal["plan"]["gain"])
    now = year.unit(UNIT).total_score
    assert Decimal(goal["plan"]["after"]["total_score"]) == now + sum(gains)
    assert "Xếp loại Xuất sắc" in err


def test_figures_that_are_set_say_what_would_be(ask):
    code, out, _ = ask(UNIT, SET, "1.1.3.done_tasks=1", "--json")
    given = json.loads(out)["given"]
    (step,) = given["steps"]
    assert code == 0
    assert (step["component"], step["after"]) == ("1.1.3", "0.00")
    assert step["figures"]["done_tasks"]["after"] == "1"
    assert Decimal(given["after"]["total_score"]) == Decimal("89.56") - Decimal("1.5")


@pytest.mark.parametrize(
    ("setting", "after"),
    [
        ("1.7.1.is_used=không", False),
        ("1.1.1.issued_date=2018-01-15", "2018-01-15"),
        ("1.1.1.issued_date=Không có", "Không có"),
        ("6.5.1.level=Vi phạm nhẹ", "Vi phạm nhẹ"),
        ("5.2.2.cut_percent=7,25", "7.25"),
    ],
)
def test_every_kind_of_figure_is_written_as_in_the_forms(ask, setting, after):
    code, out, _ = ask(UNIT, SET, setting, "--json")
    (step,) = json.loads(out)["given"]["steps"]
    assert code == 0
    assert [one["after"] for one in step["figures"].values()] == [after]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["so-noi-vi"], "Có phải: so-noi-vu"),
        ([UNIT, "--grade", "excelent"], "Có phải: excellent?"),
        ([UNIT, "--grade", "zzz"], "Các mức: excellent, good, fair, average, weak."),
        ([UNIT, "--rank", "0"], "từ 1 trở đi"),
        ([UNIT, "--score", "chín mươi"], "phải là một số điểm"),
        ([UNIT, "--score", "-3"], "phải là một số điểm"),
        ([UNIT, "--rank", "2", "--score", "90"], "Chọn một trong ba"),
        ([UNIT, SET, "1.1.3"], "Viết dạng MÃ.SỐ_LIỆU=GIÁ_TRỊ"),
        ([UNIT, SET, "done_tasks=3"], "Viết dạng MÃ.SỐ_LIỆU=GIÁ_TRỊ"),
        ([UNIT, SET, "1.1.9.x=3"], "Có phải: 1.1.3"),
        ([UNIT, SET, "1.1.3.done=3"], "Các số liệu: done_tasks, planned_tasks"),
        ([UNIT, SET, "1.S.1.x=3"], "không có số liệu kê khai"),
        ([UNIT, SET, "1.1.3.done_tasks=3,5"], "không nhận “3,5”: ghi một số nguyên không âm"),
        ([UNIT, SET, "1.1.3.done_tasks="], "không nhận “”"),
        ([UNIT, SET, "1.1.3.done_tasks=100000"], "số đạt được lớn hơn tổng số"),
        ([UNIT, SET, "1.1.3.done_tasks=1", SET, "1.1.3.done_tasks=2"], "đặt hai lần"),
        (["ban-dan-toc", SET, "1.3.1.inspected_units=2"], "không áp dụng với đơn vị"),
        ([UNIT, "--effort", "no-such.csv"], "no-such.csv"),
    ],
)
def test_a_question_that_cannot_be_understood_ends_with_2_and_says_why(ask, words, said):
    code, out, err = ask(*words)
    assert (code, out) == (2, "")
    assert said in err


def test_efforts_are_read_as_other_tables_are(ask, tmp_path):
    path = tmp_path / "efforts.csv"
    path.write_text("component_code;effort\n5.3.1;3\n1.1.2;1\n7.3.1;0,5\n2.1.1;2\n", "utf-8")
    code, out, _ = ask(UNIT, "--rank", 6, "--effort", path, "--json")
    (goal,) = json.loads(out)["goals"]
    assert code == 0
    used = {step["component"] for step in goal["plan"]["steps"]}
    assert used <= {"5.3.1", "1.1.2", "7.3.1", "2.1.1"}
    assert Decimal(goal["plan"]["effort"]) == Decimal("4.5")


def test_who_gives_efforts_is_told_what_the_components_with_one_reach_at_most(ask, tmp_path):
    path = tmp_path / "efforts.csv"
    path.write_text("component_code,effort\n5.3.1,3\n", "utf-8")
    code, out, _ = ask(UNIT, "--rank", 1, "--effort", path)
    assert code == 0
    assert "các tiêu chí có ghi công sức; nhiều nhất là tổng điểm 90,56" in out


def test_every_slip_in_the_table_of_efforts_is_found_at_once(ask, tmp_path):
    path = tmp_path / "efforts.csv"
    rows = ("5.3.1,-1", "9.9.9,1", "1.1.2,2", "1.1.2,3", "1.1.3,", '1.2.1,"1.234"')
    path.write_text("\n".join(("component_code,effort", *rows, "")), "utf-8")
    code, out, _ = ask(UNIT, "--effort", path, "--json")
    found = [(one["code"], one["cell"]) for one in json.loads(out)["findings"]]
    assert code == 12
    assert found == [
        ("KD-035", "dòng 2"),
        ("KD-010", "dòng 3"),
        ("KD-023", "dòng 5"),
        ("KD-035", "dòng 6"),
        ("KD-035", "dòng 7"),
    ]


def test_a_run_that_is_not_there_ends_with_13(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["cchc", "whatif", "no-such-run", UNIT])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 13
    assert "no-such-run" in capsys.readouterr().err


def test_a_unit_with_errors_is_told_that_nothing_can_be_worked_out():
    year = sample_year()
    said = format_outlook(year, look_ahead(year, BLOCKED))
    assert "còn lỗi phải sửa" in said
    assert "ít nhất" not in said


def test_a_capped_unit_reads_in_its_report_which_fact_holds_its_grade(year):
    capped = next(unit for unit in year.units if unit.grade != unit.uncapped_grade)
    page = next_steps(year, capped.unit_code).markup
    assert "Không đạt được dù thêm bao nhiêu điểm: Người đứng đầu đơn vị bị kỷ luật" in page


def test_a_report_spells_out_short_plans_and_names_the_components_of_long_ones(year):
    page = next_steps(year, "so-giao-thong-van-tai").markup
    assert "14 tiêu chí thành phần: " in page
    assert "thay vì" in page


def test_the_next_steps_are_told_in_english_too(year):
    words = read_catalogue(PROGRAM) | read_catalogue(RULES / "mau-2018" / "en.po")
    with speaking("en", words):
        page = next_steps(year, UNIT).markup
    for said in ("The next three steps", "Rank 6", "Grade Excellent", "instead of", "Exactly so"):
        assert said in page
    assert "thay vì" not in page
