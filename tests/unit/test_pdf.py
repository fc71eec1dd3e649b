"""Reports as PDF: what they say, how they are set, and that no text of a unit breaks them."""

import io
import os
import re
import subprocess
import sys

import pytest
from pypdf import PdfReader

from cchc_lib.present import charts, html
from cchc_lib.present.headline import Card, headline
from cchc_lib.present.pdf.blocks import Figure, Heading, Paragraph, Table
from cchc_lib.present.pdf.compiling import FONTS, render_pdf
from cchc_lib.present.pdf.problems import PdfProblem
from cchc_lib.present.pdf.reading import read_report
from cchc_lib.present.pdf.seal_place import put_seal
from cchc_lib.project import ROOT

NOTICES = ("Số liệu minh họa: do máy sinh ra.", "Bộ tiêu chí là bản phục dựng, chỉ để thử.")
HOSTILE = (
    '#panic("x")',
    '$x^2$ #include "a.typ" @ref <label> *b* _i_ `c` \\ // /* ',
    "<script>alert(1)</script> A & B < 5 > 4",
    "=1+1 {{7*7}} ]#[ = Đầu đề",
    "\\u{202e} %seal <0001> endobj stream",
)
SEAL = "0f1e2d3c4b5a"
POINTS = (210 / 25.4 * 72, 297 / 25.4 * 72)


def page_of(*parts, title="Sở Nội vụ", heading="Kết quả của đơn vị", notices=NOTICES):
    """Put parts together as the page of a notebook does."""
    opening = headline(
        title=title,
        subtitle="Chỉ số năm 2018 · Đắk Nông",
        cards=[Card(label="Chỉ số", value="89,56", note="bình quân 85,53")],
        notices=notices,
    )
    inside = html.join(
        html.Html(f"<h1>{heading}<a class='x' href='#a'></a></h1>"),
        html.paragraph("Câu hỏi: của ai?"),
        opening,
        *parts,
    )
    return f'<!DOCTYPE html><html lang="vi"><body><main>{inside.markup}</main></body></html>'


def table_of(rows, *titles, **given):
    return html.table(caption="Bảng", columns=[html.Column(t) for t in titles], rows=rows, **given)


def opened(page):
    return PdfReader(io.BytesIO(render_pdf(page)), strict=True)


def words(text):
    """Return text as it is compared: blanks and places to break a word do not count."""
    return re.sub(r"[\s\u200b]+", "", text)


def text_of(reader):
    return "".join(page.extract_text() for page in reader.pages)


def fonts_of(reader):
    """Yield the fonts of all sheets."""
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            yield font.get_object()


def test_a_report_is_read_from_its_page():
    chart = charts.draw_bars(
        "Hình", "Câu nói.", [charts.Bar(label="a", value=1, note="n")], axis="Điểm"
    )
    report = read_report(
        page_of(
            html.Html('<h2>Mục<a class="anchor-link" href="#m">¶</a></h2>'),
            html.paragraph("Đọc & hiểu. Bấm vào một con số để đi đến nguồn gốc."),
            chart,
            table_of([["a", html.link("1,50", "../audit/x.html#y")]], "Tên", "Điểm"),
        )
    )
    assert (report.title, report.kind) == ("Sở Nội vụ", "Kết quả của đơn vị")
    assert report.subtitle == "Chỉ số năm 2018 · Đắk Nông"
    assert report.notices == NOTICES
    _, heading, text, figure, table = report.blocks
    assert isinstance(heading, Heading)
    assert heading.words[0].text == "Mục"
    assert isinstance(text, Paragraph)
    assert text.words[0].text == "Đọc & hiểu."
    assert isinstance(figure, Figure)
    assert (figure.title, figure.caption) == ("Hình", "Câu nói.")
    assert figure.svg == chart.svg.markup
    assert "a: n" in figure.alt
    assert isinstance(table, Table)
    assert [[run.text for run in cell] for cell in table.rows[0]] == [["a"], ["1,50"]]


def test_sheets_are_a4_say_whose_they_are_and_carry_every_notice():
    rows = [[f"Tiêu chí {n}", "đạt"] for n in range(150)]
    reader = opened(page_of(table_of(rows, "Tiêu chí thành phần", "Tình trạng")))
    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages, start=1):
        assert [float(v) for v in page.mediabox[2:]] == pytest.approx(POINTS, abs=0.1)
        said = words(page.extract_text())
        assert words("Sở Nội vụ · Chỉ số năm 2018 · Đắk Nông") in said
        assert words("SỐ LIỆU MINH HỌA") in said
        assert words("BỘ TIÊU CHÍ LÀ BẢN PHỤC DỰNG") in said
        assert all(words(notice) in said for notice in NOTICES)
        assert f"Trang{number}/{len(reader.pages)}" in said
        assert words("Tiêu chí thành phần") in said
    said = words(text_of(reader))
    assert all(f"Tiêuchí{n}đạt" in said for n in range(150))


def test_the_document_names_its_title_language_and_sections_and_no_day():
    reader = opened(page_of(html.Html("<h2>Mất điểm ở đâu</h2>"), html.paragraph("x")))
    assert reader.metadata.title == "Sở Nội vụ – Chỉ số năm 2018 · Đắk Nông"
    assert reader.metadata.author is None
    assert reader.metadata.creation_date is None
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    assert [one.title for one in reader.outline] == ["Mất điểm ở đâu"]


def test_what_only_serves_a_screen_is_left_out():
    said = text_of(opened(page_of(html.paragraph("Báo cáo này không ghi tệp nào khác."))))
    assert "Câu hỏi" not in said
    assert "không ghi tệp" not in said


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_unit_is_read_as_a_command(text):
    page = page_of(
        html.paragraph(text),
        table_of([[text, text]], text, "Tên", highlighted=[0]),
        html.facts([(text, text)]),
        title=text,
        notices=(text,),
    )
    said = words(text_of(opened(page)))
    assert said.count(words(text)) >= 5


def test_hidden_signs_are_named_and_turn_nothing_around():
    said = text_of(opened(page_of(html.paragraph("trước \u202eđảo\u202c sau"))))
    assert "‹U+202E›đảo‹U+202C› sau" in " ".join(said.split())


def test_a_very_long_word_is_broken_and_stays_on_the_sheet():
    word = "a" * 400
    reader = opened(page_of(table_of([["ngắn", word, "sau"]], "Tên", "Nội dung", "Cuối")))
    at = []
    reader.pages[0].extract_text(visitor_text=lambda t, _c, m, _f, _s: at.append((m[4], t)))
    assert word in words(text_of(reader))
    assert max(x + 4 * len(t.strip()) for x, t in at if "aaa" in t) < POINTS[0]


def test_a_cell_higher_than_a_sheet_goes_on_on_the_next():
    said = [f"câu {n};" for n in range(1500)]
    reader = opened(page_of(table_of([["Tên", " ".join(said)]], "Tên", "Nội dung")))
    assert len(reader.pages) > 1
    shown = words(text_of(reader))
    assert all(words(one) in shown for one in said)


def test_letters_are_embedded_and_are_those_of_the_project():
    reader = opened(page_of(html.Html("<p><strong>Đậm</strong> <em>nghiêng</em></p>")))
    names = set()
    for font in fonts_of(reader):
        inner = font["/DescendantFonts"][0].get_object()
        assert "/FontFile3" in inner["/FontDescriptor"]
        assert "/ToUnicode" in font
        names.add(inner["/BaseFont"].split("+")[1])
    assert names == {"SourceSansPro-Regular", "SourceSansPro-Bold", "SourceSansPro-It"}


def test_the_seal_is_put_in_without_moving_anything_and_stands_on_every_sheet():
    rows = [[f"Tiêu chí {n}"] for n in range(150)]
    made = render_pdf(page_of(table_of(rows, "Tên")))
    sealed = put_seal(made, SEAL)
    assert len(sealed) == len(made)
    assert sum(a != b for a, b in zip(made, sealed, strict=True)) <= 48
    reader = PdfReader(io.BytesIO(sealed), strict=True)
    for page in reader.pages:
        assert f"Mãchuỗikiểmchứng:{SEAL}" in words(page.extract_text())
    with pytest.raises(ValueError, match="does not fit"):
        put_seal(made, "12")


def test_the_same_page_is_the_same_file_whatever_the_day_zone_and_process(tmp_path):
    page = page_of(table_of([["a", "b"]] * 3, "Tên", "Điểm"))
    source = tmp_path / "page.html"
    source.write_text(page, "utf-8")
    code = (
        "import pathlib, sys; from cchc_lib.present.pdf.compiling import render_pdf;"
        "sys.stdout.buffer.write(render_pdf(pathlib.Path(sys.argv[1]).read_text('utf-8')))"
    )
    for zone, seed in (("Asia/Ho_Chi_Minh", "1"), ("America/New_York", "2")):
        made = subprocess.run(
            [sys.executable, "-c", code, str(source)],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": seed},
            cwd=tmp_path if str(ROOT) in os.environ.get("PYTHONPATH", "") else ROOT,
            capture_output=True,
            check=True,
        )
        assert made.stdout == render_pdf(page)
    for path in (str(tmp_path), str(ROOT), str(FONTS)):
        assert path.encode() not in made.stdout


def test_a_template_that_does_not_compile_is_told_as_what_it_is(monkeypatch, tmp_path):
    broken = tmp_path / "report.typ"
    broken.write_text('#panic("hỏng")', "utf-8")
    monkeypatch.setattr("cchc_lib.present.pdf.compiling._TEMPLATE", broken)
    with pytest.raises(PdfProblem, match="hỏng"):
        render_pdf(page_of())
