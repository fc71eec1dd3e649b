"""What is to be made for a run, one task each, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cchc_lib.findings import Finding, finding

__all__ = [
    "EngineName",
    "LedgerTask",
    "Made",
    "NotebookTask",
    "Task",
    "UnitPageTask",
    "YearPageTask",
]

EngineName = Literal["cchc", "jupyter"]
"""Which papermill engine executes notebooks: our own, or the stock one with a kernel each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookTask:
    """One notebook to execute, and the addresses in the run of the two files it becomes.

    ``folder`` is where it is executed; ``title`` heads the page instead of the notebook's own;
    ``home`` is where it links back to, ``above`` name and address of the pages on the way.
    ``unit_code`` is empty for a notebook of the whole year.
    """

    name: str
    notebook: Path
    folder: Path
    executed: str
    page: str
    title: str = ""
    home: str = ""
    above: tuple[tuple[str, str], ...] = ()
    unit_code: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPageTask:
    """The audit page of a unit; ``report`` is where its report lies, empty for none."""

    name: str
    unit_code: str
    page: str
    home: str
    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPageTask:
    """The audit page of a group, or of the whole province where no group is named."""

    name: str
    page: str
    home: str
    group_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTask:
    """The workbook of the whole computation."""

    name: str
    address: str


Task = NotebookTask | UnitPageTask | YearPageTask | LedgerTask
"""All that workers can make; each is a function of the task and of what is shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of a task: files by address in the run, and why it failed, if it did.

    Pages hold ``SEAL_PLACE`` where the seal of the run belongs, so that a page that did not
    change is the same file in every run.
    """

    name: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    failed_cell: int = 0
    reason: str = ""

    @property
    def has_failed(self) -> bool:
        """Tell whether it could not be made, or not to its end."""
        return bool(self.reason)

    def as_finding(self) -> Finding:
        """Return the failure as a finding."""
        cell = str(self.failed_cell)
        return finding("KQ-001", found=self.name, expected=cell, words=self.reason)
