"""Every number explains itself: who is ahead, which band, which cell, which document."""

import csv
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from click.testing import CliRunner

from cchc_lib.auditing.explaining import node_table
from cchc_lib.cli import cli
from cchc_lib.core.audit import Node, explain, numbers_of
from cchc_lib.core.audit.unranked import why_unranked
from cchc_lib.core.evidence import documents_of
from cchc_lib.core.submission import NotApplicable, NotAppraised
from cchc_lib.errors import UsageProblem
from cchc_lib.present import trail
from cchc_lib.present.audit.derivation import draw_tree, file_hashes, format_tree
from cchc_lib.present.audit.derivation_data import NODE_COLUMNS, tree_data
from cchc_lib.present.audit.group import render_group_page
from cchc_lib.present.audit.page import render_audit_page
from cchc_lib.present.audit.province import render_province_page
from tests.unit.present_cases import (
    BLOCKED,
    ESCAPED,
    EXEMPT,
    HOSTILE,
    PROVISIONAL,
    REGISTER,
    UNITS,
    rounds_year,
    sample_year,
)

UNIT, LATE, HOSTILE_UNIT = "so-noi-vu", "so-tu-phap", "so-y-te"
HASH = "5f" * 32
CODES = [code for code, _, _ in UNITS]


def _hashed():
    return replace(rounds_year(), inputs={f"submissions/{UNIT}.xlsx": HASH})


def _node(node: Node, subject: str) -> Node:
    return next(part for part in node.walk() if part.subject == subject)


@pytest.mark.parametrize("code", [*CODES, "department", "vertical_agency", "district"])
def test_numbers_of_every_kind_can_be_told_as_tree_table_and_data(code):
    year = rounds_year()
    numbers = numbers_of(year, code)
    general = [name for name in numbers if name.count(".") == 0]
    for name in (*general, *list(numbers)[len(general) :: 12]):
        node = explain(year, code, name)
        rows = list(csv.DictReader(node_table(node, year).splitlines(keepends=True)))
        assert [*rows[0]] == list(NODE_COLUMNS)
        assert len(rows) == len(list(node.walk()))
        assert all(row["clause"] for row in rows), name
        assert tree_data(node, year)["label"] in format_tree(node, year)
        assert "<script" not in draw_tree(node, year).markup


def test_unknown_names_get_near_matches():
    year = rounds_year()
    with pytest.raises(UsageProblem, match="so-noi-vu"):
        explain(year, "so-noi-vi")
    with pytest.raises(UsageProblem, match="department"):
        explain(year, "departmen")
    with pytest.raises(UsageProblem, match=r"4\.3\.1"):
        explain(year, UNIT, "4.3.9")
    with pytest.raises(UsageProblem, match="grade"):
        explain(year, UNIT, "grad")
    with pytest.raises(UsageProblem, match="appraisal_1"):
        explain(year, UNIT, "thẩm định")
    with pytest.raises(UsageProblem, match="mean"):
        explain(year, "department", "index")


def test_a_component_of_another_group_is_said_to_be_of_another_group():
    year = rounds_year()
    groups = {unit.unit_code: unit.group_code for unit in year.units}
    component = next(c for c in year.edition.components() if groups[UNIT] not in c.max_score)
    with pytest.raises(UsageProblem, match="không có trong phụ lục của nhóm") as caught:
        explain(year, UNIT, component.code)
    assert "Có phải" not in str(caught.value)
    with pytest.raises(UsageProblem, match="Có thể hỏi: mean, hoặc mã lĩnh vực") as caught:
        explain(year, "department", "rank")
    assert "tiêu chí" not in str(caught.value)


def test_a_unit_without_place_and_grade_says_why_and_is_not_called_without_points():
    year = sample_year()
    text = format_tree(explain(year, BLOCKED), year)
    assert re.search("Thứ hạng .*: chưa xếp hạng", text)
    assert re.search("Xếp loại .*: chưa xếp loại", text)
    why = year.unit(BLOCKED).index_exact.reason_vi
    assert explain(year, BLOCKED, "rank").value == NotAppraised(reason_vi=why)
    assert explain(year, BLOCKED, "grade").value == NotAppraised(reason_vi=why)


def test_too_few_decisions_are_the_reason_of_a_missing_place():
    year = rounds_year()
    unit = replace(year.unit(UNIT), state="provisional", pending_max=Decimal(900))
    assert "để xếp tạm" in why_unranked(year.edition, unit).reason_vi


def test_a_missing_decision_is_not_tagged_as_declared_by_the_unit():
    year = sample_year()
    text = format_tree(explain(year, PROVISIONAL), year)
    assert "Điểm thẩm định: chưa có điểm  [chưa có]" in text
    assert "Điểm thẩm định: chưa có điểm  [kê khai]" not in text


def test_a_place_is_explained_by_those_ahead_and_those_level():
    year = rounds_year()
    for unit in year.units:
        node = explain(year, unit.unit_code, "rank")
        relations = {part.code: part.found("relation")[0] for part in node.parts}
        own = [u for u in year.group_units(unit.group_code) if isinstance(u.rank, int)]
        if isinstance(unit.rank, int):
            ahead = {u.unit_code for u in own if u.rank < unit.rank}
            assert {code for code, said in relations.items() if said == "ahead"} == ahead
            assert len(ahead) == unit.rank - 1
            assert node.found("compared") == (unit.index_pct,)
        assert node.found("legal_reference") == (year.edition.ranking.legal_reference,)


def test_a_grade_names_its_band_and_what_holds_it_down():
    year = rounds_year()
    for unit in year.units:
        node = explain(year, unit.unit_code, "grade")
        if isinstance(unit.index_pct, Decimal) and node.found("band_from"):
            assert node.found("band_from")[0] <= unit.index_pct
            assert all(unit.index_pct < bound for bound in node.found("band_below"))
    capped = explain(year, UNIT, "grade")
    assert [part.found("reason") for part in capped.parts] == [(f"Lý do {HOSTILE}",)]
    assert capped.parts[0].found("best_grade")


def test_a_criterion_stands_between_area_and_component_and_adds_up():
    year = rounds_year()
    area = explain(year, UNIT, "1")
    assert {part.subject for part in area.parts} == {"criterion"}
    for criterion in area.parts:
        assert {part.subject for part in criterion.parts} == {"component"}
        assert criterion.value == sum(part.value for part in criterion.parts)
    assert area.value == sum(part.value for part in area.parts)


def test_what_is_missing_is_never_a_sum():
    year = sample_year()
    waiting = [explain(year, PROVISIONAL, n) for n in numbers_of(year, PROVISIONAL) if "." in n]
    assert any(isinstance(n.value, NotAppraised) and n.found("decided_max") for n in waiting)
    assert isinstance(explain(year, BLOCKED, "1.1").value, NotAppraised)
    dropped = explain(year, EXEMPT, "2.1")
    values = {part.code: part.value for part in dropped.parts}
    assert isinstance(values["2.1.1"], NotApplicable)
    policy = _node(explain(year, EXEMPT, "2.1.1"), "policy")
    assert policy.found("legal_reference") == (year.edition.not_applicable.legal_reference,)


def test_a_stage_is_explained_by_the_components_it_changed():
    year = rounds_year()
    for stage in ("appraisal_1", "appraisal_2", "council"):
        node = explain(year, UNIT, stage)
        standing = next(s for s in year.standings_of(UNIT) if s.stage == stage)
        assert len(node.parts) == standing.changed_count
        (before,), (after,) = node.found("before"), node.found("after")
        changes = [part.found("change")[0] for part in node.parts if part.found("change")]
        if len(changes) == len(node.parts):
            assert node.value == after - before == sum(changes, Decimal(0))
    explained = explain(year, UNIT, "explanation")
    assert explained.value == 0
    assert {part.subject for part in explained.parts} == {"explanation"}
    assert isinstance(explain(year, UNIT, "self_assessment").value, NotAppraised)


def test_a_mean_counts_every_ranked_unit_and_names_the_others():
    year = sample_year()
    node = explain(year, "district")
    left_out = {part.code for part in node.parts if "left_out" in part.found("relation")}
    assert left_out == {BLOCKED}
    summary = next(g for g in year.groups if g.group_code == "district")
    assert node.value == summary.mean_index_pct
    assert "không tính vào bình quân" in format_tree(node, year)


def test_a_figure_carries_the_hash_of_its_file_and_the_page_lists_it_whole():
    year = _hashed()
    node = explain(year, UNIT, "1.1.1")
    assert HASH in _node(node, "figure").found("sha256")
    assert file_hashes(node)[f"submissions/{UNIT}.xlsx"] == HASH
    text = format_tree(node, year)
    assert "(SHA-256 5f5f5f5f5f5f…)" in text
    assert HASH in text
    page = render_audit_page(year, UNIT)
    assert f"<code>{HASH}</code>" in page
    assert 'id="file-1"' in page


def test_evidence_is_the_row_of_the_register_with_its_state_and_hash():
    found, _, _, _, link = REGISTER
    assert documents_of(REGISTER, ("1/KH",), "1.1.1") == (found,)
    assert documents_of(REGISTER, ("Số 1/KH", "99/BC"), "1.1.1") == (found, "99/BC")
    assert documents_of(REGISTER, ("5/CV",), "9.9.9") == (link,)
    year = rounds_year()
    node = explain(year, UNIT, "1.1.1")
    assert found in _node(node, "self").found("evidence")
    text = format_tree(node, year)
    assert "tep-1.pdf”: có tệp, SHA-256 000000000000…" in text
    assert f"{'0' * 63}1" in text


def test_an_override_cannot_be_missed_on_the_page_of_its_unit():
    year = rounds_year()
    page = render_audit_page(year, UNIT)
    changed = [s for s in year.scores_of(UNIT) if getattr(s.appraised, "kind", "") == "override"]
    assert changed
    for score in changed:
        block = page[page.index(f'id="component-{score.component_code}"') :][:600]
        assert "THAY ĐỔI" in block
    assert 'class="cchc-block cchc-override"' in page
    assert 'class="cchc-refused"' in render_audit_page(year, LATE)


@pytest.mark.parametrize("code", CODES)
def test_a_page_escapes_what_units_wrote_and_leads_up_and_down(code):
    year = rounds_year()
    page = render_audit_page(year, code, seal="ab12cd34ef56", home="../index.html", report="r.html")
    assert "<script" not in page
    assert "B < 5" not in page
    assert "ab12cd34ef56" in page
    assert 'href="../index.html"' in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//|@import|url\(', page)
    anchors = set(re.findall(r' id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors
    assert "<details" not in page


def test_hostile_words_are_shown_as_they_were_written():
    year = rounds_year()
    assert ESCAPED in render_audit_page(year, HOSTILE_UNIT)
    for page in (render_group_page(year, "department"), render_province_page(year)):
        assert ESCAPED in page
        assert "<script" not in page


def test_the_same_year_gives_the_same_page():
    year = rounds_year()
    assert render_audit_page(year, UNIT) == render_audit_page(year, UNIT)


def test_a_unit_without_any_file_says_that_there_is_no_cell():
    year = replace(sample_year(), scores=tuple(_emptied(s) for s in sample_year().scores))
    page = render_audit_page(year, UNIT)
    assert "không có ô nào" in page


def _emptied(score):
    nowhere = replace(score.self_score.place, file="")
    empty = replace(score.self_score, place=nowhere)
    return replace(
        score,
        self_score=empty,
        decisions=(),
        rule_score=replace(score.rule_score, figures=())
        if hasattr(score.rule_score, "figures")
        else score.rule_score,
        evidence=(),
        exemption=None,
        survey=NotAppraised(reason_vi="Chưa đủ kết quả điều tra xã hội học"),
    )


def test_a_tree_is_printed_as_json_or_as_table_not_both():
    words = ["explain", "some-run", UNIT, "--json", "--csv"]
    assert isinstance(CliRunner().invoke(cli, words).exception, UsageProblem)


def test_the_help_names_every_number_that_can_be_asked_for():
    said = CliRunner().invoke(cli, ["explain", "--help"]).output
    names = {name for name in numbers_of(rounds_year(), UNIT) if not name[0].isdecimal()}
    assert all(f"{name} " in said or f"{name}," in said or f"{name}\n" in said for name in names)
    assert "mean " in said


def test_a_link_is_escaped_and_nothing_is_linked_to_nothing():
    assert trail.trail("", UNIT, "index") == ""
    link = trail.trail(HOSTILE, 'x"y', "index").markup
    assert ESCAPED in link
    assert 'x"y' not in link
    assert trail.rank_text(NotAppraised(reason_vi="")) == "–"
