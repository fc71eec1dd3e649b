"""Charts of a whole group or of all groups: every unit as a dot, a shade or a mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from cchc_lib.present.charts import Chart, empty_chart
from cchc_lib.present.style import (
    BLUE,
    INK,
    PALETTE,
    RED,
    add_legend,
    chart_style,
    label_room,
    label_rows,
    make_panel,
    percent_limits,
    row_height,
    svg_of,
    value_text,
    wrapped,
)
from cchc_lib.vietnamese import format_decimal

__all__ = ["Strip", "draw_heat_map", "draw_profiles", "draw_strips"]

_SHADES = LinearSegmentedColormap.from_list("cchc", ("#f4f8fb", "#58a2d3"))


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
    with chart_style():
        figure, axes = make_panel(
            row_count=len(rows), left=label_room(labels), row_height=0.95, top=0.45
        )
        for y, row in enumerate(rows):
            heights = _stacked(row.values, step=(high - low) / 60)
            axes.plot(
                [float(v) for v in row.values],
                [y + 0.25 - min(0.14, 0.6 / (max(heights) or 1)) * h for h in heights],
                linestyle="none",
                marker="o",
                markersize=6,
                markerfacecolor="white",
                markeredgecolor=BLUE,
                label="Một đơn vị" if y == 0 else None,
            )
            if row.mean is not None:
                _mean_line(axes, y, row.mean, is_first=y == 0)
        label_rows(axes, labels)
        axes.set_xlim(low, high)
        axes.set_xlabel(axis)
        add_legend(axes, 2)
        svg = svg_of(figure)
    alt = "; ".join(
        f"{row.label}: bình quân {value_text(row.mean)}, "
        f"các đơn vị {', '.join(value_text(v) for v in sorted(row.values))}"
        for row in rows
    )
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=svg)


def draw_heat_map(
    title: str,
    sentence: str,
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[Decimal | None]],
) -> Chart:
    """Draw a table of percentages as shades; every cell also carries its number."""
    if not any(value is not None for line in values for value in line):
        return empty_chart(title)
    labels = [wrapped(row) for row in rows]
    with chart_style():
        figure, axes = make_panel(
            row_count=len(rows),
            left=label_room(labels),
            row_height=row_height(labels),
            top=0.5,
            right=0.1,
            bottom=0.05,
        )
        shades = [[float("nan") if v is None else float(v) for v in line] for line in values]
        known = [float(v) for line in values for v in line if v is not None]
        lowest = min(known, default=0.0) // 10 * 10
        axes.pcolormesh(
            shades, cmap=_SHADES, vmin=lowest, vmax=100, edgecolors="white", linewidth=1.2
        )
        for y, line in enumerate(values):
            for x, value in enumerate(line):
                text = "–" if value is None else format_decimal(value, 1)
                axes.text(x + 0.5, y + 0.5, text, ha="center", va="center", size=8)
        axes.set_yticks([y + 0.5 for y in range(len(rows))], labels)
        axes.set_xticks(
            [x + 0.5 for x in range(len(columns))], [wrapped(c, 11) for c in columns], size=7.5
        )
        axes.tick_params(length=0)
        axes.xaxis.tick_top()
        axes.invert_yaxis()
        axes.spines[:].set_visible(False)
        svg = svg_of(figure)
    alt = "; ".join(
        f"{row}: {', '.join(f'{c} {value_text(v)}' for c, v in zip(columns, line, strict=True))}"
        for row, line in zip(rows, values, strict=True)
    )
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=svg)


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
    with chart_style():
        figure, axes = make_panel(
            row_count=len(rows),
            left=label_room(labels),
            row_height=0.34,
            top=0.2 + 0.2 * len(series),
        )
        for index, (name, values) in enumerate(series):
            colour, _, marker = PALETTE[index % len(PALETTE)]
            known = [(float(v), y) for y, v in enumerate(values) if v is not None]
            axes.plot(
                [x for x, _ in known],
                [y for _, y in known],
                linestyle="none",
                marker=marker,
                markersize=7,
                color=colour,
                markeredgecolor=INK,
                label=name,
            )
        label_rows(axes, labels)
        axes.set_xlim(*percent_limits([v for _, values in series for v in values]))
        axes.set_xlabel("Phần trăm điểm tối đa, bình quân của nhóm")
        add_legend(axes, 1)
        svg = svg_of(figure)
    alt = "; ".join(
        f"{name}: {', '.join(f'{r} {value_text(v)}' for r, v in zip(rows, values, strict=True))}"
        for name, values in series
    )
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=svg)


def _mean_line(axes: Axes, y: int, mean: Decimal, *, is_first: bool) -> None:
    label = "Bình quân của nhóm" if is_first else None
    axes.plot([float(mean)] * 2, [y - 0.4, y + 0.4], color=RED, linewidth=2.5, label=label)
    axes.text(float(mean), y + 0.42, value_text(mean), ha="center", va="top", fontsize=8.5)


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
