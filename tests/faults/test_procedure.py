"""The procedure under an office's hands: files replaced, half-done rounds, corrections."""

import hashlib
import json
import shutil
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cchc_lib import cli
from cchc_lib.core.audit import explain
from cchc_lib.core.results import YearResult
from cchc_lib.core.stages import ComponentScore
from cchc_lib.pipeline import check_year, close_stage, make_example
from cchc_lib.present.audit.derivation import format_tree

FEW = 6
UNIT = "so-noi-vu"


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("procedure") / "year"
    make_example(folder, year=2018, unit_count=FEW, seed=2018, has_faults=False)
    return folder


@pytest.fixture(scope="module")
def clean(small) -> YearResult:
    return check_year(small)


@pytest.fixture
def folder(small, tmp_path) -> Path:
    shutil.copytree(small, tmp_path / "year")
    return tmp_path / "year"


def run(monkeypatch, capsys, *arguments: object) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["cchc", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def decided_in(year: YearResult, file: str) -> ComponentScore:
    """Return a component of which only one file decides, with points to lose."""
    return next(
        score
        for score in year.scores_of(UNIT)
        if [line.place.file for line in score.decisions] == [file] and score.decisions[0].value
    )


def change(folder: Path, score: ComponentScore, value: float, reason: str = "Xem lại") -> Path:
    """Change a decision in its workbook as an officer would, with a reason beside it."""
    place = score.decisions[0].place
    path = folder / place.file
    workbook = load_workbook(path)
    cell = workbook[place.sheet][place.cell]
    cell.value = value
    cell.offset(column=1).value = reason
    workbook.save(path)
    return path


def final_of(year: YearResult, score: ComponentScore) -> object:
    return next(
        s.final.value for s in year.scores_of(UNIT) if s.component_code == score.component_code
    )


def test_a_first_appraisal_replaced_after_the_explanation_round_is_noticed_and_named(
    folder, clean, monkeypatch, capsys
):
    file = f"appraisal/{UNIT}.xlsx"
    score = decided_in(clean, file)
    change(folder, score, 0)
    code, said, _ = run(monkeypatch, capsys, "check", folder)
    assert code == 12
    assert f"[GD-001] Tệp {file} đã thay đổi sau khi chốt thẩm định lần 1" in said
    assert f"closed/appraisal_1/{UNIT}.xlsx" in said
    year = check_year(folder)
    assert final_of(year, score) == score.final.value
    assert year.unit(UNIT).state == "provisional"
    assert year.unit(UNIT).total_score == clean.unit(UNIT).total_score


def test_a_correction_by_document_lets_the_new_file_count_and_only_that_file(folder, clean):
    score = decided_in(clean, f"appraisal/{UNIT}.xlsx")
    path = change(folder, score, 0)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    corrections = folder / "corrections.csv"
    head = "file,sha256,document,date,reason\n"
    row = f"appraisal/{UNIT}.xlsx,{digest},QĐ 15/QĐ-SNV,2019-03-05,Nhập nhầm dòng\n"
    corrections.write_text(head + row, "utf-8")
    year = check_year(folder)
    assert final_of(year, score) == 0
    node = explain(year, UNIT, score.component_code)
    tree = format_tree(node, year)
    assert "tệp đính chính theo QĐ 15/QĐ-SNV ngày 05/03/2019 (Nhập nhầm dòng)" in tree
    assert {f.code for f in year.findings if f.code.startswith("GD-0")} >= {"GD-008"}
    assert "GD-001" not in {f.code for f in year.findings}
    change(folder, score, 0.25)
    again = check_year(folder)
    assert final_of(again, score) == score.final.value
    assert "GD-001" in {f.code for f in again.findings}


def test_a_lead_workbook_that_disappears_is_read_from_its_closed_copy(folder, clean):
    (lead,) = (folder / "appraisal").glob("chu-tri_so-tu-phap.xlsx")
    lead.unlink()
    year = check_year(folder)
    assert [u.total_score for u in year.units] == [u.total_score for u in clean.units]
    (item,) = [f for f in year.findings if f.code == "GD-002"]
    assert item.file == f"appraisal/{lead.name}"
    assert year.is_provisional


def test_a_form_that_comes_in_after_its_stage_was_closed_does_not_count(folder, clean):
    shutil.copy(folder / "appraisal_2" / next_name(folder), folder / "appraisal_2" / "moi.xlsx")
    year = check_year(folder)
    assert "GD-004" in {f.code for f in year.findings}
    assert [u.total_score for u in year.units] == [u.total_score for u in clean.units]


def next_name(folder: Path) -> str:
    return min(path.name for path in (folder / "appraisal_2").iterdir())


def test_a_half_finished_round_says_whom_to_chase_and_how_long_there_is(
    folder, monkeypatch, capsys
):
    for name in ("closed", "explanations", "appraisal_2"):
        shutil.rmtree(folder / name)
    for name in ("council.csv", f"appraisal/{UNIT}.xlsx", "submissions/so-tu-phap.xlsx"):
        (folder / name).unlink()
    code, out, _ = run(monkeypatch, capsys, "status", folder, "--date", "2019-01-28")
    assert code == 12
    assert "Đang mở: thẩm định lần 1, đến hết ngày 31/01/2019 (còn 3 ngày)" in out
    assert "Quá hạn 18 ngày  Sở Tư pháp: nộp hồ sơ tự chấm" in " ".join(out.split(" "))
    assert "Còn 3 ngày" in out
    assert "Sở Nội vụ – phòng CCHC: còn" in out


def test_the_state_of_a_round_is_there_for_machines_too(folder, monkeypatch, capsys):
    (folder / "council.csv").unlink()
    code, out, _ = run(monkeypatch, capsys, "status", folder, "--json", "--date", "2019-03-05")
    payload = json.loads(out)
    assert code == 12
    assert payload["date"] == "2019-03-05"
    assert len(payload["units"]) == FEW
    assert "GD-002" in {one["code"] for one in payload["findings"]}


def test_a_day_that_is_none_is_refused_with_the_way_to_write_it(folder, monkeypatch, capsys):
    code, _, said = run(monkeypatch, capsys, "status", folder, "--date", "31/02/2019")
    assert code == 2
    assert "2019-01-15" in said


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("{unit},{code},99,Kết luận,QĐ 1,2019-03-06", "TD-014"),
        ("{unit},{code},0.1,,QĐ 1,2019-03-06", "TD-017"),
        ("{unit},{code},0.1,Kết luận,QĐ 1,2019-01-02", "TD-021"),
        ("{unit},{code},0.1,Kết luận,,2019-03-06", "TD-023"),
        ("{unit},{code},nhiều,Kết luận,QĐ 1,2019-03-06", "BM-013"),
        ("{unit},9.9.9,0.1,Kết luận,QĐ 1,2019-03-06", "KD-010"),
        ("{unit},{code},0.1,Kết luận,QĐ 1,ngày 6 tháng 3", "KD-008"),
    ],
)
def test_a_council_row_that_cannot_stand_leaves_the_score_before_it(folder, clean, row, code):
    shutil.rmtree(folder / "closed" / "council")
    record = folder / "closed" / "record.csv"
    lines = record.read_text("utf-8").splitlines(keepends=True)
    record.write_text("".join(one for one in lines if not one.startswith("council,")), "utf-8")
    score = decided_in(clean, f"appraisal/{UNIT}.xlsx")
    council = folder / "council.csv"
    text = council.read_text("utf-8")
    council.write_text(text + row.format(unit=UNIT, code=score.component_code) + "\n", "utf-8")
    year = check_year(folder)
    assert code in {f.code for f in year.findings if f.file == "council.csv"}
    assert final_of(year, score) == score.final.value
    assert year.unit(UNIT).state == "provisional"
    assert year.unit(UNIT).total_score == clean.unit(UNIT).total_score


def test_a_council_decision_that_stands_counts_and_is_named_in_the_trace(folder, clean):
    shutil.rmtree(folder / "closed")
    score = decided_in(clean, f"appraisal/{UNIT}.xlsx")
    council = folder / "council.csv"
    row = f"{UNIT},{score.component_code},0.1,Kết luận cuộc họp,TB 12/TB-HĐ,2019-03-06\n"
    council.write_text(council.read_text("utf-8") + row, "utf-8")
    year = check_year(folder)
    (found,) = [s for s in year.scores_of(UNIT) if s.component_code == score.component_code]
    assert found.final.taken_from == "council"
    assert found.final.value == Decimal("0.1")
    assert (found.appraised.document, found.appraised.decided_on) == (
        "TB 12/TB-HĐ",
        date(2019, 3, 6),
    )


def test_a_stage_with_errors_is_closed_only_on_purpose(folder, clean, monkeypatch, capsys):
    shutil.rmtree(folder / "closed")
    change(folder, decided_in(clean, f"appraisal/{UNIT}.xlsx"), 99)
    code, _, said = run(monkeypatch, capsys, "close", folder, "appraisal_1")
    assert code == 12
    assert "TD-014" in said
    assert "Chưa chốt: thẩm định lần 1 còn 1 lỗi" in said
    assert not (folder / "closed").exists()
    code, _, said = run(monkeypatch, capsys, "close", folder, "appraisal_1", "--anyway")
    assert code == 0
    assert "Giai đoạn trước chưa chốt: tự chấm điểm" in said


def test_a_stage_that_is_over_is_to_be_closed_by_the_office(folder, monkeypatch, capsys):
    shutil.rmtree(folder / "closed")
    _, out, _ = run(monkeypatch, capsys, "status", folder, "--date", "2019-03-04")
    assert "Việc của cơ quan tổ chức đánh giá:" in out
    for stage in ("self_assessment", "appraisal_1", "explanation", "appraisal_2"):
        assert f"`cchc close DIR {stage}`" in out
    assert "`cchc close DIR council`" not in out


def test_closing_is_done_once_and_says_when_it_was(folder, monkeypatch, capsys):
    shutil.rmtree(folder / "closed")
    code, _, said = run(monkeypatch, capsys, "close", folder, "appraisal_1", "--date", "2019-02-01")
    assert code == 0
    assert "Đã chốt thẩm định lần 1" in said
    again, _ = close_stage(folder, "appraisal_1", date(2019, 2, 9))
    assert again.closed_on == date(2019, 2, 1)
    (folder / "appraisal" / f"{UNIT}.xlsx").unlink()
    code, _, said = run(monkeypatch, capsys, "close", folder, "appraisal_1")
    assert code == 2
    assert "01/02/2019" in said


def test_a_record_that_cannot_be_written_is_a_sentence(folder, monkeypatch, capsys):
    shutil.rmtree(folder / "closed")
    (folder / "closed" / "record.csv").mkdir(parents=True)
    code, _, said = run(monkeypatch, capsys, "close", folder, "appraisal_1")
    assert code == 2
    assert "“record.csv” là thư mục nên không ghi được" in said
