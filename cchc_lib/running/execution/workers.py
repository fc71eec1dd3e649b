"""What workers are: some processes that make tasks; and which of them are wanted."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import EngineName, Made, Task

__all__ = ["Nobody", "Workers", "WorkersWanted"]


class Workers(Protocol):
    """Some processes that make tasks, several at a time."""

    def share(self, shared: Shared) -> None:
        """Tell what the tasks share; before the first one."""
        ...

    def make_all(self, tasks: Sequence[Task]) -> Iterator[Made]:
        """Make tasks and yield each as it is done; one that fails never stops the others.

        Never more of them are under way, or wait to be taken, than a small multiple of the
        processes.
        """
        ...


class Nobody:
    """The workers of a run that has nothing to be made."""

    def share(self, shared: Shared) -> None:
        """Tell nobody."""

    def make_all(self, tasks: Sequence[Task]) -> Iterator[Made]:
        """Make no task."""
        assert not tasks
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkersWanted:
    """Which workers to call: how many, with which engine, and on which cluster, if on one.

    ``count`` is zero for as many as there are processors; ``cluster`` is the address of a
    scheduler, or ``local:N``.
    """

    count: int = 0
    engine: EngineName = "cchc"
    cluster: str = ""

    @property
    def size(self) -> int:
        """Return how many processes to use on this machine."""
        return self.count or os.cpu_count() or 1
