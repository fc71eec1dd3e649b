"""Vietnamese number and date formats, and the order of Vietnamese names.

Findings, forms and reports all speak Vietnamese, so this module lies below all of them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

__all__ = [
    "format_date",
    "format_decimal",
    "format_number",
    "format_rows",
    "hidden_characters",
    "normalise",
    "parse_date",
    "shorten",
    "show_hidden",
    "slug",
    "sort_key",
    "suggest",
]

_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_ORDER = {letter: index for index, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_NEAR = 0.6
_SUGGESTED = 8
_SHOWN_ROWS = 8
_LONGEST_SHOWN = 80
_UNSHOWN = {"Cf", "Cs"}
_FOREIGN = {"Co", "Cn"}
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
"""What is never shown though it counts as a letter or a mark: fillers, selectors of variants."""
_NUMBER_RUN = re.compile(r"(\d+)")


def format_decimal(value: Decimal, places: int | None = None) -> str:
    """Write a number with decimal comma and dots between thousands.

    ``places`` fixes the number of decimals; without it trailing zeros are dropped.

    >>> format_decimal(Decimal("1234.50"), 2), format_decimal(Decimal("1.50"))
    ('1.234,50', '1,5')
    """
    text = f"{value:,f}" if places is None else f"{value:,.{places}f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def format_number(value: object) -> str:
    """Write any declared figure as an officer would type it.

    >>> format_number(Decimal("0.75")), format_number(True), format_number(date(2018, 12, 3))
    ('0,75', 'Có', '03/12/2018')
    """
    match value:
        case bool():
            return "Có" if value else "Không"
        case Decimal():
            return format_decimal(value)
        case date():
            return format_date(value)
        case _:
            return str(value)


def format_date(value: date) -> str:
    """Write a date as day/month/year.

    >>> format_date(date(2018, 2, 1))
    '01/02/2018'
    """
    return value.strftime("%d/%m/%Y")


def parse_date(text: str) -> date | None:
    """Return the date that a text means, as written here or as computers write it.

    >>> parse_date("2018-12-31") == parse_date("31/12/2018") == date(2018, 12, 31)
    True
    >>> parse_date("31/02/2018")
    """
    if (parts := _DAY.fullmatch(text)) is not None:
        day, month, year = parts.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def normalise(text: str) -> str:
    """Return ``text`` composed (NFC), without hidden characters and needless blanks.

    >>> normalise(" Sở  Nội\u200b vu\u0323\u00a0")
    'Sở Nội vụ'
    """
    if not text.isprintable() or _IGNORABLE.search(text):
        text = "".join("" if _is_hidden(c) else _blank_if_foreign(c) for c in text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def hidden_characters(text: str) -> str:
    """Return the characters of a text that nobody sees, in order; blanks and breaks are seen.

    >>> hidden_characters("0,\u200b75\u00a0điểm") == "\u200b"
    True
    """
    if text.isprintable() and not _IGNORABLE.search(text):
        return ""
    return "".join(filter(_is_hidden, text))


def shorten(text: str) -> str:
    """Return a text as long as a finding can show it."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def format_rows(numbers: Sequence[int]) -> str:
    """Name the first rows of many, and how many more there are.

    >>> format_rows([3, 8]), format_rows(range(1, 13))
    ('dòng 3, 8', 'dòng 1, 2, 3, 4, 5, 6, 7, 8 và 4 dòng khác')
    """
    more = len(numbers) - _SHOWN_ROWS
    shown = ", ".join(map(str, numbers[:_SHOWN_ROWS]))
    return f"dòng {shown}" + (f" và {more} dòng khác" if more > 0 else "")


def show_hidden(text: str) -> str:
    """Return a text in which every character that nobody sees is named in its place.

    >>> show_hidden("a\u202eb.xlsx")
    'a‹U+202E›b.xlsx'
    """
    hidden = set(hidden_characters(text))
    return "".join(f"‹U+{ord(c):04X}›" if c in hidden else c for c in text) if hidden else text


def _is_hidden(character: str) -> bool:
    category = unicodedata.category(character)
    is_control = category == "Cc" and not character.isspace()
    return is_control or category in _UNSHOWN or _IGNORABLE.match(character) is not None


def _blank_if_foreign(character: str) -> str:
    return " " if unicodedata.category(character) in _FOREIGN else character


def slug(text: str) -> str:
    """Return a code for files and cells: plain lower-case letters, digits and hyphens.

    >>> slug("Sở Nội vụ"), slug("Huyện Đắk R'lấp")
    ('so-noi-vu', 'huyen-dak-rlap')
    """
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def suggest(word: str, known: Iterable[str], *, otherwise: str = "Kiểm tra lại mã.") -> str:
    """Return the question that helps with an unknown code: its children, else what is near.

    >>> suggest("4.3", ["4.3.1", "4.3.2", "8.4.3"])
    'Có phải: 4.3.1, 4.3.2?'
    >>> suggest("so-noi-vi", ["so-noi-vu", "so-y-te"])
    'Có phải: so-noi-vu?'
    """
    codes = list(known)
    matches = [code for code in codes if code.startswith(f"{word}.")]
    matches = matches or get_close_matches(word, codes, n=3, cutoff=_NEAR)
    return f"Có phải: {', '.join(matches[:_SUGGESTED])}?" if matches else otherwise


def sort_key(text: str) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """Return the key that puts names in Vietnamese order, numbers by value.

    Letters decide first (a ă â b c d đ …), tones second (ngang huyền hỏi ngã sắc nặng), as
    in the Common Locale Data Repository's rule for Vietnamese.

    >>> sorted(["Ăn", "An", "Đa", "Dã", "Da", "Xã 10", "Xã 2"], key=sort_key)
    ['An', 'Ăn', 'Da', 'Dã', 'Đa', 'Xã 2', 'Xã 10']
    """
    letters: list[tuple[int, ...]] = []
    tones: list[int] = []
    for run in _NUMBER_RUN.split(normalise(text).lower()):
        if run.isdecimal():
            letters.append((1, int(run)))
            continue
        for character in run:
            base, tone = _split_tone(character)
            order = _LETTER_ORDER.get(base)
            letters.append((0, ord(base)) if order is None else (2, order))
            tones.append(tone)
    return tuple(letters), tuple(tones)


def _split_tone(character: str) -> tuple[str, int]:
    """Return a letter without its tone mark, and the rank of the tone."""
    parts = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in parts if mark in _TONES), 0)
    base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    return base or character, tone
