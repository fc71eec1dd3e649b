"""Child processes that read workbooks, so that no file can harm more than its own reading.

A file that hangs, crashes or takes too much memory costs one child, which is replaced. The
children live as long as this process, because starting one takes longer than reading a form.
"""

import os
from collections.abc import Callable
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context, spawn
from typing import TYPE_CHECKING, Any

from cchc_lib.files.workbooks.child import prepare_child
from cchc_lib.files.workbooks.refusing import stopped
from cchc_lib.files.workbooks.stored_form import encode

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

__all__ = ["Crew", "Task"]

Read = Callable[[bytes], bytes]

_WORKERS_AT_MOST = 6
_SECONDS = 20.0
_PATIENCE = 30.0
"""How long more than a file may take an answer is waited for, in seconds. A child that ends just
as it was given a file takes the file with it, and nobody tells."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file that was given to the crew."""

    content: bytes
    future: "ProcessFuture[bytes]"
    pool: "ProcessPool"


class Crew:
    """Some children that all do the same: ``read`` the bytes of a file into other bytes.

    Parameters
    ----------
    read
        A function of a module, which children import by its name.
    seconds
        How long a child may take for one file.
    patience
        How much longer to wait for its answer.
    """

    def __init__(
        self, read: Read, *, seconds: float = _SECONDS, patience: float = _PATIENCE
    ) -> None:
        self.size = max(1, min(os.cpu_count() or 1, _WORKERS_AT_MOST))
        self._read = read
        self._seconds = seconds
        self._patience = patience
        self._pool: ProcessPool | None = None
        self._has_answered = False
        self._is_busy = False

    def has_been_busy(self) -> bool:
        """Tell whether any file was given to the crew since this was last asked."""
        is_busy, self._is_busy = self._is_busy, False
        return is_busy

    def give(self, content: bytes) -> Task:
        """Hand a file to the crew; the first one calls the crew together."""
        self._is_busy = True
        if self._pool is not None and not self._pool.active:
            self.dismiss()
        pool = self._pool = self._pool or self._call_together()
        future = pool.schedule(self._read, args=(content,), timeout=self._seconds)
        return Task(content, future, pool)

    def outcome(self, task: Task) -> bytes:
        """Wait for what was read; where a child was lost, the stored form of a refusal.

        Raises
        ------
        BrokenProcessPool
            If no child ever answered: then it is not this file that ends them.
        """
        from pebble import ProcessExpired

        try:
            found = self._result(task)
        except TimeoutError:
            found = encode(stopped(f"đọc quá {self._seconds:.0f} giây"))
        except MemoryError:
            found = encode(stopped("cần quá nhiều bộ nhớ"))
        except (ProcessExpired, BrokenProcessPool) as error:
            if isinstance(error, BrokenProcessPool) and not self._has_answered:
                raise
            found = encode(stopped("chương trình đọc tệp bị ngắt giữa chừng"))
        self._has_answered = True
        return found

    def dismiss(self) -> None:
        """Send all children away, at once; the next file calls others."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _call_together(self) -> "ProcessPool":
        from pebble import ProcessPool

        _start_without_main()
        context = get_context("spawn")
        return ProcessPool(self.size, initializer=prepare_child, context=context)

    def _result(self, task: Task) -> bytes:
        """Wait for a task, once more with other children if the first are gone, or lost it.

        Files are read in the order they were given, so this one is being read by now. What
        children had before they were dismissed they never answer.
        """
        is_theirs = task.pool is self._pool
        most = self._seconds + self._patience
        try:
            return task.future.result(most if is_theirs else 0)
        except TimeoutError:
            if task.future.done():
                raise
        except (BrokenProcessPool, CancelledError):
            pass
        if is_theirs:
            self.dismiss()
        return self.give(task.content).future.result(most)


@cache
def _start_without_main() -> None:
    """Let the children start without running the program that called them once more.

    Python would run it again in each child, to know what a child may be sent. Ours are sent
    bytes only, and a program that comes from standard input or reads workbooks at once, as
    short scripts do, cannot be run again.
    """
    from pebble.pool.process import WORKERS_NAME

    original = spawn.get_preparation_data

    def prepared(name: str) -> dict[str, Any]:
        data = original(name)
        if name == WORKERS_NAME:
            data.pop("init_main_from_name", None)
            data.pop("init_main_from_path", None)
        return data

    spawn.get_preparation_data = prepared
