"""Bytes as choices, for whatever is fuzzed."""

import struct

__all__ = ["Choices"]


class Choices:
    """Bytes as a row of choices; whatever is chosen after the end is the first."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def __bool__(self) -> bool:
        return self._at < len(self._data)

    def number(self, below: int) -> int:
        """Return a number from 0 up to ``below``, without it."""
        word = self._data[self._at : self._at + 2].ljust(2, b"\x00")
        self._at += 2
        return struct.unpack("<H", word)[0] % max(below, 1)

    def one_of(self, values):
        return values[self.number(len(values))]
