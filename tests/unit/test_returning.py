"""What goes back to units: a page and a marked copy, and whose files are never touched."""

import contextlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from cchc_lib.core.submission import Exemption, Place
from cchc_lib.files.forms.layout import (
    EVIDENCE_SHEET,
    SELF_SHEET,
    EvidenceColumn,
    SelfColumn,
)
from cchc_lib.files.forms.register import RegisterEntry
from cchc_lib.files.forms.self_assessment import write_self_assessment
from cchc_lib.files.issued import open_issued
from cchc_lib.files.returns.giving_back import fill_copies, findings_to_mend, put_back
from cchc_lib.files.returns.marking import PROBLEM_SHEET, ProblemColumn
from cchc_lib.finding_kinds import KINDS
from cchc_lib.findings import finding
from cchc_lib.pipeline import return_findings
from cchc_lib.running.reading import compute_year
from tests.unit.form_cases import (
    AGENCY,
    ASSESSMENT,
    DEPARTMENT,
    DISTRICT,
    EDITION,
    HOW,
    altered,
    asked,
    find_cell,
    header,
    random_answers,
    unmerge,
    write_form,
)

OWN = f"submissions/{DEPARTMENT.code}.xlsx"
OVER = finding("HS-014", unit_code=DEPARTMENT.code, file=OWN, cell="I9", expected="1")
MISSING = finding("HS-001", unit_code=DISTRICT.code)
FORM = f"{DEPARTMENT.code}.xlsx"
FIRST, SECOND = (component.code for component in asked(DEPARTMENT)[:2])
P = ProblemColumn


def year_of(root, *more, assessment=ASSESSMENT):
    return compute_year(root, EDITION, assessment, more)


def copy_of(root, *more, unit=DEPARTMENT):
    """Give back what is wrong in ``root``; return the copy of a unit's form, opened."""
    return_findings(root, year_of(root, *more))
    return load_workbook(root / "returned" / f"{unit.code}.xlsx")


def listed(workbook, column):
    sheet = workbook[PROBLEM_SHEET]
    return [sheet[f"{column.letter}{row}"].value for row in range(8, sheet.max_row + 1)]


def leads_to(workbook, code):
    """Return the cells that the findings of a code lead to."""
    sheet = workbook[PROBLEM_SHEET]
    for row, found in enumerate(listed(workbook, P.KIND), start=8):
        link = sheet[f"{P.HERE.letter}{row}"].hyperlink
        if found == code and link is not None:
            title, address = link.location.rsplit("!", 1)
            yield workbook[title.strip("'")][address]


def about(code, cell, unit=DEPARTMENT, sheet=SELF_SHEET, **words):
    file = f"submissions/{unit.code}.xlsx"
    return finding(code, unit_code=unit.code, file=file, sheet=sheet, cell=cell, **words)


# What goes to whom, and in which order


def test_every_unit_with_something_to_mend_gets_a_page_and_a_copy(tmp_path):
    write_form(tmp_path)
    write_form(tmp_path, AGENCY)
    with altered(tmp_path / "submissions" / FORM) as sheet:
        find_cell(sheet, FIRST, SelfColumn.SELF).value = "đạt"
    written, kept = return_findings(tmp_path, year_of(tmp_path))
    names = {path.name for path in written}
    theirs = {
        f"{code}.{kind}" for code in (DEPARTMENT.code, DISTRICT.code) for kind in ("html", "xlsx")
    }
    assert theirs <= names
    assert {"findings.csv", "findings.html"} <= names
    assert not [name for name in names if name.startswith(AGENCY.code)]
    assert kept == []


@pytest.mark.parametrize(
    "other",
    [
        finding("TD-001", unit_code=DEPARTMENT.code),
        finding("KD-012", unit_code=DEPARTMENT.code),
        finding("XH-007", unit_code=DEPARTMENT.code),
        finding("GD-005", unit_code=DEPARTMENT.code, file=OWN),
        finding("BM-013", unit_code=DEPARTMENT.code, file=f"appraisal/{FORM}"),
        finding("BM-013", unit_code=DEPARTMENT.code, file=f"appraisal_2/{FORM}"),
        finding("BM-013", unit_code=DEPARTMENT.code, file="council.xlsx"),
        finding("BM-008", file="submissions/ghi chú.txt"),
    ],
    ids=lambda one: f"{one.code} {one.file}",
)
def test_what_others_must_mend_does_not_go_to_the_unit(other):
    assert findings_to_mend([other]) == {}


@pytest.mark.parametrize(
    "own",
    [
        replace(MISSING, unit_code=DEPARTMENT.code),
        finding("MC-001", unit_code=DEPARTMENT.code, file=OWN),
        finding("BM-013", unit_code=DEPARTMENT.code, file=f"explanations/{FORM}"),
        finding("GD-006", unit_code=DEPARTMENT.code, file=f"explanations/{FORM}"),
    ],
    ids=lambda one: f"{one.code} {one.file}",
)
def test_what_the_unit_filled_in_goes_to_the_unit(own):
    assert findings_to_mend([own]) == {DEPARTMENT.code: ((own,),)}


def test_findings_come_in_steps_and_equal_ones_together():
    other = replace(OVER, cell="I30", component_code="1.10")
    nearer = replace(OVER, cell="I20", component_code="1.9")
    nearest = replace(nearer, cell="I9")
    else_mended = replace(OVER, cell="I40", fix="Sửa cách khác.")
    earlier = [about(code, "I9") for code in ("HS-016", "BM-015", "BM-013", "BM-035", "BM-028")]
    mixed = [other, nearer, nearest, else_mended, *earlier]
    groups = findings_to_mend(mixed)[DEPARTMENT.code]
    assert [group[0].code for group in groups] == [
        *("BM-028", "BM-035", "BM-013", "BM-015", "HS-014", "HS-014", "HS-016")
    ]
    assert groups[4:6] == ((nearest, nearer, other), (else_mended,))


# The copy


def test_the_right_cell_is_marked_although_its_row_moved(tmp_path):
    path = write_form(tmp_path)
    with altered(path) as sheet:
        unmerge(sheet)
        find_cell(sheet, SECOND, SelfColumn.SELF).value = "đạt <b>"
        sheet.insert_rows(header(sheet, SelfColumn.SELF).row + 1, 3)
        moved = find_cell(sheet, SECOND, SelfColumn.SELF).coordinate
    workbook = copy_of(tmp_path)
    (cell,) = leads_to(workbook, "BM-013")
    assert cell.coordinate == find_cell(workbook[SELF_SHEET], SECOND, SelfColumn.SELF).coordinate
    assert cell.coordinate != moved
    assert cell.value == "đạt <b>"
    assert cell.border.left.style == "thick"
    assert "BM-013" in cell.comment.text
    assert KINDS["BM-013"].fix.replace("`", "") in cell.comment.text
    assert cell.comment.author == "CCHC"
    assert any(moved in (place or "") for place in listed(workbook, P.THERE))


def test_a_figure_is_marked_in_the_row_of_that_figure(tmp_path):
    path = write_form(tmp_path)
    component = next(c for c in asked(DEPARTMENT) if len(c.inputs) > 1)
    second = component.inputs[1].code
    with altered(path) as sheet:
        cell = find_cell(sheet, component.code, SelfColumn.FIGURE, second)
        cell.value = "nhiều"
    workbook = copy_of(tmp_path)
    assert cell.coordinate in {one.coordinate for one in leads_to(workbook, "HS-019")}


def test_several_findings_of_one_cell_share_its_comment(tmp_path):
    with altered(write_form(tmp_path)) as sheet:
        at = find_cell(sheet, FIRST, SelfColumn.SELF).coordinate
    findings = [about("HS-022", at, found="1"), about("HS-014", at, found="1")]
    cell = copy_of(tmp_path, *findings)[SELF_SHEET][at]
    assert {"HS-014", "HS-022"} <= {word.rstrip(":") for word in cell.comment.text.split()}
    assert cell.border.top.style == "thick"


def test_a_finding_without_a_cell_leads_to_its_component(tmp_path):
    write_form(tmp_path)
    workbook = copy_of(tmp_path, about("BM-012", "", component_code=SECOND))
    (cell,) = leads_to(workbook, "BM-012")
    assert cell.coordinate == find_cell(workbook[SELF_SHEET], SECOND, SelfColumn.SELF).coordinate


def test_a_finding_in_a_merged_or_hidden_cell_leads_to_one_that_can_be_seen(tmp_path):
    component = next(c for c in asked(DEPARTMENT) if len(c.inputs) > 1)
    with altered(write_form(tmp_path)) as sheet:
        first = find_cell(sheet, component.code, SelfColumn.NAME)
    merged = f"{SelfColumn.NAME.letter}{first.row + 1}"
    hidden = f"{SelfColumn.CODE.letter}{first.row}"
    workbook = copy_of(tmp_path, about("BM-038", hidden), about("BM-041", merged))
    assert [cell.coordinate for cell in leads_to(workbook, "BM-041")] == [first.coordinate]
    (shown,) = leads_to(workbook, "BM-038")
    assert shown.coordinate == f"{SelfColumn.NUMBER.letter}{first.row}"


def test_the_register_is_given_back_with_the_entry_marked_wherever_it_stands(tmp_path):
    entries = [
        RegisterEntry(reference=f"{n}/QĐ", issued_on=date(2018, 3, n), title="Q", components=FIRST)
        for n in (1, 2)
    ]
    path = write_form(tmp_path)
    write_self_assessment(
        path,
        edition=EDITION,
        assessment=ASSESSMENT,
        unit=DEPARTMENT,
        how_vi=HOW,
        answers=random_answers(DEPARTMENT, 1),
        register=entries,
    )
    with altered(path, EVIDENCE_SHEET) as sheet:
        sheet.move_range("B6:F6", rows=5)
        sheet["C11"] = "không rõ"
    workbook = copy_of(tmp_path)
    (cell,) = leads_to(workbook, "MC-005")
    assert cell.coordinate == f"{EvidenceColumn.ISSUED.letter}6"
    assert (cell.value, cell.offset(column=-1).value) == ("không rõ", "2/QĐ")


def test_hostile_text_stays_text_in_cells_list_and_comments(tmp_path):
    hostile = '=1+1<script>&"\x0b\ufffe@'
    with altered(write_form(tmp_path)) as sheet:
        cell = find_cell(sheet, FIRST, SelfColumn.SELF)
        cell.value = "=HYPERLINK(1)"
        cell.data_type = "s"
        at = cell.coordinate
    workbook = copy_of(tmp_path, about("BM-049", at, found=hostile, expected=hostile))
    assert workbook[SELF_SHEET][at].data_type == "s"
    assert workbook[SELF_SHEET][at].value == "=HYPERLINK(1)"
    assert "<script>" in workbook[SELF_SHEET][at].comment.text
    sheet = workbook[PROBLEM_SHEET]
    assert {c.data_type for row in sheet.iter_rows(min_row=8) for c in row} <= {"s", "n"}


def test_all_links_stay_inside_the_workbook_and_lead_to_marked_cells(tmp_path):
    with altered(write_form(tmp_path)) as sheet:
        for component in asked(DEPARTMENT)[:6]:
            find_cell(sheet, component.code, SelfColumn.SELF).value = 99
    workbook = copy_of(tmp_path)
    links = [c.hyperlink for row in workbook[PROBLEM_SHEET].iter_rows() for c in row if c.hyperlink]
    assert len(links) >= 6
    assert {link.target for link in links} == {None}
    codes = {code for code in listed(workbook, P.KIND) if code}
    marked = [cell for code in codes for cell in leads_to(workbook, code)]
    assert len(marked) == len(links)
    assert all(cell.comment and cell.border.left.color.rgb == "007030A0" for cell in marked)


def test_a_copy_given_back_says_the_same_as_the_form_it_was_filled_from(tmp_path):
    assessment = replace(ASSESSMENT, exemptions=(_exemption(FIRST),))
    path = write_form(tmp_path, answers=random_answers(DEPARTMENT, 3), assessment=assessment)
    before = year_of(tmp_path, about("HS-022", "I9"), assessment=assessment)
    return_findings(tmp_path, before)
    path.write_bytes((tmp_path / "returned" / FORM).read_bytes())
    after = year_of(tmp_path, assessment=assessment)
    assert after.scores == before.scores
    assert [f for f in after.findings if f.file == OWN] == [
        f for f in before.findings if f.file == OWN and f.code != "HS-022"
    ]


def _exemption(code):
    return Exemption(
        unit_code=DEPARTMENT.code,
        component_code=code,
        policy="drop_max_all",
        legal_basis="Công văn 1/SNV",
        place=Place(file="exemptions.csv"),
    )


def test_a_copy_keeps_drop_downs_and_protection_of_the_form_as_issued(tmp_path):
    issued = load_workbook(write_form(tmp_path))
    workbook = copy_of(tmp_path, about("HS-022", "I9"))
    assert set(issued.sheetnames) | {PROBLEM_SHEET} == set(workbook.sheetnames)
    for sheet in issued:
        again = workbook[sheet.title]
        rules = [(r.type, r.formula1, str(r.sqref)) for r in sheet.data_validations.dataValidation]
        assert rules == [
            (r.type, r.formula1, str(r.sqref)) for r in again.data_validations.dataValidation
        ]
        assert again.protection.sheet == sheet.protection.sheet
        locks = {c.coordinate for row in again.iter_rows() for c in row if not c.protection.locked}
        assert locks == {
            c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked
        }
    assert workbook.active.title == PROBLEM_SHEET
    assert [s.title for s in workbook if s.sheet_view.tabSelected] == [PROBLEM_SHEET]


def test_the_same_findings_give_the_same_bytes(tmp_path):
    with altered(write_form(tmp_path)) as sheet:
        find_cell(sheet, FIRST, SelfColumn.SELF).value = "đạt"
    year = year_of(tmp_path)
    how = dict.fromkeys(("department", "vertical_agency", "district"), HOW)
    made = findings_to_mend(year.findings)
    one, two = (list(fill_copies(tmp_path, year, made, how)) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("content", [None, b"not a workbook"])
def test_the_copy_is_blank_and_says_so_where_nothing_could_be_read(tmp_path, content):
    if content:
        path = tmp_path / "submissions" / FORM
        path.parent.mkdir()
        path.write_bytes(content)
    workbook = copy_of(tmp_path)
    assert "chưa có số liệu" in listed(workbook, P.PROBLEM)[0]
    assert find_cell(workbook[SELF_SHEET], FIRST, SelfColumn.SELF).value is None


def test_figures_of_another_year_are_not_given_back_as_those_of_this_one(tmp_path):
    write_form(
        tmp_path, answers=random_answers(DEPARTMENT, 1), assessment=replace(ASSESSMENT, year=2017)
    )
    workbook = copy_of(tmp_path)
    assert "BM-005" in listed(workbook, P.KIND)
    assert find_cell(workbook[SELF_SHEET], FIRST, SelfColumn.SELF).value is None


def test_values_are_given_back_as_typed(tmp_path):
    codes = [component.code for component in asked(DEPARTMENT)[:3]]
    typed = ["0,5 điểm", Decimal("0.1"), None]
    with altered(write_form(tmp_path)) as sheet:
        for code, value in zip(codes, typed, strict=True):
            find_cell(sheet, code, SelfColumn.SELF).value = value
    sheet = copy_of(tmp_path)[SELF_SHEET]
    assert [find_cell(sheet, code, SelfColumn.SELF).value for code in codes] == [
        *("0,5 điểm", 0.1, None)
    ]


def test_a_problem_of_the_notice_is_listed_but_marked_nowhere(tmp_path):
    write_form(tmp_path)
    file = f"explanations/{FORM}"
    place = {"file": file, "sheet": "Thông báo", "cell": "J9"}
    one = finding("BM-046", unit_code=DEPARTMENT.code, component_code=FIRST, **place)
    workbook = copy_of(tmp_path, one)
    assert listed(workbook, P.THERE)[0] == f"{file}, Thông báo, ô J9"
    assert list(leads_to(workbook, "BM-046")) == []


# What people have changed


def give_back(folder, **files):
    return put_back(folder, [(f"{name}.xlsx", content) for name, content in files.items()])


def test_the_files_of_a_unit_that_is_clean_again_are_removed(tmp_path):
    give_back(tmp_path, a=b"1", b=b"1")
    assert give_back(tmp_path, b=b"1") == ([tmp_path / "b.xlsx"], [])
    assert not (tmp_path / "a.xlsx").exists()


def test_a_file_that_a_person_changed_is_neither_replaced_nor_removed(tmp_path):
    give_back(tmp_path, a=b"1")
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"notes of the unit")
    assert give_back(tmp_path, a=b"2") == ([], [path])
    assert give_back(tmp_path) == ([], [path])
    assert path.read_bytes() == b"notes of the unit"


def test_a_file_that_was_never_ours_is_left_alone(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"somebody's")
    (tmp_path / "ghi chú.xlsx").write_bytes(b"somebody's")
    assert give_back(tmp_path) == ([], [])
    assert give_back(tmp_path, a=b"1") == ([], [tmp_path / "a.xlsx"])
    assert len(list(tmp_path.glob("*.xlsx"))) == 2


def test_a_file_that_differs_is_replaced(tmp_path):
    give_back(tmp_path, a=b"1")
    assert give_back(tmp_path, a=b"2") == ([tmp_path / "a.xlsx"], [])
    assert (tmp_path / "a.xlsx").read_bytes() == b"2"


@pytest.mark.parametrize("record", ["{", "[]", '{"a": 1}'])
def test_a_damaged_record_means_that_nothing_is_ours(tmp_path, record):
    give_back(tmp_path, a=b"1")
    (tmp_path / "issued.json").write_text(record, "utf-8")
    assert give_back(tmp_path, a=b"2") == ([], [tmp_path / "a.xlsx"])


def test_what_was_written_before_a_crash_is_remembered(tmp_path):
    path = tmp_path / "a.xlsx"
    with contextlib.suppress(KeyError), open_issued(tmp_path) as issued:
        issued.put(path, b"1")
        raise KeyError
    with open_issued(tmp_path) as issued:
        assert issued.put(path, b"2") == "replaced"
