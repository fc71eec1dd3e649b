"""The results of a run, written for people and other tools, and read back as they were.

``traces.jsonl`` holds one line per row of ``scores.csv`` with everything the score was made
from, ``evidence.jsonl`` one per document of the registers; ``year.json`` holds the totals.
The CSV tables are those of :mod:`cchc_lib.files.result_tables`.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cattrs.errors import BaseValidationError

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
from cchc_lib.files.records import make_record_converter
from cchc_lib.files.result_tables import TABLES
from cchc_lib.files.rules import read_edition
from cchc_lib.files.writing import write_text
from cchc_lib.findings import Finding

__all__ = ["RECORDS", "read_results", "write_findings", "write_results"]

_YEAR, _TRACES, _EVIDENCE = "year.json", "traces.jsonl", "evidence.jsonl"
RECORDS = (_YEAR, _TRACES, _EVIDENCE)
"""The files that a computed year is read back from."""
_YEAR_PARTS: dict[str, type] = {
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
    """Write every table of a computed year into ``folder``."""
    for name, table in TABLES.items():
        write_text(folder / name, table(year))
    converter = make_record_converter()
    _write_lines(folder / _TRACES, (converter.unstructure(score) for score in year.scores))
    _write_lines(folder / _EVIDENCE, (converter.unstructure(item) for item in year.registers))
    whole = {name: converter.unstructure(getattr(year, name), t) for name, t in _YEAR_PARTS.items()}
    write_text(folder / _YEAR, json.dumps(whole, ensure_ascii=False, indent=1) + "\n")


def write_findings(path: Path, year: YearResult) -> None:
    """Write the table of findings."""
    write_text(path, TABLES["findings.csv"](year))


def read_results(folder: Path, rules: Path, *, unit_code: str = "") -> YearResult:
    """Read a computed year back; with ``unit_code`` only that unit's scores and evidence.

    Raises
    ------
    ResultProblem
        If the tables or the edition beside them are missing or damaged.
    """
    edition = _edition(rules)
    converter = make_record_converter()
    try:
        raw = json.loads((folder / _YEAR).read_text("utf-8"))
        parts: dict[str, Any] = {
            name: converter.structure(raw[name], kind) for name, kind in _YEAR_PARTS.items()
        }
        scores = tuple(
            converter.structure(line, ComponentScore)
            for line in _read_lines(folder / _TRACES, unit_code)
        )
        registers = tuple(
            converter.structure(line, EvidenceItem)
            for line in _read_lines(folder / _EVIDENCE, unit_code)
        )
    except (OSError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise _damaged(folder) from error
    except BaseValidationError as error:
        raise _damaged(folder) from error
    return YearResult(edition=edition, scores=scores, registers=registers, **parts)


def _write_lines(path: Path, records: Iterable[object]) -> None:
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    write_text(path, "".join(f"{line}\n" for line in lines))


def _read_lines(path: Path, unit_code: str) -> Iterator[Any]:
    """Yield the records of a file of lines; with ``unit_code`` those of one unit."""
    start = f'{{"unit_code": "{unit_code}", ' if unit_code else ""
    with path.open(encoding="utf-8") as lines:
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
