"""Rules by a due day: in time, late, never."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from cchc_lib.core.phrasing.clauses import Wording
from cchc_lib.core.phrasing.figures import figure
from cchc_lib.core.phrasing.numbers import as_decimal
from cchc_lib.core.phrasing.outcomes import Share
from cchc_lib.core.phrasing.reading import ReadRule
from cchc_lib.core.rule_kinds import DeadlineTiers, Due, DueDate, DueInput

__all__ = ["read_deadline"]

_DAY = re.compile(
    r"(?P<what>.*?)(?P<by>(?<!\w)(?:trước|chậm\s+nhất(?:\s+là)?|không\s+muộn\s+hơn|đến\s+hết|trong))\s+ngày\s+"
    r"(?P<day>\d{1,2})(?:/|\s+tháng\s+)(?P<month>\d{1,2})"
    r"(?:/(?P<year>\d{4})|\s+(?:của\s+)?năm\s+(?P<offset>trước(?:\s+liền\s+kề)?|sau|đánh\s+giá|báo\s+cáo|kế\s+hoạch))"
    r"(?:\s+(?:liền\s+kề|năm\s+đánh\s+giá))*",
    re.IGNORECASE,
)
_DECLARED = re.compile(
    r"(?P<what>.*?)không muộn hơn hạn đã kê khai \((?P<label>.+)\)", re.IGNORECASE
)
_ANY_DAY = (
    r"\d{1,2}(?:/|\s+tháng\s+)\d{1,2}"
    r"(?:/\d{4}|\s+(?:của\s+)?năm\s+(?:trước|sau|đánh\s+giá|báo\s+cáo|kế\s+hoạch|liền\s+kề|\s)+)?"
)
_LATE = re.compile(
    r"(?:(?P<what>[^\d%]*)\s)?(?:muộn\s+hơn|chậm(?:\s+hạn)?|trễ(?:\s+hạn)?|quá\s+hạn"
    rf"|sau\s+(?:ngày|thời\s+hạn|thời\s+gian)(?:\s+{_ANY_DAY})?(?:\s+(?:trên|nêu\s+trên|này|đó|quy\s+định))*)",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"(?:không|chưa)\s+(?:có|ban\s+hành|gửi|thực\s+hiện|báo\s+cáo|xây\s+dựng)(?P<what>[^\d%]*)",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    r"\d|\b(?:đủ|đầy|đúng|kịp|đạt|hết|theo|kèm|nhưng|hoặc|không|chưa|trong|trước|sau|dưới|trên|quá|nửa)\b",
    re.IGNORECASE,
)
"""In the words for what is done: asks for more than that it is done."""
_DATE = re.compile(r"(\d{1,2})(?:/|\s+tháng\s+)(\d{1,2})")
_OFFSETS = {"trước": -1, "trước liền kề": -1, "sau": 1}
_LEAP, _COMMON = 2020, 2021
_CLAUSES = (2, 3)


def read_deadline(wording: Wording) -> ReadRule | None:
    """Read parts of the maximum for what is done by a day that the text names, later, or never."""
    conditions = [clause.condition for clause in wording.clauses]
    stated = [as_decimal(c.outcome.part) for c in wording.clauses if isinstance(c.outcome, Share)]
    parts = [part for part in stated if part is not None]
    if wording.awards_none or len(parts) < len(conditions) or not _are_stages(conditions, parts):
        return None
    what, due, labels = _due(conditions[0], wording.words.year)
    if due is None:
        return None
    named = what.strip(" ,:")
    is_label = named.casefold().startswith("ngày")
    if not is_label and _QUALIFIED.search(named):
        return None
    label = named if is_label else f"Ngày: {wording.words.name_vi}"
    rule = DeadlineTiers(
        kind="deadline_tiers",
        date="done_on",
        due=due,
        on_time=parts[0],
        late=parts[1],
        none=parts[-1],
    )
    specs = (figure("done_on", label, "date"), *(figure("due_on", one, "date") for one in labels))
    return ReadRule(rule=rule, inputs=specs)


def _are_stages(conditions: Sequence[str], parts: Sequence[Decimal]) -> bool:
    """Tell whether clauses are: in time, late and, unless being late earns nothing, never."""
    if len(conditions) not in _CLAUSES or not _is_late(conditions[1], conditions[0]):
        return False
    is_falling = all(above >= below for above, below in pairwise(parts))
    if len(conditions) == min(_CLAUSES):
        return is_falling and parts[1] == 0
    return is_falling and _is_just(_NEVER.fullmatch(conditions[2]))


def _is_late(condition: str, in_time: str) -> bool:
    """Tell whether a condition is all that comes after the due day, and no other stretch."""
    due, days = _DATE.findall(in_time), _DATE.findall(condition)
    named = [tuple(map(int, day)) for day in days]
    is_due_day = not days or named == [tuple(map(int, day)) for day in due]
    return is_due_day and _is_just(_LATE.fullmatch(condition))


def _is_just(found: re.Match[str] | None) -> bool:
    """Tell whether words say that something is late, or never done, and ask for nothing more."""
    return found is not None and not _QUALIFIED.search(found["what"] or "")


def _due(condition: str, year: int) -> tuple[str, Due | None, tuple[str, ...]]:
    """Return what is to be done, by when, and what the due day is called if units declare it."""
    declared = _DECLARED.fullmatch(condition)
    if declared is not None:
        return declared["what"], DueInput(input="due_on"), (declared["label"],)
    found = _DAY.fullmatch(condition)
    if found is None:
        return "", None, ()
    offset = int(found["year"]) - year if found["year"] else 0
    if found["offset"]:
        offset = _OFFSETS.get(" ".join(found["offset"].casefold().split()), 0)
    is_before = found["by"].casefold() == "trước"
    return found["what"], _due_date(found, offset, is_before=is_before), ()


def _due_date(found: re.Match[str], offset: int, *, is_before: bool) -> DueDate | None:
    """Return the last day in time; the day before, where the text says *trước ngày*.

    Nothing for a day that does not exist, or that is another one in leap years.
    """
    days = set()
    for year in (_LEAP, _COMMON):
        try:
            day = date(year, int(found["month"]), int(found["day"])) - timedelta(days=is_before)
        except ValueError:
            return None
        days.add((offset + day.year - year, day.month, day.day))
    if len(days) != 1:
        return None
    offset, month, day_of_month = days.pop()
    return DueDate(year_offset=offset, month=month, day=day_of_month)
