"""A draft as a reader of its files would see it, for the columns beside what offices fill in."""

from collections.abc import Iterator
from decimal import Decimal

from cchc_lib.core.submission import (
    ComponentEntry,
    Decision,
    DeclaredFigure,
    Explanation,
    NotReported,
    Place,
    Returns,
    SelfScore,
    Submission,
)
from cchc_lib.example.drafts import Claim, UnitDraft

__all__ = ["returns_of"]


def returns_of(draft: UnitDraft) -> Returns:
    """Return what came back about one unit."""
    code = draft.unit.code
    return Returns(
        submissions={code: _submission(draft)} if draft.form.is_accepted else {},
        decisions={
            (code, component): tuple(_decisions(draft, claim))
            for component, claim in draft.claims.items()
        },
        explanations={
            (code, component): Explanation(
                unit_code=code,
                component_code=component,
                text=claim.response.text,
                evidence=(claim.response.evidence,) if claim.response.evidence else (),
                place=Place(file=f"explanations/{code}.xlsx"),
            )
            for component, claim in draft.claims.items()
            if claim.response
        },
    )


def _decisions(draft: UnitDraft, claim: Claim) -> Iterator[Decision]:
    for stage, ruling in claim.rulings.items():
        yield Decision(
            stage=stage,
            unit_code=draft.unit.code,
            component_code=claim.component.code,
            score=ruling.score,
            reason=ruling.reason,
            role=claim.component.lead_appraiser,
            decided_on=ruling.decided_on or draft.days[stage],
            document=ruling.document,
            place=Place(file=""),
        )


def _submission(draft: UnitDraft) -> Submission:
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
        evidence=tuple(document.citation for document in claim.documents),
        evidence_place=place,
        explanation=claim.explanation,
    )
