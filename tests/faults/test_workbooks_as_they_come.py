"""Workbooks that attack or are broken among good ones: each costs its own unit, nothing more."""

import csv
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cchc_lib.files.returns.submissions import read_submissions
from cchc_lib.files.sources import SourceFile, list_sources
from cchc_lib.files.workbooks import kept
from tests.mutations.attacks import (
    encrypted,
    merged_to_the_end,
    strict,
    truncated,
    with_stray_cell,
)
from tests.mutations.workbook_zip import SELF_PART, with_bomb

LONGEST_SECONDS = 20
MEMORY_KILOBYTES = 2**20
WORKED_SECONDS = 0.8
MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"code": done.returncode, "out": done.stdout, "err": done.stderr, "peak": peak}))
"""
"""Runs a command and tells the largest memory of any of its processes."""


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "so-y-te": (lambda form: with_bomb(form, SELF_PART, 1000), "BM-022"),
    "so-tu-phap": (merged_to_the_end, "BM-022"),
    "so-tai-chinh": (with_stray_cell, "BM-022"),
    "so-xay-dung": (encrypted, "BM-020"),
    "huyen-cu-jut": (truncated, "BM-001"),
    "thanh-tra-tinh": (strict, "BM-024"),
}


def file_of(unit: str) -> str:
    return f"submissions/{unit}.xlsx"


@pytest.fixture
def folder(example, tmp_path):
    """A copy of the example with six files that nobody should open."""
    folder = tmp_path / "year"
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns("closed"))
    for unit, (damage, _) in DAMAGES.items():
        path = folder / file_of(unit)
        path.write_bytes(damage(path.read_bytes()))
    return folder


@pytest.fixture
def afresh(tmp_path, monkeypatch):
    """Have every workbook read as if for the first time."""
    monkeypatch.setattr(kept, "READ_WORKBOOKS", tmp_path / "read")


def everything_in(folder: Path) -> dict[Path, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.skipif(sys.platform == "win32", reason="measures memory as Unix does")
def test_six_bad_files_are_six_findings_and_thirty_units_are_reported(folder, tmp_path):
    there = everything_in(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    out = tmp_path / "out"
    command = ["-m", "cchc_lib", "run", folder, "--out", out, "--no-reports", "--json"]
    measured = subprocess.run(
        [sys.executable, "-c", MEASURED, sys.executable, *map(str, command)],
        check=True,
        capture_output=True,
        env={**os.environ, "HOME": str(home), "TMPDIR": str(home)},
    )
    done = json.loads(measured.stdout)
    whole = json.loads(done["out"])
    errors = [one for one in whole["findings"] if one["severity"] == "error"]
    assert done["code"] == 12
    assert "Traceback" not in done["err"]
    assert sorted((one["code"], one["file"]) for one in errors) == sorted(
        (code, file_of(unit)) for unit, (_, code) in DAMAGES.items()
    )
    assert {one["unit_code"] for one in errors} == DAMAGES.keys()

    index = Path(whole["run"], "tables", "index.csv").read_text("utf-8")
    reported = [row for row in csv.DictReader(index.splitlines()) if row["index_pct"]]
    assert len(reported) == 30
    assert not DAMAGES.keys() & {row["unit_code"] for row in reported}

    assert done["peak"] < MEMORY_KILOBYTES
    assert not list(home.iterdir())
    now = everything_in(tmp_path)
    assert {path: now[path] for path in there} == there
    assert all(path.is_relative_to(out) for path in now.keys() - there.keys())


@pytest.mark.usefixtures("afresh")
@pytest.mark.parametrize("unit", DAMAGES)
def test_no_bad_file_takes_long(folder, year, unit):
    source = SourceFile(path=folder / file_of(unit), file=file_of(unit))
    start = time.perf_counter()
    found, findings = read_submissions(
        [source], root=folder, edition=year.edition, assessment=year.assessment
    )
    assert time.perf_counter() - start < LONGEST_SECONDS
    assert not found
    assert [(one.code, one.unit_code) for one in findings] == [(DAMAGES[unit][1], unit)]


@pytest.mark.usefixtures("afresh")
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds its children as Linux does")
def test_a_reader_that_is_killed_costs_at_most_the_file_it_read(example, year):
    killed: list[int] = []
    hunt = threading.Thread(target=_kill_a_reader, args=(killed,))
    hunt.start()
    found, findings = read_submissions(
        list_sources(example, "submissions"),
        root=example,
        edition=year.edition,
        assessment=year.assessment,
    )
    hunt.join()
    lost = [one.unit_code for one in findings if one.code == "BM-025"]
    assert killed
    assert len(lost) <= 1
    assert found.keys() | set(lost) == {unit.code for unit in year.assessment.units}


def _kill_a_reader(killed: list[int]) -> None:
    """End the first child that has read for a while, as systems do when memory runs out."""
    before = _readers()
    end = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < end:
        for process, ticks in _readers().items():
            if ticks - before.get(process, 0) > WORKED_SECONDS * os.sysconf("SC_CLK_TCK"):
                os.kill(process, signal.SIGKILL)
                killed.append(process)
                return
        time.sleep(0.01)


def _readers() -> dict[int, int]:
    """Return the processes that read for this one, and the processor time each has used."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = path.joinpath("stat").read_text().rpartition(")")[2].split()
            is_reader = b"spawn_main" in path.joinpath("cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and is_reader:
            found[int(path.name)] = int(fields[11]) + int(fields[12])
    return found
