"""Inputs that somebody saves, takes away or brings while a run reads them."""

import os
import shutil
import sys
from functools import partial

import pytest

from cchc_lib import cli
from cchc_lib.core.submission import NotReported
from cchc_lib.errors import DataProblem, RuleProblem
from cchc_lib.files.hashing import sha256_of_file
from cchc_lib.findings import has_errors
from cchc_lib.pipeline import RunRequest, make_example, run_year
from cchc_lib.project import RULES
from cchc_lib.running import computing, editions, identity
from tests.faults.commands import digests, hidden, run_folders

UNITS = 3
CODE = "cong-an-tinh"
OTHER = "van-phong-ubnd-tinh"
LONG_AGO = 1_500_000_000
STAGES = ("submissions", "appraisal", "appraisal_2", "explanations")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A small year in which no stage is closed."""
    folder = tmp_path_factory.mktemp("small") / "year"
    make_example(folder, year=2018, unit_count=UNITS, seed=2018, has_faults=False)
    shutil.rmtree(folder / "closed")
    return folder


@pytest.fixture
def year(small, tmp_path):
    """A copy of it that was last saved long ago."""
    folder = tmp_path / "year"
    shutil.copytree(small, folder)
    for path in folder.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return folder


@pytest.fixture
def while_reading(monkeypatch):
    """Do something once, before the returns are read; or after them."""

    def arrange(act, *, is_after=False):
        waiting = [act]
        compute = computing.compute_year

        def moved(*words, **more):
            if is_after:
                result = compute(*words, **more)
            if waiting:
                waiting.pop()()
            return result if is_after else compute(*words, **more)

        monkeypatch.setattr(computing, "compute_year", moved)

    return arrange


@pytest.fixture
def cchc(monkeypatch, capsys):
    """Call the command line; return its exit code and what it told people."""

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["cchc", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code, capsys.readouterr().err

    return call


def _run(folder, reports):
    request = RunRequest(directory=folder, reports=reports, has_reports=False)
    return run_year(request, lambda *_: None)


def _save(path):
    path.write_bytes(path.read_bytes() + b" ")


def _first(folder, stage):
    """Return a file of a stage that is of one unit."""
    return next(p for p in sorted((folder / stage).glob("*.xlsx")) if "chu-tri" not in p.name)


def _untouched(outcome, alone, code):
    """Return the units other than one whose total is another than in an undisturbed run."""
    before = {unit.unit_code: unit.total_score for unit in alone.year.units}
    after = {unit.unit_code: unit.total_score for unit in outcome.year.units}
    return [unit for unit in before if unit != code and before[unit] != after[unit]]


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("act", [_save, os.remove], ids=["saved", "removed"])
def test_a_file_of_a_unit_that_moved_is_refused_and_no_other_unit_is(
    year, while_reading, tried, act, is_after
):
    alone = _run(year, year.parent / "alone")
    for stage in STAGES:
        folder = year.parent / stage / "year"
        shutil.copytree(year, folder)
        path = _first(folder, stage)
        while_reading(partial(act, path), is_after=is_after)
        outcome = _run(folder, year.parent / stage / "reports")
        (found,) = (item for item in outcome.year.findings if item.code == "KD-032")
        assert (found.unit_code, found.file) == (path.stem, f"{stage}/{path.name}")
        assert found.severity == "error"
        assert _untouched(outcome, alone, path.stem) == []
        own = next(unit for unit in outcome.year.units if unit.unit_code == path.stem)
        assert own.state == ("blocked" if stage in {"submissions", "appraisal"} else "provisional")
        assert hidden(year.parent / stage / "reports") == []
    what = "saved again" if act is _save else "taken away"
    when = "after" if is_after else "while"
    tried(f"a workbook of one unit {what} {when} the returns are read", times=len(STAGES))


def test_a_file_that_comes_while_reading_is_not_read(year, while_reading, tried):
    path = _first(year, "submissions")
    content = path.read_bytes()
    path.unlink()
    while_reading(partial(path.write_bytes, content))
    outcome = _run(year, year.parent / "reports")
    codes = {item.code for item in outcome.year.findings if item.unit_code == path.stem}
    assert "KD-032" in codes
    own = next(unit for unit in outcome.year.units if unit.unit_code == path.stem)
    assert own.state == "blocked"
    claims = {s.self_score.value for s in outcome.year.scores if s.unit_code == path.stem}
    assert claims == {NotReported()}
    tried("a workbook that comes while the others are read", times=1)


def test_a_file_that_is_changed_and_changed_back_is_refused(year, while_reading, tried):
    path = _first(year, "submissions")
    content = path.read_bytes()

    def twice():
        _save(path)
        path.write_bytes(content)

    while_reading(twice)
    outcome = _run(year, year.parent / "reports")
    assert {item.file for item in outcome.year.findings if item.code == "KD-032"} == {
        f"submissions/{path.name}"
    }
    tried("a workbook changed and changed back while it is read", times=1)


def test_a_change_within_one_tick_of_the_clock_is_seen_by_its_hash(year, while_reading, tried):
    """As on a memory stick, whose file system tells times in steps of two seconds."""
    path = year / "evidence" / CODE
    path = next(p for p in sorted(path.rglob("*")) if p.is_file())
    os.utime(path)
    before = path.stat()

    def in_place():
        content = path.read_bytes()
        path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    while_reading(in_place)
    outcome = _run(year, year.parent / "reports")
    (found,) = (item for item in outcome.year.findings if item.code == "KD-032")
    assert found.unit_code == CODE
    tried("evidence of a unit changed in place, with the size and time it had", times=1)


@pytest.mark.parametrize("name", ["units.csv", "received.csv", "survey/answers.csv", "council.csv"])
def test_what_concerns_all_units_stops_the_run_with_a_sentence(
    year, while_reading, cchc, tried, name
):
    while_reading(partial(_save, year / name), is_after=True)
    code, told = cchc("run", year, "--out", year.parent / "reports", "--no-reports")
    assert code == DataProblem.exit_code
    assert f"Thay đổi trong khi đang đọc: {name}." in told
    assert "Traceback" not in told
    assert run_folders(year.parent / "reports") == []
    assert hidden(year.parent / "reports") == []
    tried(f"`{name}` saved while the returns are read", times=1)


def test_a_law_that_moved_stops_the_run(year, while_reading, tried):
    own = year / "rules" / "mau-2018"
    shutil.copytree(RULES / "mau-2018", own)
    while_reading(partial(_save, own / "edition.toml"))
    with pytest.raises(DataProblem, match=r"rules/mau-2018/edition\.toml"):
        _run(year, year.parent / "reports")
    tried("a rule file of the assessment saved while the returns are read", times=1)


def test_a_law_of_the_project_that_moved_stops_the_run(year, monkeypatch, while_reading, tried):
    shutil.copytree(RULES, year.parent / "rules")
    monkeypatch.setattr(editions, "RULES", year.parent / "rules")
    while_reading(partial(_save, year.parent / "rules" / "mau-2018" / "edition.toml"))
    with pytest.raises(RuleProblem, match="mau-2018 thay đổi trong khi đang đọc"):
        _run(year, year.parent / "reports")
    tried("a rule file of the project saved while the returns are read", times=1)


def test_a_run_in_which_something_moved_is_not_taken_for_what_its_inputs_give(
    year, while_reading, tried
):
    alone = _run(year, year.parent / "alone")
    path = _first(year, "submissions")
    content, state = path.read_bytes(), path.stat()
    while_reading(partial(_save, path))
    moved = _run(year, year.parent / "reports")
    assert has_errors(moved.year.findings)
    path.write_bytes(content)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    again = _run(year, year.parent / "reports")
    assert again.folder == moved.folder
    assert not again.is_reused
    assert digests(again.folder) == digests(alone.folder)
    tried("a workbook saved while it is read, then restored, and the year run again", times=1)


def test_marks_of_open_files_and_files_of_systems_are_no_inputs_that_move(
    year, while_reading, tried
):
    def marks():
        for name in ("~$cong-an-tinh.xlsx", ".~lock.cong-an-tinh.xlsx#", "Thumbs.db"):
            (year / "submissions" / name).write_bytes(b"x")

    while_reading(marks)
    outcome = _run(year, year.parent / "reports")
    assert "KD-032" not in {item.code for item in outcome.year.findings}
    tried("Excel, LibreOffice and Windows put their own files beside a workbook", times=1)


def test_a_file_that_is_taken_away_before_it_is_hashed_is_a_sentence(
    year, monkeypatch, cchc, tried
):
    path = _first(year, "appraisal")

    def taken(file):
        path.unlink(missing_ok=True)
        return sha256_of_file(file)

    monkeypatch.setattr(identity, "sha256_of_file", taken)
    code, told = cchc("run", year, "--out", year.parent / "reports", "--no-reports")
    assert code == DataProblem.exit_code
    assert f"Không đọc được “{path.name}”" in told
    assert "Traceback" not in told
    tried("a workbook taken away before its hash is taken", times=1)
