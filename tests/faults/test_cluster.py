"""A Dask cluster gives the bytes of a local run, whatever becomes of its workers."""

import os
import signal
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from cchc_lib.errors import UsageProblem
from cchc_lib.pipeline import check_year, make_example
from cchc_lib.running.execution.calling import open_workers
from cchc_lib.running.execution.cluster import link as cluster_link
from cchc_lib.running.execution.cluster.round import Patience
from cchc_lib.running.execution.cluster.workers import ClusterWorkers
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import NotebookTask
from cchc_lib.running.execution.workers import WorkersWanted
from cchc_lib.running.manifest import Extent
from cchc_lib.running.reports import report_tasks

ELSEWHERE = Path("no such folder on this machine")
"""Where the notebooks of a caller on another machine would be executed."""


IMPATIENT = Patience(cluster=10.0, task=1.0, look=0.2)
LONGEST_SECONDS = 100


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small") / "year"
    make_example(folder, year=2018, unit_count=6, seed=2018, has_faults=False)
    return check_year(folder)


@pytest.fixture(scope="module")
def tasks(small, tmp_path_factory):
    """Every kind of task: the ledger, one notebook, one page per unit."""
    here = tmp_path_factory.mktemp("here")
    extent = Extent(has_reports=True, unit_codes=tuple(u.code for u in small.assessment.units))
    every = report_tasks(here, here, small, extent, previous="")
    return [task for task in every if not isinstance(task, NotebookTask) or task.unit_code]


@pytest.fixture(scope="module")
def shared(small):
    return Shared(years={".": small})


@pytest.fixture(scope="module")
def local_bytes(shared, tasks):
    with open_workers(WorkersWanted(count=2)) as workers:
        workers.share(shared)
        return {made.name: made for made in workers.make_all(tasks)}


@pytest.fixture(scope="module")
def _soon_gone():
    """Workers that stand still are taken to be gone as soon as the library allows."""
    settings = cluster_link._SETTINGS | {"distributed.scheduler.worker-ttl": "5s"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster_link, "_SETTINGS", settings)
        yield


@pytest.fixture(scope="module")
def cluster(shared, _soon_gone):
    """Two Dask workers, both warm."""
    with ClusterWorkers("local:2", 2, IMPATIENT) as workers:
        workers.share(shared)
        yield workers


def _collected(made):
    every = list(made)
    by_name = {one.name: one for one in every}
    assert len(by_name) == len(every), "a result came twice"
    return by_name


def _pids(workers):
    return list(workers._client.run(os.getpid).values())


@contextmanager
def _standing_still(pid):
    """Stop a process for as long as this lasts; it may be ended meanwhile."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def _below(pid):
    """Return all processes below one."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found += [int(child), *_below(int(child))]
    return found


def _is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_cluster_gives_the_bytes_of_a_local_run(cluster, tasks, local_bytes):
    assert not [made for made in local_bytes.values() if made.has_failed]
    assert _collected(cluster.make_all(tasks)) == local_bytes


def test_folders_of_the_caller_need_not_exist_there(cluster, tasks, local_bytes):
    moved = [replace(t, folder=ELSEWHERE) for t in tasks if isinstance(t, NotebookTask)]
    made = _collected(cluster.make_all(moved[:2]))
    assert made == {task.name: local_bytes[task.name] for task in moved[:2]}


def test_a_worker_killed_half_way_changes_nothing(cluster, tasks, local_bytes):
    coming = cluster.make_all(tasks)
    first = [next(coming) for _ in range(3)]
    victim = _pids(cluster)[0]
    os.kill(victim, signal.SIGKILL)
    made = _collected([*first, *coming])
    assert made == local_bytes
    assert not _is_alive(victim)


def test_what_a_worker_that_stands_still_was_given_is_made_by_another(cluster, tasks, local_bytes):
    cluster._client.wait_for_workers(2, timeout=60)
    coming = cluster.make_all(tasks[-6:])
    first = next(coming)
    with _standing_still(_pids(cluster)[0]):
        made = _collected([first, *coming])
    assert made == {task.name: local_bytes[task.name] for task in tasks[-6:]}


@pytest.mark.usefixtures("_soon_gone")
def test_nobody_waits_for_what_only_a_worker_that_stands_still_has(shared, tasks, local_bytes):
    """The worker that joins has not been sent what tasks share, and the other can't send it."""
    with ClusterWorkers("local:1", 1, IMPATIENT) as workers:
        workers.share(shared)
        coming = workers.make_all(tasks[-6:])
        first = next(coming)
        (frozen,) = _pids(workers)
        workers._client.cluster.scale(2)
        workers._client.wait_for_workers(2, timeout=60)
        began = time.monotonic()
        with _standing_still(frozen):
            made = _collected([first, *coming])
    assert made == {task.name: local_bytes[task.name] for task in tasks[-6:]}
    assert time.monotonic() - began < LONGEST_SECONDS


def test_a_generator_that_is_left_leaves_no_processes(shared, tasks):
    before = set(_below(os.getpid()))
    with ClusterWorkers("local:1", 1) as workers:
        workers.share(shared)
        coming = workers.make_all(tasks)
        next(coming)
        own = set(_below(os.getpid())) - before
        coming.close()
    assert len(own) >= 2
    deadline = time.monotonic() + 20
    while any(map(_is_alive, own)) and time.monotonic() < deadline:
        time.sleep(0.1)
    trackers = {pid for pid in own if _is_tracker(pid)}
    assert not [pid for pid in own - trackers if _is_alive(pid)]


def _is_tracker(pid):
    """Tell whether a process is Python's own, one for as long as the test process lives."""
    try:
        return b"resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_a_lost_cluster_is_replaced_by_this_machine(shared, tasks, local_bytes, caplog):
    patience = Patience(cluster=1.0, look=0.2)
    with ClusterWorkers("local:1", 1, patience) as workers:
        workers.share(shared)
        coming = workers.make_all(tasks[-3:])
        first = next(coming)
        workers._client.cluster.scale(0)
        made = _collected([first, *coming])
    assert made == {task.name: local_bytes[task.name] for task in tasks[-3:]}
    assert [r for r in caplog.records if "Mất cụm Dask tại local:1" in r.getMessage()]


def test_nobody_at_an_address_is_said_with_what_starts_a_cluster(monkeypatch):
    monkeypatch.setattr(cluster_link, "_PATIENCE_SECONDS", 1)
    with (
        pytest.raises(
            UsageProblem, match=r"Không kết nối được .* tcp://127\.0\.0\.1:9.*dask scheduler"
        ),
        ClusterWorkers("tcp://127.0.0.1:9", 1),
    ):
        pass


@pytest.mark.parametrize("address", ["", "local:0", "local:", "http://a:1", "tcp://a", "a b:1"])
def test_what_is_no_address_is_refused_at_once(address):
    with pytest.raises(UsageProblem, match="không hợp lệ"):
        ClusterWorkers(address, 1)


def test_other_code_on_the_cluster_is_refused(cluster, monkeypatch):
    own = {**cluster_link.makeup(), "cchc": "other code", "pandas": "0.1"}
    monkeypatch.setattr(cluster_link, "makeup", lambda: own)
    with pytest.raises(UsageProblem, match="khác máy này về cchc, pandas"):
        cluster_link._check_workers(cluster._client, "local:2")


def test_a_worker_with_other_code_that_joins_later_is_refused(cluster, tasks, monkeypatch):
    own = {**cluster_link.makeup(), "cchc": "other code"}
    monkeypatch.setattr("cchc_lib.running.execution.cluster.round.makeup", lambda: own)
    with pytest.raises(UsageProblem, match="khác máy này về cchc"):
        list(cluster.make_all(tasks[-1:]))
