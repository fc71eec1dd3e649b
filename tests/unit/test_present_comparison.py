"""A comparison as people and programs read it: pages, tables, lines, data; hostile names."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest

from cchc_lib.core.audit.comparing.years import compare_years
from cchc_lib.core.edition_links import ComponentLink, EditionLinks
from cchc_lib.errors import UsageProblem
from cchc_lib.files.comparison_tables import COMPARISON_TABLES
from cchc_lib.present.comparison import province_changes
from cchc_lib.present.comparison.charts import largest_movers, unit_bridge
from cchc_lib.present.comparison.data import comparison_data
from cchc_lib.present.comparison.page import render_comparison
from cchc_lib.present.comparison.text import format_comparison, format_unit_change, pick_unit
from tests.spec.small_year import HELD, Given, small_edition, small_year
from tests.unit.present_cases import ESCAPED, HOSTILE

D = Decimal


def _comparison():
    old = small_edition()
    link = ComponentLink(old=HELD, new=HELD, changes=("content",), note_vi=f"Đổi {HOSTILE}")
    links = EditionLinks(from_edition=old.code, links=(link,), legal_reference=old.legal_reference)
    new = replace(old, code="mau-2019", links=links)
    points = (("a", 40, 20), ("b", 30, 21), ("c", 20, 22))
    before = small_year(old, [Given(code=c, held=D(h), survey=D(s)) for c, h, s in points])
    again = (("a", 41, 10), ("b", 30, 29), ("d", 20, 22))
    after = small_year(new, [Given(code=c, held=D(h), survey=D(s)) for c, h, s in again])
    units = tuple(
        replace(u, name_vi=HOSTILE) if u.code == "a" else u for u in after.assessment.units
    )
    assessment = replace(after.assessment, year=2019, units=units)
    return compare_years(before, replace(after, assessment=assessment))


COMPARISON = _comparison()


def test_the_page_is_offline_escaped_and_says_what_the_figures_are():
    page = render_comparison(COMPARISON, seal="ab12cd34ef56")
    assert ESCAPED in page
    assert "<script>alert" not in page
    assert "http" not in page.replace("http://www.w3.org/", "")
    assert "So sánh năm 2019 với năm 2018" in page
    assert "Số liệu minh họa" in page
    assert "phục dựng" in page
    assert "Mã chuỗi kiểm chứng" in page
    assert "khớp theo bảng đối chiếu" in page
    assert page.count("<svg") == 3


def test_the_page_links_numbers_only_where_there_are_audit_pages():
    assert "#index" not in render_comparison(COMPARISON)
    page = render_comparison(COMPARISON, audit="audit/", home="index.html")
    assert 'href="audit/b.html#index"' in page
    assert 'href="audit/b.html#rank"' in page
    assert 'href="audit/group-department.html#mean"' in page
    assert 'href="index.html"' in page


def test_a_component_that_is_not_compared_shows_the_reason_in_place_of_a_difference():
    text = format_unit_change(COMPARISON, pick_unit(COMPARISON, "b"))
    assert f"không so sánh, đổi cách tính, số liệu hoặc tài liệu kiểm chứng: Đổi {HOSTILE}" in text
    assert "21 → 29: +8 (Điều tra +8)" in text


def test_lines_name_units_places_and_who_is_not_compared():
    text = format_comparison(COMPARISON)
    assert "Hạng 1 → 2 (xuống 1): phần do điểm của các đơn vị khác xuống 1." in text
    assert "Bình quân nhóm" in text
    assert "Đơn vị c [không còn]: không còn ở lần sau" in text
    assert "Đơn vị d [mới]: chưa có ở lần trước" in text
    left_out = format_unit_change(COMPARISON, pick_unit(COMPARISON, "d"))
    assert "Không so sánh: chưa có ở lần trước." in left_out


def test_an_unknown_unit_is_answered_with_near_names():
    with pytest.raises(UsageProblem, match="Không có đơn vị “zz”"):
        pick_unit(COMPARISON, "zz")


def test_tables_hold_parts_that_add_up_and_reasons_where_there_are_none():
    units, components, years = (
        list(csv.DictReader(io.StringIO(table(COMPARISON)))) for table in COMPARISON_TABLES.values()
    )
    assert [row["unit_code"] for row in units] == ["a", "b", "d", "c"]
    parts = (
        "rule", "applicability", "undecided", "own_figures", "appraisal", "survey", "adjustment",
        "rounding",
    )  # fmt: skip
    for row in units[:2]:
        assert sum(D(row[part]) for part in parts) == D(row["difference"])
        moved = ("rank_own", "rank_others", "rank_membership", "rank_rule")
        assert sum(int(row[part]) for part in moved) == int(row["rank_difference"])
    assert [(row["difference"], row["reason"]) for row in units[2:]] == [("", "new"), ("", "ended")]
    held = next(row for row in components if row["new_code"] == HELD)
    assert (held["difference"], held["reason"]) == ("", "content")
    assert held["note"].endswith("=1+1")
    told = [(row["unit_code"], row["year"], row["other_rules"]) for row in years]
    assert told == [(code, *end) for code in "ab" for end in (("2018", "false"), ("2019", "true"))]


def test_data_have_a_version_and_exact_fractions():
    data = comparison_data(COMPARISON, COMPARISON.units)
    assert data["format"] == 1
    assert data["units"][0]["index"]["exact"] == COMPARISON.units[0].index.exact
    assert [end["year"] for end in (data["before"], data["after"])] == [2018, 2019]


def test_a_bridge_says_every_part_in_words():
    chart = unit_bridge(COMPARISON.unit("b"))
    assert "Điều tra: +" in chart.alt
    assert chart.alt.startswith("Chỉ số, từ trước đến nay: Đơn vị b. Trước: ")
    assert "Chưa có dữ liệu" in unit_bridge(COMPARISON.unit("d")).sentence


def test_the_largest_movers_are_the_one_up_and_the_one_down():
    group = COMPARISON.after.edition.groups[0]
    assert [unit.unit_code for unit in largest_movers(COMPARISON, group)] == ["b", "a"]
    same = compare_years(COMPARISON.after, COMPARISON.after)
    assert largest_movers(same, group) == []


def test_the_report_says_once_that_there_is_no_year_to_compare_with():
    sections = (
        province_changes.province_change_tables,
        province_changes.province_change_charts,
        province_changes.changes_left_out,
    )
    said = "".join(section(None).markup for section in sections)
    assert said.count("Không so sánh với năm trước") == 1
    for section in sections:
        assert ESCAPED in section(COMPARISON).markup or "Đơn vị d" in section(COMPARISON).markup


def test_an_edition_without_link_table_is_named():
    other = replace(COMPARISON.after, edition=replace(COMPARISON.after.edition, links=None))
    text = format_comparison(compare_years(COMPARISON.before, other))
    assert "KHÔNG có bảng đối chiếu" in " ".join(text.split())


def _same_year(edition, *givens):
    return small_year(edition, givens or [Given(code="a", held=D(50), survey=D(20))])


def _with_other_rules():
    old = small_edition()
    (area,) = old.areas
    (criterion,) = area.criteria
    components = tuple(
        replace(c, evidence_vi="Báo cáo khác") if c.code == HELD else c
        for c in criterion.components
    )
    areas = (replace(area, criteria=(replace(criterion, components=components),)),)
    bands = (replace(old.grading.bands[0], ge=D(91)), *old.grading.bands[1:])
    return replace(old, areas=areas, grading=replace(old.grading, bands=bands))


def test_other_rules_under_one_code_are_said_in_text_page_and_data():
    old = small_edition()
    same = compare_years(_same_year(old), _same_year(old))
    assert "mọi quy tắc tính như nhau" in " ".join(format_comparison(same).split())
    other = compare_years(_same_year(old), _same_year(_with_other_rules()))
    said = f"cùng mã bộ tiêu chí nhưng 1 tiêu chí thành phần có quy tắc khác nhau ({HELD})"
    text = format_unit_change(other, other.units[0])
    for shown in (" ".join(text.split()), render_comparison(other)):
        assert said in shown
        assert "khung xếp loại đã đổi" in shown
    assert "Tiêu chí thành phần đã thay đổi: 1/" in text
    assert "đổi tài liệu kiểm chứng phải có" in text
    assert "đổi tài liệu kiểm chứng phải có" in render_comparison(other)
    changes = comparison_data(other, other.units)["rule_changes"]
    assert changes == {"components": (HELD,), "general": ("bands",)}


def test_grades_stand_in_text_page_table_and_data():
    unit = COMPARISON.unit("b")
    before, after = unit.grade.before, unit.grade.after
    text = format_unit_change(COMPARISON, unit)
    assert f"Xếp loại {before.name_vi} → {after.name_vi}." in text
    page = render_comparison(COMPARISON, audit="audit/")
    assert "Xếp loại trước" in page
    assert 'href="audit/b.html#grade"' in page
    rows = list(csv.DictReader(io.StringIO(COMPARISON_TABLES["comparison.csv"](COMPARISON))))
    assert [*rows[0]][-2:] == ["grade_before", "grade_after"]
    assert [bool(row["grade_before"]) for row in rows] == [True, True, False, True]
    data = comparison_data(COMPARISON, [unit])["units"][0]["grade"]
    assert data["after"]["code"] == after.code


def test_a_change_of_group_and_the_end_without_an_index_are_named():
    edition = small_edition()
    before = _same_year(edition, Given(code="a", held=D(50)), Given(code="b", group="district"))
    lost = Given(code="a", group="district", held=None, policy="none", survey=None)
    comparison = compare_years(before, _same_year(edition, lost, Given(code="b", group="district")))
    names = [edition.group(code).name_vi for code in ("department", "district")]
    why = comparison.after.unit("a").index_exact.reason_vi
    for shown in (format_comparison(comparison), render_comparison(comparison)):
        assert f"chuyển từ nhóm {names[0]} sang nhóm {names[1]}" in shown
        assert f"chưa có chỉ số ở lần sau: {why}" in shown
        assert "ở lần trước:" not in shown


def test_an_unknown_unit_is_found_by_its_name_and_by_codes_of_before():
    with pytest.raises(UsageProblem, match="a, b, d, c"):
        pick_unit(COMPARISON, "nope")
    assert pick_unit(COMPARISON, "c").fate == "ended"
