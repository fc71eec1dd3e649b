"""Explain one number as a tree: from the index down to the cell, the clause and the evidence.

A node says what it is, its value, how it came about (input, law, formula or override) and the
facts it rests on. Wording is left to :mod:`cchc_lib.present`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cchc_lib.core.results import AreaResult, UnitResult, YearResult
from cchc_lib.core.rule_kinds import Rule
from cchc_lib.core.rulebook import (
    GradeBand,
    LegalReference,
    Provenance,
    RankingRule,
    RoundingRule,
)
from cchc_lib.core.stages import AppraisedLine, ComponentScore, RuleLine, Undecided
from cchc_lib.core.submission import (
    Adjustment,
    DeclaredFigure,
    Figure,
    MeasuredPercent,
    NotAppraised,
    Place,
    SurveyTally,
)

__all__ = ["Fact", "Node", "NodeValue", "explain_component", "explain_unit"]

NodeValue = Decimal | int | Figure | GradeBand | Undecided
FactName = Literal[
    "rule", "ranking", "entered", "weight", "legal_reference", "provenance", "place", "exact",
    "rounding", "reason", "evidence", "evidence_place", "explanation", "difference",
    "sample_size", "margin", "lead_appraiser", "max_score", "dropped_max", "pending_max",
    "uncapped", "problem", "document",
]  # fmt: skip
FactValue = (
    str
    | int
    | Decimal
    | Fraction
    | Rule
    | LegalReference
    | Provenance
    | Place
    | RoundingRule
    | RankingRule
)
Kind = Literal["input", "law", "formula", "override"]
Subject = Literal[
    "index", "total", "rank", "grade", "area", "component", "self", "rule", "appraised", "survey",
    "figure", "tally", "percent", "bonus", "penalty", "policy", "adjustment",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing a number rests on."""

    name: FactName
    value: FactValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One number, what made it, and the numbers it was made of."""

    subject: Subject
    kind: Kind
    code: str
    value: NodeValue
    facts: tuple[Fact, ...] = ()
    parts: tuple["Node", ...] = ()

    def walk(self) -> Iterator["Node"]:
        """Yield this node and everything below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def explain_unit(year: YearResult, unit_code: str) -> Node:
    """Explain the index of a unit: rank and grade, total, areas, components, stages."""
    unit = year.unit(unit_code)
    scores = year.scores_of(unit_code)
    areas = tuple(_area_node(area, scores) for area in year.areas_of(unit_code))
    total = Node(
        subject="total",
        kind="formula",
        code=unit_code,
        value=unit.total_score,
        facts=(*_exact(unit.total_exact), Fact(name="rounding", value=year.edition.rounding)),
        parts=(*areas, *_adjustment_nodes(unit)),
    )
    return Node(
        subject="index",
        kind="formula",
        code=unit_code,
        value=unit.index_pct,
        facts=_index_facts(year, unit),
        parts=(_rank_node(year, unit), _grade_node(year, unit), total),
    )


def explain_component(score: ComponentScore) -> Node:
    """Explain the final score of one component: every stage, figure, cell and clause."""
    parts = (
        *_policy_nodes(score),
        *_survey_nodes(score),
        *_appraised_nodes(score),
        *_rule_nodes(score),
        *_self_nodes(score),
    )
    kind: Kind = "formula"
    if isinstance(score.appraised, AppraisedLine) and score.final.taken_from == "appraised":
        kind = "override" if score.appraised.kind == "override" else "formula"
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


def _index_facts(year: YearResult, unit: UnitResult) -> tuple[Fact, ...]:
    facts = [
        *_exact(unit.index_exact),
        Fact(name="max_score", value=unit.max_score),
        Fact(name="rounding", value=year.edition.rounding),
        Fact(name="legal_reference", value=year.edition.rounding.legal_reference),
    ]
    if unit.dropped_max:
        facts.append(Fact(name="dropped_max", value=unit.dropped_max))
        reference = year.edition.not_applicable.legal_reference
        facts.append(Fact(name="legal_reference", value=reference))
    if unit.pending_max:
        facts.append(Fact(name="pending_max", value=unit.pending_max))
    return tuple(facts)


def _rank_node(year: YearResult, unit: UnitResult) -> Node:
    rule = year.edition.ranking
    return Node(
        subject="rank",
        kind="law",
        code=unit.group_code,
        value=unit.rank,
        facts=(
            Fact(name="ranking", value=rule),
            Fact(name="legal_reference", value=rule.legal_reference),
        ),
    )


def _grade_node(year: YearResult, unit: UnitResult) -> Node:
    facts = [Fact(name="legal_reference", value=year.edition.grading.legal_reference)]
    is_capped = unit.grade != unit.uncapped_grade
    if is_capped and isinstance(unit.uncapped_grade, GradeBand):
        facts.append(Fact(name="uncapped", value=unit.uncapped_grade.name_vi))
    caps = tuple(_adjustment_node(a) for a in unit.adjustments if a.kind == "cap")
    return Node(
        subject="grade",
        kind="override" if is_capped else "law",
        code=unit.unit_code,
        value=unit.grade,
        facts=tuple(facts),
        parts=caps,
    )


def _area_node(area: AreaResult, scores: Sequence[ComponentScore]) -> Node:
    own = tuple(score for score in scores if score.area_code == area.area_code)
    return Node(
        subject="area",
        kind="formula",
        code=area.area_code,
        value=area.final_score,
        facts=(Fact(name="max_score", value=area.max_score),),
        parts=tuple(explain_component(score) for score in own),
    )


def _adjustment_nodes(unit: UnitResult) -> Iterator[Node]:
    for subject, counted, uncapped in (
        ("bonus", unit.bonus, unit.bonus_uncapped),
        ("penalty", unit.penalty, unit.penalty_uncapped),
    ):
        own = tuple(_adjustment_node(a) for a in unit.adjustments if a.kind == subject)
        if own:
            yield Node(
                subject="bonus" if subject == "bonus" else "penalty",
                kind="formula",
                code=unit.unit_code,
                value=counted,
                facts=(Fact(name="uncapped", value=uncapped),),
                parts=own,
            )


def _adjustment_node(adjustment: Adjustment) -> Node:
    return Node(
        subject="adjustment",
        kind="override",
        code=adjustment.code,
        value=adjustment.points,
        facts=(
            Fact(name="reason", value=adjustment.reason),
            Fact(name="document", value=adjustment.document),
            Fact(name="place", value=adjustment.place),
        ),
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
    line = score.appraised
    if score.is_survey:
        return
    if isinstance(line, NotAppraised):
        yield Node(subject="appraised", kind="input", code=score.component_code, value=line)
        return
    facts = [
        Fact(name="place", value=line.place),
        Fact(name="lead_appraiser", value=score.lead_appraiser),
    ]
    if line.entered != line.value:
        facts.append(Fact(name="entered", value=line.entered))
        facts.append(Fact(name="rounding", value=score.rounding))
    if isinstance(line.difference, Decimal) and line.difference:
        facts.append(Fact(name="difference", value=line.difference))
    if line.reason:
        facts.append(Fact(name="reason", value=line.reason))
    yield Node(
        subject="appraised",
        kind=line.kind,
        code=score.component_code,
        value=line.value,
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


def _exact(value: Fraction | NotAppraised) -> tuple[Fact, ...]:
    return () if isinstance(value, NotAppraised) else (Fact(name="exact", value=value),)
