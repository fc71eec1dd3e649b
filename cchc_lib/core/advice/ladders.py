"""The legal ladder of a component: the levels of points above its own, and what reaches each.

A level is reached by figures: those that the unit has declared, if they earn more than it was
granted, or other ones. What figures earn is worked out by the rules of the edition. Where an
external source has the figures, the unit declares none and nobody grants: the step is that the
source publishes them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cchc_lib.core.advice.better_figures import Declared, better_figures
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.scoring import Figures, ScoringError, score_by_rule
from cchc_lib.core.stages import ComponentScore, RuleLine
from cchc_lib.core.submission import DeclaredFigure, Figure, NotReported

__all__ = ["Change", "Ladder", "LeftOut", "Step", "declared_by", "ladder_of", "step_to"]

_NOTHING = NotReported()
LeftOut = Literal["survey", "judgment", "exempt", "undecided", "unpublished", "figures"]
"""Why nothing can be promised of a component: respondents or appraisers give the points, it does
not apply, nobody has decided yet, a figure of the external source is missing, or no figure that
the unit can change earns more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure in place of the declared or published one."""

    input_code: str
    before: Figure | NotReported
    after: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A component with other figures, granted what they earn; without changes, its own are.

    ``is_from_source`` tells that an external source publishes the figures, and that they earn
    their points without being granted.
    """

    component_code: str
    before: Decimal | None
    after: Decimal
    changes: tuple[Change, ...]
    is_from_source: bool

    @property
    def gain(self) -> Decimal:
        """Return the points won; what is not decided yet counts as nothing."""
        return self.after - (self.before or Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The steps above a component, the lowest first; or why there are none."""

    score: ComponentScore
    steps: tuple[Step, ...] = ()
    left_out: LeftOut | None = None

    @property
    def lost(self) -> Decimal | None:
        """Return the points missing to the maximum; nothing where none are decided."""
        now = self.score.final.value
        return self.score.max_score - now if isinstance(now, Decimal) else None


def ladder_of(edition: Edition, score: ComponentScore, component: Component) -> Ladder:
    """Return the legal ladder of a component from what it was granted."""
    line, now = score.rule_score, score.final.value
    if score.exemption is not None:
        return Ladder(score=score, left_out="exempt")
    if not isinstance(line, RuleLine):
        return Ladder(score=score, left_out="survey" if score.is_survey else "judgment")
    if not isinstance(now, Decimal):
        return Ladder(score=score, left_out=_why_open(score))
    if now >= score.max_score:
        return Ladder(score=score)
    steps: dict[Decimal, Step] = {}
    for figures in _candidates(line, score, component):
        points = _points(edition, score, line, figures)
        if points is not None and points > now and points not in steps:
            steps[points] = _step(score, line, figures, points)
    ladder = tuple(steps[points] for points in sorted(steps))
    return Ladder(score=score, steps=ladder, left_out=None if ladder else "figures")


def _why_open(score: ComponentScore) -> LeftOut:
    """Say why there are no points yet; nobody decides on what a source publishes."""
    return "unpublished" if score.is_from_source else "undecided"


def step_to(edition: Edition, score: ComponentScore, figures: Figures) -> Step:
    """Return the step to certain figures of a component that asks for some.

    Raises
    ------
    ScoringError
        If the figures are incomplete or impossible.
    """
    line = score.rule_score
    assert isinstance(line, RuleLine)
    return _step(score, line, figures, _earned(edition, score, line, figures))


def declared_by(figures: tuple[DeclaredFigure, ...]) -> dict[str, Figure]:
    """Return the figures that were reported, by input code."""
    return {f.input_code: f.value for f in figures if not isinstance(f.value, NotReported)}


def _candidates(line: RuleLine, score: ComponentScore, component: Component) -> Iterator[Figures]:
    """Yield the declared figures, then others in their place."""
    own = declared_by(line.figures)
    declared = Declared(
        figures=own,
        whole=frozenset(spec.code for spec in component.inputs if spec.kind == "count"),
        max_score=score.max_score,
        year=line.year,
    )
    yield own
    for changed in better_figures(line.rule, declared):
        yield {**own, **changed}


def _points(
    edition: Edition, score: ComponentScore, line: RuleLine, figures: Figures
) -> Decimal | None:
    """Return what figures earn; nothing where they are incomplete or impossible."""
    try:
        return _earned(edition, score, line, figures)
    except ScoringError:
        return None


def _earned(edition: Edition, score: ComponentScore, line: RuleLine, figures: Figures) -> Decimal:
    exact = score_by_rule(line.rule, max_score=score.max_score, figures=figures, year=line.year)
    return edition.rounding.component(exact)


def _step(score: ComponentScore, line: RuleLine, figures: Figures, points: Decimal) -> Step:
    now = score.final.value
    return Step(
        component_code=score.component_code,
        before=now if isinstance(now, Decimal) else None,
        after=points,
        changes=tuple(_changes(line.figures, figures)),
        is_from_source=score.is_from_source,
    )


def _changes(declared: tuple[DeclaredFigure, ...], figures: Figures) -> Iterator[Change]:
    own = {one.input_code: one.value for one in declared}
    for code, after in figures.items():
        before = own.get(code, _NOTHING)
        if after != before:
            yield Change(input_code=code, before=before, after=after)
