"""The rest of the provincial report: open findings, and the change since an earlier year."""

from collections import Counter
from decimal import Decimal

from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.finding_kinds import KINDS
from cchc_lib.present.findings_table import severity_counts, severity_mark
from cchc_lib.present.html import Column, Html, join, paragraph, table
from cchc_lib.present.summaries import unit_names
from cchc_lib.present.wording import format_signed, format_total

__all__ = [
    "change_table",
    "open_findings",
]

_UNITS_NAMED = 6


def open_findings(year: YearResult) -> Html:
    """Count the findings still open, by code and by the units concerned."""
    names = unit_names(year)
    rows = []
    for code, kind in KINDS.items():
        counts = Counter(f.unit_code for f in year.findings if f.code == code)
        if counts:
            rows.append(
                (
                    code,
                    severity_mark(kind.severity),
                    kind.outline,
                    str(counts.total()),
                    _named_units(counts, names),
                )
            )
    return join(
        paragraph(f"Còn {len(year.findings)} vấn đề: {severity_counts(year.findings)}."),
        table(
            caption="Vấn đề còn phải xem xét, theo mã",
            columns=(
                Column("Mã", is_code=True),
                Column("Mức"),
                Column("Nội dung chung"),
                Column("Số lượng", is_number=True),
                Column("Đơn vị (số lượng)"),
            ),
            rows=rows,
            empty="Không còn vấn đề nào.",
        ),
    )


def change_table(year: YearResult, previous: YearResult | None) -> Html:
    """List how index and rank moved since an earlier year, for units in both."""
    if previous is None:
        return paragraph("Không so sánh với năm trước: chưa chọn kết quả của năm nào để so.")
    before = {unit.unit_code: unit for unit in previous.units}
    names = unit_names(year)
    same = year.edition.code == previous.edition.code
    warning = (
        "Hai năm dùng cùng bộ tiêu chí."
        if same
        else "Hai năm dùng bộ tiêu chí khác nhau: chỉ so phần trăm, không so điểm."
    )
    return join(
        paragraph(f"So với năm {previous.assessment.year}. {warning}"),
        table(
            caption=f"Thay đổi từ năm {previous.assessment.year} đến năm {year.assessment.year}",
            columns=(
                Column("Đơn vị"),
                Column("Chỉ số trước (%)", is_number=True),
                Column("Chỉ số nay (%)", is_number=True),
                Column("Thay đổi", is_number=True),
                Column("Hạng trước", is_number=True),
                Column("Hạng nay", is_number=True),
            ),
            rows=[
                _change_row(year, names[unit.unit_code], before[unit.unit_code], unit)
                for group in year.edition.groups
                for unit in year.group_units(group.code)
                if unit.unit_code in before
            ],
            empty="Không có đơn vị nào có mặt trong cả hai năm.",
        ),
    )


def _named_units(counts: Counter[str], names: dict[str, str]) -> str:
    shown = [
        f"{names.get(code, code) or 'chung'} ({count})"
        for code, count in counts.most_common(_UNITS_NAMED)
    ]
    more = len(counts) - len(shown)
    return ", ".join(shown) + (f" và {more} đơn vị khác" if more else "")


def _change_row(
    year: YearResult, name: str, before: UnitResult, now: UnitResult
) -> tuple[str, ...]:
    moved = "–"
    if isinstance(before.index_pct, Decimal) and isinstance(now.index_pct, Decimal):
        places = year.edition.rounding.total_places
        moved = format_signed(now.index_pct - before.index_pct, places)
    return (
        name,
        format_total(year, before.index_pct),
        format_total(year, now.index_pct),
        moved,
        *(str(unit.rank) if isinstance(unit.rank, int) else "–" for unit in (before, now)),
    )
