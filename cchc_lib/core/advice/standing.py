"""Where a unit would stand with other points: total, place and grade by the rules of the edition.

All other units stay where they are. Bonus, penalty, survey and what does not apply stay too; so
what appraised points are multiplied by, and the maximum, only change where something undecided
is taken as decided.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.advice.ladders import Step
from cchc_lib.core.ranking import is_decided, rank_key
from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.stages import ComponentScore, FinalLine
from cchc_lib.core.submission import NotAppraised
from cchc_lib.core.totals import Hold, total_unit

__all__ = ["Case"]

Key = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One unit of a computed year with its scores, and what the others are ranked by, rising.

    ``fixed`` are the components whose figures were set; no other step on them is looked for.
    """

    year: YearResult
    result: UnitResult
    scores: tuple[ComponentScore, ...]
    rivals: tuple[Key, ...]
    fixed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, year: YearResult, unit_code: str) -> "Case":
        """Return a unit as it stands in a year, or in the share of it that its report may show."""
        result, edition = year.unit(unit_code), year.edition
        keys = (
            rank_key(edition, other)
            for other in year.units
            if other.group_code == result.group_code
            and other.unit_code != unit_code
            and isinstance(other.rank, int)
        )
        rivals = sorted(set(keys) if edition.ranking.method == "dense" else keys)
        scores = year.scores_of(unit_code)
        return cls(year=year, result=result, scores=scores, rivals=tuple(rivals))

    def after(self, steps: tuple[Step, ...]) -> "Case":
        """Return the unit after some steps, each granted what its figures earn."""
        points = {step.component_code: step.after for step in steps}
        scores = self._with_points(points)
        return replace(
            self,
            scores=scores,
            result=self._result_of(scores),
            fixed=self.fixed | points.keys(),
        )

    def standing_with(self, gain: Decimal) -> UnitResult:
        """Return where the unit would stand with so many appraised points more, wherever won."""
        held = next(s for s in self.scores if s.status == "scored" and not s.is_survey)
        assert isinstance(held.final.value, Decimal)
        return self._result_of(self._with_points({held.component_code: held.final.value + gain}))

    def _with_points(self, points: Mapping[str, Decimal]) -> tuple[ComponentScore, ...]:
        return tuple(
            _granted(one, points[one.component_code]) if one.component_code in points else one
            for one in self.scores
        )

    def _result_of(self, scores: tuple[ComponentScore, ...]) -> UnitResult:
        year, own = self.year, self.result
        found = total_unit(
            year.edition,
            year.assessment.unit(own.unit_code),
            scores,
            own.adjustments,
            hold=_hold_of(own),
            awaiting_count=own.awaiting_count,
        )
        return replace(found, rank=self._place_of(found), is_provisional=own.is_provisional)

    def _place_of(self, found: UnitResult) -> int | NotAppraised:
        """Return the place among the others, as :mod:`cchc_lib.core.ranking` gives it."""
        is_ranked = is_decided(self.year.edition, found.max_score, found.pending_max)
        if isinstance(found.index_exact, NotAppraised) or not is_ranked:
            return found.rank
        ahead = len(self.rivals) - bisect_right(self.rivals, rank_key(self.year.edition, found))
        return ahead + 1


def _granted(score: ComponentScore, points: Decimal) -> ComponentScore:
    """Return a component on which the stage that decides it gives certain points."""
    return replace(
        score, status="scored", final=FinalLine(value=points, taken_from=score.final.taken_from)
    )


def _hold_of(result: UnitResult) -> Hold:
    if result.state == "blocked":
        return "withheld"
    return "open" if result.state == "provisional" else "none"
