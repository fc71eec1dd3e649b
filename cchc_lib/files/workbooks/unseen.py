"""What the second reader does not tell, for a file that only it can read.

It leaves out errors and formulas without a result, and knows no format: without more, a cell
would be blank that is not, and a percentage would be a number. They are taken from the XML.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring, iterparse  # type: ignore[import-untyped]
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import coordinate_to_tuple

from cchc_lib.files.workbooks.contents import Sheet, StoredCell
from cchc_lib.files.workbooks.refusing import damaged

__all__ = ["with_unseen"]

_BOOK, _STYLES = "xl/workbook.xml", "xl/styles.xml"
_LINK_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")
_NO_TEXT: Final = "…"


@dataclass(frozen=True, slots=True)
class _Look:
    number_format: str = "General"
    font: str = ""


def with_unseen(sheets: Sequence[Sheet], content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of the second reader with errors, formulas, formats and hidden rows.

    Raises
    ------
    Refused
        If they are not found: a file is not read that may hold more than was seen.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            looks = _looks(archive)
            parts = dict(_sheet_parts(archive))
            return tuple(_completed(archive, sheet, parts[sheet.title], looks) for sheet in sheets)
    except (LookupError, ValueError, SyntaxError) as error:
        raise damaged("nội dung bên trong bị hỏng") from error


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the title and the part of each sheet."""
    folder, name = posixpath.split(_BOOK)
    links = fromstring(archive.read(f"{folder}/_rels/{name}.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in fromstring(archive.read(_BOOK)).iterfind("{*}sheets/{*}sheet"):
        target = posixpath.join("/", folder, targets[sheet.get(_LINK_ID)])
        yield sheet.get("name", ""), posixpath.normpath(target).lstrip("/")


def _looks(archive: zipfile.ZipFile) -> list[_Look]:
    """Return the formats of cells, by the number of their style."""
    if _STYLES not in archive.namelist():
        return []
    styles = fromstring(archive.read(_STYLES))
    formats = {str(number): code for number, code in BUILTIN_FORMATS.items()}
    for own in styles.iterfind("{*}numFmts/{*}numFmt"):
        formats[own.get("numFmtId", "")] = own.get("formatCode", "")
    fonts = {str(n): _font(it) for n, it in enumerate(styles.iterfind("{*}fonts/{*}font"))}
    return [
        _Look(formats.get(style.get("numFmtId"), "General"), fonts.get(style.get("fontId"), ""))
        for style in styles.iterfind("{*}cellXfs/{*}xf")
    ]


def _font(font: Element) -> str:
    name = font.find("{*}name")
    return "" if name is None else name.get("val", "")


def _completed(archive: zipfile.ZipFile, sheet: Sheet, part: str, looks: Sequence[_Look]) -> Sheet:
    cells = dict(sheet.cells)
    hidden: set[int] = set()
    number = 0
    with archive.open(part) as stream:
        for _, row in iterparse(stream):
            if _local(row) != "row":
                continue
            number = int(row.get("r", number + 1))
            if row.get("hidden") in {"1", "true"} or row.get("ht") == "0":
                hidden.add(number)
            for place, element in _placed(row, number):
                if (cell := _cell(element, sheet, place, looks)) is not None:
                    cells[place] = cell
            row.clear()
    return replace(sheet, cells=cells, hidden_rows=frozenset(hidden))


def _placed(row: Element, number: int) -> Iterator[tuple[tuple[int, int], Element]]:
    """Yield the cells of a row; one that does not say where it stands follows the one before."""
    column = 0
    for cell in row.iterfind("{*}c"):
        address = cell.get("r")
        place = coordinate_to_tuple(address) if address else (number, column + 1)
        column = place[1]
        yield place, cell


def _cell(
    element: Element, sheet: Sheet, place: tuple[int, int], looks: Sequence[_Look]
) -> StoredCell | None:
    """Return a cell as it is; nothing for one that is blank, or lies under a merged one."""
    block = sheet.merge_at(*place)
    if block is not None and place != (block.first_row, block.first_column):
        return None
    source, written = element.find("{*}f"), element.findtext("{*}v") or ""
    formula = "" if source is None else f"={source.text or _NO_TEXT}"
    kind, seen = element.get("t", "n"), sheet.cell(*place)
    if kind == "e":
        return StoredCell(value=written, formula=formula, is_error=True)
    number = int(element.get("s", 0))
    look = looks[number] if 0 <= number < len(looks) else _Look()
    cell = replace(seen, formula=formula, number_format=look.number_format, font=look.font)
    if seen.value is None and not (formula or written):
        return None
    if seen.value is None and kind == "str":
        return replace(cell, value="")
    return replace(cell, second=written) if _is_other(kind, written, seen) else cell


def _is_other(kind: str, written: str, seen: StoredCell) -> bool:
    """Tell whether a number stands there that the second reader read as another, or not at all."""
    if kind != "n" or not written:
        return False
    if isinstance(seen.value, int | float):
        return _NUMBER.fullmatch(written) is None or float(written) != seen.value
    return seen.value is None


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
