"""Where things stand in an assessment: the cell of a value, a file by stage and by hash."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cchc_lib.core.round_rules import Stage

__all__ = ["STAGE_FOLDERS", "Place", "is_sha256", "unit_file"]

STAGE_FOLDERS: Mapping[Stage, str] = {
    "self_assessment": "submissions",
    "appraisal_1": "appraisal",
    "explanation": "explanations",
    "appraisal_2": "appraisal_2",
}
"""The folder of each stage that has workbooks; the council has a table."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


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


def is_sha256(text: str) -> bool:
    """Tell whether a text has the shape of a SHA-256 in lower case."""
    return _SHA256.fullmatch(text) is not None


def unit_file(stage: Stage, unit_code: str) -> str:
    """Return the path of a unit's own workbook of a stage, below the assessment folder.

    >>> unit_file("explanation", "so-noi-vu")
    'explanations/so-noi-vu.xlsx'
    """
    return f"{STAGE_FOLDERS[stage]}/{unit_code}.xlsx"
