"""Departments and communes: an edition of two tiers, and figures of an external source."""

import json
import shutil
from collections import Counter

import pytest
from openpyxl import load_workbook

from cchc_lib.auditing.verifying import verify_run
from cchc_lib.core.audit.explaining.component import explain_component
from cchc_lib.core.submission import NotAppraised
from cchc_lib.example.roster import province_of
from cchc_lib.example.units import list_members
from cchc_lib.files.forms.layout import SELF_SHEET
from cchc_lib.pipeline import check_year, make_example
from cchc_lib.running.editions import model_edition
from tests.golden import against_key
from tests.ledger_cases import (
    computed_values,
    is_same,
    recalculated,
    stored_values,
    without_values,
    write_year,
)

EDITION = model_edition(2025)
SOURCED = [c.code for c in EDITION.components() if c.source]
UNIT = "xa-an-bac"


@pytest.fixture
def year_folder(two_tier_example, tmp_path):
    return shutil.copytree(two_tier_example, tmp_path / "year")


def change(folder, old, new):
    path = folder / "external" / "national-portal.csv"
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")
    return check_year(folder)


def line_of(folder, code, figure, unit=UNIT):
    text = (folder / "external" / "national-portal.csv").read_text("utf-8")
    return next(x for x in text.splitlines() if x.startswith(f"{unit},{code},{figure},"))


def codes(year, unit=UNIT):
    return {item.code for item in year.findings if item.unit_code == unit}


def score_of(year, code, unit=UNIT):
    return next(score for score in year.scores_of(unit) if score.component_code == code)


def test_the_province_has_as_many_units_of_each_kind_as_the_merged_one():
    members = list_members(EDITION, None)
    names = [m.unit.name_vi for m in members if m.unit.group_code == "commune"]
    kinds = Counter(next(k for k in ("Xã", "Phường", "Đặc khu") if n.startswith(k)) for n in names)
    assert kinds == {"Xã": 103, "Phường": 20, "Đặc khu": 1}
    assert len(members) - len(names) == 16
    assert len({m.unit.code for m in members}) == len(members)


def test_what_the_province_says_of_units_is_about_units_that_it_has():
    province = province_of(EDITION)
    known = {m.unit.code for m in list_members(EDITION, None)}
    named = {province.late_unit, province.capped_unit, *province.exempt, *province.adjusted}
    assert named <= known


def test_the_two_tier_example_is_its_key(two_tier_example):
    year = check_year(two_tier_example)
    assert against_key.parts_of(year) == against_key.expected_parts(two_tier_example)
    assert {unit.state for unit in year.units} == {"final"}


def test_a_two_tier_year_with_faults_is_its_key(tmp_path):
    make_example(tmp_path / "year", year=2025, unit_count=9, seed=7, has_faults=True)
    folder = tmp_path / "year"
    assert against_key.parts_of(check_year(folder)) == against_key.expected_parts(folder)


def test_traces_name_the_rule_as_the_stage_and_the_line_of_the_table(two_tier_finished):
    text = (two_tier_finished.folder / "tables" / "traces.jsonl").read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    own = [line for line in lines if line["component_code"] in SOURCED]
    assert len(own) == len(SOURCED) * 18
    for line in own:
        assert line["final"]["taken_from"] == "rule"
        assert line["final"]["value"] == line["rule_score"]["value"]
        places = {figure["place"]["file"] for figure in line["rule_score"]["figures"]}
        assert places == {"external/national-portal.csv"}
        assert line["decisions"] == []
    assert "rule" not in {x["final"]["taken_from"] for x in lines if x not in own}


def test_a_run_is_verified_from_its_traces_and_from_its_inputs(two_tier_finished, two_tier_example):
    found = verify_run(two_tier_finished.folder, two_tier_example, progress=lambda *_: None)
    assert found.is_sound, found.differences[:3]


def test_an_explanation_names_the_source_and_shows_no_claim_and_no_appraiser(two_tier_example):
    year = check_year(two_tier_example)
    node = explain_component(year, score_of(year, SOURCED[0]))
    assert [part.subject for part in node.parts] == ["rule"]
    facts = {fact.name: fact.value for fact in node.parts[0].facts}
    assert facts["source"] == "Cổng Dịch vụ công quốc gia"


@pytest.mark.parametrize("is_line_gone", [True, False])
def test_a_missing_figure_is_not_a_zero(year_folder, is_line_gone):
    line = line_of(year_folder, "3.4.3", "online")
    blank = line.rpartition(",")[0] + ","
    year = change(year_folder, f"{line}\n", "" if is_line_gone else f"{blank}\n")
    assert isinstance(score_of(year, "3.4.3").final.value, NotAppraised)
    assert "SN-008" in codes(year)
    assert year.unit(UNIT).state == "provisional"
    assert year.unit(UNIT).pending_max == EDITION_MAX["3.4.3"]


EDITION_MAX = {c.code: c.max_score["commune"] for c in EDITION.components() if c.source}


def test_without_any_figures_of_the_source_every_unit_waits(year_folder):
    shutil.rmtree(year_folder / "external")
    year = check_year(year_folder)
    assert {unit.state for unit in year.units} == {"provisional"}
    assert Counter(item.code for item in year.findings)["SN-008"] == len(year.units)


@pytest.mark.parametrize(
    ("figure", "value", "code", "state"),
    [
        ("online", "nhiều", "SN-006", "blocked"),
        ("online", "-3", "SN-006", "blocked"),
        ("online", "99999999", "SN-009", "blocked"),
        ("received", "0", "SN-009", "blocked"),
    ],
)
def test_a_figure_that_cannot_be_is_an_error_of_the_unit(year_folder, figure, value, code, state):
    line = line_of(year_folder, "3.4.3", figure)
    year = change(year_folder, f"{line}\n", f"{line.rpartition(',')[0]},{value}\n")
    assert code in codes(year)
    assert "SN-008" not in codes(year)
    assert year.unit(UNIT).state == state


def test_two_figures_that_differ_are_both_refused_and_the_same_one_twice_is_one(year_folder):
    line = line_of(year_folder, "3.4.3", "online")
    before = check_year(year_folder)
    same = change(year_folder, f"{line}\n", f"{line}\n{line}\n")
    assert codes(same) == codes(before)
    other = f"{line.rpartition(',')[0]},1"
    path = year_folder / "external" / "second.csv"
    path.write_text(f"unit_code,component_code,input_code,value\n{other}\n", "utf-8")
    year = check_year(year_folder)
    assert "SN-007" in codes(year)
    assert year.unit(UNIT).state == "blocked"


@pytest.mark.parametrize(
    ("row", "code", "unit"),
    [
        ("xa-khong-co,3.4.3,online,5", "SN-003", ""),
        (f"{UNIT},1.1.1,issued_date,2025-01-01", "SN-004", UNIT),
        (f"{UNIT},3.4.9,online,5", "SN-004", UNIT),
        (f"{UNIT},3.4.3,onlin,5", "SN-005", UNIT),
    ],
)
def test_a_row_about_nothing_that_is_asked_is_an_error(year_folder, row, code, unit):
    path = year_folder / "external" / "more.csv"
    path.write_text(f"unit_code,component_code,input_code,value\n{row}\n", "utf-8")
    found = [item for item in check_year(year_folder).findings if item.code == code]
    assert [(item.unit_code, item.file) for item in found] == [(unit, "external/more.csv")]


def test_a_table_without_its_columns_and_one_with_more_are_told(year_folder):
    (year_folder / "external" / "less.csv").write_text("unit_code,value\nx,1\n", "utf-8")
    more = "unit_code,component_code,input_code,value,note\n"
    (year_folder / "external" / "more.csv").write_text(more, "utf-8")
    found = {item.code for item in check_year(year_folder).findings}
    assert {"SN-001", "SN-002"} <= found


def test_the_formulas_of_the_ledger_give_what_the_engine_has(year_folder, tmp_path):
    line = line_of(year_folder, "3.4.3", "online")
    written = write_year(tmp_path / "ledger.xlsx", change(year_folder, f"{line}\n", ""))
    (tmp_path / "bare").mkdir()
    (computed,) = recalculated(tmp_path, without_values(written, tmp_path / "bare" / "ledger.xlsx"))
    stored, found = stored_values(written), computed_values(computed)
    assert len(stored) > 8_000
    assert [place for place, value in stored.items() if not is_same(found.get(place), value)] == []


def test_forms_ask_neither_unit_nor_appraiser_for_what_the_source_gives(two_tier_example):
    name = f"{UNIT}.xlsx"
    sheet = load_workbook(two_tier_example / "submissions" / name)[SELF_SHEET]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert sum("số liệu lấy từ Cổng Dịch vụ công quốc gia" in text for text in texts) == 6
    asked = [s.label_vi for c in EDITION.components() if c.source for s in c.inputs]
    assert not set(asked) & set(texts)
    for other in load_workbook(two_tier_example / "appraisal" / name).worksheets:
        cells = {str(cell.value) for row in other.iter_rows() for cell in row if cell.value}
        assert not set(SOURCED) & cells


def test_nobody_decides_on_what_the_source_gives(year_folder):
    shutil.rmtree(year_folder / "closed")
    path = year_folder / "council.csv"
    path.write_text(
        "unit_code,component_code,score,reason,document,date\n"
        f"{UNIT},3.4.1,0.5,Lý do,QĐ 9,2026-03-05\n",
        "utf-8",
    )
    year = check_year(year_folder)
    (problem,) = [item for item in year.findings if item.code == "KD-010"]
    assert "external/" in problem.fix
    assert score_of(year, "3.4.1").final.taken_from == "rule"
