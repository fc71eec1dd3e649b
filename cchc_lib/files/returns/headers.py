"""The header row of a form, wherever it moved, and which of its columns is which."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from cchc_lib.files.forms.layout import FormColumn
from cchc_lib.files.returns.remarks import Remark
from cchc_lib.files.workbooks.contents import Sheet, Value, coordinate
from cchc_lib.vietnamese import normalise, slug

__all__ = ["Header", "find_header"]

_NEAR = 0.7
"""How alike two headers must be, of 1, for one to be taken as a slip of the other."""
_AROUND = " :.*"
_LONGEST = 200
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header row: the column of each header, what was recovered, what could not be."""

    row: int
    columns: Mapping[FormColumn, int]
    remarks: tuple[Remark, ...] = ()
    unsure: tuple[Remark, ...] = ()


def find_header(
    sheet: Sheet, columns: type[FormColumn], needed: Collection[FormColumn]
) -> Header | None:
    """Return the row with the most headers of a form; none if it holds under half of ``needed``.

    A needed column whose header was altered is recovered if only one column can be meant; a
    hidden column that is gone is made up for by its :attr:`~.FormColumn.stand_in`.
    """
    row, found = _best_row(sheet, columns)
    if 2 * len(found) < len(needed):
        return None
    known = {column: places[0] for column, places in found.items() if len(places) == 1}
    remarks: list[Remark] = []
    unsure: list[Remark] = []
    for column, places in found.items():
        if len(places) > 1:
            known |= _of_twins(sheet, row, column, places, unsure if column in needed else [])
    missing = [column for column in needed if column not in found]
    for column, place in _renamed(sheet, row, missing, found):
        known[column] = place
        remarks.append(_renaming(sheet, row, place, column))
    for column in missing:
        if column not in known:
            gone = _gone(sheet, row, column, known)
            (remarks if gone.code == "BM-037" else unsure).append(gone)
    return Header(
        row=row,
        columns=known,
        remarks=tuple(dict.fromkeys(remarks)),
        unsure=tuple(unsure),
    )


def _best_row(
    sheet: Sheet, columns: type[FormColumn]
) -> tuple[int, dict[FormColumn, tuple[int, ...]]]:
    """Return the row that holds most of the headers, and the places of each in it."""
    names = {_key(column.value): column for column in columns}
    best: tuple[int, dict[FormColumn, tuple[int, ...]]] = (0, {})
    for row, cells in sheet.rows():
        found: dict[FormColumn, tuple[int, ...]] = {}
        for place, cell in cells.items():
            column = names.get(_key(cell.value))
            if column is not None:
                found[column] = (*found.get(column, ()), place)
        if len(found) > len(best[1]):
            best = row, found
        if len(found) == len(names):
            break
    return best


def _of_twins(
    sheet: Sheet, row: int, column: FormColumn, places: Iterable[int], unsure: list[Remark]
) -> dict[FormColumn, int]:
    """Return the one of several columns with a header that is filled in, or all are the same."""
    filled = {place: content for place in places if (content := _below(sheet, row, place))}
    if len(set(filled.values())) <= 1:
        return {column: next(iter(filled or places))}
    cells = " và ".join(coordinate(row, place) for place in filled)
    found = f"tiêu đề này có ở các ô {cells} với nội dung khác nhau"
    unsure.append(Remark(code="BM-036", sheet=sheet.title, found=found, expected=column.value))
    return {}


def _below(sheet: Sheet, row: int, column: int) -> tuple[tuple[int, Value, str], ...]:
    """Return what stands below a header."""
    return tuple(
        (at, cell.value, cell.formula)
        for (at, place), cell in sorted(sheet.cells.items())
        if place == column and at > row
    )


def _renamed(
    sheet: Sheet, row: int, missing: Iterable[FormColumn], found: Mapping[FormColumn, object]
) -> Iterator[tuple[FormColumn, int]]:
    """Yield the missing columns that exactly one unknown header can mean, and no other column."""
    known = {_key(column.value) for column in found}
    texts = {
        place: key
        for (at, place), cell in sheet.cells.items()
        if at == row and (key := _key(cell.value)) and key not in known
    }
    near = {
        column: [place for place, text in texts.items() if _is_near(text, column)]
        for column in missing
    }
    claims = [place for places in near.values() for place in places]
    for column, places in near.items():
        if len(places) == 1 and claims.count(places[0]) == 1:
            yield column, places[0]


def _is_near(text: str, column: FormColumn) -> bool:
    """Tell whether a header is the one of a column with a slip or with words added."""
    given, issued = slug(text), slug(column.value)
    has_more = given.startswith(f"{issued}-") or given.endswith(f"-{issued}")
    return has_more or SequenceMatcher(None, given, issued).ratio() >= _NEAR


def _renaming(sheet: Sheet, row: int, place: int, column: FormColumn) -> Remark:
    return Remark(
        code="BM-035",
        sheet=sheet.title,
        cell=coordinate(row, place),
        found=normalise(str(sheet.cell(row, place).value)),
        expected=column.value,
    )


def _gone(sheet: Sheet, row: int, column: FormColumn, known: Mapping[FormColumn, int]) -> Remark:
    """Say that a column is not there, and whether another one says the same."""
    if column.stand_in in known:
        return Remark(code="BM-037", sheet=sheet.title)
    found = f"không có tiêu đề này ở dòng {row}"
    return Remark(code="BM-036", sheet=sheet.title, found=found, expected=column.value)


def _key(value: object) -> str:
    """Return a header as headers are compared; nothing for a text longer than any header."""
    return _key_of(value) if isinstance(value, str) and len(value) <= _LONGEST else ""


@lru_cache(_REMEMBERED)
def _key_of(text: str) -> str:
    """Return the key of a text; every form shows the same ones again."""
    return normalise(text).strip(_AROUND).casefold()
