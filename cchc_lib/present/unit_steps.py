"""What next for one unit: its three largest steps, and its next place and grade.

A number that is foretold links to where the one of today comes from.
"""

from cchc_lib.core.advice.goals import RankGoal
from cchc_lib.core.advice.outlook import Outlook, look_ahead
from cchc_lib.core.advice.planning import Advice, Plan
from cchc_lib.core.results import YearResult
from cchc_lib.present.advice.words import (
    components_of,
    say_change,
    say_goal,
    say_left_out,
    say_no_plan,
    say_points,
    say_promise,
    say_rank,
    say_standing,
)
from cchc_lib.present.html import Cell, Column, Html, join, paragraph, stacked, table
from cchc_lib.present.language import tr
from cchc_lib.present.summaries import find_unit
from cchc_lib.present.trail import total_trail, trail
from cchc_lib.present.wording import format_signed, name_grade

__all__ = ["next_steps"]

_SPELT_OUT = 3
"""Plans of more steps only name their components."""


def next_steps(year: YearResult, unit_code: str) -> Html:
    """Show the three steps that win most, and what the next place and grade take at least."""
    find_unit(year, unit_code)
    outlook = look_ahead(year, unit_code)
    said = " ".join(filter(None, (say_promise(year, outlook), say_left_out(outlook))))
    return join(_largest(year, outlook), _goals(year, outlook), paragraph(said))


def _largest(year: YearResult, outlook: Outlook) -> Html:
    return table(
        caption=tr("Ba bước tiếp theo: thêm nhiều điểm nhất, và kết quả sau từng bước"),
        columns=(
            Column("Tiêu chí thành phần"),
            Column("Thay đổi"),
            Column("Điểm", is_number=True),
            Column("Tổng", is_number=True),
            Column("Hạng", is_number=True),
            Column("Xếp loại"),
        ),
        rows=[_step_row(year, plan) for plan in outlook.largest],
        empty=tr("Không còn số liệu nào đơn vị đổi được để thêm điểm."),
    )


def _step_row(year: YearResult, plan: Plan) -> tuple[Cell, ...]:
    """Return the last step of a plan, and where all of it leads."""
    step, unit_code = plan.steps[-1], plan.after.unit_code
    component = components_of(year)[step.component_code]
    return (
        f"{component.code}. {tr(component.name_vi)}",
        say_change(year, step),
        trail(say_points(year, step), unit_code, f"component-{component.code}"),
        total_trail(year, plan.after.total_score, unit_code, "total"),
        trail(say_rank(plan.after), unit_code, "rank"),
        trail(name_grade(plan.after), unit_code, "grade"),
    )


def _goals(year: YearResult, outlook: Outlook) -> Html:
    return table(
        caption=tr("Hạng và loại kế tiếp: ít nhất phải thay đổi gì"),
        columns=(
            Column("Mục tiêu"),
            Column("Thêm", is_number=True),
            Column("Ít bước nhất"),
            Column("Kết quả khi đó"),
        ),
        rows=[_goal_row(year, advice) for advice in outlook.advice],
        empty=tr("Đơn vị đã ở hạng và loại cao nhất, hoặc chưa được xếp hạng."),
    )


def _goal_row(year: YearResult, advice: Advice) -> tuple[Cell, ...]:
    plan, unit_code = advice.plan, advice.most.after.unit_code
    anchor = "rank" if isinstance(advice.goal, RankGoal) else "grade"
    goal = trail(say_goal(year, advice.goal), unit_code, anchor)
    if plan is None:
        return (goal, "–", say_no_plan(year, advice), "–")
    gain = format_signed(plan.gain, year.edition.rounding.component_places)
    return (
        goal,
        trail(gain, unit_code, anchor),
        _steps(year, plan),
        say_standing(year, plan.after),
    )


def _steps(year: YearResult, plan: Plan) -> Cell:
    """Spell out a short plan; of a longer one name the components."""
    codes = [step.component_code for step in plan.steps]
    if len(codes) > _SPELT_OUT:
        return tr("{count} tiêu chí thành phần: {codes}").format(
            count=len(codes), codes=", ".join(codes)
        )
    return stacked(
        f"{step.component_code} ({say_points(year, step)}): {say_change(year, step)}"
        for step in plan.steps
    )
