"""What a unit typed comes back to it as typed: its copy, handed in again, says the same."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import cycle, repeat
from pathlib import Path

import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.submission import Submission
from cchc_lib.files.forms.layout import EVIDENCE_SHEET, SELF_SHEET, EvidenceColumn, SelfColumn
from cchc_lib.pipeline import return_findings
from cchc_lib.running.reading import assessment_of, compute_year, read_returns
from tests.mutations.judging import make_folder
from tests.mutations.moving import rows_of
from tests.mutations.registry import FILE, UNIT, rewrite, with_book

C, E = SelfColumn, EvidenceColumn
TYPED_ONCE = (C.SELF, C.EVIDENCE, C.EXPLANATION)
DAY, POINTS, WORDS = "dd/mm/yyyy", "0.00", "General"
FIRST_ENTRY, ENTRIES = 5, 35

Said = dict[tuple[object, str], object]
"""What a submission says, by component or entry and by what it is about."""
Lost = dict[str, tuple[object, object]]
"""What was said and what is said now, by what it is about."""

VALUES: dict[str, tuple[object, str]] = {
    "a whole number": (3, WORDS),
    "a number that looks like a year": (2018, WORDS),
    "a great number": (123456789012, WORDS),
    "a score": (0.75, POINTS),
    "more decimals than are shown": (0.123456789012345, POINTS),
    "the noise of a third": (1 / 3, WORDS),
    "a number below zero": (-1.5, WORDS),
    "a number as text": ("0,75", WORDS),
    "thousands or decimals": ("1.234", WORDS),
    "a per cent format": (0.5, "0%"),
    "a per cent format with decimals": (0.12345, "0.0%"),
    "a per cent sign": ("50%", WORDS),
    "a day": (date(2018, 3, 5), DAY),
    "a day and an hour": (datetime(2018, 3, 5, 14, 30), DAY),  # noqa: DTZ001
    "a time": (time(14, 30), "hh:mm"),
    "the number of a day": (43164, WORDS),
    "a day as text": ("05/03/2018", WORDS),
    "a code as a day": (date(2018, 1, 2), "d.m.yyyy"),
    "a code as a number": (1.1, WORDS),
    "a code as text": ("1.10", WORDS),
    "codes": ("1.1.1; 1.2.1", WORDS),
    "a formula without value": ("=1+1", WORDS),
    "an error": ("#DIV/0!", WORDS),
    "true": (True, WORDS),
    "false": (False, WORDS),
    "a choice": ("Có", WORDS),
    "a choice without diacritics": ("Co", WORDS),
    "not applicable": ("Không áp dụng", WORDS),
    "a long text": ("Đã gửi báo cáo, " * 2000, WORDS),
    "lines and blanks": ("  một\nhai\tba  ", WORDS),
    "letters nobody sees": ("0,\u200b75\u202e", WORDS),
    "a zero as text": ("0", WORDS),
    "leading zeros": ("007", WORDS),
}
DANGEROUS = (
    "a per cent format",
    "the number of a day",
    "a code as a number",
    "a formula without value",
    "an error",
)
"""What a form may show in another way than it is stored."""


@pytest.fixture(scope="module")
def clean(example, tmp_path_factory) -> Path:
    return make_folder(example, tmp_path_factory.mktemp("clean") / "year")


@pytest.mark.parametrize("name", DANGEROUS)
def test_what_was_typed_everywhere_comes_back_as_it_was_typed(name, clean, edition):
    assert _lost_on_the_way(clean, edition, repeat(VALUES[name])) == {}


@pytest.mark.parametrize("first", range(0, len(VALUES), 17))
def test_whatever_was_typed_comes_back_as_it_was_typed(first, clean, edition):
    values = list(VALUES.values())
    assert _lost_on_the_way(clean, edition, cycle(values[first:] + values[:first])) == {}


def _lost_on_the_way(folder: Path, edition, values: Iterator[tuple[object, str]]) -> Lost:
    """Type values into a form, give it back, hand the copy in; return what it says no more."""
    form = (folder / FILE).read_bytes()
    try:
        rewrite(folder, lambda content: with_book(content, lambda book: _type(book, values)))
        before = _read(folder, edition)
        assessment, findings = assessment_of(folder, edition)
        return_findings(folder, compute_year(folder, edition, assessment, findings))
        (folder / FILE).write_bytes((folder / "returned" / f"{UNIT}.xlsx").read_bytes())
        return _changed(_said(before), _said(_read(folder, edition)))
    finally:
        (folder / FILE).write_bytes(form)


def _changed(was: Said, now: Said) -> Lost:
    """Return one example of every kind of value that is not what it was."""
    return {
        key[1]: (was.get(key), now.get(key))
        for key in was.keys() | now.keys()
        if was.get(key) != now.get(key)
    }


def _type(workbook, values: Iterator[tuple[object, str]]) -> None:
    cells = _input_cells(workbook[SELF_SHEET], workbook[EVIDENCE_SHEET])
    for cell, (value, number_format) in zip(cells, values, strict=False):
        cell.value, cell.number_format = value, number_format


def _input_cells(form: Worksheet, register: Worksheet) -> Iterator[Cell]:
    """Yield every cell that a unit types into."""
    seen: set[object] = set()
    for row in rows_of(form):
        code = form[f"{C.CODE.letter}{row}"].value
        if code and form[f"{C.INPUT.letter}{row}"].value:
            yield form[f"{C.FIGURE.letter}{row}"]
        if code and code not in seen and form[f"{C.SELF.letter}{row}"].data_type != "f":
            seen.add(code)
            yield from (form[f"{column.letter}{row}"] for column in TYPED_ONCE)
    for row in range(FIRST_ENTRY, FIRST_ENTRY + ENTRIES):
        yield from (register[f"{column.letter}{row}"] for column in E if column is not E.NUMBER)


def _read(folder: Path, edition) -> Submission:
    assessment, _ = assessment_of(folder, edition)
    returns, _ = read_returns(folder, edition, assessment)
    return returns.submissions[UNIT]


def _said(submission: Submission) -> Said:
    """Return what a submission says, wherever it stands."""
    said: Said = {}
    for code, entry in submission.entries.items():
        said[code, "score"] = entry.self_score.value
        said[code, "evidence"], said[code, "explanation"] = entry.evidence, entry.explanation
        for figure in entry.figures:
            said[code, figure.input_code] = figure.value
    for number, item in enumerate(submission.register):
        for name in ("reference", "title", "issued_on", "location", "component_codes"):
            said[number, name] = getattr(item, name)
    return said
