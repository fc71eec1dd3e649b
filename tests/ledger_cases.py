"""The ledger as an auditor uses it: stored values thrown away, recalculated, held against them."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

from python_calamine import CalamineWorkbook

from cchc_lib.core.results import YearResult
from cchc_lib.files.ledger import write_ledger
from cchc_lib.files.ledger.book import Sheet
from cchc_lib.files.ledger.grid import column_letter
from cchc_lib.present.ledger_words import ledger_words
from cchc_lib.present.rule_text import describe_edition
from tests.office import recalculate

_FORMULA = re.compile(
    r'<c r="([A-Z]+)(\d+)"( s="\d+")?(?: t="(\w+)")?><f>([^<]*)</f><v>([^<]*)</v></c>'
)
_HEAD_ROW = 4
Place = tuple[Sheet, str]


def write_year(path: Path, year: YearResult) -> Path:
    """Write the ledger of a year."""
    write_ledger(path, year, describe_edition(year.edition), ledger_words(year))
    return path


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            yield name, package.read(name)


def _member_of(sheet: Sheet) -> str:
    return f"xl/worksheets/sheet{list(Sheet).index(sheet) + 1}.xml"


def stored_values(path: Path) -> dict[Place, float | str]:
    """Return the stored value of every formula, by sheet and cell."""
    found: dict[Place, float | str] = {}
    content = dict(_members(path))
    for sheet in Sheet:
        text = content[_member_of(sheet)].decode()
        assert text.count("<f>") == len(_FORMULA.findall(text)), sheet
        for letters, row, _, kind, _, value in _FORMULA.findall(text):
            assert value, (sheet, letters, row)
            found[sheet, letters + row] = unescape(value) if kind == "str" else float(value)
    return found


def without_values(path: Path, target: Path, changes: Mapping[Place, float] | None = None) -> Path:
    """Copy a ledger without any stored value, with other numbers in some input cells."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _members(path):
            text = content
            if name.startswith("xl/worksheets/"):
                text = _FORMULA.sub(r'<c r="\1\2"\3><f>\5</f></c>', content.decode()).encode()
            for (sheet, cell), number in (changes or {}).items():
                if name == _member_of(sheet):
                    text = _with_number(text.decode(), cell, number).encode()
            package.writestr(name, text)
    return target


def _with_number(text: str, cell: str, number: float) -> str:
    pattern = rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'
    changed, count = re.subn(pattern, rf'<c r="{cell}"\1><v>{number}</v></c>', text, count=1)
    assert count == 1, cell
    return changed


def recalculated(folder: Path, *paths: Path) -> list[CalamineWorkbook]:
    """Let LibreOffice compute workbooks from nothing; return them with values."""
    return [CalamineWorkbook.from_path(path) for path in recalculate(folder, *paths)]


def computed_values(workbook: CalamineWorkbook) -> dict[Place, object]:
    """Return every value of a workbook by sheet and cell."""
    found: dict[Place, object] = {}
    for sheet in Sheet:
        rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                found[sheet, f"{column_letter(place)}{number}"] = value
    return found


def is_same(found: object, expected: float | str) -> bool:
    """Tell whether two values agree as far as a spreadsheet's binary numbers can tell."""
    if isinstance(expected, str):
        return found == expected
    return isinstance(found, int | float) and abs(found - expected) < 1e-9


def rows_of(workbook: CalamineWorkbook, sheet: Sheet) -> list[dict[str, object]]:
    """Return the rows of a table by the titles of its columns, each with its row number."""
    rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    head = rows[_HEAD_ROW - 1]
    return [
        {"row": number, **dict(zip(head, row, strict=True))}
        for number, row in enumerate(rows[_HEAD_ROW:], start=_HEAD_ROW + 1)
    ]


def cell_of(workbook: CalamineWorkbook, sheet: Sheet, title: str, row: int) -> Place:
    """Return the place of a cell by the title of its column."""
    head = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)[_HEAD_ROW - 1]
    return sheet, f"{column_letter(head.index(title))}{row}"
