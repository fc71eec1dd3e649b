"""Whether the decisions, explanations and dates of a round can stand: findings by unit."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from cchc_lib.core.decisions import AppraisedLine, DecisionProblem
from cchc_lib.core.filed import Filed
from cchc_lib.core.lateness import late_filings
from cchc_lib.core.places import unit_file
from cchc_lib.core.reckoning import AppendixRow, Reckoning
from cchc_lib.core.round_rules import STAGE_NAMES_VI, STAGES, Stage
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import RuleLine
from cchc_lib.core.submission import (
    Assessment,
    Decision,
    NotReported,
    Returns,
    Submission,
    Unit,
)
from cchc_lib.core.unit_scores import rule_line, settle_component
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_date, format_decimal

__all__ = [
    "check_closing",
    "check_dates",
    "check_decision_days",
    "check_decisions",
    "check_explanations",
    "check_receipts",
    "explained_in",
]

_NAMED_AT_MOST = 8
_CODES: Mapping[DecisionProblem, str] = {
    "over_maximum": "TD-014",
    "below_zero": "TD-015",
    "without_reason": "TD-017",
    "exempt": "TD-018",
    "contradicted": "TD-020",
    "predates": "TD-021",
    "outside_procedure": "TD-022",
}
"""The finding for a decision that does not stand."""


def check_decisions(
    reckoning: Reckoning, unit: Unit, filed: Filed, returns: Returns
) -> Iterator[Finding]:
    """Yield decisions on a unit that cannot stand, and components nobody has decided on."""
    waiting: list[str] = []
    for row in reckoning.appendix(unit.group_code):
        if not row.is_appraised:
            continue
        code = row.component.code
        decisions = returns.decisions.get((unit.code, code), ())
        if code in filed.exemptions or any(isinstance(one.score, Decimal) for one in decisions):
            lines = _settle(reckoning, row, decisions, filed)
            yield from _check_lines(reckoning.edition, unit, row, lines)
        elif not any(_is_refused(one) for one in decisions):
            waiting.append(code)
    if waiting:
        named = ", ".join(waiting[:_NAMED_AT_MOST])
        more = " …" if len(waiting) > _NAMED_AT_MOST else ""
        found, file = str(len(waiting)), unit_file("appraisal_1", unit.code)
        yield finding("TD-016", unit_code=unit.code, file=file, found=found, expected=named + more)


def check_explanations(
    reckoning: Reckoning, unit: Unit, filed: Filed, returns: Returns
) -> Iterator[Finding]:
    """Yield explanations of components on which nobody differs, or has decided yet."""
    edition = reckoning.edition
    for row in reckoning.appendix(unit.group_code):
        code = row.component.code
        explanation = returns.explanations.get((unit.code, code))
        if explanation is None:
            continue
        decisions = returns.decisions.get((unit.code, code), ())
        first = [one.score for one in decisions if one.stage == "appraisal_1"]
        given = {_rounded(edition, score) for score in first if isinstance(score, Decimal)}
        claimed = _rounded(edition, filed.entry(code).self_score.value)
        about = {"unit_code": unit.code, "component_code": code}
        if code in filed.exemptions:
            yield finding("GD-015", **about, **explanation.place.words)
        elif not given:
            yield finding("GD-010", **about, **explanation.place.words)
        elif given == {claimed}:
            yield finding("GD-006", **about, **explanation.place.words)


def _rounded(edition: Edition, value: Decimal | NotReported) -> Decimal | NotReported:
    return edition.rounding.component(value) if isinstance(value, Decimal) else value


def check_closing(assessment: Assessment, returns: Returns) -> Iterator[Finding]:
    """Yield the stages that later ones rest on though nobody has closed them."""
    present: set[Stage] = {one.stage for own in returns.decisions.values() for one in own}
    if returns.submissions:
        present.add("self_assessment")
    if returns.explanations:
        present.add("explanation")
    reached = [stage for stage in STAGES if stage in present]
    for stage, following in pairwise(reached):
        if stage not in assessment.closed_on:
            names = {"found": STAGE_NAMES_VI[stage], "expected": STAGE_NAMES_VI[following]}
            yield finding("GD-011", file="closed", words=stage, **names)


def check_decision_days(assessment: Assessment, returns: Returns) -> Iterator[Finding]:
    """Yield the files whose decisions have no day, or one outside the days of their stage."""
    given = [one for own in returns.decisions.values() for one in own]
    days = {(d.place.file, d.stage, d.decided_on): d for d in given if isinstance(d.score, Decimal)}
    for one in days.values():
        window, day = assessment.window(one.stage), one.decided_on
        if isinstance(day, NotReported):
            yield finding("GD-012", file=one.place.file)
        elif window and not window.first_day <= day <= window.last_day:
            is_single = one.stage == "council"
            yield finding(
                "GD-014",
                unit_code=one.unit_code if is_single else "",
                component_code=one.component_code if is_single else "",
                file=one.place.file,
                cell=one.place.cell if is_single else "",
                words=_opening(STAGE_NAMES_VI[one.stage]),
                found=format_date(day),
                expected=f"{format_date(window.first_day)} – {format_date(window.last_day)}",
            )


def explained_in(returns: Returns) -> dict[str, list[str]]:
    """Return the files of explanations by unit code, in the order in which they were read."""
    files: dict[str, dict[str, None]] = {}
    for (code, _), one in returns.explanations.items():
        files.setdefault(code, {})[one.place.file] = None
    return {code: [*own] for code, own in files.items()}


def check_receipts(
    assessment: Assessment, unit: Unit, submission: Submission | None, explained: Sequence[str]
) -> Iterator[Finding]:
    """Yield files of a unit that the office's register, where there is one, does not hold.

    ``explained`` are the files of its explanations. A file that was sent again needs no entry
    of its own: the first one came in time or not.
    """
    filed: dict[str, Stage] = dict.fromkeys(explained, "explanation")
    if submission is not None:
        filed[submission.file] = "self_assessment"
    for file, stage in filed.items() if assessment.receipts else ():
        if not (assessment.receipt(file) or assessment.receipt(unit_file(stage, unit.code))):
            yield finding("GD-013", unit_code=unit.code, file="received.csv", found=file)


def check_dates(assessment: Assessment, unit: Unit) -> Iterator[Finding]:
    """Yield what a unit filed after its last day."""
    for late in late_filings(assessment, unit):
        yield finding(
            "GD-005",
            unit_code=unit.code,
            **late.receipt.place.words,
            found=format_date(late.receipt.received_on),
            expected=f"{late.days} ngày so với hạn {format_date(late.last_day)}",
            words=STAGE_NAMES_VI[late.stage],
        )


def _settle(
    reckoning: Reckoning, row: AppendixRow, decisions: Sequence[Decision], filed: Filed
) -> tuple[AppraisedLine, ...]:
    """Return the decisions on a component as scoring will take them."""
    entry = filed.entry(row.component.code)
    rule_score: RuleLine | NotReported = NotReported()
    if isinstance(entry.self_score.value, NotReported):
        rule_score = rule_line(reckoning, row, entry)
    return settle_component(reckoning.edition, row, filed, rule_score, decisions)


def _is_refused(decision: Decision) -> bool:
    return isinstance(decision.score, NotReported) and decision.score.reason == "refused"


def _check_lines(
    edition: Edition, unit: Unit, row: AppendixRow, lines: tuple[AppraisedLine, ...]
) -> Iterator[Finding]:
    about = {"unit_code": unit.code, "component_code": row.component.code}
    first = next((line for line in lines if line.kind != "refused"), None)
    if first is not None and first.stage != "appraisal_1":
        words = _opening(STAGE_NAMES_VI[first.stage])
        yield finding("TD-029", **about, **first.place.words, words=words)
    for line in lines:
        if line.problem:
            yield finding(
                _CODES[line.problem],
                **about,
                **line.place.words,
                words=_opening(STAGE_NAMES_VI[line.stage]),
                **_words(row.max_score, line, lines),
            )
        elif line.entered != line.value:
            places = str(edition.rounding.component_places)
            found = format_decimal(line.entered)
            yield finding("TD-019", **about, **line.place.words, found=found, expected=places)


def _words(
    max_score: Decimal, line: AppraisedLine, lines: tuple[AppraisedLine, ...]
) -> dict[str, str]:
    """Return what a finding says was found, and what it was held against."""
    found = format_decimal(line.entered)
    match line.problem:
        case "over_maximum" | "below_zero":
            return {"found": found, "expected": format_decimal(max_score)}
        case "without_reason":
            before = line.previous
            said = "chưa chấm" if isinstance(before, NotReported) else format_decimal(before)
            return {"found": found, "expected": said}
        case "contradicted":
            others = [one for one in lines if one.stage == line.stage]
            scores = " và ".join(format_decimal(one.entered) for one in others)
            places = " và ".join(f"{one.place.file}, ô {one.place.cell}" for one in others)
            return {"found": scores, "expected": places}
        case "predates":
            return {"found": _day(line.decided_on), "expected": _day(line.not_before)}
        case _:
            return {"found": found}


def _day(value: date | NotReported) -> str:
    return "" if isinstance(value, NotReported) else format_date(value)


def _opening(words: str) -> str:
    return words[0].upper() + words[1:]
