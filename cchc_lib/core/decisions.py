"""Which decision on a component counts: every stage is kept, the last valid one is in force.

A decision that cannot stand is kept too, marked with its problem, and the stage before it
stays in force.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from cchc_lib.core.places import unit_file
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
PROBLEMS_VI: Mapping[DecisionProblem, str] = {
    "over_maximum": "điểm lớn hơn điểm tối đa",
    "below_zero": "điểm nhỏ hơn 0",
    "without_reason": "điểm thay đổi mà không ghi lý do",
    "exempt": "tiêu chí thành phần không áp dụng với đơn vị",
    "contradicted": "hai quyết định khác nhau trong cùng giai đoạn",
    "predates": "quyết định có trước giai đoạn mà nó xét",
    "outside_procedure": "giai đoạn không có trong trình tự của bộ tiêu chí",
}
"""Why a decision does not stand."""


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
    problem: Literal[DecisionProblem, ""] = ""


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
    if not decisions:
        return ()
    given = [decision for decision in decisions if isinstance(decision.score, Decimal)]
    start = _Standing(value=ground.supported, latest=ground.dates.get("self_assessment"))
    lines = [
        _line(decision, rounding, ground, start, "outside_procedure")
        for decision in given
        if decision.stage not in procedure.precedence
    ]
    standing = start
    for stage in reversed(procedure.precedence):
        if stage != "appraisal_1":
            standing = standing.then(standing.value, ground.dates.get("explanation"))
        taken = [decision for decision in given if decision.stage == stage]
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


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is in force before a stage, and the last known date of what led to it."""

    value: Decimal | NotReported
    latest: date | None

    def then(self, value: Decimal | NotReported, day: date | NotReported | None) -> "_Standing":
        """Return what stands after a step of a given day, where that is known."""
        days = [one for one in (self.latest, day) if isinstance(one, date)]
        return _Standing(value, max(days, default=None))


def _settle_stage(
    decisions: Sequence[Decision], rounding: RoundingRule, ground: Ground, standing: _Standing
) -> Iterator[AppraisedLine]:
    """Yield the lines of one stage; of decisions that say the same, the first that stands."""
    problems = [_problem_of(decision, rounding, ground, standing) for decision in decisions]
    by_score: dict[Decimal, tuple[Decision, Literal[DecisionProblem, ""]]] = {}
    for decision, problem in zip(decisions, problems, strict=True):
        kept = by_score.setdefault(_points(decision), (decision, problem))
        if kept[1] and not problem:
            by_score[_points(decision)] = (decision, problem)
    for decision, problem in by_score.values():
        why: Literal[DecisionProblem, ""] = problem if len(by_score) == 1 else "contradicted"
        yield _line(decision, rounding, ground, standing, why)


def _problem_of(
    decision: Decision, rounding: RoundingRule, ground: Ground, standing: _Standing
) -> Literal[DecisionProblem, ""]:
    """Return why a decision cannot stand; empty if it can."""
    score, day = _points(decision), decision.decided_on
    is_new = rounding.component(score) != standing.value
    is_change = is_new and (ground.is_submitted or decision.stage != "appraisal_1")
    is_early = isinstance(day, date) and standing.latest is not None and day < standing.latest
    problems: tuple[tuple[DecisionProblem, bool], ...] = (
        ("exempt", ground.is_exempt),
        ("over_maximum", score > ground.max_score),
        ("below_zero", score < 0),
        ("predates", is_early),
        ("without_reason", is_change and not decision.reason),
    )
    return next((name for name, holds in problems if holds), "")


def _line(
    decision: Decision,
    rounding: RoundingRule,
    ground: Ground,
    standing: _Standing,
    problem: Literal[DecisionProblem, ""],
) -> AppraisedLine:
    entered, by_rule = _points(decision), ground.by_rule
    value = rounding.component(entered)
    difference = by_rule if isinstance(by_rule, NotReported) else value - by_rule
    is_override = isinstance(difference, Decimal) and bool(difference)
    return AppraisedLine(
        stage=decision.stage,
        kind="refused" if problem else "override" if is_override else "input",
        value=value,
        entered=entered,
        previous=standing.value,
        difference=difference,
        reason=decision.reason,
        role=decision.role,
        decided_on=decision.decided_on,
        not_before=standing.latest or NotReported(),
        document=decision.document,
        place=decision.place,
        problem=problem,
    )


def _points(decision: Decision) -> Decimal:
    assert isinstance(decision.score, Decimal)
    return decision.score
