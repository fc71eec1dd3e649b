"""The page of a comparison: groups, units part by part, and who is not compared."""

from cchc_lib.core.audit.comparing.changes import Comparison, Difference, UnitChange
from cchc_lib.core.rulebook import UnitGroup
from cchc_lib.present.comparison.charts import mover_charts
from cchc_lib.present.comparison.tables import (
    change_tables,
    component_table,
    groups_compared,
    part_key,
    part_table,
    uncompared_table,
)
from cchc_lib.present.comparison.words import (
    comparison_notices,
    comparison_title,
    decimals,
    largest_part,
    matching_sentence,
    rank_sentence,
)
from cchc_lib.present.frame import frame
from cchc_lib.present.html import Markup, paragraph, render
from cchc_lib.present.wording import format_signed

__all__ = ["render_comparison"]

_READING = (
    (
        "Cách đọc: các phần của mỗi dòng cộng lại đúng bằng thay đổi của chỉ số, đến chữ số cuối. "
        "Phần “Làm tròn” là phần còn lại do mọi số công bố đều đã làm tròn."
    ),
    (
        "Giới hạn: tiêu chí thành phần đổi điểm tối đa hoặc nội dung không có chênh lệch điểm; cả "
        "phần đóng góp của nó tính vào “Bộ tiêu chí”, không phải là kết quả của đơn vị."
    ),
)


def render_comparison(
    comparison: Comparison, *, audit: str = "", home: str = "", seal: str = ""
) -> str:
    """Return a whole offline page that shows two years side by side.

    Parameters
    ----------
    comparison
        What to show.
    audit, home
        Where the audit pages and the first page of the later run lie, if beside this page.
    seal
        What the footer shows of the log of a run, when given.
    """
    title = comparison_title(comparison)
    return render(
        "comparison.html.j2",
        title=title,
        top=frame(title, home=home),
        seal=seal,
        notices=comparison_notices(comparison),
        opening=[matching_sentence(comparison)],
        key=part_key(comparison),
        groups=[
            (group.name_vi, _group_parts(comparison, group, audit), _units(comparison, group))
            for group in groups_compared(comparison)
        ],
        left_out=uncompared_table(comparison),
        reading=_READING,
    ).markup


def _group_parts(comparison: Comparison, group: UnitGroup, audit: str) -> tuple[Markup, ...]:
    return change_tables(comparison, group, audit=audit), mover_charts(comparison, group)


def _units(comparison: Comparison, group: UnitGroup) -> list[tuple[str, tuple[Markup, ...]]]:
    """Return a line and the details of every compared unit."""
    return [
        (_summary(unit, unit.index), _details(unit, unit.index))
        for unit in comparison.units_of(group.code)
        if isinstance(unit.index, Difference)
    ]


def _summary(unit: UnitChange, index: Difference) -> str:
    moved, cause = format_signed(index.published, decimals(index)), largest_part(index)
    return f"{unit.name_vi}: {moved}" + (f" ({cause})" if cause else "")


def _details(unit: UnitChange, index: Difference) -> tuple[Markup, ...]:
    return (
        part_table(index, "Thay đổi của chỉ số gồm"),
        paragraph(rank_sentence(unit.rank)),
        component_table(unit),
    )
