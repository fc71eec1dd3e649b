"""The total of one unit: points, policy, bonus, penalty, index and grade; rounded once."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol

from cchc_lib.core.ranking import cap_grade, grade_of, is_decided
from cchc_lib.core.results import ResultState, UnitResult
from cchc_lib.core.rulebook import Edition, GradeBand
from cchc_lib.core.stages import FinalLine, Status, points_of
from cchc_lib.core.submission import Adjustment, NotApplicable, NotAppraised, Unit

__all__ = [
    "Counted",
    "Hold",
    "rescale",
    "rounded_total",
    "sum_final",
    "sum_max",
    "sum_or_waiting",
    "total_unit",
]

Hold = Literal["none", "open", "withheld"]
"""What the findings about a unit do to its total: nothing, leave it provisional, withhold it."""


class Counted(Protocol):
    """What a component counts with in a total: its score, or what it stood at after a stage."""

    @property
    def max_score(self) -> Decimal:
        """Return the points at full achievement."""

    @property
    def status(self) -> Status:
        """Tell whether it has points, waits for them, or does not apply."""

    @property
    def is_survey(self) -> bool:
        """Tell whether the survey gives the points."""

    @property
    def final(self) -> FinalLine:
        """Return the points that count."""


def total_unit(
    edition: Edition,
    unit: Unit,
    scores: Sequence[Counted],
    adjustments: tuple[Adjustment, ...],
    *,
    hold: Hold = "none",
    awaiting_count: int = 0,
) -> UnitResult:
    """Add up one unit: points, bonus and penalty under their caps, total, index and grade.

    ``hold`` tells whether an error withholds the total or leaves it provisional;
    ``awaiting_count`` components may still change in the rounds to come.
    """
    decided = [score for score in scores if score.status == "scored"]
    dropped = [score for score in scores if score.status == "not_applicable"]
    pending_max = sum_max(score for score in scores if score.status == "not_appraised")
    appraised_points = sum_final(score for score in decided if not score.is_survey)
    survey_points = sum_final(score for score in decided if score.is_survey)
    factor, max_score = rescale(scores)
    appraised_exact = Fraction(appraised_points) * factor
    bonus_uncapped = _points(adjustments, "bonus")
    penalty_uncapped = _points(adjustments, "penalty")
    bonus = min(_capped_points(edition, adjustments, "bonus"), edition.adjustment.bonus_cap)
    penalty = min(_capped_points(edition, adjustments, "penalty"), edition.adjustment.penalty_cap)
    state = _state_of(hold, pending_max, awaiting_count)
    total = _total_of(state, appraised_exact + Fraction(survey_points + bonus - penalty), max_score)
    index = total if isinstance(total, NotAppraised) else total * 100 / Fraction(max_score)
    uncapped = _uncapped_grade(edition, index, max_score, pending_max)
    return UnitResult(
        unit_code=unit.code,
        group_code=unit.group_code,
        state=state,
        max_score=max_score,
        dropped_max=sum_max(dropped),
        pending_max=pending_max,
        awaiting_count=awaiting_count,
        appraised_points=appraised_points,
        appraised_exact=appraised_exact,
        survey_points=survey_points,
        bonus=bonus,
        bonus_uncapped=bonus_uncapped,
        penalty=penalty,
        penalty_uncapped=penalty_uncapped,
        adjustments=adjustments,
        total_exact=total,
        total_score=rounded_total(edition, total),
        index_exact=index,
        index_pct=rounded_total(edition, index),
        rank=NotAppraised(reason_vi="Chưa xếp hạng"),
        grade=cap_grade(edition, uncapped, adjustments),
        uncapped_grade=uncapped,
        is_provisional=state != "final",
    )


def _state_of(hold: Hold, pending_max: Decimal, awaiting_count: int) -> ResultState:
    if hold == "withheld":
        return "blocked"
    is_open = pending_max or awaiting_count or hold == "open"
    return "provisional" if is_open else "final"


def _total_of(state: ResultState, raw: Fraction, max_score: Decimal) -> Fraction | NotAppraised:
    """Keep a total between zero and the maximum; a blocked or empty unit has none."""
    if state == "blocked" or not max_score:
        return _no_total(state)
    return min(max(raw, Fraction(0)), Fraction(max_score))


def _uncapped_grade(
    edition: Edition, index: Fraction | NotAppraised, decided_max: Decimal, pending_max: Decimal
) -> GradeBand | NotAppraised:
    if not is_decided(edition, decided_max, pending_max):
        return _no_total("provisional")
    return grade_of(edition, index)


def rescale(scores: Iterable[Counted]) -> tuple[Fraction, Decimal]:
    """Return what appraised points are multiplied by, and the denominator of the index.

    ``drop_max_all`` leaves the points as they are; under ``drop_max_appraised_then_add_survey``
    they are brought back to the maximum they would have had.
    """
    scores = tuple(scores)
    decided = [score for score in scores if score.status == "scored"]
    own_max, decided_max = sum_max(s for s in decided if not s.is_survey), sum_max(decided)
    given_back = sum_max(
        score
        for score in scores
        if not score.is_survey
        and isinstance(score.final.value, NotApplicable)
        and score.final.value.policy == "drop_max_appraised_then_add_survey"
    )
    if not given_back or not own_max:
        return Fraction(1), decided_max
    return Fraction(own_max + given_back) / Fraction(own_max), decided_max + given_back


def sum_max(scores: Iterable[Counted]) -> Decimal:
    """Return the sum of the maxima of components."""
    return sum((score.max_score for score in scores), Decimal(0))


def _points(adjustments: Sequence[Adjustment], kind: Literal["bonus", "penalty"]) -> Decimal:
    return sum((a.points for a in adjustments if a.kind == kind), Decimal(0))


def _capped_points(
    edition: Edition, adjustments: Sequence[Adjustment], kind: Literal["bonus", "penalty"]
) -> Decimal:
    """Return the points of a kind, each ground kept to what it may give or take at most."""
    by_ground: dict[str, Decimal] = {}
    for one in adjustments:
        if one.kind == kind:
            by_ground[one.code] = by_ground.get(one.code, Decimal(0)) + one.points
    items = {code: edition.adjustment.item(code) for code in by_ground}
    capped = (
        min(points, item.max_points) if (item := items[code]) else points
        for code, points in by_ground.items()
    )
    return sum(capped, Decimal(0))


def _no_total(state: ResultState) -> NotAppraised:
    blocked = state == "blocked"
    return NotAppraised(
        reason_vi="Hồ sơ còn lỗi phải sửa" if blocked else "Chưa có đủ điểm thành phần"
    )


def sum_final(scores: Iterable[Counted]) -> Decimal:
    """Return the sum of the final points that are known."""
    return sum((points_of(s.final.value) or Decimal(0) for s in scores), Decimal(0))


def rounded_total(edition: Edition, value: Fraction | NotAppraised) -> Decimal | NotAppraised:
    """Round a total as declared, where there is one."""
    return value if isinstance(value, NotAppraised) else edition.rounding.total(value)


def sum_or_waiting(scores: Sequence[Counted], *, is_blocked: bool) -> Decimal | NotAppraised:
    """Return the sum of final scores, or what is waited for."""
    if is_blocked:
        return NotAppraised(reason_vi="Hồ sơ còn lỗi phải sửa")
    waiting = [s.final.value for s in scores if isinstance(s.final.value, NotAppraised)]
    return waiting[0] if waiting else sum_final(scores)
