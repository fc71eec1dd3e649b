"""Explain the place and the grade of a unit: who is ahead, what was compared, which band."""

from collections.abc import Iterator

from cchc_lib.core.audit.explaining.adjustment import adjustment_node
from cchc_lib.core.audit.explaining.nodes import Fact, Kind, Node
from cchc_lib.core.audit.explaining.sources import Sources, known_facts, rounded_node
from cchc_lib.core.audit.unranked import why_unranked
from cchc_lib.core.ranking import rank_values
from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.rulebook import Edition, GradeBand

__all__ = ["grade_node", "rank_node"]


def rank_node(year: YearResult, unit: UnitResult) -> Node:
    """Explain a place in a group by the units that are ahead of it or level with it."""
    rule = year.edition.ranking
    own = year.group_units(unit.group_code)
    return Node(
        subject="rank",
        kind="law",
        code=unit.group_code,
        value=unit.rank if isinstance(unit.rank, int) else why_unranked(year.edition, unit),
        facts=(
            Fact(name="ranking", value=rule),
            Fact(name="legal_reference", value=rule.legal_reference),
            *_compared(year.edition, unit),
            Fact(name="ranked_count", value=sum(isinstance(one.rank, int) for one in own)),
        ),
        parts=tuple(_peer_nodes(year, unit, own)),
    )


def _peer_node(year: YearResult, unit: UnitResult, *extra: Fact) -> Node:
    """Name the value that another unit is ranked or averaged by, without explaining it."""
    code, rounding = unit.unit_code, year.edition.rounding
    if year.edition.ranking.by == "total_score":
        return rounded_node(
            "total", code, unit.total_score, unit.total_exact, said=extra, rounding=rounding
        )
    return rounded_node(
        "index", code, unit.index_pct, unit.index_exact, said=extra, rounding=rounding
    )


def grade_node(year: YearResult, unit: UnitResult, sources: Sources) -> Node:
    """Explain a grade by its band, and by the facts that hold it down."""
    rule = year.edition.grading
    is_capped = unit.grade != unit.uncapped_grade
    kind: Kind = "override" if is_capped else "law"
    facts = [Fact(name="legal_reference", value=rule.legal_reference)]
    facts += _bounds(year.edition, unit)
    if is_capped and isinstance(unit.uncapped_grade, GradeBand):
        facts.append(Fact(name="uncapped", value=unit.uncapped_grade.name_vi))
    caps = tuple(adjustment_node(a, sources) for a in unit.adjustments if a.kind == "cap")
    return Node(
        subject="grade",
        kind=kind,
        code=unit.unit_code,
        value=unit.grade if isinstance(unit.grade, GradeBand) else why_unranked(year.edition, unit),
        facts=tuple(facts),
        parts=caps,
    )


def _peer_nodes(year: YearResult, unit: UnitResult, own: tuple[UnitResult, ...]) -> Iterator[Node]:
    """Yield the units of the group with a better place, then those with the same."""
    if not isinstance(unit.rank, int):
        return
    for peer in own:
        if peer is unit or not isinstance(peer.rank, int) or peer.rank > unit.rank:
            continue
        relation = "ahead" if peer.rank < unit.rank else "level"
        yield _peer_node(
            year,
            peer,
            Fact(name="relation", value=relation),
            Fact(name="rank_of_unit", value=peer.rank),
            *_tie_breaks(year.edition, peer),
        )


def _compared(edition: Edition, unit: UnitResult) -> tuple[Fact, ...]:
    """Return the values a unit is ranked by, in the order in which they are compared."""
    first = Fact(name="compared", value=rank_values(edition, unit)[edition.ranking.by])
    return known_facts((first, *_tie_breaks(edition, unit)))


def _tie_breaks(edition: Edition, unit: UnitResult) -> tuple[Fact, ...]:
    values = rank_values(edition, unit)
    return tuple(Fact(name=name, value=values[name]) for name in edition.ranking.tie_break)


def _bounds(edition: Edition, unit: UnitResult) -> tuple[Fact, ...]:
    """Return what was held against the bands, and the ends of the band it fell in."""
    rule = edition.grading
    value = unit.index_pct if rule.value == "rounded" else unit.index_exact
    facts = [Fact(name="compared", value=value), Fact(name="rounding", value=edition.rounding)]
    band = unit.uncapped_grade
    if isinstance(band, GradeBand):
        place = rule.bands.index(band)
        facts.append(Fact(name="band_from", value=band.ge))
        if place:
            facts.append(Fact(name="band_below", value=rule.bands[place - 1].ge))
    return known_facts(facts)
