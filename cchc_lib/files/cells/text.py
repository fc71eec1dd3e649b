"""Text as it was typed into a cell: cleaned, converted from old encodings, and what that took."""

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from cchc_lib.files.cells.old_encodings import OldEncoding, convert
from cchc_lib.vietnamese import hidden_characters, normalise

__all__ = ["TypedText", "name_hidden", "read_typed"]

_NAMES = {
    "\u00ad": "gạch nối mềm",
    "\u061c": "dấu chiều chữ",
    "\u200b": "khoảng trắng độ rộng bằng không",
    "\u200c": "dấu ngắt nối độ rộng bằng không",
    "\u200d": "dấu nối độ rộng bằng không",
    "\u200e": "dấu chiều trái sang phải",
    "\u200f": "dấu chiều phải sang trái",
    "\u2060": "dấu ghép từ",
    "\ufeff": "dấu thứ tự byte",
}
_RANGES = (
    ("\u202a", "\u202e", "dấu đổi chiều chữ"),
    ("\u2066", "\u2069", "dấu đổi chiều chữ"),
    ("\ud800", "\udfff", "nửa ký tự hỏng"),
    ("\U000e0000", "\U000e007f", "ký tự thẻ"),
)
_SHOWN_KINDS = 3
_REMEMBERED = 2**12
"""So many texts are cleaned once: files of a year show the same names again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedText:
    """What a text means and how it was typed.

    ``raw`` differs from ``text`` only where an old encoding was converted; ``hidden`` are the
    characters that nobody sees, taken out of both.
    """

    text: str
    raw: str
    hidden: str = ""
    encoding: OldEncoding | None = None

    @property
    def is_as_stored(self) -> bool:
        """Tell whether nothing was converted or taken out."""
        return not self.hidden and self.encoding is None


@lru_cache(_REMEMBERED)
def read_typed(stored: str, font: str = "") -> TypedText:
    """Return a stored text as it is meant.

    >>> read_typed("5\u200b ®iÓm", ".VnTime").text
    '5 điểm'
    """
    composed = unicodedata.normalize("NFC", stored)
    conversion = convert(composed, font)
    if conversion is None:
        text = normalise(stored)
        return TypedText(text=text, raw=text, hidden=hidden_characters(stored))
    hidden = hidden_characters(conversion.text)
    raw = composed.translate(dict.fromkeys(map(ord, hidden)))
    return TypedText(
        text=normalise(conversion.text),
        raw=" ".join(raw.split()),
        hidden=hidden,
        encoding=conversion.encoding,
    )


def name_hidden(hidden: str) -> str:
    """Return the names of hidden characters, with how often each stands there.

    >>> name_hidden("\u200b\u200b\ufeff")
    'khoảng trắng độ rộng bằng không (U+200B) × 2; dấu thứ tự byte (U+FEFF)'
    """
    counts = Counter(hidden)
    shown = [
        f"{_name(character)} (U+{ord(character):04X})" + (f" × {count}" if count > 1 else "")
        for character, count in sorted(counts.items())[:_SHOWN_KINDS]
    ]
    if len(counts) > _SHOWN_KINDS:
        shown.append(f"và {len(counts) - _SHOWN_KINDS} loại khác")
    return "; ".join(shown)


def _name(character: str) -> str:
    if character in _NAMES:
        return _NAMES[character]
    in_range = (name for first, last, name in _RANGES if first <= character <= last)
    is_control = unicodedata.category(character) == "Cc"
    return next(in_range, "ký tự điều khiển" if is_control else "ký tự không nhìn thấy")
