"""What a unit is told of its change since an earlier run."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cchc_lib import pipeline
from cchc_lib.core.audit.comparing.changes import NotCompared
from cchc_lib.present import unit_change, unit_report
from cchc_lib.present.style import value_text
from cchc_lib.running.execution import shared
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.previous import compare
from tests.unit.present_cases import PROVISIONAL, sample_year

UNIT = "so-noi-vu"


@pytest.fixture
def change():
    after = sample_year()
    lower = replace(
        after.unit(UNIT),
        index_pct=after.unit(UNIT).index_pct - 1,
        index_exact=after.unit(UNIT).index_exact - 1,
    )
    units = tuple(lower if one.unit_code == UNIT else one for one in after.units)
    return compare(replace(after, units=units), after).unit(UNIT)


def test_the_summary_says_index_place_and_grade_of_both_ends(change):
    (said,) = unit_change.change_sentences(change)
    before, after = map(value_text, (change.index.before, change.index.after))
    assert f"chỉ số {before} → {after} (+1,00)" in said
    assert f"Hạng {change.rank.before}" in said
    assert f"Xếp loại {change.grade.before.name_vi} → {change.grade.after.name_vi}." in said


def test_the_chart_draws_both_ends_and_the_table_lists_components(change):
    assert "Chỉ số, từ trước đến nay" in unit_change.change_chart(change).markup
    assert "Tiêu chí thành phần đã thay đổi" in unit_change.change_table(change).markup


def test_who_is_not_compared_is_told_why(change):
    odd = replace(change, index=NotCompared(reason="no_index", before_vi="", after_vi="đang chờ"))
    assert "chưa có chỉ số ở lần sau: đang chờ" in unit_change.change_sentences(odd)[0]
    assert "Không có thay đổi nào" in unit_change.change_chart(odd).markup


def test_without_an_earlier_run_every_part_says_so():
    for part in (unit_change.change_chart, unit_change.change_table):
        assert "Không " in part(None).markup
    assert unit_change.change_sentences(None) == ()
    assert pipeline.open_change(".", "", UNIT) is None


def test_a_worker_uses_the_change_that_it_was_told(change, monkeypatch):
    monkeypatch.setattr(shared, "_told", [Shared(changes={UNIT: change})])
    assert pipeline.open_change(".", "previous/x", UNIT) is change


def test_a_unit_that_waits_has_no_number_made_up():
    year = sample_year()
    waiting = compare(year, year).unit(PROVISIONAL)
    assert not isinstance(waiting.rank, Decimal)
    assert unit_change.change_sentences(waiting)


def test_the_opening_of_the_report_says_what_was_before(change):
    opening = unit_report.unit_headline(sample_year(), UNIT, change).markup
    assert "So với lần trước: chỉ số" in opening
    assert "So với lần trước" not in unit_report.unit_headline(sample_year(), UNIT).markup
