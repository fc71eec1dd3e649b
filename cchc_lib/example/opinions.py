"""Survey answers about one unit: counts that make the true share known, and percentages."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.rule_kinds import Rule, SurveyMap, SurveyMean, SurveyPercent
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.submission import Unit
from cchc_lib.example.drafts import Opinion
from cchc_lib.example.draws import WHOLE, Draw

__all__ = ["answer_worth", "build_opinion"]

_MEAN, _MEAN_QUALITY, _PULL = 895, 850, 4
_QUESTION_SPREAD, _ANSWER_SPREAD = 40, 150
_FEWEST, _MOST = 5, 12
_DONT_KNOW = 30
_SAMPLE = (80, 240)


def build_opinion(
    edition: Edition, unit: Unit, component: Component, quality: int, draw: Draw
) -> Opinion:
    """Build the answers to one question; people see less difference than appraisers do."""
    mean = _MEAN + (quality - _MEAN_QUALITY) // _PULL
    target = draw.near(mean, _QUESTION_SPREAD)
    max_score = component.max_score[unit.group_code]
    if isinstance(component.rule, SurveyPercent):
        return Opinion(
            component=component,
            max_score=max_score,
            answers={},
            percent=Decimal(target) / 10,
            sample_size=draw.between(*_SAMPLE),
        )
    worth = answer_worth(component.rule)
    dont_know = edition.survey.dont_know[0].capitalize() if edition.survey.dont_know else ""
    answers = {
        group.code: tuple(_answers(worth, target, dont_know, draw))
        for group in edition.survey.respondent_groups
    }
    return Opinion(component=component, max_score=max_score, answers=answers)


def answer_worth(rule: Rule) -> Mapping[str, Fraction]:
    """Return the share of the maximum that each answer stands for.

    >>> five = {"kind": "survey_mean", "lowest": 1, "highest": 5, "formula": "mean_over_highest"}
    >>> answer_worth(SurveyMean(**five, is_reversed=True))["5"]
    Fraction(1, 5)
    """
    match rule:
        case SurveyMap():
            return {answer: Fraction(p) / 100 for answer, p in rule.percent_by_answer.items()}
        case SurveyMean():
            low, high = rule.lowest, rule.highest
            scale = range(low, high + 1)
            read = {a: low + high - a if rule.is_reversed else a for a in scale}
            base = low if rule.formula == "mean_above_lowest" else 0
            return {str(a): Fraction(value - base, high - base) for a, value in read.items()}
        case _:
            return {}


def _answers(
    worth: Mapping[str, Fraction], target: int, dont_know: str, draw: Draw
) -> Iterator[str]:
    ladder = sorted((int(value * WHOLE), answer) for answer, value in worth.items())
    rungs = [height for height, _ in ladder]
    for _ in range(draw.between(_FEWEST, _MOST)):
        is_unknown = dont_know and draw.hit(_DONT_KNOW)
        chosen = draw.rung(draw.near(target, _ANSWER_SPREAD), rungs)
        yield dont_know if is_unknown else ladder[chosen][1]
