"""Mistakes in self-assessments and registers; see :mod:`cchc_lib.example.fault_kinds`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cchc_lib.core.round_rules import AppraisalStage
from cchc_lib.core.rule_kinds import Quotient
from cchc_lib.example.documents import cite_one
from cchc_lib.example.drafts import Claim, Document, FormAsReturned, Ruling
from cchc_lib.example.planting import Planter
from cchc_lib.example.words import RECOUNTED
from cchc_lib.vietnamese import format_decimal

__all__ = ["SELF_FAULTS"]

_EXCESS, _MINUS = Decimal("0.25"), Decimal("-0.5")
_NO_NUMBER = "đạt"
_OTHER_EDITION = "mau-cu"
_LOCATION = "trang Tài liệu kiểm chứng, cột Tên tệp hoặc đường dẫn"


def _quotient(claim: Claim) -> Quotient | None:
    measure = getattr(claim.component.rule, "measure", None)
    return measure if isinstance(measure, Quotient) else None


def _over_maximum(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code, value = claim.component.code, claim.max_score + _EXCESS
    planter.change(claim, self_score=value, rulings=_recounted(claim))
    sentence = f"tự chấm {format_decimal(value)} điểm, quá điểm tối đa của {code}."
    return planter.record("HS-014", sentence, planter.in_submission("cột Điểm tự chấm"), code)


def _below_zero(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, self_score=_MINUS, rulings=_recounted(claim))
    sentence = f"tự chấm {format_decimal(_MINUS)} điểm cho {code}, nhỏ hơn 0."
    return planter.record("HS-015", sentence, planter.in_submission("cột Điểm tự chấm"), code)


def _against_figures(planter: Planter) -> bool:
    claim = planter.claim(lambda one: one.earned is not None and one.earned < one.max_score)
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, self_score=claim.max_score, rulings=_recounted(claim))
    sentence = f"tự chấm tối đa cho {code} trong khi số liệu kê khai chỉ đạt một phần."
    return planter.record("HS-022", sentence, planter.in_submission("cột Điểm tự chấm"), code)


def _without_evidence(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, documents=(), explanation="")
    sentence = f"tự chấm điểm cho {code} mà không nêu tài liệu kiểm chứng và không giải trình."
    return planter.record(
        "HS-023", sentence, planter.in_submission("cột Tài liệu kiểm chứng"), code
    )


def _missing_figure(planter: Planter) -> bool:
    claim = planter.claim(lambda one: bool(one.figures))
    if claim is None:
        return False
    code, first = claim.component.code, claim.component.inputs[0].code
    planter.change(claim, figures={**claim.figures, first: None}, earned=None)
    sentence = f"bỏ trống một số liệu của {code}."
    return planter.record("HS-018", sentence, planter.in_submission("cột Số liệu"), code)


def _missing_self_score(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, self_score=None)
    sentence = f"không ghi điểm tự chấm của {code}."
    return planter.record("HS-016", sentence, planter.in_submission("cột Điểm tự chấm"), code)


def _achieved_over_planned(planter: Planter) -> bool:
    claim = planter.claim(lambda one: _quotient(one) is not None)
    measure = _quotient(claim) if claim else None
    if claim is None or measure is None:
        return False
    code, planned = claim.component.code, claim.figures[measure.planned]
    more = Decimal(str(planned)) + 3
    planter.change(claim, figures={**claim.figures, measure.achieved: more}, earned=None)
    sentence = f"số đạt được lớn hơn tổng số ở {code}."
    return planter.record("HS-020", sentence, planter.in_submission("cột Số liệu"), code)


def _nothing_planned(planter: Planter) -> bool:
    claim = planter.claim(lambda one: (m := _quotient(one)) is not None and m.when_none == "refuse")
    measure = _quotient(claim) if claim else None
    if claim is None or measure is None:
        return False
    code = claim.component.code
    nothing = {measure.achieved: Decimal(0), measure.planned: Decimal(0)}
    planter.change(claim, figures={**claim.figures, **nothing}, earned=None)
    sentence = f"tổng số bằng 0 ở {code} mà không có miễn trừ."
    return planter.record("HS-021", sentence, planter.in_submission("cột Số liệu"), code)


def _text_for_score(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, self_score=_NO_NUMBER)
    sentence = f"ghi “{_NO_NUMBER}” vào ô điểm tự chấm của {code}; coi như chưa ghi điểm."
    return planter.record("BM-013", sentence, planter.in_submission("cột Điểm tự chấm"), code)


def _claimed_though_exempt(planter: Planter) -> bool:
    claim = planter.claim_made_exempt()
    if claim is None:
        return False
    code = claim.component.code
    planter.change(claim, figures={}, earned=None, documents=(), rulings={})
    sentence = f"tự chấm điểm cho {code} dù được miễn trừ."
    return planter.record("HS-024", sentence, planter.in_submission("cột Điểm tự chấm"), code)


def _wrong_year(planter: Planter) -> bool:
    planter.return_form(FormAsReturned(year=planter.year - 1))
    sentence = f"nộp biểu mẫu của năm {planter.year - 1}; biểu bị từ chối nên coi như chưa nộp."
    return planter.record("BM-005", sentence, planter.in_submission("ô Năm"), "", "HS-001")


def _wrong_edition(planter: Planter) -> bool:
    planter.return_form(FormAsReturned(edition=_OTHER_EDITION))
    sentence = "nộp biểu mẫu của bộ tiêu chí khác; biểu bị từ chối nên coi như chưa nộp."
    return planter.record("BM-006", sentence, planter.in_submission("ô Bộ tiêu chí"), "", "HS-001")


def _wrong_unit(planter: Planter) -> bool:
    planter.return_form(FormAsReturned(unit_code=planter.other_unit))
    sentence = f"tệp của đơn vị ghi mã {planter.other_unit}; biểu bị từ chối nên coi như chưa nộp."
    return planter.record("BM-004", sentence, planter.in_submission("ô Mã đơn vị"), "", "HS-001")


def _not_submitted(planter: Planter) -> bool:
    planter.return_form(FormAsReturned(is_returned=False))
    place = f"submissions/{planter.unit_code}.xlsx"
    return planter.record("HS-001", "chưa nộp biểu tự chấm.", place)


def _recounted(claim: Claim) -> dict[AppraisalStage, Ruling]:
    """Let the appraiser say why the points are not those of the claim."""
    return {"appraisal_1": replace(claim.rulings["appraisal_1"], reason=RECOUNTED[0])}


def _file_not_sent(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    document = replace(_another(planter, claim, planter.year), location="ban-quet.pdf")
    planter.change(claim, documents=(*claim.documents, document))
    sentence = f"danh mục ghi tệp “{document.location}” cho {claim.component.code} nhưng không gửi."
    return planter.record("MC-001", sentence, planter.in_submission(_LOCATION))


def _file_outside(planter: Planter) -> bool:
    claim = planter.claim()
    if claim is None:
        return False
    location = f"../{planter.other_unit}/bao-cao.docx"
    document = replace(_another(planter, claim, planter.year), location=location)
    planter.change(claim, documents=(*claim.documents, document))
    sentence = f"danh mục ghi tệp “{location}”, ngoài thư mục của đơn vị."
    return planter.record("MC-002", sentence, planter.in_submission(_LOCATION))


def _document_of_other_year(planter: Planter) -> bool:
    claim = planter.claim(lambda one: one.component.evidence_period == "year")
    if claim is None:
        return False
    code = claim.component.code
    document = replace(_another(planter, claim, planter.year - 1), location="")
    planter.change(claim, documents=(*claim.documents, document))
    sentence = (
        f"{document.reference} của năm {planter.year - 1} làm tài liệu kiểm chứng cho {code}."
    )
    place = planter.in_submission("trang Tài liệu kiểm chứng, cột Ngày ban hành")
    return planter.record("MC-003", sentence, place, code)


def _another(planter: Planter, claim: Claim, year: int) -> Document:
    """Return one more document about a component, of a given year and with no file."""
    day = date(year, planter.draw.between(2, 11), planter.draw.between(1, 28))
    document = cite_one("BC", claim.component, planter.draft.unit, day, planter.draw)
    return replace(document, has_file=False)


SELF_FAULTS: Mapping[str, Callable[[Planter], bool]] = {
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
    "BM-006": _wrong_edition,
    "BM-013": _text_for_score,
    "MC-001": _file_not_sent,
    "MC-002": _file_outside,
    "MC-003": _document_of_other_year,
}
