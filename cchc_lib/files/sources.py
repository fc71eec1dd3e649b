"""A file to read, and the name under which findings and traces speak of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cchc_lib.vietnamese import normalise

__all__ = ["SourceFile", "file_stem", "list_sources", "named_owner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """Where the bytes lie, and the path below the assessment folder that they stand for.

    The two differ for a file of a closed stage: its closed copy is read in its place.
    """

    path: Path
    file: str


def list_sources(root: Path, folder: str) -> list[SourceFile]:
    """Return the files of a folder of the assessment, by name, without hidden and lock files."""
    where = root / folder
    found = sorted(where.iterdir()) if where.is_dir() else ()
    return [
        SourceFile(path=path, file=f"{folder}/{path.name}")
        for path in found
        if path.is_file() and not path.name.startswith((".", "~$"))
    ]


def named_owner(file: str, owners: Iterable[str]) -> str:
    """Return the owner that a file is named after; empty if none is."""
    named = file_stem(file).casefold()
    return next((owner for owner in owners if owner == named), "")


def file_stem(file: str) -> str:
    """Return the name of a file without folder and ending."""
    return normalise(PurePosixPath(file).stem)
