"""What a clause gives: a part of the maximum, or points in proportion to a percentage."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.phrasing.numbers import CHANGES, NUMBER, part_of, stated_number

__all__ = ["Outcome", "Proportion", "Share", "split_outcome"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of the maximum."""

    part: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """Points in proportion to the percentage.

    ``divisor`` is the percentage that earns the maximum; nothing where the text only says that
    points are in proportion. ``letters`` name numerator and denominator, if letters do.
    ``lacks_formula`` is true where the text speaks of a formula and does not give it.
    """

    divisor: Decimal | None
    letters: tuple[str, str] | None = None
    lacks_formula: bool = False


Outcome = Share | Proportion

_GIVES = r"(?P<gives>(?:(?:thì|được|đạt|tính|cho|chấm|hưởng|số|là|điểm)\s+)*)"
_ALL = r"(?:số\s+)?điểm\s+(?:tối\s+đa|chuẩn)|tối\s+đa(?:\s+số)?\s+điểm|tối\s+đa"
_NOTHING = r"không\s+(?:được\s+)?(?:(?:tính|chấm|cho|có)\s+)?điểm|không\s+điểm"
_SPLIT = r"(?P<condition>.*?)(?P<mark>\s*[:=→]\s*|\s*[,–-]\s+|\s+|^)"
_FULL = re.compile(rf"{_SPLIT}{_GIVES}(?:{_ALL})", re.IGNORECASE)
_NONE = re.compile(rf"{_SPLIT}(?:thì\s+)?(?:{_NOTHING})", re.IGNORECASE)
_PART = re.compile(
    rf"{_SPLIT}{_GIVES}(?P<percent>{NUMBER})\s*%\s*(?:(?:của|tổng|số|mức)\s+)*điểm"
    rf"(?:\s+(?:tối\s+đa|chuẩn))?",
    re.IGNORECASE,
)
_POINTS = re.compile(rf"{_SPLIT}{_GIVES}(?P<points>{NUMBER})\s*(?:điểm|đ)", re.IGNORECASE)
_BARE_POINTS = re.compile(
    rf"(?P<condition>.*?)(?P<mark>\s*[:=→]\s*){_GIVES}(?P<points>{NUMBER})", re.IGNORECASE
)
_OFF = re.compile(
    rf"{_SPLIT}(?:thì\s+)?(?:bị\s+)?trừ\s+(?P<percent>{NUMBER})\s*%(?:\s+(?:số\s+)?điểm(?:\s+tối\s+đa)?)?",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:^|\s)(?:không|chưa|quá|tối\s+đa|dưới|trên|mỗi|đến|từ|bị|hơn|khoảng)$",
    re.IGNORECASE,
)
"""Ends a condition after which a number of points is a limit."""
_NUMBER_AT_END = re.compile(r"\d%?$")
_CHANGED = re.compile(rf"\b(?:{CHANGES})\b", re.IGNORECASE)
_CHANGED_AT_END = re.compile(rf"\b(?:{CHANGES})$", re.IGNORECASE)
_MARKS = {":", "=", "→"}
_RATIO = (
    r"(?:(?P<top>[a-z])\s*/\s*(?P<bottom>[a-z])|\((?P<top2>[a-z])\s*/\s*(?P<bottom2>[a-z])\)"
    r"|t[ỷỉ]\s+lệ(?:\s+(?:thực\s+hiện|hoàn\s+thành|đạt\s+được|đạt))?(?:\s*\(?\s*%\s*\)?)?)"
)
_MOST = rf"(?:(?:số\s+)?điểm\s+(?:tối\s+đa|chuẩn)|(?P<most>{NUMBER})\s*điểm)"
_BY = rf"(?:\s*/\s*(?P<{{}}>{NUMBER})\s*%)?"
_FORMULA = re.compile(
    r"(?P<condition>.*?)(?:^|[\s:,–-]\s*)(?:(?:thì|được|điểm|số|đạt|tính|chấm|theo|bằng|là|công\s+thức|"
    r"sau|như)\s*)*[:=]?\s*"
    + _RATIO
    + _BY.format("before")
    + r"\s*[×x*]\s*"
    + _MOST
    + _BY.format("after"),
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?P<condition>.*?)(?:^|[\s:,–-]\s*)(?:thì\s+)?(?:(?:được|điểm|số)\s+)*"
    r"(?:(?:tính|chấm)(?:\s+điểm)?\s+theo\s+(?:(?P<formula>công\s+thức)|t[ỷỉ]\s+lệ(?:\s*%)?"
    r"(?:\s+(?:tương\s+ứng|thực\s+hiện|hoàn\s+thành))?)"
    r"|(?:tính\s+)?tương\s+ứng(?:\s+với)?\s+t[ỷỉ]\s+lệ)",
    re.IGNORECASE,
)


def split_outcome(clause: str, maxima: Sequence[Decimal]) -> tuple[str, Outcome | None]:
    """Return the condition of a clause and what it gives; nothing where that is not understood.

    >>> split_outcome("Ban hành kịp thời: 0,5 điểm", [Decimal(1)])
    ('Ban hành kịp thời', Share(part=Fraction(1, 2)))
    >>> split_outcome("Dưới 80%: tính theo công thức: Tỷ lệ / 80% × điểm tối đa", [Decimal(1)])
    ('Dưới 80%', Proportion(divisor=Decimal('80'), letters=None, lacks_formula=False))
    >>> split_outcome("Ban hành kịp thời", [Decimal(1)])
    ('Ban hành kịp thời', None)
    """
    text = clause.strip().rstrip(".").strip()
    if (formula := _FORMULA.fullmatch(text)) is not None:
        return _condition(formula), _proportion(formula, maxima)
    if (bare := _BARE.fullmatch(text)) is not None:
        lacks_formula = bare["formula"] is not None
        return _condition(bare), Proportion(divisor=None, lacks_formula=lacks_formula)
    for pattern, part in _PARTS:
        found = pattern.fullmatch(text)
        if found is not None and not _is_limit(found):
            share = part(found, maxima)
            return _condition(found), None if share is None else Share(part=share)
    return text, None


def _is_limit(found: re.Match[str]) -> bool:
    """Tell whether points behind these words are a limit, or are taken off or added."""
    words = found["condition"]
    if found["mark"].strip() in _MARKS:
        return _CHANGED_AT_END.search(words) is not None
    given = found.groupdict().get("gives") or found["mark"].strip()
    is_part_of_them = given in {"", "số "} and _NUMBER_AT_END.search(words) is not None
    is_limit = (_LIMIT.search(words) or _CHANGED.search(words)) is not None
    return is_part_of_them or is_limit


def _stated_points(found: re.Match[str], maxima: Sequence[Decimal]) -> Fraction | None:
    number = stated_number(found["points"])
    return None if number is None else part_of([number], maxima)


def _stated_percent(found: re.Match[str], _: Sequence[Decimal]) -> Fraction | None:
    percent = stated_number(found["percent"])
    return None if percent is None else part_of([percent], [Decimal(100)])


def _percent_off(found: re.Match[str], maxima: Sequence[Decimal]) -> Fraction | None:
    off = _stated_percent(found, maxima)
    return None if off is None else 1 - off


_PARTS: tuple[tuple[re.Pattern[str], Callable[..., Fraction | None]], ...] = (
    (_PART, _stated_percent),
    (_FULL, lambda *_: Fraction(1)),
    (_NONE, lambda *_: Fraction(0)),
    (_OFF, _percent_off),
    (_POINTS, _stated_points),
    (_BARE_POINTS, _stated_points),
)


def _condition(found: re.Match[str]) -> str:
    return found["condition"].strip(" :,;=–-→").removesuffix(" thì").strip()


def _proportion(found: re.Match[str], maxima: Sequence[Decimal]) -> Proportion | None:
    """Return the proportion of a formula, unless it is of other points than the maximum."""
    if found["most"] and part_of([stated_number(found["most"]) or Decimal(0)], maxima) != 1:
        return None
    written = found["before"] or found["after"]
    divisor = stated_number(written) if written else Decimal(100)
    if divisor is None or divisor == 0 or (found["before"] and found["after"]):
        return None
    top, bottom = found["top"] or found["top2"], found["bottom"] or found["bottom2"]
    letters = (top.casefold(), bottom.casefold()) if top else None
    return Proportion(divisor=divisor, letters=letters)
