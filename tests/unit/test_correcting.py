"""A correction of a published run: a new run that names the old one, why, and on what document."""

import json
import shutil

import pytest

from cchc_lib.auditing.verifying import verify_run
from cchc_lib.core.audit import compare_years
from cchc_lib.files.run_log import read_log
from cchc_lib.files.settings import read_correction, read_settings
from cchc_lib.opening import open_run
from cchc_lib.pipeline import RunRequest, make_example, run_year
from cchc_lib.present.comparison.text import format_comparison

REASON = "Sót văn bản <b>A & B</b> của đơn vị."
TABLE = '\n[correction]\nrun = "{run}"\nreason = "{reason}"\ndocument = "45/QĐ-UBND"\n'


def amend(root, **words):
    """Add the table that names a corrected run."""
    settings = root / "assessment.toml"
    with settings.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(TABLE.format(**{"run": "2018-mau-2018-0123456789ab", "reason": "x"} | words))


def run(root, reports):
    return run_year(RunRequest(directory=root, reports=reports, has_reports=False), lambda *_: None)


def is_sound(folder):
    return verify_run(folder, progress=lambda *_: None).is_sound


def contents_of(folder):
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def corrected(tmp_path_factory):
    """A published run and its correction, in which a unit loses its bonus points."""
    base = tmp_path_factory.mktemp("correcting")
    make_example(base / "year", year=2018, unit_count=2, seed=7, has_faults=False)
    shutil.copytree(base / "year", base / "again")
    old = run(base / "year", base / "reports")
    before = contents_of(old.folder)
    (base / "again" / "adjustments.csv").write_text(
        "unit_code,kind,code,points,reason,document\n"
        "so-noi-vu,bonus,new-model,0.25,Mô hình mới,45/QĐ-UBND\n", "utf-8",
    )  # fmt: skip
    amend(base / "again", run=old.folder.name, reason=REASON)
    new = run(base / "again", base / "reports")
    return old, before, new


def test_a_correction_is_a_run_of_its_own_and_the_old_one_stays_as_it_was(corrected):
    old, before, new = corrected
    assert new.folder.name != old.folder.name
    assert new.noticed == ()
    assert contents_of(old.folder) == before


def test_manifest_log_and_pages_name_the_old_run_the_reason_and_the_document(corrected):
    old, _, new = corrected
    said = {"run": old.folder.name, "reason": REASON, "document": "45/QĐ-UBND"}
    manifest = json.loads((new.folder / "manifest.json").read_text("utf-8"))
    assert manifest["correction"] == said
    (line,) = [one for one in read_log(new.folder / "log.jsonl") if one.kind == "run_corrected"]
    assert dict(line.fields) == said
    page = (new.folder / "index.html").read_text("utf-8")
    assert f"thay lần chạy {old.folder.name} theo văn bản 45/QĐ-UBND" in page
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in page
    assert "correction" not in json.loads((old.folder / "manifest.json").read_text("utf-8"))


def test_both_runs_verify_and_comparing_them_says_what_the_correction_changed(corrected):
    old, _, new = corrected
    for one in (old, new):
        assert is_sound(one.folder)
    comparison = compare_years(open_run(old.folder), open_run(new.folder))
    text = format_comparison(comparison)
    assert "Bản đính chính" in text


def test_a_manifest_that_names_another_correction_is_noticed(corrected, tmp_path):
    _, _, new = corrected
    copy = tmp_path / new.folder.name
    shutil.copytree(new.folder, copy)
    text = (copy / "manifest.json").read_text("utf-8")
    (copy / "manifest.json").write_text(text.replace("45/QĐ-UBND", "46/QĐ-UBND"), "utf-8")
    assert not is_sound(copy)


def test_a_corrected_run_that_is_not_there_is_a_warning(tmp_path):
    make_example(tmp_path / "year", year=2018, unit_count=1, seed=7, has_faults=False)
    amend(tmp_path / "year")
    outcome = run(tmp_path / "year", tmp_path / "reports")
    assert [one.code for one in outcome.noticed] == ["KQ-034"]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ({}, []),
        ({"run": "2017-mau-2018-0123456789ab"}, ["correction.run"]),
        ({"run": "../2018"}, ["correction.run"]),
        ({"reason": " "}, ["correction.reason"]),
        ({"reason": 'x"\nreasons = "y'}, ["correction.reasons"]),
    ],
)
def test_a_correction_needs_a_run_of_its_year_a_reason_and_a_document(words, wrong, tmp_path):
    make = {"year": 2018, "unit_count": 1, "seed": 7, "has_faults": False}
    make_example(tmp_path / "year", **make)
    amend(tmp_path / "year", **words)
    settings, findings = read_settings(tmp_path / "year")
    assert [(one.code, one.found) for one in findings] == [("KD-003", key) for key in wrong]
    assert wrong or read_correction(settings).document == "45/QĐ-UBND"
