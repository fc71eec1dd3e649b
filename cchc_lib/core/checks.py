"""What was returned against the edition: findings, never an exception for users' data.

Reading has already refused cells that hold no usable value. Here the values are held against
maxima, against each other and against what the edition asks for.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from cchc_lib.core.decision_checks import (
    check_closing,
    check_dates,
    check_decision_days,
    check_decisions,
    check_explanations,
    check_receipts,
)
from cchc_lib.core.evidence import check_register
from cchc_lib.core.lateness import adjustments_of
from cchc_lib.core.places import unit_file
from cchc_lib.core.rule_kinds import FigureRule, SurveyPercent
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.scoring import ScoringError, score_by_rule
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

_IMPOSSIBLE: dict[str, str] = {
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
        policies = {e.policy for e in assessment.exemptions if e.unit_code == unit.code}
        drops = sorted(policy for policy in policies if policy.startswith("drop_max"))
        if len(drops) > 1:
            yield finding(
                "KD-013", unit_code=unit.code, file="exemptions.csv", found=", ".join(drops)
            )
        yield from _check_caps(edition, assessment, unit)


def check_returns(edition: Edition, assessment: Assessment, returns: Returns) -> Iterator[Finding]:
    """Yield what is wrong or missing in submissions, appraisal and survey."""
    exempt = {(e.unit_code, e.component_code) for e in assessment.exemptions}
    if not returns.tallies and not returns.measured:
        yield finding("XH-001", file="survey")
    yield from check_closing(assessment, returns)
    yield from check_decision_days(assessment, returns)
    for unit in assessment.units:
        own = {c for u, c in exempt if u == unit.code}
        yield from _check_submission(edition, assessment, unit, returns, own)
        yield from check_decisions(edition, assessment, unit, returns)
        yield from check_explanations(edition, assessment, unit, returns)
        yield from check_dates(assessment, unit)
        yield from check_receipts(assessment, unit, returns)
        submission = returns.submissions.get(unit.code)
        if submission is not None:
            yield from check_register(edition, assessment, unit, submission)
        if returns.tallies or returns.measured:
            yield from _check_survey(edition, unit, returns, own)


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


def _check_submission(
    edition: Edition, assessment: Assessment, unit: Unit, returns: Returns, exempt: set[str]
) -> Iterator[Finding]:
    submission = returns.submissions.get(unit.code)
    if submission is None:
        yield finding("HS-001", unit_code=unit.code, file=unit_file("self_assessment", unit.code))
        return
    for component in edition.components_of(unit.group_code):
        entry = submission.entries.get(component.code)
        if entry is None or component.is_survey:
            continue
        if component.code in exempt:
            yield from _check_exempt_entry(unit, entry)
        else:
            yield from _check_entry(edition, assessment.year, unit, component, entry)


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
    edition: Edition, year: int, unit: Unit, component: Component, entry: ComponentEntry
) -> Iterator[Finding]:
    about = {"unit_code": unit.code, "component_code": component.code}
    max_score = component.max_score[unit.group_code]
    value = entry.self_score.value
    place = entry.self_score.place.words
    limit = format_decimal(max_score)
    if isinstance(value, NotReported):
        if value.reason == "blank":
            yield finding("HS-016", **about, **place)
    elif value > max_score:
        yield finding("HS-014", **about, **place, found=format_decimal(value), expected=limit)
    elif value < 0:
        yield finding("HS-015", **about, **place, found=format_decimal(value), expected=limit)
    elif value and evidence_state(component, entry) == "missing":
        where = entry.evidence_place.words
        yield finding("HS-023", **about, **where, found=format_decimal(value))
    yield from _check_missing_figures(component, entry, about)
    if isinstance(component.rule, FigureRule):
        yield from _check_figures(
            edition, year, component.rule, max_score, entry=entry, about=about
        )


def _check_missing_figures(
    component: Component, entry: ComponentEntry, about: dict[str, str]
) -> Iterator[Finding]:
    labels = {spec.code: spec.label_vi for spec in component.inputs}
    for figure in entry.figures:
        if isinstance(figure.value, NotReported) and figure.value.reason == "blank":
            label = labels[figure.input_code]
            yield finding("HS-018", **about, **figure.place.words, expected=label)


def _check_figures(
    edition: Edition,
    year: int,
    rule: FigureRule,
    max_score: Decimal,
    *,
    entry: ComponentEntry,
    about: dict[str, str],
) -> Iterator[Finding]:
    figures = figures_of(entry)
    where = entry.figures[0].place.words if entry.figures else {}
    try:
        exact = score_by_rule(rule, max_score=max_score, figures=figures, year=year)
    except ScoringError as error:
        if error.problem in _IMPOSSIBLE:
            said = " và ".join(map(format_number, figures.values()))
            yield finding(_IMPOSSIBLE[error.problem], **about, **where, found=said)
        return
    earned, claimed = edition.rounding.component(exact), entry.self_score.value
    if isinstance(claimed, Decimal) and 0 <= claimed <= max_score and claimed != earned:
        yield finding(
            "HS-022",
            **about,
            **entry.self_score.place.words,
            found=format_decimal(claimed),
            expected=format_decimal(earned),
        )


def _check_survey(
    edition: Edition, unit: Unit, returns: Returns, exempt: set[str]
) -> Iterator[Finding]:
    for component in edition.components_of(unit.group_code):
        key = (unit.code, component.code)
        if not component.is_survey or component.code in exempt:
            continue
        about = {"unit_code": unit.code, "component_code": component.code, "file": "survey"}
        if isinstance(component.rule, SurveyPercent):
            if key not in returns.measured:
                yield finding("XH-011", **about)
            continue
        counts: Counter[str] = Counter()
        for tally in returns.tallies.get(key, ()):
            counts.update(tally.counts)
        if counts.total() < edition.survey.minimum_answers:
            least = str(edition.survey.minimum_answers)
            yield finding("XH-007", **about, found=str(counts.total()), expected=least)
