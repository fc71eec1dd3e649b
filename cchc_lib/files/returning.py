"""Hand findings back: a workbook for each unit that has something to mend."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib.core.submission import Assessment
from cchc_lib.files.ledger import open_ledger
from cchc_lib.files.writing import pack_workbook
from cchc_lib.finding_kinds import SEVERITY_NAMES
from cchc_lib.findings import Finding

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["write_unit_findings"]

_HEADER = ("Mức độ", "Mã", "Tệp", "Trang tính", "Ô", "Tiêu chí", "Vấn đề", "Cách sửa")
_HEADER_ROW = 3
_UNITS_OWN = ("HS-", "BM-")
_APPRAISED = "appraisal/"
_WIDTHS = (11, 9, 28, 14, 10, 10, 60, 60)


def write_unit_findings(
    folder: Path, assessment: Assessment, findings: Sequence[Finding]
) -> tuple[list[Path], list[Path]]:
    """Write a workbook for every unit that has findings to mend; return paths written and kept.

    A workbook of ours is removed once its unit has none. What people have changed is kept.
    """
    written: list[Path] = []
    kept: list[Path] = []
    with open_ledger(folder) as ledger:
        for unit in assessment.units:
            own = [one for one in findings if one.unit_code == unit.code and _is_for_unit(one)]
            if own:
                path = folder / f"{unit.code}.xlsx"
                content = pack_workbook(_workbook(unit.name_vi, own))
                (kept if ledger.put(path, content) == "kept" else written).append(path)
        kept += ledger.remove_others([*written, *kept])
    return written, kept


def _is_for_unit(finding: Finding) -> bool:
    """Tell whether the unit itself can mend it: its form or what it filled in."""
    return finding.code.startswith(_UNITS_OWN) and not finding.file.startswith(_APPRAISED)


def _workbook(title: str, findings: Sequence[Finding]) -> "Workbook":
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Vấn đề cần xử lý"
    sheet.append([f"Vấn đề cần xử lý: {title}"])
    sheet["A1"].font = Font(bold=True, size=13)
    sheet.append([])
    sheet.append(_HEADER)
    for finding in findings:
        sheet.append(
            (
                SEVERITY_NAMES[finding.severity],
                finding.code,
                finding.file,
                finding.sheet,
                finding.cell,
                finding.component_code,
                finding.message,
                finding.fix,
            )
        )
    for cell in (cell for row in sheet.iter_rows(min_row=_HEADER_ROW) for cell in row):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if cell.row == _HEADER_ROW:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="DDE6EE")
        elif cell.value is not None:
            cell.data_type = "s"
            cell.quotePrefix = True
    _set_up(sheet)
    return workbook


def _set_up(sheet: "Worksheet") -> None:
    """Set widths, filter and a printed page that fits A4 landscape."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for index, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A4"
    sheet.auto_filter.ref = f"A3:H{sheet.max_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "3:3"
