"""Explain the index of a unit: from the index down to the cell, the clause and the evidence.

A node says what it is, its value, how it came about (input, law, formula or override) and the
facts it rests on. Wording is left to :mod:`cchc_lib.present`.
"""

from fractions import Fraction

from cchc_lib.core.audit.explaining.adjustment import bonus_node, penalty_node
from cchc_lib.core.audit.explaining.area import area_node
from cchc_lib.core.audit.explaining.nodes import Fact, Node
from cchc_lib.core.audit.explaining.sources import Sources, exact_fact, known_facts
from cchc_lib.core.audit.explaining.standing import grade_node, rank_node
from cchc_lib.core.results import UnitResult, YearResult

__all__ = ["explain_unit", "total_node"]


def explain_unit(year: YearResult, unit_code: str) -> Node:
    """Explain the index of a unit: rank and grade, total, areas, criteria, components, stages."""
    unit = year.unit(unit_code)
    sources = Sources.of_unit(year, unit_code)
    return Node(
        subject="index",
        kind="formula",
        code=unit_code,
        value=unit.index_pct,
        facts=_index_facts(year, unit),
        parts=(
            rank_node(year, unit),
            grade_node(year, unit, sources),
            total_node(unit, sources),
        ),
    )


def total_node(unit: UnitResult, sources: Sources) -> Node:
    """Explain the total of a unit: areas, bonus and penalty, rounded once."""
    year = sources.year
    scores = year.scores_of(unit.unit_code)
    areas = (area_node(area, scores, sources) for area in year.areas_of(unit.unit_code))
    return Node(
        subject="total",
        kind="formula",
        code=unit.unit_code,
        value=unit.total_score,
        facts=(
            *exact_fact(unit.total_exact),
            Fact(name="rounding", value=year.edition.rounding),
            Fact(name="max_score", value=unit.max_score),
            *_parts_of_total(unit),
            Fact(name="legal_reference", value=year.edition.legal_reference),
            *_policy(year, unit),
        ),
        parts=(*areas, bonus_node(unit, sources), penalty_node(unit, sources)),
    )


def _index_facts(year: YearResult, unit: UnitResult) -> tuple[Fact, ...]:
    rounding = year.edition.rounding
    return (
        *exact_fact(unit.index_exact),
        Fact(name="max_score", value=unit.max_score),
        Fact(name="rounding", value=rounding),
        Fact(name="legal_reference", value=rounding.legal_reference),
        *_policy(year, unit),
    )


def _policy(year: YearResult, unit: UnitResult) -> tuple[Fact, ...]:
    """Return what left the maximum, under which clause, and what still waits."""
    dropped = (
        Fact(name="dropped_max", value=unit.dropped_max),
        Fact(name="legal_reference", value=year.edition.not_applicable.legal_reference),
    )
    pending = Fact(name="pending_max", value=unit.pending_max)
    return (*(dropped if unit.dropped_max else ()), *((pending,) if unit.pending_max else ()))


def _parts_of_total(unit: UnitResult) -> tuple[Fact, ...]:
    """Return the terms of the sum; appraised points after a policy that scales them."""
    if unit.state == "blocked":
        return ()
    return known_facts(
        (
            Fact(name="appraised_score", value=Fraction(unit.appraised_exact)),
            Fact(name="survey_score", value=unit.survey_points),
            Fact(name="bonus", value=unit.bonus),
            Fact(name="penalty", value=unit.penalty),
        )
    )
