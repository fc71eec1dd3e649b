"""The fields of a manifest that somebody may have written otherwise: checked one by one."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from cchc_lib.core.audit.checking.verification import Difference
from cchc_lib.core.places import is_sha256
from cchc_lib.running.inside import ABSENT, is_inner_name
from cchc_lib.vietnamese import show_hidden

__all__ = [
    "WrongField",
    "differences_of_fields",
    "field_at",
    "hashes_at",
    "is_output_name",
    "is_plain_part",
    "list_at",
    "matching_at",
    "part_at",
]

_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
_SHOWN = 120
Value = TypeVar("Value")


class WrongField(Exception):
    """A field of a manifest that is missing, of another type, or not of the shape we write."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def is_plain_part(text: str) -> bool:
    """Tell whether a text can be the name of one file or folder, and of nothing else.

    >>> is_plain_part("mau-2018"), is_plain_part(".."), is_plain_part("a/b")
    (True, False, False)
    """
    return _PART.fullmatch(text) is not None


def is_output_name(name: str) -> bool:
    """Tell whether a text can be the name of a file that a run holds."""
    return is_inner_name(name) and "\\" not in name


def field_at(raw: object, field: str, kind: type[Value]) -> Value:
    """Return a field, given by its keys with dots between them, if it is exactly of a type."""
    value = raw
    for key in field.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    if type(value) is not kind:
        raise WrongField(field)
    return value


def matching_at(raw: object, field: str, pattern: str) -> str:
    """Return a field that is a text of a form."""
    value = field_at(raw, field, str)
    if re.fullmatch(pattern, value) is None:
        raise WrongField(field)
    return value


def part_at(raw: object, field: str) -> str:
    """Return a field that names one file or folder."""
    value = field_at(raw, field, str)
    if not is_plain_part(value):
        raise WrongField(field)
    return value


def list_at(raw: object, field: str) -> tuple[str, ...]:
    """Return a field that is a list of texts."""
    values = field_at(raw, field, list)
    if not all(isinstance(value, str) for value in values):
        raise WrongField(field)
    return tuple(values)


def hashes_at(raw: object, field: str, is_fit: Callable[[str], bool]) -> dict[str, str]:
    """Return a field that holds one SHA-256 per name, if every name is fit."""
    values = field_at(raw, field, dict)
    for name, value in values.items():
        if not isinstance(value, str) or not is_sha256(value) or not is_fit(name):
            raise WrongField(f"{field}.{_shown(name)}")
    return values


def differences_of_fields(
    file: str, found: Mapping[str, object], expected: Mapping[str, object], within: str = ""
) -> Iterator[Difference]:
    """Yield every expected field that differs, by its name."""
    for name, value in expected.items():
        field, other = f"{within}{name}", found.get(name)
        if isinstance(value, Mapping) and isinstance(other, Mapping):
            keys = dict.fromkeys((*value, *other))
            whole = {key: value.get(key) for key in keys}
            yield from differences_of_fields(file, other, whole, f"{field}.")
        elif _text(other) != _text(value):
            yield Difference(
                file=file,
                where=_shown(field),
                found=_shown(_text(other)),
                expected=_shown(_text(value)),
                is_value=True,
            )


def _text(value: object) -> str:
    """Return a value as people read it; texts of different types are never the same."""
    if value is None:
        return ABSENT
    if isinstance(value, bool):
        return "đúng" if value else "sai"
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    return value if isinstance(value, str) else repr(value)


def _shown(text: str) -> str:
    shown = show_hidden(text)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
