"""What moved the index of one unit: its exact difference, split over components and causes.

An index is a sum of points times weights, and the weight of a point depends on every maximum
in the denominator. The components of before become those of after in three steps: first those
that the rules changed, then those that waited for a decision, then those that began or ceased
to apply. What a step does to the weights, and to the components it exchanges, is its part;
what is left are points that changed at the weights of after.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from cchc_lib.core.audit.comparing.changes import NotCompared, Part, PointChange
from cchc_lib.core.audit.comparing.component_matching import ComponentPair
from cchc_lib.core.effects import points_at
from cchc_lib.core.rounds import is_appraised_component
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore, RuleLine, points_of
from cchc_lib.core.totals import rescale

__all__ = ["STEPS", "Contribution", "contributions_of", "index_of"]

STEPS: tuple[Part, ...] = ("rule", "undecided", "applicability")
"""The causes that exchange whole components, in the order in which they are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One component: how its points changed, and what it did to the index, part by part."""

    pair: ComponentPair
    points: PointChange | NotCompared
    effects: dict[Part, Fraction]


@dataclass(frozen=True, slots=True)
class _Weights:
    """What one point is worth in percentage points of the index."""

    appraised: Fraction
    survey: Fraction

    def of(self, score: ComponentScore) -> Fraction:
        """Return the weight of a component's points."""
        return self.survey if score.is_survey else self.appraised

    def worth(self, score: ComponentScore | None) -> Fraction:
        """Return what a component adds to the index; nothing without points."""
        if score is None:
            return Fraction(0)
        return Fraction(points_of(score.final.value) or 0) * self.of(score)


def contributions_of(
    before: Edition, after: Edition, pairs: Sequence[ComponentPair]
) -> tuple[Contribution, ...]:
    """Split the change of what the components of one unit add to its index.

    The effects of all contributions add up exactly to ``index_of`` after less before.
    """
    causes = [_exchanged_by(pair) for pair in pairs]
    weights = [_weigh(_at_step(pairs, causes, number)) for number in range(len(STEPS) + 1)]
    return tuple(
        _contribution(before, after, pair, cause, weights)
        for pair, cause in zip(pairs, causes, strict=True)
    )


def index_of(scores: Sequence[ComponentScore]) -> Fraction:
    """Return what components alone make of an index, before bonus, penalty and limits."""
    weights = _weigh(scores)
    return sum((weights.worth(score) for score in scores), Fraction(0))


def _exchanged_by(pair: ComponentPair) -> Part | None:
    """Return the step that exchanges a component; ``None`` where only points may differ."""
    ends = pair.ends
    if ends is None:
        return "rule"
    states = {score.status for score in ends}
    if "not_appraised" in states and len(states) > 1:
        return "undecided"
    return "applicability" if _policy(ends[0]) != _policy(ends[1]) else None


def _policy(score: ComponentScore) -> str:
    return score.exemption.policy if score.exemption else ""


def _at_step(
    pairs: Sequence[ComponentPair], causes: Sequence[Part | None], number: int
) -> list[ComponentScore]:
    """Return the components as they stand after the first steps."""
    done = (*STEPS[:number], *((None,) if number == len(STEPS) else ()))
    ends = (
        pair.new if cause in done else pair.old for pair, cause in zip(pairs, causes, strict=True)
    )
    return [score for score in ends if score is not None]


def _weigh(scores: Sequence[ComponentScore]) -> _Weights:
    factor, max_score = rescale(scores)
    point = Fraction(100) / Fraction(max_score) if max_score else Fraction(0)
    return _Weights(appraised=factor * point, survey=point)


def _contribution(
    before: Edition,
    after: Edition,
    pair: ComponentPair,
    cause: Part | None,
    weights: Sequence[_Weights],
) -> Contribution:
    if cause is not None:
        moved = weights[-1].worth(pair.new) - weights[0].worth(pair.old)
        why = pair.hurdle or _without_difference(cause)
        return Contribution(pair=pair, points=why, effects={cause: moved})
    assert pair.ends is not None
    effects = dict(_weight_effects(pair.ends[0], weights))
    points = _point_change(before, after, *pair.ends)
    if isinstance(points, PointChange):
        weight = weights[-1].of(pair.ends[1])
        effects |= {
            "own_figures": Fraction(points.own_figures) * weight,
            "appraisal": Fraction(points.appraisal) * weight,
            "survey": Fraction(points.survey) * weight,
        }
    return Contribution(pair=pair, points=points, effects=effects)


def _weight_effects(
    score: ComponentScore, weights: Sequence[_Weights]
) -> Iterator[tuple[Part, Fraction]]:
    """Yield what each step did to the worth of the points of before."""
    for step, (earlier, later) in zip(STEPS, pairwise(weights), strict=True):
        yield step, later.worth(score) - earlier.worth(score)


def _without_difference(cause: Part) -> NotCompared:
    return NotCompared(reason="undecided" if cause == "undecided" else "applicability")


def _point_change(
    before: Edition, after: Edition, old: ComponentScore, new: ComponentScore
) -> PointChange | NotCompared:
    """Split the difference of points between what the figures earn and what was given."""
    was, now = points_of(old.final.value), points_of(new.final.value)
    if was is None or now is None:
        return _without_difference(
            "undecided" if new.status == "not_appraised" else "applicability"
        )
    difference = now - was
    bases = (_base(before, old), _base(after, new))
    own, is_appraised = Decimal(0), is_appraised_component(new)
    if is_appraised and bases[0] is not None and bases[1] is not None:
        own = bases[1] - bases[0]
    survey = difference if new.is_survey else Decimal(0)
    return PointChange(
        difference=difference,
        own_figures=own,
        appraisal=difference - survey - own,
        survey=survey,
        has_base=not is_appraised or None not in bases,
    )


def _base(edition: Edition, score: ComponentScore) -> Decimal | None:
    """Return what the unit's figures earn, or its claim where no figures are asked for."""
    line = score.rule_score
    if isinstance(line, RuleLine):
        return points_of(line.value)
    return points_of(points_at(edition, score, "self_assessment"))
