"""The part of a year for one unit: enough for its report and page, and nothing of the others."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from cchc_lib import opening
from cchc_lib.core.shares import own_part, report_share_of, share_of, shared_part
from cchc_lib.core.submission import NotAppraised
from cchc_lib.errors import ResultProblem
from cchc_lib.files.json_records import record_lines
from cchc_lib.findings import finding
from cchc_lib.present import (
    unit_adjustments,
    unit_areas,
    unit_details,
    unit_evidence,
    unit_losses,
    unit_report,
    unit_stages,
    unit_steps,
)
from cchc_lib.present.audit.page import render_audit_page
from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.execution import shared
from cchc_lib.running.execution.shared import Shared
from tests.unit.keeping_cases import Change, add_evidence, cut_points, make_year
from tests.unit.present_cases import BLOCKED, PROVISIONAL, UNITS, rounds_year, sample_year

UNIT = "so-noi-vu"
SHOWN = (
    unit_report.unit_headline,
    unit_areas.area_chart,
    unit_areas.area_table,
    unit_report.self_appraised_chart,
    unit_report.self_appraised_table,
    unit_stages.stage_chart,
    unit_stages.stage_table,
    unit_stages.stage_change_table,
    unit_losses.loss_chart,
    unit_losses.loss_table,
    unit_steps.next_steps,
    unit_adjustments.unit_adjustments,
    unit_details.strengths_and_weaknesses,
    unit_details.survey_table,
    unit_evidence.register_summary,
    unit_details.evidence_table,
    unit_details.unit_findings,
    unit_details.derivation_table,
)
"""All that the report of a unit is made of."""


def years():
    """Return years with every kind of unit, each with hashes of files."""
    files = [f"{folder}/{code}.xlsx" for code, _, _ in UNITS for folder in ("submissions", "x")]
    inputs = dict.fromkeys(files, "ab" * 32) | {"survey/answers.csv": "cd" * 32}
    corrected = finding("GD-008", file=f"submissions/{UNIT}.xlsx", found="QĐ 5")
    late = rounds_year()
    return [
        make_year(),
        replace(sample_year(), inputs=inputs),
        replace(late, inputs=inputs, findings=(*late.findings, corrected)),
    ]


def text_of(value) -> str:
    return "".join(record_lines([value]))


@pytest.mark.parametrize("number", range(3))
def test_a_share_draws_the_page_and_the_report_that_the_whole_year_draws(number):
    year = years()[number]
    for unit in year.units:
        code = unit.unit_code
        own, drawn = share_of(year, code), report_share_of(year, code)
        assert render_audit_page(own, code) == render_audit_page(year, code)
        for draw in SHOWN:
            assert draw(drawn, code)._repr_html_() == draw(year, code)._repr_html_(), draw.__name__


def test_the_report_names_all_that_its_notebook_draws():
    source = (NOTEBOOKS / "40_unit_report.ipynb").read_text("utf-8")
    called = re.findall(r"\.(\w+)\(year, unit(?:, change)?\)", source)
    assert sorted(called) == sorted(draw.__name__ for draw in SHOWN)


def test_a_share_holds_nothing_of_other_units_but_place_and_index():
    year = years()[2]
    own = share_of(year, UNIT)
    assert {score.unit_code for score in own.scores} == {UNIT}
    assert {one.unit_code for one in own.standings} == {UNIT}
    assert {item.unit_code for item in own.registers} == {UNIT}
    group = {code for code, _, kind in UNITS if kind == "department"}
    assert {unit.code for unit in own.assessment.units} == group
    assert own.proposals == own.assessment.receipts == own.assessment.windows == ()
    for peer in own.units:
        if peer.unit_code != UNIT:
            whole = year.unit(peer.unit_code)
            assert (peer.rank, peer.index_exact) == (whole.rank, whole.index_exact)
            assert (peer.appraised_points, peer.penalty, peer.adjustments) == (0, 0, ())
    others = [area for area in own.areas if area.unit_code != UNIT]
    assert {area.max_score for area in others} == {Decimal(0)}
    assert all(isinstance(area.final_score, NotAppraised) for area in others)


def test_of_a_unit_without_a_place_the_group_knows_only_that():
    year = sample_year()
    for code in (BLOCKED, PROVISIONAL):
        (peer,) = (u for u in shared_part(year, year.unit(code).group_code).units
                   if u.unit_code == code)  # fmt: skip
        known = isinstance(year.unit(code).rank, int)
        assert isinstance(peer.rank, int) == known
        assert isinstance(peer.index_pct, Decimal) == known


def test_the_law_of_a_share_is_that_of_the_group():
    own = share_of(sample_year(), "dak-mil").edition
    whole = sample_year().edition
    assert [c.code for c in own.components()] == [c.code for c in whole.components_of("district")]
    assert {tuple(c.max_score) for c in own.components()} == {("district",)}
    assert [group.code for group in own.groups] == ["district"]


def test_a_share_has_the_hashes_of_the_files_its_records_name_and_of_no_other():
    year = years()[2]
    own = own_part(year, UNIT)
    assert set(own.inputs) == {f"submissions/{UNIT}.xlsx", "survey/answers.csv"}
    assert report_share_of(year, UNIT).inputs == {}


def test_the_correction_of_a_file_goes_to_whom_its_numbers_belong():
    year = years()[2]
    assert "GD-008" in {one.code for one in share_of(year, UNIT).findings}
    assert "GD-008" not in {one.code for one in share_of(year, "so-tu-phap").findings}
    assert "(tệp đính chính theo QĐ 5)" in render_audit_page(share_of(year, UNIT), UNIT)


def test_what_leaves_all_points_as_they_are_reaches_only_its_own_unit():
    before, after = make_year(), make_year(Change(returns=lambda r: add_evidence(r, UNIT)))
    changed = {
        code
        for code, _, _ in UNITS
        if text_of(own_part(before, code)) != text_of(own_part(after, code))
    }
    assert changed == {UNIT}
    for group in {kind for _, _, kind in UNITS}:
        assert shared_part(before, group) == shared_part(after, group)


def test_a_changed_total_reaches_the_group_and_no_other():
    before, after = make_year(), make_year(Change(returns=lambda r: cut_points(r, UNIT)))
    changed = {
        kind for _, _, kind in UNITS if shared_part(before, kind) != shared_part(after, kind)
    }
    assert changed == {"department"}


def test_every_unit_has_what_its_group_shares_from_one_object():
    year = make_year()
    assert shared_part(year, "district") is shared_part(year, "district")


def test_a_report_opens_the_share_and_refuses_a_unit_that_is_not_there(monkeypatch):
    year = make_year()
    monkeypatch.setattr(shared, "_told", [Shared(years={".": year})])
    assert opening.open_unit(".", UNIT) == report_share_of(year, UNIT)
    with pytest.raises(ResultProblem, match="so-noi-vu"):
        opening.open_unit(".", "so-noi-vi")
