"""One group of a computed year as arrays: components to index to places, for many draws.

The index of a draw is made by the law's own steps: points over the maxima that apply, the
not-applicable policy, bonus and penalty, the declared rounding, the declared tie rule. Only
units with an official place are in it. Without disturbance it gives the official places.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cchc_lib.analysis.composite import Floats, Mask, weighted_mean
from cchc_lib.analysis.places import ahead, places, rounded
from cchc_lib.core.reckoning import AppendixRow, appendix_of
from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import NotApplicable

__all__ = ["GroupModel", "Outcome", "group_model"]

_FULL = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Index (percent) and place as (draw, unit); ``is_ahead`` as (draw, unit, other)."""

    index: Floats
    place: Floats
    is_ahead: Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupModel:
    """The units of one group that have a place, best first, against the rows of its appendix.

    ``share`` (unit, component) is points over maximum, zero where ``counted`` is zero;
    ``given_back`` (unit,) is the maximum that the policy adds to a unit again.
    """

    edition: Edition
    units: tuple[UnitResult, ...]
    rows: tuple[AppendixRow, ...]
    scores: tuple[tuple[ComponentScore, ...], ...]
    maximum: Floats
    is_survey: Mask
    share: Floats
    counted: Floats
    given_back: Floats
    bonus: Floats
    penalty: Floats

    def evaluate(self, share: Floats | None = None, weights: Floats | None = None) -> Outcome:
        """Work out index and place of every unit.

        Parameters
        ----------
        share
            (..., unit, component) in place of the official shares.
        weights
            (..., component) to multiply the maxima by; zero takes a component out.
        """
        values = self.share if share is None else share
        maxima = self.maximum if weights is None else self.maximum * weights
        own, survey = np.where(self.is_survey, 0.0, maxima), np.where(self.is_survey, maxima, 0.0)
        own_max, survey_max = self._sum_max(own), self._sum_max(survey)
        back = np.where(own_max > 0, self.given_back, 0.0)
        appraised = weighted_mean(values, own, self.counted) * (own_max + back)
        surveyed = weighted_mean(values, survey, self.counted) * survey_max
        most = own_max + survey_max + back
        total = np.clip(appraised + surveyed + self.bonus - self.penalty, 0.0, most)
        index = np.divide(_FULL * total, most, out=np.zeros(total.shape), where=most > 0)
        is_ahead = ahead(self._keys(index, total, appraised, surveyed))
        place = places(is_ahead, self.edition.ranking.method)
        return Outcome(index=index, place=place, is_ahead=is_ahead)

    def _sum_max(self, maxima: Floats) -> Floats:
        return np.asarray((self.counted @ maxima[..., None])[..., 0])

    def _keys(
        self, index: Floats, total: Floats, appraised: Floats, surveyed: Floats
    ) -> tuple[Floats, ...]:
        rule = self.edition.ranking
        first = index if rule.by == "index_pct" else total
        if rule.value == "rounded":
            first = rounded(first, self.edition.rounding)
        bonus = np.broadcast_to(self.bonus, first.shape)
        breaks = {"appraised_score": appraised, "survey_score": surveyed, "bonus": bonus}
        return (first, *(breaks[name] for name in rule.tie_break))


def group_model(year: YearResult, group_code: str) -> GroupModel:
    """Return the arrays of one group of a year."""
    rows = appendix_of(year.edition, group_code)
    units = tuple(u for u in year.group_units(group_code) if isinstance(u.rank, int))
    scores = tuple(year.scores_of(unit.unit_code) for unit in units)
    maximum = np.array([float(row.max_score) for row in rows])
    points = _table(scores, _points_of, len(rows))
    return GroupModel(
        edition=year.edition,
        units=units,
        rows=rows,
        scores=scores,
        maximum=maximum,
        is_survey=np.array([row.is_survey for row in rows], dtype=bool),
        share=np.divide(points, maximum, out=np.zeros(points.shape), where=maximum > 0),
        counted=_table(scores, lambda score: float(score.status == "scored"), len(rows)),
        given_back=_table(scores, _given_back, len(rows)).sum(axis=1),
        bonus=np.array([float(unit.bonus) for unit in units]),
        penalty=np.array([float(unit.penalty) for unit in units]),
    )


def _table(
    scores: tuple[tuple[ComponentScore, ...], ...],
    value: Callable[[ComponentScore], float],
    width: int,
) -> Floats:
    table = [[value(score) for score in own] for own in scores]
    return np.array(table, dtype=np.float64).reshape(len(scores), width)


def _points_of(score: ComponentScore) -> float:
    return float(score.final.value) if score.status == "scored" else 0.0  # type: ignore[arg-type]


def _given_back(score: ComponentScore) -> float:
    value = score.final.value
    is_back = isinstance(value, NotApplicable) and not score.is_survey
    policy = value.policy if isinstance(value, NotApplicable) else ""
    back = is_back and policy == "drop_max_appraised_then_add_survey"
    return float(score.max_score) if back else 0.0
