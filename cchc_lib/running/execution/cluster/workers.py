"""Workers of a Dask cluster: processes of other machines, or of this one by ``local:N``."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from cchc_lib.running.execution.cluster.link import check_address, connected
from cchc_lib.running.execution.cluster.round import ClusterLost, Patience, Round
from cchc_lib.running.execution.cluster.there import Parcel, pack
from cchc_lib.running.execution.here import open_here
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import Made, Task

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["ClusterWorkers"]

_LOST = "Mất cụm Dask tại %s: %d việc còn lại được làm trên máy này."
_log = logging.getLogger(__name__)


class ClusterWorkers:
    """The workers of the Dask cluster at an address; each has its machine make what it is given.

    They are those of the own engine: what they make is the same to the byte as on one machine,
    and workers with other code or libraries are refused. When the whole cluster is lost, local
    workers, ``size`` of them, make the rest.
    """

    def __init__(self, address: str, size: int, patience: Patience | None = None) -> None:
        check_address(address)
        self._address = address
        self._size = size
        self._patience = patience or Patience()
        self._open = ExitStack()
        self._shared = Shared()
        self._parcel: Parcel | None = None
        self._client: Client

    def __enter__(self) -> Self:
        self._client = self._open.enter_context(connected(self._address))
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def share(self, shared: Shared) -> None:
        """Tell what the tasks share."""
        self._shared, self._parcel = shared, None

    def make_all(self, tasks: Sequence[Task]) -> Iterator[Made]:
        """Make tasks and yield each as it is done."""
        self._parcel = self._parcel or pack(self._shared)
        under_way = Round(self._client, tasks, self._parcel, self._patience)
        try:
            yield from under_way.made()
        except ClusterLost:
            remaining = under_way.remaining
            _log.warning(_LOST, self._address, len(remaining))
            with open_here(self._size) as workers:
                workers.share(self._shared)
                yield from workers.make_all(remaining)
