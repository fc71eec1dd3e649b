"""Tasks on their way through a Dask cluster: given, given again, taken back once each."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

from cchc_lib.errors import CchcError
from cchc_lib.running.execution.cluster.there import Order, Parcel, keep, make_there, makeup
from cchc_lib.running.execution.tasks import Made, Task

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["ClusterLost", "Patience", "Round"]

_AHEAD = 2
_MOST_TRIES = 3
_KILLS = "làm hỏng nhiều worker của cụm Dask, có thể vì hết bộ nhớ"


class ClusterLost(Exception):
    """The scheduler or all workers are gone for longer than there is patience."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait, in seconds, for what may come back by itself.

    ``cluster``: for a scheduler, and any worker at all. ``task``: for one that was given while
    others have nothing to do; after that, or three times what the longest took, it is given to
    another worker too.
    """

    cluster: float = 30.0
    task: float = 60.0
    look: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    number: int
    future: "Future[Made]"
    since: float = field(default_factory=monotonic)


class Round:
    """Tasks that are made by a cluster.

    Two per thread of the cluster are under way at most, so that a long run takes no more memory
    than a short one. Whatever is lost is given again; of several answers the first one counts.
    """

    def __init__(
        self, client: "Client", tasks: Sequence[Task], parcel: Parcel, patience: Patience
    ) -> None:
        self._client = client
        self._parcel = parcel
        self._patience = patience
        self._remaining = dict(enumerate(tasks))
        self._waiting = deque(self._remaining)
        self._suspects: deque[int] = deque()
        self._given: dict[object, _Given] = {}
        self._ended: SimpleQueue[Future[Made]] = SimpleQueue()
        self._troubles: Counter[int] = Counter()
        self._threads = 0
        self._longest = 0.0
        self._seen = self._looked = monotonic()
        self._there: Future[bytes] | None = None

    @property
    def remaining(self) -> list[Task]:
        """Return the tasks that are not made yet."""
        return list(self._remaining.values())

    def made(self) -> Iterator[Made]:
        """Yield what becomes of the tasks.

        Raises
        ------
        ClusterLost
            If nobody is there any more; what remains is not made.
        """
        self._look()
        try:
            while self._remaining:
                self._give()
                with suppress(Empty):
                    future = self._ended.get(timeout=self._patience.look)
                    yield from self._take(future)
                if monotonic() - self._looked > self._patience.look:
                    self._look()
        finally:
            self._recall(tuple(self._given.values()))

    def _look(self) -> None:
        """See who works there, and give once more what takes too long while others are idle."""
        self._looked = now = monotonic()
        self._threads = self._count_threads()
        if self._threads:
            self._seen = now
        elif self._client.status == "closed" or now - self._seen > self._patience.cluster:
            raise ClusterLost
        if self._there is not None and self._there.status in {"lost", "cancelled"}:
            self._there = None
            self._waiting.extend({given.number for given in self._given.values()})
            self._recall(tuple(self._given.values()))
        if not self._waiting and len(self._given) < self._threads * _AHEAD:
            limit = max(self._patience.task, 3 * self._longest)
            times = Counter(given.number for given in self._given.values())
            latest = {given.number: given.since for given in self._given.values()}
            self._waiting.extend(
                number
                for number, since in latest.items()
                if now - since > limit and times[number] < _MOST_TRIES
            )

    def _count_threads(self) -> int:
        if self._client.status != "running":
            return 0
        try:
            return sum(self._client.nthreads(callback_timeout=5).values())
        except (OSError, TimeoutError):
            return 0

    def _give(self) -> None:
        """Give as many tasks as may be under way; one under suspicion only all alone."""
        while self._waiting and len(self._given) < _AHEAD * self._threads:
            if not self._hand_over(self._waiting[0]):
                return
            self._waiting.popleft()
        is_alone = not self._waiting and not self._given
        if is_alone and self._suspects and self._hand_over(self._suspects[0]):
            self._suspects.popleft()

    def _hand_over(self, number: int) -> bool:
        """Give one task to the cluster; tell whether it could be reached."""
        if number not in self._remaining:
            return True
        order = Order(
            task=self._remaining[number], shared_sha256=self._parcel.sha256, makeup=makeup()
        )
        try:
            others = self._without(number)
            future = self._client.submit(
                make_there,
                self._shared(number),
                order,
                key=f"cchc-{uuid4().hex}",
                pure=False,
                workers=others,
                allow_other_workers=bool(others),
            )
        except (OSError, TimeoutError, RuntimeError):
            self._threads = 0
            return False
        self._given[future.key] = _Given(number=number, future=future)
        future.add_done_callback(self._ended.put)
        return True

    def _without(self, number: int) -> list[str] | None:
        """Return the workers to prefer for a task that others were given: those without it."""
        keys = {key for key, given in self._given.items() if given.number == number}
        if not keys:
            return None
        there = self._client.processing()
        return [worker for worker, own in there.items() if keys.isdisjoint(own)] or None

    def _shared(self, number: int) -> "Future[bytes] | bytes":
        """Return the parcel for a task, or where it is on the cluster.

        It is sent to the scheduler once, and workers have it from each other; where all that
        have it are lost, the scheduler gives it out again. A task that is given twice brings
        its own, so that it waits for no worker that stands still. A name is used once, as the
        cluster may be about to forget what had it before.
        """
        if any(given.number == number for given in self._given.values()):
            return self._parcel.content
        if self._there is None or self._there.status in {"lost", "cancelled", "error"}:
            name = f"cchc-shared-{self._parcel.sha256}-{uuid4().hex}"
            self._there = self._client.submit(keep, self._parcel.content, key=name, pure=False)
        return self._there

    def _take(self, future: "Future[Made]") -> Iterator[Made]:
        """Yield what became of a task, unless another was faster; or see that it is given again."""
        given = self._given.pop(future.key, None)
        if given is None or given.number not in self._remaining:
            return
        made = self._answer(future, given.number)
        if made is None:
            return
        del self._remaining[given.number]
        self._longest = max(self._longest, monotonic() - given.since)
        twins = [other for other in self._given.values() if other.number == given.number]
        self._recall(twins)
        yield made

    def _answer(self, future: "Future[Made]", number: int) -> Made | None:
        """Return what a future brought; nothing if its task has to be given again."""
        from distributed import KilledWorker

        if future.status == "error":
            error = future.exception(timeout=self._patience.cluster)
            if isinstance(error, CchcError):
                raise error
            self._troubles[number] += 1
            if isinstance(error, KilledWorker):
                return self._suspect(number)
            if self._troubles[number] == _MOST_TRIES:
                raise error
        elif future.status == "finished":
            with suppress(OSError, TimeoutError, RuntimeError):
                result: Made = future.result(timeout=self._patience.cluster)
                return result
        self._waiting.append(number)
        return None

    def _suspect(self, number: int) -> Made | None:
        """Give a task that killed workers a last time, alone; then it has failed."""
        if self._troubles[number] == 1:
            self._suspects.append(number)
            return None
        return Made(name=self._remaining[number].name, reason=_KILLS)

    def _recall(self, given: Iterable[_Given]) -> None:
        """Call back what is under way."""
        futures = [one.future for one in given]
        for future in futures:
            self._given.pop(future.key, None)
        if futures and self._client.status == "running":
            with suppress(OSError, TimeoutError, RuntimeError):
                self._client.cancel(futures, force=True)
