"""Bad input of every family: all of it reported, the rest of the year goes on."""

import csv
import json
import shutil
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cchc_lib import cli
from cchc_lib.core.decisions import AppraisedLine
from cchc_lib.core.stages import RuleLine
from cchc_lib.files.returns.submissions import read_submissions
from cchc_lib.files.sources import SourceFile
from cchc_lib.pipeline import check_year
from cchc_lib.project import NOTEBOOKS, RULES
from cchc_lib.running import reports


def run_cli(monkeypatch, *words) -> int:
    monkeypatch.setattr(sys, "argv", ["cchc", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


@pytest.fixture
def folder(example, tmp_path):
    """A copy of the example of which no stage has been closed, so that files may change."""
    shutil.copytree(example, tmp_path / "year", ignore=shutil.ignore_patterns("closed"))
    return tmp_path / "year"


def test_twenty_mistakes_in_one_submission_are_twenty_findings_and_35_units_go_on(
    folder, year, monkeypatch, capsys, tmp_path
):
    file = "submissions/so-y-te.xlsx"
    path = folder / file
    submissions, _ = read_submissions(
        [SourceFile(path=path, file=file)],
        root=folder,
        edition=year.edition,
        assessment=year.assessment,
    )
    exempt = {e.component_code for e in year.assessment.exemptions if e.unit_code == "so-y-te"}
    places = [
        entry.self_score.place
        for code, entry in submissions["so-y-te"].entries.items()
        if entry.self_score.place.cell and code not in exempt
    ]
    workbook = load_workbook(path)
    for place in places[:20]:
        workbook[place.sheet][place.cell] = 99
    workbook.save(path)

    code = run_cli(monkeypatch, "run", folder, "--out", tmp_path / "out", "--no-reports", "--json")
    whole = json.loads(capsys.readouterr().out)
    mistakes = [f for f in whole["findings"] if f["severity"] == "error" and f["file"] == file]
    assert code == 12
    assert len(mistakes) == 20
    assert {f["code"] for f in mistakes} == {"HS-014"}
    assert {f["cell"] for f in mistakes} == {place.cell for place in places[:20]}
    assert whole["is_provisional"] is True
    index = Path(whole["run"], "tables", "index.csv").read_text("utf-8")
    table = {row["unit_code"]: row for row in csv.DictReader(index.splitlines())}
    assert sum(bool(row["index_pct"]) for row in table.values()) == 35
    assert table["so-y-te"]["total_score"] == table["so-y-te"]["rank"] == ""


def test_an_appraisal_replaced_after_closing_is_named_and_its_closed_copy_counts(
    example, year, tmp_path
):
    folder, file = tmp_path / "year", "appraisal/so-y-te.xlsx"
    shutil.copytree(example, folder)
    workbook = load_workbook(folder / file)
    first = next(
        one.place
        for score in year.scores_of("so-y-te")
        for one in score.decisions
        if one.place.file == file and one.value
    )
    workbook[first.sheet][first.cell] = 0
    workbook.save(folder / file)
    changed = check_year(folder)
    (noticed,) = set(changed.findings) - set(year.findings)
    assert (noticed.code, noticed.unit_code, noticed.file) == ("GD-001", "so-y-te", file)
    assert "thẩm định lần 1" in noticed.message
    assert [unit.index_pct for unit in changed.units] == [unit.index_pct for unit in year.units]
    assert changed.unit("so-y-te").is_provisional


def test_changing_one_threshold_changes_exactly_the_scores_that_depend_on_it(folder, year):
    shutil.copytree(RULES / "mau-2018", folder / "rules" / "mau-2018")
    path = folder / "rules" / "mau-2018" / "area_1_direction.toml"
    text = path.read_text("utf-8")
    text = text.replace("{ gt = 90, share = 1 }", "{ gt = 96, share = 1 }", 1)
    path.write_text(text.replace("ge = 70, le = 90", "ge = 70, le = 96", 1), "utf-8")
    changed = check_year(folder)
    moved = {
        (old.unit_code, old.component_code)
        for old, new in zip(year.scores, changed.scores, strict=True)
        if rule_value(old) != rule_value(new)
    }
    depends = {
        (score.unit_code, "1.1.3")
        for score in year.scores
        if score.component_code == "1.1.3" and 90 < percent_of(score) <= 96
    }
    assert moved == depends
    assert moved


def test_changing_a_survey_rule_changes_exactly_the_totals_that_depend_on_it(folder, year):
    shutil.copytree(RULES / "mau-2018", folder / "rules" / "mau-2018")
    path = folder / "rules" / "mau-2018" / "area_3_procedure.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("B = 60", "B = 50"), "utf-8")
    changed = check_year(folder)
    moved = {
        old.component_code
        for old, new in zip(year.scores, changed.scores, strict=True)
        if old.final.value != new.final.value
    }
    assert moved == {"3.S.2"}
    assert [u.index_pct for u in changed.units] != [u.index_pct for u in year.units]


def rule_value(score):
    return score.rule_score.value if isinstance(score.rule_score, RuleLine) else None


def percent_of(score):
    done, planned = (figure.value for figure in score.rule_score.figures)
    return done * 100 / planned


def test_a_notebook_that_fails_names_its_cell_keeps_the_others_and_exits_with_14(
    example, monkeypatch, capsys, tmp_path
):
    broken = tmp_path / "notebooks"
    shutil.copytree(NOTEBOOKS, broken)
    path = broken / "40_unit_report.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    codes = [i for i, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"]
    notebook["cells"][codes[2]]["source"] = 'raise ValueError("đã hỏng")'
    path.write_text(json.dumps(notebook, ensure_ascii=False), "utf-8")
    monkeypatch.setattr(reports, "NOTEBOOKS", broken)

    code = run_cli(
        monkeypatch, "run", example, "--out", tmp_path / "out", "--unit", "so-noi-vu", "--json"
    )
    captured = capsys.readouterr()
    whole = json.loads(captured.out)
    (failure,) = whole["failed_notebooks"]
    assert code == 14
    assert failure["name"] == "so-noi-vu"
    assert failure["failed_cell"] == codes[2] + 2
    assert "đã hỏng" in failure["reason"]
    pages = {p.name for p in (tmp_path / "out").rglob("*.html")}
    assert {"index.html", "50_province_report.html", "so-noi-vu.html"} <= pages
    assert "Traceback" not in captured.err
    said = ("[KQ-001]", "Không lập được 1 báo cáo", "Mở báo cáo: ", "index.html", "cchc open ")
    places = [captured.err.index(words) for words in said]
    assert places == sorted(places)


def test_an_unreadable_assessment_is_a_sentence(tmp_path, monkeypatch, capsys):
    (tmp_path / "assessment.toml").write_text("year = ", "utf-8")
    assert run_cli(monkeypatch, "run", tmp_path) == 12
    assert "[KD-002]" in capsys.readouterr().err


def test_an_officer_who_used_semicolons_is_understood(folder, year):
    path = folder / "units.csv"
    path.write_text(path.read_text("utf-8").replace(",", ";"), "utf-8-sig")
    changed = check_year(folder)
    assert [u.index_pct for u in changed.units] == [u.index_pct for u in year.units]


def test_an_override_keeps_both_scores_and_its_reason(year):
    lines = [s.appraised for s in year.scores if isinstance(s.appraised, AppraisedLine)]
    overrides = [line for line in lines if line.kind == "override"]
    assert overrides
    assert all(line.reason and line.difference for line in overrides)
