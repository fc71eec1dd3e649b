"""Charts of what the stages of the procedure did to a total, or to the points of an area."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cchc_lib.present.charts import Chart, empty_chart
from cchc_lib.present.style import (
    BLUE,
    GREY,
    INK,
    PALETTE,
    RED,
    add_legend,
    chart_style,
    label_room,
    label_rows,
    make_panel,
    svg_of,
    value_text,
    wrapped,
)

__all__ = ["Step", "draw_changes", "draw_steps"]

_HATCH_LIGHT = "////"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stage: the total before and after it, and what is written beside it."""

    label: str
    before: Decimal
    after: Decimal
    note: str


def draw_steps(title: str, sentence: str, rows: Sequence[Step], *, axis: str) -> Chart:
    """Draw how a total moved from stage to stage, each bar from where the last one ended."""
    if not rows:
        return empty_chart(title)
    labels = [wrapped(row.label) for row in rows]
    values = [float(value) for row in rows for value in (row.before, row.after)]
    low, high = min(values), max(values)
    air = max((high - low) * 0.12, 0.5)
    with chart_style():
        figure, axes = make_panel(
            row_count=len(rows),
            left=label_room(labels),
            top=0.45,
            right=label_room(row.note for row in rows),
        )
        for y, row in enumerate(rows):
            before, after = float(row.before), float(row.after)
            colour, hatch = (RED, "") if after < before else (BLUE, _HATCH_LIGHT)
            axes.barh(y, after - before, 0.6, before, color=colour, hatch=hatch, edgecolor="white")
            axes.plot([after], [y], marker="o", markersize=6, color=INK, linestyle="none")
            if y + 1 < len(rows):
                axes.plot([after, after], [y, y + 1], color=GREY, linewidth=1)
            axes.text(high + air * 1.1, y, row.note, va="center", fontsize=8.5)
        label_rows(axes, labels)
        axes.set_xlim(low - air, high + air)
        axes.set_xlabel(axis)
        patches = (("Giảm", RED, ""), ("Tăng", BLUE, _HATCH_LIGHT))
        add_legend(axes, len(patches), patches)
        svg = svg_of(figure)
    alt = "; ".join(f"{row.label}: {row.note}" for row in rows)
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=svg)


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
    with chart_style():
        figure, axes = make_panel(
            row_count=len(rows),
            left=label_room(labels),
            row_height=0.14 + 0.1 * len(series),
            top=0.45,
        )
        thickness = 0.8 / len(series)
        for index, (_, line) in enumerate(series):
            colour, hatch, _ = PALETTE[index % len(PALETTE)]
            shift = (index - (len(series) - 1) / 2) * thickness
            for y, value in enumerate(line):
                axes.barh(
                    y + shift,
                    float(value),
                    thickness,
                    color=colour,
                    hatch=hatch,
                    edgecolor="white",
                )
        axes.axvline(0, color=INK, linewidth=1)
        label_rows(axes, labels)
        axes.set_xlim(-limit * 1.08, limit * 1.08)
        axes.set_xlabel(axis)
        patches = [(name, *PALETTE[i % len(PALETTE)][:2]) for i, (name, _) in enumerate(series)]
        add_legend(axes, len(patches), patches)
        svg = svg_of(figure)
    alt = "; ".join(
        f"{name}: {', '.join(f'{r} {value_text(v)}' for r, v in zip(rows, line, strict=True))}"
        for name, line in series
    )
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=svg)
