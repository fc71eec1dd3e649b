"""Folders we write into beside people: never through a link, never over what is no file."""

import json
import os

import pytest

from cchc_lib.errors import UsageProblem
from cchc_lib.files import writing
from cchc_lib.files.hashing import sha256_of_file
from cchc_lib.files.issued import open_issued
from cchc_lib.files.writing import write_text
from cchc_lib.pipeline import return_findings
from cchc_lib.running.reading import compute_year
from tests.unit.form_cases import ASSESSMENT, DEPARTMENT, EDITION


@pytest.fixture
def elsewhere(tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "theirs.txt").write_text("theirs")
    return folder


def put(folder, name="a.html", content=b"1"):
    with open_issued(folder) as issued:
        return issued.put(folder / name, content)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", ["a.html", "submissions/a.xlsx"])
def test_nothing_is_written_through_a_link(tmp_path, elsewhere, name):
    (tmp_path / "returned").symlink_to(elsewhere)
    with pytest.raises(UsageProblem, match="“returned” là liên kết hoặc tệp"):
        put(tmp_path / "returned", name)
    assert names(elsewhere) == ["theirs.txt"]


def test_nothing_is_written_or_removed_through_a_link_inside_the_folder(tmp_path, elsewhere):
    folder = tmp_path / "forms"
    put(folder, "submissions/theirs.txt", b"theirs")
    (folder / "submissions" / "theirs.txt").unlink()
    (folder / "submissions").rmdir()
    (folder / "submissions").symlink_to(elsewhere)
    with pytest.raises(UsageProblem, match="“submissions”"):
        put(folder, "submissions/b.xlsx")
    with pytest.raises(UsageProblem, match="“submissions”"), open_issued(folder) as issued:
        issued.remove_others([])
    assert names(elsewhere) == ["theirs.txt"]


def test_a_file_in_place_of_the_folder_or_a_folder_in_place_of_the_record_is_named(tmp_path):
    (tmp_path / "returned").write_text("a file")
    with pytest.raises(UsageProblem, match="“returned”"):
        put(tmp_path / "returned")
    (tmp_path / "forms" / "issued.json").mkdir(parents=True)
    with pytest.raises(UsageProblem, match=r"“issued\.json” là thư mục"):
        put(tmp_path / "forms")
    assert names(tmp_path / "forms") == ["issued.json"]


def test_a_folder_or_a_link_in_place_of_a_file_is_a_persons_and_kept(tmp_path, elsewhere):
    folder = tmp_path / "returned"
    put(folder)
    (folder / "a.html").unlink()
    for make in (
        lambda path: path.symlink_to(elsewhere / "theirs.txt"),
        lambda path: (path.unlink(), path.mkdir()),
    ):
        make(folder / "a.html")
        assert put(folder, content=b"2") == "kept"
        with open_issued(folder) as issued:
            assert issued.remove_others([]) == [folder / "a.html"]
    assert (elsewhere / "theirs.txt").read_text() == "theirs"


@pytest.mark.parametrize("place", ["..", "a/../..", "{root}"])
def test_a_record_that_names_a_file_outside_removes_nothing(tmp_path, elsewhere, place):
    theirs = elsewhere / "theirs.txt"
    name = f"{place.format(root=tmp_path)}/elsewhere/theirs.txt"
    record = json.dumps({name: sha256_of_file(theirs), "gone.html": ""})
    (tmp_path / "forms" / "a").mkdir(parents=True)
    write_text(tmp_path / "forms" / "issued.json", record)
    with open_issued(tmp_path / "forms") as issued:
        assert issued.remove_others([]) == []
    assert theirs.exists()


def test_a_link_that_waits_for_the_temporary_file_is_not_followed(tmp_path, elsewhere, monkeypatch):
    monkeypatch.setattr(writing, "_machine", lambda: "0badcafe")
    (tmp_path / f".a.txt.0badcafe-{os.getpid()}.tmp").symlink_to(elsewhere / "theirs.txt")
    write_text(tmp_path / "a.txt", "ours")
    assert (elsewhere / "theirs.txt").read_text() == "theirs"
    assert names(tmp_path) == ["a.txt", "elsewhere"]


def test_findings_do_not_leave_the_assessment(tmp_path, elsewhere):
    root = tmp_path / "year"
    root.mkdir()
    (root / "returned").symlink_to(elsewhere)
    year = compute_year(root, EDITION, ASSESSMENT, ())
    with pytest.raises(UsageProblem):
        return_findings(root, year)
    assert names(elsewhere) == ["theirs.txt"]
    (root / "returned").unlink()
    (root / "returned" / f"{DEPARTMENT.code}.xlsx").mkdir(parents=True)
    _, kept = return_findings(root, year)
    assert [path.name for path in kept] == [f"{DEPARTMENT.code}.xlsx"]
