"""Shapes and texts put on a drawing in points, through matplotlib's SVG backend."""

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_rgba
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform

from cchc_lib.present.html import Html
from cchc_lib.present.lettering import Extent, Shape, measure, outline_of, shape

__all__ = ["Across", "Box", "Canvas", "Down", "Look", "Point"]

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, width and height."""
Across = Literal["left", "center", "right"]
Down = Literal["top", "center", "center_baseline", "baseline", "bottom"]

_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_HEAD = "<svg"
_MADE_UP = re.compile(r' id="([a-z][0-9a-f]{10})"')
_UNMOVED = IdentityTransform()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a bar, a line or a mark looks.

    ``colour`` fills a bar and draws lines and edges of marks; ``edge`` is the edge of a bar.
    ``face`` fills a mark, with its colour where it is not given, with nothing for ``none``.
    ``size`` is that of a mark, ``width`` that of a line or edge, in points; ``is_line`` shows
    it as a line where looks are named.
    """

    colour: str
    hatch: str = ""
    edge: str = "white"
    marker: str = ""
    face: str = ""
    size: float = 8.0
    width: float = 1.0
    is_line: bool = False


class Canvas:
    """A drawing of a size in points; whatever is drawn later lies on top."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._buffer = io.StringIO()
        self._outlines: set[str] = set()
        self._renderer = _renderer(width, height, self._buffer)
        self.bar((0, 0, width, height), Look(colour="white", width=0))

    def bar(self, box: Box, look: Look, clip: Box | None = None) -> None:
        """Draw a filled rectangle."""
        left, bottom, width, height = box
        context = self._context(look.edge, look.width, clip)
        context.set_joinstyle("miter")
        if look.hatch:
            context.set_hatch(look.hatch)
            context.set_hatch_color(to_rgba("white"))
            context.set_hatch_linewidth(0.8)
        move = Affine2D.from_values(width, 0, 0, height, left, bottom)
        self._renderer.draw_path(context, Path.unit_rectangle(), move, to_rgba(look.colour))

    def line(self, points: Sequence[Point], look: Look, clip: Box | None = None) -> None:
        """Draw a line from point to point."""
        context = self._context(look.colour, look.width, clip)
        context.set_capstyle("projecting")
        self._renderer.draw_path(context, Path(points), _UNMOVED)

    def marks(self, points: Sequence[Point], look: Look, clip: Box | None = None) -> None:
        """Draw a mark at each point."""
        context = self._context(look.colour, look.width, clip)
        style = _marker(look.marker)
        context.set_joinstyle(style.get_joinstyle())
        context.set_capstyle(style.get_capstyle())
        face = look.face or look.colour
        self._renderer.draw_markers(
            context,
            style.get_path(),
            style.get_transform() + Affine2D().scale(look.size),
            Path(points),
            _UNMOVED,
            None if face == "none" else to_rgba(face),
        )

    def text(
        self,
        at: Point,
        text: str,
        *,
        size: float,
        colour: str,
        across: Across = "left",
        down: Down = "center",
    ) -> None:
        """Write lines of text; ``across`` and ``down`` say what of them stands at the point."""
        words = text.split("\n")
        lines = list(zip(words, measure(words, size), strict=True))
        top, share = at[1] + _rise(lines, down), _SHARES[across]
        for line, (width, above, below) in lines:
            top -= above
            left = at[0] - share * width
            if line:
                shaped = self._shape(line, size, colour)
                self._buffer.write(f"{shaped.at(left, self.height - top)}\n")
            top -= below

    def finish(self) -> Html:
        """Return the drawing as SVG whose identifiers clash with no other one's.

        Those that the library makes up differ from drawing to drawing; they are numbered.
        """
        self._renderer.finalize()
        svg = self._buffer.getvalue()
        svg = svg[svg.index(_HEAD) :].strip()
        for number, name in enumerate(_MADE_UP.findall(svg)):
            svg = svg.replace(name, f"{name[0]}{number}")
        mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
        for before in (' id="', 'href="#', "url(#"):
            svg = svg.replace(before, f"{before}c{mark}-")
        return Html(svg)

    def _shape(self, text: str, size: float, colour: str) -> Shape:
        """Return a shape whose outlines are defined in the drawing."""
        found = shape(text, size, colour)
        new = [name for name in found.outlines if name not in self._outlines]
        if new:
            self._outlines.update(new)
            self._buffer.write(f"<defs>{''.join(map(outline_of, new))}</defs>\n")
        return found

    def _context(self, colour: str, width: float, clip: Box | None) -> GraphicsContextBase:
        context: GraphicsContextBase = self._renderer.new_gc()
        context.set_foreground(to_rgba(colour), isRGBA=True)
        context.set_linewidth(width)
        if clip:
            context.set_clip_rectangle(Bbox.from_bounds(*clip))
        return context


_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}


def _rise(lines: Sequence[tuple[str, Extent]], down: Down) -> float:
    """Return how far the top of some lines stands above the point that they are set at."""
    height = sum(above + below for _, (_, above, below) in lines)
    match down:
        case "top":
            return 0.0
        case "center":
            return height / 2
        case "center_baseline":
            return (height - lines[-1][1][2]) / 2
        case "baseline":
            return height - lines[-1][1][2]
        case "bottom":
            return height


def _renderer(width: float, height: float, buffer: io.StringIO) -> Any:  # noqa: ANN401 - untyped
    build: Any = RendererSVG
    return build(width, height, buffer, metadata=_NO_METADATA)


@cache
def _marker(name: str) -> MarkerStyle:
    return MarkerStyle(name)
