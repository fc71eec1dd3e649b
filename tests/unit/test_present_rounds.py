"""What people read about the procedure: status, stages, disputes, notices, emulation."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape

import pytest

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.audit import explain_component
from cchc_lib.core.round_rules import STAGES
from cchc_lib.core.rounds import is_disputed
from cchc_lib.core.submission import Returns
from cchc_lib.errors import UsageProblem
from cchc_lib.findings import finding
from cchc_lib.present import (
    chasing,
    claims,
    disputes,
    emulation,
    intake,
    method_round,
    province_stages,
    stage_charts,
    status,
    status_tables,
    unit_adjustments,
    unit_evidence,
    unit_stages,
)
from cchc_lib.present.audit import derivation
from cchc_lib.present.emulation_annex import render_annex
from cchc_lib.present.names import RECONSTRUCTION_LABEL, STEP_NAMES, SYNTHETIC_LABEL
from cchc_lib.present.notice_page import render_notice, render_notices
from cchc_lib.present.site import render_index
from tests.unit.present_cases import (
    ESCAPED,
    HOSTILE,
    PROVISIONAL,
    UNITS,
    edition,
    fill,
    rounds_year,
    sample_year,
)

TODAY = date(2019, 2, 3)
LATE, MISSING, HOSTILE_UNIT = "so-tu-phap", "cuc-thue", "so-y-te"
UNIT_PARTS = (
    unit_stages.stage_chart,
    unit_stages.stage_table,
    unit_stages.stage_change_table,
    unit_adjustments.unit_adjustments,
    unit_evidence.register_summary,
)
YEAR_PARTS = (
    status_tables.unit_status_table,
    status_tables.lead_status_table,
    disputes.mismatch_table,
    disputes.dispute_table,
    disputes.refused_table,
    disputes.lost_evidence_table,
    disputes.shared_evidence_table,
    claims.over_claim_chart,
    claims.claims_by_unit,
    claims.claims_by_area,
    claims.claims_by_lead,
    claims.strictness_chart,
    claims.strictness_table,
    province_stages.unit_stage_tables,
    province_stages.area_stage_chart,
    province_stages.area_stage_table,
    province_stages.lead_stage_table,
    emulation.emulation_tables,
    unit_adjustments.province_adjustments,
)
DAY_PARTS = (
    status_tables.status_headline,
    status_tables.window_table,
    status_tables.chase_table,
)


def _plain(markup: str) -> str:
    blocks = re.sub(r"</?a\b[^>]*>", "", markup)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", blocks)).split())


def _assert_harmless(markup: str) -> None:
    assert markup.strip()
    assert "<script" not in markup
    assert "B < 5" not in markup


@pytest.mark.parametrize("part", UNIT_PARTS, ids=lambda part: part.__name__)
@pytest.mark.parametrize("unit_code", [code for code, _, _ in UNITS])
def test_every_part_about_the_stages_of_a_unit_is_drawn_in_any_state(part, unit_code):
    for year in (rounds_year(), sample_year()):
        _assert_harmless(part(year, unit_code)._repr_html_())


@pytest.mark.parametrize("part", YEAR_PARTS, ids=lambda part: part.__name__)
def test_every_part_about_the_stages_of_the_year_is_drawn(part):
    for year in (rounds_year(), sample_year()):
        _assert_harmless(part(year)._repr_html_())


@pytest.mark.parametrize("part", DAY_PARTS, ids=lambda part: part.__name__)
@pytest.mark.parametrize("day", [TODAY, None])
def test_the_state_of_the_round_is_drawn_with_and_without_a_day(part, day):
    for year in (rounds_year(), sample_year()):
        markup = part(year, day)._repr_html_()
        _assert_harmless(markup)
        assert day is not None or "ngày)" not in markup


@pytest.mark.parametrize(
    "part", [disputes.dispute_table, disputes.lost_evidence_table, emulation.emulation_tables]
)
def test_hostile_text_of_the_round_is_shown_as_it_was_written(part):
    assert ESCAPED in part(rounds_year())._repr_html_()


@pytest.mark.parametrize(
    ("text", "day"),
    [("2019-01-15", date(2019, 1, 15)), (" 15/01/2019 ", date(2019, 1, 15)), ("", None)],
)
def test_a_day_is_read_in_both_ways_of_writing_it(text, day):
    assert status.parse_day(text) == day


@pytest.mark.parametrize("text", ["hôm nay", "2019-02-30", "15-01-2019"])
def test_what_is_no_day_is_refused_with_an_example(text):
    with pytest.raises(UsageProblem, match="2019-01-15"):
        status.parse_day(text)


def test_the_status_says_first_whom_to_chase_by_name_and_by_days():
    text = status.format_status(rounds_year(), TODAY)
    chase = text[text.index("Cần đôn đốc") : text.index("Các bước")].splitlines()
    assert chase[1].split("  ")[1:] == ["Quá hạn 45 ngày", "Cục Thuế: nộp hồ sơ tự chấm"]
    wrapped = " ".join(" ".join(chase).split())
    assert "Sở TT&TT: còn 9 tiêu chí thành phần chưa thẩm định lần 1" in wrapped
    assert "(của Kho bạc Nhà nước)" in wrapped
    assert "Còn 2 ngày UBND huyện Đắk Mil: giải trình" in wrapped
    assert wrapped.index("Quá hạn 9 ngày") < wrapped.index("Còn 2 ngày")
    assert "Đang mở: giải trình, đến hết ngày 05/02/2019 (còn 2 ngày)." in text
    assert "chậm 5 ngày" in text
    assert "CHƯA NHẬN" in text


def test_the_columns_of_the_status_stand_below_their_headings():
    text = status.format_status(rounds_year(), TODAY)
    block = text[text.index("Theo đơn vị:") : text.index("Theo cơ quan")].splitlines()
    heading, rows = block[1], [line for line in block[2:] if line]
    end = heading.index("Thẩm định") + len("Thẩm định")
    assert len(rows) == len(UNITS)
    assert all(row[end - 1].isdigit() and row[end : end + 2].strip() == "" for row in rows)


def test_a_column_of_nothing_but_zeros_is_left_out_of_the_status():
    text = status.format_status(rounds_year(), TODAY)
    assert "Thiếu tệp" in text
    assert "Thiếu điều tra" not in text


def test_without_a_day_no_days_are_counted():
    text = status.format_status(rounds_year(), None)
    assert "Hạn 20/12/2018" in text
    assert not re.search(r"Còn \d|Quá hạn|còn \d+ ngày", text)


def test_without_windows_the_time_limits_are_said_not_to_be_declared():
    text = status.format_status(sample_year(), TODAY)
    assert "chưa khai báo thời gian" in text
    assert "Chưa khai báo thời hạn  Ban Quản lý" in text


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2018, 11, 1), "Bước tiếp theo: hướng dẫn, từ ngày 05/11/2018 (còn 4 ngày)."),
        (date(2018, 12, 20), "đến hết ngày 20/12/2018 (hết hạn hôm nay)"),
        (date(2019, 6, 1), "đều đã kết thúc"),
    ],
)
def test_the_round_says_which_step_is_open_or_comes_next(day, said):
    assert said in status.round_sentence(rounds_year(), day)


def test_a_file_that_could_not_be_read_is_told_from_one_that_did_not_come():
    file = f"submissions/{MISSING}.xlsx"
    broken = finding("BM-001", unit_code=MISSING, file=file, found="mật khẩu")
    year = replace(rounds_year(), findings=(*rounds_year().findings, broken))
    assert chasing.chase_lines(year, TODAY)[0].what.startswith("gửi lại hồ sơ")
    assert "KHÔNG DÙNG ĐƯỢC" in status.format_status(year, TODAY)
    twice = finding("BM-007", unit_code=MISSING, file=file)
    year = replace(rounds_year(), findings=(*rounds_year().findings, twice))
    assert "chọn tệp chính thức" in chasing.chase_lines(year, TODAY)[0].what


def test_a_survey_that_is_missing_everywhere_is_one_matter():
    returns = Returns()
    for index, unit in enumerate(sample_year().assessment.units):
        fill(returns, unit, index)
    unasked = replace(returns, tallies={}, measured={})
    year = aggregate_year(edition(), sample_year().assessment, unasked, ())
    lines = [line for line in chasing.chase_lines(year, TODAY) if "câu hỏi" in line.what]
    assert [line.about for line in lines] == [(f"tất cả {len(UNITS)} đơn vị",)]


def test_the_changes_of_the_stages_add_up_to_the_last_total():
    for unit_code in ("so-noi-vu", LATE, PROVISIONAL, "cu-jut"):
        said = _plain(unit_stages.stage_table(rounds_year(), unit_code).markup)
        (addition,) = re.findall(r"Cộng lại: (.*?), đúng bằng", said)
        left, right = addition.split(" = ")
        terms = re.findall(r"(^|[+−] )([\d,]+)", left)
        total = sum(
            Decimal(number.replace(",", ".")) * (-1 if sign.startswith("−") else 1)
            for sign, number in terms
        )
        assert total == Decimal(right.replace(",", "."))
        assert total == rounds_year().unit(unit_code).total_score
        assert len(terms) == len(STAGES)


def test_a_changed_component_names_the_office_the_day_the_document_and_the_reason():
    said = _plain(unit_stages.stage_change_table(rounds_year(), LATE).markup)
    assert "Hội đồng thẩm định 01/03/2019; Biên bản 3/BB-HĐ Tài liệu bổ sung hợp lệ" in said
    assert "99" not in said


def test_the_stage_chart_says_total_change_and_place_to_who_cannot_see_it():
    chart = unit_stages.stage_chart(rounds_year(), LATE)
    assert "Thẩm định lần 2: 78,09 (+0,25) · hạng 4" in chart.alt
    assert chart._repr_html_() == unit_stages.stage_chart(rounds_year(), LATE)._repr_html_()


def test_a_unit_without_total_has_no_stage_chart_and_no_addition():
    assert not unit_stages.stage_chart(rounds_year(), MISSING).svg.markup
    assert "Cộng lại" not in unit_stages.stage_table(rounds_year(), MISSING).markup


def test_places_moved_are_said_as_up_or_down():
    first, *_, last = rounds_year().standings_of(LATE)
    assert unit_stages.format_places_moved(replace(first, rank=5), last) == "lên 1"
    assert unit_stages.format_places_moved(replace(first, rank=2), last) == "xuống 2"
    assert unit_stages.format_places_moved(None, last) == "–"


def test_the_effects_by_area_and_by_lead_appraiser_add_up_to_the_same():
    ends = []
    for part in (province_stages.area_stage_table, province_stages.lead_stage_table):
        rows = re.findall(r"<tr>.*?</tr>", part(rounds_year()).markup, re.DOTALL)[1:]
        last = [_plain(row).split()[-1] for row in rows]
        ends.append(sum(Decimal(one.replace("−", "-").replace(",", ".")) for one in last))
    assert ends[0] == ends[1] != 0


def test_the_chart_of_stages_says_when_nothing_changed():
    series = [("thẩm định lần 1", [Decimal(0)])]
    chart = stage_charts.draw_changes("t", "s", rows=["a"], series=series, axis="x")
    assert "<svg" not in chart._repr_html_()
    assert "<svg" not in stage_charts.draw_steps("t", "s", [], axis="x")._repr_html_()


def test_mismatches_stand_by_points_at_stake():
    said = _plain(disputes.mismatch_table(rounds_year()).markup)
    gaps = [Decimal(g.replace(",", ".")) for g in re.findall(r"\+(\d,\d\d)", said)]
    assert gaps == sorted(gaps, reverse=True)
    assert len(gaps) == 2


def test_a_refused_decision_is_listed_with_what_is_in_force_instead():
    rows = re.findall(r"<tr>.*?</tr>", disputes.refused_table(rounds_year()).markup, re.DOTALL)
    row = next(_plain(row) for row in rows if "Sở Tư pháp" in row and "Hội đồng" in row)
    assert "99 điểm lớn hơn điểm tối đa 0,75 council.csv" in row


def test_the_tree_shows_a_refused_decision_as_not_counted():
    year = rounds_year()
    score = next(s for s in year.scores_of(LATE) if any(d.kind == "refused" for d in s.decisions))
    node = explain_component(year, score)
    text = derivation.format_tree(node, year)
    assert "Quyết định của Hội đồng: 99  !!! KHÔNG TÍNH !!!" in text
    assert "Vì sao không tính: điểm lớn hơn điểm tối đa" in text
    assert "Cơ quan quyết định: Hội đồng thẩm định" in text
    assert "Ngày quyết định: 01/03/2019" in text
    assert "Giải trình của đơn vị: Giải trình" in text
    markup = derivation.draw_tree(node, year).markup
    assert "cchc-refused" in markup
    _assert_harmless(markup)


def test_the_notice_lists_exactly_what_differs_and_leaves_room_to_answer():
    year = rounds_year()
    page = render_notice(year, "so-noi-vu")
    disputed = [s for s in year.scores_of("so-noi-vu") if is_disputed(s)]
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = re.findall(r"<tr>.*?</tr>", body, re.DOTALL)
    assert [_plain(row).split()[0] for row in rows] == [s.component_code for s in disputed]
    assert all(row.endswith("<td></td></tr>") for row in rows)
    assert "2/BC: không có tệp" in unescape(page)
    assert "chậm nhất ngày 05/02/2019" in page
    assert "size: A4 landscape" in page


def test_the_notice_adds_up_all_appraised_components():
    said = _plain(render_notice(rounds_year(), "so-noi-vu"))
    own = [s for s in rounds_year().scores_of("so-noi-vu") if not s.is_survey]
    claimed = sum(s.self_score.value for s in own)
    first = sum(s.decisions[0].value for s in own)
    shown = [f"{value:.2f}".replace(".", ",") for value in (claimed, first)]
    assert f"Tổng cộng {len(own)} 70,00 {shown[0]} {shown[1]} −" in said


def test_a_unit_that_was_not_appraised_gets_no_notice():
    year = rounds_year()
    bare = tuple(replace(s, decisions=()) if s.unit_code == LATE else s for s in year.scores)
    assert LATE not in render_notices(replace(year, scores=bare))
    assert set(render_notices(year)) == {code for code, _, _ in UNITS}


def test_printed_pages_are_offline_marked_and_harmless():
    for page in (render_notice(rounds_year(), HOSTILE_UNIT), render_annex(rounds_year())):
        assert page.startswith("<!DOCTYPE html>")
        assert SYNTHETIC_LABEL in page
        assert RECONSTRUCTION_LABEL in page
        assert ESCAPED in page
        assert "<script>alert" not in page
        assert not re.search(r'(?:src|href)="(?:https?:)?//|@import|url\(', page)


def test_the_annex_gives_the_reason_for_each_cap_with_its_document_and_the_law():
    said = _plain(render_annex(rounds_year()))
    assert "Khống chế: Người đứng đầu đơn vị bị kỷ luật trong năm" in said
    assert "Công văn 12/SNV" in said
    assert "Chưa có đủ kết quả nên chưa đề nghị khen thưởng." in said
    for one in edition().emulation.commendations:
        assert f"{one.title_vi}: {one.legal_reference.location} (" in said


def test_the_annex_lists_every_unit_in_order_of_rank():
    page = _plain(render_annex(rounds_year()))
    units = rounds_year().group_units("department")
    names = [rounds_year().assessment.unit(unit.unit_code).name_vi for unit in units]
    places = [page.index(f"{unit.rank} {name}") for unit, name in zip(units, names, strict=True)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("place", "không trong 3 hạng đầu của nhóm"),
        ("grade", "xếp loại thấp hơn Tốt"),
        ("fact", "bị loại vì khống chế"),
    ],
)
def test_every_reason_not_to_commend_is_said(reason, said):
    year = rounds_year()
    own = replace(year.proposal_of("dak-mil"), barred={"certificate": reason})
    others = tuple(p for p in year.proposals if p.unit_code != "dak-mil")
    notes = emulation.proposal_notes(replace(year, proposals=(*others, own)), year.unit("dak-mil"))
    assert said in " ".join(notes)


def test_bonus_shows_recorded_and_counted_points_and_each_maximum():
    said = _plain(unit_adjustments.unit_adjustments(rounds_year(), "so-noi-vu").markup)
    assert "ghi nhận 2,40, được tính 2,00" in said
    assert "Hoàn thành tốt nhiệm vụ đột xuất được giao" in said
    capped = _plain(unit_adjustments.province_adjustments(rounds_year()).markup)
    assert "Đơn vị có điểm vượt mức được tính" in capped


def test_the_automatic_penalty_for_late_filing_is_shown_with_its_days():
    said = _plain(unit_adjustments.unit_adjustments(rounds_year(), LATE).markup)
    assert "điểm trừ Nộp biểu tự chấm điểm sau thời hạn Nộp ngày 25/12/2018, chậm 5 ngày" in said


def test_the_register_counts_what_is_there_lost_and_used_twice():
    said = _plain(unit_evidence.register_summary(rounds_year(), "so-noi-vu").markup)
    assert "Danh mục có 5 tài liệu; có tệp: 1; đường dẫn mạng, không mở: 1" in said
    assert "tep-2.pdf không có tệp 1.1.3" in said
    assert "2 1.1.1, 1.1.2" in said
    empty = unit_evidence.register_summary(rounds_year(), LATE).markup
    assert "không nộp danh mục" in empty


def test_the_law_of_the_round_is_said_with_a_reference_for_every_rule():
    rules = edition()
    items = _plain(method_round.adjustment_items(rules).markup)
    late = _plain(method_round.late_rules(rules).markup)
    honours = _plain(method_round.emulation_rules(rules).markup)
    for item in rules.adjustment.items:
        assert f"{item.text_vi} {'điểm cộng' if item.kind == 'bonus' else 'điểm trừ'}" in items
        assert item.legal_reference.location in items
    assert "Trừ 0,1 điểm cho mỗi ngày chậm, không quá 1 điểm" in late
    assert "Cờ thi đua của UBND tỉnh Xếp loại từ Xuất sắc trở lên, đứng đầu nhóm" in honours
    assert "hạng 1 đến 3 trong nhóm" in honours
    said = method_round.describe_precedence(rules)
    assert "theo quyết định của Hội đồng; nếu không có thì thẩm định lần 2" in said


@pytest.mark.parametrize(
    ("code", "file", "part"),
    [
        ("BM-013", "submissions/a.xlsx", intake.findings_for_units),
        ("MC-001", "submissions/a.xlsx", intake.findings_for_units),
        ("GD-006", "explanations/a.xlsx", intake.findings_for_units),
        ("BM-013", "appraisal/chu-tri_so-tu-phap.xlsx", intake.findings_for_appraisers),
        ("TD-017", "appraisal_2/a.xlsx", intake.findings_for_appraisers),
        ("TD-023", "council.csv", intake.findings_for_staff),
        ("GD-001", "submissions/a.xlsx", intake.findings_for_staff),
        ("KD-025", "received.csv", intake.findings_for_staff),
    ],
)
def test_a_finding_goes_to_whoever_filled_the_file_in(code, file, part):
    one = finding(code, file=file, unit_code="so-noi-vu", found="mật khẩu")
    year = replace(sample_year(), findings=(one,))
    for desk in (
        intake.findings_for_units,
        intake.findings_for_appraisers,
        intake.findings_for_staff,
    ):
        assert (code in desk(year).markup) is (desk is part)


def test_every_step_of_a_round_has_a_name():
    known = {window.name for window in rounds_year().assessment.windows} | set(STAGES)
    assert known <= set(STEP_NAMES)


def test_the_first_page_links_printed_documents_only_when_told():
    given = {"run_id": "r", "unit_pages": {}, "other_pages": [], "tables": []}
    assert 'id="documents"' not in render_index(sample_year(), **given)
    page = render_index(sample_year(), **given, documents=[(HOSTILE, "documents/emulation.html")])
    assert 'href="documents/emulation.html"' in page
    assert 'id="documents"' in page
    assert "<script>alert" not in page
