"""Read the returned workbooks of a folder: one for each office, everything else is reported."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from cchc_lib.files.sources import SourceFile, named_owner
from cchc_lib.findings import Finding, finding

__all__ = ["FileReading", "collect"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading(Generic[_T]):
    """What one file gave: whose it says it is, its content unless refused, and findings.

    ``owner`` is the stem of the file's name as issued to that office.
    """

    file: str
    owner: str
    result: _T | None
    findings: list[Finding]


def collect(
    sources: Sequence[SourceFile],
    read: Callable[[SourceFile], FileReading[_T]],
    *,
    units: Collection[str],
    others: Collection[str] = (),
) -> tuple[dict[str, _T], list[Finding]]:
    """Read workbooks by owner, in file order; an office with two of them has none.

    ``units`` and ``others`` are the owners that files may be of.
    """
    findings: list[Finding] = []
    readings: list[FileReading[_T]] = []
    for source in sources:
        if source.file.lower().endswith(".xlsx"):
            readings.append(read(source))
        else:
            name = PurePosixPath(source.file).name
            findings.append(finding("BM-008", file=source.file, found=name))
    twice = _claimed_twice(readings, {*units, *others})
    for owner, claims in twice.items():
        files = ", ".join(reading.file for reading in claims)
        code, unit_code = ("BM-007", owner) if owner in units else ("TD-028", "")
        findings.append(finding(code, unit_code=unit_code, file=claims[0].file, found=files))
    for reading in readings:
        is_claimed_twice = reading in twice.get(reading.owner, [])
        findings += [f for f in reading.findings if not (is_claimed_twice and f.code == "BM-004")]
    results = {r.owner: r.result for r in readings if r.result is not None}
    return {owner: one for owner, one in results.items() if owner not in twice}, findings


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
