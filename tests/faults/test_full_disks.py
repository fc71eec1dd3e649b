"""Disks that are full, that take no more or nothing at all: a sentence, and nothing is lost."""

import shutil
import subprocess
from contextlib import contextmanager

import pytest

from cchc_lib.files.run_log import LOG_FILE, read_log
from cchc_lib.pipeline import RunRequest, make_example, run_year
from tests.faults.commands import PROGRAM, digests, finish, hidden, run_folders, start

UNITS = 3
FILE_SIZES = (0, 1_000, 4_000, 16_000, 64_000)
DISK_SIZES = (4, 40, 100, 200, 400)
"""In KiB, all of them less than a run with its tables takes while it is assembled."""
LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))
"""
UNPRIVILEGED = f"""
import ctypes, os, sys
ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE: even root obeys modes
os.execv(sys.executable, [sys.executable, "-c", {PROGRAM!r}, *sys.argv[1:]])
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small") / "year"
    make_example(folder, year=2018, unit_count=UNITS, seed=2018, has_faults=False)
    return folder


@pytest.fixture(scope="module")
def right(small, tmp_path_factory):
    """What an undisturbed run of the tables holds."""
    request = RunRequest(
        directory=small, reports=tmp_path_factory.mktemp("right"), has_reports=False
    )
    return digests(run_year(request, lambda *_: None).folder)


@contextmanager
def _disk(place, kib):
    """Give a disk of so many KiB."""
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={kib}k", "tmpfs"]
    subprocess.run(["mount", *options, place], check=True, capture_output=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.fixture(scope="module")
def may_mount(tmp_path_factory):
    try:
        with _disk(tmp_path_factory.mktemp("disk") / "probe", 64):
            pass
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this process may not mount a disk")


def _refused(process, words):
    """Check that a command ended with a sentence, and nothing of a traceback."""
    code, out, told = finish(process)
    assert code == 13, told
    assert out == ""
    assert words in told
    assert "Không mất gì" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("options", [["--no-reports"], []], ids=["tables", "reports"])
def test_a_file_that_may_not_grow_is_a_sentence_and_no_run(small, tmp_path, tried, options):
    sizes = FILE_SIZES if options else (*FILE_SIZES, 100_000)
    reports = tmp_path / "reports"
    for size in sizes:
        words = ("run", small, "--out", reports, *options)
        store = tmp_path / "store"
        _refused(
            start(*words, store=store, program=LIMITED.format(size) + PROGRAM),
            "lớn hơn mức cho phép",
        )
        assert run_folders(reports) == []
        assert hidden(reports) == []
    what = "with reports" if not options else "of the tables"
    tried(
        f"no file may be larger than so many bytes (RLIMIT_FSIZE), a run {what}", times=len(sizes)
    )


@pytest.mark.usefixtures("may_mount")
def test_a_full_disk_is_a_sentence_and_there_is_no_run(small, tmp_path, tried):
    lost = 0
    for kib in DISK_SIZES:
        with _disk(tmp_path / f"{kib}", kib) as disk:
            words = ("run", small, "--out", disk / "reports", "--no-reports")
            _refused(start(*words, store=tmp_path / "store"), "đĩa đầy")
            assert hidden(disk) == []
            lost += len(run_folders(disk / "reports"))
    assert lost == 0
    tried("`cchc run` onto a disk that is too small (tmpfs)", times=len(DISK_SIZES), lost=lost)


@pytest.mark.usefixtures("may_mount")
def test_a_disk_that_is_full_on_the_way_is_a_sentence_too(small, tmp_path, tried):
    for kib in (1_000, 4_000):
        with _disk(tmp_path / f"{kib}", kib) as disk:
            words = ("run", small, "--out", disk / "reports")
            _refused(start(*words, store=tmp_path / "store"), "đĩa đầy")
            assert run_folders(disk / "reports") == []
            assert hidden(disk) == []
    tried("`cchc run` with every report onto a disk that is too small (tmpfs)", times=2)


@pytest.mark.usefixtures("may_mount")
def test_a_run_that_cannot_be_replaced_for_want_of_room_stays(small, tmp_path, right, tried):
    with _disk(tmp_path / "disk", 4_000) as disk:
        words = ("run", small, "--out", disk / "reports", "--no-reports")
        assert finish(start(*words, store=tmp_path / "store"))[0] == 0
        (folder,) = run_folders(disk / "reports")
        assert digests(folder) == right
        (folder / "index.html").write_text("somebody spoilt it")
        before = digests(disk / "reports")
        _fill(disk / "filler", leaving=40_000)
        _refused(start(*words, store=tmp_path / "store"), "đĩa đầy")
        assert digests(disk / "reports") == before
        assert hidden(disk) == []
        (disk / "filler").unlink()
        assert finish(start(*words, store=tmp_path / "store"))[0] == 0
        assert digests(folder) == right
        assert len(read_log(folder.parent / LOG_FILE)) == 1
    tried("a run is to be replaced on a disk that has become full", times=1)


def _fill(path, *, leaving):
    """Fill a disk but for so many bytes."""
    free = shutil.disk_usage(path.parent).free
    path.write_bytes(b"x" * (free - leaving))


@pytest.mark.usefixtures("may_mount")
def test_an_example_on_a_full_disk_does_not_appear(tmp_path, tried):
    for kib in DISK_SIZES:
        with _disk(tmp_path / f"{kib}", kib) as disk:
            words = ("example", disk / "year", "--units", 12)
            _refused(start(*words, store=tmp_path / "store"), "đĩa đầy")
            assert list(disk.iterdir()) == []
    tried("`cchc example` onto a disk that is too small (tmpfs)", times=len(DISK_SIZES))


@pytest.mark.usefixtures("may_mount")
def test_a_read_only_disk_is_a_sentence_and_a_run_on_it_can_be_used(small, tmp_path, right, tried):
    with _disk(tmp_path / "disk", 4_000) as disk:
        words = ("run", small, "--out", disk / "reports", "--no-reports")
        assert finish(start(*words, store=tmp_path / "store"))[0] == 0
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        code, _, told = finish(start(*words, store=tmp_path / "store"))
        assert code == 0, told
        assert "dùng lại kết quả đã có" in told
        _refused(start(*words, "--fresh", store=tmp_path / "store"), "đĩa chỉ cho đọc")
        (folder,) = run_folders(disk / "reports")
        assert digests(folder) == right
    tried("a run on a disk that has become read-only, used and made anew", times=2)


@pytest.mark.parametrize("what", ["reports", "year"])
def test_a_folder_that_nobody_may_write_to_is_a_sentence(small, tmp_path, right, tried, what):
    place = tmp_path / "reports"
    words = ("run", small, "--out", place, "--no-reports")
    assert finish(start(*words, store=tmp_path / "store"))[0] == 0
    (folder,) = run_folders(place)
    (folder / "index.html").write_text("somebody spoilt it")
    closed = {"reports": place, "year": folder.parent}[what]
    before = digests(place)
    if what == "reports":
        shutil.rmtree(folder.parent)
        before = {}
    closed.chmod(0o555)
    try:
        process = start(*words, store=tmp_path / "store", program=UNPRIVILEGED)
        _refused(process, "không có quyền ghi")
        assert digests(place) == before
    finally:
        closed.chmod(0o755)
    assert finish(start(*words, store=tmp_path / "store"))[0] == 0
    assert digests(folder) == right
    tried(
        f"the folder of {'all reports' if what == 'reports' else 'the year'} is read-only", times=1
    )
