"""Bridges of a comparison: from the value of before, part by part, to that of after."""

from collections.abc import Iterator

from cchc_lib.core.audit.comparing.changes import Comparison, Difference, UnitChange
from cchc_lib.core.rulebook import UnitGroup
from cchc_lib.present.charts import Chart, empty_chart
from cchc_lib.present.comparison.words import PART_NAMES, decimals, largest_part
from cchc_lib.present.html import Html, join
from cchc_lib.present.language import tr
from cchc_lib.present.stage_charts import Step, draw_steps
from cchc_lib.present.style import value_text
from cchc_lib.present.wording import format_signed

__all__ = ["group_bridge", "largest_movers", "mover_charts", "unit_bridge"]


def group_bridge(comparison: Comparison, group: UnitGroup) -> Chart:
    """Draw how the mean index of a group came from before to after."""
    title = tr("Chỉ số bình quân, từ trước đến nay: {name}").format(name=tr(group.name_vi))
    found = next(one for one in comparison.groups if one.group_code == group.code)
    if not isinstance(found.mean, Difference):
        return empty_chart(title)
    said = tr("Bình quân của {count} đơn vị so sánh được.")
    count = said.format(count=found.compared_count)
    return _bridge(title, found.mean, count)


def unit_bridge(unit: UnitChange) -> Chart:
    """Draw how the index of a unit came from before to after."""
    title = tr("Chỉ số, từ trước đến nay: {name}").format(name=tr(unit.name_vi))
    if not isinstance(unit.index, Difference):
        return empty_chart(title)
    return _bridge(title, unit.index)


def largest_movers(comparison: Comparison, group: UnitGroup) -> list[UnitChange]:
    """Return the unit of a group that gained most and the one that lost most, if any did."""
    moved = [
        (unit.index.published, unit)
        for unit in comparison.units_of(group.code)
        if isinstance(unit.index, Difference) and unit.index.published
    ]
    if not moved:
        return []
    best = max(moved, key=lambda pair: pair[0])
    worst = min(moved, key=lambda pair: pair[0])
    gained = [best[1]] if best[0] > 0 else []
    return gained + ([worst[1]] if worst[0] < 0 else [])


def mover_charts(comparison: Comparison, group: UnitGroup) -> Html:
    """Draw the bridge of a group's mean, and those of the units that moved most."""
    movers = largest_movers(comparison, group)
    return join(group_bridge(comparison, group), *map(unit_bridge, movers))


def _bridge(title: str, difference: Difference, more: str = "") -> Chart:
    moved = format_signed(difference.published, decimals(difference))
    cause = largest_part(difference)
    ends = tr("Từ {before} đến {after} ({moved})").format(
        before=value_text(difference.before), after=value_text(difference.after), moved=moved
    )
    largest = tr("; phần lớn nhất: {part}").format(part=cause) if cause else ""
    sentence = f"{ends}{largest}." + (f" {more}" if more else "")
    return draw_steps(title, sentence, list(_steps(difference)), axis=tr("Chỉ số (%)"))


def _steps(difference: Difference) -> Iterator[Step]:
    """Yield one step per part, each from where the last one ended."""
    at = difference.before
    yield Step(label=tr("Trước"), before=at, after=at, note=value_text(at))
    for one in difference.parts:
        if one.published:
            then = at + one.published
            note = f"{format_signed(one.published, decimals(difference))} → {value_text(then)}"
            yield Step(label=tr(PART_NAMES[one.part]), before=at, after=then, note=note)
            at = then
    yield Step(label=tr("Nay"), before=at, after=at, note=value_text(at))
