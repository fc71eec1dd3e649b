"""What one cell of a form may say: points, a figure, a day, words; what is refused, and why.

A number is a number cell, or text in one strict grammar; anything ambiguous is refused, never
guessed. A refused value is read as :class:`NotReported` and always comes with a problem, and
so does every repair.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from cchc_lib.core.rule_kinds import DeadlineTiers, DueInput, GradedShare, Rule
from cchc_lib.core.rulebook import InputSpec
from cchc_lib.core.submission import NEVER, Figure, NotReported
from cchc_lib.files.cells.contacts import hide_contacts
from cchc_lib.files.cells.days import is_as_asked, is_possible, parse_day
from cchc_lib.files.cells.numbers import (
    NumberKind,
    fold_width,
    parse_number,
    show_number,
    stored_number,
)
from cchc_lib.files.cells.source_cell import (
    CellProblem,
    Reading,
    SourceCell,
    shown_percent,
    source_cell,
    with_repairs,
    write_value,
)
from cchc_lib.files.cells.words import is_word, match_word
from cchc_lib.files.forms.layout import NO, NOT_APPLICABLE, YES
from cchc_lib.findings import BLANK
from cchc_lib.vietnamese import format_date, shorten

__all__ = [
    "CellProblem",
    "Reading",
    "SourceCell",
    "parse_number",
    "read_day",
    "read_figure",
    "read_remark",
    "read_score",
    "read_text",
    "source_cell",
    "without_contacts",
]

_EXPECTED_NUMBERS: Mapping[NumberKind, str] = {
    "count": "một số nguyên không âm, không dùng dấu ngăn cách hàng nghìn",
    "amount": "một số không âm, không dùng dấu ngăn cách hàng nghìn",
    "percent": "một số, ví dụ 12,5, không ghi dấu %",
}
_FLAGS = {YES: True, NO: False}


def read_text(cell: SourceCell, *, is_of_one_row: bool = False) -> Reading[str]:
    """Read words; numbers and dates are taken as an officer would write them.

    Words that count for one row only are refused where cells of several rows were merged.
    """
    merge = cell.merge if is_of_one_row else None
    is_shared = merge is not None and merge.first_row != merge.last_row
    shared = _refused("BM-041", merge.name) if merge is not None and is_shared else None
    refused = _disputed(cell) or shared or _blank(cell) or _unreadable(cell)
    if refused is not None:
        return with_repairs(cell, Reading(value="", problems=refused.problems))
    return with_repairs(cell, Reading(value=write_value(cell.value)))


def read_remark(cell: SourceCell, *, is_of_one_row: bool = False) -> Reading[str]:
    """Read words that somebody wrote freely, without what leads to a person."""
    return without_contacts(read_text(cell, is_of_one_row=is_of_one_row))


def without_contacts(reading: Reading[str]) -> Reading[str]:
    """Return words without what leads to a person, and say what was taken out."""
    text, hidden = hide_contacts(reading.value)
    if not hidden:
        return reading
    problem = CellProblem(code="HS-026", found=hidden)
    return Reading(value=text, problems=(*reading.problems, problem))


def read_score(cell: SourceCell) -> Reading[Decimal | NotReported]:
    """Read points; whether they are possible is not asked here."""
    return with_repairs(cell, _unusable(cell) or _unreadable(cell) or _read_points(cell))


def read_day(cell: SourceCell, *, code: str, expected: str) -> Reading[date | NotReported]:
    """Read a day; what is none is refused under ``code``."""
    day = None if cell.is_error else _read_date(cell)
    found = cell.formula if cell.value is None else cell.value
    return with_repairs(cell, _unusable(cell) or day or _refused(code, found, expected))


def read_figure(cell: SourceCell, spec: InputSpec, rule: Rule) -> Reading[Figure | NotReported]:
    """Read a declared figure of the kind that the edition asks for."""
    cell = _without_needless_conversion(cell, _words_of(spec, rule))
    refused = _unusable(cell) or _unreadable(cell)
    return with_repairs(cell, refused or _read_kind(cell, spec, rule))


def _words_of(spec: InputSpec, rule: Rule) -> Collection[str]:
    """Return the words that may stand for a figure."""
    match spec.kind:
        case "flag":
            return tuple(_FLAGS)
        case "choice" if isinstance(rule, GradedShare):
            return tuple(level.name_vi for level in rule.levels)
        case "date":
            is_due = isinstance(rule, DeadlineTiers) and rule.due == DueInput(input=spec.code)
            return () if is_due else (NEVER,)
        case _:
            return ()


def _without_needless_conversion(cell: SourceCell, words: Collection[str]) -> SourceCell:
    """Return a cell in an old font as it was typed, where that already is one of the words."""
    typed = cell.typed
    if typed is None or typed.encoding is None or not any(is_word(typed.raw, w) for w in words):
        return cell
    return replace(cell, value=typed.raw, typed=replace(typed, text=typed.raw, encoding=None))


def _read_kind(cell: SourceCell, spec: InputSpec, rule: Rule) -> Reading[Figure | NotReported]:
    words = _words_of(spec, rule)
    match spec.kind:
        case "flag":
            word = _read_word(cell, words)
            flag = (
                None if word is None else Reading(value=_FLAGS[word.value], problems=word.problems)
            )
            return flag or _refused("HS-019", cell.value, f"“{YES}” hoặc “{NO}”")
        case "choice":
            expected = f"một trong các mức: {'; '.join(words)}"
            return _read_word(cell, words) or _refused("HS-019", cell.value, expected)
        case "date":
            expected = " hoặc ".join(("ngày dạng ngày/tháng/năm", *(f"“{w}”" for w in words)))
            day = _read_word(cell, words) or _read_date(cell)
            return day or _refused("HS-019", cell.value, expected)
        case "count" | "amount" | "percent" as kind:
            return _read_counted(cell, kind)


def _disputed(cell: SourceCell) -> Reading[NotReported] | None:
    """Return the reading of a cell that two readers read differently."""
    if cell.second is None:
        return None
    found = BLANK if cell.value is None else cell.value
    return _refused("BM-029", found, shorten(cell.second) or BLANK)


def _blank(cell: SourceCell) -> Reading[NotReported] | None:
    return Reading(value=NotReported()) if cell.is_blank else None


def _unusable(cell: SourceCell) -> Reading[NotReported] | None:
    """Return the reading of a cell whose value is disputed, shared with other cells or blank."""
    shared = None if cell.merge is None else _refused("BM-041", cell.merge.name)
    return _disputed(cell) or shared or _blank(cell)


def _unreadable(cell: SourceCell) -> Reading[NotReported] | None:
    """Return the reading of a cell that is an error, or a formula that was never computed."""
    if cell.value is None:
        return _refused("BM-014", cell.formula)
    return _refused("BM-018", cell.value) if cell.is_error else None


def _read_points(cell: SourceCell) -> Reading[Decimal | NotReported]:
    if isinstance(cell.value, str) and is_word(cell.value, NOT_APPLICABLE):
        return Reading(value=NotReported())
    return _read_number(cell, "points") or _refused("BM-013", cell.value)


def _read_number(cell: SourceCell, kind: NumberKind) -> Reading[Decimal | NotReported] | None:
    """Return the number in a cell, or ``None`` where there is none."""
    match cell.value:
        case bool():
            return None
        case int() | float() as stored:
            number = stored_number(stored)
            if number is not None and "%" in cell.number_format:
                return _refused("BM-016", shown_percent(number, cell.number_format))
            return None if number is None else Reading(value=number)
        case date() | time() | timedelta() as moment:
            return _refused("BM-017", moment)
        case str() as text:
            return _parse(cell, text, kind)
        case _:
            return None


def _parse(cell: SourceCell, text: str, kind: NumberKind) -> Reading[Decimal | NotReported] | None:
    number = parse_number(text, kind)
    if number is not None:
        return Reading(value=number, problems=(_repair("BM-015", cell, show_number(number)),))
    has_sign = fold_width(text).endswith("%")
    is_percent = kind == "points" and has_sign and parse_number(text, "percent") is not None
    return _refused("BM-016", text) if is_percent else None


def _read_counted(cell: SourceCell, kind: NumberKind) -> Reading[Figure | NotReported]:
    reading = _read_number(cell, kind)
    if reading is None:
        return _refused("HS-019", cell.value, _EXPECTED_NUMBERS[kind])
    value = reading.value
    is_wrong = isinstance(value, Decimal) and (
        (kind != "percent" and value < 0) or (kind == "count" and value % 1 != 0)
    )
    return _refused("HS-019", cell.value, _EXPECTED_NUMBERS[kind]) if is_wrong else reading


def _read_word(cell: SourceCell, words: Collection[str]) -> Reading[str] | None:
    """Return the one word that a cell means, or ``None`` if there is none."""
    if isinstance(cell.value, bool):
        return None
    text = write_value(cell.value)
    word = match_word(text, words)
    if word is None:
        return None
    repairs = () if is_word(text, word) else (_repair("BM-049", cell, word),)
    return Reading(value=word, problems=repairs)


def _read_date(cell: SourceCell) -> Reading[date] | None:
    """Return the day in a cell, or ``None`` where there is none."""
    match cell.value:
        case datetime() as moment:
            return Reading(value=moment.date()) if is_possible(moment.date()) else None
        case date() as day:
            return Reading(value=day) if is_possible(day) else None
        case str() as text if (parsed := parse_day(text)) is not None:
            repair = _repair("BM-048", cell, format_date(parsed))
            return Reading(value=parsed, problems=() if is_as_asked(text) else (repair,))
        case _:
            return None


def _repair(code: str, cell: SourceCell, expected: str) -> CellProblem:
    return CellProblem(code=code, found=shorten(cell.as_typed), expected=expected)


def _refused(code: str, found: object, expected: str = "") -> Reading[NotReported]:
    problem = CellProblem(code=code, found=shorten(write_value(found)), expected=expected)
    return Reading(value=NotReported(reason="refused"), problems=(problem,))
