"""An appendix as issued becomes rule files: maxima exact, rules read, gaps marked, faults told."""

import csv
import re
import tomllib
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from docx import Document

from cchc_lib.errors import DataProblem, UsageProblem
from cchc_lib.files.rules import read_edition
from cchc_lib.rulemaking.importing import AppendixOptions, import_edition
from cchc_lib.rulemaking.review import REVIEW_FILE
from tests.appendices import (
    OPTIONS,
    ROWS,
    UNREAD,
    numbered_appendix,
    plain_word_table,
    sheet_appendix,
    spoilt_copy,
    word_appendix,
)

AFTER_2019 = AppendixOptions(**OPTIONS, previous="mau-2019")
ALONE = AppendixOptions(**OPTIONS)
ONE_GROUP = AppendixOptions(**OPTIONS, groups=("Sở, ban, ngành",))
GROUPS = ("department", "vertical_agency", "district")
HEADER = ("STT", "Tiêu chí", "Điểm tối đa", "Cách tính")
SMALL = (
    HEADER,
    ("I", "CHỈ ĐẠO", "2", ""),
    ("1", "Kế hoạch", "2", ""),
    ("1.1", "Ban hành kế hoạch", "1", "Có: 1 điểm; không: 0 điểm"),
    ("1.2", "Hoàn thành kế hoạch", "1", "Tỷ lệ % × điểm tối đa"),
)


def components(folder) -> dict[str, dict]:
    """Return the components of some rule files as they stand there, by code."""
    found = {}
    for path in sorted(folder.glob("area_*.toml")):
        area = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        for criterion in area["criteria"]:
            found |= {one["code"]: one for one in criterion["components"]}
    return found


def printed() -> dict[str, dict[str, Decimal]]:
    """Return the maxima of the components of the appendix as they were typed."""
    maxima = {}
    for row in ROWS:
        if row[0].count(".") == 2 or row[0] in {"1.4", "2.3"}:
            code = row[0] if row[0].count(".") == 2 else f"{row[0]}.1"
            numbers = [Decimal(text.replace(",", ".")) for text in row[2:5]]
            maxima[code] = dict(zip(GROUPS, numbers, strict=True))
    return maxima


@pytest.mark.parametrize(("write", "name"), [(word_appendix, "a.docx"), (sheet_appendix, "a.xlsx")])
def test_twenty_components_come_with_their_maxima_and_every_unread_rule_is_marked(
    tmp_path, write, name
):
    made = import_edition(write(tmp_path / name), tmp_path / "qd-99", AFTER_2019)
    found = components(made.folder)
    assert {code: one["max_score"] for code, one in found.items()} == printed()
    assert len(found) == made.components == 20
    assert {code for code, one in found.items() if one["rule"]["kind"] == "unread"} == UNREAD
    assert made.unread == len(UNREAD)
    marked = {f.cell for f in made.findings if f.code == "QT-022"}
    assert marked == {f"components[{code}].rule" for code in UNREAD}
    assert not {f.code for f in made.findings} & {"PL-004", "PL-006", "PL-011", "QT-006"}
    assert read_edition(made.folder)[0] is None


def test_once_a_person_has_filled_the_gaps_the_edition_is_sound(tmp_path):
    made = import_edition(word_appendix(tmp_path / "a.docx"), tmp_path / "qd-99", AFTER_2019)
    header = made.folder / "edition.toml"
    head, _, rest = header.read_text("utf-8").partition("[unread]")
    header.write_text(head + rest[rest.index("\n[") :], "utf-8")
    for path in made.folder.glob("area_*.toml"):
        text = path.read_text("utf-8").replace('kind = "unread"', 'kind = "judgment"')
        text = re.sub(r"(?m)^(text_vi|unread_vi|reason_vi|source) = .*\n", "", text)
        path.write_text(text, "utf-8")
    edition, findings = read_edition(made.folder)
    assert {f.code for f in findings} == {"QT-006"}, "a survey question was made a judgment"
    area = made.folder / "area_03.toml"
    text = area.read_text("utf-8").replace('kind = "judgment"', 'kind = "survey_percent"')
    area.write_text(text, "utf-8")
    edition, findings = read_edition(made.folder)
    assert findings == []
    assert [group.max_score for group in edition.groups] == [Decimal("28.5"), 26, Decimal("29.5")]
    assert [group.survey_max for group in edition.groups] == [5, 5, 5]


def test_everything_imported_says_where_it_was_read(tmp_path):
    made = import_edition(sheet_appendix(tmp_path / "a.xlsx"), tmp_path / "qd-99", AFTER_2019)
    found = components(made.folder)
    one = found["1.2.1"]
    assert one["legal_reference"]["location"] == "Phụ lục, mục 1.2.1"
    assert one["provenance"]["mark"] == "read"
    assert "a.xlsx, Phụ lục I, ô B13" in one["provenance"]["note_vi"]
    assert "tên số liệu do chương trình đặt" in one["provenance"]["note_vi"]
    assert "mã 1.4.1 do chương trình đặt" in found["1.4.1"]["provenance"]["note_vi"]
    assert one["evidence_vi"] == "4 báo cáo"
    header = tomllib.loads((made.folder / "edition.toml").read_text("utf-8"))
    code = header["legal_reference"]["document"]
    assert header["documents"][code] == OPTIONS["document"]
    assert header["unread"]["rounding"] == "chép từ mau-2019"


def test_the_review_table_sets_words_beside_what_was_read(tmp_path):
    made = import_edition(word_appendix(tmp_path / "a.docx"), tmp_path / "qd-99", AFTER_2019)
    with (made.folder / REVIEW_FILE).open(encoding="utf-8", newline="") as stream:
        rows = {row["component_code"]: row for row in csv.DictReader(stream)}
    assert {code for code, row in rows.items() if row["state"] == "chưa đọc"} == UNREAD
    assert rows["2.2.2"]["rule_vi"].startswith("Đạt từ 50% trở lên: 2 điểm")
    assert rows["1.3.2"]["unread_vi"] == "Tùy theo kết quả xử lý để chấm điểm"
    assert rows["1.1.2"]["text_vi"].startswith("'- Đạt"), "no cell begins as a formula does"


def test_what_changed_since_the_edition_before_is_reported(tmp_path):
    made = import_edition(word_appendix(tmp_path / "a.docx"), tmp_path / "qd-99", AFTER_2019)
    by_code = {}
    for item in made.findings:
        by_code.setdefault(item.code, []).append(item)
    assert len(by_code["PL-016"]) + len(by_code["PL-018"]) == 20
    renamed = {item.component_code for item in by_code["PL-018"]}
    assert "1.1.1" in renamed
    assert any(item.found.startswith("8.2.3 ") for item in by_code["PL-017"])


def test_a_maximum_that_changed_is_reported_by_group(tmp_path):
    row = ("1.1.1", "Ban hành kế hoạch CCHC năm kịp thời", "2", "1", "1", "", "", "")
    rows = (*ROWS[:2], row, ROWS[-1])
    made = import_edition(word_appendix(tmp_path / "a.docx", rows), tmp_path / "qd", AFTER_2019)
    (changed,) = [item for item in made.findings if item.code == "PL-019"]
    assert changed.expected == "department 2, vertical_agency 1, district 1"


def test_printed_sums_that_do_not_add_up_are_named(tmp_path):
    rows = [list(row) for row in ROWS]
    rows[0][2], rows[1][3], rows[-1][4] = "9,25", "4", "30"
    made = import_edition(word_appendix(tmp_path / "a.docx", rows), tmp_path / "qd", AFTER_2019)
    told = {
        (f.found, f.expected, f.message.split("(")[1]) for f in made.findings if f.code == "PL-006"
    }
    assert told == {
        ("9,25", "9,5", "lĩnh vực 1, Sở, ban, ngành)."),
        ("4", "3", "tiêu chí 1.1, Cơ quan Trung ương đóng trên địa bàn "),
        ("30", "29,5", "dòng tổng cộng, UBND huyện, thị xã)."),
    }


def test_without_an_edition_before_general_provisions_are_missing_not_invented(tmp_path):
    made = import_edition(word_appendix(tmp_path / "a.docx"), tmp_path / "qd-99", ALONE)
    missing = {f.found for f in made.findings if f.code == "QT-002"}
    assert {"rounding", "ranking", "grading", "procedure", "survey"} <= missing
    header = tomllib.loads((made.folder / "edition.toml").read_text("utf-8"))
    assert header["groups"][0]["code"] == "so-ban-nganh"


def test_roman_areas_and_one_column_of_points_are_read_for_the_named_group(tmp_path):
    path = plain_word_table(tmp_path / "a.docx", SMALL)
    made = import_edition(path, tmp_path / "qd-99", ONE_GROUP)
    found = components(made.folder)
    assert {code: one["max_score"] for code, one in found.items()} == {
        "I.1.1": {"so-ban-nganh": 1},
        "I.1.2": {"so-ban-nganh": 1},
    }
    assert "phụ lục ghi mã 1.1" in found["I.1.1"]["provenance"]["note_vi"]
    assert found["I.1.2"]["legal_reference"]["location"] == "Phụ lục, mục 1.2"


def test_areas_in_roman_numbers_above_whole_codes_take_the_number_of_the_codes(tmp_path):
    rows = (HEADER, ("II", "Thể chế", "", ""), ("2.1", "A", "", ""), ("2.1.1", "B", "1", ""))
    made = import_edition(plain_word_table(tmp_path / "a.docx", rows), tmp_path / "qd", ONE_GROUP)
    assert list(components(made.folder)) == ["2.1.1"]
    assert not [f for f in made.findings if f.code == "QT-015"]


def test_numbers_that_word_writes_itself_are_codes(tmp_path):
    rows = [
        (0, "Chỉ đạo", "2", ""),
        (1, "Kế hoạch", "2", ""),
        (2, "Ban hành", "1", "Có: 1 điểm; không: 0 điểm"),
        (2, "Hoàn thành", "1", ""),
        (3, "Từ 80% trở lên", "1", ""),
        (3, "Dưới 80%", "0", ""),
        (1, "Báo cáo", "1", "Có: 1 điểm; không: 0 điểm"),
    ]
    made = import_edition(numbered_appendix(tmp_path / "a.docx", rows), tmp_path / "qd", ONE_GROUP)
    found = components(made.folder)
    assert list(found) == ["I.1.1", "I.1.2", "I.2.1"]
    assert found["I.1.2"]["rule"]["kind"] == "percent_tiers"


def test_a_list_that_begins_anew_is_counted_as_word_counts_it(tmp_path):
    rows = [
        (0, "Chỉ đạo", "4", ""),
        (1, "Kế hoạch", "1", ""),
        (2, "Ban hành", "1", "Có: 1 điểm; không: 0 điểm"),
        (1, "Báo cáo", "1", ""),
        (2, "Gửi", "1", "Có: 1 điểm; không: 0 điểm"),
        (1, "Kiểm tra", "1", ""),
        (2, "Tự kiểm tra", "1", "Có: 1 điểm; không: 0 điểm"),
        (0, "Thể chế", "1", ""),
        (1, "Rà soát", "1", ""),
        (2, "Kịp thời", "1", "Có: 1 điểm; không: 0 điểm"),
    ]
    path = numbered_appendix(tmp_path / "a.docx", rows, anew={3: (1, 5), 7: (0, 4)})
    made = import_edition(path, tmp_path / "qd", ONE_GROUP)
    assert list(components(made.folder)) == ["I.1.1", "I.5.1", "I.6.1", "IV.1.1"]


MATH = "<m:oMathPara><m:oMath><m:r><m:t>a/b</m:t></m:r></m:oMath></m:oMathPara>"
SHAPE = "<w:drawing/>", "<w:pict><w:txbxContent/></w:pict>"
NOT_TEXT = {
    MATH: "⟦công thức⟧",
    "<m:oMath/>": "⟦công thức⟧",
    "<w:r><w:instrText> EQ \\f(a;b) </w:instrText></w:r>": "⟦công thức⟧",
    '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>': "⟦ký hiệu⟧",
    '<w:r><w:footnoteReference w:id="2"/></w:r>': "⟦chú thích⟧",
    '<w:r><w:endnoteReference w:id="2"/></w:r>': "⟦chú thích⟧",
    "<w:r><w:object/></w:r>": "⟦hình⟧",
    f"<w:r><mc:AlternateContent><mc:Choice>{SHAPE[0]}</mc:Choice>"
    f"<mc:Fallback>{SHAPE[1]}</mc:Fallback></mc:AlternateContent></w:r>": "⟦hình⟧",
    f"<w:del><w:r>{SHAPE[0]}</w:r></w:del>": "",
    "<w:r><w:instrText> PAGE </w:instrText></w:r>": "",
}


@pytest.mark.parametrize("element", NOT_TEXT)
def test_what_is_no_text_leaves_a_mark_in_its_place(tmp_path, element):
    rows = (*SMALL[:3], ("1.1", "Tiến độ", "1", "Tùy mức đạt X thì chấm"))
    path = plain_word_table(tmp_path / "a.docx", rows)
    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode()
    inside = f"</w:t></w:r>{element}<w:r><w:t>"
    changed = body.replace("đạt X thì", f"đạt {inside} thì")
    path.write_bytes(spoilt_copy(path, "word/document.xml", changed.encode()))
    made = import_edition(path, tmp_path / "qd", ONE_GROUP)
    text = components(made.folder)["I.1.1"]["rule"]["text_vi"]
    assert " ".join(text.split()) == f"Tùy mức đạt {NOT_TEXT[element]} thì chấm".replace("  ", " ")


def test_changes_that_nobody_accepted_are_read_as_accepted(tmp_path):
    path = plain_word_table(tmp_path / "a.docx", SMALL)
    with_changes = (
        b"<w:ins><w:r><w:t>n\xc4\x83m 2020</w:t></w:r></w:ins>"
        b"<w:del><w:r><w:delText>c\xc5\xa9</w:delText></w:r></w:del>"
    )
    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml")
    mark = "Ban hành kế hoạch</w:t></w:r>".encode()
    assert mark in body
    changed = body.replace(mark, mark + with_changes)
    path.write_bytes(spoilt_copy(path, "word/document.xml", changed))
    made = import_edition(path, tmp_path / "qd-99", ONE_GROUP)
    assert components(made.folder)["I.1.1"]["name_vi"] == "Ban hành kế hoạchnăm 2020"


def test_rows_and_columns_that_have_no_place_are_told(tmp_path):
    header = ("STT", "Tiêu chí", "Điểm tối đa", "Điểm thẩm định tối đa điểm chuẩn", "Lộ trình")
    rows = (
        header,
        ("", "Dòng lạc", "", "", ""),
        ("1", "Lĩnh vực", "", "", ""),
        ("1.1", "Tiêu chí", "một điểm", "", "2021"),
        ("2", "Trống", "", "", ""),
    )
    made = import_edition(plain_word_table(tmp_path / "a.docx", rows), tmp_path / "qd", ONE_GROUP)
    told = {(f.code, f.found, f.cell) for f in made.findings if f.code.startswith("PL")}
    assert told == {
        ("PL-004", "một điểm", "C4"),
        ("PL-008", "điểm thẩm định tối đa điểm chuẩn", "D1"),
        ("PL-009", "lộ trình", "E1"),
        ("PL-011", "Dòng lạc", "B2"),
        ("PL-012", "1.1.1", "B4"),
        ("PL-013", "2", "B5"),
    }


def test_appendices_of_several_groups_become_one_edition(tmp_path):
    second = [list(row) for row in SMALL]
    second[1][2] = second[2][2] = "3"
    second[3][2], second[3][3] = "2", "Tốt: tối đa; khá: 50% số điểm; yếu: 0 điểm"
    document = Document(plain_word_table(tmp_path / "a.docx", SMALL))
    table = document.add_table(0, 4)
    for texts in second:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    document.save(tmp_path / "a.docx")
    with pytest.raises(UsageProblem, match="2 lần"):
        import_edition(tmp_path / "a.docx", tmp_path / "qd", ONE_GROUP)
    both = AppendixOptions(**OPTIONS, groups=("Sở", "Huyện"))
    made = import_edition(tmp_path / "a.docx", tmp_path / "qd", both)
    found = components(made.folder)
    assert {code: one["max_score"] for code, one in found.items()} == {
        "I.1.1": {"so": 1},
        "I.1.2": {"so": 1, "huyen": 1},
        "I.1.1b": {"huyen": 2},
    }
    assert found["I.1.1b"]["legal_reference"]["location"] == "Phụ lục, mục 1.1"
    told = [(f.code, f.expected) for f in made.findings if f.code in {"PL-006", "PL-026"}]
    assert told == [("PL-026", "I.1.1b")]
    header = tomllib.loads((made.folder / "edition.toml").read_text("utf-8"))
    assert [(g["name_vi"], g["max_score"]) for g in header["groups"]] == [("Sở", 2), ("Huyện", 3)]


def test_one_column_may_hold_criteria_and_how_they_are_scored(tmp_path):
    rows = (
        ("TT", "Tiêu chí và cách tính điểm", "Điểm chuẩn"),
        ("1", "CHỈ ĐẠO", "1"),
        ("1.1", "Kế hoạch", "1"),
        ("", "Có ban hành", "1"),
        ("", "Không ban hành", "0"),
    )
    made = import_edition(plain_word_table(tmp_path / "a.docx", rows), tmp_path / "qd", ONE_GROUP)
    assert components(made.folder)["1.1.1"]["rule"]["kind"] == "yes_no"


LEVELS_OF_A_COUNT = (
    ("", "Mỗi sáng kiến được 0,5 điểm", "", ""),
    ("", "Tổng số điểm của tiêu chí này không vượt quá 1 điểm", "", ""),
    ("", "Không có sáng kiến: trừ 1 điểm", "", ""),
)


def test_a_level_that_begins_like_a_total_ends_nothing(tmp_path):
    rows = (*SMALL[:3], ("1.1", "Sáng kiến", "1", ""), *LEVELS_OF_A_COUNT)
    made = import_edition(plain_word_table(tmp_path / "a.docx", rows), tmp_path / "qd", ONE_GROUP)
    with (made.folder / REVIEW_FILE).open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["text_vi"].split("\n") == [name for _, name, *_ in LEVELS_OF_A_COUNT]


@pytest.mark.parametrize(
    ("total", "told"),
    [
        ("2", [("Ghi chú", "B7"), ("3", "B8")]),
        ("", [("TỔNG CỘNG (I + II)", "B6"), ("3", "B8")]),
    ],
)
def test_what_stands_below_the_totals_is_told(tmp_path, total, told):
    below = (("", "TỔNG CỘNG (I + II)", total, ""), ("", "Ghi chú", "", ""), ("", "", "3", ""))
    path = plain_word_table(tmp_path / "a.docx", (*SMALL, *below))
    made = import_edition(path, tmp_path / "qd", ONE_GROUP)
    assert [(f.found, f.cell) for f in made.findings if f.code == "PL-011"] == told


@pytest.mark.parametrize(
    "header",
    [("TT", "Cách tính", "Điểm tối đa"), ("TT", "Tiêu chí", "Điểm tối đa thẩm định")],
)
def test_a_table_without_criteria_or_without_points_of_a_group_is_none_of_criteria(
    tmp_path, header
):
    path = plain_word_table(tmp_path / "a.docx", (header, ("1", "A", "1")))
    assert refused(path, tmp_path)[0] == "PL-021"


def test_rules_below_a_name_in_the_same_cell_are_read_as_rules(tmp_path):
    name = "Hoàn thành kế hoạch\nnăm\n- Đạt 100%: 1 điểm\n- Dưới 100%: 0 điểm"
    rows = (*SMALL[:4], ("1.2", name, "1", ""))
    made = import_edition(plain_word_table(tmp_path / "a.docx", rows), tmp_path / "qd", ONE_GROUP)
    one = components(made.folder)["I.1.2"]
    assert one["name_vi"] == "Hoàn thành kế hoạch năm"
    assert one["rule"]["kind"] == "percent_tiers"


def test_words_beside_an_area_or_a_criterion_with_components_are_told(tmp_path):
    rows = [list(row) for row in SMALL]
    rows[1][3], rows[2][3] = "Chấm theo báo cáo", "Mỗi nội dung chậm trừ 0,5 điểm"
    made = import_edition(plain_word_table(tmp_path / "a.docx", rows), tmp_path / "qd", ONE_GROUP)
    told = {(f.component_code, f.found) for f in made.findings if f.code == "PL-025"}
    assert told == {("I", rows[1][3]), ("I.1", rows[2][3])}


def test_a_later_table_may_be_wider(tmp_path):
    document = Document(plain_word_table(tmp_path / "a.docx", SMALL))
    wider = document.add_table(2, 5)
    more = (("2", "Báo cáo", "1", "Có: 1 điểm; không: 0 điểm", "x"),)
    for row, texts in zip(wider.rows, ((*HEADER, ""), *more), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(tmp_path / "a.docx")
    made = import_edition(tmp_path / "a.docx", tmp_path / "qd", ONE_GROUP)
    assert list(components(made.folder)) == ["I.1.1", "I.1.2", "I.2.1"]


def test_a_later_table_with_another_header_is_not_mixed_in(tmp_path):
    path = plain_word_table(tmp_path / "a.docx", SMALL)
    document = Document(path)
    other = document.add_table(2, 3)
    for cell, text in zip(other.rows[0].cells, ("TT", "Điểm tối đa", "Nội dung"), strict=True):
        cell.text = text
    document.save(path)
    made = import_edition(path, tmp_path / "qd-99", ONE_GROUP)
    assert [(f.code, f.sheet) for f in made.findings if f.code == "PL-007"] == [
        ("PL-007", "Bảng 2")
    ]
    assert made.components == 2


DOTTED = (
    HEADER,
    ("1", "CHỈ ĐẠO", "2", ""),
    ("1.1", "Kế hoạch", "2", ""),
    ("1.1.1", "Ban hành kế hoạch", "1", "Có: 1 điểm; không: 0 điểm"),
    ("1.1.2", "Hoàn thành kế hoạch", "1", ""),
    ("-", "Có", "1", ""),
    ("-", "Không", "0", ""),
    ("2", "THỂ CHẾ", "1", ""),
    ("2.1", "Rà soát", "1", ""),
    ("2.1.1", "Ban hành kế hoạch rà soát", "1", "Có: 1 điểm; không: 0 điểm"),
    ("Tổng cộng", "", "3", ""),
)
LETTERED = (*SMALL, ("2", "Báo cáo", "1", ""), ("2.1", "Gửi báo cáo", "1", "Có: 1; không: 0"))


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("begin", [4, 5, 7])
def test_a_table_without_a_header_goes_on_with_the_one_before(tmp_path, kind, begin):
    path = tables_in_parts(tmp_path / f"a.{kind}", DOTTED[:begin], DOTTED[begin:])
    made = import_edition(path, tmp_path / "qd-99", ONE_GROUP)
    found = components(made.folder)
    assert list(found) == ["1.1.1", "1.1.2", "2.1.1"]
    assert found["1.1.2"]["rule"]["kind"] == "yes_no"
    assert not [f for f in made.findings if f.code.startswith("PL")]


def test_criteria_below_another_letter_go_on_in_a_table_without_a_header(tmp_path):
    rows = (*LETTERED, ("II", "THỂ CHẾ", "1", ""), ("1", "Rà soát", "1", ""))
    more = (("2", "Công bố", "1", ""), ("2.1", "Kịp thời", "1", "Có: 1; không: 0"))
    path = tables_in_parts(tmp_path / "a.docx", rows, more)
    found = components(import_edition(path, tmp_path / "qd-99", ONE_GROUP).folder)
    assert list(found) == ["I.1.1", "I.1.2", "I.2.1", "II.1.1", "II.2.1"]


@pytest.mark.parametrize(
    ("table", "cell"),
    [
        ((("1.1.3", "Tổng kết", "1"),), "A1"),
        ((("1", "CHỈ ĐẠO", "2", ""),), "A1"),
        ((("Bảng quy đổi", "", ""), ("1.2", "Mức", "1")), "A2"),
        ((("Mức", "Điểm"), ("Tốt", "1,5")), "B2"),
        ((("", "1.1.3. Tổng kết", "", "", ""),), "B1"),
        ((("TT", "Nội dung", "", ""), ("Tốt", "0,5 điểm", "", "")), "A1"),
        ((("-", "Đạt", "", "tốt"), ("-", "Không đạt", "", "kém")), "A1"),
        ((("Mức", "Cách chấm"), ("Tốt", "Có: 0,5 điểm")), "B2"),
    ],
)
def test_a_table_left_unread_that_holds_codes_or_numbers_is_told(tmp_path, table, cell):
    cover = (("UBND TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("Số: 99/QĐ-UBND", ""))
    later = (("2.2", "Kiểm tra", "1", ""),)
    path = tables_in_parts(tmp_path / "a.docx", cover, DOTTED[:7], table, later)
    made = import_edition(path, tmp_path / "qd-99", ONE_GROUP)
    told = {(f.sheet, f.cell) for f in made.findings if f.code == "PL-007"}
    assert told == {("Bảng 3", cell), ("Bảng 4", "A1")}
    assert list(components(made.folder)) == ["1.1.1", "1.1.2"]


def tables_in_parts(path, *parts):
    """Write tables one after the other: into a document, or each on a sheet of a workbook."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.remove(book.active)
        for rows in parts:
            sheet = book.create_sheet()
            for row in rows:
                sheet.append(row)
        book.save(path)
        return path
    document = Document()
    for rows in parts:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(path)
    return path


def test_a_code_that_a_sheet_turned_into_a_number_twice_is_refused(tmp_path):
    book = openpyxl.Workbook()
    for row in (HEADER, (1, "A", None, ""), (1.1, "B", 1, ""), (1.1, "C", 1, "")):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    made = import_edition(tmp_path / "a.xlsx", tmp_path / "qd-99", ONE_GROUP)
    assert [(f.found, f.cell) for f in made.findings if f.code == "PL-022"] == [("1.1", "B4")]
    assert read_edition(made.folder)[0] is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (AppendixOptions(year=2020), "--document"),
        (AppendixOptions(document="QĐ 1"), "--year"),
        (ALONE, "--group"),
    ],
)
def test_what_an_appendix_does_not_say_must_be_given(tmp_path, options, words):
    path = plain_word_table(tmp_path / "a.docx", SMALL)
    with pytest.raises(UsageProblem, match=words):
        import_edition(path, tmp_path / "qd-99", options)
    assert not (tmp_path / "qd-99").exists()


def test_a_document_without_a_table_of_criteria_is_refused(tmp_path):
    path = plain_word_table(tmp_path / "a.docx", (("Nơi nhận", "Ký tên"), ("Lưu: VT", "")))
    assert refused(path, tmp_path) == ("PL-021", "")


def refused(path, tmp_path) -> tuple[str, str]:
    """Return code and words of the one finding with which a file is refused."""
    with pytest.raises(DataProblem) as problem:
        import_edition(path, tmp_path / "refused", ONE_GROUP)
    assert not (tmp_path / "refused").exists()
    (found,) = problem.value.findings
    return found.code, found.found


BOMB = b"<w:document xmlns:w='x'>" + b" " * 200_000_000
HOSTILE = {
    "empty": (lambda _: b"", "rỗng"),
    "cut off": (lambda path: path.read_bytes()[:-400], "cắt cụt"),
    "no zip": (lambda _: b"%PDF-1.7", "PDF"),
    "old Word": (
        lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
        ".doc",
    ),
    "bomb": (lambda path: spoilt_copy(path, "word/document.xml", BOMB), "quá lớn"),
    "broken XML": (lambda path: spoilt_copy(path, "word/document.xml", b"<w:document"), "XML"),
    "entities": (
        lambda path: spoilt_copy(
            path, "word/styles.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
        ),
        "DTD",
    ),
    "deep": (
        lambda path: spoilt_copy(path, "word/document.xml", b"<a>" * 5000 + b"</a>" * 5000),
        "quá sâu",
    ),
    "other root": (lambda path: spoilt_copy(path, "word/document.xml", b"<a/>"), "hỏng"),
    "macros": (
        lambda path: spoilt_copy(
            path,
            "[Content_Types].xml",
            b"<Types><Override ContentType='application/vnd.ms-word.document."
            b"macroEnabled.main+xml'/></Types>",
        ),
        "macro",
    ),
    "outside": (lambda path: spoilt_copy(path, "../../evil.xml", b"<a/>"), "trỏ ra ngoài"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_or_broken_document_is_a_finding(tmp_path, kind):
    make, words = HOSTILE[kind]
    path = plain_word_table(tmp_path / "a.docx", SMALL)
    path.write_bytes(make(path))
    code, found = refused(path, tmp_path)
    assert code == "PL-020"
    assert words in found


def test_a_link_is_not_followed(tmp_path):
    path = plain_word_table(tmp_path / "a.docx", SMALL)
    link = tmp_path / "b.docx"
    link.symlink_to(path)
    assert refused(link, tmp_path)[0] == "PL-020"


def test_a_program_inside_is_not_run_and_is_told(tmp_path):
    path = plain_word_table(tmp_path / "a.docx", SMALL)
    path.write_bytes(spoilt_copy(path, "word/vbaProject.bin", b"\0"))
    made = import_edition(path, tmp_path / "qd-99", ONE_GROUP)
    assert "BM-027" in {f.code for f in made.findings}


def test_text_of_an_appendix_cannot_leave_its_string(tmp_path):
    name = 'Kế hoạch"\n[rule]\nkind = "judgment" \\ \u0001'
    rows = (*SMALL[:3], ("1.1", name.replace("\u0001", ""), "1", '"""'))
    made = import_edition(plain_word_table(tmp_path / "a.docx", rows), tmp_path / "qd", ONE_GROUP)
    one = components(made.folder)["I.1.1"]
    assert one["name_vi"] == 'Kế hoạch"'
    assert one["rule"]["kind"] == "unread"
    assert one["rule"]["text_vi"] == '[rule]\nkind = "judgment" \\\n"""'
