"""The command line: Vietnamese help, exit codes, one JSON object on stdout."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_lib.project import ROOT, RULES


def cchc(*words: object) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "cchc_lib", *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)


def test_help_is_vietnamese():
    done = cchc("--help")
    assert done.returncode == 0
    assert "Cách dùng:" in done.stdout
    assert "Options" not in done.stdout


@pytest.mark.parametrize("words", [["rum"], ["run"], ["run", "--no-such", "x"], ["explain", "x"]])
def test_wrong_usage_exits_with_2_and_a_vietnamese_sentence(words):
    done = cchc(*words)
    assert done.returncode == 2
    assert "Lỗi:" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_folder_is_a_sentence():
    done = cchc("run", "no/such/folder")
    assert done.returncode == 2
    assert "Không có thư mục “folder”" in done.stderr


def test_sound_rules_exit_with_0_and_say_that_they_are_a_reconstruction():
    done = cchc("rules", "check", "mau-2018")
    assert done.returncode == 0
    assert "83 tiêu chí thành phần" in done.stdout
    assert "phục dựng" in done.stderr


def test_a_rule_file_with_four_mistakes_reports_all_four_and_exits_with_11(tmp_path):
    folder = tmp_path / "mau-2018"
    shutil.copytree(RULES / "mau-2018", folder)
    path = folder / "area_1_direction.toml"
    text = path.read_text("utf-8")
    for old, new in (
        ("{ ge = 70, le = 90, share = 0.5 }", "{ gt = 70, le = 90, share = 0.5 }"),
        ("required_items = 4", 'required_items = "bốn"'),
        ('location = "Lĩnh vực 1, tiêu chí 1.3, mục 1.3.2"', 'location = ""'),
        ('flag = "is_used"', 'flag = "is_used"\nflagg = "x"'),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    done = cchc("rules", "check", folder, "--json")
    assert done.returncode == 11
    found = json.loads(done.stdout)["findings"]
    assert {f["code"] for f in found} == {"QT-007", "QT-004", "QT-008", "QT-003"}
    assert len(found) == 4
    assert {f["file"] for f in found} == {"area_1_direction.toml"}
    assert all(f["cell"] for f in found)
    assert "Traceback" not in done.stderr


def test_an_unknown_edition_names_those_there_are():
    done = cchc("rules", "check", "mau-2081")
    assert done.returncode == 11
    assert "mau-2018" in done.stderr


def test_explain_leads_to_cell_clause_and_rule(finished):
    done = cchc("explain", finished.folder, "so-noi-vu", "4.3.1")
    assert done.returncode == 0
    for part in ("submissions/so-noi-vu.xlsx", "Tự chấm", "mục 4.3.1", "appraisal/so-noi-vu.xlsx"):
        assert part in done.stdout, part


def test_explain_as_json_is_one_object_with_a_format_version(finished):
    done = cchc("explain", finished.folder, "so-noi-vu", "--json")
    whole = json.loads(done.stdout)
    assert whole["format"] == 2
    assert whole["tree"]["subject"] == "index"


def test_explain_offers_near_matches(finished):
    done = cchc("explain", finished.folder, "so-noi-vi")
    assert done.returncode == 2
    assert "so-noi-vu" in done.stderr


def test_explain_of_a_folder_that_is_no_run_exits_with_13(tmp_path):
    assert cchc("explain", tmp_path, "so-noi-vu").returncode == 13


def test_a_second_run_of_the_same_inputs_is_the_same_folder(example, tmp_path):
    first = cchc("run", example, "--out", tmp_path, "--no-reports")
    again = cchc("run", example, "--out", tmp_path, "--no-reports")
    assert first.returncode == again.returncode == 0
    assert Path(first.stdout.splitlines()[-1]).is_dir()
    assert again.stdout == first.stdout
    assert "dùng lại kết quả" in again.stderr


def test_forms_are_issued_and_a_filled_one_is_never_written_over(tmp_path):
    folder = tmp_path / "year"
    assert cchc("example", folder, "--units", "3", "--until", "explanation").returncode == 0
    assert cchc("forms", folder).returncode == 0
    filled = folder / "forms" / "submissions" / "van-phong-ubnd-tinh.xlsx"
    filled.write_bytes(b"filled in by hand")
    done = cchc("forms", folder)
    assert done.returncode == 0
    assert filled.read_bytes() == b"filled in by hand"
    assert "van-phong-ubnd-tinh.xlsx" in done.stderr
    issued = {path.parent.name for path in (folder / "forms").rglob("*.xlsx")}
    assert issued == {"submissions", "appraisal", "explanations", "appraisal_2"}
    assert (folder / "forms" / "explanations" / "van-phong-ubnd-tinh.html").is_file()


def test_check_hands_findings_back_to_each_unit(faulty, tmp_path):
    folder = tmp_path / "year"
    shutil.copytree(faulty, folder)
    done = cchc("check", folder)
    assert done.returncode == 12
    assert "[HS-014]" in done.stdout
    assert (folder / "returned" / "findings.csv").is_file()
    assert (folder / "returned" / "findings.html").is_file()
    assert list((folder / "returned").glob("*.xlsx"))
