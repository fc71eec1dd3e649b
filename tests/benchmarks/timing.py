"""How things are timed here: in turns, so that a noisy machine is noisy for both; medians."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROUNDS = 5
_POLL_SECONDS = 0.1
_PAGE = os.sysconf("SC_PAGE_SIZE")

Action = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """Two actions that were timed in turns: the median seconds of each."""

    one: float
    other: float

    @property
    def ratio(self) -> float:
        """Return how many times longer the other one takes."""
        return self.other / self.one


def timed(action: Action, rounds: int = ROUNDS) -> float:
    """Return the median seconds of an action."""
    return median(_seconds(action) for _ in range(rounds))


def processor_time(action: Action, rounds: int = ROUNDS) -> float:
    """Return the median seconds of a processor that an action takes in this process."""
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        seconds.append(time.process_time() - start)
    return median(seconds)


def paired(one: Action, other: Action, rounds: int = ROUNDS) -> Paired:
    """Time two actions in turns; which one begins changes from round to round."""
    seconds: dict[Action, list[float]] = {one: [], other: []}
    for number in range(rounds):
        for action in (one, other) if number % 2 else (other, one):
            seconds[action].append(_seconds(action))
    return Paired(one=median(seconds[one]), other=median(seconds[other]))


def command(*words: str) -> Action:
    """Return an action that runs a Python process."""
    return lambda: subprocess.run([sys.executable, *words], check=True, capture_output=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A process that ended: how long it took, and the most memory it and its children had."""

    seconds: float
    memory_mb: float
    exit_code: int


def watch(words: Sequence[str]) -> Watched:
    """Run a Python process to its end, and add up the memory of all processes below it."""
    start, most = time.perf_counter(), 0
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, sum(map(_resident, _tree(process.pid))))
            time.sleep(_POLL_SECONDS)
    seconds = time.perf_counter() - start
    return Watched(seconds=seconds, memory_mb=most / 1e6, exit_code=process.returncode)


def _seconds(action: Action) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _tree(pid: int) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found += _tree(int(child))
    return found


def _resident(pid: int) -> int:
    """Return the memory of a process that is its own: what it shares with others counts once."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    return 0
