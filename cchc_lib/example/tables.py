"""The text of the tables and notes that lie beside the workbooks of the example."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from cchc_lib.core.round_rules import STAGE_NAMES_VI, Stage
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment
from cchc_lib.example.drafts import Planted, UnitDraft
from cchc_lib.example.roster import province_of
from cchc_lib.files.forms.layout import NO, YES
from cchc_lib.files.forms.sheet import CellValue

__all__ = [
    "ROWS",
    "SOURCE_COLUMNS",
    "TABLES",
    "assessment_text",
    "csv_rows",
    "readme_text",
    "source_rows",
    "source_tables",
    "units_text",
]

TABLES: Mapping[str, tuple[str, ...]] = {
    "exemptions.csv": ("unit_code", "component_code", "policy", "legal_basis"),
    "adjustments.csv": ("unit_code", "kind", "code", "points", "reason", "document"),
    "received.csv": ("file", "received_on"),
    "council.csv": ("unit_code", "component_code", "score", "reason", "document", "date"),
    "survey/answers.csv": ("respondent_group", "unit_code", "question_code", "answer"),
    "survey/sipas.csv": ("unit_code", "question_code", "percent", "sample_size"),
}
"""The tables that grow unit by unit, and their columns."""

SOURCE_COLUMNS = ("unit_code", "component_code", "input_code", "value")
"""The columns of the table of an external source."""

_README = """\
SỐ LIỆU MINH HỌA – KHÔNG PHẢI SỐ LIỆU THẬT

Thư mục này là một kỳ đánh giá Chỉ số cải cách hành chính năm {year} do phần mềm tạo ra để tập
huấn và kiểm thử, theo bộ tiêu chí {edition}, hạt giống {seed}. {names} mọi số
liệu, điểm, văn bản viện dẫn và câu trả lời điều tra đều là giả định.
{so_far}

Nội dung:
- assessment.toml: năm, bộ tiêu chí, phiên bản biểu mẫu, thời gian từng bước ([windows]).
- units.csv, exemptions.csv, adjustments.csv: đơn vị, miễn trừ, điểm cộng, điểm trừ, khống chế xếp loại.
- received.csv: sổ tiếp nhận, tệp nào đến ngày nào.
- submissions/: biểu tự chấm điểm của từng đơn vị, có danh mục tài liệu kiểm chứng.
- evidence/: tệp tài liệu kiểm chứng, mỗi đơn vị một thư mục.
- appraisal/: phiếu thẩm định lần 1 của từng đơn vị; hai cơ quan chủ trì (chu-tri_…) chấm mọi đơn vị trong một tệp.
- explanations/: thông báo sơ bộ do đơn vị gửi lại, có giải trình. appraisal_2/: phiếu thẩm định lần 2.
- council.csv: quyết định của Hội đồng thẩm định.
- closed/: sổ chốt và bản sao của các giai đoạn đã chốt.
- survey/answers.csv: từng câu trả lời điều tra xã hội học. survey/sipas.csv: tỷ lệ hài lòng đã đo.
{external}- key.json: đáp án. Kết quả đúng tính từ cách dựng ví dụ, không dùng phần mềm chấm điểm; kèm danh sách
  đầy đủ các vấn đề mà lệnh `cchc check` phải nêu.

"""  # noqa: E501 - lines as they stand in the file
_EXTERNAL = "- {table}: số liệu lấy từ {source}.\n"
_SO_FAR = "Hồ sơ đã qua giai đoạn {}; tệp của các giai đoạn sau chưa có."
_WHOLE = "Hồ sơ đủ mọi giai đoạn."
_CLEAN = (
    "Không cài sai sót nào. Các cảnh báo tự chấm khác số liệu (HS-022), nộp chậm (GD-005), vượt "
    "mức trần điểm cộng (KD-017), nếu có, là có chủ ý.\n"
)
_PLANTED = "Các sai sót được cài có chủ ý:\n"


def csv_rows(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV text."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def assessment_text(assessment: Assessment) -> str:
    """Return the text of ``assessment.toml``."""
    return (
        "# Số liệu minh họa: mọi số liệu, văn bản và câu trả lời trong thư mục này là giả định.\n"
        f"year = {assessment.year}\n"
        f'edition = "{assessment.edition_code}"\n'
        f'title_vi = "{assessment.title_vi}"\n'
        f'province_vi = "{assessment.province_vi}"\n'
        "is_synthetic = true\n"
        f'form_version = "{assessment.form_version}"\n'
        "\n[windows]\n"
        + "".join(
            f"{one.name} = {{ from = {one.first_day}, to = {one.last_day} }}\n"
            for one in assessment.windows
        )
    )


def readme_text(
    edition: Edition, assessment: Assessment, seed: int, until: Stage, planted: Sequence[Planted]
) -> str:
    """Return the text of ``README.txt``."""
    province, tables = province_of(edition), source_tables(edition)
    head = _README.format(
        names=province.names_changed_vi if assessment.former_units else province.names_vi,
        external="".join(
            _EXTERNAL.format(table=tables[one.code], source=one.name_vi) for one in edition.sources
        ),
        year=assessment.year,
        edition=assessment.edition_code,
        seed=seed,
        so_far=_WHOLE if until == "council" else _SO_FAR.format(STAGE_NAMES_VI[until]),
    )
    if not planted:
        return head + _CLEAN
    lines = "".join(f"- [{one.finding.code}] {one.sentence_vi} ({one.place})\n" for one in planted)
    return head + _PLANTED + lines


def units_text(assessment: Assessment) -> str:
    """Return the text of ``units.csv``, with a column for successors where there are any."""
    former = assessment.former_units
    columns = ("unit_code", "unit_name", "group_code", "valid_from", "valid_to")
    rows: list[Sequence[str]] = [(*columns, "successor_code") if former else columns]
    for unit in (*assessment.units, *former):
        until = unit.valid_to.isoformat() if unit.valid_to else ""
        row = (unit.code, unit.name_vi, unit.group_code, unit.valid_from.isoformat(), until)
        rows.append((*row, unit.successor_code) if former else row)
    return csv_rows(rows)


def source_tables(edition: Edition) -> dict[str, str]:
    """Return the table of each external source, by the code of the source."""
    return {source.code: f"external/{source.code}.csv" for source in edition.sources}


def source_rows(draft: UnitDraft, source_code: str) -> Iterator[Sequence[str]]:
    """Yield the rows of one external source about a unit, one per figure."""
    for code, one in draft.sourced.items():
        if one.component.source == source_code:
            for input_code, value in one.figures.items():
                yield (draft.unit.code, code, input_code, _plain_figure(value))


def _exemption_rows(draft: UnitDraft) -> Iterator[Sequence[str]]:
    """Yield the rows of ``exemptions.csv``, those that must be refused among them."""
    for one in (*draft.exemptions, *draft.void_exemptions):
        yield (one.unit_code, one.component_code, one.policy, one.legal_basis)


def _adjustment_rows(draft: UnitDraft) -> Iterator[Sequence[str]]:
    """Yield the rows of ``adjustments.csv``."""
    for one in draft.adjustments:
        points = _plain(one.points)
        yield (one.unit_code, one.kind, one.code, points, one.reason, one.document)


def _receipt_rows(draft: UnitDraft) -> Iterator[Sequence[str]]:
    """Yield the rows of ``received.csv``: what the unit has sent in so far."""
    file = f"{draft.unit.code}.xlsx"
    if draft.form.is_returned:
        yield (f"submissions/{file}", draft.days["self_assessment"].isoformat())
    if draft.has_explained:
        yield (f"explanations/{file}", draft.days["explanation"].isoformat())


def _council_rows(draft: UnitDraft) -> Iterator[Sequence[str]]:
    """Yield the rows of ``council.csv``, those that must be refused among them."""
    for code, claim in draft.claims.items():
        one = claim.rulings.get("council")
        if one is not None and one.decided_on is not None:
            about = (draft.unit.code, code, _plain(one.score))
            yield (*about, one.reason, one.document, one.decided_on.isoformat())


def _answer_rows(draft: UnitDraft) -> Iterator[Sequence[str]]:
    """Yield the rows of ``survey/answers.csv``, one per answer."""
    for code, opinion in draft.opinions.items():
        for group, answers in opinion.answers.items():
            for answer in answers:
                yield (group, draft.unit.code, code, answer)
    yield from draft.extra_answers


def _percent_rows(draft: UnitDraft) -> Iterator[Sequence[str]]:
    """Yield the rows of ``survey/sipas.csv``."""
    for code, opinion in draft.opinions.items():
        if opinion.percent is not None:
            yield (draft.unit.code, code, _plain(opinion.percent), str(opinion.sample_size))


ROWS: Mapping[str, Callable[[UnitDraft], Iterator[Sequence[str]]]] = {
    "exemptions.csv": _exemption_rows,
    "adjustments.csv": _adjustment_rows,
    "received.csv": _receipt_rows,
    "council.csv": _council_rows,
    "survey/answers.csv": _answer_rows,
    "survey/sipas.csv": _percent_rows,
}
"""The rows of one unit in each of the tables."""


def _plain_figure(value: CellValue) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return _plain(value) if isinstance(value, Decimal) else str(value)


def _plain(number: Decimal) -> str:
    return f"{number:f}"
