"""Rules by what was done: yes or no, graded levels, checklists."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from cchc_lib.core.phrasing.clauses import Clause, Wording
from cchc_lib.core.phrasing.figures import figure
from cchc_lib.core.phrasing.numbers import as_decimal
from cchc_lib.core.phrasing.outcomes import Share
from cchc_lib.core.phrasing.reading import ReadRule
from cchc_lib.core.rule_kinds import Checklist, ChecklistItem, GradedShare, Level, YesNo

__all__ = ["read_checklist", "read_levels", "read_yes_no"]

_YES = {"có", "đạt", "đúng", "có thực hiện", "thực hiện", "đảm bảo", "đáp ứng"}
_NO = {"không", "không có", "không đạt", "chưa đạt", "chưa", "không đúng", "chưa có"}
_NO |= {"không thực hiện", "chưa thực hiện", "không đảm bảo", "không đáp ứng", "ngược lại"}
_OPENING = re.compile(r"^(?:(?:nếu|trường\s+hợp|đơn\s+vị)\s+)+", re.IGNORECASE)
_NEGATIVE = re.compile(r"^(?:không|chưa)\s+(?:có\s+|được\s+)?", re.IGNORECASE)
_POSITIVE = re.compile(r"^(?:có|đã|được)\s+", re.IGNORECASE)
_LATE = {"đúng hạn", "kịp thời", "đúng thời hạn", "đúng thời gian", "đúng tiến độ"}
_TOO_LATE = re.compile(
    r"^(?:chậm|muộn|trễ|quá)(?:\s+(?:hạn|muộn|tiến độ|thời hạn))?$", re.IGNORECASE
)
_ARITHMETIC = re.compile(r"\d|%|\b(?:trừ|mỗi|cộng|điểm|công thức|tỷ lệ|tỉ lệ)\b", re.IGNORECASE)
_SUM = re.compile(r"^cộng điểm", re.IGNORECASE)
_QUOTES = "“”\"'"


def read_yes_no(wording: Wording) -> ReadRule | None:
    """Read the maximum for one thing and nothing for its opposite."""
    stated = _stated(wording.clauses)
    if stated is None or [part for _, part in stated] != [1, 0] or wording.awards_none:
        return None
    (yes, _), (no, _) = stated
    if not _is_opposite(yes.casefold(), no.casefold()):
        return None
    about = wording.label or wording.words.name_vi
    label = about if yes.casefold() in _YES else f"{yes} ({about})"
    spec = figure("is_met", label, "flag")
    return ReadRule(rule=YesNo(kind="yes_no", flag=spec.code), inputs=(spec,))


def read_levels(wording: Wording) -> ReadRule | None:
    """Read a part of the maximum for each of some levels, from the best down."""
    stated = _stated(wording.clauses)
    if stated is None or wording.awards_none or len(stated) < 2:  # noqa: PLR2004
        return None
    names = [name.strip(_QUOTES) for name, _ in stated]
    parts = [part for _, part in stated]
    shares = [as_decimal(part) for part in parts]
    is_falling = parts[0] == 1 and all(a > b for a, b in pairwise(parts))
    if not is_falling or len({n.casefold() for n in names}) < len(names) or not all(names):
        return None
    levels = [
        Level(name_vi=n, share=s) for n, s in zip(names, shares, strict=True) if s is not None
    ]
    if len(levels) < len(names):
        return None
    spec = figure("level", wording.label or wording.words.name_vi, "choice")
    rule = GradedShare(kind="graded_share", level=spec.code, levels=tuple(levels))
    return ReadRule(rule=rule, inputs=(spec,))


def read_checklist(wording: Wording) -> ReadRule | None:
    """Read parts of the maximum that things done earn each, where they make up the whole."""
    clauses = [clause for clause in wording.clauses if not _SUM.match(clause.text)]
    stated = _stated(clauses, may_hold_numbers=len(clauses) < len(wording.clauses))
    if stated is None or wording.awards_none or len(stated) < 2:  # noqa: PLR2004
        return None
    weights = [as_decimal(part) for _, part in stated]
    if sum(part for _, part in stated) != 1 or any(not weight for weight in weights):
        return None
    specs = tuple(figure(f"is_met_{n}", name, "flag") for n, (name, _) in enumerate(stated, 1))
    items = tuple(
        ChecklistItem(flag=spec.code, weight=weight)
        for spec, weight in zip(specs, weights, strict=True)
        if weight is not None
    )
    return ReadRule(rule=Checklist(kind="checklist", items=items), inputs=specs)


def _stated(
    clauses: Sequence[Clause], *, may_hold_numbers: bool = False
) -> list[tuple[str, Fraction]] | None:
    """Return condition and part of each clause; nothing if any is unclear or speaks of numbers."""
    stated = []
    for clause in clauses:
        is_clear = clause.condition and (
            may_hold_numbers or not _ARITHMETIC.search(clause.condition)
        )
        if not is_clear or not isinstance(clause.outcome, Share):
            return None
        stated.append((_OPENING.sub("", clause.condition), clause.outcome.part))
    return stated


def _is_opposite(yes: str, no: str) -> bool:
    """Tell whether two conditions are one thing and that it is not so."""
    if no in _NO and not _NEGATIVE.match(yes):
        return True
    if _NEGATIVE.match(no) is None:
        return any(yes.endswith(word) for word in _LATE) and bool(_TOO_LATE.match(no))
    return _POSITIVE.sub("", yes) == _NEGATIVE.sub("", no)
