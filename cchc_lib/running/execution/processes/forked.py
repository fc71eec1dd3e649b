"""Workers forked from one warm process: every task has a process of its own, at once ready."""

import pickle
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from cchc_lib.running.execution.processes.frames import read_object, write_object
from cchc_lib.running.execution.processes.limits import Limits
from cchc_lib.running.execution.processes.spawned import SpawnedWorkers
from cchc_lib.running.execution.processes.starting import end_group, start_python
from cchc_lib.running.execution.processes.warm import ONE_THREAD
from cchc_lib.running.execution.processes.zygote import REFUSED
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import Made, Task

if TYPE_CHECKING:
    import subprocess

__all__ = ["ForkedWorkers"]

_STARTS = 2


class ForkedWorkers:
    """A warm process, and a fork of it per task, ``size`` at a time.

    Nothing that a notebook changes outlives it. A task whose process is killed for no reason of
    its own is made once more; where the warm process itself ends, another one is started once.
    If it cannot be forked, because something in it has started a thread, or is lost again and
    again, the tasks are made by fresh processes instead.
    """

    def __init__(
        self,
        size: int,
        *,
        limits: Limits | None = None,
        program: Sequence[str] = ("-m", "cchc_lib.running.execution.processes.zygote"),
    ) -> None:
        self._size = size
        self._limits = limits or Limits()
        self._program = program
        self._shared = Shared()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def share(self, shared: Shared) -> None:
        """Tell what the tasks share."""
        self._shared = shared
        with suppress(BrokenPipeError):
            self._say("share", pickle.dumps(shared, protocol=pickle.HIGHEST_PROTOCOL))

    def make_all(self, tasks: Sequence[Task]) -> Iterator[Made]:
        """Make tasks and yield each as it is done."""
        remaining = dict(enumerate(tasks))
        try:
            for _ in range(_STARTS):
                try:
                    yield from self._made(remaining)
                except (EOFError, BrokenPipeError):
                    self._end()
                if not remaining:
                    return
            yield from self._made_by_fresh_ones(remaining)
        finally:
            if remaining:
                self._end()

    def _made(self, remaining: dict[int, Task]) -> Iterator[Made]:
        """Yield what becomes of the tasks that remain, taking each out as it comes."""
        if self._process is None:
            self._start()
            self.share(self._shared)
        self._say("make", self._size, self._limits, list(remaining.items()))
        while remaining:
            number, made = read_object(self._process.stdout)  # type: ignore[union-attr,arg-type]
            if number == REFUSED:
                yield from self._made_by_fresh_ones(remaining)
                return
            if isinstance(made, BaseException):
                raise made
            del remaining[number]
            yield made

    def _made_by_fresh_ones(self, remaining: dict[int, Task]) -> Iterator[Made]:
        tasks = list(remaining.values())
        remaining.clear()
        self._end()
        with SpawnedWorkers(self._size, limits=self._limits) as workers:
            workers.share(self._shared)
            yield from workers.make_all(tasks)

    def _start(self) -> None:
        self._process = start_python(*self._program, **ONE_THREAD)

    def _say(self, *words: object) -> None:
        if self._process and self._process.stdin:
            write_object(self._process.stdin, words)  # type: ignore[arg-type]

    def _end(self) -> None:
        if self._process:
            end_group(self._process, patience=2.0)
            self._process = None
