"""What one task may take: time and memory. Who goes beyond is told, then killed.

A process that is told stops where it is, so that its notebook is kept as far as it got, with the
cell and the line it was stopped in. One that does not listen is killed a little later.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Never

__all__ = ["LOST", "LimitReached", "Limits", "Watch", "obey", "resident_bytes"]

LOST = "tiến trình bị ngắt giữa chừng"
"""Why a task failed whose process ended without a word."""
_GIGABYTE = 1024**3
_CAN_TELL = hasattr(signal, "SIGUSR1")
_STATM = "/proc/{}/statm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a task may take, how much memory, and how long it may take to stop."""

    seconds: float = 600.0
    memory_bytes: int = 2 * _GIGABYTE
    grace_seconds: float = 5.0

    @property
    def too_long(self) -> str:
        """Say that a task took too long."""
        return f"quá {self.seconds:g} giây"

    @property
    def too_much(self) -> str:
        """Say that a task took too much memory."""
        return f"cần quá nhiều bộ nhớ (hơn {self.memory_bytes / _GIGABYTE:.3g} GB)"


class LimitReached(BaseException):
    """Raised in a task that was told to stop; ``except Exception`` in a notebook lets it pass."""


def obey(limits: Limits) -> None:
    """Stop where this process is, from now on, when it is told that a limit was reached."""
    if not _CAN_TELL:
        return
    said = {signal.SIGUSR1: limits.too_long, signal.SIGUSR2: limits.too_much}

    def stop(number: int, _: FrameType | None) -> Never:
        for told in said:
            signal.signal(told, signal.SIG_IGN)
        raise LimitReached(said[signal.Signals(number)])

    for number in said:
        signal.signal(number, stop)


def resident_bytes(pid: int) -> int:
    """Return how much memory a process has in use; zero where that is not known."""
    try:
        pages = int(Path(_STATM.format(pid)).read_text("ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


class Watch:
    """The eye on one process; ``reason`` says which limit it reached, if it did."""

    def __init__(self, pid: int, limits: Limits, kill: Callable[[], None]) -> None:
        self._pid, self._limits, self._kill = pid, limits, kill
        self._started = monotonic()
        self._told_at = 0.0
        self._allowed_bytes = limits.memory_bytes
        self.reason = ""

    def check(self) -> None:
        """Tell the process if it goes beyond; kill it if it was told and goes on."""
        used = resident_bytes(self._pid)
        if self.reason:
            waited = monotonic() - self._told_at
            if waited > self._limits.grace_seconds or used > self._allowed_bytes:
                self._kill()
            return
        self._allowed_bytes = max(used, self._limits.memory_bytes) + self._limits.memory_bytes // 2
        if used > self._limits.memory_bytes:
            self._tell(self._limits.too_much, "SIGUSR2")
        elif monotonic() - self._started > self._limits.seconds:
            self._tell(self._limits.too_long, "SIGUSR1")

    def _tell(self, reason: str, name: str) -> None:
        self.reason, self._told_at = reason, monotonic()
        if _CAN_TELL:
            os.kill(self._pid, getattr(signal, name))
        else:
            self._kill()
