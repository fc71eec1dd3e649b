"""From the tables of a rule file to the records of an edition, with strict types.

The records of a computed year go through :mod:`cchc_lib.files.json_records`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn

from cchc_lib.core.rule_kinds import (
    DirectPercent,
    Due,
    DueDate,
    DueInput,
    Measure,
    Quotient,
    Rule,
)
from cchc_lib.core.rulebook import LegalReference

__all__ = [
    "RULE_CLASSES",
    "UNREAD",
    "BadValue",
    "UnknownDocument",
    "UnreadRule",
    "make_rule_converter",
]

RULE_CLASSES = {get_args(cls.__annotations__["kind"])[0]: cls for cls in get_args(Rule)}
UNREAD = "unread"
"""The ``kind`` that marks the place of a rule nobody has encoded yet; no edition may have it."""


class BadValue(ValueError):
    """A value in a rule file that is not what belongs there; ``expected`` is Vietnamese."""

    def __init__(self, found: object, expected: str) -> None:
        super().__init__(f"{found!r}: {expected}")
        self.found = found
        self.expected = expected


class UnknownDocument(ValueError):
    """A legal reference to a document that the edition does not declare."""

    def __init__(self, document: str) -> None:
        super().__init__(document)
        self.document = document


class UnreadRule(ValueError):
    """A place where a person has yet to encode the rule; ``text_vi`` are the words of the law."""

    def __init__(self, text_vi: str) -> None:
        super().__init__(text_vi)
        self.text_vi = text_vi


def make_rule_converter(documents: Mapping[str, str], *, is_strict: bool) -> Converter:
    """Return the converter for rule files: strict types, numbers already exact from TOML.

    A strict one refuses unknown keys and unknown documents; the other lets them pass, so
    that the rest of a record can still be looked at.
    """
    converter = Converter(forbid_extra_keys=is_strict)
    converter.register_structure_hook(
        LegalReference, _cite(converter, documents, is_strict=is_strict)
    )
    converter.register_structure_hook_func(_is_literal, _one_of)
    converter.register_structure_hook(Decimal, _number)
    converter.register_structure_hook(str, _typed(str, "chữ trong dấu ngoặc kép"))
    converter.register_structure_hook(int, _typed(int, "một số nguyên"))
    converter.register_structure_hook(bool, _typed(bool, "true hoặc false"))
    converter.register_structure_hook(Fraction, _fraction)
    _register_rule_unions(converter)
    return converter


def _register_rule_unions(converter: Converter) -> None:
    converter.register_structure_hook_func(
        _is_rule_union, lambda value, _: _structure_rule(converter, value)
    )
    converter.register_structure_hook(
        Measure,
        lambda value, _: converter.structure(
            _table(value), DirectPercent if "percent" in value else Quotient
        ),
    )
    converter.register_structure_hook(
        Due,
        lambda value, _: converter.structure(
            _table(value), DueInput if "input" in value else DueDate
        ),
    )


def _table(value: object) -> object:
    if not isinstance(value, Mapping):
        raise BadValue(value, "một bảng { … }")
    return value


def _cite(
    converter: Converter, documents: Mapping[str, str], *, is_strict: bool
) -> Callable[[Any, object], LegalReference]:
    """Return the hook that puts the title of the cited document into a reference."""
    plain = make_dict_structure_fn(LegalReference, converter, _cattrs_forbid_extra_keys=is_strict)

    def structure(value: Any, _: object) -> LegalReference:
        reference = plain(value, LegalReference)
        title = documents.get(reference.document, "")
        if is_strict and not title.strip():
            raise UnknownDocument(reference.document)
        return replace(reference, document=title)

    return structure


def _is_literal(kind: Any) -> bool:
    return get_origin(kind) is Literal


def _one_of(value: object, kind: Any) -> object:
    if value not in get_args(kind):
        raise BadValue(value, "một trong: " + ", ".join(map(str, get_args(kind))))
    return value


def _number(value: object, _: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise BadValue(value, "một số, ví dụ 0.5")
    if not Decimal(value).is_finite():
        raise BadValue(value, "một số hữu hạn")
    return Decimal(value)


def _typed(kind: type, expected: str) -> Callable[[object, object], object]:
    def structure(value: object, _: object) -> object:
        if type(value) is not kind:
            raise BadValue(value, expected)
        return value

    return structure


def _fraction(value: object, _: object) -> Fraction:
    try:
        return Fraction(value) if isinstance(value, str) else Fraction(_number(value, None))
    except (ValueError, ZeroDivisionError, InvalidOperation) as error:
        raise BadValue(value, 'một phân số, ví dụ "1/3"') from error


def _is_union(kind: Any) -> bool:
    return isinstance(kind, UnionType) or get_origin(kind) is Union


def _is_rule_union(kind: Any) -> bool:
    return _is_union(kind) and set(get_args(kind)) <= set(RULE_CLASSES.values())


def _structure_rule(converter: Converter, value: Any) -> Rule:
    kind = value.get("kind") if isinstance(value, Mapping) else value
    if kind == UNREAD:
        raise UnreadRule(str(value.get("text_vi", "")))
    if kind not in RULE_CLASSES:
        raise BadValue(kind, "một trong các kind: " + ", ".join(sorted(RULE_CLASSES)))
    rule: Rule = converter.structure(value, RULE_CLASSES[str(kind)])
    return rule
