"""Components, areas, totals, indices, ranks, grades and group means."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.second_engine.decisions import Decided, blocked_units, decide, refused_decision_units
from tests.second_engine.points import rule_points, survey_points
from tests.second_engine.ranking import set_ranks_and_grades
from tests.second_engine.reading import Component, Key, Run, Unit
from tests.second_engine.results import AreaResult, ScoreResult, UnitResult, total_of
from tests.second_engine.rounding import Rounding

_DROPS = ("drop_max_all", "drop_max_appraised_then_add_survey")


@dataclass
class Year:
    """Everything recomputed."""

    scores: dict[Key, ScoreResult] = field(default_factory=dict)
    areas: dict[Key, AreaResult] = field(default_factory=dict)
    units: dict[str, UnitResult] = field(default_factory=dict)
    decided: dict[Key, Decided] = field(default_factory=dict)


def compute(run: Run) -> Year:
    """Recompute the year of a run."""
    year, rounding = Year(), Rounding(run.law.edition)
    blocked, refused = blocked_units(run), refused_decision_units(run)
    for unit in run.units:
        scores = [_score(run, unit, item, rounding, year) for item in run.law.of_group(unit.group)]
        is_blocked = unit.code in blocked
        for area in dict.fromkeys(item.component.area for item in scores):
            mine = [item for item in scores if item.component.area == area]
            year.areas[unit.code, area] = _area(area, unit, mine, is_blocked=is_blocked)
        result = _unit(run, unit, scores, is_blocked=is_blocked)
        is_own = is_blocked or unit.code in refused or _is_open(unit, scores, year)
        result.is_open = is_own or _is_year_open(run)
        year.units[unit.code] = result
    set_ranks_and_grades(run, list(year.areas.values()), list(year.units.values()), rounding)
    return year


def group_means(run: Run, year: Year) -> dict[str, Fraction]:
    """The mean of the published indices of the ranked units of each group."""
    rounding = Rounding(run.law.edition)
    means: dict[str, Fraction] = {}
    for group in dict.fromkeys(unit.group for unit in run.units):
        ranked = [item for item in year.units.values() if item.unit.group == group and item.rank]
        known = [rounding.total(item.index) for item in ranked if item.index is not None]
        if known:
            means[group] = sum(known, Fraction(0)) / len(known)
    return means


def _is_year_open(run: Run) -> bool:
    """Whether an error names no unit, so that nothing is final."""
    return any(row["severity"] == "error" and not row["unit_code"] for row in run.findings)


def _is_open(unit: Unit, scores: list[ScoreResult], year: Year) -> bool:
    decided = [year.decided[unit.code, item.component.code] for item in scores]
    is_waiting = any(item.is_waiting or item.problems for item in decided)
    return is_waiting or any(item.status == "not_appraised" for item in scores)


def _score(
    run: Run, unit: Unit, component: Component, rounding: Rounding, year: Year
) -> ScoreResult:
    key = (unit.code, component.code)
    decided = decide(run, unit, component)
    result = ScoreResult(component, component.maxima[unit.group], decided.self_score)
    policy = run.policies.get(key)
    if policy is not None:
        _exempt(result, policy)
    elif component.is_survey:
        answers = run.answers.get(key, [])
        survey = run.law.edition["survey"]
        points = survey_points(component.rule, result.maximum, answers, survey)
        result.survey = _round(points, rounding)
        result.final = result.survey
    else:
        figures = run.figures.get(key, {})
        points = rule_points(component.rule, result.maximum, figures, run.year)
        result.rule = _round(points, rounding)
        result.appraised = _round(decided.score, rounding)
        result.final = result.rule if component.source else result.appraised
    year.decided[key], year.scores[key] = decided, result
    return result


def _round(value: Fraction | None, rounding: Rounding) -> Fraction | None:
    return None if value is None else rounding.component(value)


def _exempt(result: ScoreResult, policy: str) -> None:
    result.policy = policy
    if policy not in _DROPS:
        result.final = result.maximum if policy == "award_max" else Fraction(0)


def _area(code: str, unit: Unit, scores: list[ScoreResult], *, is_blocked: bool) -> AreaResult:
    kept = [item for item in scores if item.status != "not_applicable"]
    area = AreaResult(unit, code, total_of(item.maximum for item in kept))
    judged = [item for item in kept if not item.component.is_survey]
    claimed = [item.self_score for item in judged if not item.component.source]
    declared = [score for score in claimed if score is not None]
    area.self_score = total_of(declared) if len(declared) == len(claimed) else None
    if is_blocked:
        return area
    area.appraised = _sum_if_complete(judged)
    area.survey = _sum_if_complete([item for item in kept if item.component.is_survey])
    area.final = _sum_if_complete(kept)
    if area.final is not None and area.maximum:
        area.sub_index = area.final / area.maximum * 100
    return area


def _sum_if_complete(scores: list[ScoreResult]) -> Fraction | None:
    finals = [item.final for item in scores if item.final is not None]
    return total_of(finals) if len(finals) == len(scores) else None


def _unit(run: Run, unit: Unit, scores: list[ScoreResult], *, is_blocked: bool) -> UnitResult:
    result = UnitResult(unit)
    result.bonus = _adjustment(run, unit, "bonus")
    result.penalty = _adjustment(run, unit, "penalty")
    judged = [item for item in scores if not item.component.is_survey]
    asked = [item for item in scores if item.component.is_survey]
    base, survey_base = _base(judged, is_blocked=is_blocked), _base(asked, is_blocked=is_blocked)
    counted = _maximum(judged, is_blocked=is_blocked)
    scale = base / counted if counted else Fraction(1)
    result.maximum = base + survey_base
    applicable = [item for item in scores if item.status != "not_applicable"]
    with_result = [item.maximum for item in applicable if item.final is not None]
    whole = total_of(item.maximum for item in applicable)
    result.known_share = total_of(with_result) / whole if whole else Fraction(0)
    if not is_blocked and result.maximum:
        result.appraised = _known(judged) * scale
        result.survey = _known(asked)
        total = result.appraised + result.survey + result.bonus - result.penalty
        result.total = min(max(total, Fraction(0)), result.maximum)
        result.index = result.total / result.maximum * 100
    return result


def _known(scores: list[ScoreResult]) -> Fraction:
    return total_of(item.final for item in scores if item.final is not None)


def _maximum(scores: list[ScoreResult], *, is_blocked: bool) -> Fraction:
    """Maxima of what applies and, unless the unit is blocked, has a result."""
    kept = [
        item
        for item in scores
        if item.status == "scored" or (is_blocked and item.status == "not_appraised")
    ]
    return total_of(item.maximum for item in kept)


def _base(scores: list[ScoreResult], *, is_blocked: bool) -> Fraction:
    """Like the maximum, with what the second drop policy scales back to full."""
    scaled = [item for item in scores if item.policy == _DROPS[1]]
    return _maximum(scores, is_blocked=is_blocked) + total_of(item.maximum for item in scaled)


def _adjustment(run: Run, unit: Unit, kind: str) -> Fraction:
    """Points of bonus or penalty, capped by ground and then as a whole."""
    law: dict[str, Any] = run.law.edition["adjustment"]
    limits = {item["code"]: Fraction(item["max_points"]) for item in law["items"]}
    sums: dict[str, Fraction] = {}
    for row in run.adjustments.get(unit.code, []):
        if row["kind"] == kind:
            sums[row["code"]] = sums.get(row["code"], Fraction(0)) + Fraction(row["points"])
    capped = total_of(min(points, limits[code]) for code, points in sums.items())
    return min(capped, Fraction(law[f"{kind}_cap"]))
