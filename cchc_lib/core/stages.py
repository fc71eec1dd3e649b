"""The stages of one component's score, each an immutable record that carries its own trace.

Self score, rule score, the decisions of every round, explanation and survey score stand side
by side; the final score is a rule over them and names the stage it was taken from. Nothing is
overwritten.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cchc_lib.core.decisions import (
    PROBLEMS_VI,
    AppraisedLine,
    in_force,
)
from cchc_lib.core.round_rules import AppraisalStage
from cchc_lib.core.rule_kinds import FigureRule, SurveyRuleKind
from cchc_lib.core.rulebook import (
    Component,
    LegalReference,
    Provenance,
    RespondentGroup,
    RoundingRule,
)
from cchc_lib.core.scoring import FigureProblem, Figures
from cchc_lib.core.submission import (
    ComponentEntry,
    DeclaredFigure,
    Exemption,
    Explanation,
    MeasuredPercent,
    NotApplicable,
    NotAppraised,
    NotReported,
    Place,
    SelfScore,
    SurveyTally,
)

__all__ = [
    "ComponentScore",
    "FinalLine",
    "RuleLine",
    "SurveyLine",
    "Undecided",
    "evidence_state",
    "figures_of",
    "points_of",
    "why_undecided",
]

_NOT_DECIDED = NotAppraised(reason_vi="Chưa có điểm thẩm định")
Undecided = NotReported | NotApplicable | NotAppraised
Status = Literal["scored", "not_applicable", "not_appraised"]
EvidenceStatus = Literal["given", "explained", "missing", "not_required", "from_source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """What the declared figures earn under the law, exact and as rounded."""

    kind: Literal["law"] = "law"
    value: Decimal | NotReported
    exact: Fraction | NotReported
    problem: FigureProblem | None
    rule: FigureRule
    year: int
    figures: tuple[DeclaredFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyLine:
    """What the survey earns under the law, with the answers it was counted from."""

    kind: Literal["law"] = "law"
    value: Decimal
    exact: Fraction
    sample_size: int
    margin: Decimal | None
    rule: SurveyRuleKind
    weights: tuple[RespondentGroup, ...]
    tallies: tuple[SurveyTally, ...]
    measured: tuple[MeasuredPercent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalLine:
    """The score that counts, and the stage or policy it was taken from."""

    kind: Literal["formula"] = "formula"
    value: Decimal | NotApplicable | NotAppraised
    taken_from: Literal[AppraisalStage, "survey", "rule", "policy", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentScore:
    """Every stage of one component for one unit: one row of ``scores.csv``, one trace line."""

    unit_code: str
    group_code: str
    area_code: str
    criterion_code: str
    component_code: str
    name_vi: str
    max_score: Decimal
    status: Status
    self_score: SelfScore
    rule_score: RuleLine | NotReported
    decisions: tuple[AppraisedLine, ...]
    response: Explanation | NotReported
    survey: SurveyLine | NotAppraised
    final: FinalLine
    exemption: Exemption | None
    evidence: tuple[str, ...]
    evidence_place: Place
    evidence_state: EvidenceStatus
    explanation: str
    lead_appraiser: str
    rounding: RoundingRule
    legal_reference: LegalReference
    provenance: Provenance

    @property
    def is_survey(self) -> bool:
        """Tell whether the survey, not the appraiser, gives the points."""
        return self.evidence_state == "not_required"

    @property
    def is_from_source(self) -> bool:
        """Tell whether the figures of an external source decide the points, by the rule alone."""
        return self.evidence_state == "from_source"

    @property
    def is_appraised(self) -> bool:
        """Tell whether the unit claims points and an appraiser decides on them."""
        return not (self.is_survey or self.is_from_source)

    @property
    def appraised(self) -> AppraisedLine | NotAppraised:
        """Return the decision in force, or what is missing for one."""
        return in_force(self.decisions) or why_undecided(self.decisions)


def why_undecided(decisions: tuple[AppraisedLine, ...]) -> NotAppraised:
    """Say what is missing where no decision stands."""
    problem = decisions[-1].problem if decisions else ""
    if not problem:
        return _NOT_DECIDED
    return NotAppraised(reason_vi=f"Chưa có quyết định hợp lệ: {PROBLEMS_VI[problem]}")


def points_of(value: Decimal | Undecided) -> Decimal | None:
    """Return the points of a stage, or ``None`` where nothing was reported or decided."""
    return value if isinstance(value, Decimal) else None


def figures_of(entry: ComponentEntry) -> Figures:
    """Return the figures of an entry that were reported, by input code."""
    return {f.input_code: f.value for f in entry.figures if not isinstance(f.value, NotReported)}


def evidence_state(entry: ComponentEntry, component: Component) -> EvidenceStatus:
    """Tell whether evidence was named, its absence explained, neither, or none is asked for."""
    if component.is_survey:
        return "not_required"
    if component.source:
        return "from_source"
    if entry.evidence:
        return "given"
    return "explained" if entry.explanation else "missing"
