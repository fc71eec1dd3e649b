"""The numbers that Word writes before paragraphs and that stand in no text."""

import re
from collections.abc import Callable
from copy import copy
from typing import Any

from docx.oxml.ns import qn

__all__ = ["WordNumbering"]

_PLACE = re.compile(r"%(\d)")
_LEVELS = 9
_ROMAN = {
    100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I",
}  # fmt: skip
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN.items():
        times, number = divmod(number, value)
        text += sign * times
    return text


def _letter(number: int) -> str:
    return _LETTERS[(number - 1) % len(_LETTERS)]


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
}


class _Level:
    """One level of a list: how it counts, and from where."""

    def __init__(self, element: Any) -> None:  # noqa: ANN401 - lxml has no types
        self.form = _of(element, "w:numFmt") or "decimal"
        self.text = _of(element, "w:lvlText")
        self.start = int(_of(element, "w:start") or "1")


class _List:
    """A list: it counts on with those of the same form, but for the levels it begins anew."""

    def __init__(self, element: Any, levels: dict[int, _Level]) -> None:  # noqa: ANN401 - lxml has no types
        self.abstract = _of(element, "w:abstractNumId")
        self.levels = dict(levels)
        self.restarts: set[int] = set()
        for override in element.iterchildren(qn("w:lvlOverride")):
            level = int(override.get(qn("w:ilvl"), "0"))
            if (own := override.find(qn("w:lvl"))) is not None:
                self.levels[level] = _Level(own)
            if (start := _of(override, "w:startOverride")) and level in self.levels:
                self.levels[level] = copy(self.levels[level])
                self.levels[level].start = int(start)
                self.restarts.add(level)


class WordNumbering:
    """The lists of a document, and how far each has counted.

    Parameters
    ----------
    root
        The root of the part that defines the lists; nothing where there is none.
    styles
        The root of the part of styles, which may number paragraphs too.
    """

    def __init__(self, root: Any, styles: Any) -> None:  # noqa: ANN401 - lxml has no types
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._styles: dict[str, Any] = {}
        for abstract in () if root is None else root.iterchildren(qn("w:abstractNum")):
            levels = abstract.iterchildren(qn("w:lvl"))
            own = {int(level.get(qn("w:ilvl"), "0")): _Level(level) for level in levels}
            self._abstract[abstract.get(qn("w:abstractNumId"), "")] = own
        for number in () if root is None else root.iterchildren(qn("w:num")):
            own = self._abstract.get(_of(number, "w:abstractNumId"), {})
            self._lists[number.get(qn("w:numId"), "")] = _List(number, own)
        for style in () if styles is None else styles.iterchildren(qn("w:style")):
            self._styles[style.get(qn("w:styleId"), "")] = style.find(
                f"{qn('w:pPr')}/{qn('w:numPr')}"
            )

    def number(self, paragraph: Any) -> str:  # noqa: ANN401 - lxml has no types
        """Return what stands before a paragraph, and count it; empty where nothing does."""
        properties = paragraph.find(qn("w:pPr"))
        own = None if properties is None else properties.find(qn("w:numPr"))
        if own is None and properties is not None:
            own = self._styles.get(_of(properties, "w:pStyle"))
        if own is None:
            return ""
        level = int(_of(own, "w:ilvl") or "0")
        found = self._lists.get(_of(own, "w:numId"))
        return "" if found is None or level not in found.levels else self._counted(found, level)

    def _counted(self, own_list: "_List", level: int) -> str:
        levels = own_list.levels
        counters = self._counters.setdefault(own_list.abstract, [None] * _LEVELS)
        before = None if level in own_list.restarts else counters[level]
        own_list.restarts.discard(level)
        counters[level] = levels[level].start if before is None else before + 1
        counters[level + 1 :] = [None] * (_LEVELS - level - 1)

        def shown(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            own = levels.get(at)
            if own is None or own.form not in _FORMS:
                return ""
            counter = counters[at]
            return _FORMS[own.form](own.start if counter is None else counter)

        if levels[level].form == "bullet":
            return "-"
        return _PLACE.sub(shown, levels[level].text)


def _of(element: Any, name: str) -> str:  # noqa: ANN401 - lxml has no types
    """Return the value of a property of an element; empty where it has none."""
    found = element.find(qn(name))
    return "" if found is None else str(found.get(qn("w:val"), ""))
