"""A run that is killed at any moment: nothing half is taken for whole, the next run is the same."""

import os
import random
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from cchc_lib.errors import ResultProblem
from cchc_lib.files.run_log import LOG_FILE, read_log
from cchc_lib.pipeline import make_example
from cchc_lib.running import run_folder
from tests.faults.commands import digests, finish, hidden, run_folders, start

UNITS = 3
SEED = 2018
TABLES_ONLY, WITH_REPORTS, OF_EXAMPLE, PARENT_ALONE = 50, 10, 10, 4
COLD_EVERY = 4
"""Of the runs with reports each so-manieth finds nothing that was made before."""
EARLIEST = 0.3
"""Seconds that Python takes to start, before which there is nothing to be killed."""

linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc of Linux")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small") / "year"
    make_example(folder, year=2018, unit_count=UNITS, seed=SEED, has_faults=False)
    return folder


@dataclass(kw_only=True)
class Office:
    """Where runs go and what they remember, and what an undisturbed run of it is."""

    year: Path
    reports: Path
    store: Path
    words: tuple[str, ...] = ()
    seconds: float = 0.0
    right: dict[str, str] | None = None

    def start(self):
        return start("run", self.year, "--out", self.reports, *self.words, store=self.store)

    def run_undisturbed(self):
        """Run, take down how long it takes and what comes of it, and forget the run."""
        began = time.monotonic()
        code, _, told = finish(self.start())
        self.seconds = time.monotonic() - began
        assert code == 0, told
        (folder,) = run_folders(self.reports)
        self.right = digests(folder)
        shutil.rmtree(self.reports)

    def lost(self):
        """Return which files of what a person takes for a run are not those of a whole one."""
        for log in self.reports.glob(f"*/{LOG_FILE}"):
            read_log(log)
        found = run_folders(self.reports)
        return [name for one in found for name in _unlike(self.right, digests(one))]

    def run_again(self):
        """Run to the end; return what is not as in an undisturbed run, or was left over."""
        code, _, told = finish(self.start())
        assert code == 0, told
        (folder,) = run_folders(self.reports)
        lost = _unlike(self.right, digests(folder)) + hidden(self.reports)
        assert len(read_log(folder.parent / LOG_FILE)) == 1
        return lost


def _unlike(right, found):
    names = right.keys() | found.keys()
    return sorted(name for name in names if right.get(name) != found.get(name))


def _kill_group(process):
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _moments(count, seconds, seed):
    """Return moments spread over a run, one drawn in each of ``count`` parts of it."""
    draw = random.Random(seed)
    part = (seconds - EARLIEST) / count
    return [EARLIEST + (number + draw.random()) * part for number in range(count)]


def _wait(process, seconds):
    """Wait so long, or until the process ends by itself."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def _below(pid):
    """Return all processes below one."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in path.read_text().split():
                found += [int(child), *_below(int(child))]
    return found


def _living(pids):
    """Return which of some processes are neither gone nor waiting to be taken note of."""
    living = []
    for pid in pids:
        with suppress(OSError):
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            living += [pid] if state not in "ZX" else []
    return living


def _end_everything_of(process):
    """Kill a run and all that it started, also what heads a group of its own."""
    every = [process.pid, *_below(process.pid)]
    _kill_group(process)
    for pid in every:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@linux
def test_a_run_of_tables_killed_at_any_moment_is_the_same_when_run_again(small, tmp_path, tried):
    office = Office(
        year=small, reports=tmp_path / "reports", store=tmp_path / "store", words=("--no-reports",)
    )
    office.run_undisturbed()
    office.run_undisturbed()
    lost = []
    for moment in _moments(TABLES_ONLY, office.seconds, SEED):
        process = office.start()
        _wait(process, moment)
        _end_everything_of(process)
        lost += office.lost()
        lost += office.run_again()
        shutil.rmtree(office.reports)
    assert lost == []
    tried("`cchc run --no-reports` killed, then run again", times=TABLES_ONLY, lost=len(lost))


@linux
def test_a_run_with_reports_killed_at_any_moment_goes_on_with_what_was_made(small, tmp_path, tried):
    office = Office(year=small, reports=tmp_path / "reports", store=tmp_path / "store")
    office.run_undisturbed()
    cold = office.seconds
    office.run_undisturbed()
    artefacts, lost, there = tmp_path / "store" / "artefacts", [], 0
    draw = random.Random(SEED + 1)
    for number in range(WITH_REPORTS):
        is_cold = number % COLD_EVERY == COLD_EVERY - 1
        if is_cold:
            shutil.rmtree(artefacts)
        process = office.start()
        share = (number + draw.random()) / WITH_REPORTS
        _wait(process, EARLIEST + share * (cold if is_cold else office.seconds))
        _end_everything_of(process)
        lost += office.lost()
        made = _entries(artefacts)
        lost += office.run_again()
        again = _entries(artefacts)
        lost += [name for name, inode in made.items() if again.get(name) != inode]
        there += len(made) if is_cold else 0
        shutil.rmtree(office.reports)
    assert lost == []
    assert there, "what was made before a kill was never there to be taken"
    tried(
        "`cchc run` with reports killed, then run again: what was made is taken, not made anew",
        times=WITH_REPORTS,
        lost=len(lost),
    )


def _entries(artefacts):
    """Return what was made and kept whole: an entry that is made again is another file."""
    return {path.name: path.stat().st_ino for path in artefacts.glob("*.made")}


@linux
def test_an_example_killed_at_any_moment_is_whole_or_not_there(small, tmp_path, tried):
    words = ("example", tmp_path / "place" / "year", "--units", UNITS)
    began = time.monotonic()
    assert finish(start(*words, store=tmp_path / "store"))[0] == 0
    seconds = time.monotonic() - began
    right, lost = digests(small), []
    assert digests(tmp_path / "place" / "year") == right
    for moment in _moments(OF_EXAMPLE, seconds, SEED + 2):
        shutil.rmtree(tmp_path / "place")
        process = start(*words, store=tmp_path / "store")
        _wait(process, moment)
        _end_everything_of(process)
        if not (tmp_path / "place" / "year").exists():
            assert finish(start(*words, store=tmp_path / "store"))[0] == 0
        lost += _unlike(right, digests(tmp_path / "place" / "year"))
        lost += [name for name in hidden(tmp_path / "place") if not name.endswith(".lock")]
    assert lost == []
    tried("`cchc example` killed, then made again", times=OF_EXAMPLE, lost=len(lost))


@linux
def test_what_a_run_started_does_not_outlive_it(small, tmp_path, tried):
    office = Office(year=small, reports=tmp_path / "reports", store=tmp_path / "store")
    office.run_undisturbed()
    seen = 0
    for moment in _moments(PARENT_ALONE, office.seconds, SEED + 3):
        shutil.rmtree(tmp_path / "store", ignore_errors=True)
        process = office.start()
        _wait(process, moment)
        below = _below(process.pid)
        seen += len(below)
        process.kill()
        process.communicate()
        until = time.monotonic() + 15
        while _living(below) and time.monotonic() < until:
            time.sleep(0.05)
        assert _living(below) == []
        assert office.lost() == []
    assert seen, "no process was started"
    assert office.run_again() == []
    tried("the process of `cchc run` alone is killed; its children end by themselves", times=4)


def test_a_half_folder_is_never_found_as_a_run(tmp_path, monkeypatch, tried):
    monkeypatch.setattr(run_folder, "REPORTS", tmp_path)
    for ending in ("new", "old"):
        half = tmp_path / "2018" / f".2018-mau-2018-000000000000.{ending}"
        half.mkdir(parents=True)
        (half / "manifest.json").write_text("{}")
    with pytest.raises(ResultProblem, match="Chưa có lần chạy nào"):
        run_folder.latest_run()
    with pytest.raises(ResultProblem, match="Không thấy lần chạy nào"):
        run_folder.find_run("2018-mau-2018-000000000000")
    tried("a half folder with a manifest lies where runs lie", times=2)
