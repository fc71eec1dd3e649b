"""What moves the places: areas and criteria taken out, and the sources of doubt compared."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cchc_lib.core.results import YearResult
from cchc_lib.present.html import Column, Html, join, table
from cchc_lib.present.robustness.words import (
    ANALYSIS,
    SOURCE_NAMES,
    criterion_names,
    show,
)
from cchc_lib.present.summaries import title_for, unit_names

if TYPE_CHECKING:
    from cchc_lib.analysis.effects import SourceEffect
    from cchc_lib.analysis.removal import Removal

__all__ = ["effect_tables", "removal_tables"]

_MOST_ROWS = 12
_MOST_MOVED = 5


def removal_tables(year: YearResult, found: "Iterable[tuple[str, tuple[Removal, ...]]]") -> Html:
    """List by group what taking out an area or a criterion does, the most first."""
    return join(*(_removal_table(year, code, own) for code, own in found))


def _removal_table(year: YearResult, group_code: str, removals: "Sequence[Removal]") -> Html:
    names = criterion_names(year.edition)
    most = sorted(removals, key=lambda one: -one.mean_move)[:_MOST_ROWS]
    group = year.edition.group(group_code)
    title = title_for(year, group, "Bỏ một phần thì thứ hạng đổi bao nhiêu")
    return table(
        caption=ANALYSIS.format(title=title),
        columns=(
            Column("Bỏ"),
            Column("Số bậc đổi bình quân", is_number=True),
            Column("Số đơn vị đổi hạng", is_number=True),
            Column("Đổi nhiều nhất"),
        ),
        rows=[
            (
                f"{one.code}. {names[one.code]}",
                show(one.mean_move, 2),
                str(len(one.moved)),
                _moved(year, one),
            )
            for one in most
        ],
    )


def _moved(year: YearResult, one: "Removal") -> str:
    names = unit_names(year)
    before = {code: rank for code in one.moved if isinstance(rank := year.unit(code).rank, int)}
    most = sorted(before, key=lambda code: (-abs(one.moved[code] - before[code]), before[code]))
    return "; ".join(
        f"{names[code]}: {before[code]} → {one.moved[code]}" for code in most[:_MOST_MOVED]
    )


def effect_tables(
    year: YearResult, effects: "Iterable[tuple[str, tuple[SourceEffect, ...]]]"
) -> Html:
    """List by group how much of the variance each source makes, alone and in all."""
    return join(*(_effect_table(year, code, own) for code, own in effects if own))


def _effect_table(year: YearResult, group_code: str, effects: "Sequence[SourceEffect]") -> Html:
    title = title_for(year, year.edition.group(group_code), "Nguồn nào quyết định độ chắc")
    return table(
        caption=ANALYSIS.format(title=title),
        columns=(
            Column("Nguồn"),
            Column("Chỉ số: riêng (%)", is_number=True),
            Column("Chỉ số: toàn phần (%)", is_number=True),
            Column("Thứ hạng: riêng (%)", is_number=True),
            Column("Thứ hạng: toàn phần (%)", is_number=True),
        ),
        rows=[
            (
                SOURCE_NAMES[one.source],
                show(100 * one.index_first),
                show(100 * one.index_total),
                show(100 * one.move_first),
                show(100 * one.move_total),
            )
            for one in effects
        ],
    )
