"""How decisions phrase rules: what each phrasing means, and which are left to a person."""

from decimal import Decimal

import pytest

from cchc_lib.core.phrasing.reading import ReadRule, RuleWords, StatedLevel, UnreadRule
from cchc_lib.core.phrasing.recognising import recognise
from cchc_lib.core.rule_kinds import CountCapped, rule_inputs
from cchc_lib.present.rule_text import describe_rule, describe_rule_of

NAME = "Tên"
RATIO = "(tỷ lệ = Tên)"


def read(text: str, *maxima: str, levels: tuple[StatedLevel, ...] = (), name: str = NAME):
    most = tuple(map(Decimal, maxima or ("1",)))
    words = RuleWords(name_vi=name, text_vi=text, levels=levels, maxima=most, year=2020)
    return recognise(words)


def said(text: str, *maxima: str, **more) -> str:
    """Return a rule as read, in our own words, with the first maximum."""
    found = read(text, *maxima, **more)
    assert isinstance(found, ReadRule), found
    assert {spec.code for spec in found.inputs} == set(rule_inputs(found.rule))
    labels = {spec.code: spec.label_vi for spec in found.inputs}
    most = Decimal((maxima or ("1",))[0])
    return describe_rule_of(found.rule, labels=labels, max_score=most)


SENT = "gửi trước ngày 15/12 năm đánh giá"
READ = {
    "Có: điểm tối đa. Không: 0 điểm.": "Có: 1 điểm; không: 0 điểm (Tên)",
    "Đúng hạn 1 điểm, không đúng hạn 0 điểm": "Có: 1 điểm; không: 0 điểm (Đúng hạn (Tên))",
    "Đúng hạn: 1 điểm; chậm: không điểm": "Có: 1 điểm; không: 0 điểm (Đúng hạn (Tên))",
    "Đã ban hành: 1; chưa ban hành: 0": "Có: 1 điểm; không: 0 điểm (Đã ban hành (Tên))",
    "Kịp thời: 1; không kịp thời: 0,5; không ban hành: 0": (
        "“Kịp thời”: 1 điểm; “không kịp thời”: 0,5 điểm; “không ban hành”: 0 điểm (Tên)"
    ),
    f"{SENT} được 1 điểm; sau ngày 15/12 được 50% điểm tối đa; không gửi báo cáo: 0 điểm": (
        "Ngày: Tên không muộn hơn ngày 14/12 năm đánh giá: 1 điểm; muộn hơn: 0,5 điểm; "
        "không có: 0 điểm"
    ),
    "Từ 80% hồ sơ trở lên: 1; dưới 80%: 0 (tỷ lệ = Số hồ sơ đúng hạn / Tổng số hồ sơ)": (
        "Từ 80% trở lên: 1 điểm; dưới 80%: 0 điểm (tỷ lệ = Số hồ sơ đúng hạn / Tổng số hồ sơ)"
    ),
    "Tốt: tối đa; khá: 75% số điểm; yếu: trừ 100%": (
        "“Tốt”: 1 điểm; “khá”: 0,75 điểm; “yếu”: 0 điểm (Tên)"
    ),
    "Có kế hoạch: 0,5 điểm; có báo cáo: 0,5 điểm": (
        "Cộng điểm của từng nội dung đạt. Có kế hoạch: 0,5 điểm; Có báo cáo: 0,5 điểm"
    ),
    "Trên 90%: 1; 70–90%: 0,5; dưới 70%: 0": (
        f"Trên 90%: 1 điểm; từ 70% đến 90%: 0,5 điểm; dưới 70%: 0 điểm {RATIO}"
    ),
    "≥ 30%: 1; 20% - <30%: 0,5; <20%: 0": (
        f"Từ 30% trở lên: 1 điểm; từ 20% đến dưới 30%: 0,5 điểm; dưới 20%: 0 điểm {RATIO}"
    ),
    "- Đạt 100% kế hoạch: 1\n- Từ 80% - dưới 100%: 0,5\n- Dưới 80%: 0": (
        f"Từ 100% trở lên: 1 điểm; từ 80% đến dưới 100%: 0,5 điểm; dưới 80%: 0 điểm {RATIO}"
    ),
    "Đạt từ 80% trở lên: điểm tối đa; dưới 80%: 0 điểm": (
        f"Từ 80% trở lên: 1 điểm; dưới 80%: 0 điểm {RATIO}"
    ),
    "Đạt 100%: 1 điểm; từ 80% đến dưới 100%: tính theo công thức; dưới 80%: 0 điểm": (
        "Đạt 100%: 1 điểm; từ 80% đến dưới 100%: điểm = tỷ lệ × 1 điểm; dưới 80%: 0 điểm " + RATIO
    ),
    "Từ 95% đến 100%: tỷ lệ x điểm tối đa; dưới 95%: 0 điểm": (
        "Đạt 100%: 1 điểm; từ 95% đến dưới 100%: điểm = tỷ lệ × 1 điểm; dưới 95%: 0 điểm " + RATIO
    ),
    "Từ 80% trở lên thì điểm được tính theo công thức: (b/a)*điểm tối đa\nDưới 80%: 0 điểm\n"
    "a là tổng số hồ sơ\nb là số hồ sơ đúng hạn": (
        "Đạt 100%: 1 điểm; từ 80% đến dưới 100%: điểm = tỷ lệ × 1 điểm; dưới 80%: 0 điểm "
        "(tỷ lệ = Số hồ sơ đúng hạn / Tổng số hồ sơ)"
    ),
    "Tỷ lệ % × điểm tối đa": f"Điểm = tỷ lệ × 1 điểm {RATIO}",
    "Tính điểm theo công thức: (b/a) x điểm tối đa. Trong đó: a là tổng số văn bản; "
    "b là số văn bản đúng hạn. Trường hợp không phát sinh văn bản: điểm tối đa": (
        "Điểm = tỷ lệ × 1 điểm (tỷ lệ = Số văn bản đúng hạn / Tổng số văn bản); "
        "không phát sinh (Tổng số văn bản bằng 0): điểm tối đa"
    ),
    "Đạt từ 80% trở lên: điểm tối đa; dưới 80%: tính theo công thức: Tỷ lệ x điểm tối đa / 80%": (
        f"Đạt từ 80% trở lên: 1 điểm; chưa đạt: điểm = tỷ lệ / 80% × 1 điểm {RATIO}"
    ),
    "Mỗi văn bản chậm bị trừ 0,25 điểm, không dưới 0 điểm": (
        "1 điểm, trừ 0,25 điểm cho mỗi trường hợp, không dưới 0 điểm (Số văn bản chậm)"
    ),
    "Trừ 0,25 điểm/01 văn bản chậm": (
        "1 điểm, trừ 0,25 điểm cho mỗi trường hợp, không dưới 0 điểm (Số văn bản chậm)"
    ),
    "Không vi phạm: điểm tối đa; cứ 01 vi phạm trừ 0,25 điểm, trừ tối đa 0,5 điểm": (
        "1 điểm, trừ 0,25 điểm cho mỗi trường hợp, không dưới 0,5 điểm (Số vi phạm)"
    ),
    "Mỗi sáng kiến được 0,5 điểm, tối đa 1 điểm": (
        "Mỗi mục được 0,5 điểm, tính không quá 2 mục và không quá 1 điểm (Số sáng kiến)"
    ),
    "Từ 3 sáng kiến trở lên: 1 điểm; từ 1 đến 2 sáng kiến: 0,5 điểm; không có sáng kiến: 0 điểm": (
        "Từ 3 trở lên: 1 điểm; từ 1 đến dưới 3: 0,5 điểm; dưới 1: 0 điểm (Số sáng kiến)"
    ),
    "Ban hành trước ngày 01/02 năm đánh giá: 1; sau ngày 01/02: 0,5; không ban hành: 0": (
        "Ngày: Tên không muộn hơn ngày 31/01 năm đánh giá: 1 điểm; muộn hơn: 0,5 điểm; "
        "không có: 0 điểm"
    ),
    "Chậm nhất là ngày 31/12/2019: 1 điểm; sau ngày 31/12/2019: 0 điểm": (
        "Ngày: Tên không muộn hơn ngày 31/12 năm trước năm đánh giá: 1 điểm; muộn hơn: 0 điểm; "
        "không có: 0 điểm"
    ),
    "Do Hội đồng thẩm định xem xét, quyết định": (
        "Cơ quan thẩm định quyết định trong khoảng từ 0 đến 1 điểm"
    ),
    "Điều tra xã hội học, thang điểm từ 1 đến 5: điểm = điểm trung bình / 5 × điểm tối đa": (
        "Điều tra xã hội học (thang 1–5): điểm = mức bình quân / 5 × 1 điểm"
    ),
    "Điều tra xã hội học: Chỉ số hài lòng (SIPAS) × điểm tối đa": (
        "Điểm = tỷ lệ do cuộc đo lường công bố × 1 điểm"
    ),
}
UNREAD = {
    "": "không ghi cách tính",
    "Căn cứ mức độ hoàn thành để chấm điểm": "không hiểu chắc chắn",
    "Có ban hành: 1 điểm": "chưa hợp thành",
    "Đạt từ 80% trở lên: điểm tối đa": "chưa hợp thành",
    "Từ 80% đến dưới 100%: tính theo công thức": "chưa hợp thành",
    "Đạt từ 80% trở lên: điểm tối đa; dưới 80%: tính theo tỷ lệ": "chưa hợp thành",
    "Đạt từ 80% trở lên: điểm tối đa; dưới 80%: tỷ lệ × điểm tối đa": "chưa hợp thành",
    "Từ 95% đến 100%: tỷ lệ × điểm tối đa; dưới 90%: 0 điểm": "chưa hợp thành",
    "Trên 90%: 1; 70–90%: 0,5; dưới 60%: 0": "chưa hợp thành",
    "Trên 90% và có báo cáo mức độ 3: 1; từ 70% đến 90%: 0,5; dưới 70%: 0": "chưa hợp thành",
    "Trên 90%: 2 điểm; từ 70% đến 90%: 0,5 điểm; dưới 70%: 0 điểm": "không hiểu chắc chắn",
    "Trên 90% hồ sơ: 1; từ 70% đến 90% văn bản: 0,5; dưới 70%: 0": "chưa hợp thành",
    "Tính theo công thức: (b/a) x điểm tối đa": "chưa hợp thành",
    "Tỷ lệ % × 2 điểm": "không hiểu chắc chắn",
    "Ban hành trước ngày 15/01: 1; sau ngày 15/01: 0,5; không ban hành: 0": "chưa hợp thành",
    "Trước ngày 01/3 năm đánh giá: 1; sau ngày 01/3: 0,5; không gửi: 0": "chưa hợp thành",
    "Trước ngày 31/02 năm đánh giá: 1; sau ngày 31/02: 0,5; không gửi: 0": "chưa hợp thành",
    "Trước ngày 15/01 năm đánh giá: 1; sau ngày 31/01: 0,5; không gửi: 0": "chưa hợp thành",
    "Trước ngày 15/01 năm đánh giá: 1; sau ngày 15/01 đến ngày 31/01: 0,5; không gửi: 0": (
        "chưa hợp thành"
    ),
    "Có: 1 điểm; không: 0 điểm (chỉ áp dụng với huyện)": "không hiểu chắc chắn",
    "Mỗi sáng kiến được 0,5 điểm, tối đa 2 điểm": "không hiểu chắc chắn",
    "Mỗi văn bản chậm trừ 0,25 điểm, văn bản sai trừ 0,5 điểm": "không hiểu chắc chắn",
    "Có: không quá 1 điểm; không: 0 điểm": "không hiểu chắc chắn",
    "Vi phạm: trừ 0,5 điểm; không vi phạm: 1 điểm": "không hiểu chắc chắn",
    "Có: 1 điểm; không: 0 điểm (trường hợp không phát sinh: điểm tối đa)": "không hiểu chắc chắn",
    "Trên 90%: 1.000 điểm; dưới 90%: 0 điểm": "không hiểu chắc chắn",
    "Cứ mỗi 10% đạt được 0,1 điểm": "chưa hợp thành",
    "Tính theo công thức": "chưa hợp thành",
    "Mỗi văn bản tối đa 1 lần là 0,5 điểm": "chưa hợp thành",
    "Mỗi × 0,5 điểm": "chưa hợp thành",
    "Điều tra xã hội học": "chưa rõ thang điểm",
    "Điều tra xã hội học, thang điểm từ 1 đến 5: điểm = điểm trung bình / 4 × điểm tối đa": (
        "chưa rõ thang điểm"
    ),
    "Đúng hạn " * 300 + ": 1 điểm": "dài hơn",
    "Mỗi văn bản sai thể thức giảm 0,25 điểm": "không hiểu chắc chắn",
    "Mỗi văn bản sai thể thức bị mất 0,25 điểm": "không hiểu chắc chắn",
    "Đúng hạn: 1 điểm; chậm hạn giảm 0,5 điểm; không thực hiện: 0 điểm": "không hiểu chắc chắn",
    "Đạt 100%: 1; từ 80% đến dưới 100% bị giảm 0,5 điểm; dưới 80%: 0": "không hiểu chắc chắn",
    "Tốt: tối đa; khá: một nửa điểm tối đa; yếu: 0 điểm": "không hiểu chắc chắn",
    "Tốt: tối đa; khá: 2/3 điểm tối đa; yếu: 0 điểm": "chưa hợp thành",
    "Cứ ba sáng kiến được 1 điểm": "chưa hợp thành",
    "Cứ mỗi năm được 0,5 điểm": "chưa hợp thành",
    "Mỗi sáng kiến được 0,5 điểm (tối đa 2 sáng kiến)": "không hiểu chắc chắn",
    "Mỗi văn bản chậm bị trừ 0,25 điểm (tối đa trừ 0,5 điểm)": "không hiểu chắc chắn",
    "Mỗi văn bản chậm bị trừ 0,25 điểm (trừ trường hợp bất khả kháng)": "không hiểu chắc chắn",
    "Tỷ lệ × điểm tối đa (cộng thêm 0,5 nếu vượt)": "không hiểu chắc chắn",
    "Có: 1 điểm; không: 0 điểm (gửi sau ngày 31/01 coi như không gửi)": "không hiểu chắc chắn",
    "Ban hành kế hoạch đúng thời hạn: 1 điểm; mỗi nội dung thiếu trừ 0,25 điểm": (
        "không hiểu chắc chắn"
    ),
    f"{SENT}: 1; sau thời hạn trên không quá 10 ngày: 0,5; không gửi: 0": "chưa hợp thành",
    f"{SENT}: 1; sau ngày 15/12 nhưng trong tháng: 0,5; không gửi: 0": "chưa hợp thành",
    f"{SENT}: 1; sau ngày 15/12: một nửa điểm tối đa; không gửi: 0": "không hiểu chắc chắn",
    f"{SENT}: 1; sau ngày 15/12: 0,5; không có đầy đủ nội dung: 0": "chưa hợp thành",
    f"Đủ 5 nội dung và {SENT}: 1; sau ngày 15/12: 0,5; không gửi: 0": "chưa hợp thành",
    "Hồ sơ trễ hạn dưới 1%: 1; từ 1% đến dưới 5%: 0,5; từ 5% trở lên: 0": "chưa hợp thành",
    "Vượt 100% chỉ tiêu: 1; từ 80% đến dưới 100%: 0,5; dưới 80%: 0": "chưa hợp thành",
    "Từ 80% trở lên và có báo cáo: 1; dưới 80%: 0 (hồ sơ đúng hạn)": "chưa hợp thành",
    "Đúng hạn: 1 điểm; chậm ⟦ký hiệu⟧: 0 điểm": "không phải là chữ",
}


@pytest.mark.parametrize("text", READ)
def test_a_common_phrasing_is_read(text):
    assert said(text) == READ[text]


@pytest.mark.parametrize("text", UNREAD, ids=lambda text: text[:60])
def test_a_phrasing_that_may_mean_something_else_is_left_to_a_person(text):
    found = read(text)
    assert isinstance(found, UnreadRule), found
    assert UNREAD[text] in found.reason_vi


def test_what_is_no_word_stops_the_reading_wherever_it_stands():
    levels = (
        StatedLevel(text_vi="Có ⟦hình⟧", points=(Decimal(1),)),
        StatedLevel(text_vi="Không", points=(Decimal(0),)),
    )
    given = read("Có: 1; không: 0", name="Tên ⟦chú thích⟧"), read("", levels=levels)
    assert all("không phải là chữ" in found.reason_vi for found in given)


def test_a_formula_that_is_spoken_of_and_not_given_is_an_assumption_that_is_told():
    steps = "Đạt 100%: tối đa; từ 80% đến dưới 100%: tính theo {}; dưới 80%: 0 điểm"
    assert "không ghi công thức" in read(steps.format("công thức")).assumed_vi
    assert not read(steps.format("tỷ lệ")).assumed_vi
    assert not read(steps.format("công thức") + ". Công thức: tỷ lệ × điểm tối đa").assumed_vi


def test_points_must_be_the_same_part_of_the_maximum_in_every_group():
    assert isinstance(read("Tốt: 2 điểm; khá: 1 điểm; yếu: 0 điểm", "2", "3"), UnreadRule)
    assert said("Tốt: tối đa; khá: 50% số điểm; yếu: 0 điểm", "2", "3").startswith("“Tốt”: 2 điểm")
    assert isinstance(read("Tốt: 1,5; khá: 0,5; yếu: 0", "1.5"), UnreadRule), "a third has no end"


def test_lines_below_a_component_are_levels_with_points_for_each_group():
    def levels(*points: tuple[str, ...]) -> tuple[StatedLevel, ...]:
        texts = ("Từ 80% trở lên", "Từ 50% đến dưới 80%", "Dưới 50%")
        return tuple(
            StatedLevel(text_vi=text, points=tuple(map(Decimal, own)))
            for text, own in zip(texts, points, strict=True)
        )

    agreeing = levels(("2", "3"), ("1", "1.5"), ("0", "0"))
    expected = f"Từ 80% trở lên: 2 điểm; từ 50% đến dưới 80%: 1 điểm; dưới 50%: 0 điểm {RATIO}"
    assert said("", "2", "3", levels=agreeing) == expected
    differing = levels(("2", "3"), ("1", "1"), ("0", "0"))
    assert isinstance(read("", "2", "3", levels=differing), UnreadRule)


def test_a_line_whose_words_and_cell_give_other_points_is_not_read():
    levels = (
        StatedLevel(text_vi="Có: 1 điểm", points=(Decimal("0.5"),)),
        StatedLevel(text_vi="Không", points=(Decimal(0),)),
    )
    assert isinstance(read("", levels=levels), UnreadRule)


def test_a_name_that_speaks_of_the_survey_makes_a_survey_rule_even_unread():
    found = read("", name="Điều tra XHH về chất lượng phục vụ")
    assert isinstance(found, UnreadRule)
    assert found.is_survey


@pytest.mark.parametrize("code", ["mau-2018", "mau-2019"])
def test_every_sentence_that_the_workbench_writes_is_read_as_the_rule_it_says(
    code, edition, second_edition
):
    for component in {"mau-2018": edition, "mau-2019": second_edition}[code].components():
        most = next(iter(component.max_score.values()))
        sentence = describe_rule(component, most)
        assert said(sentence, str(most)) == sentence
        rule = read(sentence, str(most)).rule
        assert rule.kind == component.rule.kind
        if not isinstance(rule, CountCapped):
            assert shape(rule) == shape(component.rule), component.code


def shape(rule) -> str:
    """Return a rule without the codes of its figures, which are ours or the edition's."""
    text = repr(rule)
    for number, code in enumerate(rule_inputs(rule)):
        text = text.replace(f"'{code}'", f"'{number}'")
    return text
