"""Parameters of a notebook: unknown or mistyped ones are refused before anything runs.

Papermill only warns about a misspelt name and goes on with the default, and writes names
into code unquoted; so names and types are held against the notebook's ``parameters`` cell.
"""

import ast
import json
from collections.abc import Mapping
from pathlib import Path

from cchc_lib.errors import NotebookProblem
from cchc_lib.vietnamese import suggest

__all__ = ["check_parameters", "declared_parameters"]

_TYPE_NAMES = {"str": "chữ", "int": "số nguyên", "float": "số", "bool": "true hoặc false"}


def declared_parameters(notebook: Path) -> dict[str, str]:
    """Return the type name of each parameter that a notebook declares.

    The ``parameters`` cell holds annotated simple assignments only: ``unit: str = "…"``.
    """
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    tagged = [c for c in cells if "parameters" in c["metadata"].get("tags", ())]
    source = "".join(tagged[0]["source"]) if tagged else ""
    return {
        node.target.id: ast.unparse(node.annotation)
        for node in ast.parse(source).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def check_parameters(notebook: Path, parameters: Mapping[str, object]) -> None:
    """Refuse parameters that a notebook does not declare, or of another type.

    Raises
    ------
    NotebookProblem
        Naming every parameter that cannot be used, and the near match of a misspelt one.
    """
    declared = declared_parameters(notebook)
    problems = [
        problem
        for name, value in parameters.items()
        for problem in [_problem(name, value, declared)]
        if problem
    ]
    if problems:
        raise NotebookProblem(f"Sổ tính {notebook.name}: {' '.join(problems)}")


def _problem(name: str, value: object, declared: Mapping[str, str]) -> str:
    if name not in declared:
        known = f"Các tham số: {', '.join(declared)}."
        return f"không có tham số “{name}”. {suggest(name, declared, otherwise=known)}"
    expected = declared[name]
    if type(value).__name__ != expected:
        return (
            f"tham số “{name}” phải là {_TYPE_NAMES.get(expected, expected)}, không phải {value!r}."
        )
    return ""
