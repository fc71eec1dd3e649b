"""Execute one notebook through papermill and export it as a page.

A failing notebook is kept as far as it got, names its cell and reason. Executed notebooks
carry no times and no paths, so that the same inputs give the same bytes.
"""

import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib.present.language import speaking, tr
from cchc_lib.running.execution.engine.notebook_imports import import_notebook_packages
from cchc_lib.running.execution.engine.own import executed_here
from cchc_lib.running.execution.notebook_text import notebook_text
from cchc_lib.running.execution.processes.limits import LimitReached
from cchc_lib.running.execution.sealing import SEAL_PLACE
from cchc_lib.running.execution.shared import shared_words
from cchc_lib.running.execution.tasks import EngineName, Made, NotebookTask

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["execute_notebook", "unexecuted"]

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_TIMEOUT_SECONDS = 600
_NO_PDF = "KQ-002"


def execute_notebook(task: NotebookTask, engine: EngineName) -> Made:
    """Execute one notebook and return it and its page, whatever happened."""
    import_notebook_packages()
    import nbformat

    with _language_of(task), tempfile.TemporaryDirectory() as scratch:
        if engine == "cchc":
            folder = Path(scratch) if task.unit_code else task.folder
            reason = _run_cells(task, folder, None, {"engine_name": engine})
            notebook = executed_here() or nbformat.read(task.notebook, as_version=4)
        else:
            raw = Path(scratch) / "executed.ipynb"
            reason = _run_cells(task, task.folder, raw, _kernel_options(Path(scratch)))
            notebook = nbformat.read(raw if raw.exists() else task.notebook, as_version=4)
        return _finished(task, notebook, reason)


def unexecuted(task: NotebookTask, reason: str) -> Made:
    """Return a notebook whose process was killed: none of its cells, and why, in its page."""
    import_notebook_packages()
    import nbformat

    notebook = nbformat.read(task.notebook, as_version=4)
    error = nbformat.v4.new_output("error", ename="Ngắt", evalue=reason, traceback=[reason])
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code[:1]:
        cell.outputs = [error]
    with _language_of(task):
        return _finished(task, notebook, reason)


def _language_of(task: NotebookTask) -> AbstractContextManager[None]:
    """Speak the language of a task while it is made."""
    return speaking(task.language, shared_words(task.language))


def _finished(task: NotebookTask, notebook: "NotebookNode", reason: str) -> Made:
    """Return what is kept of a notebook."""
    from cchc_lib.present.frame import frame
    from cchc_lib.running.export import export_page

    failed_cell = _failed_cell(notebook) if reason else 0
    _strip(notebook)
    _translate(notebook)
    pdf = "" if reason else task.pdf
    title = task.title or str(notebook.metadata.get("title", task.name))
    top = frame(title, home=task.home, here=task.page, above=task.above, twins=task.twins)
    page = export_page(notebook, title=title, top=top, pdf=pdf, seal=SEAL_PLACE)
    files = {task.executed: notebook_text(notebook).encode(), task.page: page.encode()}
    if not pdf:
        return Made(name=task.name, files=files, failed_cell=failed_cell, reason=reason)
    return _printed(task, page, files)


def _printed(task: NotebookTask, page: str, files: Mapping[str, bytes]) -> Made:
    """Return what is kept of a notebook together with the PDF of its page."""
    from cchc_lib.present.pdf.compiling import render_pdf
    from cchc_lib.present.pdf.problems import PdfProblem

    try:
        pdf = render_pdf(page)
    except PdfProblem as problem:
        return Made(name=task.name, files=files, reason=str(problem), finding_code=_NO_PDF)
    return Made(name=task.name, files={**files, task.pdf: pdf})


def _run_cells(
    task: NotebookTask, folder: Path, output: Path | None, options: Mapping[str, Any]
) -> str:
    """Execute the cells in a folder, into a file if one is named; return why it failed, if so."""
    import papermill
    from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    try:
        papermill.execute_notebook(
            task.notebook,
            output,
            parameters=dict(task.parameters),
            cwd=folder,
            kernel_name=NATIVE_KERNEL_NAME,
            progress_bar=False,
            request_save_on_cell_execute=False,
            execution_timeout=_TIMEOUT_SECONDS,
            record_timing=False,
            **options,
        )
    except papermill.PapermillExecutionError as error:
        said = "" if error.ename == LimitReached.__name__ else f"{error.ename}: "
        return _ANSI.sub("", f"{said}{error.evalue}")
    except (CellTimeoutError, DeadKernelError, LimitReached) as error:
        return _ANSI.sub("", str(error)).strip()
    return ""


def _kernel_options(scratch: Path) -> dict[str, Any]:
    """Return how to talk to a kernel: by files of its own where the system has such sockets."""
    from traitlets.config import Config

    connection = {"transport": "tcp"}
    if os.name == "posix":
        connection = {"transport": "ipc", "ip": str(scratch / "kernel")}
    return {
        "config": Config(KernelManager=connection),
        "extra_arguments": ["--log-level=CRITICAL"],
    }


def _failed_cell(notebook: "NotebookNode") -> int:
    """Return the number of the cell that failed, counted from one; zero if none was executed.

    It is the one that shows an error, or else the last one that was begun.
    """
    begun = 0
    own = [cell for cell in notebook.cells if not _is_marker(cell)]
    for number, cell in enumerate(own, start=1):
        if any(output.output_type == "error" for output in cell.get("outputs", ())):
            return number
        if cell.cell_type == "code" and cell.metadata.get("papermill", {}).get("start_time"):
            begun = number
    return begun


def _is_marker(cell: "NotebookNode") -> bool:
    """Tell whether papermill put a cell in to point at an error."""
    return "papermill-error-cell-tag" in cell.metadata.get("tags", ())


def _translate(notebook: "NotebookNode") -> None:
    """Put what stands between the cells, and the title, into the language that is spoken."""
    if title := notebook.metadata.get("title"):
        notebook.metadata["title"] = tr(str(title))
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell["source"] = tr(cell.source)


def _strip(notebook: "NotebookNode") -> None:
    """Take out what differs from run to run: papermill's and the kernel's bookkeeping."""
    notebook.cells = [cell for cell in notebook.cells if not _is_marker(cell)]
    notebook.metadata.pop("papermill", None)
    notebook.metadata.pop("widgets", None)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell["id"] = f"injected-{number}"
