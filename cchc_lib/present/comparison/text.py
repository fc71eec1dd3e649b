"""A comparison as lines for the terminal: every group at a glance, or one unit in full."""

import textwrap
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cchc_lib.core.audit.comparing.changes import (
    Comparison,
    ComponentChange,
    Difference,
    NotCompared,
    Part,
    PointChange,
    RankChange,
    UnitChange,
)
from cchc_lib.core.rulebook import UnitGroup
from cchc_lib.errors import UsageProblem
from cchc_lib.present.comparison.tables import groups_compared
from cchc_lib.present.comparison.words import (
    FATE_NAMES,
    OTHER_EVIDENCE,
    PART_MEANINGS,
    PART_NAMES,
    comparison_notices,
    comparison_title,
    decimals,
    format_share,
    grade_sentence,
    has_changed,
    largest_part,
    matching_sentence,
    rank_sentence,
    reason_text,
    unit_history,
)
from cchc_lib.present.wording import format_signed, format_value
from cchc_lib.vietnamese import slug, suggest

__all__ = ["format_comparison", "format_unit_change", "pick_unit"]

_WIDTH = 100
_NAME_WIDTH = 34


def pick_unit(comparison: Comparison, code: str) -> UnitChange:
    """Return the unit with a code in either year.

    Raises
    ------
    UsageProblem
        If neither year has it; names that come near are listed.
    """
    for unit in comparison.units:
        if code == unit.unit_code or code in unit.predecessors:
            return unit
    former = [one for unit in comparison.units for one in unit.predecessors]
    known = list(dict.fromkeys([*(unit.unit_code for unit in comparison.units), *former]))
    otherwise = f"Có các đơn vị: {', '.join(known)}."
    hint = suggest(slug(code), known, otherwise=otherwise)
    raise UsageProblem(f"Không có đơn vị “{code}” ở lần chạy nào. {hint}")


def format_comparison(comparison: Comparison) -> str:
    """Write every group: its units, what moved them most, and how places changed."""
    lines = [*_opening(comparison)]
    for group in groups_compared(comparison):
        lines += ["", *_group_lines(comparison, group)]
    left_out = [unit for unit in comparison.units if isinstance(unit.index, NotCompared)]
    if left_out:
        lines += ["", "Đơn vị không so sánh"]
        lines += [f"  {_left_out(comparison, unit)}" for unit in left_out]
    return "\n".join(lines)


def format_unit_change(comparison: Comparison, unit: UnitChange) -> str:
    """Write one unit: the parts of its change, its place, and the components that changed."""
    history = unit_history(comparison, unit)
    lines = [*_opening(comparison), "", unit.name_vi + (f" ({history})" if history else "")]
    if isinstance(unit.index, NotCompared):
        grade = f"  {grade_sentence(comparison, unit.grade)}"
        return "\n".join([*lines, f"  Không so sánh: {reason_text(unit.index)}.", grade])
    lines += [*_part_lines(unit.index), "", f"  {rank_sentence(unit.rank)}"]
    lines += [f"  {grade_sentence(comparison, unit.grade)}", ""]
    changed = [one for one in unit.components if has_changed(one)]
    lines.append(f"  Tiêu chí thành phần đã thay đổi: {len(changed)}/{len(unit.components)}")
    for one in changed:
        lines += _component_lines(one)
    return "\n".join(lines)


def _opening(comparison: Comparison) -> list[str]:
    said = (matching_sentence(comparison), *comparison_notices(comparison))
    wrapped = [line for text in said for line in textwrap.wrap(text, _WIDTH)]
    return [comparison_title(comparison), *wrapped]


def _group_lines(comparison: Comparison, group: UnitGroup) -> Iterator[str]:
    own = [
        (unit, unit.index)
        for unit in comparison.units_of(group.code)
        if isinstance(unit.index, Difference)
    ]
    mean = next(one.mean for one in comparison.groups if one.group_code == group.code)
    yield group.name_vi
    yield _row(("Đơn vị", "trước", "nay", "thay đổi", "hạng", "phần lớn nhất"))
    for unit, index in sorted(own, key=lambda pair: -pair[1].published):
        yield _index_row(unit.name_vi, index, _places(unit.rank))
        if history := unit_history(comparison, unit):
            yield f"      ({history})"
        yield from _who(unit.rank)
    if isinstance(mean, Difference):
        yield _index_row("Bình quân nhóm", mean, "")


def _index_row(name: str, index: Difference, places: str) -> str:
    ends = [format_value(end, decimals(index)) for end in (index.before, index.after)]
    moved = format_signed(index.published, decimals(index))
    return _row((name, *ends, moved, places, largest_part(index)))


def _row(cells: Sequence[str]) -> str:
    name, before, after, moved, places, cause = cells
    short = name if len(name) <= _NAME_WIDTH else f"{name[: _NAME_WIDTH - 1]}…"
    return (
        f"  {short:<{_NAME_WIDTH}} {before:>7} {after:>7} {moved:>9} {places:>9}  {cause}".rstrip()
    )


def _places(rank: RankChange | NotCompared) -> str:
    return "–" if isinstance(rank, NotCompared) else f"{rank.before} → {rank.after}"


def _who(rank: RankChange | NotCompared) -> Iterator[str]:
    """Yield whose doing a movement was, where there is one."""
    if isinstance(rank, RankChange) and any((rank.own, rank.others, rank.membership, rank.rule)):
        yield f"      {rank_sentence(rank)}"


def _left_out(comparison: Comparison, unit: UnitChange) -> str:
    assert isinstance(unit.index, NotCompared)
    history = unit_history(comparison, unit)
    said = f"{unit.name_vi} [{FATE_NAMES[unit.fate]}]: {reason_text(unit.index)}"
    return f"{said} ({history})" if history else said


def _part_lines(index: Difference) -> Iterator[str]:
    places = decimals(index)
    ends = [format_value(end, places) for end in (index.before, index.after)]
    yield f"  Chỉ số {ends[0]} → {ends[1]}: {format_signed(index.published, places)}"
    for one in index.parts:
        if one.exact or one.published:
            name, moved = f"{PART_NAMES[one.part]}:", format_signed(one.published, places)
            yield f"    {name:<22} {moved:>7}  {PART_MEANINGS[one.part]}"


def _component_lines(one: ComponentChange) -> Iterator[str]:
    code = " → ".join(dict.fromkeys(filter(None, (one.old_code, one.new_code))))
    most = " → ".join(dict.fromkeys(map(format_share, (one.old_max, one.new_max))))
    points = [
        "–" if value is None else format_value(value) for value in (one.old_points, one.new_points)
    ]
    yield f"    {code} {one.new_name_vi or one.old_name_vi} (tối đa {most})"
    said = f"      {points[0]} → {points[1]}"
    yield f"{said}: {_split(one.points)}"
    if one.has_other_rule and isinstance(one.points, PointChange):
        yield f"      {OTHER_EVIDENCE}"


def _split(points: PointChange | NotCompared) -> str:
    if isinstance(points, NotCompared):
        return f"không so sánh, {reason_text(points)}"
    parts: tuple[tuple[Part, Decimal], ...] = (
        ("own_figures", points.own_figures),
        ("appraisal", points.appraisal),
        ("survey", points.survey),
    )
    said = ", ".join(f"{PART_NAMES[part]} {format_signed(by)}" for part, by in parts if by)
    return format_signed(points.difference) + (f" ({said})" if said else "")
