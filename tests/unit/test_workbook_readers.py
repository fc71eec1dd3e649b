"""Both readers, the comparison of what they find, the children they run in, and the store."""

import io
import multiprocessing
import os
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as clock

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula
from pebble import ProcessFuture, ProcessPool
from python_calamine import CalamineError

from cchc_lib.files.sources import SourceFile
from cchc_lib.files.workbooks import kept, opening, reading
from cchc_lib.files.workbooks.comparing import with_second
from cchc_lib.files.workbooks.contents import (
    Book,
    Merge,
    OpenedBook,
    Refusal,
    Sheet,
    StoredCell,
)
from cchc_lib.files.workbooks.crew import Crew
from cchc_lib.files.workbooks.full_reader import read_fully
from cchc_lib.files.workbooks.kept import forget_books
from cchc_lib.files.workbooks.opening import open_books
from cchc_lib.files.workbooks.second_reader import SecondSheet, read_again
from cchc_lib.files.workbooks.stored_form import UnreadableEntry, decode, encode
from cchc_lib.project import ROOT
from tests.unit.form_cases import write_form

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    folder = tmp_path / "store"
    monkeypatch.setattr(kept, "READ_WORKBOOKS", folder)
    return folder


@pytest.fixture
def form(tmp_path):
    return write_form(tmp_path)


def at(*parts):
    return datetime(*parts)  # noqa: DTZ001 - moments in workbooks have no zone


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(content, name, *replacements):
    """Return a workbook with some bytes of one part replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as zipped:
        for member in source.namelist():
            data = source.read(member)
            for old, new in replacements if member == name else ():
                assert old in data
                data = data.replace(old, new)
            zipped.writestr(member, data)
    return target.getvalue()


def sheet_of(**cells):
    book = openpyxl.Workbook()
    for address, value in cells.items():
        book.active[address] = value
    return book


def read(content):
    return decode(reading.read_content(content))


def only_sheet(content):
    book = read(content)
    assert isinstance(book, Book), book
    assert not book.damage
    return book.sheets[0]


def source(path):
    return SourceFile(path=path, file=f"submissions/{path.name}")


def opened(*paths):
    return [book.content for book in open_books([source(path) for path in paths])]


# What is read


def test_both_readers_agree_on_every_cell_of_a_filled_form(form):
    content = form.read_bytes()
    sheets, second = read_fully(content), read_again(content)
    assert [sheet.title for sheet in sheets] == [sheet.title for sheet in second]
    assert sum(len(sheet.values) for sheet in second) > 1000
    compared = with_second(sheets, second)
    assert compared == sheets


def test_formulas_and_results_are_those_of_two_plain_readings(form):
    content = form.read_bytes()
    written, stored = (
        openpyxl.load_workbook(io.BytesIO(content), data_only=it) for it in (False, True)
    )
    for sheet, formulas, results in zip(read_fully(content), written, stored, strict=True):
        for row in results.iter_rows():
            for cell in row:
                found = sheet.cell(cell.row, cell.column)
                source = formulas.cell(cell.row, cell.column)
                assert found.value == (None if cell.value == "" else cell.value)
                assert found.formula == (source.value if source.data_type == "f" else "")
                if isinstance(found.value, int | float):
                    assert found.number_format == cell.number_format
                elif isinstance(found.value, str):
                    assert found.font == cell.font.name


def test_values_keep_their_kind_format_and_font():
    book = sheet_of(A1="hép møt", B1=75, C1=0.75, D1=True, E1=date(2018, 2, 1))
    book.active["A1"].font = Font(name=".VnTime")
    book.active["C1"].number_format = "0%"
    book.active["F1"] = "#DIV/0!"
    book.active["G1"] = clock(7, 30)
    book.active["H1"] = timedelta(hours=30)
    sheet = only_sheet(saved(book))
    assert sheet.cell(1, 1) == StoredCell(value="hép møt", font=".VnTime")
    assert sheet.cell(1, 2).value == 75
    assert sheet.cell(1, 3) == StoredCell(value=0.75, number_format="0%")
    assert sheet.cell(1, 4).value is True
    assert sheet.cell(1, 5).value == at(2018, 2, 1)
    assert sheet.cell(1, 6) == StoredCell(value="#DIV/0!", is_error=True)
    assert sheet.cell(1, 7).value == clock(7, 30)
    assert sheet.cell(1, 8).value == timedelta(hours=30)
    assert all(cell.second is None for cell in sheet.cells.values())


def test_a_formula_without_a_result_differs_from_one_whose_result_is_an_empty_text():
    content = saved(sheet_of(A1="=1+1", B1='=IF(1=1,"","x")', C1="=[1]S!A1"))
    content = changed(
        content,
        SHEET,
        (b'<c r="B1"><f>', b'<c r="B1" t="str"><f>'),
        (b"<f>[1]S!A1</f><v></v>", b"<f>[1]S!A1</f><v>3</v>"),
    )
    sheet = only_sheet(content)
    assert sheet.cell(1, 1) == StoredCell(formula="=1+1")
    assert (sheet.cell(1, 2).value, sheet.cell(1, 2).formula) == ("", '=IF(1=1,"","x")')
    assert (sheet.cell(1, 3).value, sheet.cell(1, 3).formula) == (3, "=[1]S!A1")


def test_an_array_formula_is_read_as_its_text():
    book = sheet_of(A1=1)
    book.active["B1"] = ArrayFormula("B1:B2", "=A1:A2*2")
    assert only_sheet(saved(book)).cell(1, 2).formula == "=A1:A2*2"


def test_merges_hidden_rows_and_hidden_sheets_are_seen():
    book = sheet_of(A1="x", A2="y", A3=3, A4="")
    book.active.merge_cells("A1:B1")
    book.active.row_dimensions[2].hidden = True
    book.create_sheet("Ẩn").sheet_state = "veryHidden"
    book.create_chartsheet("Biểu đồ").add_chart(BarChart())
    content = changed(
        saved(book),
        SHEET,
        (b'</c></row><row r="2"', b'</c><c r="B1"><v>9</v></c></row><row r="2"'),
        (b'<row r="3">', b'<row r="3" ht="0" customHeight="1">'),
    )
    book = read(content)
    first, second = book.sheets
    assert not book.damage
    assert first.merges == (Merge(first_row=1, first_column=1, last_row=1, last_column=2),)
    assert first.hidden_rows == {2, 3}
    assert first.cells.keys() == {(1, 1), (2, 1), (3, 1)}
    assert all(cell.second is None for cell in first.cells.values())
    assert (first.is_hidden, second.is_hidden, second.title) == (False, True, "Ẩn")


def test_escaped_line_ends_are_read_as_such():
    content = saved(sheet_of(A1="một_x000D_\nhai"))
    assert only_sheet(content).cell(1, 1).value == "một\r\nhai"


def test_a_link_is_not_the_value_of_its_empty_cell():
    book = sheet_of(A1="x")
    content = changed(
        saved(book),
        SHEET,
        (
            b"</sheetData>",
            b'</sheetData><hyperlinks><hyperlink ref="B2" location="A1"/></hyperlinks>',
        ),
    )
    assert only_sheet(content).cells.keys() == {(1, 1)}


def test_a_file_with_broken_styles_is_read_by_the_second_reader_alone():
    content = changed(
        saved(sheet_of(A1="Điểm", C2=0.75)),
        "xl/styles.xml",
        (b'<sz val="11"/>', b'<sz val="11,5"/>'),
    )
    book = read(content)
    assert book.damage == "bảng định dạng ô"
    assert {place: cell.value for place, cell in book.sheets[0].cells.items()} == {
        (1, 1): "Điểm",
        (2, 3): 0.75,
    }


def test_what_the_second_reader_alone_does_not_tell_is_taken_from_the_xml():
    book = sheet_of(A1="hép møt", B1="=1+1", C1=0.75, D1=0.5, E1="#N/A", F1="=A1", G1=3, H1="x")
    sheet = book.active
    sheet["A1"].font = Font(name=".VnTime")
    sheet["C1"].number_format, sheet["D1"].number_format = "0%", '0.0"%"'
    sheet.row_dimensions[2].hidden = True
    sheet["A2"] = "ẩn"
    sheet.merge_cells("H1:I1")
    sheet["J1"].number_format = "0%"
    content = changed(
        saved(book),
        SHEET,
        (b"<f>A1</f><v></v>", b"<f>A1</f><v>4</v>"),
        (b"<v>3</v>", b"<v>3<!-- -->4</v>"),
        (b'<c r="J1"', b'<c r="I1" t="e"><v>#REF!</v></c><c r="J1"'),
    )
    found = read(changed(content, "xl/styles.xml", (b'<sz val="11"/>', b'<sz val="11,5"/>')))
    assert found.damage == "bảng định dạng ô"
    (sheet,) = found.sheets
    assert sheet.cell(1, 1) == StoredCell(value="hép møt", font=".VnTime")
    assert (sheet.cell(1, 2).value, sheet.cell(1, 2).formula) == (None, "=1+1")
    assert (sheet.cell(1, 3).value, sheet.cell(1, 3).number_format) == (0.75, "0%")
    assert sheet.cell(1, 4).number_format == '0.0"%"'
    assert (sheet.cell(1, 5).value, sheet.cell(1, 5).is_error) == ("#N/A", True)
    assert (sheet.cell(1, 6).value, sheet.cell(1, 6).formula) == (4, "=A1")
    assert (sheet.cell(1, 7).value, sheet.cell(1, 7).second) == (3, "34")
    assert sheet.hidden_rows == {2}
    assert sheet.cells.keys() == {(1, n) for n in range(1, 9)} | {(2, 1)}


def test_a_file_is_not_read_where_the_xml_of_a_sheet_is_not_found(monkeypatch):
    content = changed(
        saved(sheet_of(A1=1)), "xl/styles.xml", (b'<sz val="11"/>', b'<sz val="11,5"/>')
    )
    monkeypatch.setattr(reading, "read_again", lambda _: (second_sheet("Khác"),))
    assert read(content).code == "BM-001"


def test_a_file_that_neither_can_read_is_damaged():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        zipped.writestr("xl/workbook.xml", "<workbook/>")
    assert read(stream.getvalue()) == Refusal(code="BM-001", found="nội dung bên trong bị hỏng")


# What differs


def second_sheet(title, **values):
    return SecondSheet(title=title, values=values, merges=(), is_hidden=False)


def said_about(content):
    book = decode(reading.read_content(content))
    source = SourceFile(path=ROOT, file="submissions/a.xlsx")
    opened = OpenedBook(source=source, sha256="", content=book)
    return [(found.code, found.found) for found in opened.findings("so-noi-vu")]


def test_that_there_was_no_second_reading_is_said():
    content = changed(
        saved(sheet_of(A1=1, B1=7)),
        SHEET,
        (b'<c r="A1" t="n"><v>1</v>', b'<c r="A1" t="n"><v>1_5</v>'),
    )
    with pytest.raises(CalamineError):
        read_again(content)
    assert said_about(content) == [("BM-051", "cách đọc thứ hai báo lỗi")]
    assert said_about(saved(sheet_of(A1=1, B1=7))) == []


@pytest.mark.parametrize("written", ["1_5", "１５", "1,5", "0x1F", "٣", "nan"])
def test_what_is_no_number_in_xml_is_not_read_as_one(written):
    content = changed(saved(sheet_of(A1=7)), SHEET, (b"<v>7</v>", f"<v>{written}</v>".encode()))
    assert read_fully(content)[0].cell(1, 1).value == written


@pytest.mark.parametrize("written", ["15", "-1.5", "1.5E+3", "2e-2", ".5", "1."])
def test_a_number_in_xml_is_read_as_one(written):
    content = changed(saved(sheet_of(A1=7)), SHEET, (b"<v>7</v>", f"<v>{written}</v>".encode()))
    assert only_sheet(content).cell(1, 1) == StoredCell(value=float(written))


@pytest.mark.parametrize("is_more", [True, False])
def test_a_sheet_that_only_one_reader_sees_is_named(monkeypatch, is_more):
    book = sheet_of(A1=1)
    book.create_sheet("Phụ")
    content = saved(book)
    both = read_again(content)
    other = (*both, second_sheet("Lạ")) if is_more else both[:1]
    monkeypatch.setattr(reading, "read_again", lambda _: other)
    name = "Lạ" if is_more else "Phụ"
    said = f"trang tính “{name}” chỉ đọc thấy bằng một cách"
    assert said_about(content) == [("BM-051", said)]


def compared(value, second, **cell):
    sheet = Sheet(
        title="S", cells={} if value is None else {(1, 1): StoredCell(value=value, **cell)}
    )
    values = {} if second is None else {(1, 1): second}
    (found,) = with_second(
        [sheet], [SecondSheet(title="S", values=values, merges=(), is_hidden=False)]
    )
    return found.cell(1, 1).second


@pytest.mark.parametrize(
    ("value", "second"),
    [
        (1, 1.0),
        (0.1 + 0.2, 0.3),
        (123456789012345678, 123456789012345680.0),
        ("a\r\nb ", "a\nb"),
        ("a_x000D_", "a"),
        (" ", None),
        (at(2018, 2, 1), date(2018, 2, 1)),
        (at(2018, 2, 1, 7, 30, 0, 500), at(2018, 2, 1, 7, 30)),
        (clock(7, 30), timedelta(hours=7, minutes=30)),
    ],
)
def test_values_that_differ_in_form_only_are_equal(value, second):
    assert compared(value, second) is None


@pytest.mark.parametrize(
    ("value", "second", "words"),
    [
        (0.75, 75, "75"),
        (0.75, 0.750000000001, "0.750000000001"),
        (1, True, "True"),
        (True, 1, "1"),
        (0, None, ""),
        ("0,75", 0.75, "0.75"),
        ("a b", "ab", "ab"),
        (43132, at(2018, 2, 1), "01/02/2018"),
        (at(2018, 2, 1), at(2018, 2, 1, 7, 30), "01/02/2018 07:30:00"),
        (None, "chỉ một", "chỉ một"),
    ],
)
def test_values_that_differ_in_more_than_form_keep_both(value, second, words):
    assert compared(value, second) == words


def test_an_error_that_the_second_reader_leaves_out_is_no_difference():
    assert compared("#N/A", None, is_error=True) is None


def test_a_difference_reaches_the_cell_of_an_opened_book(form, monkeypatch):
    def reread(content):
        sheets = read_again(content)
        return (*sheets[:1], replaced(sheets[1]), *sheets[2:])

    def replaced(sheet):
        place = next(p for p, value in sheet.values.items() if value == 1.0)
        return SecondSheet(
            title=sheet.title, values={**sheet.values, place: 10.0}, merges=(), is_hidden=False
        )

    monkeypatch.setattr(reading, "read_again", reread)
    book = read(form.read_bytes())
    different = [c for s in book.sheets for c in s.cells.values() if c.second is not None]
    assert [(cell.value, cell.second) for cell in different] == [(1, "10")]


# Children


class Panic(BaseException):
    """What a panic in a library of another language looks like."""


def behave(content):
    """Do in a child what the content says; sent there by its name."""
    match content:
        case b"hang":
            time.sleep(60)
        case b"abort":
            os.abort()
        case b"memory":
            return bytes(2 << 30)
    return b"read " + content


def test_a_child_that_hangs_or_dies_costs_one_file_only():
    crew = Crew(behave, seconds=2)
    start = time.monotonic()
    try:
        tasks = [crew.give(it) for it in (b"1", b"hang", b"2", b"abort", b"3", b"memory", b"4")]
        outcomes = [crew.outcome(task) for task in tasks]
        after = crew.outcome(crew.give(b"5"))
    finally:
        crew.dismiss()
    assert [*outcomes[::2], after] == [b"read 1", b"read 2", b"read 3", b"read 4", b"read 5"]
    hung, died, full = map(decode, outcomes[1::2])
    assert (hung.code, hung.found) == ("BM-025", "đọc quá 2 giây")
    assert (died.code, died.found) == ("BM-025", "chương trình đọc tệp bị ngắt giữa chừng")
    assert full.code == "BM-025"
    assert time.monotonic() - start < 20


def test_children_that_are_lost_while_they_wait_are_replaced():
    crew = Crew(behave)
    try:
        assert crew.outcome(crew.give(b"1")) == b"read 1"
        for child in multiprocessing.active_children():
            child.kill()
        tasks = [crew.give(it) for it in (b"2", b"3")]
        assert [crew.outcome(task) for task in tasks] == [b"read 2", b"read 3"]
    finally:
        crew.dismiss()


def test_a_file_that_a_child_took_and_never_read_is_given_again(monkeypatch):
    crew = Crew(behave, seconds=1, patience=5)
    schedule = ProcessPool.schedule

    def lose(self, function, args, timeout):
        if args == (b"lost",) and not lost:
            lost.append(self)
            return ProcessFuture()
        return schedule(self, function, args=args, timeout=timeout)

    lost = []
    monkeypatch.setattr(ProcessPool, "schedule", lose)
    try:
        tasks = [crew.give(it) for it in (b"1", b"lost", b"2", b"3")]
        outcomes = [crew.outcome(task) for task in tasks]
    finally:
        crew.dismiss()
    assert outcomes == [b"read 1", b"read lost", b"read 2", b"read 3"]
    assert lost


def test_files_that_wait_when_the_children_are_replaced_are_read_all_the_same():
    crew = Crew(behave, seconds=2)
    try:
        tasks = [crew.give(it) for it in (b"hang", b"hang", b"2", b"3", b"4")]
        crew.dismiss()
        first = crew.outcome(crew.give(b"1"))
        waiting = [crew.outcome(task) for task in tasks[2:]]
    finally:
        crew.dismiss()
    assert [first, *waiting] == [b"read 1", b"read 2", b"read 3", b"read 4"]


def test_a_script_without_a_guard_or_a_file_of_its_own_can_open_workbooks(form):
    program = (
        "from pathlib import Path\n"
        "from cchc_lib.files.sources import SourceFile\n"
        "from cchc_lib.files.workbooks import kept, opening\n"
        f"kept.READ_WORKBOOKS = Path({str(form.parent / 'other')!r})\n"
        f"source = SourceFile(path=Path({str(form)!r}), file='f')\n"
        "print(len(opening.open_books([source])[0].content.sheets))\n"
    )
    script = form.with_suffix(".py")
    script.write_text(program, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for arguments, given in (([str(script)], ""), (["-"], program)):
        ended = subprocess.run(
            [sys.executable, *arguments],
            input=given, capture_output=True, text=True, check=True, env=environment, timeout=60,
        )  # fmt: skip
        assert (ended.stdout, ended.stderr) == ("5\n", "")


@pytest.mark.parametrize("raised", [Panic, RecursionError, SystemExit])
def test_whatever_a_reader_raises_is_an_outcome_of_the_file(monkeypatch, raised):
    def fail(_):
        raise raised

    content = saved(sheet_of(A1=1))
    monkeypatch.setattr(reading, "read_again", fail)
    assert read(content).sheets[0].cell(1, 1).value == 1
    monkeypatch.setattr(reading, "read_fully", fail)
    assert read(content).code == "BM-001"
    monkeypatch.setattr(reading, "admit", fail)
    assert read(content) == Refusal(code="BM-025", found="lỗi ngoài dự kiến khi đọc")


def test_good_files_are_read_in_order_beside_bad_ones(form, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(form.read_bytes()[:5000])
    first, second, third = open_books([source(form), source(bad), source(form)])
    assert isinstance(first.content, Book)
    assert first.content == third.content
    assert second.content.code == "BM-001"
    assert [book.source.path for book in (first, second, third)] == [form, bad, form]


# Bytes


def test_what_is_no_file_of_its_own_is_not_opened(form, tmp_path):
    link, folder, pipe, loop = (tmp_path / f"{name}.xlsx" for name in ("l", "d", "p", "o"))
    link.symlink_to(form)
    folder.mkdir()
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    found = opened(link, folder, pipe, loop, tmp_path / "missing.xlsx")
    assert [refusal.code for refusal in found] == ["BM-026"] * 4 + ["BM-001"]
    assert found[0].found == "submissions/l.xlsx"
    assert found[-1].found == "tệp không còn hoặc đang bị khóa"


def test_a_large_file_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / "large.xlsx"
    with path.open("wb") as stream:
        stream.truncate(30 << 30)
    (found,) = opened(path)
    assert found.code == "BM-022"


# What was read before


def no_crew():
    raise AssertionError("a file was read again")


def test_an_unchanged_file_is_not_read_again(form, tmp_path, monkeypatch):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"%PDF-1.7")
    before = opened(form, bad)
    monkeypatch.setattr(opening.Crew, "give", lambda *_: no_crew())
    assert opened(form, bad) == before
    forget_books()
    with pytest.raises(AssertionError):
        opened(form)


def test_a_damaged_entry_is_read_again(form, store):
    (before,) = opened(form)
    (entry,) = store.rglob("*.json.z")
    entry.write_bytes(entry.read_bytes()[:-9])
    assert opened(form) == [before]
    assert decode(kept.recall_bytes(entry.name)) == before


def test_other_code_reads_again_and_leaves_what_the_old_one_kept_for_a_while(
    form, store, monkeypatch
):
    opened(form)
    (old,) = store.iterdir()
    monkeypatch.setattr(kept, "_reader_hash", lambda: "other")
    assert kept.recall(old.name) is None
    opened(form)
    assert {folder.name for folder in store.iterdir()} == {old.name, "other"}


def test_a_folder_that_cannot_be_written_is_no_error(form, store):
    store.write_text("a file in its place")
    (book,) = opened(form)
    assert isinstance(book, Book)


def test_nothing_is_kept_through_a_link(form, store, tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "_reader_hash", lambda: "code")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    store.mkdir()
    (store / "code").symlink_to(elsewhere)
    assert isinstance(opened(form)[0], Book)
    assert not list(elsewhere.iterdir())


def test_that_reading_was_stopped_is_not_remembered(form, store, monkeypatch):
    stopped = encode(Refusal(code="BM-025", found="đọc quá 20 giây"))
    monkeypatch.setattr(opening.Crew, "give", lambda *_: None)
    monkeypatch.setattr(opening.Crew, "outcome", lambda *_: stopped)
    assert opened(form)[0].code == "BM-025"
    assert not store.exists()


def test_every_kind_of_value_survives_the_store():
    values = [
        "chữ", "", "\ud800", 0, -0.0, 1.5, 10**30, float("inf"), True, None,
        at(2018, 2, 1, 7, 30, 0, 5), date(2018, 2, 1), clock(7, 30),
        timedelta(days=-1, microseconds=3),
    ]  # fmt: skip
    cells = {(row, 1): StoredCell(value=value) for row, value in enumerate(values, start=1)}
    cells[1, 2] = StoredCell(formula="=A1", second="", is_error=True, font="Arial")
    sheet = Sheet(
        title="Tự chấm",
        cells=cells,
        merges=(Merge(first_row=1, first_column=2, last_row=3, last_column=4),),
        hidden_rows=frozenset({2, 5}),
        is_hidden=True,
    )
    book = Book(sheets=(sheet,), has_macros=True, damage="bảng định dạng ô", unconfirmed="một")
    again = decode(encode(book))
    assert again == book
    assert [type(c.value) for c in again.sheets[0].cells.values()] == [
        type(c.value) for c in cells.values()
    ]


@pytest.mark.parametrize("stored", [b"", b"x", encode(Refusal(code="BM-001"))[:-1]])
def test_bytes_that_are_no_entry_are_recognised(stored):
    with pytest.raises(UnreadableEntry):
        decode(stored)
