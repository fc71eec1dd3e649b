"""Charts as inline SVG: named values in, a figure with its sentence and alternative text out.

No chart knows the assessment; the reports choose what to show and say what it means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.axes import Axes

from cchc_lib.present.html import Html, render
from cchc_lib.present.style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
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

__all__ = [
    "NO_DATA",
    "Bar",
    "Chart",
    "Dumbbell",
    "Pair",
    "draw_bars",
    "draw_differences",
    "draw_dumbbells",
    "draw_pairs",
    "empty_chart",
]

_HATCH_LIGHT = "////"
_PALE = "#dde4ea"
_LOOKS = len(PALETTE)
NO_DATA = "Chưa có dữ liệu."
"""What is said in place of a chart without values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawn chart, what it shows in one sentence, and its values for who cannot see it."""

    title: str
    sentence: str
    alt: str
    svg: Html

    def __html__(self) -> str:
        """Return the figure as HTML."""
        return render(
            "figure.html.j2", title=self.title, sentence=self.sentence, alt=self.alt, svg=self.svg
        ).markup

    def _repr_html_(self) -> str:
        return self.__html__()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dumbbell:
    """One row: a unit's own percentage, the mean and the best of its group."""

    label: str
    own: Decimal | None
    mean: Decimal | None
    best: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One row: the claimed and the granted points, and what is written behind them."""

    label: str
    claimed: Decimal
    granted: Decimal
    max_score: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: a value with what is written behind it.

    ``style`` picks colour and hatch; without one the bar is grey and stands in no legend.
    """

    label: str
    value: Decimal | None
    note: str
    style: int | None = 0


def empty_chart(title: str, sentence: str = NO_DATA) -> Chart:
    """Say that there is nothing to draw, without axes."""
    return Chart(title=title, sentence=sentence, alt=f"{title}. {sentence}", svg=Html(""))


def draw_dumbbells(title: str, sentence: str, rows: Sequence[Dumbbell]) -> Chart:
    """Draw each unit's value on a line to the group mean, with the best of the group."""
    if all(row.own is None for row in rows):
        return empty_chart(title)
    labels = [wrapped(row.label) for row in rows]
    with chart_style():
        figure, axes = make_panel(row_count=len(rows), left=label_room(labels), top=0.45)
        for y, row in enumerate(rows):
            _dumbbell(axes, y, row)
        label_rows(axes, labels)
        axes.set_xlim(*percent_limits([v for r in rows for v in (r.own, r.mean, r.best)]))
        axes.set_xlabel("Phần trăm điểm tối đa")
        add_legend(axes, 3)
        svg = svg_of(figure)
    alt = "; ".join(
        f"{r.label}: đơn vị {value_text(r.own)}, bình quân {value_text(r.mean)}, "
        f"cao nhất {value_text(r.best)}"
        for r in rows
    )
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=svg)


def draw_pairs(title: str, sentence: str, rows: Sequence[Pair]) -> Chart:
    """Draw claimed and granted points side by side, against the maximum."""
    if not rows:
        return empty_chart(title)
    labels = [wrapped(row.label) for row in rows]
    notes = [
        f"{value_text(r.claimed)} → {value_text(r.granted)} / {value_text(r.max_score)}{r.note}"
        for r in rows
    ]
    with chart_style():
        figure, axes = make_panel(
            row_count=len(rows),
            left=label_room(labels),
            row_height=0.44,
            top=0.45,
            right=label_room(notes),
        )
        top = max((float(row.max_score) for row in rows), default=1.0)
        for y, row in enumerate(rows):
            axes.barh(
                y, float(row.max_score), height=0.8, color=_PALE, edgecolor=GREY, linewidth=0.5
            )
            claimed, granted = float(row.claimed), float(row.granted)
            axes.barh(y - 0.19, claimed, 0.34, color=ORANGE, hatch=_HATCH_LIGHT, edgecolor="white")
            axes.barh(y + 0.19, granted, 0.34, color=BLUE, edgecolor="white")
            axes.text(float(row.max_score) + top * 0.01, y, notes[y], va="center", fontsize=8.5)
        label_rows(axes, labels)
        axes.set_xlim(0, top)
        axes.set_xlabel("Điểm (không kể phần điều tra xã hội học)")
        patches = (
            ("Tự chấm", ORANGE, _HATCH_LIGHT),
            ("Thẩm định", BLUE, ""),
            ("Tối đa", _PALE, ""),
        )
        add_legend(axes, len(patches), patches)
        svg = svg_of(figure)
    alt = "; ".join(
        f"{r.label}: tự chấm {value_text(r.claimed)}, thẩm định {value_text(r.granted)}, "
        f"tối đa {value_text(r.max_score)}"
        for r in rows
    )
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=svg)


def draw_bars(
    title: str,
    sentence: str,
    rows: Sequence[Bar],
    *,
    axis: str,
    upper: float | None = None,
    legend: Sequence[str] = (),
) -> Chart:
    """Draw labelled bars from the first row down; ``legend`` names the styles in use."""
    if all(row.value is None for row in rows):
        return empty_chart(title)
    labels = [wrapped(row.label) for row in rows]
    largest = max((float(row.value) for row in rows if row.value is not None), default=1.0)
    limit = upper or largest or 1.0
    with chart_style():
        figure, axes = make_panel(
            row_count=len(rows),
            left=label_room(labels),
            top=0.45 if legend else 0.15,
            right=label_room(row.note for row in rows),
            row_height=row_height(labels),
        )
        for y, row in enumerate(rows):
            colour, hatch = (GREY, "") if row.style is None else PALETTE[row.style % _LOOKS][:2]
            value = 0.0 if row.value is None else float(row.value)
            axes.barh(y, value, height=0.7, color=colour, hatch=hatch, edgecolor="white")
            axes.text(value + limit * 0.01, y, row.note, va="center", fontsize=8.5)
        label_rows(axes, labels)
        axes.set_xlim(0, limit)
        axes.set_xlabel(axis)
        if legend:
            looks = [(name, *PALETTE[i % _LOOKS][:2]) for i, name in enumerate(legend)]
            add_legend(axes, len(legend), looks)
        svg = svg_of(figure)
    alt = "; ".join(f"{row.label}: {row.note}" for row in rows)
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=svg)


def draw_differences(title: str, sentence: str, rows: Sequence[Bar], *, axis: str) -> Chart:
    """Draw bars to the left or right of zero."""
    if all(row.value is None for row in rows):
        return empty_chart(title)
    labels = [wrapped(row.label) for row in rows]
    limit = max((abs(float(row.value)) for row in rows if row.value is not None), default=0) or 1
    with chart_style():
        figure, axes = make_panel(
            row_count=len(rows), left=label_room(labels), top=0.15, row_height=row_height(labels)
        )
        for y, row in enumerate(rows):
            value = 0.0 if row.value is None else float(row.value)
            is_over = value >= 0
            colour, hatch = (RED, "") if is_over else (BLUE, _HATCH_LIGHT)
            axes.barh(y, value, height=0.7, color=colour, hatch=hatch, edgecolor="white")
            shift = limit * (0.03 if is_over else -0.03)
            side = "left" if is_over else "right"
            axes.text(value + shift, y, row.note, va="center", ha=side, fontsize=8.5)
        axes.axvline(0, color=INK, linewidth=1)
        label_rows(axes, labels)
        axes.set_xlim(-limit * 1.35, limit * 1.35)
        axes.set_xlabel(axis)
        svg = svg_of(figure)
    alt = "; ".join(f"{row.label}: {row.note}" for row in rows)
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=svg)


def _dumbbell(axes: Axes, y: int, row: Dumbbell) -> None:
    """Draw the marks of one row; only the first row feeds the legend."""
    names = ("Đơn vị", "Bình quân nhóm", "Cao nhất nhóm") if y == 0 else (None, None, None)
    if row.own is not None and row.mean is not None:
        axes.plot([float(row.mean), float(row.own)], [y, y], color="#9aa5af", linewidth=2.5)
    for value, name, marker, colour, face in (
        (row.mean, names[1], "D", GREY, "white"),
        (row.own, names[0], "o", BLUE, BLUE),
        (row.best, names[2], "^", INK, "none"),
    ):
        x = [float("nan") if value is None else float(value)]
        axes.plot(
            x,
            [y],
            linestyle="none",
            marker=marker,
            markersize=8,
            color=colour,
            markerfacecolor=face,
            markeredgecolor=colour,
            label=name,
        )
    if row.own is not None:
        text = value_text(row.own)
        axes.annotate(
            text, (float(row.own), y), (0, 7), textcoords="offset points", ha="center", fontsize=8
        )
