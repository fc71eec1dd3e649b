"""The mistakes that the example knows how to make, one function per kind.

Each takes a unit's planter, makes the mistake in a place that was sound, and writes down the
finding that must follow; it tells whether the unit had such a place.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from cchc_lib.core.rule_kinds import Quotient
from cchc_lib.example.decisions import make_exemption
from cchc_lib.example.drafts import Claim, FormAsReturned
from cchc_lib.example.planting import Planter
from cchc_lib.example.words import RECOUNTED
from cchc_lib.vietnamese import format_decimal

__all__ = ["FAULT_KINDS"]

_EXCESS, _MINUS = Decimal("0.25"), Decimal("-0.5")
_NO_NUMBER = "đạt"
_OFF_SCALE = "9"
_OUTDATED = "cũ"


def _self_place(planter: Planter, where: str) -> str:
    return f"submissions/{planter.unit_code}.xlsx, {where}"


def _appraisal_place(planter: Planter) -> str:
    return f"appraisal/{planter.unit_code}.xlsx, cột Điểm thẩm định"


def _quotient(claim: Claim) -> Quotient | None:
    measure = getattr(claim.component.rule, "measure", None)
    return measure if isinstance(measure, Quotient) else None


def _over_maximum(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code, value = claim.component.code, claim.max_score + _EXCESS
    planter.change(claim, self_score=value, reason=RECOUNTED[0])
    sentence = f"tự chấm {format_decimal(value)} điểm, quá điểm tối đa của {code}."
    return planter.record("HS-014", sentence, _self_place(planter, "cột Điểm tự chấm"), code)


def _below_zero(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, self_score=_MINUS, reason=RECOUNTED[0])
    sentence = f"tự chấm {format_decimal(_MINUS)} điểm cho {code}, nhỏ hơn 0."
    return planter.record("HS-015", sentence, _self_place(planter, "cột Điểm tự chấm"), code)


def _against_figures(planter: Planter) -> bool:
    claim = planter.claim(lambda one: one.earned is not None and one.earned < one.max_score)
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, self_score=claim.max_score, reason=RECOUNTED[0])
    sentence = f"tự chấm tối đa cho {code} trong khi số liệu kê khai chỉ đạt một phần."
    return planter.record("HS-022", sentence, _self_place(planter, "cột Điểm tự chấm"), code)


def _without_evidence(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, evidence="", explanation="")
    sentence = f"tự chấm điểm cho {code} mà không nêu tài liệu kiểm chứng và không giải trình."
    return planter.record("HS-023", sentence, _self_place(planter, "cột Tài liệu kiểm chứng"), code)


def _missing_figure(planter: Planter) -> bool:
    claim = planter.claim(lambda one: bool(one.figures))
    if claim is None:
        return False
    code, first = claim.component.code, claim.component.inputs[0].code
    planter.change(claim, figures={**claim.figures, first: None}, earned=None)
    sentence = f"bỏ trống một số liệu của {code}."
    return planter.record("HS-018", sentence, _self_place(planter, "cột Số liệu"), code)


def _missing_self_score(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, self_score=None)
    sentence = f"không ghi điểm tự chấm của {code}."
    return planter.record("HS-016", sentence, _self_place(planter, "cột Điểm tự chấm"), code)


def _achieved_over_planned(planter: Planter) -> bool:
    claim = planter.claim(lambda one: _quotient(one) is not None)
    measure = _quotient(claim) if claim else None
    if claim is None or measure is None:
        return False
    code, planned = claim.component.code, claim.figures[measure.planned]
    more = Decimal(str(planned)) + 3
    planter.change(claim, figures={**claim.figures, measure.achieved: more}, earned=None)
    sentence = f"số đạt được lớn hơn tổng số ở {code}."
    return planter.record("HS-020", sentence, _self_place(planter, "cột Số liệu"), code)


def _nothing_planned(planter: Planter) -> bool:
    claim = planter.claim(lambda one: (m := _quotient(one)) is not None and m.when_none == "refuse")
    measure = _quotient(claim) if claim else None
    if claim is None or measure is None:
        return False
    code = claim.component.code
    nothing = {measure.achieved: Decimal(0), measure.planned: Decimal(0)}
    planter.change(claim, figures={**claim.figures, **nothing}, earned=None)
    sentence = f"tổng số bằng 0 ở {code} mà không có miễn trừ."
    return planter.record("HS-021", sentence, _self_place(planter, "cột Số liệu"), code)


def _text_for_score(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, self_score=_NO_NUMBER)
    sentence = f"ghi “{_NO_NUMBER}” vào ô điểm tự chấm của {code}; coi như chưa ghi điểm."
    return planter.record("BM-013", sentence, _self_place(planter, "cột Điểm tự chấm"), code)


def _claimed_though_exempt(planter: Planter) -> bool:
    claim = _make_exempt(planter)
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, figures={}, earned=None, evidence="", appraised=None)
    sentence = f"tự chấm điểm cho {code} dù được miễn trừ."
    return planter.record("HS-024", sentence, _self_place(planter, "cột Điểm tự chấm"), code)


def _appraised_though_exempt(planter: Planter) -> bool:
    claim = _make_exempt(planter)
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, figures={}, earned=None, evidence="", self_score=None)
    sentence = f"được chấm thẩm định cho {code} dù tiêu chí thành phần này không áp dụng."
    return planter.record("TD-018", sentence, _appraisal_place(planter), code)


def _make_exempt(planter: Planter) -> Claim | None:
    claim = planter.claim(lambda one: bool(one.component.not_applicable_vi))
    if claim is not None:
        planter.exempt(make_exemption(planter.draft.unit, claim.component, "drop_max_all"))
    return claim


def _exempt_without_basis(planter: Planter) -> bool:
    claim = planter.claim(lambda one: bool(one.component.not_applicable_vi))
    if claim is None:
        return False
    code = claim.component.code
    exemption = make_exemption(planter.draft.unit, claim.component, "drop_max_all")
    planter.exempt_in_vain(replace(exemption, legal_basis=""))
    sentence = f"miễn trừ {code} không ghi căn cứ; miễn trừ không có hiệu lực."
    return planter.record("KD-012", sentence, "exemptions.csv, cột legal_basis", code)


def _exempt_outside_appendix(planter: Planter) -> bool:
    group = planter.draft.unit.group_code
    outside = [c for c in planter.edition.components() if group not in c.max_score]
    if not outside:
        return False
    component = planter.draw.one_of(outside)
    planter.exempt_in_vain(make_exemption(planter.draft.unit, component, "drop_max_all"))
    sentence = f"miễn trừ {component.code}, tiêu chí thành phần không có trong phụ lục của nhóm."
    return planter.record("KD-010", sentence, "exemptions.csv, cột component_code", component.code)


def _appraised_over_maximum(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code, value = claim.component.code, claim.max_score + _EXCESS
    planter.change(claim, appraised=value)
    sentence = f"điểm thẩm định {format_decimal(value)} quá điểm tối đa của {code}."
    return planter.record("TD-014", sentence, _appraisal_place(planter), code)


def _changed_without_reason(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, appraised=Decimal(0), reason="")
    sentence = f"điểm thẩm định của {code} là 0, khác điểm tự chấm, mà không ghi lý do."
    return planter.record("TD-017", sentence, _appraisal_place(planter), code)


def _not_appraised(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, appraised=None)
    sentence = f"{code} chưa được thẩm định; kết quả là tạm tính."
    return planter.record("TD-016", sentence, _appraisal_place(planter))


def _wrong_year(planter: Planter) -> bool:
    planter.return_form(FormAsReturned(year=planter.year - 1))
    sentence = f"nộp biểu mẫu của năm {planter.year - 1}; biểu bị từ chối nên coi như chưa nộp."
    return planter.record("BM-005", sentence, _self_place(planter, "ô Năm"), "", "HS-001")


def _wrong_version(planter: Planter) -> bool:
    planter.return_form(FormAsReturned(version=_OUTDATED))
    sentence = "nộp biểu mẫu sai phiên bản; biểu bị từ chối nên coi như chưa nộp."
    return planter.record(
        "BM-006", sentence, _self_place(planter, "ô Phiên bản biểu mẫu"), "", "HS-001"
    )


def _wrong_unit(planter: Planter) -> bool:
    planter.return_form(FormAsReturned(unit_code=planter.other_unit))
    sentence = f"tệp của đơn vị ghi mã {planter.other_unit}; biểu bị từ chối nên coi như chưa nộp."
    return planter.record("BM-004", sentence, _self_place(planter, "ô Mã đơn vị"), "", "HS-001")


def _not_submitted(planter: Planter) -> bool:
    planter.return_form(FormAsReturned(is_returned=False))
    place = f"submissions/{planter.unit_code}.xlsx"
    return planter.record("HS-001", "chưa nộp biểu tự chấm.", place)


def _answer_off_scale(planter: Planter) -> bool:
    opinion = planter.opinion()
    if opinion is None:
        return False
    code, group = opinion.component.code, next(iter(opinion.answers))
    planter.add_answer((group, planter.unit_code, code, _OFF_SCALE))
    sentence = f"một câu trả lời của {code} là “{_OFF_SCALE}”, ngoài thang."
    return planter.record("XH-005", sentence, "survey/answers.csv, cột answer", code)


def _too_few_answers(planter: Planter) -> bool:
    opinion = planter.opinion()
    if opinion is None:
        return False
    code, fewest = opinion.component.code, planter.edition.survey.minimum_answers
    group, answers = next(iter(opinion.answers.items()))
    planter.change_opinion(opinion, {group: answers[: fewest - 1]})
    sentence = f"câu hỏi {code} có quá ít trả lời hợp lệ; kết quả là tạm tính."
    return planter.record("XH-007", sentence, "survey/answers.csv", code)


FAULT_KINDS: Mapping[str, Callable[[Planter], bool]] = {
    "HS-001": _not_submitted,
    "HS-014": _over_maximum,
    "HS-015": _below_zero,
    "HS-016": _missing_self_score,
    "HS-018": _missing_figure,
    "HS-020": _achieved_over_planned,
    "HS-021": _nothing_planned,
    "HS-022": _against_figures,
    "HS-023": _without_evidence,
    "HS-024": _claimed_though_exempt,
    "BM-004": _wrong_unit,
    "BM-005": _wrong_year,
    "BM-006": _wrong_version,
    "BM-013": _text_for_score,
    "TD-014": _appraised_over_maximum,
    "TD-016": _not_appraised,
    "TD-017": _changed_without_reason,
    "TD-018": _appraised_though_exempt,
    "KD-010": _exempt_outside_appendix,
    "KD-012": _exempt_without_basis,
    "XH-005": _answer_off_scale,
    "XH-007": _too_few_answers,
}
"""By the code of the finding that must follow; XH-003 belongs to no unit."""
