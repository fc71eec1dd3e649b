"""Workers that live as long as the run: each a process of its own, a kernel per notebook."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import Self

from cchc_lib.running.execution.making import make
from cchc_lib.running.execution.shared import Shared, share
from cchc_lib.running.execution.tasks import EngineName, Made, Task

__all__ = ["PooledWorkers"]

_GIVEN_AHEAD = 2


class PooledWorkers:
    """Processes that make one task after the other.

    What a notebook leaves behind stays in its kernel, which ends with it.
    """

    def __init__(self, size: int, engine: EngineName) -> None:
        self._size = size
        self._engine: EngineName = engine
        self._shared = Shared()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def share(self, shared: Shared) -> None:
        """Tell what the tasks share."""
        self._shared = shared

    def make_all(self, tasks: Sequence[Task]) -> Iterator[Made]:
        """Make tasks and yield each as it is done."""
        waiting = deque(tasks)
        context = get_context("spawn")
        with ProcessPoolExecutor(
            self._size, mp_context=context, initializer=share, initargs=(self._shared,)
        ) as pool:
            under_way: set[Future[Made]] = set()
            while waiting or under_way:
                while waiting and len(under_way) < _GIVEN_AHEAD * self._size:
                    under_way.add(pool.submit(make, waiting.popleft(), self._engine))
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                for one in done:
                    yield one.result()
