"""Rules by steps and by proportion: percentages, counts, floors, targets."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from cchc_lib.core.lint import check_tiers
from cchc_lib.core.phrasing.clauses import Clause, Wording
from cchc_lib.core.phrasing.figures import count_figure, measure_of, speaks_of
from cchc_lib.core.phrasing.numbers import as_decimal
from cchc_lib.core.phrasing.outcomes import Proportion, Share
from cchc_lib.core.phrasing.reading import ReadRule
from cchc_lib.core.phrasing.spans import Span, read_span
from cchc_lib.core.quantities import Interval
from cchc_lib.core.rule_kinds import (
    CountTiers,
    Measure,
    PercentTiers,
    RatioLinear,
    RatioToTarget,
    RatioWithFloor,
    Tier,
)

__all__ = ["read_proportion", "read_steps"]

_WHOLE = Decimal(100)
_NO_FORMULA = "phụ lục không ghi công thức, hiểu là tỷ lệ × điểm tối đa"
_NO_ITEM = re.compile(r"không(?:\s+có)?(?:\s+(?P<rest>[^\d%]+))?", re.IGNORECASE)
_NOT_REACHED = {"chưa đạt", "không đạt", "còn lại", "thấp hơn"}


def read_steps(wording: Wording) -> ReadRule | None:
    """Read a part of the maximum for each stretch of a percentage or a count."""
    spans = _spans(wording.clauses)
    parts = [_part(clause) for clause in wording.clauses]
    kinds = {span.is_percent for span in spans if span is not None}
    if len(spans) < 2 or None in spans or None in parts or len(kinds) != 1:  # noqa: PLR2004
        return None
    known = [span for span in spans if span is not None]
    is_percent = kinds.pop()
    intervals = _opened(known, is_percent=is_percent)
    tiers = tuple(
        Tier(ge=i.ge, gt=i.gt, le=i.le, lt=i.lt, share=part)
        for i, part in zip(intervals, parts, strict=True)
        if part is not None
    )
    if any(check_tiers("", tiers, "")):
        return None
    return _steps(wording, tiers, [span.rest for span in known], is_percent=is_percent)


def _spans(clauses: Sequence[Clause]) -> list[Span | None]:
    """Return the stretch of each condition; beside counts, that there is none means zero."""
    spans = [read_span(clause.condition) for clause in clauses]
    counts = [span for span in spans if span is not None and not span.is_percent]
    if len(counts) != len(spans) - 1:
        return spans
    none = next(n for n, span in enumerate(spans) if span is None or span.is_percent)
    if spans[none] is None and (found := _NO_ITEM.fullmatch(clauses[none].condition)):
        zero = Interval(le=Decimal(0))
        spans[none] = Span(interval=zero, is_percent=False, rest=found["rest"] or "")
    return spans


def _steps(
    wording: Wording, tiers: tuple[Tier, ...], rests: Sequence[str], *, is_percent: bool
) -> ReadRule | None:
    if is_percent:
        measured = measure_of(wording, None, rests)
        if measured is None:
            return None
        return ReadRule(
            rule=PercentTiers(kind="percent_tiers", measure=measured[0], tiers=tiers),
            inputs=measured[1],
        )
    about = max(rests, key=len)
    if wording.awards_none or wording.ratio or any(rest not in about for rest in rests):
        return None
    spec = count_figure("items", _counted(about, wording.label or wording.words.name_vi))
    return ReadRule(rule=CountTiers(kind="count_tiers", items="items", tiers=tiers), inputs=(spec,))


def _counted(about: str, name_vi: str) -> str:
    """Return what a count is called: as the component, unless the steps count something else."""
    return name_vi if speaks_of(name_vi, about) else f"Số {about}"


def _part(clause: Clause) -> Decimal | None:
    return as_decimal(clause.outcome.part) if isinstance(clause.outcome, Share) else None


def _opened(spans: Sequence[Span], *, is_percent: bool) -> list[Interval]:
    """Return the stretches, the highest one without an upper end where that is the whole."""
    intervals = [span.interval for span in spans]
    if not is_percent:
        return [_up_to_next(interval, intervals) for interval in intervals]
    top = max(range(len(spans)), key=lambda n: _height(intervals[n]))
    if intervals[top].le == _WHOLE:
        intervals[top] = replace(intervals[top], le=None)
    return intervals


def _up_to_next(interval: Interval, all_of_them: Sequence[Interval]) -> Interval:
    """Return a stretch of whole numbers that ends where the next one begins: 1 to 2, then 3."""
    following = None if interval.le is None else interval.le + 1
    if following is None or all(other.ge != following for other in all_of_them):
        return interval
    return replace(interval, le=None, lt=following)


def _height(interval: Interval) -> Decimal:
    ends = (interval.le, interval.lt, interval.ge, interval.gt)
    return max(end for end in ends if end is not None)


def read_proportion(wording: Wording) -> ReadRule | None:
    """Read points in proportion to a percentage: everywhere, from a floor on, or to a target."""
    clauses = _with_formula(wording.clauses)
    found = [clause for clause in clauses if isinstance(clause.outcome, Proportion)]
    if len(found) != 1 or any(clause.outcome is None for clause in clauses):
        return None
    proportion = found[0].outcome
    assert isinstance(proportion, Proportion)
    others = [clause for clause in clauses if clause is not found[0]]
    span = read_span(found[0].condition)
    if span is not None and not span.is_percent:
        return None
    rests = [s.rest for c in clauses if (s := read_span(c.condition)) is not None]
    measured = measure_of(wording, proportion.letters, rests)
    if measured is None:
        return None
    rule = _proportional(found[0], span, proportion.divisor, others, measured[0])
    if rule is None or (proportion.lacks_formula and not isinstance(rule, RatioWithFloor)):
        return None
    assumed = _NO_FORMULA if proportion.lacks_formula else ""
    return ReadRule(rule=rule, inputs=measured[1], assumed_vi=assumed)


def _with_formula(clauses: Sequence[Clause]) -> list[Clause]:
    """Put a formula that stands alone into the clause that says to use it."""
    alone = [c for c in clauses if isinstance(c.outcome, Proportion) and not c.condition]
    bare = [c for c in clauses if isinstance(c.outcome, Proportion) and c.condition]
    if len(alone) == 1 and len(bare) == 1 and alone[0] is not bare[0]:
        told = bare[0].outcome
        if isinstance(told, Proportion) and told.divisor is None:
            whole = replace(bare[0], outcome=alone[0].outcome)
            return [whole if c is bare[0] else c for c in clauses if c is not alone[0]]
    return list(clauses)


def _proportional(
    clause: Clause,
    span: Span | None,
    divisor: Decimal | None,
    others: Sequence[Clause],
    measure: Measure,
) -> RatioLinear | RatioWithFloor | RatioToTarget | None:
    """Return the rule that one clause in proportion and the others beside it make."""
    full, zero = _ends(others)
    if not others and not clause.condition:
        whole = RatioLinear(kind="ratio_linear", measure=measure)
        target = RatioToTarget(kind="ratio_to_target", measure=measure, target=divisor or _WHOLE)
        return whole if divisor in {None, _WHOLE} else target
    if len(others) != (full is not None) + (zero is not None):
        return None
    full_at = full if full is not None else _WHOLE
    if divisor not in {None, full_at} or (divisor is None and full_at != _WHOLE):
        return None
    low, high = _stretch(clause, span)
    if high not in {None, full_at} or low != zero or (full is None and zero is None):
        return None
    if zero is not None:
        return RatioWithFloor(
            kind="ratio_with_floor", measure=measure, full_at=full_at, zero_below=zero
        )
    return RatioToTarget(kind="ratio_to_target", measure=measure, target=full_at)


def _ends(others: Sequence[Clause]) -> tuple[Decimal | None, Decimal | None]:
    """Return from where on the maximum is given, and below what nothing is."""
    full = zero = None
    for clause in others:
        span = read_span(clause.condition)
        if span is None or not span.is_percent or not isinstance(clause.outcome, Share):
            continue
        interval = span.interval
        if clause.outcome.part == 1 and interval.ge is not None and _is_top(span):
            full = interval.ge
        elif clause.outcome.part == 0 and interval.lt is not None and interval.ge in {None, 0}:
            zero = interval.lt
    return full, zero


def _is_top(span: Span) -> bool:
    """Tell whether a stretch ends where percentages do."""
    interval = span.interval
    return (interval.le in {None, _WHOLE} or span.is_point) and interval.lt is None


def _stretch(clause: Clause, span: Span | None) -> tuple[Decimal | None, Decimal | None]:
    """Return where the proportion begins and ends; nothing for an end that is not named."""
    if span is None:
        is_rest = clause.condition.casefold() in _NOT_REACHED
        return (None, None) if is_rest else (Decimal(-1), None)
    interval = span.interval
    high = interval.lt if interval.lt is not None else interval.le
    return interval.ge if interval.gt is None else Decimal(-1), high
