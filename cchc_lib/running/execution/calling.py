"""Who makes the tasks of a run: workers of this machine, or of a cluster where one is asked for."""

from contextlib import AbstractContextManager

from cchc_lib.running.execution.here import open_here
from cchc_lib.running.execution.workers import Workers, WorkersWanted

__all__ = ["open_workers"]


def open_workers(wanted: WorkersWanted) -> AbstractContextManager[Workers]:
    """Call workers together; on a cluster they are always those of our own engine."""
    if wanted.cluster:
        from cchc_lib.running.execution.cluster.workers import ClusterWorkers

        return ClusterWorkers(wanted.cluster, wanted.size)
    return open_here(wanted.size, wanted.engine)
