"""Files we write where people work too: only what is byte for byte ours is ever replaced."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from cchc_lib.files.hashing import sha256_of, sha256_of_file
from cchc_lib.files.writing import write_bytes, write_text

__all__ = ["Ledger", "Outcome", "open_ledger"]

Outcome = Literal["written", "replaced", "unchanged", "kept"]
_RECORD = "issued.json"


class Ledger:
    """What was written into a folder: the SHA-256 of every file, by its path in there."""

    def __init__(self, folder: Path, digests: dict[str, str]) -> None:
        self._folder = folder
        self._digests = digests

    def put(self, path: Path, content: bytes) -> Outcome:
        """Write a file, unless a person has changed it or put another one in its place."""
        digest = sha256_of(content)
        found = sha256_of_file(path) if path.is_file() else ""
        if found == digest:
            outcome: Outcome = "unchanged"
        elif not found:
            outcome = "written"
        elif found == self._digests.get(self._name(path)):
            outcome = "replaced"
        else:
            return "kept"
        if outcome != "unchanged":
            write_bytes(path, content)
        self._digests[self._name(path)] = digest
        return outcome

    def remove_others(self, current: Collection[Path]) -> list[Path]:
        """Remove what we wrote earlier and is not ``current``; return what people have changed."""
        kept: list[Path] = []
        for name in sorted(self._digests.keys() - {self._name(path) for path in current}):
            path = self._folder / name
            if path.is_file() and sha256_of_file(path) != self._digests[name]:
                kept.append(path)
                continue
            path.unlink(missing_ok=True)
            del self._digests[name]
        return kept

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()


@contextmanager
def open_ledger(folder: Path) -> Iterator[Ledger]:
    """Open the ledger of a folder, and save it whatever happens meanwhile."""
    record = folder / _RECORD
    digests = _read(record)
    try:
        yield Ledger(folder, digests)
    finally:
        write_text(record, json.dumps(digests, indent=1, sort_keys=True) + "\n")


def _read(record: Path) -> dict[str, str]:
    """Return what a record holds; nothing is ours, and all is kept, where it is unreadable."""
    try:
        found = json.loads(record.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    is_ours = isinstance(found, dict) and all(isinstance(d, str) for d in found.values())
    return dict(found) if is_ours else {}
