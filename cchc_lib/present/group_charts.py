"""Charts of a whole group or of all groups: every unit as a dot, a shade or a mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.colors import LinearSegmentedColormap, to_hex

from cchc_lib.present.canvas import Box, Canvas, Look
from cchc_lib.present.charts import Chart, empty_chart
from cchc_lib.present.language import format_decimal, tr
from cchc_lib.present.panel import INCH, LABEL_PAD, WIDTH, Panel
from cchc_lib.present.style import (
    BLUE,
    INK,
    PALETTE,
    RED,
    label_room,
    percent_limits,
    row_height,
    value_text,
    wrapped,
)

__all__ = ["Strip", "draw_heat_map", "draw_profiles", "draw_strips"]

_SHADES = LinearSegmentedColormap.from_list("cchc", ("#f4f8fb", "#58a2d3"))
_HIGHEST = 100.0
_HEAD_CHARACTERS, _MOST_HEAD_CHARACTERS = 11, 13
_ONE = Look(colour=BLUE, marker="o", face="white", size=6.0)
_MEAN = Look(colour=RED, width=2.5, is_line=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One row of dots: a group's values and their mean."""

    label: str
    values: tuple[Decimal, ...]
    mean: Decimal | None


def draw_strips(title: str, sentence: str, rows: Sequence[Strip], *, axis: str) -> Chart:
    """Draw every unit of each group as a dot, stacked where values are close."""
    if not any(row.values for row in rows):
        return empty_chart(title)
    labels = [wrapped(row.label) for row in rows]
    low, high = percent_limits([v for row in rows for v in row.values])
    panel = Panel(labels=labels, limits=(low, high), axis=axis, row_height=0.95, top=0.45)
    for y, row in enumerate(rows):
        heights = _stacked(row.values, step=(high - low) / 60)
        step = min(0.14, 0.6 / (max(heights, default=0) or 1))
        places = (y + 0.25 - step * height for height in heights)
        panel.marks(list(zip(map(float, row.values), places, strict=True)), _ONE)
        if row.mean is not None:
            _mean_line(panel, y, row.mean)
    named = [(tr("Một đơn vị"), _ONE)]
    panel.legend([*named, (tr("Bình quân của nhóm"), _MEAN)] if rows[0].mean is not None else named)
    alt = "; ".join(
        tr("{row}: bình quân {mean}, các đơn vị {values}").format(
            row=row.label,
            mean=value_text(row.mean),
            values=", ".join(value_text(v) for v in sorted(row.values)),
        )
        for row in rows
    )
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=panel.finish())


def draw_heat_map(
    title: str,
    sentence: str,
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[Decimal | None]],
    lowest: float | None = None,
) -> Chart:
    """Draw a table of percentages as shades; every cell also carries its number.

    ``lowest`` is the least percentage of the group, where the rows are only a part of it.
    """
    if not any(value is not None for line in values for value in line):
        return empty_chart(title)
    labels = [wrapped(row) for row in rows]
    room, size, top = label_room(labels), row_height(labels), 0.5
    width = (WIDTH - room - 0.1) * INCH / len(columns)
    canvas = Canvas(WIDTH * INCH, (len(rows) * size + top + 0.05) * INCH)
    left, height, edge = room * INCH, size * INCH, canvas.height - top * INCH
    known = [float(v) for line in values for v in line if v is not None]
    palest = (min(known, default=0.0) if lowest is None else lowest) // 10 * 10
    for y, (label, line) in enumerate(zip(labels, values, strict=True)):
        middle = edge - (y + 0.5) * height
        at = (left - LABEL_PAD, middle)
        canvas.text(at, label, size=9, colour=INK, across="right", down="center_baseline")
        for x, value in enumerate(line):
            box = (left + x * width, middle - height / 2, width, height)
            _cell(canvas, box, value, palest)
    for x, name in enumerate(columns):
        at = (left + (x + 0.5) * width, edge + LABEL_PAD)
        said = wrapped(name, _head_width(name))
        canvas.text(at, said, size=7.5, colour=INK, across="center", down="bottom")
    alt = "; ".join(
        f"{row}: {', '.join(f'{c} {value_text(v)}' for c, v in zip(columns, line, strict=True))}"
        for row, line in zip(rows, values, strict=True)
    )
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=canvas.finish())


def draw_profiles(
    title: str,
    sentence: str,
    *,
    rows: Sequence[str],
    series: Sequence[tuple[str, Sequence[Decimal | None]]],
) -> Chart:
    """Draw one marker per series on each row, each series with its own shape."""
    if not any(value is not None for _, line in series for value in line):
        return empty_chart(title)
    labels = [wrapped(row) for row in rows]
    panel = Panel(
        labels=labels,
        limits=percent_limits([v for _, values in series for v in values]),
        axis=tr("Phần trăm điểm tối đa, bình quân của nhóm"),
        row_height=0.34,
        top=0.2 + 0.2 * len(series),
    )
    named = []
    for place, (name, values) in enumerate(series):
        colour, _, marker = PALETTE[place % len(PALETTE)]
        look = Look(colour=INK, face=colour, marker=marker, size=7.0)
        panel.marks([(float(v), y) for y, v in enumerate(values) if v is not None], look)
        named.append((name, look))
    panel.legend(named, is_stacked=True)
    alt = "; ".join(
        f"{name}: {', '.join(f'{r} {value_text(v)}' for r, v in zip(rows, values, strict=True))}"
        for name, values in series
    )
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=panel.finish())


def _head_width(name: str) -> int:
    """Return the characters of a line of a column's name, so many that no usual word is broken."""
    longest = max(map(len, name.split()), default=0)
    return min(max(longest, _HEAD_CHARACTERS), _MOST_HEAD_CHARACTERS)


def _cell(canvas: Canvas, box: Box, value: Decimal | None, lowest: float) -> None:
    left, bottom, width, height = box
    if value is not None:
        share = (float(value) - lowest) / (_HIGHEST - lowest)
        canvas.bar(box, Look(colour=to_hex(_SHADES(share)), width=1.2))
    text, middle = "–" if value is None else format_decimal(value, 1), bottom + height / 2
    canvas.text((left + width / 2, middle), text, size=8, colour=INK, across="center")


def _mean_line(panel: Panel, y: int, mean: Decimal) -> None:
    panel.line([(float(mean), y - 0.4), (float(mean), y + 0.4)], _MEAN)
    panel.text(float(mean), y + 0.42, value_text(mean), across="center", down="top")


def _stacked(values: Sequence[Decimal], step: float) -> list[int]:
    """Return how high each dot stands so that close values do not cover each other."""
    heights: list[int] = []
    placed: list[tuple[float, int]] = []
    for value in map(float, values):
        taken = {height for other, height in placed if abs(other - value) < step}
        height = next(h for h in range(len(values) + 1) if h not in taken)
        placed.append((value, height))
        heights.append(height)
    return heights
