"""Bonus and penalty points of a unit: every ground with its document, maximum and what counts."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cchc_lib.core.lateness import LATE_REASON_VI
from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.submission import Adjustment
from cchc_lib.present.html import Cell, Column, Html, join, paragraph, phrase, table
from cchc_lib.present.language import format_decimal, retold, tr
from cchc_lib.present.names import ADJUSTMENT_NAMES
from cchc_lib.present.summaries import find_unit, unit_names
from cchc_lib.present.trail import trail
from cchc_lib.present.wording import format_points

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
            caption=tr("Điểm cộng, điểm trừ và khống chế xếp loại"),
            columns=_COLUMNS,
            rows=[_row(year, adjustment) for adjustment in result.adjustments],
            empty=tr("Không có."),
        ),
        *map(paragraph, _counted(year, result)),
    )


def province_adjustments(year: YearResult) -> Html:
    """List the grounds of all units, those that follow from late filing included."""
    names = unit_names(year)
    units = [unit for unit in year.units if unit.adjustments]
    return join(
        table(
            caption=tr("Điểm cộng, điểm trừ và khống chế xếp loại"),
            columns=(Column("Đơn vị"), *_COLUMNS),
            rows=[
                (names[unit.unit_code], *_row(year, adjustment))
                for unit in units
                for adjustment in unit.adjustments
            ],
            empty=tr("Không có quyết định nào."),
        ),
        _capped_table(year, units, names),
    )


def _row(year: YearResult, adjustment: Adjustment) -> tuple[Cell, ...]:
    item = year.edition.adjustment.item(adjustment.code)
    caps = {cap.code: cap.text_vi for cap in year.edition.grading.caps}
    is_cap = adjustment.kind == "cap"
    page, anchor = adjustment.unit_code, "grade" if is_cap else adjustment.kind
    return (
        tr(ADJUSTMENT_NAMES[adjustment.kind]),
        tr(item.text_vi if item else caps.get(adjustment.code, "–")),
        retold(adjustment.reason, LATE_REASON_VI),
        adjustment.document,
        "" if is_cap else trail(format_points(year, adjustment.points), page, anchor),
        trail(format_points(year, item.max_points), page, anchor) if item else "–",
    )


def _counted(year: YearResult, unit: UnitResult) -> Iterator[Html]:
    """Yield what counts of bonus and penalty, and what would without the caps."""
    rule = year.edition.adjustment
    for name, anchor, counted, uncapped, cap in (
        (tr("Điểm cộng"), "bonus", unit.bonus, unit.bonus_uncapped, rule.bonus_cap),
        (tr("Điểm trừ"), "penalty", unit.penalty, unit.penalty_uncapped, rule.penalty_cap),
    ):
        if uncapped:
            recorded, given = (
                trail(format_points(year, points), unit.unit_code, anchor)
                for points in (uncapped, counted)
            )
            yield phrase(
                tr("{what}: ghi nhận ").format(what=name),
                recorded,
                tr(", được tính "),
                given,
                tr(" (từng mục không quá mức tối đa của mục, tổng cộng không quá {cap}).").format(
                    cap=format_decimal(cap)
                ),
            )


def _capped_table(year: YearResult, units: Sequence[UnitResult], names: dict[str, str]) -> Html:
    """List the units of which not every recorded point counts."""
    capped = [u for u in units if (u.bonus, u.penalty) != (u.bonus_uncapped, u.penalty_uncapped)]
    return table(
        caption=tr("Đơn vị có điểm vượt mức được tính"),
        columns=(
            Column("Đơn vị"),
            Column("Điểm cộng ghi nhận", is_number=True),
            Column("Được tính", is_number=True),
            Column("Điểm trừ ghi nhận", is_number=True),
            Column("Được tính", is_number=True),
        ),
        rows=[
            (
                names[u.unit_code],
                *(
                    trail(format_points(year, value), u.unit_code, anchor)
                    for anchor, value in _points(u)
                ),
            )
            for u in capped
        ],
        empty=tr("Không có."),
    )


def _points(unit: UnitResult) -> tuple[tuple[str, Decimal], ...]:
    """Return recorded and counted points, each with its anchor."""
    bonus = (("bonus", unit.bonus_uncapped), ("bonus", unit.bonus))
    return (*bonus, ("penalty", unit.penalty_uncapped), ("penalty", unit.penalty))
