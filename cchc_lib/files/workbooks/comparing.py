"""Put side by side what the two readers found in each cell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from openpyxl.utils.escape import unescape

from cchc_lib.files.workbooks.contents import Sheet, StoredCell, Value
from cchc_lib.files.workbooks.second_reader import SecondSheet
from cchc_lib.vietnamese import format_date

__all__ = ["second_alone", "seen_once", "with_second"]

_ZERO_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - days in workbooks have no zone
_SAME_MOMENT_SECONDS = 0.01
_TITLES_SHOWN = 3
_TITLE_LENGTH = 40


def with_second(sheets: Sequence[Sheet], second: Sequence[SecondSheet]) -> tuple[Sheet, ...]:
    """Return the sheets with the second value in the cells where the two readers differ."""
    by_title = {sheet.title: sheet for sheet in second}
    if len(sheets) == len(second):
        return tuple(_compared(*pair) for pair in zip(sheets, second, strict=True))
    return tuple(
        _compared(sheet, by_title[sheet.title]) if sheet.title in by_title else sheet
        for sheet in sheets
    )


def seen_once(sheets: Sequence[Sheet], second: Sequence[SecondSheet]) -> str:
    """Name the sheets that only one of the two readers found; empty if there are none."""
    if len(sheets) == len(second):
        return ""
    both = {sheet.title for sheet in sheets}, {sheet.title for sheet in second}
    titles = sorted(both[0] ^ both[1])
    names = ", ".join(f"“{title[:_TITLE_LENGTH]}”" for title in titles[:_TITLES_SHOWN])
    more = f" và {len(titles) - _TITLES_SHOWN} trang khác" if len(titles) > _TITLES_SHOWN else ""
    return f"trang tính {names or 'trùng tên'}{more} chỉ đọc thấy bằng một cách"


def second_alone(second: Sequence[SecondSheet]) -> tuple[Sheet, ...]:
    """Return what the second reader found in a file that only it can read."""
    return tuple(
        Sheet(
            title=sheet.title,
            cells={place: StoredCell(value=_plain(it)) for place, it in sheet.values.items()},
            merges=sheet.merges,
            is_hidden=sheet.is_hidden,
        )
        for sheet in second
    )


def _compared(sheet: Sheet, second: SecondSheet) -> Sheet:
    differences = dict(_differences(sheet, second))
    return replace(sheet, cells={**sheet.cells, **differences}) if differences else sheet


def _differences(sheet: Sheet, second: SecondSheet) -> Iterator[tuple[tuple[int, int], StoredCell]]:
    """Yield the cells in which one reader found something else than the other, or nothing."""
    others = second.values
    for place, cell in sheet.cells.items():
        other = others.get(place)
        is_same = cell.value == other and type(cell.value) is type(other)
        if not is_same and not _means_the_same(cell, other):
            yield place, replace(cell, second=_words(other))
    for place in sorted(others.keys() - sheet.cells.keys()):
        block = sheet.merge_at(*place)
        if block is None or place == (block.first_row, block.first_column):
            yield place, StoredCell(second=_words(others[place]))


def _means_the_same(cell: StoredCell, other: Value) -> bool:
    """Tell whether two values differ in form only."""
    match cell.value, other:
        case None | "", None:
            return True
        case str() as text, None:
            return cell.is_error or not text.strip()
        case str() as text, str():
            return _plain(text) == _plain(other)
        case bool(), _:
            return False
        case int() | float() as number, int() | float() if not isinstance(other, bool):
            return f"{number:.15g}" == f"{other:.15g}" or number == other
        case moment, _:
            return _is_same_moment(moment, other)


def _plain(value: Value) -> Value:
    """Return a text with its escapes read, plain line ends and without blanks around it."""
    if not isinstance(value, str):
        return value
    return unescape(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _is_same_moment(first: Value, second: Value) -> bool:
    one, other = _seconds(first), _seconds(second)
    return one is not None and other is not None and abs(one - other) < _SAME_MOMENT_SECONDS


def _seconds(value: Value) -> float | None:
    """Return a day, a time or a duration as seconds since the zero day; else nothing."""
    match value:
        case datetime():
            return (value - _ZERO_DAY).total_seconds()
        case date():
            return (datetime.combine(value, time()) - _ZERO_DAY).total_seconds()
        case time():
            return (datetime.combine(_ZERO_DAY, value) - _ZERO_DAY).total_seconds()
        case timedelta():
            return value.total_seconds()
        case _:
            return None


def _words(value: Value) -> str:
    """Write what the second reader found."""
    match value:
        case None:
            return ""
        case float():
            return f"{value:.15g}"
        case datetime() if value.time() != time():
            return f"{format_date(value)} {value:%H:%M:%S}"
        case date():
            return format_date(value)
        case _:
            return str(value)
