"""Look up the files of an evidence register: in the unit's own folder, and nowhere else.

What a unit wrote is never handed to the system as a path: it is followed through the names
that the folder lists, so that neither a device, a drive nor a link can lead out of it. Links
to the network are told apart and never fetched.
"""

import re
import time
from functools import lru_cache
from pathlib import Path

from cchc_lib.core.submission import EvidenceState
from cchc_lib.files.hashing import sha256_of_file
from cchc_lib.vietnamese import normalise

__all__ = ["EVIDENCE_FOLDER", "look_up"]

EVIDENCE_FOLDER = "evidence"
_LINK = re.compile(r"(?:https?|ftp)://(?=\S)|www\.", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z]:|[a-z][a-z0-9+.-]+:(?=\S)", re.IGNORECASE)
"""Begins a drive of Windows or an address that is no page on the network."""
_SETTLED_NS = 2_000_000_000
"""How long a file must have been at rest before its times tell every later change."""


def look_up(root: Path, unit_code: str, location: str) -> tuple[EvidenceState, str]:
    r"""Return what became of a document's file, and its SHA-256 if it was found.

    Parameters
    ----------
    root
        The folder of the assessment; evidence of a unit lies below ``evidence/<unit_code>``.
    unit_code
        Whose evidence it is.
    location
        What the unit wrote: nothing, a link, or a path below its folder; ``/`` and ``\``
        separate folders, letter case and the Unicode form of names do not matter.
    """
    text = location.strip()
    if not text:
        return "on_paper", ""
    if _LINK.match(text):
        return "link", ""
    path = text.replace("\\", "/")
    parts = [part for part in path.split("/") if part not in {"", "."}]
    if path.startswith("/") or _SCHEME.match(path) or any(not p.strip(" .") for p in parts):
        return "outside", ""
    try:
        return _look_below((root / EVIDENCE_FOLDER).resolve() / unit_code, parts)
    except (FileNotFoundError, NotADirectoryError):
        return "absent", ""
    except (OSError, RuntimeError):
        return "unreadable", ""


def _look_below(folder: Path, parts: list[str]) -> tuple[EvidenceState, str]:
    """Follow a path entry by entry; it may not leave the folder at any step."""
    if folder.resolve() != folder:
        return "outside", ""
    path = folder
    for part in parts:
        entry = _entry(path, part)
        if entry is None:
            return "absent", ""
        path = entry.resolve()
        if not path.is_relative_to(folder):
            return "outside", ""
    if not path.exists():
        return "absent", ""
    return ("found", _hash_of(path)) if path.is_file() else ("unreadable", "")


def _hash_of(path: Path) -> str:
    """Return the SHA-256 of a file, without reading one again that many rows name."""
    state = path.stat()
    changed = max(state.st_mtime_ns, state.st_ctime_ns)
    if time.time_ns() - changed < _SETTLED_NS:
        return sha256_of_file(path)
    return _known_hash(path, (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns))


@lru_cache(maxsize=4096)
def _known_hash(path: Path, _state: tuple[int, ...]) -> str:
    """Return the SHA-256 of a file as it is in one state."""
    return sha256_of_file(path)


def _entry(directory: Path, name: str) -> Path | None:
    """Return the entry of a directory that a name means, exactly or as people read it."""
    entries = {entry.name: entry for entry in directory.iterdir()}
    if name in entries:
        return entries[name]
    wanted = _key(name)
    return next((entries[found] for found in sorted(entries) if _key(found) == wanted), None)


def _key(name: str) -> str:
    return normalise(name).casefold()
