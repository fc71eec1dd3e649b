"""Make the editable documents of a run: content from the year, filled into templates."""

from collections.abc import Callable

from cchc_lib.core.results import YearResult
from cchc_lib.core.shares import report_share_of
from cchc_lib.running.execution.tasks import DocumentTask, Made, NoticesTask

__all__ = ["NOTICE_TEMPLATE", "TEMPLATE_NAMES", "make_document", "make_notices"]

TEMPLATE_NAMES = {
    "decision": "quyet-dinh.docx",
    "report": "bao-cao.docx",
    "emulation": "de-nghi-thi-dua.docx",
}
NOTICE_TEMPLATE = "thong-bao.docx"
_FAILED = "KQ-021"


def make_document(year: YearResult, task: DocumentTask) -> Made:
    """Make a document of the whole year; a template that cannot be filled is told."""
    if task.kind == "results":
        return Made(name=task.name, files={task.address: _result_book(year, task)})
    from cchc_lib.files.documents.filling import TemplateProblem, fill_template
    from cchc_lib.present.documents.frame import frame_of

    name = TEMPLATE_NAMES[task.kind]
    try:
        made = fill_template(task.template, name, frame_of(year), _content_of(task)(year))
    except TemplateProblem as problem:
        return Made(name=task.name, reason=str(problem), finding_code=_FAILED)
    return Made(name=task.name, files={task.address: made})


def make_notices(year: YearResult, task: NoticesTask) -> Made:
    """Make the notices of some units, each from the part of the year that it may show."""
    from cchc_lib.files.documents.filling import TemplateProblem, fill_template
    from cchc_lib.present.documents.frame import frame_of
    from cchc_lib.present.documents.notice import notice_of

    files: dict[str, bytes] = {}
    try:
        for code in task.unit_codes:
            own = report_share_of(year, code)
            content = (frame_of(own), notice_of(own, code))
            made = fill_template(task.template, NOTICE_TEMPLATE, *content)
            files[task.address_of(code)] = made
    except TemplateProblem as problem:
        return Made(name=task.name, reason=str(problem), finding_code=_FAILED)
    return Made(name=task.name, files=files)


def _content_of(task: DocumentTask) -> Callable[[YearResult], object]:
    """Return what draws the content of a document from a year."""
    match task.kind:
        case "decision":
            from cchc_lib.present.documents.decision import decision_of

            return decision_of
        case "report":
            from cchc_lib.present.documents.report import report_of

            return report_of
        case _:
            from cchc_lib.present.documents.emulation_list import emulation_list_of

            return emulation_list_of


def _result_book(year: YearResult, task: DocumentTask) -> bytes:
    """Return the workbook of results; it lies beside the folder of the notices."""
    from cchc_lib.files.documents.result_book import write_result_book
    from cchc_lib.present.documents.frame import frame_of
    from cchc_lib.present.documents.result_tables import result_tables

    frame, linked = frame_of(year), set(task.unit_codes)
    return write_result_book(
        result_tables(year),
        rounding=year.edition.rounding,
        title=year.assessment.title_vi,
        notice=" – ".join(filter(None, (frame.mark, frame.footnote))),
        link=lambda code: f"thong-bao/{code}.docx" if code in linked else "",
    )
