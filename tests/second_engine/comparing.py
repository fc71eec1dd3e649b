"""Compares what was recomputed with the published tables, cell by cell, as text."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.second_engine.decisions import Decided, place_of
from tests.second_engine.reading import Row, Run
from tests.second_engine.results import AreaResult, ScoreResult, UnitResult
from tests.second_engine.rounding import Rounding
from tests.second_engine.totals import Year


@dataclass
class Comparison:
    """How one table fared; the columns that identify a row are not counted."""

    table: str
    cells: int = 0
    differences: list[str] = field(default_factory=list)

    def add(self, name: str, row: Row, mine: Row) -> None:
        """Compare the cells of one row."""
        for column, value in mine.items():
            self.cells += 1
            if row[column] != value:
                text = f"{name} {column}: published {row[column]!r}, recomputed {value!r}"
                self.differences.append(text)


def compare(run: Run, year: Year) -> list[Comparison]:
    """Compare the three published tables, and the column in_force of the stages besides."""
    rounding = Rounding(run.law.edition)

    def score(unit: str, code: str) -> Row:
        return score_row(year.scores[unit, code], rounding)

    def area(unit: str, code: str) -> Row:
        return area_row(year.areas[unit, code], rounding)

    def whole(unit: str, _: str) -> Row:
        return unit_row(year.units[unit], rounding)

    return [
        _table(run, "scores", "component_code", score, len(year.scores)),
        _table(run, "areas", "area_code", area, len(year.areas)),
        _table(run, "index", "group_code", whole, len(year.units)),
        _stages(run, year),
    ]


def _table(
    run: Run, table: str, second: str, mine: Callable[[str, str], Row], count: int
) -> Comparison:
    found = Comparison(table)
    rows = run.published[table]
    for row in rows:
        unit, code = row["unit_code"], row[second]
        found.add(f"{unit} {code}", row, mine(unit, code))
    if len(rows) != count:
        found.differences.append(f"rows: published {len(rows)}, recomputed {count}")
    return found


def score_row(item: ScoreResult, rounding: Rounding) -> Row:
    """A row of scores.csv."""
    write = rounding.component_text
    return {
        "max_score": write(item.maximum),
        "status": item.status,
        "self_score": write(item.self_score),
        "rule_score": write(item.rule),
        "appraised_score": write(item.appraised),
        "survey_score": write(item.survey),
        "final_score": write(item.final),
    }


def area_row(item: AreaResult, rounding: Rounding) -> Row:
    """A row of areas.csv."""
    write = rounding.total_text
    return {
        "max_score": write(item.maximum),
        "self_score": write(item.self_score),
        "appraised_score": write(item.appraised),
        "survey_score": write(item.survey),
        "final_score": write(item.final),
        "sub_index_pct": write(item.sub_index),
        "rank_in_group": "" if item.rank is None else str(item.rank),
    }


def unit_row(item: UnitResult, rounding: Rounding) -> Row:
    """A row of index.csv."""
    write = rounding.total_text
    return {
        "rank": "" if item.rank is None else str(item.rank),
        "max_score": write(item.maximum),
        "appraised_score": write(item.appraised),
        "survey_score": write(item.survey),
        "bonus": write(item.bonus),
        "penalty": write(item.penalty),
        "total_score": write(item.total),
        "index_pct": write(item.index),
        "grade": item.grade,
        "provisional": "true" if item.is_provisional else "false",
    }


def _stages(run: Run, year: Year) -> Comparison:
    found = Comparison("stages (in_force, problem)")
    for key, rows in run.stages.items():
        decided = year.decided.get(key, Decided())
        for row in rows:
            is_in_force = decided.in_force == place_of(row) and decided.stage == row["stage"]
            mine = {
                "in_force": "true" if is_in_force else "false",
                "problem": decided.problems.get(place_of(row), ""),
            }
            found.add(f"{key[0]} {key[1]} {row['stage']}", row, mine)
    return found
