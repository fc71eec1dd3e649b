"""Decisions about single units in the example: exemptions, bonus, penalty, grade caps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cchc_lib.core.rulebook import Component, Edition, NotApplicablePolicy
from cchc_lib.core.submission import Adjustment, Exemption, Place, Unit
from cchc_lib.example.calendar import FIRST_YEAR
from cchc_lib.example.draws import Draw

__all__ = ["CAPPED_UNIT", "decide_adjustments", "decide_exemptions", "make_exemption"]

CAPPED_UNIT = "so-cong-thuong"
_PLACE = Place(file="adjustments.csv")
_AGAIN = (Decimal(0), Decimal("0.5"), Decimal(1))
_EXEMPT: Mapping[str, tuple[NotApplicablePolicy, int]] = {
    "so-khoa-hoc-va-cong-nghe": ("award_max", 1),
    "thanh-tra-tinh": ("drop_max_all", 2),
    "ban-dan-toc": ("drop_max_all", 4),
    "ban-quan-ly-cac-khu-cong-nghiep": ("drop_max_appraised_then_add_survey", 3),
    "cuc-thong-ke-tinh": ("drop_max_all", 2),
    "ngan-hang-nha-nuoc-chi-nhanh-tinh": ("award_max", 1),
    "chi-cuc-hai-quan-cua-khau-bu-prang": ("drop_max_all", 1),
    "huyen-dak-glong": ("zero", 1),
    "huyen-tuy-duc": ("drop_max_all", 1),
}
"""By unit: the policy, and for how many different reasons components do not apply."""


@dataclass(frozen=True, slots=True)
class _Adjusted:
    """One bonus or penalty of the example, as a part of the edition's cap."""

    kind: Literal["bonus", "penalty"]
    code: str
    part: Decimal
    reason: str


_ADJUSTED: Mapping[str, tuple[_Adjusted, ...]] = {
    "so-noi-vu": (_Adjusted("bonus", "new-model", Decimal("0.25"), "Mô hình mới được nhân rộng"),),
    "so-thong-tin-va-truyen-thong": (
        _Adjusted("bonus", "new-model", Decimal("0.75"), "Mô hình mới được nhân rộng"),
        _Adjusted("bonus", "urgent-task", Decimal("0.5"), "Hoàn thành xuất sắc nhiệm vụ đột xuất"),
    ),
    "so-xay-dung": (
        _Adjusted("penalty", "late-report", Decimal("0.2"), "Báo cáo chậm nhiều kỳ liên tiếp"),
    ),
    "cuc-thue-tinh": (
        _Adjusted("bonus", "urgent-task", Decimal("0.25"), "Hoàn thành tốt nhiệm vụ đột xuất"),
    ),
    "thi-xa-gia-nghia": (
        _Adjusted("bonus", "new-model", Decimal("0.5"), "Mô hình mới được nhân rộng"),
    ),
    "huyen-krong-no": (
        _Adjusted("penalty", "late-update", Decimal("0.4"), "Cập nhật hồ sơ chậm trên hệ thống"),
    ),
}


def decide_exemptions(edition: Edition, unit: Unit, seed: int) -> tuple[Exemption, ...]:
    """Choose reasons for which components do not apply; all components of a reason go together."""
    policy, count = _EXEMPT.get(unit.code, ("drop_max_all", 0))
    own = [c for c in edition.components_of(unit.group_code) if _can_be_exempt(c)]
    reasons = list(dict.fromkeys(c.not_applicable_vi for c in own))
    chosen = Draw(seed, unit.code, "exemptions").several_of(reasons, count)
    return tuple(make_exemption(unit, c, policy) for c in own if c.not_applicable_vi in chosen)


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
    for number, item in enumerate(_ADJUSTED.get(unit.code, ()), start=1902):
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
    if unit.code == CAPPED_UNIT:
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


def _recurring(unit: Unit, item: _Adjusted, year: int, seed: int) -> Decimal:
    """Return which part of a bonus or penalty of the first year is given again."""
    if year == FIRST_YEAR:
        return Decimal(1)
    return Draw(seed, year, unit.code, item.code).one_of(_AGAIN)


def _decision(number: int, year: int) -> str:
    return f"QĐ {number}/QĐ-UBND năm {year} (số liệu minh họa)"


def _can_be_exempt(component: Component) -> bool:
    return bool(component.not_applicable_vi) and not component.is_survey
