"""Read a course and what groups answered, and write the sheet that answers are written into."""

from pathlib import Path

from cchc_lib.core.course import Course, Question
from cchc_lib.errors import DataProblem
from cchc_lib.files.csv_text import csv_text
from cchc_lib.files.records import BadValue, make_rule_converter
from cchc_lib.files.tables import read_rows
from cchc_lib.files.text import UnreadableText, read_toml
from cchc_lib.findings import Finding

__all__ = ["ANSWERS", "answer_sheet", "read_answers", "read_course"]

ANSWERS = "tra-loi.csv"
"""The table that a group writes its answers into."""
_COLUMNS = ("bai", "cau_hoi", "tra_loi")


def read_course(path: Path) -> Course:
    """Read a course from its file.

    Raises
    ------
    DataProblem
        If the file cannot be read as a course.
    """
    from cattrs.errors import BaseValidationError

    try:
        return make_rule_converter({}, is_strict=True).structure(read_toml(path), Course)
    except (BaseValidationError, BadValue, UnreadableText, FileNotFoundError) as error:
        said = f"Không đọc được tệp khóa tập huấn “{path.name}”: {_reason(error)}."
        raise DataProblem(said) from error


def _reason(error: Exception) -> str:
    if isinstance(error, UnreadableText):
        return error.reason_vi
    return "không có tệp" if isinstance(error, FileNotFoundError) else "thiếu hoặc sai khóa"


def answer_sheet(questions: tuple[Question, ...]) -> str:
    """Return the table for answers, all of them blank."""
    return csv_text(_COLUMNS, ((q.exercise.code, q.text, "") for q in questions))


def read_answers(path: Path) -> tuple[dict[str, str], list[Finding]]:
    """Return the answers by code of the exercise; nothing where there is no file."""
    findings: list[Finding] = []
    if not path.is_file():
        return {}, findings
    rows = read_rows(
        path, root=path.parent, columns=_COLUMNS, findings=findings, missing_code="KD-005"
    )
    return {row["bai"]: row["tra_loi"] for row in rows}, findings
