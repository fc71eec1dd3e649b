"""Read the workbook of an edition back into rule files, exactly as it was written."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cchc_lib.core.link_lint import LINKS_FILE
from cchc_lib.core.places import Place
from cchc_lib.files.cells.numbers import stored_number
from cchc_lib.files.drafts import layout
from cchc_lib.files.rules import EDITION_FILE
from cchc_lib.files.workbooks.contents import Book, Sheet, coordinate
from cchc_lib.findings import BLANK, Finding, finding
from cchc_lib.vietnamese import normalise, shorten

__all__ = ["ReadBook", "is_edition_book", "read_edition_book"]

_OPTIONAL = {
    "source": layout.SOURCE,
    "evidence_period": layout.PERIOD,
    "not_applicable_vi": layout.NOT_APPLICABLE,
}
_ALWAYS = {"evidence_vi": layout.EVIDENCE, "lead_appraiser": layout.LEAD}
_TITLES = frozenset(layout.columns(()))
_AREA_FILE = re.compile(r"area_[a-z0-9_-]+\.toml")
"""A name that is read back from the folder and leads nowhere else."""


def is_edition_book(book: Book) -> bool:
    """Tell whether a workbook was written by ``cchc rules export``."""
    sheet = book.named(layout.APPENDIX)
    return sheet is not None and sheet.cell(1, 1).value == layout.TITLE


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBook:
    """What a workbook stands for.

    Parameters
    ----------
    files
        Rule files by name.
    said
        How each component is scored in the words of the workbook, by code, and where that stands.
    findings
        What cannot be read.
    """

    files: dict[str, dict[str, Any]]
    said: Mapping[str, tuple[str, Place]]
    findings: tuple[Finding, ...]


def read_edition_book(book: Book, file: str) -> ReadBook:
    """Return what the workbook of an edition stands for."""
    reading = _BookReading(file)
    files: dict[str, dict[str, Any]] = {EDITION_FILE: reading.parts(book, layout.PROVISIONS)}
    sheet = book.named(layout.APPENDIX)
    assert sheet is not None
    files |= reading.areas(sheet)
    if book.named(layout.LINKS) is not None:
        files[LINKS_FILE] = reading.parts(book, layout.LINKS)
    return ReadBook(files=files, said=reading.said, findings=tuple(reading.findings))


class _BookReading:
    """The findings of one reading, and where it is in the workbook."""

    def __init__(self, file: str) -> None:
        self.findings: list[Finding] = []
        self.said: dict[str, tuple[str, Place]] = {}
        self._file = file

    def parts(self, book: Book, title: str) -> dict[str, Any]:
        """Return the tables of a sheet that holds a rule file part by part."""
        sheet = book.named(title)
        if sheet is None:
            self.findings.append(finding("PL-001", file=self._file, found=title))
            return {}
        tables: dict[str, Any] = {}
        for row, _ in sheet.rows():
            part = self._toml(sheet, row, 2)
            for key in part.keys() & tables.keys():
                self._report("PL-005", sheet, coordinate(row, 2), found=f"{key} có ở hai dòng")
            tables = part | tables
        return tables

    def areas(self, sheet: Sheet) -> dict[str, dict[str, Any]]:
        """Return the areas of the table, each by the name of its file."""
        rows = _TableRows(sheet)
        for title in _TITLES - {layout.SAID} - rows.columns.keys():
            self._report("PL-001", sheet, coordinate(layout.HEADER_ROW, 1), found=title)
        for column, title in rows.unused:
            self._report("PL-009", sheet, coordinate(layout.HEADER_ROW, column), found=title)
        areas: dict[str, dict[str, Any]] = {}
        criteria: list[dict[str, Any]] | None = None
        components: list[dict[str, Any]] | None = None
        for row in rows:
            code = self._code(rows, row)
            named = {"code": code, "name_vi": rows.text(row, layout.NAME)}
            match normalise(rows.text(row, layout.LEVEL)):
                case "Lĩnh vực":
                    criteria, components = [], None
                    name = self._area_file(rows, row, areas)
                    areas[name] = _area(named, rows, row) | {"criteria": criteria}
                case "Tiêu chí" if criteria is not None:
                    components = []
                    criteria.append(named | {"components": components})
                case "Tiêu chí thành phần" if components is not None:
                    components.append(named | self._component(rows, row))
                    cell = rows.address(row, layout.SAID)
                    place = Place(file=self._file, sheet=sheet.title, cell=cell)
                    self.said[code] = rows.text(row, layout.SAID), place
                case "Tiêu chí" | "Tiêu chí thành phần":
                    cell = rows.address(row, layout.CODE)
                    self._report("PL-010", sheet, cell, found=code or BLANK)
                case other:
                    cell = rows.address(row, layout.LEVEL)
                    self._report("PL-002", sheet, cell, found=other or BLANK)
        return areas

    def _area_file(self, rows: "_TableRows", row: int, above: Collection[str]) -> str:
        """Return the name of the file of an area; files are read in the order of their names."""
        given = rows.text(row, layout.FILE).strip()
        last = max(above, default="")
        if _AREA_FILE.fullmatch(given) and given > last:
            return given
        number = len(above) + 1
        stems = (f"area_{number:02}", f"area_{number}", f"{last.removesuffix('.toml')}_{number}")
        name = next(f"{stem}.toml" for stem in stems if f"{stem}.toml" > last)
        if given:
            cell = rows.address(row, layout.FILE)
            self._report("PL-027", rows.sheet, cell, found=shorten(given), expected=name)
        return name

    def _component(self, rows: "_TableRows", row: int) -> dict[str, Any]:
        maxima = {}
        for title in rows.columns:
            if title.startswith(layout.MAXIMUM) and rows.value(row, title) is not None:
                maxima[title.removeprefix(layout.MAXIMUM)] = self._number(rows, row, title)
        own: dict[str, Any] = {"max_score": {g: n for g, n in maxima.items() if n is not None}}
        own |= {key: rows.text(row, title) for key, title in _ALWAYS.items()}
        texts = {key: rows.text(row, title) for key, title in _OPTIONAL.items()}
        own |= {key: text for key, text in texts.items() if text}
        own["legal_reference"] = {
            "document": rows.text(row, layout.DOCUMENT),
            "location": rows.text(row, layout.LOCATION),
        }
        own["provenance"] = {
            "mark": rows.text(row, layout.MARK),
            "note_vi": rows.text(row, layout.NOTE),
        }
        own |= self._inputs(rows, row)
        own["rule"] = self._toml(rows.sheet, row, rows.columns.get(layout.RULE, 0))
        return own

    def _inputs(self, rows: "_TableRows", row: int) -> dict[str, Any]:
        """Return the figures that are declared; no other key can hide among them."""
        tables = self._toml(rows.sheet, row, rows.columns.get(layout.INPUTS, 0))
        for key in tables.keys() - {"inputs"}:
            cell = rows.address(row, layout.INPUTS)
            fix = "Ô này chỉ ghi inputs; ghi điều khác vào cột của nó."
            self._report("QT-003", rows.sheet, cell, found=key, expected=fix)
        return {key: value for key, value in tables.items() if key == "inputs"}

    def _code(self, rows: "_TableRows", row: int) -> str:
        """Return a code, which must have stayed a text: 1.10 as a number is 1.1."""
        value = rows.value(row, layout.CODE)
        if isinstance(value, str):
            return normalise(value)
        cell = rows.address(row, layout.CODE)
        self._report("PL-003", rows.sheet, cell, found=BLANK if value is None else str(value))
        return ""

    def _number(self, rows: "_TableRows", row: int, title: str) -> Decimal | None:
        value = rows.value(row, title)
        number = stored_number(value) if type(value) in {int, float} else None  # type: ignore[arg-type]
        if number is None and value != "":
            cell = rows.address(row, title)
            self._report("PL-004", rows.sheet, cell, found=shorten(str(value)))
        return number

    def _toml(self, sheet: Sheet, row: int, column: int) -> dict[str, Any]:
        text = sheet.cell(row, column).value
        try:
            return tomllib.loads(str(text or ""), parse_float=Decimal)
        except tomllib.TOMLDecodeError:
            self._report("PL-005", sheet, coordinate(row, column), found=shorten(str(text)))
            return {}

    def _report(
        self, code: str, sheet: Sheet, cell: str, *, found: str, expected: str = ""
    ) -> None:
        place = {"file": self._file, "sheet": sheet.title, "cell": cell}
        self.findings.append(finding(code, **place, found=found, expected=expected))


class _TableRows:
    """The rows of the table below its header, and its cells by the titles of their columns."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.columns: dict[str, int] = {}
        self.unused: list[tuple[int, str]] = []
        for column, cell in dict(sheet.rows()).get(layout.HEADER_ROW, {}).items():
            title = str(cell.value or "")
            is_known = title in _TITLES or title.startswith(layout.MAXIMUM)
            if is_known and title not in self.columns:
                self.columns[title] = column
            elif title:
                self.unused.append((column, title))

    def __iter__(self) -> Iterator[int]:
        for row, cells in self.sheet.rows():
            if row > layout.HEADER_ROW and any(c.value not in {None, ""} for c in cells.values()):
                yield row

    def value(self, row: int, title: str) -> object:
        """Return what was stored in a cell; nothing where the column is missing."""
        return self.sheet.cell(row, self.columns.get(title, 0)).value

    def text(self, row: int, title: str) -> str:
        """Return the text of a cell as it stands there."""
        value = self.value(row, title)
        return "" if value is None else str(value)

    def address(self, row: int, title: str) -> str:
        """Return the address of a cell."""
        return coordinate(row, self.columns.get(title, 1))


def _area(named: dict[str, Any], rows: _TableRows, row: int) -> dict[str, Any]:
    english, short = rows.text(row, layout.ENGLISH), rows.text(row, layout.SHORT)
    return named | {"name_en": english, "short_vi": short}
