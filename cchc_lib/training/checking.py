"""What a group is asked and has answered; what is right is worked out from untouched copies."""

from dataclasses import dataclass
from pathlib import Path

from cchc_lib.core.course import Course, Question, Verdict, ask, judge
from cchc_lib.errors import ResultProblem, UsageProblem
from cchc_lib.files.course import ANSWERS, read_answers, read_course
from cchc_lib.findings import Finding
from cchc_lib.opening import EXAMPLE_NAME, read_year
from cchc_lib.pipeline import check_year
from cchc_lib.project import TRAINING
from cchc_lib.training.making import COURSE, COURSE_MODEL, TRAINERS

__all__ = ["GroupResult", "Lesson", "check_answers", "check_group", "open_lesson"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResult:
    """The verdicts on one group, and what was wrong with its table."""

    name: str
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]

    @property
    def right_count(self) -> int:
        """Return how many answers are right."""
        return sum(verdict.state == "right" for verdict in self.verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A course as one group has it before it: its questions, and what became of its answers."""

    course: Course
    questions: tuple[Question, ...]
    verdicts: tuple[Verdict, ...]


def open_lesson(course: str, group: str) -> Lesson:
    """Open the exercises of a group in a course folder; without a folder, those of the example."""
    if not course:
        model = read_course(TRAINING / COURSE_MODEL)
        questions = ask(model, read_year(EXAMPLE_NAME))
        return Lesson(course=model, questions=questions, verdicts=judge(questions, {}))
    verdicts = check_group(Path(course), group).verdicts
    return Lesson(
        course=read_course(Path(course) / COURSE),
        questions=tuple(verdict.question for verdict in verdicts),
        verdicts=verdicts,
    )


def check_answers(directory: Path) -> tuple[GroupResult, ...]:
    """Check what all groups of a course have answered.

    Raises
    ------
    UsageProblem
        If the folder holds no course.
    """
    directory = directory.resolve()
    if not (directory / COURSE).is_file():
        raise UsageProblem(f"Thư mục “{directory.name}” không phải thư mục của một khóa tập huấn.")
    names = sorted(p.parent.name for p in directory.glob(f"{TRAINERS}/*/assessment.toml"))
    return tuple(check_group(directory, name) for name in names)


def check_group(directory: Path, name: str) -> GroupResult:
    """Check what one group has answered.

    Raises
    ------
    ResultProblem
        If the trainer's copy of the group's year is gone.
    """
    kept = directory / TRAINERS / name
    if not (kept / "assessment.toml").is_file():
        raise ResultProblem(f"Không có hồ sơ gốc của {name} trong {TRAINERS}/.")
    questions = ask(read_course(directory / COURSE), check_year(kept))
    given, findings = read_answers(directory / name / ANSWERS)
    return GroupResult(name=name, verdicts=judge(questions, given), findings=tuple(findings))
