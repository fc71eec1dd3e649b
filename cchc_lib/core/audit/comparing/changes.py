"""What a comparison of two computed years is made of: units, parts of a difference, places.

The exact parts of a difference add up to it as fractions; the published parts, rounded as the
edition declares, add up to the published difference to the last digit.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cchc_lib.core.audit.comparing.rule_changes import RuleChanges
from cchc_lib.core.edition_links import LinkChange
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import GradeBand
from cchc_lib.core.submission import NotApplicable, NotAppraised

__all__ = [
    "AreaChange",
    "Comparison",
    "ComponentChange",
    "Difference",
    "GradeChange",
    "GroupChange",
    "GroupPart",
    "Incomparable",
    "Matching",
    "NotCompared",
    "Part",
    "PartChange",
    "PointChange",
    "RankChange",
    "UnitChange",
    "UnitFate",
    "YearPoint",
]

Part = Literal[
    "rule",
    "applicability",
    "undecided",
    "own_figures",
    "appraisal",
    "survey",
    "adjustment",
    "rounding",
]
"""Why an index changed: the rules or maxima; what applies to the unit; what has no decision
yet; what the reported figures earn; what appraisers gave beside it; the survey; bonus and
penalty; and what rounding the published numbers leaves over."""

GroupPart = Part | Literal["membership"]
"""For the mean of a group also: units that joined, left or cannot be compared."""

UnitFate = Literal["same", "renamed", "merged", "new", "ended"]
Matching = Literal["same_edition", "links", "codes"]
"""How components found each other: one edition, its link table, or only their codes."""

Incomparable = Literal[
    "merged",
    "new",
    "ended",
    "no_index",
    "no_rank",
    "other_group",
    "maximum",
    "content",
    "added",
    "dropped",
    "rounding",
    "applicability",
    "undecided",
]
"""Why no difference is shown: of a unit, of its place, or of a component."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCompared:
    """There is no difference to show; ``note_vi`` is what the link table says about it.

    ``before_vi`` and ``after_vi`` say why index or place is missing at that end; they are
    empty at an end that has it.
    """

    reason: Incomparable
    note_vi: str = ""
    before_vi: str = ""
    after_vi: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChange:
    """One part of a difference, in percentage points of the index."""

    part: GroupPart
    exact: Fraction
    published: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An index, or the mean of a group, at both ends and what lies between.

    ``exact`` is the difference of the exact values; the exact parts without rounding add up
    to it, and all published parts add up to ``published``.
    """

    before: Decimal
    after: Decimal
    exact: Fraction
    parts: tuple[PartChange, ...]

    @property
    def published(self) -> Decimal:
        """Return the difference of the published values."""
        return self.after - self.before

    def part(self, name: GroupPart) -> PartChange:
        """Return one part."""
        return next(one for one in self.parts if one.part == name)

    @property
    def largest(self) -> PartChange:
        """Return the part that moved the value most, whichever way."""
        return max(self.parts, key=lambda one: abs(one.exact))


@dataclass(frozen=True, slots=True, kw_only=True)
class RankChange:
    """How a place changed; the four parts add up to ``after - before``, more is further down.

    ``own`` is what the unit's own new value would have done among the old values of the
    others, ``others`` what their new values then did.
    """

    before: int
    after: int
    rule: int
    own: int
    others: int
    membership: int

    @property
    def difference(self) -> int:
        """Return by how many places the unit went down; negative where it rose."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeChange:
    """The grade at both ends; ``None`` where there is no such end, or no single one before."""

    before: GradeBand | NotAppraised | None
    after: GradeBand | NotAppraised | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointChange:
    """How the points of one component changed; the three parts add up to ``difference``.

    Where ``has_base`` is false, what figures or claim earned is unknown at either end, and
    the whole difference stands under appraisal.
    """

    difference: Decimal
    own_figures: Decimal
    appraisal: Decimal
    survey: Decimal
    has_base: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentChange:
    """One component of one unit at both ends; a code is empty where there is no such end.

    ``effects`` are its exact parts of the difference of the unit's index. Where
    ``has_other_rule``, the rules ask or give something else, whether that moved points or not.
    """

    old_code: str
    new_code: str
    old_name_vi: str
    new_name_vi: str
    changes: tuple[LinkChange, ...]
    old_max: Decimal | None
    new_max: Decimal | None
    old_points: Decimal | NotApplicable | NotAppraised | None
    new_points: Decimal | NotApplicable | NotAppraised | None
    points: PointChange | NotCompared
    effects: dict[Part, Fraction]
    has_other_rule: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaChange:
    """What the sub-index of an area was, where it may stand beside that of now."""

    area_code: str
    before: Decimal | NotCompared


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPoint:
    """What a unit came to in one year; ``None`` where it had no index, or no place.

    ``has_other_rules`` tells whether the criteria it was measured by are not those of the
    year told before, so that the two indices are not directly comparable.
    """

    year: int
    index_pct: Decimal | None
    rank: int | None
    ranked_count: int
    is_provisional: bool
    has_other_rules: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange:
    """One unit at both ends; ``predecessors`` are its codes of before, several if merged.

    ``years`` are those of the two ends and all that are known from before, earliest first.
    A unit that ended stands under its code, name and group of before. ``former_group_code`` is
    empty where there is no single predecessor.
    """

    unit_code: str
    name_vi: str
    group_code: str
    former_group_code: str
    fate: UnitFate
    predecessors: tuple[str, ...]
    former_names_vi: tuple[str, ...]
    index: Difference | NotCompared
    rank: RankChange | NotCompared
    grade: GradeChange
    areas: tuple[AreaChange, ...]
    components: tuple[ComponentChange, ...]
    years: tuple[YearPoint, ...] = ()

    @property
    def has_other_group(self) -> bool:
        """Tell whether the unit went on in another group."""
        return self.former_group_code not in {"", self.group_code}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """The mean index of a group at both ends, its parts those of the units compared."""

    group_code: str
    compared_count: int
    mean: Difference | NotCompared


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two computed years side by side: groups and units in the official order of the later."""

    before: YearResult
    after: YearResult
    matching: Matching
    rule_changes: RuleChanges
    groups: tuple[GroupChange, ...]
    units: tuple[UnitChange, ...]

    def unit(self, code: str) -> UnitChange:
        """Return one unit by its code in the later year, or in the earlier if it ended."""
        return next(unit for unit in self.units if unit.unit_code == code)

    def units_of(self, group_code: str) -> tuple[UnitChange, ...]:
        """Return the units of one group."""
        return tuple(unit for unit in self.units if unit.group_code == group_code)
