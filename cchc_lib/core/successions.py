"""What became of units: rows of ``units.csv`` that ended, and who took them over."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from cchc_lib.core.submission import Unit
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_date, suggest

__all__ = ["check_successions", "next_row", "with_own_successors"]


def with_own_successors(rows: Sequence[Unit]) -> tuple[Unit, ...]:
    """Let a row that ended be followed by the next row of its own code, if it names no other."""
    return tuple(_with_own_successor(row, rows) for row in rows)


def next_row(row: Unit, rows: Sequence[Unit]) -> Unit | None:
    """Return the row that a unit goes on in: of its successor, in force on the day after."""
    day = _day_after(row)
    own = [one for one in rows if one.code == row.successor_code and one is not row]
    return next((one for one in own if day is not None and _is_in_force(one, day)), None)


def check_successions(rows: Sequence[Unit]) -> Iterator[Finding]:
    """Yield what the rows of ``units.csv`` say against each other about time and successors."""
    for first, second in combinations(rows, 2):
        if first.code == second.code and _overlap(first, second):
            found = f"{first.code}, {first.place.cell} và {second.place.cell}"
            yield finding("KD-029", **second.place.words, found=found)
    codes = list(dict.fromkeys(row.code for row in rows))
    for row in rows:
        if row.successor_code:
            yield from _check_successor(row, rows, codes)


def _check_successor(row: Unit, rows: Sequence[Unit], codes: Sequence[str]) -> Iterator[Finding]:
    code, place = row.successor_code, row.place.words
    day = _day_after(row)
    if code not in codes:
        yield finding("KD-027", **place, found=code, expected=suggest(code, codes))
    elif day is None:
        yield finding("KD-031", **place, found=row.name_vi, expected=code)
    elif _comes_back(row, rows):
        yield finding("KD-028", **place, found=f"{row.code} → {code}")
    elif next_row(row, rows) is None:
        yield finding("KD-030", **place, found=code, expected=format_date(day))


def _comes_back(row: Unit, rows: Sequence[Unit]) -> bool:
    """Tell whether following successors leads to a row that was passed before."""
    passed: list[Unit] = []
    current: Unit | None = row
    while current is not None and current.successor_code:
        if current in passed:
            return True
        passed.append(current)
        current = next_row(current, rows) or _latest(current.successor_code, rows)
    return False


def _latest(code: str, rows: Sequence[Unit]) -> Unit | None:
    own = [row for row in rows if row.code == code]
    return max(own, key=lambda row: row.valid_from, default=None)


def _with_own_successor(row: Unit, rows: Sequence[Unit]) -> Unit:
    goes_on = replace(row, successor_code=row.code)
    is_open = not row.successor_code and row.valid_to is not None
    return goes_on if is_open and next_row(goes_on, rows) else row


def _overlap(first: Unit, second: Unit) -> bool:
    return _is_in_force(first, second.valid_from) or _is_in_force(second, first.valid_from)


def _is_in_force(row: Unit, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def _day_after(row: Unit) -> date | None:
    return None if row.valid_to is None else row.valid_to + timedelta(days=1)
