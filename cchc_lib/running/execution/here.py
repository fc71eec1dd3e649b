"""Workers on this machine: forked from a warm process, spawned, or with a kernel per notebook."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from cchc_lib.running.execution.tasks import EngineName, Made, NotebookTask, Task
from cchc_lib.running.execution.workers import Workers
from cchc_lib.running.parameters import check_parameters

__all__ = ["open_here"]


@contextmanager
def open_here(size: int, engine: EngineName = "cchc") -> Iterator[Workers]:
    """Call ``size`` workers together; they warm up while the caller goes on, and end with it."""
    with _workers(size, engine) as workers:
        yield _Checking(workers)


def _workers(size: int, engine: EngineName) -> AbstractContextManager[Workers]:
    if engine == "jupyter":
        from cchc_lib.running.execution.processes.pooled import PooledWorkers

        return PooledWorkers(size, engine)
    if sys.platform == "linux":
        from cchc_lib.running.execution.processes.forked import ForkedWorkers

        return ForkedWorkers(size)
    from cchc_lib.running.execution.processes.spawned import SpawnedWorkers

    return SpawnedWorkers(size)


class _Checking:
    """Workers that are given nothing while any notebook has a parameter that it does not know."""

    def __init__(self, workers: Workers) -> None:
        self.share = workers.share
        self._workers = workers

    def make_all(self, tasks: Sequence[Task]) -> Iterator[Made]:
        """Check the parameters of all tasks, then make them."""
        for task in tasks:
            if isinstance(task, NotebookTask):
                check_parameters(task.notebook, task.parameters)
        return self._workers.make_all(tasks)
