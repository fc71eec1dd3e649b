"""The computed year laid open: index table, group summaries, and sums checked against parts."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.results import GroupSummary, UnitResult, YearResult
from cchc_lib.core.stages import ComponentScore, points_of
from cchc_lib.core.submission import NotApplicable
from cchc_lib.present.headline import Card, headline, year_notices
from cchc_lib.present.html import Cell, Column, Html, join, paragraph, table
from cchc_lib.present.names import STATE_NAMES
from cchc_lib.present.summaries import unit_names
from cchc_lib.present.trail import group_trail, score_trail, total_trail, trail
from cchc_lib.present.wording import format_exact, format_points, format_total

__all__ = ["computing_headline", "group_summary_table", "not_applicable_table", "totals_check"]


def computing_headline(year: YearResult) -> Html:
    """Open the notebook: how many units have a total, and how final the year is."""
    states: list[str] = [unit.state for unit in year.units]
    return headline(
        title=f"Tính chỉ số năm {year.assessment.year}",
        subtitle=f"{year.edition.title_vi} ({year.edition.code})",
        cards=[
            Card(label=f"Đơn vị {name}", value=str(states.count(state)))
            for state, name in STATE_NAMES.items()
        ],
        state="Kết quả tạm tính." if year.is_provisional else "",
        notices=year_notices(year),
    )


def group_summary_table(year: YearResult) -> Html:
    """List mean and extremes of each group."""
    return table(
        caption="Tóm tắt theo nhóm",
        columns=(
            Column("Nhóm"),
            Column("Số đơn vị", is_number=True),
            Column("Có chỉ số", is_number=True),
            Column("Bình quân (%)", is_number=True),
            Column("Cao nhất (%)", is_number=True),
            Column("Thấp nhất (%)", is_number=True),
            Column("Tình trạng"),
        ),
        rows=[
            (
                year.edition.group(group.group_code).name_vi,
                str(group.unit_count),
                str(group.ranked_count),
                *(
                    _mean_cell(year, group, value)
                    for value in (
                        group.mean_index_pct,
                        group.highest_index_pct,
                        group.lowest_index_pct,
                    )
                ),
                "tạm tính" if group.is_provisional else "đủ kết quả",
            )
            for group in year.groups
        ],
    )


def _mean_cell(year: YearResult, group: GroupSummary, value: object) -> Cell:
    """Write a mean or an extreme of a group, linked where the group has units."""
    text = format_total(year, value)
    return group_trail(text, group.group_code) if group.unit_count else text


def totals_check(year: YearResult) -> Html:
    """Add up every unit's parts again and hold the sum against its total."""
    rows = [_check_row(year, unit) for unit in year.units if isinstance(unit.total_score, Decimal)]
    wrong = sum(1 for row in rows if row[-1] != "khớp")
    said = "mọi đơn vị đều khớp" if not wrong else f"{wrong} ĐƠN VỊ KHÔNG KHỚP"
    return join(
        paragraph(f"Cộng lại {len(rows)} đơn vị từ từng tiêu chí thành phần: {said}."),
        table(
            caption="Tổng của các phần so với tổng đã tính",
            columns=(
                Column("Đơn vị"),
                Column("Cộng từ tiêu chí thành phần", is_number=True),
                Column("Cộng, trừ", is_number=True),
                Column("Tổng tính lại (chính xác)", is_number=True),
                Column("Tổng đã tính", is_number=True),
                Column("Kết quả"),
            ),
            rows=rows,
            empty="Chưa có đơn vị nào có tổng điểm.",
        ),
    )


def not_applicable_table(year: YearResult) -> Html:
    """List the components that do not apply, with policy effect and legal basis."""
    names = unit_names(year)
    return table(
        caption="Tiêu chí thành phần không áp dụng",
        columns=(
            Column("Đơn vị"),
            Column("Tiêu chí thành phần"),
            Column("Tối đa", is_number=True),
            Column("Điểm tính"),
            Column("Căn cứ"),
        ),
        rows=[
            (
                names[score.unit_code],
                f"{score.component_code}. {score.name_vi}",
                score_trail(year, score, score.max_score),
                score_trail(year, score, score.final.value),
                score.exemption.legal_basis,
            )
            for score in year.scores
            if score.exemption is not None
        ],
        empty="Không có tiêu chí nào.",
    )


def _check_row(year: YearResult, unit: UnitResult) -> tuple[Cell, ...]:
    scores = year.scores_of(unit.unit_code)
    counted = [s for s in scores if isinstance(s.final.value, Decimal)]
    parts = _sum_points(counted)
    given_back = sum((s.max_score for s in scores if _is_given_back(s)), Decimal(0))
    adjusted = unit.bonus - unit.penalty
    raw = Fraction(parts) + Fraction(adjusted)
    maximum = sum((s.max_score for s in counted), Decimal(0)) + given_back
    if given_back:
        own = [s for s in counted if not s.is_survey]
        own_max = sum((s.max_score for s in own), Decimal(0))
        raw += Fraction(_sum_points(own)) * Fraction(given_back) / Fraction(own_max)
    again = min(max(raw, Fraction(0)), Fraction(maximum))
    said = format_exact(again) + (" (quy phần thẩm định về đủ điểm)" if given_back else "")
    texts = (format_points(year, parts), format_points(year, adjusted), said)
    return (
        year.assessment.unit(unit.unit_code).name_vi,
        *(trail(text, unit.unit_code, "total") for text in texts),
        total_trail(year, unit.total_score, unit.unit_code, "total"),
        "khớp" if year.edition.rounding.total(again) == unit.total_score else "KHÔNG KHỚP",
    )


def _sum_points(scores: Sequence[ComponentScore]) -> Decimal:
    return sum((points_of(score.final.value) or Decimal(0) for score in scores), Decimal(0))


def _is_given_back(score: ComponentScore) -> bool:
    """Tell whether a dropped component's maximum is made up for by the other appraised ones."""
    value = score.final.value
    return (
        isinstance(value, NotApplicable)
        and not score.is_survey
        and value.policy == "drop_max_appraised_then_add_survey"
    )
