"""What is recorded of a finished run, and its files as they are now; read, never raised."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cchc_lib.core.audit.checking.chain import ChainLine
from cchc_lib.errors import ResultProblem
from cchc_lib.files.run_log import LOG_FILE, BrokenLog, read_log
from cchc_lib.running.identity import code_sha256
from cchc_lib.running.inside import state_of
from cchc_lib.running.manifest import MANIFEST, SIGNATURES, Manifest, read_manifest, read_sums
from cchc_lib.running.office_log import last_entry
from cchc_lib.vietnamese import show_hidden

__all__ = ["OFFICE_LOG", "Recorded", "find_assessment", "read_recorded"]

OFFICE_LOG = f"../{LOG_FILE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was recorded of a run, as far as it can still be read.

    ``files`` holds the SHA-256 of every regular file of the run as it is now; ``broken_lines``
    the first line of a log that does not follow, by the name of the log.
    """

    folder: Path
    manifest: Manifest | None
    problem_vi: str
    files: Mapping[str, str]
    log: tuple[ChainLine, ...]
    office_log: tuple[ChainLine, ...]
    broken_lines: Mapping[str, int]

    @property
    def entry(self) -> ChainLine | None:
        """Return what the log of the office says of the run, if anything."""
        ids = {self.folder.name} | ({self.manifest.run_id} if self.manifest else set())
        return last_entry(self.office_log, ids)

    @property
    def is_same_code(self) -> bool:
        """Tell whether the run was made by the code that is here now."""
        return self.manifest is not None and self.manifest.software.code_sha256 == code_sha256()

    @property
    def logged_sha256(self) -> str:
        """Return the SHA-256 of the manifest that the log of the office has; empty if none."""
        return self.entry.fields.get("manifest_sha256", "") if self.entry else ""

    @property
    def is_manifest_sound(self) -> bool:
        """Tell whether the manifest can be read and is the one that was recorded somewhere."""
        known = {self.logged_sha256, read_sums(self.folder).get(MANIFEST)}
        return self.manifest is not None and self.files.get(MANIFEST) in known


def read_recorded(folder: Path) -> Recorded:
    """Read what is recorded of a run; what cannot be read is told, never raised."""
    manifest, problem = None, ""
    try:
        manifest = read_manifest(folder)
    except ResultProblem as error:
        problem = error.message_vi
    broken: dict[str, int] = {}
    return Recorded(
        folder=folder,
        manifest=manifest,
        problem_vi=problem,
        files=_files_of(folder),
        log=_log_at(folder / LOG_FILE, LOG_FILE, broken),
        office_log=_log_at(folder.parent / LOG_FILE, OFFICE_LOG, broken),
        broken_lines=broken,
    )


def find_assessment(recorded: Recorded) -> Path | None:
    """Return the assessment folder of a run as the log of the office names it, if it is there."""
    named = recorded.entry.fields.get("assessment", "") if recorded.entry else ""
    path = recorded.folder.parent / named
    try:
        return path.resolve() if named and path.is_dir() else None
    except (OSError, ValueError):
        return None


def _files_of(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, signatures left out.

    A link is not followed: in place of a hash it says that it is one.
    """
    found: dict[str, str] = {}
    for where, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(where) / name).is_symlink()]
        if Path(where) == folder and SIGNATURES in {*folders} - {*links}:
            folders.remove(SIGNATURES)
        for name in (*names, *links):
            path = Path(where) / name
            shown = show_hidden(path.relative_to(folder).as_posix())
            found[shown] = state_of(path)
    return dict(sorted(found.items()))


def _log_at(path: Path, name: str, broken: dict[str, int]) -> tuple[ChainLine, ...]:
    try:
        return read_log(path)
    except BrokenLog as error:
        broken[name] = error.number
        return ()
