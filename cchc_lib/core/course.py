"""A training course: sessions, exercises, and what is right, worked out from a computed year.

Nothing is right because a course says so: every answer comes from the year that the exercises
are about, by the same computation as in earnest.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.rulebook import Component, GradeBand
from cchc_lib.core.stages import RuleLine
from cchc_lib.vietnamese import normalise

__all__ = ["Course", "Exercise", "Question", "Session", "Verdict", "ask", "judge"]

ExerciseKind = Literal[
    "fault_cell",
    "fault_count",
    "rule_score",
    "final_score",
    "total",
    "index",
    "rank",
    "grade",
    "clause",
]
Subject = Literal["faulty", "sound"]
Answer = Decimal | str
_NUMBER = re.compile(r"-?\d{1,9}([.,]\d{1,9})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A part of one day: when it begins, how long it takes, what is done, with which command."""

    day: int
    start: str
    minutes: int
    title_vi: str
    steps_vi: tuple[str, ...]
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A question about the faulty or the sound unit of a group, asked in a session by number."""

    code: str
    session: int
    kind: ExerciseKind
    subject: Subject
    question_vi: str
    hint_vi: str
    component: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course on copies of a synthetic year of so many units."""

    title_vi: str
    year: int
    units: int
    sessions: tuple[Session, ...]
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An exercise as it is put to one group, and every answer that is right."""

    exercise: Exercise
    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a group answered to a question: nothing, something right or something wrong."""

    question: Question
    given: str
    state: Literal["blank", "right", "wrong"]


def ask(course: Course, year: YearResult) -> tuple[Question, ...]:
    """Put the exercises to a group that works on ``year``; those without an answer are left out."""
    units = {"faulty": _faulty(year), "sound": _sound(year)}
    components = {component.code: component for component in year.edition.components()}
    found = []
    for exercise in course.exercises:
        unit, component = units[exercise.subject], components.get(exercise.component)
        answers = _answers(exercise, year, unit, component) if unit else ()
        if unit and answers:
            name = year.assessment.unit(unit).name_vi
            about = f"{component.code}. {component.name_vi}" if component else ""
            text = exercise.question_vi.format(unit=name, component=about)
            found.append(Question(exercise=exercise, text=text, answers=answers))
    return tuple(found)


def judge(questions: Sequence[Question], given: Mapping[str, str]) -> tuple[Verdict, ...]:
    """Compare what a group wrote, by code of the exercise, with what is right."""
    return tuple(_verdict(one, normalise(given.get(one.exercise.code, ""))) for one in questions)


def _verdict(question: Question, given: str) -> Verdict:
    if not given:
        return Verdict(question=question, given="", state="blank")
    is_right = _plain(given) in {_plain(answer) for answer in question.answers}
    return Verdict(question=question, given=given, state="right" if is_right else "wrong")


def _plain(answer: Answer) -> Answer:
    """Return a number as such, with comma or point, and words without capitals."""
    if isinstance(answer, str) and _NUMBER.fullmatch(answer):
        return Decimal(answer.replace(",", "."))
    return answer.casefold() if isinstance(answer, str) else answer


def _faulty(year: YearResult) -> str:
    """Return the unit with most errors in what it filed; none where nobody has any."""
    counts = {unit.code: len(_faults(year, unit.code)) for unit in year.assessment.units}
    code, most = max(counts.items(), key=lambda one: one[1], default=("", 0))
    return code if most else ""


def _sound(year: YearResult) -> str:
    """Return a unit with total, place and grade, if possible one whose result is final."""
    placed = sorted(filter(_is_placed, year.units), key=lambda unit: unit.state != "final")
    return next((unit.unit_code for unit in placed if unit.unit_code != _faulty(year)), "")


def _is_placed(unit: UnitResult) -> bool:
    return isinstance(unit.rank, int) and isinstance(unit.grade, GradeBand)


def _faults(year: YearResult, unit_code: str) -> list[tuple[str, str]]:
    """Return code and cell of the errors in the submission of a unit."""
    return [
        (item.code, item.cell)
        for item in year.findings_of(unit_code)
        if item.severity == "error" and item.file.startswith("submissions/")
    ]


def _answers(  # noqa: PLR0911 - one branch per kind of exercise
    exercise: Exercise, year: YearResult, unit_code: str, component: Component | None
) -> tuple[Answer, ...]:
    """Return what is right; nothing where the year has no answer."""
    faults, own = _faults(year, unit_code), year.unit(unit_code)
    match exercise.kind:
        case "fault_count":
            return (Decimal(len(faults)),)
        case "fault_cell":
            return tuple(cell for code, cell in faults if code == exercise.fault)
        case "rule_score" | "final_score":
            return _points(exercise, year, unit_code)
        case "total":
            return (own.total_score,) if isinstance(own.total_score, Decimal) else ()
        case "index":
            return (own.index_pct,) if isinstance(own.index_pct, Decimal) else ()
        case "rank":
            return (Decimal(own.rank),) if isinstance(own.rank, int) else ()
        case "grade":
            return (own.grade.name_vi,) if isinstance(own.grade, GradeBand) else ()
        case "clause":
            return (component.legal_reference.location,) if component else ()


def _points(exercise: Exercise, year: YearResult, unit_code: str) -> tuple[Answer, ...]:
    scores = [s for s in year.scores_of(unit_code) if s.component_code == exercise.component]
    for score in scores:
        line = score.rule_score
        value = score.final.value if exercise.kind == "final_score" else None
        if exercise.kind == "rule_score" and isinstance(line, RuleLine):
            value = line.value if isinstance(line.value, Decimal) else None
        if isinstance(value, Decimal):
            return (value,)
    return ()
