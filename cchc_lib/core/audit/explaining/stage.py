"""Explain what one stage of the procedure did to a unit: its total before and after."""

from collections.abc import Iterator
from decimal import Decimal

from cchc_lib.core.audit.explaining.component import decision_facts, response_node
from cchc_lib.core.audit.explaining.nodes import Fact, Kind, Node
from cchc_lib.core.audit.explaining.sources import Sources, exact_fact, known_facts
from cchc_lib.core.effects import points_at
from cchc_lib.core.results import StageStanding, YearResult
from cchc_lib.core.round_rules import Stage
from cchc_lib.core.rounds import is_appraised_component
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import Explanation, NotAppraised

__all__ = ["explain_stage"]

_FIRST = NotAppraised(reason_vi="Giai đoạn đầu tiên, chưa có gì để thay đổi")
_NO_TOTAL = NotAppraised(reason_vi="Chưa có tổng điểm ở cả hai giai đoạn")


def explain_stage(year: YearResult, unit_code: str, stage: Stage) -> Node:
    """Explain the effect of a stage: the change of the total, and the components it changed."""
    standings = year.standings_of(unit_code)
    place = next(n for n, one in enumerate(standings) if one.stage == stage)
    before = standings[place - 1] if place else None
    sources = Sources.of_unit(year, unit_code)
    return Node(
        subject="stage",
        kind="formula",
        code=stage,
        value=_effect(before, standings[place]),
        facts=tuple(_facts(year, before, standings[place])),
        parts=tuple(_parts(year.scores_of(unit_code), before, stage, sources)),
    )


def _effect(before: StageStanding | None, now: StageStanding) -> Decimal | NotAppraised:
    if before is None:
        return _FIRST
    if isinstance(before.total_score, Decimal) and isinstance(now.total_score, Decimal):
        return now.total_score - before.total_score
    return _NO_TOTAL


def _facts(year: YearResult, before: StageStanding | None, now: StageStanding) -> Iterator[Fact]:
    if before is not None:
        yield Fact(name="before", value=before.total_score)
    yield Fact(name="after", value=now.total_score)
    yield from exact_fact(now.total_exact)
    yield Fact(name="rounding", value=year.edition.rounding)
    earlier = () if before is None else (Fact(name="rank_before", value=before.rank),)
    yield from known_facts(
        (
            Fact(name="index_after", value=now.index_pct),
            *earlier,
            Fact(name="rank_after", value=now.rank),
        )
    )
    yield Fact(name="changed_count", value=now.changed_count)
    yield Fact(name="undecided_count", value=now.undecided_count)
    yield Fact(name="legal_reference", value=year.edition.procedure.legal_reference)


def _parts(
    scores: tuple[ComponentScore, ...], before: StageStanding | None, stage: Stage, sources: Sources
) -> Iterator[Node]:
    """Yield what a stage changed, or what was said at it where it changes nothing by itself."""
    if stage == "explanation":
        for score in scores:
            if isinstance(score.response, Explanation):
                yield response_node(score.response, sources)
        return
    for score in scores:
        if before is not None and is_appraised_component(score):
            yield from _change_nodes(score, before.stage, stage, sources)


def _change_nodes(
    score: ComponentScore, before: Stage, stage: Stage, sources: Sources
) -> Iterator[Node]:
    edition = sources.year.edition
    old, new = points_at(edition, score, before), points_at(edition, score, stage)
    if old == new:
        return
    facts = [Fact(name="before", value=old)]
    if isinstance(old, Decimal) and isinstance(new, Decimal):
        facts.append(Fact(name="change", value=new - old))
    line = next((d for d in score.decisions if d.stage == stage and d.kind != "refused"), None)
    kind: Kind = "formula"
    if line is not None:
        kind = line.kind
        own = decision_facts(score, line, sources)
        facts += [f for f in own if f.name not in {"previous", "difference"}]
    yield Node(
        subject="change",
        kind=kind,
        code=score.component_code,
        value=new,
        facts=(*facts, Fact(name="legal_reference", value=score.legal_reference)),
    )
