"""Explain bonus, penalty and caps: every ground with its clause, document and cell."""

from collections.abc import Iterator

from cchc_lib.core.audit.explaining.nodes import Fact, Node
from cchc_lib.core.audit.explaining.sources import Sources
from cchc_lib.core.results import UnitResult
from cchc_lib.core.submission import Adjustment

__all__ = ["adjustment_node", "bonus_node", "penalty_node"]


def bonus_node(unit: UnitResult, sources: Sources) -> Node:
    """Explain the bonus points that count, under the cap of each ground and of all."""
    rule = sources.year.edition.adjustment
    return Node(
        subject="bonus",
        kind="formula",
        code=unit.unit_code,
        value=unit.bonus,
        facts=(
            Fact(name="uncapped", value=unit.bonus_uncapped),
            Fact(name="cap", value=rule.bonus_cap),
            Fact(name="legal_reference", value=rule.legal_reference),
        ),
        parts=tuple(adjustment_node(a, sources) for a in unit.adjustments if a.kind == "bonus"),
    )


def penalty_node(unit: UnitResult, sources: Sources) -> Node:
    """Explain the penalty points that count, under the cap of each ground and of all."""
    rule = sources.year.edition.adjustment
    return Node(
        subject="penalty",
        kind="formula",
        code=unit.unit_code,
        value=unit.penalty,
        facts=(
            Fact(name="uncapped", value=unit.penalty_uncapped),
            Fact(name="cap", value=rule.penalty_cap),
            Fact(name="legal_reference", value=rule.legal_reference),
        ),
        parts=tuple(adjustment_node(a, sources) for a in unit.adjustments if a.kind == "penalty"),
    )


def adjustment_node(adjustment: Adjustment, sources: Sources) -> Node:
    """Explain one ground for bonus or penalty, or one fact that caps the grade."""
    return Node(
        subject="adjustment",
        kind="override",
        code=adjustment.code,
        value=adjustment.points,
        facts=(
            Fact(name="reason", value=adjustment.reason),
            Fact(name="document", value=adjustment.document),
            *_clauses(adjustment, sources),
            *sources.read_from(adjustment.place),
        ),
    )


def _clauses(adjustment: Adjustment, sources: Sources) -> Iterator[Fact]:
    """Yield what the edition says about the ground: the most it gives or takes, its clause."""
    edition = sources.year.edition
    item = edition.adjustment.item(adjustment.code)
    if item is not None:
        yield Fact(name="item_max", value=item.max_points)
        yield Fact(name="legal_reference", value=item.legal_reference)
    for cap in edition.grading.caps:
        if adjustment.kind == "cap" and cap.code == adjustment.code:
            yield Fact(name="best_grade", value=edition.grading.band(cap.best_grade).name_vi)
            yield Fact(name="legal_reference", value=cap.legal_reference)
