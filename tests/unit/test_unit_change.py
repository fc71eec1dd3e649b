"""What a unit is told of its change since an earlier run."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cchc_lib import opening
from cchc_lib.core.audit.comparing.changes import NotCompared, YearPoint
from cchc_lib.errors import ResultProblem
from cchc_lib.files.year_history import HISTORY, history_text, read_history
from cchc_lib.present import unit_areas, unit_change, unit_report
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


def test_an_area_that_is_what_it_was_has_its_earlier_value_in_chart_and_table(change):
    first, *others = change.areas
    other = replace(first, before=NotCompared(reason="maximum"))
    moved = (other, *(replace(one, before=Decimal("12.34")) for one in others))
    told = replace(change, areas=moved)
    chart = unit_areas.area_chart(sample_year(), UNIT, told)
    table = unit_areas.area_table(sample_year(), UNIT, told).markup
    assert chart.alt.count("lần trước 12,34") == len(others) == table.count("12,34")
    assert f"{len(others)} lĩnh vực tăng, 0 giảm. Không so được" in chart.sentence
    assert "đổi điểm tối đa" in table


def test_without_an_earlier_run_areas_say_nothing_of_one():
    chart = unit_areas.area_chart(sample_year(), UNIT)
    assert "lần trước" not in chart.__html__()
    assert "Lần trước" not in unit_areas.area_table(sample_year(), UNIT).markup


def point(year, index, rank, **more):
    known = {"ranked_count": 12, "is_provisional": False, "has_other_rules": False, **more}
    return YearPoint(year=year, index_pct=index and Decimal(index), rank=rank, **known)


def test_every_known_year_stands_in_chart_and_table(change):
    years = (
        point(2016, "70.00", 9),
        point(2017, None, None, is_provisional=True),
        point(2018, "75.50", 4, has_other_rules=True),
    )
    told = replace(change, years=years)
    chart = unit_change.years_chart(told).markup
    assert "Từ 2016 đến 2018: chỉ số 70,00 → 75,50, hạng 9/12 → 4/12. Năm 2018 đổi" in chart
    assert "2017: chưa có · hạng chưa xếp · tạm tính" in chart
    table = unit_change.years_table(told).markup
    assert [table.index(str(one.year)) for one in years] == sorted(
        table.index(str(one.year)) for one in years
    )
    assert "đổi tiêu chí" in table


def test_one_year_draws_no_chart_over_years(change):
    assert len(change.years) == 1
    for told in (None, change):
        assert "Chưa có kết quả của năm trước" in unit_change.years_chart(told).markup
        assert unit_change.years_table(told).markup == ""


def test_the_years_of_a_unit_are_those_of_both_ends_and_what_was_known_before():
    after = sample_year()
    before = replace(after, assessment=replace(after.assessment, year=2017))
    known = {UNIT: (point(2015, "60.00", 8), point(2017, "1.00", 1, has_other_rules=True))}
    found = compare(before, after, known).unit(UNIT).years
    assert [(one.year, one.has_other_rules) for one in found] == [
        (2015, False),
        (2017, True),
        (2018, False),
    ]
    assert found[1].index_pct == before.unit(UNIT).index_pct


def test_the_table_of_years_is_read_back_as_it_was(change, tmp_path):
    told = replace(change, years=(point(2016, None, None), point(2018, "75.50", 4)))
    path = tmp_path / HISTORY
    path.write_text(history_text([told]), "utf-8")
    assert read_history(path) == {UNIT: told.years}
    path.write_text("unit_code,year\na,b\n", "utf-8")
    with pytest.raises(ResultProblem):
        read_history(path)


def test_without_an_earlier_run_every_part_says_so():
    for part in (unit_change.change_chart, unit_change.change_table):
        assert "Không " in part(None).markup
    assert unit_change.change_sentences(None) == ()
    assert opening.open_change(".", "", UNIT) is None


def test_a_worker_uses_the_change_that_it_was_told(change, monkeypatch):
    monkeypatch.setattr(shared, "_told", [Shared(changes={UNIT: change})])
    assert opening.open_change(".", "previous/x", UNIT) is change


def test_a_unit_that_waits_has_no_number_made_up():
    year = sample_year()
    waiting = compare(year, year).unit(PROVISIONAL)
    assert not isinstance(waiting.rank, Decimal)
    assert unit_change.change_sentences(waiting)


def test_the_opening_of_the_report_says_what_was_before(change):
    opening = unit_report.unit_headline(sample_year(), UNIT, change).markup
    assert "So với lần trước: chỉ số" in opening
    assert "So với lần trước" not in unit_report.unit_headline(sample_year(), UNIT).markup
