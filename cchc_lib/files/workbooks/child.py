"""How a child process prepares itself before it reads the first file."""

import os
import signal
import sys
import warnings
from contextlib import suppress

__all__ = ["prepare_child", "read_file"]

_MEMORY_AT_MOST = 1 << 30


def prepare_child() -> None:
    """Give up what reading a workbook does not need: memory, messages, other libraries."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _be_silent()
    _do_without("numpy", "PIL")
    _limit_memory()
    from cchc_lib.files.workbooks import reading  # noqa: F401 - before the clock runs


def read_file(content: bytes) -> bytes:
    """Return the stored form of what a file holds; the parent loads no reader for it."""
    from cchc_lib.files.workbooks.reading import read_content

    return read_content(content)


def _be_silent() -> None:
    """Let libraries say nothing; what goes wrong is an outcome of the file."""
    warnings.simplefilter("ignore")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    os.close(silence)


def _do_without(*packages: str) -> None:
    """Hide packages that openpyxl loads where it finds them: slow to start, or for pictures."""
    for package in packages:
        sys.modules.setdefault(package, None)  # type: ignore[arg-type]


def _limit_memory() -> None:
    """Set limits on systems that have them: no large memory, no file after a crash."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_AT_MOST, hard))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
