"""What is to be made for a run, one task each, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cchc_lib.findings import Finding, finding
from cchc_lib.present.language import NATIVE, Language

__all__ = [
    "DocumentKind",
    "DocumentTask",
    "EngineName",
    "LedgerTask",
    "Made",
    "NotebookTask",
    "NoticesTask",
    "Task",
    "UnitPageTask",
    "YearPageTask",
]

EngineName = Literal["cchc", "jupyter"]
"""Which papermill engine executes notebooks: our own, or the stock one with a kernel each."""

DocumentKind = Literal["decision", "report", "emulation", "results"]
"""The documents of a whole year; ``results`` is a workbook, the others are for signing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookTask:
    """One notebook to execute, and the addresses in the run of the files it becomes.

    ``pdf`` is that of the page as it is printed, empty for none. ``folder`` is where it is
    executed; ``title`` heads the page instead of the notebook's own; ``home`` is where it
    links back to, ``above`` name and address of the pages on the way. ``unit_code`` is empty
    for a notebook of the whole year. ``twins`` are language and address, as seen from the page, of
    the same page in other languages.
    """

    name: str
    notebook: Path
    folder: Path
    executed: str
    page: str
    pdf: str = ""
    title: str = ""
    home: str = ""
    above: tuple[tuple[str, str], ...] = ()
    unit_code: str = ""
    language: Language = NATIVE
    twins: tuple[tuple[Language, str], ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the addresses of all files that it becomes."""
        return tuple(filter(None, (self.executed, self.page, self.pdf)))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTask:
    """A document of the whole year; ``template`` is the file that it is filled into, if any.

    ``unit_codes`` are the units whose notices a workbook links.
    """

    name: str
    kind: DocumentKind
    address: str
    template: bytes = field(default=b"", repr=False)
    unit_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesTask:
    """The notices of result to some units of one group, each a file of its own."""

    name: str
    unit_codes: tuple[str, ...]
    template: bytes = field(repr=False)

    def address_of(self, unit_code: str) -> str:
        """Return where in the run the notice of a unit lies."""
        return f"documents/thong-bao/{unit_code}.docx"


Task = NotebookTask | UnitPageTask | YearPageTask | LedgerTask | DocumentTask | NoticesTask
"""All that workers can make; each is a function of the task and of what is shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of a task: files by address in the run, and why it failed, if it did.

    Pages hold ``SEAL_PLACE`` where the seal of the run belongs, so that a page that did not
    change is the same file in every run. ``finding_code`` says what kind of thing failed.
    """

    name: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    failed_cell: int = 0
    reason: str = ""
    finding_code: str = "KQ-001"

    @property
    def has_failed(self) -> bool:
        """Tell whether it could not be made, or not to its end."""
        return bool(self.reason)

    def as_finding(self) -> Finding:
        """Return the failure as a finding."""
        cell = str(self.failed_cell)
        return finding(self.finding_code, found=self.name, expected=cell, words=self.reason)
