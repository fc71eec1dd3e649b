"""The days of the example: the round of 2018 as it was announced, moved to any other year."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from cchc_lib.core.round_rules import AppraisalStage, Stage
from cchc_lib.core.submission import Assessment, Window, WindowName
from cchc_lib.example.drafts import UnitDraft
from cchc_lib.example.draws import Draw, Seed

__all__ = [
    "FIRST_YEAR",
    "closing_day",
    "date_leads",
    "date_unit",
    "day_within",
    "make_windows",
    "year_seed",
]

_LATE_DAYS = 3
FIRST_YEAR = 2018
"""The year whose round was announced; every later one is the same province some years on."""
_WINDOWS: Mapping[WindowName, tuple[date, date]] = {
    "guidance": (date(2018, 11, 5), date(2018, 11, 6)),
    "survey": (date(2018, 11, 15), date(2018, 12, 31)),
    "self_assessment": (date(2018, 12, 1), date(2019, 1, 10)),
    "appraisal_1": (date(2019, 1, 11), date(2019, 1, 31)),
    "explanation": (date(2019, 2, 11), date(2019, 2, 18)),
    "appraisal_2": (date(2019, 2, 19), date(2019, 3, 1)),
    "council": (date(2019, 3, 4), date(2019, 3, 8)),
    "announcement": (date(2019, 3, 15), date(2019, 3, 15)),
}
_QUIET = 4
"""In the first part of a window, one of this many, nothing happens: late files are in by then."""


def year_seed(seed: int, year: int) -> Seed:
    """Return what names the draws of one year: in the first, the seed of the province itself.

    >>> year_seed(2018, 2018), year_seed(2018, 2019)
    (2018, '2018/2019')
    """
    return seed if year == FIRST_YEAR else f"{seed}/{year}"


def make_windows(year: int) -> tuple[Window, ...]:
    """Return the windows of the round about a year.

    >>> make_windows(2019)[1].last_day.isoformat()
    '2019-12-31'
    """
    return tuple(
        Window(name=name, first_day=_moved(first, year), last_day=_moved(last, year))
        for name, (first, last) in _WINDOWS.items()
    )


def day_within(assessment: Assessment, name: WindowName, draw: Draw) -> date:
    """Return a day of a window, not at its start."""
    window = assessment.window(name)
    assert window is not None
    length = (window.last_day - window.first_day).days
    return window.last_day - timedelta(days=draw.between(0, length - length // _QUIET))


def closing_day(assessment: Assessment, stage: Stage) -> date:
    """Return the day on which a stage is closed: the one after its window."""
    window = assessment.window(stage)
    assert window is not None
    return window.last_day + timedelta(days=1)


def date_unit(assessment: Assessment, draft: UnitDraft, seed: Seed, *, is_late: bool) -> UnitDraft:
    """Say when a unit's files came in and the forms about it were decided on."""
    draw = Draw(seed, draft.unit.code, "days")
    stages: tuple[Stage, ...] = ("self_assessment", "appraisal_1", "explanation", "appraisal_2")
    days = {stage: day_within(assessment, stage, draw) for stage in stages}
    if not is_late:
        return replace(draft, days=days)
    late = closing_day(assessment, "self_assessment") + timedelta(days=_LATE_DAYS - 1)
    return replace(draft, days=days | {"self_assessment": late}, late_days=_LATE_DAYS)


def date_leads(
    assessment: Assessment, leads: Iterable[str], seed: Seed
) -> dict[tuple[str, AppraisalStage], date]:
    """Return the days on which lead appraisers decide on all units, by code and stage."""
    stages: tuple[AppraisalStage, ...] = ("appraisal_1", "appraisal_2")
    return {
        (lead, stage): day_within(assessment, stage, Draw(seed, lead, stage, "days"))
        for lead in leads
        for stage in stages
    }


def _moved(day: date, year: int) -> date:
    return day.replace(year=day.year + year - FIRST_YEAR)
