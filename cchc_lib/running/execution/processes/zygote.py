"""The warm process that is forked once per task, by ``python -m``.

It has one thread, does nothing but fork, watch and pass on, and speaks with the process that
started it alone, over its standard input and output. What is said to it: ``("share", bytes)``
and ``("make", size, limits, tasks)``. What it answers, per task: its number and what was made.
When nobody is left to speak with, it ends with all its children.
"""

import ctypes
import os
import pickle
import selectors
import signal
import sys
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Never

from cchc_lib.running.execution.processes import warm
from cchc_lib.running.execution.processes.child import answer
from cchc_lib.running.execution.processes.frames import Frames, packed
from cchc_lib.running.execution.processes.limits import LOST, Limits, Watch
from cchc_lib.running.execution.processes.starting import leave_start_folder
from cchc_lib.running.execution.tasks import Made, Task

if TYPE_CHECKING:
    from cchc_lib.running.execution.shared import Shared

__all__ = ["REFUSED", "Zygote", "run"]

REFUSED = -1
"""The number of an answer that says: this process has threads and must not be forked."""
_POLL_SECONDS = 0.1
_PIECE = 1 << 20
_PR_SET_PDEATHSIG = 1


def run() -> None:
    """Warm up, then serve until the other end is gone."""
    requests, answers = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    warm.warm_up()
    warm.keep_for_forks()
    Zygote(requests, answers).serve()


class _Job:
    """A task under way: its number, what is known of its child, and what it sent so far."""

    def __init__(self, number: int, task: Task, *, retries: int = 1, reason: str = "") -> None:
        self.number, self.task, self.retries, self.reason = number, task, retries, reason
        self.pid = 0
        self.pipe = -1
        self.frames = Frames()
        self.watch: Watch

    def kill(self) -> None:
        """Kill the child and all it started."""
        for end in (os.killpg, os.kill):
            with suppress(ProcessLookupError, PermissionError):
                end(self.pid, signal.SIGKILL)


class Zygote:
    """The loop of the warm process: nothing in it ever waits for one party alone."""

    def __init__(self, requests: int, answers: int) -> None:
        self._requests, self._answers = requests, answers
        self._said = Frames()
        self._waiting: deque[_Job] = deque()
        self._running: dict[int, _Job] = {}
        self._outgoing: deque[memoryview] = deque()
        self._size, self._limits = 1, Limits()
        self._selector = selectors.DefaultSelector()
        self._selector.register(requests, selectors.EVENT_READ)
        os.set_blocking(answers, False)
        self._prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def serve(self) -> None:
        """Do what is asked until nobody asks any more."""
        while True:
            for key, _ in self._selector.select(_POLL_SECONDS):
                if key.fd == self._requests:
                    self._listen()
                elif key.fd == self._answers:
                    self._send()
                else:
                    self._receive(self._running[key.fd])
            for job in list(self._running.values()):
                job.watch.check()
                self._look_after(job)
            self._start_more()

    def _listen(self) -> None:
        piece = os.read(self._requests, _PIECE)
        if not piece:
            self._end()
        self._said.add(piece)
        while said := self._said.next_object():
            match said[0]:
                case ("share", shared):
                    _take_for_all_forks(pickle.loads(shared))  # noqa: S301 - from our starter
                case ("make", size, limits, tasks):
                    self._size, self._limits = size, limits
                    self._waiting.extend(_Job(number, task) for number, task in tasks)

    def _start_more(self) -> None:
        """Fork for as many tasks as may be under way, or wait to be taken."""
        while (
            self._waiting
            and len(self._running) < self._size
            and len(self._outgoing) < 2 * self._size
        ):
            if warm.thread_count() > 1:
                self._waiting.clear()
                self._post(packed((REFUSED, None)))
                return
            self._fork(self._waiting.popleft())

    def _fork(self, job: _Job) -> None:
        reading, writing = os.pipe()
        parent = os.getpid()
        job.pid = os.fork()
        if not job.pid:
            self._become_child(job, parent, writing)
        os.close(writing)
        os.set_blocking(reading, False)
        with suppress(ProcessLookupError, PermissionError):
            os.setpgid(job.pid, job.pid)
        job.pipe, job.frames = reading, Frames()
        job.watch = Watch(job.pid, self._limits, job.kill)
        self._running[reading] = job
        self._selector.register(reading, selectors.EVENT_READ)

    def _become_child(self, job: _Job, parent: int, writing: int) -> Never:
        """Make the task in this fork, answer, and end without cleaning up what is not ours."""
        os.setpgid(0, 0)
        if self._prctl:
            self._prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        self._selector.close()
        for descriptor in (self._requests, self._answers, *self._running):
            os.close(descriptor)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        warm.start_anew()
        answer(writing, job.number, job.task, self._limits, reason=job.reason)

    def _receive(self, job: _Job) -> None:
        """Take what a child sends; its answer is complete before it ends."""
        piece = os.read(job.pipe, _PIECE)
        job.frames.add(piece)
        if whole := job.frames.next_bytes():
            self._post(whole)
            self._forget(job)
        elif not piece:
            self._lose(job)

    def _look_after(self, job: _Job) -> None:
        """Notice a child that ended while something it started still holds its pipe."""
        how = os.WEXITED | os.WNOHANG | os.WNOWAIT
        if os.waitid(os.P_PID, job.pid, how) is None:
            return
        with suppress(BlockingIOError):
            while self._running.get(job.pipe) is job:
                self._receive(job)
            return
        self._lose(job)

    def _lose(self, job: _Job) -> None:
        """Go on after a child that ended without an answer: again, or with the reason."""
        reason = job.watch.reason or LOST
        self._forget(job)
        if job.reason:
            self._post(packed((job.number, Made(name=job.task.name, reason=job.reason))))
        elif job.watch.reason or not job.retries:
            self._waiting.appendleft(_Job(job.number, job.task, reason=reason))
        else:
            self._waiting.appendleft(_Job(job.number, job.task, retries=job.retries - 1))

    def _forget(self, job: _Job) -> None:
        """End a child and whatever it left behind."""
        self._selector.unregister(job.pipe)
        del self._running[job.pipe]
        os.close(job.pipe)
        job.kill()
        os.waitpid(job.pid, 0)

    def _post(self, content: bytes) -> None:
        if not self._outgoing:
            self._selector.register(self._answers, selectors.EVENT_WRITE)
        self._outgoing.append(memoryview(content))

    def _send(self) -> None:
        """Pass on as much as the other end takes."""
        try:
            sent = os.write(self._answers, self._outgoing[0])
        except BrokenPipeError:
            self._end()
        self._outgoing[0] = self._outgoing[0][sent:]
        if not self._outgoing[0]:
            self._outgoing.popleft()
        if not self._outgoing:
            self._selector.unregister(self._answers)

    def _end(self) -> Never:
        for job in self._running.values():
            job.kill()
        os._exit(0)


def _take_for_all_forks(shared: "Shared") -> None:
    """Keep what the tasks share, and work out once what every fork would take from it."""
    from cchc_lib.core.shares import prepare_shares
    from cchc_lib.running.execution.shared import share, shared_year

    share(shared)
    if year := shared_year("."):
        prepare_shares(year)
    warm.keep_for_forks()


if __name__ == "__main__":
    leave_start_folder()
    run()
