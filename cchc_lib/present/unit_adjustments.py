"""Bonus and penalty points of a unit: every ground with its document, maximum and what counts."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.submission import Adjustment
from cchc_lib.present.html import Column, Html, join, paragraph, table
from cchc_lib.present.names import ADJUSTMENT_NAMES
from cchc_lib.present.summaries import find_unit, unit_names
from cchc_lib.present.wording import format_points
from cchc_lib.vietnamese import format_decimal

__all__ = ["province_adjustments", "unit_adjustments"]

_COLUMNS = (
    Column("Loại"),
    Column("Nội dung theo quy định"),
    Column("Lý do"),
    Column("Văn bản"),
    Column("Điểm ghi nhận", is_number=True),
    Column("Mức tối đa của mục", is_number=True),
)


def unit_adjustments(year: YearResult, unit_code: str) -> Html:
    """List every ground for bonus or penalty of a unit, and what counts after the caps."""
    _, result = find_unit(year, unit_code)
    return join(
        table(
            caption="Điểm cộng, điểm trừ và khống chế xếp loại",
            columns=_COLUMNS,
            rows=[_row(year, adjustment) for adjustment in result.adjustments],
            empty="Không có.",
        ),
        *map(paragraph, _counted(year, result)),
    )


def province_adjustments(year: YearResult) -> Html:
    """List the grounds of all units, those that follow from late filing included."""
    names = unit_names(year)
    units = [unit for unit in year.units if unit.adjustments]
    return join(
        table(
            caption="Điểm cộng, điểm trừ và khống chế xếp loại",
            columns=(Column("Đơn vị"), *_COLUMNS),
            rows=[
                (names[unit.unit_code], *_row(year, adjustment))
                for unit in units
                for adjustment in unit.adjustments
            ],
            empty="Không có quyết định nào.",
        ),
        _capped_table(year, units, names),
    )


def _row(year: YearResult, adjustment: Adjustment) -> tuple[str, ...]:
    item = year.edition.adjustment.item(adjustment.code)
    caps = {cap.code: cap.text_vi for cap in year.edition.grading.caps}
    is_cap = adjustment.kind == "cap"
    return (
        ADJUSTMENT_NAMES[adjustment.kind],
        item.text_vi if item else caps.get(adjustment.code, "–"),
        adjustment.reason,
        adjustment.document,
        "" if is_cap else format_points(year, adjustment.points),
        format_points(year, item.max_points) if item else "–",
    )


def _counted(year: YearResult, unit: UnitResult) -> Iterator[str]:
    """Yield what counts of bonus and penalty, and what would without the caps."""
    rule = year.edition.adjustment
    for name, counted, uncapped, cap in (
        ("Điểm cộng", unit.bonus, unit.bonus_uncapped, rule.bonus_cap),
        ("Điểm trừ", unit.penalty, unit.penalty_uncapped, rule.penalty_cap),
    ):
        if uncapped:
            yield (
                f"{name}: ghi nhận {format_points(year, uncapped)}, được tính "
                f"{format_points(year, counted)} (từng mục không quá mức tối đa của mục, tổng cộng "
                f"không quá {format_decimal(cap)})."
            )


def _capped_table(year: YearResult, units: Sequence[UnitResult], names: dict[str, str]) -> Html:
    """List the units of which not every recorded point counts."""
    capped = [u for u in units if (u.bonus, u.penalty) != (u.bonus_uncapped, u.penalty_uncapped)]
    return table(
        caption="Đơn vị có điểm vượt mức được tính",
        columns=(
            Column("Đơn vị"),
            Column("Điểm cộng ghi nhận", is_number=True),
            Column("Được tính", is_number=True),
            Column("Điểm trừ ghi nhận", is_number=True),
            Column("Được tính", is_number=True),
        ),
        rows=[
            (names[u.unit_code], *(format_points(year, value) for value in _points(u)))
            for u in capped
        ],
        empty="Không có.",
    )


def _points(unit: UnitResult) -> tuple[Decimal, ...]:
    return unit.bonus_uncapped, unit.bonus, unit.penalty_uncapped, unit.penalty
