"""What the gate lets through, and why it turns a file away, on one small workbook's zip."""

import io
import struct
import time
import zipfile
import zlib
from unittest import mock

import openpyxl
import pytest

from cchc_lib.files.workbooks.gate import admit
from cchc_lib.files.workbooks.refusing import Refused

SHEET = "xl/worksheets/sheet1.xml"
BOOK, BOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET_LINKS = "xl/worksheets/_rels/sheet1.xml.rels"
LINK_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LOST_SHEET = "trang tính không tìm thấy trong tệp"
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)


def small_workbook():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B2"] = "Điểm", 0.75
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


WORKBOOK = small_workbook()


def part(name, content=WORKBOOK):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def rezipped(changes=None, *, added=(), content=WORKBOOK, method=zipfile.ZIP_DEFLATED):
    """Return the workbook with some parts changed (or left out) and others added, in order."""
    changes = changes or {}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as zipped:
        for name in source.namelist():
            if (data := changes.get(name, source.read(name))) is not None:
                zipped.writestr(name, data, method)
        for name, data in added:
            zipped.writestr(name, data, method)
    return target.getvalue()


def with_rows(rows, behind=""):
    """Return the workbook with these rows in its sheet, and something behind them."""
    sheet = part(SHEET).decode()
    start, end = sheet.index("<sheetData"), sheet.index("</sheetData>") + len("</sheetData>")
    data = f"<sheetData>{rows}</sheetData>{behind}"
    return rezipped({SHEET: sheet[:start] + data + sheet[end:]})


def replaced(name, *pairs, added=()):
    """Return the workbook with some bytes of one part replaced, and parts added."""
    data = part(name)
    for old, new in pairs:
        assert old in data
        data = data.replace(old, new)
    return rezipped({name: data}, added=added)


def with_sheet_at(place, data=None, kind=b"worksheet"):
    """Return the workbook with its sheet kept elsewhere, behind a link of some kind."""
    data = part(SHEET) if data is None else data
    links = (b"/xl/worksheets/sheet1.xml", f"/{place}".encode()), (b"/worksheet", b"/" + kind)
    return replaced(BOOK_LINKS, *links, added=[(place, data)])


def with_links(*links, behind=""):
    """Return the workbook with links of its sheet, and something that names them."""
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    written = "".join(
        f'<Relationship Id="r{n}" Type="{LINK_TYPES}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links)
    )
    listed = f'<Relationships xmlns="{namespace}">{written}</Relationships>'
    named = behind.replace("<", f'<x xmlns:r="{LINK_TYPES}"><', 1) + "</x>" if behind else ""
    return rezipped(added=[(SHEET_LINKS, listed)], content=with_rows("", named))


class EmptyBlocksFirst:
    """A compressor whose stream begins with so many empty blocks that a chunk of it is empty."""

    def __init__(self):
        self._stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        self._blocks = b"\0\0\0\xff\xff" * 60_000

    def compress(self, data):
        blocks, self._blocks = self._blocks, b""
        return blocks + self._stream.compress(data)

    def flush(self):
        return self._stream.flush()


def with_empty_blocks():
    with mock.patch.object(zipfile, "_get_compressor", side_effect=lambda *_: EmptyBlocksFirst()):
        return with_sheet_at("xl/worksheets/sheet1.bin", b"<!DOCTYPE x>" + part(SHEET))


def merged(*references):
    cells = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    return with_rows("", f"<mergeCells>{cells}</mergeCells>")


def with_head(head, name=SHEET):
    return rezipped({name: head + part(name)})


def patched(content, *, at, flag=0, size=None):
    """Return a zip with one entry of its table of contents changed."""
    changed = bytearray(content)
    entry = content.index(b"PK\x01\x02")
    while content[entry + 46 : entry + 46 + len(at)] != at.encode():
        entry = content.index(b"PK\x01\x02", entry + 4)
    changed[entry + 8] |= flag
    if size is not None:
        changed[entry + 24 : entry + 28] = struct.pack("<L", size)
    return bytes(changed)


def refusal(content):
    with pytest.raises(Refused) as refused:
        admit(content)
    return refused.value.refusal


def package(*names, mimetype=""):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as zipped:
        if mimetype:
            zipped.writestr("mimetype", mimetype)
        for name in names:
            zipped.writestr(name, "x")
    return target.getvalue()


def strict(content=WORKBOOK):
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    name = "xl/workbook.xml"
    strict_main = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    return rezipped({name: part(name, content).replace(main, strict_main)})


OTHER_KINDS = [
    ("không phải của một workbook", bytes(range(1, 200)), "BM-001"),
    ("tệp rỗng", b"", "BM-001"),
    ("tệp PDF", b"%PDF-1.7\n", "BM-021"),
    ("trang web HTML", "\ufeff <HTML><body><table>".encode(), "BM-021"),
    (
        "bảng tính XML 2003",
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
        "BM-021",
    ),
    ("văn bản", "STT;Điểm\n1;0,75\n".encode(), "BM-021"),
    ("tệp ảnh", b"\xff\xd8\xff\xe0", "BM-021"),
    (".xls", OLE + "Workbook".encode("utf-16-le"), "BM-021"),
    (".doc", OLE + "WordDocument".encode("utf-16-le"), "BM-021"),
    (".xlsb", package("[Content_Types].xml", "xl/workbook.bin"), "BM-021"),
    (
        ".ods",
        package("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "BM-021",
    ),
    (".docx", package("[Content_Types].xml", "word/document.xml"), "BM-021"),
    (".zip", package("so-noi-vu.xlsx"), "BM-021"),
    (".zip rỗng", package(), "BM-021"),
]


@pytest.mark.parametrize(("kind", "content", "code"), OTHER_KINDS, ids=[k for k, *_ in OTHER_KINDS])
def test_a_file_of_another_kind_is_named(kind, content, code):
    found = refusal(content)
    assert found.code == code
    assert kind in found.found


REFUSED = {
    "encrypted": ("BM-020", lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
    "encrypted member": ("BM-020", lambda: patched(WORKBOOK, at=SHEET, flag=1)),
    "cut off": ("BM-001", lambda: WORKBOOK[:-900]),
    "cut off early": ("BM-001", lambda: WORKBOOK[:700]),
    "one byte changed": (
        "BM-001",
        lambda: rezipped(method=zipfile.ZIP_STORED).replace(b"0.75", b"7.75"),
    ),
    "sheet cut off": ("BM-001", lambda: rezipped({SHEET: part(SHEET)[:-40]})),
    "bad address": ("BM-001", lambda: with_rows('<row r="1"><c r="A1A"><v>1</v></c></row>')),
    "same name twice": ("BM-023", lambda: rezipped(added=[(SHEET.upper(), "<x/>")])),
    "absolute name": ("BM-023", lambda: rezipped(added=[("/etc/passwd", "x")])),
    "parent folder": ("BM-023", lambda: rezipped(added=[("xl/../../x.xml", "<x/>")])),
    "backslash": ("BM-023", lambda: rezipped(added=[("xl\\x.xml", "<x/>")])),
    "drive": ("BM-023", lambda: rezipped(added=[("C:x.xml", "<x/>")])),
    "document type": ("BM-023", lambda: with_head(b"<!DOCTYPE x>")),
    "document type in styles": ("BM-023", lambda: with_head(b"<!DOCTYPE x>", "xl/styles.xml")),
    "entities": ("BM-023", lambda: with_head(b'<!DOCTYPE x [<!ENTITY a "b">]>')),
    "entities in UTF-16": (
        "BM-023",
        lambda: rezipped({SHEET: '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")}),
    ),
    "UTF-32": ("BM-023", lambda: rezipped({SHEET: "<!DOCTYPE x><x/>".encode("utf-32-be")})),
    "unknown encoding": (
        "BM-023",
        lambda: rezipped({"xl/styles.xml": b'<?xml version="1.0" encoding="UTF-7"?><x/>'}),
    ),
    "sheet in a foreign folder": ("BM-023", lambda: with_sheet_at("customXml/sheet1.xml")),
    "sheet that says it is custom data": (
        "BM-023",
        lambda: with_sheet_at("CustomXML/item1.xml", kind=b"customXml"),
    ),
    "sheet that says it is a picture": (
        "BM-023",
        lambda: with_sheet_at("xl/media/image1.png", kind=b"image"),
    ),
    "sheet that says it is a drawing": (
        "BM-023",
        lambda: with_sheet_at("xl/drawings/vmlDrawing1.vml", kind=b"vmlDrawing"),
    ),
    "table that says it is a picture": (
        "BM-023",
        lambda: with_links(("image", "../media/table1.xml"), behind='<tablePart r:id="r0"/>'),
    ),
    "comments in a foreign folder": (
        "BM-023",
        lambda: with_links(("comments", "../../customXml/comments1.xml")),
    ),
    "empty blocks before a document type": ("BM-023", with_empty_blocks),
    "blanks before a document type": (
        "BM-023",
        lambda: with_sheet_at("xl/worksheets/sheet1.bin", b" " * 300_000 + b"<!DOCTYPE x><x/>"),
    ),
    "part named in other letters": (
        "BM-001",
        lambda: replaced(BOOK_LINKS, (b"theme/theme1.xml", b"theme/Theme1.xml")),
    ),
    "styles elsewhere": (
        "BM-001",
        lambda: replaced(
            BOOK_LINKS,
            (b"styles.xml", b"styles2.xml"),
            added=[("xl/styles2.xml", part("xl/styles.xml"))],
        ),
    ),
    "many links": (
        "BM-022",
        lambda: with_links(*[("hyperlink", "#A1")] * 100_001),
    ),
    "larger than it says": ("BM-023", lambda: patched(WORKBOOK, at=SHEET, size=100)),
    "strict": ("BM-024", strict),
    "too many bytes": ("BM-022", lambda: bytes(25_000_001)),
    "too many parts": (
        "BM-022",
        lambda: rezipped(added=[(f"xl/media/{n}.png", "") for n in range(3000)]),
    ),
    "bomb": ("BM-022", lambda: rezipped(added=[("xl/media/a.bmp", bytes(120_000_001))])),
    "stray cell": (
        "BM-022",
        lambda: with_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "stray formula": ("BM-022", lambda: with_rows('<row r="9"><c r="AAA9"><f>A1</f></c></row>')),
    "stray cell without address": (
        "BM-022",
        lambda: with_rows('<row r="300000"><c><v>1</v></c></row>'),
    ),
    "cells far apart": (
        "BM-022",
        lambda: with_rows(
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="99999"><c r="CV99999"><v>1</v></c></row>'
        ),
    ),
    "too many values": (
        "BM-022",
        lambda: with_rows("<row>" + "<c><v>1</v></c>" * 200_001 + "</row>"),
    ),
    "too many cells": ("BM-022", lambda: with_rows("<row>" + '<c s="0"/>' * 500_001 + "</row>")),
    "too many rows": ("BM-022", lambda: with_rows('<row ht="20"/>' * 100_001)),
    "merge to the end": ("BM-022", lambda: merged("A1:A1048576")),
    "merge to the last column": ("BM-022", lambda: merged("A1:XFD1")),
    "merge of many rows": ("BM-022", lambda: merged("A1:A20001")),
    "merges of many cells": ("BM-022", lambda: merged("A1:CV1000", "A1001:A1002")),
    "many merges": ("BM-022", lambda: merged(*(f"A{n}:B{n}" for n in range(1, 5002)))),
    "link on whole columns": (
        "BM-022",
        lambda: with_rows("", '<hyperlinks><hyperlink ref="A:B"/></hyperlinks>'),
    ),
    "many formats": (
        "BM-022",
        lambda: with_rows("", "<cols>" + '<col min="1" max="1"/>' * 300_001 + "</cols>"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_would_do_harm_is_refused_within_seconds(name):
    code, make = REFUSED[name]
    content = make()
    start = time.process_time()
    found = refusal(content)
    assert time.process_time() - start < 3
    assert found.code == code
    assert bool(found.expected) == (code == "BM-022")


LOST_SHEETS = {
    "in other letters": lambda: replaced(BOOK_LINKS, (b"/sheet1.xml", b"/Sheet1.XML")),
    "nowhere": lambda: rezipped({SHEET: None}),
    "outside": lambda: replaced(
        BOOK_LINKS, (b' Target="/xl/w', b' TargetMode="External" Target="/xl/w')
    ),
    "by a longer way": lambda: replaced(BOOK_LINKS, (b"/xl/worksheets", b"/xl/../xl/worksheets")),
    "without a link": lambda: replaced(BOOK, (b'r:id="rId1"', b"")),
    "with a link that is not there": lambda: replaced(BOOK, (b'"rId1"', b'"rId9"')),
}


@pytest.mark.parametrize("name", LOST_SHEETS)
def test_a_sheet_that_a_reader_would_drop_without_a_word_is_missed(name):
    found = refusal(LOST_SHEETS[name]())
    assert (found.code, found.found) == ("BM-001", LOST_SHEET)


def test_sizes_and_limits_are_written_in_vietnamese():
    found = refusal(bytes(26_340_000))
    assert (found.found, found.expected) == ("26,3 MB", "25 MB")
    found = refusal(with_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert found.found == "có giá trị tới tận ô XFD1048576"
    assert found.expected == "200.000 dòng, 500 cột"


ADMITTED = {
    "as it is": lambda: WORKBOOK,
    "stored": lambda: rezipped(method=zipfile.ZIP_STORED),
    "UTF-16 of SharePoint": lambda: rezipped(
        added=[
            ("customXml/item1.xml", '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"))
        ]
    ),
    "custom data that the workbook links to": lambda: replaced(
        BOOK_LINKS,
        (
            b"</Relationships>",
            f'<Relationship Id="c1" Type="{LINK_TYPES}/customXml" '
            'Target="../customXml/item1.xml"/></Relationships>'.encode(),
        ),
        added=[("customXml/item1.xml", "<a><comment/></a>".encode("utf-16"))],
    ),
    "drawing and picture that the sheet links to": lambda: with_links(
        ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
        ("image", "../media/image1.svg"),
        behind='<legacyDrawing r:id="r0"/><picture r:id="r1"/>',
    ),
    "picture with a document type": lambda: rezipped(
        added=[("xl/media/image1.svg", b"<!DOCTYPE svg><svg/>")]
    ),
    "sheet in UTF-16": lambda: rezipped({SHEET: part(SHEET).decode().encode("utf-16")}),
    "empty rows at the end of the grid": lambda: with_rows(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048561" ht="12"/>'
        '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    ),
    "broken core properties": lambda: rezipped({"docProps/core.xml": b"<a>"}),
    "drawing in VML": lambda: rezipped(added=[("xl/drawings/vmlDrawing1.vml", b"<xml><br></xml>")]),
    "some merges": lambda: merged("A1:D1", "A2:A20"),
}


@pytest.mark.parametrize("name", ADMITTED)
def test_what_office_programs_write_is_let_through(name):
    assert not admit(ADMITTED[name]()).has_macros


def test_macros_are_seen_whatever_the_ending_of_the_file():
    assert admit(rezipped(added=[("xl/vbaProject.bin", OLE)])).has_macros
