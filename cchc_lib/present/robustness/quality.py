"""How well the criteria measure: for the department that drafts those of next year."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from cchc_lib.core.differences import OverClaim, over_claims
from cchc_lib.core.results import YearResult
from cchc_lib.present.html import Cell, Column, Html, join, table
from cchc_lib.present.names import RULE_KIND_NAMES
from cchc_lib.present.robustness.words import (
    ANALYSIS,
    component_name,
    criterion_names,
    named_units,
    show,
)
from cchc_lib.present.summaries import title_for, unit_names
from cchc_lib.present.wording import format_points
from cchc_lib.vietnamese import format_decimal

if TYPE_CHECKING:
    from cchc_lib.analysis.criteria import BasisShare, Consistency, CriterionQuality, Redundancy
    from cchc_lib.analysis.steps import GradeShift, ThresholdShift

__all__ = [
    "basis_tables",
    "claim_table",
    "consistency_tables",
    "grade_shift_tables",
    "quality_tables",
    "redundancy_tables",
    "threshold_tables",
]

_T = TypeVar("_T")
ByGroup = Iterable[tuple[str, Sequence[_T]]]
"""What was found about each group, by its code."""
_WHOLE = "Toàn bộ"
_MOST_PAIRS = 15


def quality_tables(year: YearResult, found: "ByGroup[CriterionQuality]") -> Html:
    """List every component: how hard it was, and whether it told units apart."""
    return _by_group(
        year,
        [(code, sorted(own, key=lambda one: (-one.mean_pct, one.code))) for code, own in found],
        "Độ khó và độ phân biệt, dễ nhất đứng trước",
        (
            Column("Tiêu chí thành phần"),
            Column("Đạt bình quân (%)", is_number=True),
            Column("Đạt tối đa", is_number=True),
            Column("Độ lệch chuẩn (%)", is_number=True),
            Column("Tương quan với phần còn lại", is_number=True),
            Column("Nhận xét"),
        ),
        lambda one: (
            component_name(year.edition, one.code),
            show(one.mean_pct),
            f"{one.full_count}/{one.unit_count}",
            show(one.deviation_pct),
            show(one.rest_correlation, 2),
            _remark(one),
        ),
    )


def _remark(one: "CriterionQuality") -> str:
    if one.unit_count and one.full_count == one.unit_count:
        return "mọi đơn vị đạt tối đa: không phân biệt được ai"
    if not one.tells_apart:
        return "mọi đơn vị như nhau"
    return "đi ngược phần còn lại" if one.rest_correlation < 0 else ""


def redundancy_tables(year: YearResult, found: "ByGroup[Redundancy]") -> Html:
    """List the pairs of components that nearly say the same, the strongest first."""
    return _by_group(
        year,
        [(code, own[:_MOST_PAIRS]) for code, own in found],
        "Các cặp tiêu chí thành phần gần như trùng nhau",
        (
            Column("Tiêu chí thành phần"),
            Column("Đi cùng với"),
            Column("Tương quan", is_number=True),
            Column("Số đơn vị", is_number=True),
        ),
        lambda one: (
            component_name(year.edition, one.first),
            component_name(year.edition, one.second),
            show(one.correlation, 2),
            str(one.unit_count),
        ),
        empty="Không có cặp nào.",
    )


def consistency_tables(year: YearResult, found: "ByGroup[Consistency]") -> Html:
    """List Cronbach's alpha of the whole and of every area."""
    names = {"": _WHOLE, **criterion_names(year.edition)}
    return _by_group(
        year,
        found,
        "Các tiêu chí của một lĩnh vực có đo cùng một điều",
        (
            Column("Lĩnh vực"),
            Column("Hệ số Cronbach α", is_number=True),
            Column("Số tiêu chí thành phần", is_number=True),
            Column("Số đơn vị", is_number=True),
        ),
        lambda one: (
            names[one.area_code],
            show(one.alpha, 2),
            str(one.component_count),
            str(one.unit_count),
        ),
    )


def basis_tables(year: YearResult, found: "ByGroup[BasisShare]") -> Html:
    """List how much of the maximum rests on figures, on judgement, on the survey."""
    names = {"": _WHOLE, **criterion_names(year.edition)}
    return _by_group(
        year,
        found,
        "Điểm tối đa dựa vào đâu",
        (
            Column("Lĩnh vực"),
            Column("Điểm tối đa", is_number=True),
            Column("Số liệu (%)", is_number=True),
            Column("Nhận định của người thẩm định (%)", is_number=True),
            Column("Điều tra (%)", is_number=True),
        ),
        lambda one: (
            names[one.area_code],
            show(one.max_score, 2),
            show(one.percent["figures"]),
            show(one.percent["judgment"]),
            show(one.percent["survey"]),
        ),
    )


def claim_table(year: YearResult) -> Html:
    """List by kind of rule how far claims lie above what was given."""
    kinds = {c.code: c.rule.kind for c in year.edition.components()}
    found = over_claims(year.scores, lambda score: kinds[score.component_code])
    return table(
        caption=ANALYSIS.format(title="Tự chấm cao hơn, theo cách cho điểm"),
        columns=(
            Column("Cách cho điểm"),
            Column("Số lượt chấm", is_number=True),
            Column("Tự chấm", is_number=True),
            Column("Đang tính", is_number=True),
            Column("Cao hơn (% của tự chấm)", is_number=True),
            Column("Số bị giảm", is_number=True),
        ),
        rows=[
            (
                RULE_KIND_NAMES[one.code],
                str(one.component_count),
                format_points(year, one.claimed),
                format_points(year, one.given),
                show(_excess_pct(one)),
                str(one.lowered_count),
            )
            for one in sorted(found, key=lambda one: -_excess_pct(one))
        ],
    )


def _excess_pct(one: OverClaim) -> float:
    return 100 * float(Fraction(one.excess) / Fraction(one.claimed)) if one.claimed else 0.0


def threshold_tables(year: YearResult, found: "ByGroup[ThresholdShift]") -> Html:
    """List the thresholds whose move by one step changes what units earn, the most units first."""
    names = unit_names(year)
    return _by_group(
        year,
        [(code, sorted(own, key=lambda one: -len(one.changes))) for code, own in found],
        "Ngưỡng nào dời một bước thì đổi điểm của ai",
        (
            Column("Tiêu chí thành phần"),
            Column("Ngưỡng", is_number=True),
            Column("Dời thành", is_number=True),
            Column("Số đơn vị", is_number=True),
            Column("Điểm đổi nhiều nhất", is_number=True),
            Column("Đơn vị"),
        ),
        lambda one: (
            component_name(year.edition, one.component_code),
            *_moved(one),
            str(len(one.changes)),
            show(float(max(one.changes.values(), key=abs)), 2),
            named_units(one.changes, names),
        ),
        empty="Không ngưỡng nào dời một bước mà đổi điểm.",
    )


def _moved(one: "ThresholdShift") -> tuple[str, str]:
    if one.kind == "deadline_tiers":
        sign = "+" if one.moved_to > 0 else "−"
        return "hạn nộp", f"{sign}{abs(one.moved_to)} ngày"
    return format_decimal(one.threshold), format_decimal(one.moved_to)


def grade_shift_tables(year: YearResult, found: "ByGroup[GradeShift]") -> Html:
    """List the lower ends of grades whose move by one step changes the grade of units."""
    names = unit_names(year)
    return _by_group(
        year,
        found,
        "Mức xếp loại dời một bước thì đổi loại của ai",
        (
            Column("Xếp loại"),
            Column("Từ", is_number=True),
            Column("Dời thành", is_number=True),
            Column("Đơn vị"),
        ),
        lambda one: (
            year.edition.grading.band(one.grade_code).name_vi,
            format_decimal(one.threshold),
            format_decimal(one.moved_to),
            named_units(one.units, names),
        ),
        empty="Không đơn vị nào đổi loại.",
    )


def _by_group(
    year: YearResult,
    found: "ByGroup[_T]",
    title: str,
    columns: Sequence[Column],
    row: Callable[[_T], Sequence[Cell]],
    *,
    empty: str = "Không có.",
) -> Html:
    """Draw one table per group, with a row for each thing that was found about it."""
    tables = []
    for code, own in found:
        called = title_for(year, year.edition.group(code), title)
        rows = [row(one) for one in own]
        caption = ANALYSIS.format(title=called)
        tables.append(table(caption=caption, columns=columns, rows=rows, empty=empty))
    return join(*tables)
