"""The year on one page, and what the groups ought to do first, drawn from the results."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.rulebook import Area, UnitGroup
from cchc_lib.present.html import Cell, Column, Html, join, listed, phrase, stacked, table
from cchc_lib.present.language import tr
from cchc_lib.present.summaries import (
    GroupLoss,
    area_means,
    grade_counts,
    group_losses,
    groups_of,
    lost_points,
    title_for,
    unit_names,
)
from cchc_lib.present.trail import group_page, group_trail, score_trail, total_trail
from cchc_lib.present.wording import format_total

__all__ = ["recommendations", "year_in_brief"]

_ADVISED = 5
_NAMED = 3


def year_in_brief(year: YearResult) -> Html:
    """Show each group in one row: its mean, its ends, its grades, its best and weakest area."""
    means = area_means(year)
    return table(
        caption=tr("Kết quả của năm, mỗi nhóm một dòng"),
        columns=(
            Column("Nhóm"),
            Column("Bình quân (%)", is_number=True),
            Column("Đứng đầu"),
            Column("Đứng cuối"),
            Column("Xếp loại"),
            Column("Lĩnh vực mạnh nhất"),
            Column("Lĩnh vực yếu nhất"),
        ),
        rows=[_brief_row(year, group, means) for group in groups_of(year)],
        is_wide=True,
    )


def recommendations(year: YearResult) -> Html:
    """List for each group the components where most points can be regained, and whose they are."""
    return join(*(_advice_table(year, group) for group in groups_of(year)))


def _brief_row(
    year: YearResult, group: UnitGroup, means: Mapping[tuple[str, str], Decimal | None]
) -> tuple[Cell, ...]:
    (summary,) = (one for one in year.groups if one.group_code == group.code)
    ranked = [unit for unit in year.group_units(group.code) if isinstance(unit.rank, int)]
    places = sorted(unit.rank for unit in ranked if isinstance(unit.rank, int))
    found = ((means[group.code, area.code], area) for area in year.edition.areas)
    known = [(mean, area) for mean, area in found if mean is not None]
    areas = sorted(known, key=lambda pair: pair[0])
    return (
        tr(group.name_vi),
        group_trail(format_total(year, summary.mean_index_pct), group.code),
        _units_at(year, ranked, places[0]) if places else tr("chưa xếp hạng"),
        _units_at(year, ranked, places[-1]) if places else tr("chưa xếp hạng"),
        stacked(f"{count} {tr(band.name_vi)}" for band, count in grade_counts(year, ranked))
        if ranked
        else tr("chưa xếp loại"),
        _area_cell(year, group, *areas[-1]) if areas else tr("chưa có"),
        _area_cell(year, group, *areas[0]) if areas else tr("chưa có"),
    )


def _units_at(year: YearResult, ranked: list[UnitResult], place: int) -> Cell:
    """Name the units that have a place, with their index."""
    names = unit_names(year)
    return stacked(
        phrase(
            names[unit.unit_code], " ", total_trail(year, unit.index_pct, unit.unit_code, "index")
        )
        for unit in ranked
        if unit.rank == place
    )


def _area_cell(year: YearResult, group: UnitGroup, mean: Decimal, area: Area) -> Cell:
    number = total_trail(year, mean, group_page(group.code), f"area-{area.code}")
    return phrase(f"{tr(area.short_vi)} ", number)


def _advice_table(year: YearResult, group: UnitGroup) -> Html:
    losses = [loss for loss in group_losses(year, group.code) if loss.mean_lost][:_ADVISED]
    return table(
        caption=tr("{title}, {count} tiêu chí đầu").format(
            title=title_for(year, group, "Việc nên làm trước"), count=_ADVISED
        ),
        columns=(
            Column("Tiêu chí thành phần"),
            Column("Bình quân có thể tăng", is_number=True),
            Column("Đơn vị cần làm trước"),
            Column("Đầu mối thẩm định"),
        ),
        rows=[_advice_row(year, group, loss) for loss in losses],
        empty=tr("Chưa có điểm nào bị mất."),
    )


def _advice_row(year: YearResult, group: UnitGroup, loss: GroupLoss) -> tuple[Cell, ...]:
    gain = format_total(year, year.edition.rounding.total(loss.mean_lost))
    return (
        f"{loss.component.code}. {tr(loss.component.name_vi)}",
        group_trail(gain, group.code, f"component-{loss.component.code}"),
        listed(_named_losers(year, group, loss)),
        tr(loss.component.lead_appraiser or "điều tra xã hội học"),
    )


def _named_losers(year: YearResult, group: UnitGroup, loss: GroupLoss) -> Iterator[Cell]:
    """Name the units that lost most on a component, with the points that they have."""
    names = unit_names(year)
    known = {unit.unit_code for unit in year.group_units(group.code) if unit.state != "blocked"}
    losers = [
        (lost, score)
        for score in year.scores
        if score.component_code == loss.component.code
        and score.unit_code in known
        and (lost := lost_points(score))
    ]
    for _, score in sorted(losers, key=lambda pair: -pair[0])[:_NAMED]:
        points = score_trail(year, score, score.final.value)
        yield phrase(f"{names[score.unit_code]} (", points, ")")
    if loss.losing_count > _NAMED:
        yield tr("và {count} đơn vị khác").format(count=loss.losing_count - _NAMED)
