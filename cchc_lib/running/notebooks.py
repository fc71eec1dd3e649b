"""Execute notebooks through papermill, several at a time, and export each as a page.

A failing notebook is kept as far as it got, names its cell and reason, and never stops the
others. Executed notebooks carry no times and no paths, so that the same inputs give the same
bytes.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib.files.writing import write_text
from cchc_lib.findings import Finding, finding
from cchc_lib.running.parameters import check_parameters

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["NotebookJob", "NotebookOutcome", "execute_all"]

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_TIMEOUT_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookJob:
    """One notebook to execute in ``folder``, and the two files it becomes.

    ``title`` heads the page instead of the notebook's own; ``home`` is where it links back to;
    ``seal`` stands in its footer.
    """

    name: str
    notebook: Path
    folder: Path
    executed: Path
    page: Path
    title: str = ""
    home: str = ""
    seal: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookOutcome:
    """How the execution of one notebook ended."""

    name: str
    failed_cell: int = 0
    reason: str = ""

    @property
    def has_failed(self) -> bool:
        """Tell whether a cell raised."""
        return bool(self.reason)

    def as_finding(self) -> Finding:
        """Return the failure as a finding."""
        cell = str(self.failed_cell)
        return finding("KQ-001", found=self.name, expected=cell, words=self.reason)


def execute_all(jobs: Sequence[NotebookJob], *, workers: int) -> Iterator[NotebookOutcome]:
    """Execute notebooks, ``workers`` at a time, and yield each outcome as it comes.

    Parameters are checked for all notebooks before the first one starts.
    """
    for job in jobs:
        check_parameters(job.notebook, job.parameters)
    count = max(1, min(workers, len(jobs)))
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(_execute, job) for job in jobs]):
            yield done.result()


def _execute(job: NotebookJob) -> NotebookOutcome:
    """Execute one notebook and write it and its page, whatever happened."""
    import nbformat

    from cchc_lib.running.export import export_page

    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch) / "executed.ipynb"
        reason = _run_cells(job, raw)
        notebook = nbformat.read(raw, as_version=4)
    _strip(notebook)
    failed_cell = _failed_cell(notebook)
    write_text(job.executed, nbformat.writes(notebook) + "\n")
    page = export_page(notebook, title=job.title, home=job.home, seal=job.seal)
    write_text(job.page, page)
    return NotebookOutcome(name=job.name, failed_cell=failed_cell, reason=reason)


def _run_cells(job: NotebookJob, output: Path) -> str:
    """Execute the cells into ``output``; return why it failed, or nothing."""
    import papermill
    from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from traitlets.config import Config

    try:
        papermill.execute_notebook(
            job.notebook,
            output,
            parameters=dict(job.parameters),
            cwd=job.folder,
            kernel_name=NATIVE_KERNEL_NAME,
            progress_bar=False,
            request_save_on_cell_execute=False,
            execution_timeout=_TIMEOUT_SECONDS,
            record_timing=False,
            config=Config(KernelManager=_connection(output.parent)),
            extra_arguments=["--log-level=CRITICAL"],
        )
    except papermill.PapermillExecutionError as error:
        return _ANSI.sub("", f"{error.ename}: {error.evalue}")
    except (CellTimeoutError, DeadKernelError) as error:
        return _ANSI.sub("", str(error)).strip()
    return ""


def _connection(scratch: Path) -> dict[str, str]:
    """Return how to talk to the kernel: by files of its own where the system has such sockets."""
    if os.name != "posix":
        return {"transport": "tcp"}
    return {"transport": "ipc", "ip": str(scratch / "kernel")}


def _failed_cell(notebook: "NotebookNode") -> int:
    """Return the number of the cell that raised, counted from one; zero if none did."""
    for number, cell in enumerate(notebook.cells, start=1):
        outputs = cell.get("outputs", ())
        if any(output.output_type == "error" for output in outputs):
            return number
    return 0


def _strip(notebook: "NotebookNode") -> None:
    """Take out what differs from run to run: papermill's and the kernel's bookkeeping."""
    notebook.cells = [
        cell
        for cell in notebook.cells
        if "papermill-error-cell-tag" not in cell.metadata.get("tags", ())
    ]
    notebook.metadata.pop("papermill", None)
    notebook.metadata.pop("widgets", None)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell["id"] = f"injected-{number}"
