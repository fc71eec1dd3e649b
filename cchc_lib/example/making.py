"""Make the units of the example one by one, in this process or in several.

A unit depends on its own streams of draws alone, so that it comes out the same wherever it is
made. What is left of it after its files were written is small: rows, true results, and what
the appraisers who return one workbook for all units decide.
"""

import json
import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context

from cchc_lib.core.round_rules import Stage
from cchc_lib.example.drafting import Drafting
from cchc_lib.example.drafts import UnitDraft
from cchc_lib.example.key import UnitKey, key_of_unit
from cchc_lib.example.papers import LeadPart, UnitPapers, lead_part
from cchc_lib.example.tables import ROWS, csv_rows, source_rows, source_tables

__all__ = ["Maker", "UnitMade", "make_units"]

_ALONE_AT_MOST = 60
"""Up to so many units another process costs more than it saves."""
_TOGETHER = 8
_AHEAD = 3
_PROCESSES_AT_MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMade:
    """What is left of a unit once its files are written.

    ``key`` is without its components, which are ``components`` as they stand in ``key.json``;
    ``tables`` holds its rows by the name of the table. ``altered`` is the draft if one of its
    files is to be changed at the end.
    """

    key: UnitKey
    components: str
    tables: Mapping[str, str]
    lead: LeadPart | None
    altered: UnitDraft | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """What all units have in common: how they are drafted, and where their files go."""

    drafting: Drafting
    papers: UnitPapers
    until: Stage

    def make(self, number: int) -> UnitMade:
        """Make the unit at a place of the list, and write its files."""
        draft = self.drafting.draft(number).as_of(self.until)
        scores = self.papers.write(draft)
        key = key_of_unit(self.drafting.edition, draft)
        return UnitMade(
            key=replace(key, components={}),
            components=_nested(key),
            tables={name: csv_rows(rows(draft)) for name, rows in ROWS.items()}
            | {
                table: csv_rows(source_rows(draft, code))
                for code, table in source_tables(self.drafting.edition).items()
            },
            lead=lead_part(draft, scores) if scores else None,
            altered=draft if draft.altered else None,
        )


def make_units(maker: Maker, count: int) -> Iterator[UnitMade]:
    """Yield the first ``count`` units in official order, each with its files written."""
    processes = min(os.cpu_count() or 1, _PROCESSES_AT_MOST)
    if count <= _ALONE_AT_MOST or processes == 1:
        yield from map(maker.make, range(count))
        return
    with ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_begin, initargs=(maker,)
    ) as pool:
        yield from _made_by(pool, count, ahead=_AHEAD * processes)


def _made_by(pool: ProcessPoolExecutor, count: int, *, ahead: int) -> Iterator[UnitMade]:
    """Yield what other processes make, in order; never much of it waits here."""
    waiting: deque[Future[list[UnitMade]]] = deque()
    for first in range(0, count, _TOGETHER):
        waiting.append(pool.submit(_make_some, range(first, min(first + _TOGETHER, count))))
        if len(waiting) > ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


@dataclass(slots=True)
class _Process:
    """What a process was told once."""

    makers: list[Maker] = field(default_factory=list)


_process = _Process()


def _begin(maker: Maker) -> None:
    _process.makers.append(maker)


def _make_some(numbers: Sequence[int]) -> list[UnitMade]:
    return [_process.makers[-1].make(number) for number in numbers]


def _nested(key: UnitKey) -> str:
    """Return the components of a unit as they stand in the key of all units."""
    alone = json.dumps({key.unit_code: key.components}, ensure_ascii=False, indent=1)
    return "\n".join(f" {line}" for line in alone.split("\n")[1:-1])
