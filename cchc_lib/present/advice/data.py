"""What next for a unit, for other programs: one JSON object."""

from typing import Any

from cchc_lib.core.advice.goals import Goal, GradeGoal, RankGoal, ScoreGoal
from cchc_lib.core.advice.ladders import Step
from cchc_lib.core.advice.outlook import Outlook
from cchc_lib.core.advice.planning import Advice, Plan
from cchc_lib.core.results import UnitResult
from cchc_lib.core.rulebook import GradeBand
from cchc_lib.core.submission import Figure, NotAppraised, NotReported

__all__ = ["OUTLOOK_FORMAT", "outlook_data"]

OUTLOOK_FORMAT = 1
"""The format of the object, counted up when its shape changes."""


def outlook_data(outlook: Outlook) -> dict[str, Any]:
    """Return an outlook as plain data; what is missing is null."""
    return {
        "format": OUTLOOK_FORMAT,
        "unit": outlook.now.unit_code,
        "is_official": False,
        "now": _standing(outlook.now),
        "given": _plan(outlook.given) if outlook.given else None,
        "goals": [_advice(one) for one in outlook.advice],
        "largest_steps": [_plan(one) for one in outlook.largest],
        "left_out": {
            reason: [ladder.score.component_code for ladder in ladders]
            for reason, ladders in outlook.left_out().items()
        },
    }


def _standing(result: UnitResult) -> dict[str, Any]:
    return {
        "total_score": _known(result.total_score),
        "total_exact": _known(result.total_exact),
        "index_pct": _known(result.index_pct),
        "rank": _known(result.rank),
        "grade": result.grade.code if isinstance(result.grade, GradeBand) else None,
        "is_provisional": result.is_provisional,
    }


def _known(value: object) -> object:
    return None if isinstance(value, NotAppraised) else value


def _advice(advice: Advice) -> dict[str, Any]:
    return {
        **_goal(advice.goal),
        "obstacle": advice.obstacle or None,
        "cap": advice.cap.code if advice.cap else None,
        "plan": _plan(advice.plan) if advice.plan else None,
        "most": _standing(advice.most.after),
    }


def _goal(goal: Goal) -> dict[str, Any]:
    match goal:
        case ScoreGoal():
            return {"goal": "score", "value": goal.total_score}
        case GradeGoal():
            return {"goal": "grade", "value": goal.band.code}
        case RankGoal():
            return {"goal": "rank", "value": goal.rank}


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "gain": plan.gain,
        "effort": plan.effort,
        "after": _standing(plan.after),
        "steps": [_step(step) for step in plan.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "component": step.component_code,
        "before": step.before,
        "after": step.after,
        "is_from_source": step.is_from_source,
        "figures": {
            one.input_code: {"before": _figure(one.before), "after": one.after}
            for one in step.changes
        },
    }


def _figure(value: Figure | NotReported) -> Figure | None:
    return None if isinstance(value, NotReported) else value
