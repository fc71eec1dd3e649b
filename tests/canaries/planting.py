"""A small year with a canary in every free text, and personal data where none belongs."""

import csv
import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.files.forms.layout import (
    APPRAISAL_SHEET,
    EVIDENCE_SHEET,
    NOTICE_SHEET,
    REVIEW_SHEET,
    SELF_SHEET,
    AppraisalColumn,
    EvidenceColumn,
    FormColumn,
    NoticeColumn,
    ReviewColumn,
    SelfColumn,
)
from cchc_lib.pipeline import make_example

EXACT = "A & B < 5 $x$"
"""What must arrive everywhere as it was typed."""
HOST = "canary.example"
ATTACKS = (
    f'=HYPERLINK("http://{HOST}/f";"x")',
    f"<script src=http://{HOST}/s></script>",
    f'"><img src=http://{HOST}/i onerror=alert(1)>',
    f"![m](http://{HOST}/m) [l](javascript:alert(1))",
    '{{ 7777*7 }} {% for x in y %} #eval("7777*7") #import "x"',
    "$\\frac$ a_$ b ]]> --> \\input{x} `=1+1`",
)  # fmt: skip
COMPUTED = str(7777 * 7)
"""What a template would have made of it."""
HOSTILE = f"{ATTACKS[0]} {' '.join(ATTACKS[1:])} {EXACT}"

PHONE, EMAIL, CITIZEN = "0987650431", "canary.person@thu.vn", "066199012345"
PERSON, ADDRESS = "Nguyễn Thị Canh Nữ", "17 ngõ Canh Nữ"
FREE_ANSWER = "Anh Canh Nữ ở bộ phận một cửa gợi ý bồi dưỡng"
PERSONAL = (PHONE, EMAIL, CITIZEN, PERSON, ADDRESS, FREE_ANSWER)
"""None of it may arrive anywhere."""
WRITTEN = ("0912 777 431", "canary.officer@thu.vn", "066177012345")
"""What officers write of themselves into free text; only they get their own copy back with it."""
_ALL_OF_IT = " · ".join(PERSONAL)

UNIT = "so-noi-vu"
_PHONED, _MAILED, _NAMED = (f"{HOSTILE} {written}" for written in WRITTEN)
_ROWS = {
    "council.csv": [(UNIT, "1.1.1", "0.5", _PHONED, f"12/QĐ {EXACT} {WRITTEN[1]}", "2019-03-05")],
    "adjustments.csv": [(UNIT, "bonus", "new-model", "0.50", _NAMED, f"=1+1 {EXACT}")],
    "exemptions.csv": [(UNIT, "2.1.1", "", _MAILED)],
}
_IDENTIFIERS = ("ho_ten", "Điện thoại", "e-mail", "CCCD", "địa chỉ", "Ý kiến khác")


def plant(folder: Path) -> Path:
    """Write the year and return its folder."""
    make_example(folder, year=2018, unit_count=4, seed=2018, has_faults=False)
    shutil.rmtree(folder / "closed")
    settings = folder / "assessment.toml"
    text = settings.read_text("utf-8")
    text = text.replace('"Đắk Nông"', f"'''Tỉnh {HOSTILE}'''")
    text = text.replace('"Chỉ số cải cách hành chính năm 2018 ', f"'''{EXACT} <script>t</script> (")
    settings.write_text(text.replace('họa)"', "họa)'''"), "utf-8", newline="\n")
    _rewrite(folder / "units.csv", _named)
    for name, rows in _ROWS.items():
        _rewrite(folder / name, lambda old, new=rows: [old[0], *new])
    _rewrite(folder / "survey" / "answers.csv", _with_identifiers)
    _survey_in_a_workbook(folder / "survey" / "khao-sat.xlsx")
    for path in sorted(folder.rglob("*.xlsx")):
        _in_book(path)
    hostile_file = folder / "evidence" / UNIT / "=1+1 <img> $x$.txt"
    hostile_file.write_text("minh họa", "utf-8")
    return folder


def _rewrite(path: Path, change: Callable[[list[list[str]]], list]) -> None:
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    stream = StringIO()
    csv.writer(stream, lineterminator="\n").writerows(change(rows))
    path.write_text(stream.getvalue(), "utf-8", newline="\n")


def _named(rows: list[list[str]]) -> list[list[str]]:
    column = rows[0].index("unit_name")
    for row in rows[1:3]:
        row[column] = f"{row[column]} {HOSTILE}"
    return rows


def _with_identifiers(rows: list[list[str]]) -> Iterator[list[str]]:
    """Add the columns a poll firm sends, and free answers where a mark belongs."""
    yield [*rows[0], *_IDENTIFIERS]
    yield from ([*row, PERSON, PHONE, EMAIL, CITIZEN, ADDRESS, FREE_ANSWER] for row in rows[1:])
    group, unit, question, _ = rows[1]
    for words in PERSONAL:
        blank = [""] * len(_IDENTIFIERS)
        yield [group, unit, question, words, *blank]
        yield [words, unit, question, "5", *blank]
        yield [group, words, question, "5", *blank]
        yield [group, unit, words, "5", *blank]


def _survey_in_a_workbook(path: Path) -> None:
    book = Workbook()
    header = ("respondent_group", "unit_code", "question_code", "answer", *_IDENTIFIERS)
    book.active.append(header)
    for answer in ("4", "5", "4", FREE_ANSWER, f" 5\u00a0{PERSON}"):
        people = (PERSON, PHONE, EMAIL, CITIZEN, ADDRESS, FREE_ANSWER)
        book.active.append(("citizens", "so-noi-vu", "1.S.1", answer, *people))
    book.save(path)


def _in_book(path: Path) -> None:
    book = load_workbook(path)
    for title, columns in _FREE.items():
        if title in book.sheetnames:
            _fill(book[title], columns)
    _hide_people(book)
    book.save(path)


_FREE: dict[str, tuple[FormColumn, ...]] = {
    SELF_SHEET: (SelfColumn.EVIDENCE, SelfColumn.EXPLANATION),
    EVIDENCE_SHEET: (EvidenceColumn.REFERENCE, EvidenceColumn.TITLE),
    APPRAISAL_SHEET: (AppraisalColumn.REASON,),
    NOTICE_SHEET: (NoticeColumn.RESPONSE, NoticeColumn.NEW_EVIDENCE),
    REVIEW_SHEET: (ReviewColumn.REASON,),
}


def _fill(sheet: Worksheet, columns: tuple[FormColumn, ...]) -> None:
    """Write the canary into free cells: all reasons given, and those of some other rows."""
    kind = type(columns[0])
    code = kind.COMPONENTS if kind is EvidenceColumn else kind.CODE
    first = 5 if kind is EvidenceColumn else 8
    rows = [r for r in range(first, sheet.max_row + 1) if sheet[f"{code.letter}{r}"].value]
    for place, row in enumerate(rows):
        for column in columns:
            cell = sheet[f"{column.letter}{row}"]
            if type(cell).__name__ != "MergedCell" and (cell.value or place % 9 == 0):
                cell.value = f"{HOSTILE} {' · '.join(WRITTEN)} {place}"
                cell.data_type = "s"
    if kind is EvidenceColumn:
        sheet[f"{EvidenceColumn.LOCATION.letter}{first}"] = "'=1+1 <img> $x$.txt"[1:]
        sheet[f"{EvidenceColumn.LOCATION.letter}{first}"].data_type = "s"


def _hide_people(book: Workbook) -> None:
    """Leave people where programs leave them: properties, comments, names, hidden sheets."""
    properties = book.properties
    properties.creator = properties.lastModifiedBy = properties.title = _ALL_OF_IT
    properties.description = properties.keywords = properties.subject = _ALL_OF_IT
    sheet = book.worksheets[0]
    sheet["Z1"].comment = Comment(_ALL_OF_IT, PERSON)
    sheet.oddFooter.left.text = PERSON
    book.defined_names["CANARY"] = DefinedName("CANARY", attr_text=f'"{PERSON} {PHONE}"')
    hidden = book.create_sheet("Canary")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = _ALL_OF_IT
