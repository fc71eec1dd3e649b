"""Notebooks are thin, in Vietnamese, without outputs, with one cell of simple parameters."""

import ast
import unicodedata
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
ALLOWED = (
    "cchc_lib.opening",
    "cchc_lib.present",
    "cchc_lib.core.audit",
    "cchc_lib.analysis",
    "cchc_lib.training",
)
FORBIDDEN = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.Try,
    ast.With,
    ast.comprehension,
)
VIETNAMESE = set("ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")
LONGEST_CELL = 12

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def _code(path: Path) -> list:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def _tagged(path: Path) -> list:
    return [cell for cell in _code(path) if "parameters" in cell.metadata.get("tags", ())]


def _imported(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_a_notebook_is_valid_with_ids_title_and_kernel(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert VIETNAMESE & set(notebook.metadata.title.lower())
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


def test_a_notebook_is_committed_without_outputs(path):
    for cell in _code(path):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_one_cell_declares_simple_annotated_parameters(path):
    (cell,) = _tagged(path)
    for node in ast.parse(cell.source).body:
        assert isinstance(node, ast.AnnAssign), cell.source
        assert node.annotation.id in {"str", "int", "float", "bool"}
        assert isinstance(node.value, ast.Constant)


def test_code_cells_are_short_and_hold_no_logic(path):
    for cell in _code(path):
        assert len(cell.source.splitlines()) <= LONGEST_CELL, cell.id
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, FORBIDDEN), f"{cell.id}: {type(node).__name__}"


def test_a_notebook_holds_no_number_of_its_own(path):
    for cell in _code(path):
        if cell not in _tagged(path):
            for node in ast.walk(ast.parse(cell.source)):
                is_number = isinstance(node, ast.Constant) and isinstance(node.value, int | float)
                assert not is_number, cell.id


def test_a_notebook_imports_only_what_the_architecture_allows(path):
    for cell in _code(path):
        for name in _imported(ast.parse(cell.source)):
            assert name.startswith(ALLOWED), f"{cell.id}: {name}"


def test_prose_stands_before_every_section_and_after_every_figure(path):
    cells = nbformat.read(path, as_version=4).cells
    assert cells[0].cell_type == "markdown"
    assert cells[0].source.startswith("# ")
    for place, cell in enumerate(cells):
        if cell.cell_type == "code" and ("chart" in cell.source or "heat_map" in cell.source):
            after = cells[place + 1]
            assert cells[place - 1].cell_type == "markdown", cell.id
            assert "Cách đọc" in after.source, cell.id
            assert "Giới hạn" in after.source, cell.id


def test_prose_is_composed_vietnamese(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            assert unicodedata.is_normalized("NFC", cell.source)
            assert VIETNAMESE & set(cell.source.lower()), cell.id
