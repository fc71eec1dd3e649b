"""The workbook of results can be filtered, printed and reckoned with; it leads to the notices."""

import io
from decimal import Decimal
from functools import cache

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from cchc_lib.files.documents.result_book import write_result_book
from cchc_lib.present.documents.result_tables import result_tables
from cchc_lib.present.summaries import criterion_shares, groups_of, unit_names
from cchc_lib.running.execution.documents import make_document
from cchc_lib.running.execution.tasks import DocumentTask
from tests.unit.document_cases import documents
from tests.unit.present_cases import HOSTILE, rounds_year, sample_year

HEAD = 4
SHEETS = ["I. Sở, ban, ngành", "II. Cơ quan Trung ương đóng", "III. UBND huyện, thị xã", "Lĩnh vực",
          "Tiêu chí"]  # fmt: skip


@cache
def book(year_name: str = "rounds"):
    content = documents(year_name)["documents/bang-ket-qua.xlsx"]
    return load_workbook(io.BytesIO(content))


def rows_of(sheet) -> list[dict[str, object]]:
    titles = [cell.value for cell in sheet[HEAD]]
    return [dict(zip(titles, row, strict=True)) for row in sheet.iter_rows(min_row=HEAD + 1)]


def test_there_is_a_sheet_per_group_then_one_by_area_and_one_by_criterion():
    assert book().sheetnames == SHEETS


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_can_be_filtered_scrolled_and_printed(name):
    sheet = book()[name]
    last = f"{get_column_letter(sheet.max_column)}{sheet.max_row}"
    assert sheet.auto_filter.ref == f"A{HEAD}:{last}"
    assert sheet.freeze_panes == f"C{HEAD + 1}"
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth in {None, 1}
    assert sheet.page_setup.fitToHeight == 0
    assert "SỐ LIỆU MINH HỌA – DỰ THẢO" in sheet.oddHeader.center.text
    assert "&P/&N" in sheet.oddFooter.right.text.replace("&[Page]", "&P")
    assert "SỐ LIỆU MINH HỌA – DỰ THẢO" in sheet["A2"].value


def test_rankings_hold_the_results_of_the_year_as_numbers():
    year, names = rounds_year(), unit_names(rounds_year())
    for group, sheet_name in zip(groups_of(year), SHEETS, strict=False):
        rows = rows_of(book()[sheet_name])
        units = year.group_units(group.code)
        assert [row["Đơn vị"].value for row in rows] == [names[u.unit_code] for u in units]
        for row, unit in zip(rows, units, strict=True):
            for title, value in (
                ("Hạng", unit.rank), ("Điểm cộng", unit.bonus), ("Điểm trừ", unit.penalty),
                ("Tổng điểm", unit.total_score), ("Chỉ số (%)", unit.index_pct),
            ):  # fmt: skip
                cell = row[title]
                if isinstance(value, Decimal | int):
                    assert cell.data_type == "n"
                    assert Decimal(str(cell.value)) == value
                    assert cell.number_format == ("General" if title == "Hạng" else "#,##0.00")
                else:
                    assert cell.value is None


def test_areas_and_criteria_add_up_to_the_same_points():
    year = rounds_year()
    areas, criteria = (rows_of(book()[name]) for name in ("Lĩnh vực", "Tiêu chí"))
    assert len(areas) == len(year.areas)
    shown = 0
    for unit in year.units:
        if unit.state == "blocked":
            continue
        name = year.assessment.unit(unit.unit_code).name_vi
        own = [row for row in criteria if row["Đơn vị"].value == name]
        points = sum((Decimal(str(row["Đạt được"].value)) for row in own), Decimal(0))
        assert points == sum((s.points for s in criterion_shares(year, unit.unit_code)), Decimal(0))
        found = [row["Đạt được"].value for row in areas if row["Đơn vị"].value == name]
        if found and None not in found:
            assert sum((Decimal(str(value)) for value in found), Decimal(0)) == points
            shown += 1
    assert shown >= 3


def test_a_unit_that_is_blocked_has_no_numbers():
    (row,) = [r for r in rows_of(book("sample")[SHEETS[2]]) if r["Tình trạng"].value != "đủ điểm"
              and r["Đơn vị"].value == "UBND huyện Cư Jút"]  # fmt: skip
    for title in ("Hạng", "Điểm thẩm định", "Điểm điều tra", "Tổng điểm", "Chỉ số (%)"):
        assert row[title].value is None
    criteria = rows_of(book("sample")["Tiêu chí"])
    assert all(r["Đơn vị"].value != "UBND huyện Cư Jút" for r in criteria)


def test_names_of_units_are_text_and_lead_to_their_notices():
    files = documents("rounds")
    rows = [row for name in SHEETS[:4] for row in rows_of(book()[name])]
    names = {name: code for code, name in unit_names(rounds_year()).items()}
    assert HOSTILE in {row["Đơn vị"].value for row in rows}
    for row in rows:
        cell = row["Đơn vị"]
        assert cell.data_type == "s"
        assert cell.hyperlink.target == f"thong-bao/{names[cell.value]}.docx"
        assert f"documents/{cell.hyperlink.target}" in files


def test_a_unit_without_a_notice_is_not_linked():
    task = DocumentTask(name="x", kind="results", address="x.xlsx", unit_codes=("so-noi-vu",))
    content = make_document(sample_year(), task).files["x.xlsx"]
    linked = {
        cell.value
        for sheet in load_workbook(io.BytesIO(content))
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert linked == {"Sở Nội vụ"}


def test_text_that_looks_like_a_formula_stays_text():
    year = sample_year()
    content = write_result_book(
        result_tables(year), rounding=year.edition.rounding, title="=1+1 & <b>", notice="=2+2",
        link=lambda _: "",
    )  # fmt: skip
    for sheet in load_workbook(io.BytesIO(content)):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert sheet["A1"].value.endswith("=1+1 & <b>")
        assert sheet["A2"].data_type == "s"
