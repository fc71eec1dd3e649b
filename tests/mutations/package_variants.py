"""Workbooks as programs other than Excel write them, and with parts that are broken."""

import re
from datetime import date, timedelta

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cchc_lib.files.forms.layout import SELF_SHEET, SelfColumn
from tests.mutations.registry import (
    accept,
    on_book,
    on_bytes,
    on_parts,
    reject_file,
    saved,
    warn,
)
from tests.mutations.workbook_zip import (
    RELATIONS_PART,
    SELF_PART,
    STRINGS_PART,
    STYLES_PART,
    TYPES_PART,
    in_part,
    name_strings,
    share_strings,
    sheet_parts,
    with_broken_member,
)

_NUMBER_CELL = re.compile(rb'(<c r="[EI]\d+" s="\d+") t="n"><v>([0-9.]+)</v>')
_LETTER = rb"&#\d+;|[^&<\x80-\xff]|[\xc0-\xff][\x80-\xbf]+"
_INLINE = re.compile(rb't="inlineStr"><is><t>(%s)([^<]+)</t></is>' % _LETTER)
_IDLE = re.compile(rb'<[A-Z]\w+ [^>]*(?:core|app|theme1)\.xml"[^>]*/>')
_POSITIONS = re.compile(rb'(<row) r="\d+"|(<c) r="[A-Z]+\d+"')
_TAG = re.compile(rb"<(/?)(?=[a-zA-Z])")
_FIRST_DAY = date(1899, 12, 30)


def _unchanged(_: Workbook) -> None:
    pass


# Dialects

on_book("saved again by openpyxl", accept())(_unchanged)


on_parts("all texts shared", accept())(share_strings)


@on_parts("all texts shared, with runs of other letters", accept())
def _rich(parts: dict[str, bytes]) -> None:
    _rich_inline(parts)
    share_strings(parts)


@on_parts("all texts inline, with runs of other letters", accept())
def _rich_inline(parts: dict[str, bytes]) -> None:
    runs = rb't="inlineStr"><is><r><t>\1</t></r><r><rPr><b/></rPr><t>\2</t></r></is>'
    for name in sheet_parts(parts):
        parts[name] = _INLINE.sub(runs, parts[name])


@on_parts("all scores and maxima typed as text", accept("BM-015"))
def _as_text(parts: dict[str, bytes]) -> None:
    def written(found: re.Match[bytes]) -> bytes:
        return b'%s t="str"><v>%s</v>' % (found[1], f"{float(found[2]):.15g}".encode())

    parts[SELF_PART] = _NUMBER_CELL.sub(written, parts[SELF_PART])


@on_parts("no cell says where it stands", accept())
def _positions(parts: dict[str, bytes]) -> None:
    text = parts[SELF_PART]
    for row in re.findall(rb'<row r="(\d+)"', text):
        missing = b"".join(b"<c/>" for letter in b"AB" if b'r="%c%s"' % (letter, row) not in text)
        text = text.replace(b'<c r="C%s"' % row, missing + b'<c r="C%s"' % row, 1)
    parts[SELF_PART] = _POSITIONS.sub(rb"\1\2", text)


@on_parts("every element under a prefix", accept())
def _prefixed(parts: dict[str, bytes]) -> None:
    text = parts[SELF_PART].replace(b"<worksheet xmlns=", b"<worksheet xmlns:x=", 1)
    parts[SELF_PART] = _TAG.sub(rb"<\1x:", text)


@on_parts("a stray cell in the last corner, under a prefix", reject_file("BM-022"))
def _prefixed_stray(parts: dict[str, bytes]) -> None:
    stray = '<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    in_part(parts, SELF_PART, "</sheetData>", stray)
    _prefixed(parts)


@on_parts("days written as in ISO 8601", accept())
def _iso_days(parts: dict[str, bytes]) -> None:
    def written(found: re.Match[bytes]) -> bytes:
        day = _FIRST_DAY + timedelta(days=float(found[2]))
        return b'%s t="d"><v>%s</v>' % (found[1], day.isoformat().encode())

    text, count = re.subn(
        rb'(<c r="G\d+" s="\d+") t="n"><v>(43\d\d\d(?:\.0)?)</v>', written, parts[SELF_PART]
    )
    assert count
    parts[SELF_PART] = text


@on_book("the calendar of old Macs", accept())
def _old_mac(workbook: Workbook) -> None:
    workbook.epoch = CALENDAR_MAC_1904


@on_parts("no properties and no theme", accept())
def _bare(parts: dict[str, bytes]) -> None:
    for name in ("docProps/core.xml", "docProps/app.xml", "xl/theme/theme1.xml"):
        del parts[name]
    for name in (TYPES_PART, RELATIONS_PART, "_rels/.rels"):
        parts[name] = _IDLE.sub(b"", parts[name])


@on_book("a chart sheet and a drawing beside the form", accept())
def _chart(workbook: Workbook) -> None:
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    sheet = workbook[SELF_SHEET]
    chart.add_data(Reference(sheet, min_col=9, min_row=10, max_row=20))
    sheet.add_chart(chart, "P2")
    workbook.create_chartsheet("Biểu đồ", 0).add_chart(BarChart())


@on_book("notes attached to cells", accept())
def _comments(workbook: Workbook) -> None:
    from openpyxl.comments import Comment

    for row in range(8, 40):
        cell = workbook[SELF_SHEET][f"{SelfColumn.SELF.letter}{row}"]
        cell.comment = Comment("Đã kiểm tra", "Cán bộ")


# Broken parts that the second reader can do without


def _broken(name: str, part: str, old: str, new: str) -> None:
    on_parts(name, warn("BM-028"))(lambda parts: in_part(parts, part, old, new))


_broken("a font size with a comma", STYLES_PART, '<sz val="11"/>', '<sz val="11,5"/>')
_broken("an empty fill", STYLES_PART, "<fill><patternFill/></fill>", "<fill/>")
_broken(
    "a day in the properties that is none",
    "docProps/core.xml",
    'metadata/core-properties"/>',
    'metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dcterms:created '
    'xsi:type="dcterms:W3CDTF">hôm qua</dcterms:created></cp:coreProperties>',
)


@on_parts("a check of what may be typed without cells", accept())
def _check_without_cells(parts: dict[str, bytes]) -> None:
    in_part(parts, SELF_PART, 'sqref="G24"', 'sqref="#REF!"')


@on_parts("a cell with a style that does not exist", warn("BM-028"))
def _no_style(parts: dict[str, bytes]) -> None:
    text, count = re.subn(rb'<c r="D9" s="\d+"', b'<c r="D9" s="9999"', parts[SELF_PART])
    assert count
    parts[SELF_PART] = text


@on_bytes("a theme whose checksum is wrong", reject_file("BM-001"))
def _theme(form: bytes) -> bytes:
    return with_broken_member(form, "xl/theme/theme1.xml")


on_parts("a list of shared strings that nobody needs is missing", warn("BM-028"))(name_strings)


@on_parts("all texts are lost with their list", reject_file("BM-001", "BM-002"))
def _lost_strings(parts: dict[str, bytes]) -> None:
    share_strings(parts)
    del parts[STRINGS_PART]


@on_parts("the sheet breaks off in the middle of its XML", reject_file("BM-001"))
def _half_sheet(parts: dict[str, bytes]) -> None:
    parts[SELF_PART] = parts[SELF_PART][: len(parts[SELF_PART]) // 2]


@on_parts("the sheet is listed but not there", reject_file("BM-001", "BM-002"))
def _no_sheet(parts: dict[str, bytes]) -> None:
    del parts[SELF_PART]


@on_bytes("a workbook without the form", reject_file("BM-002"))
def _empty(_: bytes) -> bytes:
    return saved(Workbook())
