"""The evidence register of a unit: what is there, what is used twice, what cannot be seen."""

from collections.abc import Sequence

from cchc_lib.core.evidence import FILE_NAMES, LOST_FILES, documents_shared
from cchc_lib.core.results import YearResult
from cchc_lib.core.submission import EvidenceItem
from cchc_lib.present.disputes import name_document
from cchc_lib.present.html import Column, Html, join, paragraph, table
from cchc_lib.present.summaries import find_unit

__all__ = ["register_summary"]


def register_summary(year: YearResult, unit_code: str) -> Html:
    """Count the documents of the register, and list those shared and those not to be seen."""
    find_unit(year, unit_code)
    register = year.register_of(unit_code)
    if not register:
        return paragraph("Đơn vị không nộp danh mục tài liệu kiểm chứng.")
    lost = [item for item in register if item.state in LOST_FILES]
    return join(
        paragraph(f"Danh mục có {len(register)} tài liệu; {_counts(register)}."),
        _lost_table(lost),
        _shared_table(register),
    )


def _counts(register: Sequence[EvidenceItem]) -> str:
    states = [item.state for item in register]
    said = ((name, states.count(state)) for state, name in FILE_NAMES.items())
    return "; ".join(f"{name}: {count}" for name, count in said if count)


def _lost_table(lost: Sequence[EvidenceItem]) -> Html:
    return table(
        caption="Tài liệu không xem được",
        columns=(
            Column("Tài liệu"),
            Column("Đơn vị ghi nơi lưu"),
            Column("Tình trạng"),
            Column("Dùng cho tiêu chí thành phần"),
        ),
        rows=[
            (
                name_document(item),
                item.location,
                FILE_NAMES[item.state],
                ", ".join(item.component_codes),
            )
            for item in lost
        ],
        empty="Không có.",
    )


def _shared_table(register: Sequence[EvidenceItem]) -> Html:
    return table(
        caption="Một tài liệu dùng cho nhiều tiêu chí thành phần",
        columns=(
            Column("Tài liệu"),
            Column("Số tiêu chí", is_number=True),
            Column("Dùng cho tiêu chí thành phần"),
        ),
        rows=[
            (
                name_document(shared.items[0]),
                str(len(shared.component_codes)),
                ", ".join(shared.component_codes),
            )
            for shared in documents_shared(register)
        ],
        empty="Không có.",
    )
