"""What the example knows about a unit: what was built, and therefore what must come out."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cchc_lib.core.rulebook import Component
from cchc_lib.core.submission import Adjustment, Exemption, Unit
from cchc_lib.files.forms.self_assessment import CellValue
from cchc_lib.findings import KINDS

__all__ = ["Claim", "ExpectedFinding", "FormAsReturned", "Opinion", "Planted", "UnitDraft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One appraised component of one unit: figures, what they earn, claim and appraisal.

    ``earned`` is ``None`` where no figures are declared from which points could be computed.
    """

    component: Component
    max_score: Decimal
    figures: Mapping[str, CellValue]
    earned: Decimal | None
    self_score: CellValue
    evidence: str = ""
    explanation: str = ""
    appraised: CellValue
    reason: str = ""


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
    def is_error(self) -> bool:
        """Tell whether the finding withholds a total."""
        return KINDS[self.code].severity == "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A mistake put in on purpose: its finding, what else follows from it, and in words."""

    finding: ExpectedFinding
    consequences: tuple[ExpectedFinding, ...] = ()
    place: str
    sentence_vi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAsReturned:
    """What the returned self-assessment says about itself; empty where it is as issued."""

    is_returned: bool = True
    unit_code: str = ""
    year: int = 0
    version: str = ""

    @property
    def is_accepted(self) -> bool:
        """Tell whether the form came back as the form of this unit, year and version."""
        return self.is_returned and not (self.unit_code or self.year or self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDraft:
    """Everything that is written about one unit.

    ``exemptions`` are in force; ``void_exemptions`` and ``extra_answers`` are rows that a
    check must refuse.
    """

    unit: Unit
    claims: Mapping[str, Claim]
    opinions: Mapping[str, Opinion]
    exemptions: tuple[Exemption, ...]
    adjustments: tuple[Adjustment, ...]
    form: FormAsReturned = FormAsReturned()
    void_exemptions: tuple[Exemption, ...] = ()
    extra_answers: tuple[tuple[str, str, str, str], ...] = ()
    planted: tuple[Planted, ...] = ()

    def policy_of(self, component_code: str) -> str:
        """Return the not-applicable policy of a component; empty where it applies."""
        own = (e.policy for e in self.exemptions if e.component_code == component_code)
        return next(own, "")
