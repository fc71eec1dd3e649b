"""What reading a rule ends in: the rule and its figures, or the words that were not understood."""

from dataclasses import dataclass
from decimal import Decimal

from cchc_lib.core.rule_kinds import Rule
from cchc_lib.core.rulebook import InputSpec

__all__ = ["NOT_WORDS", "ReadRule", "RuleWords", "StatedLevel", "UnreadRule"]

NOT_WORDS = "⟦{}⟧"
"""Stands for what an appendix shows and is no text, as an equation; such a rule is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedLevel:
    """A line below a component: what is reached, and the points per group beside it."""

    text_vi: str
    points: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWords:
    """What an appendix says of one component: its name, the words of its rule, its maxima.

    ``maxima`` are those of the groups it applies to; ``year`` is the first assessed year.
    """

    name_vi: str
    text_vi: str
    levels: tuple[StatedLevel, ...] = ()
    maxima: tuple[Decimal, ...]
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRule:
    """A rule as read; the codes of its figures are ours.

    ``assumed_vi`` says what the text leaves open and custom settles; empty if nothing.
    """

    rule: Rule
    inputs: tuple[InputSpec, ...] = ()
    assumed_vi: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadRule:
    """A rule that a person has to read: which of its words were not understood, and why."""

    words_vi: str
    reason_vi: str
    is_survey: bool = False
