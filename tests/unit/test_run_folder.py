"""A run is found by the id printed on its pages, taken literally."""

import pytest

from cchc_lib.errors import ResultProblem
from cchc_lib.running import identity, run_folder
from cchc_lib.running.manifest import MANIFEST


@pytest.fixture
def reports(tmp_path, monkeypatch):
    year = tmp_path / "2018"
    (year / "run-1").mkdir(parents=True)
    (year / "run-1" / MANIFEST).write_text("{}", "utf-8")
    (year / "chart.svg").write_text("<svg/>", "utf-8")
    (year / "drafts").mkdir()
    monkeypatch.setattr(run_folder, "REPORTS", tmp_path)
    return year


def test_a_run_is_found_by_its_id(reports):
    assert run_folder.find_run("run-1") == (reports / "run-1").resolve()


@pytest.mark.parametrize("name", ["*", "run-?", "run-[1]", "chart.svg", "drafts", "**"])
def test_a_pattern_a_file_and_a_folder_without_a_run_are_no_run(name, reports):
    assert reports.is_dir()
    with pytest.raises(ResultProblem, match="Không thấy lần chạy nào"):
        run_folder.find_run(name)


def test_code_counts_wherever_the_checkout_lies(tmp_path, monkeypatch):
    root = tmp_path / ".hidden"
    module = root / "cchc_lib" / "core" / "a.py"
    module.parent.mkdir(parents=True)
    (root / "notebooks").mkdir()
    for name, folder in (
        ("ROOT", root),
        ("PACKAGE", root / "cchc_lib"),
        ("NOTEBOOKS", root / "notebooks"),
        ("TEMPLATES", root / "data" / "templates"),
    ):
        monkeypatch.setattr(identity, name, folder)
    module.write_text("a = 1\n", "utf-8")
    before = identity.code_sha256()
    module.write_text("a = 2\n", "utf-8")
    assert identity.code_sha256() != before
