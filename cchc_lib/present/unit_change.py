"""What became of a unit since earlier runs: index, place, grade, and every part of it."""

from collections.abc import Sequence

from cchc_lib.core.audit.comparing.changes import Difference, UnitChange, YearPoint
from cchc_lib.present.comparison.charts import unit_bridge
from cchc_lib.present.comparison.tables import component_table
from cchc_lib.present.comparison.words import (
    decimals,
    format_grade,
    largest_part,
    rank_sentence,
    reason_text,
)
from cchc_lib.present.html import Column, Html, join, paragraph, table
from cchc_lib.present.stage_charts import YearMark, draw_years
from cchc_lib.present.style import value_text
from cchc_lib.present.wording import format_signed

__all__ = ["change_chart", "change_sentences", "change_table", "years_chart", "years_table"]

_NOTHING = "Không so sánh với năm trước: chưa chọn kết quả của năm nào để so."
_FEWEST_YEARS = 2
_ONE_YEAR = "Chưa có kết quả của năm trước để vẽ chỉ số qua các năm."
_NO_PARTS = "Không có thay đổi nào để tách thành từng phần."


def change_sentences(change: UnitChange | None) -> tuple[str, ...]:
    """Say how index, place and grade changed; nothing where there is nothing to compare with."""
    if change is None:
        return ()
    grades = format_grade(change.grade.before), format_grade(change.grade.after)
    said = f"{_index_sentence(change)} {rank_sentence(change.rank)}"
    return (f"So với lần trước: {said} Xếp loại {' → '.join(grades)}.",)


def change_chart(change: UnitChange | None) -> Html:
    """Draw the index of before, part by part, until it is that of now."""
    if change is None or not isinstance(change.index, Difference):
        return paragraph(_NO_PARTS)
    return join(unit_bridge(change))


def change_table(change: UnitChange | None) -> Html:
    """List the components that moved the index, or are not what they were."""
    return paragraph(_NOTHING) if change is None else component_table(change)


def years_chart(change: UnitChange | None) -> Html:
    """Draw the index of every year known, with the place beside it; from two years on."""
    years = change.years if change else ()
    if len(years) < _FEWEST_YEARS:
        return paragraph(_ONE_YEAR)
    rows = [
        YearMark(
            label=str(one.year),
            value=one.index_pct,
            note=" · ".join([value_text(one.index_pct), f"hạng {_place(one)}", *_marks(one)]),
            is_joined=not one.has_other_rules,
        )
        for one in years
    ]
    return join(draw_years("Chỉ số qua các năm", _years_sentence(years), rows, axis="Chỉ số (%)"))


def years_table(change: UnitChange | None) -> Html:
    """List index and place of every year known; nothing for fewer than two years."""
    years = change.years if change else ()
    if len(years) < _FEWEST_YEARS:
        return join()
    return table(
        caption="Chỉ số và thứ hạng qua các năm",
        columns=(
            Column("Năm"),
            Column("Chỉ số (%)", is_number=True),
            Column("Hạng", is_number=True),
            Column("Ghi chú"),
        ),
        rows=[
            (str(one.year), value_text(one.index_pct), _place(one), "; ".join(_marks(one)) or "–")
            for one in years
        ],
    )


def _place(one: YearPoint) -> str:
    return "chưa xếp" if one.rank is None else f"{one.rank}/{one.ranked_count}"


def _marks(one: YearPoint) -> list[str]:
    """Return what must be known of a year before it is set beside another."""
    return ["đổi tiêu chí"] * one.has_other_rules + ["tạm tính"] * one.is_provisional


def _years_sentence(years: Sequence[YearPoint]) -> str:
    """Say from where to where, and which years cannot be set beside the one before."""
    first, last = years[0], years[-1]
    said = (
        f"Từ {first.year} đến {last.year}: chỉ số {value_text(first.index_pct)} → "
        f"{value_text(last.index_pct)}, hạng {_place(first)} → {_place(last)}."
    )
    others = [str(one.year) for one in years[1:] if one.has_other_rules]
    if not others:
        return said
    return (
        f"{said} Năm {', '.join(others)} đổi tiêu chí: chỉ số không so trực tiếp được với năm "
        "liền trước, nên không có đoạn nối."
    )


def _index_sentence(change: UnitChange) -> str:
    index = change.index
    if not isinstance(index, Difference):
        return f"chỉ số không so sánh: {reason_text(index)}."
    moved = format_signed(index.published, decimals(index))
    said = f"chỉ số {value_text(index.before)} → {value_text(index.after)} ({moved})"
    cause = largest_part(index)
    return f"{said}; phần lớn nhất: {cause}." if cause else f"{said}."
