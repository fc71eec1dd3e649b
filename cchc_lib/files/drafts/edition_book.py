"""Write an edition as a workbook that people read and change, and that is read back exactly."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from cchc_lib.core.link_lint import LINKS_FILE
from cchc_lib.errors import RuleProblem
from cchc_lib.files.drafts import layout
from cchc_lib.files.drafts.toml_text import Tables, toml_text
from cchc_lib.files.forms.saving import pack
from cchc_lib.files.rules import EDITION_FILE
from cchc_lib.files.spreadsheet_text import writable_text
from cchc_lib.vietnamese import shorten

__all__ = ["edition_book"]

Cells = Mapping[str, str | Decimal]
"""The cells of a row by the title of their column."""

_FONT = "Times New Roman"
_EDGE = Side(style="thin", color="A6A6A6")
_FRAME = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_AREA, _HEAD = PatternFill("solid", fgColor="DDEBF7"), PatternFill("solid", fgColor="1F4E79")
_WIDE, _NARROW = 42, 12
_WIDE_COLUMNS = {layout.NAME, layout.SAID, layout.EVIDENCE, layout.INPUTS, layout.RULE}
_HINT = (
    "Mọi cột được đọc lại bằng `cchc rules import`, trừ cột “Cách tính”: cột này chỉ để đọc, sửa "
    "không đổi cách tính. Hàng trống bị bỏ qua. Bản dịch (en.po) và chú thích trong tệp quy tắc "
    "không có trong bảng tính; nếu còn dùng thì chép en.po sang thư mục mới."
)
_KEYS = {
    layout.LEVELS[0]: {"code", "name_vi", "name_en", "short_vi", "criteria"},
    layout.LEVELS[1]: {"code", "name_vi", "components"},
    layout.LEVELS[2]: {
        *("code", "name_vi", "max_score", "source", "inputs", "rule"),
        *("evidence_vi", "evidence_period", "not_applicable_vi", "lead_appraiser"),
        *("legal_reference", "provenance"),
    },
}
"""The keys that have a column, by the level of an entry."""
_CITED, _MARKED = {"document", "location"}, {"mark", "note_vi"}


def edition_book(files: Mapping[str, Tables], said: Mapping[str, str]) -> bytes:
    """Return the workbook of an edition: the same bytes for the same rules.

    Parameters
    ----------
    files
        The content of its rule files by their names.
    said
        How each component is scored, in Vietnamese, by its code.

    Raises
    ------
    RuleProblem
        If something has no place in the workbook, so that it could not be read back.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    header = files[EDITION_FILE]
    groups = [group["code"] for group in header["groups"]]
    rows = [row for name in files if _is_area(name) for row in _area_rows(files[name], name, said)]
    _write_table(book, layout.columns(groups), rows, str(header["title_vi"]))
    _write_parts(book, layout.PROVISIONS, header)
    if LINKS_FILE in files:
        _write_parts(book, layout.LINKS, files[LINKS_FILE])
    return pack(book)


def _is_area(name: str) -> bool:
    return name not in {EDITION_FILE, LINKS_FILE}


def _area_rows(area: Tables, file: str, said: Mapping[str, str]) -> Iterator[Cells]:
    first, second, third = layout.LEVELS
    short, english = area["short_vi"], area["name_en"]
    more = {layout.SHORT: short, layout.ENGLISH: english, layout.FILE: file}
    yield _named(first, area) | more
    for criterion in area["criteria"]:
        yield _named(second, criterion)
        for component in criterion["components"]:
            yield _named(third, component) | _component_cells(component, said)


def _named(level: str, entry: Tables) -> dict[str, str | Decimal]:
    _refuse_homeless(entry, _KEYS[level], entry["code"])
    return {layout.LEVEL: level, layout.CODE: entry["code"], layout.NAME: entry["name_vi"]}


def _refuse_homeless(entry: Tables, known: Collection[str], code: str) -> None:
    """Refuse to leave out what has no column."""
    homeless = ", ".join(key for key in entry if key not in known)
    if homeless:
        raise RuleProblem(
            f"Chưa xuất được bộ tiêu chí: khóa {homeless} của mục {code} không có cột trong bảng "
            "tính nên sẽ bị mất khi nhập lại. Sửa trực tiếp các tệp quy tắc thay vì xuất ra."
        )


def _component_cells(component: Tables, said: Mapping[str, str]) -> dict[str, str | Decimal]:
    reference, provenance = component["legal_reference"], component["provenance"]
    _refuse_homeless(reference, _CITED, component["code"])
    _refuse_homeless(provenance, _MARKED, component["code"])
    inputs = {"inputs": component["inputs"]} if "inputs" in component else {}
    return {
        **{f"{layout.MAXIMUM}{g}": Decimal(m) for g, m in component["max_score"].items()},
        layout.SAID: said.get(component["code"], ""),
        layout.EVIDENCE: component["evidence_vi"],
        layout.PERIOD: component.get("evidence_period", ""),
        layout.NOT_APPLICABLE: component.get("not_applicable_vi", ""),
        layout.LEAD: component.get("lead_appraiser", ""),
        layout.SOURCE: component.get("source", ""),
        layout.DOCUMENT: reference["document"],
        layout.LOCATION: reference["location"],
        layout.MARK: provenance["mark"],
        layout.NOTE: provenance["note_vi"],
        layout.INPUTS: toml_text(inputs),
        layout.RULE: toml_text(component["rule"], "rule"),
    }


def _write_table(book: Workbook, titles: Sequence[str], rows: Sequence[Cells], name: str) -> None:
    sheet = book.create_sheet(layout.APPENDIX)
    for number, text in ((1, layout.TITLE), (2, name), (3, _HINT)):
        _put(sheet, number, 1, text).font = Font(name=_FONT, size=11, bold=number < 3)  # noqa: PLR2004
    for column, title in enumerate(titles, 1):
        cell = _put(sheet, layout.HEADER_ROW, column, title)
        cell.font, cell.fill = Font(name=_FONT, size=11, bold=True, color="FFFFFF"), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        width = _WIDE if title in _WIDE_COLUMNS else _NARROW
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, layout.HEADER_ROW + 1):
        for column, title in enumerate(titles, 1):
            _look(_put(sheet, number, column, row.get(title, "")), row[layout.LEVEL])
    sheet.freeze_panes = f"D{layout.HEADER_ROW + 1}"


def _look(cell: Any, level: str | Decimal) -> None:  # noqa: ANN401 - openpyxl's cells have no common type
    cell.font = Font(name=_FONT, size=11, bold=level != layout.LEVELS[-1])
    cell.border = _FRAME
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if level == layout.LEVELS[0]:
        cell.fill = _AREA


def _write_parts(book: Workbook, title: str, tables: Tables) -> None:
    """Write a rule file part by part: one row for each key at its top."""
    sheet = book.create_sheet(title)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _WIDE, _WIDE * 3
    for row, (key, value) in enumerate(tables.items(), 1):
        _look(_put(sheet, row, 1, key), layout.LEVELS[-1])
        _look(_put(sheet, row, 2, toml_text({key: value}).lstrip("\n")), layout.LEVELS[-1])


def _put(sheet: Any, row: int, column: int, value: str | Decimal) -> Any:  # noqa: ANN401 - openpyxl's own
    """Put a value into a cell; a text is never taken for a formula or a number."""
    cell = sheet.cell(row, column)
    if isinstance(value, Decimal):
        cell.value = value
    else:
        cell.value = _whole(value)
        cell.data_type, cell.number_format = "s", "@"
    return cell


def _whole(text: str) -> str:
    """Return a text as a cell can hold it, if it can hold all of it."""
    held = writable_text(text)
    if held != text:
        raise RuleProblem(
            f"Chưa xuất được bộ tiêu chí: đoạn “{shorten(held)}” quá dài hoặc có ký tự mà bảng "
            "tính không ghi được. Sửa trực tiếp các tệp quy tắc thay vì xuất ra."
        )
    return held
