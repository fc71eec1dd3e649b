"""Worked examples of an edition: figures made up here, points computed by the engine."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.rule_kinds import (
    DeadlineTiers,
    FigureRule,
    GradedShare,
    Quotient,
    SurveyMap,
    SurveyMean,
    SurveyRuleKind,
)
from cchc_lib.core.rulebook import Component, Edition, InputSpec
from cchc_lib.core.scoring import Figures, due_date, find_figure_problem, score_by_rule
from cchc_lib.core.submission import Figure, Place, SurveyTally
from cchc_lib.core.survey import measure_answers
from cchc_lib.present.html import Column, Html, stacked, table
from cchc_lib.present.names import RULE_KIND_NAMES
from cchc_lib.present.wording import describe_rule, format_exact, format_value
from cchc_lib.vietnamese import format_decimal

__all__ = ["worked_examples"]

_PLANNED = Decimal(20)
_ACHIEVED = (Decimal(20), Decimal(17), Decimal(9))
_FAULTS = (Decimal(0), Decimal(1), Decimal(3))
_PERCENTS = (Decimal(100), Decimal(85), Decimal(45))


def worked_examples(edition: Edition) -> Html:
    """Show one component of each rule kind with made-up figures and the points they earn."""
    firsts: dict[str, Component] = {}
    for component in edition.components():
        firsts.setdefault(component.rule.kind, component)
    rows = [row for component in firsts.values() for row in _example_rows(edition, component)]
    return table(
        caption="Ví dụ tính điểm (số liệu minh họa)",
        columns=(
            Column("Tiêu chí thành phần và cách cho điểm"),
            Column("Số liệu minh họa"),
            Column("Điểm chính xác", is_number=True),
            Column("Điểm", is_number=True),
        ),
        rows=rows,
    )


def _example_rows(edition: Edition, component: Component) -> Iterator[tuple[str | Html, ...]]:
    """Yield the examples of one component; the first row carries name and rule."""
    max_score = next(iter(component.max_score.values()))
    name = stacked(
        (
            f"{component.code}. {component.name_vi}",
            f"{RULE_KIND_NAMES[component.rule.kind]}. {describe_rule(component, max_score)}",
        ),
    )
    first: str | Html = name
    for shown, exact in _examples(edition, component, max_score):
        yield (
            first,
            shown,
            format_exact(exact),
            format_decimal(edition.rounding.component(exact), edition.rounding.component_places),
        )
        first = "〃"


def _examples(
    edition: Edition, component: Component, max_score: Decimal
) -> Iterator[tuple[str, Fraction]]:
    rule = component.rule
    if isinstance(rule, FigureRule):
        year = edition.first_year
        for figures in _figure_sets(rule, component, year):
            if find_figure_problem(rule, figures) is None:
                shown = "; ".join(
                    f"{spec.label_vi}: {format_value(figures[spec.code])}"
                    for spec in component.inputs
                )
                points = score_by_rule(rule, max_score=max_score, figures=figures, year=year)
                yield shown, points
    elif isinstance(rule, SurveyMean | SurveyMap):
        yield from _survey_example(edition, rule, component, max_score)
    elif isinstance(rule, SurveyRuleKind):
        for percent in _PERCENTS:
            yield f"Tỷ lệ công bố: {format_decimal(percent)}%", Fraction(max_score * percent) / 100


def _figure_sets(rule: FigureRule, component: Component, year: int) -> Iterator[Figures]:
    """Yield up to three sets of figures, from full achievement down."""
    for step in range(len(_ACHIEVED)):
        figures: dict[str, Figure] = {}
        for spec in component.inputs:
            figures[spec.code] = _figure(rule, spec, step, year)
        if isinstance(rule, DeadlineTiers):
            figures[rule.date] = due_date(rule, figures, year) + timedelta(days=(0, 1, 40)[step])
        yield figures


def _figure(rule: FigureRule, spec: InputSpec, step: int, year: int) -> Figure:
    measure = getattr(rule, "measure", None)
    if isinstance(measure, Quotient) and spec.code in {measure.planned, measure.achieved}:
        return _PLANNED if spec.code == measure.planned else _ACHIEVED[step]
    if isinstance(rule, GradedShare):
        return rule.levels[min(step, len(rule.levels) - 1)].name_vi
    match spec.kind:
        case "flag":
            return step == 0
        case "date":
            return date(year, 6, 30)
        case _:
            return _PERCENTS[step] if spec.kind == "percent" else _FAULTS[step]


def _survey_example(
    edition: Edition, rule: SurveyMean | SurveyMap, component: Component, max_score: Decimal
) -> Iterator[tuple[str, Fraction]]:
    """Yield one made-up set of answers, the same from each group of respondents."""
    answers = (
        list(rule.percent_by_answer)
        if isinstance(rule, SurveyMap)
        else [str(answer) for answer in range(rule.lowest, rule.highest + 1)]
    )
    counts = {answer: 10 * (place + 1) for place, answer in enumerate(answers)}
    tallies = [
        SurveyTally(
            unit_code="",
            component_code=component.code,
            respondent_group=group.code,
            counts=counts,
            dont_know=0,
            place=Place(file=""),
        )
        for group in edition.survey.respondent_groups
    ]
    measure = measure_answers(rule, tallies, edition.survey)
    if measure is not None:
        shown = "; ".join(f"“{answer}”: {count}" for answer, count in counts.items())
        yield f"Mỗi nhóm trả lời {shown}", Fraction(max_score) * measure.share
