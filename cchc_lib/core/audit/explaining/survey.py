"""Explain the points that the survey gives: answers, weights, percentages measured elsewhere."""

from collections.abc import Iterator
from decimal import Decimal

from cchc_lib.core.audit.explaining.nodes import Fact, Node
from cchc_lib.core.audit.explaining.sources import Sources, exact_fact
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import MeasuredPercent, NotAppraised, SurveyTally

__all__ = ["survey_nodes"]


def survey_nodes(score: ComponentScore, sources: Sources) -> Iterator[Node]:
    """Yield the survey's points of a component, or that there are none yet."""
    conduct = sources.year.edition.survey
    line = score.survey
    if not score.is_survey:
        return
    clauses = (
        Fact(name="legal_reference", value=score.legal_reference),
        Fact(name="legal_reference", value=conduct.legal_reference),
    )
    if isinstance(line, NotAppraised):
        yield Node(subject="survey", kind="law", code="", value=line, facts=clauses)
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
            Fact(name="max_score", value=score.max_score),
            *clauses,
            *exact_fact(line.exact),
            Fact(name="rounding", value=score.rounding),
            Fact(name="sample_size", value=line.sample_size),
            *margin,
        ),
        parts=(
            *(
                _tally_node(tally, weights[tally.respondent_group], sources)
                for tally in line.tallies
            ),
            *(_percent_node(score, percent, sources) for percent in line.measured),
        ),
    )


def _tally_node(tally: SurveyTally, weight: Decimal, sources: Sources) -> Node:
    counts = ", ".join(f"{answer}: {count}" for answer, count in tally.counts.items())
    conduct = sources.year.edition.survey
    return Node(
        subject="tally",
        kind="input",
        code=tally.respondent_group,
        value=counts,
        facts=(
            Fact(name="weight", value=weight),
            Fact(name="dont_know", value=tally.dont_know),
            Fact(name="legal_reference", value=conduct.legal_reference),
            *sources.read_from(tally.place),
        ),
    )


def _percent_node(score: ComponentScore, percent: MeasuredPercent, sources: Sources) -> Node:
    return Node(
        subject="percent",
        kind="input",
        code=percent.component_code,
        value=percent.percent,
        facts=(
            Fact(name="legal_reference", value=score.legal_reference),
            *sources.read_from(percent.place),
        ),
    )
