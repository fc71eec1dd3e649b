"""Slips of an ordinary office: each gives a finding or a sentence, never a wrong number."""

import csv
import json
import shutil
import sys
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from cchc_lib import cli
from cchc_lib.errors import CchcError, ResultProblem
from cchc_lib.opening import open_run
from cchc_lib.pipeline import RunRequest, check_year, make_example, run_year
from cchc_lib.running.execution.keeping import remembering
from cchc_lib.running.execution.tasks import Made

FEW = 6


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "year"
    make_example(folder, year=2018, unit_count=FEW, seed=2018, has_faults=False)
    return folder


@pytest.fixture(scope="module")
def clean(small):
    return check_year(small)


@pytest.fixture
def folder(small, tmp_path):
    shutil.copytree(small, tmp_path / "year")
    return tmp_path / "year"


def append(path: Path, line: str) -> None:
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")


def answers(folder: Path) -> Path:
    return folder / "survey" / "answers.csv"


def sipas(folder: Path) -> Path:
    return folder / "survey" / "sipas.csv"


def to_sheet(path: Path, change=lambda _: None) -> None:
    """Replace a CSV table by the same table as a workbook, changed."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in csv.reader(path.read_text("utf-8").splitlines()):
        sheet.append([float(cell) if cell.replace(".", "").isdecimal() else cell for cell in row])
    change(sheet)
    workbook.save(path.with_suffix(".xlsx"))
    path.unlink()


def as_share(sheet) -> None:
    sheet["C2"] = 0.915
    sheet["C2"].number_format = "0.0%"


def as_formula(sheet) -> None:
    sheet["C2"] = "=1+1"


def in_toml(folder: Path, old: str, new: str) -> None:
    path = folder / "assessment.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


SLIPS = {
    "a decimal comma in an unquoted bonus": (
        lambda f: append(f / "adjustments.csv", "so-noi-vu,bonus,new-model,1,5,Lý do,QĐ 1"),
        "KD-020",
    ),
    "a bonus without points": (
        lambda f: append(f / "adjustments.csv", "so-noi-vu,bonus,new-model,,Lý do,QĐ 1"),
        "KD-015",
    ),
    "a bonus written twice": (
        lambda f: append(
            f / "adjustments.csv", "\n".join(["so-noi-vu,bonus,new-model,0.1,a,QĐ 1"] * 2)
        ),
        "KD-023",
    ),
    "a decimal comma in an unquoted percentage": (
        lambda f: append(sipas(f), "so-noi-vu,4.S.1,91,5,120"),
        "KD-020",
    ),
    "a share instead of a percentage": (
        lambda f: sipas(f).write_text(
            "unit_code,question_code,percent,sample_size\nso-noi-vu,4.S.1,0.915,120\n", "utf-8"
        ),
        "XH-013",
    ),
    "a percentage without sample size": (
        lambda f: sipas(f).write_text(
            "unit_code,question_code,percent,sample_size\nso-noi-vu,4.S.1,91.5,\n", "utf-8"
        ),
        "XH-008",
    ),
    "a percent format in a survey workbook": (lambda f: to_sheet(sipas(f), as_share), "BM-016"),
    "a formula nobody computed": (lambda f: to_sheet(sipas(f), as_formula), "BM-014"),
    "a copy of the answers": (
        lambda f: shutil.copy(answers(f), f / "survey" / "answers - Copy.csv"),
        "BM-050",
    ),
    "a link in the place of a table": (
        lambda f: (
            (f / "exemptions.csv").replace(f / "x") and (f / "exemptions.csv").symlink_to("x")
        ),
        "BM-026",
    ),
    "an unknown answer to a measured question": (
        lambda f: append(answers(f), "leaders,so-noi-vu,4.S.1,Không biết"),
        "XH-004",
    ),
    "an overlong cell": (lambda f: append(answers(f), "leaders," + "x" * 200_000), "KD-002"),
    "a unit code that is a path": (
        lambda f: append(f / "units.csv", "../../x,Sở X,department,2018-01-01,"),
        "KD-007",
    ),
    "a unit without a name": (
        lambda f: append(f / "units.csv", "so-x,,department,2018-01-01,"),
        "KD-007",
    ),
    "a unit that ended during the year": (
        lambda f: append(f / "units.csv", "so-x,Sở X,department,2015-01-01,2018-06-30"),
        "KD-022",
    ),
    "an unknown column with personal data": (
        lambda f: answers(f).write_text(
            "\n".join(f"{line},x" for line in answers(f).read_text("utf-8").splitlines()) + "\n",
            "utf-8",
        ),
        "XH-010",
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_found(folder, name):
    slip, code = SLIPS[name]
    slip(folder)
    assert code in {finding.code for finding in check_year(folder).findings}


STOPS = {
    "no unit at all": (
        lambda f: (f / "units.csv").write_text(
            "unit_code,unit_name,group_code,valid_from,valid_to\n", "utf-8"
        ),
        "KD-021",
    ),
    "an edition that is a number": (
        lambda f: in_toml(f, 'edition = "mau-2018"', "edition = 5"),
        "KD-003",
    ),
    "an edition that is a path": (
        lambda f: in_toml(f, 'edition = "mau-2018"', 'edition = "../x"'),
        "KD-003",
    ),
    "a year nobody lives in": (lambda f: in_toml(f, "year = 2018", "year = 20188"), "KD-003"),
}


@pytest.mark.parametrize("name", STOPS)
def test_a_folder_that_cannot_be_used_stops_with_its_finding(folder, name):
    slip, code = STOPS[name]
    slip(folder)
    with pytest.raises(CchcError) as stopped:
        check_year(folder)
    assert code in {finding.code for finding in stopped.value.findings}
    assert stopped.value.exit_code == 12


def test_answers_split_over_two_files_count_as_one(folder, clean):
    header, *lines = answers(folder).read_text("utf-8").splitlines()
    half = len(lines) // 2
    for name, part in (("first.csv", lines[:half]), ("second.csv", lines[half:])):
        (folder / "survey" / name).write_text("\n".join([header, *part]) + "\n", "utf-8")
    answers(folder).unlink()
    split = check_year(folder)
    assert [s.final.value for s in split.scores] == [s.final.value for s in clean.scores]
    assert [u.index_pct for u in split.units] == [u.index_pct for u in clean.units]


def test_a_copy_of_the_answers_changes_no_score(folder, clean):
    shutil.copy(answers(folder), folder / "survey" / "answers - Copy.csv")
    doubled = check_year(folder)
    assert [s.final for s in doubled.scores] == [s.final for s in clean.scores]


def test_a_survey_kept_as_a_workbook_gives_the_same_scores(folder, clean):
    to_sheet(answers(folder))
    to_sheet(sipas(folder))
    assert [u.index_pct for u in check_year(folder).units] == [u.index_pct for u in clean.units]


def test_the_law_does_not_depend_on_the_working_directory(folder, clean, monkeypatch, tmp_path):
    (tmp_path / "mau-2018").mkdir()
    monkeypatch.chdir(tmp_path)
    assert [u.grade for u in check_year(folder).units] == [u.grade for u in clean.units]


def test_a_unit_with_hardly_anything_decided_has_no_place_and_no_grade(folder, clean):
    for name in ("closed", "explanations", "appraisal_2"):
        shutil.rmtree(folder / name)
    for path in [*(folder / "appraisal").glob("chu-tri_*"), folder / "council.csv"]:
        path.unlink()
    path = folder / "appraisal" / "so-noi-vu.xlsx"
    workbook = load_workbook(path)
    places = [
        line.place
        for score in clean.scores_of("so-noi-vu")
        for line in score.decisions
        if line.place.file == "appraisal/so-noi-vu.xlsx" and score.status == "scored"
    ]
    for place in places[1:]:
        workbook[place.sheet][place.cell] = None
    workbook.save(path)
    shutil.rmtree(folder / "survey")
    unit = check_year(folder).unit("so-noi-vu")
    assert unit.state == "provisional"
    assert not isinstance(unit.rank, int)
    assert not hasattr(unit.grade, "ge")


def test_a_lesser_run_never_replaces_a_greater_one(small, tmp_path, monkeypatch):
    executed: list[str] = []

    class Pretending:
        def share(self, _):
            return

        def make_all(self, tasks):
            for task in tasks:
                executed.append(task.name)
                page = getattr(task, "page", "")
                yield Made(name=task.name, files={page: b""} if page else {})

    @contextmanager
    def pretend(_):
        yield Pretending()

    monkeypatch.setattr("cchc_lib.pipeline.open_workers", pretend)
    monkeypatch.setattr(remembering, "ARTEFACTS", tmp_path / "made")
    request = {"directory": small, "reports": tmp_path / "reports"}
    whole = run_year(RunRequest(**request), lambda *_: None)
    executed.clear()
    lesser = run_year(RunRequest(**request, unit_codes=("so-noi-vu",)), lambda *_: None)
    none = run_year(RunRequest(**request, has_reports=False), lambda *_: None)
    assert executed == []
    assert lesser.is_reused
    assert none.is_reused
    assert len(list((whole.folder / "units").iterdir())) == FEW


def test_a_damaged_table_is_a_sentence(small, tmp_path):
    done = run_year(
        RunRequest(directory=small, reports=tmp_path, has_reports=False), lambda *_: None
    )
    traces = done.folder / "tables" / "traces.jsonl"
    traces.write_text("".join(traces.read_text("utf-8").splitlines(keepends=True)[:-3]), "utf-8")
    with pytest.raises(ResultProblem, match=r"traces\.jsonl"):
        open_run(done.folder)


def test_a_wrong_file_name_is_not_a_clean_bill(folder, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["cchc", "check", str(folder), "typo.xlsx", "--json"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "typo.xlsx" in json.loads(capsys.readouterr().out)["error"]


def test_usage_errors_are_json_too(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["cchc", "run", "--json"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert json.loads(capsys.readouterr().out)["exit_code"] == 2


def test_no_score_of_the_example_is_above_its_maximum(clean):
    for score in clean.scores:
        if isinstance(score.final.value, Decimal):
            assert 0 <= score.final.value <= score.max_score


def test_a_unit_that_gets_no_form_is_said_so(folder, monkeypatch, capsys):
    append(folder / "units.csv", "so-x,Sở X,so,2018-01-01,")
    monkeypatch.setattr(sys, "argv", ["cchc", "forms", str(folder)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 12
    assert "[KD-006]" in capsys.readouterr().err
