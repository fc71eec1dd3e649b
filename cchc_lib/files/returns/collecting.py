"""Read the returned workbooks of a folder: one for each office, everything else is reported."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from cchc_lib.files.returns.remembering import Memory
from cchc_lib.files.sources import WORKBOOK_ENDINGS, SourceFile, named_owner
from cchc_lib.files.workbooks.contents import Book, OpenedBook
from cchc_lib.files.workbooks.opening import read_books
from cchc_lib.findings import Finding, finding
from cchc_lib.telling import say_nothing

__all__ = ["FileReading", "collect"]

_T = TypeVar("_T")
_BY_NAME = {"BM-004", "BM-043"}
"""What is said about the name of a file; idle where its owner has several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading(Generic[_T]):
    """What one file gave: whose it says it is, its content unless refused, and findings.

    ``owner`` is the stem of the file's name as issued to that office.
    """

    source: SourceFile
    sha256: str
    owner: str = ""
    result: _T | None = None
    findings: Sequence[Finding] = ()

    @property
    def file(self) -> str:
        """Return the path of the file as findings name it."""
        return self.source.file


def collect(
    sources: Sequence[SourceFile],
    read: Callable[[OpenedBook], FileReading[_T]],
    *,
    units: Collection[str],
    others: Collection[str] = (),
    memory: Memory[_T] | None = None,
    advance: Callable[[], None] = say_nothing,
) -> tuple[dict[str, _T], list[Finding]]:
    """Read workbooks by owner, in file order; an office with two of them has none.

    ``units`` and ``others`` are the owners that files may be of. Of several files of one
    owner only the one counts that the office has recorded its choice of. ``memory`` holds what
    files gave before; ``advance`` is told after each file.
    """
    workbooks = [one for one in sources if _is_workbook(one)]
    findings = [
        finding("BM-008", file=one.file, found=PurePosixPath(one.file).name)
        for one in sources
        if not _is_workbook(one)
    ]
    readings = _read_all(workbooks, read, memory, advance)
    for owner, claims in _claimed_twice(readings, {*units, *others}).items():
        chosen = _choice(claims)
        dropped = [one for one in claims if one is not chosen]
        idle = set(map(id, dropped))
        readings = [one for one in readings if id(one) not in idle]
        unit_code = owner if owner in units else ""
        if chosen is not None:
            findings += [_not_read(one, chosen, unit_code) for one in dropped]
        else:
            findings.append(_undecided(claims, unit_code))
            findings += [f for one in dropped for f in one.findings if f.code not in _BY_NAME]
    findings += [one for reading in readings for one in reading.findings]
    return {r.owner: r.result for r in readings if r.result is not None}, findings


def _read_all(
    workbooks: Sequence[SourceFile],
    read: Callable[[OpenedBook], FileReading[_T]],
    memory: Memory[_T] | None,
    advance: Callable[[], None],
) -> list[FileReading[_T]]:
    """Read files, or recall what they gave; nothing that was opened stays in memory."""

    def recall(source: SourceFile, sha256: str) -> FileReading[_T] | None:
        kept = memory.recall(source, sha256) if memory else None
        if kept is None:
            return None
        owner, result, findings = kept
        return FileReading(
            source=source, sha256=sha256, owner=owner, result=result, findings=findings
        )

    def read_one(opened: OpenedBook) -> FileReading[_T]:
        reading = read(opened)
        if memory and isinstance(opened.content, Book):
            kept = reading.owner, reading.result, tuple(reading.findings)
            memory.keep(opened.source, opened.sha256, kept)
        return reading

    readings: list[FileReading[_T]] = []
    for reading in read_books(workbooks, read_one, recall):
        readings.append(reading)
        advance()
    return readings


def _is_workbook(source: SourceFile) -> bool:
    return source.file.lower().endswith(WORKBOOK_ENDINGS)


def _claimed_twice(
    readings: list[FileReading[_T]], owners: Collection[str]
) -> dict[str, list[FileReading[_T]]]:
    """Return the owners that several files claim, leaving out files named after another one."""
    claims: dict[str, list[FileReading[_T]]] = defaultdict(list)
    for reading in readings:
        owner = reading.owner
        if owner in owners and named_owner(reading.file, owners) in {"", owner}:
            claims[owner].append(reading)
    return {owner: own for owner, own in claims.items() if len(own) > 1}


def _choice(claims: Sequence[FileReading[_T]]) -> FileReading[_T] | None:
    """Return the file that the office chose, or one of several that are the same."""
    chosen = [one for one in claims if one.source.chosen_by]
    if len(chosen) == 1:
        return chosen[0]
    is_same = len({one.sha256 for one in claims}) == 1
    return min(claims, key=lambda one: len(one.file)) if is_same else None


def _undecided(claims: Sequence[FileReading[_T]], unit_code: str) -> Finding:
    """Report the files of one office between which nobody has chosen."""
    rows = [f"{one.file},{one.sha256},số văn bản,ngày,lý do" for one in claims]
    return finding(
        "BM-007" if unit_code else "TD-028",
        unit_code=unit_code,
        file=claims[0].file,
        found=", ".join(one.file for one in claims),
        expected=" hoặc ".join(rows),
    )


def _not_read(one: FileReading[_T], chosen: FileReading[_T], unit_code: str) -> Finding:
    said = chosen.source.chosen_by
    return finding(
        "BM-045" if said else "BM-050",
        unit_code=unit_code,
        file=one.file,
        found=said,
        expected=chosen.file,
    )
