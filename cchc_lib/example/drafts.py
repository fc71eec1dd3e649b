"""What the example knows about a unit: what was built, and therefore what must come out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from cchc_lib.core.round_rules import APPRAISAL_STAGES, STAGES, AppraisalStage, Stage
from cchc_lib.core.rulebook import Component
from cchc_lib.core.submission import Adjustment, Exemption, Unit
from cchc_lib.files.forms.sheet import CellValue
from cchc_lib.finding_kinds import KINDS

__all__ = [
    "Claim",
    "Document",
    "ExpectedFinding",
    "FormAsReturned",
    "Opinion",
    "Planted",
    "Response",
    "Ruling",
    "Sourced",
    "UnitDraft",
    "reached",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A made-up document that a unit cites; ``has_file`` tells whether its file is written."""

    citation: str
    reference: str
    issued_on: date
    title: str
    location: str = ""
    has_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One decision on a component; ``is_void`` where it is made so that it cannot stand.

    Only those of the council carry a document and a day; the others have that of their form.
    """

    score: Decimal
    reason: str = ""
    document: str = ""
    decided_on: date | None = None
    is_void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a unit answers to the preliminary notice about one component."""

    text: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One appraised component of one unit: figures, what they earn, claim, every decision.

    ``earned`` is ``None`` where no figures are declared from which points could be computed;
    ``doubled`` is what a second workbook of the first round says.
    """

    component: Component
    max_score: Decimal
    figures: Mapping[str, CellValue]
    earned: Decimal | None
    self_score: CellValue
    documents: tuple[Document, ...] = ()
    explanation: str = ""
    rulings: Mapping[AppraisalStage, Ruling] = field(default_factory=dict)
    response: Response | None = None
    doubled: Ruling | None = None

    @property
    def is_disputed(self) -> bool:
        """Tell whether the first appraisal gives other points than were claimed."""
        first = self.ruling("appraisal_1")
        return first is not None and first.score != self.self_score

    @property
    def went_further(self) -> bool:
        """Tell whether anything happened to the component beyond its first appraisal."""
        return self.response is not None or bool(self.rulings.keys() - {"appraisal_1"})

    def ruling(self, stage: AppraisalStage) -> Ruling | None:
        """Return the decision of a stage if it stands."""
        ruling = self.rulings.get(stage)
        return None if ruling is None or ruling.is_void else ruling

    def points_after(self, stage: AppraisalStage) -> Decimal | None:
        """Return the points in force after a stage; none while nobody has decided."""
        taken = APPRAISAL_STAGES[: APPRAISAL_STAGES.index(stage) + 1]
        standing = [ruling.score for one in taken if (ruling := self.ruling(one))]
        return standing[-1] if standing else None

    def as_of(self, until: Stage) -> "Claim":
        """Return the claim as it stood after a stage."""
        known = reached(until)
        return replace(
            self,
            rulings={stage: one for stage, one in self.rulings.items() if stage in known},
            response=self.response if "explanation" in known else None,
            doubled=self.doubled if "appraisal_1" in known else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """One component whose figures an external source gives, and what they earn."""

    component: Component
    max_score: Decimal
    figures: Mapping[str, CellValue]
    earned: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One survey question about one unit: answers per respondent group, or a percentage."""

    component: Component
    max_score: Decimal
    answers: Mapping[str, tuple[str, ...]]
    percent: Decimal | None = None
    sample_size: int = 0


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """A finding that a full check must report."""

    code: str
    unit_code: str
    component_code: str = ""

    @property
    def withholds(self) -> bool:
        """Tell whether the finding withholds a total."""
        kind = KINDS[self.code]
        return kind.severity == "error" and not kind.has_fallback

    @property
    def leaves_open(self) -> bool:
        """Tell whether the finding makes a total provisional or withholds it."""
        return KINDS[self.code].severity == "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A mistake put in on purpose: its finding, what else follows from it, and in words.

    ``since`` is the stage whose files hold it.
    """

    finding: ExpectedFinding
    consequences: tuple[ExpectedFinding, ...] = ()
    place: str
    sentence_vi: str
    since: Stage = "self_assessment"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAsReturned:
    """What the returned self-assessment says about itself; empty where it is as issued."""

    is_returned: bool = True
    unit_code: str = ""
    year: int = 0
    edition: str = ""

    @property
    def is_accepted(self) -> bool:
        """Tell whether the form came back as the form of this unit, year and edition."""
        return self.is_returned and not (self.unit_code or self.year or self.edition)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDraft:
    """Everything that is written about one unit, up to the stage ``until``.

    ``exemptions`` are in force; ``void_exemptions`` and ``extra_answers`` are rows that a
    check must refuse. ``days`` says when the unit's files came in and the forms about it were
    decided on. ``altered`` names a component whose first appraisal is changed after closing.
    """

    unit: Unit
    claims: Mapping[str, Claim]
    opinions: Mapping[str, Opinion]
    exemptions: tuple[Exemption, ...]
    adjustments: tuple[Adjustment, ...]
    sourced: Mapping[str, Sourced] = field(default_factory=dict)
    days: Mapping[Stage, date] = field(default_factory=dict)
    late_days: int = 0
    form: FormAsReturned = FormAsReturned()
    void_exemptions: tuple[Exemption, ...] = ()
    extra_answers: tuple[tuple[str, str, str, str], ...] = ()
    altered: str = ""
    planted: tuple[Planted, ...] = ()
    until: Stage = "council"

    @property
    def is_late(self) -> bool:
        """Tell whether the self-assessment came in after its last day."""
        return bool(self.late_days) and self.form.is_returned

    @property
    def has_explained(self) -> bool:
        """Tell whether the unit answered to the preliminary notice."""
        return any(claim.response for claim in self.claims.values())

    def policy_of(self, component_code: str) -> str:
        """Return the not-applicable policy of a component; empty where it applies."""
        own = (e.policy for e in self.exemptions if e.component_code == component_code)
        return next(own, "")

    def as_of(self, until: Stage) -> "UnitDraft":
        """Return what there was to know after a stage."""
        known = reached(until)
        return replace(
            self,
            claims={code: claim.as_of(until) for code, claim in self.claims.items()},
            altered=self.altered if "appraisal_1" in known else "",
            planted=tuple(one for one in self.planted if one.since in known),
            until=until,
        )


def reached(until: Stage) -> tuple[Stage, ...]:
    """Return the stages up to one.

    >>> reached("explanation")
    ('self_assessment', 'appraisal_1', 'explanation')
    """
    return STAGES[: STAGES.index(until) + 1]
