"""What the parties to a round disagree about, and the evidence that cannot be seen."""

from decimal import Decimal

from cchc_lib.core.decisions import PROBLEMS_VI
from cchc_lib.core.differences import Mismatch, figure_mismatches
from cchc_lib.core.evidence import FILE_NAMES, LOST_FILES, documents_shared
from cchc_lib.core.results import YearResult
from cchc_lib.core.rounds import decision_at, is_disputed
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import EvidenceItem, Explanation, NotReported
from cchc_lib.present.html import Cell, Column, Html, join, paragraph, table
from cchc_lib.present.names import STAGE_NAMES
from cchc_lib.present.summaries import unit_names
from cchc_lib.present.trail import score_trail, trail
from cchc_lib.present.wording import (
    format_place,
    format_points,
    format_signed,
    format_value,
    name_score,
)

__all__ = [
    "dispute_table",
    "lost_evidence_table",
    "mismatch_table",
    "name_document",
    "refused_table",
    "shared_evidence_table",
]

_SHOWN = 40


def mismatch_table(year: YearResult) -> Html:
    """List where a claim is not what the unit's own figures earn, most points at stake first."""
    found = figure_mismatches(year)
    at_stake = sum((one.at_stake for one in found), Decimal(0))
    names = unit_names(year)
    return join(
        paragraph(
            f"{len(found)} tiêu chí thành phần có điểm tự chấm khác điểm theo số liệu của chính "
            f"đơn vị, tổng cộng {format_points(year, at_stake)} điểm{_cut(len(found))}."
        ),
        table(
            caption="Tự chấm khác số liệu kê khai, chênh lệch nhiều điểm nhất đứng trước",
            columns=(
                Column("Đơn vị"),
                Column("Tiêu chí thành phần"),
                Column("Tự chấm", is_number=True),
                Column("Theo số liệu", is_number=True),
                Column("Chênh", is_number=True),
                Column("Thẩm định", is_number=True),
                Column("Cơ quan chủ trì"),
                Column("Đọc từ"),
            ),
            rows=[_mismatch_row(year, names, one) for one in found[:_SHOWN]],
            empty="Không có.",
            is_wide=True,
        ),
    )


def dispute_table(year: YearResult) -> Html:
    """List where the first appraisal is not what was claimed, most points at stake first."""
    found = sorted(filter(is_disputed, year.scores), key=lambda score: -abs(_gap(score)))
    names = unit_names(year)
    open_count = sum(_is_open(score) for score in found)
    return join(
        paragraph(
            f"{len(found)} tiêu chí thành phần có điểm thẩm định lần 1 khác điểm tự chấm; "
            f"{open_count} đã có giải trình mà chưa có quyết định tiếp theo{_cut(len(found))}."
        ),
        table(
            caption="Thẩm định lần 1 khác tự chấm, chênh lệch nhiều điểm nhất đứng trước; dòng tô "
            "nền đang chờ quyết định về giải trình",
            columns=(
                Column("Đơn vị"),
                Column("Tiêu chí thành phần"),
                Column("Tự chấm", is_number=True),
                Column("Lần 1", is_number=True),
                Column("Chênh", is_number=True),
                Column("Lý do"),
                Column("Giải trình của đơn vị"),
                Column("Đang tính", is_number=True),
                Column("Lấy từ"),
            ),
            rows=[_dispute_row(year, names, score) for score in found[:_SHOWN]],
            highlighted=[place for place, score in enumerate(found[:_SHOWN]) if _is_open(score)],
            empty="Không có.",
            is_wide=True,
        ),
    )


def refused_table(year: YearResult) -> Html:
    """List the decisions that do not stand, and what is in force in their place."""
    names = unit_names(year)
    return table(
        caption="Quyết định không được tính; điểm của giai đoạn trước, nếu có, vẫn có hiệu lực",
        columns=(
            Column("Đơn vị"),
            Column("Tiêu chí thành phần"),
            Column("Giai đoạn"),
            Column("Cơ quan quyết định"),
            Column("Điểm ghi", is_number=True),
            Column("Vì sao không tính"),
            Column("Đang tính", is_number=True),
            Column("Đọc từ"),
        ),
        rows=[
            (
                names[score.unit_code],
                name_score(score),
                STAGE_NAMES[line.stage],
                line.role,
                trail(
                    format_value(line.entered),
                    score.unit_code,
                    f"component-{score.component_code}",
                ),
                PROBLEMS_VI[line.problem] if line.problem else "",
                score_trail(year, score, score.final.value),
                format_place(line.place),
            )
            for score in year.scores
            for line in score.decisions
            if line.kind == "refused"
        ],
        empty="Mọi quyết định đều hợp lệ.",
        is_wide=True,
    )


def lost_evidence_table(year: YearResult) -> Html:
    """List the documents whose file is not where the unit says."""
    lost = [item for item in year.registers if item.state in LOST_FILES]
    units = {item.unit_code for item in lost}
    names = unit_names(year)
    return join(
        paragraph(f"{len(lost)} tài liệu của {len(units)} đơn vị không xem được{_cut(len(lost))}."),
        table(
            caption="Tài liệu kiểm chứng không xem được",
            columns=(
                Column("Đơn vị"),
                Column("Tài liệu"),
                Column("Đơn vị ghi nơi lưu"),
                Column("Tình trạng"),
                Column("Dùng cho tiêu chí thành phần"),
                Column("Đọc từ"),
            ),
            rows=[
                (
                    names[item.unit_code],
                    name_document(item),
                    item.location,
                    FILE_NAMES[item.state],
                    ", ".join(item.component_codes),
                    format_place(item.place),
                )
                for item in lost[:_SHOWN]
            ],
            empty="Không thiếu tài liệu nào trong danh mục.",
        ),
    )


def shared_evidence_table(year: YearResult) -> Html:
    """List the documents that one unit uses for several components, the most used first."""
    names = unit_names(year)
    found = [
        (unit.code, shared)
        for unit in year.assessment.units
        for shared in documents_shared(year.register_of(unit.code))
    ]
    found.sort(key=lambda pair: -len(pair[1].component_codes))
    return join(
        paragraph(
            f"{len(found)} tài liệu của {len({code for code, _ in found})} đơn vị được dùng cho từ "
            f"hai tiêu chí trở lên{_cut(len(found))}."
        ),
        table(
            caption="Một tài liệu dùng cho nhiều tiêu chí thành phần, nhiều nhất đứng trước",
            columns=(
                Column("Đơn vị"),
                Column("Tài liệu"),
                Column("Số tiêu chí", is_number=True),
                Column("Dùng cho tiêu chí thành phần"),
            ),
            rows=[
                (
                    names[unit_code],
                    name_document(shared.items[0]),
                    str(len(shared.component_codes)),
                    ", ".join(shared.component_codes),
                )
                for unit_code, shared in found[:_SHOWN]
            ],
            empty="Không có.",
        ),
    )


def name_document(item: EvidenceItem) -> str:
    """Write reference, date and title of a document, as far as they are given."""
    day = item.issued_on
    dated = f"ngày {format_value(day)}" if not isinstance(day, NotReported) else ""
    head = " ".join(part for part in (item.reference, dated) if part)
    return "; ".join(part for part in (head, item.title) if part) or item.location


def _gap(score: ComponentScore) -> Decimal:
    """Return what round 1 gave beyond the claim; a claim that was left out counts as none."""
    first, claimed = decision_at(score, "appraisal_1"), score.self_score.value
    given = first.value if first else Decimal(0)
    return given - claimed if isinstance(claimed, Decimal) else Decimal(0)


def _is_open(score: ComponentScore) -> bool:
    return isinstance(score.response, Explanation) and score.final.taken_from == "appraisal_1"


def _mismatch_row(year: YearResult, names: dict[str, str], one: Mismatch) -> tuple[Cell, ...]:
    score = one.score
    return (
        names[score.unit_code],
        name_score(score),
        score_trail(year, score, one.claimed),
        score_trail(year, score, one.earned),
        _signed(score, one.claimed - one.earned),
        score_trail(year, score, score.final.value),
        score.lead_appraiser,
        format_place(score.self_score.place),
    )


def _dispute_row(
    year: YearResult, names: dict[str, str], score: ComponentScore
) -> tuple[Cell, ...]:
    first = decision_at(score, "appraisal_1")
    response = score.response
    is_claimed = isinstance(score.self_score.value, Decimal)
    return (
        names[score.unit_code],
        name_score(score),
        score_trail(year, score, score.self_score.value),
        score_trail(year, score, first.value) if first else "",
        _signed(score, _gap(score)) if is_claimed else "–",
        first.reason if first else "",
        response.text if isinstance(response, Explanation) else "chưa giải trình",
        score_trail(year, score, score.final.value),
        STAGE_NAMES[score.final.taken_from],
    )


def _signed(score: ComponentScore, gap: Decimal) -> Cell:
    text = format_signed(gap, score.rounding.component_places)
    return trail(text, score.unit_code, f"component-{score.component_code}")


def _cut(count: int) -> str:
    """Say that a table is cut off, where it is."""
    return f" (bảng nêu {_SHOWN} dòng đầu)" if count > _SHOWN else ""
