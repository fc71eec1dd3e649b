"""Write the appraisal workbooks of the second round, on what units have explained."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import Assessment, Explanation, Unit
from cchc_lib.files.forms.decision_form import (
    Answers,
    AppraisalAnswers,
    Column,
    DecisionForm,
    FormKind,
    write_decision_form,
)
from cchc_lib.files.forms.decision_parts import (
    lead_owner,
    parts_of_lead,
    parts_of_unit,
    unit_owner,
)
from cchc_lib.files.forms.layout import REVIEW_SHEET, ReviewColumn
from cchc_lib.files.forms.sheet import CellValue

__all__ = ["write_lead_review", "write_review"]

_C = ReviewColumn
_WHAT_TO_FILL_IN = f"Chỉ điền ngày thẩm định, cột “{_C.SCORE}” và “{_C.REASON}”."
_KIND = FormKind(
    sheet_name=REVIEW_SHEET,
    title_vi="PHIẾU THẨM ĐỊNH LẦN 2",
    columns=ReviewColumn,
    widths={
        _C.CODE: 0, _C.UNIT: 0, _C.NUMBER: 7, _C.NAME: 36, _C.OFFICE: 18, _C.MAX: 8, _C.SELF: 10,
        _C.FIRST: 11,
        _C.FIRST_REASON: 32, _C.RESPONSE: 40, _C.NEW_EVIDENCE: 28, _C.LEAD: 16, _C.SCORE: 11,
        _C.REASON: 32,
    },
    points=(_C.SELF, _C.FIRST),
    before=_C.FIRST,
    beside=_C.NEW_EVIDENCE,
    note=(
        f"{_WHAT_TO_FILL_IN} Giữ nguyên thì ghi lại điểm lần 1 (còn ",
        " dòng để trống).",
    ),
)  # fmt: skip
_NOT_APPRAISED = "chưa thẩm định"
_NO_ANSWERS: Mapping[str, AppraisalAnswers] = {}
_NO_ANSWERS_OF_UNITS: Answers = {}


def write_review(
    path: Path,
    *,
    edition: Edition,
    assessment: Assessment,
    unit: Unit,
    scores: Sequence[ComponentScore],
    answers: Mapping[str, AppraisalAnswers] = _NO_ANSWERS,
    decided_on: CellValue = None,
) -> None:
    """Write the form of the second appraisal of a unit: only what the unit has explained.

    ``answers`` is what to fill in, by component code; see :func:`write_appraisal`.
    """
    form = DecisionForm(
        kind=_KIND,
        edition=edition,
        assessment=assessment,
        owner=unit_owner(unit),
        parts=parts_of_unit(edition, _explained(scores)),
        details=_details,
        answers={(unit.code, code): own for code, own in answers.items()},
        decided_on=decided_on,
    )
    write_decision_form(path, form)


def write_lead_review(
    path: Path,
    *,
    edition: Edition,
    assessment: Assessment,
    lead_code: str,
    scores: Mapping[str, Sequence[ComponentScore]],
    answers: Answers = _NO_ANSWERS_OF_UNITS,
    decided_on: CellValue = None,
) -> None:
    """Write the form of the second appraisal of a lead appraiser, by unit.

    ``scores`` is by unit code, ``answers`` by unit code and component code; see
    :func:`write_lead_appraisal`.
    """
    explained = {unit_code: _explained(own) for unit_code, own in scores.items()}
    form = DecisionForm(
        kind=_KIND,
        edition=edition,
        assessment=assessment,
        owner=lead_owner(edition, lead_code),
        parts=parts_of_lead(edition, assessment, lead_code, explained),
        details=_details,
        answers=answers,
        decided_on=decided_on,
    )
    write_decision_form(path, form)


def _explained(scores: Iterable[ComponentScore]) -> tuple[ComponentScore, ...]:
    return tuple(score for score in scores if isinstance(score.response, Explanation))


def _details(score: ComponentScore) -> Mapping[Column, CellValue]:
    """Return what was decided in the first round, and what the unit answered."""
    standing = [
        line for line in score.decisions if line.stage == "appraisal_1" and line.kind != "refused"
    ]
    first = standing[-1] if standing else None
    assert isinstance(score.response, Explanation)
    return {
        _C.FIRST: first.value if first else _NOT_APPRAISED,
        _C.FIRST_REASON: first.reason if first else "",
        _C.RESPONSE: score.response.text,
        _C.NEW_EVIDENCE: "\n".join(score.response.evidence),
    }
