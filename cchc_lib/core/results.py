"""What a computed year is: areas, unit indices, group summaries, and the whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import Literal

from cchc_lib.core.lookups import Indexed, grouped
from cchc_lib.core.round_rules import Commendation, Stage
from cchc_lib.core.rulebook import CapRule, Edition, GradeBand
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import (
    Adjustment,
    Assessment,
    EvidenceItem,
    NotAppraised,
    NotReported,
)
from cchc_lib.findings import Finding

__all__ = [
    "AreaResult",
    "BarReason",
    "GroupSummary",
    "Proposal",
    "ResultState",
    "StageStanding",
    "UnitResult",
    "YearResult",
]

ResultState = Literal["final", "provisional", "blocked"]

_UNIT_CODE, _GROUP_CODE = attrgetter("unit_code"), attrgetter("group_code")
_UNRANKED = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaResult:
    """One area of one unit: one row of ``areas.csv``."""

    unit_code: str
    area_code: str
    max_score: Decimal
    self_score: Decimal | NotReported
    appraised_score: Decimal | NotAppraised
    survey_score: Decimal | NotAppraised
    final_score: Decimal | NotAppraised
    sub_index_exact: Fraction | NotAppraised
    sub_index_pct: Decimal | NotAppraised
    rank_in_group: int | NotAppraised


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitResult:
    """The index of one unit and all it was made from: one row of ``index.csv``.

    ``appraised_exact`` is rescaled where the not-applicable policy says so; ``total_exact``
    is appraised plus survey plus bonus less penalty, kept between zero and ``max_score``;
    ``dropped_max`` left the denominator and ``pending_max`` waits for a decision;
    ``awaiting_count`` components have one that the rounds to come may still change.
    """

    unit_code: str
    group_code: str
    state: ResultState
    max_score: Decimal
    dropped_max: Decimal
    pending_max: Decimal
    awaiting_count: int
    appraised_points: Decimal
    appraised_exact: Fraction
    survey_points: Decimal
    bonus: Decimal
    bonus_uncapped: Decimal
    penalty: Decimal
    penalty_uncapped: Decimal
    adjustments: tuple[Adjustment, ...]
    total_exact: Fraction | NotAppraised
    total_score: Decimal | NotAppraised
    index_exact: Fraction | NotAppraised
    index_pct: Decimal | NotAppraised
    rank: int | NotAppraised
    grade: GradeBand | NotAppraised
    uncapped_grade: GradeBand | NotAppraised
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSummary:
    """A group at a glance: how many units, and the mean and extremes of their index."""

    group_code: str
    unit_count: int
    ranked_count: int
    mean_index_pct: Decimal | NotAppraised
    highest_index_pct: Decimal | NotAppraised
    lowest_index_pct: Decimal | NotAppraised
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStanding:
    """Where a unit stood after one stage: as if the procedure had ended there.

    Survey, bonus and penalty are those of the end, so that the differences between stages
    add up to the difference between the self-assessment and the end. ``undecided_count``
    components have no points at the stage; ``changed_count`` got others than before it.
    """

    unit_code: str
    stage: Stage
    total_exact: Fraction | NotAppraised
    total_score: Decimal | NotAppraised
    index_pct: Decimal | NotAppraised
    rank: int | NotAppraised
    undecided_count: int
    changed_count: int


BarReason = Literal["incomplete", "grade", "place", "fact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the result supports in emulation and commendation; a proposal, not a decision.

    ``barred`` says why each commendation above the proposed one is not proposed, by its code;
    ``caps`` are the recorded facts that limit the grade or bar a commendation.
    """

    unit_code: str
    completion_vi: str
    commendation: Commendation | None
    barred: dict[str, BarReason]
    caps: tuple[CapRule, ...]
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearResult(Indexed):
    """The computed year: every score with its trace, every total, every finding.

    ``inputs`` holds the SHA-256 of every file the year was read from, by its path in the
    assessment folder; it is empty until a run takes them down. The rows of one unit are found
    at once, however many units there are.
    """

    edition: Edition
    assessment: Assessment
    scores: tuple[ComponentScore, ...]
    areas: tuple[AreaResult, ...]
    units: tuple[UnitResult, ...]
    groups: tuple[GroupSummary, ...]
    standings: tuple[StageStanding, ...]
    proposals: tuple[Proposal, ...]
    registers: tuple[EvidenceItem, ...]
    findings: tuple[Finding, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_provisional(self) -> bool:
        """Tell whether any rank or total may still change."""
        return any(unit.is_provisional for unit in self.units)

    def unit(self, code: str) -> UnitResult:
        """Return the result of one unit."""
        return self.index("units", lambda: grouped(self.units, _UNIT_CODE))[code][0]

    def scores_of(self, unit_code: str) -> tuple[ComponentScore, ...]:
        """Return the component scores of one unit, in official order."""
        return self.index("scores", lambda: grouped(self.scores, _UNIT_CODE)).get(unit_code, ())

    def areas_of(self, unit_code: str) -> tuple[AreaResult, ...]:
        """Return the areas of one unit, in official order."""
        return self.index("areas", lambda: grouped(self.areas, _UNIT_CODE)).get(unit_code, ())

    def standings_of(self, unit_code: str) -> tuple[StageStanding, ...]:
        """Return where one unit stood after each stage, in their order."""
        own = self.index("standings", lambda: grouped(self.standings, _UNIT_CODE))
        return own.get(unit_code, ())

    def proposal_of(self, unit_code: str) -> Proposal:
        """Return what is proposed for one unit."""
        return self.index("proposals", lambda: grouped(self.proposals, _UNIT_CODE))[unit_code][0]

    def register_of(self, unit_code: str) -> tuple[EvidenceItem, ...]:
        """Return the evidence register of one unit."""
        own = self.index("registers", lambda: grouped(self.registers, _UNIT_CODE))
        return own.get(unit_code, ())

    def findings_of(self, unit_code: str) -> tuple[Finding, ...]:
        """Return what was found about one unit, in the order of all findings."""
        return self.index("findings", lambda: grouped(self.findings, _UNIT_CODE)).get(unit_code, ())

    def group_units(self, group_code: str) -> tuple[UnitResult, ...]:
        """Return the units of one group, best first, units without rank last."""
        return self.index("groups", self._ranked_groups).get(group_code, ())

    def _ranked_groups(self) -> Mapping[str, tuple[UnitResult, ...]]:
        best_first = sorted(
            self.units, key=lambda u: u.rank if isinstance(u.rank, int) else _UNRANKED
        )
        return grouped(best_first, _GROUP_CODE)
