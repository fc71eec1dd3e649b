"""Words chosen from a list, and the slips in which only one of them can be meant."""

import unicodedata
from collections.abc import Callable, Collection

from cchc_lib.files.cells.syllables import split_tone
from cchc_lib.vietnamese import normalise

__all__ = ["is_word", "match_word"]

_AROUND_WORDS = frozenset(" .,;:-–—_()[]\"'“”‘’")


def match_word(text: str, known: Collection[str]) -> str | None:
    """Return the one known word that a normalised text means, else ``None``.

    Spacing, punctuation and the place of a tone may differ; marks may be missing if all are.

    >>> known = ("Có", "Không", "Vi phạm nhẹ")
    >>> [match_word(text, known) for text in ("có.", "KHONG", "viphạm nhẹ", "Cò", "Có?")]
    ['Có', 'Không', 'Vi phạm nhẹ', None, None]
    """
    exact = [word for word in known if is_word(text, word)]
    if exact:
        return exact[0]
    keys: list[Callable[[str], str]] = [_letters, _toned_letters]
    if _bare(text) == _letters(text):
        keys.append(_bare)
    for key in keys:
        found = [word for word in known if key(word) == key(text)]
        if len(found) == 1:
            return found[0]
    return None


def is_word(text: str, word: str) -> bool:
    """Tell whether a normalised text is a word, whatever the case of its letters."""
    return text.casefold() == normalise(word).casefold()


def _letters(text: str) -> str:
    kept = "".join(c for c in normalise(text) if c not in _AROUND_WORDS)
    return unicodedata.normalize("NFC", kept).casefold()


def _toned_letters(text: str) -> str:
    """Return the letters with the tones of each word behind it, so that hoà is hòa."""
    return _letters(" ".join("".join(split_tone(word)) for word in text.split()))


def _bare(text: str) -> str:
    """Return the letters without any mark."""
    marks = unicodedata.normalize("NFD", _letters(text).replace("đ", "d"))
    return "".join(mark for mark in marks if not unicodedata.combining(mark))
