"""Write the appraisal workbooks of the first round (*phiếu thẩm định*), by unit and by lead."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.stages import ComponentScore, RuleLine
from cchc_lib.core.submission import Assessment, Figure, NotReported, Unit
from cchc_lib.files.forms.decision_form import (
    NOT_DECLARED,
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
from cchc_lib.files.forms.layout import APPRAISAL_SHEET, AppraisalColumn
from cchc_lib.files.forms.sheet import CellValue
from cchc_lib.vietnamese import format_number

__all__ = ["AppraisalAnswers", "write_appraisal", "write_lead_appraisal"]

_C = AppraisalColumn
_KIND = FormKind(
    sheet_name=APPRAISAL_SHEET,
    title_vi="PHIẾU THẨM ĐỊNH",
    columns=AppraisalColumn,
    widths={
        _C.CODE: 0, _C.UNIT: 0, _C.NUMBER: 7, _C.NAME: 32, _C.OFFICE: 18, _C.MAX: 8, _C.HOW: 42,
        _C.FIGURES: 36, _C.RULE: 10, _C.SELF: 10, _C.EVIDENCE: 24, _C.EXPLANATION: 24, _C.LEAD: 16,
        _C.SCORE: 11, _C.REASON: 28,
    },
    points=(_C.RULE, _C.SELF, _C.SCORE),
    before=_C.SELF,
    beside=_C.EXPLANATION,
    note=(
        f"Chỉ điền ngày thẩm định, cột “{_C.SCORE}” và “{_C.REASON}”. Còn ",
        " tiêu chí thành phần chưa thẩm định.",
    ),
)  # fmt: skip
_REFUSED = "ghi không hợp lệ"
_NOT_COMPUTED = "chưa tính được"
_NO_ANSWERS: Mapping[str, AppraisalAnswers] = {}
_NO_ANSWERS_OF_UNITS: Answers = {}
_NO_WORDS: Mapping[str, str] = {}
_NO_WORDS_OF_GROUPS: Mapping[str, Mapping[str, str]] = {}


def write_appraisal(
    path: Path,
    *,
    edition: Edition,
    assessment: Assessment,
    unit: Unit,
    scores: Sequence[ComponentScore],
    how_vi: Mapping[str, str] = _NO_WORDS,
    answers: Mapping[str, AppraisalAnswers] = _NO_ANSWERS,
    decided_on: CellValue = None,
) -> None:
    """Write the appraisal form of a unit, beside what the unit declared.

    Parameters
    ----------
    path
        The workbook to write.
    edition, assessment, unit
        Whose criteria, which year, and who is appraised.
    scores
        The stages of the unit's components so far.
    how_vi
        The sentence on how points are given, by component code.
    answers
        What to fill in, by component code.
    decided_on
        The day to fill in; blank as issued.
    """
    form = DecisionForm(
        kind=_KIND,
        edition=edition,
        assessment=assessment,
        owner=unit_owner(unit),
        parts=parts_of_unit(edition, scores),
        details=_details(edition, {unit.group_code: how_vi}),
        answers={(unit.code, code): own for code, own in answers.items()},
        decided_on=decided_on,
    )
    write_decision_form(path, form)


def write_lead_appraisal(
    path: Path,
    *,
    edition: Edition,
    assessment: Assessment,
    lead_code: str,
    scores: Mapping[str, Sequence[ComponentScore]],
    how_vi: Mapping[str, Mapping[str, str]] = _NO_WORDS_OF_GROUPS,
    answers: Answers = _NO_ANSWERS_OF_UNITS,
    decided_on: CellValue = None,
) -> None:
    """Write the appraisal form of a lead appraiser: its components of every unit, in blocks.

    Parameters
    ----------
    path
        The workbook to write.
    edition, assessment, lead_code
        Whose criteria, which year and units, and which of :meth:`Edition.lead_appraisers`.
    scores
        The stages of components so far, by unit code.
    how_vi
        The sentence on how points are given, by group code and component code.
    answers
        What to fill in, by unit code and component code.
    decided_on
        The day to fill in; blank as issued.
    """
    form = DecisionForm(
        kind=_KIND,
        edition=edition,
        assessment=assessment,
        owner=lead_owner(edition, lead_code),
        parts=parts_of_lead(edition, assessment, lead_code, scores),
        details=_details(edition, how_vi),
        answers=answers,
        decided_on=decided_on,
    )
    write_decision_form(path, form)


def _details(
    edition: Edition, how_vi: Mapping[str, Mapping[str, str]]
) -> Callable[[ComponentScore], Mapping[Column, CellValue]]:
    components = {component.code: component for component in edition.components()}
    return partial(_details_of, components, how_vi)


def _details_of(
    components: Mapping[str, Component],
    how_vi: Mapping[str, Mapping[str, str]],
    score: ComponentScore,
) -> Mapping[Column, CellValue]:
    """Return what the unit declared on a component, and how its points are given."""
    component = components[score.component_code]
    return {
        _C.HOW: how_vi.get(score.group_code, _NO_WORDS).get(component.code, ""),
        _C.FIGURES: "\n".join(_figure_lines(component, score)),
        _C.RULE: _rule_score(score),
        _C.EVIDENCE: _evidence(score),
        _C.EXPLANATION: score.explanation,
    }


def _rule_score(score: ComponentScore) -> CellValue:
    line = score.rule_score if score.exemption is None else None
    if not isinstance(line, RuleLine):
        return None
    return _NOT_COMPUTED if isinstance(line.value, NotReported) else line.value


def _figure_lines(component: Component, score: ComponentScore) -> Iterator[str]:
    """Yield what the unit declared, one figure a line, in the words of the edition."""
    line = score.rule_score if score.exemption is None else None
    if isinstance(line, RuleLine):
        declared = {figure.input_code: figure.value for figure in line.figures}
        for spec in component.inputs:
            if spec.code in declared:
                yield f"{spec.label_vi}: {_figure(declared[spec.code])}"


def _figure(value: Figure | NotReported) -> str:
    if isinstance(value, NotReported):
        return _REFUSED if value.reason == "refused" else NOT_DECLARED
    return format_number(value)


def _evidence(score: ComponentScore) -> str:
    if score.exemption is not None:
        return ""
    match score.evidence_state:
        case "given":
            return f"Có nêu: {'; '.join(score.evidence)}"
        case "explained":
            return "Không nêu, có giải trình"
        case "missing":
            return "Chưa nêu"
        case "not_required" | "from_source":
            return ""
