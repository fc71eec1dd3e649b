"""Read and write chained logs (``log.jsonl``), and gather what the log of a run holds."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, fields
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib.core.audit.checking.chain import (
    ChainLine,
    Corrected,
    Event,
    Opened,
    RunCorrected,
    StageClosed,
    check_chain,
    digest_of,
    line_text,
)
from cchc_lib.core.round_rules import STAGES
from cchc_lib.core.submission import Assessment
from cchc_lib.files.text import UnreadableText, open_regular
from cchc_lib.files.writing import write_text

if TYPE_CHECKING:
    from cchc_lib.files.corrections import Correction

__all__ = ["LOG_FILE", "BrokenLog", "read_log", "round_events", "write_log"]

LOG_FILE = "log.jsonl"
_LINE_KEYS = {item.name for item in fields(ChainLine)}


class BrokenLog(Exception):
    """A log that cannot be relied on from line ``number`` on."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


def read_log(path: Path) -> tuple[ChainLine, ...]:
    """Return the lines of a log; none where there is no such file.

    Raises
    ------
    BrokenLog
        If a line does not follow the one before it, or is not written as we write it.
    """
    try:
        with open_regular(path) as stream:
            raw = stream.read()
    except FileNotFoundError:
        return ()
    except (OSError, UnreadableText) as error:
        raise BrokenLog(1) from error
    lines = tuple(_parsed(raw))
    number = (check_chain(lines) or _first_unlike(raw, lines)) if lines else 1
    if number:
        raise BrokenLog(number)
    return lines


def write_log(path: Path, lines: Sequence[ChainLine]) -> None:
    """Write a whole log, one line per event."""
    write_text(path, "".join(f"{line_text(line)}\n" for line in lines))


def round_events(root: Path, assessment: Assessment, rules_sha256: str) -> Iterator[Event]:
    """Yield what happened in a round so far: opened, stages closed, files and runs corrected."""
    yield Opened(
        year=assessment.year,
        edition=assessment.edition_code,
        title=assessment.title_vi,
        rules_sha256=rules_sha256,
    )
    yield from _closings(root)
    for one in _corrections(root, {unit.code for unit in assessment.units}):
        yield Corrected(
            file=one.file, sha256=one.sha256, document=one.document, decided_on=one.decided_on
        )
    if assessment.correction is not None:
        yield RunCorrected(**asdict(assessment.correction))


def _closings(root: Path) -> Iterator[StageClosed]:
    """Yield the stages that are closed, in their order; none if nobody can tell."""
    from cchc_lib.files.closing_record import UnreadableRecord, read_record

    try:
        record = read_record(root)
    except UnreadableRecord:
        return
    for stage in STAGES:
        own = [one for one in record if one.stage == stage]
        if own:
            files = digest_of({one.file: one.sha256 for one in own if one.file})
            yield StageClosed(stage=stage, closed_on=own[0].closed_on, files_sha256=files)


def _corrections(root: Path, unit_codes: Collection[str]) -> "list[Correction]":
    """Return the usable corrections of every stage, by day and file."""
    from cchc_lib.files.corrections import read_corrections

    found = (read_corrections(root, stage, unit_codes=unit_codes)[0] for stage in STAGES)
    return sorted(
        (one for own in found for one in own),
        key=lambda one: (one.decided_on, one.file, one.sha256, one.document),
    )


def _parsed(raw: bytes) -> Iterator[ChainLine]:
    """Yield the lines up to the first one that is none."""
    for text in raw.split(b"\n"):
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            return
        if not _is_line(content):
            return
        yield ChainLine(**content)


def _is_line(content: object) -> bool:
    """Tell whether some JSON has the shape of a line."""
    if not isinstance(content, dict) or content.keys() != _LINE_KEYS:
        return False
    inner = content["fields"]
    words = [content[name] for name in ("kind", "previous", "hash")]
    words += inner.values() if isinstance(inner, dict) else [None]
    return type(content["number"]) is int and all(isinstance(word, str) for word in words)


def _first_unlike(raw: bytes, lines: Sequence[ChainLine]) -> int:
    """Return the number of the first line that is not written as we write it; 0 if none."""
    written = [*(line_text(line).encode("utf-8", "surrogatepass") for line in lines), b""]
    pairs = zip_longest(raw.split(b"\n"), written)
    return next((n for n, (one, other) in enumerate(pairs, start=1) if one != other), 0)
