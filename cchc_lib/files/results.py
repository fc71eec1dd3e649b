"""The results of a run, written for people and other tools, and read back as they were.

``traces.jsonl`` holds one line per row of ``scores.csv`` with everything the score was made
from, ``evidence.jsonl`` one per document of the registers; ``year.json`` holds the totals.
The CSV tables are those of :mod:`cchc_lib.files.result_tables`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cchc_lib.core.results import (
    AreaResult,
    GroupSummary,
    Proposal,
    StageStanding,
    UnitResult,
    YearResult,
)
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import Assessment, EvidenceItem
from cchc_lib.errors import ResultProblem
from cchc_lib.files.json_records import record_lines, record_table
from cchc_lib.files.parquet import PARQUET_FROM, write_parquet
from cchc_lib.files.record_reading import RecordReader
from cchc_lib.files.result_tables import TABLES
from cchc_lib.files.rules import read_edition
from cchc_lib.files.writing import write_parts
from cchc_lib.findings import Finding

__all__ = ["RECORDS", "read_results", "read_totals", "write_findings", "write_results"]

_YEAR, _TRACES, _EVIDENCE = "year.json", "traces.jsonl", "evidence.jsonl"
RECORDS = (_YEAR, _TRACES, _EVIDENCE)
"""The files that a computed year is read back from."""
_UNREADABLE = (OSError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError)
_YEAR_PARTS: dict[str, Any] = {
    "assessment": Assessment,
    "areas": tuple[AreaResult, ...],
    "units": tuple[UnitResult, ...],
    "groups": tuple[GroupSummary, ...],
    "standings": tuple[StageStanding, ...],
    "proposals": tuple[Proposal, ...],
    "findings": tuple[Finding, ...],
    "inputs": dict[str, str],
}


def write_results(folder: Path, year: YearResult) -> None:
    """Write every table of a computed year into ``folder``, each a piece at a time."""
    for name, table in TABLES.items():
        write_parts(folder / name, table.parts(year))
    if len(year.units) >= PARQUET_FROM:
        write_parquet(folder, year)
    write_parts(folder / _TRACES, record_lines(year.scores))
    write_parts(folder / _EVIDENCE, record_lines(year.registers))
    write_parts(folder / _YEAR, record_table({name: getattr(year, name) for name in _YEAR_PARTS}))


def write_findings(path: Path, year: YearResult) -> None:
    """Write the table of findings."""
    write_parts(path, TABLES["findings.csv"].parts(year))


def read_results(folder: Path, rules: Path, *, unit_code: str = "") -> YearResult:
    """Read a computed year back; with ``unit_code`` only that unit's scores and evidence.

    Raises
    ------
    ResultProblem
        If the tables or the edition beside them are missing or damaged.
    """
    edition = _edition(rules)
    reader = RecordReader()
    try:
        parts = _read_parts(folder, reader)
        score, item = reader.of(ComponentScore), reader.of(EvidenceItem)
        scores = tuple(map(score, _read_lines(folder / _TRACES, unit_code)))
        registers = tuple(map(item, _read_lines(folder / _EVIDENCE, unit_code)))
    except _UNREADABLE as error:
        raise _damaged(folder) from error
    return YearResult(edition=edition, scores=scores, registers=registers, **parts)


def read_totals(folder: Path, edition: Edition) -> YearResult:
    """Read a computed year back without scores and evidence: totals, ranks and findings.

    Raises
    ------
    ResultProblem
        If they are missing or damaged.
    """
    try:
        parts = _read_parts(folder, RecordReader())
    except _UNREADABLE as error:
        raise _damaged(folder) from error
    return YearResult(edition=edition, scores=(), registers=(), **parts)


def _read_parts(folder: Path, reader: RecordReader) -> dict[str, Any]:
    raw = json.loads((folder / _YEAR).read_bytes())
    return {name: reader.of(kind)(raw[name]) for name, kind in _YEAR_PARTS.items()}


def _read_lines(path: Path, unit_code: str) -> Iterator[Any]:
    """Yield the records of a file of lines; with ``unit_code`` those of one unit."""
    own = json.dumps({"unit_code": unit_code}, ensure_ascii=False)[:-1] + ", "
    start = own.encode() if unit_code else b""
    with path.open("rb") as lines:
        yield from (json.loads(line) for line in lines if line.startswith(start))


def _damaged(folder: Path) -> ResultProblem:
    """Return the sentence for results that cannot be read back."""
    return ResultProblem(
        f"Không đọc được kết quả của lần chạy {folder.parent.name}: bảng trong tables/ bị hỏng "
        "hoặc thiếu."
    )


def _edition(rules: Path) -> Edition:
    folders = [path for path in rules.iterdir() if path.is_dir()] if rules.is_dir() else []
    edition = read_edition(folders[0])[0] if folders else None
    if edition is None:
        raise ResultProblem(f"Không đọc được bộ tiêu chí của lần chạy trong {rules.parent.name}.")
    return edition
