"""Evidence: files are found in the unit's folder and nowhere else; the register is held to it."""

import hashlib
import os
import time
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from cchc_lib.core.evidence import check_register, documents_shared
from cchc_lib.core.submission import (
    ComponentEntry,
    EvidenceItem,
    NotReported,
    Place,
    SelfScore,
    Submission,
)
from cchc_lib.files import evidence
from cchc_lib.files.evidence import look_up
from cchc_lib.files.forms.layout import EVIDENCE_SHEET, EvidenceColumn
from cchc_lib.files.forms.register import RegisterEntry
from cchc_lib.files.forms.self_assessment import write_self_assessment
from cchc_lib.files.returns.submissions import read_submissions
from cchc_lib.files.sources import list_sources
from tests.unit.form_cases import (
    ASSESSMENT,
    DEPARTMENT,
    EDITION,
    HOW,
    altered,
    header,
    write_form,
)

C = EvidenceColumn
UNIT = DEPARTMENT.code
CONTENT = b"Bao cao"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


# Files on disk


@pytest.fixture
def root(tmp_path):
    """Return an assessment with one file of the unit, and secrets beside its folder."""
    for path in ("year/evidence/so-noi-vu/Quý I/Báo cáo.pdf", "year/evidence/so-y-te/a", "secret"):
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(CONTENT)
    return tmp_path / "year"


@pytest.mark.parametrize(
    "location",
    [
        "Quý I/Báo cáo.pdf",
        "Quý I\\Báo cáo.pdf",
        "./Quý I//Báo cáo.pdf",
        "quý i/BÁO CÁO.PDF",
        unicodedata.normalize("NFD", "Quý I/Báo cáo.pdf"),
    ],
)
def test_a_file_is_found_however_its_path_was_typed(root, location):
    assert look_up(root, UNIT, location) == ("found", SHA256)


def test_a_file_that_many_rows_name_is_read_once_unless_it_changed(root, monkeypatch):
    read = []
    monkeypatch.setattr(evidence, "sha256_of_file", lambda path: read.append(path) or str(path))
    monkeypatch.setattr(evidence, "_SETTLED_NS", -1)
    path = root / "evidence" / UNIT / "Quý I" / "Báo cáo.pdf"
    for location in ("Quý I/Báo cáo.pdf", "quý i/báo cáo.pdf"):
        assert look_up(root, UNIT, location) == ("found", str(path.resolve()))
    assert len(read) == 1
    os.utime(path, ns=(1, 1))
    look_up(root, UNIT, "Quý I/Báo cáo.pdf")
    assert len(read) == 2


def test_a_file_that_was_written_just_now_is_read_each_time(root):
    path = root / "evidence" / UNIT / "b"
    for content in (b"1", b"2"):
        path.write_bytes(content)
        assert look_up(root, UNIT, "b") == ("found", hashlib.sha256(content).hexdigest())


def test_a_file_named_in_decomposed_unicode_on_disk_is_found(root):
    folder = root / "evidence" / UNIT
    (folder / unicodedata.normalize("NFD", "Kế hoạch  số 1.pdf")).write_bytes(CONTENT)
    assert look_up(root, UNIT, "Kế hoạch số 1.pdf") == ("found", SHA256)


@pytest.mark.parametrize(
    ("location", "state"),
    [
        ("", "on_paper"),
        ("  ", "on_paper"),
        ("https://daknong.gov.vn/vb/1", "link"),
        ("HTTP://a", "link"),
        ("ftp://a/b.pdf", "link"),
        ("mailto:a@b.vn", "outside"),
        ("file:///etc/passwd", "outside"),
        ("javascript:alert(1)", "outside"),
        ("data:text/html,x", "outside"),
        ("www.daknong.gov.vn", "link"),
        ("không có.pdf", "absent"),
        ("Quý I/Báo cáo.pdf/x", "absent"),
        ("a\0b.pdf", "absent"),
        ("a" * 5000, "absent"),
        ("x/" * 3000, "absent"),
        ("\ud800.pdf", "absent"),
        ("CON", "absent"),
        ("nul.pdf", "absent"),
        ("*?<>|", "absent"),
        ("Quý I", "unreadable"),
        (".", "unreadable"),
        ("../so-y-te/a", "outside"),
        ("Quý I/../../so-y-te/a", "outside"),
        ("Quý I/../Quý I/Báo cáo.pdf", "outside"),
        ("..\\..\\secret", "outside"),
        ("x/.. /y", "outside"),
        ("/etc/passwd", "outside"),
        ("C:\\a.pdf", "outside"),
        ("c:a.pdf", "outside"),
        ("\\\\server\\share\\a.pdf", "outside"),
        ("//server/share/a.pdf", "outside"),
    ],
)
def test_what_is_no_file_of_the_unit_is_told_apart(root, location, state):
    assert look_up(root, UNIT, location) == (state, "")


def test_a_unit_without_a_folder_has_no_files(root):
    assert look_up(root, "cuc-thue", "a.pdf") == ("absent", "")


@pytest.fixture
def link(root):
    """Return a function that links a name in the unit's folder to a path."""

    def make(name, target):
        place = root / "evidence" / UNIT / name
        try:
            place.symlink_to(target)
        except OSError:
            pytest.skip("this system lets nobody make symbolic links")

    return make


@pytest.mark.parametrize("target", ["../so-y-te/a", "../../../secret", "../../../none"])
def test_a_link_that_leads_out_of_the_folder_is_not_followed(root, link, target):
    link("a.pdf", target)
    assert look_up(root, UNIT, "a.pdf") == ("outside", "")


def test_nothing_below_a_folder_that_is_a_link_out_is_opened(root, link, tmp_path):
    link("all", tmp_path)
    assert look_up(root, UNIT, "all/secret") == ("outside", "")


def test_a_unit_folder_that_is_itself_a_link_is_not_followed(root):
    try:
        (root / "evidence" / "cuc-thue").symlink_to(root / "evidence" / "so-y-te")
    except OSError:
        pytest.skip("this system lets nobody make symbolic links")
    assert look_up(root, "cuc-thue", "a") == ("outside", "")


def test_a_link_inside_the_folder_is_followed_and_a_circle_is_unreadable(root, link):
    link("b.pdf", "Quý I/Báo cáo.pdf")
    link("circle", "circle")
    assert look_up(root, UNIT, "b.pdf") == ("found", SHA256)
    assert look_up(root, UNIT, "circle") == ("unreadable", "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(root):
    os.mkfifo(root / "evidence" / UNIT / "pipe")
    assert look_up(root, UNIT, "pipe") == ("unreadable", "")


# The register in the form

ENTRIES = (
    RegisterEntry(
        reference="=12/BC-SNV",
        issued_on=date(2018, 3, 5),
        title="Báo cáo quý I",
        location="Quý I/Báo cáo.pdf",
        components="1.1.1, 1.1.3; 1.1.1 và 2.1.1.",
    ),
    RegisterEntry(reference="", issued_on=None, title="Ảnh chụp hội nghị"),
)


def write_listed(root, entries):
    path = root / "submissions" / f"{UNIT}.xlsx"
    write_self_assessment(
        path,
        edition=EDITION,
        assessment=ASSESSMENT,
        unit=DEPARTMENT,
        how_vi=HOW,
        register=entries,
    )
    return path


def read(root):
    sources = list_sources(root, "submissions")
    found, findings = read_submissions(sources, root=root, edition=EDITION, assessment=ASSESSMENT)
    return found[UNIT].register, findings


def read_listed(root, *entries):
    write_listed(root, entries)
    return read(root)


def test_the_register_is_read_back_with_its_files(root):
    (first, second), findings = read_listed(root, *ENTRIES)
    assert findings == []
    assert first == EvidenceItem(
        unit_code=UNIT,
        reference="=12/BC-SNV",
        title="Báo cáo quý I",
        issued_on=date(2018, 3, 5),
        location="Quý I/Báo cáo.pdf",
        component_codes=("1.1.1", "1.1.3", "2.1.1"),
        state="found",
        sha256=SHA256,
        place=Place(file="submissions/so-noi-vu.xlsx", sheet=EVIDENCE_SHEET, cell="B5"),
    )
    assert (second.title, second.issued_on) == ("Ảnh chụp hội nghị", NotReported())
    assert (second.state, second.component_codes) == ("on_paper", ())


MISTAKES = [
    ({"location": "a.pdf"}, "MC-001", "E5", "a.pdf", "evidence/so-noi-vu"),
    ({"location": "../so-y-te/a"}, "MC-002", "E5", "../so-y-te/a", "evidence/so-noi-vu"),
    ({"location": "Quý I"}, "MC-007", "E5", "Quý I", "evidence/so-noi-vu"),
    ({"components": Decimal("1.1")}, "MC-004", "F5", "1.1", "1.1.1, 1.1.2"),
    ({"components": "1.1.1; 9.9.9"}, "MC-004", "F5", "9.9.9", "Kiểm tra lại mã"),
    ({"issued_on": "tháng 3"}, "MC-005", "C5", "tháng 3", "15/01/2018"),
    ({"issued_on": "31/02/2018"}, "MC-005", "C5", "31/02/2018", "15/01/2018"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m[1]} {m[3]}")
def test_a_mistake_in_a_row_is_reported_with_its_cell_and_the_row_is_kept(root, mistake):
    change, code, cell, found, fix = mistake
    write_listed(root, [replace(ENTRIES[0], **change)])
    (item,), findings = read(root)
    assert [(f.code, f.sheet, f.cell, f.found) for f in findings] == [
        (code, EVIDENCE_SHEET, cell, found)
    ]
    assert fix in findings[0].fix
    assert item.reference == "=12/BC-SNV"
    if code == "MC-005":
        assert item.issued_on == NotReported(reason="refused")


def test_a_code_that_a_spreadsheet_took_for_a_date_is_reported(root):
    with altered(write_listed(root, ENTRIES[:1]), EVIDENCE_SHEET) as sheet:
        sheet["F5"] = date(2001, 4, 3)
    (item,), findings = read(root)
    assert [(f.code, f.cell, f.found) for f in findings] == [("MC-004", "F5", "03/04/2001")]
    assert item.component_codes == ()


def test_codes_of_components_are_text_whatever_is_typed(root):
    sheet = load_workbook(write_listed(root, ()))[EVIDENCE_SHEET]
    rows = range(5, 85)
    for column in (C.COMPONENTS, C.REFERENCE):
        cells = [sheet[f"{column.letter}{row}"] for row in rows]
        assert {(c.number_format, c.protection.locked, c.value) for c in cells} == {
            ("@", False, None)
        }
    assert [sheet[f"{C.NUMBER.letter}{row}"].value for row in (5, 84)] == [1, 80]


def test_a_long_register_gets_more_rows(root):
    items, _ = read_listed(root, *[replace(ENTRIES[1], reference=str(n)) for n in range(95)])
    assert len(items) == 95


def test_an_older_form_has_no_register_and_that_is_no_mistake(root):
    with altered(write_listed(root, ENTRIES), EVIDENCE_SHEET) as sheet:
        sheet.parent.remove(sheet)
    assert read(root) == ((), [])


def test_a_register_with_a_column_that_nobody_knows_is_reported_and_withholds_nothing(root):
    with altered(write_listed(root, ENTRIES), EVIDENCE_SHEET) as sheet:
        header(sheet, C.REFERENCE).value = "Ghi chú"
    items, (found,) = read(root)
    assert items == ()
    assert (found.code, found.severity, found.sheet) == ("MC-008", "warning", EVIDENCE_SHEET)
    assert C.REFERENCE.value in found.message


def test_a_blank_register_is_empty(tmp_path):
    write_form(tmp_path)
    assert read(tmp_path) == ((), [])


# The register against the self-assessment

NOWHERE = Place(file="submissions/so-noi-vu.xlsx")


def item(reference="12/BC-SNV", issued_on=date(2018, 3, 5), codes=("1.1.1",), **more):
    values = {
        "unit_code": UNIT,
        "title": "Báo cáo kết quả quý I",
        "location": "",
        "state": "on_paper",
        "sha256": "",
        "place": NOWHERE,
    }
    return EvidenceItem(
        reference=reference, issued_on=issued_on, component_codes=codes, **values | more
    )


def check(*register, cited=(), edition=EDITION):
    entry = ComponentEntry(
        component_code="1.1.1",
        figures=(),
        self_score=SelfScore(value=NotReported(), place=NOWHERE),
        evidence=cited,
        evidence_place=replace(NOWHERE, cell="L9"),
        explanation="",
    )
    submission = Submission(
        unit_code=UNIT, file=NOWHERE.file, sha256="", entries={"1.1.1": entry}, register=register
    )
    return list(check_register(edition, ASSESSMENT, DEPARTMENT, submission))


def test_a_document_of_another_year_is_reported():
    (found,) = check(item(issued_on=date(2017, 12, 31), codes=("1.1.3",)))
    assert (found.code, found.component_code) == ("MC-003", "1.1.3")
    assert "12/BC-SNV ngày 31/12/2017" in found.message
    assert check(item(), item(issued_on=NotReported())) == []


def test_a_document_of_another_year_stands_where_the_rule_allows_any():
    periods = {c.code: c.evidence_period for c in EDITION.components()}
    assert (periods["1.1.1"], periods["1.1.3"]) == ("any", "year")
    assert check(item(issued_on=date(2017, 12, 31), codes=("1.1.3", "1.1.1"))) == []


@pytest.mark.parametrize(
    "cited",
    [
        "12/BC-SNV",
        "Báo cáo số 12/bc-snv ngày 05/3/2018 của Sở Nội vụ",
        "BC 12 / BC – SNV",
        "012/BC-SNV",
        "12/BC-SNV ngày 5/3/2018",
        "Báo cáo kết quả quý I",
        "báo cáo kết quả",
    ],
)
def test_a_citation_that_means_a_listed_document_is_accepted(cited):
    assert check(item(), cited=(cited,)) == []


@pytest.mark.parametrize("cited", ["2/BC-SNV", "112/BC-SNV", "12/BC-SNVX", "Kế hoạch CCHC"])
def test_a_citation_of_what_is_not_listed_is_reported(cited):
    (found,) = check(item(), cited=("12/BC-SNV", cited))
    assert (found.code, found.found, found.cell) == ("MC-006", cited, "L9")
    assert found.component_code == "1.1.1"


def test_very_many_citations_that_nobody_listed_are_one_finding_and_take_no_time():
    many = tuple(f"{number}/CV-{'x' * 1_500}" for number in range(3_000))
    start = time.process_time()
    (found,) = check(item(), cited=("12/BC-SNV", *many))
    assert time.process_time() - start < 2
    assert found.code == "MC-006"
    assert found.found.endswith("… và 2999 tài liệu khác")


def test_citations_are_not_held_against_a_register_that_nobody_filled_in():
    assert check(cited=("12/BC-SNV",)) == []


def test_a_document_used_for_several_components_is_shown_as_one():
    once = item(reference="1/KH", codes=("1.1.1",))
    both = item(reference="2/KH", codes=("1.1.1", "1.1.2"))
    rows = (
        item(reference="03/QĐ", codes=("2.1.1",)),
        item(reference="3/QÐ", codes=("2.1.2",)),
        item(reference="3/QĐ", issued_on=date(2018, 9, 9), codes=("2.2.1",)),
    )
    copies = (
        item(reference="", codes=("3.1.1",), sha256="a"),
        item(reference="5/TB", codes=("3.1.2",), sha256="a"),
        item(reference="5/TB", codes=("3.1.3",)),
    )
    shared = documents_shared((copies[0], once, *rows, both, *copies[1:]))
    assert [document.component_codes for document in shared] == [
        ("3.1.1", "3.1.2", "3.1.3"),
        ("2.1.1", "2.1.2"),
        ("1.1.1", "1.1.2"),
    ]
    assert shared[0].items == copies
