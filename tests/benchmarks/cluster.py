"""How much faster a Dask cluster of more workers is: the same tasks, timed in turns."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cchc_lib.running.execution.calling import open_workers
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import Made, Task
from cchc_lib.running.execution.workers import WorkersWanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Seconds of tasks on a cluster that stands already.

    ``here_seconds`` is what the calling process, with the scheduler in it, used of a processor.
    """

    seconds: float
    here_seconds: float


def measure(shared: Shared, tasks: Sequence[Task], workers: int) -> Measured:
    """Time tasks on so many Dask workers of this machine; starting and warming up do not count.

    Each worker has made a task before the clock starts.
    """
    with open_workers(WorkersWanted(cluster=f"local:{workers}")) as cluster:
        cluster.share(shared)
        for _ in range(2):
            _all_made(cluster.make_all(tasks[: 2 * workers]))
        start, here = time.perf_counter(), time.process_time()
        _all_made(cluster.make_all(tasks))
        return Measured(
            seconds=time.perf_counter() - start, here_seconds=time.process_time() - here
        )


def _all_made(made: Iterable[Made]) -> None:
    for one in made:
        assert not one.has_failed, one.reason
