"""Documents keep to the form of Nghị định 30/2020/NĐ-CP and show the figures of the year."""

import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Emu, Mm

from cchc_lib.core.submission import NotAppraised
from cchc_lib.present.documents.decision import Decision, decision_of
from cchc_lib.present.documents.emulation_list import EmulationList
from cchc_lib.present.documents.frame import Frame, frame_of
from cchc_lib.present.documents.notice import ResultNotice
from cchc_lib.present.documents.report import Report
from cchc_lib.present.summaries import area_means, groups_of, unit_losses, unit_names
from cchc_lib.present.wording import format_points, format_total
from cchc_lib.project import TEMPLATES
from tests.architecture.source import ROOT
from tests.unit.document_cases import (
    FONT,
    NAMES,
    SCRIPTS,
    YEARS,
    document,
    documents,
    fonts_of,
    members,
    names_in,
    rows_below,
    text_of,
    whole_text,
)
from tests.unit.present_cases import HOSTILE, UNITS, rounds_year, sample_year

each_document = pytest.mark.parametrize("name", NAMES)
PARTS = {
    "quyet-dinh": [
        "ỦY BAN NHÂN DÂN", "TỈNH ĐẮK NÔNG", "Số: ", "/QĐ-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Đắk Nông, ngày ..... tháng ..... năm", "QUYẾT ĐỊNH",
        "Về việc công bố", "ỦY BAN NHÂN DÂN TỈNH ĐẮK NÔNG", "Căn cứ Luật Tổ chức",
        "Căn cứ Bộ tiêu chí mẫu 2018 (bản phục dựng", "Theo đề nghị", "QUYẾT ĐỊNH:", "Điều 1.",
        "Điều 2.", "Điều 3.", "Nơi nhận:", "- Lưu: VT", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "......",
        "PHỤ LỤC I\n", "Sở, ban, ngành", "(Kèm theo Quyết định số ....", "PHỤ LỤC II\n",
        "(Kèm theo Quyết định số ....", "PHỤ LỤC III\n", "(Kèm theo Quyết định số ....",
    ],
    "bao-cao": [
        "UBND TỈNH ĐẮK NÔNG", "SỞ NỘI VỤ", "/BC-SNV", "CỘNG HÒA", "BÁO CÁO", "Kính gửi:",
        "I. TÌNH HÌNH TRIỂN KHAI", "II. KẾT QUẢ", "1. Kết quả chung", "2. Chỉ số thành phần",
        "3. Tiêu chí thành phần", "4. Tự chấm", "5. Điểm cộng", "III. VẤN ĐỀ", "IV. KIẾN NGHỊ",
        "Nơi nhận:", "GIÁM ĐỐC",
    ],
    "de-nghi-thi-dua": [
        "SỞ NỘI VỤ", "CỘNG HÒA", "DANH SÁCH", "(Kèm theo Tờ trình số ....", "1. Sở, ban, ngành",
        "Căn cứ", "cơ quan có thẩm quyền", "Nơi nhận:", "GIÁM ĐỐC",
    ],
    "thong-bao/so-y-te": [
        "SỞ NỘI VỤ", "/TB-SNV", "CỘNG HÒA", "THÔNG BÁO", "Kính gửi:", "Tổng điểm",
        "Điểm theo lĩnh vực", "mất nhiều điểm nhất", "Nếu có ý kiến", "Nơi nhận:", "GIÁM ĐỐC",
    ],
}  # fmt: skip


@each_document
def test_pages_are_a4_with_the_margins_of_the_decree(name):
    for section in document(name).sections:
        is_wide = section.orientation == WD_ORIENT.LANDSCAPE
        size = (section.page_width, section.page_height)
        assert [round(side.mm) for side in size] == ([297, 210] if is_wide else [210, 297])
        assert is_wide == (name == "de-nghi-thi-dua")
        assert Mm(20) <= section.top_margin <= Mm(25)
        assert Mm(20) <= section.bottom_margin <= Mm(25)
        assert Mm(30) <= section.left_margin <= Mm(35)
        assert Mm(15) <= section.right_margin <= Mm(20)


@each_document
def test_every_run_is_set_in_the_font_of_the_decree(name):
    assert fonts_of(document(name)) == {(FONT,) * len(SCRIPTS)}


@pytest.mark.parametrize("name", ["quyet-dinh", "bao-cao", "thong-bao/so-y-te"])
def test_body_text_is_13_or_14_justified_with_an_indented_first_line(name):
    opened = document(name)
    size = opened.styles["Normal"].font.size.pt
    assert size in {13, 14}
    body = [p for p in opened.paragraphs if p.paragraph_format.first_line_indent and p.text]
    assert len(body) >= 2
    for paragraph in body:
        assert Mm(10) <= paragraph.paragraph_format.first_line_indent <= Mm(12.7)
        assert paragraph.alignment == 3
        assert {run.font.size.pt for run in paragraph.runs if run.font.size} <= {13, 14}


@each_document
def test_pages_are_numbered_in_the_middle_of_the_top_margin_but_not_the_first(name):
    for section in document(name).sections:
        assert section.different_first_page_header_footer
        fields = [
            [node.text.strip() for node in header._element.iter(qn("w:instrText"))]
            for header in (section.first_page_header, section.header)
        ]
        assert fields == [[], ["PAGE"]]
        (paragraph,) = section.header.paragraphs
        places = {round(stop.position.mm): stop.alignment for stop in
                  paragraph.paragraph_format.tab_stops}  # fmt: skip
        width = section.page_width - section.left_margin - section.right_margin
        middle = next(at for at, kind in places.items() if kind == WD_TAB_ALIGNMENT.CENTER)
        assert abs(middle - Emu(width).mm / 2) <= 1


def test_every_annex_has_page_numbers_of_its_own():
    opened = document("quyet-dinh")
    starts = [s._sectPr.find(qn("w:pgNumType")) for s in opened.sections]
    assert len(starts) == 1 + len(groups_of(rounds_year()))
    assert starts[0] is None
    assert {start.get(qn("w:start")) for start in starts[1:]} == {"1"}


@each_document
def test_the_required_parts_stand_in_their_order(name):
    text, at = whole_text(document(name)), 0
    for part in PARTS[name]:
        found = text.find(part, at)
        assert found >= 0, part
        at = found + len(part.rstrip(".\n"))


@each_document
@pytest.mark.parametrize("year_name", ["sample", "rounds"])
def test_every_page_says_what_it_is_made_of(name, year_name):
    unit = YEARS[year_name]().unit("so-y-te")
    is_draft = unit.is_provisional or not name.startswith("thong-bao")
    for section in document(name, year_name).sections:
        for header in (section.header, section.first_page_header):
            text = text_of(header._element)
            assert "SỐ LIỆU MINH HỌA" in text
            assert ("DỰ THẢO" in text) == is_draft
        for footer in (section.footer, section.first_page_footer):
            assert "bản phục dựng" in text_of(footer._element)


def test_a_final_real_year_by_real_rules_bears_no_mark():
    year = sample_year()
    real = replace(
        year,
        assessment=replace(year.assessment, is_synthetic=False, province_vi="Thành phố Huế"),
        edition=replace(year.edition, is_reconstruction=False),
        units=tuple(replace(u, is_provisional=False, state="final") for u in year.units),
    )
    frame = frame_of(real)
    assert (frame.mark, frame.footnote) == ("", "")
    assert (frame.province, frame.province_full) == ("Huế", "thành phố Huế")
    assert decision_of(real).drafting_notes == ()


@each_document
def test_text_of_units_arrives_unharmed_and_no_tag_is_left(name):
    text = whole_text(document(name))
    assert HOSTILE in text
    assert not re.search(r"\{[{%]|[%}]\}", text)


def test_every_row_of_the_annexes_is_the_result_of_its_unit():
    year, names = rounds_year(), unit_names(rounds_year())
    rows = rows_below(document("quyet-dinh"), "STT")
    own, summed = iter(rows), 0
    for group in groups_of(year):
        for number, unit in enumerate(year.group_units(group.code), start=1):
            row = next(own)
            assert row[:2] == [str(number), names[unit.unit_code]]
            assert row[4:6] == [format_points(year, unit.bonus), format_points(year, unit.penalty)]
            assert row[6:8] == [format_total(year, unit.total_score),
                                format_total(year, unit.index_pct)]  # fmt: skip
            assert row[8] == (str(unit.rank) if isinstance(unit.rank, int) else "–")
            if isinstance(unit.total_score, Decimal) and unit.total_exact == (
                unit.appraised_exact + Fraction(unit.survey_points + unit.bonus - unit.penalty)
            ):
                summed += 1
                parts = [_number(row[at]) for at in (2, 3, 4, 5, 6)]
                assert abs(parts[0] + parts[1] + parts[2] - parts[3] - parts[4]) <= Decimal("0.01")
        mean = next(s.mean_index_pct for s in year.groups if s.group_code == group.code)
        assert next(own)[7] == format_total(year, mean)
    assert not list(own)
    assert summed >= 4


def _number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def test_a_unit_without_result_has_no_figures_in_the_annex():
    year = sample_year()
    name = unit_names(year)["cu-jut"]
    row = next(row for row in rows_below(document("quyet-dinh", "sample"), "STT") if row[1] == name)
    assert isinstance(year.unit("cu-jut").total_score, NotAppraised)
    assert [row[at] for at in (2, 3, 6, 7, 8, 9)] == [
        "chưa có", "chưa có", "chưa có", "chưa có", "–", "chưa xếp loại"
    ]  # fmt: skip


def test_the_report_shows_the_means_of_every_area_and_group():
    year = rounds_year()
    means = area_means(year)
    rows = rows_below(document("bao-cao"), "Lĩnh vực")
    assert len(rows) == len(year.edition.areas)
    for area, row in zip(year.edition.areas, rows, strict=True):
        assert row[0] == f"{area.code}. {area.name_vi}"
        assert row[1:] == [format_total(year, means[g.code, area.code]) for g in groups_of(year)]


def test_the_notice_shows_the_areas_and_the_largest_losses_of_its_unit():
    year, code = rounds_year(), "so-y-te"
    opened = document(f"thong-bao/{code}")
    rows = rows_below(opened, "Lĩnh vực")
    assert [row[5] for row in rows] == [
        format_points(year, area.final_score) for area in year.areas_of(code)
    ]
    losses = rows_below(opened, "Tiêu chí thành phần")
    expected = unit_losses(year, code)[: len(losses)]
    assert [row[1] for row in losses] == [format_points(year, lost) for _, lost in expected]
    assert len(losses) == 5


def test_a_notice_tells_nothing_of_the_other_units():
    for code, name, _ in UNITS:
        text = whole_text(document(f"thong-bao/{code}"))
        others = {other for _, other, _ in UNITS if other not in {name, "Sở Nội vụ", HOSTILE}}
        assert not any(other in text for other in others), code


def test_documents_say_nothing_about_who_made_them_or_when():
    for content in documents("rounds").values():
        with zipfile.ZipFile(BytesIO(content)) as package:
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        parts = members(content)
        whole = b"".join(parts.values())
        assert b"w:rsid" not in whole
        assert b"python-docx" not in whole
        assert not re.search(rb"<dc:creator>[^<]+<|lastModifiedBy>[^<]+<", whole)


def test_another_process_makes_the_same_bytes():
    program = (
        "import hashlib; from tests.unit.document_cases import documents\n"
        "for name, content in sorted(documents('rounds').items()):\n"
        "    print(name, hashlib.sha256(content).hexdigest())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "PATH": "", "TZ": zone, "PYTHONPATH": str(ROOT)},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Ho_Chi_Minh"))
    }  # fmt: skip
    assert len(outputs) == 1
    assert len(next(iter(outputs)).splitlines()) == 4 + len(UNITS)


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_the_readme_of_the_templates_names_every_name(readme):
    text = (TEMPLATES / readme).read_text("utf-8")
    named = set(re.findall(r"`(\w+)`", text))
    for kind in (Frame, Decision, Report, ResultNotice, EmulationList):
        assert names_in(kind) <= named, kind
