"""Vietnamese words of a comparison: parts, reasons, what became of units, places moved."""

from collections.abc import Mapping
from decimal import Decimal

from cchc_lib.core.audit.comparing.changes import (
    Comparison,
    ComponentChange,
    Difference,
    GradeChange,
    GroupPart,
    Incomparable,
    Matching,
    NotCompared,
    PointChange,
    RankChange,
    UnitChange,
    UnitFate,
)
from cchc_lib.core.audit.comparing.rule_changes import GeneralRule
from cchc_lib.core.audit.unranked import TOO_LITTLE_VI
from cchc_lib.core.rulebook import GradeBand
from cchc_lib.core.submission import NotAppraised
from cchc_lib.present.headline import year_notices
from cchc_lib.present.language import format_decimal, later, retold, tr
from cchc_lib.present.wording import format_moved, format_signed

__all__ = [
    "FATE_NAMES",
    "OTHER_EVIDENCE",
    "PART_MEANINGS",
    "PART_NAMES",
    "comparison_notices",
    "comparison_title",
    "decimals",
    "format_grade",
    "format_share",
    "grade_sentence",
    "has_changed",
    "largest_part",
    "matching_sentence",
    "rank_sentence",
    "reason_text",
    "unit_history",
]

PART_NAMES: Mapping[GroupPart, str] = later(
    {
        "rule": "Bộ tiêu chí",
        "applicability": "Phạm vi áp dụng",
        "undecided": "Chưa có điểm",
        "own_figures": "Số liệu của đơn vị",
        "appraisal": "Thẩm định",
        "survey": "Điều tra",
        "adjustment": "Cộng, trừ",
        "rounding": "Làm tròn",
        "membership": "Đổi đơn vị trong nhóm",
    }
)
PART_MEANINGS: Mapping[GroupPart, str] = later(
    {
        "rule": "tiêu chí thành phần mới, bỏ, đổi điểm tối đa hoặc nội dung, và trọng số đổi theo",
        "applicability": "tiêu chí thành phần thành không áp dụng, hoặc thôi không áp dụng",
        "undecided": "tiêu chí thành phần chưa có điểm ở một trong hai lần",
        "own_figures": "điểm mà số liệu kê khai được hưởng; nơi không đòi số liệu là điểm tự chấm",
        "appraisal": "điểm được cho, so với điểm mà số liệu được hưởng",
        "survey": "điều tra xã hội học",
        "adjustment": "điểm cộng, điểm trừ và giới hạn của tổng điểm",
        "rounding": "phần còn lại do các số công bố đã làm tròn",
        "membership": "đơn vị mới vào nhóm, ra khỏi nhóm, hoặc không so sánh được",
    }
)
"""What each part of a difference holds, for those who read it."""

FATE_NAMES: Mapping[UnitFate, str] = later(
    {
        "same": "vẫn đơn vị cũ",
        "renamed": "đổi tên hoặc mã",
        "merged": "sáp nhập",
        "new": "mới",
        "ended": "không còn",
    }
)
_REASONS: Mapping[Incomparable, str] = later(
    {
        "merged": "hợp nhất từ nhiều đơn vị nên không có năm trước để so",
        "new": "chưa có ở lần trước",
        "ended": "không còn ở lần sau",
        "no_index": "chưa có chỉ số ở một trong hai lần",
        "no_rank": "chưa có thứ hạng ở một trong hai lần",
        "other_group": "đơn vị chuyển sang nhóm khác",
        "maximum": "đổi điểm tối đa",
        "content": "đổi cách tính, số liệu hoặc tài liệu kiểm chứng",
        "added": "mới trong bộ tiêu chí của nhóm",
        "dropped": "không còn trong bộ tiêu chí của nhóm",
        "rounding": "đổi cách làm tròn điểm",
        "applicability": "không áp dụng ở một hoặc cả hai lần",
        "undecided": "chưa có điểm ở một hoặc cả hai lần",
    }
)
_MATCHING: Mapping[Matching, str] = later(
    {
        "same_edition": "Tiêu chí thành phần khớp theo mã.",
        "links": "Tiêu chí thành phần khớp theo bảng đối chiếu của bộ tiêu chí sau.",
        "codes": (
            "Bộ tiêu chí sau KHÔNG có bảng đối chiếu với bộ tiêu chí trước: tiêu chí thành phần "
            "chỉ khớp theo mã, có thể ghép nhầm hai nội dung khác nhau mang cùng mã."
        ),
    }
)
_GENERAL_RULES: Mapping[GeneralRule, str] = later(
    {
        "rounding": "cách làm tròn",
        "ranking": "cách xếp hạng",
        "bands": "khung xếp loại",
        "caps": "khống chế xếp loại",
        "not_applicable": "cách xử lý tiêu chí không áp dụng",
        "adjustment": "điểm cộng, điểm trừ và mức trần",
        "survey": "cách tính điều tra xã hội học",
        "procedure": "trình tự thẩm định",
        "emulation": "đề nghị thi đua",
    }
)
_CODES_SHOWN = 12
OTHER_EVIDENCE = later("đổi tài liệu kiểm chứng phải có")
"""Said of a component whose points are compared though its rule is not quite the same."""


def comparison_title(comparison: Comparison) -> str:
    """Name the two ends of a comparison."""
    before, after = comparison.before.assessment, comparison.after.assessment
    if before.year == after.year:
        return tr("So sánh hai lần chạy của năm {year}").format(year=after.year)
    said = tr("So sánh năm {after} với năm {before}")
    return said.format(after=after.year, before=before.year)


def comparison_notices(comparison: Comparison) -> tuple[str, ...]:
    """Return what must be said of either year, each sentence once."""
    both = (*year_notices(comparison.before), *year_notices(comparison.after))
    return tuple(dict.fromkeys(both))


def matching_sentence(comparison: Comparison) -> str:
    """Say how the components of both ends found each other, and which rules differ."""
    codes = comparison.before.edition.code, comparison.after.edition.code
    ends = tr("Trước: {before}; sau: {after}.").format(before=codes[0], after=codes[1])
    return f"{ends} {_rule_sentence(comparison)} {tr(_MATCHING[comparison.matching])}"


def _rule_sentence(comparison: Comparison) -> str:
    """Say how many components have other rules, which general rules differ, or that none do."""
    changes = comparison.rule_changes
    is_same = comparison.matching == "same_edition"
    if not changes.components and not changes.general:
        same = tr("Hai lần chạy cùng mã bộ tiêu chí, mọi quy tắc tính như nhau.")
        return same if is_same else tr("Hai bộ tiêu chí có mọi quy tắc tính như nhau.")
    parts: list[str] = []
    if changes.components:
        count, shown = len(changes.components), ", ".join(changes.components[:_CODES_SHOWN])
        more = ", …" if count > _CODES_SHOWN else ""
        others = tr("{count} tiêu chí thành phần có quy tắc khác nhau ({codes})")
        parts.append(others.format(count=count, codes=f"{shown}{more}"))
    if changes.general:
        names = "; ".join(tr(_GENERAL_RULES[name]) for name in changes.general)
        parts.append(tr("quy định chung khác nhau: {names}").format(names=names))
    one = tr("Hai lần chạy cùng mã bộ tiêu chí nhưng {differences}.")
    opening = one if is_same else tr("Hai bộ tiêu chí có {differences}.")
    said = opening.format(differences=tr(", và ").join(parts))
    return f"{said} {tr('Lưu ý: khung xếp loại đã đổi.')}" if "bands" in changes.general else said


def reason_text(why: NotCompared) -> str:
    """Say why no difference is shown: at which end, or with the note of the link table."""
    if why.before_vi or why.after_vi:
        no_index, no_rank = tr("chưa có chỉ số {ends}"), tr("chưa có thứ hạng {ends}")
        ends = (
            (tr("ở lần trước: {reason}"), why.before_vi),
            (tr("ở lần sau: {reason}"), why.after_vi),
        )
        lacking = "; ".join(
            end.format(reason=retold(reason, TOO_LITTLE_VI)) for end, reason in ends if reason
        )
        return (no_index if why.reason == "no_index" else no_rank).format(ends=lacking)
    said = tr(_REASONS[why.reason])
    return f"{said}: {tr(why.note_vi)}" if why.note_vi else said


def format_grade(grade: GradeBand | NotAppraised | None) -> str:
    """Write a grade; a dash where there is no such end."""
    if grade is None:
        return "–"
    return tr(grade.name_vi if isinstance(grade, GradeBand) else "chưa xếp loại")


def grade_sentence(comparison: Comparison, grade: GradeChange) -> str:
    """Say the grade at both ends, and that the bands are others where they are."""
    said = f"Xếp loại {format_grade(grade.before)} → {format_grade(grade.after)}"
    has_other_bands = "bands" in comparison.rule_changes.general
    return f"{said} (khung xếp loại đã đổi)." if has_other_bands else f"{said}."


def unit_history(comparison: Comparison, unit: UnitChange) -> str:
    """Say under what names and in what group a unit was before; empty where nothing changed."""
    return "; ".join(filter(None, (_former_name(unit), _former_group(comparison, unit))))


def _former_group(comparison: Comparison, unit: UnitChange) -> str:
    if not unit.has_other_group:
        return ""
    old = tr(comparison.before.edition.group(unit.former_group_code).name_vi)
    new = tr(comparison.after.edition.group(unit.group_code).name_vi)
    return tr("chuyển từ nhóm {old} sang nhóm {new}").format(old=old, new=new)


def _former_name(unit: UnitChange) -> str:
    former = ", ".join(tr(name) for name in unit.former_names_vi if name != unit.name_vi)
    match unit.fate:
        case "renamed":
            coded = tr("trước mang mã {code}").format(code=unit.predecessors[0])
            return tr("trước là {name}").format(name=former) if former else coded
        case "merged":
            return tr("từ {names}").format(names=", ".join(map(tr, unit.former_names_vi)))
        case _:
            return ""


def decimals(difference: Difference) -> int:
    """Return the decimals that the published values of a difference have."""
    return max(0, -int(difference.after.as_tuple().exponent))


def largest_part(difference: Difference) -> str:
    """Name the part that moved an index most; empty where nothing moved it."""
    part = difference.largest
    moved = format_signed(part.published, decimals(difference))
    return f"{tr(PART_NAMES[part.part])} {moved}" if part.exact else ""


def format_share(value: Decimal | None) -> str:
    """Write a maximum; a dash where there is none."""
    return "–" if value is None else format_decimal(value)


def rank_sentence(rank: RankChange | NotCompared) -> str:
    """Say how a place changed, and by whose doing."""
    if isinstance(rank, NotCompared):
        return f"Thứ hạng không so sánh: {reason_text(rank)}."
    parts = (
        ("điểm của đơn vị", rank.own),
        ("điểm của các đơn vị khác", rank.others),
        ("đơn vị vào, ra nhóm", rank.membership),
        ("cách xếp hạng", rank.rule),
    )
    said = "; ".join(f"phần do {who} {format_moved(places)}" for who, places in parts if places)
    moved = f"Hạng {rank.before} → {rank.after} ({format_moved(rank.difference)})"
    return f"{moved}: {said}." if said else f"{moved}."


def has_changed(one: ComponentChange) -> bool:
    """Tell whether a component moved the index of its unit, or is not what it was.

    Another rule counts where it moved nothing too.
    """
    is_other = isinstance(one.points, NotCompared) and any(one.effects.values())
    has_moved = isinstance(one.points, PointChange) and bool(
        one.points.difference or one.points.own_figures
    )
    return one.has_other_rule or is_other or has_moved or not {"same"}.issuperset(one.changes)
