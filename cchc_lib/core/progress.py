"""The state of a round: what is in, missing or late, and whom to chase for it, by a given day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cchc_lib.core.decisions import AppraisedLine
from cchc_lib.core.evidence import LOST_FILES
from cchc_lib.core.lateness import late_filings
from cchc_lib.core.places import unit_file
from cchc_lib.core.results import YearResult
from cchc_lib.core.round_rules import STAGES, Stage
from cchc_lib.core.rounds import (
    awaits_review,
    decision_at,
    is_appraised_component,
    is_disputed,
    is_explained,
    is_explanation_over,
    stages_present,
)
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import Assessment, NotAppraised, NotReported, WindowName
from cchc_lib.vietnamese import slug

__all__ = [
    "Chase",
    "LeadProgress",
    "UnitProgress",
    "chase_list",
    "lead_progress",
    "stages_to_close",
    "unit_progress",
]

Arrival = Literal["in", "late", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitProgress:
    """How far the dossier of one unit is, in counts of its appraised components.

    ``disputed`` are those on which round 1 and the unit differ; ``absent_evidence`` counts
    the register's documents whose file is not where the unit says.
    """

    unit_code: str
    submission: Arrival
    late_days: int
    asked: int
    claimed: int
    appraised: int
    disputed: int
    explained: int
    reviewed: int
    council: int
    survey_waiting: int
    absent_evidence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadProgress:
    """How far one lead appraiser is, in counts of components over all units."""

    lead_code: str
    name_vi: str
    asked: int
    appraised: int
    disputed: int
    explained: int
    reviewed: int
    waiting_units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chase:
    """Something still to come: from whom, how much of it, and until when.

    ``unit_code`` or ``lead_code`` says from whom; ``about_units`` are the units concerned.
    ``days_left`` is negative once the last day has passed, ``None`` where no day is declared.
    """

    step: WindowName
    unit_code: str
    lead_code: str
    count: int
    about_units: tuple[str, ...]
    last_day: date | None
    days_left: int | None


def unit_progress(year: YearResult) -> tuple[UnitProgress, ...]:
    """Return how far every unit is, in official order."""
    return tuple(_unit_progress(year, unit.code) for unit in year.assessment.units)


def lead_progress(year: YearResult) -> tuple[LeadProgress, ...]:
    """Return how far every lead appraiser is, in the order of the criteria."""
    own: dict[str, list[ComponentScore]] = {code: [] for code in year.edition.lead_appraisers()}
    for score in year.scores:
        if is_appraised_component(score):
            own.setdefault(slug(score.lead_appraiser), []).append(score)
    return tuple(_lead_progress(code, scores) for code, scores in own.items() if scores)


def chase_list(year: YearResult, today: date | None) -> tuple[Chase, ...]:
    """Return what is still to come, the most urgent first."""
    assessment = year.assessment
    found = [
        *_chase_units(year, assessment, today),
        *_chase_leads(year, assessment, today, "appraisal_1"),
        *_chase_leads(year, assessment, today, "appraisal_2"),
    ]
    return tuple(sorted(found, key=lambda c: (c.last_day is None, c.last_day or date.max)))


def stages_to_close(year: YearResult, today: date | None) -> tuple[Stage, ...]:
    """Return the stages that are over and that nobody has closed.

    A stage is over when a later one has begun, or its last day has passed.
    """
    rounds = ("self_assessment", *year.edition.procedure.precedence)
    present = stages_present(year.scores)
    if "appraisal_2" in rounds and any(map(is_disputed, year.scores)):
        rounds, present = (*rounds, "explanation"), present | {"explanation"}
    begun = [stage for stage in STAGES if stage in present and stage in rounds]
    return tuple(
        stage
        for stage in begun
        if stage not in year.assessment.closed_on
        and (_has_begun_after(year, stage) or _has_passed(year.assessment, stage, today))
    )


def _has_begun_after(year: YearResult, stage: Stage) -> bool:
    later = STAGES[STAGES.index(stage) + 1 :]
    return not stages_present(year.scores).isdisjoint(later)


def _has_passed(assessment: Assessment, stage: Stage, today: date | None) -> bool:
    window = assessment.window(stage)
    return window is not None and today is not None and today > window.last_day


def _unit_progress(year: YearResult, unit_code: str) -> UnitProgress:
    scores = year.scores_of(unit_code)
    own = [score for score in scores if is_appraised_component(score)]
    late = {
        one.stage: one.days
        for one in late_filings(year.assessment, year.assessment.unit(unit_code))
    }
    is_in = any(score.self_score.place.file for score in scores)
    late_days = late.get("self_assessment", 0)
    return UnitProgress(
        unit_code=unit_code,
        submission="missing" if not is_in else "late" if late_days else "in",
        late_days=late_days,
        asked=len(own),
        claimed=sum(not isinstance(s.self_score.value, NotReported) for s in own),
        appraised=sum(isinstance(s.appraised, AppraisedLine) for s in own),
        disputed=sum(map(is_disputed, own)),
        explained=sum(map(is_explained, own)),
        reviewed=sum(decision_at(s, "appraisal_2") is not None for s in own),
        council=sum(decision_at(s, "council") is not None for s in own),
        survey_waiting=sum(
            s.is_survey and s.exemption is None and isinstance(s.survey, NotAppraised)
            for s in scores
        ),
        absent_evidence=sum(item.state in LOST_FILES for item in year.register_of(unit_code)),
    )


def _lead_progress(lead_code: str, scores: list[ComponentScore]) -> LeadProgress:
    waiting = [s.unit_code for s in scores if isinstance(s.appraised, NotAppraised)]
    return LeadProgress(
        lead_code=lead_code,
        name_vi=scores[0].lead_appraiser,
        asked=len(scores),
        appraised=len(scores) - len(waiting),
        disputed=sum(map(is_disputed, scores)),
        explained=sum(map(is_explained, scores)),
        reviewed=sum(decision_at(s, "appraisal_2") is not None for s in scores),
        waiting_units=tuple(dict.fromkeys(waiting)),
    )


def _chase_units(year: YearResult, assessment: Assessment, today: date | None) -> Iterator[Chase]:
    """Yield what units and the survey still owe."""
    for unit in unit_progress(year):
        may_explain = _may_explain(year, unit.unit_code, today)
        is_answered = unit.explained or assessment.receipt(unit_file("explanation", unit.unit_code))
        owed: tuple[tuple[WindowName, int], ...] = (
            ("self_assessment", unit.asked if unit.submission == "missing" else 0),
            ("explanation", unit.disputed if may_explain and not is_answered else 0),
            ("survey", unit.survey_waiting),
        )
        for step, count in owed:
            if count:
                yield _chase(assessment, today, step, count, unit_code=unit.unit_code)


def _chase_leads(
    year: YearResult, assessment: Assessment, today: date | None, stage: Stage
) -> Iterator[Chase]:
    """Yield which lead appraisers still have decisions to take at a stage, and on whom."""
    waiting: dict[str, list[str]] = {}
    for score in year.scores:
        if is_appraised_component(score) and _is_waiting(year, score, stage):
            waiting.setdefault(slug(score.lead_appraiser), []).append(score.unit_code)
    for lead_code, units in waiting.items():
        about = tuple(dict.fromkeys(units))
        yield _chase(assessment, today, stage, len(units), lead_code=lead_code, about_units=about)


def _is_waiting(year: YearResult, score: ComponentScore, stage: Stage) -> bool:
    if stage == "appraisal_2":
        return awaits_review(year.edition, year.assessment, score)
    return bool(score.self_score.place.file) and isinstance(score.appraised, NotAppraised)


def _may_explain(year: YearResult, unit_code: str, today: date | None) -> bool:
    """Tell whether a unit may explain on a day; by what came in where no day is declared."""
    window = year.assessment.window("explanation")
    if today is None or window is None or "explanation" in year.assessment.closed_on:
        return not is_explanation_over(year.edition, year.assessment, year.scores_of(unit_code))
    return window.first_day <= today <= window.last_day


def _chase(
    assessment: Assessment,
    today: date | None,
    step: WindowName,
    count: int,
    *,
    unit_code: str = "",
    lead_code: str = "",
    about_units: tuple[str, ...] = (),
) -> Chase:
    window = assessment.window(step)
    last_day = window.last_day if window else None
    return Chase(
        step=step,
        unit_code=unit_code,
        lead_code=lead_code,
        count=count,
        about_units=about_units,
        last_day=last_day,
        days_left=(last_day - today).days if last_day and today else None,
    )
