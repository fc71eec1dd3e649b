"""Two people, two machines, two days: the same inputs give the same bytes.

The runs differ in folder, working folder, hash seed, number of jobs, language and process ids;
their time zones are 26 hours apart, so that today is never the same day in both.
"""

import os
import shutil
import subprocess
import sys

import pytest

from cchc_lib.pipeline import make_example
from cchc_lib.project import ROOT

WAYS = {
    "first": {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C"},
    "at another place/later": {
        "PYTHONHASHSEED": "20181231", "TZ": "Etc/GMT+12", "LANG": "vi_VN.UTF-8",
        "LC_ALL": "C.UTF-8", "COLUMNS": "40", "USER": "chi-hai", "HOME": "/nonexistent",
    },
}  # fmt: skip
JOBS = {"first": "1", "at another place/later": "3"}


def call(home, way, *words):
    """Call the program as somebody else would, from another folder."""
    environment = {**os.environ, **WAYS[way], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "cchc_lib", *words]
    done = subprocess.run(
        command, cwd=home, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode in {0, 12}, done.stderr[-2000:]
    return done.stdout


def written(home):
    """Return all that was written, by its path from the folder of the year."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    base = tmp_path_factory.mktemp("same")
    make_example(base / "year", year=2018, unit_count=3, seed=7, has_faults=True)
    found = {}
    for way, jobs in JOBS.items():
        home = base / way
        home.mkdir(parents=True)
        shutil.copytree(base / "year", home / "year", copy_function=shutil.copy)
        before = set(written(home))
        for command in ("forms", "check"):
            call(home, way, command, "year")
        call(home, way, "run", "year", "--out", "out", "--fresh", "--lang", "en", "--jobs", jobs)
        call(home, way, "example", "made", "--units", "2", "--seed", "3")
        found[way] = {
            name: content for name, content in written(home).items() if name not in before
        }
    return found


def test_whoever_runs_it_wherever_and_whenever_gets_the_same_bytes(outcomes):
    first, other = outcomes.values()
    assert list(first) == list(other)
    kinds = {name.rsplit(".", 1)[-1] for name in first}
    assert {"html", "pdf", "csv", "json", "xlsx", "docx", "ipynb", "jsonl"} <= kinds
    assert len(first) > 80
    assert [name for name in first if first[name] != other[name]] == []
