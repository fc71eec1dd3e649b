"""The page that goes back to a unit: what it asks for, how it groups, and that it is safe."""

import html
import re
from dataclasses import replace

import pytest

from cchc_lib.core.submission import Place
from cchc_lib.files.forms.layout import CHECK_SHEET
from cchc_lib.files.returns.giving_back import findings_to_mend
from cchc_lib.files.returns.marking import PROBLEM_SHEET
from cchc_lib.finding_kinds import KINDS, STEP_NAMES
from cchc_lib.findings import finding
from cchc_lib.present.method import finding_codes
from cchc_lib.present.return_page import render_return
from tests.unit.present_cases import ESCAPED, HOSTILE, sample_year

UNIT = "so-noi-vu"
FILE = f"submissions/{UNIT}.xlsx"
NOTICE = f"explanations/{UNIT}.xlsx"


def about(code, cell="I9", file=FILE, **words):
    sheet = "Tự chấm" if cell else ""
    return finding(code, unit_code=UNIT, file=file, sheet=sheet, cell=cell, **words)


def page_of(*findings, unit=UNIT, file=FILE, places=None):
    groups = findings_to_mend(replace(one, unit_code=unit) for one in findings)[unit]
    return render_return(sample_year(), unit, groups, file=file, places=places or {})


def words_of(page):
    """Return what a person reads."""
    body = page.partition("</head>")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize(
    ("findings", "asked"),
    [
        (["HS-014", "BM-013", "HS-022"], "Biểu tự chấm cần sửa 2 lỗi rồi gửi lại"),
        (["HS-022", "BM-015"], "Biểu tự chấm không có lỗi, có 1 cảnh báo cần xem lại"),
        (["BM-015"], "Biểu tự chấm không phải sửa, có 1 ghi chú để đối chiếu"),
    ],
)
def test_the_headline_says_what_is_asked(findings, asked):
    words = words_of(page_of(*map(about, findings)))
    assert asked in words
    assert "Sở Nội vụ – Chỉ số cải cách hành chính năm 2018" in words


def test_a_unit_that_sent_nothing_is_told_so_and_gets_a_blank_form():
    words = words_of(page_of(finding("HS-001"), file=""))
    assert "Chưa nhận được biểu tự chấm của đơn vị" in words
    assert "để trống" in words
    assert "điền sẵn" not in words


def test_marks_of_synthetic_and_rebuilt_years_are_on_the_page():
    words = words_of(page_of(about("HS-014")))
    assert "Số liệu minh họa" in words
    assert "bản phục dựng" in words


def test_equal_findings_are_one_sentence_with_a_list_of_places():
    cells = {"I9": ("1.1.1", "1,75"), "I30": ("1.1.2", "2,5")}
    findings = [
        about("HS-014", cell, component_code=code, found=found, expected="1,5")
        for cell, (code, found) in cells.items()
    ]
    page = page_of(*findings)
    words = words_of(page)
    assert words.count("Điểm tự chấm … lớn hơn điểm tối đa …") == 1
    assert words.count("Sửa ô thành số từ 0 đến 1,5") == 1
    names = {c.code: c.name_vi for c in sample_year().edition.components()}
    for cell, (code, found) in cells.items():
        assert f"trang tính “Tự chấm”, ô {cell}".casefold() in words.casefold()
        assert f"{code}. {names[code]} {found} 1,5" in words


def test_a_single_finding_is_said_in_full_with_its_place():
    words = words_of(page_of(about("HS-014", component_code="1.1.1", found="9", expected="1,5")))
    assert "Điểm tự chấm 9 lớn hơn điểm tối đa 1,5 của tiêu chí thành phần 1.1.1." in words
    assert "Trang tính “Tự chấm”, ô I9; tiêu chí thành phần 1.1.1. " in words


def test_the_page_leads_to_the_copy_and_says_where_the_unit_had_it():
    one = about("HS-014", "I9", component_code="1.1.1", found="9", expected="1,5")
    here = Place(file="", sheet="Tự chấm", cell="I12")
    words = words_of(page_of(one, places={one: here}))
    assert "Trang tính “Tự chấm”, ô I12 (trong tệp đã nộp: ô I9)" in words
    assert "trong tệp đã nộp" not in words_of(page_of(one, places={one: replace(here, cell="I9")}))


def test_a_file_that_only_has_to_be_saved_again_is_not_to_be_typed_again():
    words = words_of(page_of(about("BM-020", ""), about("HS-001", ""), file=""))
    assert "cần sửa 1 lỗi" in words
    assert "không phải nhập lại số liệu" in words
    other_year = words_of(page_of(about("BM-005"), file=""))
    assert "không phải nhập lại số liệu" not in other_year


def test_a_unit_is_not_asked_for_what_the_office_must_decide():
    asked = [finding(code, unit_code=UNIT, file=FILE) for code in ("BM-007", "HS-001", "HS-014")]
    assert findings_to_mend(asked) == {}
    assert findings_to_mend([finding("BM-043", unit_code=UNIT, file=FILE)]) == {}


def test_notes_ask_for_nothing_to_be_sent():
    assert "gửi lại" not in words_of(page_of(about("BM-047"))).casefold()
    assert "Nếu sửa thì gửi lại" in words_of(page_of(about("HS-022")))


def test_a_grouped_sentence_loses_no_word_that_only_the_message_holds():
    words = words_of(
        page_of(*(about("HS-019", cell, words=f"Số {cell}", found="x") for cell in ("G9", "G10")))
    )
    assert "Số liệu “Số G9” là “x”" in words
    assert "Số liệu “Số G10” là “x”" in words


def test_steps_come_in_order_and_only_where_something_was_found():
    page = page_of(about("HS-014"), about("BM-013"), about("BM-035"), about("BM-028", ""))
    headings = re.findall(r"<h2>(.*?)</h2>", page)
    assert headings == [*STEP_NAMES.values(), "Sửa và gửi lại"]
    assert STEP_NAMES["file"] not in re.findall(r"<h2>(.*?)</h2>", page_of(about("BM-013")))


def test_sending_back_names_the_copy_and_where_to_look_in_it():
    words = words_of(page_of(about("MC-001", found="a.pdf", expected="evidence/so-noi-vu")))
    for said in (f"{UNIT}.xlsx", PROBLEM_SHEET, CHECK_SHEET, "không phải tệp của đơn vị được lưu"):
        assert said in words
    assert "Gửi kèm các tệp tài liệu" in words
    assert "Gửi kèm các tệp tài liệu" not in words_of(page_of(about("HS-014")))


def test_problems_of_the_explanations_only_do_not_ask_for_the_form_again():
    words = words_of(page_of(about("BM-046", file=NOTICE, found="hép", expected="hộp")))
    assert "Bản giải trình không có lỗi, có 1 cảnh báo" in words
    assert "sửa ngay trong thông báo sơ bộ" in words
    assert PROBLEM_SHEET not in words
    assert NOTICE in words


def test_hostile_text_is_escaped_and_nothing_comes_from_the_network():
    findings = [
        about("HS-019", cell, words=HOSTILE, found=f"{HOSTILE}`", expected=HOSTILE)
        for cell in ("G9", "G10", "<b>")
    ]
    stray = about("BM-013", "I9", file=f"submissions/{HOSTILE}.xlsx", found=HOSTILE)
    page = page_of(*findings, stray, unit="so-y-te")
    assert ESCAPED in page
    assert "<script" not in page
    assert "<b>" not in page
    assert not re.search(r'(?:src|href)="|@import|url\(|mailto:', page)


def test_the_table_of_codes_says_where_each_is_found_and_what_to_do():
    words = words_of(f"</head>{finding_codes().markup}")
    assert all(code in words for code in KINDS)
    assert f"Biểu mẫu {STEP_NAMES['file']} Tệp có mật khẩu" in words
    assert "Sửa ô thành số từ 0 đến …" in words
    assert "{" not in words
