"""What makes a score uncertain: survey sampling, rounding, appraisers' disagreement, weights.

Every source is drawn from its own stream of the seed, so that a source alone and among the others
gives the same draws.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import Literal

import numpy as np

from cchc_lib.analysis.composite import Floats
from cchc_lib.analysis.model import GroupModel
from cchc_lib.core.results import YearResult
from cchc_lib.core.rounds import is_appraised_component
from cchc_lib.core.rule_kinds import SurveyPercent
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore, SurveyLine
from cchc_lib.core.survey import measure_answers

__all__ = ["SOURCES", "Disturbance", "Source", "Spread", "disagreements", "draw", "spread_of"]

Source = Literal["survey", "rounding", "appraisal", "weights"]
Numbers = Callable[[tuple[int, int]], Floats]
SOURCES: tuple[Source, ...] = ("survey", "rounding", "appraisal", "weights")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far each source may move the shares of a group's units.

    ``survey`` (unit, component) standard errors; ``rounding`` (unit, component) half a unit of
    the last place; ``differences`` per kind of rule, with the ``kind`` of each component and
    ``appraised`` (unit, component) one where an appraiser decided; ``weight_pct`` for weights.
    All but the last are shares of the maximum.
    """

    survey: Floats
    rounding: Floats
    kinds: tuple[str, ...]
    differences: Mapping[str, Floats]
    appraised: Floats
    weight_pct: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Disturbance:
    """Draws of one source: added to shares (draw, unit, component), times weights (draw, ...)."""

    shift: Floats | None = None
    weights: Floats | None = None


def spread_of(year: YearResult, model: GroupModel, *, weight_pct: float) -> Spread:
    """Measure of a year how far each source may move the shares of a group."""
    shape = model.share.shape
    errors = [[_standard_error(year.edition, score) for score in own] for own in model.scores]
    half = 0.5 * 10.0**-year.edition.rounding.component_places
    is_between = (model.share > 0) & (model.share < 1) & (model.counted > 0)
    decided = [[float(_is_appraised(score)) for score in own] for own in model.scores]
    return Spread(
        survey=np.array(errors).reshape(shape),
        rounding=np.where(is_between, half / model.maximum, 0.0),
        kinds=tuple(row.component.rule.kind for row in model.rows),
        differences=disagreements(year),
        appraised=np.array(decided).reshape(shape),
        weight_pct=weight_pct,
    )


def disagreements(year: YearResult) -> dict[str, Floats]:
    """Return by kind of rule how far the last decision lies from the first, as shares.

    One number for every appraised component of the year, zero where the first one stood.
    """
    kinds = {component.code: component.rule.kind for component in year.edition.components()}
    found: dict[str, list[float]] = {}
    for score in year.scores:
        if _is_appraised(score):
            values = [line.value for line in score.decisions]
            last = values[-1] - values[0] if values else Decimal(0)
            share = float(last) / float(score.max_score)
            found.setdefault(kinds[score.component_code], []).append(share)
    return {kind: np.array(values) for kind, values in found.items()}


def draw(spread: Spread, source: Source, count: int, seed: tuple[int, ...]) -> Disturbance:
    """Draw one source ``count`` times; ``seed`` names the stream besides the source."""
    stream = np.random.default_rng([*seed, SOURCES.index(source)])
    match source:
        case "survey":
            return Disturbance(shift=_normal(stream, spread.survey, count))
        case "rounding":
            return Disturbance(shift=_uniform(stream, spread.rounding, count))
        case "appraisal":
            return Disturbance(shift=_resampled(stream, spread, count))
        case "weights":
            size, width = (count, len(spread.kinds)), spread.weight_pct / 100
            return Disturbance(weights=1 + width * stream.uniform(-1.0, 1.0, size))


def _normal(stream: np.random.Generator, error: Floats, count: int) -> Floats:
    """Draw normal errors of the components that have any."""
    return _spread_out(error, count, stream.standard_normal)


def _uniform(stream: np.random.Generator, half: Floats, count: int) -> Floats:
    return _spread_out(half, count, lambda size: stream.uniform(-1.0, 1.0, size))


def _spread_out(scale: Floats, count: int, numbers: Numbers) -> Floats:
    shift = np.zeros((count, *scale.shape))
    touched = scale > 0
    shift[:, touched] = scale[touched] * numbers((count, int(touched.sum())))
    return shift


def _resampled(stream: np.random.Generator, spread: Spread, count: int) -> Floats:
    """Draw from the differences of the component's kind of rule, up or down alike."""
    shift = np.zeros((count, *spread.appraised.shape))
    for place, kind in enumerate(spread.kinds):
        pool = spread.differences.get(kind)
        if pool is not None and pool.any():
            size = (count, shift.shape[1])
            sign = stream.integers(0, 2, size) * 2 - 1
            picked = pool[stream.integers(0, len(pool), size)]
            shift[:, :, place] = sign * picked * spread.appraised[:, place]
    return shift


def _is_appraised(score: ComponentScore) -> bool:
    return score.status == "scored" and is_appraised_component(score)


def _standard_error(edition: Edition, score: ComponentScore) -> float:
    """Return the standard error of a survey score as a share; zero for all other scores.

    Of a percentage measured elsewhere only the sample is known: it counts as one of yes and no.
    """
    line = score.survey
    if not isinstance(line, SurveyLine) or score.status != "scored" or score.exemption:
        return 0.0
    if isinstance(line.rule, SurveyPercent):
        share = float(line.exact) / float(score.max_score)
        return sqrt(max(share * (1 - share), 0.0) / max(line.sample_size, 1))
    measure = measure_answers(line.rule, line.tallies, edition.survey)
    if measure is None or measure.margin is None or not edition.survey.margin_z:
        return 0.0
    return float(measure.margin / edition.survey.margin_z)
