"""An executed notebook as text: byte for byte what nbformat writes."""

import copy

import nbformat
import pytest
from nbformat import v4

from cchc_lib.running.execution.notebook_text import notebook_text

HTML = '<p>Sở Nội vụ \u2028 \x1f "a" \\\\ </p>\n<b>2</b>'
BUNDLE = {
    "text/html": HTML,
    "text/plain": "",
    "application/json": {"b": [1, 2.5, None, True, {}, []], "a": "một\nhai", "ă": -0.0},
    "image/svg+xml": "<svg>\n</svg>",
}
NOTEBOOKS = {
    "empty": v4.new_notebook(),
    "cells": v4.new_notebook(
        cells=[
            v4.new_markdown_cell("# Tiêu đề\n\nđoạn", id="a"),
            v4.new_code_cell("", id="b", metadata={"tags": []}),
            v4.new_code_cell(
                "x\n",
                id="c",
                execution_count=3,
                outputs=[
                    v4.new_output("stream", name="stdout", text="một\nhai"),
                    v4.new_output("execute_result", BUNDLE, execution_count=3),
                    v4.new_output("error", ename="E", evalue="v", traceback=["a\nb", "c"]),
                ],
            ),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}, "z": (1, 2)},
    ),
}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_written_as_the_library_writes_it(name):
    notebook = NOTEBOOKS[name]
    assert notebook_text(copy.deepcopy(notebook)) == f"{nbformat.writes(notebook)}\n"
