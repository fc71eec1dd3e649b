"""Stretches of a percentage or a count, as decisions name them."""

import re
from dataclasses import dataclass
from decimal import Decimal

from cchc_lib.core.phrasing.numbers import NUMBER, stated_number
from cchc_lib.core.quantities import Interval

__all__ = ["Span", "read_span"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch, whether it is of a percentage, and the words around it."""

    interval: Interval
    is_percent: bool
    is_point: bool = False
    rest: str = ""


_A, _B = rf"(?P<a>{NUMBER})\s*(?P<pa>%)?", rf"(?P<b>{NUMBER})\s*(?P<pb>%)?"
_FROM = r"(?:đạt\s+)?(?:từ|≥|>=|tối\s+thiểu|ít\s+nhất|đạt\s+từ)\s*"
_ABOVE = r"(?:từ\s+)?(?:trên|>|lớn\s+hơn|cao\s+hơn|hơn)\s*"
_BELOW = r"(?:dưới|<|nhỏ\s+hơn|thấp\s+hơn|ít\s+hơn)\s*"
_TO = r"\s*(?:đến|tới|–|-|và)\s*"
_UP = r"(?P<unit>\s+[^\d%;:]+?)?\s+trở\s+lên"
_SHAPES: tuple[tuple[str, str, str], ...] = (
    ("ge", "lt", rf"(?:{_FROM})?{_A}{_TO}(?:{_BELOW}){_B}"),
    ("gt", "lt", rf"{_ABOVE}{_A}{_TO}(?:{_BELOW}){_B}"),
    ("gt", "le", rf"{_ABOVE}{_A}{_TO}{_B}"),
    ("ge", "le", rf"(?:{_FROM})?{_A}{_TO}{_B}"),
    ("ge", "", rf"(?:{_FROM})?{_A}{_UP}"),
    ("ge", "", rf"(?:≥|>=|tối\s+thiểu|ít\s+nhất)\s*{_A}"),
    ("gt", "", rf"{_ABOVE}{_A}"),
    ("lt", "", rf"{_BELOW}{_A}"),
    ("le", "", rf"(?:≤|<=|không\s+quá|tối\s+đa)\s*{_A}"),
    ("point", "", rf"(?:đạt|bằng|đủ|=)?\s*{_A}"),
)
_PATTERNS = [
    (low, high, re.compile(rf"(?:^|(?<=\s)){pattern}(?=$|[\s,;)])", re.IGNORECASE))
    for low, high, pattern in _SHAPES
]
_DIRECTION = re.compile(
    r"\b(?:từ|đến|tới|dưới|trên|trở|hơn|quá|ít nhất|tối thiểu|tối đa|mỗi|không|chưa|trừ"
    r"|vượt|tăng|giảm|bị)\b",
    re.IGNORECASE,
)
"""Words beside a stretch that would change it."""
_GLUE = re.compile(
    r"^(?:(?:nếu|trường\s+hợp|khi|có|đạt|t[ỷỉ]\s+lệ|số\s+lượng|thì)\s+)+|^(?:đạt|t[ỷỉ]\s+lệ|có|nếu)$",
    re.IGNORECASE,
)


def read_span(text: str) -> Span | None:
    """Return the one stretch that a condition names; nothing where there is none or another number.

    >>> span = read_span("Từ 70% đến dưới 90% kế hoạch")
    >>> span.interval.ge, span.interval.lt, span.rest
    (Decimal('70'), Decimal('90'), 'kế hoạch')
    >>> read_span("mức độ 3 và 4, từ 70% trở lên")
    """
    for low, high, pattern in _PATTERNS:
        found = pattern.search(text)
        if found is None:
            continue
        unit = found.groupdict().get("unit") or ""
        around = f"{text[: found.start()].strip()}{unit} {text[found.end() :].strip()}"
        rest = _without_glue(around)
        has_more = re.search(r"\d", rest) or _DIRECTION.search(rest)
        return None if has_more else _span(low, high, found, rest)
    return None


def _span(low: str, high: str, found: re.Match[str], rest: str) -> Span | None:
    groups = found.groupdict()
    first, second = stated_number(groups["a"]), stated_number(groups.get("b") or "0")
    signs = [bool(groups["pa"])] + ([bool(groups["pb"])] if groups.get("b") else [])
    is_percent = signs[-1]
    if first is None or second is None or (signs[0] and not is_percent):
        return None
    if low == "point":
        interval = Interval(ge=first, le=first)
        return Span(interval=interval, is_percent=is_percent, is_point=True, rest=rest)
    ends: dict[str, Decimal] = {low: first} | ({high: second} if high else {})
    if high and first >= second:
        return None
    return Span(interval=Interval(**ends), is_percent=is_percent, rest=rest)


def _without_glue(text: str) -> str:
    bare = " ".join(text.replace("(", " ").replace(")", " ").split()).strip(" ,:;")
    return _GLUE.sub("", bare).strip()
