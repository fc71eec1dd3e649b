"""Objects over the pipes between a process and the ones it started itself.

Only ever between our own processes, over pipes that nobody else has an end of: what arrives is
unpickled.
"""

import pickle
import struct
from typing import Any, BinaryIO

__all__ = ["Frames", "packed", "read_object", "write_object"]

_LENGTH = struct.Struct(">Q")


def packed(value: object) -> bytes:
    """Return an object as it is sent: its length and its bytes."""
    content = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(content)) + content


def write_object(pipe: BinaryIO, value: object) -> None:
    """Send an object, and wait until it is taken."""
    pipe.write(packed(value))
    pipe.flush()


def read_object(pipe: BinaryIO) -> Any:
    """Wait for the next object.

    Raises
    ------
    EOFError
        If the other end is gone.
    """
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return pickle.loads(_exactly(pipe, length))  # noqa: S301 - from our own process


def _exactly(pipe: BinaryIO, count: int) -> bytes:
    content = pipe.read(count)
    if len(content) < count:
        raise EOFError
    return content


class Frames:
    """Bytes that arrive piece by piece, until an object is complete."""

    def __init__(self) -> None:
        self._pieces = bytearray()

    def add(self, piece: bytes) -> None:
        """Take a piece that has arrived."""
        self._pieces += piece

    def next_bytes(self) -> bytes | None:
        """Return the next object as it was sent, if it is complete."""
        if len(self._pieces) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._pieces)
        end = _LENGTH.size + length
        if len(self._pieces) < end:
            return None
        content = bytes(self._pieces[:end])
        del self._pieces[:end]
        return content

    def next_object(self) -> tuple[Any] | None:
        """Return the next object alone in a tuple, if it is complete."""
        content = self.next_bytes()
        return None if content is None else (pickle.loads(content[_LENGTH.size :]),)  # noqa: S301
