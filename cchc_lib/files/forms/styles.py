"""How the cells of a form look: named styles, by the part that a cell plays."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils.indexed_list import IndexedList

__all__ = ["STYLE_PREFIX", "add_styles", "dress", "is_bold", "is_wrapped"]

STYLE_PREFIX = "cchc_"
"""Keeps our names apart from the styles that every spreadsheet has."""
_FONT = "Times New Roman"
_DARK, _AREA, _CRITERION, _GREY = "1F4E79", "D6E4F0", "EEF3F8", "EDEDED"
_CONTAINERS = (
    "_fonts",
    "_fills",
    "_borders",
    "_alignments",
    "_protections",
    "_number_formats",
    "_cell_styles",
    "_named_styles",
)
"""Where openpyxl keeps the styles of a workbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What makes one named style."""

    horizontal: str = "left"
    vertical: str = "top"
    number_format: str = "General"
    fill: str = ""
    color: str = "000000"
    size: int = 11
    is_bold: bool = False
    is_italic: bool = False
    is_framed: bool = True
    is_input: bool = False
    is_wrapped: bool = True


_SCORE = "0.00"
_LOOKS: Mapping[str, _Look] = {
    "title": _Look(horizontal="centerContinuous", size=14, is_bold=True, is_framed=False,
                   color=_DARK, is_wrapped=False),
    "subtitle": _Look(horizontal="centerContinuous", size=12, is_bold=True, is_framed=False,
                      is_wrapped=False),
    "mark": _Look(horizontal="centerContinuous", is_bold=True, is_framed=False, color="B00020",
                  is_wrapped=False),
    "label": _Look(horizontal="right", is_framed=False, is_wrapped=False),
    "identity": _Look(is_bold=True, is_framed=False, is_wrapped=False),
    "note": _Look(is_italic=True, is_framed=False, is_wrapped=False, color="444444", size=10),
    "header": _Look(horizontal="center", vertical="center", is_bold=True, fill=_DARK,
                    color="FFFFFF"),
    "area": _Look(is_bold=True, fill=_AREA),
    "area_score": _Look(horizontal="center", is_bold=True, fill=_AREA, number_format=_SCORE),
    "criterion": _Look(is_bold=True, fill=_CRITERION),
    "criterion_score": _Look(horizontal="center", is_bold=True, fill=_CRITERION,
                             number_format=_SCORE),
    "text": _Look(),
    "text_centre": _Look(horizontal="center"),
    "score": _Look(horizontal="center", number_format=_SCORE),
    "off": _Look(fill=_GREY, color="7A7A7A", is_italic=True),
    "off_centre": _Look(horizontal="center", fill=_GREY, color="7A7A7A", is_italic=True,
                        number_format=_SCORE),
    "hidden": _Look(is_framed=False, is_wrapped=False, number_format="@", color="7A7A7A"),
    "input_text": _Look(is_input=True, number_format="@"),
    "input_choice": _Look(is_input=True, horizontal="center"),
    "input_count": _Look(is_input=True, horizontal="center", number_format="#,##0"),
    "input_amount": _Look(is_input=True, horizontal="center", number_format="#,##0.00"),
    "input_percent": _Look(is_input=True, horizontal="center", number_format=_SCORE),
    "input_score": _Look(is_input=True, horizontal="center", number_format=_SCORE),
    "input_date": _Look(is_input=True, horizontal="center", number_format="dd/mm/yyyy"),
}  # fmt: skip


def add_styles(workbook: Workbook) -> None:
    """Make every style of the forms known to a new workbook."""
    book: Any = workbook
    for name, own in _containers().items():
        setattr(book, name, _copied(own))


@cache
def _containers() -> dict[str, Any]:
    """Return what a workbook knows of its styles once all of them were added, by name."""
    workbook: Any = Workbook()
    for name, look in _LOOKS.items():
        workbook.add_named_style(_named_style(name, look))
    return {name: getattr(workbook, name) for name in _CONTAINERS}


def _copied(container: Any) -> Any:  # noqa: ANN401 - openpyxl's own
    """Return a list of styles that can grow apart from the one it was copied from."""
    if not isinstance(container, IndexedList):
        return type(container)(container)
    copied: Any = IndexedList()
    copied.extend(container)
    copied.clean = container.clean
    copied._dict = dict(vars(container)["_dict"])  # noqa: SLF001 - spares hashing every style again
    return copied


def is_wrapped(cell: Any) -> bool:  # noqa: ANN401 - its numbers are not public in openpyxl
    """Tell whether the text of a cell runs over several lines."""
    book: Any = cell.parent.parent
    return bool(book._alignments[cell._style.alignmentId].wrap_text)  # noqa: SLF001


def is_bold(cell: Any) -> bool:  # noqa: ANN401 - its numbers are not public in openpyxl
    """Tell whether the text of a cell is bold."""
    book: Any = cell.parent.parent
    return bool(book._fonts[cell._style.fontId].bold)  # noqa: SLF001


def dress(cell: Any, style: str) -> None:  # noqa: ANN401 - its numbers are not public
    """Give a cell of a form one of the styles, as setting ``cell.style`` does."""
    cell._style = StyleArray(_dress_of(style))  # noqa: SLF001 - as openpyxl does


@cache
def _dress_of(style: str) -> Any:  # noqa: ANN401 - openpyxl's own
    return _containers()["_named_styles"][STYLE_PREFIX + style].as_tuple()


def _named_style(name: str, look: _Look) -> NamedStyle:
    side = Side(style="thin", color="A6A6A6") if look.is_framed else Side()
    return NamedStyle(
        name=STYLE_PREFIX + name,
        font=Font(
            name=_FONT, size=look.size, bold=look.is_bold, italic=look.is_italic, color=look.color
        ),
        fill=PatternFill("solid", fgColor=look.fill) if look.fill else PatternFill(),
        border=Border(left=side, right=side, top=side, bottom=side),
        alignment=Alignment(
            horizontal=look.horizontal, vertical=look.vertical, wrap_text=look.is_wrapped
        ),
        number_format=look.number_format,
        protection=Protection(locked=not look.is_input),
    )
