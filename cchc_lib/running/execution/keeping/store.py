"""What earlier runs made, so that what did not change is not made again.

One entry per key, all in one folder that nobody else may read: a line that names the form, the
SHA-256 of the rest, a line with the key, the names and the sizes of the files, and their bytes,
packed. An entry that is damaged, of another form, or a folder nobody may write to, only costs
time. The least recently used go first.
"""

import hashlib
import json
import os
import stat
import tempfile
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

__all__ = ["Store"]

_FORM = b"cchc artefact 1"
_ENDING, _UNFINISHED = ".made", ".tmp"
_STALE_SECONDS = 3600
_MOST_IN_ONE = 2**28
_FAST = 1
_OWNER_ALONE = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The entries in a folder, at most so many of them and so many bytes."""

    folder: Path
    most_entries: int = 20_000
    most_bytes: int = 2**30

    def has(self, key: str) -> bool:
        """Tell whether there is an entry; whether it is whole is seen when it is read."""
        try:
            return stat.S_ISREG(self._entry(key).lstat().st_mode)
        except OSError:
            return False

    def recall(self, key: str) -> Mapping[str, bytes] | None:
        """Return the files of an entry by address; ``None`` if there is none that is whole."""
        entry = self._entry(key)
        try:
            self._refuse_links()
            raw = _read(entry)
        except OSError:
            return None
        files = _unpacked(key, raw)
        if files is not None:
            with suppress(OSError):
                os.utime(entry)
        return files

    def keep(self, key: str, files: Mapping[str, bytes]) -> None:
        """Write an entry whole, in the place of one that is there; or not at all."""
        with suppress(OSError):
            self._open()
            handle, name = tempfile.mkstemp(suffix=_UNFINISHED, dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(_packed(key, files))
                Path(name).replace(self._entry(key))
            finally:
                Path(name).unlink(missing_ok=True)

    def trim(self) -> None:
        """Remove the least recently used entries beyond the bounds, and unfinished ones."""
        with suppress(OSError):
            self._refuse_links()
            entries = sorted(self._entries(), reverse=True)
            size = 0
            for number, (_, own_size, path) in enumerate(entries, start=1):
                size += own_size
                if number > self.most_entries or size > self.most_bytes:
                    with suppress(OSError):
                        path.unlink()

    def _entry(self, key: str) -> Path:
        return self.folder / f"{key}{_ENDING}"

    def _open(self) -> None:
        """Make the folder, for its owner alone.

        Raises
        ------
        OSError
            If that is not possible.
        """
        self._refuse_links()
        self.folder.mkdir(mode=_OWNER_ALONE, parents=True, exist_ok=True)
        if stat.S_IMODE(self.folder.stat().st_mode) != _OWNER_ALONE:
            self.folder.chmod(_OWNER_ALONE)

    def _refuse_links(self) -> None:
        """Refuse a folder that leads elsewhere.

        Raises
        ------
        OSError
            If the folder, or the one it is in, is a link.
        """
        for place in (self.folder.parent, self.folder):
            if place.is_symlink():
                raise NotADirectoryError(place.name)

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """Yield last use, size and path of every entry; remove what is long unfinished."""
        with os.scandir(self.folder) as found:
            for one in found:
                with suppress(OSError):
                    seen = one.stat(follow_symlinks=False)
                    if one.name.endswith(_ENDING):
                        yield seen.st_mtime, seen.st_size, Path(one.path)
                    elif one.name.endswith(_UNFINISHED) and _is_stale(seen.st_mtime):
                        Path(one.path).unlink()


def _is_stale(changed: float) -> bool:
    return time.time() - changed > _STALE_SECONDS


def _read(path: Path) -> bytes:
    """Read a file that is no link."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise IsADirectoryError(path.name)
        return stream.read()


def _packed(key: str, files: Mapping[str, bytes]) -> bytes:
    head = {"key": key, "files": {address: len(content) for address, content in files.items()}}
    packed = zlib.compress(b"".join(files.values()), _FAST)
    rest = json.dumps(head).encode() + b"\n" + packed
    return b"\n".join((_FORM, hashlib.sha256(rest).hexdigest().encode(), rest))


def _unpacked(key: str, raw: bytes) -> Mapping[str, bytes] | None:
    """Return the files of an entry, or nothing if it is not as it was written for the key."""
    form, _, signed = raw.partition(b"\n")
    digest, _, rest = signed.partition(b"\n")
    if form != _FORM or digest != hashlib.sha256(rest).hexdigest().encode():
        return None
    line, _, packed = rest.partition(b"\n")
    try:
        head = cast(dict[str, object], json.loads(line))
        sizes = cast(dict[str, int], head["files"]) if head["key"] == key else None
        if sizes is None or min(sizes.values()) < 0 or sum(sizes.values()) > _MOST_IN_ONE:
            return None
        whole = zlib.decompressobj().decompress(packed, sum(sizes.values()) + 1)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, zlib.error):
        return None
    return _split(whole, sizes)


def _split(whole: bytes, sizes: Mapping[str, int]) -> Mapping[str, bytes] | None:
    if len(whole) != sum(sizes.values()):
        return None
    files, start = {}, 0
    for address, size in sizes.items():
        files[address] = whole[start : start + size]
        start += size
    return files
