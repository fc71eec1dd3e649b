"""What is said when a stage has been closed: what was kept, and what to do next."""

from collections.abc import Iterator
from datetime import date

from cchc_lib.core.progress import stages_to_close
from cchc_lib.core.results import YearResult
from cchc_lib.core.round_rules import STAGE_NAMES_VI, STAGES, Stage
from cchc_lib.vietnamese import format_date

__all__ = ["closing_lines"]


def closing_lines(
    year: YearResult, stage: Stage, closed_on: date, file_count: int
) -> Iterator[str]:
    """Yield what was closed, the earlier stages still open, and the next step."""
    kept = f"{file_count} tệp, bản sao ở closed/{stage}/" if file_count else "0 tệp"
    yield f"Đã chốt {STAGE_NAMES_VI[stage]} ngày {format_date(closed_on)}: {kept}."
    for other in stages_to_close(year, None):
        if STAGES.index(other) < STAGES.index(stage):
            yield f"Giai đoạn trước chưa chốt: {STAGE_NAMES_VI[other]} (`cchc close DIR {other}`)."
    if stage == "appraisal_1":
        yield "Chạy `cchc forms` để lập thông báo sơ bộ gửi từng đơn vị (forms/explanations/)."
