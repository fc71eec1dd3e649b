"""Files we write where people work too: only what is byte for byte ours is ever replaced."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath
from typing import Literal

from cchc_lib.files.hashing import sha256_of, sha256_of_file
from cchc_lib.files.writing import refuse_folder, refuse_other_place, write_bytes, write_text

__all__ = ["IssuedFiles", "Outcome", "open_issued"]

Outcome = Literal["written", "replaced", "unchanged", "kept"]
_RECORD = "issued.json"


class IssuedFiles:
    """What was written into a folder: the SHA-256 of every file, by its path in there."""

    def __init__(self, folder: Path, digests: dict[str, str]) -> None:
        self._folder = folder
        self._digests = digests

    def put(self, path: Path, content: bytes) -> Outcome:
        """Write a file, unless a person has changed it or put something else in its place.

        Raises
        ------
        UsageProblem
            If a folder on the way to it is a link or a file.
        """
        self._refuse_other_places(path)
        if _is_no_file(path):
            return "kept"
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
            self._refuse_other_places(path)
            is_changed = path.is_file() and sha256_of_file(path) != self._digests[name]
            if is_changed or _is_no_file(path):
                kept.append(path)
                continue
            path.unlink(missing_ok=True)
            del self._digests[name]
        return kept

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def _refuse_other_places(self, path: Path) -> None:
        for parent in path.relative_to(self._folder).parents:
            refuse_other_place(self._folder / parent)


@contextmanager
def open_issued(folder: Path) -> Iterator[IssuedFiles]:
    """Open what was issued into a folder, and save it whatever happens meanwhile.

    Raises
    ------
    UsageProblem
        If the folder is a link or a file, or its record a folder: then nothing is written.
    """
    refuse_other_place(folder)
    record = folder / _RECORD
    refuse_folder(record)
    digests = {} if _is_no_file(record) else _read(record)
    try:
        yield IssuedFiles(folder, digests)
    finally:
        write_text(record, json.dumps(digests, indent=1, sort_keys=True) + "\n")


def _is_no_file(path: Path) -> bool:
    """Tell whether something stands there that we never write: a link, a folder, a device."""
    return path.is_symlink() or (path.exists() and not path.is_file())


def _read(record: Path) -> dict[str, str]:
    """Return what a record holds; nothing is ours, and all is kept, where it is unreadable."""
    try:
        found = json.loads(record.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    is_ours = isinstance(found, dict) and all(isinstance(d, str) for d in found.values())
    return {name: d for name, d in found.items() if _is_inside(name)} if is_ours else {}


def _is_inside(name: str) -> bool:
    """Tell whether a name stays below the folder on every system, whatever wrote it."""
    path = PureWindowsPath(name)
    return not path.anchor and ".." not in path.parts
