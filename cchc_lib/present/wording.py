"""Vietnamese names of everything the core calls by a code, and the text of every value."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.rulebook import GradeBand, LegalReference, RankingRule, RoundingRule
from cchc_lib.core.stages import ComponentScore, RuleLine
from cchc_lib.core.submission import NotApplicable, NotAppraised, NotReported, Place
from cchc_lib.present.rule_text import describe_rule, describe_rule_of, format_exact
from cchc_lib.vietnamese import format_decimal, format_number

__all__ = [
    "DECISION_NAME",
    "EVIDENCE_NAMES",
    "FACT_NAMES",
    "FINDING_FAMILIES",
    "KIND_KEYS",
    "KIND_NAMES",
    "POLICY_NAMES",
    "PROBLEM_NAMES",
    "PROVENANCE_NAMES",
    "RECONSTRUCTION_LABEL",
    "ROUNDING_NAMES",
    "RULE_KIND_NAMES",
    "STAGE_NAMES",
    "STATE_NAMES",
    "STATUS_NAMES",
    "SUBJECT_NAMES",
    "SYNTHETIC_LABEL",
    "describe_rank_rule",
    "describe_rounding",
    "describe_rule",
    "describe_rule_of",
    "format_exact",
    "format_figures",
    "format_margin",
    "format_place",
    "format_points",
    "format_reference",
    "format_signed",
    "format_total",
    "format_value",
    "name_grade",
    "name_score",
    "state_sentence",
]

SYNTHETIC_LABEL = "Số liệu minh họa: do máy sinh ra, không phải kết quả thật của đơn vị nào."
RECONSTRUCTION_LABEL = "Bộ tiêu chí là bản phục dựng"

STATUS_NAMES = {
    "scored": "đã có điểm",
    "not_applicable": "không áp dụng",
    "not_appraised": "chưa có điểm",
}
STATE_NAMES = {"final": "đủ điểm", "provisional": "tạm tính", "blocked": "còn lỗi phải sửa"}
KIND_NAMES = {
    "input": "kê khai",
    "law": "quy định",
    "formula": "phép tính",
    "override": "THAY ĐỔI",
}
DECISION_NAME = "quyết định riêng"
KIND_KEYS = {
    "kê khai": "số đọc từ hồ sơ hoặc phiếu",
    "quy định": "tính theo điều khoản",
    "phép tính": "gộp từ các số bên dưới",
    DECISION_NAME: "điểm cộng, trừ, khống chế, miễn trừ theo văn bản",
    "THAY ĐỔI": "người có thẩm quyền quyết định khác với quy tắc",
}
STAGE_NAMES = {
    "appraised": "điểm thẩm định",
    "survey": "điểm điều tra xã hội học",
    "policy": "cách xử lý tiêu chí không áp dụng",
    "nothing": "chưa có điểm",
}
POLICY_NAMES = {
    "drop_max_all": "bỏ điểm tối đa khỏi mẫu số của chỉ số",
    "drop_max_appraised_then_add_survey": "quy phần thẩm định về đủ điểm, rồi cộng điểm điều tra",
    "award_max": "đạt điểm tối đa",
    "zero": "0 điểm",
}
PROVENANCE_NAMES = {
    "official": "theo phụ lục chính thức",
    "read": "đọc được trong văn bản đã công bố",
    "practice": "thông lệ, chưa đối chiếu văn bản",
    "design": "do bộ tiêu chí mẫu chọn",
}
EVIDENCE_NAMES = {
    "given": "có tài liệu",
    "explained": "không có tài liệu, có giải trình",
    "missing": "thiếu tài liệu và giải trình",
    "not_required": "không yêu cầu",
}
PROBLEM_NAMES = {
    "missing": "chưa kê khai đủ số liệu",
    "achieved_over_planned": "số đạt được lớn hơn tổng số",
    "nothing_planned": "tổng số bằng 0 nên không có tỷ lệ",
    "unknown_level": "mức đã chọn không có trong quy định",
    "below_every_tier": "số liệu nằm ngoài mọi bậc",
    "unknown_figure": "số liệu không đúng kiểu",
}
ROUNDING_NAMES = {"half_up": "nửa thì làm tròn lên", "half_even": "nửa thì về số chẵn"}
RULE_KIND_NAMES = {
    "yes_no": "Có hoặc không",
    "deadline_tiers": "Theo thời hạn",
    "percent_tiers": "Theo bậc tỷ lệ",
    "ratio_with_floor": "Theo tỷ lệ, có ngưỡng",
    "ratio_linear": "Theo tỷ lệ",
    "ratio_to_target": "Theo tỷ lệ so với mục tiêu",
    "per_item_share": "Chia đều theo mục",
    "count_capped": "Theo số mục, có mức trần",
    "per_item_deduction": "Trừ điểm theo trường hợp",
    "graded_share": "Theo mức đánh giá",
    "checklist": "Cộng theo danh mục nội dung",
    "count_tiers": "Theo bậc số lượng",
    "ratio_minus_items": "Theo tỷ lệ, trừ theo trường hợp",
    "judgment": "Cơ quan thẩm định quyết định",
    "survey_mean": "Điều tra: mức bình quân",
    "survey_map": "Điều tra: quy câu trả lời ra phần trăm",
    "survey_percent": "Tỷ lệ do cuộc đo lường công bố",
}
SUBJECT_NAMES = {
    "index": "Chỉ số CCHC",
    "total": "Tổng điểm",
    "rank": "Thứ hạng trong nhóm",
    "grade": "Xếp loại",
    "area": "Lĩnh vực",
    "component": "Tiêu chí thành phần",
    "self": "Điểm tự chấm",
    "rule": "Điểm theo số liệu kê khai",
    "appraised": "Điểm thẩm định",
    "survey": "Điểm điều tra xã hội học",
    "figure": "Số liệu kê khai",
    "tally": "Câu trả lời của nhóm",
    "percent": "Tỷ lệ đo được",
    "bonus": "Điểm cộng được tính",
    "penalty": "Điểm trừ được tính",
    "policy": "Không áp dụng",
    "adjustment": "Quyết định riêng",
}
FACT_NAMES = {
    "rule": "Cách tính",
    "ranking": "Cách xếp",
    "entered": "Điểm ghi trong phiếu",
    "weight": "Trọng số của nhóm",
    "evidence_place": "Tài liệu đọc từ",
    "legal_reference": "Căn cứ",
    "provenance": "Nguồn của quy định",
    "place": "Đọc từ",
    "exact": "Giá trị chính xác",
    "rounding": "Làm tròn",
    "reason": "Lý do",
    "evidence": "Tài liệu kiểm chứng",
    "explanation": "Giải trình",
    "difference": "Chênh so với điểm theo số liệu kê khai",
    "sample_size": "Số câu trả lời hợp lệ",
    "margin": "Sai số mẫu (± điểm)",
    "lead_appraiser": "Đầu mối thẩm định",
    "max_score": "Điểm tối đa",
    "dropped_max": "Điểm tối đa không áp dụng",
    "pending_max": "Điểm tối đa chưa có kết quả",
    "policy": "Cách xử lý",
    "uncapped": "Trước khi khống chế",
    "problem": "Vì sao chưa tính được",
    "document": "Văn bản",
}
FINDING_FAMILIES = {
    "QT": "Bộ tiêu chí",
    "KD": "Thư mục kỳ đánh giá",
    "BM": "Biểu mẫu",
    "HS": "Hồ sơ tự chấm",
    "TD": "Thẩm định",
    "XH": "Điều tra xã hội học",
    "KQ": "Kết quả",
}
_RANKED_BY = {
    "index_pct": "chỉ số",
    "total_score": "tổng điểm",
    "appraised_score": "điểm thẩm định",
    "survey_score": "điểm điều tra",
    "bonus": "điểm cộng",
}
_RANKED_VALUE = {"rounded": "đã làm tròn như công bố", "exact": "chính xác, chưa làm tròn"}
_RANKED_TIES = {
    "competition": "bằng nhau thì đồng hạng, hạng sau bỏ cách (1 2 2 4)",
    "dense": "bằng nhau thì đồng hạng, hạng sau liền kề (1 2 2 3)",
}


def format_value(  # noqa: PLR0911 - one branch per type of value
    value: object, places: int | None = None
) -> str:
    """Write any stage value; what is missing is said in words, never as zero.

    >>> format_value(NotReported()), format_value(Decimal("1.5"), 2), format_value(Fraction(1, 3))
    ('chưa kê khai', '1,50', '1/3')
    """
    match value:
        case NotReported():
            return "chưa kê khai"
        case NotApplicable():
            return "không áp dụng"
        case NotAppraised():
            return "chưa có điểm"
        case Decimal():
            return format_decimal(value, places).replace("-", "−")
        case Fraction():
            return format_exact(value)
        case GradeBand():
            return value.name_vi
        case date() | bool() | str() | int():
            return format_number(value)
        case _:
            message = f"no Vietnamese text for {value!r}"
            raise TypeError(message)


def format_points(year: YearResult, value: object) -> str:
    """Write points with the decimals the edition declares for component scores."""
    return format_value(value, year.edition.rounding.component_places)


def format_total(year: YearResult, value: object) -> str:
    """Write a total, an index or a mean with the decimals the edition declares."""
    if value is None or isinstance(value, NotAppraised):
        return "chưa có"
    return format_value(value, year.edition.rounding.total_places)


def format_signed(value: Decimal, places: int | None = None) -> str:
    """Write a difference with its sign.

    >>> format_signed(Decimal("-0.25")), format_signed(Decimal("1.5"), 2)
    ('−0,25', '+1,50')
    """
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{format_decimal(abs(value), places)}"


def name_score(score: ComponentScore) -> str:
    """Write code and name of a component."""
    return f"{score.component_code}. {score.name_vi}"


def _name_cell(place: Place) -> str:
    if " " in place.cell:
        return place.cell
    return f"{'khóa' if place.file.endswith('.toml') else 'ô'} {place.cell}"


def format_place(place: Place) -> str:
    """Write where a value was read.

    >>> format_place(Place(file="submissions/a.xlsx", sheet="Tự chấm", cell="F27"))
    'submissions/a.xlsx, trang tính “Tự chấm”, ô F27'
    """
    parts = [place.file] if place.file else []
    if place.sheet:
        parts.append(f"trang tính “{place.sheet}”")
    if place.cell:
        parts.append(_name_cell(place))
    return ", ".join(parts)


def format_reference(reference: LegalReference) -> str:
    """Write a legal reference: the place in the document, then the document."""
    return f"{reference.location} ({reference.document})"


def format_margin(margin: Decimal | None, places: int | None = None) -> str:
    """Write half a confidence interval; an unknown one is not shown as zero."""
    return "không rõ" if margin is None else f"±{format_decimal(margin, places)}"


def format_figures(line: RuleLine | NotReported, labels: Mapping[str, str]) -> str:
    """Write the declared figures of a component in one line."""
    if isinstance(line, NotReported):
        return ""
    return "; ".join(f"{labels[f.input_code]}: {format_value(f.value)}" for f in line.figures)


def describe_rounding(rounding: RoundingRule) -> str:
    """Say how numbers are rounded."""
    return (
        f"điểm tiêu chí thành phần {rounding.component_places} chữ số thập phân, "
        f"tổng và chỉ số {rounding.total_places} chữ số, {ROUNDING_NAMES[rounding.mode]}"
    )


def describe_rank_rule(rule: RankingRule) -> str:
    """Say by what units are ranked and how ties share a place."""
    breaks = ", ".join(_RANKED_BY[name] for name in rule.tie_break)
    first = f"xếp theo {_RANKED_BY[rule.by]} {_RANKED_VALUE[rule.value]}"
    then = f"; bằng nhau thì xét tiếp {breaks}" if breaks else ""
    return f"{first}{then}; {_RANKED_TIES[rule.method]}"


def name_grade(unit: UnitResult) -> str:
    """Write the grade of a unit, and that it is capped where it is."""
    if not isinstance(unit.grade, GradeBand):
        return "chưa xếp loại"
    is_capped = unit.grade != unit.uncapped_grade
    return unit.grade.name_vi + (" (khống chế)" if is_capped else "")


def state_sentence(unit: UnitResult) -> str:
    """Say what the state of a unit's result means for a reader; empty when it is final."""
    if unit.state == "blocked":
        return "Chưa có tổng điểm và thứ hạng: hồ sơ của đơn vị còn lỗi phải sửa."
    if unit.state == "provisional":
        pending = format_decimal(unit.pending_max)
        said = f"Kết quả tạm tính: còn {pending} điểm tối đa chưa có điểm thẩm định hoặc điều tra"
        has_index = isinstance(unit.index_pct, Decimal)
        return f"{said}; chỉ số tính trên phần đã có điểm." if has_index else f"{said}."
    if unit.is_provisional:
        return "Điểm của đơn vị đã đủ; thứ hạng tạm tính vì nhóm còn đơn vị chưa có đủ kết quả."
    return ""
