"""Charts as inline SVG: named values in, a figure with its sentence and alternative text out.

No chart knows the assessment; the reports choose what to show and say what it means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cchc_lib.present.canvas import Look
from cchc_lib.present.html import Html, render
from cchc_lib.present.language import later, tr
from cchc_lib.present.panel import Panel
from cchc_lib.present.style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PALETTE,
    RED,
    label_room,
    percent_limits,
    row_height,
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
_LOOKS = len(PALETTE)
_OWN = Look(colour=BLUE, marker="o")
_MEAN = Look(colour=GREY, marker="D", face="white")
_EARLIER = Look(colour=BLUE, marker="o", face="white", size=6.5)
_BEST = Look(colour=INK, marker="^", face="none")
_DISTANCE = Look(colour="#9aa5af", width=2.5)
_MOST = Look(colour="#dde4ea", edge=GREY, width=0.5)
_CLAIMED = Look(colour=ORANGE, hatch=_HATCH_LIGHT)
_GRANTED = Look(colour=BLUE)
_OVER, _UNDER = Look(colour=RED), Look(colour=BLUE, hatch=_HATCH_LIGHT)
_ZERO = Look(colour=INK)
NO_DATA = later("Chưa có dữ liệu.")
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
    """One row: a unit's own percentage, the mean and the best of its group.

    ``earlier`` is the unit's own of an earlier year, where there is one to stand beside it.
    """

    label: str
    own: Decimal | None
    mean: Decimal | None
    best: Decimal | None
    earlier: Decimal | None = None


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
    said = tr(sentence)
    return Chart(title=title, sentence=said, alt=f"{title}. {said}", svg=Html(""))


def draw_dumbbells(title: str, sentence: str, rows: Sequence[Dumbbell]) -> Chart:
    """Draw each unit's value on a line to the group mean, with the best of the group."""
    if all(row.own is None for row in rows):
        return empty_chart(title)
    labels = [wrapped(row.label) for row in rows]
    panel = Panel(
        labels=labels,
        limits=percent_limits([v for r in rows for v in (r.own, r.mean, r.best, r.earlier)]),
        axis="Phần trăm điểm tối đa",
        top=0.45,
    )
    for y, row in enumerate(rows):
        _dumbbell(panel, y, row)
    named = [("Bình quân nhóm", _MEAN), ("Đơn vị", _OWN), ("Cao nhất nhóm", _BEST)]
    is_compared = any(row.earlier is not None for row in rows)
    panel.legend([*named, ("Đơn vị, lần trước", _EARLIER)] if is_compared else named)
    alt = "; ".join(
        f"{r.label}: đơn vị {value_text(r.own)}, bình quân {value_text(r.mean)}, "
        f"cao nhất {value_text(r.best)}"
        + ("" if r.earlier is None else f", lần trước {value_text(r.earlier)}")
        for r in rows
    )
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=panel.finish())


def draw_pairs(title: str, sentence: str, rows: Sequence[Pair]) -> Chart:
    """Draw claimed and granted points side by side, against the maximum."""
    if not rows:
        return empty_chart(title)
    labels = [wrapped(row.label) for row in rows]
    notes = [
        f"{value_text(r.claimed)} → {value_text(r.granted)} / {value_text(r.max_score)}{r.note}"
        for r in rows
    ]
    top = max((float(row.max_score) for row in rows), default=1.0)
    panel = Panel(
        labels=labels,
        limits=(0.0, top),
        axis="Điểm (không kể phần điều tra xã hội học)",
        row_height=0.44,
        top=0.45,
        right=label_room(notes),
    )
    for y, (row, note) in enumerate(zip(rows, notes, strict=True)):
        most = float(row.max_score)
        panel.bar(y, most, 0.8, _MOST)
        panel.bar(y - 0.19, float(row.claimed), 0.34, _CLAIMED)
        panel.bar(y + 0.19, float(row.granted), 0.34, _GRANTED)
        panel.text(most + top * 0.01, y, note)
    plain = Look(colour=_MOST.colour)
    panel.legend([("Tự chấm", _CLAIMED), ("Thẩm định", _GRANTED), ("Tối đa", plain)])
    alt = "; ".join(
        f"{r.label}: tự chấm {value_text(r.claimed)}, thẩm định {value_text(r.granted)}, "
        f"tối đa {value_text(r.max_score)}"
        for r in rows
    )
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=panel.finish())


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
    panel = Panel(
        labels=labels,
        limits=(0.0, limit),
        axis=axis,
        top=0.45 if legend else 0.15,
        right=label_room(row.note for row in rows),
        row_height=row_height(labels),
    )
    for y, row in enumerate(rows):
        value = 0.0 if row.value is None else float(row.value)
        panel.bar(y, value, 0.7, Look(colour=GREY) if row.style is None else _look(row.style))
        panel.text(value + limit * 0.01, y, row.note)
    if legend:
        panel.legend([(name, _look(style)) for style, name in enumerate(legend)])
    alt = "; ".join(f"{row.label}: {row.note}" for row in rows)
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=panel.finish())


def draw_differences(
    title: str, sentence: str, rows: Sequence[Bar], *, axis: str, largest: Decimal | None = None
) -> Chart:
    """Draw bars to the left or right of zero; ``largest`` is the scale of charts of one kind."""
    if all(row.value is None for row in rows):
        return empty_chart(title)
    labels = [wrapped(row.label) for row in rows]
    known = [abs(float(row.value)) for row in rows if row.value is not None]
    limit = float(largest or 0) or max(known, default=0) or 1
    panel = Panel(
        labels=labels,
        limits=(-limit * 1.35, limit * 1.35),
        axis=axis,
        top=0.15,
        row_height=row_height(labels),
    )
    for y, row in enumerate(rows):
        value = 0.0 if row.value is None else float(row.value)
        is_over = value >= 0
        panel.bar(y, value, 0.7, _OVER if is_over else _UNDER)
        shift = limit * (0.03 if is_over else -0.03)
        panel.text(value + shift, y, row.note, across="left" if is_over else "right")
    panel.upright(0, _ZERO)
    alt = "; ".join(f"{row.label}: {row.note}" for row in rows)
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=panel.finish())


def _look(style: int) -> Look:
    colour, hatch, _ = PALETTE[style % _LOOKS]
    return Look(colour=colour, hatch=hatch)


def _dumbbell(panel: Panel, y: int, row: Dumbbell) -> None:
    """Draw the marks of one row."""
    if row.own is not None and row.mean is not None:
        panel.line([(float(row.mean), y), (float(row.own), y)], _DISTANCE)
    marks = ((row.mean, _MEAN), (row.earlier, _EARLIER), (row.own, _OWN), (row.best, _BEST))
    for value, look in marks:
        if value is not None:
            panel.marks([(float(value), y)], look)
    if row.own is not None:
        text, own = value_text(row.own), float(row.own)
        panel.text(own, y, text, size=8.0, across="center", down="baseline", lift=7.0)
