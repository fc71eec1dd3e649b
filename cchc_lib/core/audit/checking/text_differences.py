"""The first line or cell in which a file differs from what it should be."""

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from cchc_lib.core.audit.checking.verification import Difference

__all__ = ["difference_of_tables", "difference_of_texts"]

_BEFORE, _SHOWN = 20, 70
_NO_LINE = "không có dòng này"


def difference_of_texts(file: str, found: str, expected: str) -> Difference | None:
    """Return the first line that differs, cut to where it does; ``None`` if none does.

    >>> difference_of_texts("a.html", "<p>1</p>", "<p>2</p>").where
    'dòng 1'
    """
    pairs = zip_longest(found.split("\n"), expected.split("\n"))
    for number, (one, other) in enumerate(pairs, start=1):
        if one != other:
            start = _first_unlike(one or "", other or "")
            return Difference(
                file=file,
                where=f"dòng {number}",
                found=_NO_LINE if one is None else _cut(one, start),
                expected=_NO_LINE if other is None else _cut(other, start),
                is_value=True,
            )
    return None


def difference_of_tables(
    file: str, found: str, expected: str, *, is_exact: bool = True
) -> Difference | None:
    r"""Return the first cell that differs of two CSV tables; ``None`` if none does.

    Without ``is_exact`` only the columns that both have are looked at.

    >>> difference_of_tables("index.csv", "a,b\n1,2\n", "a,b\n1,3\n").where
    'dòng 2, cột b'
    """
    if found == expected:
        return None
    try:
        pairs = list(zip_longest(_rows(found), _rows(expected)))
    except csv.Error:
        return difference_of_texts(file, found, expected)
    differing = (_in_row(file, *pair) for pair in pairs)
    first = next((one for one in differing if one is not None), None)
    if first is None and is_exact:
        return difference_of_texts(file, found, expected)
    return first


Row = tuple[int, Mapping[str, str]]


def _rows(text: str) -> Iterator[Row]:
    """Yield the rows of a table below its header, each with the number of its last line."""
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    for cells in reader:
        yield reader.line_num, dict(zip(header, cells, strict=False))


def _in_row(file: str, row: Row | None, wanted: Row | None) -> Difference | None:
    """Return the first cell of a row that differs."""
    if row is None or wanted is None:
        number = (row or wanted or (0, {}))[0]
        said = (_NO_LINE, "có dòng này") if row is None else ("có dòng này", _NO_LINE)
        where = f"dòng {number}"
        return Difference(file=file, where=where, found=said[0], expected=said[1], is_value=True)
    number, cells = row
    for column, value in wanted[1].items():
        if cells.get(column, value) != value:
            where = f"dòng {number}, cột {column}"
            return Difference(
                file=file, where=where, found=cells[column], expected=value, is_value=True
            )
    return None


def _first_unlike(one: str, other: str) -> int:
    """Return at which character two texts begin to differ."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _cut(line: str, start: int) -> str:
    """Return the part of a long line around a character."""
    begin = max(0, start - _BEFORE)
    part = line[begin : begin + _SHOWN]
    return f"{'…' if begin else ''}{part}{'…' if len(line) > begin + _SHOWN else ''}"
