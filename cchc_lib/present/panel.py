"""One set of axes on a drawing: named rows from the top, values along the bottom.

The margins are reckoned from the number of rows and the longest label, so the same values
always give the same bytes.
"""

from collections.abc import Sequence

from matplotlib.ticker import MaxNLocator

from cchc_lib.present.canvas import Across, Box, Canvas, Down, Look, Point
from cchc_lib.present.html import Html
from cchc_lib.present.language import NATIVE, language
from cchc_lib.present.lettering import measure
from cchc_lib.present.style import INK, ROW_HEIGHT, label_room

__all__ = ["INCH", "LABEL_PAD", "WIDTH", "Panel"]

INCH, WIDTH = 72.0, 7.6
"""The points of an inch, and the inches that every chart is wide."""
LABEL_PAD = 3.5
"""The points between the name of a row or column and what it names."""
_NAME_SIZE, _TICK_SIZE, _AXIS_SIZE, _TEXT_SIZE = 9.0, 8.5, 9.0, 8.5
_TICK = 3.5
_AXIS_PAD = 4.0
_ABOVE, _BELOW = 0.6, 0.4
_TICK_ROOM, _MOST_TICKS = 3 * _TICK_SIZE, 9
_STEPS = [1, 2, 2.5, 5, 10]
_NEAR = 1e-9
_SPINE = Look(colour="#9aa5af", width=0.8)
_GRID = Look(colour="#dfe5ea", width=0.7)
_TICK_MARK = Look(colour=INK, width=0.8)
_SAMPLE_WIDTH, _SAMPLE_HEIGHT, _SAMPLE_GAP = 2 * _TEXT_SIZE, 0.7 * _TEXT_SIZE, 0.8 * _TEXT_SIZE
_LEGEND_EDGE, _LEGEND_GAP, _LEGEND_LEADING = 0.6 * _TEXT_SIZE, 2 * _TEXT_SIZE, 0.5 * _TEXT_SIZE


class Panel:
    """Axes for some rows, drawn on in the order of the calls, texts on top of all.

    Parameters
    ----------
    labels
        The names of the rows, the first on top.
    limits
        The values at the left and the right end.
    axis
        What the values are.
    is_counted
        Whether values are whole numbers, such as places, so that no others are marked.
    row_height, top, right, bottom
        Room for a row, and margins, in inches; the left one fits the labels.
    """

    def __init__(
        self,
        *,
        labels: Sequence[str],
        limits: tuple[float, float],
        axis: str,
        is_counted: bool = False,
        row_height: float = ROW_HEIGHT,
        top: float = 0.3,
        right: float = 0.25,
        bottom: float = 0.55,
    ) -> None:
        left, rows = label_room(labels), len(labels)
        height = rows * row_height
        self._canvas = Canvas(WIDTH * INCH, (height + top + bottom) * INCH)
        self._box: Box = (
            left * INCH,
            bottom * INCH,
            (WIDTH - left - right) * INCH,
            height * INCH,
        )
        self._limits, self._rows = limits, rows
        self._texts: list[tuple[Point, str, float, Across, Down]] = []
        self._draw_scale(axis, is_counted=is_counted)
        for y, label in enumerate(labels):
            self._write(
                (self._box[0] - LABEL_PAD, self._y(y)),
                label,
                _NAME_SIZE,
                across="right",
                down="center_baseline",
            )

    def bar(self, y: float, value: float, thickness: float, look: Look, start: float = 0.0) -> None:
        """Draw a bar from ``start``, as long as ``value``, in the middle of a row."""
        left, low, high = self._x(start), self._y(y + thickness / 2), self._y(y - thickness / 2)
        box = (left, low, self._x(start + value) - left, high - low)
        self._canvas.bar(box, look, self._box)

    def line(self, points: Sequence[Point], look: Look) -> None:
        """Draw a line through values in rows."""
        self._canvas.line([self._at(*point) for point in points], look, self._box)

    def marks(self, points: Sequence[Point], look: Look) -> None:
        """Draw a mark at values in rows."""
        if points:
            self._canvas.marks([self._at(*point) for point in points], look, self._box)

    def upright(self, value: float, look: Look) -> None:
        """Draw a line through all rows at a value."""
        _, bottom, _, height = self._box
        x = self._x(value)
        self._canvas.line([(x, bottom), (x, bottom + height)], look, self._box)

    def text(
        self,
        value: float,
        y: float,
        text: str,
        *,
        size: float = _TEXT_SIZE,
        across: Across = "left",
        down: Down = "center",
        lift: float = 0.0,
    ) -> None:
        """Write at a value in a row, ``lift`` points above it."""
        x, at = self._at(value, y)
        self._write((x, at + lift), text, size, across=across, down=down)

    def legend(self, entries: Sequence[tuple[str, Look]], *, is_stacked: bool = False) -> None:
        """Name looks above the axes, flush with the left edge of the drawing."""
        sizes = [measure([name], _TEXT_SIZE)[0] for name, _ in entries]
        left, top = _LEGEND_EDGE, self._canvas.height - _LEGEND_EDGE
        line = top - max(above for _, above, _ in sizes)
        for (name, look), (width, above, below) in zip(entries, sizes, strict=True):
            at = (left, top - above if is_stacked else line)
            self._sample(at, look)
            x = at[0] + _SAMPLE_WIDTH + _SAMPLE_GAP
            self._write((x, at[1] + above), name, _TEXT_SIZE, across="left", down="top")
            if is_stacked:
                top -= above + below + _LEGEND_LEADING
            else:
                left = x + width + _LEGEND_GAP

    def finish(self) -> Html:
        """Return the drawing."""
        left, bottom, width, _ = self._box
        self._canvas.line([(left, bottom), (left + width, bottom)], _SPINE)
        for at, text, size, across, down in self._texts:
            self._canvas.text(at, text, size=size, colour=INK, across=across, down=down)
        return self._canvas.finish()

    def _draw_scale(self, axis: str, *, is_counted: bool) -> None:
        """Draw the light lines to read values by, with their numbers and what they are."""
        left, bottom, width, height = self._box
        under = bottom - _TICK - LABEL_PAD
        for value in _ticks(self._limits, width, is_counted=is_counted):
            x = self._x(value)
            self._canvas.line([(x, bottom), (x, bottom + height)], _GRID, self._box)
            self._canvas.line([(x, bottom), (x, bottom - _TICK)], _TICK_MARK)
            self._write((x, under), _as_written(value), _TICK_SIZE, across="center", down="top")
        _, above, below = measure(["0"], _TICK_SIZE)[0]
        low = under - above - below - _AXIS_PAD
        self._write((left + width / 2, low), axis, _AXIS_SIZE, across="center", down="top")

    def _sample(self, at: Point, look: Look) -> None:
        middle = at[1] + _SAMPLE_HEIGHT / 2
        if look.marker:
            self._canvas.marks([(at[0] + _SAMPLE_WIDTH / 2, middle)], look)
        elif look.is_line:
            self._canvas.line([(at[0], middle), (at[0] + _SAMPLE_WIDTH, middle)], look)
        else:
            self._canvas.bar((*at, _SAMPLE_WIDTH, _SAMPLE_HEIGHT), look)

    def _write(self, at: Point, text: str, size: float, *, across: Across, down: Down) -> None:
        self._texts.append((at, text, size, across, down))

    def _at(self, value: float, y: float) -> Point:
        return self._x(value), self._y(y)

    def _x(self, value: float) -> float:
        left, _, width, _ = self._box
        low, high = self._limits
        return left + (value - low) / (high - low) * width

    def _y(self, y: float) -> float:
        _, bottom, _, height = self._box
        return bottom + (self._rows - _BELOW - y) / (self._rows - _BELOW + _ABOVE) * height


def _ticks(limits: tuple[float, float], width: float, *, is_counted: bool = False) -> list[float]:
    """Return round values between two, as many as their numbers have room for."""
    count = min(max(int(width // _TICK_ROOM), 1), _MOST_TICKS)
    low, high = limits
    slack = (high - low) * _NEAR
    found = MaxNLocator(nbins=count, steps=_STEPS, integer=is_counted).tick_values(low, high)
    return [value for value in map(float, found) if low - slack <= value <= high + slack]


def _as_written(value: float) -> str:
    text = f"{value:g}".replace("-", "−")
    return text.replace(".", ",") if language() == NATIVE else text
