"""The log of the office, ``REPORTS/<year>/log.jsonl``: one chained line per finished run."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from cchc_lib.core.audit.checking.chain import ChainLine, RunRecorded, append_event, head_of
from cchc_lib.core.round_rules import STAGE_NAMES_VI, STAGES
from cchc_lib.errors import CchcError
from cchc_lib.files.hashing import sha256_of_file
from cchc_lib.files.run_log import LOG_FILE, BrokenLog, read_log, write_log
from cchc_lib.files.writing import sweep, sync_folder
from cchc_lib.findings import Finding, finding
from cchc_lib.running.holding import locked
from cchc_lib.running.manifest import MANIFEST
from cchc_lib.running.manifest_fields import is_plain_part

__all__ = ["last_entry", "record_run"]

_PATIENCE_SECONDS = 30.0


def record_run(final: Path, directory: Path) -> tuple[Finding, ...]:
    """Add a finished run to the log beside its folder; return what is wrong with the log.

    A run whose last entry says the same is not added again. A log that is broken is not
    continued. Runs that end together are added one after the other.
    """
    path = final.parent / LOG_FILE
    shown = f"{final.parent.name}/{LOG_FILE}"
    try:
        lines = read_log(path)
        log = read_log(final / LOG_FILE)
        longer = _with_run(lines, final, directory, log)
        if len(longer) > len(lines):
            with locked(path, patience=_PATIENCE_SECONDS):
                sweep(path.parent)
                lines = read_log(path)
                longer = _with_run(lines, final, directory, log)
                write_log(path, longer)
                sync_folder(path.parent)
    except BrokenLog as error:
        return (finding("KQ-031", file=shown, found=str(error.number)),)
    except (CchcError, OSError):
        return (finding("KQ-033", file=shown),)
    return tuple(_changed_closings(final, lines, directory, log))


def _with_run(
    lines: Sequence[ChainLine], final: Path, directory: Path, log: Sequence[ChainLine]
) -> Sequence[ChainLine]:
    """Return the log of the office with a run at its end, or as it is where it says so already."""
    event = RunRecorded(
        run_id=final.name,
        head=head_of(log),
        manifest_sha256=sha256_of_file(final / MANIFEST),
        assessment=_relative(directory, final.parent),
    )
    longer = append_event(lines, event)
    before = last_entry(lines, {final.name})
    return lines if before and before.fields == longer[-1].fields else longer


def last_entry(lines: Sequence[ChainLine], run_ids: set[str]) -> ChainLine | None:
    """Return the last line about one of some runs, if there is one."""
    own = (line for line in reversed(lines) if line.fields.get("run_id") in run_ids)
    return next(own, None)


def _relative(directory: Path, folder: Path) -> str:
    """Return the path from one folder to another; empty where none leads there."""
    try:
        return Path(os.path.relpath(directory, folder)).as_posix()
    except ValueError:
        return ""


def _changed_closings(
    final: Path, lines: Sequence[ChainLine], directory: Path, log: Sequence[ChainLine]
) -> Iterator[Finding]:
    """Yield the stages that were closed otherwise when the assessment was last run."""
    place = _relative(directory, final.parent)
    runs = [line.fields for line in lines if place and line.fields.get("assessment") == place]
    earlier = runs[-1] if runs else {}
    run_id = earlier.get("run_id", "")
    if not is_plain_part(run_id):
        return
    try:
        logged = read_log(final.parent / run_id / LOG_FILE)
    except BrokenLog:
        return
    if head_of(logged) != earlier.get("head"):
        return
    before, now = _closings(logged), _closings(log)
    for stage in STAGES:
        if stage in before and before[stage] != now.get(stage):
            yield finding("KQ-032", found=run_id, words=STAGE_NAMES_VI[stage])


def _closings(lines: Sequence[ChainLine]) -> dict[str, str]:
    """Return the digest of each stage that a log says is closed."""
    closed = (line.fields for line in lines if line.kind == "stage_closed")
    return {fields["stage"]: fields["files_sha256"] for fields in closed}
