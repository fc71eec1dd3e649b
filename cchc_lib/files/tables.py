"""Read small CSV tables that officers keep: encoding, columns and the line of each value."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cchc_lib.core.submission import Place
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import normalise

__all__ = ["Row", "read_rows"]


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
    file = path.relative_to(root).as_posix()
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.append(finding("KD-002", file=file, found=str(error)))
        return []
    lines = csv.reader(text.splitlines(), delimiter=_delimiter(text))
    header = [normalise(name) for name in next(lines, [])]
    absent = [column for column in columns if column not in header]
    findings += [finding(missing_code, file=file, found=column) for column in absent]
    return [] if absent else list(_rows(lines, header, file))


def _delimiter(text: str) -> str:
    """Return the separator: Excel on a Vietnamese Windows writes semicolons."""
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _rows(lines: Iterator[list[str]], header: list[str], file: str) -> Iterator[Row]:
    for number, line in enumerate(lines, start=2):
        if any(cell.strip() for cell in line):
            padded = [*line, *[""] * (len(header) - len(line))]
            cells = {name: normalise(cell) for name, cell in zip(header, padded, strict=False)}
            yield Row(cells=cells, place=Place(file=file, cell=f"dòng {number}"))
