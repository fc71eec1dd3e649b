"""What stands in words: old encodings, letters nobody sees, and texts that attack."""

import unicodedata

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.files.forms.layout import EVIDENCE_SHEET, EvidenceColumn, SelfColumn
from tests.mutations.registry import (
    FILE,
    UNIT,
    At,
    Outcome,
    accept,
    on_book,
    on_folder,
    on_sheet,
    reject,
    reject_file,
    warn,
    with_book,
)
from tests.mutations.value_variants import FLAG, SCORE, raw, typed
from tests.unit.form_cases import find_cell

WORDS = At("7.4.1", SelfColumn.EXPLANATION)
EVIDENCE = At("1.2.1", SelfColumn.EVIDENCE)
VIETNAMESE = "Đã gửi báo cáo, kết quả được công bố"
HOSTILE = "hostile: "
"""Begins the names of variants whose texts must not come alive when they are given back."""

# Encodings


def in_font(name: str, text: str, font: str, outcome: Outcome, at: At = WORDS) -> None:
    """Register a text in an old encoding, with the font that shows it."""

    @on_sheet(name, outcome)
    def _(sheet: Worksheet) -> None:
        cell = find_cell(sheet, at.component, at.column, at.input_code)
        cell.value, cell.font = text, Font(name=font)


in_font("TCVN3 in its font", "B¸o c¸o kÕt qu¶ thùc hiÖn", ".VnTime", warn("BM-046"))
in_font("TCVN3 in capitals", "B¸o c¸o kÕt qu¶ thùc hiÖn", ".VnTimeH", warn("BM-046"))
in_font("TCVN3 whose font was lost", "hép møt tÕt, c¸n bé ®· nép", "Arial", warn("BM-046"))
in_font("VNI in its font", "Baùo caùo keát quaû thöïc hieän", "VNI-Times", warn("BM-046"))
in_font("VNI whose font was lost", "Baùo caùo keát quaû thöïc hieän", "Arial", warn("BM-046"))
in_font("Unicode in an old font", VIETNAMESE, ".VnTime", accept())
in_font("plain letters in an old font", "QD 12/UBND", ".VnTime", accept())
in_font("French in a usual font", "Décision n° 12 à l'été, s'il vous plaît", "Arial", accept())
in_font("a choice in TCVN3", "Cã", ".VnTime", warn("BM-046"), FLAG)
typed("a choice in TCVN3 whose font was lost", FLAG, "Cã", reject("HS-019", FLAG))
typed("decomposed letters", WORDS, unicodedata.normalize("NFD", VIETNAMESE), accept())

# What leads to a person

typed("a telephone number in words", WORDS, "Hỏi anh Bình, 0912 345 678", warn("HS-026"))
in_font("an e-mail address in words", "Gửi binh.nv@thu.vn", "Arial", warn("HS-026"))
typed("an identity number in words", WORDS, "CCCD 066199012345", warn("HS-026"))
typed("numbers of documents in words", WORDS, "Số 0123/2018, 000.00.12.H17-181105-0012", accept())

# Letters nobody sees

typed("a zero-width blank in words", WORDS, "Đã\u200b gửi", accept("BM-047"))
typed("a zero-width blank in a number", SCORE, "0,\u200b84", accept("BM-015", "BM-047"))
typed("a mark of byte order in a choice", FLAG, "\ufeffCó", accept("BM-047"))
typed("letters turned around", WORDS, "báo cáo \u202ecod.exe\u202c", accept("BM-047"))
typed("a soft hyphen", WORDS, "báo\u00adcáo", accept("BM-047"))
raw("control characters in code", WORDS, 't="str"><v>a_x000B_b_x0000_c</v>', accept("BM-047"))
raw("carriage returns in code", WORDS, 't="str"><v>một_x000D_\nhai</v>', accept())
raw("half a character in code", WORDS, 't="str"><v>a_xD83D_b</v>', accept("BM-047"))
raw("a control character", WORDS, 't="str"><v>a&#11;b</v>', reject_file("BM-001"))
typed("small pictures", WORDS, "Đã xong 👍🏽 👨‍👩‍👧", accept("BM-047"))

# Texts that attack

for _name, _text in {
    "a command": "=cmd|' /C calc'!A0",
    "a formula": '=HYPERLINK("http://x","a")',
    "a plus": "+1+1",
    "an at": "@SUM(1+1)",
    "a tab and a formula": "\t=1+1",
    "a script": "<script>alert(1)</script>",
    "a picture with a script": "<img src=x onerror=alert(1)>",
    "a template": "{{ 7*7 }} {% raw %}",
    "mathematics": r"$\frac$ $x_{1}^$ a_$ b",
    "markdown": "[x](javascript:alert(1)) <b>",
    "braces of formats": "{found} {0} %s",
    "the longest text": "dài " * 8191,
}.items():
    typed(f"{HOSTILE}{_name} as an explanation", WORDS, _text, accept())

for _name, _text in {
    "a command": "=cmd|' /C calc'!A0",
    "a script": "<script>alert(1)</script>",
    "braces of formats": "{found} {0} %s",
    "a long text": "<b>" * 3000,
}.items():
    typed(f"{HOSTILE}{_name} as a score", SCORE, _text, reject("BM-013", SCORE))

typed(f"{HOSTILE}a script as a choice", FLAG, "<script>alert(1)</script>", reject("HS-019", FLAG))


@on_sheet(f"{HOSTILE}a script as a sheet", warn("BM-031"))
def _script_sheet(sheet: Worksheet) -> None:
    sheet.title = "<script>alert(1)<"


# Where evidence lies


def located(name: str, location: str, outcome: Outcome) -> None:
    """Register what stands where the first document's file should be named."""
    on_book(name, outcome)(lambda book: _put_location(book[EVIDENCE_SHEET], location))


def _put_location(sheet: Worksheet, location: str) -> None:
    cell = sheet[f"{EvidenceColumn.LOCATION.letter}5"]
    cell.value, cell.data_type = location, "s"


for _name, _location in {
    "a path that climbs out": "../../x",
    "a path that climbs out from below": "Quý I/../../../units.csv",
    "an absolute path": "/etc/passwd",
    "a share": "\\\\may-chu\\chung\\x.pdf",
    "a drive": "C:\\x.pdf",
    "a path of Windows that climbs out": "..\\..\\units.csv",
    "a file as an address": "file:///etc/passwd",
    "a script as an address": "javascript:alert(1)",
}.items():
    located(f"{HOSTILE}{_name} as evidence", _location, warn("MC-002"))
located(f"{HOSTILE}a page on the web as evidence", "https://example.invalid/vb/1", accept())
for _name, _location in {
    "a formula": "=1+1.xlsx",
    "a tag": "<b>x</b>.pdf",
    "a device": "CON",
    "a very long name": "x" * 5000,
}.items():
    located(f"{HOSTILE}{_name} as evidence", _location, warn("MC-001"))


located(f"{HOSTILE}a zero as evidence", "a_x0000_.pdf", warn("MC-001", notes=("BM-047",)))


@on_folder(f"{HOSTILE}a link out of the folder as evidence", warn("MC-002"))
def _link(folder) -> None:
    own = folder / "evidence" / UNIT
    own.mkdir(parents=True, exist_ok=True)
    (own / "a.pdf").symlink_to(folder / "units.csv")
    path = folder / FILE
    form = path.read_bytes()
    path.write_bytes(with_book(form, lambda book: _put_location(book[EVIDENCE_SHEET], "a.pdf")))
