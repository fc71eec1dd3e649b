"""Reads the published tables and the law of one run; computes nothing."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

Row = dict[str, str]
Key = tuple[str, str]


@dataclass(frozen=True)
class Component:
    """A scored line of the law; its maximum depends on the group of the unit."""

    code: str
    area: str
    maxima: dict[str, Fraction]
    rule: dict[str, Any]
    source: str = ""

    @property
    def is_survey(self) -> bool:
        """Whether respondents score it, and not an appraiser."""
        return str(self.rule["kind"]).startswith("survey_")


@dataclass(frozen=True)
class Law:
    """An edition: the file of what concerns the whole, and its components in order."""

    edition: dict[str, Any]
    components: tuple[Component, ...]

    def of_group(self, group: str) -> list[Component]:
        """The components that a group has."""
        return [item for item in self.components if group in item.maxima]

    @property
    def precedence(self) -> list[str]:
        """The stages of decision, the one that counts first in front."""
        return list(self.edition["procedure"]["precedence"])


@dataclass(frozen=True)
class Unit:
    """An assessed unit."""

    code: str
    group: str


@dataclass(frozen=True)
class Run:
    """Everything that one run folder gives."""

    year: int
    law: Law
    units: tuple[Unit, ...]
    figures: dict[Key, dict[str, Row]]
    answers: dict[Key, list[Row]]
    stages: dict[Key, list[Row]]
    policies: dict[Key, str]
    adjustments: dict[str, list[Row]]
    findings: list[Row]
    published: dict[str, list[Row]]


def read_run(folder: Path) -> Run:
    """Read one run folder."""
    law = read_law(next(path for path in sorted((folder / "rules").iterdir()) if path.is_dir()))
    tables = folder / "tables"
    published = {name: _rows(tables / f"{name}.csv") for name in ("scores", "areas", "index")}
    return Run(
        year=int(folder.name.split("-")[0]),
        law=law,
        units=tuple(Unit(row["unit_code"], row["group_code"]) for row in published["index"]),
        figures={
            key: {row["input_code"]: row for row in rows}
            for key, rows in _by_component(_rows(tables / "figures.csv")).items()
        },
        answers=_by_component(_rows(tables / "answers.csv")),
        stages=_by_component(_rows(tables / "stages.csv")),
        policies=_policies(_rows(tables / "exemptions.csv"), law),
        adjustments=_by_unit(_rows(tables / "adjustments.csv")),
        findings=_rows(tables / "findings.csv"),
        published=published,
    )


def read_law(folder: Path) -> Law:
    """Read the edition in a folder of rule files."""
    areas = [_toml(path) for path in sorted(folder.glob("area_*.toml"))]
    components = [item for area in areas for item in _components(area)]
    return Law(_toml(folder / "edition.toml"), tuple(components))


def _components(area: dict[str, Any]) -> Iterator[Component]:
    for criterion in area["criteria"]:
        for entry in criterion["components"]:
            maxima = {group: Fraction(value) for group, value in entry["max_score"].items()}
            source = entry.get("source", "")
            yield Component(entry["code"], area["code"], maxima, entry["rule"], source)


def _policies(rows: list[Row], law: Law) -> dict[Key, str]:
    default = str(law.edition["not_applicable"]["default_policy"])
    return {(row["unit_code"], row["component_code"]): row["policy"] or default for row in rows}


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Fraction)


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _by_component(rows: list[Row]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault((row["unit_code"], row["component_code"]), []).append(row)
    return found


def _by_unit(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["unit_code"], []).append(row)
    return found
