"""Explain the score of one component as a tree: stages, figures, cells, clauses, evidence."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.audit.explaining.nodes import Fact, Kind, Node
from cchc_lib.core.audit.explaining.sources import Sources, exact_fact, known_facts
from cchc_lib.core.audit.explaining.survey import survey_nodes
from cchc_lib.core.decisions import PROBLEMS_VI, AppraisedLine
from cchc_lib.core.results import YearResult
from cchc_lib.core.round_rules import STAGES
from cchc_lib.core.stages import ComponentScore, RuleLine
from cchc_lib.core.submission import DeclaredFigure, Explanation, NotAppraised

__all__ = ["component_node", "decision_facts", "explain_component", "response_node"]


def explain_component(year: YearResult, score: ComponentScore) -> Node:
    """Explain the final score of one component: every stage, figure, cell and clause."""
    return component_node(score, Sources.of_unit(year, score.unit_code))


def component_node(score: ComponentScore, sources: Sources) -> Node:
    """Explain one of the components of a unit, given the sources of all of them."""
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
            Fact(name="taken_from", value=score.final.taken_from),
            _clause(score),
            Fact(name="provenance", value=score.provenance),
        ),
        parts=(
            *_policy_nodes(score, sources),
            *survey_nodes(score, sources),
            *_appraised_nodes(score, sources),
            *_rule_nodes(score, sources),
            *_self_nodes(score, sources),
        ),
    )


def _clause(score: ComponentScore) -> Fact:
    return Fact(name="legal_reference", value=score.legal_reference)


def _policy_nodes(score: ComponentScore, sources: Sources) -> Iterator[Node]:
    if score.exemption is not None:
        rule = sources.year.edition.not_applicable
        yield Node(
            subject="policy",
            kind="override",
            code=score.exemption.policy,
            value=score.final.value,
            facts=(
                Fact(name="reason", value=score.exemption.legal_basis),
                Fact(name="legal_reference", value=rule.legal_reference),
                *sources.read_from(score.exemption.place),
            ),
        )


def _appraised_nodes(score: ComponentScore, sources: Sources) -> Iterator[Node]:
    """Yield every decision that was taken and the explanation, the last stage first."""
    if not score.is_appraised:
        return
    line = score.appraised
    if isinstance(line, NotAppraised):
        yield Node(
            subject="appraised",
            kind="input",
            code=score.component_code,
            value=line,
            facts=(_procedure(sources),),
        )
    nodes = {
        stage: [_decision_node(score, d, sources) for d in score.decisions if d.stage == stage]
        for stage in STAGES
    }
    if isinstance(score.response, Explanation):
        nodes["explanation"].append(response_node(score.response, sources))
    for stage in reversed(STAGES):
        yield from nodes[stage]


def _procedure(sources: Sources) -> Fact:
    rule = sources.year.edition.procedure
    return Fact(name="legal_reference", value=rule.legal_reference)


def _decision_node(score: ComponentScore, line: AppraisedLine, sources: Sources) -> Node:
    return Node(
        subject=line.stage,
        kind=line.kind,
        code=score.component_code,
        value=line.value,
        facts=(_procedure(sources), *decision_facts(score, line, sources)),
    )


def decision_facts(score: ComponentScore, line: AppraisedLine, sources: Sources) -> Iterator[Fact]:
    """Yield what stands beside a decision: cell, who, when, why, and what it changed."""
    yield from sources.read_from(line.place)
    yield from known_facts(
        (
            Fact(name="role", value=line.role),
            Fact(name="decided_on", value=line.decided_on),
            Fact(name="document", value=line.document),
        )
    )
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


def response_node(response: Explanation, sources: Sources) -> Node:
    """Explain what a unit answered to the preliminary notice."""
    return Node(
        subject="explanation",
        kind="input",
        code=response.component_code,
        value=response.text,
        facts=(
            _procedure(sources),
            *sources.read_from(response.place),
            *sources.documents(response.evidence),
        ),
    )


def _rule_nodes(score: ComponentScore, sources: Sources) -> Iterator[Node]:
    line = score.rule_score
    if not isinstance(line, RuleLine):
        return
    facts = [
        Fact(name="rule", value=line.rule),
        Fact(name="year", value=line.year),
        Fact(name="max_score", value=score.max_score),
        _clause(score),
        *_source(score, sources),
    ]
    if isinstance(line.exact, Fraction):
        facts += [*exact_fact(line.exact), Fact(name="rounding", value=score.rounding)]
    if line.problem is not None:
        facts.append(Fact(name="problem", value=line.problem))
    yield Node(
        subject="rule",
        kind="law",
        code=score.component_code,
        value=line.value,
        facts=tuple(facts),
        parts=tuple(_figure_node(score, figure, sources) for figure in line.figures),
    )


def _source(score: ComponentScore, sources: Sources) -> Iterator[Fact]:
    """Yield the external source of the figures, where they are from one."""
    if score.is_from_source:
        edition = sources.year.edition
        component = next(c for c in edition.components() if c.code == score.component_code)
        yield Fact(name="source", value=edition.source_name(component))
        law = next(one for one in edition.sources if one.code == component.source)
        yield Fact(name="legal_reference", value=law.legal_reference)


def _figure_node(score: ComponentScore, figure: DeclaredFigure, sources: Sources) -> Node:
    return Node(
        subject="figure",
        kind="input",
        code=figure.input_code,
        value=figure.value,
        facts=(_clause(score), *sources.read_from(figure.place)),
    )


def _self_nodes(score: ComponentScore, sources: Sources) -> Iterator[Node]:
    if not score.is_appraised:
        return
    facts = [
        _clause(score),
        *sources.read_from(score.self_score.place),
        *sources.documents(score.evidence, score.component_code),
    ]
    if score.evidence:
        facts += sources.read_from(score.evidence_place, "evidence_place")
    if score.explanation:
        facts.append(Fact(name="explanation", value=score.explanation))
    yield Node(
        subject="self",
        kind="input",
        code=score.component_code,
        value=score.self_score.value,
        facts=tuple(facts),
    )
