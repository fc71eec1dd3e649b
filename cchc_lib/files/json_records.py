"""The records of a computed year as JSON, each number exact.

Numbers travel as text. A declared figure says what it is (``{"number": …}``, ``{"date": …}``,
``{"text": …}``, true or false), a missing value which kind of missing. The law that a score
was made by is the same object in the scores of many units: its text is made once.
:mod:`cchc_lib.files.record_reading` is the way back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, get_args

from cchc_lib.core.quantities import exact_text
from cchc_lib.core.rule_kinds import Rule
from cchc_lib.core.rulebook import LegalReference, Provenance, RespondentGroup, RoundingRule
from cchc_lib.core.submission import DeclaredFigure, Figure, NotReported

__all__ = ["LAW", "record_lines", "record_table"]

LAW: frozenset[type] = frozenset(
    {*get_args(Rule), LegalReference, Provenance, RespondentGroup, RoundingRule}
)
"""The kinds of record that an edition declares, and many scores hold."""
_MOST_LAW = 4096
"""How many texts of the law are kept: more than an edition has records."""

Text = Callable[[Any], str]


def record_lines(records: Iterable[object]) -> Iterator[str]:
    """Yield each record as a line."""
    texts = _Texts(None)
    for record in records:
        yield f"{texts.of(record)}\n"


def record_table(parts: Mapping[str, object]) -> Iterator[str]:
    """Yield, piece by piece, one object with these parts, a line for every value."""
    texts = _Texts(1)
    start = "{\n"
    for name, part in parts.items():
        yield f"{start} {encode_basestring(name)}: "
        yield from texts.rows(part) if isinstance(part, tuple) else (texts.of(part),)
        start = ",\n"
    yield "\n}\n"


class _Texts(dict[type, Text]):
    """What writes a value of each type, in one line or spread out from some depth on."""

    def __init__(self, depth: int | None) -> None:
        super().__init__(_SIMPLE)
        self[tuple] = self._list
        self[dict] = self._mapping
        self._inner = self if depth is None else None
        self._depth = depth or 0
        line = "" if depth is None else "\n" + " " * depth
        self._start, self._end = line and f"{line} ", line
        self._between = f",{self._start or ' '}"
        self[DeclaredFigure] = self._declared_figure()

    def __missing__(self, kind: type) -> Text:
        """Make what writes records of a kind when one is first met."""
        if not is_dataclass(kind):
            raise TypeError(kind.__name__)
        write = self._record(kind)
        self[kind] = _once(write) if kind in LAW else write
        return self[kind]

    @property
    def inner(self) -> "_Texts":
        """Return what writes the values one step further in."""
        if self._inner is None:
            self._inner = _Texts(self._depth + 1)
        return self._inner

    def of(self, value: object) -> str:
        """Return the text of a value."""
        return self[type(value)](value)

    def rows(self, rows: tuple[object, ...]) -> Iterator[str]:
        """Yield a list of values piece by piece."""
        of, between = self.inner.of, f"[{self._start}"
        for row in rows:
            yield between + of(row)
            between = self._between
        yield f"{self._end}]" if rows else "[]"

    def _list(self, value: tuple[object, ...]) -> str:
        texts = self.inner
        items = self._between.join([texts[type(item)](item) for item in value])
        return f"[{self._start}{items}{self._end}]" if value else "[]"

    def _mapping(self, value: Mapping[str, object]) -> str:
        of = self.inner.of
        items = (f"{encode_basestring(key)}: {of(item)}" for key, item in value.items())
        return f"{{{self._start}{self._between.join(items)}{self._end}}}" if value else "{}"

    def _record(self, kind: type) -> Text:
        """Return what writes records of a kind: its names stand ready, its values are put in."""
        names = [item.name for item in fields(kind)]
        texts, template = self.inner, self._template(names)
        if len(names) == 1:
            (name,) = names
            return lambda record: template % texts.of(getattr(record, name))
        values = attrgetter(*names)
        return lambda record: template % tuple([texts[type(v)](v) for v in values(record)])

    def _declared_figure(self) -> Text:
        template = self._template([item.name for item in fields(DeclaredFigure)])
        values = attrgetter("input_code", "place")

        def write(record: DeclaredFigure) -> str:
            of = self.inner.of
            code, place = values(record)
            return template % (of(code), of(_figure(record.value)), of(place))

        return write

    def _template(self, names: Iterable[str]) -> str:
        items = self._between.join(f"{encode_basestring(name)}: %s" for name in names)
        return f"{{{self._start}{items}{self._end}}}"


_SIMPLE: Mapping[type, Text] = {
    str: encode_basestring,
    int: str,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): lambda _: "null",
    Decimal: '"{:f}"'.format,
    Fraction: lru_cache(maxsize=4096)(lambda value: f'"{exact_text(value)}"'),
    date: '"{}"'.format,
}


def _once(write: Text) -> Text:
    """Return what makes the text of the same object once, for objects that many others hold."""
    known: dict[int, tuple[object, str]] = {}

    def write_once(value: object) -> str:
        kept = known.get(id(value))
        if kept is None:
            if len(known) >= _MOST_LAW:
                known.clear()
            kept = known[id(value)] = value, write(value)
        return kept[1]

    return write_once


def _figure(value: Figure | NotReported) -> object:
    match value:
        case Decimal():
            return {"number": value}
        case date():
            return {"date": value}
        case str():
            return {"text": value}
        case NotReported():
            return {"kind": value.kind, "reason": value.reason}
        case _:
            return value
