"""The preliminary notice to a unit after the first appraisal, as a page to print and sign."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cchc_lib.core.evidence import missing_evidence
from cchc_lib.core.results import YearResult
from cchc_lib.core.rounds import decision_at, is_appraised_component, is_disputed
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import EvidenceItem
from cchc_lib.present.headline import year_notices
from cchc_lib.present.html import Column, Html, render, stacked, table
from cchc_lib.present.summaries import find_unit
from cchc_lib.present.wording import format_points, format_signed
from cchc_lib.vietnamese import format_date

__all__ = ["render_notice", "render_notices"]

_NOT_CLAIMED = "chưa ghi"


def render_notices(year: YearResult) -> dict[str, str]:
    """Return the notice of every unit that has a first appraisal, by unit code."""
    appraised = {s.unit_code for s in year.scores if decision_at(s, "appraisal_1")}
    return {
        unit.code: render_notice(year, unit.code)
        for unit in year.assessment.units
        if unit.code in appraised
    }


def render_notice(year: YearResult, unit_code: str) -> str:
    """Return the whole page: what differs from the unit's claim, why, and room to explain."""
    unit, _ = find_unit(year, unit_code)
    asked = [s for s in year.scores_of(unit_code) if is_appraised_component(s)]
    return render(
        "notice.html.j2",
        title=f"Thông báo sơ bộ – {unit.name_vi}",
        province=year.assessment.province_vi,
        unit=unit.name_vi,
        year=year.assessment.year,
        notices=year_notices(year),
        sentences=list(_sentences(year, asked)),
        listing=_listing(year, asked, year.register_of(unit_code)),
        totals=_totals(year, asked),
    ).markup


def _sentences(year: YearResult, asked: Sequence[ComponentScore]) -> Iterator[str]:
    """Yield what the notice comes to, and what the unit has to do until when."""
    disputed = sum(map(is_disputed, asked))
    waiting = sum(decision_at(score, "appraisal_1") is None for score in asked)
    yield (
        f"Kết quả thẩm định lần 1 đối với {len(asked) - waiting} tiêu chí thành phần (không kể "
        f"phần điều tra xã hội học): {disputed} tiêu chí có điểm thẩm định khác điểm tự chấm."
    )
    if waiting:
        yield f"{waiting} tiêu chí thành phần chưa thẩm định, sẽ thông báo sau."
    if not disputed:
        yield "Đơn vị không phải giải trình."
        return
    window = year.assessment.window("explanation")
    until = (
        f"chậm nhất ngày {format_date(window.last_day)}" if window else "trong thời hạn quy định"
    )
    yield (
        f"Đề nghị đơn vị giải trình và bổ sung tài liệu vào tệp Excel gửi kèm, gửi lại {until}. "
        "Tiêu chí nào đơn vị đồng ý thì để trống; điểm thẩm định lần 1 của tiêu chí ấy được giữ."
    )


def _listing(
    year: YearResult, asked: Sequence[ComponentScore], register: Sequence[EvidenceItem]
) -> Html:
    places = year.edition.rounding.component_places
    return table(
        caption="Tiêu chí thành phần có điểm thẩm định khác điểm tự chấm",
        columns=(
            Column("STT"),
            Column("Tiêu chí thành phần"),
            Column("Điểm tối đa", is_number=True),
            Column("Tự chấm", is_number=True),
            Column("Thẩm định", is_number=True),
            Column("Chênh lệch", is_number=True),
            Column("Lý do"),
            Column("Tài liệu còn thiếu"),
            Column("Giải trình của đơn vị"),
        ),
        rows=[
            (
                score.component_code,
                score.name_vi,
                format_points(year, score.max_score),
                _claim_text(year, score),
                format_points(year, first.value),
                format_signed(first.value - claimed, places)
                if isinstance(claimed, Decimal)
                else "–",
                first.reason,
                stacked(missing_evidence(score, register)),
                "",
            )
            for score in asked
            if is_disputed(score) and (first := decision_at(score, "appraisal_1"))
            for claimed in [score.self_score.value]
        ],
        empty="không có.",
    )


def _totals(year: YearResult, asked: Sequence[ComponentScore]) -> Html:
    """Add up all appraised components; the difference is taken where both points are known."""
    decided = [(s, first) for s in asked if (first := decision_at(s, "appraisal_1"))]
    both = [(s.self_score.value, d.value) for s, d in decided]
    claimed = _sum(points for points, _ in both if isinstance(points, Decimal))
    known = _sum(given for points, given in both if isinstance(points, Decimal))
    return table(
        caption="Cộng mọi tiêu chí thành phần đã thẩm định",
        columns=(
            Column("Nội dung"),
            Column("Số tiêu chí", is_number=True),
            Column("Điểm tối đa", is_number=True),
            Column("Tự chấm", is_number=True),
            Column("Thẩm định", is_number=True),
            Column("Chênh lệch", is_number=True),
        ),
        rows=[
            (
                "Tổng cộng",
                str(len(decided)),
                format_points(year, _sum(score.max_score for score, _ in decided)),
                format_points(year, claimed),
                format_points(year, _sum(given for _, given in both)),
                format_signed(known - claimed, year.edition.rounding.component_places),
            )
        ],
    )


def _claim_text(year: YearResult, score: ComponentScore) -> str:
    claimed = score.self_score.value
    return format_points(year, claimed) if isinstance(claimed, Decimal) else _NOT_CLAIMED


def _sum(points: Iterator[Decimal]) -> Decimal:
    return sum(points, Decimal(0))
