"""What is still to come in a round, in words: how urgent, from whom, what, about which units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cchc_lib.core.places import STAGE_FOLDERS
from cchc_lib.core.progress import Chase, chase_list
from cchc_lib.core.results import YearResult
from cchc_lib.findings import Finding
from cchc_lib.present.names import STEP_NAMES
from cchc_lib.present.summaries import unit_names
from cchc_lib.vietnamese import format_date

__all__ = ["ChaseLine", "chase_lines", "due_text", "is_refused", "is_undecided", "names_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseLine:
    """One thing to chase, in words: how urgent, who owes it, what, and about which units."""

    due: str
    is_overdue: bool
    who: str
    what: str
    about: tuple[str, ...]


def chase_lines(year: YearResult, today: date | None) -> tuple[ChaseLine, ...]:
    """Return what to chase in words, the most urgent first; the survey is one matter."""
    found = chase_list(year, today)
    surveyed = [chase for chase in found if chase.step == "survey"]
    lines = []
    for chase in found:
        if chase.step != "survey":
            lines.append(_line(year, chase))
        elif chase is surveyed[0]:
            lines.append(_survey_line(year, surveyed))
    return tuple(lines)


def due_text(last_day: date | None, days_left: int | None) -> str:
    """Say how long there is still to go.

    >>> due_text(date(2019, 1, 15), 3), due_text(date(2019, 1, 15), -5), due_text(None, None)
    ('Còn 3 ngày', 'Quá hạn 5 ngày', 'Chưa khai báo thời hạn')
    """
    if last_day is None:
        return "Chưa khai báo thời hạn"
    if days_left is None:
        return f"Hạn {format_date(last_day)}"
    if days_left < 0:
        return f"Quá hạn {-days_left} ngày"
    return f"Còn {days_left} ngày" if days_left else "Hết hạn hôm nay"


def is_refused(year: YearResult, unit_code: str) -> bool:
    """Tell whether a file of the unit came in but could not be read as its form."""
    return any(one.severity == "error" for one in _about_files(year, unit_code))


def is_undecided(year: YearResult, unit_code: str) -> bool:
    """Tell whether several files of the unit came in, and the office has yet to choose."""
    return any(one.code == "BM-007" for one in _about_files(year, unit_code))


def _about_files(year: YearResult, unit_code: str) -> Iterator[Finding]:
    """Yield what is to be said about the submitted workbooks of a unit."""
    folder = f"{STAGE_FOLDERS['self_assessment']}/"
    for one in year.findings:
        is_own = one.unit_code == unit_code and one.file.startswith(folder)
        if is_own and one.code.startswith("BM"):
            yield one


def names_of(year: YearResult, unit_codes: Sequence[str]) -> tuple[str, ...]:
    """Return the names of units; all of them together have one name."""
    names = unit_names(year)
    if len(unit_codes) > 1 and len(set(unit_codes)) == len(names):
        return (f"tất cả {len(names)} đơn vị",)
    return tuple(names[code] for code in unit_codes)


def _line(year: YearResult, chase: Chase) -> ChaseLine:
    leads = year.edition.lead_appraisers()
    is_unit = bool(chase.unit_code)
    who = unit_names(year)[chase.unit_code] if is_unit else leads.get(chase.lead_code, "")
    return ChaseLine(
        due=due_text(chase.last_day, chase.days_left),
        is_overdue=(chase.days_left or 0) < 0,
        who=who or "chưa rõ cơ quan chủ trì",
        what=_what(year, chase),
        about=names_of(year, chase.about_units),
    )


def _what(year: YearResult, chase: Chase) -> str:
    match chase.step:
        case "self_assessment" if is_undecided(year, chase.unit_code):
            return "đã nộp nhiều tệp; cơ quan tổ chức đánh giá chọn tệp chính thức"
        case "self_assessment" if is_refused(year, chase.unit_code):
            return "gửi lại hồ sơ tự chấm: tệp đã gửi không dùng được"
        case "self_assessment":
            return "nộp hồ sơ tự chấm"
        case "explanation":
            return f"giải trình {chase.count} tiêu chí thành phần có chênh lệch"
        case "appraisal_2":
            return f"còn {chase.count} giải trình chưa {STEP_NAMES[chase.step]}"
        case _:
            return f"còn {chase.count} tiêu chí thành phần chưa {STEP_NAMES[chase.step]}"


def _survey_line(year: YearResult, chases: Sequence[Chase]) -> ChaseLine:
    count = sum(chase.count for chase in chases)
    return ChaseLine(
        due=due_text(chases[0].last_day, chases[0].days_left),
        is_overdue=(chases[0].days_left or 0) < 0,
        who="Cơ quan điều tra xã hội học",
        what=f"{count} câu hỏi chưa đủ kết quả",
        about=names_of(year, [chase.unit_code for chase in chases]),
    )
