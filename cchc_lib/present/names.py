"""Vietnamese names of everything the core calls by a code."""

from collections.abc import Mapping

from cchc_lib.core.round_rules import STAGE_NAMES_VI
from cchc_lib.core.submission import WindowName
from cchc_lib.present.language import later

__all__ = [
    "ADJUSTMENT_NAMES",
    "DECISION_NAME",
    "EVIDENCE_NAMES",
    "FACT_NAMES",
    "FINDING_FAMILIES",
    "FROM_SOURCE_NAME",
    "KIND_KEYS",
    "KIND_NAMES",
    "MISSING_NAME",
    "POLICY_NAMES",
    "PROBLEM_NAMES",
    "PROVENANCE_NAMES",
    "RECONSTRUCTION_LABEL",
    "RELATION_NAMES",
    "ROUNDING_NAMES",
    "RULE_KIND_NAMES",
    "RULING_NAME",
    "STAGE_NAMES",
    "STATE_NAMES",
    "STEP_NAMES",
    "SUBJECT_NAMES",
    "SYNTHETIC_LABEL",
]

SYNTHETIC_LABEL = later("Số liệu minh họa: do máy sinh ra, không phải kết quả thật của đơn vị nào.")
RECONSTRUCTION_LABEL = later("Bộ tiêu chí là bản phục dựng")

STATE_NAMES = later({"final": "đủ điểm", "provisional": "tạm tính", "blocked": "còn lỗi phải sửa"})
KIND_NAMES = {
    "input": "kê khai",
    "law": "quy định",
    "formula": "phép tính",
    "override": "THAY ĐỔI",
    "refused": "KHÔNG TÍNH",
}
DECISION_NAME = "quyết định riêng"
MISSING_NAME = "chưa có"
FROM_SOURCE_NAME = "Điểm theo số liệu của nguồn ngoài"
RULING_NAME = "quyết định"
KIND_KEYS = {
    "kê khai": "số đọc từ hồ sơ của đơn vị, kết quả điều tra hoặc nguồn ngoài",
    RULING_NAME: "điểm do cơ quan thẩm định hoặc Hội đồng cho, không khác điểm theo số liệu",
    MISSING_NAME: "cơ quan thẩm định hoặc cuộc điều tra chưa cho điểm",
    "quy định": "tính theo điều khoản",
    "phép tính": "gộp từ các số bên dưới",
    DECISION_NAME: "điểm cộng, trừ, khống chế, miễn trừ theo văn bản",
    "THAY ĐỔI": "người có thẩm quyền quyết định khác điểm theo số liệu kê khai",
    "KHÔNG TÍNH": "quyết định không hợp lệ; giai đoạn trước, nếu có, vẫn có hiệu lực",
}
STAGE_NAMES = dict[str, str](STAGE_NAMES_VI.items()) | {
    "survey": "điểm điều tra xã hội học",
    "rule": "số liệu của nguồn ngoài, tính theo quy định",
    "policy": "cách xử lý tiêu chí không áp dụng",
    "nothing": "chưa có điểm",
}
STEP_NAMES: Mapping[WindowName, str] = {
    "guidance": "hướng dẫn",
    "self_assessment": STAGE_NAMES_VI["self_assessment"],
    "appraisal_1": STAGE_NAMES_VI["appraisal_1"],
    "explanation": STAGE_NAMES_VI["explanation"],
    "appraisal_2": STAGE_NAMES_VI["appraisal_2"],
    "survey": "điều tra xã hội học",
    "council": STAGE_NAMES_VI["council"],
    "announcement": "công bố kết quả",
}
"""The steps of a round, in the order in which they are shown."""

ADJUSTMENT_NAMES = later({"bonus": "điểm cộng", "penalty": "điểm trừ", "cap": "khống chế xếp loại"})
POLICY_NAMES = later(
    {
        "drop_max_all": "bỏ điểm tối đa khỏi mẫu số của chỉ số",
        "drop_max_appraised_then_add_survey": (
            "quy phần thẩm định về đủ điểm, rồi cộng điểm điều tra"
        ),
        "award_max": "đạt điểm tối đa",
        "zero": "0 điểm",
    }
)
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
    "from_source": "không yêu cầu, số liệu lấy từ nguồn ngoài",
}
PROBLEM_NAMES = {
    "missing": "chưa kê khai đủ số liệu",
    "achieved_over_planned": "số đạt được lớn hơn tổng số",
    "nothing_planned": "tổng số bằng 0 nên không có tỷ lệ",
    "unknown_level": "mức đã chọn không có trong quy định",
    "below_every_tier": "số liệu nằm ngoài mọi bậc",
    "unknown_figure": "số liệu không đúng kiểu",
}
ROUNDING_NAMES = later({"half_up": "nửa thì làm tròn lên", "half_even": "nửa thì về số chẵn"})
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
    "sub_index": "Chỉ số thành phần của lĩnh vực",
    "total": "Tổng điểm",
    "rank": "Thứ hạng trong nhóm",
    "grade": "Xếp loại",
    "area": "Lĩnh vực",
    "criterion": "Tiêu chí",
    "component": "Tiêu chí thành phần",
    "self": "Điểm tự chấm",
    "rule": "Điểm theo số liệu kê khai",
    "appraised": "Điểm thẩm định",
    "appraisal_1": "Thẩm định lần 1",
    "explanation": "Giải trình của đơn vị",
    "appraisal_2": "Thẩm định lần 2",
    "council": "Quyết định của Hội đồng",
    "survey": "Điểm điều tra xã hội học",
    "figure": "Số liệu kê khai",
    "tally": "Câu trả lời của nhóm",
    "percent": "Tỷ lệ đo được",
    "bonus": "Điểm cộng được tính",
    "penalty": "Điểm trừ được tính",
    "policy": "Không áp dụng",
    "adjustment": "Quyết định riêng",
    "stage": "Tác động của giai đoạn",
    "change": "Đổi điểm",
    "mean": "Chỉ số CCHC bình quân",
    "area_mean": "Chỉ số thành phần bình quân",
}
RELATION_NAMES = {
    "ahead": "đứng trên",
    "level": "đồng hạng",
    "left_out": "không tính vào bình quân",
}
FACT_NAMES = {
    "rule": "Cách tính",
    "ranking": "Cách xếp",
    "entered": "Điểm ghi trong phiếu",
    "role": "Cơ quan quyết định",
    "decided_on": "Ngày quyết định",
    "previous": "Điểm trước đó",
    "refused": "Vì sao không tính",
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
    "max_score": "Điểm tối đa",
    "dropped_max": "Điểm tối đa không áp dụng",
    "pending_max": "Điểm tối đa chưa có kết quả",
    "uncapped": "Trước khi khống chế",
    "problem": "Vì sao chưa tính được",
    "document": "Văn bản",
    "after": "Tổng điểm sau giai đoạn",
    "appraised_score": "Điểm thẩm định",
    "area_rank": "Hạng của lĩnh vực trong nhóm",
    "band_below": "Khung xếp loại: dưới",
    "band_from": "Khung xếp loại: từ",
    "before": "Trước giai đoạn",
    "best_grade": "Xếp loại cao nhất còn được",
    "bonus": "Điểm cộng",
    "cap": "Mức trần chung",
    "change": "Thay đổi",
    "changed_count": "Số tiêu chí thành phần đổi điểm",
    "compared": "Giá trị đem so",
    "decided_max": "Điểm tối đa của phần đã có điểm",
    "decided_score": "Điểm của phần đã có điểm",
    "dont_know": "Trả lời “không biết”, không tính",
    "index_after": "Chỉ số sau giai đoạn",
    "item_max": "Mức tối đa của mục",
    "penalty": "Điểm trừ",
    "rank_after": "Hạng sau giai đoạn",
    "rank_before": "Hạng trước giai đoạn",
    "rank_of_unit": "Hạng",
    "ranked_count": "Số đơn vị được tính",
    "relation": "So sánh",
    "self_score": "Điểm tự chấm",
    "source": "Nguồn số liệu",
    "sha256": "SHA-256 của tệp",
    "sub_index": "Chỉ số thành phần (%)",
    "sub_index_exact": "Chỉ số thành phần, giá trị chính xác",
    "survey_score": "Điểm điều tra xã hội học",
    "taken_from": "Lấy từ",
    "undecided_count": "Số tiêu chí thành phần chưa có điểm",
    "unit_count": "Số đơn vị",
    "year": "Năm đánh giá",
}
FINDING_FAMILIES = {
    "QT": "Bộ tiêu chí",
    "PL": "Phụ lục",
    "KD": "Thư mục kỳ đánh giá",
    "BM": "Biểu mẫu",
    "HS": "Hồ sơ tự chấm",
    "MC": "Tài liệu kiểm chứng",
    "TD": "Thẩm định",
    "GD": "Trình tự, thời hạn",
    "XH": "Điều tra xã hội học",
    "SN": "Số liệu của nguồn ngoài",
    "KQ": "Kết quả",
}
