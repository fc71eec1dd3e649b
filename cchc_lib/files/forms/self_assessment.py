"""Write the self-assessment workbook of a unit (*biểu tự chấm điểm*)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment, Unit
from cchc_lib.files.forms.guide import write_check, write_guide
from cchc_lib.files.forms.inputs import (
    Choices,
)
from cchc_lib.files.forms.layout import (
    CHECK_SHEET,
    EVIDENCE_SHEET,
    GUIDE_SHEET,
    LISTS_SHEET,
    SELF_SHEET,
)
from cchc_lib.files.forms.register import RegisterEntry, write_register
from cchc_lib.files.forms.saving import save
from cchc_lib.files.forms.self_sheet import FormAnswers, SelfSheet
from cchc_lib.files.forms.sheet import (
    new_workbook,
)

__all__ = [
    "BuiltForm",
    "build_self_assessment",
    "write_self_assessment",
]

_NO_ANSWERS: Mapping[str, FormAnswers] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltForm:
    """A form that is not saved yet, and the rows of the sheet “Tự chấm” that take answers.

    ``rows`` is keyed by component and input code; with an empty input code it is the first row
    of the component, where its points stand.
    """

    workbook: Workbook
    rows: Mapping[tuple[str, str], int]


def write_self_assessment(
    path: Path,
    *,
    edition: Edition,
    assessment: Assessment,
    unit: Unit,
    how_vi: Mapping[str, str],
    answers: Mapping[str, FormAnswers] = _NO_ANSWERS,
    register: Sequence[RegisterEntry] = (),
) -> None:
    """Write the form of a unit, blank or filled in.

    Parameters
    ----------
    path
        The workbook to write.
    edition, assessment, unit
        Whose criteria, which year, and who assesses itself.
    how_vi
        The sentence on how points are given, by component code.
    answers
        What to fill in, by component code.
    register
        The documents to list as evidence.
    """
    form = build_self_assessment(
        edition=edition,
        assessment=assessment,
        unit=unit,
        how_vi=how_vi,
        answers=answers,
        register=register,
    )
    save(path, form.workbook)


def build_self_assessment(
    *,
    edition: Edition,
    assessment: Assessment,
    unit: Unit,
    how_vi: Mapping[str, str],
    answers: Mapping[str, FormAnswers] = _NO_ANSWERS,
    register: Sequence[RegisterEntry] = (),
) -> BuiltForm:
    """Build the form that :func:`write_self_assessment` writes, so that more can be added."""
    workbook = new_workbook(GUIDE_SHEET, SELF_SHEET, EVIDENCE_SHEET, CHECK_SHEET, LISTS_SHEET)
    form = SelfSheet(workbook[SELF_SHEET], edition, assessment, unit, how_vi, answers)
    form.write(Choices(workbook[LISTS_SHEET]))
    write_guide(workbook[GUIDE_SHEET], edition, assessment, unit)
    write_register(workbook[EVIDENCE_SHEET], edition=edition, unit=unit, register=register)
    write_check(workbook[CHECK_SHEET], form.blocks, unit)
    return BuiltForm(workbook=workbook, rows=form.rows)
