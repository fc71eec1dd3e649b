"""A second engine, without a line of the package, agrees with it to the last digit."""

import ast
import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_lib.pipeline import RunRequest, make_example, run_year
from tests.second_engine.comparing import compare
from tests.second_engine.decisions import blocked_units
from tests.second_engine.reading import read_run
from tests.second_engine.rounding import Rounding
from tests.second_engine.totals import compute, group_means

HERE = Path(__file__).parent
ENGINE = sorted(path for path in HERE.glob("*.py") if not path.name.startswith("test_"))


@pytest.fixture(scope="module")
def faulty_run(faulty, tmp_path_factory):
    """Tables of the example with mistakes: provisional units and units without total."""
    request = RunRequest(
        directory=faulty, reports=tmp_path_factory.mktemp("faulty"), has_reports=False
    )
    return run_year(request, lambda *_: None)


@pytest.fixture(
    scope="module", params=["finished", "second_finished", "two_tier_finished", "faulty_run"]
)
def run(request):
    return request.getfixturevalue(request.param)


def differences(folder):
    published = read_run(folder)
    return [text for table in compare(published, compute(published)) for text in table.differences]


def test_every_number_of_the_tables_is_recomputed_to_the_last_digit(run):
    published = read_run(run.folder)
    tables = compare(published, compute(published))
    assert [text for table in tables for text in table.differences] == []
    assert [table.table for table in tables] == [
        "scores",
        "areas",
        "index",
        "stages (in_force, problem)",
    ]
    assert tables[0].cells >= 7 * len(run.year.scores)


def test_every_group_mean_is_recomputed(run):
    published = read_run(run.folder)
    means = group_means(published, compute(published))
    rounding = Rounding(published.law.edition)
    found = {group: rounding.total_text(mean) for group, mean in means.items()}
    assert found == {
        group.group_code: str(group.mean_index_pct)
        for group in run.year.groups
        if group.ranked_count
    }


def test_only_units_that_the_package_blocks_are_passed_over(run):
    blocked = {unit.unit_code for unit in run.year.units if unit.state == "blocked"}
    assert blocked_units(read_run(run.folder)) == blocked


def test_the_faulty_example_has_units_of_every_state(faulty_run):
    assert {unit.state for unit in faulty_run.year.units} == {"final", "provisional", "blocked"}


@pytest.mark.parametrize(
    "policy", ["drop_max_all", "drop_max_appraised_then_add_survey", "award_max", "zero"]
)
def test_every_policy_on_what_does_not_apply_is_recomputed(policy, tmp_path):
    folder = tmp_path / "year"
    make_example(folder, year=2018, unit_count=3, seed=4, has_faults=False)
    path = folder / "exemptions.csv"
    text = "unit_code,component_code,policy,legal_basis\n"
    path.write_text(f"{text}so-noi-vu,2.1.1,{policy},CV 1/SNV\n", "utf-8")
    request = RunRequest(directory=folder, reports=tmp_path / "reports", has_reports=False)
    done = run_year(request, lambda *_: None)
    assert differences(done.folder) == []


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("figures", "value", "1000"),
        ("answers", "count", "999"),
        ("stages", "score", "0.01"),
        ("adjustments", "points", "0.37"),
        ("index", "index_pct", "1.23"),
        ("areas", "rank_in_group", "99"),
        ("scores", "rule_score", "0.03"),
    ],
)
def test_a_cell_that_was_changed_is_noticed(table, column, value, second_finished, tmp_path):
    run = tmp_path / second_finished.folder.name
    for part in ("tables", "rules"):
        shutil.copytree(second_finished.folder / part, run / part)
    path = run / "tables" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    where = rows[0].index(column)
    row = next(r for r in rows[1:] if r[where].replace(".", "").strip("0").isdigit())
    row[where] = value
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    assert differences(run)


def test_the_second_engine_does_not_import_the_package():
    for path in ENGINE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in getattr(node, "names", ()) if hasattr(alias, "name")]
            names.append(getattr(node, "module", None) or "")
            for name in names:
                assert not name.startswith("cchc_lib"), path.name


def test_the_second_engine_runs_where_the_package_is_out_of_reach(second_finished):
    program = (
        f"import runpy, sys; sys.path.insert(0, {str(HERE.parents[1])!r}); "
        f"sys.modules['cchc_lib'] = None; sys.argv = ['', {str(second_finished.folder)!r}]; "
        "runpy.run_module('tests.second_engine', run_name='__main__')"
    )
    command = [sys.executable, "-I", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" 0 differ\n") == len(("scores", "areas", "index", "stages"))
