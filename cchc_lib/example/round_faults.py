"""Mistakes in appraisal, explanation and council; see :mod:`cchc_lib.example.fault_kinds`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from cchc_lib.core.round_rules import AppraisalStage
from cchc_lib.example.calendar import day_within
from cchc_lib.example.drafts import Claim, Response, Ruling
from cchc_lib.example.planting import Planter
from cchc_lib.example.rounds import council_ruling, dispute, is_shared, plead
from cchc_lib.example.words import LOWERED, PLEAS, RESTORED, UNPROVEN
from cchc_lib.vietnamese import format_decimal, slug

__all__ = ["ROUND_FAULTS"]

_EXCESS = Decimal("0.25")
_NOTHING = Decimal(0)
_COUNCIL = "council.csv"
_NOTHING_SAID: Mapping[str, object] = {
    "figures": {}, "earned": None, "documents": (), "self_score": None,
}  # fmt: skip


def _in_appraisal(planter: Planter, claim: Claim, folder: str = "appraisal") -> str:
    """Return the workbook in which the appraiser of a component decides."""
    lead = slug(claim.component.lead_appraiser)
    name = f"chu-tri_{lead}" if is_shared(claim) else planter.unit_code
    return f"{folder}/{name}.xlsx"


def _appraised_over_maximum(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code, value = claim.component.code, claim.max_score + _EXCESS
    planter.change(claim, rulings={"appraisal_1": Ruling(score=value, is_void=True)})
    sentence = f"điểm thẩm định {format_decimal(value)} quá điểm tối đa của {code}; chưa có điểm."
    place = _in_appraisal(planter, claim)
    return planter.record("TD-014", sentence, place, code, since="appraisal_1")


def _reviewed_over_maximum(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code, value = claim.component.code, claim.max_score + _EXCESS
    second = Ruling(score=value, reason=RESTORED[0], is_void=True)
    _doubt(planter, claim, second)
    sentence = (
        f"điểm thẩm định lần 2 là {format_decimal(value)}, quá điểm tối đa của {code}; "
        "điểm lần 1 còn hiệu lực."
    )
    place = _in_appraisal(planter, claim, "appraisal_2")
    return planter.record("TD-014", sentence, place, code, since="appraisal_2")


def _not_appraised(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    planter.change(claim, rulings={})
    sentence = f"{claim.component.code} chưa được thẩm định; kết quả là tạm tính."
    place = _in_appraisal(planter, claim)
    return planter.record("TD-016", sentence, place, since="appraisal_1")


def _changed_without_reason(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, rulings={"appraisal_1": Ruling(score=_NOTHING, is_void=True)})
    sentence = f"điểm thẩm định của {code} là 0, khác điểm tự chấm, mà không ghi lý do."
    place = _in_appraisal(planter, claim)
    return planter.record("TD-017", sentence, place, code, since="appraisal_1")


def _appraised_though_exempt(planter: Planter) -> bool:
    claim = planter.claim_made_exempt()
    if claim is None:
        return False
    code, void = claim.component.code, replace(claim.rulings["appraisal_1"], is_void=True)
    planter.change(claim, **_NOTHING_SAID, rulings={"appraisal_1": void})
    sentence = f"được chấm thẩm định cho {code} dù tiêu chí thành phần này không áp dụng."
    place = _in_appraisal(planter, claim)
    return planter.record("TD-018", sentence, place, code, since="appraisal_1")


def _settled_though_exempt(planter: Planter) -> bool:
    claim = planter.claim_made_exempt()
    if claim is None:
        return False
    code, council = claim.component.code, _council(planter, claim.max_score)
    void = replace(council, is_void=True)
    planter.change(claim, **_NOTHING_SAID, rulings={"council": void})
    sentence = f"Hội đồng cho điểm {code} dù tiêu chí thành phần này không áp dụng."
    return planter.record("TD-018", sentence, _COUNCIL, code, since="council")


def _decided_twice(planter: Planter) -> bool:
    claim = planter.claim(is_shared)
    if claim is None:
        return False
    code, first = claim.component.code, claim.rulings["appraisal_1"]
    other = Ruling(score=_NOTHING, reason=LOWERED[0], is_void=True)
    planter.change(claim, rulings={"appraisal_1": replace(first, is_void=True)}, doubled=other)
    sentence = f"phiếu của đơn vị và phiếu của cơ quan chủ trì cho {code} hai điểm khác nhau."
    place = f"appraisal/{planter.unit_code}.xlsx và {_in_appraisal(planter, claim)}"
    return planter.record("TD-020", sentence, place, code, "TD-020", since="appraisal_1")


def _settled_too_early(planter: Planter) -> bool:
    claim = planter.claim()
    window = planter.assessment.window("explanation")
    if claim is None or window is None:
        return False
    code, given = claim.component.code, claim.rulings["appraisal_1"].score
    early = replace(_council(planter, _NOTHING), decided_on=window.first_day, is_void=True)
    _doubt(planter, claim, Ruling(score=given, reason=RESTORED[0]), early)
    sentence = f"quyết định của Hội đồng về {code} đề ngày trước khi thẩm định lần 2."
    return planter.record("TD-021", sentence, _COUNCIL, code, "GD-014", since="council")


def _settled_without_document(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code = claim.component.code
    council = replace(_council(planter, _NOTHING), document="", is_void=True)
    planter.change(claim, rulings={**claim.rulings, "council": council})
    sentence = f"quyết định của Hội đồng về {code} không ghi số văn bản."
    return planter.record("TD-023", sentence, _COUNCIL, code, since="council")


def _altered_after_closing(planter: Planter) -> bool:
    claim = planter.claim(lambda one: not is_shared(one))
    if claim is None:
        return False
    planter.alter(claim)
    sentence = (
        f"phiếu thẩm định lần 1 bị sửa điểm {claim.component.code} sau khi đã chốt; "
        "kết quả dùng bản đã chốt."
    )
    place = _in_appraisal(planter, claim)
    return planter.record("GD-001", sentence, place, since="appraisal_1")


def _explained_in_agreement(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code = claim.component.code
    text = plead(planter.draft, claim, PLEAS[0], planter.draw)
    planter.change(claim, response=Response(text=text))
    sentence = f"giải trình {code} trong khi điểm thẩm định bằng điểm tự chấm."
    place = f"explanations/{planter.unit_code}.xlsx, cột Giải trình của đơn vị"
    return planter.record("GD-006", sentence, place, code, since="explanation")


def _doubt(planter: Planter, claim: Claim, second: Ruling, council: Ruling | None = None) -> None:
    """Let the first round give nothing, and the unit explain; then come the later decisions."""
    first = Ruling(score=_NOTHING, reason=UNPROVEN[0])
    rulings: dict[AppraisalStage, Ruling] = {"appraisal_1": first, "appraisal_2": second}
    if council is not None:
        rulings["council"] = council
    planter.take(dispute(planter.draft, claim, rulings, planter.draw))


def _council(planter: Planter, score: Decimal) -> Ruling:
    day = day_within(planter.assessment, "council", planter.draw)
    return council_ruling(score, day, planter.draw)


ROUND_FAULTS: Mapping[str, Callable[[Planter], bool]] = {
    "TD-014": _appraised_over_maximum,
    "TD-014/appraisal_2": _reviewed_over_maximum,
    "TD-016": _not_appraised,
    "TD-017": _changed_without_reason,
    "TD-018": _appraised_though_exempt,
    "TD-018/council": _settled_though_exempt,
    "TD-020": _decided_twice,
    "TD-021": _settled_too_early,
    "TD-023": _settled_without_document,
    "GD-001": _altered_after_closing,
    "GD-006": _explained_in_agreement,
}
