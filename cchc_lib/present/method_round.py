"""What an edition says about the round, in words: stages, bonus and penalty, emulation."""

from cchc_lib.core.round_rules import Commendation, LateRule
from cchc_lib.core.rulebook import Edition
from cchc_lib.present.html import Column, Html, join, table
from cchc_lib.present.language import tr
from cchc_lib.present.names import ADJUSTMENT_NAMES, STAGE_NAMES
from cchc_lib.present.wording import capitalised, format_reference
from cchc_lib.vietnamese import format_decimal

__all__ = ["adjustment_items", "describe_precedence", "emulation_rules", "late_rules"]


def describe_precedence(edition: Edition) -> str:
    """Say which stage's score counts."""
    first, *rest = (tr(STAGE_NAMES[stage]) for stage in edition.procedure.precedence)
    then = "".join(tr("; nếu không có thì {stage}").format(stage=stage) for stage in rest)
    return tr(
        "Điểm tính lấy theo {stages}. Quyết định không hợp lệ (quá điểm tối đa, đổi điểm mà không "
        "ghi lý do, ngày trước giai đoạn mà nó xét, mâu thuẫn trong cùng giai đoạn) thì không tính "
        "và giai đoạn trước vẫn có hiệu lực; điểm tự chấm không bao giờ là điểm tính."
    ).format(stages=f"{first}{then}")


def adjustment_items(edition: Edition) -> Html:
    """List every ground for bonus or penalty points with its maximum and clause."""
    places = edition.rounding.component_places
    return table(
        caption="Mục điểm cộng, điểm trừ",
        columns=(
            Column("Mục"),
            Column("Loại"),
            Column("Tối đa", is_number=True),
            Column("Mã trong adjustments.csv", is_code=True),
            Column("Căn cứ"),
        ),
        rows=[
            (
                item.text_vi,
                ADJUSTMENT_NAMES[item.kind],
                format_decimal(item.max_points, places),
                item.code,
                format_reference(item.legal_reference),
            )
            for item in edition.adjustment.items
        ],
        empty="Bộ tiêu chí không quy định mục nào.",
    )


def late_rules(edition: Edition) -> Html:
    """List the penalties that follow from filing late."""
    return table(
        caption="Trừ điểm tự động khi nộp chậm",
        columns=(Column("Bước"), Column("Quy định"), Column("Căn cứ")),
        rows=[
            (
                capitalised(STAGE_NAMES[rule.stage]),
                _late_text(edition, rule),
                format_reference(rule.legal_reference),
            )
            for rule in edition.adjustment.late
        ],
        empty="Bộ tiêu chí không quy định trừ điểm khi nộp chậm.",
    )


def emulation_rules(edition: Edition) -> Html:
    """List the completion level of every grade, the commendations and the grade caps."""
    return join(_completion_table(edition), _commendation_table(edition), _cap_table(edition))


def _late_text(edition: Edition, rule: LateRule) -> str:
    item = edition.adjustment.item(rule.item)
    most = f", không quá {format_decimal(item.max_points)} điểm" if item else ""
    return (
        f"Trừ {format_decimal(rule.points_per_day)} điểm cho mỗi ngày chậm{most}; tính từ "
        "received.csv và thời hạn trong assessment.toml, trừ khi đã ghi mục này trong "
        "adjustments.csv."
    )


def _completion_table(edition: Edition) -> Html:
    reference = format_reference(edition.emulation.legal_reference)
    return table(
        caption="Mức độ hoàn thành nhiệm vụ theo xếp loại",
        columns=(Column("Xếp loại"), Column("Mức được đề nghị"), Column("Căn cứ")),
        rows=[
            (edition.grading.band(level.grade).name_vi, level.title_vi, reference)
            for level in edition.emulation.completion
        ],
    )


def _commendation_table(edition: Edition) -> Html:
    return table(
        caption="Hình thức khen thưởng, từ cao xuống thấp; đơn vị được đề nghị hình thức đầu tiên "
        "mà mình đủ điều kiện",
        columns=(Column("Hình thức"), Column("Điều kiện"), Column("Căn cứ")),
        rows=[
            (one.title_vi, _condition(edition, one), format_reference(one.legal_reference))
            for one in edition.emulation.commendations
        ],
    )


def _cap_table(edition: Edition) -> Html:
    return table(
        caption="Khống chế xếp loại",
        columns=(Column("Trường hợp"), Column("Xếp loại cao nhất"), Column("Căn cứ")),
        rows=[
            (
                cap.text_vi,
                edition.grading.band(cap.best_grade).name_vi,
                format_reference(cap.legal_reference),
            )
            for cap in edition.grading.caps
        ],
        empty="Bộ tiêu chí không quy định.",
    )


def _condition(edition: Edition, one: Commendation) -> str:
    """Say who may be proposed for a commendation."""
    lowest = edition.grading.band(one.lowest_grade).name_vi
    texts = {cap.code: cap.text_vi for cap in edition.grading.caps}
    barred = "; ".join(texts.get(code, code) for code in one.excluded_by)
    places = f"hạng 1 đến {one.best_places} trong nhóm" if one.best_places > 1 else "đứng đầu nhóm"
    said = f"Xếp loại từ {lowest} trở lên, {places}; kết quả đã đủ"
    return f"{said}; không thuộc trường hợp: {barred}" if barred else said
