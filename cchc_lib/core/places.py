"""Where things stand in an assessment: the cell of a value, the files of each stage."""

from collections.abc import Mapping
from dataclasses import dataclass

from cchc_lib.core.round_rules import Stage

__all__ = ["STAGE_FOLDERS", "Place", "unit_file"]

STAGE_FOLDERS: Mapping[Stage, str] = {
    "self_assessment": "submissions",
    "appraisal_1": "appraisal",
    "explanation": "explanations",
    "appraisal_2": "appraisal_2",
}
"""The folder of each stage that has workbooks; the council has a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a value was read: file relative to the assessment, sheet and cell (or line)."""

    file: str
    sheet: str = ""
    cell: str = ""

    @property
    def words(self) -> dict[str, str]:
        """Return the place as a finding takes it."""
        return {"file": self.file, "sheet": self.sheet, "cell": self.cell}


def unit_file(stage: Stage, unit_code: str) -> str:
    """Return the path of a unit's own workbook of a stage, below the assessment folder.

    >>> unit_file("explanation", "so-noi-vu")
    'explanations/so-noi-vu.xlsx'
    """
    return f"{STAGE_FOLDERS[stage]}/{unit_code}.xlsx"
