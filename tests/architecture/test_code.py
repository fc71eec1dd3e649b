"""What the code may not contain, how long it may be, and that it names what it offers."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import FILES, MODULES, module_name, tree_of

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
MAY_BE_LONGER = {
    "describe_rule_of",  # one branch per rule kind
}
YEARS = range(1990, 2100)
CORE = [path for path in FILES if path.parent.name == "core"]

each_file = pytest.mark.parametrize("path", FILES, ids=module_name)


@pytest.mark.parametrize("path", CORE, ids=module_name)
def test_core_computes_without_binary_fractions(path):
    for node in ast.walk(tree_of(path)):
        is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        is_call = isinstance(node, ast.Call) and ast.unparse(node.func) == "float"
        assert not is_literal, f"line {node.lineno}: {ast.unparse(node)}"
        assert not is_call, f"line {node.lineno}: {ast.unparse(node)}"


@each_file
def test_no_code_asks_which_year_it_is(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Compare | ast.MatchValue):
            literals = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
            assert not any(v in YEARS for v in literals if type(v) is int), ast.unparse(node)


@each_file
def test_files_and_functions_stay_short(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE
    for node in _functions(path):
        if node.name not in MAY_BE_LONGER:
            assert _length(node) <= LONGEST_FUNCTION, f"{node.name}: {_length(node)} lines"


def test_only_long_functions_are_excused():
    long = {n.name for path in FILES for n in _functions(path) if _length(n) > LONGEST_FUNCTION}
    assert long >= MAY_BE_LONGER


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function below its signature and docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_all_names_exactly_the_public_definitions(name):
    module = importlib.import_module(name)
    listed = getattr(module, "__all__", [])
    assert len(set(listed)) == len(listed)
    for public in listed:
        assert hasattr(module, public), public
    assert {node.name for node in tree_of(MODULES[name]).body if _is_public(node)} <= set(listed)


def _is_public(node: ast.stmt) -> bool:
    """Tell whether a statement defines something for others; a command is for people."""
    if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
        return False
    decorators = " ".join(map(ast.unparse, node.decorator_list))
    return "command(" not in decorators and ".group(" not in decorators
