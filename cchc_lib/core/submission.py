"""What came in: units, declared figures, evidence, appraisal, survey answers, exemptions.

Every value keeps the place it was read from. Blank, zero, not applicable and not appraised
are four different things: :class:`NotReported`, a number, :class:`NotApplicable` and
:class:`NotAppraised`.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from cchc_lib.core.rulebook import NotApplicablePolicy

__all__ = [
    "NEVER",
    "Adjustment",
    "AppraisalDecision",
    "Assessment",
    "ComponentEntry",
    "DeclaredFigure",
    "Exemption",
    "Figure",
    "MeasuredPercent",
    "NotApplicable",
    "NotAppraised",
    "NotReported",
    "Place",
    "Returns",
    "SelfScore",
    "Submission",
    "SurveyTally",
    "Unit",
]

Figure = Decimal | date | bool | str
"""A declared figure: count, amount or percent; date; yes or no; a level or :data:`NEVER`."""

NEVER = "Không có"
"""Declared instead of a date: the document was never issued."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a value was read: file relative to the assessment, sheet and cell (or line)."""

    file: str
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReported:
    """The cell was left blank, or what stood in it was refused (and reported) on reading."""

    reason: Literal["blank", "refused"] = "blank"
    kind: Literal["not_reported"] = "not_reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplicable:
    """The component does not apply to the unit, for a recorded reason."""

    policy: NotApplicablePolicy
    basis: str
    kind: Literal["not_applicable"] = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAppraised:
    """Nobody entitled to decide has decided yet; ``reason_vi`` says what is missing."""

    reason_vi: str
    kind: Literal["not_appraised"] = "not_appraised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit under assessment."""

    code: str
    name_vi: str
    group_code: str
    valid_from: date
    valid_to: date | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A component that does not apply to a unit, under a policy and on a legal basis."""

    unit_code: str
    component_code: str
    policy: NotApplicablePolicy
    legal_basis: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Bonus or penalty points, or a fact that caps the grade, with its document."""

    unit_code: str
    kind: Literal["bonus", "penalty", "cap"]
    code: str
    points: Decimal
    reason: str
    document: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One yearly round: its edition, units and decisions that concern single units."""

    year: int
    edition_code: str
    title_vi: str
    province_vi: str
    is_synthetic: bool
    form_version: str
    units: tuple[Unit, ...]
    exemptions: tuple[Exemption, ...]
    adjustments: tuple[Adjustment, ...]

    def unit(self, code: str) -> Unit:
        """Return the unit with ``code``."""
        return next(unit for unit in self.units if unit.code == code)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredFigure:
    """One figure of a unit's form."""

    input_code: str
    value: Figure | NotReported
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfScore:
    """The points a unit claims for a component."""

    value: Decimal | NotReported
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentEntry:
    """What a unit's form says about one component."""

    component_code: str
    figures: tuple[DeclaredFigure, ...]
    self_score: SelfScore
    evidence: tuple[str, ...]
    evidence_place: Place
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One returned self-assessment workbook."""

    unit_code: str
    file: str
    sha256: str
    entries: dict[str, ComponentEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalDecision:
    """What the appraiser decided on one component."""

    unit_code: str
    component_code: str
    score: Decimal | NotReported
    reason: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTally:
    """How often each answer was given by one respondent group on one question of a unit."""

    unit_code: str
    component_code: str
    respondent_group: str
    counts: dict[str, int]
    dont_know: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredPercent:
    """A percentage measured elsewhere for one unit, such as SIPAS."""

    unit_code: str
    component_code: str
    percent: Decimal
    sample_size: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Everything that came back in one round, as read."""

    submissions: dict[str, Submission] = field(default_factory=dict)
    appraisals: dict[tuple[str, str], AppraisalDecision] = field(default_factory=dict)
    tallies: dict[tuple[str, str], tuple[SurveyTally, ...]] = field(default_factory=dict)
    measured: dict[tuple[str, str], MeasuredPercent] = field(default_factory=dict)
