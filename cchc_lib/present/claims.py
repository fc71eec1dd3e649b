"""Who claims more than is given, and how strict the lead appraisers are on like components."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.differences import OverClaim, over_claims, strictness
from cchc_lib.core.results import YearResult
from cchc_lib.core.stages import ComponentScore
from cchc_lib.present.charts import Bar, Chart, draw_differences
from cchc_lib.present.html import Column, Html, table
from cchc_lib.present.summaries import unit_names
from cchc_lib.present.trail import PROVINCE_PAGE, lead_anchor, trail
from cchc_lib.present.wording import format_change, format_points, format_signed

__all__ = [
    "claims_by_area",
    "claims_by_lead",
    "claims_by_unit",
    "over_claim_chart",
    "strictness_chart",
    "strictness_table",
]

_SHOWN = 15


def over_claim_chart(year: YearResult) -> Chart:
    """Draw the units that claim most beyond what is given, in percent of their claim."""
    names = unit_names(year)
    found = _by_share(over_claims(year.scores, lambda score: score.unit_code))
    above = sum(1 for one in found if one.excess > 0)
    shown = [one for one in found if one.excess][:_SHOWN]
    return draw_differences(
        "Tự chấm cao hơn điểm đang tính",
        f"{above} trong {len(found)} đơn vị có tổng điểm tự chấm cao hơn tổng điểm đang tính; "
        f"hình nêu {len(shown)} đơn vị chênh nhiều nhất.",
        [
            Bar(
                label=names[one.code],
                value=share,
                note=format_change(year, share) + "%",
            )
            for one in shown
            if (share := _share(year, one)) is not None
        ],
        axis="Phần tự chấm cao hơn, % của điểm tự chấm",
    )


def claims_by_unit(year: YearResult) -> Html:
    """List claim against what is given, by unit."""
    return _claim_table(
        year,
        "đơn vị",
        "Đơn vị",
        lambda s: s.unit_code,
        unit_names(year),
        target=lambda code: (code, "total"),
    )


def claims_by_area(year: YearResult) -> Html:
    """List claim against what is given, by area."""
    names = {area.code: f"{area.code}. {area.name_vi}" for area in year.edition.areas}
    return _claim_table(
        year,
        "lĩnh vực",
        "Lĩnh vực",
        lambda s: s.area_code,
        names,
        target=lambda code: (PROVINCE_PAGE, f"area-{code}"),
    )


def claims_by_lead(year: YearResult) -> Html:
    """List claim against what is given, by lead appraiser."""
    leads = {name: name for name in year.edition.lead_appraisers().values()}
    return _claim_table(
        year,
        "cơ quan chủ trì thẩm định",
        "Cơ quan chủ trì",
        lambda s: s.lead_appraiser,
        leads,
        target=lambda code: (PROVINCE_PAGE, lead_anchor(code)),
    )


def strictness_chart(year: YearResult) -> Chart:
    """Draw how much stricter or milder each lead appraiser is than all on like components."""
    rows = []
    for one in strictness(year):
        percent = year.edition.rounding.total(one.excess_ratio * 100)
        note = f"{format_change(year, percent)}%"
        rows.append(Bar(label=one.lead_appraiser, value=percent, note=note))
    stricter = sum(1 for row in rows if row.value and row.value > 0)
    return draw_differences(
        "Mức chặt của cơ quan chủ trì trên các tiêu chí cùng cách cho điểm",
        f"{stricter} trong {len(rows)} cơ quan cắt điểm nhiều hơn mức chung của các tiêu chí cùng "
        "cách cho điểm.",
        rows,
        axis="Chặt hơn (+) hoặc rộng hơn (−) mức chung, % của điểm tự chấm",
    )


def strictness_table(year: YearResult) -> Html:
    """List what each lead appraiser took from claims, and what the common rate would take."""
    total = year.edition.rounding.total
    return table(
        caption="Cắt điểm của cơ quan chủ trì so với mức chung, chặt nhất đứng trước",
        columns=(
            Column("Cơ quan chủ trì"),
            Column("Số lượt chấm", is_number=True),
            Column("Đơn vị tự chấm", is_number=True),
            Column("Đã cắt", is_number=True),
            Column("Theo mức chung", is_number=True),
            Column("Chặt hơn (%)", is_number=True),
        ),
        rows=[
            (
                one.lead_appraiser,
                *(
                    trail(text, PROVINCE_PAGE, lead_anchor(one.lead_appraiser))
                    for text in (
                        str(one.component_count),
                        format_points(year, one.claimed),
                        format_points(year, one.cut),
                        format_points(year, total(one.expected_cut)),
                        format_change(year, total(one.excess_ratio * 100)),
                    )
                ),
            )
            for one in strictness(year)
        ],
        empty="Chưa có tiêu chí nào có cả điểm tự chấm và điểm thẩm định.",
    )


def _claim_table(
    year: YearResult,
    by: str,
    heading: str,
    key: Callable[[ComponentScore], str],
    names: Mapping[str, str],
    *,
    target: Callable[[str], tuple[str, str]],
) -> Html:
    found = _by_share(over_claims(year.scores, key))
    return table(
        caption=f"Tự chấm và điểm đang tính theo {by}, chênh nhiều nhất đứng trước",
        columns=(
            Column(heading),
            Column("Số lượt chấm", is_number=True),
            Column("Tự chấm", is_number=True),
            Column("Đang tính", is_number=True),
            Column("Tự chấm cao hơn", is_number=True),
            Column("% của tự chấm", is_number=True),
            Column("Số bị giảm", is_number=True),
            Column("Số được tăng", is_number=True),
        ),
        rows=[
            (
                names.get(one.code, one.code),
                *(trail(text, *target(one.code)) for text in _claim_texts(year, one)),
            )
            for one in found
        ],
        empty="Chưa có tiêu chí nào có cả điểm tự chấm và điểm thẩm định.",
    )


def _claim_texts(year: YearResult, one: OverClaim) -> tuple[str, ...]:
    share = _share(year, one)
    return (
        str(one.component_count),
        format_points(year, one.claimed),
        format_points(year, one.given),
        format_signed(one.excess, year.edition.rounding.component_places),
        "–" if share is None else format_change(year, share),
        str(one.lowered_count),
        str(one.raised_count),
    )


def _by_share(found: tuple[OverClaim, ...]) -> list[OverClaim]:
    return sorted(found, key=lambda one: -Fraction(one.excess) / Fraction(one.claimed or 1))


def _share(year: YearResult, one: OverClaim) -> Decimal | None:
    """Return the excess in percent of the claim; nothing where nothing was claimed."""
    if not one.claimed:
        return None
    return year.edition.rounding.total(Fraction(one.excess) * 100 / Fraction(one.claimed))
