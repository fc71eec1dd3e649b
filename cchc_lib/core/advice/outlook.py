"""What a unit may see ahead of it: the answer to its question, its goals, its largest steps."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cchc_lib.core.advice.goals import Goal, next_goals
from cchc_lib.core.advice.ladders import Ladder, LeftOut, Step
from cchc_lib.core.advice.planning import (
    Advice,
    Efforts,
    Plan,
    advise,
    ladders_of,
    largest_steps,
)
from cchc_lib.core.advice.standing import Case
from cchc_lib.core.results import UnitResult, YearResult

__all__ = ["NEXT_STEPS", "Outlook", "look_ahead"]

NEXT_STEPS = 3
"""How many of the largest steps are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Where a unit stands and where its steps would take it.

    ``given`` is what the figures that were asked about lead to, nothing where none were; goals
    go on from there. ``largest`` has the largest step, the two largest, and so on; only where
    nothing certain was asked.
    """

    now: UnitResult
    given: Plan | None
    ladders: tuple[Ladder, ...]
    largest: tuple[Plan, ...]
    advice: tuple[Advice, ...]

    def steps(self) -> tuple[Step, ...]:
        """Return all steps of which something is said, some of them more than once."""
        reached = (one.most if one.obstacle == "too_far" else one.plan for one in self.advice)
        plans = (self.given, *reached, *self.largest[-1:])
        return tuple(step for plan in plans if plan for step in plan.steps)

    def left_out(self) -> Mapping[LeftOut, tuple[Ladder, ...]]:
        """Return the components of which nothing can be promised, by the reason."""
        found: dict[LeftOut, list[Ladder]] = defaultdict(list)
        for one in self.ladders:
            if one.left_out is not None and one.lost != 0:
                found[one.left_out].append(one)
        return {reason: tuple(own) for reason, own in found.items()}


def look_ahead(
    year: YearResult,
    unit_code: str,
    *,
    given: Sequence[Step] = (),
    goals: Sequence[Goal] | None = None,
    efforts: Efforts | None = None,
) -> Outlook:
    """Look ahead for a unit.

    Parameters
    ----------
    year
        A computed year, or the share of it that the report of the unit may show.
    given
        Steps that are taken as done.
    goals
        What the unit asks for; if not said, the next better place and grade, and the steps that
        win most.
    efforts
        What it takes to work on a component; if said, plans ask for the least of it.
    """
    case = Case.of(year, unit_code)
    now = case.result
    done = case.after(tuple(given)) if given else case
    ladders = ladders_of(done)
    wanted = next_goals(year.edition, done.result) if goals is None else goals
    return Outlook(
        now=now,
        given=Plan(steps=tuple(given), after=done.result) if given else None,
        ladders=ladders,
        largest=largest_steps(done, ladders, NEXT_STEPS if goals is None else 0),
        advice=tuple(advise(done, ladders, goal, efforts) for goal in wanted),
    )
