"""A file to read, and the name under which findings and traces speak of it."""

import re
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cchc_lib.vietnamese import normalise, show_hidden

__all__ = [
    "WORKBOOK_ENDINGS",
    "SourceFile",
    "file_stem",
    "is_of_no_person",
    "likely_owner",
    "list_sources",
    "named_owner",
    "skipped_entries",
]

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".et")
"""The endings of files that somebody may have handed in as a workbook, readable or not."""
_NO_LETTER = re.compile(r"[\W_]")
_LOCK = "~$"
"""Begins the names of the files by which office programs mark a workbook as open."""
_OF_SYSTEMS = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """Where the bytes lie, and the path below the assessment folder that they stand for.

    The two differ for a file of a closed stage: its closed copy is read in its place.
    ``chosen_by`` names the document by which the office chose this file, if there is one.
    """

    path: Path
    file: str
    chosen_by: str = ""


def list_sources(root: Path, folder: str) -> list[SourceFile]:
    """Return the files of a folder of the assessment, by name, without those of no person.

    A link is returned as a file, for whoever opens it to refuse.
    """
    where = root / folder
    return [
        SourceFile(path=path, file=f"{folder}/{show_hidden(path.name)}")
        for path in _entries(where)
        if not path.name.startswith(_LOCK) and (path.is_symlink() or not path.is_dir())
    ]


def skipped_entries(root: Path, folder: str) -> list[str]:
    """Return what lies in a folder of the assessment and is not looked into: locks and folders."""
    return [
        f"{show_hidden(path.name)}/" if path.is_dir() else show_hidden(path.name)
        for path in _entries(root / folder)
        if not path.is_symlink() and (path.name.startswith(_LOCK) or path.is_dir())
    ]


def is_of_no_person(name: str) -> bool:
    """Tell whether a file is no person's: hidden, a system's own, or the mark of an open one."""
    return name.startswith((".", _LOCK)) or name.casefold() in _OF_SYSTEMS


def _entries(where: Path) -> list[Path]:
    """Return what people put into a folder, by name."""
    found = sorted(where.iterdir()) if where.is_dir() else ()
    return [
        path
        for path in found
        if not path.name.startswith(".") and path.name.casefold() not in _OF_SYSTEMS
    ]


def named_owner(file: str, owners: Container[str]) -> str:
    """Return the owner that a file is named after; empty if none is."""
    named = file_stem(file).casefold()
    return named if named in owners else ""


def likely_owner(file: str, owners: Container[str]) -> str:
    """Return the owner that a file is or begins to be named after; empty if none.

    >>> likely_owner("submissions/so-y-te-v2.xlsx", ["so-y", "so-y-te"])
    'so-y-te'
    """
    named = file_stem(file).casefold()
    ends = [len(named), *(found.start() for found in reversed([*_NO_LETTER.finditer(named)]))]
    return next((named[:end] for end in ends if named[:end] in owners), "")


def file_stem(file: str) -> str:
    """Return the name of a file without folder and ending."""
    return normalise(PurePosixPath(file).stem)
