"""What a worker of a Dask cluster does: it has its own machine make the tasks it is given.

A Dask worker has threads, so nothing is ever made in it or forked from it: it calls local
workers, one per thread, which stay warm from task to task and from run to run.
"""

import atexit
import platform
import tempfile
import zlib
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from pickle import HIGHEST_PROTOCOL, dumps, loads

from cchc_lib.errors import UsageProblem
from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.execution.here import open_here
from cchc_lib.running.execution.makeup import made_with
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import Made, NotebookTask, Task
from cchc_lib.running.identity import code_sha256

__all__ = ["Order", "Parcel", "check_same", "get_ready", "keep", "make_there", "makeup", "pack"]


@cache
def makeup() -> Mapping[str, str]:
    """Return what the bytes that this process makes depend on, besides the task."""
    return {"cchc": code_sha256(), "distributed": version("distributed"), **made_with()}


def get_ready() -> Mapping[str, str]:
    """Call a local worker, which warms up until the first task is there; return the makeup."""
    if not _idle:
        _idle.append(_Desk())
    return makeup()


def check_same(own: Mapping[str, str], other: Mapping[str, str], worker: str) -> None:
    """Refuse a worker whose code or libraries are not those of the run.

    Raises
    ------
    UsageProblem
        Names the worker and what differs.
    """
    differing = [name for name in own if own[name] != other.get(name)]
    if differing:
        raise UsageProblem(
            f"Máy {worker} của cụm Dask khác máy này về {', '.join(differing)}, kết quả có thể "
            "khác nhau. Cài cùng một bản trên mọi máy rồi khởi động lại các worker."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What the tasks of a run share, packed; its hash is its name on the cluster."""

    content: bytes
    sha256: str


def pack(shared: Shared) -> Parcel:
    """Pack what tasks share, once for all workers."""
    content = zlib.compress(dumps(shared, HIGHEST_PROTOCOL), 1)
    return Parcel(content=content, sha256=sha256(content).hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One task for a Dask worker, and what it must be like to make it."""

    task: Task
    shared_sha256: str
    makeup: Mapping[str, str]


def keep(content: bytes) -> bytes:
    """Keep a parcel on this Dask worker, for itself and for others."""
    return content


def make_there(content: bytes, order: Order) -> Made:
    """Make one task on the machine of this Dask worker.

    A local worker that gets into trouble is let go; the next task calls another one.
    """
    check_same(order.makeup, makeup(), platform.node())
    desk = _take_desk(order.shared_sha256)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            made = desk.make(_at_home(order.task, Path(scratch)), order, content)
    except BaseException:
        desk.close()
        raise
    _idle.append(desk)
    return made


def _at_home(task: Task, scratch: Path) -> Task:
    """Return a task with the places of this machine instead of the caller's.

    Notebooks take everything from what is shared, so that any folder will do.
    """
    if not isinstance(task, NotebookTask):
        return task
    folder = task.folder if task.folder.is_dir() else scratch
    return replace(task, notebook=NOTEBOOKS / task.notebook.name, folder=folder)


class _Desk:
    """A local worker, and which parcel it was told of."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._workers = self._open.enter_context(open_here(1))
        self.told = ""

    def make(self, task: Task, order: Order, content: bytes) -> Made:
        """Have a task made."""
        if self.told != order.shared_sha256:
            self._workers.share(loads(zlib.decompress(content)))  # noqa: S301 - the office's own
            self.told = order.shared_sha256
        (made,) = self._workers.make_all((task,))
        return made

    def close(self) -> None:
        """Let the local worker go."""
        self._open.close()


_idle: list[_Desk] = []


def _take_desk(told: str) -> _Desk:
    """Take a desk that nobody sits at; one that knows the parcel already if there is one."""
    for desk in _idle:
        if desk.told == told:
            with suppress(ValueError):
                _idle.remove(desk)
                return desk
    try:
        return _idle.pop()
    except IndexError:
        return _Desk()


@atexit.register
def _close_all() -> None:
    while _idle:
        _idle.pop().close()
