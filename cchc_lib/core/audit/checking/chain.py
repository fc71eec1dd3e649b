"""A log that can only grow: every line holds the hash of the line before.

Whoever changes, drops or inserts a line changes every hash after it, and so the last one, the
*head*; its first characters, the *seal*, are printed on every page of a run. There is no clock
here: days are those that the office has declared.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import ClassVar

from cchc_lib.core.round_rules import Stage

__all__ = [
    "ChainLine",
    "Corrected",
    "Event",
    "Opened",
    "RunCorrected",
    "RunMade",
    "RunRecorded",
    "StageClosed",
    "append_event",
    "chain_events",
    "check_chain",
    "digest_of",
    "head_of",
    "line_text",
    "seal_of",
]

_SEAL_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The round: its year and title, the edition it follows, the digest of the rule files."""

    kind: ClassVar[str] = "opened"
    year: int
    edition: str
    title: str
    rules_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageClosed:
    """A stage was closed: on which day, and the digest of the files that it holds."""

    kind: ClassVar[str] = "stage_closed"
    stage: Stage
    closed_on: date
    files_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A file took the place of another one, on a document of a day."""

    kind: ClassVar[str] = "corrected"
    file: str
    sha256: str
    document: str
    decided_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCorrected:
    """A published run is corrected by the one that follows, for a reason and on a document."""

    kind: ClassVar[str] = "run_corrected"
    run: str
    reason: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunMade:
    """A run over the inputs with this digest, by the code with that one."""

    kind: ClassVar[str] = "run"
    run_id: str
    inputs_sha256: str
    code_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecorded:
    """A finished run in the log of the office: its head, its manifest, where its inputs lie.

    ``assessment`` is relative to the folder of the log; empty where no such path leads there.
    """

    kind: ClassVar[str] = "recorded"
    run_id: str
    head: str
    manifest_sha256: str
    assessment: str


Event = Opened | StageClosed | Corrected | RunCorrected | RunMade | RunRecorded


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLine:
    """One line: what happened, the hash of the line before, and its own hash.

    ``previous`` is empty on the first line; ``fields`` are text, days as ``2018-12-31``.
    """

    number: int
    kind: str
    fields: Mapping[str, str] = field(default_factory=dict)
    previous: str
    hash: str


def chain_events(events: Iterable[Event]) -> tuple[ChainLine, ...]:
    """Return the lines of a new log, one per event."""
    lines: tuple[ChainLine, ...] = ()
    for event in events:
        lines = append_event(lines, event)
    return lines


def append_event(lines: Sequence[ChainLine], event: Event) -> tuple[ChainLine, ...]:
    """Return a log with one more line."""
    content = {item.name: str(getattr(event, item.name)) for item in fields(event)}
    number, previous = len(lines) + 1, head_of(lines)
    own = _hash(number, event.kind, content, previous)
    line = ChainLine(number=number, kind=event.kind, fields=content, previous=previous, hash=own)
    return (*lines, line)


def check_chain(lines: Sequence[ChainLine]) -> int:
    """Return the number of the first line that does not follow; 0 if every line does.

    >>> lines = chain_events(
    ...     [Opened(year=2018, edition="mau-2018", title="", rules_sha256=""),
    ...      RunMade(run_id="a", inputs_sha256="", code_sha256="")]
    ... )
    >>> check_chain(lines), check_chain(lines[1:])
    (0, 1)
    """
    previous = ""
    for number, line in enumerate(lines, start=1):
        own = _hash(number, line.kind, line.fields, previous)
        if (line.number, line.previous, line.hash) != (number, previous, own):
            return number
        previous = own
    return 0


def head_of(lines: Sequence[ChainLine]) -> str:
    """Return the hash of the last line; empty for an empty log."""
    return lines[-1].hash if lines else ""


def seal_of(lines: Sequence[ChainLine]) -> str:
    """Return what pages print of the head."""
    return head_of(lines)[:_SEAL_LENGTH]


def digest_of(hashes: Mapping[str, str]) -> str:
    """Return one SHA-256 for many files, each given with its own by its path."""
    return hashlib.sha256(_canonical(dict(hashes))).hexdigest()


def line_text(line: ChainLine) -> str:
    """Return a line as it stands in a file: canonical JSON, its keys sorted."""
    whole = {item.name: getattr(line, item.name) for item in fields(line)}
    return _canonical(whole | {"fields": dict(line.fields)}).decode("utf-8", "surrogatepass")


def _hash(number: int, kind: str, content: Mapping[str, str], previous: str) -> str:
    """Return the SHA-256 of the canonical JSON of a line without its hash."""
    line = {"number": number, "kind": kind, "fields": dict(content), "previous": previous}
    return hashlib.sha256(_canonical(line)).hexdigest()


def _canonical(value: object) -> bytes:
    """Return JSON with sorted keys and no spaces, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
