"""A year recomputed from the published tables and the rule files of its run alone.

It follows ``data/rules/README.md``, the methodology notebook and the architecture, and shares
no code with the package. What it yields is the text of the cells of ``scores.csv``,
``areas.csv`` and ``index.csv``. Of the tables it takes over only what people said: claims,
figures, answers, decisions with their words and days, adjustments and exemptions. The order of
the dates behind a refusal is the one thing it has to believe, as the days on which units filed
stand in no table.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from tests.second_engine import points, reading, totals
from tests.second_engine.reading import Component, Law

BELIEVED = "predates"


@dataclass
class Score:
    """Everything about one component of one unit."""

    component: Component
    maximum: Fraction
    policy: str
    claimed: Fraction | None
    by_rule: Fraction | None
    decided: Fraction | None
    decided_at: str
    surveyed: Fraction | None
    final: Fraction | None

    @property
    def is_survey(self) -> bool:
        return self.component.is_survey

    @property
    def status(self) -> str:
        if self.final is not None:
            return "scored"
        return "not_applicable" if self.policy else "not_appraised"


@dataclass
class Recomputed:
    """Every number of a year by its key, as text; and the units the tables show as blocked."""

    scores: dict = field(default_factory=dict)
    areas: dict = field(default_factory=dict)
    index: dict = field(default_factory=dict)
    means: dict = field(default_factory=dict)
    in_force: set = field(default_factory=set)
    blocked: list = field(default_factory=list)


def recompute(run: Path) -> Recomputed:
    law, tables, year = reading.read_law(run), reading.read_tables(run), reading.assessed_year(run)
    said = {name: by_component(tables[name]) for name in ("stages", "figures", "answers")}
    said["exemptions"] = by_component(tables["exemptions"])
    result, units = Recomputed(), {}
    for row in tables["index"]:
        code, group = row["unit_code"], row["group_code"]
        scores = [
            score_component(law, one, group, year, {n: t[code, one.code] for n, t in said.items()})
            for one in law.of_group(group)
        ]
        for score in scores:
            key = (code, score.component.code)
            result.scores[key] = totals.score_cells(law, score)
            if score.decided_at and not score.policy:
                result.in_force.add((*key, score.decided_at))
        if not row["appraised_score"]:
            result.blocked.append(code)
            continue
        own = [one for one in tables["adjustments"] if one["unit_code"] == code]
        units[code] = totals.Unit(group=group, scores=scores, adjustments=own)
    totals.add_up(law, units, result)
    return result


def by_component(rows: list) -> defaultdict:
    found = defaultdict(list)
    for row in rows:
        found[row["unit_code"], row["component_code"]].append(row)
    return found


def score_component(law: Law, component: Component, group: str, year: int, said: dict) -> Score:
    maximum = component.maxima[group]
    policy = said["exemptions"][0]["policy"] if said["exemptions"] else ""
    (claim,) = [r for r in said["stages"] if r["stage"] == "self_assessment"] or [None]
    claimed = Fraction(claim["score"]) if claim and claim["score"] else None
    by_rule = points_of_figures(law, component, maximum, year, said["figures"])
    decided, decided_at = settle(
        law,
        [row for row in said["stages"] if row["stage"] in law.edition["procedure"]["precedence"]],
        maximum,
        by_rule if claimed is None else component_rounding(law, claimed),
        is_filed=bool(claim and claim["file"]),
        is_exempt=bool(policy),
    )
    surveyed = points_of_answers(law, component, maximum, said["answers"])
    return Score(
        component=component,
        maximum=maximum,
        policy=policy,
        claimed=claimed,
        by_rule=by_rule,
        decided=decided,
        decided_at=decided_at,
        surveyed=surveyed,
        final=points.counted_points(
            policy, maximum, is_survey=component.is_survey, surveyed=surveyed, decided=decided
        ),
    )


def component_rounding(law: Law, value: Fraction | None) -> Fraction | None:
    rule = law.edition["rounding"]
    return None if value is None else points.rounded(value, rule["component_places"], rule["mode"])


def points_of_figures(law, component, maximum, year, rows):
    if component.is_survey or component.rule["kind"] == "judgment":
        return None
    figures = {row["input_code"]: reading.figure_of(row) for row in rows if not row["missing"]}
    earned = points.figure_points(component.rule, maximum, figures, year)
    return component_rounding(law, earned)


def points_of_answers(law, component, maximum, rows):
    if not component.is_survey or not rows:
        return None
    if component.rule["kind"] == "survey_percent":
        (row,) = rows
        return component_rounding(law, maximum * Fraction(row["percent"]) / 100)
    conduct = law.edition["survey"]
    answers = [
        (row["respondent_group"], row["answer"], int(row["count"]))
        for row in rows
        if row["answer"] != "dont_know"
    ]
    if sum(count for _, _, count in answers) < max(conduct["minimum_answers"], 1):
        return None
    weights = {one["code"]: Fraction(one["weight"]) for one in conduct["respondent_groups"]}
    return component_rounding(law, points.answer_points(component.rule, maximum, answers, weights))


def settle(law, rows, maximum, standing, *, is_filed, is_exempt):
    """Return the points in force and their stage: the last decision that can stand.

    Two decisions of one stage contradict each other, and neither stands.
    """
    in_force, at = None, ""
    for stage in reversed(law.edition["procedure"]["precedence"]):
        taken = [row for row in rows if row["stage"] == stage]
        if len(taken) != 1:
            continue
        (row,) = taken
        score = Fraction(row["score"])
        is_change = score != standing and (is_filed or stage != "appraisal_1")
        is_refused = (
            is_exempt
            or not 0 <= score <= maximum
            or row["problem"] == BELIEVED
            or (is_change and not row["reason"])
        )
        if not is_refused:
            standing, in_force, at = score, score, stage
    return in_force, at
