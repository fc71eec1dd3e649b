"""The package as syntax trees: what each module imports, defines and contains."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "cchc_lib"
FILES = sorted(PACKAGE.rglob("*.py"))
CODE = re.compile(r"[A-Z]{2}-\d{3}")


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a source file."""
    return ast.parse(path.read_text("utf-8"))


def module_name(path: Path) -> str:
    """Return the dotted name of a source file, such as ``cchc_lib.core.survey``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in FILES}


def imports_of(path: Path) -> set[str]:
    """Return every module a file imports, wherever the import stands, except for types only."""
    return set(_imports(tree_of(path)))


def _imports(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield inner if inner in MODULES else str(node.module)
    for child in ast.iter_child_nodes(node):
        yield from _imports(child)


def own_imports(path: Path) -> set[str]:
    """Return the modules of this package that a file imports."""
    return {name for name in imports_of(path) if name.split(".")[0] == PACKAGE.name}


def codes_in(paths: Iterable[Path]) -> set[str]:
    """Return the finding codes that stand in some source files."""
    return {
        node.value
        for path in paths
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if CODE.fullmatch(node.value)
    }
