"""Write a course: for every group a year to work on and a sheet for answers; notes for trainers.

Each group works on its own copy; the trainer keeps another, untouched, from which every right
answer is worked out.
"""

import shutil
from pathlib import Path

from cchc_lib.core.course import Course, Question, ask
from cchc_lib.core.results import YearResult
from cchc_lib.errors import UsageProblem
from cchc_lib.files.course import ANSWERS, answer_sheet, read_course
from cchc_lib.files.writing import write_bytes, write_text
from cchc_lib.pipeline import check_year, make_example, make_forms
from cchc_lib.present.course_pages import render_handout, render_notes
from cchc_lib.present.headline import year_notices
from cchc_lib.present.pdf.compiling import render_pdf
from cchc_lib.project import TRAINING
from cchc_lib.running.holding import held, refuse_taken
from cchc_lib.telling import Progress, say_nothing

__all__ = ["COURSE", "COURSE_MODEL", "MOST_GROUPS", "TRAINERS", "YEAR", "group_name", "make_course"]

MOST_GROUPS = 60
COURSE_MODEL = "course.toml"
COURSE, TRAINERS, YEAR = "khoa-hoc.toml", "giang-vien", "ky-danh-gia"
"""The course file in a course folder, the trainer's folder in it, the year of a group."""
_KEY = "key.json"


def make_course(
    directory: Path, *, groups: int, seed: int, progress: Progress = say_nothing
) -> Course:
    """Write the folder of a course for some groups, each with other mistakes to find.

    Raises
    ------
    UsageProblem
        If there already is something, or the number of groups is out of range.
    DataProblem
        If the file of the course cannot be read.
    """
    final = directory.resolve()
    if not 1 <= groups <= MOST_GROUPS:
        raise UsageProblem(f"Số nhóm phải từ 1 đến {MOST_GROUPS}.")
    refuse_taken(final)
    course = read_course(TRAINING / COURSE_MODEL)
    with held(final) as place, place.assembled() as folder:
        asked: dict[str, tuple[Question, ...]] = {}
        notices: tuple[str, ...] = ()
        for number in range(1, groups + 1):
            progress("Lập hồ sơ của các nhóm", number - 1, groups)
            name = group_name(number)
            year = _make_group(folder, name, course, seed=seed + number)
            asked[name], notices = ask(course, year), year_notices(year)
        progress("Lập hồ sơ của các nhóm", groups, groups)
        write_text(folder / COURSE, (TRAINING / COURSE_MODEL).read_text("utf-8"))
        _write_papers(folder, course, asked, notices)
    return course


def group_name(number: int) -> str:
    """Return the name of the folder of a group."""
    return f"nhom-{number:02d}"


def _make_group(folder: Path, name: str, course: Course, *, seed: int) -> YearResult:
    """Write the year of a group and its untouched copy, which is what answers come from."""
    kept, own = folder / TRAINERS / name, folder / name / YEAR
    make_example(kept, year=course.year, unit_count=course.units, seed=seed, has_faults=True)
    shutil.copytree(kept, own)
    (own / _KEY).unlink()
    make_forms(own)
    return check_year(kept)


def _write_papers(
    folder: Path, course: Course, asked: dict[str, tuple[Question, ...]], notices: tuple[str, ...]
) -> None:
    """Write what is printed: a handout for each group, notes and answers for the trainer."""
    pages = {f"{TRAINERS}/ghi-chu": render_notes(course, asked, notices)}
    for name, questions in asked.items():
        write_text(folder / name / ANSWERS, answer_sheet(questions))
        pages[f"{name}/bai-tap"] = render_handout(course, name, questions, notices)
    for address, page in pages.items():
        write_text(folder / f"{address}.html", page)
        write_bytes(folder / f"{address}.pdf", render_pdf(page, has_seal=False))
