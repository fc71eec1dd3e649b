"""The records of a computed year back from JSON, as :mod:`cchc_lib.files.json_records` wrote them.

What reads a type is made from its annotations when it is first needed. Anything that is not as
we write it is a ``ValueError``, ``TypeError``, ``LookupError`` or ``ArithmeticError``.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from cchc_lib.core.rule_kinds import DirectPercent, Due, DueDate, DueInput, Measure, Quotient
from cchc_lib.core.submission import Figure, NotApplicable, NotAppraised, NotReported
from cchc_lib.files.json_records import LAW

__all__ = ["RecordReader"]

Read = Callable[[Any], Any]
_MISSING = {
    "not_reported": NotReported,
    "not_applicable": NotApplicable,
    "not_appraised": NotAppraised,
}


class RecordReader:
    """Reads records; equal records of the law become one object."""

    def __init__(self) -> None:
        self._known: dict[Any, Read] = {
            str: _typed(str),
            int: _typed(int),
            bool: _typed(bool),
            Decimal: _from_text(Decimal),
            Fraction: _from_text(_fraction),
            date: _from_text(date.fromisoformat),
            Figure | NotReported: _figure,
            Measure: self._either("percent", DirectPercent, Quotient),
            Due: self._either("input", DueInput, DueDate),
        }

    def of(self, kind: Any) -> Read:
        """Return what reads values of a type."""
        read = self._known.get(kind)
        if read is None:
            read = self._known[kind] = self._made(kind)
        return read

    def _made(self, kind: Any) -> Read:
        origin, inner = get_origin(kind), get_args(kind)
        if is_dataclass(kind):
            own = self._record(kind)
            return _once(own) if kind in LAW else own
        if origin is Literal:
            return _one_of(inner)
        if origin in {Union, UnionType}:
            return self._union(inner)
        if origin is tuple and inner[-1] is not Ellipsis:
            kinds = [self.of(one) for one in inner]
            return lambda raw: tuple(one(v) for one, v in zip(kinds, raw, strict=True))
        if origin is tuple:
            each = self.of(inner[0])
            return lambda raw: tuple(map(each, _typed(list)(raw)))
        if origin in {dict, Mapping}:
            key, value = map(self.of, inner)
            return lambda raw: {key(k): value(v) for k, v in _typed(dict)(raw).items()}
        raise AssertionError(kind)

    def _record(self, kind: Any) -> Read:
        own = [(item.name, self.of(item.type)) for item in fields(kind)]
        needed = {item.name for item in fields(kind) if not _has_default(item)}

        def read(raw: Any) -> Any:
            if len(raw) == len(own):
                return kind(**{name: value(raw[name]) for name, value in own})
            if not needed <= _typed(dict)(raw).keys():
                raise KeyError(kind.__name__)
            return kind(**{name: value(raw[name]) for name, value in own if name in raw})

        return read

    def _union(self, kinds: tuple[Any, ...]) -> Read:
        """Return what reads one of several types: a kind of missing, a rule, or the other one."""
        missing = {name: self.of(kind) for name, kind in _MISSING.items() if kind in kinds}
        others = [kind for kind in kinds if kind not in {*_MISSING.values(), NoneType}]
        if len(others) > 1:
            return _by_kind({name: self.of(k) for k in others for name in _kind_names(k)})
        other = self.of(others[0])
        may_be_none = NoneType in kinds

        def read(raw: Any) -> Any:
            if raw is None and may_be_none:
                return None
            if type(raw) is dict and raw.get("kind") in missing:
                return missing[raw["kind"]](raw)
            return other(raw)

        return read

    def _either(self, key: str, kind: Any, other: Any) -> Read:
        return lambda raw: self.of(kind if key in _typed(dict)(raw) else other)(raw)


def _typed(kind: type) -> Read:
    def read(raw: Any) -> Any:
        if type(raw) is not kind:
            raise TypeError(kind.__name__)
        return raw

    return read


def _from_text(make: Callable[[str], Any]) -> Read:
    def read(raw: Any) -> Any:
        if type(raw) is not str:
            raise TypeError(str.__name__)
        return make(raw)

    return read


def _one_of(values: tuple[Any, ...]) -> Read:
    known = frozenset(values)

    def read(raw: Any) -> Any:
        if raw not in known:
            raise ValueError(values)
        return raw

    return read


def _by_kind(reads: Mapping[str, Read]) -> Read:
    return lambda raw: reads[raw["kind"]](raw)


def _once(read: Read) -> Read:
    """Return what reads equal records only once, for records that many others hold."""
    known: dict[str, Any] = {}

    def read_once(raw: Any) -> Any:
        key = str(raw)
        if key not in known:
            known[key] = read(raw)
        return known[key]

    return read_once


def _kind_names(kind: Any) -> tuple[str, ...]:
    """Return what ``kind`` may say in records of one of several kinds."""
    return next(get_args(item.type) for item in fields(kind) if item.name == "kind")


def _fraction(text: str) -> Fraction:
    """Return the number that :func:`~cchc_lib.core.quantities.exact_text` wrote."""
    numerator, slash, denominator = text.partition("/")
    if slash:
        return Fraction(int(numerator), int(denominator))
    return Fraction(Decimal(text))


def _has_default(item: Any) -> bool:
    return item.default is not MISSING or item.default_factory is not MISSING


def _figure(raw: Any) -> Figure | NotReported:
    match raw:
        case bool():
            return raw
        case {"number": text}:
            return Decimal(text)
        case {"date": text}:
            return date.fromisoformat(text)
        case {"text": text}:
            return str(text)
        case _:
            return NotReported(reason=raw["reason"])
