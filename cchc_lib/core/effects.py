"""What each stage of the procedure changed: the year as it stood after every stage.

A standing is the whole computation over again with the points that were in force at the
stage, so that the effects of the stages add up exactly, whatever the policies are.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import ne
from typing import NamedTuple

from cchc_lib.core.ranking import rank_units
from cchc_lib.core.results import StageStanding, UnitResult
from cchc_lib.core.round_rules import AppraisalStage, Stage
from cchc_lib.core.rounds import is_appraised_component
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore, FinalLine, Status
from cchc_lib.core.submission import Assessment, Explanation, NotAppraised
from cchc_lib.core.totals import Counted, total_unit

__all__ = ["changes_of", "points_at", "stand_at_stages"]

_NOT_CLAIMED = NotAppraised(reason_vi="Đơn vị không ghi điểm tự chấm hợp lệ")
_NOT_DECIDED = NotAppraised(reason_vi="Chưa có quyết định hợp lệ ở giai đoạn này")
_BEFORE_EXPLANATION: tuple[AppraisalStage, ...] = ("appraisal_1",)


def stand_at_stages(
    edition: Edition,
    assessment: Assessment,
    scores: Mapping[str, Sequence[ComponentScore]],
    final: Sequence[UnitResult],
) -> tuple[StageStanding, ...]:
    """Return where every unit stood after each stage that the year has reached, unit by unit."""
    stages = list(_reached(edition, scores))
    points = {code: _points_by_stage(edition, own, stages) for code, own in scores.items()}
    by_stage = {
        stage: _results_at(
            edition, assessment, scores, final, {code: own[number] for code, own in points.items()}
        )
        for number, stage in enumerate(stages)
    }
    return tuple(
        _standing(points[unit.unit_code], by_stage[stage][index], number, stage)
        for index, unit in enumerate(final)
        for number, stage in enumerate(stages)
    )


def points_at(edition: Edition, score: ComponentScore, stage: Stage) -> Decimal | NotAppraised:
    """Return the points of an appraised component that were in force after a stage."""
    if stage == "self_assessment":
        claimed = score.self_score.value
        if isinstance(claimed, Decimal) and 0 <= claimed <= score.max_score:
            return edition.rounding.component(claimed)
        return _NOT_CLAIMED
    return _decided_within(score, _stages_until(edition, stage))


def _decided_within(
    score: ComponentScore, stages: Collection[AppraisalStage]
) -> Decimal | NotAppraised:
    """Return the points of the last decision that stands among those of some stages."""
    for line in reversed(score.decisions):
        if line.kind != "refused" and line.stage in stages:
            return line.value
    return _NOT_DECIDED


def _points_by_stage(
    edition: Edition, scores: Sequence[ComponentScore], stages: Sequence[Stage]
) -> list[list[Decimal | NotAppraised]]:
    """Return by stage the points that the appraised components of a unit had after it."""
    own = [score for score in scores if is_appraised_component(score)]
    columns = []
    for stage in stages:
        if stage == "self_assessment":
            columns.append([points_at(edition, score, stage) for score in own])
        else:
            until = _stages_until(edition, stage)
            columns.append([_decided_within(score, until) for score in own])
    return columns


def changes_of(
    edition: Edition, score: ComponentScore, stages: Sequence[Stage]
) -> Iterator[tuple[Stage, Decimal]]:
    """Yield what each stage gave or took on a component, where both ends are known."""
    if not is_appraised_component(score):
        return
    for before, stage in pairwise(stages):
        old, new = points_at(edition, score, before), points_at(edition, score, stage)
        if isinstance(old, Decimal) and isinstance(new, Decimal):
            yield stage, new - old


def _stages_until(edition: Edition, stage: Stage) -> tuple[AppraisalStage, ...]:
    """Return the stages of decision up to one, as the edition orders them."""
    taken = edition.procedure.precedence[::-1]
    if stage == "explanation":
        return _BEFORE_EXPLANATION
    return taken[: [*taken].index(stage) + 1] if stage in taken else taken


def _reached(edition: Edition, scores: Mapping[str, Sequence[ComponentScore]]) -> Iterator[Stage]:
    """Yield the stages up to the last one at which anything was decided or explained."""
    found: set[Stage] = set()
    for score in (score for own in scores.values() for score in own):
        found.update(line.stage for line in score.decisions if line.kind != "refused")
        if isinstance(score.response, Explanation):
            found.add("explanation")
    yield "self_assessment"
    for stage in edition.procedure.precedence[::-1]:
        if stage in found:
            yield stage
        if stage == "appraisal_1" and "explanation" in found:
            yield "explanation"


class _AsOf(NamedTuple):
    """A component as it stood after a stage."""

    max_score: Decimal
    status: Status
    is_survey: bool
    final: FinalLine


def _results_at(
    edition: Edition,
    assessment: Assessment,
    scores: Mapping[str, Sequence[ComponentScore]],
    final: Sequence[UnitResult],
    points: Mapping[str, Sequence[Decimal | NotAppraised]],
) -> tuple[UnitResult, ...]:
    """Return the units as they stood after a stage; those that stood as in the end are the same."""
    return rank_units(
        edition,
        [
            unit
            if points[unit.unit_code] == _in_the_end(scores[unit.unit_code])
            else total_unit(
                edition,
                assessment.unit(unit.unit_code),
                _as_of(scores[unit.unit_code], points[unit.unit_code]),
                unit.adjustments,
                hold="withheld" if unit.state == "blocked" else "none",
            )
            for unit in final
        ],
    )


def _in_the_end(scores: Sequence[ComponentScore]) -> list[object]:
    return [score.final.value for score in scores if is_appraised_component(score)]


def _as_of(
    scores: Sequence[ComponentScore], points: Sequence[Decimal | NotAppraised]
) -> list[Counted]:
    """Return the components of a unit with the points that the appraised ones had."""
    own = iter(points)
    return [
        _with_points(score, next(own)) if is_appraised_component(score) else score
        for score in scores
    ]


def _with_points(score: ComponentScore, value: Decimal | NotAppraised) -> Counted:
    if value == score.final.value:
        return score
    status: Status = "not_appraised" if isinstance(value, NotAppraised) else "scored"
    final = FinalLine(value=value, taken_from=score.final.taken_from)
    return _AsOf(score.max_score, status, is_survey=False, final=final)


def _standing(
    points: Sequence[Sequence[Decimal | NotAppraised]],
    unit: UnitResult,
    number: int,
    stage: Stage,
) -> StageStanding:
    values, earlier = points[number], points[max(number - 1, 0)]
    return StageStanding(
        unit_code=unit.unit_code,
        stage=stage,
        total_exact=unit.total_exact,
        total_score=unit.total_score,
        index_pct=unit.index_pct,
        rank=unit.rank,
        undecided_count=sum(isinstance(value, NotAppraised) for value in values),
        changed_count=sum(map(ne, earlier, values)),
    )
