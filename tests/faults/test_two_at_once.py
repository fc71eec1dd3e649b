"""Two commands at the same moment: one works, the other waits and uses what the first made."""

import os
import subprocess
import sys
import time

import pytest

from cchc_lib import opening, pipeline
from cchc_lib.errors import ResultProblem
from cchc_lib.files.run_log import LOG_FILE, read_log
from cchc_lib.running import office_log
from cchc_lib.running.holding import held, locked
from tests.faults.commands import digests, finish, hidden, run_folders, start

UNITS = 3
WAITING = "Một lệnh khác đang làm việc với"


def _make(folder, seed=2018):
    pipeline.make_example(folder, year=2018, unit_count=UNITS, seed=seed, has_faults=False)
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return _make(tmp_path_factory.mktemp("small") / "year")


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of ``tmp_path / "run"``."""
    words = (
        "import sys, time; from pathlib import Path; from cchc_lib.running.holding import held\n"
        "with held(Path(sys.argv[1])): print('held', flush=True); time.sleep(600)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", words, tmp_path / "run"],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_of_two_makers_of_an_example_one_is_refused_and_nothing_is_missing(small, tmp_path, tried):
    words = ("example", tmp_path / "year", "--units", UNITS)
    both = [start(*words, store=tmp_path / "store") for _ in range(2)]
    (code, _, _), (other, _, told) = sorted(map(finish, both))
    assert (code, other) == (0, 2)
    assert "đã có tệp" in told
    assert digests(tmp_path / "year") == digests(small)
    assert hidden(tmp_path) == []
    tried("two `cchc example` into one folder at the same moment", times=1)


def test_of_two_runs_of_one_year_the_second_uses_what_the_first_made(small, tmp_path, tried):
    words = ("run", small, "--out", tmp_path / "reports", "--no-reports")
    both = [start(*words, store=tmp_path / "store") for _ in range(2)]
    (code, out, _), (other, same, _) = done = [finish(one) for one in both]
    assert (code, other) == (0, 0)
    assert out == same
    (folder,) = run_folders(tmp_path / "reports")
    assert sum("dùng lại kết quả đã có" in told for _, _, told in done) == 1
    assert hidden(tmp_path / "reports") == []
    assert len(read_log(folder.parent / LOG_FILE)) == 1
    alone = pipeline.RunRequest(directory=small, reports=tmp_path / "alone", has_reports=False)
    assert digests(pipeline.run_year(alone, lambda *_: None).folder) == digests(folder)
    tried("two `cchc run` of one year at the same moment", times=1)


def test_runs_of_several_years_that_end_together_all_stand_in_the_log(tmp_path, tried):
    years = [_make(tmp_path / f"{seed}", seed) for seed in (1, 2, 3)]
    words = ("--out", tmp_path / "reports", "--no-reports")
    every = [start("run", year, *words, store=tmp_path / "store") for year in years]
    assert [finish(one)[0] for one in every] == [0, 0, 0]
    folders = run_folders(tmp_path / "reports")
    lines = read_log(tmp_path / "reports" / "2018" / LOG_FILE)
    assert {line.fields["run_id"] for line in lines} == {folder.name for folder in folders}
    assert len(lines) == len(folders) == len(years)
    assert hidden(tmp_path / "reports") == []
    tried("runs of three years that end together write to one log of the office", times=1)


def test_a_notebook_that_wants_the_example_waits_for_whoever_makes_it(
    small, tmp_path, monkeypatch, caplog, tried
):
    place = tmp_path / "example-2018"
    monkeypatch.setattr(opening, "EXAMPLE", place)
    maker = start("example", place, "--units", UNITS, store=tmp_path / "store")
    while not (tmp_path / f".{place.name}.new").exists():
        assert maker.poll() is None
        time.sleep(0.01)
    assert opening.read_year("example").assessment.year == 2018
    assert finish(maker)[0] == 0
    assert digests(place) == digests(small)
    assert WAITING in caplog.text
    tried("a notebook opens the example while another process makes it", times=1)


def test_who_waits_too_long_is_told_and_nothing_is_touched(holder, tmp_path, caplog, tried):
    began = time.monotonic()
    refused = pytest.raises(ResultProblem, match="vẫn đang làm việc với “run”")
    with refused, held(tmp_path / "run", patience=0.5):
        pytest.fail("held by two")
    assert 0.4 < time.monotonic() - began < 5
    assert f"{WAITING} “run”" in caplog.text
    assert not (tmp_path / "run").exists()
    assert holder.poll() is None
    tried("another process holds the run folder for longer than anybody waits", times=1)


def test_a_lock_frees_itself_when_its_holder_is_killed(holder, tmp_path, tried):
    holder.kill()
    with held(tmp_path / "run", patience=5.0) as place, place.assembled() as folder:
        (folder / "a").write_text("a")
    assert [*digests(tmp_path)] == ["run/a"]
    tried("the process that holds a lock is killed", times=1)


def test_a_log_that_somebody_holds_for_long_is_left_alone(small, tmp_path, monkeypatch, tried):
    monkeypatch.setattr(office_log, "_PATIENCE_SECONDS", 0.1)
    request = pipeline.RunRequest(directory=small, reports=tmp_path, has_reports=False)
    with locked(tmp_path / "2018" / LOG_FILE, patience=0.0):
        outcome = pipeline.run_year(request, lambda *_: None)
    assert [item.code for item in outcome.noticed] == ["KQ-033"]
    assert not (tmp_path / "2018" / LOG_FILE).exists()
    again = pipeline.run_year(request, lambda *_: None)
    assert again.is_reused
    assert len(read_log(tmp_path / "2018" / LOG_FILE)) == 1
    tried("another process holds the log of the office for longer than anybody waits", times=1)
