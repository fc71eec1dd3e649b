"""Explain the points that the survey gives: answers, weights, percentages measured elsewhere."""

from collections.abc import Iterator
from decimal import Decimal

from cchc_lib.core.audit.explaining.nodes import Fact, Node
from cchc_lib.core.audit.explaining.sources import Sources, exact_fact
from cchc_lib.core.stages import ComponentScore, SurveyLine
from cchc_lib.core.submission import MeasuredPercent, NotAppraised, SurveyTally
from cchc_lib.core.suppression import HIDDEN, hidden_cells, hidden_groups

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
    few = line.sample_size < conduct.minimum_answers
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
            Fact(name="sample_size", value=HIDDEN if few else line.sample_size),
            *margin,
        ),
        parts=tuple(_parts(score, line, sources)),
    )


def _parts(score: ComponentScore, line: SurveyLine, sources: Sources) -> Iterator[Node]:
    """Yield what the groups answered, and percentages that were measured elsewhere."""
    weights = {group.code: group.weight for group in line.weights}
    hidden = hidden_groups(line.tallies, sources.year.edition.survey)
    for tally in line.tallies:
        group = tally.respondent_group
        yield _tally_node(tally, weights[group], sources, is_hidden=group in hidden)
    for percent in line.measured:
        yield _percent_node(score, percent, sources)


def _tally_node(tally: SurveyTally, weight: Decimal, sources: Sources, *, is_hidden: bool) -> Node:
    conduct = sources.year.edition.survey
    unknown = tally.dont_know
    is_few = 0 < unknown < conduct.minimum_answers
    return Node(
        subject="tally",
        kind="input",
        code=tally.respondent_group,
        value=_counts_shown(tally, conduct.minimum_answers, is_hidden=is_hidden),
        facts=(
            Fact(name="weight", value=weight),
            Fact(name="dont_know", value=HIDDEN if is_few else unknown),
            Fact(name="legal_reference", value=conduct.legal_reference),
            *sources.read_from(tally.place),
        ),
    )


def _counts_shown(tally: SurveyTally, minimum: int, *, is_hidden: bool) -> str:
    """Write how often each answer was given, but no count behind which somebody can be found.

    Where the size of the group is hidden every count is: together they would give it away.
    """
    hidden = frozenset(tally.counts) if is_hidden else hidden_cells(tally.counts, minimum)
    shown = ", ".join(
        f"{answer}: {HIDDEN if answer in hidden else count}"
        for answer, count in tally.counts.items()
    )
    if not hidden:
        return shown
    return f"{shown} (không công bố số đếm dưới {minimum}; đủ ở tables/answers.csv, lưu nội bộ)"


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
