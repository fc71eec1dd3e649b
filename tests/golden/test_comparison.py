"""The two example years side by side: every part adds up, every change has its cause."""

import json
import shutil
from decimal import Decimal
from fractions import Fraction

import pytest

from cchc_lib.auditing.comparing import compare_runs
from cchc_lib.auditing.verifying import verify_run
from cchc_lib.core.audit.comparing.changes import Difference, NotCompared, PointChange, RankChange
from cchc_lib.core.audit.comparing.years import compare_years
from cchc_lib.errors import ResultProblem, UsageProblem
from cchc_lib.files.comparison_tables import COMPARISON_TABLES
from cchc_lib.opening import open_run
from cchc_lib.pipeline import RunRequest, run_year
from tests.unit.test_cli import cchc

PARTS = 8


@pytest.fixture(scope="module")
def comparison(year, second_year):
    return compare_years(year, second_year)


@pytest.fixture(scope="module")
def with_previous(second_example, finished, tmp_path_factory):
    """The second example year, run with the first one beside it."""
    request = RunRequest(
        directory=second_example,
        reports=tmp_path_factory.mktemp("compared"),
        has_reports=False,
        previous=finished.folder,
    )
    return run_year(request, lambda *_: None)


def test_parts_of_every_unit_sum_to_the_difference_of_its_index(comparison, year, second_year):
    compared = [unit for unit in comparison.units if isinstance(unit.index, Difference)]
    assert len(compared) >= 30
    for unit in compared:
        before, after = year.unit(unit.predecessors[0]), second_year.unit(unit.unit_code)
        assert len(unit.index.parts) == PARTS
        assert sum(p.published for p in unit.index.parts) == after.index_pct - before.index_pct
        exact = [p.exact for p in unit.index.parts if p.part != "rounding"]
        assert sum(exact) == after.index_exact - before.index_exact
        assert unit.index.part("rounding").published <= Decimal("0.05")


def test_bonus_and_penalty_are_what_the_adjustment_part_holds(comparison, year, second_year):
    for unit in comparison.units:
        if isinstance(unit.index, Difference):
            ends = (year.unit(unit.predecessors[0]), second_year.unit(unit.unit_code))
            if all(end.total_exact < end.max_score for end in ends):
                was, now = (
                    Fraction(end.bonus - end.penalty) * 100 / Fraction(end.max_score)
                    for end in ends
                )
                assert unit.index.part("adjustment").exact == now - was


def test_places_of_every_unit_move_by_the_sum_of_their_causes(comparison):
    for unit in comparison.units:
        if isinstance(unit.rank, RankChange):
            rank = unit.rank
            assert rank.rule + rank.own + rank.others + rank.membership == rank.difference


def test_components_with_another_maximum_or_content_have_a_reason_and_no_difference(
    comparison, second_edition
):
    links = {link.new or link.old: link for link in second_edition.links.links}
    changed = {code for code, x in links.items() if {"maximum", "content"} & {*x.changes}}
    changed |= {code for code, link in links.items() if not (link.old and link.new)}
    assert changed
    seen = set()
    for unit in comparison.units:
        for one in unit.components:
            code = one.new_code or one.old_code
            is_other = one.old_max != one.new_max or not links[code].is_comparable
            if code in changed and is_other:
                seen.add(code)
                assert isinstance(one.points, NotCompared)
                assert one.points.note_vi == links[code].note_vi
            elif isinstance(one.points, PointChange):
                assert one.old_max == one.new_max
                points = one.points
                parts = points.own_figures + points.appraisal + points.survey
                assert parts == points.difference == one.new_points - one.old_points
    assert seen == changed


def test_an_area_is_compared_only_where_it_holds_the_same(comparison, year):
    hurdles = {"maximum", "content", "added", "dropped", "rounding", "other_group"}
    seen = set()
    for unit in comparison.units:
        changed = {
            (one.new_code or one.old_code).partition(".")[0]
            for one in unit.components
            if isinstance(one.points, NotCompared) and one.points.reason in hurdles
        }
        for one in unit.areas:
            is_compared = not isinstance(one.before, NotCompared)
            seen.add(is_compared)
            assert is_compared == (one.area_code not in changed)
            if is_compared:
                was = year.areas_of(unit.predecessors[0])
                assert one.before in {a.sub_index_pct for a in was if a.area_code == one.area_code}
    assert seen == {True, False}


def test_a_component_with_another_code_is_followed(comparison, second_edition):
    moved = [k for k in second_edition.links.links if k.old and k.new and k.old != k.new]
    assert moved
    for unit in comparison.units:
        if unit.components:
            pairs = {(one.old_code, one.new_code) for one in unit.components}
            assert any((link.old, link.new) in pairs for link in moved)


def test_renamed_merged_and_new_units_come_out_right(comparison, second_year):
    by_fate = {}
    for unit in comparison.units:
        by_fate.setdefault(unit.fate, []).append(unit)
    former = {unit.code: unit for unit in second_year.assessment.former_units}
    (merged,) = by_fate["merged"]
    assert set(merged.predecessors) & former.keys()
    assert merged.index == merged.rank == NotCompared(reason="merged")
    for unit in by_fate["renamed"]:
        assert unit.former_names_vi != (unit.name_vi,)
        assert isinstance(unit.index, Difference)
    assert by_fate["new"][0].index == NotCompared(reason="new")


def test_a_run_beside_itself_changes_nothing(year):
    for unit in compare_years(year, year).units:
        assert unit.fate == "same"
        assert not any(part.exact or part.published for part in unit.index.parts)
        assert unit.rank.difference == unit.rank.own == unit.rank.others == 0


def test_two_finished_runs_are_compared_as_computed(finished, second_finished, comparison):
    found = compare_runs(finished.folder, second_finished.folder)
    assert found.units == comparison.units
    assert found.groups == comparison.groups


def test_what_cannot_be_read_or_compared_is_said(finished, second_finished, tmp_path):
    with pytest.raises(ResultProblem):
        compare_runs(tmp_path, second_finished.folder)
    with pytest.raises(UsageProblem, match="đổi thứ tự"):
        compare_runs(second_finished.folder, finished.folder)


def test_the_command_prints_one_unit_as_data(finished, second_finished, tmp_path):
    code = second_finished.year.units[0].unit_code
    runs = (finished.folder, second_finished.folder)
    done = cchc("compare", *runs, "--unit", code, "--out", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    (unit,) = data["units"]
    assert unit["unit_code"] == code
    parts = unit["index"]["parts"]
    assert sum(Decimal(p["published"]) for p in parts) == Decimal(unit["index"]["after"]) - Decimal(
        unit["index"]["before"]
    )
    exact = sum(Fraction(p["exact"]) for p in parts if p["part"] != "rounding")
    assert exact == Fraction(unit["index"]["exact"])
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {*COMPARISON_TABLES, "comparison.html"}


def test_the_command_ends_with_13_or_2(finished, second_finished, tmp_path):
    assert cchc("compare", tmp_path, finished.folder).returncode == 13
    done = cchc("compare", second_finished.folder, finished.folder)
    assert done.returncode == 2
    assert "đổi thứ tự" in done.stderr
    done = cchc("compare", finished.folder, second_finished.folder, "--unit", "khong-co")
    assert done.returncode == 2


def test_a_run_keeps_what_it_is_compared_with(with_previous, finished, second_finished):
    run_id = finished.folder.name
    folder = with_previous.folder
    assert folder.name != second_finished.folder.name
    kept = open_run(folder / "previous" / run_id)
    assert kept.units == finished.year.units
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["previous"].keys() == {run_id}
    assert f"previous/{run_id}/tables/year.json" in manifest["outputs"]
    for name in ("tables/comparison.csv", "tables/comparison_components.csv", "comparison.html"):
        assert name in manifest["outputs"]
    assert "comparison.html" in (folder / "index.html").read_text("utf-8")


def test_a_run_with_another_before_it_repeats_byte_for_byte_wherever_that_lies(
    with_previous, second_example, finished, tmp_path
):
    moved = tmp_path / "elsewhere"
    shutil.copytree(finished.folder, moved)
    request = RunRequest(
        directory=second_example, reports=tmp_path / "r", has_reports=False, previous=moved
    )
    again = run_year(request, lambda *_: None)
    assert again.folder.name == with_previous.folder.name
    names = {p.relative_to(again.folder) for p in again.folder.rglob("*") if p.is_file()}
    for name in names:
        one, other = again.folder / name, with_previous.folder / name
        assert one.read_bytes() == other.read_bytes(), name


def test_a_run_with_another_before_it_can_be_verified(with_previous, second_example):
    found = verify_run(with_previous.folder, second_example, progress=lambda *_: None)
    assert found.is_sound, found


def test_a_damaged_run_is_no_run_to_compare_with(second_example, finished, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(finished.folder, broken)
    (broken / "tables" / "year.json").write_text("{}", "utf-8")
    for previous in (broken, tmp_path):
        with pytest.raises(ResultProblem):
            run_year(
                RunRequest(directory=second_example, reports=tmp_path / "r", previous=previous),
                lambda *_: None,
            )
    assert not (tmp_path / "r").exists()


def test_an_earlier_year_cannot_follow_a_later_one(example, second_finished, tmp_path):
    request = RunRequest(directory=example, reports=tmp_path, previous=second_finished.folder)
    with pytest.raises(UsageProblem, match="đổi thứ tự"):
        run_year(request, lambda *_: None)
