"""What was returned against the edition: findings, never an exception for users' data.

Reading has already refused cells that hold no usable value. Here the values are held against
maxima, against each other and against what the edition asks for.
"""

from collections.abc import Iterator
from decimal import Decimal

from cchc_lib.core.decision_checks import (
    check_closing,
    check_dates,
    check_decision_days,
    check_decisions,
    check_explanations,
    check_receipts,
    explained_in,
)
from cchc_lib.core.evidence import check_register
from cchc_lib.core.filed import Filed, filed_by
from cchc_lib.core.lateness import adjustments_of
from cchc_lib.core.places import unit_file
from cchc_lib.core.reckoning import AppendixRow, Earned, Reckoning
from cchc_lib.core.rule_kinds import SurveyPercent
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.scoring import FigureProblem
from cchc_lib.core.source_checks import check_sourced
from cchc_lib.core.stages import evidence_state, figures_of
from cchc_lib.core.submission import (
    Assessment,
    ComponentEntry,
    NotReported,
    Returns,
    Unit,
)
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_decimal, format_number

__all__ = ["check_assessment", "check_returns"]

_IMPOSSIBLE: dict[FigureProblem | None, str] = {
    "achieved_over_planned": "HS-020",
    "nothing_planned": "HS-021",
    "unknown_level": "HS-025",
    "below_every_tier": "HS-025",
    "unknown_figure": "HS-025",
}
"""The finding for figures that are complete and yet cannot be scored."""


def check_assessment(edition: Edition, assessment: Assessment) -> Iterator[Finding]:
    """Yield what is wrong between the edition and the decisions about single units."""
    if not edition.first_year <= assessment.year <= edition.last_year:
        yield finding(
            "KD-004",
            file="assessment.toml",
            found=str(assessment.year),
            expected=f"{edition.first_year}–{edition.last_year}",
        )
    for unit in assessment.units:
        policies = {one.policy for one in assessment.exemptions_of(unit.code)}
        drops = sorted(policy for policy in policies if policy.startswith("drop_max"))
        if len(drops) > 1:
            yield finding(
                "KD-013", unit_code=unit.code, file="exemptions.csv", found=", ".join(drops)
            )
        yield from _check_caps(edition, assessment, unit)


def check_returns(edition: Edition, assessment: Assessment, returns: Returns) -> Iterator[Finding]:
    """Yield what is wrong or missing in submissions, appraisal and survey."""
    if not returns.tallies and not returns.measured:
        yield finding("XH-001", file="survey")
    yield from check_closing(assessment, returns)
    yield from check_decision_days(assessment, returns)
    reckoning, explained = Reckoning(edition, assessment.year), explained_in(returns)
    decided = {code for code, _ in returns.decisions}
    for unit in assessment.units:
        filed, submission = filed_by(unit, assessment, returns), returns.submissions.get(unit.code)
        if submission is None:
            file = unit_file("self_assessment", unit.code)
            yield finding("HS-001", unit_code=unit.code, file=file)
        yield from _check_entries(reckoning, unit, filed)
        if unit.code in decided:
            yield from check_decisions(reckoning, unit, filed, returns)
        else:
            yield finding("TD-001", unit_code=unit.code, file=unit_file("appraisal_1", unit.code))
        files = explained.get(unit.code, ())
        if files:
            yield from check_explanations(reckoning, unit, filed, returns)
        yield from check_dates(assessment, unit)
        yield from check_receipts(assessment, unit, submission, files)
        if submission is not None:
            yield from check_register(edition, assessment, unit, submission)
        yield from check_sourced(reckoning, unit, filed, returns)
        if returns.tallies or returns.measured:
            yield from _check_survey(reckoning, unit, filed, returns)


def _check_caps(edition: Edition, assessment: Assessment, unit: Unit) -> Iterator[Finding]:
    rule = edition.adjustment
    for kind, cap, words in (
        ("bonus", rule.bonus_cap, "cộng"),
        ("penalty", rule.penalty_cap, "trừ"),
    ):
        own = [a for a in adjustments_of(edition, assessment, unit) if a.kind == kind]
        points = sum((a.points for a in own), Decimal(0))
        if points > cap:
            yield finding(
                "KD-017",
                unit_code=unit.code,
                **own[0].place.words,
                found=format_decimal(points),
                expected=format_decimal(cap),
                words=words,
            )


def _check_entries(reckoning: Reckoning, unit: Unit, filed: Filed) -> Iterator[Finding]:
    for row in reckoning.appendix(unit.group_code):
        entry = filed.entries.get(row.component.code)
        if entry is None or not row.is_appraised:
            continue
        if row.component.code in filed.exemptions:
            yield from _check_exempt_entry(unit, entry)
        else:
            yield from _check_entry(reckoning, unit, row, entry)


def _check_exempt_entry(unit: Unit, entry: ComponentEntry) -> Iterator[Finding]:
    value = entry.self_score.value
    if isinstance(value, Decimal) and value:
        yield finding(
            "HS-024",
            unit_code=unit.code,
            component_code=entry.component_code,
            **entry.self_score.place.words,
            found=format_decimal(value),
        )


def _check_entry(
    reckoning: Reckoning, unit: Unit, row: AppendixRow, entry: ComponentEntry
) -> Iterator[Finding]:
    about = {"unit_code": unit.code, "component_code": entry.component_code}
    value, place = entry.self_score.value, entry.self_score.place
    if isinstance(value, NotReported):
        if value.reason == "blank":
            yield finding("HS-016", **about, **place.words)
    elif not 0 <= value <= row.max_score:
        code, limit = "HS-015" if value < 0 else "HS-014", format_decimal(row.max_score)
        yield finding(code, **about, **place.words, found=format_decimal(value), expected=limit)
    elif value and evidence_state(entry, row.component) == "missing":
        where = entry.evidence_place.words
        yield finding("HS-023", **about, **where, found=format_decimal(value))
    yield from _check_missing_figures(row.component, entry, about)
    if row.figure_rule is not None:
        earned = reckoning.earned(row, row.figure_rule, entry)
        yield from _check_figures(row, entry, earned, about)


def _check_missing_figures(
    component: Component, entry: ComponentEntry, about: dict[str, str]
) -> Iterator[Finding]:
    for figure in entry.figures:
        if isinstance(figure.value, NotReported) and figure.value.reason == "blank":
            labels = {spec.code: spec.label_vi for spec in component.inputs}
            label = labels[figure.input_code]
            yield finding("HS-018", **about, **figure.place.words, expected=label)


def _check_figures(
    row: AppendixRow, entry: ComponentEntry, earned: Earned, about: dict[str, str]
) -> Iterator[Finding]:
    claimed, problem = entry.self_score.value, earned.problem
    if problem in _IMPOSSIBLE:
        where = entry.figures[0].place.words if entry.figures else {}
        said = " và ".join(map(format_number, figures_of(entry).values()))
        yield finding(_IMPOSSIBLE[problem], **about, **where, found=said)
    elif (
        isinstance(claimed, Decimal)
        and isinstance(earned.value, Decimal)
        and 0 <= claimed <= row.max_score
        and claimed != earned.value
    ):
        yield finding(
            "HS-022",
            **about,
            **entry.self_score.place.words,
            found=format_decimal(claimed),
            expected=format_decimal(earned.value),
        )


def _check_survey(
    reckoning: Reckoning, unit: Unit, filed: Filed, returns: Returns
) -> Iterator[Finding]:
    least = reckoning.edition.survey.minimum_answers
    for row in reckoning.appendix(unit.group_code):
        component, key = row.component, (unit.code, row.component.code)
        if not row.is_survey or component.code in filed.exemptions:
            continue
        about = {"unit_code": unit.code, "component_code": component.code, "file": "survey"}
        if isinstance(component.rule, SurveyPercent):
            if key not in returns.measured:
                yield finding("XH-011", **about)
            continue
        count = sum(sum(tally.counts.values()) for tally in returns.tallies.get(key, ()))
        if count < least:
            yield finding("XH-007", **about, expected=str(least))
