"""Read small CSV tables that officers keep: encoding, columns and the line of each value."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cchc_lib.core.submission import Place
from cchc_lib.files.cells.contacts import hide_contacts
from cchc_lib.files.text import NotRegular, UnreadableText, read_text
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import normalise

__all__ = ["Line", "Row", "csv_lines", "misfit", "read_rows"]

Line = tuple[int, list[str]]
"""The number of a line, counted as an editor counts, and its cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table: its cells by column name, normalised, and where it stands.

    ``places`` says where single cells stand, if they have places of their own.
    """

    cells: dict[str, str]
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def place_of(self, column: str) -> Place:
        """Return where the cell of a column stands."""
        return self.places.get(column, self.place)


def read_rows(
    path: Path, *, root: Path, columns: Sequence[str], findings: list[Finding], missing_code: str
) -> list[Row]:
    """Return the rows of a CSV file that has all ``columns``; what is wrong goes to findings."""
    file = path.relative_to(root).as_posix()
    raw = csv_lines(path, file, findings)
    if raw is None:
        return []
    lines = [(number, [normalise(cell) for cell in line]) for number, line in raw]
    header = lines[0][1] if lines else []
    absent = [column for column in columns if column not in header]
    findings += [finding(missing_code, file=file, found=column) for column in absent]
    twice = [name for name, count in Counter(header).items() if name and count > 1]
    findings += [finding("KD-019", file=file, found=name) for name in twice]
    rows: list[Row] = []
    for number, line in () if absent or twice else lines[1:]:
        place = Place(file=file, cell=f"dòng {number}")
        if len(line) == len(header):
            shown = [_without_contacts(cell, place, findings) for cell in line]
            rows.append(Row(cells=dict(zip(header, shown, strict=True)), place=place))
        else:
            findings.append(misfit(place, len(line), len(header)))
    return rows


def _without_contacts(cell: str, place: Place, findings: list[Finding]) -> str:
    """Return a cell without what leads to a person, and report what was taken out."""
    text, hidden = hide_contacts(cell)
    findings += [finding("HS-026", **place.words, found=hidden)] if hidden else []
    return text


def misfit(place: Place, width: int, header_width: int) -> Finding:
    """Report a line with more or fewer cells than the header.

    It has lost its columns, most often to a decimal comma, and nothing in it can be trusted.
    """
    return finding("KD-020", **place.words, found=str(width), expected=str(header_width))


def csv_lines(path: Path, file: str, findings: list[Finding]) -> list[Line] | None:
    """Return the lines of a CSV file that hold anything; ``None`` when it cannot be read."""
    try:
        return list(_lines(path))
    except NotRegular:
        findings.append(finding("BM-026", file=file, found=file))
    except UnreadableText as error:
        findings.append(finding("KD-002", file=file, found=error.reason_vi))
    except csv.Error:
        findings.append(finding("KD-002", file=file, found="có ô quá dài hoặc sai dấu nháy"))
    return None


def _lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a CSV file that hold anything, with the number of their last line."""
    text = read_text(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    for line in reader:
        if any(map(normalise, line)):
            yield reader.line_num, line


def _delimiter(text: str) -> str:
    """Return the separator: Excel on a Vietnamese Windows writes semicolons."""
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","
