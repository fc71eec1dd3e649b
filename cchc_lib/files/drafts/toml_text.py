"""Write the tables of a rule file as TOML, laid out as a person would write them."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cchc_lib.core.quantities import exact_text

__all__ = ["Tables", "toml_text"]

Tables = Mapping[str, Any]
"""The content of a rule file, or a part of it, as TOML has it; decimals are exact."""

_SECTIONS = {
    "adjustment",
    "documents",
    "emulation",
    "grading",
    "not_applicable",
    "procedure",
    "publishing",
    "ranking",
    "rounding",
    "rule",
    "survey",
    "unread",
}
"""Tables that have a header of their own; all others stand on one line."""
_SECTION_LISTS = {
    "adjustment.items",
    "adjustment.late",
    "criteria",
    "criteria.components",
    "emulation.commendations",
    "grading.caps",
    "groups",
}
"""Lists whose entries have a header each."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SHORT = 3
"""So many plain values stand on one line."""


def toml_text(tables: Tables, path: str = "") -> str:
    """Return the TOML text of some tables; ``path`` is where in a file they stand.

    >>> print(toml_text({"code": "1", "rounding": {"places": Decimal("0.50")}}), end="")
    code = "1"
    <BLANKLINE>
    [rounding]
    places = 0.50
    """
    return "".join(_lines(tables, path))


def _lines(tables: Tables, path: str) -> Iterator[str]:
    later = []
    for key, value in tables.items():
        place = f"{path}.{_key(key)}".lstrip(".")
        if _has_header(value, key, place):
            later.append((place, value))
        else:
            yield f"{_key(key)} = {_value(value)}\n"
    for place, value in later:
        is_list = isinstance(value, Sequence)
        for entry in value if is_list else [value]:
            yield f"\n[[{place}]]\n" if is_list else f"\n[{place}]\n"
            yield from _lines(entry, place)


def _has_header(value: object, key: str, place: str) -> bool:
    if isinstance(value, Mapping):
        return key in _SECTIONS
    return place in _SECTION_LISTS and bool(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: object) -> str:  # noqa: PLR0911 - one branch per type of TOML
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case Fraction():
            return _text(exact_text(value))
        case str():
            return _text(value)
        case Mapping():
            inner = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case Sequence():
            return _list([_value(one) for one in value], is_long=any(map(_is_table, value)))
        case _:
            raise TypeError(type(value).__name__)


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping)


def _list(written: Sequence[str], *, is_long: bool) -> str:
    if is_long or len(written) > _SHORT:
        return "[\n" + "".join(f"    {one},\n" for one in written) + "]"
    return f"[{', '.join(written)}]"


def _text(text: str) -> str:
    """Quote a text; TOML and JSON escape alike, but for the one control character JSON leaves."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
