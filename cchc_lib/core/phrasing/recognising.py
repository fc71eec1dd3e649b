"""Recognise the rule that some words mean, or say which of them were not understood."""

from collections.abc import Callable

from cchc_lib.core.phrasing.clauses import Wording, take_apart
from cchc_lib.core.phrasing.deadlines import read_deadline
from cchc_lib.core.phrasing.items import read_deduction, read_per_item
from cchc_lib.core.phrasing.levels import read_checklist, read_levels, read_yes_no
from cchc_lib.core.phrasing.reading import NOT_WORDS, ReadRule, RuleWords, UnreadRule
from cchc_lib.core.phrasing.surveys import is_about_survey, read_judgment, read_survey
from cchc_lib.core.phrasing.tiers import read_proportion, read_steps

__all__ = ["recognise"]

_SURVEY_READERS: tuple[Callable[[Wording], ReadRule | None], ...] = (read_survey,)
_READERS: tuple[Callable[[Wording], ReadRule | None], ...] = (
    read_deduction,
    read_per_item,
    read_deadline,
    read_steps,
    read_proportion,
    read_yes_no,
    read_levels,
    read_checklist,
    read_judgment,
)
_LONGEST = 2000
_TOO_LONG = "dài hơn mọi cách tính đọc được"
_EMPTY = "phụ lục không ghi cách tính"
_NO_SCALE = "điều tra xã hội học, chưa rõ thang điểm và công thức"
_NOT_WORDS = "có công thức, ký hiệu hoặc hình không phải là chữ"
_NO_MAXIMUM = "chưa có điểm tối đa"
_UNCLEAR = "không hiểu chắc chắn các từ này"
_TOGETHER = "từng mệnh đề đọc được nhưng chưa hợp thành một cách tính"


def recognise(words: RuleWords) -> ReadRule | UnreadRule:
    """Return the rule that an appendix means, or what of its words is left to a person.

    >>> from decimal import Decimal
    >>> text = "Có ban hành: 1 điểm; không ban hành: 0 điểm"
    >>> words = RuleWords(name_vi="Kế hoạch", text_vi=text, maxima=(Decimal(1),), year=2020)
    >>> recognise(words).rule.kind
    'yes_no'
    """
    is_survey = is_about_survey(words)
    if reason := _unreadable(words, is_survey=is_survey):
        return _unread(words.text_vi[:_LONGEST], reason, is_survey=is_survey)
    wording = take_apart(words)
    readers = _SURVEY_READERS if is_survey else (*_READERS, *_SURVEY_READERS)
    found = next((rule for read in readers if (rule := read(wording)) is not None), None)
    return _not_understood(wording, is_survey=is_survey) if found is None else found


def _unreadable(words: RuleWords, *, is_survey: bool) -> str:
    """Return why some words are not looked at; empty if they are."""
    length = len(words.text_vi) + sum(len(level.text_vi) for level in words.levels)
    if not words.maxima:
        return _NO_MAXIMUM
    texts = (words.name_vi, words.text_vi, *(level.text_vi for level in words.levels))
    if any(NOT_WORDS[0] in text for text in texts):
        return _NOT_WORDS
    if not words.text_vi.strip() and not words.levels:
        return _NO_SCALE if is_survey else _EMPTY
    return _TOO_LONG if length > _LONGEST else ""


def _not_understood(wording: Wording, *, is_survey: bool) -> UnreadRule:
    """Return the words that stopped the reading: those not understood, else all."""
    if is_survey:
        return _unread(wording.words.text_vi, _NO_SCALE, is_survey=True)
    dark = [clause.text for clause in wording.clauses if clause.outcome is None]
    if dark:
        return _unread("; ".join(dark), _UNCLEAR)
    return _unread(wording.text or wording.words.text_vi, _TOGETHER)


def _unread(words_vi: str, reason_vi: str, *, is_survey: bool = False) -> UnreadRule:
    return UnreadRule(words_vi=words_vi, reason_vi=reason_vi, is_survey=is_survey)
