"""The least change that takes a unit to a goal, and the steps that win it the most.

What is promised: if the unit had declared the figures of the steps, and the stage that decides had
granted what they earn by the rules, while everything else stayed as it is, it would stand as the
plan says. Figures of an external source need only be published by it. Nothing is promised of what
the survey or the judgment of appraisers gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Literal

from cchc_lib.core.advice.goals import Goal, GradeGoal, ScoreGoal, cap_below, is_met
from cchc_lib.core.advice.ladders import Ladder, Step, ladder_of
from cchc_lib.core.advice.search import least_choice
from cchc_lib.core.advice.standing import Case
from cchc_lib.core.results import UnitResult
from cchc_lib.core.rulebook import CapRule
from cchc_lib.core.submission import NotAppraised

__all__ = ["Advice", "Efforts", "Obstacle", "Plan", "advise", "ladders_of", "largest_steps"]

Efforts = Mapping[str, Decimal]
"""What it takes to work on a component, by its code, in a measure of the unit's own."""
Obstacle = Literal["met", "no_total", "undecided", "cap", "too_far", ""]
"""Why there is no plan: the goal is met already, the unit has no total, too little is decided for a
place and a grade, a cap holds its grade, or all ladders together do not reach; empty if there
is one."""
_FINEST = 4
"""Points are told apart to so many decimals when the fewest are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Some steps in official order, and where the unit stands after them.

    ``effort`` is the sum of the efforts declared for them; nothing if none were declared.
    """

    steps: tuple[Step, ...]
    after: UnitResult
    effort: Decimal | None = None

    @property
    def gain(self) -> Decimal:
        """Return the points won."""
        return sum((step.gain for step in self.steps), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """How a unit reaches a goal by the least change, or what keeps it from it.

    ``most`` is where it stands with the last step of every ladder it may climb; ``cap`` is the
    cap that holds its grade.
    """

    goal: Goal
    plan: Plan | None
    obstacle: Obstacle
    most: Plan
    cap: CapRule | None = None


def ladders_of(case: Case) -> tuple[Ladder, ...]:
    """Return the legal ladder of each component of a unit, in official order."""
    edition = case.year.edition
    components = {component.code: component for component in edition.components()}
    return tuple(
        ladder_of(edition, score, components[score.component_code])
        for score in case.scores
        if score.component_code not in case.fixed
    )


def largest_steps(case: Case, ladders: tuple[Ladder, ...], count: int) -> tuple[Plan, ...]:
    """Return what the steps that win most lead to: the first, the first two, and so on.

    Each is the last of its ladder; no other steps win as much with as few.
    """
    tops = sorted((one.steps[-1] for one in ladders if one.steps), key=lambda step: -step.gain)
    return tuple(_plan(case, tuple(tops[:n])) for n in range(1, min(count, len(tops)) + 1))


def advise(
    case: Case, ladders: tuple[Ladder, ...], goal: Goal, efforts: Efforts | None = None
) -> Advice:
    """Find the least change that takes a unit to a goal.

    Without efforts that is the fewest components, then the fewest points. With them it is the
    smallest sum of efforts, then the fewest components, then the fewest points; components
    without an effort are left as they are.
    """
    used = [one for one in ladders if one.steps and _is_open(one, efforts)]
    most = _plan(case, tuple(one.steps[-1] for one in used), efforts)
    cap = _cap_of(case, goal)
    obstacle = _obstacle(case, goal, most, cap)
    plan = None if obstacle else _least_plan(case, used, goal, most, efforts)
    return Advice(goal=goal, plan=plan, obstacle=obstacle, most=most, cap=cap)


def _is_open(ladder: Ladder, efforts: Efforts | None) -> bool:
    return efforts is None or ladder.score.component_code in efforts


def _cap_of(case: Case, goal: Goal) -> CapRule | None:
    if not isinstance(goal, GradeGoal):
        return None
    return cap_below(case.year.edition, case.result, goal.band)


def _obstacle(case: Case, goal: Goal, most: Plan, cap: CapRule | None) -> Obstacle:
    own = case.result
    if isinstance(own.total_exact, NotAppraised):
        return "no_total"
    if not isinstance(goal, ScoreGoal) and isinstance(own.grade, NotAppraised):
        return "undecided"
    if is_met(goal, own):
        return "met"
    if cap is not None:
        return "cap"
    return "" if is_met(goal, most.after) else "too_far"


def _least_plan(
    case: Case, ladders: list[Ladder], goal: Goal, most: Plan, efforts: Efforts | None
) -> Plan:
    """Return the plan for a goal that all ladders together reach."""
    places = case.year.edition.rounding.component_places
    scale = Decimal(1).scaleb(places)
    picks = least_choice(
        [[int(step.gain * scale) for step in one.steps] for one in ladders],
        _whole([(efforts or {}).get(one.score.component_code, Decimal(0)) for one in ladders]),
        _least_gain(case, goal, int(most.gain * scale), scale),
        grain=10 ** max(0, places - _FINEST),
    )
    assert picks is not None
    return _plan(case, tuple(ladders[number].steps[step] for number, step in picks), efforts)


def _least_gain(case: Case, goal: Goal, most: int, scale: Decimal) -> int:
    """Return the smallest number of appraised points, in their last place, that reaches a goal.

    ``most`` does. Total, grade and place never get worse with more of them.
    """
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        if is_met(goal, case.standing_with(middle / scale)):
            high = middle
        else:
            low = middle
    return high


def _whole(efforts: list[Decimal]) -> list[int]:
    """Return efforts as whole numbers in the same proportion."""
    exact = [Fraction(effort) for effort in efforts]
    common = lcm(*(effort.denominator for effort in exact))
    return [int(effort * common) for effort in exact]


def _plan(case: Case, steps: tuple[Step, ...], efforts: Efforts | None = None) -> Plan:
    effort = None
    if efforts is not None:
        effort = sum((efforts[step.component_code] for step in steps), Decimal(0))
    return Plan(steps=steps, after=case.after(steps).result, effort=effort)
