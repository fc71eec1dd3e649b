"""What both forms share: safe text, identity block, protection, print set-up, row heights."""

import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment, Unit
from cchc_lib.files.forms.addresses import place_of
from cchc_lib.files.forms.layout import NO, YES, FormColumn, IdentityLabel
from cchc_lib.files.forms.styles import add_styles, dress, is_bold, is_wrapped
from cchc_lib.files.spreadsheet_text import writable_text

__all__ = [
    "AMBER",
    "HEADER_ROW",
    "RED",
    "YELLOW",
    "CellValue",
    "FormOwner",
    "cell_ranges",
    "highlight",
    "new_workbook",
    "protect",
    "put",
    "run_down",
    "set_up_page",
    "write_head",
    "write_owned_head",
]

CellValue = Decimal | date | bool | str | None
"""What a caller puts into an input cell; ``None`` leaves it blank."""

HEADER_ROW = 7
YELLOW, AMBER, RED = "FFF2CC", "FFC266", "F4A6A0"
_LINE_HEIGHT, _ROW_PADDING = 14.5, 4
_LETTERS, _BOLD_LETTERS, _CAPITAL_LETTERS = 1.35, 1.2, 1.0
"""How many letters of the form's font fit in one unit of column width."""
_TEXTS_KNOWN = 4096
_MARKUP_STARTS = ("=", "+", "-", "@")
_MARK_RECONSTRUCTION = "BỘ TIÊU CHÍ PHỤC DỰNG, CHƯA ĐỐI CHIẾU VĂN BẢN"
_MARK_SYNTHETIC = "SỐ LIỆU MINH HỌA"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOwner:
    """Whose form it is: how its code is labelled, the code, and the name in words."""

    label: IdentityLabel
    code: str
    name_vi: str


def new_workbook(*sheets: str) -> Workbook:
    """Return a workbook with named sheets, the styles of the forms and a locked structure."""
    workbook = Workbook()
    workbook.worksheets[0].title = sheets[0]
    for name in sheets[1:]:
        workbook.create_sheet(name)
    add_styles(workbook)
    workbook.security = WorkbookProtection(lockStructure=True)
    workbook.calculation.fullCalcOnLoad = True
    return workbook


def put(sheet: Worksheet, address: str, value: CellValue | int, style: str) -> None:
    """Write a value in a style; text stays text whatever it begins with.

    A truth value is written as “Có” or “Không”.
    """
    cell = sheet.cell(*place_of(address))
    if isinstance(value, bool):
        value = YES if value else NO
    text = writable_text(value) if isinstance(value, str) else ""
    if text:
        cell.value = text
        cell.data_type = "s"
    elif value is not None:
        cell.value = value
    dress(cell, style)
    if text.startswith(_MARKUP_STARTS):
        cell.quotePrefix = True


def write_head(
    sheet: Worksheet,
    columns: type[FormColumn],
    *,
    title: str,
    edition: Edition,
    assessment: Assessment,
    unit: Unit,
    fields: tuple[FormColumn, FormColumn],
) -> None:
    """Write title, marks, identity block and header row of a unit's form.

    ``fields`` names the columns of the labels; each value stands one column further right.
    """
    write_owned_head(
        sheet,
        columns,
        title=title,
        edition=edition,
        assessment=assessment,
        owner=FormOwner(label=IdentityLabel.UNIT, code=unit.code, name_vi=unit.name_vi),
        fields=fields,
    )


def write_owned_head(
    sheet: Worksheet,
    columns: type[FormColumn],
    *,
    title: str,
    edition: Edition,
    assessment: Assessment,
    owner: FormOwner,
    fields: tuple[FormColumn, FormColumn],
) -> None:
    """Write title, marks, identity block and header row, as :func:`write_head` does."""
    visible = [column for column in columns if not column.is_hidden]
    marks = [
        *([_MARK_SYNTHETIC] if assessment.is_synthetic else []),
        *([_MARK_RECONSTRUCTION] if edition.is_reconstruction else []),
    ]
    lines = (title, f"{owner.name_vi} – {assessment.title_vi}", " · ".join(marks))
    for row, (text, style) in enumerate(zip(lines, ("title", "subtitle", "mark"), strict=True), 1):
        for column in visible:
            put(sheet, f"{column.letter}{row}", None, style)
        put(sheet, f"{visible[0].letter}{row}", text, style)
    _write_identity(sheet, edition, assessment, owner, fields)
    for column in columns:
        put(sheet, f"{column.letter}{HEADER_ROW}", column.value, "header")


def _write_identity(
    sheet: Worksheet,
    edition: Edition,
    assessment: Assessment,
    owner: FormOwner,
    fields: tuple[FormColumn, FormColumn],
) -> None:
    left, right = (field.letter for field in fields)
    for address, label, value in (
        (f"{left}4", owner.label, owner.code),
        (f"{left}5", IdentityLabel.YEAR, assessment.year),
        (f"{right}4", IdentityLabel.EDITION, edition.code),
        (f"{right}5", IdentityLabel.VERSION, assessment.form_version),
    ):
        put(sheet, address, f"{label.value}:", "label")
        put(sheet, sheet[address].offset(column=1).coordinate, value, "identity")


def set_up_page(
    sheet: Worksheet,
    *,
    widths: Mapping[str, float],
    head_row: int,
    footer: str,
    is_landscape: bool = True,
) -> None:
    """Set widths (0 hides) and heights, and print on A4, one page wide, with numbered pages."""
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
        sheet.column_dimensions[letter].hidden = not width
    for row in range(head_row, sheet.max_row + 1):
        height = _height(_lines_of_row(sheet, row, widths))
        sheet.row_dimensions[row] = _FittedRow(sheet, index=row, ht=height)
    page = sheet.page_setup
    page.orientation = "landscape" if is_landscape else "portrait"
    page.paperSize = 9
    page.fitToWidth, page.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.8
    sheet.print_options.horizontalCentered = True
    bottom = sheet.oddFooter
    assert bottom is not None
    bottom.left.text = footer.replace("&", "&&")
    bottom.right.text = "Trang &P/&N"
    sheet.sheet_view.showGridLines = False


def run_down(
    sheet: Worksheet, rows: range, letters: Collection[str], widths: Mapping[str, float]
) -> None:
    """Let the texts of the first row in some columns run down all ``rows``.

    Only the first row keeps fitting itself to entries; a merged text is not counted there, so
    the rows below it have fixed heights that leave it room.
    """
    first, *below = rows
    needed = max(
        _line_count(sheet.cell(*place_of(f"{letter}{first}")), widths[letter]) for letter in letters
    )
    others = {letter: width for letter, width in widths.items() if letter not in letters}
    lines = {row: _lines_of_row(sheet, row, others) for row in rows}
    missing = max(0, needed - sum(lines.values())) / len(below)
    sheet.row_dimensions[first].height = _height(lines[first])
    for row in below:
        height = _height(lines[row] + missing)
        sheet.row_dimensions[row] = RowDimension(sheet, index=row, ht=height)
    for letter in letters:
        sheet.merged_cells.ranges.add(CellRange(f"{letter}{first}:{letter}{rows[-1]}"))


def _lines_of_row(sheet: Worksheet, row: int, widths: Mapping[str, float]) -> int:
    cells = sheet._cells  # noqa: SLF001 - asking for a cell would make one
    own = ((cells.get(place_of(f"{letter}{row}")), width) for letter, width in widths.items())
    return max((_line_count(cell, width) for cell, width in own if cell is not None), default=1)


def _height(lines: float) -> float:
    return _LINE_HEIGHT * lines + _ROW_PADDING


class _FittedRow(RowDimension):
    """A row whose height is a first guess: a spreadsheet fits it again after each entry."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - the attribute's name in the file format
        return False


def _line_count(cell: Cell | MergedCell, width: float) -> int:
    """Return how many lines a wrapped text takes in a column of ``width``."""
    if not width or cell.data_type != "s" or not is_wrapped(cell):
        return 1
    return _wrapped(str(cell.value), width, has_bold=is_bold(cell))


@lru_cache(maxsize=_TEXTS_KNOWN)
def _wrapped(text: str, width: float, *, has_bold: bool) -> int:
    """Return how many lines a text takes; the same texts stand in many forms."""
    letters = _BOLD_LETTERS if has_bold else _LETTERS
    letters = _CAPITAL_LETTERS if text.isupper() else letters
    lines = (len(textwrap.wrap(line, int(width * letters))) for line in text.splitlines())
    return max(1, sum(max(1, count) for count in lines))


def protect(sheet: Worksheet) -> None:
    """Lock a sheet without password; widths and heights may still be changed."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def highlight(sheet: Worksheet, ranges: str, formula: str, color: str) -> None:
    """Colour the cells of ``ranges`` for which a formula holds."""
    if ranges:
        fill = PatternFill(bgColor=color, fill_type="solid")
        style = DifferentialStyle(fill=fill)
        rule = Rule(type="expression", dxf=style, formula=[formula])
        sheet.conditional_formatting.add(ranges, rule)


def cell_ranges(letter: str, rows: Iterable[int]) -> Iterator[str]:
    """Yield rows of one column as ranges of neighbours.

    >>> list(cell_ranges("G", [3, 4, 5, 8]))
    ['G3:G5', 'G8']
    """
    run: list[int] = []
    for row in sorted(rows):
        if run and row != run[-1] + 1:
            yield _span(letter, run)
            run = []
        run.append(row)
    if run:
        yield _span(letter, run)


def _span(letter: str, run: list[int]) -> str:
    first = f"{letter}{run[0]}"
    return first if len(run) == 1 else f"{first}:{letter}{run[-1]}"
