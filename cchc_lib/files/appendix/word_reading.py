"""What a child process does with a Word document: its tables become the sheets of a book."""

import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from cchc_lib.core.phrasing.reading import NOT_WORDS
from cchc_lib.files.workbooks.contents import Book, Merge, Sheet, StoredCell
from cchc_lib.files.workbooks.refusing import Refused, count_of, damaged, stopped, too_large
from cchc_lib.files.workbooks.stored_form import encode

__all__ = ["read_word_file"]

_CELLS_AT_MOST = 200_000
_COLUMNS_AT_MOST = 200
_TABLE = "Bảng {number}"
_BROKEN = "nội dung văn bản Word bị hỏng"
_FORMULA, _SYMBOL, _PICTURE, _NOTE = (
    NOT_WORDS.format(what) for what in ("công thức", "ký hiệu", "hình", "chú thích")
)
_DRAWN_FIELD = re.compile(r"\s*(?:EQ|SYMBOL)\s", re.IGNORECASE)
"""A field that Word draws and keeps no text of."""
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
"""Holds one thing in several forms, for programs old and new."""


def read_word_file(content: bytes) -> bytes:
    """Return the stored form of the tables of a document, or of why they are not read."""
    try:
        return encode(_read(content))
    except Refused as refused:
        return encode(refused.refusal)
    except MemoryError:
        return encode(stopped("cần quá nhiều bộ nhớ"))
    except Exception:  # noqa: BLE001 - whatever a library raises is the refusal of this file
        return encode(damaged(_BROKEN).refusal)


def _read(content: bytes) -> Book:
    from docx import Document
    from docx.oxml.ns import qn

    from cchc_lib.files.appendix.word_gate import admit_word
    from cchc_lib.files.appendix.word_numbering import WordNumbering

    has_macros = admit_word(content)
    document = Document(io.BytesIO(content))
    part = document.part
    parts = {str(other.partname): other for other in part.package.iter_parts()}
    roots = [_root(parts.get(f"/word/{name}.xml")) for name in ("numbering", "styles")]
    numbering = WordNumbering(*roots)
    tables = [
        table
        for table in part.element.body.iter(qn("w:tbl"))
        if next(table.iterancestors(qn("w:tbl")), None) is None
    ]
    sheets = [_Table(table, numbering).sheet(number) for number, table in enumerate(tables, 1)]
    return Book(sheets=tuple(sheets), has_macros=has_macros)


def _root(part: Any) -> Any:  # noqa: ANN401 - python-docx gives parts without types
    """Return the root element of a part of XML; nothing where there is no such part."""
    from docx.oxml import parse_xml

    return None if part is None else parse_xml(part.blob)


class _Table:
    """The cells of a table by row and column, from 1, with the blocks that are merged."""

    def __init__(self, table: Any, numbering: Any) -> None:  # noqa: ANN401 - lxml has no types
        self._numbering = numbering
        self._cells: dict[tuple[int, int], StoredCell] = {}
        self._merges: list[Merge] = []
        self._open: dict[int, tuple[int, int]] = {}
        self._row = 0
        for row in _rows(table):
            self._row += 1
            self._take_row(row)
        for column in list(self._open):
            self._close(column, self._row)

    def sheet(self, number: int) -> Sheet:
        """Return the table as a sheet."""
        title = _TABLE.format(number=number)
        return Sheet(title=title, cells=self._cells, merges=tuple(self._merges))

    def _take_row(self, row: Any) -> None:  # noqa: ANN401 - lxml has no types
        column = 1 + _skipped(row)
        for cell in _cells(row):
            span, is_restart, is_continued = _spans(cell)
            if column + span - 1 > _COLUMNS_AT_MOST:
                raise too_large("bảng quá rộng", count_of(_COLUMNS_AT_MOST, "cột"))
            text = _text(cell, self._numbering)
            if not (is_continued and column in self._open):
                self._close(column, self._row - 1)
                self._open[column] = (self._row, span)
                self._cells[self._row, column] = StoredCell(value=text)
                if not is_restart:
                    self._close(column, self._row)
            column += span
        for left in [at for at in self._open if at >= column]:
            self._close(left, self._row - 1)
        if len(self._cells) > _CELLS_AT_MOST:
            raise too_large(count_of(len(self._cells), "ô"), count_of(_CELLS_AT_MOST, "ô"))

    def _close(self, column: int, last_row: int) -> None:
        """End the block that is open at a column."""
        if column not in self._open:
            return
        first_row, span = self._open.pop(column)
        if last_row > first_row or span > 1:
            self._merges.append(
                Merge(
                    first_row=first_row,
                    first_column=column,
                    last_row=last_row,
                    last_column=column + span - 1,
                )
            )


def _rows(table: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    """Yield the rows of a table, also those inside content controls, not those of inner tables."""
    yield from _inside(table, "w:tr", "w:tbl")


def _cells(row: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    yield from _inside(row, "w:tc", "w:tr")


def _inside(element: Any, name: str, other: str) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    """Yield the descendants of a kind, without those that lie in another one of a kind."""
    from docx.oxml.ns import qn

    for child in element:
        if child.tag == qn(name):
            yield child
        elif child.tag not in {qn(other), qn("w:del"), qn("w:tc")}:
            yield from _inside(child, name, other)


def _skipped(row: Any) -> int:  # noqa: ANN401 - lxml has no types
    """Return how many columns a row leaves out at its beginning."""
    from docx.oxml.ns import qn

    before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    return 0 if before is None else max(int(before.get(qn("w:val"), "0")), 0)


def _spans(cell: Any) -> tuple[int, bool, bool]:  # noqa: ANN401 - lxml has no types
    """Return how many columns a cell covers, and whether it begins or continues a merged block."""
    from docx.oxml.ns import qn

    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, False, False
    span = properties.find(qn("w:gridSpan"))
    merge = properties.find(qn("w:vMerge"))
    columns = 1 if span is None else int(span.get(qn("w:val"), "1"))
    is_restart = merge is not None and merge.get(qn("w:val")) == "restart"
    return max(columns, 1), is_restart, merge is not None and not is_restart


def _text(cell: Any, numbering: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return the text of a cell, a line for each paragraph, with the numbers that Word writes."""
    from docx.oxml.ns import qn

    lines = []
    for paragraph in cell.iter(qn("w:p")):
        number, text = numbering.number(paragraph), "".join(_letters(paragraph))
        lines.append(" ".join(filter(None, (number, text.strip()))))
    return "\n".join(line for line in lines if line)


def _letters(element: Any) -> Iterator[str]:  # noqa: ANN401 - lxml has no types
    """Yield the text of a paragraph as it will read once all changes in it are accepted.

    What is no text leaves a mark in its place, which no rule that is read has in it.
    """
    from docx.oxml.ns import qn

    signs = _signs()
    children = element[:1] if element.tag == _ALTERNATIVES else element
    for child in children:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:instrText"):
            yield _FORMULA if _DRAWN_FIELD.match(child.text or "") else ""
        elif child.tag in signs:
            yield signs[child.tag]
        elif child.tag not in {qn("w:del"), qn("w:moveFrom"), qn("w:p"), qn("w:pPr")}:
            yield from _letters(child)


@cache
def _signs() -> Mapping[str, str]:
    """Return what stands for the elements of a paragraph that are not text."""
    from docx.oxml.ns import qn

    signs = {
        "w:tab": " ", "w:ptab": " ", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-",
        "m:oMath": _FORMULA, "m:oMathPara": _FORMULA, "w:sym": _SYMBOL,
        "w:drawing": _PICTURE, "w:pict": _PICTURE, "w:object": _PICTURE,
        "w:footnoteReference": _NOTE, "w:endnoteReference": _NOTE,
    }  # fmt: skip
    return {qn(name): sign for name, sign in signs.items()}
