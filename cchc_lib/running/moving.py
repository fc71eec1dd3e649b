"""Inputs that move while they are read: noticed, and not computed with.

Before anything is read, the size and time of every file are taken down, after everything was
read they are looked at again. Of a file that changed in between, or came, or went, nobody can
say what was read of it, and whether its hash is of the same bytes.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cchc_lib.core.places import STAGE_FOLDERS
from cchc_lib.errors import DataProblem
from cchc_lib.files.hashing import sha256_of_file
from cchc_lib.files.sources import is_of_no_person, likely_owner
from cchc_lib.findings import Finding, finding
from cchc_lib.running.identity import input_files
from cchc_lib.vietnamese import show_hidden

__all__ = ["MOVED", "Sighting", "refusals_of", "see"]

MOVED = "KD-032"
_COARSE_NS = 3_000_000_000
"""The longest step, in nanoseconds, by which a file system may tell times (FAT: two seconds)."""
_OWN_FOLDERS = (*STAGE_FOLDERS.values(), "evidence")
"""The folders in which each file is of one office."""

_Stamp = tuple[int, int]
"""Size of a file, and when it was changed."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """How the files of an assessment folder stood at a moment: by name, and when that was."""

    root: Path
    stamps: Mapping[str, _Stamp]
    at_ns: int

    def is_recent(self, path: Path) -> bool:
        """Tell whether a file may have changed since, by its time."""
        return path.stat().st_mtime_ns > self.at_ns - _COARSE_NS

    def moved(self, hashes: Mapping[str, str]) -> frozenset[str]:
        """Return the files that are not as they were; ``hashes`` were taken in between."""
        now = dict(_stamps(self.root))
        changed = {name for name in {*self.stamps, *now} if self.stamps.get(name) != now.get(name)}
        unsure = (name for name in now.keys() - changed if now[name][1] > self.at_ns - _COARSE_NS)
        return frozenset({*changed, *self._other_than(hashes, unsure)})

    def _other_than(self, hashes: Mapping[str, str], names: Iterable[str]) -> Iterator[str]:
        """Yield the files with other hashes, of those whose times are too recent to tell."""
        for name in names:
            try:
                if sha256_of_file(self.root / name) != hashes.get(show_hidden(name)):
                    yield name
            except OSError:
                yield name


def see(root: Path) -> Sighting:
    """Take down how the files that a run depends on stand now."""
    return Sighting(root=root, stamps=dict(_stamps(root)), at_ns=time.time_ns())


def refusals_of(moved: Collection[str], unit_codes: Collection[str]) -> list[Finding]:
    """Return the findings by which units lose what moved of theirs.

    Raises
    ------
    DataProblem
        If anything moved that concerns the whole assessment.
    """
    others = sorted(name for name in moved if name.partition("/")[0] not in _OWN_FOLDERS)
    if others:
        names = ", ".join(show_hidden(name) for name in others)
        raise DataProblem(
            f"Thay đổi trong khi đang đọc: {names}. Chưa tính gì; hãy đóng tệp rồi chạy lại."
        )
    return [
        finding(MOVED, unit_code=_owner(name, unit_codes), file=name)
        for name in sorted(map(show_hidden, moved))
    ]


def _stamps(root: Path) -> Iterator[tuple[str, _Stamp]]:
    """Yield the files that a run depends on; marks of programs that have one open are none."""
    for path in input_files(root) if root.is_dir() else ():
        if is_of_no_person(path.name):
            continue
        try:
            state = path.stat()
        except OSError:
            continue
        yield path.relative_to(root).as_posix(), (state.st_size, state.st_mtime_ns)


def _owner(name: str, unit_codes: Collection[str]) -> str:
    """Return the unit whose file it is; empty for that of an office that appraises several."""
    folder, _, rest = name.partition("/")
    if folder == "evidence":
        unit = rest.partition("/")[0]
        return unit if unit in unit_codes else ""
    return likely_owner(name, unit_codes)
