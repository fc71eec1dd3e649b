"""Published figures recomputed: one table for each source, and what the differences mean."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from cchc_lib.core.audit.publishing.back_test import Comparison, ComparisonKind, ComparisonResult
from cchc_lib.core.audit.publishing.published import shown_places
from cchc_lib.core.audit.publishing.published_tables import PublishedTable
from cchc_lib.present.headline import Card, headline
from cchc_lib.present.html import Column, Html, paragraph, table
from cchc_lib.present.wording import format_exact
from cchc_lib.vietnamese import format_decimal, format_number

__all__ = ["back_test_headline", "comparison_table", "differing_table"]

_RESULT_NAMES: Mapping[ComparisonResult, str] = {
    "agrees": "khớp",
    "rounding": "chênh do làm tròn",
    "differs": "KHÔNG KHỚP",
    "incomplete": "không đủ số để tính",
}
_KIND_NAMES: Mapping[ComparisonKind, str] = {
    "total": "tổng các phần",
    "maxima": "tổng điểm tối đa",
    "place": "thứ hạng theo chỉ số",
    "change": "chênh lệch hai năm",
    "index": "điểm chia điểm tối đa còn áp dụng",
    "grade": "xếp loại theo thang của bộ tiêu chí",
    "band": "mức dưới của một loại",
    "limit": "không quá điểm tối đa",
    "day": "ngày công bố",
}


def back_test_headline(comparisons: Sequence[Comparison]) -> Html:
    """Open the notebook: how many published figures agree, and how many do not."""
    counts = Counter(one.result for one in comparisons)
    return headline(
        title="Tính lại số liệu đã công bố",
        subtitle="Các con số do địa phương và Bộ Nội vụ công bố, tính lại bằng chương trình này",
        cards=[
            Card(label=name.capitalize(), value=str(counts[result]))
            for result, name in _RESULT_NAMES.items()
        ],
        sentences=(
            "Số liệu ở đây là số liệu thật đã công bố, giữ nguyên như bản in, kể cả chỗ in sai.",
        ),
    )


def comparison_table(
    comparisons: Sequence[Comparison], tables: Mapping[str, PublishedTable], name: str
) -> Html:
    """Show one published table: as printed, as recomputed, and what to think of it."""
    own = [one for one in comparisons if one.table == name]
    return _table(tables[name].title_vi, own)


def differing_table(
    comparisons: Sequence[Comparison], tables: Mapping[str, PublishedTable]
) -> Html:
    """Show what does not agree, wherever it was published."""
    found = [one for one in comparisons if one.result == "differs"]
    if not found:
        return paragraph("Không có con số nào không khớp.")
    return _table("Những con số không khớp", found, tables)


def _table(
    caption: str,
    comparisons: Sequence[Comparison],
    tables: Mapping[str, PublishedTable] | None = None,
) -> Html:
    """Draw comparisons; ``tables`` put the title of its table before each subject."""
    titles = {name: f"{one.title_vi}. " for name, one in (tables or {}).items()}
    return table(
        caption=caption,
        columns=(
            Column("Con số"),
            Column("Cách đối chiếu"),
            Column("Đã công bố", is_number=True),
            Column("Tính lại", is_number=True),
            Column("Kết luận"),
            Column("Giải thích"),
            Column("Nguồn"),
        ),
        rows=[
            (
                f"{titles.get(one.table, '')}{one.subject}" or "Cả bảng",
                _KIND_NAMES[one.kind],
                *_side_by_side(one),
                _RESULT_NAMES[one.result],
                _explain(one),
                one.source,
            )
            for one in comparisons
        ],
        highlighted=[n for n, one in enumerate(comparisons) if one.result == "differs"],
        is_wide=True,
    )


def _side_by_side(one: Comparison) -> tuple[str, str]:
    """Write both values; numbers with the decimals of the one that has more."""
    published, recomputed = one.published, one.recomputed
    if isinstance(published, Decimal) and isinstance(recomputed, Decimal):
        places = shown_places([published, recomputed])
        return format_decimal(published, places), format_decimal(recomputed, places)
    return format_number(published), format_number(recomputed)


def _explain(one: Comparison) -> str:
    """Say why a number differs, or why nothing can be said."""
    difference, most = format_decimal(one.difference), format_exact(one.allowance)
    match one.result, one.kind:
        case "rounding", _:
            return f"Chênh {difference}; các số làm tròn riêng có thể chênh đến {most}."
        case "incomplete", _:
            return f"Phần còn lại {difference} không được công bố nên không cộng lại được."
        case "differs", "day":
            return "Công bố khi năm được đánh giá chưa hết; có thể in nhầm năm."
        case "differs", _ if one.difference:
            return f"Chênh {difference}, quá mức {most} mà làm tròn có thể gây ra."
        case "differs", _:
            return "Không theo cách tính của bộ tiêu chí đang dùng."
        case _:
            return ""
