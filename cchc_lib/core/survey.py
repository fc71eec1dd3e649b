"""Survey answers to component scores, with sample size and margin of error.

Every answer is worth a share of the maximum from 0 to 1. A respondent group's value is the
mean of its answers; the question's value is the weighted mean over the groups that gave at
least one valid answer. "Don't know" is left out of every mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from cchc_lib.core.quantities import round_exact
from cchc_lib.core.rule_kinds import SurveyMap, SurveyMean, SurveyPercent, SurveyRuleKind
from cchc_lib.core.rulebook import SurveyConduct
from cchc_lib.core.submission import SurveyTally

__all__ = ["SurveyMeasure", "answer_shares", "measure_answers", "measure_percent"]

_MARGIN_PLACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyMeasure:
    """The measured share of the maximum, how many answers it rests on, and how sure it is.

    ``margin`` is half the confidence interval as a share, rounded for display only.
    """

    share: Fraction
    sample_size: int
    margin: Decimal


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
    """Measure one question of one unit; ``None`` when fewer answered than the edition asks."""
    shares = answer_shares(rule)
    sizes = {tally.respondent_group: sum(tally.counts.values()) for tally in tallies}
    sample_size = sum(sizes.values())
    if sample_size < max(conduct.minimum_answers, 1):
        return None
    weights = {g.code: Fraction(g.weight) for g in conduct.respondent_groups if sizes.get(g.code)}
    whole = sum(weights.values())
    share = variance = Fraction(0)
    for tally in tallies:
        weight = weights.get(tally.respondent_group, Fraction(0)) / whole
        if weight:
            mean, spread = _mean_and_variance(tally.counts, shares)
            share += weight * mean
            variance += weight**2 * spread / sizes[tally.respondent_group]
    return SurveyMeasure(
        share=share, sample_size=sample_size, margin=_margin(variance, conduct.margin_z)
    )


def measure_percent(percent: Decimal, sample_size: int) -> SurveyMeasure:
    """Take over a percentage measured elsewhere; its margin is not known here.

    >>> measure_percent(Decimal("91.5"), 120).share
    Fraction(183, 200)
    """
    return SurveyMeasure(share=Fraction(percent) / 100, sample_size=sample_size, margin=Decimal(0))


def _scale_share(rule: SurveyMean, answer: int) -> Fraction:
    value = rule.lowest + rule.highest - answer if rule.is_reversed else answer
    if rule.formula == "mean_over_highest":
        return Fraction(value, rule.highest)
    return Fraction(value - rule.lowest, rule.highest - rule.lowest)


def _mean_and_variance(
    counts: Mapping[str, int], shares: Mapping[str, Fraction]
) -> tuple[Fraction, Fraction]:
    size = sum(counts.values())
    mean = sum((shares[a] * n for a, n in counts.items()), Fraction(0)) / size
    spread = sum((n * (shares[a] - mean) ** 2 for a, n in counts.items()), Fraction(0)) / size
    return mean, spread


def _margin(variance: Fraction, z: Decimal) -> Decimal:
    root = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
    return round_exact(z * root, places=_MARGIN_PLACES, mode="half_up")
