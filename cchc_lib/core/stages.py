"""The stages of one component's score, each an immutable record that carries its own trace.

Self score, rule score, appraised score and survey score stand side by side; the final score
is a rule over them and names the stage it was taken from. Nothing is overwritten.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cchc_lib.core.rule_kinds import FigureRule, Judgment, SurveyPercent, SurveyRuleKind
from cchc_lib.core.rulebook import (
    Area,
    Component,
    Criterion,
    Edition,
    LegalReference,
    Provenance,
    RespondentGroup,
    RoundingRule,
)
from cchc_lib.core.scoring import FigureProblem, Figures, score_by_rule
from cchc_lib.core.submission import (
    AppraisalDecision,
    Assessment,
    ComponentEntry,
    DeclaredFigure,
    Exemption,
    MeasuredPercent,
    NotApplicable,
    NotAppraised,
    NotReported,
    Place,
    Returns,
    SelfScore,
    SurveyTally,
    Unit,
)
from cchc_lib.core.survey import SurveyMeasure, measure_answers, measure_percent
from cchc_lib.errors import ScoringError

__all__ = [
    "AppraisedLine",
    "ComponentScore",
    "FinalLine",
    "RuleLine",
    "SurveyLine",
    "Undecided",
    "evidence_state",
    "figures_of",
    "points_of",
    "score_unit",
]

_WITHOUT_FIGURES = SurveyRuleKind | Judgment
_NOT_SURVEYED = NotAppraised(reason_vi="Không cho điểm qua điều tra")
_NOT_DECIDED = NotAppraised(reason_vi="Chưa có điểm thẩm định")
Undecided = NotReported | NotApplicable | NotAppraised
Status = Literal["scored", "not_applicable", "not_appraised"]
EvidenceState = Literal["given", "explained", "missing", "not_required"]


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
class AppraisedLine:
    """What the appraiser decided; an override where it differs from the rule score.

    ``entered`` is what stands in the cell, before it is rounded; ``difference`` is not
    reported where the declared figures earn no rule score.
    """

    kind: Literal["input", "override"]
    value: Decimal
    entered: Decimal
    reason: str
    place: Place
    difference: Decimal | NotReported


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
    taken_from: Literal["appraised", "survey", "policy", "nothing"]


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
    appraised: AppraisedLine | NotAppraised
    survey: SurveyLine | NotAppraised
    final: FinalLine
    exemption: Exemption | None
    evidence: tuple[str, ...]
    evidence_place: Place
    evidence_state: EvidenceState
    explanation: str
    lead_appraiser: str
    rounding: RoundingRule
    legal_reference: LegalReference
    provenance: Provenance

    @property
    def is_survey(self) -> bool:
        """Tell whether the survey, not the appraiser, gives the points."""
        return self.evidence_state == "not_required"


def points_of(value: Decimal | Undecided) -> Decimal | None:
    """Return the points of a stage, or ``None`` where nothing was reported or decided."""
    return value if isinstance(value, Decimal) else None


def figures_of(entry: ComponentEntry) -> Figures:
    """Return the figures of an entry that were reported, by input code."""
    return {f.input_code: f.value for f in entry.figures if not isinstance(f.value, NotReported)}


def evidence_state(component: Component, entry: ComponentEntry) -> EvidenceState:
    """Tell whether evidence was named, its absence explained, or neither."""
    if component.is_survey:
        return "not_required"
    if entry.evidence:
        return "given"
    return "explained" if entry.explanation else "missing"


def score_unit(
    edition: Edition, assessment: Assessment, unit: Unit, returns: Returns
) -> tuple[ComponentScore, ...]:
    """Return all stages of all components in a unit's appendix, in official order."""
    exemptions = {e.component_code: e for e in assessment.exemptions if e.unit_code == unit.code}
    return tuple(
        _score_component(
            edition,
            assessment,
            (area, criterion, component),
            unit,
            returns=returns,
            exemptions=exemptions,
        )
        for area in edition.areas
        for criterion in area.criteria
        for component in criterion.components
        if unit.group_code in component.max_score
    )


def _score_component(
    edition: Edition,
    assessment: Assessment,
    path: tuple[Area, Criterion, Component],
    unit: Unit,
    *,
    returns: Returns,
    exemptions: dict[str, Exemption],
) -> ComponentScore:
    area, criterion, component = path
    max_score = component.max_score[unit.group_code]
    key = (unit.code, component.code)
    entry = _entry_of(returns, unit, component)
    exemption = exemptions.get(component.code)
    rule_score = _rule_line(edition, component, max_score, entry, assessment.year)
    appraised = _appraised_line(edition, returns.appraisals.get(key), rule_score, max_score)
    survey = _survey_line(edition, component, max_score, returns, key)
    final = _final_line(component, max_score, exemption, appraised, survey)
    return ComponentScore(
        unit_code=unit.code,
        group_code=unit.group_code,
        area_code=area.code,
        criterion_code=criterion.code,
        component_code=component.code,
        name_vi=component.name_vi,
        max_score=max_score,
        status=_status_of(final),
        self_score=entry.self_score,
        rule_score=rule_score,
        appraised=appraised,
        survey=survey,
        final=final,
        exemption=exemption,
        evidence=entry.evidence,
        evidence_place=entry.evidence_place,
        evidence_state=evidence_state(component, entry),
        explanation=entry.explanation,
        lead_appraiser=component.lead_appraiser,
        rounding=edition.rounding,
        legal_reference=component.legal_reference,
        provenance=component.provenance,
    )


def _entry_of(returns: Returns, unit: Unit, component: Component) -> ComponentEntry:
    """Return what a unit said about a component; an empty entry when it said nothing."""
    submission = returns.submissions.get(unit.code)
    found = submission.entries.get(component.code) if submission else None
    nowhere = Place(file=submission.file if submission else "")
    return found or ComponentEntry(
        component_code=component.code,
        figures=(),
        self_score=SelfScore(value=NotReported(), place=nowhere),
        evidence=(),
        evidence_place=nowhere,
        explanation="",
    )


def _rule_line(
    edition: Edition, component: Component, max_score: Decimal, entry: ComponentEntry, year: int
) -> RuleLine | NotReported:
    rule = component.rule
    if isinstance(rule, _WITHOUT_FIGURES):
        return NotReported()
    figures = figures_of(entry)
    problem: FigureProblem | None = None
    exact: Fraction | NotReported = NotReported()
    value: Decimal | NotReported = NotReported()
    try:
        exact = score_by_rule(rule, max_score=max_score, figures=figures, year=year)
        value = edition.rounding.component(exact)
    except ScoringError as error:
        problem = error.problem
    return RuleLine(
        value=value, exact=exact, problem=problem, rule=rule, year=year, figures=entry.figures
    )


def _appraised_line(
    edition: Edition,
    decision: AppraisalDecision | None,
    rule_score: RuleLine | NotReported,
    max_score: Decimal,
) -> AppraisedLine | NotAppraised:
    if decision is None or isinstance(decision.score, NotReported):
        return _NOT_DECIDED
    if not 0 <= decision.score <= max_score:
        return NotAppraised(reason_vi="Điểm thẩm định nằm ngoài khoảng từ 0 đến điểm tối đa")
    value = edition.rounding.component(decision.score)
    by_rule = points_of(rule_score.value) if isinstance(rule_score, RuleLine) else None
    difference = NotReported() if by_rule is None else value - by_rule
    return AppraisedLine(
        kind="override" if by_rule not in {None, value} else "input",
        value=value,
        entered=decision.score,
        reason=decision.reason,
        place=decision.place,
        difference=difference,
    )


def _survey_line(
    edition: Edition,
    component: Component,
    max_score: Decimal,
    returns: Returns,
    key: tuple[str, str],
) -> SurveyLine | NotAppraised:
    rule = component.rule
    if not isinstance(rule, SurveyRuleKind):
        return _NOT_SURVEYED
    tallies = returns.tallies.get(key, ())
    percent = returns.measured.get(key)
    measure: SurveyMeasure | None
    if isinstance(rule, SurveyPercent):
        measure = measure_percent(percent.percent, percent.sample_size) if percent else None
    else:
        measure = measure_answers(rule, tallies, edition.survey)
    if measure is None:
        return NotAppraised(reason_vi="Chưa đủ kết quả điều tra xã hội học")
    exact = Fraction(max_score) * measure.share
    margin = measure.margin
    return SurveyLine(
        value=edition.rounding.component(exact),
        exact=exact,
        sample_size=measure.sample_size,
        margin=None if margin is None else edition.rounding.component(margin * max_score),
        rule=rule,
        weights=edition.survey.respondent_groups,
        tallies=tallies,
        measured=(percent,) if percent else (),
    )


def _final_line(
    component: Component,
    max_score: Decimal,
    exemption: Exemption | None,
    appraised: AppraisedLine | NotAppraised,
    survey: SurveyLine | NotAppraised,
) -> FinalLine:
    if exemption is not None:
        return FinalLine(value=_value_by_policy(exemption, max_score), taken_from="policy")
    line = survey if component.is_survey else appraised
    if isinstance(line, NotAppraised):
        return FinalLine(value=line, taken_from="nothing")
    return FinalLine(value=line.value, taken_from="survey" if component.is_survey else "appraised")


def _value_by_policy(exemption: Exemption, max_score: Decimal) -> Decimal | NotApplicable:
    match exemption.policy:
        case "award_max":
            return max_score
        case "zero":
            return Decimal(0)
        case "drop_max_all" | "drop_max_appraised_then_add_survey":
            return NotApplicable(policy=exemption.policy, basis=exemption.legal_basis)


def _status_of(final: FinalLine) -> Status:
    match final.value:
        case NotApplicable():
            return "not_applicable"
        case NotAppraised():
            return "not_appraised"
        case _:
            return "scored"
