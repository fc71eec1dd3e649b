"""The mistakes that the example knows how to make, one function per kind.

Each takes a unit's planter, makes the mistake in a place that was sound, and writes down the
finding that must follow; it tells whether the unit had such a place.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from cchc_lib.example.decisions import make_exemption
from cchc_lib.example.planting import Planter
from cchc_lib.example.round_faults import ROUND_FAULTS
from cchc_lib.example.self_faults import SELF_FAULTS

__all__ = ["FAULT_KINDS"]

_OFF_SCALE = "9"


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
    **ROUND_FAULTS,
    **SELF_FAULTS,
    "KD-010": _exempt_outside_appendix,
    "KD-012": _exempt_without_basis,
    "XH-005": _answer_off_scale,
    "XH-007": _too_few_answers,
}
"""By the code of the finding that must follow and, after a stroke, the stage if it is a later
one than usual; XH-003 belongs to no unit, GD-005 to the one that files late."""
