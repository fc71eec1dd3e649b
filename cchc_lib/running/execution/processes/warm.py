"""What a process does before it is given its first task, so that no task waits for it.

It imports what the project's notebooks import, and has everything that is prepared at first use
prepared: fonts, templates, grammars, the shell. On synthetic values only, and without executing
any notebook, so that no report starts with anything left by another.
"""

import ast
import gc
import json
import random
import sys
import threading
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path

from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.execution.engine.notebook_imports import import_notebook_packages

__all__ = [
    "ONE_THREAD",
    "keep_for_forks",
    "start_anew",
    "thread_count",
    "warm_up",
]

ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""The environment of a process that works beside others, or that is going to be forked."""
_USED = ("00", "10", "20", "40", "50")
"""The notebooks whose imports nearly every task needs; 30 alone needs pandas, which is slow."""


def warm_up() -> None:
    """Get this process ready to execute one notebook, or to be forked for it."""
    import_notebook_packages()
    from cchc_lib.running.execution.engine.cells import Cells
    from cchc_lib.running.execution.engine.client import prepare_here

    prepare_here(Cells())
    for module in sorted(set(_imported())):
        import_module(module)
    import_module("cchc_lib.running.execution.making")
    import_module("cchc_lib.present.pdf.compiling")
    import_module("typst")
    import_module("cchc_lib.files.documents.filling")
    _draw()
    _parameterise_and_export()


def keep_for_forks() -> None:
    """Put everything there is out of the reach of the collector, so that forks share it."""
    gc.collect()
    gc.freeze()


def thread_count() -> int:
    """Return how many threads this process has, those of C libraries too where that is known."""
    try:
        return len(list(Path("/proc/self/task").iterdir()))
    except OSError:
        return threading.active_count()


def start_anew() -> None:
    """Have a fork draw other random numbers than its siblings."""
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def _imported() -> Iterator[str]:
    """Yield the modules that the project's notebooks name in their imports."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        if not path.name.startswith(_USED):
            continue
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                yield from _modules_of("".join(cell["source"]))


def _modules_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (
                f"{node.module}.{name.name}" for name in node.names if _is_module(node.module, name)
            )


def _is_module(package: str, name: ast.alias) -> bool:
    from importlib.util import find_spec

    return find_spec(f"{package}.{name.name}") is not None


def _draw() -> None:
    """Draw one chart of each kind, which loads the fonts and compiles the templates."""
    from cchc_lib.present import charts, html

    title = "Chữ thử: ăâđêôơư"
    one = Decimal(1)
    bar = charts.Bar(label=title, value=one, note="1,00")
    drawn = (
        charts.draw_bars(title, title, [bar], axis=title, legend=[title]),
        charts.draw_differences(title, title, [bar], axis=title),
        charts.draw_dumbbells(
            title, title, [charts.Dumbbell(label=title, own=one, mean=one, best=one)]
        ),
        charts.draw_pairs(
            title, title, [charts.Pair(label=title, claimed=one, granted=one, max_score=one)]
        ),
    )
    for chart in drawn:
        chart._repr_html_()
    html.table(caption=title, columns=[html.Column(title)], rows=[[title]])
    html.stylesheet()


def _parameterise_and_export() -> None:
    """Prepare what parses parameters, checks notebooks and exports pages."""
    import nbformat
    import papermill

    from cchc_lib.present.frame import frame
    from cchc_lib.running.execution.notebook_text import notebook_text
    from cchc_lib.running.export import export_page

    shown = nbformat.v4.new_output(
        "execute_result", {"text/html": "<p>x</p>", "text/plain": "x"}, execution_count=1
    )
    cells = [
        nbformat.v4.new_markdown_cell("# Chữ thử\n\n**x** `y`\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        nbformat.v4.new_code_cell("x: str = 'a'", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("x", outputs=[shown]),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    plain = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    notebook = papermill.execute_notebook(plain, None, parameters={"x": "b"}, prepare_only=True)
    export_page(notebook, top=frame("", home="index.html"))
    notebook_text(notebook)
