"""The PDF of every report of a run: what its first sheets hold, its size, and its failure."""

import json
import re

import nbformat
import pytest
from pypdf import PdfReader

from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.execution.notebooks import execute_notebook
from cchc_lib.running.execution.tasks import NotebookTask
from tests.unit.test_pdf import words

LARGEST = 400_000
OPENING = ("Từng lĩnh vực so với nhóm", "Điểm mạnh, điểm yếu")
SECOND = ("Mất điểm ở đâu", "Ba bước tiếp theo")
NOTICE = "Số liệu minh họa: do máy sinh ra, không phải kết quả thật của đơn vị nào."


def sheets_of(path, count):
    """Return the words of the first sheets of a file."""
    return [words(page.extract_text()) for page in PdfReader(path).pages[:count]]


def test_two_sheets_carry_the_result_of_a_unit_and_the_annex_follows(finished):
    names = {unit.code: unit.name_vi for unit in finished.year.assessment.units}
    for path in sorted((finished.folder / "units").glob("*.pdf")):
        first, second, third = sheets_of(path, 3)
        assert words(names[path.stem]) in first, path.name
        assert all(words(title) in first for title in OPENING), path.name
        assert all(words(title) in second for title in SECOND), path.name
        assert words("Phụ lục: diễn giải") in third, path.name


def test_a_unit_report_says_the_same_numbers_on_paper_and_on_its_page(finished):
    path = finished.folder / "units" / "so-noi-vu"
    page = path.with_suffix(".html").read_text("utf-8")
    shown = re.findall(r'cchc-trail" href="[^"]*">([^<]+)</a>', page)
    said = "".join(sheets_of(path.with_suffix(".pdf"), None))
    assert len(shown) > 300
    assert [one for one in shown if words(one) not in said] == []


@pytest.mark.parametrize("name", ["units/so-noi-vu.pdf", "notebooks/50_province_report.pdf"])
def test_every_sheet_says_that_figures_are_made_up_and_carries_the_seal(name, finished):
    seal = json.loads((finished.folder / "manifest.json").read_text("utf-8"))["seal"]
    for sheet in sheets_of(finished.folder / name, None):
        assert words(NOTICE) in sheet
        assert words("SỐ LIỆU MINH HỌA") in sheet
        assert f"Mãchuỗikiểmchứng:{seal}" in sheet


def test_files_are_small_linked_and_name_no_path(finished, example):
    index = (finished.folder / "index.html").read_text("utf-8")
    for path in sorted(finished.folder.rglob("*.pdf")):
        content = path.read_bytes()
        page = path.with_suffix(".html").read_text("utf-8")
        assert f'<a href="{path.name}">Bản PDF</a>' in page
        assert f'href="{path.relative_to(finished.folder).as_posix()}"' in index
        assert len(content) < LARGEST or path.parent.name == "notebooks", path.name
        for place in (example.parent, NOTEBOOKS.parent):
            assert str(place).encode() not in content


def test_a_pdf_that_is_not_made_is_told_and_the_page_is_kept(monkeypatch, tmp_path):
    broken = tmp_path / "report.typ"
    broken.write_text('#panic("hỏng")', "utf-8")
    monkeypatch.setattr("cchc_lib.present.pdf.compiling._TEMPLATE", broken)
    notebook = tmp_path / "a.ipynb"
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Chữ")]), notebook
    )
    task = NotebookTask(
        name="báo cáo", notebook=notebook, folder=tmp_path, executed="a.ipynb", page="a.html",
        pdf="a.pdf",
    )  # fmt: skip
    made = execute_notebook(task, "cchc")
    assert made.has_failed
    assert set(made.files) == {"a.ipynb", "a.html"}
    found = made.as_finding()
    assert (found.code, found.severity) == ("KQ-002", "error")
    assert "hỏng" in found.message
    assert "báo cáo" in found.message
