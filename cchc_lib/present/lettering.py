"""Texts as outlines: each one is shaped and measured once in the life of a process.

The reports of a year show the same names again and again, and shaping them is most of what a
chart costs.
"""

import io
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import TextToPath

__all__ = ["Extent", "Shape", "measure", "outline_of", "shape"]

Extent = tuple[float, float, float]
"""Width of a text, and how far it reaches above and below its line, in points."""

_LETTERS = Path(__file__).parent / "fonts" / "SourceSansPro-Regular.otf"
_SCALE = 1.12
"""How much larger these letters are set than asked for: they are small for their size."""
_REMEMBERED = 8192
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_OUTLINES = re.compile(r"<defs>(.*?)</defs>", re.DOTALL)
_OUTLINE = re.compile(r'<path id="([^"]*)".*?/>', re.DOTALL)
_INDENT = re.compile(r">\s+<")
_USED = re.compile(r'href="#([^"]*)"')
_PLACE = "translate(1 1)"
_outlines: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Shape:
    """One line of text as SVG: what stands before and after its place, and its outlines."""

    before: str
    after: str
    outlines: tuple[str, ...]

    def at(self, x: float, y: float) -> str:
        """Return the text at a place, counted from the top left corner."""
        return f"{self.before}translate({_number(x)} {_number(y)}){self.after}"


@lru_cache(_REMEMBERED)
def shape(text: str, size: float, colour: str) -> Shape:
    """Return a line of text as the library draws it, without the outlines of its letters."""
    buffer, renderer = _sheet()
    buffer.seek(0)
    buffer.truncate()
    context = renderer.new_gc()
    context.set_foreground(colour)
    with _as_outlines():
        renderer.draw_text(context, 1, 1, text, _font(size), 0)
    drawn = _COMMENT.sub("", buffer.getvalue())
    for group in _OUTLINES.finditer(drawn):
        _outlines.update({outline[1]: outline[0] for outline in _OUTLINE.finditer(group[1])})
    bare = _INDENT.sub("><", _OUTLINES.sub("", drawn)).strip()
    before, _, after = bare.partition(_PLACE)
    return Shape(before, after, tuple(dict.fromkeys(_USED.findall(after))))


def outline_of(name: str) -> str:
    """Return the outline of a letter of a shape that was asked for before."""
    return _outlines[name]


def measure(lines: Sequence[str], size: float) -> list[Extent]:
    """Return the extent of each of some lines of text that stand below one another."""
    most_above, most_below, gap = _font_extent()
    apart = gap / 2 if len(lines) > 1 else 0.0
    return [
        (
            size * width,
            size * (max(above, most_above) + apart),
            size * (max(below, most_below) + apart),
        )
        for width, above, below in map(_measured, lines)
    ]


@lru_cache(_REMEMBERED)
def _measured(text: str) -> Extent:
    """Return the bare extent of a text in a font of one point."""
    width, height, below = TextToPath().get_text_width_height_descent(text, _font(1), ismath=False)
    return width, height - below, below


@cache
def _sheet() -> tuple[io.StringIO, Any]:
    """Return where texts are drawn to be kept; the library outlines a letter once on a sheet."""
    buffer = io.StringIO()
    build: Any = RendererSVG
    return buffer, build(1, 1, buffer)


def _as_outlines() -> AbstractContextManager[None]:
    """Have texts drawn as outlines; changing the settings of the library is dear."""
    is_so = mpl.rcParams["svg.fonttype"] == "path" and mpl.rcParams["svg.id"] is None
    own = mpl.rc_context({"svg.fonttype": "path", "svg.id": None})
    return nullcontext() if is_so else own


@cache
def _font_extent() -> Extent:
    """Return how far a font of one point reaches above and below its line, and leaves between."""
    font = get_font(findfont(_font(1)))
    table, head = font.get_sfnt_table("OS/2"), font.get_sfnt_table("head")
    if table is None or head is None:
        raise RuntimeError("The font of the charts has no table of its extents.")
    parts = (table["sTypoAscender"], -table["sTypoDescender"], table["sTypoLineGap"])
    above, below, gap = (_SCALE * part / head["unitsPerEm"] for part in parts)
    return above, below, gap


@cache
def _font(size: float) -> FontProperties:
    return FontProperties(fname=_LETTERS, size=_SCALE * size)


def _number(value: float) -> str:
    return f"{value:f}".rstrip("0").rstrip(".")
