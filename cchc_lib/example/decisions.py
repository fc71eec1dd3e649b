"""Decisions about single units in the example: exemptions, bonus, penalty, grade caps."""

from collections.abc import Iterator
from decimal import Decimal

from cchc_lib.core.rulebook import Component, Edition, NotApplicablePolicy
from cchc_lib.core.submission import Adjustment, Exemption, Place, Unit
from cchc_lib.example.calendar import FIRST_YEAR
from cchc_lib.example.draws import Draw
from cchc_lib.example.roster import Adjusted, province_of

__all__ = ["decide_adjustments", "decide_exemptions", "make_exemption"]

_PLACE = Place(file="adjustments.csv")
_AGAIN = (Decimal(0), Decimal("0.5"), Decimal(1))


def decide_exemptions(edition: Edition, unit: Unit, seed: int) -> tuple[Exemption, ...]:
    """Choose reasons for which components do not apply; all components of a reason go together."""
    own_case = province_of(edition).exempt.get(unit.code)
    if own_case is None:
        return ()
    own = [c for c in edition.components_of(unit.group_code) if _can_be_exempt(c)]
    reasons = list(dict.fromkeys(c.not_applicable_vi for c in own))
    chosen = Draw(seed, unit.code, "exemptions").several_of(reasons, own_case.reasons)
    return tuple(
        make_exemption(unit, c, own_case.policy) for c in own if c.not_applicable_vi in chosen
    )


def make_exemption(unit: Unit, component: Component, policy: NotApplicablePolicy) -> Exemption:
    """Return an exemption on a made-up legal basis."""
    reason = component.not_applicable_vi or "Không phát sinh"
    return Exemption(
        unit_code=unit.code,
        component_code=component.code,
        policy=policy,
        legal_basis=f"{reason}; kết luận của Tổ thẩm định (số liệu minh họa)",
        place=Place(file="exemptions.csv"),
    )


def decide_adjustments(edition: Edition, unit: Unit, year: int, seed: int) -> Iterator[Adjustment]:
    """Yield bonus, penalty and the recorded fact that caps the grade of one unit.

    After the first year each bonus and penalty comes again in full, by half or not at all.
    """
    caps = {"bonus": edition.adjustment.bonus_cap, "penalty": edition.adjustment.penalty_cap}
    province = province_of(edition)
    for number, item in enumerate(province.adjusted.get(unit.code, ()), start=1902):
        part = item.part * _recurring(unit, item, year, seed)
        if part:
            yield Adjustment(
                unit_code=unit.code,
                kind=item.kind,
                code=item.code,
                points=edition.rounding.component(caps[item.kind] * part),
                reason=item.reason,
                document=_decision(number, year),
                place=_PLACE,
            )
    if unit.code == province.capped_unit:
        for cap in edition.grading.caps[:1]:
            yield Adjustment(
                unit_code=unit.code,
                kind="cap",
                code=cap.code,
                points=Decimal(0),
                reason=f"{cap.text_vi} (số liệu minh họa)",
                document=_decision(1968, year),
                place=_PLACE,
            )


def _recurring(unit: Unit, item: Adjusted, year: int, seed: int) -> Decimal:
    """Return which part of a bonus or penalty of the first year is given again."""
    if year == FIRST_YEAR:
        return Decimal(1)
    return Draw(seed, year, unit.code, item.code).one_of(_AGAIN)


def _decision(number: int, year: int) -> str:
    return f"QĐ {number}/QĐ-UBND năm {year} (số liệu minh họa)"


def _can_be_exempt(component: Component) -> bool:
    return bool(component.not_applicable_vi) and component.is_appraised
