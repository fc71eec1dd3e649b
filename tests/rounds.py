"""Decisions of the procedure, for the tests that need some."""

from datetime import date
from decimal import Decimal

from cchc_lib.core.submission import Decision, Explanation, NotReported, Place

NOWHERE = Place(file="")


def make_decision(
    unit: str,
    code: str,
    score: Decimal | NotReported,
    reason: str = "",
    *,
    stage: str = "appraisal_1",
    day: date | None = None,
    place: Place = NOWHERE,
) -> Decision:
    """Return a decision of a lead appraiser or the council."""
    return Decision(
        stage=stage,
        unit_code=unit,
        component_code=code,
        score=score,
        reason=reason,
        role="Hội đồng thẩm định" if stage == "council" else "Sở Nội vụ",
        decided_on=day or NotReported(),
        document="QĐ 7" if stage == "council" else "",
        place=place,
    )


def make_explanation(unit: str, code: str, text: str = "Gửi kèm báo cáo") -> Explanation:
    """Return what a unit answered to the notice."""
    place = Place(file=f"explanations/{unit}.xlsx")
    return Explanation(unit_code=unit, component_code=code, text=text, evidence=(), place=place)
