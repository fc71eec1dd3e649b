"""Where a component stands in the rounds: decided, disputed, explained, waiting for the next."""

from collections.abc import Iterable
from decimal import Decimal

from cchc_lib.core.decisions import AppraisedLine
from cchc_lib.core.round_rules import AppraisalStage, Stage
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import Assessment, Explanation

__all__ = [
    "awaits_explanation",
    "awaits_review",
    "decision_at",
    "is_appraised_component",
    "is_disputed",
    "is_explained",
    "is_explanation_over",
    "stages_present",
]

_AFTER_EXPLANATION: tuple[AppraisalStage, ...] = ("appraisal_2", "council")


def is_appraised_component(score: ComponentScore) -> bool:
    """Tell whether appraisers give the points, and no survey, outside source or exemption."""
    return score.is_appraised and score.exemption is None


def decision_at(score: ComponentScore, stage: AppraisalStage) -> AppraisedLine | None:
    """Return the decision of a stage that stands."""
    return next((d for d in score.decisions if d.stage == stage and d.kind != "refused"), None)


def is_disputed(score: ComponentScore) -> bool:
    """Tell whether round 1 gave a unit that has filed other points than it claimed."""
    first, claimed = decision_at(score, "appraisal_1"), score.self_score.value
    is_filed = is_appraised_component(score) and bool(score.self_score.place.file)
    if isinstance(claimed, Decimal):
        claimed = score.rounding.component(claimed)
    return is_filed and first is not None and first.value != claimed


def is_explained(score: ComponentScore) -> bool:
    """Tell whether the unit has explained what is in dispute."""
    return isinstance(score.response, Explanation) and is_disputed(score)


def stages_present(scores: Iterable[ComponentScore]) -> set[Stage]:
    """Return the stages of which anything has come in."""
    found: set[Stage] = set()
    for score in scores:
        found.update(line.stage for line in score.decisions)
        if score.self_score.place.file:
            found.add("self_assessment")
        if isinstance(score.response, Explanation):
            found.add("explanation")
    return found


def is_explanation_over(
    edition: Edition, assessment: Assessment, scores: Iterable[ComponentScore]
) -> bool:
    """Tell whether no explanation of a unit is waited for any more.

    That is so when the office has closed the stage, when a decision after it stands for the
    unit, and when the edition has no second round. ``scores`` are those of the unit.
    """
    if "appraisal_2" not in edition.procedure.precedence or "explanation" in assessment.closed_on:
        return True
    return any(decision_at(score, stage) for score in scores for stage in _AFTER_EXPLANATION)


def awaits_explanation(score: ComponentScore, *, is_over: bool) -> bool:
    """Tell whether the unit may still explain a component that is in dispute."""
    return not is_over and is_disputed(score) and not is_explained(score)


def awaits_review(edition: Edition, assessment: Assessment, score: ComponentScore) -> bool:
    """Tell whether an explanation waits for the decision that follows it."""
    if "appraisal_2" not in edition.procedure.precedence or "appraisal_2" in assessment.closed_on:
        return False
    line = score.appraised
    is_first = isinstance(line, AppraisedLine) and line.stage == "appraisal_1"
    return is_first and is_explained(score)
