"""The language in which pages are written.

Vietnamese is the text of the code itself, so that nothing is looked up for it. Any other
language is a catalogue from Vietnamese texts to its own; what the catalogue lacks stays as it is.
Which one is spoken holds for the process, not for one context: a notebook says it in its first
cell, and each of its cells may be executed in a context of its own.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Literal, TypeVar, get_args

from cchc_lib import vietnamese

__all__ = [
    "CONTEXT",
    "LANGUAGES",
    "NATIVE",
    "Language",
    "format_date",
    "format_decimal",
    "in_language",
    "language",
    "later",
    "retold",
    "speak",
    "speaking",
    "tr",
]

Language = Literal["vi", "en"]
NATIVE: Language = "vi"
LANGUAGES: tuple[Language, ...] = get_args(Language)
"""The languages of the pages of a run, the one that every run has first."""
CONTEXT = "\x04"
"""What stands between a context and its text, as in compiled catalogues of gettext."""
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A language, and its text for each Vietnamese one."""

    language: Language = NATIVE
    words: Mapping[str, str] = field(default_factory=dict)


_spoken = [_Spoken()]


def language() -> Language:
    """Return the code of the language that is spoken."""
    return _spoken[0].language


def tr(text: str, context: str = "") -> str:
    """Return a text in the language that is spoken; as it is where the catalogue lacks it.

    Values are filled in afterwards, by name; ``context`` tells apart what only Vietnamese calls
    the same.

    >>> with speaking("en", {"Hạng {place}": "Rank {place}"}):
    ...     tr("Hạng {place}").format(place=1), tr("Sở Nội vụ")
    ('Rank 1', 'Sở Nội vụ')
    """
    return _spoken[0].words.get(f"{context}{CONTEXT}{text}" if context else text, text)


def retold(text: str, *templates: str) -> str:
    """Return a text of the core, told in the spoken language; it may come of a template.

    >>> with speaking("en", {"Nộp ngày {day}": "Submitted on {day}"}):
    ...     retold("Nộp ngày 03/12/2018", "Nộp ngày {day}")
    'Submitted on 3 Dec 2018'
    """
    if language() == NATIVE:
        return text
    for template in templates:
        pattern = _PLACE.sub(r"(?P<\1>.+?)", re.escape(template))
        if found := re.fullmatch(pattern, text):
            parts = {name: _as_spoken(value) for name, value in found.groupdict().items()}
            return tr(template).format(**parts)
    return tr(text)


def _as_spoken(value: str) -> str:
    """Return a number or day written in Vietnamese as the spoken language writes it."""
    if _NUMBER.fullmatch(value):
        return value.translate(_POINT_FOR_COMMA)
    day = vietnamese.parse_date(value)
    return format_date(day) if day else value


def later(value: _Value) -> _Value:
    """Mark the texts in a constant as such for the catalogue; they are looked up when shown."""
    return value


def speak(code: Language, words: Mapping[str, str]) -> None:
    """Speak a language from here on; its words are those of :mod:`cchc_lib.running.speaking`."""
    _spoken[0] = _Spoken(code, words)


@contextmanager
def speaking(code: Language, words: Mapping[str, str]) -> Iterator[None]:
    """Speak a language for a while; whatever was spoken inside, it was the old one afterwards."""
    before = _spoken[0]
    speak(code, words)
    try:
        yield
    finally:
        _spoken[0] = before


def in_language(address: str, code: Language) -> str:
    """Return the address of a page in a language, from that of the Vietnamese one.

    >>> in_language("../index.html#ranking", "en"), in_language("index.html", "vi")
    ('../index.en.html#ranking', 'index.html')
    """
    if code == NATIVE:
        return address
    page, sharp, anchor = address.partition("#")
    suffix = PurePosixPath(page).suffix
    return f"{page.removesuffix(suffix)}.{code}{suffix}{sharp}{anchor}"


def format_decimal(value: Decimal, places: int | None = None) -> str:
    """Write a number as the spoken language does.

    ``places`` fixes the number of decimals; without it trailing zeros are dropped.

    >>> with speaking("en", {}):
    ...     format_decimal(Decimal("1234.50"), 2), format_decimal(Decimal("1.50"))
    ('1,234.50', '1.5')
    """
    text = vietnamese.format_decimal(value, places)
    return text if language() == NATIVE else text.translate(_POINT_FOR_COMMA)


def format_date(value: date) -> str:
    """Write a day as the spoken language does, never so that day and month can be confused.

    >>> with speaking("en", {}):
    ...     format_date(date(2018, 2, 1))
    '1 Feb 2018'
    """
    if language() == NATIVE:
        return vietnamese.format_date(value)
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


_PLACE = re.compile(r"\\\{(\w+)\\\}")
_NUMBER = re.compile(r"[0-9.]+(,[0-9]+)?")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_POINT_FOR_COMMA = str.maketrans(",.", ".,")
