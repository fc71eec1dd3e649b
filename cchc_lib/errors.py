"""Exceptions, by the exit code that the command line ends with.

::

    CchcError                 1   anything unexpected in this family
    ├── UsageProblem          2   a command or parameter that cannot mean anything
    ├── RuleProblem          11   the rule files of an edition
    ├── DataProblem          12   submissions or other users' data that stop the whole run
    ├── ResultProblem        13   a run folder, its tables or its manifest
    └── NotebookProblem      14   a notebook that failed or was given wrong parameters

Mistakes in users' data are :class:`cchc_lib.findings.Finding` values, collected and shown
together; an exception of this tree carries them when nothing can go on.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from cchc_lib.findings import Finding

__all__ = [
    "CchcError",
    "DataProblem",
    "NotebookProblem",
    "ResultProblem",
    "RuleProblem",
    "UsageProblem",
]


class CchcError(Exception):
    """A problem that ends a command with one sentence instead of a traceback."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message_vi: str, findings: "Sequence[Finding]" = ()) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi
        self.findings = tuple(findings)


class UsageProblem(CchcError):
    """A command, option or parameter that cannot be used."""

    exit_code: ClassVar[int] = 2


class RuleProblem(CchcError):
    """The rule files of an edition cannot be used."""

    exit_code: ClassVar[int] = 11


class DataProblem(CchcError):
    """An assessment folder cannot be read at all."""

    exit_code: ClassVar[int] = 12


class ResultProblem(CchcError):
    """A run folder is missing, incomplete or does not hold what was asked for."""

    exit_code: ClassVar[int] = 13


class NotebookProblem(CchcError):
    """One or more notebooks failed, or were given parameters they do not declare."""

    exit_code: ClassVar[int] = 14
