"""Which decision is in force for a component, from the law and not from the published column."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.second_engine.reading import Component, Key, Row, Run, Unit

Place = tuple[str, str, str]
"""File, sheet and cell: what tells two decisions of one stage apart."""

_SELF = "self_assessment"
_EXPLANATION = "explanation"
_FIRST = "appraisal_1"
_COUNCIL = "council"
_DECISION_FILES = ("appraisal/", "appraisal_2/", "council.")


@dataclass
class Decided:
    """What came of the stages of one component of one unit."""

    self_score: Fraction | None = None
    score: Fraction | None = None
    stage: str = ""
    in_force: Place | None = None
    problems: dict[Place, str] = field(default_factory=dict)
    is_waiting: bool = False


@dataclass(frozen=True)
class _Standing:
    """The score that the next stage looks at, and since when it stands."""

    score: Fraction | None
    day: date | None


def place_of(row: Row) -> Place:
    """Where a decision was read."""
    return (row["file"], row["sheet"], row["cell"])


def decide(run: Run, unit: Unit, component: Component) -> Decided:
    """Go through the stages from the first to the last; each valid decision replaces the former."""
    key = (unit.code, component.code)
    rows = run.stages.get(key, [])
    decided = Decided(self_score=_self_score(rows))
    standing = _Standing(decided.self_score, None)
    for stage in reversed(run.law.precedence):
        found = [row for row in rows if row["stage"] == stage and row["score"] != ""]
        problems = _problems(
            found, component.maxima[unit.group], standing, is_exempt=key in run.policies
        )
        decided.problems.update(problems)
        valid = [row for row in found if place_of(row) not in problems]
        if valid:
            standing = _Standing(Fraction(valid[0]["score"]), _day(valid[0]))
            decided.score, decided.stage = standing.score, stage
            decided.in_force = place_of(valid[0])
    decided.is_waiting = _is_waiting(rows, decided, run.policies, key)
    return decided


def blocked_units(run: Run) -> set[str]:
    """Units with an error in their own figures: an error that is not about a decision.

    No table but findings.csv says so; the documentation does not say which errors these are.
    """
    return {
        row["unit_code"]
        for row in run.findings
        if row["severity"] == "error"
        and row["unit_code"]
        and not row["file"].startswith(_DECISION_FILES)
    }


def refused_decision_units(run: Run) -> set[str]:
    """Units with a decision that was refused before it could enter stages.csv."""
    return {
        row["unit_code"]
        for row in run.findings
        if row["severity"] == "error" and row["file"].startswith(_DECISION_FILES)
    }


def _self_score(rows: list[Row]) -> Fraction | None:
    for row in rows:
        if row["stage"] == _SELF and row["score"] != "":
            return Fraction(row["score"])
    return None


def _problems(
    rows: list[Row], maximum: Fraction, standing: _Standing, *, is_exempt: bool
) -> dict[Place, str]:
    if len({Fraction(row["score"]) for row in rows}) > 1 and not is_exempt:
        return {place_of(row): "contradicted" for row in rows}
    found: dict[Place, str] = {}
    for row in rows:
        problem = "exempt" if is_exempt else _problem(row, maximum, standing)
        if problem:
            found[place_of(row)] = problem
    return found


def _problem(row: Row, maximum: Fraction, standing: _Standing) -> str:
    """Why one decision cannot stand; empty if it can."""
    score, day = Fraction(row["score"]), _day(row)
    if score > maximum:
        return "over_maximum"
    if score < 0:
        return "below_zero"
    if standing.score is not None and score != standing.score and not row["reason"]:
        return "without_reason"
    if row["stage"] == _COUNCIL and (not row["document"] or day is None):
        return "without_document"
    if day is not None and standing.day is not None and day < standing.day:
        return "predates"
    return ""


def _day(row: Row) -> date | None:
    return date.fromisoformat(row["decided_on"]) if row["decided_on"] else None


def _is_waiting(rows: list[Row], decided: Decided, policies: dict[Key, str], key: Key) -> bool:
    """Whether an explanation of a lowered score waits for the second appraisal."""
    if key in policies or decided.stage != _FIRST:
        return False
    has_explanation = any(row["stage"] == _EXPLANATION and row["reason"] for row in rows)
    return has_explanation and decided.score != decided.self_score
