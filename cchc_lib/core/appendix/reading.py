"""The tables of a document: which of them are appendices, and where one goes on or begins."""

from collections.abc import Iterator, Sequence

from cchc_lib.core.appendix.codes import printed_code
from cchc_lib.core.appendix.columns import Columns, find_columns
from cchc_lib.core.appendix.rows import AppendixRows
from cchc_lib.core.appendix.table import AppendixTable, PrintedTable
from cchc_lib.findings import Finding, finding

__all__ = ["read_tables"]


def read_tables(tables: Sequence[AppendixTable]) -> tuple[list[PrintedTable], list[Finding]]:
    """Read the tables of criteria of a document.

    A table with the same header as the one before goes on with it. Where there is one column of
    maxima and the codes begin anew, another appendix begins.

    Returns
    -------
    tuple
        The appendices, none if there is no table of criteria; and what is not clear.
    """
    found = [(table, columns) for table in tables if (columns := find_columns(table)) is not None]
    findings = [one for table, columns in found for one in _column_findings(table, columns)]
    readings: list[AppendixRows] = []
    seen: set[str] = set()
    for table, columns in found:
        codes = _codes_of(table, columns)
        begins_anew = len(columns.groups) == 1 and bool(codes) and codes[0] in seen
        if not readings or begins_anew:
            readings.append(AppendixRows(columns))
            seen = set()
        if readings[-1].fits(columns):
            readings[-1].rows += table.rows[columns.body :]
            seen.update(codes)
        else:
            findings.append(finding("PL-007", **table.rows[columns.body - 1][0].place.words))
    for reading in readings:
        reading.read()
        findings += reading.findings
    return [reading.printed for reading in readings], findings


def _codes_of(table: AppendixTable, columns: Columns) -> list[str]:
    """Return the codes of a table in the order of its rows."""
    code, name = columns.roles["code"], columns.roles["name"]
    rows = table.rows[columns.body :]
    codes = (printed_code(row[code].text, row[name].text)[0] for row in rows)
    return [one for one in codes if one]


def _column_findings(table: AppendixTable, columns: Columns) -> Iterator[Finding]:
    header = table.rows[columns.body - 1]
    for column in columns.unclear:
        yield finding("PL-008", **header[column].place.words, found=columns.header[column])
    for column in columns.unknown:
        if any(row[column].text.strip() for row in table.rows[columns.body :]):
            yield finding("PL-009", **header[column].place.words, found=columns.header[column])
