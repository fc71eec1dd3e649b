"""What came in: units, declared figures, evidence, appraisal, survey answers, exemptions.

Every value keeps the place it was read from. Blank, zero, not applicable and not appraised
are four different things: :class:`NotReported`, a number, :class:`NotApplicable` and
:class:`NotAppraised`.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Literal

from cchc_lib.core.lookups import Indexed, grouped
from cchc_lib.core.places import Place
from cchc_lib.core.round_rules import AppraisalStage, Stage
from cchc_lib.core.rulebook import NotApplicablePolicy

__all__ = [
    "NEVER",
    "Adjustment",
    "Assessment",
    "ComponentEntry",
    "Decision",
    "DeclaredFigure",
    "EvidenceItem",
    "EvidenceState",
    "Exemption",
    "Explanation",
    "Figure",
    "MeasuredPercent",
    "NotApplicable",
    "NotAppraised",
    "NotReported",
    "Place",
    "Receipt",
    "Returns",
    "RunCorrection",
    "SelfScore",
    "Submission",
    "SurveyTally",
    "Unit",
    "Window",
    "WindowName",
]

_UNIT = attrgetter("unit_code")

Figure = Decimal | date | bool | str
"""A declared figure: count, amount or percent; date; yes or no; a level or :data:`NEVER`."""

NEVER = "Không có"
"""Declared instead of a date: the document was never issued."""


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
    """A unit under assessment.

    ``successor_code`` names, for one that is no longer in force, the unit that took it over:
    itself under another name or code, or another one that it was merged into.
    """

    code: str
    name_vi: str
    group_code: str
    valid_from: date
    valid_to: date | None
    place: Place
    successor_code: str = ""


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


WindowName = Literal[
    "guidance",
    "self_assessment",
    "survey",
    "appraisal_1",
    "explanation",
    "appraisal_2",
    "council",
    "announcement",
]
"""The steps of a round that have days of their own, in their usual order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCorrection:
    """The published run that a new run corrects, why, and on what document."""

    run: str
    reason: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days in which one step of the round takes place, both included."""

    name: WindowName
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """When the office received a file, as its register of incoming documents says."""

    file: str
    received_on: date
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Indexed):
    """One yearly round: its edition, units, calendar and decisions about single units.

    ``closed_on`` holds the stages that the office has closed, and when; ``former_units`` are
    rows of ``units.csv`` that ended before the year did, under their name and code of then;
    ``correction`` says which published run is corrected, if one is.
    """

    year: int
    edition_code: str
    title_vi: str
    province_vi: str
    is_synthetic: bool
    form_version: str
    units: tuple[Unit, ...]
    exemptions: tuple[Exemption, ...]
    adjustments: tuple[Adjustment, ...]
    windows: tuple[Window, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    closed_on: dict[Stage, date] = field(default_factory=dict)
    former_units: tuple[Unit, ...] = ()
    correction: RunCorrection | None = None

    def unit(self, code: str) -> Unit:
        """Return the unit with ``code``."""
        return self.index("units", lambda: {unit.code: unit for unit in reversed(self.units)})[code]

    def window(self, name: WindowName) -> Window | None:
        """Return the days of a step; ``None`` where the round declares none."""
        return next((window for window in self.windows if window.name == name), None)

    def receipt(self, file: str) -> Receipt | None:
        """Return the entry of a file in the register; ``None`` where it has none."""
        files = self.index("files", lambda: {one.file: one for one in reversed(self.receipts)})
        return files.get(file)

    def exemptions_of(self, unit_code: str) -> tuple[Exemption, ...]:
        """Return the components that do not apply to a unit."""
        return self.index("exempt", lambda: grouped(self.exemptions, _UNIT)).get(unit_code, ())

    def adjustments_of(self, unit_code: str) -> tuple[Adjustment, ...]:
        """Return the bonus, penalty and capping facts recorded about a unit."""
        return self.index("adjusted", lambda: grouped(self.adjustments, _UNIT)).get(unit_code, ())


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


EvidenceState = Literal["on_paper", "link", "found", "absent", "outside", "unreadable"]
"""What became of the file of a document: none named, a link (never fetched), found in the
unit's folder, not there, named outside of the folder (never opened), or there but unreadable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """One row of a unit's evidence register.

    ``location`` is what the unit wrote: a file name below its evidence folder or a link;
    ``sha256`` is that of the file when it was found.
    """

    unit_code: str
    reference: str
    title: str
    issued_on: date | NotReported
    location: str
    component_codes: tuple[str, ...]
    state: EvidenceState
    sha256: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One returned self-assessment workbook and the evidence register in it."""

    unit_code: str
    file: str
    sha256: str
    entries: dict[str, ComponentEntry]
    register: tuple[EvidenceItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody entitled to it decided on one component, at one stage.

    ``role`` is the office that decides, never a person.
    """

    stage: AppraisalStage
    unit_code: str
    component_code: str
    score: Decimal | NotReported
    reason: str
    role: str
    decided_on: date | NotReported
    document: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What a unit answered to the preliminary notice about one component."""

    unit_code: str
    component_code: str
    text: str
    evidence: tuple[str, ...]
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
    decisions: dict[tuple[str, str], tuple[Decision, ...]] = field(default_factory=dict)
    explanations: dict[tuple[str, str], Explanation] = field(default_factory=dict)
    tallies: dict[tuple[str, str], tuple[SurveyTally, ...]] = field(default_factory=dict)
    measured: dict[tuple[str, str], MeasuredPercent] = field(default_factory=dict)
    sourced: dict[tuple[str, str], tuple[DeclaredFigure, ...]] = field(default_factory=dict)
