"""How every chart looks: type, colours with a second sign for grey print, fixed margins.

Figures are made without pyplot and without automatic layout; the margins are reckoned from
the number of rows and the longest label, so the same values always give the same bytes.
"""

import hashlib
import io
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from cchc_lib.present.html import Html
from cchc_lib.vietnamese import format_decimal

__all__ = [
    "BLUE",
    "GREY",
    "INK",
    "ORANGE",
    "PALETTE",
    "RED",
    "Panel",
    "add_legend",
    "chart_style",
    "label_room",
    "label_rows",
    "make_panel",
    "percent_limits",
    "row_height",
    "svg_of",
    "value_text",
    "wrapped",
]

INK, GREY, BLUE, ORANGE, RED = "#1d2733", "#6b7782", "#0072b2", "#e69f00", "#b5451b"
PALETTE = (
    ("#0b3c5d", "", "o"),
    ("#56b4e9", "////", "s"),
    ("#e9c46a", "....", "^"),
    ("#d98c3f", "xxxx", "D"),
    ("#b5451b", "\\\\\\\\", "v"),
)
"""Colour, hatch and marker by rank; the hatch or marker tells them apart without colour."""

Panel = tuple[Figure, Axes]

_WIDTH = 7.6
_PLACES = 2
_CHARACTER = 0.066
_LABEL_CHARACTERS = 40
_ROW_HEIGHT, _TALL_ROW_HEIGHT = 0.3, 0.37
_FULL_PERCENT = 105
_SETTINGS: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": "#9aa5af",
    "axes.labelcolor": INK,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": "#dfe5ea",
    "grid.linewidth": 0.7,
    "hatch.color": "white",
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "cchc",
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 9,
}
_DROPPED = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->|<\?xml.*?\?>|<!DOCTYPE.*?>", re.DOTALL)
_GROUP_ID = re.compile(r'<g id="[^"]*"')
_REFERENCE = re.compile(r'(\bid="|href="#|url\(#)')


@contextmanager
def chart_style() -> Iterator[None]:
    """Apply the look of this module while a chart is drawn and saved."""
    with mpl.rc_context(_SETTINGS):
        yield


def make_panel(
    *,
    row_count: int,
    left: float,
    row_height: float = _ROW_HEIGHT,
    top: float = 0.3,
    right: float = 0.25,
    bottom: float = 0.55,
) -> Panel:
    """Make a figure with one set of axes for ``row_count`` rows; margins are in inches."""
    height = row_count * row_height + top + bottom
    figure = Figure(figsize=(_WIDTH, height))
    axes = figure.add_axes(
        (
            left / _WIDTH,
            bottom / height,
            1 - (left + right) / _WIDTH,
            1 - (top + bottom) / height,
        )
    )
    axes.xaxis.set_major_formatter(FuncFormatter(_with_comma))
    return figure, axes


def label_room(labels: Iterable[str]) -> float:
    """Return the inches that the longest label line needs on the left."""
    longest = max((len(line) for label in labels for line in label.split("\n")), default=0)
    return 0.2 + _CHARACTER * longest


def wrapped(label: str, width: int = _LABEL_CHARACTERS) -> str:
    r"""Break a long name into at most two lines.

    >>> wrapped("Ban Quản lý các khu công nghiệp và khu kinh tế tỉnh", 30)
    'Ban Quản lý các khu công\nnghiệp và khu kinh tế tỉnh'
    """
    return "\n".join(textwrap.wrap(label, width, max_lines=2, placeholder=" …"))


def label_rows(axes: Axes, labels: Sequence[str]) -> None:
    """Name the rows, the first on top, with light lines to read the values by."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)


def percent_limits(values: Iterable[Decimal | None]) -> tuple[float, float]:
    """Return the ends of a percentage axis that shows all values with some air.

    >>> percent_limits([Decimal(72), None, Decimal(95)])
    (65.0, 100.0)
    """
    known = [float(value) for value in values if value is not None] or [0.0, 100.0]
    high = (max(known) + 3) // 5 * 5 + 5
    return max((min(known) - 3) // 5 * 5, 0.0), high if high < _FULL_PERCENT else 101.5


def row_height(labels: Iterable[str]) -> float:
    """Return the inches a row needs, more where a label takes two lines."""
    return _TALL_ROW_HEIGHT if any("\n" in label for label in labels) else _ROW_HEIGHT


def add_legend(axes: Axes, columns: int, patches: Sequence[tuple[str, str, str]] = ()) -> None:
    """Put the legend above the axes, flush with the left edge of the figure.

    ``patches`` gives name, colour and hatch of bars; without it the drawn marks are named.
    """
    figure = axes.get_figure()
    handles: list[Artist] = [
        Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=name)
        for name, colour, hatch in patches
    ] or axes.get_legend_handles_labels()[0]
    if figure is not None:
        figure.legend(
            handles=handles,
            loc="upper left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=columns,
            borderaxespad=0.2,
        )


def value_text(value: Decimal | None) -> str:
    """Write a charted value, or say that there is none."""
    return "chưa có" if value is None else format_decimal(value, _PLACES)


def svg_of(figure: Figure) -> Html:
    """Return a figure as inline SVG whose identifiers clash with no other chart's."""
    buffer = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    figure.savefig(buffer, format="svg", metadata=nothing)
    svg = _GROUP_ID.sub("<g", _DROPPED.sub("", buffer.getvalue())).strip()
    mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
    return Html(_REFERENCE.sub(rf"\g<1>c{mark}-", svg))


def _with_comma(value: float, _position: int | None = None) -> str:
    return f"{value:g}".replace(".", ",").replace("-", "−")
