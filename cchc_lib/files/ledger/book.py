"""The workbook of the ledger: its sheets in order, and how cells look."""

import io
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Literal

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import RoundingRule

__all__ = ["Book", "Look", "Sheet", "Variant", "column_letter"]


class Sheet(StrEnum):
    """The sheets by name, in the order of the workbook: first the law, last the results."""

    OPENING = "Đọc trước"
    RULES = "Quy định"
    CRITERIA = "Tiêu chí"
    FIGURES = "Số liệu"
    SURVEY = "Điều tra"
    SCORES = "Điểm"
    ADJUSTMENTS = "Điểm cộng, trừ"
    AREAS = "Lĩnh vực"
    UNITS = "Chỉ số"
    GROUPS = "Nhóm"


Look = Literal["text", "centre", "number", "count", "points", "total", "exact", "date"] | int
"""How a cell shows what stands in it: a ``number`` as it is, an integer with such decimals."""
Variant = Literal["plain", "input", "live", "link", "off"]
"""What a cell is: law or fact, an input that may be changed, computed, a link, or not in use."""

_PLAIN_CELLS = {"String", "Blank", "Number", "Datetime"}
_MADE_AT = datetime(1980, 1, 1)  # noqa: DTZ001 - the file format knows no zone
_FONT: Mapping[str, object] = {"font_name": "Times New Roman", "font_size": 10, "valign": "top"}
_FRAME: Mapping[str, object] = {"border": 1, "border_color": "#A6A6A6"}
_EXACT_PLACES = 6
_VARIANTS: Mapping[Variant, Mapping[str, object]] = {
    "plain": {},
    "input": {"font_color": "#1F3FBF", "bg_color": "#FFFBE6"},
    "live": {"bg_color": "#EAF3EA"},
    "link": {"font_color": "#1F4E79", "underline": 1},
    "off": {"bg_color": "#EDEDED", "font_color": "#7A7A7A", "align": "center"},
}
_NAMED: Mapping[str, Mapping[str, object]] = {
    "title": {"font_size": 14, "bold": True, "font_color": "#1F4E79"},
    "notice": {"bold": True, "font_color": "#B00020"},
    "note": {"italic": True, "font_color": "#444444"},
    "paragraph": {"text_wrap": True},
    "notice_paragraph": {"text_wrap": True, "bold": True, "font_color": "#B00020"},
    "label": {"bold": True, "text_wrap": True},
    "heading": {"bold": True, "font_size": 12, "font_color": "#1F4E79"},
    "nav": {"font_color": "#1F4E79", "underline": 1},
    "header": {
        **_FRAME,
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": "#1F4E79",
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    },
    "marked": {"bold": True, "font_color": "#B00020", "bg_color": "#FFE0B2"},
}


@cache
def column_letter(place: int) -> str:
    """Return the letters of a column by its place from the left.

    >>> column_letter(0), column_letter(25), column_letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    while place >= 0:
        place, rest = divmod(place, 26)
        letters = chr(ord("A") + rest) + letters
        place -= 1
    return letters


class _Worksheet(Worksheet):  # type: ignore[misc]
    """A worksheet that takes formulas as they are, and writes its many cells without detours.

    The one of the library looks for the functions of newer spreadsheets in every formula; the
    ledger uses none, and it must not find them in quoted words of the law.
    """

    def _prepare_formula(self, formula: str, *_: object) -> str:
        return formula.removeprefix("=")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:  # noqa: ANN401 - of the library
        """Write a cell as the library does, which escapes every attribute of it anew."""
        kind = type(cell).__name__
        if kind not in _PLAIN_CELLS or not cell.format:
            super()._write_cell(row, col, cell)
            return
        head = f'<c r="{column_letter(col)}{row + 1}" s="{cell.format._get_xf_index()}"'  # noqa: SLF001
        match kind:
            case "String":
                self.fh.write(f'{head} t="s"><v>{cell.string}</v></c>')
            case "Blank":
                self.fh.write(f"{head}/>")
            case _:
                self.fh.write(f"{head}><v>{cell.number:.16G}</v></c>")


class Book:
    """A workbook in memory, the same bytes for the same content."""

    def __init__(self, year: YearResult) -> None:
        self._stream = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        self._workbook = Workbook(self._stream, options)
        self._workbook.set_properties({"title": year.assessment.title_vi, "created": _MADE_AT})
        self._rounding: RoundingRule = year.edition.rounding
        self._formats: dict[object, Format] = {}
        self.sheets: dict[Sheet, Worksheet] = {
            name: self._workbook.add_worksheet(name, _Worksheet) for name in Sheet
        }

    def named(self, name: str) -> Format:
        """Return the format of a title, a note or another part outside of the tables."""
        if name not in self._formats:
            self._formats[name] = self._workbook.add_format({**_FONT, **_NAMED[name]})
        return self._formats[name]

    def format(self, look: Look, variant: Variant) -> Format:
        """Return the format of a cell in a table."""
        key = (look, variant)
        if key not in self._formats:
            look_of = {**_FONT, **_FRAME, **self._shown(look), **_VARIANTS[variant]}
            self._formats[key] = self._workbook.add_format(look_of)
        return self._formats[key]

    def _shown(self, look: Look) -> Mapping[str, object]:
        match look:
            case "text":
                return {"text_wrap": True}
            case "centre":
                return {"align": "center"}
            case "number":
                return {"align": "right"}
            case "date":
                return {"align": "right", "num_format": "dd/mm/yyyy"}
            case "count":
                places = 0
            case "points":
                places = self._rounding.component_places
            case "total":
                places = self._rounding.total_places
            case "exact":
                places = _EXACT_PLACES
            case int():
                places = look
        decimals = "." + "0" * places if places else ""
        return {"align": "right", "num_format": f"#,##0{decimals}"}

    def content(self) -> bytes:
        """Close the workbook and return its bytes."""
        self._workbook.close()
        return self._stream.getvalue()
