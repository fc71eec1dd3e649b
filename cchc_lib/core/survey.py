"""Survey answers to component scores, with sample size and margin of error.

Every answer is worth a share of the maximum from 0 to 1. A respondent group's value is the
mean of its answers; the question's value is the weighted mean over the groups that gave at
least one valid answer. "Don't know" is left out of every mean.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm, prod
from typing import NamedTuple, assert_never

from cchc_lib.core.quantities import round_exact
from cchc_lib.core.rule_kinds import SurveyMap, SurveyMean, SurveyPercent, SurveyRuleKind
from cchc_lib.core.rulebook import SurveyConduct
from cchc_lib.core.submission import SurveyTally

__all__ = ["SurveyMeasure", "answer_shares", "measure_answers", "measure_percent"]

_MARGIN_PLACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyMeasure:
    """The measured share of the maximum, how many answers it rests on, and how sure it is.

    ``margin`` is half the confidence interval as a share, rounded for display only; ``None``
    where the answers behind a percentage are not known here.
    """

    share: Fraction
    sample_size: int
    margin: Decimal | None


def answer_shares(rule: SurveyRuleKind) -> dict[str, Fraction]:
    """Return what each valid answer is worth, as a share of the maximum.

    >>> rule = SurveyMean(
    ...     kind="survey_mean", lowest=1, highest=5, formula="mean_over_highest", is_reversed=True
    ... )
    >>> answer_shares(rule)["1"]
    Fraction(1, 1)
    """
    match rule:
        case SurveyMap():
            return {a: Fraction(percent) / 100 for a, percent in rule.percent_by_answer.items()}
        case SurveyMean():
            return {str(a): _scale_share(rule, a) for a in range(rule.lowest, rule.highest + 1)}
        case SurveyPercent():
            return {}
        case _:
            assert_never(rule)


def measure_answers(
    rule: SurveyRuleKind, tallies: Sequence[SurveyTally], conduct: SurveyConduct
) -> SurveyMeasure | None:
    """Measure one question of one unit; ``None`` when fewer answered than the edition asks.

    Tallies of one respondent group, such as those of several files, are counted together.
    """
    counts = _counts_by_group(tallies)
    sizes = {group: sum(own.values()) for group, own in counts.items()}
    sample_size = sum(sizes.values())
    if sample_size < max(conduct.minimum_answers, 1):
        return None
    scale, worths = _whole_worths(rule)
    weights = {group.code: group.weight for group in conduct.respondent_groups}
    groups = [
        _sum_up(weights[group], size, counts[group], worths)
        for group, size in sizes.items()
        if size
    ]
    return SurveyMeasure(
        share=_weighted_mean(groups, scale),
        sample_size=sample_size,
        margin=_margin(groups, scale, conduct.margin_z),
    )


def measure_percent(percent: Decimal, sample_size: int) -> SurveyMeasure:
    """Take over a percentage measured elsewhere; its margin is not known here.

    >>> measure_percent(Decimal("91.5"), 120).share
    Fraction(183, 200)
    """
    return SurveyMeasure(share=Fraction(percent) / 100, sample_size=sample_size, margin=None)


def _scale_share(rule: SurveyMean, answer: int) -> Fraction:
    value = rule.lowest + rule.highest - answer if rule.is_reversed else answer
    if rule.formula == "mean_over_highest":
        return Fraction(value, rule.highest)
    return Fraction(value - rule.lowest, rule.highest - rule.lowest)


class _GroupSums(NamedTuple):
    """One respondent group in whole numbers: its size, and its worths and their squares."""

    weight: Decimal
    size: int
    total: int
    squares: int


def _sum_up(
    weight: Decimal, size: int, counts: Mapping[str, int], worths: Mapping[str, int]
) -> _GroupSums:
    """Add up the worths of a group's answers."""
    total = squares = 0
    for answer, times in counts.items():
        worth = worths[answer]
        total += worth * times
        squares += worth * worth * times
    return _GroupSums(weight, size, total, squares)


def _counts_by_group(tallies: Sequence[SurveyTally]) -> dict[str, Mapping[str, int]]:
    counts: dict[str, Mapping[str, int]] = {}
    for tally in tallies:
        known = counts.get(tally.respondent_group)
        counts[tally.respondent_group] = (
            tally.counts if known is None else Counter(known) + Counter(tally.counts)
        )
    return counts


@lru_cache(maxsize=1024)
def _whole_worths(rule: SurveyRuleKind) -> tuple[int, dict[str, int]]:
    """Return a common denominator and each answer's worth over it, to count in integers."""
    shares = answer_shares(rule)
    scale = lcm(*(share.denominator for share in shares.values()))
    return scale, {answer: int(share * scale) for answer, share in shares.items()}


def _weighted_mean(groups: Sequence[_GroupSums], scale: int) -> Fraction:
    """Return the exact weighted mean of the groups' means."""
    sizes = prod(group.size for group in groups)
    numerator = sum(group.weight * group.total * (sizes // group.size) for group in groups)
    top, bottom = numerator.as_integer_ratio()
    whole_top, whole_bottom = sum(group.weight for group in groups).as_integer_ratio()
    return Fraction(top * whole_bottom, bottom * whole_top * scale * sizes)


def _margin(groups: Sequence[_GroupSums], scale: int, z: Decimal) -> Decimal:
    """Return half the confidence interval of the weighted mean, for display."""
    variance = sum(
        group.weight**2 * (group.size * group.squares - group.total**2) / group.size**3
        for group in groups
    )
    whole = sum(group.weight for group in groups) * scale
    return round_exact(z * Decimal(variance).sqrt() / whole, places=_MARGIN_PLACES, mode="half_up")
