"""The report for provincial leaders: rankings, distribution, where points were lost."""

from collections.abc import Iterator
from decimal import Decimal

from cchc_lib.core.results import GroupSummary, UnitResult, YearResult
from cchc_lib.core.rulebook import GradeBand, UnitGroup
from cchc_lib.present.charts import Bar, Chart, draw_bars
from cchc_lib.present.group_charts import Strip, draw_heat_map, draw_profiles, draw_strips
from cchc_lib.present.headline import Card, headline, year_notices, year_subtitle, year_title
from cchc_lib.present.html import Cell, Column, Html, join, table
from cchc_lib.present.language import tr
from cchc_lib.present.names import STATE_NAMES
from cchc_lib.present.parts import in_parts
from cchc_lib.present.summaries import area_means, groups_of, is_decided, title_for, unit_names
from cchc_lib.present.trail import group_page, group_trail, rank_trail, total_trail, trail
from cchc_lib.present.wording import format_points, format_total, name_grade

__all__ = [
    "area_mean_chart",
    "area_mean_table",
    "distribution_chart",
    "heat_maps",
    "province_headline",
    "ranking_charts",
    "ranking_tables",
]


def province_headline(year: YearResult) -> Html:
    """Open the report: how many units, group means, and whether anything may still change."""
    waiting = sum(1 for unit in year.units if unit.state != "final")
    state = tr(
        "Kết quả tạm tính: {count} trong {all} đơn vị chưa có đủ kết quả; thứ hạng của nhóm có "
        "đơn vị ấy còn có thể thay đổi."
    ).format(count=waiting, all=len(year.units))
    return headline(
        title=year_title(year),
        subtitle=year_subtitle(year),
        cards=[
            Card(
                label=tr(year.edition.group(summary.group_code).name_vi),
                value=group_trail(format_total(year, summary.mean_index_pct), summary.group_code),
                note=_spread(year, summary),
            )
            for summary in year.groups
            if summary.unit_count
        ],
        state=state if year.is_provisional else "",
        sentences=[
            tr(
                "Mỗi nhóm có phụ lục riêng nên chỉ xếp hạng trong từng nhóm, không so giữa các "
                "nhóm."
            ),
            *filter(None, (_best_sentence(year, group) for group in groups_of(year))),
        ],
        notices=year_notices(year),
    )


def ranking_charts(year: YearResult) -> Html:
    """Draw the ranking of each group, coloured and labelled by grade."""
    return join(*(chart for group in groups_of(year) for chart in _ranking_charts(year, group)))


def ranking_tables(year: YearResult) -> Html:
    """List each group in order of rank, with what the index is made of."""
    return join(*(_ranking_table(year, group) for group in groups_of(year)))


def distribution_chart(year: YearResult) -> Chart:
    """Draw every unit of each group on one line."""
    means = {g.group_code: g.mean_index_pct for g in year.groups}
    rows = []
    for group in groups_of(year):
        mean = means[group.code]
        rows.append(
            Strip(
                label=tr(group.name_vi),
                values=tuple(
                    unit.index_pct
                    for unit in year.group_units(group.code)
                    if isinstance(unit.index_pct, Decimal)
                ),
                mean=mean if isinstance(mean, Decimal) else None,
            )
        )
    return draw_strips(
        tr("Phân bố chỉ số trong từng nhóm"),
        tr(
            "Mỗi chấm là một đơn vị; vạch đứng là bình quân của nhóm. Chấm càng tản, các đơn vị "
            "trong nhóm càng khác nhau."
        ),
        rows,
        axis=tr("Chỉ số CCHC (%)"),
    )


def heat_maps(year: YearResult) -> Html:
    """Draw units against areas, one map per group."""
    return join(*(chart for group in groups_of(year) for chart in _heat_maps(year, group)))


def area_mean_chart(year: YearResult) -> Chart:
    """Draw the mean sub-index of each area in each group."""
    means = area_means(year)
    lowest = min(
        ((mean, code) for (_, code), mean in means.items() if mean is not None), default=None
    )
    names = {area.code: tr(area.short_vi) for area in year.edition.areas}
    low = ""
    if lowest:
        value = format_total(year, lowest[0])
        low = tr("Thấp nhất: {area} ({value}%).").format(area=names[lowest[1]], value=value)
    said = tr("Mỗi dấu là bình quân của một nhóm ở một lĩnh vực.")
    return draw_profiles(
        tr("Chỉ số thành phần bình quân theo lĩnh vực"),
        f"{said} {low}",
        rows=[*names.values()],
        series=[
            (tr(group.name_vi), [means[group.code, area.code] for area in year.edition.areas])
            for group in groups_of(year)
        ],
    )


def area_mean_table(year: YearResult) -> Html:
    """List the mean sub-index of each area in each group."""
    means = area_means(year)
    groups = groups_of(year)
    group_of = {unit.unit_code: unit.group_code for unit in year.units}
    used = {(group_of[area.unit_code], area.area_code) for area in year.areas}
    return table(
        caption=tr("Chỉ số thành phần bình quân (%) theo lĩnh vực và nhóm"),
        columns=(Column("Lĩnh vực"), *(Column(g.name_vi, is_number=True) for g in groups)),
        rows=[
            (
                f"{area.code}. {tr(area.name_vi)}",
                *(
                    total_trail(
                        year,
                        means[group.code, area.code],
                        group_page(group.code),
                        f"area-{area.code}",
                    )
                    if (group.code, area.code) in used
                    else format_total(year, None)
                    for group in groups
                ),
            )
            for area in year.edition.areas
        ],
    )


def _spread(year: YearResult, summary: GroupSummary) -> str:
    """Say how many units a mean is taken over, and between which extremes."""
    if not summary.ranked_count:
        said = tr("chưa có đơn vị nào trong {count} đơn vị được xếp hạng")
        return said.format(count=summary.unit_count)
    said = tr("bình quân của {ranked}/{all} đơn vị").format(
        ranked=summary.ranked_count, all=summary.unit_count
    )
    low, high = (
        format_total(year, value) for value in (summary.lowest_index_pct, summary.highest_index_pct)
    )
    ends = tr("; từ {low} đến {high}").format(low=low, high=high)
    return said if low == high else f"{said}{ends}"


def _best_sentence(year: YearResult, group: UnitGroup) -> str:
    """Name who leads a group, and whether that may still change; empty when nobody does."""
    names = unit_names(year)
    units = year.group_units(group.code)
    first = [names[unit.unit_code] for unit in units if unit.rank == 1]
    is_open = any(unit.is_provisional for unit in units)
    leads = (
        tr("{group}: tạm dẫn đầu là {units}.") if is_open else tr("{group}: dẫn đầu là {units}.")
    )
    return leads.format(group=tr(group.name_vi), units=", ".join(first)) if first else ""


def _ranking_charts(year: YearResult, group: UnitGroup) -> Iterator[Chart]:
    names = unit_names(year)
    bands = [band.code for band in year.edition.grading.bands]
    used = [tr(band.name_vi) for band in year.edition.grading.bands]
    rows = []
    for unit in year.group_units(group.code):
        value = unit.index_pct if isinstance(unit.index_pct, Decimal) else None
        rows.append(
            Bar(
                label=_ranked_name(unit, names),
                value=value,
                note=f"{format_total(year, value)} · {name_grade(unit)}"
                if value is not None
                else tr(STATE_NAMES[unit.state]),
                style=bands.index(unit.grade.code) if isinstance(unit.grade, GradeBand) else None,
            )
        )
    said = tr(
        "Số sau thanh là chỉ số (%) và xếp loại; màu và nét gạch của thanh cũng theo xếp loại."
    )
    for title, part in in_parts(title_for(year, group, "Xếp hạng"), rows):
        yield draw_bars(title, said, part, axis=tr("Chỉ số CCHC (%)"), upper=100, legend=used)


def _ranked_name(unit: UnitResult, names: dict[str, str]) -> str:
    name = names[unit.unit_code]
    return f"{unit.rank}. {name}" if isinstance(unit.rank, int) else f"– {name}"


def _ranking_table(year: YearResult, group: UnitGroup) -> Html:
    names = unit_names(year)
    return table(
        caption=title_for(year, group, "Bảng xếp hạng"),
        columns=(
            Column("Đơn vị"),
            Column("Hạng", is_number=True),
            Column("Thẩm định", is_number=True),
            Column("Điều tra", is_number=True),
            Column("Cộng", is_number=True),
            Column("Trừ", is_number=True),
            Column("Tổng điểm", is_number=True),
            Column("Trên tối đa", is_number=True),
            Column("Chỉ số (%)", is_number=True),
            Column("Xếp loại"),
            Column("Tình trạng"),
        ),
        rows=[
            (names[unit.unit_code], *_ranking_row(year, unit))
            for unit in year.group_units(group.code)
        ],
        is_wide=True,
    )


def _ranking_row(year: YearResult, unit: UnitResult) -> tuple[Cell, ...]:
    """Write place, parts and total of a unit, each linked to where it comes from."""
    code = unit.unit_code
    is_known = isinstance(unit.total_score, Decimal)
    return (
        rank_trail(unit.rank, code),
        *(trail(text, code, "total") for text in _parts_of_total(year, unit)),
        trail(format_points(year, unit.bonus), code, "bonus"),
        trail(format_points(year, unit.penalty), code, "penalty"),
        total_trail(year, unit.total_score, code, "total"),
        trail(format_points(year, unit.max_score) if is_known else tr("chưa có"), code, "total"),
        total_trail(year, unit.index_pct, code, "index"),
        trail(name_grade(unit), code, "grade"),
        tr(STATE_NAMES[unit.state]),
    )


def _parts_of_total(year: YearResult, unit: UnitResult) -> tuple[str, str]:
    """Write the appraised and the surveyed points that a total is made of."""
    appraised = year.edition.rounding.total(unit.appraised_exact)
    has_own, has_survey = (is_decided(year, unit, is_survey=kind) for kind in (False, True))
    return (
        format_total(year, appraised if has_own else None),
        format_points(year, unit.survey_points) if has_survey else tr("chưa có"),
    )


def _heat_maps(year: YearResult, group: UnitGroup) -> Iterator[Chart]:
    names = unit_names(year)
    units = year.group_units(group.code)
    values = {
        (area.unit_code, area.area_code): area.sub_index_pct
        for area in year.areas
        if isinstance(area.sub_index_pct, Decimal)
    }
    said = tr(
        "Ô càng đậm, chỉ số của lĩnh vực càng cao; dấu – là chưa có đủ điểm hoặc không áp "
        "dụng. Đơn vị xếp theo thứ hạng."
    )
    lines = [
        [values.get((unit.unit_code, area.code)) for area in year.edition.areas] for unit in units
    ]
    known = [float(value) for line in lines for value in line if value is not None]
    for title, part in in_parts(
        title_for(year, group, "Chỉ số thành phần (%)"), list(zip(units, lines, strict=True))
    ):
        yield draw_heat_map(
            title,
            said,
            rows=[_ranked_name(unit, names) for unit, _ in part],
            columns=[tr(area.short_vi) for area in year.edition.areas],
            values=[line for _, line in part],
            lowest=min(known, default=0.0),
        )
