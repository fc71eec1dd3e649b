"""How much a workbook may hold before reading it costs more than any form does.

The limits are some hundred times what a form holds, and small enough that both readers stay
within seconds and some hundred megabytes.
"""

import re
from collections import Counter
from collections.abc import Collection
from string import ascii_letters, digits
from typing import Final

from cchc_lib.files.workbooks.areas import area_of, column_of
from cchc_lib.files.workbooks.contents import coordinate
from cchc_lib.files.workbooks.refusing import count_of, damaged, too_large

__all__ = ["Counts", "SheetExtent"]

_ROW = re.compile(r"[0-9]{1,9}")
_COLUMN = re.compile(r"[A-Za-z]{1,3}")
_LIMITS: Final = {
    "value": (200_000, "ô có giá trị"),
    "c": (500_000, "ô"),
    "row": (100_000, "dòng"),
    "sheet": (255, "trang tính"),
    "mergeCell": (5_000, "vùng ô gộp"),
    "Relationship": (100_000, "liên kết"),
    "other": (300_000, "phần định dạng và chuỗi"),
    "all": (3_000_000, "phần tử"),
}
_COVERED_AT_MOST = 100_000
_BLOCK_AT_MOST = 4_000_000
_LAST_ROW = 200_000
_LAST_COLUMN = 500


class Counts:
    """How many elements of each kind a workbook holds, and how many cells its blocks cover."""

    def __init__(self) -> None:
        self.numbers: Counter[str] = Counter()
        self._covered = 0

    def check(self) -> None:
        """Refuse a workbook that holds too much of anything.

        Raises
        ------
        Refused
            With the number found so far and the limit.
        """
        self.numbers["all"] = self.numbers.total() - self.numbers["all"]
        for kind, (limit, what) in _LIMITS.items():
            if self.numbers[kind] > limit:
                raise too_large(f"hơn {count_of(limit, what)}", count_of(limit, what))

    def cover(self, reference: str) -> None:
        """Count the cells of a block of merged or linked cells, or of a comment.

        Raises
        ------
        Refused
            If a reader would not come to its end.
        """
        area = area_of(reference)
        if area is None or area.is_beyond_a_form:
            raise too_large(f"vùng ô gộp hoặc liên kết {reference[:40]}", "20.000 dòng")
        self._covered += area.size
        if self._covered > _COVERED_AT_MOST:
            limit = count_of(_COVERED_AT_MOST, "ô")
            raise too_large(f"vùng ô gộp hoặc liên kết rộng hơn {limit}", limit)


class SheetExtent:
    """The block of cells with a value in one sheet: the second reader fills all of it."""

    def __init__(self) -> None:
        self._rows: set[str] = set()
        self._columns: set[str] = set()
        self._seen: set[str] = set()

    def take(self, addresses: Collection[str]) -> None:
        """Widen the block to some cells.

        Raises
        ------
        Refused
            If a cell is there twice: nobody can tell which of its values was meant.
        """
        expected = len(self._seen) + len(addresses)
        self._seen.update([address.upper() for address in addresses])
        if len(self._seen) != expected:
            raise damaged("có ô được ghi hai lần")
        self._rows.update([address.lstrip(ascii_letters) for address in addresses])
        self._columns.update([address.rstrip(digits) for address in addresses])

    def check(self) -> None:
        """Refuse a sheet whose values stand where no form reaches, or too far apart.

        Raises
        ------
        Refused
            With the place or the size of the block, and the limit.
        """
        if not self._rows:
            return
        if not all(map(_ROW.fullmatch, self._rows)) or not all(
            map(_COLUMN.fullmatch, self._columns)
        ):
            raise damaged("địa chỉ ô không hợp lệ")
        rows = [int(row) for row in self._rows]
        columns = [column_of(column) for column in self._columns]
        if max(rows) >= _LAST_ROW or max(columns) > _LAST_COLUMN:
            limit = f"{count_of(_LAST_ROW, 'dòng')}, {count_of(_LAST_COLUMN, 'cột')}"
            last = coordinate(max(rows), max(columns))
            raise too_large(f"có giá trị tới tận ô {last}", limit)
        size = (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)
        if size > _BLOCK_AT_MOST:
            found = count_of(size, "ô trong vùng có giá trị")
            raise too_large(found, count_of(_BLOCK_AT_MOST, "ô"))
