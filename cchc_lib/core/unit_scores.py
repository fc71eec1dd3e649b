"""Put together every stage of every component of a unit: the law applied to what came in."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial

from cchc_lib.core.decisions import (
    AppraisedLine,
    Ground,
    in_force,
    known_dates,
    settle_decisions,
)
from cchc_lib.core.round_rules import Stage
from cchc_lib.core.rule_kinds import Judgment, SurveyPercent, SurveyRuleKind
from cchc_lib.core.rulebook import Area, Component, Criterion, Edition
from cchc_lib.core.scoring import FigureProblem, ScoringError, score_by_rule
from cchc_lib.core.stages import (
    ComponentScore,
    FinalLine,
    RuleLine,
    Status,
    SurveyLine,
    evidence_state,
    figures_of,
    why_undecided,
)
from cchc_lib.core.submission import (
    Assessment,
    ComponentEntry,
    Exemption,
    NotApplicable,
    NotAppraised,
    NotReported,
    Place,
    Returns,
    SelfScore,
    Unit,
)
from cchc_lib.core.survey import SurveyMeasure, measure_answers, measure_percent

__all__ = ["entry_of", "rule_line", "score_unit", "settle_component"]

_WITHOUT_FIGURES = SurveyRuleKind | Judgment
_NOT_SURVEYED = NotAppraised(reason_vi="Không cho điểm qua điều tra")


def score_unit(
    edition: Edition, assessment: Assessment, unit: Unit, returns: Returns
) -> tuple[ComponentScore, ...]:
    """Return all stages of all components in a unit's appendix, in official order."""
    exemptions = {e.component_code: e for e in assessment.exemptions if e.unit_code == unit.code}
    dates = known_dates(assessment, unit)
    settle = partial(settle_component, edition, unit, returns, dates=dates)
    return tuple(
        _score_component(
            edition,
            assessment,
            (area, criterion, component),
            unit,
            returns=returns,
            exemption=exemptions.get(component.code),
            settle=settle,
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
    exemption: Exemption | None,
    settle: Callable[..., tuple[AppraisedLine, ...]],
) -> ComponentScore:
    area, criterion, component = path
    max_score = component.max_score[unit.group_code]
    key = (unit.code, component.code)
    entry = entry_of(returns, unit, component)
    rule_score = rule_line(edition, component, max_score, entry, assessment.year)
    is_exempt = exemption is not None
    decisions = settle(entry, rule_score, max_score=max_score, is_exempt=is_exempt)
    survey = _survey_line(edition, component, max_score, returns, key)
    final = _final_line(component, max_score, exemption, decisions, survey)
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
        decisions=decisions,
        response=returns.explanations.get(key, NotReported()),
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


def entry_of(returns: Returns, unit: Unit, component: Component) -> ComponentEntry:
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


def settle_component(
    edition: Edition,
    unit: Unit,
    returns: Returns,
    entry: ComponentEntry,
    rule_score: RuleLine | NotReported,
    *,
    max_score: Decimal,
    is_exempt: bool,
    dates: Mapping[Stage, date],
) -> tuple[AppraisedLine, ...]:
    """Return the decisions on a component, held against the claim and what its figures earn."""
    claimed = entry.self_score.value
    if isinstance(claimed, Decimal):
        claimed = edition.rounding.component(claimed)
    by_rule = rule_score.value if isinstance(rule_score, RuleLine) else rule_score
    ground = Ground(
        max_score=max_score,
        supported=by_rule if isinstance(claimed, NotReported) else claimed,
        by_rule=by_rule,
        is_submitted=unit.code in returns.submissions,
        is_exempt=is_exempt,
        dates=dates,
    )
    given = returns.decisions.get((unit.code, entry.component_code), ())
    return settle_decisions(edition.procedure, edition.rounding, given, ground)


def rule_line(
    edition: Edition, component: Component, max_score: Decimal, entry: ComponentEntry, year: int
) -> RuleLine | NotReported:
    """Return what the declared figures earn; not reported where no figures are asked for."""
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
    decisions: tuple[AppraisedLine, ...],
    survey: SurveyLine | NotAppraised,
) -> FinalLine:
    if exemption is not None:
        return FinalLine(value=_value_by_policy(exemption, max_score), taken_from="policy")
    if component.is_survey:
        if isinstance(survey, NotAppraised):
            return FinalLine(value=survey, taken_from="nothing")
        return FinalLine(value=survey.value, taken_from="survey")
    line = in_force(decisions)
    if line is None:
        return FinalLine(value=why_undecided(decisions), taken_from="nothing")
    return FinalLine(value=line.value, taken_from=line.stage)


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
