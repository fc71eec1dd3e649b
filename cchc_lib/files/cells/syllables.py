"""Which words can be Vietnamese: how a syllable is built, whatever the place of its tone."""

import re
import unicodedata

__all__ = ["TONES", "is_syllable", "split_tone"]

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""The marks of the tones huyền, hỏi, ngã, sắc, nặng."""
_STOP_TONES = {"\u0301", "\u0323"}
_STOPS = ("c", "ch", "p", "t")
_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh ph qu r s t th tr v x"
_RHYMES = (
    "a ai ao au ay ac ach am an ang anh ap at ăc ăm ăn ăng ăp ăt âu ây âc âm ân âng âp ât "
    "e eo ec em en eng ep et ê êu êch êm ên ênh êp êt "
    "i ia iu ich im in inh ip it iêu iêc iêm iên iêng iêp iêt "
    "o oi oc om on ong op ot oong ooc oa oai oao oay oac oach oam oan oang oanh oap oat "
    "oăc oăm oăn oăng oăt oe oeo oen oet ô ôi ôc ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua ui uc um un ung up ut uân uâng uât uây uê uêch uênh uơ uôi uôc uôm uôn uông uôt "
    "uy uya uych uynh uyt uyp uyu uyên uyêt ư ưa ưi ưu ưc ưng ưt ươi ươu ươc ươm ươn ương ươp ươt "
    "y yêu yêm yên yêng yêt ynh ych yt"
)
_OF_PLACES = ("đr j kr", "ăk")
"""Onsets and a rhyme that only place names of the Central Highlands have."""
_KNOWN_ONSETS = {"", *_ONSETS.split(), *_OF_PLACES[0].split()}
_KNOWN_RHYMES = {*_RHYMES.split(), *_OF_PLACES[1].split()}


_MISPLACED = re.compile(r"[aâeêiơư][ùúủũụ]|[ae][òóỏõọ]|[aâ][ỳýỷỹỵ]|[aoôơư][ìíỉĩị]")
"""A tone on the sound that a syllable glides into; elsewhere two places are in use."""


def split_tone(word: str) -> tuple[str, str]:
    """Return the letters of a word without its tones, and the tones.

    >>> split_tone("hòa") == split_tone("hoà") == ("hoa", "\u0300")
    True
    """
    marks = unicodedata.normalize("NFD", word)
    letters = "".join(mark for mark in marks if mark not in TONES)
    return unicodedata.normalize("NFC", letters), "".join(m for m in marks if m in TONES)


def is_syllable(word: str) -> bool:
    """Tell whether a word can be a Vietnamese syllable.

    >>> [is_syllable(word) for word in ("Nghiệm", "mứt", "møt", "tot", "mutt")]
    [True, True, False, False, False]
    """
    lower = word.lower()
    letters, tones = split_tone(lower)
    is_stopped = letters.endswith(_STOPS)
    if len(tones) > 1 or (is_stopped and tones not in _STOP_TONES) or _MISPLACED.search(lower):
        return False
    return any(
        letters[:size] in _KNOWN_ONSETS and letters[size:] in _KNOWN_RHYMES
        for size in range(len("ngh") + 1)
    )
