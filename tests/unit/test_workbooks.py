import hashlib
import unicodedata
import zipfile
from copy import copy
from datetime import datetime

import pytest

from cchc_lib.core.submission import NotReported, Place
from cchc_lib.files.forms.layout import (
    SELF_SHEET,
    IdentityLabel,
    SelfColumn,
)
from cchc_lib.files.forms.self_sheet import FormAnswers
from cchc_lib.files.returns.submissions import read_submissions
from cchc_lib.files.sources import SourceFile, list_sources
from cchc_lib.vietnamese import normalise
from tests.unit.form_cases import (
    ASSESSMENT,
    DEPARTMENT,
    DISTRICT,
    EDITION,
    UNITS,
    altered,
    asked,
    find_cell,
    header,
    random_answers,
    unmerge,
    write_form,
)

C = SelfColumn


@pytest.fixture
def form(tmp_path):
    return write_form(tmp_path)


def read(path, assessment=ASSESSMENT):
    source = SourceFile(path=path, file=f"{path.parent.name}/{path.name}")
    root = path.parent.parent
    found, findings = read_submissions([source], root=root, edition=EDITION, assessment=assessment)
    return next(iter(found.values()), None), findings


def read_all(root):
    sources = list_sources(root, "submissions")
    return read_submissions(sources, root=root, edition=EDITION, assessment=ASSESSMENT)


def codes(findings):
    return [one.code for one in findings]


def values(submission):
    return {
        code: ([figure.value for figure in entry.figures], entry.self_score.value)
        for code, entry in submission.entries.items()
    }


def set_identity(sheet, label, value):
    cells = [c for row in sheet.iter_rows(max_row=6) for c in row]
    at = next(c for c in cells if c.value == f"{label.value}:")
    at.offset(column=1).value = value


# Round trips


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.group_code)
def test_what_was_written_is_read_back(tmp_path, unit):
    answers = random_answers(unit, 7)
    path = write_form(tmp_path, unit, answers)
    submission, findings = read(path)
    assert findings == []
    assert submission.unit_code == unit.code
    assert submission.file == f"submissions/{unit.code}.xlsx"
    assert submission.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(submission.entries) == [component.code for component in asked(unit)]
    for code, entry in submission.entries.items():
        assert {f.input_code: f.value for f in entry.figures} == answers[code].figures
        assert entry.self_score.value == answers[code].self_score
        assert "; ".join(entry.evidence) == answers[code].evidence
        assert entry.explanation == answers[code].explanation


def test_a_blank_form_reports_nothing_and_no_problem(tmp_path):
    submission, findings = read(write_form(tmp_path, answers={}))
    assert findings == []
    assert len(submission.entries) == len(asked(DEPARTMENT))
    for entry in submission.entries.values():
        assert entry.self_score.value == NotReported()
        assert all(f.value == NotReported() and f.place.cell for f in entry.figures)
        assert (entry.evidence, entry.explanation) == ((), "")


def test_every_value_knows_its_cell(form):
    submission, _ = read(form)
    entry = submission.entries["1.5.1"]
    with altered(form) as sheet:
        for figure in entry.figures:
            place = find_cell(sheet, "1.5.1", C.FIGURE, figure.input_code).coordinate
            assert figure.place == Place(file=submission.file, sheet=SELF_SHEET, cell=place)
        assert entry.self_score.place.cell == find_cell(sheet, "1.5.1", C.SELF).coordinate
        assert entry.evidence_place.cell == find_cell(sheet, "1.5.1", C.EVIDENCE).coordinate


# Forms that hands have moved about


def _values(submission):
    return {
        code: (
            {f.input_code: f.value for f in entry.figures},
            entry.self_score.value,
            entry.evidence,
            entry.explanation,
        )
        for code, entry in submission.entries.items()
    }


def test_rows_in_another_order_are_still_read(form):
    before, _ = read(form)
    with altered(form) as sheet:
        unmerge(sheet)
        first = header(sheet, C.CODE).row + 1
        rows = [[(c.value, c._style) for c in row] for row in sheet.iter_rows(min_row=first)]
        for row, values in zip(sheet.iter_rows(min_row=first), reversed(rows), strict=True):
            for cell, (value, style) in zip(row, values, strict=True):
                cell.value, cell._style = value, copy(style)
    after, findings = read(form)
    assert findings == []
    assert _values(after) == _values(before)


def test_inserted_rows_and_columns_do_not_disturb_the_reader(form):
    before, _ = read(form)
    with altered(form) as sheet:
        unmerge(sheet)
        sheet.insert_rows(1, 3)
        sheet.insert_cols(8)
        sheet.parent.move_sheet(sheet, 2)
    after, findings = read(form)
    assert findings == []
    assert _values(after) == _values(before)


def test_names_in_decomposed_unicode_are_recognised(form):
    with altered(form) as sheet:
        sheet.title = unicodedata.normalize("NFD", sheet.title)
        at = header(sheet, C.SELF)
        at.value = unicodedata.normalize("NFD", f"  {at.value} ")
    submission, findings = read(form)
    assert findings == []
    assert normalise(submission.entries["1.1.1"].self_score.place.sheet) == SELF_SHEET


# Files that are refused


def _empty_zip(path):
    with zipfile.ZipFile(path, "w"):
        pass


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda path: path.write_bytes(b""), "BM-001"),
        (lambda path: path.write_bytes(b"Excel"), "BM-021"),
        (lambda path: path.write_bytes(path.read_bytes()[:4000]), "BM-001"),
        (_empty_zip, "BM-021"),
    ],
    ids=["empty", "text", "cut off", "empty zip"],
)
def test_an_unreadable_file_is_refused_with_its_unit(form, spoil, code):
    spoil(form)
    submission, findings = read(form)
    assert submission is None
    assert codes(findings) == [code]
    assert findings[0].unit_code == DEPARTMENT.code
    assert findings[0].found
    assert "Error" not in findings[0].found


def test_a_workbook_without_the_sheet_is_refused(form):
    with altered(form) as sheet:
        sheet.parent.remove(sheet)
    assert codes(read(form)[1]) == ["BM-002"]


def test_a_renamed_sheet_is_known_by_its_headers(form):
    expected, _ = read(form)
    with altered(form) as sheet:
        sheet.title = "Sheet1"
    submission, (found,) = read(form)
    assert (found.code, found.severity, found.found) == ("BM-031", "warning", "Sheet1")
    assert values(submission) == values(expected)


def test_a_sheet_without_a_header_is_refused_by_the_name_of_the_column(form):
    with altered(form) as sheet:
        header(sheet, C.SELF).value = "Điểm"
    submission, (found,) = read(form)
    assert submission is None
    assert (found.code, found.sheet, found.expected) == ("BM-036", SELF_SHEET, C.SELF.value)


def test_a_header_with_a_slip_is_recovered(form):
    expected, _ = read(form)
    with altered(form) as sheet:
        header(sheet, C.SELF).value = "ĐIỂM TỰ CHẤM  (của đơn vị)"
    submission, (found,) = read(form)
    assert (found.code, found.expected) == ("BM-035", C.SELF.value)
    assert values(submission) == values(expected)


@pytest.mark.parametrize(
    ("label", "value", "code", "found"),
    [
        (IdentityLabel.UNIT, "so-noi-vuu", "BM-003", "so-noi-vuu"),
        (IdentityLabel.UNIT, None, "BM-003", "(trống)"),
        (IdentityLabel.UNIT, DISTRICT.code, "BM-004", DISTRICT.code),
        (IdentityLabel.YEAR, 2017, "BM-005", "2017"),
        (IdentityLabel.EDITION, "mau-2019", "BM-006", "mau-2019"),
    ],
)
def test_a_form_of_another_unit_year_or_edition_is_refused(form, label, value, code, found):
    with altered(form) as sheet:
        set_identity(sheet, label, value)
    submission, findings = read(form)
    assert submission is None
    assert codes(findings) == [code]
    assert (findings[0].found, findings[0].unit_code) == (found, DEPARTMENT.code)
    assert findings[0].sheet == SELF_SHEET
    assert findings[0].cell


def test_all_that_is_wrong_with_the_identity_is_said_at_once(form):
    with altered(form) as sheet:
        set_identity(sheet, IdentityLabel.UNIT, DISTRICT.code)
        set_identity(sheet, IdentityLabel.YEAR, 2017)
        set_identity(sheet, IdentityLabel.EDITION, "x")
        set_identity(sheet, IdentityLabel.VERSION, "y")
    assert codes(read(form)[1]) == ["BM-004", "BM-005", "BM-006", "BM-042"]


def test_an_older_version_of_the_form_is_read_with_a_warning(form):
    expected, _ = read(form)
    with altered(form) as sheet:
        set_identity(sheet, IdentityLabel.VERSION, "2017.3")
    submission, (found,) = read(form)
    assert (found.code, found.severity, found.found) == ("BM-042", "warning", "2017.3")
    assert values(submission) == values(expected)


# Folders


def test_a_missing_folder_is_nothing_read(tmp_path):
    assert read_all(tmp_path) == ({}, [])


def test_every_unit_of_a_folder_is_read_in_order(tmp_path):
    for unit in UNITS:
        write_form(tmp_path, unit)
    submissions, findings = read_all(tmp_path)
    assert findings == []
    assert list(submissions) == sorted(unit.code for unit in UNITS)


def test_a_unit_with_two_files_has_none(tmp_path):
    write_form(tmp_path)
    write_form(tmp_path, answers=random_answers(DEPARTMENT, 8), name="so-noi-vu (1)")
    write_form(tmp_path, DISTRICT)
    submissions, findings = read_all(tmp_path)
    assert list(submissions) == [DISTRICT.code]
    assert codes(findings) == ["BM-007"]
    assert findings[0].found == "submissions/so-noi-vu (1).xlsx, submissions/so-noi-vu.xlsx"
    assert findings[0].unit_code == DEPARTMENT.code
    for path in (tmp_path / "submissions").glob("so-noi-vu*"):
        row = f"submissions/{path.name},{hashlib.sha256(path.read_bytes()).hexdigest()},"
        assert row in findings[0].fix


def test_of_two_files_that_are_the_same_one_is_read(tmp_path):
    write_form(tmp_path)
    write_form(tmp_path, name="so-noi-vu (1)")
    submissions, (found,) = read_all(tmp_path)
    assert submissions[DEPARTMENT.code].file == "submissions/so-noi-vu.xlsx"
    assert (found.code, found.severity) == ("BM-050", "note")
    assert found.file == "submissions/so-noi-vu (1).xlsx"


def test_a_second_file_that_cannot_be_read_does_not_leave_the_first_in_force(tmp_path):
    write_form(tmp_path)
    (tmp_path / "submissions" / "so-noi-vu-v2.xlsx").write_bytes(b"")
    submissions, findings = read_all(tmp_path)
    assert submissions == {}
    assert codes(findings) == ["BM-007", "BM-001"]
    assert {one.unit_code for one in findings} == {DEPARTMENT.code}


def test_a_form_in_the_place_of_another_unit_does_not_hurt_its_owner(tmp_path):
    write_form(tmp_path)
    write_form(tmp_path, DEPARTMENT, name=DISTRICT.code)
    submissions, findings = read_all(tmp_path)
    assert list(submissions) == [DEPARTMENT.code]
    assert [(f.code, f.unit_code) for f in findings] == [("BM-004", DISTRICT.code)]


def test_what_is_no_workbook_is_passed_over_with_a_note(tmp_path):
    write_form(tmp_path)
    folder = tmp_path / "submissions"
    for name in ("~$so-noi-vu.xlsx", "bao-cao.xls", "ghi chú.docx", ".gitkeep"):
        (folder / name).write_bytes(b"x")
    (folder / "cũ.xlsx").mkdir()
    submissions, findings = read_all(tmp_path)
    assert list(submissions) == [DEPARTMENT.code]
    assert [(f.code, f.severity) for f in findings] == [("BM-008", "note"), ("BM-021", "error")]
    assert findings[0].found == "ghi chú.docx"


# Rows


def test_an_unknown_code_is_reported_with_the_nearest_one(form):
    with altered(form) as sheet:
        find_cell(sheet, "2.1.1", C.CODE).value = "2.1.11"
    submission, findings = read(form)
    assert codes(findings) == ["BM-010", "BM-012"]
    assert "2.1.1" in findings[0].expected
    assert "2.1.1" not in submission.entries


def test_an_unknown_input_code_is_reported(form):
    with altered(form) as sheet:
        find_cell(sheet, "2.1.1", C.INPUT, "programmed").value = "programed"
    submission, findings = read(form)
    assert [(f.code, f.found) for f in findings] == [("BM-010", "2.1.1/programed")]
    assert "programmed" in findings[0].expected
    figures = {f.input_code: f.value for f in submission.entries["2.1.1"].figures}
    assert figures["programmed"] == NotReported()


def test_a_component_outside_the_appendix_must_stay_empty(form):
    foreign = next(c for c in EDITION.components() if "department" not in c.max_score)
    with altered(form) as sheet:
        row = sheet.max_row + 1
        sheet[f"{C.CODE.letter}{row}"] = foreign.code
    assert read(form)[1] == []
    with altered(form) as sheet:
        sheet[f"{C.SELF.letter}{row}"] = 1
    assert [(f.code, f.component_code) for f in read(form)[1]] == [("BM-011", foreign.code)]


def test_a_missing_row_is_reported_and_the_others_are_read(form):
    with altered(form) as sheet:
        sheet.delete_rows(find_cell(sheet, "1.2.2", C.CODE).row)
    submission, findings = read(form)
    assert [(f.code, f.component_code) for f in findings] == [("BM-012", "1.2.2")]
    assert len(submission.entries) == len(asked(DEPARTMENT)) - 1


def test_a_repeated_block_is_reported_once(form):
    with altered(form) as sheet:
        first = find_cell(sheet, "2.1.1", C.CODE).row
        for offset in (0, 1):
            sheet.append([cell.value for cell in sheet[first + offset]])
    assert [(f.code, f.component_code) for f in read(form)[1]] == [("BM-019", "2.1.1")]


# Cells


def _percent(cell):
    cell.value, cell.number_format = 0.75, "0%"


def _put(value):
    def change(cell):
        cell.value = value

    return change


MISTAKES = [
    ("1.1.1", C.SELF, "", _put("đạt"), "BM-013"),
    ("1.1.2", C.SELF, "", _put("=1+1"), "BM-014"),
    ("1.1.3", C.SELF, "", _put("0,75"), "BM-015"),
    ("1.2.1", C.SELF, "", _percent, "BM-016"),
    ("1.2.2", C.SELF, "", _put(datetime.fromisoformat("2018-05-01")), "BM-017"),
    ("1.3.1", C.SELF, "", _put("#DIV/0!"), "BM-018"),
    ("1.3.2", C.SELF, "", _put("1.234"), "BM-013"),
    ("1.3.3", C.FIGURE, "report_date", _put("tháng 5"), "HS-019"),
    ("1.3.3", C.FIGURE, "due_date", _put("Không có"), "HS-019"),
    ("1.4.1", C.FIGURE, "", _put(-1), "HS-019"),
    ("1.4.2", C.FIGURE, "", _put(2.5), "HS-019"),
    ("1.5.1", C.FIGURE, "on_time", _put("=SUM(A1:A2)"), "BM-014"),
    ("1.5.1", C.FIGURE, "assigned", _percent, "BM-016"),
    ("1.5.1", C.FIGURE, "overdue", _put(datetime.fromisoformat("2018-05-01")), "BM-017"),
    ("1.6.1", C.FIGURE, "", _put("#N/A"), "BM-018"),
    ("1.7.1", C.FIGURE, "", _put("Có thể"), "HS-019"),
    ("2.1.1", C.FIGURE, "issued", _put("12"), "BM-015"),
    ("2.1.1", C.FIGURE, "programmed", _put("mười hai"), "HS-019"),
    ("2.2.1", C.EVIDENCE, "", _put("#REF!"), "BM-018"),
    ("2.2.2", C.EXPLANATION, "", _put("=A1"), "BM-014"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m[0]} {m[1].name} {m[4]}")
def test_a_mistake_in_a_cell_is_reported_with_its_place_and_the_rest_is_read(form, mistake):
    component, column, input_code, change, code = mistake
    before = _values(read(form)[0])
    with altered(form) as sheet:
        cell = find_cell(sheet, component, column, input_code)
        change(cell)
    submission, findings = read(form)
    assert [(f.code, f.component_code, f.cell) for f in findings] == [
        (code, component, cell.coordinate)
    ]
    assert (findings[0].sheet, findings[0].unit_code) == (SELF_SHEET, DEPARTMENT.code)
    after = _values(submission)
    assert {c for c in after if after[c] != before[c]} <= {component}


def test_twenty_mistakes_in_one_file_are_twenty_findings(form):
    with altered(form) as sheet:
        for component, column, input_code, change, _ in MISTAKES:
            change(find_cell(sheet, component, column, input_code))
    submission, findings = read(form)
    assert sorted(codes(findings)) == sorted(mistake[4] for mistake in MISTAKES)
    assert len(submission.entries) == len(asked(DEPARTMENT))


def test_a_text_planted_by_a_caller_is_reported_like_a_text_typed_by_hand(tmp_path):
    answers = {"1.1.1": FormAnswers(figures={"issued_date": "sớm"}, self_score="=1+1")}
    submission, findings = read(write_form(tmp_path, answers=answers))
    assert [(f.code, f.found) for f in findings] == [("HS-019", "sớm"), ("BM-013", "=1+1")]
    assert submission.entries["1.1.1"].self_score.value == NotReported(reason="refused")


def test_a_figure_finding_names_the_figure_and_what_is_expected(form):
    with altered(form) as sheet:
        find_cell(sheet, "2.1.1", C.FIGURE, "programmed").value = -4
    found = read(form)[1][0]
    assert "Số văn bản được giao trong chương trình" in found.message
    assert "“-4”" in found.message
    assert "số nguyên không âm" in found.fix
