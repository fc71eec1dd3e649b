"""The council's table: as CSV or workbook, with either header, and what a row must hold."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from cchc_lib.files.council import COUNCIL_COLUMNS, read_council
from cchc_lib.files.sources import SourceFile
from tests.unit.round_cases import EDITION, make_folder, places, put, read

HEADER = ",".join(COUNCIL_COLUMNS)
HEADERS_VI = list(COUNCIL_COLUMNS.values())
OWN = [one.code for one in EDITION.components_of("department") if not one.is_survey]
SURVEYED = next(one.code for one in EDITION.components_of("department") if one.is_survey)
FIRST, SECOND = OWN[:2]


def council(root, *sources):
    assessment, _ = read(make_folder(root))
    return read_council(sources, edition=EDITION, assessment=assessment)


def from_csv(root, *lines: str, header: str = HEADER):
    path = put(root, "council.csv", "\n".join([header, *lines]) + "\n")
    return council(root, SourceFile(path=path, file="council.csv"))


def from_sheet(root, *rows, change=lambda _: None):
    return from_book(root, {"Quyết định": [HEADERS_VI, *rows]}, change)


def from_book(root, sheets, change=lambda _: None):
    """Read a workbook with these sheets, changed before it is saved."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    change(workbook)
    workbook.save(root / "council.xlsx")
    return council(root, SourceFile(path=root / "council.xlsx", file="council.xlsx"))


def decision(*, unit="so-noi-vu", score=0.5, day="10/01/2019"):
    return [unit, FIRST, score, "Lý do", "BB 12", day]


def hide(*titles):
    def change(workbook):
        for title in titles:
            workbook[title].sheet_state = "hidden"

    return change


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
    place = sheet[0].place
    assert (place.file, place.sheet, place.cell) == ("council.xlsx", "Quyết định", "C2")
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
    assert [(one.code, one.cell, one.found) for one in findings] == [("KD-010", "B2", "1,1")]


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


HEADED = [HEADERS_VI, decision()]
OTHER = [HEADERS_VI, decision(score=0.25)]
BOOKS = {
    "a blank cover before the table": ({"Bìa": [], "Bảng": HEADED}, (), "Bảng", []),
    "a title above the header": ({"Bảng": [["QUYẾT ĐỊNH"], [], *HEADED]}, (), "Bảng", []),
    "a hidden list before the table": (
        {"Mã": [["Mã đơn vị"], ["so-noi-vu"]], "Bảng": HEADED},
        ("Mã",),
        "Bảng",
        [],
    ),
    "a hidden copy before the table": ({"Cũ": HEADED, "Bảng": HEADED}, ("Cũ",), "Bảng", []),
    "a prepared sheet without rows": ({"Mẫu": [HEADERS_VI], "Bảng": HEADED}, (), "Bảng", []),
    "the only table is hidden": (
        {"Bìa": [["Bìa"]], "Bảng": HEADED},
        ("Bảng",),
        "Bảng",
        [("BM-033", "Bảng", "Bảng", "")],
    ),
    "two tables that differ": (
        {"Cũ": OTHER, "Bảng": HEADED},
        ("Cũ",),
        None,
        [("BM-032", "", "“Cũ”, “Bảng”", "bảng quyết định của Hội đồng")],
    ),
}


@pytest.mark.parametrize("name", BOOKS)
def test_the_table_is_found_by_its_header_among_the_sheets(tmp_path, name):
    sheets, hidden, read_from, expected = BOOKS[name]
    decisions, findings = from_book(tmp_path, sheets, hide(*hidden))
    assert [(one.place.sheet, one.score) for one in decisions] == (
        [(read_from, Decimal("0.5"))] if read_from else []
    )
    assert [(one.code, one.sheet, one.found, one.expected) for one in findings] == expected


def test_a_workbook_without_the_table_says_which_columns_it_lacks(tmp_path):
    _, findings = from_book(tmp_path, {"Sheet1": [], "Sheet2": []})
    assert [(one.code, one.found) for one in findings] == [
        ("KD-005", column) for column in COUNCIL_COLUMNS
    ]
    _, findings = from_book(tmp_path, {"Bìa": [["Bìa"]], "Bảng": [HEADERS_VI[:-1], decision()]})
    assert [(one.code, one.sheet, one.found) for one in findings] == [("KD-005", "Bảng", "date")]


def test_an_empty_csv_file_is_not_passed_over(tmp_path):
    path = put(tmp_path, "council.csv", "")
    _, findings = council(tmp_path, SourceFile(path=path, file="council.csv"))
    assert [(one.code, one.found) for one in findings] == [
        ("KD-005", column) for column in COUNCIL_COLUMNS
    ]


def test_rows_that_are_hidden_are_read_with_a_note(tmp_path):
    def hide_second(workbook):
        workbook["Quyết định"].row_dimensions[3].hidden = True

    decisions, findings = from_sheet(
        tmp_path, decision(), decision(unit="so-y-te"), change=hide_second
    )
    assert [one.unit_code for one in decisions] == ["so-noi-vu", "so-y-te"]
    assert [(one.code, one.sheet, one.found) for one in findings] == [
        ("BM-034", "Quyết định", "dòng 3")
    ]


@pytest.mark.parametrize(
    ("score", "meant", "said"),
    [
        (1.125, "1.125", []),
        ("1,26", "1.26", [("BM-015", "C2")]),
        ("1,26 điểm", "1.26", [("BM-015", "C2")]),
        ("1,125", None, [("BM-013", "C2")]),
        (datetime(2019, 5, 1), None, [("BM-017", "C2")]),  # noqa: DTZ001 - as it is stored
        ("=1/0", None, [("BM-014", "C2")]),
    ],
)
def test_points_in_a_workbook_are_read_like_those_of_a_form(tmp_path, score, meant, said):
    decisions, findings = from_sheet(tmp_path, decision(score=score))
    assert [str(one.score) for one in decisions] == ([meant] if meant else [])
    assert places(findings) == said
    assert all((one.sheet, one.unit_code) == ("Quyết định", "so-noi-vu") for one in findings)


@pytest.mark.parametrize(
    ("score", "meant", "said"),
    [
        ("1.26", "1.26", []),
        ('"1,26"', "1.26", []),
        ('"1,26 điểm"', "1.26", ["BM-015"]),
        ('"1,125"', None, ["BM-013"]),
        ("75%", None, ["BM-016"]),
    ],
)
def test_points_in_a_csv_file_follow_the_same_grammar(tmp_path, score, meant, said):
    decisions, findings = from_csv(tmp_path, f"so-noi-vu,{FIRST},{score},Lý do,BB 12,2019-01-10")
    assert [str(one.score) for one in decisions] == ([meant] if meant else [])
    assert places(findings) == [(code, "dòng 2") for code in said]


@pytest.mark.parametrize("day", ["7.3.2019", "Ngày 7 tháng 3 năm 2019"])
def test_a_day_in_other_words_is_understood_in_both_kinds_of_files(tmp_path, day):
    for read_day, cell in ((from_sheet_on, "F2"), (from_csv_on, "dòng 2")):
        decisions, findings = read_day(tmp_path, day)
        assert [one.decided_on for one in decisions] == [date(2019, 3, 7)]
        assert places(findings) == [("BM-048", cell)]


def from_sheet_on(root, day):
    return from_sheet(root, decision(day=day))


def from_csv_on(root, day):
    return from_csv(root, f"so-noi-vu,{FIRST},1,Lý do,BB 12,{day}")


def test_a_day_stored_with_a_time_is_that_day(tmp_path):
    moment = datetime(2019, 3, 7, 14, 30)  # noqa: DTZ001 - as a workbook stores it
    decisions, findings = from_sheet_on(tmp_path, moment)
    assert ([one.decided_on for one in decisions], findings) == ([date(2019, 3, 7)], [])


def test_a_code_that_several_rows_share_is_given_to_none(tmp_path):
    def merge(workbook):
        workbook["Quyết định"].merge_cells("A2:A3")

    decisions, findings = from_sheet(tmp_path, decision(), decision(unit="so-y-te"), change=merge)
    assert decisions == ()
    assert places(findings) == [("BM-041", "A2"), ("BM-041", "A3")]


@pytest.mark.parametrize("name", ["council.csv", "council.xlsx"])
def test_a_link_is_not_followed(tmp_path, name):
    secret = tmp_path / "elsewhere.csv"
    secret.write_text(f"{HEADER},root:x:0:0\n", "utf-8")
    (tmp_path / name).symlink_to(secret)
    decisions, findings = council(tmp_path, SourceFile(path=tmp_path / name, file=name))
    assert decisions == ()
    assert [(one.code, one.file, one.found) for one in findings] == [("BM-026", name, name)]


def test_the_same_table_in_both_kinds_of_files_is_read_once(tmp_path):
    csv_file = put(tmp_path, "council.csv", f"{HEADER}\nso-noi-vu,{FIRST},1,a,BB 12,1/1/2019\n")
    from_sheet(tmp_path, ["so-noi-vu", FIRST, 1, "a", "BB 12", "1/1/2019"])
    decisions, findings = council(
        tmp_path,
        SourceFile(path=csv_file, file="council.csv"),
        SourceFile(path=tmp_path / "council.xlsx", file="council.xlsx"),
    )
    assert [one.place.file for one in decisions] == ["council.csv"]
    assert [(one.code, one.file, one.expected) for one in findings] == [
        ("BM-050", "council.xlsx", "council.csv")
    ]
