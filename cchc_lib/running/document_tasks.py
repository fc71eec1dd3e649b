"""The editable documents of a run as tasks, and how the first page links them."""

from collections.abc import Iterator, Sequence

from cchc_lib.core.results import YearResult
from cchc_lib.present.language import later, tr
from cchc_lib.present.summaries import groups_of
from cchc_lib.project import TEMPLATES
from cchc_lib.running.execution.documents import NOTICE_TEMPLATE, TEMPLATE_NAMES
from cchc_lib.running.execution.tasks import DocumentKind, DocumentTask, NoticesTask, Task

__all__ = ["document_links", "document_tasks", "notice_links"]

_TITLES: dict[DocumentKind, str] = later(
    {
        "decision": "Dự thảo Quyết định công bố kết quả, kèm phụ lục từng nhóm (Word)",
        "report": "Báo cáo của Sở Nội vụ trình Ủy ban nhân dân (Word)",
        "emulation": "Danh sách đề nghị mức độ hoàn thành nhiệm vụ và hình thức khen thưởng (Word)",
        "results": "Bảng kết quả: xếp hạng, lĩnh vực, tiêu chí (Excel)",
    }
)
_BOOK = "bang-ket-qua.xlsx"
_TOGETHER = 12
"""How many notices are made by one task: soon done, and few are made again for one change."""
_MOST_UNITS = 2_000
"""With more units an annex is no document any more that Word opens; the tables hold them."""


def document_tasks(year: YearResult, unit_codes: Sequence[str]) -> Iterator[Task]:
    """Yield the documents of a year, and the notices to the units that get a report."""
    if len(year.units) <= _MOST_UNITS:
        for kind in _TITLES:
            file = TEMPLATE_NAMES.get(kind, "")
            name = f"documents/{file or _BOOK}"
            yield DocumentTask(
                name=name,
                kind=kind,
                address=name,
                template=_content(file) if file else b"",
                unit_codes=() if file else tuple(unit_codes),
            )
    template, wanted = _content(NOTICE_TEMPLATE), set(unit_codes)
    for group in groups_of(year):
        own = [u.code for u in year.assessment.units if u.group_code == group.code]
        codes = [code for code in own if code in wanted]
        for first in range(0, len(codes), _TOGETHER):
            yield NoticesTask(
                name=f"documents/thong-bao/{group.code}-{first // _TOGETHER + 1}",
                unit_codes=tuple(codes[first : first + _TOGETHER]),
                template=template,
            )


def document_links(tasks: Sequence[Task]) -> list[tuple[str, str]]:
    """Return title and address of the documents of the whole year."""
    return [(_TITLES[task.kind], task.address) for task in tasks if isinstance(task, DocumentTask)]


def notice_links(year: YearResult, tasks: Sequence[Task]) -> list[tuple[str, str]]:
    """Return the name of each unit that gets a notice, and the address of the notice."""
    return [
        (tr(year.assessment.unit(code).name_vi), task.address_of(code))
        for task in tasks
        if isinstance(task, NoticesTask)
        for code in task.unit_codes
    ]


def _content(template: str) -> bytes:
    """Return a template; nothing where there is none, which is told when it is to be filled."""
    try:
        return (TEMPLATES / template).read_bytes()
    except OSError:
        return b""
