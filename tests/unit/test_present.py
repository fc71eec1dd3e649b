"""What people read: wording, tables, charts, reports; hostile text; the same bytes twice."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

import nbformat
import pytest
from nbconvert import HTMLExporter

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.audit import explain, explain_component, explain_unit
from cchc_lib.core.checks import check_returns
from cchc_lib.core.quantities import Interval
from cchc_lib.core.results import YearResult
from cchc_lib.core.rule_kinds import (
    Judgment,
    Quotient,
    SurveyMean,
)
from cchc_lib.core.submission import (
    NotReported,
    Returns,
)
from cchc_lib.errors import ResultProblem, UsageProblem
from cchc_lib.findings import Finding, finding
from cchc_lib.present import (
    charts,
    computing,
    emulation,
    group_charts,
    html,
    intake,
    method,
    names,
    province_losses,
    province_report,
    province_summary,
    province_tables,
    summaries,
    unit_adjustments,
    unit_areas,
    unit_details,
    unit_losses,
    unit_report,
    unit_steps,
    wording,
    worked_examples,
)
from cchc_lib.present.audit import derivation
from cchc_lib.present.findings_page import render_findings
from cchc_lib.present.frame import frame
from cchc_lib.present.rule_text import describe_interval
from cchc_lib.present.site import render_index
from tests.unit.present_cases import (
    BLOCKED,
    ESCAPED,
    EXEMPT,
    HOSTILE,
    PROVISIONAL,
    UNITS,
    edition,
    fill,
    sample_year,
)

UNIT_PARTS = (
    unit_report.unit_headline,
    unit_areas.area_chart,
    unit_areas.area_table,
    unit_report.self_appraised_chart,
    unit_report.self_appraised_table,
    unit_losses.loss_chart,
    unit_losses.loss_table,
    unit_steps.next_steps,
    unit_details.strengths_and_weaknesses,
    unit_details.survey_table,
    unit_details.evidence_table,
    unit_details.unit_findings,
    unit_details.derivation_table,
)
YEAR_PARTS = (
    province_report.province_headline,
    province_report.ranking_charts,
    province_report.ranking_tables,
    province_report.distribution_chart,
    province_report.heat_maps,
    province_report.area_mean_chart,
    province_report.area_mean_table,
    province_losses.loss_tables,
    province_losses.self_gap_charts,
    province_summary.recommendations,
    province_summary.year_in_brief,
    emulation.emulation_tables,
    unit_adjustments.province_adjustments,
    province_tables.open_findings,
    intake.intake_headline,
    intake.arrival_table,
    intake.family_table,
    intake.findings_for_units,
    intake.findings_for_appraisers,
    intake.findings_for_staff,
    computing.computing_headline,
    computing.group_summary_table,
    computing.totals_check,
    computing.not_applicable_table,
)
EDITION_PARTS = (
    method.method_headline,
    method.group_table,
    method.area_maxima_table,
    method.rule_tables,
    method.provenance_table,
    method.general_rules,
    worked_examples.worked_examples,
)


def _assert_harmless(markup: str) -> None:
    assert "<script" not in markup
    assert "B < 5" not in markup


@pytest.mark.parametrize("part", UNIT_PARTS, ids=lambda part: part.__name__)
@pytest.mark.parametrize("unit_code", ["so-noi-vu", "so-y-te", PROVISIONAL, BLOCKED, EXEMPT])
def test_every_part_of_a_unit_report_is_drawn_whatever_the_state_of_the_unit(part, unit_code):
    markup = part(sample_year(), unit_code)._repr_html_()
    assert markup.strip()
    _assert_harmless(markup)


@pytest.mark.parametrize("part", YEAR_PARTS, ids=lambda part: part.__name__)
def test_every_part_of_the_year_is_drawn(part):
    markup = part(sample_year())._repr_html_()
    assert markup.strip()
    _assert_harmless(markup)


@pytest.mark.parametrize("part", EDITION_PARTS, ids=lambda part: part.__name__)
def test_every_part_of_the_method_is_drawn(part):
    assert "<" in part(edition())._repr_html_()


@pytest.mark.parametrize(
    ("part", "unit_code"),
    [
        (unit_report.unit_headline, "so-y-te"),
        (unit_losses.loss_table, "so-noi-vu"),
        (unit_report.self_appraised_table, "so-noi-vu"),
        (unit_details.evidence_table, "so-noi-vu"),
        (unit_details.unit_findings, BLOCKED),
    ],
)
def test_hostile_text_of_a_unit_is_shown_as_it_was_written(part, unit_code):
    assert ESCAPED in part(sample_year(), unit_code)._repr_html_()


@pytest.mark.parametrize(
    "part",
    [
        province_report.ranking_charts,
        province_report.ranking_tables,
        province_report.heat_maps,
        province_losses.self_gap_charts,
        emulation.emulation_tables,
        unit_adjustments.province_adjustments,
        intake.arrival_table,
        intake.findings_for_units,
        computing.totals_check,
    ],
)
def test_hostile_names_survive_in_every_table_and_chart(part):
    assert ESCAPED in part(sample_year())._repr_html_()


def test_a_table_escapes_caption_heading_and_cell():
    column = html.Column(HOSTILE)
    markup = html.table(caption=HOSTILE, columns=[column], rows=[[HOSTILE]])._repr_html_()
    assert markup.count(ESCAPED) == 4
    assert 'scope="col"' in markup
    assert 'scope="row"' in markup


def test_whole_pages_escape_and_load_nothing_from_the_network():
    year = sample_year()
    index = render_index(
        year,
        run_id=HOSTILE,
        unit_pages={"so-y-te": 'units/"so-y-te".html'},
        other_pages=[(HOSTILE, "notebooks/50.html")],
        tables=["tables/index.csv"],
    )
    findings = render_findings(year.findings, HOSTILE)
    for page in (index, findings):
        assert page.startswith("<!DOCTYPE html>")
        assert 'lang="vi"' in page
        assert ESCAPED in page
        assert "<script>alert" not in page
        assert not re.search(r'(?:src|href)="(?:https?:)?//|@import|url\(', page)
    assert 'href="units/&#34;so-y-te&#34;.html"' in index


@pytest.mark.parametrize(
    "draw",
    [
        lambda: unit_areas.area_chart(sample_year(), "so-noi-vu"),
        lambda: unit_report.self_appraised_chart(sample_year(), "so-noi-vu"),
        lambda: unit_losses.loss_chart(sample_year(), "so-noi-vu"),
        lambda: province_report.ranking_charts(sample_year()),
        lambda: province_report.heat_maps(sample_year()),
        lambda: province_report.distribution_chart(sample_year()),
        lambda: province_report.area_mean_chart(sample_year()),
    ],
)
def test_the_same_values_give_the_same_bytes(draw):
    assert draw()._repr_html_() == draw()._repr_html_()


def test_a_chart_says_what_it_shows_to_who_cannot_see_it():
    chart = unit_areas.area_chart(sample_year(), "so-noi-vu")
    markup = chart._repr_html_()
    assert 'role="img"' in markup
    assert "<figcaption>" in markup
    assert "Chỉ đạo, điều hành: đơn vị" in chart.alt


def test_identifiers_of_two_charts_on_a_page_do_not_clash():
    first = unit_areas.area_chart(sample_year(), "so-noi-vu").svg.markup
    second = unit_losses.loss_chart(sample_year(), "so-noi-vu").svg.markup
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]
    used = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', first))
    assert {a or b for a, b in used} <= ids[0]


BAR = charts.Bar(label=HOSTILE, value=None, note="chưa có", style=None)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: charts.draw_bars("t", "s", [BAR], axis="x"),
        lambda: charts.draw_bars("t", "s", [], axis="x"),
        lambda: charts.draw_differences("t", "s", [BAR], axis="x"),
        lambda: charts.draw_pairs("t", "s", []),
        lambda: charts.draw_dumbbells(
            "t", "s", [charts.Dumbbell(label="g", own=None, mean=Decimal(9), best=Decimal(9))]
        ),
        lambda: group_charts.draw_strips(
            "t", "s", [group_charts.Strip(label="g", values=(), mean=None)], axis="x"
        ),
        lambda: group_charts.draw_heat_map("t", "s", rows=["g"], columns=["c"], values=[[None]]),
        lambda: group_charts.draw_profiles("t", "s", rows=["g"], series=[("a", [None])]),
    ],
)
def test_a_chart_without_values_says_so_and_draws_no_axes(draw):
    markup = draw()._repr_html_()
    assert charts.NO_DATA in markup
    assert "<svg" not in markup


def test_a_chart_stands_a_missing_value_among_others():
    known = charts.Bar(label="a", value=Decimal(1), note="1")
    assert "<svg" in charts.draw_bars("t", "s", [BAR, known], axis="x")._repr_html_()


def test_a_blocked_unit_is_said_to_be_blocked_and_shows_no_total():
    markup = unit_report.unit_headline(sample_year(), BLOCKED)._repr_html_()
    assert "còn lỗi phải sửa" in markup
    assert "chưa xếp hạng" in markup


def test_a_provisional_unit_is_said_to_be_provisional():
    markup = unit_report.unit_headline(sample_year(), PROVISIONAL)._repr_html_()
    assert "Kết quả tạm tính" in markup
    assert "tạm dẫn đầu là" in province_report.province_headline(sample_year()).markup


@cache
def bare_year(*, has_appraisal: bool) -> YearResult:
    """A year without survey: appraised or not, nothing of the missing kind may look like zero."""
    assessment = replace(sample_year().assessment, exemptions=(), adjustments=())
    returns = Returns()
    for index, unit in enumerate(assessment.units):
        fill(returns, unit, index)
    given = returns.decisions if has_appraisal else {}
    left = replace(returns, decisions=given, tallies={}, measured={})
    return aggregate_year(edition(), assessment, left, check_returns(edition(), assessment, left))


def _said(markup: html.Html) -> str:
    return re.sub(r"<[^>]+>", " ", markup.markup)


@pytest.mark.parametrize("has_appraisal", [True, False])
def test_what_nobody_decided_is_never_shown_as_zero(has_appraisal):
    year = bare_year(has_appraisal=has_appraisal)
    opening = _said(unit_report.unit_headline(year, "so-noi-vu"))
    assert "điểm điều tra xã hội học chưa có" in opening
    assert ("Điểm thẩm định chưa có" in opening) is not has_appraisal
    assert "trên 0 điểm" not in opening
    rows = re.findall(r"<tr>.*?</tr>", province_report.ranking_tables(year).markup, re.DOTALL)
    own = next(row for row in rows if "Sở Nội vụ" in row)
    assert own.count("chưa có") >= (1 if has_appraisal else 3)


def test_a_blocked_unit_shows_no_points():
    opening = _said(unit_report.unit_headline(sample_year(), BLOCKED))
    assert "Điểm thẩm định chưa có, điểm điều tra xã hội học chưa có" in opening
    assert "điểm tối đa" not in opening


def test_a_year_without_any_rank_is_said_in_whole_sentences():
    year = bare_year(has_appraisal=False)
    opening = _said(province_report.province_headline(year))
    assert "dẫn đầu" not in opening
    assert "từ chưa có" not in opening
    assert "chưa có đơn vị nào" in opening
    for part in YEAR_PARTS:
        _assert_harmless(part(year)._repr_html_())
    for part in UNIT_PARTS:
        _assert_harmless(part(year, "so-noi-vu")._repr_html_())


def test_a_provisional_area_shows_the_part_that_is_decided():
    markup = unit_areas.area_table(bare_year(has_appraisal=True), "so-noi-vu").markup
    assert re.search(r"\d,\d\d trên \d+,\d\d \(tạm tính\)", markup)
    chart = unit_areas.area_chart(bare_year(has_appraisal=False), "so-noi-vu")
    assert "chưa lĩnh vực nào" in chart.sentence
    assert not chart.svg.markup


def test_the_self_chart_of_a_blocked_unit_compares_what_has_both_scores():
    chart = unit_report.self_appraised_chart(sample_year(), BLOCKED)
    assert "<svg" in chart.svg.markup
    assert "tiêu chí thành phần có cả hai điểm" in chart.sentence


def test_every_report_carries_the_synthetic_and_the_reconstruction_notice():
    markup = unit_report.unit_headline(sample_year(), "so-noi-vu")._repr_html_()
    assert names.SYNTHETIC_LABEL in markup
    assert names.RECONSTRUCTION_LABEL in markup


def test_the_losses_add_up_to_what_the_unit_lost():
    year = sample_year()
    scores = [s for s in year.scores_of("so-noi-vu") if isinstance(s.final.value, Decimal)]
    lost = sum(points for _, points in summaries.unit_losses(year, "so-noi-vu"))
    assert lost == sum(s.max_score - s.final.value for s in scores)


def test_the_totals_check_notices_a_wrong_total():
    year = sample_year()
    assert "mọi đơn vị đều khớp" in computing.totals_check(year)._repr_html_()
    first = replace(year.units[0], total_score=year.units[0].total_score + Decimal("0.01"))
    wrong = replace(year, units=(first, *year.units[1:]))
    assert "1 ĐƠN VỊ KHÔNG KHỚP" in computing.totals_check(wrong)._repr_html_()


def test_unknown_units_and_components_are_answered_with_near_names():
    with pytest.raises(ResultProblem, match="so-noi-vu"):
        unit_report.unit_headline(sample_year(), "so-noi-vo")
    with pytest.raises(UsageProblem, match="tiêu chí thành phần"):
        explain(sample_year(), "so-noi-vu", "99.9")


def test_the_tree_names_every_figure_and_cannot_hide_an_override():
    year = sample_year()
    score = next(
        s
        for s in year.scores_of("so-noi-vu")
        if getattr(s.appraised, "kind", "") == "override" and s.rule_score.figures
    )
    node = explain_component(year, score)
    text = derivation.format_tree(node, year)
    assert "!!! THAY ĐỔI !!!" in text
    assert "Tự chấm”, ô D" in text
    assert score.legal_reference.location in text
    labels = {s.code: s.label_vi for s in summaries.component_of(edition(), node.code).inputs}
    assert all(label in text for label in labels.values())
    assert text.splitlines()[-1].startswith("Chú thích: [kê khai]")
    assert "cchc-override" in derivation.draw_tree(node, year)._repr_html_()


@pytest.mark.parametrize("unit_code", [code for code, _, _ in UNITS])
def test_the_tree_of_every_unit_can_be_written(unit_code):
    year = sample_year()
    node = explain_unit(year, unit_code)
    assert "Chỉ số CCHC" in derivation.format_tree(node, year)
    assert "new-model" not in derivation.format_tree(node, year)
    _assert_harmless(derivation.draw_tree(node, year)._repr_html_())


EXPECTED_SENTENCES = {
    "1.1.1": "Ngày ban hành kế hoạch CCHC năm không muộn hơn ngày 31/12 năm trước năm đánh giá: "
    "1 điểm; muộn hơn: 0,5 điểm; không có: 0 điểm",
    "1.1.3": "Trên 90%: 1,5 điểm; từ 70% đến 90%: 0,75 điểm; dưới 70%: 0 điểm (tỷ lệ = "
    "Số nhiệm vụ trong kế hoạch đã hoàn thành / Tổng số nhiệm vụ trong kế hoạch)",
    "1.2.1": "Mỗi mục được 0,25 điểm, đủ 4 mục được 1 điểm (Số báo cáo định kỳ gửi đúng thời hạn)",
    "1.2.2": "Có: 1 điểm; không: 0 điểm (Tất cả báo cáo đủ nội dung, đúng biểu mẫu)",
    "2.1.2": "1 điểm, trừ 0,25 điểm cho mỗi trường hợp, không dưới 0 điểm "
    "(Số văn bản sai quy trình xây dựng)",
}


@pytest.mark.parametrize(("code", "expected"), EXPECTED_SENTENCES.items())
def test_the_way_points_are_given_is_said_in_concrete_points(code, expected):
    component = summaries.component_of(edition(), code)
    assert wording.describe_rule(component, component.max_score["department"]) == expected


def test_every_component_of_every_group_has_a_sentence():
    for component in edition().components():
        for max_score in component.max_score.values():
            sentence = wording.describe_rule(component, max_score)
            assert "điểm" in sentence
            assert "." not in re.sub(r"(?<!\d)\.|\.(?!\d)", "", sentence), sentence


def test_judgment_and_every_other_kind_has_a_name_and_a_sentence():
    kinds = {component.rule.kind for component in edition().components()} | {"judgment"}
    assert kinds == set(names.RULE_KIND_NAMES)
    sentence = wording.describe_rule_of(
        Judgment(kind="judgment"), labels={}, max_score=Decimal("2.5")
    )
    assert "từ 0 đến 2,5 điểm" in sentence


def test_a_reversed_survey_question_is_said_to_be_reversed():
    rule = SurveyMean(
        kind="survey_mean", lowest=1, highest=5, formula="mean_above_lowest", is_reversed=True
    )
    sentence = wording.describe_rule_of(rule, labels={}, max_score=Decimal(2))
    assert "(mức bình quân − 1) / 4 × 2 điểm" in sentence
    assert "đảo chiều" in sentence


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (Interval(gt=Decimal(90)), "trên 90"),
        (Interval(ge=Decimal(90)), "từ 90 trở lên"),
        (Interval(lt=Decimal("0.5")), "dưới 0,5"),
        (Interval(le=Decimal(3)), "không quá 3"),
        (Interval(gt=Decimal(1), le=Decimal(2)), "trên 1 đến 2"),
        (Interval(ge=Decimal(1), le=Decimal(1)), "bằng 1"),
        (Interval(), "mọi giá trị"),
    ],
)
def test_intervals_are_said_with_their_open_and_closed_ends(interval, expected):
    assert describe_interval(interval, "") == expected


def test_the_notebook_template_shows_results_hides_code_and_opens_offline():
    code = nbformat.v4.new_code_cell("secret = 1", id="code")
    code.outputs = [
        nbformat.v4.new_output("display_data", data={"text/html": "<b>bold</b>"}),
        nbformat.v4.new_output(
            "execute_result", data={"text/html": "<i>last</i>", "text/plain": "Html(...)"}
        ),
        nbformat.v4.new_output("stream", text=HOSTILE),
    ]
    given = nbformat.v4.new_code_cell('unit: str = "x"', id="given")
    given.metadata.tags = ["injected-parameters"]
    prose = nbformat.v4.new_markdown_cell("# Đề mục\n\n**Cách đọc:** thế này.", id="prose")
    notebook = nbformat.v4.new_notebook(
        cells=[prose, given, code], metadata={"title": f"Tên {HOSTILE}"}
    )
    top = frame(HOSTILE, home="../index.html").markup
    titled = {"title": f"Đơn vị {HOSTILE}", "top": top}
    exporter = HTMLExporter(
        template_name=html.NOTEBOOK_TEMPLATES.name,
        extra_template_basedirs=[str(html.NOTEBOOK_TEMPLATES.parent)],
    )
    page, _ = exporter.from_notebook_node(notebook)
    assert '<html lang="vi">' in page
    assert all(part in page for part in ("Đề mục", "<b>bold</b>", "<i>last</i>", ".cchc-table"))
    assert all(part not in page for part in ("secret", "unit: str", "Html(...)", "<script"))
    assert not re.search(r"https?://|@import|url\(", page)
    assert f"<title>Tên {ESCAPED}</title>" in page
    assert "Trang đầu" not in page
    page, _ = exporter.from_notebook_node(notebook, resources=titled)
    assert f"<title>Đơn vị {ESCAPED}</title>" in page
    assert '<a href="../index.html">' in page


def test_missing_values_are_words_and_never_zero():
    assert wording.format_value(NotReported()) == "chưa kê khai"
    assert wording.format_value(Decimal(0)) == "0"
    assert wording.format_value(Decimal("-0.5"), 2) == "−0,50"
    assert wording.format_value(Fraction(2, 3)) == "2/3"
    with pytest.raises(TypeError):
        wording.format_value(object())


def test_findings_are_shown_with_place_and_cure():
    one: Finding = finding("HS-016", unit_code="so-noi-vu", component_code="1.1.1", cell="F9")
    page = render_findings([one], "Vấn đề")
    assert one.message in page
    assert one.fix in page
    assert names.SYNTHETIC_LABEL not in page
    page = render_findings([one], "Vấn đề", year=sample_year(), home="index.html")
    assert 'Sở Nội vụ<br><span class="cchc-small">so-noi-vu</span>' in page
    assert names.SYNTHETIC_LABEL in page
    assert '<a href="index.html">' in page


def test_commands_in_a_cure_are_set_as_code():
    one: Finding = finding("GD-011", words="appraisal_1", found=HOSTILE)
    page = render_findings([one], "Vấn đề")
    assert "<code>cchc close DIR appraisal_1</code>" in page
    assert ESCAPED in page


def test_a_quotient_reaches_and_never_passes_its_whole():
    sentences = [
        wording.describe_rule(component, Decimal(1))
        for component in edition().components()
        if isinstance(getattr(component.rule, "measure", None), Quotient)
    ]
    assert any(sentence.startswith("Đạt 100%") for sentence in sentences)
    assert not any("từ 100% trở lên" in sentence for sentence in sentences)
