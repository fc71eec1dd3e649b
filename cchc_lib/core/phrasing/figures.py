"""The figures that a rule needs, with codes of ours and labels from the text."""

from collections.abc import Sequence

from cchc_lib.core.phrasing.clauses import Wording
from cchc_lib.core.rule_kinds import DirectPercent, Measure, Quotient, WhenNone
from cchc_lib.core.rulebook import InputKind, InputSpec

__all__ = ["count_figure", "figure", "measure_of", "speaks_of"]

_OF_ANYTHING = frozenset(
    word
    for words in ("kế hoạch", "chỉ tiêu", "nhiệm vụ", "nội dung", "yêu cầu", "thực hiện", "tỷ lệ")
    for word in (*words.split(), "tỉ", "số", "các", "năm", "đạt", "theo", "được", "giao")
)
"""Words that say nothing about which figure is meant."""
_MONEY = ("đồng", "kinh phí", "số tiền", "vốn")


def figure(code: str, label_vi: str, kind: InputKind) -> InputSpec:
    """Return a figure; its label begins with a capital."""
    return InputSpec(code=code, label_vi=label_vi[:1].upper() + label_vi[1:], kind=kind)


def count_figure(code: str, label_vi: str) -> InputSpec:
    """Return a figure that is counted, or an amount where the label speaks of money."""
    is_money = any(word in label_vi.casefold() for word in _MONEY)
    return figure(code, label_vi, "amount" if is_money else "count")


def speaks_of(name_vi: str, about: str) -> bool:
    """Tell whether a name speaks of what some words beside a number are about.

    >>> speaks_of("Tỷ lệ hồ sơ giải quyết đúng hạn", "hồ sơ đúng hạn")
    True
    >>> speaks_of("Tỷ lệ hồ sơ giải quyết đúng hạn", "hồ sơ trễ hạn")
    False
    """
    return set(about.casefold().split()) <= set(name_vi.casefold().split()) | _OF_ANYTHING


def measure_of(
    wording: Wording, letters: tuple[str, str] | None, rests: Sequence[str] = ()
) -> tuple[Measure, tuple[InputSpec, ...]] | None:
    """Return the percentage of a rule and its figures.

    Numerator and denominator come from the text; where it names none, the percentage itself is
    declared. Nothing where the letters of a formula are not explained, where ``rests``, the words
    beside the percentages, speak of different things, or where nothing occurred counts for a
    percentage without a denominator.
    """
    named = _named_figures(wording, letters)
    about = max(rests, key=len, default="")
    if named is None or any(rest not in about for rest in rests):
        return None
    if not speaks_of(" ".join((wording.words.name_vi, wording.label, *named)), about):
        return None
    if len(named) == 2:  # noqa: PLR2004 - numerator and denominator
        specs = (count_figure("achieved", named[0]), count_figure("planned", named[1]))
        when_none: WhenNone = "award_max" if wording.awards_none else "refuse"
        quotient = Quotient(achieved="achieved", planned="planned", when_none=when_none)
        return quotient, specs
    if wording.awards_none:
        return None
    label = named[0] if named else wording.label or wording.words.name_vi
    return DirectPercent(percent="percent"), (figure("percent", label, "percent"),)


def _named_figures(wording: Wording, letters: tuple[str, str] | None) -> tuple[str, ...] | None:
    """Return the labels of two figures, of one, or none; nothing if a letter means nothing."""
    if letters is not None:
        if not set(letters) <= wording.letters.keys() or letters[0] == letters[1]:
            return None
        return wording.letters[letters[0]], wording.letters[letters[1]]
    return None if wording.letters else wording.ratio
