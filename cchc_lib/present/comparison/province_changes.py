"""The section of the provincial report on the change since an earlier run."""

from cchc_lib.core.audit.comparing.changes import Comparison
from cchc_lib.present.comparison.charts import mover_charts
from cchc_lib.present.comparison.tables import (
    change_tables,
    groups_compared,
    part_key,
    uncompared_table,
)
from cchc_lib.present.comparison.words import (
    comparison_notices,
    comparison_title,
    matching_sentence,
)
from cchc_lib.present.html import Html, join, paragraph, section
from cchc_lib.present.language import later, tr
from cchc_lib.present.trail import AUDIT

__all__ = ["changes_left_out", "province_change_charts", "province_change_tables"]

_NOTHING = later("Không so sánh với năm trước: chưa chọn kết quả của năm nào để so.")


def province_change_tables(comparison: Comparison | None) -> Html:
    """List what moved index and place of every unit, group by group."""
    if comparison is None:
        return paragraph(tr(_NOTHING))
    return join(
        *map(paragraph, (matching_sentence(comparison), *comparison_notices(comparison))),
        part_key(comparison),
        *(change_tables(comparison, group, audit=AUDIT) for group in groups_compared(comparison)),
    )


def province_change_charts(comparison: Comparison | None) -> Html:
    """Draw the bridge of every group's mean, and of the units that moved most; else nothing."""
    if comparison is None:
        return join()
    return section(
        comparison_title(comparison),
        *(mover_charts(comparison, group) for group in groups_compared(comparison)),
    )


def changes_left_out(comparison: Comparison | None) -> Html:
    """List the units that are not compared, and why; nothing where no unit is."""
    return join() if comparison is None else uncompared_table(comparison)
