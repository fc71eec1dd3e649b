"""Tables of a comparison: units with parts and places, who is not compared, components."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial

from cchc_lib.core.audit.comparing.changes import (
    Comparison,
    ComponentChange,
    Difference,
    GroupPart,
    NotCompared,
    PointChange,
    RankChange,
    UnitChange,
)
from cchc_lib.core.rulebook import UnitGroup
from cchc_lib.present.comparison.words import (
    FATE_NAMES,
    OTHER_EVIDENCE,
    PART_MEANINGS,
    PART_NAMES,
    decimals,
    format_grade,
    format_share,
    has_changed,
    reason_text,
    unit_history,
)
from cchc_lib.present.html import Cell, Column, Html, join, over_small, paragraph, render, table
from cchc_lib.present.language import later, tr
from cchc_lib.present.trail import group_page, trail
from cchc_lib.present.wording import format_moved, format_signed, format_value

__all__ = [
    "change_tables",
    "component_table",
    "groups_compared",
    "part_key",
    "part_table",
    "uncompared_table",
]

_Linker = Callable[[str], Cell]
_BASE_NOTE = later("chưa rõ điểm theo số liệu: tính cả vào thẩm định")


def groups_compared(comparison: Comparison) -> list[UnitGroup]:
    """Return the groups of the later year that have units, in official order."""
    found = {group.group_code for group in comparison.groups}
    return [group for group in comparison.after.edition.groups if group.code in found]


def change_tables(comparison: Comparison, group: UnitGroup, *, audit: str = "") -> Html:
    """List the units of a group that are compared: the parts of their change, and places.

    ``audit`` is where the audit pages of the later run lie, as seen from the page that holds
    the tables; numbers are linked where it is given.
    """
    own = [u for u in comparison.units_of(group.code) if isinstance(u.index, Difference)]
    own.sort(key=lambda unit: -_difference(unit).published)
    return join(
        _index_table(comparison, group, own, audit), _rank_table(comparison, group, own, audit)
    )


def uncompared_table(comparison: Comparison) -> Html:
    """List the units that are not compared, and why."""
    names = {group.code: tr(group.name_vi) for group in comparison.after.edition.groups}
    rows = [
        (
            tr(unit.name_vi),
            names.get(unit.group_code, unit.group_code),
            tr(FATE_NAMES[unit.fate]),
            reason_text(unit.index),
            unit_history(comparison, unit) or "–",
            f"{format_grade(unit.grade.before)} → {format_grade(unit.grade.after)}",
        )
        for unit in comparison.units
        if isinstance(unit.index, NotCompared)
    ]
    titles = later(
        ("Đơn vị", "Nhóm", "Tình trạng", "Vì sao không so sánh", "Trước đây", "Xếp loại")
    )
    return table(
        caption=tr("Đơn vị không so sánh"),
        columns=[Column(title) for title in titles],
        rows=rows,
        empty=tr("Mọi đơn vị đều so sánh được."),
    )


def part_table(difference: Difference, caption: str) -> Html:
    """List what a difference is made of; the last row is their sum."""
    rows = [
        (tr(PART_NAMES[one.part]), _signed(difference, one.published), tr(PART_MEANINGS[one.part]))
        for one in difference.parts
        if one.exact or one.published
    ]
    total = (tr("Cộng", "sum"), _signed(difference, difference.published), _from_to(difference))
    return table(
        caption=caption,
        columns=(Column("Phần"), Column("Điểm phần trăm", is_number=True), Column("Gồm")),
        rows=[*rows, total],
        highlighted={len(rows)},
    )


def part_key(comparison: Comparison) -> Html:
    """Say what every part that occurs holds."""
    parts = _parts_in(
        one
        for one in (*(u.index for u in comparison.units), *(g.mean for g in comparison.groups))
        if isinstance(one, Difference)
    )
    lines = [f"{tr(PART_NAMES[part])}: {tr(PART_MEANINGS[part])}." for part in parts]
    return join(paragraph(tr("Các phần của một thay đổi:")), render("list.html.j2", items=lines))


def component_table(unit: UnitChange) -> Html:
    """List the components of a unit that moved its index, or are not what they were."""
    shown = [one for one in unit.components if has_changed(one)]
    return table(
        caption=tr("Tiêu chí thành phần đã thay đổi – {unit}").format(unit=tr(unit.name_vi)),
        columns=(
            Column("Mã", is_code=True),
            Column("Tiêu chí thành phần"),
            Column("Tối đa", is_number=True),
            Column("Điểm trước", is_number=True),
            Column("Điểm nay", is_number=True),
            Column("Thay đổi", is_number=True),
            Column("Số liệu", is_number=True),
            Column("Thẩm định", is_number=True),
            Column("Điều tra", is_number=True),
            Column("Ghi chú"),
        ),
        rows=[_component_row(one) for one in shown],
        empty=tr("Không có tiêu chí thành phần nào thay đổi."),
        is_wide=True,
    )


def _index_table(
    comparison: Comparison, group: UnitGroup, units: Sequence[UnitChange], audit: str
) -> Html:
    mean = next(one.mean for one in comparison.groups if one.group_code == group.code)
    means = [mean] if isinstance(mean, Difference) else []
    parts = _parts_in([*means, *map(_difference, units)])
    numbers = (*later(("Trước (%)", "Nay (%)", "Thay đổi")), *(PART_NAMES[part] for part in parts))
    rows = [
        (
            _named(comparison, unit),
            *_numbers(_difference(unit), parts, _linker(unit.unit_code, "index", audit)),
        )
        for unit in units
    ]
    link = _linker(group_page(group.code), "mean", audit)
    rows += [(tr("Bình quân nhóm"), *_numbers(one, parts, link)) for one in means]
    return table(
        caption=tr("Thay đổi của chỉ số và các phần của nó: {group}").format(
            group=tr(group.name_vi)
        ),
        columns=(Column("Đơn vị"), *(Column(title, is_number=True) for title in numbers)),
        rows=rows,
        highlighted={len(units)} if means else (),
        empty=tr("Không có đơn vị nào so sánh được."),
        is_wide=True,
    )


def _rank_table(
    comparison: Comparison, group: UnitGroup, units: Sequence[UnitChange], audit: str
) -> Html:
    has_other_bands = "bands" in comparison.rule_changes.general
    note = tr(" (khung xếp loại đã đổi)") if has_other_bands else ""
    titles = later((
        "Hạng trước", "Hạng nay", "Thay đổi", "Do đơn vị", "Do đơn vị khác",
        "Do đổi đơn vị trong nhóm", "Do đổi cách xếp hạng",
    ))  # fmt: skip
    return table(
        caption=tr("Thay đổi của thứ hạng và xếp loại{note}: {group}").format(
            note=note, group=tr(group.name_vi)
        ),
        columns=(
            Column("Đơn vị"),
            *(Column(title, is_number=True) for title in titles),
            Column("Xếp loại trước"),
            Column("Xếp loại nay"),
        ),
        rows=[_rank_row(unit, audit) for unit in sorted(units, key=_rank_order)],
        empty=tr("Không có đơn vị nào so sánh được."),
    )


def _rank_row(unit: UnitChange, audit: str) -> tuple[Cell, ...]:
    rank = unit.rank
    graded = _linker(unit.unit_code, "grade", audit)(format_grade(unit.grade.after))
    grades = (format_grade(unit.grade.before), graded)
    if isinstance(rank, NotCompared):
        return (f"{tr(unit.name_vi)} ({reason_text(rank)})", *("–",) * 7, *grades)
    moved = (rank.difference, rank.own, rank.others, rank.membership, rank.rule)
    now = _linker(unit.unit_code, "rank", audit)(str(rank.after))
    return (tr(unit.name_vi), str(rank.before), now, *map(format_moved, moved), *grades)


def _rank_order(unit: UnitChange) -> tuple[bool, int]:
    is_ranked = isinstance(unit.rank, RankChange)
    return not is_ranked, unit.rank.after if isinstance(unit.rank, RankChange) else 0


def _named(comparison: Comparison, unit: UnitChange) -> Cell:
    history = unit_history(comparison, unit)
    return over_small(tr(unit.name_vi), history) if history else tr(unit.name_vi)


def _numbers(difference: Difference, parts: Sequence[GroupPart], link: _Linker) -> list[Cell]:
    published = {one.part: one.published for one in difference.parts}
    places = decimals(difference)
    now = format_value(difference.after, places)
    return [
        format_value(difference.before, places),
        link(now),
        _signed(difference, difference.published),
        *(_signed(difference, published.get(part, Decimal(0))) for part in parts),
    ]


def _linker(page: str, anchor: str, audit: str) -> _Linker:
    """Return what links a number to its derivation, where there are audit pages."""
    return partial(trail, page=page, anchor=anchor, audit=audit) if audit else str


def _parts_in(differences: Iterable[Difference]) -> list[GroupPart]:
    """Return the parts that any difference has, in their order."""
    found = {one.part for diff in differences for one in diff.parts if one.exact or one.published}
    return [part for part in PART_NAMES if part in found]


def _difference(unit: UnitChange) -> Difference:
    assert isinstance(unit.index, Difference)
    return unit.index


def _component_row(one: ComponentChange) -> tuple[str, ...]:
    is_recoded = one.old_code and one.new_code and one.old_code != one.new_code
    code = f"{one.old_code} → {one.new_code}" if is_recoded else one.new_code or one.old_code
    most = [format_share(value) for value in (one.old_max, one.new_max)]
    points = (one.old_points, one.new_points)
    ends = ["–" if value is None else format_value(value) for value in points]
    name = tr(one.new_name_vi or one.old_name_vi)
    share = most[1] if most[0] == most[1] else " → ".join(most)
    return (code, name, share, *ends, *_moved_cells(one.points, has_other_rule=one.has_other_rule))


def _moved_cells(points: PointChange | NotCompared, *, has_other_rule: bool) -> tuple[str, ...]:
    if isinstance(points, NotCompared):
        return (*("–",) * 4, reason_text(points))
    parts = (points.difference, points.own_figures, points.appraisal, points.survey)
    notes = (
        "" if points.has_base else tr(_BASE_NOTE),
        tr(OTHER_EVIDENCE) if has_other_rule else "",
    )
    return (*map(format_signed, parts), "; ".join(filter(None, notes)))


def _signed(difference: Difference, value: Decimal) -> str:
    return format_signed(value, decimals(difference))


def _from_to(difference: Difference) -> str:
    places = decimals(difference)
    return tr("từ {before} đến {after}").format(
        before=format_value(difference.before, places), after=format_value(difference.after, places)
    )
