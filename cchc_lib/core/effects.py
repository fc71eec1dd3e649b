"""What each stage of the procedure changed: the year as it stood after every stage.

A standing is the whole computation over again with the points that were in force at the
stage, so that the effects of the stages add up exactly, whatever the policies are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from cchc_lib.core.decisions import in_force
from cchc_lib.core.lateness import adjustments_of
from cchc_lib.core.ranking import rank_units
from cchc_lib.core.results import StageStanding, UnitResult
from cchc_lib.core.round_rules import AppraisalStage, Stage
from cchc_lib.core.rounds import is_appraised_component
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore, FinalLine
from cchc_lib.core.submission import Assessment, Explanation, NotAppraised
from cchc_lib.core.totals import total_unit

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
    blocked = {unit.unit_code for unit in final if unit.state == "blocked"}
    by_stage = {
        stage: {
            unit.unit_code: unit
            for unit in _results_at(edition, assessment, scores, blocked, stage)
        }
        for stage in stages
    }
    return tuple(
        _standing(edition, scores[unit.code], by_stage[stage][unit.code], before, stage)
        for unit in assessment.units
        for before, stage in pairwise((None, *stages))
        if stage is not None
    )


def points_at(edition: Edition, score: ComponentScore, stage: Stage) -> Decimal | NotAppraised:
    """Return the points of an appraised component that were in force after a stage."""
    if stage == "self_assessment":
        claimed = score.self_score.value
        if isinstance(claimed, Decimal) and 0 <= claimed <= score.max_score:
            return edition.rounding.component(claimed)
        return _NOT_CLAIMED
    until = _stages_until(edition, stage)
    line = in_force([line for line in score.decisions if line.stage in until])
    return _NOT_DECIDED if line is None else line.value


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


def _results_at(
    edition: Edition,
    assessment: Assessment,
    scores: Mapping[str, Sequence[ComponentScore]],
    blocked: set[str],
    stage: Stage,
) -> tuple[UnitResult, ...]:
    return rank_units(
        edition,
        [
            total_unit(
                edition,
                unit,
                [_as_of(edition, score, stage) for score in scores[unit.code]],
                adjustments_of(edition, assessment, unit),
                hold="withheld" if unit.code in blocked else "none",
            )
            for unit in assessment.units
        ],
    )


def _as_of(edition: Edition, score: ComponentScore, stage: Stage) -> ComponentScore:
    """Return a component's score as it stood after a stage."""
    if not is_appraised_component(score):
        return score
    value = points_at(edition, score, stage)
    if value == score.final.value:
        return score
    if isinstance(value, NotAppraised):
        final = FinalLine(value=value, taken_from="nothing")
        return replace(score, final=final, status="not_appraised")
    return replace(
        score, final=FinalLine(value=value, taken_from=score.final.taken_from), status="scored"
    )


def _standing(
    edition: Edition,
    scores: Sequence[ComponentScore],
    unit: UnitResult,
    before: Stage | None,
    stage: Stage,
) -> StageStanding:
    own = [score for score in scores if is_appraised_component(score)]
    values = [points_at(edition, score, stage) for score in own]
    earlier = [points_at(edition, score, before) for score in own] if before else values
    return StageStanding(
        unit_code=unit.unit_code,
        stage=stage,
        total_exact=unit.total_exact,
        total_score=unit.total_score,
        index_pct=unit.index_pct,
        rank=unit.rank,
        undecided_count=sum(isinstance(value, NotAppraised) for value in values),
        changed_count=sum(old != new for old, new in zip(earlier, values, strict=True)),
    )
