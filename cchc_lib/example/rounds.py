"""How the appraiser came to the points: earlier stages, made backwards from where they lead.

The final points of a unit are there first. Some that agree with the claim were taken away in
the first round and given back in the second; some that do not were explained in vain, raised
in the second round, or settled by the council. No final point changes.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.round_rules import AppraisalStage
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment
from cchc_lib.example.calendar import day_within
from cchc_lib.example.documents import in_own_words
from cchc_lib.example.drafts import Claim, Response, Ruling, UnitDraft
from cchc_lib.example.draws import Draw, Seed
from cchc_lib.example.words import (
    CONFIRMED,
    PARTLY_ACCEPTED,
    PLEAS,
    RESTORED,
    SETTLED,
    UNPROVEN,
)
from cchc_lib.vietnamese import format_date, slug

__all__ = ["SHARED_LEADS", "council_ruling", "dispute", "is_shared", "plead", "unfold_rounds"]

SHARED_LEADS = frozenset({"so-tu-phap", "so-tai-chinh"})
"""The lead appraisers that return one workbook for all units."""

_RESTORED, _EXPLAINED = 12, 330
_RAISED, _SETTLED = 250, 350
_PARTS = (Fraction(0), Fraction(1, 2), Fraction(3, 4))


def is_shared(claim: Claim) -> bool:
    """Tell whether the appraiser of a component returns one workbook for all units."""
    return slug(claim.component.lead_appraiser) in SHARED_LEADS


def unfold_rounds(
    edition: Edition, assessment: Assessment, draft: UnitDraft, seed: Seed
) -> UnitDraft:
    """Return the draft with both rounds, explanations and council decisions."""
    claims = {
        code: _unfold(
            edition, assessment, draft, claim, Draw(seed, draft.unit.code, code, "rounds")
        )
        for code, claim in draft.claims.items()
    }
    return replace(draft, claims=claims)


def _unfold(
    edition: Edition, assessment: Assessment, draft: UnitDraft, claim: Claim, draw: Draw
) -> Claim:
    final, claimed = claim.ruling("appraisal_1"), claim.self_score
    if final is None or not isinstance(claimed, Decimal):
        return claim
    points = final.score
    if points == claimed:
        lowered = edition.rounding.component(Fraction(points) * draw.one_of(_PARTS))
        is_taken_back = draw.hit(_RESTORED) and lowered < points
        return _restored(draft, claim, lowered, draw) if is_taken_back else claim
    if points > claimed or not draw.hit(_EXPLAINED):
        return claim
    lower = max(points - (claimed - points), Decimal(0))
    raised = draw.between(0, 999)
    if lower == points or raised >= _RAISED + _SETTLED:
        kept = Ruling(score=points, reason=draw.one_of(CONFIRMED))
        return dispute(draft, claim, {"appraisal_1": final, "appraisal_2": kept}, draw)
    first = replace(final, score=lower)
    if raised < _RAISED:
        second = Ruling(score=points, reason=draw.one_of(PARTLY_ACCEPTED))
        return dispute(draft, claim, {"appraisal_1": first, "appraisal_2": second}, draw)
    second = Ruling(score=lower, reason=draw.one_of(CONFIRMED))
    council = council_ruling(points, day_within(assessment, "council", draw), draw)
    rulings: dict[AppraisalStage, Ruling] = {"appraisal_1": first, "appraisal_2": second}
    return dispute(draft, claim, rulings | {"council": council}, draw)


def _restored(draft: UnitDraft, claim: Claim, lowered: Decimal, draw: Draw) -> Claim:
    """Let the first round doubt what the second accepts."""
    given = claim.rulings["appraisal_1"].score
    first = Ruling(score=lowered, reason=draw.one_of(UNPROVEN))
    second = Ruling(score=given, reason=draw.one_of(RESTORED))
    return dispute(draft, claim, {"appraisal_1": first, "appraisal_2": second}, draw)


def dispute(
    draft: UnitDraft, claim: Claim, rulings: Mapping[AppraisalStage, Ruling], draw: Draw
) -> Claim:
    """Let the unit explain a component, and put the decisions in the place of the first one."""
    day = draft.days["explanation"]
    evidence = f"CV {draw.between(20, 90)}/CV-GT ngày {format_date(day)}"
    response = Response(text=plead(draft, claim, draw.one_of(PLEAS), draw), evidence=evidence)
    return replace(claim, rulings=rulings, response=response)


def plead(draft: UnitDraft, claim: Claim, sentence: str, draw: Draw) -> str:
    """Return what a unit answers to the notice about one component, in its own words."""
    words = draw.apart(claim.component.code, "words")
    return in_own_words(sentence, draft.unit, draft.days["explanation"], words)


def council_ruling(score: Decimal, day: date, draw: Draw) -> Ruling:
    """Return a decision of the council, whose decisions are numbered by day."""
    document = f"QĐ {10 + day.day}/QĐ-HĐTĐ (minh họa)"
    return Ruling(score=score, reason=draw.one_of(SETTLED), document=document, decided_on=day)
