"""Make only what changed: workers that take what an earlier run made from a store.

A key holds everything a task depends on, so that what is taken is what would have been made,
byte for byte. What failed is never kept.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cchc_lib.project import ARTEFACTS
from cchc_lib.running.execution.keeping.keys import Keys, addresses_of
from cchc_lib.running.execution.keeping.store import Store
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import EngineName, Made, Task
from cchc_lib.running.execution.workers import Workers

__all__ = ["KeepingWorkers", "remembering"]

_KeyOf = Mapping[frozenset[str], str]
"""The key of each task, by the addresses of the files that it becomes."""


@dataclass(slots=True, kw_only=True)
class KeepingWorkers:
    """Workers that give to others only what is not in the store, and keep what they make.

    ``is_fresh`` leaves what is kept unread and renews it. ``folder`` is that of the run, with
    its tables; ``code`` the digest of the code; both are part of what tasks depend on. The
    other workers are told what is shared when there is work for them.
    """

    workers: Workers
    store: Store
    folder: Path
    code: str
    engine: EngineName
    is_fresh: bool = False
    _shared: Shared = field(default_factory=Shared, init=False)
    _has_told: bool = field(default=False, init=False)

    def share(self, shared: Shared) -> None:
        """Tell what the tasks share."""
        self._shared, self._has_told = shared, False

    def make_all(self, tasks: Sequence[Task]) -> Iterator[Made]:
        """Take or make tasks and yield each; what is taken comes between what is made."""
        keys = Keys(self._shared, folder=self.folder, code=self.code, engine=self.engine)
        key_of = {addresses_of(task): keys.of(task) for task in tasks}
        is_kept = [self._may_take(key_of[addresses_of(task)]) for task in tasks]
        kept = deque(task for task, there in zip(tasks, is_kept, strict=True) if there)
        missing = [task for task, there in zip(tasks, is_kept, strict=True) if not there]
        damaged: list[Task] = []
        per_made = -(-len(kept) // len(missing)) if missing else 0
        for made in self._make(missing, key_of):
            yield made
            yield from self._take(kept, per_made, damaged, key_of)
        yield from self._take(kept, len(kept), damaged, key_of)
        yield from self._make(damaged, key_of)
        if missing or damaged:
            self.store.trim()

    def _may_take(self, key: str) -> bool:
        return bool(key) and not self.is_fresh and self.store.has(key)

    def _take(
        self, kept: deque[Task], most: int, damaged: list[Task], key_of: _KeyOf
    ) -> Iterator[Made]:
        """Yield so many of what is kept; what is not whole is put with the damaged."""
        for _ in range(min(most, len(kept))):
            task = kept.popleft()
            files = self.store.recall(key_of[addresses_of(task)])
            if files is None or files.keys() != addresses_of(task):
                damaged.append(task)
            else:
                yield Made(name=task.name, files=files)

    def _make(self, tasks: Sequence[Task], key_of: _KeyOf) -> Iterator[Made]:
        """Have tasks made, and keep what they become."""
        if not tasks:
            return
        if not self._has_told:
            self.workers.share(self._shared)
            self._has_told = True
        for made in self.workers.make_all(tasks):
            key = key_of.get(frozenset(made.files), "")
            if key and not made.has_failed:
                self.store.keep(key, made.files)
            yield made


def remembering(
    workers: Workers, *, folder: Path, code: str, engine: EngineName, is_fresh: bool = False
) -> Workers:
    """Return workers that make only what changed since the earlier runs on this machine."""
    return KeepingWorkers(
        workers=workers,
        store=Store(folder=ARTEFACTS),
        folder=folder,
        code=code,
        engine=engine,
        is_fresh=is_fresh,
    )
