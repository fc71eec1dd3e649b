"""A workbook that was read as bytes and back: JSON, never code, compressed.

The values of a sheet stand in one list, what they have in common (font, format) in a table
beside it, so that thousands of cells are decoded within milliseconds.
"""

import json
import zlib
from datetime import date, datetime, time, timedelta
from typing import Any

from cchc_lib.files.workbooks.contents import (
    Book,
    Merge,
    Refusal,
    Sheet,
    StoredCell,
    Value,
)

__all__ = ["UnreadableEntry", "decode", "encode"]

_LEVEL = 1
_MICROSECOND = timedelta(microseconds=1)
_MOMENTS: dict[str, type[datetime | date | time]] = {
    "datetime": datetime,
    "date": date,
    "time": time,
}


class UnreadableEntry(Exception):
    """Bytes that are no workbook as it is written here."""


def encode(content: Book | Refusal) -> bytes:
    """Return the bytes that stand for a workbook or for why it is not read."""
    match content:
        case Refusal():
            plain: dict[str, Any] = {"refusal": [content.code, content.found, content.expected]}
        case Book():
            plain = {
                "has_macros": content.has_macros,
                "damage": content.damage,
                "unconfirmed": content.unconfirmed,
                "sheets": [_plain_sheet(sheet) for sheet in content.sheets],
            }
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def decode(stored: bytes) -> Book | Refusal:
    """Return what some bytes stand for.

    Raises
    ------
    UnreadableEntry
        If they were not written by :func:`encode`.
    """
    try:
        plain = json.loads(zlib.decompress(stored))
        if "refusal" in plain:
            code, found, expected = plain["refusal"]
            return Refusal(code=code, found=found, expected=expected)
        return Book(
            sheets=tuple(_sheet(sheet) for sheet in plain["sheets"]),
            has_macros=plain["has_macros"],
            damage=plain["damage"],
            unconfirmed=plain["unconfirmed"],
        )
    except (zlib.error, LookupError, RecursionError, TypeError, ValueError) as error:
        raise UnreadableEntry from error


def _plain_sheet(sheet: Sheet) -> dict[str, Any]:
    looks: dict[tuple[Any, ...], int] = {}
    cells = [
        [row, column, looks.setdefault(_look(cell), len(looks)), _plain_value(cell.value)]
        for (row, column), cell in sheet.cells.items()
    ]
    return {
        "title": sheet.title,
        "is_hidden": sheet.is_hidden,
        "merges": [[m.first_row, m.first_column, m.last_row, m.last_column] for m in sheet.merges],
        "hidden_rows": sorted(sheet.hidden_rows),
        "looks": list(looks),
        "cells": cells,
    }


def _look(cell: StoredCell) -> tuple[Any, ...]:
    return cell.number_format, cell.formula, cell.is_error, cell.font, cell.second


def _sheet(plain: dict[str, Any]) -> Sheet:
    looks = plain["looks"]
    return Sheet(
        title=plain["title"],
        cells={
            (row, column): _cell(looks[look], value) for row, column, look, value in plain["cells"]
        },
        merges=tuple(
            Merge(first_row=a, first_column=b, last_row=c, last_column=d)
            for a, b, c, d in plain["merges"]
        ),
        hidden_rows=frozenset(plain["hidden_rows"]),
        is_hidden=plain["is_hidden"],
    )


def _cell(look: list[Any], value: Any) -> StoredCell:  # noqa: ANN401 - plain data from JSON
    number_format, formula, is_error, font, second = look
    return StoredCell(
        value=_value(value) if type(value) is list else value,
        number_format=number_format,
        formula=formula,
        is_error=is_error,
        font=font,
        second=second,
    )


def _plain_value(value: Value) -> Any:  # noqa: ANN401 - plain data for JSON
    match value:
        case datetime() | date() | time():
            return [type(value).__name__, value.isoformat()]
        case timedelta():
            return ["timedelta", value // _MICROSECOND]
        case _:
            return value


def _value(plain: list[Any]) -> Value:
    kind, written = plain
    if kind == "timedelta":
        return timedelta(microseconds=written)
    return _MOMENTS[kind].fromisoformat(written)
