"""Read the spec cases: points that the law gives, worked out by hand, one line each."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from cchc_lib.core.rule_kinds import FigureRule, Rule, SurveyPercent
from cchc_lib.core.rulebook import Edition, SurveyConduct
from cchc_lib.core.scoring import find_figure_problem, score_by_rule
from cchc_lib.core.submission import Figure, Place, SurveyTally
from cchc_lib.core.survey import measure_answers, measure_percent
from cchc_lib.files.records import make_rule_converter

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One line of a case file: what was declared or answered, and the points it must earn."""

    name: str
    component: str
    group: str
    rule: Rule
    max_score: Decimal
    year: int
    figures: Mapping[str, Figure]
    answers: Mapping[str, Mapping[str, int]]
    percent: Decimal | None
    expected: Fraction | None
    refused: str
    source: str
    why: str


def read_tables(name: str, key: str) -> list[dict[str, Any]]:
    """Return the tables under one key of a case file, decimals exact."""
    text = (CASES / name).read_text("utf-8")
    return tomllib.loads(text, parse_float=Decimal).get(key, [])


def read_cases(edition: Edition, under: str = "") -> list[Case]:
    """Return every case that scores one component or one explicit rule, from a folder of cases."""
    cases: list[Case] = []
    converter = make_rule_converter({}, is_strict=True)
    components = {component.code: component for component in edition.components()}
    for path in sorted((CASES / under).glob("*.toml")):
        name = path.relative_to(CASES).as_posix()
        for table in read_tables(name, "component"):
            component = components[table["code"]]
            cases += _cases_of(table, component.rule, component.max_score, component.code)
        for index, table in enumerate(read_tables(name, "rule")):
            rule = converter.structure(table["rule"], Rule)
            maxima = {"": Decimal(table["max_score"])}
            cases += _cases_of(table, rule, maxima, f"{path.stem}-{index}")
    return cases


def score_case(case: Case, conduct: SurveyConduct) -> Fraction | str:
    """Return the points a case earns, or why it cannot be scored."""
    if isinstance(case.rule, SurveyPercent):
        assert case.percent is not None
        return measure_percent(case.percent, 100).share * Fraction(case.max_score)
    if not isinstance(case.rule, FigureRule):
        measure = measure_answers(case.rule, list(_tallies(case, conduct)), conduct)
        return measure.share * Fraction(case.max_score) if measure else "too_few_answers"
    problem = find_figure_problem(case.rule, case.figures)
    if problem is not None:
        return problem
    return score_by_rule(case.rule, max_score=case.max_score, figures=case.figures, year=case.year)


def _cases_of(
    table: Mapping[str, Any], rule: Rule, maxima: Mapping[str, Decimal], about: str
) -> Iterator[Case]:
    for index, row in enumerate(table["cases"]):
        group = row.get("group", "")
        refused = row.get("refused", "")
        yield Case(
            name=f"{about}-{group or 'rule'}-{index}",
            component=table.get("code", ""),
            group=group,
            rule=rule,
            max_score=maxima[group],
            year=row.get("year", table["year"]),
            figures={code: _figure(value) for code, value in row.get("given", {}).items()},
            answers=row.get("answers", {}),
            percent=Decimal(row["percent"]) if "percent" in row else None,
            expected=None if refused else Fraction(row["expected"]),
            refused=refused,
            source=table["source"],
            why=row["why"],
        )


def _figure(value: object) -> Figure:
    match value:
        case bool() | date() | str() | Decimal():
            return value
        case int():
            return Decimal(value)
        case _:
            raise TypeError(value)


def _tallies(case: Case, conduct: SurveyConduct) -> Iterator[SurveyTally]:
    for group, counts in case.answers.items():
        yield SurveyTally(
            unit_code="a",
            component_code=case.component,
            respondent_group=group,
            counts={a: n for a, n in counts.items() if a not in conduct.dont_know},
            dont_know=sum(n for a, n in counts.items() if a in conduct.dont_know),
            place=Place(file="test"),
        )
