"""Where the groups lost points, and how far claims lie from appraisals."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import UnitGroup
from cchc_lib.present.charts import Bar, Chart, draw_differences
from cchc_lib.present.html import Cell, Column, Html, join, table
from cchc_lib.present.language import tr
from cchc_lib.present.parts import in_parts
from cchc_lib.present.summaries import (
    GroupLoss,
    group_losses,
    groups_of,
    self_gap,
    title_for,
    unit_names,
)
from cchc_lib.present.trail import group_trail
from cchc_lib.present.wording import format_points, format_signed, format_total

__all__ = ["loss_tables", "self_gap_charts"]

_SHOWN_LOSSES = 10


def loss_tables(year: YearResult) -> Html:
    """List the components where each group lost most, by mean points lost."""
    return join(*(_loss_table(year, group) for group in groups_of(year)))


def self_gap_charts(year: YearResult) -> Html:
    """Draw how far each unit's claim lies from its appraisal."""
    return join(*(chart for group in groups_of(year) for chart in _self_gap_charts(year, group)))


def _loss_table(year: YearResult, group: UnitGroup) -> Html:
    losses = [loss for loss in group_losses(year, group.code) if loss.mean_lost]
    return table(
        caption=tr("{title}, {count} tiêu chí đầu").format(
            title=title_for(year, group, "Mất nhiều điểm nhất"), count=_SHOWN_LOSSES
        ),
        columns=(
            Column("Tiêu chí thành phần"),
            Column("Tối đa", is_number=True),
            Column("Mất bình quân", is_number=True),
            Column("Bằng % tối đa", is_number=True),
            Column("Số đơn vị mất điểm", is_number=True),
            Column("Đầu mối thẩm định"),
        ),
        rows=[_loss_row(year, group, loss) for loss in losses[:_SHOWN_LOSSES]],
        empty=tr("Chưa có điểm nào bị mất."),
    )


def _loss_row(year: YearResult, group: UnitGroup, loss: GroupLoss) -> tuple[Cell, ...]:
    rounding = year.edition.rounding
    share = loss.mean_lost * 100 / Fraction(loss.max_score)
    texts = (
        format_points(year, loss.max_score),
        format_total(year, rounding.total(loss.mean_lost)),
        format_total(year, rounding.total(share)),
        f"{loss.losing_count}/{loss.scored_count}",
    )
    anchor = f"component-{loss.component.code}"
    return (
        f"{loss.component.code}. {tr(loss.component.name_vi)}",
        *(group_trail(text, group.code, anchor) for text in texts),
        tr(loss.component.lead_appraiser or "điều tra xã hội học"),
    )


def _self_gap_charts(year: YearResult, group: UnitGroup) -> Iterator[Chart]:
    names = unit_names(year)
    rows = []
    for unit in year.group_units(group.code):
        if unit.state == "blocked":
            continue
        claimed, granted, count = self_gap(year.scores_of(unit.unit_code))
        places = year.edition.rounding.component_places
        note = format_signed(claimed - granted, places) if count else tr("chưa có")
        gap = claimed - granted if count else None
        rows.append(Bar(label=names[unit.unit_code], value=gap, note=note))
    rows.sort(key=lambda row: -(row.value or Decimal(0)))
    over = sum(1 for row in rows if row.value and row.value > 0)
    said = tr(
        "{count} trong {all} đơn vị tự chấm cao hơn thẩm định; chỉ tính các tiêu chí có cả hai "
        "điểm, không kể đơn vị còn lỗi phải sửa."
    ).format(count=over, all=len(rows))
    largest = max((abs(row.value) for row in rows if row.value is not None), default=None)
    for title, part in in_parts(title_for(year, group, "Tự chấm so với thẩm định"), rows):
        yield draw_differences(
            title, said, part, axis=tr("Điểm tự chấm trừ điểm thẩm định"), largest=largest
        )
