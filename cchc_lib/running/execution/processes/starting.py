"""Processes that we start: a fresh Python each, in a group that ends with it."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from cchc_lib.project import ROOT

__all__ = ["end_group", "leave_start_folder", "start_python"]


def start_python(*words: str, **environment: str) -> "subprocess.Popen[bytes]":
    """Start a fresh Python whose standard input and output are pipes to us.

    On systems with groups of processes it heads one, so that an interrupt from the keyboard
    reaches us alone, and all it starts ends with it.
    """
    return subprocess.Popen(  # noqa: S603 - our own interpreter and modules
        [sys.executable, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **environment},
        start_new_session=os.name == "posix",
    )


def end_group(process: "subprocess.Popen[bytes]", *, patience: float = 0.0) -> None:
    """End a process and all it started; it may end by itself for as long as there is patience."""
    with suppress(OSError):
        process.stdin.close()  # type: ignore[union-attr]
    if patience:
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
    with suppress(OSError):
        process.stdout.close()  # type: ignore[union-attr]


def leave_start_folder() -> None:
    """Take the folder that Python was started in out of its path, unless the package is there."""
    if sys.path and Path(sys.path[0] or ".").resolve() != ROOT:
        del sys.path[0]
