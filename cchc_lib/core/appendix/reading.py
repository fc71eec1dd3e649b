"""The tables of a document: which of them are appendices, and where one goes on or begins."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from cchc_lib.core.appendix.codes import SIGNS, numbering_of, printed_code
from cchc_lib.core.appendix.columns import Columns, find_columns, is_numbering
from cchc_lib.core.appendix.rows import AppendixRows, is_total, points_of
from cchc_lib.core.appendix.table import AppendixCell, AppendixTable, PrintedTable
from cchc_lib.findings import Finding, finding

__all__ = ["read_tables"]

_STATED = re.compile(r"\d\s*(?:điểm|%)", re.IGNORECASE)


def read_tables(tables: Sequence[AppendixTable]) -> tuple[list[PrintedTable], list[Finding]]:
    """Read the tables of criteria of a document.

    A table with the same header as the one before goes on with it, and so does one without a
    header whose codes follow. Where there is one column of maxima and the codes begin anew,
    another appendix begins.

    Returns
    -------
    tuple
        The appendices, none if there is no table of criteria; and what is not clear.
    """
    reading = _Reading()
    for table in tables:
        reading.take(table)
    for rows in reading.appendices:
        rows.read()
        reading.findings += rows.findings
    return [rows.printed for rows in reading.appendices], reading.findings


class _Reading:
    """The appendices so far; the last table is what one without a header may go on with."""

    def __init__(self) -> None:
        self.appendices: list[AppendixRows] = []
        self.findings: list[Finding] = []
        self._codes: list[str] = []
        self._last: tuple[Columns, int] | None = None

    def take(self, table: AppendixTable) -> None:
        """Put the rows of a table where they belong, or tell that it is not read."""
        columns = find_columns(table)
        if columns is not None:
            self._take_headed(table, columns)
        elif (known := self._goes_on(table)) is not None:
            self._add(table, known)
        elif (cell := next(filter(self._test_of(table), chain(*table.rows)), None)) is not None:
            self._leave(cell)

    def _take_headed(self, table: AppendixTable, columns: Columns) -> None:
        self.findings += _column_findings(table, columns)
        codes = _codes_of(table, columns)
        begins_anew = len(columns.groups) == 1 and bool(codes) and codes[0] in self._codes
        if not self.appendices or begins_anew:
            self.appendices.append(AppendixRows(columns))
            self._codes = []
        if self.appendices[-1].fits(columns):
            self._add(table, columns)
        else:
            self._leave(table.rows[columns.body - 1][0])

    def _test_of(self, table: AppendixTable) -> Callable[[AppendixCell], bool]:
        """Return which cells make a table worth naming: any, in one as wide as the last."""
        is_as_wide = self._last is not None and _width(table) == self._last[1]
        return _is_filled if is_as_wide else _is_telling

    def _leave(self, cell: AppendixCell) -> None:
        """Tell that the table of a cell is not read; nothing without a header goes on with it."""
        self.findings.append(finding("PL-007", **cell.place.words))
        self._last = None

    def _add(self, table: AppendixTable, columns: Columns) -> None:
        self.appendices[-1].rows += table.rows[columns.body :]
        self._codes += _codes_of(table, columns)
        self._last = columns, _width(table)

    def _goes_on(self, table: AppendixTable) -> Columns | None:
        """Return the columns of a table without a header that goes on with the one before."""
        if self._last is None or _width(table) != self._last[1]:
            return None
        columns = replace(self._last[0], body=0)
        codes = _codes_of(table, columns)
        is_next = _holds_codes_only(table, columns) and _follow(codes, self._codes)
        return columns if is_next else None


def _width(table: AppendixTable) -> int:
    return len(table.rows[0]) if table.rows else 0


def _codes_of(table: AppendixTable, columns: Columns) -> list[str]:
    """Return the codes of a table in the order of its rows."""
    code, name = columns.roles["code"], columns.roles["name"]
    rows = (row for row in table.rows[columns.body :] if not is_numbering(row))
    codes = (printed_code(row[code].text, row[name].text)[0] for row in rows)
    return [one for one in codes if one]


def _holds_codes_only(table: AppendixTable, columns: Columns) -> bool:
    """Tell whether nothing but codes, signs and totals stands where codes do."""
    texts = (row[columns.roles["code"]].text for row in table.rows if not is_numbering(row))
    return all(
        not text.strip(SIGNS) or printed_code(text, "")[0] or is_total(text) for text in texts
    )


def _follow(codes: Sequence[str], before: Sequence[str]) -> bool:
    """Tell whether codes may go on after others.

    Criteria below areas with letters begin anew in each area.

    >>> _follow(["1.1.2", "2"], ["1", "1.1", "1.1.1"]), _follow(["1", "2"], ["1", "1.1"])
    (True, False)
    >>> _follow(["2", "2.1"], ["I", "1", "2", "II", "1"]), _follow(["1"], ["I", "1", "II", "1"])
    (True, False)
    """
    if not codes:
        return False
    begin = 0
    if codes[0][0].isdecimal() and numbering_of([*before, *codes]) == "lettered":
        begin = max((n for n, code in enumerate(before) if code[0].isalpha()), default=0)
    return codes[0] not in before[begin:]


def _is_telling(cell: AppendixCell) -> bool:
    """Tell whether a cell holds a code, a number or points, as tables of criteria do."""
    code, leading = printed_code(cell.text, "")[0], printed_code("", cell.text)[0]
    is_stated = points_of(cell) is not None or _STATED.search(cell.text) is not None
    return bool(code or leading) or is_stated


def _is_filled(cell: AppendixCell) -> bool:
    return bool(cell.text.strip())


def _column_findings(table: AppendixTable, columns: Columns) -> Iterator[Finding]:
    header = table.rows[columns.body - 1]
    for column in columns.unclear:
        yield finding("PL-008", **header[column].place.words, found=columns.header[column])
    for column in columns.unknown:
        if any(row[column].text.strip() for row in table.rows[columns.body :]):
            yield finding("PL-009", **header[column].place.words, found=columns.header[column])
