"""The calendar of a round, its register of incoming files, and what bonus points may be for."""

from datetime import date
from decimal import Decimal

import pytest

from tests.unit.round_cases import EDITION, make_folder, places, put, read

RECEIVED = "file,received_on\n"
ADJUSTMENTS = "unit_code,kind,code,points,reason,document\n"


def test_windows_are_read_in_the_order_of_the_round(tmp_path):
    make_folder(
        tmp_path,
        "[windows]\n"
        "council = { from = 2019-01-10, to = 2019-01-10 }\n"
        'self_assessment = { from = "2018-11-05", to = "2018-11-30" }\n'
        "appraisal_1 = { from = 2018-11-20, to = 2018-12-20 }\n",
    )
    assessment, findings = read(tmp_path)
    assert findings == []
    assert [window.name for window in assessment.windows] == [
        "self_assessment",
        "appraisal_1",
        "council",
    ]
    window = assessment.window("self_assessment")
    assert (window.first_day, window.last_day) == (date(2018, 11, 5), date(2018, 11, 30))


def test_a_round_needs_no_calendar(tmp_path):
    assessment, findings = read(make_folder(tmp_path))
    assert (assessment.windows, assessment.receipts, findings) == ((), (), [])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("survey = { from = 2018-11-06 }", "to là một ngày"),
        ("survey = { from = 2018-11-06, to = 2018-11-05 }", "2018-11-06 hoặc một ngày sau đó"),
        ('survey = { from = "6-11-2018", to = "20-11-2018" }', "from và to là một ngày"),
        ("survey = { from = 2018-11-06T08:00:00, to = 2018-11-07 }", "from là một ngày"),
        ("survey = 2018-11-06", "survey = { from = "),
    ],
)
def test_a_window_that_makes_no_sense_is_left_out_and_the_others_stay(tmp_path, line, says):
    rest = "council = { from = 2019-01-10, to = 2019-01-11 }\n"
    assessment, findings = read(make_folder(tmp_path, f"[windows]\n{line}\n{rest}"))
    assert places(findings) == [("KD-024", "windows.survey")]
    assert says in findings[0].fix
    assert [window.name for window in assessment.windows] == ["council"]


def test_an_unknown_step_gets_the_names_that_are_near(tmp_path):
    line = "[windows]\napraisal_1 = { from = 2018-11-06, to = 2018-11-07 }\n"
    _, findings = read(make_folder(tmp_path, line))
    assert places(findings) == [("KD-024", "windows.apraisal_1")]
    assert "appraisal_1" in findings[0].fix


def test_windows_that_are_no_table_are_reported(tmp_path):
    _, findings = read(make_folder(tmp_path, "windows = 3\n"))
    assert places(findings) == [("KD-024", "windows")]


def test_the_register_is_read_however_the_path_is_written(tmp_path):
    put(tmp_path, "submissions/So-Noi-Vu.xlsx")
    put(tmp_path, "closed/appraisal_1/so-y-te.xlsx")
    lines = ".\\submissions\\so-noi-vu.xlsx,2018-12-01\nappraisal/so-y-te.xlsx,2018-12-20\n"
    assessment, findings = read(make_folder(tmp_path, received=RECEIVED + lines))
    assert findings == []
    receipt = assessment.receipt("submissions/so-noi-vu.xlsx")
    assert receipt.received_on == date(2018, 12, 1)
    assert (receipt.place.file, receipt.place.cell) == ("received.csv", "dòng 2")


def test_mistakes_in_the_register_are_found(tmp_path):
    put(tmp_path, "submissions/so-noi-vu.xlsx")
    lines = (
        "submissions/so-noi-vu.xlsx,2018-12-01\n"
        "submissions/so-noi-vu.xlsx,2018-12-02\n"
        "submissions/so-y-te.xlsx,31/02/2018\n"
        "submissions/cuc-thue.xlsx,2018-12-01\n"
        f"../{tmp_path.name}/units.csv,2018-12-01\n"
        f"{'x' * 5000}.xlsx,2018-12-01\n"
    )
    assessment, findings = read(make_folder(tmp_path, received=RECEIVED + lines))
    assert places(findings) == [
        ("KD-023", "dòng 3"),
        ("KD-008", "dòng 4"),
        ("KD-025", "dòng 5"),
        ("KD-025", "dòng 6"),
        ("KD-025", "dòng 7"),
    ]
    assert assessment.receipt("submissions/so-noi-vu.xlsx").received_on == date(2018, 12, 1)
    assert findings[2].unit_code == "cuc-thue"


def test_a_ground_for_points_must_be_one_of_the_edition_and_of_its_kind(tmp_path):
    lines = (
        "so-noi-vu,bonus,new-modle,1,Lý do,QĐ 1\n"
        "so-noi-vu,bonus,late-report,1,Lý do,QĐ 2\n"
        "so-noi-vu,penalty,late-report,1,Lý do,QĐ 3\n"
    )
    assessment, findings = read(make_folder(tmp_path, adjustments=ADJUSTMENTS + lines))
    assert places(findings) == [("KD-014", "dòng 2"), ("KD-014", "dòng 3")]
    assert {one.unit_code for one in findings} == {"so-noi-vu"}
    assert "new-model" in findings[0].fix
    assert [one.code for one in assessment.adjustments] == ["late-report"]


def test_points_over_what_a_ground_may_give_are_kept_and_reported(tmp_path):
    most = EDITION.adjustment.item("new-model").max_points
    lines = f"so-y-te,bonus,new-model,{most + 1},Lý do,QĐ 1\n"
    lines += f"so-y-te,bonus,new-model,{most},Lý do,QĐ 2\n"
    assessment, findings = read(make_folder(tmp_path, adjustments=ADJUSTMENTS + lines))
    assert [one.points for one in assessment.adjustments] == [most + 1, most]
    assert places(findings) == [("KD-026", "dòng 2")]
    assert findings[0].message == (
        "Điểm cộng 2,5 của mục new-model vượt mức 1,5 của mục đó; chỉ tính mức này."
    )
    assert most == Decimal("1.5")
