"""What became of a unit since an earlier run: index, place, grade, and every part of it."""

from cchc_lib.core.audit.comparing.changes import Difference, UnitChange
from cchc_lib.present.comparison.charts import unit_bridge
from cchc_lib.present.comparison.tables import component_table
from cchc_lib.present.comparison.words import (
    decimals,
    format_grade,
    largest_part,
    rank_sentence,
    reason_text,
)
from cchc_lib.present.html import Html, join, paragraph
from cchc_lib.present.style import value_text
from cchc_lib.present.wording import format_signed

__all__ = ["change_chart", "change_sentences", "change_table"]

_NOTHING = "Không so sánh với năm trước: chưa chọn kết quả của năm nào để so."
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


def _index_sentence(change: UnitChange) -> str:
    index = change.index
    if not isinstance(index, Difference):
        return f"chỉ số không so sánh: {reason_text(index)}."
    moved = format_signed(index.published, decimals(index))
    said = f"chỉ số {value_text(index.before)} → {value_text(index.after)} ({moved})"
    cause = largest_part(index)
    return f"{said}; phần lớn nhất: {cause}." if cause else f"{said}."
