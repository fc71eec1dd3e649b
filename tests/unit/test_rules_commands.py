"""``cchc rules export`` and ``cchc rules import`` on the command line: words, JSON, exit codes."""

import json

import pytest

from tests.appendices import word_appendix
from tests.unit.test_cli import cchc

DOCUMENT = ("--document", "QĐ 99/QĐ-UBND ngày 05/3/2020", "--year", 2020)


def test_an_edition_goes_out_and_comes_back(tmp_path):
    book, folder = tmp_path / "mau-2018.xlsx", tmp_path / "mau-2018"
    done = cchc("rules", "export", "mau-2018", book, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"edition": "mau-2018", "components": 83, "file": str(book)}
    done = cchc("rules", "import", book, folder, "--json")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert told == {"folder": str(folder), "components": 83, "unread": 0, "findings": []}
    assert cchc("rules", "check", folder).returncode == 0


def test_an_appendix_with_gaps_is_written_and_ends_with_11(tmp_path):
    path = word_appendix(tmp_path / "phu-luc.docx")
    done = cchc("rules", "import", path, tmp_path / "qd-99", *DOCUMENT, "--previous", "mau-2019")
    assert done.returncode == 11
    assert done.stdout.splitlines() == [str(tmp_path / "qd-99")]
    assert "20 tiêu chí thành phần, 4 cách tính chưa đọc được" in done.stderr
    assert "[QT-022]" in done.stderr
    done = cchc("rules", "check", tmp_path / "qd-99")
    assert done.returncode == 11
    assert done.stderr.count("[QT-022]") == 4


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["no-such.docx", "qd"], 2, "Không có tệp “no-such.docx”"),
        (["phu-luc.docx", "qd"], 2, "--document"),
        (["phu-luc.docx", "."], 2, "không dùng làm mã"),
        (["phu-luc.docx", "qd", *DOCUMENT, "--group", "Sở"], 2, "bỏ --group"),
        (["phu-luc.docx", "qd", *DOCUMENT, "--previous", "no-such"], 11, "no-such"),
        (["broken.docx", "qd", *DOCUMENT], 12, "[PL-020]"),
        (["broken.xlsx", "qd", *DOCUMENT], 12, "[PL-020]"),
    ],
)
def test_what_cannot_be_imported_ends_with_a_sentence(tmp_path, words, code, said):
    word_appendix(tmp_path / "phu-luc.docx")
    for name in ("broken.docx", "broken.xlsx"):
        (tmp_path / name).write_bytes(b"PK\x03\x04 broken")
    file, folder, *options = words
    done = cchc("rules", "import", tmp_path / file, tmp_path / folder, *options)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "qd").exists()


def test_export_refuses_other_files_than_workbooks_and_files_that_are_there(tmp_path):
    taken = tmp_path / "taken.xlsx"
    taken.write_bytes(b"mine")
    for path, said in ((tmp_path / "a.csv", ".xlsx"), (taken, "đã có")):
        done = cchc("rules", "export", "mau-2018", path)
        assert done.returncode == 2
        assert said in done.stderr
    assert taken.read_bytes() == b"mine"
    assert cchc("rules", "export", "no-such", tmp_path / "b.xlsx").returncode == 11
