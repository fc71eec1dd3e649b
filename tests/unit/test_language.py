"""What is spoken: texts, numbers, days and addresses in a language, for a while."""

from datetime import date
from decimal import Decimal

import pytest

from cchc_lib import opening
from cchc_lib.core.lateness import LATE_REASON_VI
from cchc_lib.errors import ResultProblem, UsageProblem
from cchc_lib.present.frame import frame
from cchc_lib.present.language import (
    format_decimal,
    language,
    retold,
    speak,
    speaking,
    tr,
)
from cchc_lib.present.style import value_text
from cchc_lib.present.wording import format_signed, format_value
from cchc_lib.running.manifest import Extent, _languages_at
from cchc_lib.running.manifest_fields import WrongField
from cchc_lib.running.speaking import words_of

ENGLISH = words_of("en", [])


def test_vietnamese_is_the_text_itself_and_needs_no_words():
    assert words_of("vi", []) == {}
    assert language() == "vi"
    assert tr("Trang đầu") == "Trang đầu"


def test_a_language_is_spoken_for_a_while_whatever_was_said_inside():
    with speaking("en", ENGLISH):
        assert tr("Trang đầu") == "First page"
        speak("vi", {})
    assert language() == "vi"
    with pytest.raises(ZeroDivisionError), speaking("en", ENGLISH):
        raise ZeroDivisionError
    assert language() == "vi"


def test_a_context_tells_apart_what_vietnamese_calls_the_same():
    with speaking("en", ENGLISH):
        assert (tr("Cộng"), tr("Cộng", "sum")) == ("Bonus", "Total")
    assert tr("Cộng", "sum") == "Cộng"


def test_numbers_are_written_with_points_in_english():
    values = Decimal("1234.5"), Decimal("-0.25")
    shown = (
        lambda: format_decimal(values[0], 2),
        lambda: format_value(values[0], 2),
        lambda: format_signed(values[1]),
        lambda: value_text(values[0]),
    )
    assert [show() for show in shown] == ["1.234,50", "1.234,50", "−0,25", "1.234,50"]
    with speaking("en", ENGLISH):
        assert [show() for show in shown] == ["1,234.50", "1,234.50", "−0.25", "1,234.50"]


def test_what_the_core_says_with_values_is_told_again():
    said = LATE_REASON_VI.format(received="01/02/2019", days=3, due="29/01/2019")
    assert retold(said, LATE_REASON_VI) == said
    with speaking("en", ENGLISH):
        told = retold(said, LATE_REASON_VI)
        assert told == "Submitted on 1 Feb 2019 against the deadline of 29 Jan 2019; days late: 3"
        assert retold("Lý do của đơn vị", LATE_REASON_VI) == "Lý do của đơn vị"


def test_a_day_is_never_ambiguous_in_english():
    day = date(2019, 2, 1)
    assert format_value(day) == "01/02/2019"
    with speaking("en", ENGLISH):
        assert format_value(day) == "1 Feb 2019"
        assert format_value(True) == "Yes"  # noqa: FBT003 - a declared figure


def test_the_frame_of_an_english_page_leads_to_english_pages_and_marks_the_others():
    with speaking("en", ENGLISH):
        drawn = frame("Report", home="../index.en.html", twins=[("vi", "a.html")]).markup
    assert 'href="../index.en.html#ranking"' in drawn
    assert 'href="../notebooks/50_province_report.en.html"' in drawn
    assert '<a href="../findings.html" hreflang="vi">Issues (in Vietnamese)</a>' in drawn
    assert '<a href="a.html" lang="vi" hreflang="vi">Tiếng Việt</a>' in drawn
    assert "hreflang" not in frame("Báo cáo", home="../index.html").markup


def test_a_notebook_speaks_a_language_that_there_is_of_a_run_that_there_is(tmp_path):
    with pytest.raises(UsageProblem, match="fr"):
        opening.speak("fr")
    with pytest.raises(ResultProblem):
        opening.speak("en", tmp_path)
    assert language() == "vi"


def test_a_run_keeps_the_languages_it_has():
    old = Extent(has_reports=True, unit_codes=("b",), languages=("vi", "en"))
    new = Extent(has_reports=True, unit_codes=("a",))
    assert new.with_that_of(old).languages == ("vi", "en")
    assert old.with_that_of(new).languages == ("vi", "en")
    assert new.with_that_of(None).languages == ("vi",)
    assert "languages" not in new.as_parameters()
    assert _languages_at({"parameters": new.as_parameters()}) == ("vi",)
    assert _languages_at({"parameters": old.as_parameters()}) == ("vi", "en")


@pytest.mark.parametrize("wrong", [["en"], ["vi", "fr"], ["en", "vi"], "vi", []])
def test_a_manifest_with_other_languages_is_refused(wrong):
    with pytest.raises(WrongField):
        _languages_at({"parameters": {"languages": wrong}})
