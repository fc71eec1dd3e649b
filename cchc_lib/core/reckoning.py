"""What an edition asks of each group, worked out once, and what its rules give, kept.

One reckoning serves one computation and ends with it. Units that declare the same figures for a
component earn the same, so every rule is applied once to each set of figures and to each
count of answers that comes up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from cchc_lib.core.quantities import as_fraction
from cchc_lib.core.rule_kinds import FigureRule, SurveyPercent, SurveyRuleKind
from cchc_lib.core.rulebook import Area, Component, Criterion, Edition
from cchc_lib.core.scoring import FigureProblem, ScoringError, score_by_rule
from cchc_lib.core.stages import figures_of
from cchc_lib.core.submission import (
    ComponentEntry,
    MeasuredPercent,
    NotReported,
    SurveyTally,
)
from cchc_lib.core.survey import SurveyMeasure, measure_answers, measure_percent

__all__ = ["AppendixRow", "Earned", "Reckoning", "Surveyed", "appendix_of"]

_NOTHING = NotReported()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AppendixRow:
    """A component as it stands in the appendix of one group, and how it gets its points.

    It has a rule for figures or one for answers; without either, only the appraiser decides.
    """

    area_code: str
    criterion_code: str
    component: Component
    max_score: Decimal
    figure_rule: FigureRule | None
    survey_rule: SurveyRuleKind | None

    @property
    def is_survey(self) -> bool:
        """Tell whether the sociological survey, not the appraiser, gives the points."""
        return self.survey_rule is not None

    @property
    def is_appraised(self) -> bool:
        """Tell whether the unit claims points and an appraiser decides on them."""
        return self.component.is_appraised


class Earned(NamedTuple):
    """What figures earn, rounded and exact, or the problem for which they earn nothing."""

    value: Decimal | NotReported
    exact: Fraction | NotReported
    problem: FigureProblem | None


class Surveyed(NamedTuple):
    """What answers earn, rounded and exact, of how many there are and how sure it is."""

    value: Decimal
    exact: Fraction
    sample_size: int
    margin: Decimal | None


def appendix_of(edition: Edition, group_code: str) -> tuple[AppendixRow, ...]:
    """Return the appendix of a group: its components in official order."""
    return tuple(
        _row(area, criterion, component, group_code)
        for area in edition.areas
        for criterion in area.criteria
        for component in criterion.components
        if group_code in component.max_score
    )


def _row(area: Area, criterion: Criterion, component: Component, group_code: str) -> AppendixRow:
    rule = component.rule
    return AppendixRow(
        area_code=area.code,
        criterion_code=criterion.code,
        component=component,
        max_score=component.max_score[group_code],
        figure_rule=rule if isinstance(rule, FigureRule) else None,
        survey_rule=rule if isinstance(rule, SurveyRuleKind) else None,
    )


class Reckoning:
    """One computation under one edition for one year, and what it has found out so far."""

    __slots__ = ("_appendices", "_earned", "_surveyed", "edition", "year")

    def __init__(self, edition: Edition, year: int) -> None:
        self.edition = edition
        self.year = year
        self._appendices: dict[str, tuple[AppendixRow, ...]] = {}
        self._earned: dict[object, Earned] = {}
        self._surveyed: dict[object, Surveyed | None] = {}

    def appendix(self, group_code: str) -> tuple[AppendixRow, ...]:
        """Return the appendix of a group."""
        rows = self._appendices.get(group_code)
        if rows is None:
            rows = self._appendices[group_code] = appendix_of(self.edition, group_code)
        return rows

    def earned(self, row: AppendixRow, rule: FigureRule, entry: ComponentEntry) -> Earned:
        """Return what the figures of an entry earn by the rule of a row.

        An entry holds the figures that the component asks for, in its order. A flag may equal a
        number and is not the same figure, so the kind of every figure counts as well.
        """
        values = tuple([one.value for one in entry.figures])
        key = (row, values, *map(type, values))
        found = self._earned.get(key)
        if found is None:
            found = self._earned[key] = self._earn(row, rule, entry)
        return found

    def surveyed(
        self,
        row: AppendixRow,
        rule: SurveyRuleKind,
        tallies: Sequence[SurveyTally],
        percent: MeasuredPercent | None,
    ) -> Surveyed | None:
        """Return what the survey gives by the rule of a row; ``None`` where too few answered."""
        key = (
            row,
            (percent.percent, percent.sample_size) if percent else None,
            *[(one.respondent_group, *one.counts, *one.counts.values()) for one in tallies],
        )
        if key not in self._surveyed:
            measure = _measure(self.edition, rule, tallies, percent)
            self._surveyed[key] = None if measure is None else self._points(row, measure)
        return self._surveyed[key]

    def _earn(self, row: AppendixRow, rule: FigureRule, entry: ComponentEntry) -> Earned:
        figures, most = figures_of(entry), row.max_score
        try:
            exact = score_by_rule(rule, max_score=most, figures=figures, year=self.year)
        except ScoringError as error:
            return Earned(_NOTHING, _NOTHING, error.problem)
        return Earned(self.edition.rounding.component(exact), exact, None)

    def _points(self, row: AppendixRow, measure: SurveyMeasure) -> Surveyed:
        rounding, margin = self.edition.rounding, measure.margin
        exact = as_fraction(row.max_score) * measure.share
        shown = None if margin is None else rounding.component(margin * row.max_score)
        return Surveyed(rounding.component(exact), exact, measure.sample_size, shown)


def _measure(
    edition: Edition,
    rule: SurveyRuleKind,
    tallies: Sequence[SurveyTally],
    percent: MeasuredPercent | None,
) -> SurveyMeasure | None:
    if not isinstance(rule, SurveyPercent):
        return measure_answers(rule, tallies, edition.survey)
    return measure_percent(percent.percent, percent.sample_size) if percent else None
