"""The council's table: as CSV or workbook, with either header, and what a row must hold."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from cchc_lib.files.council import COUNCIL_COLUMNS, read_council
from cchc_lib.files.sources import SourceFile
from tests.unit.round_cases import EDITION, make_folder, places, put, read

HEADER = ",".join(COUNCIL_COLUMNS)
OWN = [one.code for one in EDITION.components_of("department") if not one.is_survey]
SURVEYED = next(one.code for one in EDITION.components_of("department") if one.is_survey)
FIRST, SECOND = OWN[:2]


def council(root, *sources):
    assessment, _ = read(make_folder(root))
    return read_council(sources, edition=EDITION, assessment=assessment)


def from_csv(root, *lines: str, header: str = HEADER):
    path = put(root, "council.csv", "\n".join([header, *lines]) + "\n")
    return council(root, SourceFile(path=path, file="council.csv"))


def from_sheet(root, *rows):
    workbook = Workbook()
    for row in (list(COUNCIL_COLUMNS.values()), *rows):
        workbook.active.append(row)
    workbook.save(root / "council.xlsx")
    return council(root, SourceFile(path=root / "council.xlsx", file="council.xlsx"))


def test_a_decision_says_who_when_why_and_on_what_document(tmp_path):
    decisions, findings = from_csv(
        tmp_path, f'so-noi-vu,{FIRST},"0,5",Xem lại,BB 12/BB-HĐ,2019-01-10'
    )
    assert findings == []
    (decision,) = decisions
    assert (decision.stage, decision.unit_code) == ("council", "so-noi-vu")
    assert (decision.component_code, decision.score) == (FIRST, Decimal("0.5"))
    assert (decision.role, decision.reason) == ("Hội đồng thẩm định", "Xem lại")
    assert (decision.document, decision.decided_on) == ("BB 12/BB-HĐ", date(2019, 1, 10))
    assert (decision.place.file, decision.place.cell) == ("council.csv", "dòng 2")


def test_a_workbook_with_vietnamese_headers_says_the_same_as_the_csv_file(tmp_path):
    day = datetime(2019, 1, 10)  # noqa: DTZ001 - as a workbook stores it
    sheet, sheet_findings = from_sheet(tmp_path, ("so-noi-vu", FIRST, 0.5, "Xem lại", "BB 12", day))
    table, _ = from_csv(tmp_path, f"so-noi-vu,{FIRST},0.5,Xem lại,BB 12,2019-01-10")
    assert sheet_findings == []
    assert sheet[0].place.file == "council.xlsx"
    assert (sheet[0].score, sheet[0].decided_on) == (table[0].score, table[0].decided_on)


@pytest.mark.parametrize(
    ("line", "code", "found"),
    [
        ("so-noi-vi,{c},1,Lý do,BB 12,2019-01-10", "KD-009", "so-noi-vi"),
        ("so-noi-vu,9.9.9,1,Lý do,BB 12,2019-01-10", "KD-010", "9.9.9"),
        ("so-noi-vu,{s},1,Lý do,BB 12,2019-01-10", "KD-010", SURVEYED),
        ("so-noi-vu,{c},nửa điểm,Lý do,BB 12,2019-01-10", "BM-013", "nửa điểm"),
        ("so-noi-vu,{c},,Lý do,BB 12,2019-01-10", "BM-013", "(trống)"),
        ("so-noi-vu,{c},1,Lý do,,2019-01-10", "TD-023", "số văn bản"),
        ("so-noi-vu,{c},1,Lý do,BB 12,", "TD-023", "ngày"),
        ("so-noi-vu,{c},1,Lý do,BB 12,30/02/2019", "KD-008", "30/02/2019"),
    ],
)
def test_a_row_that_cannot_be_used_gives_no_decision_and_the_next_one_does(
    tmp_path, line, code, found
):
    good = f"so-y-te,{SECOND},1,Lý do,BB 12,2019-01-10"
    decisions, findings = from_csv(tmp_path, line.format(c=FIRST, s=SURVEYED), good)
    assert [one.unit_code for one in decisions] == ["so-y-te"]
    assert [(one.code, one.found, one.cell) for one in findings] == [(code, found, "dòng 2")]
    assert findings[0].unit_code == ("" if code == "KD-009" else "so-noi-vu")


def test_rows_in_which_nothing_was_decided_are_passed_over(tmp_path):
    decisions, findings = from_csv(tmp_path, f"so-noi-vu,{FIRST},,,,")
    assert (decisions, findings) == ((), [])


def test_a_component_code_that_excel_took_for_a_number_is_not_guessed(tmp_path):
    decisions, findings = from_sheet(
        tmp_path, ("so-noi-vu", 1.10, 0.5, "Lý do", "BB 12", "2019-01-10")
    )
    assert decisions == ()
    assert [(one.code, one.found) for one in findings] == [("KD-010", "1.1")]


def test_a_missing_column_and_an_unreadable_workbook_are_reported(tmp_path):
    _, findings = from_csv(tmp_path, f"so-noi-vu,{FIRST}", header="unit_code,component_code")
    assert {one.code for one in findings} == {"KD-005"}
    assert {one.found for one in findings} == {"score", "reason", "document", "date"}
    path = put(tmp_path, "council.xlsx", "no workbook")
    _, findings = council(tmp_path, SourceFile(path=path, file="council.xlsx"))
    assert places(findings) == [("BM-021", "")]


def test_both_tables_are_read(tmp_path):
    csv_file = put(
        tmp_path, "council.csv", f"{HEADER}\nso-noi-vu,{FIRST},1,Lý do,BB 12,2019-01-10\n"
    )
    from_sheet(tmp_path, ("so-y-te", FIRST, 1, "Lý do", "BB 12", "2019-01-11"))
    decisions, _ = council(
        tmp_path,
        SourceFile(path=csv_file, file="council.csv"),
        SourceFile(path=tmp_path / "council.xlsx", file="council.xlsx"),
    )
    assert [one.unit_code for one in decisions] == ["so-noi-vu", "so-y-te"]
