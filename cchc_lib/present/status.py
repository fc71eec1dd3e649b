"""Where a round stands by a given day: what is open, what is in, and whom to chase first.

The lines made here are shown by ``cchc status`` as text and by notebook 20 as tables.
"""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from cchc_lib.core.progress import (
    UnitProgress,
    lead_progress,
    stages_to_close,
    unit_progress,
)
from cchc_lib.core.results import YearResult
from cchc_lib.core.round_rules import STAGE_NAMES_VI
from cchc_lib.core.submission import Window
from cchc_lib.errors import UsageProblem
from cchc_lib.present.chasing import ChaseLine, chase_lines, due_text, is_refused, names_of
from cchc_lib.present.names import STEP_NAMES
from cchc_lib.present.summaries import unit_names
from cchc_lib.present.wording import capitalised
from cchc_lib.vietnamese import format_date, parse_date

__all__ = [
    "LEAD_HEADINGS",
    "UNIT_HEADINGS",
    "arrival_text",
    "count_sentences",
    "format_status",
    "lead_rows",
    "office_lines",
    "parse_day",
    "round_sentence",
    "unit_rows",
    "window_rows",
]

_WIDTH = 100
_NAMED_AT_MOST = 8
UNIT_HEADINGS = (
    "Đơn vị",
    "Hồ sơ",
    "Tự chấm",
    "Thẩm định",
    "Chênh lệch",
    "Giải trình",
    "Lần 2",
    "Hội đồng",
    "Thiếu điều tra",
    "Thiếu tệp",
)
LEAD_HEADINGS = (
    "Cơ quan chủ trì",
    "Thẩm định",
    "Chênh lệch",
    "Giải trình",
    "Lần 2",
    "Đơn vị còn chờ",
)


def parse_day(text: str) -> date | None:
    """Read the day to count from; nothing for an empty text.

    Raises
    ------
    UsageProblem
        If the text is no day.

    Examples
    --------
    >>> parse_day("2019-01-15"), parse_day("15/01/2019"), parse_day("")
    (datetime.date(2019, 1, 15), datetime.date(2019, 1, 15), None)
    """
    if not text.strip():
        return None
    day = parse_date(text.strip())
    if day is None:
        raise UsageProblem(f"Ngày “{text}” không hợp lệ; ghi 2019-01-15 hoặc 15/01/2019.")
    return day


def format_status(year: YearResult, today: date | None) -> str:
    """Write the state of a round for a terminal, what to chase first at the top."""
    day = f", tính đến ngày {format_date(today)}" if today else ""
    blocks = (
        [f"{year.assessment.title_vi}{day}", round_sentence(year, today), *count_sentences(year)],
        ["Cần đôn đốc, gấp nhất đứng trước:", *_chase_text(chase_lines(year, today))],
        office_lines(year, today),
        ["Các bước:", *_aligned(("Bước", "Thời gian", "Tình trạng"), window_rows(year, today))],
        ["Theo đơn vị:", *_aligned(UNIT_HEADINGS, unit_rows(year))],
        ["Theo cơ quan chủ trì thẩm định:", *_aligned(LEAD_HEADINGS, lead_rows(year))],
    )
    texts = ("\n".join(line for line in block if line) for block in blocks)
    return "\n\n".join(text for text in texts if text)


def round_sentence(year: YearResult, today: date | None) -> str:
    """Say which step is open, or comes next."""
    windows = year.assessment.windows
    if not windows:
        return "Kỳ đánh giá chưa khai báo thời gian của bước nào trong assessment.toml."
    if today is None:
        return "Không đếm ngày vì chưa cho biết ngày tính."
    opened = [w for w in windows if w.first_day <= today <= w.last_day]
    if opened:
        return f"Đang mở: {'; '.join(_open_text(window, today) for window in opened)}."
    ahead = [window for window in windows if window.first_day > today]
    if not ahead:
        return "Mọi bước đã khai báo thời gian đều đã kết thúc."
    coming = min(ahead, key=lambda window: window.first_day)
    days = (coming.first_day - today).days
    start = format_date(coming.first_day)
    return f"Bước tiếp theo: {STEP_NAMES[coming.name]}, từ ngày {start} (còn {days} ngày)."


def count_sentences(year: YearResult) -> tuple[str, ...]:
    """Say how much is in, missing, late and disputed."""
    units = unit_progress(year)
    arrived = [unit for unit in units if unit.submission != "missing"]
    late = sum(unit.submission == "late" for unit in units)
    said = f"Hồ sơ tự chấm: đã nhận {len(arrived)}/{len(units)}"
    said += f", trong đó {late} nộp chậm" if late else ""
    asked, appraised = sum(u.asked for u in units), sum(u.appraised for u in units)
    disputed, explained = sum(u.disputed for u in units), sum(u.explained for u in units)
    refused = sum(d.kind == "refused" for score in year.scores for d in score.decisions)
    return (
        f"{said}; chưa nhận {len(units) - len(arrived)}.",
        (
            f"Thẩm định: {appraised}/{asked} tiêu chí thành phần đã có điểm; {disputed} có "
            f"chênh lệch với tự chấm, {explained} đã giải trình."
        ),
        f"{refused} quyết định không hợp lệ nên không được tính." if refused else "",
    )


def office_lines(year: YearResult, today: date | None) -> list[str]:
    """Say what the office that runs the round has to do itself; nothing where that is nothing."""
    lines = [
        f"  Chốt {STAGE_NAMES_VI[stage]}: kiểm tra rồi chạy `cchc close DIR {stage}`"
        for stage in stages_to_close(year, today)
    ]
    if year.findings and (errors := sum(f.severity == "error" for f in year.findings)):
        lines.append(f"  {errors} lỗi phải sửa: xem `cchc check DIR`")
    return ["Việc của cơ quan tổ chức đánh giá:", *lines] if lines else []


def window_rows(year: YearResult, today: date | None) -> list[tuple[str, str, str]]:
    """Return every declared step with its days and where it stands, the earliest first."""
    windows = sorted(year.assessment.windows, key=lambda window: window.first_day)
    return [
        (
            capitalised(STEP_NAMES[window.name]),
            f"{format_date(window.first_day)} – {format_date(window.last_day)}",
            "; ".join(filter(None, (_window_state(window, today), _closing(year, window)))),
        )
        for window in windows
    ]


def unit_rows(year: YearResult) -> list[tuple[str, ...]]:
    """Return how far every unit is, under :data:`UNIT_HEADINGS`."""
    names = unit_names(year)
    return [
        (
            names[unit.unit_code],
            arrival_text(year, unit),
            f"{unit.claimed}/{unit.asked}",
            f"{unit.appraised}/{unit.asked}",
            str(unit.disputed),
            f"{unit.explained}/{unit.disputed}",
            str(unit.reviewed),
            str(unit.council),
            str(unit.survey_waiting),
            str(unit.absent_evidence),
        )
        for unit in unit_progress(year)
    ]


def lead_rows(year: YearResult) -> list[tuple[str, ...]]:
    """Return how far every lead appraiser is, under :data:`LEAD_HEADINGS`."""
    return [
        (
            lead.name_vi,
            f"{lead.appraised}/{lead.asked}",
            str(lead.disputed),
            f"{lead.explained}/{lead.disputed}",
            str(lead.reviewed),
            _some_names(names_of(year, lead.waiting_units)) or "–",
        )
        for lead in lead_progress(year)
    ]


def arrival_text(year: YearResult, unit: UnitProgress) -> str:
    """Say whether a unit's self-assessment is in, late, missing, or came in unusable."""
    if unit.submission == "missing":
        return "KHÔNG DÙNG ĐƯỢC" if is_refused(year, unit.unit_code) else "CHƯA NHẬN"
    return f"chậm {unit.late_days} ngày" if unit.submission == "late" else "đã nhận"


def _open_text(window: Window, today: date) -> str:
    left = due_text(window.last_day, (window.last_day - today).days)
    last = format_date(window.last_day)
    return f"{STEP_NAMES[window.name]}, đến hết ngày {last} ({left[0].lower()}{left[1:]})"


def _window_state(window: Window, today: date | None) -> str:
    if today is None:
        return ""
    if today < window.first_day:
        return f"còn {(window.first_day - today).days} ngày nữa bắt đầu"
    if today > window.last_day:
        return "đã kết thúc"
    return f"đang mở, {due_text(window.last_day, (window.last_day - today).days).lower()}"


def _closing(year: YearResult, window: Window) -> str:
    """Say whether the office has closed a stage; nothing for other steps."""
    if window.name not in STAGE_NAMES_VI:
        return ""
    closed = {str(stage): day for stage, day in year.assessment.closed_on.items()}
    day = closed.get(window.name)
    return f"đã chốt {format_date(day)}" if day else "chưa chốt"


def _some_names(names: Sequence[str]) -> str:
    more = len(names) - _NAMED_AT_MOST
    shown = ", ".join(names[:_NAMED_AT_MOST])
    return f"{shown} và {more} đơn vị khác" if more > 0 else shown


def _chase_text(lines: Sequence[ChaseLine]) -> Iterator[str]:
    width = max((len(line.due) for line in lines), default=0)
    for line in lines:
        about = f" (của {_some_names(line.about)})" if line.about else ""
        text = f"{line.due:<{width}}  {line.who}: {line.what}{about}"
        yield textwrap.fill(text, _WIDTH, initial_indent="  ", subsequent_indent=" " * (width + 4))
    if not lines:
        yield "  Không còn gì phải đôn đốc."


def _aligned(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table in columns; a column of nothing but zeros is left out."""
    told = [place for place in range(len(headings)) if any(row[place] != "0" for row in rows)]
    lines = [[line[place] for place in told] for line in (headings, *rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(told))]
    for line in lines if rows else ():
        cells = [
            cell.rjust(width) if cell.replace("/", "").isdigit() else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield "  " + "  ".join(cells).rstrip()
    if not rows:
        yield "  Chưa khai báo."
