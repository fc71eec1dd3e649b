"""Charts of what stages of the procedure, or years, did to a total or to the points of an area."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from cchc_lib.present.canvas import Look
from cchc_lib.present.charts import Chart, empty_chart
from cchc_lib.present.language import tr
from cchc_lib.present.panel import Panel
from cchc_lib.present.style import (
    BLUE,
    GREY,
    INK,
    PALETTE,
    RED,
    label_room,
    percent_limits,
    value_text,
    wrapped,
)

__all__ = ["Step", "YearMark", "draw_changes", "draw_steps", "draw_years"]

_LESS, _MORE = Look(colour=RED), Look(colour=BLUE, hatch="////")
_END = Look(colour=INK, marker="o", size=6.0)
_LINK = Look(colour=GREY)
_ZERO = Look(colour=INK)
_YEAR, _PATH = Look(colour=BLUE, marker="o"), Look(colour=BLUE, width=1.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stage: the total before and after it, and what is written beside it."""

    label: str
    before: Decimal
    after: Decimal
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMark:
    """One year: its value, what is written beside it, and whether a line leads to it."""

    label: str
    value: Decimal | None
    note: str
    is_joined: bool


def draw_steps(title: str, sentence: str, rows: Sequence[Step], *, axis: str) -> Chart:
    """Draw how a total moved from stage to stage, each bar from where the last one ended."""
    if not rows:
        return empty_chart(title)
    labels = [wrapped(row.label) for row in rows]
    values = [float(value) for row in rows for value in (row.before, row.after)]
    low, high = min(values), max(values)
    air = max((high - low) * 0.12, 0.5)
    panel = Panel(
        labels=labels,
        limits=(low - air, high + air),
        axis=axis,
        top=0.45,
        right=label_room(row.note for row in rows),
    )
    for y, row in enumerate(rows):
        before, after = float(row.before), float(row.after)
        panel.bar(y, after - before, 0.6, _LESS if after < before else _MORE, start=before)
    for y, row in enumerate(rows):
        after = float(row.after)
        panel.marks([(after, y)], _END)
        if y + 1 < len(rows):
            panel.line([(after, y), (after, y + 1)], _LINK)
        panel.text(high + air * 1.1, y, row.note)
    panel.legend([(tr("Giảm"), _LESS), (tr("Tăng"), _MORE)])
    alt = "; ".join(f"{row.label}: {row.note}" for row in rows)
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=panel.finish())


def draw_years(title: str, sentence: str, rows: Sequence[YearMark], *, axis: str) -> Chart:
    """Draw a value year by year; no line leads to one that is not measured as those before."""
    if all(row.value is None for row in rows):
        return empty_chart(title)
    panel = Panel(
        labels=[row.label for row in rows],
        limits=percent_limits([row.value for row in rows]),
        axis=axis,
        top=0.15,
        right=label_room(row.note for row in rows),
    )
    for y, (row, nxt) in enumerate(pairwise(rows)):
        if nxt.is_joined and row.value is not None and nxt.value is not None:
            panel.line([(float(row.value), y), (float(nxt.value), y + 1)], _PATH)
    high = percent_limits([row.value for row in rows])[1]
    for y, row in enumerate(rows):
        if row.value is not None:
            panel.marks([(float(row.value), y)], _YEAR)
        panel.text(high, y, f"  {row.note}")
    alt = "; ".join(f"{row.label}: {row.note}" for row in rows)
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=panel.finish())


def draw_changes(
    title: str,
    sentence: str,
    *,
    rows: Sequence[str],
    series: Sequence[tuple[str, Sequence[Decimal]]],
    axis: str,
) -> Chart:
    """Draw one bar per series on each row, to the left of zero for a loss."""
    values = [float(value) for _, line in series for value in line]
    if not any(values):
        return empty_chart(title)
    labels = [wrapped(row) for row in rows]
    limit = max(map(abs, values))
    panel = Panel(
        labels=labels,
        limits=(-limit * 1.08, limit * 1.08),
        axis=axis,
        row_height=0.14 + 0.1 * len(series),
        top=0.45,
    )
    thickness = 0.8 / len(series)
    looks = [Look(colour=colour, hatch=hatch) for colour, hatch, _ in PALETTE]
    named = [(name, looks[place % len(looks)]) for place, (name, _) in enumerate(series)]
    for place, (_, line) in enumerate(series):
        shift = (place - (len(series) - 1) / 2) * thickness
        for y, value in enumerate(line):
            panel.bar(y + shift, float(value), thickness, named[place][1])
    panel.upright(0, _ZERO)
    panel.legend(named)
    alt = "; ".join(
        f"{name}: {', '.join(f'{r} {value_text(v)}' for r, v in zip(rows, line, strict=True))}"
        for name, line in series
    )
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=panel.finish())
