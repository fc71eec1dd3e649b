"""The SHA-256 by which files are known again."""

import hashlib
from pathlib import Path
from typing import BinaryIO

__all__ = ["sha256_of", "sha256_of_file", "sha256_of_stream"]

_BLOCK = 2**20


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, read as a stream."""
    with path.open("rb", buffering=0) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sha256_of_stream(stream: BinaryIO) -> str:
    """Return the SHA-256 of what is left of an open file; never all of it is in memory."""
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()
