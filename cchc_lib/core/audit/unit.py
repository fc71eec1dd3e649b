"""Explain one number as a tree: from the index down to the cell, the clause and the evidence.

A node says what it is, its value, how it came about (input, law, formula or override) and the
facts it rests on. Wording is left to :mod:`cchc_lib.present`.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cchc_lib.core.audit.component import explain_component
from cchc_lib.core.audit.nodes import Fact, Node
from cchc_lib.core.results import AreaResult, UnitResult, YearResult
from cchc_lib.core.rulebook import (
    GradeBand,
)
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import (
    Adjustment,
    NotAppraised,
)

__all__ = ["explain_unit"]


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


def _exact(value: Fraction | NotAppraised) -> tuple[Fact, ...]:
    return () if isinstance(value, NotAppraised) else (Fact(name="exact", value=value),)
