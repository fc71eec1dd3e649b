"""Where one unit lost points, largest losses first, with what each of them rests on."""

from collections.abc import Mapping
from decimal import Decimal

from cchc_lib.core.decisions import AppraisedLine
from cchc_lib.core.results import YearResult
from cchc_lib.core.stages import ComponentScore, SurveyLine
from cchc_lib.present.charts import Bar, Chart, draw_bars, empty_chart
from cchc_lib.present.html import Cell, Column, Html, table
from cchc_lib.present.summaries import component_of, find_unit, unit_losses
from cchc_lib.present.trail import score_trail, trail
from cchc_lib.present.wording import (
    describe_rule,
    format_figures,
    format_margin,
    format_points,
    format_sample,
    name_score,
)
from cchc_lib.vietnamese import format_decimal

__all__ = ["loss_chart", "loss_table"]

_SHOWN_LOSSES = 12


def loss_chart(year: YearResult, unit_code: str) -> Chart:
    """Draw the largest losses."""
    find_unit(year, unit_code)
    losses = unit_losses(year, unit_code)
    title = "Nơi mất nhiều điểm nhất"
    if not losses:
        return empty_chart(title, _no_loss(year, unit_code))
    shown = losses[:_SHOWN_LOSSES]
    total = sum((lost for _, lost in losses), Decimal(0))
    part = sum((lost for _, lost in shown), Decimal(0))
    return draw_bars(
        title,
        f"{len(shown)} tiêu chí thành phần mất nhiều điểm nhất chiếm {format_decimal(part)} "
        f"trong {format_decimal(total)} điểm bị mất của đơn vị.",
        [
            Bar(
                label=name_score(score),
                value=lost,
                note=f"−{format_points(year, lost)} / {format_points(year, score.max_score)}",
                style=1 if score.is_survey else 0,
            )
            for score, lost in shown
        ],
        axis="Điểm bị mất so với điểm tối đa",
        legend=("Thẩm định", "Điều tra xã hội học"),
    )


def loss_table(year: YearResult, unit_code: str) -> Html:
    """List every loss, largest first, with rule, figures, reason and lead appraiser."""
    find_unit(year, unit_code)
    return table(
        caption="Điểm bị mất, xếp từ lớn đến nhỏ",
        columns=(
            Column("Tiêu chí thành phần"),
            Column("Mất", is_number=True),
            Column("Đạt / tối đa", is_number=True),
            Column("Cách cho điểm"),
            Column("Số liệu kê khai hoặc mẫu điều tra"),
            Column("Lý do của cơ quan thẩm định"),
            Column("Đầu mối"),
        ),
        rows=[_loss_row(year, score, lost) for score, lost in unit_losses(year, unit_code)],
        empty=_no_loss(year, unit_code),
        is_wide=True,
    )


def _no_loss(year: YearResult, unit_code: str) -> str:
    """Say why there is no loss to show."""
    if any(score.status == "scored" for score in year.scores_of(unit_code)):
        return "Đơn vị đạt điểm tối đa ở mọi tiêu chí đã có điểm."
    return "Chưa có tiêu chí nào có điểm."


def _loss_row(year: YearResult, score: ComponentScore, lost: Decimal) -> tuple[Cell, ...]:
    component = component_of(year.edition, score.component_code)
    return (
        name_score(score),
        score_trail(year, score, lost),
        trail(
            f"{format_points(year, score.final.value)}/{format_points(year, score.max_score)}",
            score.unit_code,
            f"component-{score.component_code}",
        ),
        describe_rule(component, score.max_score),
        _basis(year, score, {spec.code: spec.label_vi for spec in component.inputs}),
        score.appraised.reason if isinstance(score.appraised, AppraisedLine) else "",
        score.lead_appraiser,
    )


def _basis(year: YearResult, score: ComponentScore, labels: Mapping[str, str]) -> str:
    if isinstance(score.survey, SurveyLine):
        margin = format_margin(score.survey.margin, year.edition.rounding.component_places)
        said = f"sai số {margin} điểm" if score.survey.margin is not None else "không rõ sai số"
        return f"{format_sample(year, score.survey)} câu trả lời hợp lệ, {said}"
    return format_figures(score.rule_score, labels)
