"""Every notebook runs top to bottom; a run has a page for each, and repeats byte for byte."""

import json
import re

import pytest

from cchc_lib.pipeline import RunRequest, run_year
from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.execution.calling import open_workers
from cchc_lib.running.execution.tasks import NotebookTask
from cchc_lib.running.execution.workers import WorkersWanted

UNIT = "so-noi-vu"
EVERY = sorted(NOTEBOOKS.glob("*.ipynb"))
DEPENDS_ON_EXTENT = {
    "manifest.json", "ro-crate-metadata.json", "SHA256SUMS", "index.html", "bang-ket-qua.xlsx",
}  # fmt: skip
"""What lists the reports of a run, and so is another one where others were asked for."""


def lists_reports(path, codes):
    """Tell whether a file depends on the units whose reports were asked for."""
    is_audit = path.parent.name == "audit" and path.stem not in codes
    return path.name in DEPENDS_ON_EXTENT or (is_audit and not path.stem.startswith("group-"))


def test_a_run_has_an_executed_notebook_and_a_page_for_every_unit(finished):
    codes = [unit.unit_code for unit in finished.year.units]
    assert finished.failed == ()
    for kind in ("html", "pdf"):
        pages = (finished.folder / "units").glob(f"*.{kind}")
        assert sorted(p.stem for p in pages) == sorted(codes)
    executed = finished.folder / "notebooks" / "units"
    assert sorted(p.stem for p in executed.iterdir()) == sorted(codes)


def test_pages_are_vietnamese_offline_and_say_that_figures_are_synthetic(finished):
    pages = list(finished.folder.rglob("*.html"))
    assert len(pages) >= 36 + 6
    for page in pages:
        text = page.read_text("utf-8")
        assert 'lang="vi"' in text, page.name
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text), page.name
        if page.name != "00_methodology.html":
            assert "minh họa" in text.lower(), page.name


def test_no_output_names_a_path_of_the_machine(finished, example):
    for path in finished.folder.rglob("*"):
        if path.suffix in {".html", ".ipynb", ".json", ".jsonl", ".csv"}:
            text = path.read_text("utf-8")
            assert str(example.parent) not in text, path.name
            assert str(NOTEBOOKS.parent) not in text, path.name


def test_every_chart_of_a_unit_report_is_drawn_and_has_alternative_text(finished):
    page = (finished.folder / "units" / f"{UNIT}.html").read_text("utf-8")
    charts = re.findall(r"<svg[^>]*>", page)
    assert len(charts) >= 3
    assert page.count('role="img"') >= len(charts)


def made(*tasks):
    """Make some notebooks, two at a time."""
    with open_workers(WorkersWanted(count=2)) as workers:
        return {one.name: one for one in workers.make_all(tasks)}


def test_the_audit_notebook_explains_a_number(finished):
    task = NotebookTask(
        name="audit",
        notebook=NOTEBOOKS / "60_audit_score.ipynb",
        folder=finished.folder,
        executed="audit.ipynb",
        page="audit.html",
        parameters={"run": ".", "unit": UNIT, "component": "4.3.1"},
    )
    outcome = made(task)["audit"]
    assert not outcome.has_failed, outcome.reason
    assert f"submissions/{UNIT}.xlsx" in outcome.files["audit.html"].decode()


def test_two_runs_in_different_folders_are_the_same_byte_for_byte(finished, example, tmp_path):
    codes = (UNIT, "so-y-te")
    request = RunRequest(directory=example, reports=tmp_path / "a", unit_codes=codes)
    again = run_year(request, lambda *_: None)
    assert again.folder.name == finished.folder.name
    same = [
        path.relative_to(again.folder)
        for path in sorted(again.folder.rglob("*"))
        if path.is_file() and not lists_reports(path, codes)
    ]
    assert len(same) > 20
    for name in same:
        assert (again.folder / name).read_bytes() == (finished.folder / name).read_bytes(), name


def test_the_manifest_hashes_every_output(finished):
    manifest = json.loads((finished.folder / "manifest.json").read_text("utf-8"))
    files = {
        p.relative_to(finished.folder).as_posix() for p in finished.folder.rglob("*") if p.is_file()
    }
    assert set(manifest["outputs"]) == files - {"manifest.json", "SHA256SUMS"}
    assert manifest["counts"]["units"] == 36


@pytest.fixture(scope="module")
def with_defaults():
    return made(
        *(
            NotebookTask(
                name=path.stem,
                notebook=path,
                folder=NOTEBOOKS,
                executed="executed.ipynb",
                page="page.html",
            )
            for path in EVERY
        )
    )


@pytest.mark.parametrize("name", [path.stem for path in EVERY])
def test_every_notebook_runs_with_its_defaults(name, with_defaults):
    outcome = with_defaults[name]
    assert not outcome.has_failed, f"ô {outcome.failed_cell}: {outcome.reason}"
