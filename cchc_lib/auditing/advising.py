"""What next for a unit of a finished run: what it asks for, understood and answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from cchc_lib.core.advice.goals import Goal, GradeGoal, RankGoal, ScoreGoal
from cchc_lib.core.advice.ladders import Step
from cchc_lib.core.advice.outlook import Outlook, look_ahead
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Edition, GradeBand
from cchc_lib.errors import DataProblem, UsageProblem
from cchc_lib.running.run_reading import read_run
from cchc_lib.vietnamese import normalise, suggest

__all__ = ["Question", "answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody asks about a unit, as it was typed.

    At most one of ``score``, ``grade`` and ``rank`` is a goal; without any the next place and
    grade are. ``settings`` are figures to take as declared and granted, such as
    ``1.1.3.done_tasks=12``; ``efforts`` is a CSV file, component by component.
    """

    score: str = ""
    grade: str = ""
    rank: int | None = None
    settings: Sequence[str] = ()
    efforts: Path | None = None


def answer(run: str | Path, unit_code: str, question: Question) -> tuple[YearResult, Outlook]:
    """Look ahead for a unit of a run.

    Raises
    ------
    UsageProblem
        If the run has no such unit, or the question cannot be understood; near names are listed.
    DataProblem
        With findings, if the table of efforts cannot be used.
    ResultProblem
        If there is no such run, or its records are damaged.
    """
    year = read_run(run, unit=unit_code)
    _refuse_unknown(year, unit_code)
    goals = _goals(year.edition, question)
    given = _steps(year, unit_code, question.settings)
    efforts = _efforts(year, unit_code, question.efforts) if question.efforts else None
    found = look_ahead(year, unit_code, given=given, goals=_wanted(goals, given), efforts=efforts)
    return year, found


def _wanted(goals: list[Goal], given: Sequence[Step]) -> list[Goal] | None:
    """Return the goals of a question; who only asks what figures lead to asks for no goal."""
    return goals or ([] if given else None)


def _refuse_unknown(year: YearResult, unit_code: str) -> None:
    units = [unit.unit_code for unit in year.units]
    if unit_code not in units:
        hint = suggest(unit_code, units)
        raise UsageProblem(f"Lần chạy không có đơn vị “{unit_code}”. {hint}")


def _goals(edition: Edition, question: Question) -> list[Goal]:
    goals: list[Goal] = []
    if question.score:
        goals.append(ScoreGoal(total_score=_points(question.score)))
    if question.grade:
        goals.append(GradeGoal(band=_band(edition, question.grade)))
    if question.rank is not None:
        goals.append(RankGoal(rank=_rank(question.rank)))
    if len(goals) > 1:
        raise UsageProblem("Chọn một trong ba: --score, --grade hoặc --rank.")
    return goals


def _points(text: str) -> Decimal:
    from cchc_lib.files.cells.numbers import parse_number

    points = parse_number(normalise(text))
    if points is None or points < 0:
        raise UsageProblem(f"--score phải là một số điểm, ví dụ 85 hoặc 85,5; không phải “{text}”.")
    return points


def _rank(rank: int) -> int:
    if rank < 1:
        raise UsageProblem(f"--rank phải là một thứ hạng từ 1 trở đi; không phải {rank}.")
    return rank


def _band(edition: Edition, code: str) -> GradeBand:
    bands = {band.code: band for band in edition.grading.bands}
    if code not in bands:
        otherwise = f"Các mức: {', '.join(bands)}."
        hint = suggest(code, bands, otherwise=otherwise)
        raise UsageProblem(f"Bộ tiêu chí không có mức xếp loại “{code}”. {hint}")
    return bands[code]


def _steps(year: YearResult, unit_code: str, settings: Sequence[str]) -> tuple[Step, ...]:
    if not settings:
        return ()
    from cchc_lib.auditing.setting import set_figures

    return set_figures(year, unit_code, settings)


def _efforts(year: YearResult, unit_code: str, path: Path) -> Mapping[str, Decimal]:
    from cchc_lib.files.efforts import read_efforts

    known = [score.component_code for score in year.scores_of(unit_code)]
    efforts, findings = read_efforts(path, known)
    if findings:
        raise DataProblem(f"Chưa dùng được bảng công sức “{path.name}”.", findings)
    return efforts
