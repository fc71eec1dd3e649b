"""Workers for systems that cannot fork: warm processes, each used for one task.

While one is at work the next one warms up. Slower than forks by that warming, and as apart from
each other.
"""

import pickle
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import Self

from cchc_lib.running.execution.processes.frames import packed, read_object
from cchc_lib.running.execution.processes.limits import LOST, Limits, Watch
from cchc_lib.running.execution.processes.starting import end_group, start_python
from cchc_lib.running.execution.processes.warm import ONE_THREAD
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import Made, Task

__all__ = ["SpawnedWorkers"]


_POLL_SECONDS = 0.2
_TRIES = 2


class SpawnedWorkers:
    """Fresh processes, ``size`` of them at work and as many warming up."""

    def __init__(self, size: int, *, limits: Limits | None = None) -> None:
        self._size = size
        self._limits = limits or Limits()
        self._shared = pickle.dumps(Shared())
        self._ready: deque[_Process] = deque()
        self._at_work: set[_Process] = set()

    def __enter__(self) -> Self:
        self._ready.extend(_Process(self._limits) for _ in range(self._size))
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def share(self, shared: Shared) -> None:
        """Tell what the tasks share."""
        self._shared = pickle.dumps(shared, protocol=pickle.HIGHEST_PROTOCOL)

    def make_all(self, tasks: Sequence[Task]) -> Iterator[Made]:
        """Make tasks and yield each as it is done."""
        waiting = deque(tasks)
        under_way: set[Future[Made]] = set()
        with ThreadPoolExecutor(self._size) as threads:
            try:
                while waiting or under_way:
                    while waiting and len(under_way) < self._size:
                        under_way.add(threads.submit(self._make, waiting.popleft()))
                    done, under_way = wait(under_way, _POLL_SECONDS, FIRST_COMPLETED)
                    for process in tuple(self._at_work):
                        process.check()
                    for one in done:
                        yield one.result()
            finally:
                if waiting or under_way:
                    self._end()

    def _make(self, task: Task) -> Made:
        """Make a task in a process of its own; again in another one if that was killed."""
        reason = ""
        for _ in range(_TRIES):
            made, reason = self._tried(task, "")
            if made:
                return made
            if reason != LOST:
                break
        made, _ = self._tried(task, reason)
        return made or Made(name=task.name, reason=reason)

    def _tried(self, task: Task, reason: str) -> tuple[Made | None, str]:
        process = self._ready.popleft() if self._ready else _Process(self._limits)
        self._ready.append(_Process(self._limits))
        self._at_work.add(process)
        try:
            return process.make(self._shared, task, reason), ""
        except (EOFError, OSError, ValueError):
            return None, process.reason or LOST
        finally:
            self._at_work.discard(process)
            process.end()

    def _end(self) -> None:
        for process in (*self._ready, *self._at_work):
            process.end()
        self._ready.clear()


class _Process:
    """A process that warms up, makes one task, and is gone."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process = start_python(
            "-m", "cchc_lib.running.execution.processes.fresh", **ONE_THREAD
        )
        self._watch: Watch | None = None

    @property
    def reason(self) -> str:
        """Return which limit it reached, if it did."""
        return self._watch.reason if self._watch else ""

    def make(self, shared: bytes, task: Task, reason: str) -> Made:
        """Give it its task and wait for what becomes of it."""
        pipe = self._process.stdin
        pipe.write(packed((shared, task, self._limits, reason)))  # type: ignore[union-attr]
        pipe.flush()  # type: ignore[union-attr]
        started = read_object(self._process.stdout)  # type: ignore[arg-type]
        assert started is None
        self._watch = Watch(self._process.pid, self._limits, self._process.kill)
        _, made = read_object(self._process.stdout)  # type: ignore[arg-type]
        if isinstance(made, BaseException):
            raise made
        assert isinstance(made, Made)
        return made

    def check(self) -> None:
        """Hold it to the limits."""
        if self._watch:
            with suppress(ProcessLookupError):
                self._watch.check()

    def end(self) -> None:
        """End it and all it started."""
        end_group(self._process)
