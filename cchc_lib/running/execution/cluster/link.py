"""The way to a Dask cluster: its address, one of our own on this machine, who works there."""

import logging
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from socket import create_connection
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from cchc_lib.errors import UsageProblem
from cchc_lib.running.execution.cluster.there import check_same, get_ready, makeup

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

__all__ = ["check_address", "connected"]

_HERE = re.compile(r"local:([1-9]\d?)")
_THERE = re.compile(r"(?!local:)(?:(?:tcp|tls)://)?(?:([\w.-]+)|\[([0-9A-Fa-f:.]+)\]):(\d{1,5})")
_PATIENCE_SECONDS = 10
_RECONNECT_SECONDS = 30
_SILENCE_SECONDS = 20
_MOMENT_SECONDS = 0.3
_QUIET = logging.CRITICAL
_SETTINGS: dict[str, Any] = {
    "distributed.comm.timeouts.connect": f"{_PATIENCE_SECONDS}s",
    "distributed.scheduler.worker-ttl": f"{_SILENCE_SECONDS}s",
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.interval": "2s",
    "distributed.admin.large-graph-warning-threshold": "10GB",
    "distributed.nanny.pre-spawn-environ.OMP_NUM_THREADS": 1,
}


def check_address(address: str) -> None:
    """Refuse what cannot be the address of a cluster.

    Raises
    ------
    UsageProblem
        Says what addresses look like.
    """
    if not _HERE.fullmatch(address) and not _THERE.fullmatch(address):
        raise UsageProblem(
            f"Địa chỉ cụm Dask “{address}” không hợp lệ. Ghi địa chỉ của bộ điều phối, ví dụ "
            "tcp://10.0.0.5:8786, hoặc local:N để dùng N worker trên máy này."
        )


@contextmanager
def connected(address: str) -> Iterator["Client"]:
    """Give a client of the cluster at an address; ``local:N`` lives as long as it is used.

    Raises
    ------
    UsageProblem
        If nobody answers, nobody works there, or a worker is not like this machine.
    """
    import dask
    from distributed import Client

    here = _HERE.fullmatch(address)
    with ExitStack() as open_things:
        open_things.enter_context(dask.config.set(_SETTINGS))
        open_things.enter_context(_quiet())
        try:
            there = open_things.enter_context(_own_cluster(int(here[1]))) if here else address
            if not here:
                _call(address)
            client = Client(there, timeout=_RECONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, OverflowError) as error:
            raise UsageProblem(_nobody(address)) from error
        open_things.enter_context(client)
        _check_workers(client, address)
        yield client


def _call(address: str) -> None:
    """See that somebody is at an address; a scheduler may be just about to start.

    A client would wait for as long as for one that comes back.
    """
    there = _THERE.fullmatch(address)
    assert there is not None
    until = monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            create_connection((there[1] or there[2], int(there[3])), _PATIENCE_SECONDS).close()
        except ConnectionRefusedError:
            if monotonic() > until:
                raise
            sleep(_MOMENT_SECONDS)
        else:
            return


def _own_cluster(count: int) -> "LocalCluster":
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=count,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        worker_dashboard_address=":0",
        silence_logs=_QUIET,
    )


def _check_workers(client: "Client", address: str) -> None:
    """Wait for a worker, have all get ready, and hold each against this machine."""
    own = makeup()
    try:
        client.wait_for_workers(1, timeout=_PATIENCE_SECONDS)
        answers = client.run(get_ready, on_error="return", callback_timeout=2 * _PATIENCE_SECONDS)
    except (OSError, TimeoutError) as error:
        raise UsageProblem(
            f"Cụm Dask tại {address} không có worker nào trả lời. Trên mỗi máy hãy chạy: "
            f"dask worker {address} --nworkers auto --nthreads 1"
        ) from error
    for worker, answer in answers.items():
        if isinstance(answer, BaseException):
            raise UsageProblem(
                f"Máy {worker} của cụm Dask không chạy được chương trình này ({answer}). "
                "Cài cùng một bản trên mọi máy rồi khởi động lại các worker."
            )
        check_same(own, answer, worker)


def _nobody(address: str) -> str:
    return (
        f"Không kết nối được với bộ điều phối Dask tại {address}. Khởi động bằng lệnh: "
        "dask scheduler --port 8786; rồi trên mỗi máy: dask worker ĐỊA_CHỈ --nthreads 1. "
        "Để chạy trên máy này, bỏ --dask."
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Dask says to its own developers from people; we say what matters."""
    own = [name for name in logging.root.manager.loggerDict if name.split(".")[0] == "distributed"]
    before = {logger: logger.level for logger in map(logging.getLogger, own)}
    for logger in before:
        logger.setLevel(_QUIET)
    try:
        yield
    finally:
        for logger, level in before.items():
            logger.setLevel(level)
