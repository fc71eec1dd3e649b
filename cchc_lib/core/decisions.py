"""Which decision on a component counts: every stage is kept, the last valid one is in force.

A decision that cannot stand is kept too, marked with its problem, and the stage before it
stays in force.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from cchc_lib.core.places import unit_file
from cchc_lib.core.records import maker_of
from cchc_lib.core.round_rules import AppraisalStage, ProcedureRule, Stage
from cchc_lib.core.rulebook import RoundingRule
from cchc_lib.core.submission import Assessment, Decision, NotReported, Place, Unit

__all__ = [
    "PROBLEMS_VI",
    "AppraisedLine",
    "DecisionProblem",
    "Ground",
    "in_force",
    "known_dates",
    "settle_decisions",
]

DecisionProblem = Literal[
    "over_maximum",
    "below_zero",
    "without_reason",
    "exempt",
    "contradicted",
    "predates",
    "outside_procedure",
]
Problem = Literal[DecisionProblem, ""]
"""Why a decision does not stand; empty if it does."""
PROBLEMS_VI: Mapping[DecisionProblem, str] = {
    "over_maximum": "điểm lớn hơn điểm tối đa",
    "below_zero": "điểm nhỏ hơn 0",
    "without_reason": "điểm thay đổi mà không ghi lý do",
    "exempt": "tiêu chí thành phần không áp dụng với đơn vị",
    "contradicted": "hai quyết định khác nhau trong cùng giai đoạn",
    "predates": "quyết định có trước giai đoạn mà nó xét",
    "outside_procedure": "giai đoạn không có trong trình tự của bộ tiêu chí",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisedLine:
    """One decision on a component: in order, an override of the figures, or refused.

    ``entered`` is what stands in the cell, before it is rounded to ``value``; ``previous`` is
    what was in force (at first what the unit may rely on without a word); ``not_before`` is
    the last known date of the stages it decides on; ``difference`` is not reported where the
    declared figures earn no rule score.
    """

    stage: AppraisalStage
    kind: Literal["input", "override", "refused"]
    value: Decimal
    entered: Decimal
    previous: Decimal | NotReported
    difference: Decimal | NotReported
    reason: str
    role: str
    decided_on: date | NotReported
    not_before: date | NotReported
    document: str
    place: Place
    problem: Problem = ""


_new_line = maker_of(AppraisedLine)
_UNKNOWN = NotReported()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the decisions on one component are held against.

    ``supported`` is what may be confirmed without a reason: the claim, else what the figures
    earn; ``dates`` says when the unit's own stages came in, where that is known.
    """

    max_score: Decimal
    supported: Decimal | NotReported
    by_rule: Decimal | NotReported
    is_submitted: bool
    is_exempt: bool
    dates: Mapping[Stage, date]


def settle_decisions(
    procedure: ProcedureRule,
    rounding: RoundingRule,
    decisions: Sequence[Decision],
    ground: Ground,
) -> tuple[AppraisedLine, ...]:
    """Return the decisions on one component as lines, in the order in which they were taken."""
    given = [decision for decision in decisions if isinstance(decision.score, Decimal)]
    if not given:
        return ()
    standing = _Standing(value=ground.supported, latest=ground.dates.get("self_assessment"))
    lines = [
        _line(decision, rounding, ground, standing, "outside_procedure")
        for decision in given
        if decision.stage not in procedure.precedence
    ]
    for stage, taken in _by_stage(given, procedure):
        if stage != "appraisal_1":
            standing = standing.then(standing.value, ground.dates.get("explanation"))
        for line in _settle_stage(taken, rounding, ground, standing):
            lines.append(line)
            if line.kind != "refused":
                standing = standing.then(line.value, line.decided_on)
    return tuple(lines)


def in_force(lines: Sequence[AppraisedLine]) -> AppraisedLine | None:
    """Return the decision that counts: the last one that stands."""
    return next((line for line in reversed(lines) if line.kind != "refused"), None)


def known_dates(assessment: Assessment, unit: Unit) -> Mapping[Stage, date]:
    """Return when the unit's own stages came in, as far as the register of the office says."""
    own: tuple[Stage, ...] = ("self_assessment", "explanation")
    receipts = {stage: assessment.receipt(unit_file(stage, unit.code)) for stage in own}
    return {stage: receipt.received_on for stage, receipt in receipts.items() if receipt}


class _Standing(NamedTuple):
    """What is in force before a stage, and the last known date of what led to it."""

    value: Decimal | NotReported
    latest: date | None

    def then(self, value: Decimal | NotReported, day: date | NotReported | None) -> "_Standing":
        """Return what stands after a step of a given day, where that is known."""
        if isinstance(day, date) and (self.latest is None or day > self.latest):
            return _Standing(value, day)
        return _Standing(value, self.latest)


def _by_stage(
    decisions: Sequence[Decision], procedure: ProcedureRule
) -> Iterator[tuple[AppraisalStage, list[Decision]]]:
    """Yield the decisions of each stage that has any, in the order of the stages."""
    taken: dict[AppraisalStage, list[Decision]] = {}
    for decision in decisions:
        taken.setdefault(decision.stage, []).append(decision)
    for stage in reversed(procedure.precedence):
        if stage in taken:
            yield stage, taken[stage]


def _settle_stage(
    decisions: Sequence[Decision], rounding: RoundingRule, ground: Ground, standing: _Standing
) -> Iterator[AppraisedLine]:
    """Yield the lines of one stage; of decisions that say the same, the first that stands."""
    by_score: dict[Decimal, tuple[Decision, Problem]] = {}
    for decision in decisions:
        score, problem = _points(decision), _problem_of(decision, rounding, ground, standing)
        kept = by_score.get(score)
        if kept is None or (kept[1] and not problem):
            by_score[score] = (decision, problem)
    for decision, problem in by_score.values():
        why: Problem = problem if len(by_score) == 1 else "contradicted"
        yield _line(decision, rounding, ground, standing, why)


def _problem_of(
    decision: Decision, rounding: RoundingRule, ground: Ground, standing: _Standing
) -> Problem:
    """Return why a decision cannot stand; empty if it can."""
    score, day = _points(decision), decision.decided_on
    if ground.is_exempt:
        return "exempt"
    if score > ground.max_score:
        return "over_maximum"
    if score < 0:
        return "below_zero"
    if standing.latest is not None and isinstance(day, date) and day < standing.latest:
        return "predates"
    if decision.reason or not (ground.is_submitted or decision.stage != "appraisal_1"):
        return ""
    return "without_reason" if rounding.component(score) != standing.value else ""


def _line(
    decision: Decision,
    rounding: RoundingRule,
    ground: Ground,
    standing: _Standing,
    problem: Problem,
) -> AppraisedLine:
    entered, by_rule = _points(decision), ground.by_rule
    value = rounding.component(entered)
    difference = by_rule if isinstance(by_rule, NotReported) else value - by_rule
    is_override = isinstance(difference, Decimal) and bool(difference)
    return _new_line(
        decision.stage,
        "refused" if problem else "override" if is_override else "input",
        value,
        entered,
        standing.value,
        difference,
        decision.reason,
        decision.role,
        decision.decided_on,
        standing.latest or _UNKNOWN,
        decision.document,
        decision.place,
        problem,
    )


def _points(decision: Decision) -> Decimal:
    assert isinstance(decision.score, Decimal)
    return decision.score
