"""Find the rows of a record by key at once, however many there are."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

__all__ = ["Indexed", "grouped"]

Row = TypeVar("Row")
Index = TypeVar("Index")


class Indexed:
    """A frozen record that keeps indices of its rows, each made when it is first asked for.

    They are no part of the record: not compared, not shown, not pickled, and a record made
    from it by ``replace`` makes its own.
    """

    __slots__ = ("_indices",)
    _indices: dict[str, Any]

    def index(self, name: str, make: Callable[[], Index]) -> Index:
        """Return the index with a name; ``make`` gives it the first time."""
        try:
            indices = self._indices
        except AttributeError:
            indices = {}
            object.__setattr__(self, "_indices", indices)
        if name not in indices:
            indices[name] = make()
        found: Index = indices[name]
        return found


def grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> Mapping[str, tuple[Row, ...]]:
    """Return rows by a key of theirs, those of one key in the order they stood in.

    >>> grouped(["1.1", "2.1", "1.2"], lambda code: code[0])
    {'1': ('1.1', '1.2'), '2': ('2.1',)}
    """
    own: dict[str, list[Row]] = {}
    for row in rows:
        own.setdefault(key(row), []).append(row)
    return {name: tuple(members) for name, members in own.items()}
