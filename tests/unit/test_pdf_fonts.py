"""The letters of all reports: every Vietnamese one in every cut, and what may be done with them."""

import io
import unicodedata

import pytest
from matplotlib.ft2font import FT2Font
from pypdf import PdfReader

from cchc_lib.present.pdf.compiling import FONTS, render_pdf
from tests.unit.test_pdf import page_of, words

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
PLAIN = set("aeiouyAEIOUY")
LETTERS = sorted(
    {unicodedata.normalize("NFC", v + t) for v in VOWELS + VOWELS.upper() for t in TONES} - PLAIN
    | set("đĐ")
)
SIGNS = "→≤≥−×±–—“”…·•←₫≠"
LARGEST = 1024 * 1024
CUTS = sorted(FONTS.glob("*.otf"))


def test_there_are_134_letters():
    assert len(LETTERS) == 134


@pytest.mark.parametrize("path", CUTS, ids=lambda path: path.stem)
def test_every_cut_has_every_letter_and_sign(path):
    known = FT2Font(str(path)).get_charmap()
    assert [sign for sign in (*LETTERS, *SIGNS) if ord(sign) not in known] == []


def test_the_letters_are_few_and_come_with_their_licence():
    assert [path.stem.split("-")[1] for path in CUTS] == ["Bold", "BoldIt", "It", "Regular"]
    assert sum(path.stat().st_size for path in CUTS) < LARGEST
    assert "SIL OPEN FONT LICENSE" in (FONTS / "LICENSE.txt").read_text("utf-8")


@pytest.mark.parametrize("tag", ["span", "strong", "em"])
def test_every_letter_comes_out_of_a_pdf_as_it_went_in(tag):
    text = "".join(LETTERS)
    page = page_of(PageText(f"<p><{tag}>{' '.join(LETTERS)}</{tag}></p>"))
    reader = PdfReader(io.BytesIO(render_pdf(page)))
    assert text in words("".join(sheet.extract_text() for sheet in reader.pages))


class PageText:
    """HTML of a test."""

    def __init__(self, markup):
        self._markup = markup

    def __html__(self):
        return self._markup
