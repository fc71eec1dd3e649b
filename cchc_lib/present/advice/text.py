"""What next for a unit, as lines for people at the command line."""

from collections.abc import Iterator

from cchc_lib.core.advice.ladders import Step
from cchc_lib.core.advice.outlook import Outlook
from cchc_lib.core.advice.planning import Advice, Plan
from cchc_lib.core.results import YearResult
from cchc_lib.present.advice.words import (
    UNOFFICIAL,
    components_of,
    say_change,
    say_goal,
    say_left_out,
    say_no_plan,
    say_points,
    say_promise,
    say_standing,
)
from cchc_lib.present.headline import year_notices
from cchc_lib.present.wording import format_signed, state_sentence
from cchc_lib.vietnamese import format_decimal

__all__ = ["format_outlook"]


def format_outlook(year: YearResult, outlook: Outlook) -> str:
    """Write what a unit asked: what its figures lead to, its goals, or its largest steps."""
    return "\n".join(_lines(year, outlook))


def _lines(year: YearResult, outlook: Outlook) -> Iterator[str]:
    unit = year.assessment.unit(outlook.now.unit_code)
    yield f"{unit.name_vi}: {say_standing(year, outlook.now)}"
    yield from filter(None, (state_sentence(outlook.now), *year_notices(year)))
    if outlook.given:
        yield ""
        yield f"Với số liệu đã nêu: {say_standing(year, outlook.given.after)}"
        yield from _steps(year, outlook.given)
    for advice in outlook.advice:
        yield ""
        yield from _advice(year, advice)
    if outlook.largest:
        yield ""
        yield "Các bước thêm nhiều điểm nhất, lần lượt:"
    for plan in outlook.largest:
        yield from _step(year, plan.steps[-1])
        yield f"      Khi đó {say_standing(year, plan.after)}"
    yield ""
    yield from filter(None, (say_left_out(outlook), say_promise(year, outlook), UNOFFICIAL))


def _advice(year: YearResult, advice: Advice) -> Iterator[str]:
    goal, plan = say_goal(year, advice.goal), advice.plan
    if plan is None:
        yield f"{goal}: {say_no_plan(year, advice)}"
        return
    effort = "" if plan.effort is None else f", công sức {format_decimal(plan.effort)}"
    yield (
        f"{goal}: ít nhất {len(plan.steps)} bước, thêm {format_decimal(plan.gain)} điểm{effort}; "
        f"khi đó {say_standing(year, plan.after)}"
    )
    yield from _steps(year, plan)


def _steps(year: YearResult, plan: Plan) -> Iterator[str]:
    for step in plan.steps:
        yield from _step(year, step)


def _step(year: YearResult, step: Step) -> Iterator[str]:
    component = components_of(year)[step.component_code]
    gain = format_signed(step.gain, year.edition.rounding.component_places)
    yield f"  {component.code}. {component.name_vi}: {say_points(year, step)} ({gain})"
    yield f"      {say_change(year, step)}"
