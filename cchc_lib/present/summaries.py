"""What the reports compare: places, means, losses and shares, all exact and by lookup.

Nothing here decides a score. A report of one unit needs only that unit's component scores;
group means are taken from the areas and totals of all units.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.decisions import AppraisedLine
from cchc_lib.core.results import AreaResult, UnitResult, YearResult
from cchc_lib.core.rulebook import Component, Criterion, Edition, GradeBand, UnitGroup
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import Unit
from cchc_lib.errors import ResultProblem
from cchc_lib.present.language import tr
from cchc_lib.vietnamese import suggest

__all__ = [
    "AreaComparison",
    "CriterionShare",
    "GroupLoss",
    "ScorePair",
    "area_means",
    "compare_areas",
    "compared_scores",
    "component_of",
    "criterion_shares",
    "find_unit",
    "grade_counts",
    "group_losses",
    "groups_of",
    "is_decided",
    "lost_points",
    "mean_of",
    "self_gap",
    "title_for",
    "unit_losses",
    "unit_names",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaComparison:
    """One area of a unit beside the mean and the best sub-index of its group.

    ``decided`` and ``decided_max`` are points and maximum of the components that have a score.
    """

    area: AreaResult
    name_vi: str
    short_vi: str
    own: Decimal | None
    mean: Decimal | None
    best: Decimal | None
    decided: Decimal
    decided_max: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePair:
    """A component that has both a claimed and an appraised score."""

    score: ComponentScore
    claimed: Decimal
    line: AppraisedLine


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionShare:
    """Points of a criterion over the maximum of its scored components."""

    criterion: Criterion
    points: Decimal
    max_score: Decimal

    @property
    def share_pct(self) -> Fraction:
        """Return the percentage of the maximum."""
        return Fraction(self.points) * 100 / Fraction(self.max_score)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLoss:
    """How much of one component the scored units of a group lost together."""

    component: Component
    max_score: Decimal
    mean_lost: Fraction
    losing_count: int
    scored_count: int


def find_unit(year: YearResult, unit_code: str) -> tuple[Unit, UnitResult]:
    """Return a unit and its result.

    Raises
    ------
    ResultProblem
        If the year has no such unit; names that come near are listed.
    """
    codes = [unit.code for unit in year.assessment.units]
    if unit_code not in codes:
        hint = suggest(unit_code, codes)
        raise ResultProblem(f"Không có đơn vị “{unit_code}” trong kết quả. {hint}")
    return year.assessment.unit(unit_code), year.unit(unit_code)


def component_of(edition: Edition, code: str) -> Component:
    """Return the component with ``code``."""
    return next(component for component in edition.components() if component.code == code)


def unit_names(year: YearResult) -> dict[str, str]:
    """Return the name of every unit by its code."""
    return {unit.code: tr(unit.name_vi) for unit in year.assessment.units}


def groups_of(year: YearResult) -> list[UnitGroup]:
    """Return the groups that have units in this year, in official order."""
    found = {unit.group_code for unit in year.units}
    return [group for group in year.edition.groups if group.code in found]


def title_for(year: YearResult, group: UnitGroup, title: str) -> str:
    """Return a title, looked up, that names the group and says when its ranks may still change."""
    is_open = any(unit.is_provisional for unit in year.group_units(group.code))
    return f"{tr(title)}: {tr(group.name_vi)}{tr(' (tạm tính)') if is_open else ''}"


def is_decided(year: YearResult, unit: UnitResult, *, is_survey: bool) -> bool:
    """Tell whether a unit has any appraised, or any surveyed, points that may be shown.

    A unit whose dossier still holds errors has none, whatever its components say.
    """
    return unit.state != "blocked" and any(
        score.is_survey == is_survey and score.status == "scored"
        for score in year.scores_of(unit.unit_code)
    )


def mean_of(values: Iterable[Decimal | Fraction]) -> Fraction | None:
    """Return the exact mean, or nothing for no values."""
    known = [Fraction(value) for value in values]
    return sum(known, Fraction(0)) / len(known) if known else None


def area_means(year: YearResult) -> dict[tuple[str, str], Decimal | None]:
    """Return the mean sub-index by group and area; none where no unit has one."""
    group_of = {unit.unit_code: unit.group_code for unit in year.units}
    found: dict[tuple[str, str], list[Decimal]] = {}
    for area in year.areas:
        if isinstance(area.sub_index_pct, Decimal):
            key = (group_of[area.unit_code], area.area_code)
            found.setdefault(key, []).append(area.sub_index_pct)
    means: dict[tuple[str, str], Fraction | None] = {
        (group.code, area.code): mean_of(found.get((group.code, area.code), ()))
        for group in year.edition.groups
        for area in year.edition.areas
    }
    return {k: None if m is None else year.edition.rounding.total(m) for k, m in means.items()}


def grade_counts(year: YearResult, units: Iterable[UnitResult]) -> list[tuple[GradeBand, int]]:
    """Count the units of each grade that any of them has, the best grade first."""
    counts = Counter(unit.grade.code for unit in units if isinstance(unit.grade, GradeBand))
    return [(band, counts[band.code]) for band in year.edition.grading.bands if counts[band.code]]


def compare_areas(year: YearResult, unit_code: str) -> tuple[AreaComparison, ...]:
    """Return every area of a unit beside its group, in official order."""
    found = _group_values(year, year.unit(unit_code).group_code)
    areas = {area.code: area for area in year.edition.areas}
    scores = year.scores_of(unit_code)
    compared = []
    for area in year.areas_of(unit_code):
        mean, best = found.get(area.area_code, (None, None))
        points, most = _decided_part(s for s in scores if s.area_code == area.area_code)
        compared.append(
            AreaComparison(
                area=area,
                name_vi=areas[area.area_code].name_vi,
                short_vi=areas[area.area_code].short_vi,
                own=area.sub_index_pct if isinstance(area.sub_index_pct, Decimal) else None,
                mean=mean,
                best=best,
                decided=points,
                decided_max=most,
            )
        )
    return tuple(compared)


def _group_values(year: YearResult, group_code: str) -> Mapping[str, tuple[Decimal, Decimal]]:
    """Return mean and best sub-index of a group by area; reckoned once for a year."""
    if not _reckoned or _reckoned[0][0] is not year:
        _reckoned[:] = [(year, {})]
    by_group = _reckoned[0][1]
    if group_code not in by_group:
        members = {unit.unit_code for unit in year.units if unit.group_code == group_code}
        values: dict[str, list[Decimal]] = {}
        for area in year.areas:
            if area.unit_code in members and isinstance(area.sub_index_pct, Decimal):
                values.setdefault(area.area_code, []).append(area.sub_index_pct)
        by_group[group_code] = {
            code: (year.edition.rounding.total(mean), max(known))
            for code, known in values.items()
            if (mean := mean_of(known)) is not None
        }
    return by_group[group_code]


_reckoned: list[tuple[YearResult, dict[str, Mapping[str, tuple[Decimal, Decimal]]]]] = []
"""The last year that was asked about, itself, and what was reckoned of its groups."""


def lost_points(score: ComponentScore) -> Decimal | None:
    """Return the points missing to the maximum; nothing where there is no final score."""
    final = score.final.value
    return score.max_score - final if isinstance(final, Decimal) else None


def unit_losses(year: YearResult, unit_code: str) -> list[tuple[ComponentScore, Decimal]]:
    """Return the components where a unit lost points, largest loss first."""
    lost = [(score, lost_points(score)) for score in year.scores_of(unit_code)]
    known = [(score, points) for score, points in lost if points]
    return sorted(known, key=lambda pair: -pair[1])


def criterion_shares(year: YearResult, unit_code: str) -> list[CriterionShare]:
    """Return the share of the maximum of each criterion with a score, best first."""
    scores = year.scores_of(unit_code)
    found = []
    for criterion in (c for area in year.edition.areas for c in area.criteria):
        points, most = _decided_part(s for s in scores if s.criterion_code == criterion.code)
        if most:
            found.append(CriterionShare(criterion=criterion, points=points, max_score=most))
    return sorted(found, key=lambda share: (-share.share_pct, -share.max_score))


def group_losses(year: YearResult, group_code: str) -> list[GroupLoss]:
    """Return the components of a group by mean points lost, largest first.

    Units whose dossier still holds errors are left out.
    """
    blocked = {unit.unit_code for unit in year.units if unit.state == "blocked"}
    by_code: dict[str, list[Decimal]] = {}
    for score in year.scores:
        lost = lost_points(score)
        if score.group_code == group_code and score.unit_code not in blocked and lost is not None:
            by_code.setdefault(score.component_code, []).append(lost)
    losses = [
        GroupLoss(
            component=component,
            max_score=component.max_score[group_code],
            mean_lost=mean_of(by_code[component.code]) or Fraction(0),
            losing_count=sum(1 for lost in by_code[component.code] if lost),
            scored_count=len(by_code[component.code]),
        )
        for component in year.edition.components_of(group_code)
        if component.code in by_code
    ]
    return sorted(losses, key=lambda loss: -loss.mean_lost)


def compared_scores(scores: Iterable[ComponentScore]) -> list[ScorePair]:
    """Return the components that count and have both a claimed and an appraised score."""
    return [
        ScorePair(score=score, claimed=score.self_score.value, line=score.appraised)
        for score in scores
        if isinstance(score.self_score.value, Decimal)
        and isinstance(score.appraised, AppraisedLine)
        and score.status == "scored"
    ]


def self_gap(scores: Iterable[ComponentScore]) -> tuple[Decimal, Decimal, int]:
    """Return claimed and appraised points, and how many components have both."""
    both = compared_scores(scores)
    claimed = sum((pair.claimed for pair in both), Decimal(0))
    appraised = sum((pair.line.value for pair in both), Decimal(0))
    return claimed, appraised, len(both)


def _decided_part(scores: Iterable[ComponentScore]) -> tuple[Decimal, Decimal]:
    """Return the points and the maximum of the components that have a score."""
    known = [(s.final.value, s.max_score) for s in scores if isinstance(s.final.value, Decimal)]
    points = sum((value for value, _ in known), Decimal(0))
    return points, sum((most for _, most in known), Decimal(0))
