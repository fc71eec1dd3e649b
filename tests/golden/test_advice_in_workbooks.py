"""Advice followed in an office: figures typed into the form, decided by the council, run again."""

import csv
import hashlib
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cchc_lib.core.advice.outlook import look_ahead
from cchc_lib.opening import open_run
from cchc_lib.pipeline import make_example
from tests.unit.test_cli import cchc

UNITS = 6
DAY = "2019-03-20"
"""After every stage of the example was closed."""


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Return a small example, and a finished run of it."""
    base = tmp_path_factory.mktemp("advised")
    make_example(base / "year", year=2018, unit_count=UNITS, seed=2018, has_faults=False)
    return base / "year", run(base / "year", base / "reports")


def run(folder: Path, reports: Path) -> Path:
    done = cchc("run", folder, "--out", reports, "--no-reports")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.splitlines()[-1])


def follow(folder: Path, year, unit_code: str, steps) -> None:
    """Do in a folder what a unit, the council and the office would do."""
    form = f"submissions/{unit_code}.xlsx"
    workbook = load_workbook(folder / form)
    scores = {score.component_code: score for score in year.scores_of(unit_code)}
    for step in steps:
        declared = {one.input_code: one for one in scores[step.component_code].rule_score.figures}
        for change in step.changes:
            place = declared[change.input_code].place
            words = {True: "Có", False: "Không"}
            value = words[change.after] if isinstance(change.after, bool) else change.after
            workbook[place.sheet][place.cell].value = value
    workbook.save(folder / form)
    decided = [
        (unit_code, step.component_code, step.after, "Công nhận số liệu", "Biên bản 07", DAY)
        for step in steps
    ]
    _replace_rows(folder / "council.csv", decided)
    corrected = [form, "council.csv"]
    with (folder / "corrections.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("file", "sha256", "document", "date", "reason"))
        for file in corrected:
            digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
            rows.writerow((file, digest, "Công văn 12", DAY, "Bổ sung số liệu"))


def _replace_rows(path: Path, decided) -> None:
    """Put decisions of the council into its table, in place of earlier ones on the same."""
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    keys = {(unit, component) for unit, component, *_ in decided}
    kept = [row for row in rows if tuple(row[:2]) not in keys]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *kept, *decided])


def row_of(folder: Path, unit_code: str) -> dict[str, str]:
    with (folder / "tables" / "index.csv").open(encoding="utf-8", newline="") as stream:
        return next(row for row in csv.DictReader(stream) if row["unit_code"] == unit_code)


def test_a_unit_that_types_the_advised_figures_gets_what_was_promised(asked, tmp_path):
    folder, finished = asked
    year = open_run(finished)
    typed = 0
    for unit in year.units[::2]:
        outlook = look_ahead(year, unit.unit_code)
        plans = [one.plan for one in outlook.advice if one.plan] or list(outlook.largest[-1:])
        plan = max(plans, key=lambda one: sum(len(step.changes) for step in one.steps))
        copy = tmp_path / unit.unit_code
        shutil.copytree(folder, copy)
        follow(copy, year, unit.unit_code, plan.steps)
        checked = cchc("check", copy)
        assert checked.returncode == 0, checked.stderr
        row = row_of(run(copy, tmp_path / "reports"), unit.unit_code)
        assert row["total_score"] == f"{plan.after.total_score:f}"
        assert row["index_pct"] == f"{plan.after.index_pct:f}"
        assert row["rank"] == str(plan.after.rank)
        assert row["grade"] == plan.after.grade.name_vi
        typed += sum(len(step.changes) for step in plan.steps)
    assert typed >= UNITS / 2
