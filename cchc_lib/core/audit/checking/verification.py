"""What checking a finished run found: phase by phase, each difference with its place."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Difference", "Phase", "PhaseName", "Verification"]

PhaseName = Literal["files", "inputs", "traces", "recomputed", "notebooks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not what it should be.

    ``file`` is its path in the run or, for an input, in the assessment folder; ``where`` is
    the line, column or number in it. ``found`` and ``expected`` are the values that stand there
    and ought to, if ``is_value``; else hashes of files, or ``found`` says in Vietnamese what is
    wrong.
    """

    file: str
    where: str = ""
    found: str
    expected: str = ""
    is_value: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One step of the check: how much was looked at, what differs, and what could not be done.

    ``unchecked`` says in Vietnamese why a phase or a part of it was left out.
    """

    name: PhaseName
    checked_count: int = 0
    differences: tuple[Difference, ...] = ()
    unchecked: str = ""
    is_complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The whole check of one run."""

    run_id: str
    seal: str
    phases: tuple[Phase, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Return every difference, in the order in which they were found."""
        return tuple(one for phase in self.phases for one in phase.differences)

    @property
    def is_sound(self) -> bool:
        """Tell whether everything could be checked and nothing differs."""
        return not self.differences and all(phase.is_complete for phase in self.phases)
