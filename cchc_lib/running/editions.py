"""The law of an assessment: the edition it names, that of a year, or that in a folder."""

from pathlib import Path

from cchc_lib.core.rulebook import Edition
from cchc_lib.errors import DataProblem, RuleProblem, UsageProblem
from cchc_lib.files.assessment import read_edition_code
from cchc_lib.files.rules import model_editions, read_edition
from cchc_lib.project import RULES

__all__ = ["edition_at", "edition_of", "model_edition"]


def edition_of(directory: Path) -> tuple[Edition, Path]:
    """Return the edition that an assessment names, and its folder.

    Raises
    ------
    UsageProblem
        If there is no such folder.
    DataProblem
        If the assessment does not say which edition it follows.
    RuleProblem
        If the edition has any error.
    """
    if not directory.is_dir():
        raise UsageProblem(f"Không có thư mục “{directory.name}”.")
    code, findings = read_edition_code(directory)
    if not code:
        raise DataProblem("Không đọc được assessment.toml.", findings)
    own = directory / "rules" / code
    folder = own if own.is_dir() else RULES / code
    return edition_at(folder), folder


def model_edition(year: int) -> Edition:
    """Return the reconstruction among the editions that is in force in a year.

    Raises
    ------
    UsageProblem
        If there is none.
    RuleProblem
        If it has any error.
    """
    editions = model_editions(RULES)
    code = next((code for code, years in editions.items() if year in years), "")
    if not code:
        known = ", ".join(f"{code} ({y.start}–{y.stop - 1})" for code, y in editions.items())
        raise UsageProblem(f"Không có bộ tiêu chí mẫu nào áp dụng cho năm {year}; có: {known}.")
    return edition_at(RULES / code)


def edition_at(folder: Path) -> Edition:
    """Read the edition in a folder.

    Raises
    ------
    RuleProblem
        With every finding, if the rule files have any error.
    """
    found, findings = read_edition(folder)
    if found is None:
        message = f"Bộ tiêu chí {folder.name} có {len(findings)} lỗi, chưa dùng được."
        raise RuleProblem(message, findings)
    return found
