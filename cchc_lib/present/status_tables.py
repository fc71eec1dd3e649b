"""The state of a round as notebook 20 shows it: opening, calendar, chase list, units, leads."""

from datetime import date

from cchc_lib.core.progress import unit_progress
from cchc_lib.core.results import YearResult
from cchc_lib.present.chasing import chase_lines
from cchc_lib.present.headline import Card, headline, year_notices
from cchc_lib.present.html import Column, Html, Markup, mark, table
from cchc_lib.present.status import (
    LEAD_HEADINGS,
    UNIT_HEADINGS,
    count_sentences,
    lead_rows,
    office_lines,
    round_sentence,
    unit_rows,
    window_rows,
)
from cchc_lib.vietnamese import format_date

__all__ = [
    "chase_table",
    "lead_status_table",
    "status_headline",
    "unit_status_table",
    "window_table",
]


def status_headline(year: YearResult, today: date | None) -> Html:
    """Open the notebook: which step is open, and how much is in, late and disputed."""
    units = unit_progress(year)
    arrived = sum(unit.submission != "missing" for unit in units)
    late = sum(unit.submission == "late" for unit in units)
    asked, appraised = sum(u.asked for u in units), sum(u.appraised for u in units)
    disputed, explained = sum(u.disputed for u in units), sum(u.explained for u in units)
    reviewed, council = sum(u.reviewed for u in units), sum(u.council for u in units)
    day = f" · tính đến ngày {format_date(today)}" if today else ""
    return headline(
        title=f"Tình hình kỳ đánh giá năm {year.assessment.year}",
        subtitle=f"{year.assessment.title_vi} · {year.assessment.province_vi}{day}",
        cards=[
            Card(
                label="Hồ sơ đã nhận",
                value=f"{arrived}/{len(units)}",
                note=f"{late} nộp chậm" if late else "không có hồ sơ nộp chậm",
            ),
            Card(label="Đã thẩm định", value=f"{appraised}/{asked}", note="tiêu chí thành phần"),
            Card(
                label="Chênh lệch với tự chấm",
                value=str(disputed),
                note=f"{explained} đã giải trình",
            ),
            Card(
                label="Quyết định sau giải trình",
                value=str(reviewed + council),
                note=f"lần 2: {reviewed}; Hội đồng: {council}",
            ),
        ],
        sentences=[
            round_sentence(year, today),
            *filter(None, count_sentences(year)[2:]),
            *office_lines(year, today)[1:],
        ],
        notices=year_notices(year),
    )


def window_table(year: YearResult, today: date | None) -> Html:
    """List the steps of the round with their days."""
    return table(
        caption="Các bước của kỳ đánh giá",
        columns=(Column("Bước"), Column("Thời gian"), Column("Tình trạng")),
        rows=window_rows(year, today),
        empty="Chưa khai báo thời gian của bước nào trong assessment.toml.",
    )


def chase_table(year: YearResult, today: date | None) -> Html:
    """List whom to chase for what, the most urgent first."""
    return table(
        caption="Cần đôn đốc, gấp nhất đứng trước",
        columns=(
            Column("Thời hạn", is_code=True),
            Column("Cơ quan, đơn vị"),
            Column("Việc còn thiếu"),
            Column("Về đơn vị"),
        ),
        rows=[
            (_due(line.due, is_overdue=line.is_overdue), line.who, line.what, ", ".join(line.about))
            for line in chase_lines(year, today)
        ],
        empty="Không còn gì phải đôn đốc.",
    )


def unit_status_table(year: YearResult) -> Html:
    """List how far every unit is."""
    first, second, *rest = UNIT_HEADINGS
    return table(
        caption="Tình hình theo đơn vị",
        columns=(Column(first), Column(second), *(Column(title, is_number=True) for title in rest)),
        rows=unit_rows(year),
        is_wide=True,
    )


def lead_status_table(year: YearResult) -> Html:
    """List how far every lead appraiser is, and which units wait."""
    first, *rest, last = LEAD_HEADINGS
    return table(
        caption="Tình hình theo cơ quan chủ trì thẩm định",
        columns=(Column(first), *(Column(title, is_number=True) for title in rest), Column(last)),
        rows=lead_rows(year),
    )


def _due(text: str, *, is_overdue: bool) -> str | Markup:
    return mark(text, "error") if is_overdue else text
