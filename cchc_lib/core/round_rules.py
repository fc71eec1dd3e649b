"""What an edition says about the round around the scores: stages, bonus and penalty, emulation."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cchc_lib.core.legal import LegalReference

__all__ = [
    "APPRAISAL_STAGES",
    "STAGES",
    "STAGE_NAMES_VI",
    "AdjustmentItem",
    "AdjustmentRule",
    "AppraisalStage",
    "Commendation",
    "CompletionLevel",
    "EmulationRule",
    "LateRule",
    "ProcedureRule",
    "Stage",
]

AppraisalStage = Literal["appraisal_1", "appraisal_2", "council"]
"""The stages at which somebody other than the unit decides on points."""

Stage = Literal["self_assessment", "appraisal_1", "explanation", "appraisal_2", "council"]
"""The stages of a score, in the order in which they take place."""

STAGES: tuple[Stage, ...] = (
    "self_assessment",
    "appraisal_1",
    "explanation",
    "appraisal_2",
    "council",
)
STAGE_NAMES_VI: dict[Stage, str] = {
    "self_assessment": "tự chấm điểm",
    "appraisal_1": "thẩm định lần 1",
    "explanation": "giải trình",
    "appraisal_2": "thẩm định lần 2",
    "council": "quyết định của Hội đồng",
}
APPRAISAL_STAGES: tuple[AppraisalStage, ...] = ("appraisal_1", "appraisal_2", "council")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRule:
    """Which stage's score counts: the first in ``precedence`` that has a valid decision."""

    precedence: tuple[AppraisalStage, ...]
    legal_reference: LegalReference


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentItem:
    """One ground for bonus or penalty points, and the most it may give or take."""

    code: str
    kind: Literal["bonus", "penalty"]
    text_vi: str
    max_points: Decimal
    legal_reference: LegalReference


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRule:
    """The penalty for filing after the last day of a stage; ``item`` is a penalty item.

    Every day late costs ``points_per_day``, at most what the item allows.
    """

    stage: Literal["self_assessment", "explanation"]
    item: str
    points_per_day: Decimal
    legal_reference: LegalReference


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentRule:
    """Bonus and penalty: their grounds and caps; a total stays between zero and the maximum."""

    bonus_cap: Decimal
    penalty_cap: Decimal
    items: tuple[AdjustmentItem, ...]
    late: tuple[LateRule, ...] = ()
    legal_reference: LegalReference

    def item(self, code: str) -> AdjustmentItem | None:
        """Return the item with ``code``; ``None`` if the edition declares no such ground."""
        return next((item for item in self.items if item.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionLevel:
    """The task-completion level that a grade supports, at best."""

    grade: str
    title_vi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commendation:
    """A commendation proposed for the best units of a group.

    ``best_places`` counts ranks, so units level on the last place are all proposed;
    ``excluded_by`` names the cap codes whose fact bars a unit.
    """

    code: str
    title_vi: str
    lowest_grade: str
    best_places: int
    excluded_by: tuple[str, ...] = ()
    legal_reference: LegalReference


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulationRule:
    """How grades and places become proposals for task completion and commendation.

    Commendations are listed from the highest down; a unit is proposed for the first it meets.
    """

    completion: tuple[CompletionLevel, ...]
    commendations: tuple[Commendation, ...]
    legal_reference: LegalReference
