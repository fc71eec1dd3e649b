"""Open an appendix, whatever office program wrote it, and return its tables."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib.core.appendix.table import AppendixCell, AppendixTable
from cchc_lib.core.places import Place
from cchc_lib.files.appendix.child import read_word
from cchc_lib.files.cells.numbers import show_number, stored_number
from cchc_lib.files.cells.text import read_typed
from cchc_lib.files.hashing import sha256_of
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.text import NotRegular, open_regular
from cchc_lib.files.workbooks.contents import (
    Book,
    OpenedBook,
    Refusal,
    Sheet,
    StoredCell,
    coordinate,
)
from cchc_lib.files.workbooks.gate import refuse_size
from cchc_lib.files.workbooks.opening import open_books
from cchc_lib.files.workbooks.refusing import Refused, damaged
from cchc_lib.files.workbooks.stored_form import decode

if TYPE_CHECKING:
    from cchc_lib.files.workbooks.crew import Crew

__all__ = ["open_appendix", "tables_of"]

_COLUMNS_AT_MOST = 200
"""What stands further to the right belongs to no table of criteria."""
_WORD_ENDINGS = {".docx", ".docm", ".doc", ".dotx", ".rtf"}


def open_appendix(path: Path) -> OpenedBook:
    """Return what stands in a file: the sheets of a workbook, or each table of a document."""
    source = SourceFile(path=path, file=path.name)
    if path.suffix.casefold() not in _WORD_ENDINGS:
        return open_books([source])[0]
    try:
        content = _bytes_of(path)
    except Refused as refused:
        return OpenedBook(source=source, sha256="", content=refused.refusal)
    found = decode(_crew().outcome(_crew().give(content)))
    return OpenedBook(source=source, sha256=sha256_of(content), content=found)


def tables_of(book: Book, file: str) -> list[AppendixTable]:
    """Return the visible sheets of a book as tables."""
    return [_table(sheet, file) for sheet in book.sheets if not sheet.is_hidden and sheet.cells]


def _table(sheet: Sheet, file: str) -> AppendixTable:
    rows = (row for row, _ in sheet.rows())
    return AppendixTable(rows=tuple(tuple(_row(sheet, row, file)) for row in rows))


def _row(sheet: Sheet, row: int, file: str) -> Iterator[AppendixCell]:
    for column in range(1, min(sheet.max_column, _COLUMNS_AT_MOST) + 1):
        merge = sheet.merge_at(row, column)
        first = (row, column) if merge is None else (merge.first_row, merge.first_column)
        cell = sheet.cell(*first)
        text, number = _content(cell)
        yield AppendixCell(
            text=text,
            number=number,
            place=Place(file=file, sheet=sheet.title, cell=coordinate(row, column)),
            is_continued=row > first[0],
        )


def _content(cell: StoredCell) -> tuple[str, Decimal | None]:
    value = cell.value
    if isinstance(value, str):
        lines = (read_typed(line, cell.font).text for line in value.split("\n"))
        return "\n".join(lines), None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value), None
    number = stored_number(value)
    if number is None:
        return str(value), None
    return show_number(number).replace(",", "."), number


def _bytes_of(path: Path) -> bytes:
    """Read a regular file of an allowed size, once.

    Raises
    ------
    Refused
        For a link, a folder, a large file, and one that cannot be opened.
    """
    try:
        with open_regular(path) as stream:
            refuse_size(path.stat().st_size)
            return stream.read()
    except NotRegular as error:
        raise Refused(Refusal(code="BM-026", found=path.name)) from error
    except OSError as error:
        raise damaged("tệp không còn hoặc đang bị khóa") from error


@cache
def _crew() -> "Crew":
    from cchc_lib.files.workbooks.crew import Crew

    return Crew(read_word)
