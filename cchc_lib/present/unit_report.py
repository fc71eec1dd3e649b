"""The report of one unit: its result, its place in the group, where points were lost."""

from decimal import Decimal

from cchc_lib.core.audit.comparing.changes import UnitChange
from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.rulebook import GradeBand
from cchc_lib.core.submission import Unit
from cchc_lib.present.charts import (
    Chart,
    Pair,
    draw_pairs,
)
from cchc_lib.present.headline import Card, headline, year_notices
from cchc_lib.present.html import Cell, Column, Html, phrase, table
from cchc_lib.present.summaries import (
    compared_scores,
    find_unit,
    is_decided,
    self_gap,
    unit_names,
)
from cchc_lib.present.trail import (
    group_page,
    score_trail,
    total_trail,
    trail,
)
from cchc_lib.present.unit_change import change_sentences
from cchc_lib.present.wording import (
    format_points,
    format_signed,
    format_value,
    name_grade,
    name_score,
    state_sentence,
)
from cchc_lib.vietnamese import format_decimal

__all__ = [
    "self_appraised_chart",
    "self_appraised_table",
    "unit_headline",
]


def unit_headline(year: YearResult, unit_code: str, change: UnitChange | None = None) -> Html:
    """Open the report: index, place, grade, what they mean, and what they were before."""
    unit, result = find_unit(year, unit_code)
    group = year.edition.group(unit.group_code)
    return headline(
        title=unit.name_vi,
        subtitle=f"{year.assessment.title_vi} · {year.assessment.province_vi} · {group.name_vi}",
        cards=_cards(year, result),
        state=state_sentence(result),
        sentences=(*_meaning(year, unit, result), *change_sentences(change)),
        notices=year_notices(year),
    )


def self_appraised_chart(year: YearResult, unit_code: str) -> Chart:
    """Draw claimed and granted points of each area, over the components that have both."""
    find_unit(year, unit_code)
    rows = []
    for area in year.edition.areas:
        own = [
            s
            for s in year.scores_of(unit_code)
            if s.area_code == area.code and s.is_appraised and s.status != "not_applicable"
        ]
        claimed, granted, count = self_gap(own)
        if count:
            both = compared_scores(own)
            rows.append(
                Pair(
                    label=area.short_vi,
                    claimed=claimed,
                    granted=granted,
                    max_score=sum((pair.score.max_score for pair in both), Decimal(0)),
                    note="" if count == len(own) else f" ({count}/{len(own)} tiêu chí)",
                )
            )
    return draw_pairs(
        "Điểm tự chấm và điểm thẩm định theo lĩnh vực",
        _gap_sentence(year, unit_code),
        rows,
    )


def self_appraised_table(year: YearResult, unit_code: str) -> Html:
    """List the components whose appraised score differs from the claimed one."""
    find_unit(year, unit_code)
    both = compared_scores(year.scores_of(unit_code))
    return table(
        caption="Tiêu chí thành phần có điểm thẩm định khác điểm tự chấm",
        columns=(
            Column("Tiêu chí thành phần"),
            Column("Tự chấm", is_number=True),
            Column("Thẩm định", is_number=True),
            Column("Chênh", is_number=True),
            Column("Lý do của cơ quan thẩm định"),
        ),
        rows=[
            (
                name_score(pair.score),
                score_trail(year, pair.score, pair.claimed),
                score_trail(year, pair.score, pair.line.value),
                trail(
                    format_signed(pair.line.value - pair.claimed, _places(year)),
                    unit_code,
                    f"component-{pair.score.component_code}",
                ),
                pair.line.reason or "không ghi lý do",
            )
            for pair in both
            if pair.claimed != pair.line.value
        ],
        empty="Không có chênh lệch ở các tiêu chí đã thẩm định."
        if both
        else "Chưa có tiêu chí nào có cả điểm tự chấm và điểm thẩm định.",
    )


def _cards(year: YearResult, result: UnitResult) -> tuple[Card, ...]:
    summary = next(g for g in year.groups if g.group_code == result.group_code)
    has_index = isinstance(result.index_pct, Decimal)
    mark = "tạm tính" if result.is_provisional and has_index else ""
    ranked = isinstance(result.rank, int)
    code = result.unit_code
    return (
        Card(
            label="Chỉ số CCHC (%)",
            value=total_trail(year, result.index_pct, code, "index"),
            note=mark
            or phrase(
                "bình quân nhóm ",
                total_trail(year, summary.mean_index_pct, group_page(result.group_code), "mean"),
            ),
        ),
        Card(
            label="Thứ hạng trong nhóm",
            value=trail(
                f"{result.rank}/{summary.ranked_count}" if ranked else "chưa xếp hạng", code, "rank"
            ),
            note=mark,
        ),
        Card(label="Xếp loại", value=trail(name_grade(result), code, "grade"), note=mark),
        Card(
            label="Tổng điểm",
            value=total_trail(year, result.total_score, code, "total"),
            note=f"trên {format_decimal(result.max_score)} điểm tối đa" if has_index else "",
        ),
    )


def _made_of(year: YearResult, result: UnitResult) -> Html:
    """Say what the total is made of, each number linked to where it comes from."""
    appraised, survey = (
        trail(format_points(year, points), result.unit_code, "total")
        if is_decided(year, result, is_survey=is_survey)
        else "chưa có"
        for points, is_survey in ((result.appraised_points, False), (result.survey_points, True))
    )
    bonus, penalty = (
        trail(format_points(year, points), result.unit_code, anchor)
        for points, anchor in ((result.bonus, "bonus"), (result.penalty, "penalty"))
    )
    said = ("Điểm thẩm định ", appraised, ", điểm điều tra xã hội học ", survey)
    return phrase(*said, ", điểm cộng ", bonus, ", điểm trừ ", penalty, ".")


def _meaning(year: YearResult, unit: Unit, result: UnitResult) -> list[Cell]:
    sentences: list[Cell] = [_made_of(year, result)]
    names = unit_names(year)
    tied = [
        names[u.unit_code]
        for u in year.units
        if u.group_code == unit.group_code
        and u.rank == result.rank
        and u.unit_code != unit.code
        and isinstance(u.rank, int)
    ]
    if tied:
        sentences.append(f"Đồng hạng với: {', '.join(tied)}.")
    if result.dropped_max:
        sentences.append(
            f"{format_decimal(result.dropped_max)} điểm tối đa không áp dụng với đơn vị; "
            "chỉ số tính trên phần còn lại."
        )
    if isinstance(result.grade, GradeBand) and result.grade != result.uncapped_grade:
        sentences.append(
            f"Xếp loại bị khống chế: theo điểm là {format_value(result.uncapped_grade)}."
        )
    return sentences


def _places(year: YearResult) -> int:
    return year.edition.rounding.component_places


def _gap_sentence(year: YearResult, unit_code: str) -> str:
    claimed, granted, count = self_gap(year.scores_of(unit_code))
    if not count:
        return "Chưa có tiêu chí nào có cả điểm tự chấm và điểm thẩm định."
    gap = claimed - granted
    if not gap:
        return f"Tổng điểm tự chấm bằng tổng điểm thẩm định ở {count} tiêu chí thành phần."
    more = "cao hơn" if gap > 0 else "thấp hơn"
    return (
        f"Trên {count} tiêu chí thành phần có cả hai điểm, tổng tự chấm {more} tổng thẩm định "
        f"{format_decimal(abs(gap))} điểm."
    )
