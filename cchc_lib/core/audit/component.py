"""Explain the score of one component as a tree: stages, figures, cells, clauses, evidence."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.audit.nodes import Fact, Kind, Node
from cchc_lib.core.decisions import PROBLEMS_VI, AppraisedLine
from cchc_lib.core.round_rules import STAGES
from cchc_lib.core.stages import ComponentScore, RuleLine
from cchc_lib.core.submission import (
    DeclaredFigure,
    Explanation,
    MeasuredPercent,
    NotAppraised,
    SurveyTally,
)

__all__ = ["explain_component"]


def explain_component(score: ComponentScore) -> Node:
    """Explain the final score of one component: every stage, figure, cell and clause."""
    parts = (
        *_policy_nodes(score),
        *_survey_nodes(score),
        *_appraised_nodes(score),
        *_rule_nodes(score),
        *_self_nodes(score),
    )
    line = score.appraised
    is_override = isinstance(line, AppraisedLine) and line.kind == "override"
    kind: Kind = "override" if is_override and score.exemption is None else "formula"
    return Node(
        subject="component",
        kind=kind,
        code=score.component_code,
        value=score.final.value,
        facts=(
            Fact(name="max_score", value=score.max_score),
            Fact(name="legal_reference", value=score.legal_reference),
            Fact(name="provenance", value=score.provenance),
        ),
        parts=parts,
    )


def _policy_nodes(score: ComponentScore) -> Iterator[Node]:
    if score.exemption is not None:
        yield Node(
            subject="policy",
            kind="override",
            code=score.exemption.policy,
            value=score.final.value,
            facts=(
                Fact(name="reason", value=score.exemption.legal_basis),
                Fact(name="place", value=score.exemption.place),
            ),
        )


def _appraised_nodes(score: ComponentScore) -> Iterator[Node]:
    """Yield every decision that was taken and the explanation, the last stage first."""
    if score.is_survey:
        return
    line = score.appraised
    if isinstance(line, NotAppraised):
        yield Node(subject="appraised", kind="input", code=score.component_code, value=line)
    nodes = {
        stage: [_decision_node(score, d) for d in score.decisions if d.stage == stage]
        for stage in STAGES
    }
    if isinstance(score.response, Explanation):
        nodes["explanation"].append(_response_node(score.response))
    for stage in reversed(STAGES):
        yield from nodes[stage]


def _decision_node(score: ComponentScore, line: AppraisedLine) -> Node:
    return Node(
        subject=line.stage,
        kind=line.kind,
        code=score.component_code,
        value=line.value,
        facts=tuple(_decision_facts(score, line)),
    )


def _decision_facts(score: ComponentScore, line: AppraisedLine) -> Iterator[Fact]:
    yield Fact(name="place", value=line.place)
    yield Fact(name="role", value=line.role)
    if isinstance(line.decided_on, date):
        yield Fact(name="decided_on", value=line.decided_on)
    if line.document:
        yield Fact(name="document", value=line.document)
    if line.entered != line.value:
        yield Fact(name="entered", value=line.entered)
        yield Fact(name="rounding", value=score.rounding)
    if isinstance(line.previous, Decimal) and line.previous != line.value:
        yield Fact(name="previous", value=line.previous)
    if isinstance(line.difference, Decimal) and line.difference:
        yield Fact(name="difference", value=line.difference)
    if line.reason:
        yield Fact(name="reason", value=line.reason)
    if line.problem:
        yield Fact(name="refused", value=PROBLEMS_VI[line.problem])


def _response_node(response: Explanation) -> Node:
    facts = [Fact(name="place", value=response.place)]
    if response.evidence:
        facts.append(Fact(name="evidence", value="; ".join(response.evidence)))
    return Node(
        subject="explanation",
        kind="input",
        code=response.component_code,
        value=response.text,
        facts=tuple(facts),
    )


def _rule_nodes(score: ComponentScore) -> Iterator[Node]:
    line = score.rule_score
    if not isinstance(line, RuleLine):
        return
    facts = [
        Fact(name="rule", value=line.rule),
        Fact(name="legal_reference", value=score.legal_reference),
    ]
    if isinstance(line.exact, Fraction):
        facts.append(Fact(name="exact", value=line.exact))
        facts.append(Fact(name="rounding", value=score.rounding))
    if line.problem is not None:
        facts.append(Fact(name="problem", value=line.problem))
    yield Node(
        subject="rule",
        kind="law",
        code=score.component_code,
        value=line.value,
        facts=tuple(facts),
        parts=tuple(_figure_node(figure) for figure in line.figures),
    )


def _figure_node(figure: DeclaredFigure) -> Node:
    return Node(
        subject="figure",
        kind="input",
        code=figure.input_code,
        value=figure.value,
        facts=(Fact(name="place", value=figure.place),),
    )


def _self_nodes(score: ComponentScore) -> Iterator[Node]:
    if score.is_survey:
        return
    facts = [Fact(name="place", value=score.self_score.place)]
    if score.evidence:
        facts.append(Fact(name="evidence", value="; ".join(score.evidence)))
        facts.append(Fact(name="evidence_place", value=score.evidence_place))
    if score.explanation:
        facts.append(Fact(name="explanation", value=score.explanation))
    yield Node(
        subject="self",
        kind="input",
        code=score.component_code,
        value=score.self_score.value,
        facts=tuple(facts),
    )


def _survey_nodes(score: ComponentScore) -> Iterator[Node]:
    line = score.survey
    if isinstance(line, NotAppraised):
        return
    margin = () if line.margin is None else (Fact(name="margin", value=line.margin),)
    weights = {group.code: group.weight for group in line.weights}
    yield Node(
        subject="survey",
        kind="law",
        code="",
        value=line.value,
        facts=(
            Fact(name="rule", value=line.rule),
            Fact(name="legal_reference", value=score.legal_reference),
            Fact(name="exact", value=line.exact),
            Fact(name="rounding", value=score.rounding),
            Fact(name="sample_size", value=line.sample_size),
            *margin,
        ),
        parts=(
            *(_tally_node(tally, weights[tally.respondent_group]) for tally in line.tallies),
            *(_percent_node(percent) for percent in line.measured),
        ),
    )


def _tally_node(tally: SurveyTally, weight: Decimal) -> Node:
    counts = ", ".join(f"{answer}: {count}" for answer, count in tally.counts.items())
    return Node(
        subject="tally",
        kind="input",
        code=tally.respondent_group,
        value=counts,
        facts=(Fact(name="weight", value=weight), Fact(name="place", value=tally.place)),
    )


def _percent_node(percent: MeasuredPercent) -> Node:
    return Node(
        subject="percent",
        kind="input",
        code=percent.component_code,
        value=percent.percent,
        facts=(Fact(name="place", value=percent.place),),
    )
