"""Recompute every number of a run from its traces alone, without the package.

Only the JSON of ``traces.jsonl`` and ``year.json`` and the edition's own rounding are used:
what an auditor who trusts neither us nor our code would write from the documentation. What
rules and answers earn stands in :mod:`tests.golden.points`.
"""

from datetime import date
from fractions import Fraction

from tests.golden.points import (
    ZERO,
    answer_points,
    brought_back,
    counted_points,
    figure_points,
    rounded,
)

DECIDING = ("appraisal_1", "appraisal_2", "council")


def half_up(value: Fraction, places: int) -> Fraction:
    return rounded(value, places, "half_up")


def rule_points(line: dict, maximum: Fraction) -> Fraction | None:
    """The exact points of the declared figures of a trace."""
    figures = {f["input_code"]: _figure(f["value"]) for f in line["figures"]}
    return figure_points(line["rule"], maximum, figures, line["year"])


def _figure(value):
    if not isinstance(value, dict):
        return value
    if "number" in value:
        return Fraction(value["number"])
    return date.fromisoformat(value["date"]) if "date" in value else value["text"]


def survey_points(line: dict, maximum: Fraction) -> Fraction:
    if line["rule"]["kind"] == "survey_percent":
        return maximum * Fraction(line["measured"][0]["percent"]) / 100
    weights = {group["code"]: Fraction(group["weight"]) for group in line["weights"]}
    answers = [
        (tally["respondent_group"], answer, count)
        for tally in line["tallies"]
        for answer, count in tally["counts"].items()
    ]
    return answer_points(line["rule"], maximum, answers, weights)


def points_after(line: dict, stage: str) -> Fraction | None:
    """The points of an appraised component after a stage; none where nothing was valid yet."""
    if stage == "self_assessment":
        claimed, maximum = line["self_score"]["value"], Fraction(line["max_score"])
        is_number = isinstance(claimed, str)
        return Fraction(claimed) if is_number and 0 <= Fraction(claimed) <= maximum else None
    last = "appraisal_1" if stage == "explanation" else stage
    until = DECIDING[: DECIDING.index(last) + 1]
    standing = [
        Fraction(one["value"])
        for one in line["decisions"]
        if one["kind"] != "refused" and one["stage"] in until
    ]
    return standing[-1] if standing else None


def counted_after(line: dict, stage: str) -> Fraction | None:
    """The points that count for any component after a stage, by policy, survey or decision."""
    return counted_points(
        line["exemption"]["policy"] if line["exemption"] else "",
        Fraction(line["max_score"]),
        is_survey=line["evidence_state"] == "not_required",
        surveyed=Fraction(line["survey"]["value"]) if "value" in line["survey"] else None,
        decided=points_after(line, stage),
    )


def total_after(lines: list, unit: dict, stage: str) -> tuple[Fraction, Fraction]:
    """Total and maximum of a unit as if the round had ended with a stage."""
    own, own_max, survey, survey_max, back = ZERO, ZERO, ZERO, ZERO, ZERO
    for line in lines:
        points, maximum = counted_after(line, stage), Fraction(line["max_score"])
        if points is None:
            policy = line["exemption"] and line["exemption"]["policy"]
            back += maximum if policy == "drop_max_appraised_then_add_survey" else 0
        elif line["evidence_state"] == "not_required":
            survey, survey_max = survey + points, survey_max + maximum
        else:
            own, own_max = own + points, own_max + maximum
    own, own_max = brought_back(own, own_max, back), own_max + back if own_max else ZERO
    maximum = own_max + survey_max
    total = own + survey + Fraction(unit["bonus"]) - Fraction(unit["penalty"])
    return min(max(total, ZERO), maximum), maximum
