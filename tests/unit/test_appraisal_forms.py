"""Appraisal forms of units and leads, in both rounds: written, altered by hand, read back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.submission import (
    EvidenceItem,
    Exemption,
    NotReported,
    Place,
    Returns,
    Submission,
)
from cchc_lib.core.unit_scores import score_unit
from cchc_lib.files.forms.appraisal import (
    AppraisalAnswers,
    write_appraisal,
    write_lead_appraisal,
)
from cchc_lib.files.forms.issuing import issue_forms
from cchc_lib.files.forms.layout import (
    APPRAISAL_SHEET,
    NOTICE_SHEET,
    REVIEW_SHEET,
    AppraisalColumn,
    IdentityLabel,
    ReviewColumn,
)
from cchc_lib.files.forms.review import write_lead_review, write_review
from cchc_lib.files.returns.decisions import read_decisions
from cchc_lib.files.sources import list_sources
from tests.rounds import make_decision, make_explanation
from tests.unit.form_cases import (
    AGENCY,
    ASSESSMENT,
    DEPARTMENT,
    DISTRICT,
    EDITION,
    HOW,
    UNITS,
    altered,
    asked,
    find_cell,
)

A, R = AppraisalColumn, ReviewColumn
LEAD, LEAD_NAME = "so-tu-phap", "Sở Tư pháp"
DAY = date(2019, 1, 15)
GIVEN = AppraisalAnswers(score=Decimal("0.25"), reason="Thiếu tài liệu; =1+1")
EXEMPTION = Exemption(
    unit_code=DEPARTMENT.code,
    component_code="2.1.1",
    policy="drop_max_all",
    legal_basis="Không được giao văn bản",
    place=Place(file="exemptions.csv"),
)


def scores_of(unit, returns=None, assessment=ASSESSMENT):
    return score_unit(EDITION, assessment, unit, returns or Returns())


def led(unit):
    return [c.code for c in asked(unit) if c.lead_appraiser == LEAD_NAME]


def put_unit_form(root, answers=GIVEN, assessment=ASSESSMENT, day=DAY, unit=DEPARTMENT):
    path = root / "appraisal" / f"{unit.code}.xlsx"
    write_appraisal(
        path,
        edition=EDITION,
        assessment=assessment,
        unit=unit,
        scores=scores_of(unit, assessment=assessment),
        answers={component.code: answers for component in asked(unit)} if answers else {},
        decided_on=day,
    )
    return path


def put_lead_form(root, answers=GIVEN, day=DAY, name=f"chu-tri_{LEAD}"):
    path = root / "appraisal" / f"{name}.xlsx"
    filled = {(unit.code, code): answers for unit in UNITS for code in led(unit)}
    write_lead_appraisal(
        path,
        edition=EDITION,
        assessment=ASSESSMENT,
        lead_code=LEAD,
        scores={unit.code: scores_of(unit) for unit in UNITS},
        how_vi={unit.group_code: HOW for unit in UNITS},
        answers=filled if answers else {},
        decided_on=day,
    )
    return path


def read(root, stage="appraisal_1"):
    folder = "appraisal" if stage == "appraisal_1" else stage
    return read_decisions(
        list_sources(root, folder), stage=stage, edition=EDITION, assessment=ASSESSMENT
    )


def keys(decisions):
    return [(one.unit_code, one.component_code) for one in decisions]


def codes(findings):
    return sorted(one.code for one in findings)


def lead_cell(sheet, unit, code, column):
    """Return the cell of a component of a unit on the form of a lead appraiser."""
    columns = type(column)
    for row in range(8, sheet.max_row + 1):
        found = [sheet[f"{c.letter}{row}"].value for c in (columns.UNIT, columns.CODE)]
        if found == [unit.code, code]:
            return sheet[f"{column.letter}{row}"]
    raise KeyError(unit.code, code)


def identity_cell(sheet, label):
    cells = [cell for row in sheet.iter_rows(max_row=6) for cell in row]
    return next(c for c in cells if c.value == f"{label}:").offset(column=1)


# The form of a unit


def test_decisions_of_a_unit_form_are_read_back_with_office_day_and_place(tmp_path):
    put_unit_form(tmp_path)
    decisions, findings = read(tmp_path)
    assert findings == []
    assert keys(decisions) == [(DEPARTMENT.code, c.code) for c in asked(DEPARTMENT)]
    one = next(d for d in decisions if d.component_code == "2.1.1")
    assert (one.stage, one.score, one.reason) == ("appraisal_1", GIVEN.score, GIVEN.reason)
    assert (one.role, one.decided_on) == (LEAD_NAME, DAY)
    assert (one.place.file, one.place.sheet) == ("appraisal/so-noi-vu.xlsx", APPRAISAL_SHEET)


def test_a_blank_unit_form_says_of_every_component_that_nothing_is_reported(tmp_path):
    put_unit_form(tmp_path, answers=None, day=None)
    decisions, findings = read(tmp_path)
    assert findings == []
    assert len(decisions) == len(asked(DEPARTMENT))
    assert {(d.score, d.decided_on) for d in decisions} == {(NotReported(), NotReported())}


def test_an_exempt_component_is_marked_and_reads_as_blank(tmp_path):
    assessment = replace(ASSESSMENT, exemptions=(EXEMPTION,))
    path = put_unit_form(tmp_path, answers=None, assessment=assessment)
    cell = find_cell(load_workbook(path)[APPRAISAL_SHEET], "2.1.1", A.SCORE)
    assert (cell.value, cell.protection.locked) == ("Không áp dụng", True)
    decisions, findings = read(tmp_path)
    assert findings == []
    assert next(d for d in decisions if d.component_code == "2.1.1").score == NotReported()


def test_mistakes_of_an_appraiser_are_reported_with_their_places(tmp_path):
    path = put_unit_form(tmp_path)
    with altered(path, APPRAISAL_SHEET) as sheet:
        find_cell(sheet, "1.1.1", A.SCORE).value = "tốt"
        find_cell(sheet, "1.1.2", A.SCORE).value = "#VALUE!"
        find_cell(sheet, "1.1.3", A.CODE).value = "1.1.33"
        sheet.delete_rows(find_cell(sheet, "1.2.1", A.CODE).row)
    decisions, findings = read(tmp_path)
    assert codes(findings) == ["BM-010", "BM-012", "BM-012", "BM-013", "BM-018"]
    assert {f.unit_code for f in findings} == {DEPARTMENT.code}
    by_code = {d.component_code: d.score for d in decisions}
    assert by_code["1.1.1"] == NotReported(reason="refused")
    assert by_code["1.2.2"] == Decimal("0.25")


def test_rows_of_another_unit_on_the_form_of_a_unit_are_not_taken_for_its_own(tmp_path):
    path = put_unit_form(tmp_path)
    with altered(path, APPRAISAL_SHEET) as sheet:
        find_cell(sheet, "1.1.1", A.UNIT).value = AGENCY.code
    decisions, (found,) = read(tmp_path)
    assert decisions == ()
    assert (found.code, found.unit_code, found.found) == ("BM-004", DEPARTMENT.code, AGENCY.code)


@pytest.mark.parametrize("text", ["hôm qua", "31/02/2019", "=1+1", True])
def test_a_day_that_is_none_is_reported_and_the_decisions_are_kept(tmp_path, text):
    path = put_unit_form(tmp_path)
    with altered(path, APPRAISAL_SHEET) as sheet:
        identity_cell(sheet, IdentityLabel.DATE).value = text
    decisions, (found,) = read(tmp_path)
    assert (found.code, found.unit_code) == ("TD-024", DEPARTMENT.code)
    assert {d.decided_on for d in decisions} == {NotReported(reason="refused")}
    assert {d.score for d in decisions} == {Decimal("0.25")}


# The form of a lead appraiser


def test_a_lead_form_holds_the_components_of_the_office_for_every_unit(tmp_path):
    sheet = load_workbook(put_lead_form(tmp_path, answers=None, day=None))[APPRAISAL_SHEET]
    rows = [(r[1].value, r[0].value) for r in sheet.iter_rows(min_row=8) if r[0].value]
    assert rows == [(unit.code, code) for unit in UNITS for code in led(unit)]
    names = [cell.value for cell in sheet[A.NAME.letter]]
    assert all(unit.name_vi in names for unit in UNITS)
    assert f"Cơ quan chủ trì: {LEAD_NAME} – {ASSESSMENT.title_vi}" in {
        cell.value for cell in sheet[2]
    }
    assert sheet.column_dimensions[A.UNIT.letter].hidden
    day = identity_cell(sheet, IdentityLabel.DATE)
    assert (day.value, day.protection.locked) == (None, False)


def test_decisions_of_a_lead_form_are_read_back_by_unit_and_component(tmp_path):
    path = put_lead_form(tmp_path)
    other = AppraisalAnswers(score=Decimal("0.5"), reason="")
    with altered(path, APPRAISAL_SHEET) as sheet:
        lead_cell(sheet, DISTRICT, "2.2.1", A.SCORE).value = float(other.score)
    decisions, findings = read(tmp_path)
    assert findings == []
    assert keys(decisions) == [(unit.code, code) for unit in UNITS for code in led(unit)]
    half = [
        key for key, d in zip(keys(decisions), decisions, strict=True) if d.score == other.score
    ]
    assert half == [(DISTRICT.code, "2.2.1")]
    assert {(d.role, d.decided_on) for d in decisions} == {(LEAD_NAME, DAY)}


def test_a_lead_form_decides_only_where_something_stands(tmp_path):
    path = put_lead_form(tmp_path, answers=None)
    with altered(path, APPRAISAL_SHEET) as sheet:
        lead_cell(sheet, AGENCY, "2.2.1", A.SCORE).value = 0
        lead_cell(sheet, AGENCY, "2.2.2", A.REASON).value = "chờ hồ sơ"
    decisions, findings = read(tmp_path)
    assert findings == []
    assert [(d.unit_code, d.component_code, d.score) for d in decisions] == [
        (AGENCY.code, "2.2.1", Decimal(0)),
        (AGENCY.code, "2.2.2", NotReported()),
    ]


def test_rows_of_a_lead_form_may_stand_in_any_order(tmp_path):
    path = put_lead_form(tmp_path)
    before, _ = read(tmp_path)
    with altered(path, APPRAISAL_SHEET) as sheet:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=8)]
        for row, values in zip(sheet.iter_rows(min_row=8), reversed(rows), strict=True):
            for cell, value in zip(row, values, strict=True):
                cell.value = value
    after, findings = read(tmp_path)
    assert findings == []
    assert keys(after) == keys(before)
    assert [d.score for d in after] == [d.score for d in before]


def test_mistakes_on_a_lead_form_are_reported_with_the_unit_of_the_row(tmp_path):
    path = put_lead_form(tmp_path)
    with altered(path, APPRAISAL_SHEET) as sheet:
        lead_cell(sheet, DEPARTMENT, "2.1.1", A.SCORE).value = "tốt"
        lead_cell(sheet, DEPARTMENT, "2.2.1", A.CODE).value = "1.1.1"
        lead_cell(sheet, DISTRICT, "2.2.2", A.UNIT).value = "huyen-cu-jutt"
    decisions, findings = read(tmp_path)
    found = {(f.code, f.unit_code, f.component_code, f.found) for f in findings}
    assert found == {
        ("BM-013", DEPARTMENT.code, "2.1.1", "tốt"),
        ("TD-027", DEPARTMENT.code, "1.1.1", ""),
        ("TD-026", "", "", "huyen-cu-jutt"),
    }
    assert all(f.cell for f in findings)
    hints = {f.code: f.expected or f.fix for f in findings}
    assert hints["TD-027"] == "Sở Nội vụ – phòng CCHC"
    assert DISTRICT.code in hints["TD-026"]
    assert (DEPARTMENT.code, "1.1.1") not in keys(decisions)


def test_a_lead_that_the_edition_does_not_know_is_refused_with_a_hint(tmp_path):
    path = put_lead_form(tmp_path)
    with altered(path, APPRAISAL_SHEET) as sheet:
        identity_cell(sheet, IdentityLabel.LEAD).value = "so-tu-phapp"
    decisions, (found,) = read(tmp_path)
    assert decisions == ()
    assert (found.code, found.found, found.unit_code) == ("TD-025", "so-tu-phapp", "")
    assert LEAD in found.fix


def test_a_lead_form_under_another_name_is_refused(tmp_path):
    put_lead_form(tmp_path, name="chu-tri_so-tai-chinh")
    decisions, (found,) = read(tmp_path)
    assert decisions == ()
    assert (found.code, found.expected) == ("BM-004", "chu-tri_so-tai-chinh")


def test_two_forms_of_one_lead_count_neither_and_both_are_named(tmp_path):
    put_lead_form(tmp_path)
    other = AppraisalAnswers(score=Decimal("0.5"), reason="Khác")
    put_lead_form(tmp_path, answers=other, name=f"chu-tri_{LEAD} (2)")
    decisions, (found,) = read(tmp_path)
    assert decisions == ()
    assert (found.code, found.unit_code) == ("TD-028", "")
    assert f"chu-tri_{LEAD}.xlsx" in found.found
    assert f"chu-tri_{LEAD} (2).xlsx" in found.found


def test_both_kinds_of_forms_are_accepted_together_and_all_decisions_are_returned(tmp_path):
    put_lead_form(tmp_path)
    put_unit_form(tmp_path, answers=AppraisalAnswers(score=Decimal("0.5")))
    decisions, findings = read(tmp_path)
    assert findings == []
    twice = [d for d in decisions if (d.unit_code, d.component_code) == (DEPARTMENT.code, "2.1.1")]
    assert [d.score for d in twice] == [Decimal("0.25"), Decimal("0.5")]
    assert len({d.place.file for d in twice}) == 2


# The second round


RETURNS = Returns(
    decisions={
        (unit.code, code): (make_decision(unit.code, code, Decimal("0.25"), "Chậm"),)
        for unit in UNITS
        for code in ("1.1.1", "2.2.1")
    },
    explanations={
        (unit.code, code): make_explanation(unit.code, code)
        for unit in UNITS
        for code in (("2.2.1",) if unit is AGENCY else ("1.1.1", "2.2.1"))
    },
)


@pytest.fixture
def reviewed(tmp_path):
    """Put the reviews of a unit and of a lead appraiser into a folder, blank."""
    folder = tmp_path / "appraisal_2"
    about = {"edition": EDITION, "assessment": ASSESSMENT, "decided_on": DAY}
    scores = {unit.code: scores_of(unit, RETURNS) for unit in UNITS}
    own = scores[DEPARTMENT.code]
    write_review(folder / f"{DEPARTMENT.code}.xlsx", unit=DEPARTMENT, scores=own, **about)
    path = folder / f"chu-tri_{LEAD}.xlsx"
    write_lead_review(path, lead_code=LEAD, scores=scores, **about)
    return folder


def test_a_review_shows_what_was_explained_and_what_was_decided_before(reviewed):
    sheet = load_workbook(reviewed / f"{DEPARTMENT.code}.xlsx")[REVIEW_SHEET]
    assert [r[0].value for r in sheet.iter_rows(min_row=8) if r[0].value] == ["1.1.1", "2.2.1"]
    shown = [find_cell(sheet, "2.2.1", c).value for c in (R.FIRST, R.FIRST_REASON, R.RESPONSE)]
    assert shown == [0.25, "Chậm", "Gửi kèm báo cáo"]
    note = sheet[f"{R.NAME.letter}6"].value
    assert "Giữ nguyên thì ghi lại điểm lần 1" in note
    of_lead = load_workbook(reviewed / f"chu-tri_{LEAD}.xlsx")[REVIEW_SHEET]
    rows = [(r[1].value, r[0].value) for r in of_lead.iter_rows(min_row=8) if r[0].value]
    assert rows == [(unit.code, "2.2.1") for unit in UNITS]


def test_a_blank_review_decides_nothing_and_lacks_no_row(reviewed):
    assert read(reviewed.parent, "appraisal_2") == ((), [])


def test_decisions_of_the_second_round_are_read_from_both_kinds_of_forms(reviewed):
    with altered(reviewed / f"{DEPARTMENT.code}.xlsx", REVIEW_SHEET) as sheet:
        find_cell(sheet, "1.1.1", R.SCORE).value = 0.5
    with altered(reviewed / f"chu-tri_{LEAD}.xlsx", REVIEW_SHEET) as sheet:
        lead_cell(sheet, AGENCY, "2.2.1", R.SCORE).value = 0.4
    decisions, findings = read(reviewed.parent, "appraisal_2")
    assert findings == []
    assert {(d.stage, d.unit_code, d.component_code, d.score) for d in decisions} == {
        ("appraisal_2", DEPARTMENT.code, "1.1.1", Decimal("0.5")),
        ("appraisal_2", AGENCY.code, "2.2.1", Decimal("0.4")),
    }
    assert {d.decided_on for d in decisions} == {DAY}


def test_a_form_of_the_first_round_is_no_review(tmp_path):
    path = put_unit_form(tmp_path)
    path.parent.rename(tmp_path / "appraisal_2")
    decisions, (found,) = read(tmp_path, "appraisal_2")
    assert decisions == ()
    assert (found.code, found.expected, found.unit_code) == (
        "BM-002", REVIEW_SHEET, DEPARTMENT.code,
    )  # fmt: skip


# Issued as the round goes on


def issued(root, returns, precedence=("council", "appraisal_2", "appraisal_1")):
    rule = replace(EDITION.procedure, precedence=precedence)
    year = aggregate_year(replace(EDITION, procedure=rule), ASSESSMENT, returns, ())
    paths = issue_forms(
        root, year=year, how_vi={unit.group_code: HOW for unit in UNITS}, pages={}
    ).written
    return [path.relative_to(root).as_posix() for path in paths]


def test_notices_and_reviews_are_issued_for_those_whom_they_concern(tmp_path):
    before = issued(tmp_path / "a", Returns())
    assert {name.partition("/")[0] for name in before} == {"submissions", "appraisal"}
    assert [n for n in before if "_" in n] == [
        f"appraisal/chu-tri_{lead}.xlsx" for lead in sorted(EDITION.lead_appraisers())
    ]
    own = (DEPARTMENT.code, "1.1.1")
    lost = EvidenceItem(
        unit_code=DEPARTMENT.code,
        reference="7/BC",
        title="Báo cáo",
        issued_on=DAY,
        location="mat.pdf",
        component_codes=("1.1.1",),
        state="absent",
        sha256="",
        place=Place(file="submissions/x.xlsx"),
    )
    after = issued(
        tmp_path / "b",
        Returns(
            submissions={
                DEPARTMENT.code: Submission(
                    unit_code=DEPARTMENT.code,
                    file="submissions/x.xlsx",
                    sha256="",
                    entries={},
                    register=(lost,),
                )
            },
            decisions={own: RETURNS.decisions[own]},
            explanations={own: RETURNS.explanations[own]},
        ),
    )
    assert [name for name in after if name not in before] == [
        "explanations/so-noi-vu.xlsx",
        "appraisal_2/so-noi-vu.xlsx",
        "appraisal_2/chu-tri_so-noi-vu-phong-cchc.xlsx",
    ]
    notice = load_workbook(tmp_path / "b" / "explanations" / "so-noi-vu.xlsx")[NOTICE_SHEET]
    said = [cell.value for column in notice.columns for cell in column]
    assert "Chưa nêu tài liệu kiểm chứng\n7/BC: không có tệp “mat.pdf”" in said


def test_an_edition_with_one_round_issues_no_second_one(tmp_path):
    names = issued(tmp_path, RETURNS, precedence=("council", "appraisal_1"))
    assert {name.partition("/")[0] for name in names} == {"submissions", "appraisal"}
