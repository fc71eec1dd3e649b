"""Charts of large groups in several parts, so that each is read on a screen and fits a page."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import TypeVar

from cchc_lib.present.language import tr

__all__ = ["in_parts"]

_T = TypeVar("_T")
_MOST_ROWS = 45


def in_parts(title: str, rows: Sequence[_T]) -> Iterator[tuple[str, Sequence[_T]]]:
    """Yield title and rows of each part, the parts as even as can be; few rows stay together.

    >>> [(title, len(part)) for title, part in in_parts("Xếp hạng", range(124))]
    [('Xếp hạng, phần 1/3', 42), ('Xếp hạng, phần 2/3', 42), ('Xếp hạng, phần 3/3', 40)]
    >>> [(title, len(part)) for title, part in in_parts("Xếp hạng", range(19))]
    [('Xếp hạng', 19)]
    """
    count = max(1, ceil(len(rows) / _MOST_ROWS))
    size = ceil(len(rows) / count)
    said = tr("{title}, phần {number}/{count}")
    for number in range(count):
        part = rows[number * size : (number + 1) * size]
        shown = said.format(title=title, number=number + 1, count=count) if count > 1 else title
        yield shown, part
