"""Rules by the item: points for each, up to the maximum; points off for each fault."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.phrasing.clauses import Clause, Wording, is_label
from cchc_lib.core.phrasing.figures import count_figure, measure_of
from cchc_lib.core.phrasing.numbers import CHANGES, NUMBER, part_of, stated_number
from cchc_lib.core.phrasing.outcomes import Proportion, Share, split_outcome
from cchc_lib.core.phrasing.reading import ReadRule
from cchc_lib.core.rule_kinds import CountCapped, PerItemDeduction, PerItemShare, RatioMinusItems
from cchc_lib.core.rulebook import InputSpec

__all__ = ["read_deduction", "read_per_item"]

_EACH = r"(?:cứ\s+)?(?:mỗi|mỗi\s+một|cứ|01|1|một)\s+"
_SEVERAL = "mỗi|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|chục|trăm|nghìn|cặp|nhóm|nửa"
_ITEM = (
    rf"(?P<item>(?=[^\W\d_]{{2}})(?!(?:{_SEVERAL})\b)"
    rf"(?:(?!(?:điểm|tối\s+đa|không\s+quá|tỷ\s+lệ|ngày|là|{CHANGES})\b)[^\d;:()×*=<>%≥])+?)"
)
"""What is counted: words, none of which says how."""
_UNSAID = {"mục", "trường hợp", "nội dung"}
_EARNS = re.compile(
    rf"{_EACH}{_ITEM}[\s,:]+(?:(?:thì|được|đạt|tính|cộng|cho|là|chấm)\s+)*"
    rf"(?P<points>\d+/\d+|{NUMBER})\s*điểm(?P<tail>.*)",
    re.IGNORECASE,
)
_CAP = re.compile(
    rf"(?:(?:nhưng|và)\s+)?(?:tổng\s+)?(?:điểm\s+)?(?:tối\s+đa|tính\s+không\s+quá|không\s+quá|không\s+vượt\s+quá)"
    rf"(?:\s+(?:là|không\s+quá|bằng))?(?:\s+(?P<items>\d+)\s+mục\s+và\s+không\s+quá)?"
    rf"\s+(?:(?P<most>{NUMBER})\s*điểm|(?:số\s+)?điểm\s+(?:tối\s+đa|chuẩn))",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    rf"đủ\s+(?P<items>\d+)\s+[^\d;:]+?\s+(?:thì\s+)?được\s+(?:(?P<most>{NUMBER})\s*điểm|điểm\s+tối\s+đa)",
    re.IGNORECASE,
)
_OFF = r"(?:thì\s+)?(?:bị\s+)?trừ\s+(?P<points>" + NUMBER + r")\s*(?:điểm|đ)?"
_LOSES = re.compile(rf"{_EACH}{_ITEM}[\s,:]+{_OFF}(?P<tail>.*)", re.IGNORECASE)
_LOSES_FOR = re.compile(
    rf"{_OFF}\s*(?:(?:cho|đối\s+với|với)\s+|/\s*)(?:mỗi|01|1|một)\s+{_ITEM}(?P<tail>(?:\s*[,(].*)?)",
    re.IGNORECASE,
)
_FLOOR = re.compile(
    rf"(?:nhưng\s+)?(?:(?:trừ\s+)?tối\s+đa\s+(?:không\s+quá\s+)?(?P<off>{NUMBER})\s*điểm|không\s+dưới\s+(?P<floor>{NUMBER})\s*điểm|không\s+quá\s+(?:số\s+)?điểm\s+tối\s+đa"
    rf"|(?:cho\s+)?đến\s+(?:khi\s+)?hết\s+(?:số\s+)?điểm(?:\s+tối\s+đa)?"
    rf"|(?:trừ\s+)?tối\s+đa\s+(?:bằng\s+|không\s+quá\s+)?(?:số\s+)?điểm\s+tối\s+đa)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\((?P<label>(?:[^()]|\([^()]*\))+)\)")
_FAULTLESS = re.compile(
    r"(?:(?:thực\s+hiện|đạt|đảm\s+bảo|chấp\s+hành|nếu)\s*)*(?:tốt|đầy\s+đủ|nghiêm|đúng\s+quy\s+định|yêu\s+cầu)*"
    r"|(?:nếu\s+)?không\s+(?:có\s+|để\s+)?(?:vi\s+phạm|sai\s+phạm|sai\s+sót|trường\s+hợp\s+nào)?",
    re.IGNORECASE,
)
"""Where the maximum is given before anything is taken off: nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class _Loss:
    """What is counted, how many points each takes off, and below what points do not fall."""

    spec: InputSpec
    deduct: Decimal
    least: Decimal


def read_per_item(wording: Wording) -> ReadRule | None:
    """Read points for each item, up to the maximum."""
    found = _EARNS.fullmatch(wording.text)
    if found is None or wording.awards_none or wording.letters or wording.ratio:
        return None
    points, tail = _points(found["points"]), found["tail"].strip(" .,;")
    spec = count_figure("items", _label(wording, found["item"]))
    maxima = wording.words.maxima
    required = _REQUIRED.fullmatch(tail)
    if points is None or not points:
        return None
    if required is not None:
        items = int(required["items"])
        if part_of([_decimal(points)], maxima) != Fraction(1, items) or not _is_most(
            required, maxima
        ):
            return None
        share = PerItemShare(kind="per_item_share", items=spec.code, required_items=items)
        return ReadRule(rule=share, inputs=(spec,))
    cap = _CAP.fullmatch(tail)
    if tail and (cap is None or not _is_most(cap, maxima)):
        return None
    stated = int(cap["items"]) if cap is not None and cap["items"] else 0
    rule = _capped(spec.code, points, maxima, stated)
    return None if rule is None else ReadRule(rule=rule, inputs=(spec,))


def _capped(
    code: str, points: Fraction, maxima: Sequence[Decimal], stated: int
) -> CountCapped | None:
    """Return the rule; without a stated number of items as many as the largest maximum takes."""
    items = stated or math.ceil(Fraction(max(maxima)) / points)
    if points.denominator in _decimal_denominators(points):
        own = _decimal(points)
        return CountCapped(kind="count_capped", items=code, cap_items=items, points_per_item=own)
    if len(set(maxima)) > 1:
        return None
    share = points / Fraction(maxima[0])
    return CountCapped(kind="count_capped", items=code, cap_items=items, share_per_item=share)


def _decimal_denominators(points: Fraction) -> set[int]:
    """Return the denominator again if the fraction has an end as a decimal, else nothing."""
    rest = points.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return {points.denominator} if rest == 1 else set()


def read_deduction(wording: Wording) -> ReadRule | None:
    """Read points off for each fault, from the maximum or from a proportion."""
    parts = [part for clause in wording.clauses for part in _loss_parts(clause)]
    at = next((n for n, part in enumerate(parts) if _loss(part)), None)
    found = None if at is None else _loss(parts[at])
    if at is None or found is None:
        return None
    before, after = parts[:at], [found["tail"], *parts[at + 1 :]]
    deduct, rest = stated_number(found["points"]), " ".join(after)
    label = _LABEL.search(rest)
    rest = _LABEL.sub("", rest, count=1).strip(" .,;")
    if label is not None and not is_label(label["label"]):
        return None
    floor = _FLOOR.fullmatch(rest)
    if not deduct or (rest and floor is None):
        return None
    least = Decimal(0) if floor is None else _least(floor, wording.words.maxima)
    about = label["label"] if label else _label(wording, found["item"])
    if least is None or wording.awards_none:
        return None
    return _less(wording, before, _Loss(count_figure("faults", about), deduct, least))


def _least(floor: re.Match[str], maxima: Sequence[Decimal]) -> Decimal | None:
    """Return below what points do not fall; nothing where that differs between groups."""
    if floor["floor"]:
        return stated_number(floor["floor"])
    if not floor["off"]:
        return Decimal(0)
    off = stated_number(floor["off"])
    is_one = len(set(maxima)) == 1 and off is not None and off <= maxima[0]
    return maxima[0] - off if is_one and off is not None else None


def _less(wording: Wording, before: Sequence[str], loss: _Loss) -> ReadRule | None:
    """Return the rule that takes points off what the clauses before give."""
    outcomes = [split_outcome(part, wording.words.maxima) for part in before]
    if all(_is_whole(condition, outcome, loss) for condition, outcome in outcomes):
        if wording.letters or wording.ratio:
            return None
        off_whole = PerItemDeduction(
            kind="per_item_deduction", items=loss.spec.code, deduct=loss.deduct, floor=loss.least
        )
        return ReadRule(rule=off_whole, inputs=(loss.spec,))
    (condition, outcome), *others = outcomes
    if others or condition or not isinstance(outcome, Proportion):
        return None
    measured = measure_of(wording, outcome.letters)
    if measured is None or outcome.divisor not in {None, Decimal(100)}:
        return None
    measure, specs = measured
    off_ratio = RatioMinusItems(
        kind="ratio_minus_items",
        measure=measure,
        items=loss.spec.code,
        deduct=loss.deduct,
        floor=loss.least,
    )
    return ReadRule(rule=off_ratio, inputs=(*specs, loss.spec))


def _is_whole(condition: str, outcome: object, loss: _Loss) -> bool:
    """Tell whether the maximum is given where there is no fault, and for nothing else."""
    is_plain = _FAULTLESS.fullmatch(condition) or _says_none(condition, loss.spec.label_vi)
    return bool(is_plain) and isinstance(outcome, Share) and outcome.part == 1


def _says_none(condition: str, label_vi: str) -> bool:
    """Tell whether a condition is that there is nothing of what is counted."""
    fault = re.escape(label_vi.removeprefix("Số "))
    none = rf"(?:nếu\s+)?không\s+(?:có\s+)?{fault}(?:\s+nào)?"
    return re.fullmatch(none, condition, re.IGNORECASE) is not None


def _loss_parts(clause: Clause) -> list[str]:
    """Return a clause cut before what is taken off, and before the floor."""
    cuts = re.split(r",\s+(?=(?:bị\s+)?trừ\s|mỗi\s|cứ\s|không\s+dưới\s)", clause.text)
    return [cut.strip() for cut in cuts if cut.strip()]


def _loss(text: str) -> re.Match[str] | None:
    return _LOSES.fullmatch(text) or _LOSES_FOR.fullmatch(text)


def _label(wording: Wording, item: str) -> str:
    bare = item.strip(" ,:")
    return wording.label or (wording.words.name_vi if bare in _UNSAID else f"Số {bare}")


def _points(text: str) -> Fraction | None:
    if "/" in text:
        top, bottom = text.split("/")
        return Fraction(int(top), int(bottom)) if int(bottom) else None
    number = stated_number(text)
    return None if number is None else Fraction(number)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _is_most(found: re.Match[str], maxima: Sequence[Decimal]) -> bool:
    """Tell whether a limit that is stated in points is the maximum."""
    return not found["most"] or part_of([stated_number(found["most"]) or Decimal(0)], maxima) == 1
