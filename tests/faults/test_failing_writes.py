"""Every create, write, sync and replace fails once, Excel holds a file: nothing is lost."""

import errno
import os
import shutil
from itertools import cycle

import pytest

from cchc_lib import pipeline
from cchc_lib.errors import WriteProblem
from cchc_lib.files import writing
from cchc_lib.files.issued import open_issued
from cchc_lib.files.run_log import LOG_FILE, read_log
from cchc_lib.files.writing import write_text
from cchc_lib.pipeline import RunRequest, make_example, run_year
from cchc_lib.running import holding
from tests.faults.commands import digests, hidden, run_folders

UNITS = 3
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EFBIG)
KINDS = ("create", "write", "sync", "replace")


class Door:
    """Counts what goes through the door of all outputs, and lets one thing fail."""

    def __init__(self, kind):
        self.kind, self.count, self.failing, self.error = kind, 0, 0, errno.ENOSPC

    def pass_through(self, kind):
        self.count += kind == self.kind
        if kind == self.kind and self.count == self.failing:
            raise OSError(self.error, os.strerror(self.error))

    def fail(self, number, error):
        self.count, self.failing, self.error = 0, number, error


class Stream:
    """A file of which each write is counted."""

    def __init__(self, stream, door):
        self._stream, self._door = stream, door

    def __enter__(self):
        return self

    def __exit__(self, *words):
        self._stream.__exit__(*words)

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def write(self, content):
        self._door.pass_through("write")
        return self._stream.write(content)


@pytest.fixture(params=KINDS)
def door(request, monkeypatch):
    """The door of all outputs, watched."""
    own = Door(request.param)
    create, sync, replace = writing._create, writing._sync, writing._replace

    def created(path):
        own.pass_through("create")
        return Stream(create(path), own)

    def synced(stream):
        own.pass_through("sync")
        sync(stream)

    def replaced(new, place):
        own.pass_through("replace")
        replace(new, place)

    monkeypatch.setattr(writing, "_create", created)
    monkeypatch.setattr(writing, "_sync", synced)
    monkeypatch.setattr(writing, "_replace", replaced)
    return own


@pytest.fixture
def computed_once(monkeypatch):
    """Let the year be computed once, so that a run is only what it writes."""
    for name in ("open_round", "compute_run"):
        monkeypatch.setattr(pipeline, name, _once(getattr(pipeline, name)))


def _once(call):
    known = []

    def once(*words):
        known.extend([] if known else [call(*words)])
        return known[0]

    return once


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small") / "year"
    make_example(folder, year=2018, unit_count=UNITS, seed=2018, has_faults=False)
    return folder


def _run(folder, reports):
    request = RunRequest(directory=folder, reports=reports, has_reports=False)
    return run_year(request, lambda *_: None)


def _lost(before, folder):
    """Return the files that are not what they were."""
    after = digests(folder)
    return [name for name, digest in before.items() if after.get(name) != digest]


def _spoil(whole):
    """Damage a run, so that it is made again, and take away the log of the office."""
    write_text(whole.folder / "index.html", "somebody spoilt it")
    (whole.folder.parent / LOG_FILE).unlink(missing_ok=True)


@pytest.mark.usefixtures("computed_once")
def test_whatever_fails_of_a_run_the_one_before_is_whole_and_the_next_is_the_same(
    small, tmp_path, door, tried
):
    whole = _run(small, tmp_path)
    right = digests(whole.folder)
    _spoil(whole)
    before = digests(tmp_path)
    door.fail(0, 0)
    _run(small, tmp_path)
    most, lost = door.count, []
    for number, error in zip(range(1, most + 1), cycle(ERRORS), strict=False):
        door.fail(0, 0)
        _spoil(whole)
        door.fail(number, error)
        if number < most:
            with pytest.raises(WriteProblem, match="Không mất gì"):
                _run(small, tmp_path)
            lost += _lost(before, tmp_path)
        else:
            assert [item.code for item in _run(small, tmp_path).noticed] == ["KQ-033"]
            lost += _lost(right, whole.folder)
        assert hidden(tmp_path) == []
    door.fail(0, 0)
    assert digests(_run(small, tmp_path).folder) == right
    assert len(read_log(whole.folder.parent / LOG_FILE)) == 1
    tried(f"the N-th {door.kind} of `cchc run` fails, for every N", times=most, lost=len(lost))


def test_whatever_fails_of_an_example_nothing_appears(tmp_path, door, tried):
    def make(folder):
        make_example(folder, year=2018, unit_count=1, seed=2018, has_faults=False)
        return folder

    right, most = digests(make(tmp_path / "right")), door.count
    lost = 0
    for number, error in zip(range(1, most + 1), cycle(ERRORS), strict=False):
        door.fail(number, error)
        with pytest.raises(WriteProblem):
            make(tmp_path / "year")
        lost += len(list(tmp_path.iterdir())) - 1
    door.fail(0, 0)
    assert digests(make(tmp_path / "year")) == right
    tried(f"the N-th {door.kind} of `cchc example` fails, for every N", times=most, lost=lost)


def _issue(folder):
    with open_issued(folder) as issued:
        for name in ("a.xlsx", "b.xlsx", "submissions/c.xlsx"):
            issued.put(folder / name, name.encode() * 100)
    return digests(folder)


def test_whatever_fails_of_what_is_issued_no_file_is_half_written(tmp_path, door, tried):
    right, most = _issue(tmp_path / "right"), door.count
    lost = 0
    for number, error in zip(range(1, most + 1), cycle(ERRORS), strict=False):
        folder = tmp_path / f"{number}"
        door.fail(number, error)
        with pytest.raises(WriteProblem):
            _issue(folder)
        after = digests(folder) if folder.exists() else {}
        lost += sum(right[name] != own for name, own in after.items() if name != "issued.json")
        assert hidden(folder) == []
        assert _issue(folder) == right
    door.fail(0, 0)
    tried(f"the N-th {door.kind} fails where forms are issued, for every N", times=most, lost=lost)


def _held_by_excel():
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = 32
    return error


@pytest.fixture
def excel(monkeypatch):
    """Let a program hold what is to be replaced, for so many attempts; count them."""
    replace, attempts = writing._replace, []

    def hold(times, is_held):
        def replaced(new, place):
            if is_held(new, place):
                attempts.append(place)
                if len(attempts) <= times:
                    raise _held_by_excel()
            replace(new, place)

        monkeypatch.setattr(writing, "_replace", replaced)
        return attempts

    monkeypatch.setattr(writing, "_PAUSES", (0.01, 0.01, 0.01, 0.01))
    return hold


def test_a_file_that_excel_lets_go_of_in_time_is_replaced(tmp_path, excel, tried):
    path = tmp_path / "findings.csv"
    write_text(path, "old")
    attempts = excel(4, lambda _, place: place == path)
    write_text(path, "new")
    assert (path.read_text(), len(attempts)) == ("new", 5)
    assert hidden(tmp_path) == []
    tried("an output is open in Excel for a moment", times=1)


def test_a_file_that_excel_keeps_stays_and_is_named(tmp_path, excel, tried):
    path = tmp_path / "findings.csv"
    write_text(path, "old")
    excel(99, lambda _, place: place == path)
    with pytest.raises(WriteProblem, match=r"“findings\.csv”.*Excel; hãy đóng tệp"):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert hidden(tmp_path) == []
    tried("an output stays open in Excel", times=1)


@pytest.mark.parametrize("moment", ["old", "new"])
def test_a_run_of_which_excel_holds_a_file_stays_whole(small, tmp_path, excel, tried, moment):
    whole = _run(small, tmp_path)
    right = digests(whole.folder)
    _spoil(whole)
    before = digests(tmp_path)
    endings = {"old": ".old", "new": whole.folder.name}
    excel(5, lambda new, place: new.is_dir() and place.name.endswith(endings[moment]))
    with pytest.raises(WriteProblem, match="Excel; hãy đóng tệp"):
        _run(small, tmp_path)
    assert digests(tmp_path) == before
    assert hidden(tmp_path) == []
    assert digests(_run(small, tmp_path).folder) == right
    what = "is to be set aside" if moment == "old" else "was set aside"
    tried(f"Excel holds a file of a run that {what}", times=1)


def test_a_process_that_dies_between_the_two_renames_loses_neither_run(small, tmp_path, tried):
    whole = _run(small, tmp_path)
    right = digests(whole.folder)
    whole.folder.rename(whole.folder.with_name(f".{whole.folder.name}.old"))
    shutil.copytree(small, whole.folder.with_name(f".{whole.folder.name}.new"))
    again = _run(small, tmp_path)
    assert again.is_reused
    assert digests(again.folder) == right
    assert hidden(tmp_path) == []
    tried("the process dies between the two renames that replace a run", times=1)


def test_what_dead_processes_left_is_swept_and_what_the_living_write_is_not(tmp_path, tried):
    own, other = writing._machine(), "00000000"
    dead = 2**22 + 1
    names = {
        f".log.jsonl.{own}-{dead}.tmp": False,
        f".log.jsonl.{own}-{os.getpid()}.tmp": True,
        f".log.jsonl.{other}-{dead}.tmp": True,
        ".theirs.tmp": True,
    }
    for name in names:
        (tmp_path / name).write_text("half")
    old = tmp_path / f".a.{other}-7.tmp"
    old.write_text("half")
    os.utime(old, (0, 0))
    writing.sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {n for n, stays in names.items() if stays}
    tried("temporary files of dead processes, here and elsewhere", times=2)


def test_runs_of_other_inputs_that_were_killed_are_put_in_order_too(small, tmp_path, tried):
    killed = tmp_path / "2018" / "2018-mau-2018-000000000000"
    (killed.parent / f".{killed.name}.new" / "tables").mkdir(parents=True)
    (killed.parent / f".{killed.name}.lock").touch()
    busy = killed.with_name("busy")
    (busy.parent / ".busy.new").mkdir()
    with holding.locked(busy, patience=0.0):
        _run(small, tmp_path)
        assert hidden(tmp_path) == [".busy.lock", ".busy.new"]
    assert len(run_folders(tmp_path)) == 1
    tried("the remains of a killed run with other inputs, and a live one beside it", times=1)
