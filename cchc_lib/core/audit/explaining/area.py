"""Explain the points of an area and of its criteria: what they add up, and over what."""

from collections.abc import Sequence

from cchc_lib.core.audit.explaining.component import component_node
from cchc_lib.core.audit.explaining.nodes import Fact, Node, NodeValue
from cchc_lib.core.audit.explaining.sources import Sources, known_facts
from cchc_lib.core.results import AreaResult
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import NotApplicable, NotAppraised
from cchc_lib.core.totals import sum_final, sum_max, sum_or_waiting

__all__ = ["area_node", "criterion_node"]


def area_node(area: AreaResult, scores: Sequence[ComponentScore], sources: Sources) -> Node:
    """Explain an area of a unit: its points, its sub-index and place, and its criteria."""
    own = [score for score in scores if score.area_code == area.area_code]
    codes = dict.fromkeys(score.criterion_code for score in own)
    edition = sources.year.edition
    facts = (
        Fact(name="max_score", value=area.max_score),
        Fact(name="self_score", value=area.self_score),
        Fact(name="appraised_score", value=area.appraised_score),
        Fact(name="survey_score", value=area.survey_score),
        Fact(name="sub_index", value=area.sub_index_pct),
        Fact(name="sub_index_exact", value=area.sub_index_exact),
        Fact(name="area_rank", value=area.rank_in_group),
    )
    return Node(
        subject="area",
        kind="formula",
        code=area.area_code,
        value=area.final_score,
        facts=(
            *known_facts(facts),
            *_decided_part(area.final_score, own),
            Fact(name="rounding", value=edition.rounding),
            Fact(name="legal_reference", value=edition.legal_reference),
        ),
        parts=tuple(criterion_node(code, own, sources) for code in codes),
    )


def criterion_node(code: str, scores: Sequence[ComponentScore], sources: Sources) -> Node:
    """Explain a criterion of a unit: the sum of its components."""
    own = [score for score in scores if score.criterion_code == code]
    value = _sum_of(own, sources)
    applicable = [score for score in own if not isinstance(score.final.value, NotApplicable)]
    reference = sources.year.edition.legal_reference
    return Node(
        subject="criterion",
        kind="formula",
        code=code,
        value=value,
        facts=(
            Fact(name="max_score", value=sum_max(applicable)),
            *_decided_part(value, own),
            Fact(name="legal_reference", value=reference),
        ),
        parts=tuple(component_node(score, sources) for score in own),
    )


def _sum_of(own: Sequence[ComponentScore], sources: Sources) -> NodeValue:
    """Return the sum of final points, or what is waited for, or that nothing applies."""
    is_blocked = sources.year.unit(own[0].unit_code).state == "blocked"
    values = [score.final.value for score in own]
    if not is_blocked and all(isinstance(value, NotApplicable) for value in values):
        return values[0]
    return sum_or_waiting(own, is_blocked=is_blocked)


def _decided_part(value: NodeValue, own: Sequence[ComponentScore]) -> tuple[Fact, ...]:
    """Return points and maximum of what has a score, while the whole waits for something."""
    if not isinstance(value, NotAppraised):
        return ()
    decided = [score for score in own if score.status == "scored"]
    return (
        Fact(name="decided_score", value=sum_final(decided)),
        Fact(name="decided_max", value=sum_max(decided)),
    )
