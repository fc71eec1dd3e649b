"""Text typed before Unicode: TCVN3 (fonts .VnTime and the like) and VNI, told and converted.

Both write Vietnamese with the characters of Western Europe, so a workbook holds other letters
than people saw. The font of a cell says it; without such a font only words that cannot be
anything else do.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from string import ascii_letters
from typing import Literal

from cchc_lib.files.cells.syllables import TONES, is_syllable

__all__ = ["Conversion", "OldEncoding", "convert", "spellings"]

OldEncoding = Literal["TCVN3", "VNI"]

_TCVN3_CODES: Mapping[str, str] = {
    "a": "61 B5 B6 B7 B8 B9", "ă": "A8 BB BC BD BE C6", "â": "A9 C7 C8 C9 CA CB",
    "e": "65 CC CE CF D0 D1", "ê": "AA D2 D3 D4 D5 D6", "i": "69 D7 D8 DC DD DE",
    "o": "6F DF E1 E2 E3 E4", "ô": "AB E5 E6 E7 E8 E9", "ơ": "AC EA EB EC ED EE",
    "u": "75 EF F1 F2 F3 F4", "ư": "AD F5 F6 F7 F8 F9", "y": "79 FA FB FC FD FE", "đ": "AE",
}  # fmt: skip
"""The codes of each letter: level, then with the tones in the order of :data:`TONES`."""
_TCVN3_CAPITALS = ("ĂÂÊÔƠƯĐ", "A1 A2 A3 A4 A5 A6 A7")
_VNI: Mapping[str, str] = {
    "a": "a aø aû aõ aù aï", "ă": "aê aè aú aü aé aë", "â": "aâ aà aå aã aá aä",
    "e": "e eø eû eõ eù eï", "ê": "eâ eà eå eã eá eä", "i": "i ì æ ó í ò",
    "o": "o oø oû oõ où oï", "ô": "oâ oà oå oã oá oä", "ơ": "ô ôø ôû ôõ ôù ôï",
    "u": "u uø uû uõ uù uï", "ư": "ö öø öû öõ öù öï", "y": "y yø yû yõ yù î", "đ": "ñ",
}  # fmt: skip
"""The letters that stand for each letter, in the same order."""
_STRANGE: Mapping[OldEncoding, str] = {
    "TCVN3": r"[\xa8-\xae\xb5-\xb9\xbb-\xbe\xd7\xf7\xdf\xe5\xe6\xf0\xf8\xfe]|[a-z][\xc0-\xde]",
    "VNI": r"[aeo][âáàåãä]|a[êéèúüë]|[ôö][øûõùï]|[aeouy][øûõ]|[aeuy]ù",
}
"""What no word of a Western European language holds, as good as never."""
_LIKELY: Mapping[OldEncoding, str] = {"TCVN3": "ãèéõù", "VNI": "ò"}
"""Which letters are likelier in the encoding than in Unicode, in words possible in both."""
_WESTERN = re.compile(r"[\xa1-\xff]")
_OTHER_LETTER = re.compile(r"[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")
_CAPITALS = "H"
_NEEDED_WORDS = 2
_SLIPS_IN = 10
"""One word in so many may be a slip in text that is told without its font."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """Text in an old encoding as it is meant."""

    text: str
    encoding: OldEncoding


def convert(text: str, font: str = "") -> Conversion | None:
    """Return composed text as meant if it was typed in an old encoding, else ``None``.

    >>> convert("hép møt tÕt").text, convert("Hoäi ñoàng", "VNI-Times").text
    ('hộp mứt tết', 'Hội đồng')
    >>> convert("Huyện Đắk R'lấp", ".VnTime"), convert("été à Noël")
    (None, None)
    """
    if _WESTERN.search(text) is None or _OTHER_LETTER.search(text) is not None:
        return None
    named = _encoding_of(font)
    if named is not None:
        if not _Words(text, _codec(named)).may_be_old:
            return None
        plain = _codec(named).decode(text)
        is_capitals = named == "TCVN3" and font.strip().endswith(_CAPITALS)
        return Conversion(text=plain.upper() if is_capitals else plain, encoding=named)
    told = [codec for codec in _codecs() if _Words(text, codec).must_be_old]
    if len(told) != 1:
        return None
    return Conversion(text=told[0].decode(text), encoding=told[0].encoding)


def spellings(encoding: OldEncoding) -> dict[str, str]:
    """Return how an encoding spells each letter that is not plain ASCII."""
    if encoding == "VNI":
        lower = dict(_letters({letter: row.split() for letter, row in _VNI.items()}))
        return lower | {letter.upper(): spelled.upper() for letter, spelled in lower.items()}
    rows = {letter: list(_from_codes(row)) for letter, row in _TCVN3_CODES.items()}
    capitals, codes = _TCVN3_CAPITALS
    return dict(_letters(rows)) | dict(zip(capitals, _from_codes(codes), strict=True))


def _letters(rows: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for letter, spelled in rows.items():
        for tone, old in zip(("", *TONES), spelled, strict=False):
            toned = unicodedata.normalize("NFC", letter + tone)
            if not old.isascii():
                yield toned, old


def _from_codes(codes: str) -> str:
    return bytes.fromhex(codes).decode("latin-1")


def _encoding_of(font: str) -> OldEncoding | None:
    name = font.strip().casefold()
    if name.startswith(".vn"):
        return "TCVN3"
    return "VNI" if name.startswith(("vni-", "vni ")) else None


@dataclass(frozen=True, slots=True)
class _Codec:
    """One encoding, ready to be applied to text."""

    encoding: OldEncoding
    meant: Mapping[str, str]
    spelled: re.Pattern[str]
    word: re.Pattern[str]
    strange: re.Pattern[str]

    def decode(self, text: str) -> str:
        """Return text as it is meant."""
        return self.spelled.sub(lambda match: self.meant[match[0]], text)

    def has_foreign(self, text: str) -> bool:
        """Tell whether text holds a letter that the encoding has no use for."""
        rest = self.spelled.sub("", text)
        return any(letter.isalpha() and not letter.isascii() for letter in rest)


@cache
def _codec(encoding: OldEncoding) -> _Codec:
    meant = {old: letter for letter, old in spellings(encoding).items()}
    if encoding == "VNI":
        meant |= {old.capitalize(): meant[old].upper() for old in meant if old.islower()}
    longest_first = sorted(meant, key=len, reverse=True)
    used = re.escape("".join(sorted({*ascii_letters, *"".join(meant)})))
    return _Codec(
        encoding=encoding,
        meant=meant,
        spelled=re.compile("|".join(map(re.escape, longest_first))),
        word=re.compile(f"[{used}]+"),
        strange=re.compile(_STRANGE[encoding], re.IGNORECASE if encoding == "VNI" else 0),
    )


def _codecs() -> tuple[_Codec, _Codec]:
    return _codec("TCVN3"), _codec("VNI")


@dataclass(slots=True)
class _Words:
    """What the words of a text speak for, if it is read in an encoding."""

    text: str
    codec: _Codec
    good: int = 0
    bad: int = 0
    plain: int = 0
    foreign: int = 0
    strange: set[str] = field(default_factory=set)
    is_odd: bool = False
    likely: int = 0
    unlikely: int = 0

    def __post_init__(self) -> None:
        for match in self.codec.word.finditer(self.text):
            if match[0].isascii():
                self._count_plain(match[0])
            else:
                self._count_marked(match)

    @property
    def may_be_old(self) -> bool:
        """Tell whether text in a font of the encoding is in the encoding, not in Unicode."""
        is_likely = self.is_odd or self.likely > self.unlikely
        return is_likely and self.good > self.bad and not self.codec.has_foreign(self.text)

    @property
    def must_be_old(self) -> bool:
        """Tell whether text in whatever font is in the encoding and cannot be anything else."""
        return (
            len(self.strange) >= _NEEDED_WORDS
            and self.bad * _SLIPS_IN <= self.good
            and self.foreign <= self.plain
            and not self.codec.has_foreign(self.text)
        )

    def _count_plain(self, word: str) -> None:
        if len(word) > 1 and not word.isupper():
            self.plain += is_syllable(word)
            self.foreign += not is_syllable(word)

    def _count_marked(self, match: re.Match[str]) -> None:
        word, meant = match[0], self.codec.decode(match[0])
        around = self.text[max(0, match.start() - 1) : match.end() + 1]
        is_good = is_syllable(meant) and not any(map(str.isdecimal, around))
        self.good += is_good or meant.isupper()
        self.bad += not (is_good or meant.isupper())
        if not is_syllable(word):
            self.is_odd = True
            if is_good and self.codec.strange.search(word):
                self.strange.add(word.casefold())
        for letter in word:
            is_likely = letter in _LIKELY[self.codec.encoding]
            self.likely += is_likely
            self.unlikely += not (is_likely or letter.isascii())
