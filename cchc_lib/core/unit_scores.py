"""Put together every stage of every component of a unit: the law applied to what came in."""

from collections.abc import Sequence
from decimal import Decimal

from cchc_lib.core.decisions import (
    AppraisedLine,
    Ground,
    in_force,
    settle_decisions,
)
from cchc_lib.core.filed import Filed, filed_by, sourced_entry
from cchc_lib.core.reckoning import AppendixRow, Reckoning
from cchc_lib.core.records import maker_of, making_many
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import (
    ComponentScore,
    FinalLine,
    RuleLine,
    Status,
    SurveyLine,
    evidence_state,
    why_undecided,
)
from cchc_lib.core.submission import (
    Assessment,
    ComponentEntry,
    Decision,
    Exemption,
    NotApplicable,
    NotAppraised,
    NotReported,
    Returns,
    Unit,
)

__all__ = [
    "rule_line",
    "score_unit",
    "score_units",
    "settle_component",
    "survey_line",
]

_NOT_REPORTED = NotReported()
_NOT_SURVEYED = NotAppraised(reason_vi="Không cho điểm qua điều tra")
_NO_FIGURES = NotAppraised(reason_vi="Chưa có đủ số liệu của nguồn ngoài")
_TOO_FEW_ANSWERS = NotAppraised(reason_vi="Chưa đủ kết quả điều tra xã hội học")
_new_ground = maker_of(Ground)
_new_rule_line = maker_of(RuleLine)
_new_survey_line = maker_of(SurveyLine)
_new_final = maker_of(FinalLine)
_new_score = maker_of(ComponentScore)


def score_units(
    edition: Edition, assessment: Assessment, returns: Returns
) -> dict[str, tuple[ComponentScore, ...]]:
    """Return all stages of all components by unit code, in official order, with their traces.

    Every rule is applied once to all units that declare the same figures.
    """
    reckoning = Reckoning(edition, assessment.year)
    with making_many():
        return {
            unit.code: _score_unit(reckoning, assessment, unit, returns)
            for unit in assessment.units
        }


def score_unit(
    edition: Edition, assessment: Assessment, unit: Unit, returns: Returns
) -> tuple[ComponentScore, ...]:
    """Return all stages of all components in a unit's appendix, in official order."""
    return _score_unit(Reckoning(edition, assessment.year), assessment, unit, returns)


def _score_unit(
    reckoning: Reckoning, assessment: Assessment, unit: Unit, returns: Returns
) -> tuple[ComponentScore, ...]:
    filed = filed_by(unit, assessment, returns)
    return tuple(
        [
            _score_component(reckoning, row, unit, returns, filed)
            for row in reckoning.appendix(unit.group_code)
        ]
    )


def _score_component(
    reckoning: Reckoning, row: AppendixRow, unit: Unit, returns: Returns, filed: Filed
) -> ComponentScore:
    edition, component, key = reckoning.edition, row.component, (unit.code, row.component.code)
    exemption = filed.exemptions.get(component.code)
    entry = (
        sourced_entry(unit.code, component.code, returns)
        if component.source
        else filed.entry(component.code)
    )
    rule_score = rule_line(reckoning, row, entry)
    given = returns.decisions.get(key)
    decisions = settle_component(edition, row, filed, rule_score, given) if given else ()
    survey = survey_line(reckoning, row, returns, key)
    final = _final_line(row, exemption, rule_score, decisions, survey)
    return _new_score(
        unit.code,
        unit.group_code,
        row.area_code,
        row.criterion_code,
        component.code,
        component.name_vi,
        row.max_score,
        _status_of(final),
        entry.self_score,
        rule_score,
        decisions,
        returns.explanations.get(key, _NOT_REPORTED),
        survey,
        final,
        exemption,
        entry.evidence,
        entry.evidence_place,
        evidence_state(entry, component),
        entry.explanation,
        component.lead_appraiser,
        edition.rounding,
        component.legal_reference,
        component.provenance,
    )


def settle_component(
    edition: Edition,
    row: AppendixRow,
    filed: Filed,
    rule_score: RuleLine | NotReported,
    given: Sequence[Decision],
) -> tuple[AppraisedLine, ...]:
    """Return the decisions on a component, held against the claim and what its figures earn."""
    claimed = filed.entry(row.component.code).self_score.value
    if isinstance(claimed, Decimal):
        claimed = edition.rounding.component(claimed)
    by_rule = rule_score.value if isinstance(rule_score, RuleLine) else rule_score
    ground = _new_ground(
        row.max_score,
        by_rule if isinstance(claimed, NotReported) else claimed,
        by_rule,
        filed.is_submitted,
        row.component.code in filed.exemptions,
        filed.dates,
    )
    return settle_decisions(edition.procedure, edition.rounding, given, ground)


def rule_line(
    reckoning: Reckoning, row: AppendixRow, entry: ComponentEntry
) -> RuleLine | NotReported:
    """Return what the declared figures earn; not reported where no figures are asked for."""
    if row.figure_rule is None:
        return _NOT_REPORTED
    earned = reckoning.earned(row, row.figure_rule, entry)
    return _new_rule_line(
        "law",
        earned.value,
        earned.exact,
        earned.problem,
        row.figure_rule,
        reckoning.year,
        entry.figures,
    )


def survey_line(
    reckoning: Reckoning, row: AppendixRow, returns: Returns, key: tuple[str, str]
) -> SurveyLine | NotAppraised:
    """Return what the survey earns a unit on a component, ``key`` being the codes of both."""
    if row.survey_rule is None:
        return _NOT_SURVEYED
    tallies, percent = returns.tallies.get(key, ()), returns.measured.get(key)
    surveyed = reckoning.surveyed(row, row.survey_rule, tallies, percent)
    if surveyed is None:
        return _TOO_FEW_ANSWERS
    return _new_survey_line(
        "law",
        surveyed.value,
        surveyed.exact,
        surveyed.sample_size,
        surveyed.margin,
        row.survey_rule,
        reckoning.edition.survey.respondent_groups,
        tallies,
        (percent,) if percent else (),
    )


def _final_line(
    row: AppendixRow,
    exemption: Exemption | None,
    rule_score: RuleLine | NotReported,
    decisions: tuple[AppraisedLine, ...],
    survey: SurveyLine | NotAppraised,
) -> FinalLine:
    if exemption is not None:
        return _new_final("formula", _value_by_policy(exemption, row.max_score), "policy")
    if row.is_survey:
        if isinstance(survey, NotAppraised):
            return _new_final("formula", survey, "nothing")
        return _new_final("formula", survey.value, "survey")
    if row.component.source:
        return _by_rule_alone(rule_score)
    line = in_force(decisions)
    if line is None:
        return _new_final("formula", why_undecided(decisions), "nothing")
    return _new_final("formula", line.value, line.stage)


def _by_rule_alone(rule_score: RuleLine | NotReported) -> FinalLine:
    """Return what the figures of an external source earn; nothing counts where one is missing."""
    if isinstance(rule_score, RuleLine) and isinstance(rule_score.value, Decimal):
        return _new_final("formula", rule_score.value, "rule")
    return _new_final("formula", _NO_FIGURES, "nothing")


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
