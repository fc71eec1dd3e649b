"""The preliminary notice: what a unit is told, where it may answer, and what is read back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from cchc_lib.core.submission import (
    EvidenceItem,
    Exemption,
    NotReported,
    Place,
    Returns,
    Window,
)
from cchc_lib.core.unit_scores import score_unit
from cchc_lib.files.forms.layout import NOTICE_SHEET, NoticeColumn
from cchc_lib.files.forms.notice import NoticeAnswers, write_notice
from cchc_lib.files.returns.explanations import read_explanations
from cchc_lib.files.returns.submissions import read_submissions
from cchc_lib.files.sources import list_sources
from tests.rounds import make_decision
from tests.unit.form_cases import (
    ASSESSMENT,
    DEPARTMENT,
    DISTRICT,
    EDITION,
    altered,
    asked,
    find_cell,
    random_answers,
    write_form,
)

C = NoticeColumn
ANSWER_COLUMNS = (C.RESPONSE, C.NEW_EVIDENCE)
LOWERED, RAISED, UNCLAIMED, PENDING, EXEMPT = "1.1.1", "1.1.2", "1.1.3", "1.2.1", "2.1.1"
OPEN = [LOWERED, RAISED, UNCLAIMED]
CLAIMS = {LOWERED: Decimal(1), RAISED: Decimal("0.5"), UNCLAIMED: None}
GIVEN = {LOWERED: Decimal("0.5"), RAISED: Decimal("0.75"), UNCLAIMED: Decimal("0.25")}
ROUND = replace(
    ASSESSMENT,
    windows=(Window(name="explanation", first_day=date(2019, 3, 1), last_day=date(2019, 3, 15)),),
    exemptions=(
        Exemption(
            unit_code=DEPARTMENT.code,
            component_code=EXEMPT,
            policy="drop_max_all",
            legal_basis="Không được giao văn bản",
            place=Place(file="exemptions.csv"),
        ),
    ),
)


def scores_of(root):
    """Return scores after round 1: three components differ, one waits, one is exempt."""
    answers = {
        code: replace(one, self_score=CLAIMS.get(code, one.self_score))
        for code, one in random_answers(DEPARTMENT, 1).items()
    }
    answers[LOWERED] = replace(answers[LOWERED], evidence="", explanation="")
    write_form(root, answers=answers)
    sources = list_sources(root, "submissions")
    submissions, _ = read_submissions(sources, root=root, edition=EDITION, assessment=ROUND)
    decisions = {}
    for code, entry in submissions[DEPARTMENT.code].entries.items():
        score = GIVEN.get(code, entry.self_score.value)
        first = make_decision(DEPARTMENT.code, code, score, f"Lý do {code}; =1+1")
        second = make_decision(DEPARTMENT.code, code, Decimal(0), "lần 2", stage="appraisal_2")
        if code != PENDING:
            decisions[DEPARTMENT.code, code] = (first, second)
    returns = Returns(submissions=submissions, decisions=decisions)
    return score_unit(EDITION, ROUND, DEPARTMENT, returns)


def lost(state):
    return EvidenceItem(
        unit_code=DEPARTMENT.code,
        reference="12/BC-SNV",
        title="",
        issued_on=NotReported(),
        location="a.pdf",
        component_codes=(LOWERED,),
        state=state,
        sha256="",
        place=Place(file=""),
    )


def write(root, scores=None, name=DEPARTMENT.code, **more):
    path = root / "explanations" / f"{name}.xlsx"
    write_notice(
        path,
        edition=EDITION,
        assessment=ROUND,
        unit=DEPARTMENT,
        scores=scores_of(root) if scores is None else scores,
        **more,
    )
    return path


def read(root):
    sources = list_sources(root, "explanations")
    return read_explanations(sources, edition=EDITION, assessment=ROUND)


def row_of(sheet, code):
    return [find_cell(sheet, code, column).value for column in C]


@pytest.fixture
def notice(tmp_path):
    return write(tmp_path)


# What the unit is told


def test_the_notice_lists_what_is_appraised_with_both_scores_and_the_difference(notice):
    sheet = load_workbook(notice)[NOTICE_SHEET]
    listed = [cell.value for cell in sheet[C.CODE.letter][7:] if cell.value]
    assert listed == [component.code for component in asked(DEPARTMENT)]
    columns = (C.SELF, C.SCORE, C.DIFFERENCE)
    shown = {code: [find_cell(sheet, code, c).value for c in columns] for code in (*OPEN, EXEMPT)}
    assert shown == {
        LOWERED: [1, 0.5, -0.5],
        RAISED: [0.5, 0.75, 0.25],
        UNCLAIMED: ["chưa ghi", 0.25, None],
        EXEMPT: [None, "Không áp dụng", None],
    }
    assert find_cell(sheet, PENDING, C.SCORE).value == "chưa chấm"
    assert find_cell(sheet, EXEMPT, C.REASON).value == "Không được giao văn bản"
    reason = find_cell(sheet, LOWERED, C.REASON)
    assert (reason.value, reason.data_type) == ("Lý do 1.1.1; =1+1", "s")


def test_the_total_of_differences_is_left_out_where_a_score_is_missing(notice):
    sheet = load_workbook(notice)[NOTICE_SHEET]
    heads = {row[C_INDEX[C.NUMBER]]: row for row in sheet.iter_rows(min_row=8, values_only=True)}
    difference, first, claimed = (C_INDEX[c] for c in (C.DIFFERENCE, C.SCORE, C.SELF))
    assert heads["1.1"][difference] is None
    assert (heads["1.1"][claimed], heads["1.1"][first]) == (1.5, 1.5)
    assert heads["1.4"][difference] == 0
    assert heads["1.4"][claimed] == heads["1.4"][first]


C_INDEX = {column: index for index, column in enumerate(C)}


def test_the_note_says_how_many_differ_by_how_much_and_until_when(notice):
    note = load_workbook(notice)[NOTICE_SHEET][f"{C.NAME.letter}6"].value
    assert "2 tiêu chí thành phần khác điểm tự chấm: giảm 0,50 điểm, tăng 0,25 điểm" in note
    assert "1 tiêu chí thành phần chưa ghi điểm tự chấm" in note
    assert "1 tiêu chí thành phần chưa thẩm định" in note
    assert "chậm nhất ngày 15/03/2019" in note


def test_missing_evidence_is_named_for_the_component_it_should_support(tmp_path):
    register = [lost("absent"), lost("outside"), lost("unreadable"), lost("found"), lost("link")]
    sheet = load_workbook(write(tmp_path, register=register))[NOTICE_SHEET]
    assert find_cell(sheet, LOWERED, C.MISSING).value.splitlines() == [
        "Chưa nêu tài liệu kiểm chứng",
        "12/BC-SNV: không có tệp “a.pdf”",
        "12/BC-SNV: đường dẫn ngoài thư mục của đơn vị “a.pdf”",
        "12/BC-SNV: không đọc được tệp “a.pdf”",
    ]
    assert not find_cell(sheet, RAISED, C.MISSING).value


def test_a_unit_may_answer_exactly_where_the_scores_differ(notice):
    sheet = load_workbook(notice)[NOTICE_SHEET]
    unlocked = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    expected = {find_cell(sheet, code, c).coordinate for code in OPEN for c in ANSWER_COLUMNS}
    assert unlocked == expected
    assert sheet.protection.sheet


def test_a_notice_without_differences_asks_for_nothing(tmp_path):
    agreed = [s for s in scores_of(tmp_path) if s.component_code not in {*OPEN, PENDING}]
    note = load_workbook(write(tmp_path, agreed))[NOTICE_SHEET][f"{C.NAME.letter}6"].value
    assert note == "Không có chênh lệch. Đơn vị không phải giải trình."


def test_the_notice_prints_on_landscape_a4_one_page_wide(notice):
    page = load_workbook(notice)[NOTICE_SHEET].page_setup
    assert (page.orientation, page.paperSize) == ("landscape", 9)
    assert (page.fitToWidth, page.fitToHeight) == (1, 0)


# What comes back


def test_answers_are_read_back_and_blank_rows_are_left_out(tmp_path):
    answers = {
        LOWERED: NoticeAnswers(text="=Đề nghị xem lại", evidence="13/BC-SNV; 14/BC-SNV;"),
        RAISED: NoticeAnswers(evidence="15/BC-SNV"),
        PENDING: NoticeAnswers(text="Viết vào dòng khóa"),
    }
    path = write(tmp_path, answers=answers)
    explanations, findings = read(tmp_path)
    assert findings == []
    assert [code for _, code in explanations] == [LOWERED, RAISED, PENDING]
    one = explanations[DEPARTMENT.code, LOWERED]
    assert (one.text, one.evidence) == ("=Đề nghị xem lại", ("13/BC-SNV", "14/BC-SNV"))
    cell = find_cell(load_workbook(path)[NOTICE_SHEET], LOWERED, C.RESPONSE).coordinate
    expected = Place(file="explanations/so-noi-vu.xlsx", sheet=NOTICE_SHEET, cell=cell)
    assert one.place == expected
    assert explanations[DEPARTMENT.code, RAISED].text == ""


def test_rows_that_a_unit_removed_answer_nothing_and_are_no_mistake(tmp_path):
    path = write(tmp_path, answers={LOWERED: NoticeAnswers(text="a")})
    with altered(path, NOTICE_SHEET) as sheet:
        sheet.delete_rows(find_cell(sheet, RAISED, C.CODE).row, 2)
    explanations, findings = read(tmp_path)
    assert (len(explanations), findings) == (1, [])


def test_a_cell_that_holds_an_error_is_reported_with_its_place(notice, tmp_path):
    with altered(notice, NOTICE_SHEET) as sheet:
        cell = find_cell(sheet, LOWERED, C.RESPONSE)
        cell.value, address = "#REF!", cell.coordinate
        find_cell(sheet, RAISED, C.RESPONSE).value = "a"
    explanations, findings = read(tmp_path)
    assert list(explanations) == [(DEPARTMENT.code, RAISED)]
    assert [(f.code, f.cell, f.component_code) for f in findings] == [("BM-018", address, LOWERED)]


def test_the_notice_of_another_unit_is_refused(notice, tmp_path):
    notice.rename(notice.with_name(f"{DISTRICT.code}.xlsx"))
    explanations, findings = read(tmp_path)
    assert explanations == {}
    assert [(f.code, f.unit_code) for f in findings] == [("BM-004", DISTRICT.code)]


def test_two_answers_of_one_unit_are_both_refused(tmp_path):
    scores = scores_of(tmp_path)
    for name in (DEPARTMENT.code, f"{DEPARTMENT.code} (1)"):
        write(tmp_path, scores, name=name, answers={LOWERED: NoticeAnswers(text=name)})
    explanations, findings = read(tmp_path)
    assert explanations == {}
    assert [f.code for f in findings] == ["BM-007"]
