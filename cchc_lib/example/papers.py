"""Put one unit's draft on paper: its two workbooks, through the writers that offices use."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import score_unit
from cchc_lib.core.submission import (
    Assessment,
    ComponentEntry,
    DeclaredFigure,
    NotReported,
    Place,
    Returns,
    SelfScore,
    Submission,
)
from cchc_lib.example.drafts import Claim, UnitDraft
from cchc_lib.files.forms.appraisal import AppraisalAnswers, write_appraisal
from cchc_lib.files.forms.self_assessment import FormAnswers, write_self_assessment

__all__ = ["write_papers"]


def write_papers(
    folder: Path,
    *,
    edition: Edition,
    assessment: Assessment,
    draft: UnitDraft,
    how_vi: Mapping[str, str],
) -> None:
    """Write the returned self-assessment and the filled-in appraisal of one unit."""
    unit = draft.unit
    own = replace(assessment, units=(unit,), exemptions=draft.exemptions, adjustments=())
    file_name = f"{unit.code}.xlsx"
    if draft.form.is_returned:
        write_self_assessment(
            folder / "submissions" / file_name,
            edition=edition,
            assessment=replace(
                own,
                year=draft.form.year or own.year,
                form_version=draft.form.version or own.form_version,
            ),
            unit=replace(unit, code=draft.form.unit_code or unit.code),
            how_vi=how_vi,
            answers={code: _form_answers(claim) for code, claim in draft.claims.items()},
        )
    submissions = {unit.code: _submission(draft)} if draft.form.is_accepted else {}
    write_appraisal(
        folder / "appraisal" / file_name,
        edition=edition,
        assessment=own,
        unit=unit,
        scores=score_unit(edition, own, unit, Returns(submissions=submissions)),
        how_vi=how_vi,
        answers={
            code: AppraisalAnswers(score=claim.appraised, reason=claim.reason)
            for code, claim in draft.claims.items()
        },
    )


def _form_answers(claim: Claim) -> FormAnswers:
    return FormAnswers(
        figures=claim.figures,
        self_score=claim.self_score,
        evidence=claim.evidence,
        explanation=claim.explanation,
    )


def _submission(draft: UnitDraft) -> Submission:
    """Return the form as a reader would see it, for the appraiser's columns beside it."""
    file = f"submissions/{draft.unit.code}.xlsx"
    place = Place(file=file)
    entries = {code: _entry(claim, place) for code, claim in draft.claims.items()}
    return Submission(unit_code=draft.unit.code, file=file, sha256="", entries=entries)


def _entry(claim: Claim, place: Place) -> ComponentEntry:
    claimed = claim.self_score
    figures: list[DeclaredFigure] = []
    for spec in claim.component.inputs:
        given = claim.figures.get(spec.code)
        value = NotReported() if given is None else given
        figures.append(DeclaredFigure(input_code=spec.code, value=value, place=place))
    return ComponentEntry(
        component_code=claim.component.code,
        figures=tuple(figures),
        self_score=SelfScore(
            value=claimed if isinstance(claimed, Decimal) else NotReported(), place=place
        ),
        evidence=tuple(part.strip() for part in claim.evidence.split(";") if part.strip()),
        evidence_place=place,
        explanation=claim.explanation,
    )
