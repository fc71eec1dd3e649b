"""The year on one page, and the advice to each group, tell what the results hold."""

from dataclasses import replace
from decimal import Decimal

from lxml import html as lxml_html

from cchc_lib.present import province_summary
from cchc_lib.present.summaries import group_losses, groups_of, lost_points, unit_names
from cchc_lib.present.wording import format_points, format_total
from tests.unit.present_cases import BLOCKED, sample_year


def _rows(markup):
    tables = lxml_html.fromstring(f"<div>{markup}</div>").iter("table")
    return [
        [[cell.text_content() for cell in row] for row in table.iter("tr")][1:] for table in tables
    ]


def test_a_group_in_brief_has_its_mean_its_first_and_its_last():
    year = sample_year()
    (rows,) = _rows(province_summary.year_in_brief(year).markup)
    names = unit_names(year)
    for group, row in zip(groups_of(year), rows, strict=True):
        ranked = [u for u in year.group_units(group.code) if isinstance(u.rank, int)]
        (summary,) = (one for one in year.groups if one.group_code == group.code)
        assert row[:2] == [group.name_vi, format_total(year, summary.mean_index_pct)]
        for place, text in ((min, row[2]), (max, row[3])):
            end = place(u.rank for u in ranked)
            for unit in (u for u in ranked if u.rank == end):
                assert f"{names[unit.unit_code]} {format_total(year, unit.index_pct)}" in text


def test_a_group_without_any_rank_is_said_to_have_none():
    year = sample_year()
    units = tuple(replace(unit, rank=None) for unit in year.units)
    (rows,) = _rows(province_summary.year_in_brief(replace(year, units=units)).markup)
    assert all(row[2:5] == ["chưa xếp hạng", "chưa xếp hạng", "chưa xếp loại"] for row in rows)


def test_advice_names_what_the_group_lost_most_and_who_lost_most_of_it():
    year = sample_year()
    for group, rows in zip(
        groups_of(year), _rows(province_summary.recommendations(year).markup), strict=True
    ):
        for loss, row in zip(group_losses(year, group.code), rows, strict=False):
            assert row[0] == f"{loss.component.code}. {loss.component.name_vi}"
            assert row[1] == format_total(year, year.edition.rounding.total(loss.mean_lost))
            most = max(
                (
                    score
                    for score in year.scores
                    if score.component_code == loss.component.code
                    and score.group_code == group.code
                    and score.unit_code != BLOCKED
                ),
                key=lambda score: lost_points(score) or Decimal(0),
            )
            points = format_points(year, most.final.value)
            assert row[2].startswith(f"{unit_names(year)[most.unit_code]} ({points})")
            assert unit_names(year)[BLOCKED] not in row[2]
