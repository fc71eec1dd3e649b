"""The findings that are still open, for the provincial report."""

from collections import Counter

from cchc_lib.core.results import YearResult
from cchc_lib.finding_kinds import KINDS
from cchc_lib.present.findings_table import severity_counts, severity_mark
from cchc_lib.present.html import Column, Html, join, paragraph, table
from cchc_lib.present.language import tr
from cchc_lib.present.summaries import unit_names
from cchc_lib.present.wording import first_units

__all__ = ["open_findings"]


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
                    tr(kind.outline),
                    str(counts.total()),
                    _named_units(counts, names),
                )
            )
    return join(
        paragraph(
            tr("Còn {count} vấn đề: {counts}.").format(
                count=len(year.findings), counts=severity_counts(year.findings)
            )
        ),
        table(
            caption=tr("Vấn đề còn phải xem xét, theo mã"),
            columns=(
                Column("Mã", is_code=True),
                Column("Mức"),
                Column("Nội dung chung"),
                Column("Số lượng", is_number=True),
                Column("Đơn vị (số lượng)"),
            ),
            rows=rows,
            empty=tr("Không còn vấn đề nào."),
        ),
    )


def _named_units(counts: Counter[str], names: dict[str, str]) -> str:
    return first_units(
        [
            f"{names.get(code, code) or tr('chung')} ({count})"
            for code, count in counts.most_common()
        ]
    )
