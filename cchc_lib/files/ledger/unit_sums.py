"""Sums of the sheet “Chỉ số”: points and maxima of a unit, bonus and penalty under their caps."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.submission import NotApplicable
from cchc_lib.core.totals import rescale, sum_max
from cchc_lib.files.ledger.adjustments_sheet import Adjusted
from cchc_lib.files.ledger.cells import NOT_APPLICABLE, Live, Stored, Value
from cchc_lib.files.ledger.criteria_sheet import NOT_SURVEYED, SURVEYED
from cchc_lib.files.ledger.grid import Grid
from cchc_lib.files.ledger.rules_sheet import RuleCells
from cchc_lib.files.ledger.score_columns import FINAL, MAX, POLICY, SCORED, SOURCE, STATUS, WAITING
from cchc_lib.files.ledger.scores_sheet import Scores
from cchc_lib.files.ledger.unit_columns import (
    APPRAISED_MAX,
    APPRAISED_SUM,
    BONUS,
    DENOMINATOR,
    DROPPED,
    FACTOR,
    GIVEN_BACK,
    PENALTY,
    PENDING,
    RESCALED,
    SURVEY_SUM,
    UNIT_CODE,
)
from cchc_lib.files.spreadsheet_text import text_literal

__all__ = ["UnitGround", "sum_cells"]

_GIVES_BACK = "drop_max_appraised_then_add_survey"
_OWN = (SOURCE, text_literal(NOT_SURVEYED))
_SURVEY = (SOURCE, text_literal(SURVEYED))
_DECIDED = (STATUS, text_literal(SCORED))
Condition = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitGround:
    """What the row of a unit is made from; ``is_open`` leaves every place provisional."""

    grid: Grid
    year: YearResult
    rules: RuleCells
    scores: Scores
    adjusted: Adjusted
    words: Mapping[str, str]
    is_open: bool

    def here(self, title: str) -> str:
        """Return the address of another cell of the row that is written next."""
        return self.grid.at(title, self.grid.next_row)


def sum_cells(ground: UnitGround, unit: UnitResult) -> dict[str, Value]:
    """Return points and maxima of a unit by their kind, and what the policy makes of them."""
    own, given = ground.here(APPRAISED_MAX), ground.here(GIVEN_BACK)
    is_back = f"AND({given}>0,{own}>0)"
    policy = (POLICY, ground.rules.name("policy", _GIVES_BACK))
    scores = ground.year.scores_of(unit.unit_code)
    factor, _ = rescale(scores)
    own_scores = [score for score in scores if not score.is_survey]
    own_max = sum_max(score for score in own_scores if score.status == "scored")
    back = sum_max(
        score
        for score in own_scores
        if isinstance(score.final.value, NotApplicable) and score.final.value.policy == _GIVES_BACK
    )
    decided = _sum(ground, unit, MAX, _DECIDED)
    rescaled = f"={ground.here(APPRAISED_SUM)}*{ground.here(FACTOR)}"
    dropped, waiting = ((STATUS, text_literal(name)) for name in (NOT_APPLICABLE, WAITING))
    return {
        APPRAISED_SUM: _live(_sum(ground, unit, FINAL, _OWN), unit.appraised_points),
        APPRAISED_MAX: _live(_sum(ground, unit, MAX, _OWN, _DECIDED), own_max),
        GIVEN_BACK: _live(_sum(ground, unit, MAX, _OWN, policy), back),
        FACTOR: Live(f"=IF({is_back},({own}+{given})/{own},1)", factor),
        RESCALED: Live(rescaled, unit.appraised_exact),
        SURVEY_SUM: _live(_sum(ground, unit, FINAL, _SURVEY), unit.survey_points),
        BONUS: _capped(ground, "bonus", unit.bonus),
        PENALTY: _capped(ground, "penalty", unit.penalty),
        DENOMINATOR: Live(f"={decided}+IF({is_back},{given},0)", unit.max_score),
        DROPPED: _live(_sum(ground, unit, MAX, dropped), unit.dropped_max),
        PENDING: _live(_sum(ground, unit, MAX, waiting), unit.pending_max),
    }


def _sum(ground: UnitGround, unit: UnitResult, title: str, *conditions: Condition) -> str:
    """Return the sum of a column of the scores of a unit under some conditions."""
    grid, rows = ground.scores.grid, ground.scores.units[unit.unit_code]
    tests = ",".join(f"{grid.span(column, rows)},{value}" for column, value in conditions)
    return f"SUMIFS({grid.span(title, rows)},{tests})"


def _capped(ground: UnitGround, kind: Literal["bonus", "penalty"], value: Decimal) -> Live:
    counted = ground.adjusted.counted(ground.here(UNIT_CODE), ground.words[kind])
    return _live(f"MIN({counted},{ground.rules.value('adjustment', f'{kind}_cap')})", value)


def _live(formula: str, value: Stored) -> Live:
    return Live(f"={formula}", value)
