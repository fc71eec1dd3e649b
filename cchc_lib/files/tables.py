"""Read small CSV tables that officers keep: encoding, columns and the line of each value."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cchc_lib.core.submission import Place
from cchc_lib.files.text import UnreadableText, read_text
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import normalise

__all__ = ["Line", "Row", "csv_lines", "read_header", "read_rows", "table_rows"]

Line = tuple[int, list[str]]
"""The number of a line, counted as an editor counts, and its cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table: its cells by column name, normalised, and where it stands."""

    cells: dict[str, str]
    place: Place

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read_rows(
    path: Path, *, root: Path, columns: Sequence[str], findings: list[Finding], missing_code: str
) -> list[Row]:
    """Return the rows of a CSV file that has all ``columns``; what is wrong goes to findings."""
    place = Place(file=path.relative_to(root).as_posix())
    lines = csv_lines(path, place.file, findings)
    if lines is None:
        return []
    return table_rows(
        lines, place=place, columns=columns, findings=findings, missing_code=missing_code
    )


def csv_lines(path: Path, file: str, findings: list[Finding]) -> list[Line] | None:
    """Return the lines of a CSV file that hold anything; ``None`` when it cannot be read."""
    try:
        return list(_lines(path))
    except UnreadableText as error:
        findings.append(finding("KD-002", file=file, found=error.reason_vi))
    except csv.Error:
        findings.append(finding("KD-002", file=file, found="có ô quá dài hoặc sai dấu nháy"))
    return None


def table_rows(
    lines: Sequence[Line],
    *,
    place: Place,
    columns: Sequence[str],
    findings: list[Finding],
    missing_code: str,
) -> list[Row]:
    """Return the rows below a header line; a row that does not fit the header is refused.

    A line with more or fewer cells than the header has lost its columns, most often to a
    decimal comma, and nothing in it can be trusted.
    """
    header = lines[0][1] if lines else []
    absent = [column for column in columns if column not in header]
    findings += [finding(missing_code, file=place.file, found=column) for column in absent]
    for name, count in Counter(header).items():
        if name and count > 1:
            findings.append(finding("KD-019", file=place.file, found=name))
            absent.append(name)
    rows: list[Row] = []
    for number, line in lines[1:] if not absent else ():
        where = Place(file=place.file, sheet=place.sheet, cell=f"dòng {number}")
        if len(line) == len(header):
            rows.append(Row(cells=dict(zip(header, line, strict=True)), place=where))
        else:
            found, expected = str(len(line)), str(len(header))
            findings.append(
                finding("KD-020", file=where.file, cell=where.cell, found=found, expected=expected)
            )
    return rows


def read_header(path: Path) -> list[str]:
    """Return the column names of a CSV file; empty when it cannot be read as one."""
    try:
        return next(_lines(path), (0, []))[1]
    except (UnreadableText, csv.Error):
        return []


def _lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a CSV file that hold anything, with the number of their last line."""
    text = read_text(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    for line in reader:
        cells = [normalise(cell) for cell in line]
        if any(cells):
            yield reader.line_num, cells


def _delimiter(text: str) -> str:
    """Return the separator: Excel on a Vietnamese Windows writes semicolons."""
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","
