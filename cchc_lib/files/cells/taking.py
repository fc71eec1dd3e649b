"""Take values out of cells: what can be used as a value, every problem as a finding."""

from dataclasses import dataclass, field
from typing import TypeVar

from cchc_lib.files.cells.contacts import hide_contacts
from cchc_lib.files.cells.reading import Reading, SourceCell
from cchc_lib.findings import Finding, finding

__all__ = ["Taking"]

_T = TypeVar("_T")


@dataclass(slots=True)
class Taking:
    """The problems met so far while the cells of a form were read."""

    findings: list[Finding] = field(default_factory=list)

    def take(
        self,
        cell: SourceCell,
        reading: Reading[_T],
        *,
        unit_code: str,
        component_code: str = "",
        words: str = "",
    ) -> _T:
        """Return the value of a reading, and keep every problem with it as a finding."""
        self.findings += [
            finding(
                problem.code,
                unit_code=unit_code,
                **cell.place.words,
                component_code=component_code,
                found=hide_contacts(problem.found)[0],
                expected=problem.expected,
                words=problem.words or words,
            )
            for problem in reading.problems
        ]
        return reading.value
