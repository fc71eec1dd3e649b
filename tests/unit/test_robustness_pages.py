"""What the analysis shows: labelled as such, every unit in it, numbers as they were worked out."""

import re
from dataclasses import replace

import pytest
from markupsafe import escape

from cchc_lib.analysis import criteria, effects, removal, steps
from cchc_lib.analysis.firmness import Doubt, firmness_of_year
from cchc_lib.analysis.groups import by_group
from cchc_lib.core.submission import NotAppraised
from cchc_lib.present.robustness import influence, places, quality
from cchc_lib.present.robustness.words import UNOFFICIAL, show, show_range
from cchc_lib.present.summaries import unit_names

FEW = Doubt(draws=100)
STEP = steps.Step()


@pytest.fixture(scope="module")
def firm(year):
    return firmness_of_year(year, FEW)


@pytest.fixture(scope="module")
def tables(year, firm):
    return (
        places.place_tables(year, firm),
        places.source_tables(year, firm),
        influence.removal_tables(year, by_group(year, removal.removals_of_areas)),
        influence.removal_tables(year, by_group(year, removal.removals_of_criteria)),
        influence.effect_tables(year, by_group(year, effects.source_effects, FEW, sample=20)),
        quality.quality_tables(year, by_group(year, criteria.criterion_qualities)),
        quality.redundancy_tables(year, by_group(year, criteria.redundancies, at_least=0.9)),
        quality.consistency_tables(year, by_group(year, criteria.consistencies)),
        quality.basis_tables(year, by_group(year, criteria.basis_shares)),
        quality.claim_table(year),
        quality.threshold_tables(year, by_group(year, steps.threshold_shifts, STEP)),
        quality.grade_shift_tables(year, by_group(year, steps.grade_shifts, STEP)),
    )


def captions(html):
    return re.findall(r"<caption>(.*?)</caption>", html.markup)


def test_every_table_and_chart_of_the_analysis_says_what_it_is(year, firm, tables):
    shown = [caption for html in tables for caption in captions(html)]
    assert len(shown) > 30
    assert [caption for caption in shown if not caption.startswith("Phân tích: ")] == []
    assert UNOFFICIAL in tables[0].markup
    titles = re.findall(r"Phân tích: Hạng và khoảng hạng", places.place_charts(year, firm).markup)
    assert len(titles) >= 3


def test_no_page_of_the_analysis_shows_what_is_no_number(tables):
    assert [t for t in tables if re.search(r"\b(nan|inf|None)\b", t.markup)] == []


def test_every_unit_stands_beside_its_place_and_range(year, firm):
    markup, names = places.place_tables(year, firm).markup, unit_names(year)
    for group in firm:
        for one in group.units:
            name = re.escape(escape(names[one.unit_code]))
            row = re.search(rf"<th[^>]*>{name}</th>(.*?)</tr>", markup, re.DOTALL)
            assert row, one.unit_code
            assert f">{show_range(one.combined.low, one.combined.high)}<" in row[1]


def test_units_that_share_a_place_are_never_told_apart(firm):
    shared = 0
    for group in firm:
        for one in group.units:
            for other in group.units:
                if other is not one and other.place == one.place:
                    shared += 1
                    assert one.neighbours[other.unit_code] == 1
    assert shared


def test_a_group_without_a_place_has_no_table_and_the_others_keep_theirs(year):
    nobody = NotAppraised(reason_vi="Chưa xếp hạng")
    first = year.edition.groups[0].code
    units = tuple(replace(u, rank=nobody) if u.group_code == first else u for u in year.units)
    firm = firmness_of_year(replace(year, units=units), FEW)
    assert first not in {group.group_code for group in firm} != set()
    assert len(captions(places.source_tables(year, firm))) == len(firm)
    assert places.place_tables(year, ()).markup == ""


def test_what_has_no_meaning_is_a_dash_and_a_half_is_rounded_up():
    assert [show(value, 1) for value in (float("nan"), 0.25, 0.35, -0.04, 1000)] == [
        "–", "0,3", "0,4", "0,0", "1.000,0",
    ]  # fmt: skip


def test_taking_an_area_out_is_the_year_without_its_components(year):
    (group, *_) = (g for g, _ in by_group(year, removal.removals_of_areas))
    for one in removal.removals_of_areas(year, group):
        units = [unit for unit in year.group_units(group) if isinstance(unit.rank, int)]
        left = {unit.unit_code: _index_without(year, unit, one.code) for unit in units}
        rank = {code: 1 + sum(o > v for o in left.values()) for code, v in left.items()}
        changed = {u.unit_code: rank[u.unit_code] for u in units if rank[u.unit_code] != u.rank}
        assert one.moved == changed


def _index_without(year, unit, area_code):
    """Work out the index anew from exact points; this group has no units with exemptions left."""
    area = next(area for area in year.edition.areas if area.code == area_code)
    out = {component.code for component in area.components()}
    kept = [s for s in year.scores_of(unit.unit_code) if s.component_code not in out]
    scored = [score for score in kept if score.status == "scored"]
    points = sum(score.final.value for score in scored) + unit.bonus - unit.penalty
    return round(100 * points / sum(score.max_score for score in scored), 2)


def test_a_threshold_shift_is_what_the_moved_rule_gives(year):
    found = [s for _, own in by_group(year, steps.threshold_shifts, STEP) for s in own]
    assert {one.kind for one in found} >= {"percent_tiers", "ratio_with_floor"}
    for one in found:
        assert all(one.changes.values())
        most = max(abs(change) for change in one.changes.values())
        (component,) = (c for c in year.edition.components() if c.code == one.component_code)
        assert most <= max(component.max_score.values())
        if one.kind in {"percent_tiers", "ratio_with_floor", "ratio_to_target"}:
            assert abs(one.moved_to - one.threshold) == STEP.percent
            is_harder = one.moved_to > one.threshold
            assert all((change < 0) == is_harder for change in one.changes.values())


def test_a_grade_shift_names_the_units_between_the_two_ends(year):
    found = [s for _, own in by_group(year, steps.grade_shifts, STEP) for s in own]
    assert found
    for one in found:
        low, high = sorted((one.threshold, one.moved_to))
        between = {u.unit_code for u in year.units if low <= u.index_pct < high}
        assert set(one.units) <= between


def test_full_marks_and_means_are_those_of_the_scores(year):
    for group, found in by_group(year, criteria.criterion_qualities):
        codes = {unit.unit_code for unit in year.group_units(group)}
        for one in found:
            own = [
                score for score in year.scores
                if score.component_code == one.code and score.unit_code in codes
                and score.status == "scored"
            ]  # fmt: skip
            assert one.unit_count == len(own)
            assert one.full_count == sum(s.final.value == s.max_score for s in own)
            mean = 100 * sum(s.final.value / s.max_score for s in own) / len(own)
            assert one.mean_pct == pytest.approx(float(mean))


def test_shares_by_basis_add_up(year):
    for group, found in by_group(year, criteria.basis_shares):
        whole, *areas = found
        assert whole.max_score == float(year.edition.group(group).max_score)
        assert sum(area.max_score for area in areas) == pytest.approx(whole.max_score)
        for one in found:
            assert sum(one.percent.values()) == pytest.approx(100)
