"""The words of advice: goals, steps, where they lead, and why there may be none."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from cchc_lib.core.advice.goals import Goal, GradeGoal, RankGoal, ScoreGoal
from cchc_lib.core.advice.ladders import Change, LeftOut, Step
from cchc_lib.core.advice.outlook import Outlook
from cchc_lib.core.advice.planning import Advice, Obstacle, Plan
from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.rulebook import Component
from cchc_lib.core.submission import NotReported
from cchc_lib.present.language import format_decimal, later, tr
from cchc_lib.present.wording import format_points, format_total, format_value, name_grade

__all__ = [
    "PROMISE",
    "UNOFFICIAL",
    "components_of",
    "say_change",
    "say_goal",
    "say_left_out",
    "say_no_plan",
    "say_points",
    "say_promise",
    "say_rank",
    "say_standing",
]

UNOFFICIAL = later("Gợi ý để đơn vị cân nhắc; không thay đổi kết quả chính thức.")
PROMISE = later(
    "Đúng như đã nêu nếu đơn vị đã kê khai các số liệu này, cấp quyết định công nhận đúng số điểm "
    "mà quy định cho các số liệu ấy, mọi số khác và các đơn vị khác giữ nguyên."
)
_PUBLISHED = later(
    "Đúng như đã nêu nếu {source} công bố các số liệu này của {codes} (đơn vị không kê khai, không "
    "qua thẩm định), mọi số khác và các đơn vị khác giữ nguyên."
)
_PUBLISHED_TOO = later(
    "Riêng số liệu của {codes} thì đơn vị không kê khai, không qua thẩm định: đúng như đã nêu nếu "
    "{source} công bố các số liệu này."
)
_LEFT_OUT: Mapping[LeftOut, str] = later(
    {
        "survey": "do điều tra xã hội học cho điểm",
        "judgment": "do cơ quan thẩm định tự đánh giá",
        "exempt": "không áp dụng với đơn vị",
        "undecided": "chưa được quyết định điểm",
        "unpublished": "chưa đủ số liệu do nguồn ngoài công bố",
        "figures": "không có số liệu nào đơn vị đổi được để thêm điểm",
    }
)
_OBSTACLES: Mapping[Obstacle, str] = later(
    {
        "met": "Đã đạt.",
        "no_total": "Chưa có tổng điểm nên chưa tính được.",
        "undecided": "Chưa đủ điểm được quyết định để xếp hạng, xếp loại.",
    }
)


def components_of(year: YearResult) -> Mapping[str, Component]:
    """Return the components of an edition by code."""
    return {component.code: component for component in year.edition.components()}


def say_goal(year: YearResult, goal: Goal) -> str:
    """Name a goal."""
    match goal:
        case ScoreGoal():
            return tr("Tổng điểm từ {points}").format(points=format_total(year, goal.total_score))
        case GradeGoal():
            return tr("Xếp loại {grade}").format(grade=tr(goal.band.name_vi))
        case RankGoal():
            return tr("Hạng {rank}").format(rank=goal.rank)


def say_rank(result: UnitResult) -> str:
    """Write the place of a unit, or that it has none."""
    return str(result.rank) if isinstance(result.rank, int) else tr("chưa xếp hạng")


def say_standing(year: YearResult, result: UnitResult) -> str:
    """Write total, index, place and grade in one line."""
    return tr("tổng điểm {total}, chỉ số {index}, hạng {rank}, {grade}").format(
        total=format_total(year, result.total_score),
        index=format_total(year, result.index_pct),
        rank=say_rank(result),
        grade=name_grade(result),
    )


def say_change(year: YearResult, step: Step) -> str:
    """Say which figures a step asks for, beside those that were declared or published."""
    if not step.changes:
        return _say_own_figures(year, step)
    component = components_of(year)[step.component_code]
    labels = {spec.code: tr(spec.label_vi) for spec in component.inputs}
    if not step.is_from_source:
        return "; ".join(_say_figure(labels[one.input_code], one) for one in step.changes)
    said = "; ".join(_say_published(labels[one.input_code], one) for one in step.changes)
    return tr("{figures} (số liệu do {source} công bố)").format(
        figures=said, source=_source_of(year, step)
    )


def say_promise(year: YearResult, outlook: Outlook) -> str:
    """Say what has to be so for what is foretold: declared and granted, or published."""
    steps, published = outlook.steps(), defaultdict[str, set[str]](set)
    for step in steps:
        if step.is_from_source:
            published[_source_of(year, step)].add(step.component_code)
    order = components_of(year)
    is_declared = not steps or any(not step.is_from_source for step in steps)
    template = _PUBLISHED_TOO if is_declared else _PUBLISHED
    said = [
        tr(template).format(codes=", ".join(c for c in order if c in codes), source=source)
        for source, codes in published.items()
    ]
    return " ".join([tr(PROMISE), *said] if is_declared else said)


def say_points(year: YearResult, step: Step) -> str:
    """Write the points of a component before and after a step."""
    before = tr("chưa có") if step.before is None else format_points(year, step.before)
    return f"{before} → {format_points(year, step.after)}"


def say_no_plan(year: YearResult, advice: Advice) -> str:
    """Say why a goal has no plan, and what is the most that can be reached; empty if it has one."""
    most = say_standing(year, advice.most.after)
    match advice.obstacle:
        case "":
            return ""
        case "cap":
            fact = tr(advice.cap.text_vi) if advice.cap else ""
            return tr("Không đạt được dù thêm bao nhiêu điểm: {fact}.").format(fact=fact)
        case "too_far" if advice.most.effort is None and _has_published(advice.most):
            return tr(
                "Không đạt được bằng số liệu kê khai và số liệu do nguồn ngoài công bố; nhiều nhất "
                "là {most}."
            ).format(most=most)
        case "too_far" if advice.most.effort is None:
            return tr("Không đạt được bằng số liệu kê khai; nhiều nhất là {most}.").format(
                most=most
            )
        case "too_far":
            return tr(
                "Không đạt được bằng số liệu của các tiêu chí có ghi công sức; nhiều nhất là "
                "{most}."
            ).format(most=most)
        case _:
            return tr(_OBSTACLES[advice.obstacle])


def say_left_out(outlook: Outlook) -> str:
    """Say of how many components nothing is promised, and how many points lie there."""
    parts = []
    for reason, ladders in outlook.left_out().items():
        lost = sum((one.lost for one in ladders if one.lost is not None), Decimal(0))
        said = (
            tr("{count} tiêu chí thành phần {reason} ({lost} điểm bị mất)")
            if lost
            else tr("{count} tiêu chí thành phần {reason}")
        )
        values = {"count": len(ladders), "reason": tr(_LEFT_OUT[reason])}
        parts.append(said.format(**values, lost=format_decimal(lost)))
    if not parts:
        return ""
    return tr("Không hứa trước được nên không tính vào: {what}.").format(what="; ".join(parts))


def _source_of(year: YearResult, step: Step) -> str:
    """Name the external source that publishes the figures of a step."""
    return tr(year.edition.source_name(components_of(year)[step.component_code]))


def _has_published(plan: Plan) -> bool:
    return any(step.is_from_source for step in plan.steps)


def _say_own_figures(year: YearResult, step: Step) -> str:
    if step.is_from_source:
        return tr("Số liệu như {source} công bố").format(source=_source_of(year, step))
    return tr("Số liệu như đã kê khai, được công nhận đủ điểm theo quy định")


def _say_published(label: str, change: Change) -> str:
    if isinstance(change.before, NotReported):
        return tr("{label}: {after}, chưa công bố").format(
            label=label, after=format_value(change.after)
        )
    return _say_figure(label, change)


def _say_figure(label: str, change: Change) -> str:
    if isinstance(change.before, NotReported):
        return tr("{label}: {after}, chưa kê khai").format(
            label=label, after=format_value(change.after)
        )
    return tr("{label}: {after} thay vì {before}").format(
        label=label, after=format_value(change.after), before=format_value(change.before)
    )
