"""Lint of what an edition says around the scores: procedure, bonus, emulation, publishing."""

from collections.abc import Iterator

from cchc_lib.core.lint_basics import check_reference, check_unique, out_of_range
from cchc_lib.core.round_rules import APPRAISAL_STAGES
from cchc_lib.core.rulebook import Edition
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import suggest

__all__ = ["check_round_rules"]

_SEVERAL = 2
"""Fewer units than this have nothing in common with each other."""


def check_round_rules(edition: Edition) -> Iterator[Finding]:
    """Yield every problem of the rules around the scores."""
    yield from _check_procedure(edition)
    yield from _check_adjustment(edition)
    yield from _check_late(edition)
    yield from _check_emulation(edition)
    yield from _check_publishing(edition)


def _check_procedure(edition: Edition) -> Iterator[Finding]:
    rule = edition.procedure
    yield from check_unique("procedure.precedence", rule.precedence)
    yield from check_reference("procedure.legal_reference", rule.legal_reference)
    latest_first = [s for s in reversed(APPRAISAL_STAGES) if s in rule.precedence]
    if "appraisal_1" not in rule.precedence or [*rule.precedence] != latest_first:
        found = ", ".join(rule.precedence) or "[]"
        expected = "giai đoạn sau đứng trước, cuối cùng là appraisal_1"
        yield out_of_range("procedure.precedence", found, expected)


def _check_adjustment(edition: Edition) -> Iterator[Finding]:
    rule = edition.adjustment
    yield from check_reference("adjustment.legal_reference", rule.legal_reference)
    yield from check_unique("adjustment.items", [item.code for item in rule.items])
    for name, cap in (("bonus_cap", rule.bonus_cap), ("penalty_cap", rule.penalty_cap)):
        if cap < 0:
            yield out_of_range(f"adjustment.{name}", cap, "mức trần từ 0 trở lên")
    for index, item in enumerate(rule.items):
        path = f"adjustment.items[{index}]"
        yield from check_reference(f"{path}.legal_reference", item.legal_reference)
        if item.max_points <= 0:
            yield out_of_range(f"{path}.max_points", item.max_points, "số lớn hơn 0")


def _check_late(edition: Edition) -> Iterator[Finding]:
    rule = edition.adjustment
    penalties = [item.code for item in rule.items if item.kind == "penalty"]
    yield from check_unique("adjustment.late", [late.stage for late in rule.late])
    for index, late in enumerate(rule.late):
        path = f"adjustment.late[{index}]"
        yield from check_reference(f"{path}.legal_reference", late.legal_reference)
        yield from _check_known(f"{path}.item", late.item, penalties)
        if late.points_per_day <= 0:
            yield out_of_range(f"{path}.points_per_day", late.points_per_day, "số lớn hơn 0")


def _check_emulation(edition: Edition) -> Iterator[Finding]:
    rule = edition.emulation
    grades = [band.code for band in edition.grading.bands]
    caps = [cap.code for cap in edition.grading.caps]
    yield from check_reference("emulation.legal_reference", rule.legal_reference)
    levels = [level.grade for level in rule.completion]
    yield from check_unique("emulation.completion", levels)
    for code in levels:
        yield from _check_known("emulation.completion", code, grades)
    for code in grades:
        if code not in levels:
            expected = f"mức hoàn thành của từng mức xếp loại, còn thiếu {code}"
            yield out_of_range("emulation.completion", ", ".join(levels), expected)
    yield from check_unique("emulation.commendations", [c.code for c in rule.commendations])
    for index, one in enumerate(rule.commendations):
        path = f"emulation.commendations[{index}]"
        yield from check_reference(f"{path}.legal_reference", one.legal_reference)
        yield from _check_known(f"{path}.lowest_grade", one.lowest_grade, grades)
        for code in one.excluded_by:
            yield from _check_known(f"{path}.excluded_by", code, caps)
        if one.best_places < 1:
            yield out_of_range(f"{path}.best_places", one.best_places, "số từ 1 trở lên")


def _check_publishing(edition: Edition) -> Iterator[Finding]:
    rule = edition.publishing
    yield from check_reference("publishing.legal_reference", rule.legal_reference)
    if not 0 < rule.survey_gap_pct <= 100:  # noqa: PLR2004
        expected = "số điểm phần trăm lớn hơn 0, không quá 100"
        yield out_of_range("publishing.survey_gap_pct", rule.survey_gap_pct, expected)
    for name in ("repeated_text_units", "full_marks_units"):
        count = getattr(rule, name)
        if count < _SEVERAL:
            yield out_of_range(f"publishing.{name}", count, f"số đơn vị từ {_SEVERAL} trở lên")


def _check_known(path: str, code: str, known: list[str]) -> Iterator[Finding]:
    if code not in known:
        yield finding("QT-015", cell=path, found=code, expected=suggest(code, known))
