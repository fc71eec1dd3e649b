"""Documents as they come out of the printer, and as the first page of a run links them."""

import re

import pytest
from pypdf import PdfReader

from cchc_lib.present.documents.frame import frame_of
from cchc_lib.running.document_tasks import document_tasks
from cchc_lib.running.execution.keeping.keys import addresses_of
from cchc_lib.running.manifest import Extent
from cchc_lib.running.reports import report_tasks
from cchc_lib.running.site import write_site
from tests.office import print_pages
from tests.unit.document_cases import documents
from tests.unit.present_cases import HOSTILE, UNITS, sample_year


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, list[str]]:
    """The text of every page of every document of the small provisional year, by name."""
    folder = tmp_path_factory.mktemp("printed")
    paths = []
    for address, content in documents("sample").items():
        if address.endswith(".docx"):
            paths.append(folder / address.replace("/", "_"))
            paths[-1].write_bytes(content)
    printed = print_pages(folder, *paths)
    return {
        path.stem.removeprefix("documents_"): [p.extract_text() for p in PdfReader(path).pages]
        for path in printed
    }


def test_a_notice_is_one_page(pages):
    notices = {name: len(own) for name, own in pages.items() if name.startswith("thong-bao_")}
    assert len(notices) == len(UNITS)
    assert set(notices.values()) == {1}


def test_every_printed_page_bears_the_marks_and_vietnamese_letters(pages):
    frame = frame_of(sample_year())
    for own in pages.values():
        for text in own:
            assert frame.mark in text
            assert "bản phục dựng" in text


def test_printed_pages_are_numbered_from_the_second_and_annexes_anew(pages):
    assert [_number(text) for text in pages["bao-cao"]][:3] == ["", "2", "3"]
    numbers = [_number(text) for text in pages["quyet-dinh"]]
    annexes = [n for n, text in enumerate(pages["quyet-dinh"]) if "PHỤ LỤC" in text]
    assert len(annexes) == 3
    assert {numbers[at] for at in annexes} == {""}
    assert numbers[0] == ""


def test_a_signature_never_stands_alone_on_a_page(pages):
    frame = frame_of(sample_year())
    around = [re.sub(r"\s+", "", said) for said in (frame.mark, frame.footnote)]
    for name, own in pages.items():
        for text in own:
            if "Nơi nhận:" in text:
                before = re.sub(r"\s+", "", text[: text.index("Nơi nhận:")])
                for said in around:
                    before = before.replace(said, "")
                assert len(before) > 60, name


def test_hostile_names_are_printed_as_they_are(pages):
    texts = ["".join(own) for own in pages.values()]
    flat = [re.sub(r"\s+", "", text) for text in texts]
    assert re.sub(r"\s+", "", HOSTILE) in flat[[*pages].index("thong-bao_so-y-te")]


def test_the_first_page_of_a_run_links_every_document(tmp_path):
    year = sample_year()
    codes = tuple(unit.code for unit in year.assessment.units)
    extent = Extent(has_reports=True, unit_codes=codes)
    tasks = report_tasks(tmp_path, tmp_path, year, extent, previous="")
    write_site(tmp_path, year, "2018-x", tasks, seal="", comparison=None, words={})
    page = (tmp_path / "index.html").read_text("utf-8")
    linked = set(re.findall(r'href="(documents/[^"]+)"', page))
    made = {address for task in document_tasks(year, codes) for address in addresses_of(task)}
    assert linked == made | {"documents/emulation.html"}
    assert "<script>alert(1)" not in page


def test_a_run_of_some_units_has_notices_to_those_alone():
    tasks = list(document_tasks(sample_year(), ("so-noi-vu", "dak-mil")))
    addresses = {address for task in tasks for address in addresses_of(task)}
    assert {a for a in addresses if "thong-bao" in a} == {
        "documents/thong-bao/so-noi-vu.docx", "documents/thong-bao/dak-mil.docx"
    }  # fmt: skip


def _number(text: str) -> str:
    """Return the number of a page, which stands before everything but the mark."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = re.match(r"(\d+)\b", lines[0])
    return found.group(1) if found else ""
