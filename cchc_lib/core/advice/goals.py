"""What a unit may want to reach, when it has, and what no points can change about it."""

from dataclasses import dataclass
from decimal import Decimal

from cchc_lib.core.results import UnitResult
from cchc_lib.core.rulebook import CapRule, Edition, GradeBand

__all__ = ["Goal", "GradeGoal", "RankGoal", "ScoreGoal", "cap_below", "is_met", "next_goals"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreGoal:
    """A total of so many points at least, rounded as it is published."""

    total_score: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeGoal:
    """A grade, or a better one."""

    band: GradeBand


@dataclass(frozen=True, slots=True, kw_only=True)
class RankGoal:
    """A place in the group, or a better one."""

    rank: int


Goal = ScoreGoal | GradeGoal | RankGoal


def is_met(goal: Goal, result: UnitResult) -> bool:
    """Tell whether a result reaches a goal."""
    match goal:
        case ScoreGoal():
            total = result.total_score
            return isinstance(total, Decimal) and total >= goal.total_score
        case GradeGoal():
            return isinstance(result.grade, GradeBand) and result.grade.ge >= goal.band.ge
        case RankGoal():
            return isinstance(result.rank, int) and result.rank <= goal.rank


def cap_below(edition: Edition, result: UnitResult, band: GradeBand) -> CapRule | None:
    """Return the cap that keeps a unit from a grade, whatever its index; the lowest of several."""
    recorded = {one.code for one in result.adjustments if one.kind == "cap"}
    rule = edition.grading
    caps = [c for c in rule.caps if c.code in recorded and rule.band(c.best_grade).ge < band.ge]
    return min(caps, key=lambda cap: rule.band(cap.best_grade).ge, default=None)


def next_goals(edition: Edition, result: UnitResult) -> tuple[Goal, ...]:
    """Return the next better place and the next better grade, where there are any."""
    goals: list[Goal] = []
    if isinstance(result.rank, int) and result.rank > 1:
        goals.append(RankGoal(rank=result.rank - 1))
    if isinstance(result.grade, GradeBand):
        above = [band for band in edition.grading.bands if band.ge > result.grade.ge]
        goals += [GradeGoal(band=band) for band in above[-1:]]
    return tuple(goals)
