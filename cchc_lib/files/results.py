"""The tables of a run, written for people and other tools, and read back as they were.

CSV tables follow the contract (UTF-8, comma, point decimals, official order; an empty cell is
a missing value). ``traces.jsonl`` holds one line per row of ``scores.csv`` with everything the
score was made from; ``year.json`` holds the totals. Text that a spreadsheet would take for a
formula is written with a leading apostrophe in the CSV tables.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from cattrs.errors import BaseValidationError

from cchc_lib.core.results import AreaResult, GroupSummary, UnitResult, YearResult
from cchc_lib.core.rulebook import Edition, GradeBand
from cchc_lib.core.stages import AppraisedLine, ComponentScore, RuleLine, SurveyLine
from cchc_lib.core.submission import Assessment
from cchc_lib.errors import ResultProblem
from cchc_lib.files.records import make_record_converter
from cchc_lib.files.rules import read_edition
from cchc_lib.files.writing import write_text
from cchc_lib.findings import Finding

__all__ = ["TABLES", "read_results", "write_findings", "write_results"]

TABLES = ("index.csv", "areas.csv", "scores.csv", "findings.csv")
_YEAR_PARTS: dict[str, type] = {
    "assessment": Assessment,
    "areas": tuple[AreaResult, ...],
    "units": tuple[UnitResult, ...],
    "groups": tuple[GroupSummary, ...],
    "findings": tuple[Finding, ...],
}


def write_results(folder: Path, year: YearResult) -> None:
    """Write every table of a computed year into ``folder``."""
    write_text(folder / "index.csv", _csv(_INDEX_COLUMNS, _index_rows(year)))
    write_text(folder / "areas.csv", _csv(_AREA_COLUMNS, _area_rows(year)))
    write_text(folder / "scores.csv", _csv(_SCORE_COLUMNS, _score_rows(year)))
    write_findings(folder / "findings.csv", year)
    converter = make_record_converter()
    lines = (json.dumps(converter.unstructure(score), ensure_ascii=False) for score in year.scores)
    write_text(folder / "traces.jsonl", "".join(f"{line}\n" for line in lines))
    whole = {name: converter.unstructure(getattr(year, name), t) for name, t in _YEAR_PARTS.items()}
    write_text(folder / "year.json", json.dumps(whole, ensure_ascii=False, indent=1) + "\n")


def write_findings(path: Path, year: YearResult) -> None:
    """Write the table of findings."""
    write_text(path, _csv(_FINDING_COLUMNS, _finding_rows(year)))


def read_results(folder: Path, rules: Path, *, unit_code: str = "") -> YearResult:
    """Read a computed year back; with ``unit_code`` only that unit's component scores.

    Raises
    ------
    ResultProblem
        If the tables or the edition beside them are missing or damaged.
    """
    edition = _edition(rules)
    converter = make_record_converter()
    try:
        raw = json.loads((folder / "year.json").read_text("utf-8"))
        parts: dict[str, Any] = {
            name: converter.structure(raw[name], kind) for name, kind in _YEAR_PARTS.items()
        }
        start = f'{{"unit_code": "{unit_code}", ' if unit_code else ""
        with (folder / "traces.jsonl").open(encoding="utf-8") as lines:
            scores = tuple(
                converter.structure(json.loads(line), ComponentScore)
                for line in lines
                if line.startswith(start)
            )
    except (OSError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise _damaged(folder, error) from error
    except BaseValidationError as error:
        raise _damaged(folder, error) from error
    return YearResult(edition=edition, scores=scores, **parts)


def _damaged(folder: Path, error: Exception) -> ResultProblem:
    """Return the sentence for results that cannot be read back."""
    return ResultProblem(
        f"Không đọc được kết quả của lần chạy {folder.parent.name}: {type(error).__name__}: {error}"
    )


def _edition(rules: Path) -> Edition:
    folders = [path for path in rules.iterdir() if path.is_dir()] if rules.is_dir() else []
    edition = read_edition(folders[0])[0] if folders else None
    if edition is None:
        raise ResultProblem(f"Không đọc được bộ tiêu chí của lần chạy trong {rules.parent.name}.")
    return edition


_INDEX_COLUMNS = (
    "group_code", "rank", "unit_code", "unit_name", "max_score", "appraised_score",
    "survey_score", "bonus", "penalty", "total_score", "index_pct", "grade", "provisional",
)  # fmt: skip
_AREA_COLUMNS = (
    "unit_code", "area_code", "max_score", "self_score", "appraised_score", "survey_score",
    "final_score", "sub_index_pct", "rank_in_group",
)  # fmt: skip
_SCORE_COLUMNS = (
    "unit_code", "component_code", "max_score", "status", "self_score", "rule_score",
    "appraised_score", "survey_score", "final_score",
)  # fmt: skip
_FINDING_COLUMNS = (
    "severity", "code", "unit_code", "file", "sheet", "cell", "component_code", "found",
    "expected", "message", "fix",
)  # fmt: skip


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def _cell(value: object) -> str:
    """Return the text of a cell; missing values of every kind are empty."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case int():
            return str(value)
        case GradeBand():
            return value.name_vi
        case str():
            return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
        case _:
            return ""


def _index_rows(year: YearResult) -> Iterable[Sequence[object]]:
    total = year.edition.rounding.total
    names = {unit.code: unit.name_vi for unit in year.assessment.units}
    for unit in year.units:
        is_blocked = unit.state == "blocked"
        yield (
            unit.group_code,
            unit.rank,
            unit.unit_code,
            names[unit.unit_code],
            total(unit.max_score),
            None if is_blocked else total(unit.appraised_exact),
            None if is_blocked else total(unit.survey_points),
            total(unit.bonus),
            total(unit.penalty),
            unit.total_score,
            unit.index_pct,
            unit.grade,
            unit.is_provisional,
        )


def _area_rows(year: YearResult) -> Iterable[Sequence[object]]:
    for area in year.areas:
        yield tuple(_with_places(year, getattr(area, name)) for name in _AREA_COLUMNS)


def _score_rows(year: YearResult) -> Iterable[Sequence[object]]:
    for score in year.scores:
        rule = score.rule_score.value if isinstance(score.rule_score, RuleLine) else None
        appraised = score.appraised.value if isinstance(score.appraised, AppraisedLine) else None
        survey = score.survey.value if isinstance(score.survey, SurveyLine) else None
        values = (
            score.max_score,
            score.self_score.value,
            rule,
            appraised,
            survey,
            score.final.value,
        )
        max_score, *stages = (_with_places(year, value) for value in values)
        yield (score.unit_code, score.component_code, max_score, score.status, *stages)


def _with_places(year: YearResult, value: object) -> object:
    """Show points with at least the declared decimals, and never fewer than they have."""
    if not isinstance(value, Decimal):
        return value
    least = Decimal(1).scaleb(-year.edition.rounding.component_places)
    is_exact = value == value.quantize(least)
    return value.quantize(least) if is_exact else value


def _finding_rows(year: YearResult) -> Iterable[Sequence[object]]:
    names = [item.name for item in fields(Finding)]
    for finding in year.findings:
        yield [getattr(finding, name) for name in names]
