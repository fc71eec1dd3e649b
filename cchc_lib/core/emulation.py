"""From grade, place and recorded facts to what is proposed in emulation and commendation."""

from collections.abc import Iterator, Sequence

from cchc_lib.core.results import BarReason, Proposal, UnitResult
from cchc_lib.core.round_rules import Commendation
from cchc_lib.core.rulebook import CapRule, Edition, GradeBand

__all__ = ["propose"]


def propose(edition: Edition, units: Sequence[UnitResult]) -> tuple[Proposal, ...]:
    """Return what the edition lets be proposed for every unit, in the order of the units."""
    return tuple(_proposal(edition, unit) for unit in units)


def _proposal(edition: Edition, unit: UnitResult) -> Proposal:
    barred: dict[str, BarReason] = {}
    proposed: Commendation | None = None
    for commendation in edition.emulation.commendations:
        reason = next(_bars(edition, unit, commendation), None)
        if reason is None:
            proposed = commendation
            break
        barred[commendation.code] = reason
    return Proposal(
        unit_code=unit.unit_code,
        completion_vi=_completion(edition, unit),
        commendation=proposed,
        barred=barred,
        caps=_caps(edition, unit),
        is_provisional=unit.is_provisional,
    )


def _completion(edition: Edition, unit: UnitResult) -> str:
    """Return the task-completion level that the grade supports; empty while it may change."""
    if unit.is_provisional or not isinstance(unit.grade, GradeBand):
        return ""
    levels = {level.grade: level.title_vi for level in edition.emulation.completion}
    return levels.get(unit.grade.code, "")


def _caps(edition: Edition, unit: UnitResult) -> tuple[CapRule, ...]:
    facts = {adjustment.code for adjustment in unit.adjustments if adjustment.kind == "cap"}
    return tuple(cap for cap in edition.grading.caps if cap.code in facts)


def _bars(edition: Edition, unit: UnitResult, commendation: Commendation) -> Iterator[BarReason]:
    """Yield why a commendation cannot be proposed, the most general reason first."""
    if unit.is_provisional or not isinstance(unit.grade, GradeBand):
        yield "incomplete"
        return
    facts = {cap.code for cap in _caps(edition, unit)}
    if facts & set(commendation.excluded_by):
        yield "fact"
    if unit.grade.ge < edition.grading.band(commendation.lowest_grade).ge:
        yield "grade"
    if not isinstance(unit.rank, int) or unit.rank > commendation.best_places:
        yield "place"
