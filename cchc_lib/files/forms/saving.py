"""Save a workbook: the same bytes for the same content, its rows written without detours.

openpyxl writes everything around the cells. The cells themselves, nine tenths of a form, are
written here as text; a test holds the outcome against openpyxl's own.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.compat import safe_string
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from cchc_lib.files.forms.addresses import letter_of
from cchc_lib.files.writing import write_bytes

__all__ = ["pack", "save"]

_TIME = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = "docProps/core.xml"
_NO_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_NO_ROWS: Final = (b"<sheetData></sheetData>", b"<sheetData/>")
_IN_TEXT = {"\r": "&#13;"}
_LEVEL = 6


def save(path: Path, workbook: Workbook) -> None:
    """Save a workbook without author, time or order of its own making."""
    write_bytes(path, pack(workbook))


def pack(workbook: Workbook) -> bytes:
    """Return the bytes of a workbook, the same for the same content."""
    raw = io.BytesIO()
    _Writer(workbook, zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED)).save()
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as target,
    ):
        for name in sorted(source.namelist()):
            content = _NO_PROPERTIES if name == _PROPERTIES else source.read(name)
            target.writestr(_member(name), content)
    return packed.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


class _Writer(ExcelWriter):
    """openpyxl's writer of workbooks, with sheets of :class:`_SheetWriter`."""

    def write_worksheet(self, ws: Any) -> None:  # noqa: ANN401 - openpyxl's own
        """Write one sheet, then put its rows where openpyxl left room for them."""
        stream = io.BytesIO()
        writer = _SheetWriter(ws, stream)
        writer.write()
        ws._rels = vars(writer)["_rels"]  # noqa: SLF001 - as openpyxl does
        text = stream.getvalue()
        room = next(room for room in _NO_ROWS if room in text)
        rows = f"<sheetData>{''.join(_rows(ws))}</sheetData>".encode()
        archive: zipfile.ZipFile = vars(self)["_archive"]
        archive.writestr(ws.path[1:], text.replace(room, rows, 1))
        self.manifest.append(ws)


class _SheetWriter(WorksheetWriter):
    """openpyxl's writer of a sheet, without the cells."""

    def write_rows(self) -> None:
        """Leave room for the rows; remember the comments and links on the way."""
        stream: Any = self.xf.send(True)  # noqa: FBT003 - openpyxl's own
        with stream.element("sheetData"):
            pass
        self.xf.send(None)
        sheet: Any = self.ws
        for cell in sheet._cells.values():  # noqa: SLF001 - as openpyxl does
            if cell._comment is not None:  # noqa: SLF001
                sheet._comments.append(CommentRecord.from_cell(cell))  # noqa: SLF001
            if cell.hyperlink:
                sheet._hyperlinks.append(cell.hyperlink)  # noqa: SLF001


def _rows(sheet: Any) -> Iterator[str]:  # noqa: ANN401 - its cells are not public
    """Yield the rows of a sheet as they stand in its XML."""
    by_row: dict[int, list[tuple[int, Any]]] = {row: [] for row in sheet.row_dimensions}
    for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001 - as openpyxl does
        by_row.setdefault(row, []).append((column, cell))
    styles = _Styles(sheet.parent)
    for row, cells in sorted(by_row.items()):
        attributes = {"r": str(row)}
        if row in sheet.row_dimensions:
            attributes |= dict(sheet.row_dimensions[row])
        head = "".join(f' {name}="{value}"' for name, value in attributes.items())
        written = "".join(_cell(f"{letter_of(c)}{row}", cell, styles) for c, cell in cells)
        yield f"<row{head}>{written}</row>" if written else f"<row{head}/>"


class _Styles:
    """The numbers of the styles of a workbook, as its cells name them."""

    def __init__(self, workbook: Any) -> None:  # noqa: ANN401 - not public in openpyxl
        self._styles = workbook._cell_styles  # noqa: SLF001
        self._known: dict[bytes, str] = {}

    def of(self, style: Any) -> str:  # noqa: ANN401 - openpyxl's own
        """Return the attribute by which a cell names its style."""
        if style is None:
            return ""
        key = style.tobytes()
        if key not in self._known:
            self._known[key] = f' s="{self._styles.add(style)}"' if any(style) else ""
        return self._known[key]


def _cell(address: str, cell: Any, styles: _Styles) -> str:  # noqa: ANN401 - openpyxl's own
    """Return a cell as it stands in XML; nothing for one without value and style."""
    value, kind = cell._value, cell.data_type  # noqa: SLF001 - the property converts
    style = styles.of(cell._style)  # noqa: SLF001
    if value is None or value == "":
        return f'<c r="{address}"{style}/>' if style else ""
    if kind == "s":
        blanks = "" if value == value.strip() else ' xml:space="preserve"'
        text = escape(value, _IN_TEXT)
        return f'<c r="{address}"{style} t="inlineStr"><is><t{blanks}>{text}</t></is></c>'
    if kind == "f":
        return f'<c r="{address}"{style}><f>{escape(value[1:], _IN_TEXT)}</f><v/></c>'
    if kind == "d":
        kind, value = "n", to_excel(value, cell.parent.parent.epoch)  # type: ignore[no-untyped-call]
    return f'<c r="{address}"{style} t="{kind}"><v>{escape(safe_string(value))}</v></c>'
