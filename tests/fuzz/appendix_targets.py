"""Hostile appendices: documents that are spoilt, and words put together at random."""

import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from cchc_lib.core.appendix.reading import read_tables
from cchc_lib.core.appendix.table import AppendixCell, AppendixTable
from cchc_lib.core.lint import check_edition
from cchc_lib.core.phrasing.reading import ReadRule, RuleWords, StatedLevel, UnreadRule
from cchc_lib.core.phrasing.recognising import recognise
from cchc_lib.core.places import Place
from cchc_lib.core.rule_kinds import Rule
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.errors import DataProblem, UsageProblem
from cchc_lib.files.appendix.opening import tables_of
from cchc_lib.files.appendix.word_reading import read_word_file
from cchc_lib.files.drafts.appendix_draft import Issued, plain_record
from cchc_lib.files.drafts.toml_text import toml_text
from cchc_lib.files.records import make_rule_converter
from cchc_lib.files.rules import read_edition
from cchc_lib.files.workbooks.contents import Book, Refusal
from cchc_lib.files.workbooks.stored_form import decode
from cchc_lib.project import RULES
from cchc_lib.rulemaking.appendix import read_appendix
from cchc_lib.rulemaking.review import review_table
from tests.appendices import word_appendix
from tests.fuzz.choices import Choices
from tests.mutations.workbook_zip import packed, parts_of

__all__ = ["fuzz_appendix", "fuzz_phrasing", "fuzz_word"]

MORSELS = (
    b"", b"\x00", b"<", b"&", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"\xff\xfe", b"</w:tc>",
    b'<w:gridSpan w:val="999999999"/>', b'<w:gridSpan w:val="x"/>', b"<w:vMerge/>",
    b'<w:vMerge w:val="restart"/>', b'<w:numPr><w:ilvl w:val="77"/><w:numId w:val="1"/></w:numPr>',
    b"<w:tbl>", b"<w:tr><w:tc/></w:tr>", b"<w:t>I.1</w:t>", b"<w:t>1,5</w:t>", b"<w:del>",
    b'<w:gridBefore w:val="-3"/>', b"<w:sdt><w:sdtContent>", b"9" * 400,
    b"<m:oMath><m:r><m:t>a</m:t></m:r></m:oMath>", b"<mc:AlternateContent/>", b"<w:sym/>",
)  # fmt: skip
WORDS = (
    "có", "không", "chưa", "đạt", "đúng hạn", "từ", "đến", "dưới", "trên", "trở lên", "≥", "<", "-",
    "0", "1", "2", "0,5", "80", "100", "1.234", "%", "điểm", "điểm tối đa", "tối đa", ":", ";", ",",
    "\n", "(", ")", "mỗi", "01", "trừ", "được", "văn bản", "tỷ lệ", "×", "/", "b/a", "a là số x",
    "b là số y", "tính theo công thức", "trong đó:", "không phát sinh", "ngày 31/12 năm đánh giá",
    "trước ngày 01/01 năm sau", "sau ngày 1/1", "không quá", "điều tra xã hội học", "thang 1–5",
    "mức bình quân / 5", "“A”: 100%", "(tỷ lệ = x / y)", "ban hành", "1/3", ".", "=", "50% số điểm",
)  # fmt: skip
TITLES = (
    "STT", "TT", "Tiêu chí", "Nội dung", "Điểm tối đa", "Điểm tối đa", "Cách tính", "Ghi chú",
    "Tài liệu kiểm chứng", "Điểm tự chấm", "Sở", "Huyện", "", "Chủ trì", "Không áp dụng", "x",
)  # fmt: skip
CELLS = (
    "", "", "-", "I", "II", "A", "1", "2", "1.1", "1.1.1", "1.1.2", "1.10", "I.1", "1.1.1.1", "9.9",
    "Kế hoạch", "Có", "Không", "Tổng cộng", "1. Kế hoạch\n- Có: 1 điểm", "0,5", "1", "2,5", "một",
    "Tỷ lệ % × điểm tối đa", "Đạt 100%: 1; dưới 100%: 0", "Điều tra xã hội học", "(1)", "(2)",
)  # fmt: skip
MAXIMA = (("1",), ("2", "2"), ("1", "2.5"), ("0.5",), ("0",), ())


@cache
def document() -> Mapping[str, bytes]:
    """Return the parts of an appendix that can be read."""
    with tempfile.TemporaryDirectory() as scratch:
        return parts_of(word_appendix(Path(scratch) / "a.docx").read_bytes())


@cache
def edition() -> Edition:
    found, _ = read_edition(RULES / "mau-2018")
    assert found is not None
    return found


def fuzz_word(data: bytes) -> None:
    """Change parts of a document: tables come of it or a refusal, and rows never fail."""
    choices, parts = Choices(data), dict(document())
    for _ in range(choices.number(5)):
        name = choices.one_of(("word/document.xml", "word/document.xml", *sorted(parts)))
        content = parts[name]
        start, length = choices.number(len(content) + 1), choices.one_of((0, 0, 1, 8, 200))
        near = content.find(b"<w:tcPr>", start) if choices.number(2) else start
        start = near + len(b"<w:tcPr>") if near > start else start
        parts[name] = content[:start] + choices.one_of(MORSELS) + content[start + length :]
    found = decode(read_word_file(packed(parts)))
    assert isinstance(found, Book | Refusal)
    if isinstance(found, Book):
        printed, findings = read_tables(tables_of(found, "a.docx"))
        assert printed or not findings


def fuzz_appendix(data: bytes) -> None:
    """Put tables together: rule files come of them that are read again, or a sentence."""
    choices = Choices(data)
    tables = [_table(choices, number) for number in range(choices.number(3) + 1)]
    issued = Issued(document="QĐ 1", year=2020, file="a.docx")
    groups = ["Sở", "Huyện"][: choices.number(3)]
    try:
        read = read_appendix(tables, issued, groups, None)
    except (DataProblem, UsageProblem):
        return
    for tables_of_file in read.files.values():
        assert tomllib.loads(toml_text(tables_of_file), parse_float=Decimal) == tables_of_file
    assert review_table(read).count("\n") > len(read.components)
    assert {one.place for one in read.components} == read.rules.keys()


def _table(choices: Choices, number: int) -> AppendixTable:
    """Return a table with a header that is likely to be one of criteria; a later one without."""
    more = [choices.one_of(TITLES) for _ in range(choices.number(5))]
    has_header = number == 0 or choices.number(3) > 0
    rows = [["STT", "Tiêu chí", "Điểm tối đa", *more]] if has_header else [["1.1", "A", "", *more]]
    for _ in range(choices.number(12)):
        kinds = (CELLS[:15], CELLS, CELLS[20:24], *[CELLS] * len(more))
        rows.append([choices.one_of(kind) for kind in kinds])
    return AppendixTable(
        rows=tuple(
            tuple(
                AppendixCell(
                    text=text,
                    place=Place(file="a.docx", sheet=f"Bảng {number}", cell=f"{row}.{column}"),
                    is_continued=row > 0 and choices.number(9) == 1,
                )
                for column, text in enumerate(texts)
            )
            for row, texts in enumerate(rows)
        )
    )


def fuzz_phrasing(data: bytes) -> None:
    """Put words together: they are a sound rule that is written and read back, or left unread."""
    choices = Choices(data)
    maxima = tuple(map(Decimal, choices.one_of(MAXIMA)))
    text = " ".join(choices.one_of(WORDS) for _ in range(choices.number(24)))
    levels = tuple(
        StatedLevel(text_vi=" ".join(choices.one_of(WORDS) for _ in range(3)), points=maxima)
        for _ in range(choices.number(3))
    )
    words = RuleWords(name_vi="Tên", text_vi=text, levels=levels, maxima=maxima, year=2020)
    found = recognise(words)
    assert isinstance(found, ReadRule | UnreadRule)
    if isinstance(found, ReadRule):
        written = toml_text(plain_record(found.rule), "rule")
        plain = tomllib.loads(written, parse_float=Decimal)
        assert make_rule_converter({}, is_strict=True).structure(plain, Rule) == found.rule
        assert 0 in maxima or list(check_edition(_with_rule(found, maxima))) == [], text


def _with_rule(found: ReadRule, maxima: tuple[Decimal, ...]) -> Edition:
    """Return an edition whose first component has a rule that was read."""
    area = edition().areas[0]
    criterion = area.criteria[0]
    groups = [group.code for group in edition().groups]
    first: Component = replace(
        criterion.components[0],
        rule=found.rule,
        inputs=found.inputs,
        max_score=dict(zip(groups, maxima, strict=False)),
    )
    changed = replace(criterion, components=(first, *criterion.components[1:]))
    whole = replace(area, criteria=(changed, *area.criteria[1:]))
    return replace(edition(), areas=(whole, *edition().areas[1:]))
