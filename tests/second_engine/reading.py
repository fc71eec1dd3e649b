"""The tables and rule files of a run, read with the standard library alone."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

NAMES = ("index", "areas", "scores", "stages", "figures", "answers", "adjustments", "exemptions")
GUARDED = ("=", "+", "-", "@", "\t", "\r")
"""What the tables put an apostrophe before, so that no spreadsheet takes it for a formula."""


@dataclass(frozen=True)
class Component:
    code: str
    area: str
    maxima: dict
    rule: dict

    @property
    def is_survey(self) -> bool:
        return self.rule["kind"].startswith("survey_")


@dataclass(frozen=True)
class Law:
    edition: dict
    components: tuple

    def of_group(self, group: str) -> list:
        return [one for one in self.components if group in one.maxima]


def read_tables(run: Path) -> dict[str, list[dict[str, str]]]:
    return {name: read_table(run, name) for name in NAMES}


def read_table(run: Path, name: str) -> list[dict[str, str]]:
    with (run / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return [{key: plain(cell) for key, cell in row.items()} for row in csv.DictReader(stream)]


def plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(GUARDED) else cell


def read_law(run: Path) -> Law:
    (folder,) = (run / "rules").iterdir()
    components = [
        Component(
            code=component["code"],
            area=area["code"],
            maxima={group: Fraction(most) for group, most in component["max_score"].items()},
            rule=component["rule"],
        )
        for area in map(read_toml, folder.glob("area_*.toml"))
        for criterion in area["criteria"]
        for component in criterion["components"]
    ]
    return Law(edition=read_toml(folder / "edition.toml"), components=tuple(components))


def read_toml(path: Path) -> dict:
    return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)


def assessed_year(run: Path) -> int:
    """The folder that holds a run is named by the year."""
    return int(run.parent.name)


def figure_of(row: dict[str, str]):
    """A declared figure by its kind; a day that never came is text."""
    value = row["value"]
    if row["kind"] in {"count", "amount", "percent"}:
        return Fraction(value)
    if row["kind"] == "flag":
        return value == "true"
    is_day = row["kind"] == "date" and value[:1].isdigit()
    return date.fromisoformat(value) if is_day else value
