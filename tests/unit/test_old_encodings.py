import unicodedata

import pytest

from cchc_lib.files.cells.old_encodings import convert, spellings
from cchc_lib.files.cells.syllables import is_syllable
from tests.unit.form_cases import EDITION

ENCODINGS = ("TCVN3", "VNI")
FONTS = {"TCVN3": ".VnTime", "VNI": "VNI-Times"}
TEXT = (
    "Ủy ban nhân dân tỉnh đã ban hành Kế hoạch cải cách hành chính năm; tỷ lệ hồ sơ giải quyết "
    "đúng hạn ở bộ phận một cửa đạt chỉ tiêu, đã khắc phục những hạn chế được nêu qua kiểm tra, "
    "rõ người, rõ việc; nghĩa vụ kỹ thuật, ưu tiên sửa đổi quy chế, tuyên truyền rộng rãi, quý II"
)
MARKS = "\u0300\u0309\u0303\u0301\u0323"


def letters():
    """Return the Vietnamese letters that are not plain ASCII, in lower case."""
    toned = {
        unicodedata.normalize("NFC", v + mark) for v in "aăâeêioôơuưy" for mark in ("", *MARKS)
    }
    return sorted((toned | {"đ"}) - set("aeiouy"))


def old(text, encoding):
    """Write a text as it was typed in an encoding; TCVN3 has few capitals."""
    spelled = spellings(encoding)
    return "".join(spelled.get(letter) or spelled.get(letter.lower(), letter) for letter in text)


def test_both_encodings_spell_every_letter_in_a_way_of_its_own():
    assert len(letters()) == 67
    for encoding in ENCODINGS:
        known = spellings(encoding)
        assert set(letters()) <= set(known)
        assert len(set(known.values())) == len(known)
    assert set(spellings("TCVN3")) - set(letters()) == set("ĂÂÊÔƠƯĐ")
    assert {letter.upper() for letter in letters()} <= set(spellings("VNI"))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_letter_comes_back_in_words_of_the_font(encoding):
    for letter in spellings(encoding):
        word = f"b{letter}n, c{letter}, vấn đề, được"
        meant = convert(old(word, encoding) + " " + old(TEXT, encoding), FONTS[encoding])
        assert meant.text.startswith(word)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("font", [True, False])
def test_a_sentence_is_told_with_its_font_or_without(encoding, font):
    found = convert(old(TEXT, encoding), FONTS[encoding] if font else "Times New Roman")
    assert (found.encoding, found.text.casefold()) == (encoding, TEXT.casefold())


@pytest.mark.parametrize(
    ("text", "font", "meant"),
    [
        ("hép møt tÕt", "", "hộp mứt tết"),
        ("§¨k N«ng", "", "Đăk Nông"),
        ("quyÕt ®Þnh", ".VnArialH", "QUYẾT ĐỊNH"),
        ("Q§-UBND", ".VnTime", "QĐ-UBND"),
        ("bé sè mét", ".VnTime", "bộ số một"),
        ("ph¹m", ".VnTime", "phạm"),
        ("BAÙO CAÙO CAÛI CAÙCH", "", "BÁO CÁO CẢI CÁCH"),
        ("Khaù", "VNI-Times", "Khá"),
        ("Aùn phaït ñöôïc huûy", "", "Án phạt được hủy"),
    ],
)
def test_known_examples_are_read_as_meant(text, font, meant):
    assert convert(text, font).text == meant


@pytest.mark.parametrize("font", ["", "Times New Roman", ".VnTime", ".VnTimeH", "VNI-Times"])
@pytest.mark.parametrize(
    "text",
    ["Huyện Đắk R'lấp", "Cư Jút", "Sở Nội vụ", "Tuy Đức", "Ea H'leo", "5 điểm", "0,75",
     "café résumé", "éducation générale à côté", "Beyoncé", "São Paulo", "für über",
     "Noël très tôt", "hộp mứt tết", "", "plan 2018", "đã làm; møt tÕt",
     "Công khai TTHC", "Có", "không có", "Khá", "Trung bình", "CÓ", "hoà hoá", "thông báo"],
)  # fmt: skip
def test_what_is_no_old_encoding_is_left_alone_in_whatever_font(text, font):
    assert convert(text, font) is None


@pytest.mark.parametrize(
    "text",
    ["có", "không có", "hô hào", "hoà hoá", "TÔ ÂN", "Êa Pôk, Krông Nô, Êa Nuôl", "Cã", "Kh«ng",
     "Il est tôt, c'est dû où, goût août maïs haï", "«Bon» est «né»", "m×n and h×n",
     "© ® × ÷ ¼ ½", "niño, señor, mañana, más, tú", "è più perché", "på så gå",
     "Zoë Raphaël Israël", "5 µm, 3 µg", "x² + y³", "R® and D©", "col·legi a·b",
     "naïve coöperation", "§ 5 £ 3", "1ª, 2º"],
)  # fmt: skip
def test_without_its_font_only_what_can_be_nothing_else_is_converted(text):
    assert convert(text) is None


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_names_of_an_edition_are_unicode_in_every_font_and_come_back_from_old_ones(encoding):
    for name in (component.name_vi for component in EDITION.components()):
        assert convert(name) is None
        assert convert(name, FONTS[encoding]) is None
        found = convert(old(name, encoding), FONTS[encoding])
        assert found.text.casefold() == name.casefold()


def test_syllables_need_a_tone_that_their_end_allows():
    words = "Nghiệm quý giếng khuỷu quốc hoà hòa yếu ươm Đắk"
    assert [word for word in words.split() if not is_syllable(word)] == []
    others = "côte møt tàt phụng2 quyt baa ghx khaù maì"
    assert [word for word in others.split() if is_syllable(word)] == []
