"""The areas of one unit: beside its group, and beside what they were."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from cchc_lib.core.audit.comparing.changes import NotCompared, UnitChange
from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.present.charts import Chart, Dumbbell, draw_dumbbells, empty_chart
from cchc_lib.present.comparison.words import reason_text
from cchc_lib.present.html import Column, Html, table
from cchc_lib.present.summaries import AreaComparison, compare_areas, find_unit
from cchc_lib.present.trail import group_page, rank_trail, total_trail, trail
from cchc_lib.present.wording import format_total

__all__ = ["area_chart", "area_table"]


def area_chart(year: YearResult, unit_code: str, change: UnitChange | None = None) -> Chart:
    """Draw each area of the unit beside the mean and the best of its group, and what it was."""
    find_unit(year, unit_code)
    compared = compare_areas(year, unit_code)
    title = "Chỉ số thành phần theo lĩnh vực, so với nhóm"
    if all(c.own is None for c in compared):
        return empty_chart(title, "Chưa có dữ liệu: chưa lĩnh vực nào của đơn vị có đủ điểm.")
    earlier = _earlier(change)
    return draw_dumbbells(
        title,
        "Chấm tròn là đơn vị, hình thoi là bình quân nhóm, tam giác là cao nhất nhóm; "
        f"{_place_sentence(compared)}.{_earlier_sentence(compared, earlier)}",
        [
            Dumbbell(
                label=c.short_vi,
                own=c.own,
                mean=c.mean,
                best=c.best,
                earlier=was if isinstance(was, Decimal) else None,
            )
            for c in compared
            for was in [earlier.get(c.area.area_code)]
        ],
    )


def area_table(year: YearResult, unit_code: str, change: UnitChange | None = None) -> Html:
    """List the areas with points, sub-index, what it was, place, mean and best of the group."""
    _, result = find_unit(year, unit_code)
    compared = compare_areas(year, unit_code)
    earlier, group = _earlier(change), group_page(result.group_code)
    is_open = result.state == "provisional"
    note = "; tạm tính: điểm đạt được trên số điểm tối đa đã có kết quả" if is_open else ""
    return table(
        caption=f"Điểm và chỉ số thành phần theo lĩnh vực{note}",
        columns=(
            Column("Lĩnh vực"),
            Column("Tối đa", is_number=True),
            Column("Đạt được", is_number=True),
            Column("Chỉ số (%)", is_number=True),
            *([Column("Lần trước", is_number=True)] if earlier else []),
            Column("Bình quân nhóm", is_number=True),
            Column("Cao nhất nhóm", is_number=True),
            Column("Hạng", is_number=True),
        ),
        rows=[
            (
                f"{c.area.area_code}. {c.name_vi}",
                total_trail(year, c.area.max_score, unit_code, anchor),
                trail(_reached(year, result, c), unit_code, anchor),
                total_trail(year, c.area.sub_index_pct, unit_code, anchor),
                *([_earlier_text(year, earlier[c.area.area_code])] if earlier else []),
                total_trail(year, c.mean, group, anchor),
                total_trail(year, c.best, group, anchor),
                rank_trail(c.area.rank_in_group, unit_code, anchor),
            )
            for c in compared
            for anchor in [f"area-{c.area.area_code}"]
        ],
    )


def _earlier(change: UnitChange | None) -> Mapping[str, Decimal | NotCompared]:
    """Return by area what it was; nothing where the unit is not compared."""
    return {one.area_code: one.before for one in change.areas} if change else {}


def _earlier_sentence(
    compared: Sequence[AreaComparison], earlier: Mapping[str, Decimal | NotCompared]
) -> str:
    """Say how many areas are higher or lower than they were, and which cannot be compared."""
    pairs = [(c.own, earlier.get(c.area.area_code)) for c in compared]
    moves = [own - was for own, was in pairs if own is not None and isinstance(was, Decimal)]
    higher, lower = sum(1 for move in moves if move > 0), sum(1 for move in moves if move < 0)
    others = [
        c.short_vi for c in compared if isinstance(earlier.get(c.area.area_code), NotCompared)
    ]
    said = f" Vòng tròn rỗng là đơn vị ở lần trước: {higher} lĩnh vực tăng, {lower} giảm."
    why = f" Không so được với lần trước, lý do trong bảng: {', '.join(others)}."
    return (said if moves else "") + (why if others else "")


def _earlier_text(year: YearResult, was: Decimal | NotCompared) -> str:
    return reason_text(was) if isinstance(was, NotCompared) else format_total(year, was)


def _place_sentence(compared: Sequence[AreaComparison]) -> str:
    """Say where the unit lies below its group, over the areas that have a sub-index."""
    known = [c for c in compared if c.own is not None and c.mean is not None]
    below = [c.short_vi for c in known if c.own is not None and c.mean and c.own < c.mean]
    said = f"thấp hơn bình quân ở: {', '.join(below)}" if below else "không thấp hơn bình quân"
    waiting = len(compared) - len(known)
    if below and waiting:
        return f"{said}; {waiting} lĩnh vực chưa có đủ điểm"
    if waiting:
        return f"{said} ở lĩnh vực nào đã có đủ điểm; {waiting} lĩnh vực chưa có đủ điểm"
    return said


def _reached(year: YearResult, unit: UnitResult, compared: AreaComparison) -> str:
    """Write the points of an area; while some are waited for, the part that is decided."""
    final = compared.area.final_score
    if isinstance(final, Decimal) or unit.state == "blocked" or not compared.decided_max:
        return format_total(year, final)
    points, most = (format_total(year, v) for v in (compared.decided, compared.decided_max))
    return f"{points} trên {most} (tạm tính)"
