"""An edition of the rules: Edition > Area > Criterion > Component, each with its legal basis."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cchc_lib.core.edition_links import EditionLinks
from cchc_lib.core.legal import LegalReference, Provenance
from cchc_lib.core.quantities import Exact, RoundingMode, round_exact
from cchc_lib.core.round_rules import AdjustmentRule, EmulationRule, ProcedureRule
from cchc_lib.core.rule_kinds import Rule, SurveyRuleKind
from cchc_lib.vietnamese import slug

__all__ = [
    "AdjustmentRule",
    "Area",
    "CapRule",
    "Component",
    "Criterion",
    "Edition",
    "ExternalSource",
    "GradeBand",
    "GradingRule",
    "InputSpec",
    "LegalReference",
    "NotApplicablePolicy",
    "NotApplicableRule",
    "Provenance",
    "PublishingRule",
    "RankedBy",
    "RankingRule",
    "RespondentGroup",
    "RoundingRule",
    "SurveyConduct",
    "TieBreak",
    "UnitGroup",
]

NotApplicablePolicy = Literal[
    "drop_max_all", "drop_max_appraised_then_add_survey", "award_max", "zero"
]
EvidencePeriod = Literal["year", "any"]
TieBreak = Literal["appraised_score", "survey_score", "bonus"]
RankedBy = Literal["index_pct", "total_score", TieBreak]
"""What units are ordered by: the value that the edition names, then those that break a tie."""
InputKind = Literal["count", "amount", "percent", "date", "flag", "choice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitGroup:
    """A group of units that share an appendix and are ranked among themselves."""

    code: str
    name_vi: str
    max_score: Decimal
    appraised_max: Decimal
    survey_max: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalSource:
    """A system outside of the units that figures are taken from, such as a national portal."""

    code: str
    name_vi: str
    legal_reference: LegalReference


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSpec:
    """One figure that a unit must declare, or that the component's source must give."""

    code: str
    label_vi: str
    kind: InputKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A component criterion (*tiêu chí thành phần*): the place where points are given.

    ``max_score`` has one entry per group; a group without entry has no such component in
    its appendix. Evidence must be dated inside the assessed year unless ``evidence_period``
    is ``any``. ``source`` is the code of the external source whose figures decide the points
    by the rule alone; empty where the unit declares and somebody appraises.
    """

    code: str
    name_vi: str
    max_score: dict[str, Decimal]
    rule: Rule
    inputs: tuple[InputSpec, ...] = ()
    source: str = ""
    evidence_vi: str
    evidence_period: EvidencePeriod = "year"
    not_applicable_vi: str = ""
    lead_appraiser: str = ""
    legal_reference: LegalReference
    provenance: Provenance

    @property
    def is_survey(self) -> bool:
        """Tell whether the sociological survey, not the appraiser, gives the points."""
        return isinstance(self.rule, SurveyRuleKind)

    @property
    def is_appraised(self) -> bool:
        """Tell whether the unit claims points and an appraiser decides on them."""
        return not (self.is_survey or self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion (*tiêu chí*) and its components."""

    code: str
    name_vi: str
    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A reform area (*lĩnh vực*) and its criteria."""

    code: str
    name_vi: str
    name_en: str
    short_vi: str
    criteria: tuple[Criterion, ...]

    def components(self) -> Iterator[Component]:
        """Yield the components of the area in official order."""
        for criterion in self.criteria:
            yield from criterion.components


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundingRule:
    """How many decimals each published number has, and how a half is rounded."""

    component_places: int
    total_places: int
    mode: RoundingMode
    legal_reference: LegalReference

    def component(self, value: Exact) -> Decimal:
        """Round the score of one component as declared."""
        return round_exact(value, places=self.component_places, mode=self.mode)

    def total(self, value: Exact) -> Decimal:
        """Round a total, an index or a mean as declared."""
        return round_exact(value, places=self.total_places, mode=self.mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplicableRule:
    """What a component that does not apply to a unit does to its index."""

    default_policy: NotApplicablePolicy
    legal_reference: LegalReference


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingRule:
    """How units of one group are ordered.

    ``competition`` gives 1 2 2 4, ``dense`` 1 2 2 3; ``tie_break`` names further values,
    higher first, before two units share a place. A unit that waits for decisions is ranked
    and graded provisionally once ``provisional_share`` of its maximum is decided.
    """

    by: Literal["index_pct", "total_score"]
    value: Literal["rounded", "exact"]
    method: Literal["competition", "dense"]
    tie_break: tuple[TieBreak, ...]
    provisional_share: Decimal
    legal_reference: LegalReference


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeBand:
    """A grade and the lowest index that earns it; bands are listed from the best down."""

    code: str
    name_vi: str
    ge: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CapRule:
    """The best grade a unit may have while a recorded fact holds."""

    code: str
    text_vi: str
    best_grade: str
    legal_reference: LegalReference


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingRule:
    """Grade bands on the rounded or exact index, and the facts that cap a grade."""

    value: Literal["rounded", "exact"]
    bands: tuple[GradeBand, ...]
    caps: tuple[CapRule, ...]
    legal_reference: LegalReference

    def band(self, code: str) -> GradeBand:
        """Return the band with ``code``."""
        return next(band for band in self.bands if band.code == code)


@dataclass(frozen=True, slots=True, kw_only=True)
class RespondentGroup:
    """A group of people asked, and its weight among the groups that answered."""

    code: str
    name_vi: str
    weight: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyConduct:
    """How answers are counted: who weighs what, what is left out, how few are too few."""

    respondent_groups: tuple[RespondentGroup, ...]
    dont_know: tuple[str, ...]
    minimum_answers: int
    margin_z: Decimal
    legal_reference: LegalReference


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishingRule:
    """What is looked at before tables leave the office, and from where on it is remarkable.

    ``survey_gap_pct`` percentage points between a unit's survey result and the median of the
    other units in its group; ``repeated_text_units`` units that explain one component in the
    same words; ``full_marks_units`` units at least, all of them at the maximum of a component.
    """

    survey_gap_pct: Decimal
    repeated_text_units: int
    full_marks_units: int
    legal_reference: LegalReference


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A set of criteria issued by a decision, with every rule that makes an index of it."""

    code: str
    title_vi: str
    is_reconstruction: bool
    notice_vi: str
    replace_vi: str
    first_year: int
    last_year: int
    legal_reference: LegalReference
    groups: tuple[UnitGroup, ...]
    rounding: RoundingRule
    not_applicable: NotApplicableRule
    ranking: RankingRule
    grading: GradingRule
    procedure: ProcedureRule
    adjustment: AdjustmentRule
    emulation: EmulationRule
    survey: SurveyConduct
    publishing: PublishingRule
    areas: tuple[Area, ...]
    sources: tuple[ExternalSource, ...] = ()
    links: EditionLinks | None = None

    def components(self) -> Iterator[Component]:
        """Yield every component in official order."""
        for area in self.areas:
            yield from area.components()

    def components_of(self, group_code: str) -> Iterator[Component]:
        """Yield the components in one group's appendix, in official order."""
        return (c for c in self.components() if group_code in c.max_score)

    def lead_appraisers(self) -> dict[str, str]:
        """Return the offices that lead the appraisal of components: name by code."""
        names = (c.lead_appraiser for c in self.components() if c.lead_appraiser)
        return {slug(name): name for name in names}

    def source_name(self, component: Component) -> str:
        """Return what the source of a component's figures is called; empty where it has none."""
        return next((one.name_vi for one in self.sources if one.code == component.source), "")

    def group(self, code: str) -> UnitGroup:
        """Return the group with ``code``."""
        return next(group for group in self.groups if group.code == code)
