"""No workers at all: what needs no notebook is made in this process, one after the other."""

from collections.abc import Iterator, Sequence

from cchc_lib.running.execution.making import make
from cchc_lib.running.execution.shared import Shared, sharing
from cchc_lib.running.execution.tasks import Made, Task

__all__ = ["PlainWorkers"]


class PlainWorkers:
    """The process that asks, for a run that has little to make."""

    def __init__(self) -> None:
        self._shared = Shared()

    def share(self, shared: Shared) -> None:
        """Tell what the tasks share."""
        self._shared = shared

    def make_all(self, tasks: Sequence[Task]) -> Iterator[Made]:
        """Make tasks, one after the other."""
        for task in tasks:
            with sharing(self._shared):
                made = make(task, "cchc")
            yield made
