"""What a cell prints: Python's streams, and the file descriptors behind them.

As under a kernel: each stream gathers what is written until it is flushed, at the latest at the
end of the cell; what has waited for a while is sent by itself when more comes. What
subprocesses and C code write to the descriptors joins the stream at its place.
"""

import codecs
import io
import os
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable
from contextvars import ContextVar
from time import monotonic
from typing import Any, BinaryIO

__all__ = ["CellStream", "capture_streams"]

Parent = dict[str, Any]
Publish = Callable[[str, str, Parent], None]
"""Called with the name of the stream, the text, and the request that it belongs to."""

_LONGEST_WAIT_SECONDS = 0.2
_NAMES = ("stdout", "stderr")


def capture_streams(publish: Publish) -> tuple["CellStream", ...]:
    """Put streams of cells in the place of the standard ones, for the rest of this process."""
    streams = tuple(CellStream(name, number, publish) for number, name in enumerate(_NAMES, 1))
    sys.stdout, sys.stderr = streams
    return streams


class CellStream(io.TextIOBase):
    """A standard stream of the cells that this process executes."""

    encoding = "UTF-8"

    def __init__(self, name: str, descriptor: int, publish: Publish) -> None:
        super().__init__()
        self.name = name
        self._publish = publish
        self._lock = threading.RLock()
        self._written: defaultdict[str, list[str]] = defaultdict(list)
        self._parents: dict[str, Parent] = {}
        self._own_parent: ContextVar[Parent] = ContextVar(f"parent of {name}")
        self._parent: Parent = {}
        self._waiting_since = 0.0
        self._behind = _Descriptor(descriptor) if os.name == "posix" else None

    def set_parent(self, parent: Parent) -> None:
        """Tell which request the code that runs from now on belongs to.

        Tasks that an earlier cell left running still write to that cell.
        """
        self._own_parent.set(parent)
        self._parent = parent

    def write(self, text: str) -> int:
        """Gather text; in the order in which subprocesses write between."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        with self._lock:
            if self._waiting_since and monotonic() - self._waiting_since > _LONGEST_WAIT_SECONDS:
                self.flush()
            self._take_from_behind()
            self._gather(text, self._own_parent.get(self._parent))
        return len(text)

    def end_cell(self) -> None:
        """Send all that a cell has printed, a character that it broke off included."""
        with self._lock:
            self._take_from_behind(is_last=True)
            self.flush()

    def flush(self) -> None:
        """Send what was gathered, one message per request."""
        with self._lock:
            self._take_from_behind()
            written, self._written = self._written, defaultdict(list)
            self._waiting_since = 0.0
            for key, parts in written.items():
                if text := "".join(parts):
                    self._publish(self.name, text, self._parents[key])
            self._parents.clear()

    def fileno(self) -> int:
        """Return the descriptor that this stream had before cells wrote to it."""
        if self._behind is None:
            raise io.UnsupportedOperation("fileno")
        return self._behind.original

    def isatty(self) -> bool:
        """Tell that nobody sits before this stream."""
        return False

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True

    def _take_from_behind(self, *, is_last: bool = False) -> None:
        if self._behind and (text := self._behind.take(is_last=is_last)):
            self._gather(text, self._parent)

    def _gather(self, text: str, parent: Parent) -> None:
        key = parent.get("header", {}).get("msg_id", "")
        self._parents[key] = parent
        self._written[key].append(text)
        self._waiting_since = self._waiting_since or monotonic()


class _Descriptor:
    """A standard descriptor that leads into a file from which what was written is taken.

    A file and not a pipe: nothing that writes ever waits, so nobody needs to listen meanwhile.
    """

    def __init__(self, descriptor: int) -> None:
        self.original = os.dup(descriptor)
        held = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - as long as the process
        self._file: BinaryIO = held
        os.dup2(self._file.fileno(), descriptor)
        self._taken = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def take(self, *, is_last: bool = False) -> str:
        """Return what was written since; the last of a cell ends also within a character."""
        size = os.fstat(self._file.fileno()).st_size
        if size <= self._taken:
            return self._decoder.decode(b"", final=is_last)
        content = os.pread(self._file.fileno(), size - self._taken, self._taken)
        self._taken += len(content)
        return self._decoder.decode(content, final=is_last)
