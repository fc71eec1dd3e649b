"""What the report says about one group, in sentences drawn from its results."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cchc_lib.core.results import GroupSummary, UnitResult, YearResult
from cchc_lib.core.rulebook import UnitGroup
from cchc_lib.present.summaries import grade_counts, group_losses, self_gap, unit_names
from cchc_lib.present.wording import format_signed, format_total

__all__ = ["ReportGroup", "group_words"]

_NAMED = 3
Means = Mapping[tuple[str, str], Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGroup:
    """The sentences about a group: its places, areas, claims, and what to work on first."""

    name: str
    summary: GroupSummary
    grades: str
    places: str
    area_words: str
    claim_words: str
    priority: str


def group_words(year: YearResult, group: UnitGroup, means: Means) -> ReportGroup:
    """Return the sentences about a group; ``means`` are the area means of all groups."""
    units = year.group_units(group.code)
    return ReportGroup(
        name=group.name_vi,
        summary=next(summary for summary in year.groups if summary.group_code == group.code),
        grades=_grades(year, units),
        places=_places(year, units),
        area_words=_areas(year, group, means),
        claim_words=_claims(year, units),
        priority=_priority(year, group, means),
    )


def _grades(year: YearResult, units: tuple[UnitResult, ...]) -> str:
    """Count the units of each grade, from the best down, then those without one."""
    counts = grade_counts(year, units)
    waiting = len(units) - sum(count for _, count in counts)
    said = [f"{band.name_vi}: {count}" for band, count in counts]
    return "; ".join([*said, *([f"chưa xếp loại: {waiting}"] if waiting else [])])


def _places(year: YearResult, units: tuple[UnitResult, ...]) -> str:
    names = unit_names(year)
    ranked = [unit for unit in units if isinstance(unit.rank, int)]
    if not ranked:
        return "chưa có đơn vị nào được xếp hạng."
    leading = [unit for unit in ranked if isinstance(unit.rank, int) and unit.rank <= _NAMED]
    last = [unit for unit in ranked if unit.rank == ranked[-1].rank]
    is_open = any(unit.is_provisional for unit in units)
    said = f"{'tạm dẫn đầu' if is_open else 'dẫn đầu'} là " + ", ".join(
        _indexed(year, unit, names) for unit in leading
    )
    if last[0] in leading:
        return f"{said}."
    low = ", ".join(_indexed(year, unit, names) for unit in last)
    return f"{said}; thấp nhất là {low}."


def _indexed(year: YearResult, unit: UnitResult, names: dict[str, str]) -> str:
    return f"{names[unit.unit_code]} ({format_total(year, unit.index_pct)}%)"


def _sorted_areas(year: YearResult, group: UnitGroup, means: Means) -> list[tuple[Decimal, str]]:
    """Return the known means of a group with the names of their areas, lowest first."""
    known = [(means[group.code, area.code], area.short_vi) for area in year.edition.areas]
    found = [(mean, name) for mean, name in known if mean is not None]
    return sorted(found, key=lambda pair: pair[0])


def _areas(year: YearResult, group: UnitGroup, means: Means) -> str:
    found = _sorted_areas(year, group, means)
    if not found:
        return "chưa có lĩnh vực nào đủ kết quả."
    low, high = found[: _NAMED - 1], found[-1]
    said = ", ".join(f"{name} ({format_total(year, mean)}%)" for mean, name in low)
    return f"thấp nhất ở {said}; cao nhất ở {high[1]} ({format_total(year, high[0])}%)."


def _claims(year: YearResult, units: tuple[UnitResult, ...]) -> str:
    """Say how many units claimed more than they were given, and who most."""
    names, places = unit_names(year), year.edition.rounding.component_places
    gaps: list[tuple[Decimal, str]] = []
    for unit in units:
        claimed, granted, count = self_gap(year.scores_of(unit.unit_code))
        if count and unit.state != "blocked":
            gaps.append((claimed - granted, names[unit.unit_code]))
    if not gaps:
        return "chưa có đơn vị nào có cả hai điểm."
    over = sorted((pair for pair in gaps if pair[0] > 0), key=lambda pair: -pair[0])
    under = sum(gap < 0 for gap, _ in gaps)
    whole = sum((gap for gap, _ in gaps), Decimal(0))
    said = (
        f"{len(over)} trong {len(gaps)} đơn vị tự chấm cao hơn thẩm định, {under} đơn vị tự chấm "
        f"thấp hơn; cộng cả nhóm, điểm tự chấm trừ điểm thẩm định là {format_signed(whole, places)}"
    )
    most = ", ".join(f"{name} ({format_signed(gap, places)})" for gap, name in over[:_NAMED])
    return f"{said}; chênh nhiều nhất: {most}." if most else f"{said}."


def _priority(year: YearResult, group: UnitGroup, means: Means) -> str:
    """Name the area and the components that the group has most to gain in."""
    areas = _sorted_areas(year, group, means)
    losses = [loss for loss in group_losses(year, group.code) if loss.mean_lost][:_NAMED]
    named = "; ".join(f"{loss.component.code} ({loss.component.name_vi})" for loss in losses)
    if not areas or not named:
        return "theo kết quả khi có đủ."
    return f"lĩnh vực {areas[0][1]}; các tiêu chí thành phần {named}."
