"""The blocks of a report as the data that the template sets: the one way of text into a PDF.

All that units wrote goes there as JSON, and the template shows it as text; no text of theirs is
ever read as a sentence of the typesetting language. Signs that nobody sees are named in place.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, assert_never

from cchc_lib.present.language import language, later, tr
from cchc_lib.present.pdf.blocks import (
    Block,
    Cards,
    Facts,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Report,
    Table,
    TableColumn,
    Words,
    plain,
)
from cchc_lib.vietnamese import show_hidden

__all__ = ["lay_out"]

_LONG_WORD = re.compile(r"[^\s\u200b]{19,}")
_PIECE = re.compile(r"[^/._\-,;]{1,18}[/._\-,;]*|[/._\-,;]+")
_BREAK = "\u200b"
_VIEW = re.compile(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')
_ANNEX = later("Phụ lục")
"""How the heading begins that starts the part of a report to look things up in."""
_TALLEST = 1.3
"""How much higher than wide a drawing may be to fill the width of a sheet."""
_LONGEST_KEPT = 900
"""The characters of a cell up to which its row is kept on one sheet."""
_SHORT = 19
_HEADING_LINES = 3
_FEW, _SHORT_TABLE = 4, 8
"""The columns and rows of tables that may stand side by side."""
_LETTER, _PADDING, _WIDEST = 0.56, 1.25, 12
_LEAST, _MOST, _EVEN, _BLANKS = 9.0, 70.0, 0.7, 0.25
"""The characters that a column of text counts for at least and at most, and how they are evened."""


def lay_out(report: Report) -> str:
    """Return what the template is given."""
    return json.dumps(
        {
            "language": language(),
            "words": {"seal": tr("Mã chuỗi kiểm chứng"), "page": tr("Trang")},
            "title": _letters(report.title),
            "kind": _letters(report.kind),
            "subtitle": _letters(report.subtitle),
            "notices": [_letters(text) for text in report.notices],
            "marks": [_letters(re.split("[:,.]", text)[0].upper()) for text in report.notices],
            "blocks": [*_following(report.blocks)],
        },
        ensure_ascii=False,
    )


def _following(blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    """Yield blocks as data, each with whether it opens a section.

    Two short tables with the same few columns stand side by side.
    """
    is_below = False
    left = list(blocks)
    while left:
        block = left.pop(0)
        if left and _are_twins(block, left[0]):
            yield {"is": "pair", "tables": [_block(block), _block(left.pop(0))], "opens": False}
        else:
            yield _block(block) | {"opens": is_below}
        is_below = isinstance(block, Heading)


def _are_twins(one: Block, other: Block) -> bool:
    """Tell whether two blocks are short tables of the same few columns."""
    return (
        isinstance(one, Table)
        and isinstance(other, Table)
        and one.columns == other.columns
        and len(one.columns) <= _FEW
        and max(len(one.rows), len(other.rows)) <= _SHORT_TABLE
    )


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Figure():
            return _figure(block)
        case Table():
            return _table(block)
        case Heading(words=words, level=level):
            is_annex = plain(words).startswith(tr(_ANNEX))
            said: dict[str, Any] = {"body": _words(words), "level": level, "annex": is_annex}
        case Paragraph(words=words, kind=kind):
            said = {"body": _words(words), "kind": kind}
        case Listing(items=items):
            said = {"items": [_words(item) for item in items]}
        case Cards(cards=cards):
            said = {"cards": [[_words(part) for part in card] for card in cards]}
        case Facts(pairs=pairs):
            said = {"pairs": [[_words(part) for part in pair] for pair in pairs]}
        case _:
            assert_never(block)
    return {"is": type(block).__name__.lower(), **said}


def _figure(figure: Figure) -> dict[str, Any]:
    view = _VIEW.search(figure.svg)
    is_tall = view is not None and float(view[2]) > _TALLEST * float(view[1])
    return {
        "is": "figure",
        "title": _letters(figure.title),
        "svg": figure.svg,
        "alt": figure.alt,
        "caption": _letters(figure.caption),
        "tall": is_tall,
    }


def _table(table: Table) -> dict[str, Any]:
    texts = [[plain(cell) for cell in row] for row in table.rows]
    longest = max((len(text) for row in texts for text in row), default=0)
    return {
        "is": "table",
        "caption": _letters(table.caption),
        "titles": [_letters(column.title) for column in table.columns],
        "numbers": [column.is_number for column in table.columns],
        "widths": [
            _width(column, [row[place] for row in texts])
            for place, column in enumerate(table.columns)
        ],
        "rows": [[_words(cell) for cell in row] for row in table.rows],
        "own": list(table.highlighted),
        "wide": table.is_wide,
        "loose": longest > _LONGEST_KEPT,
    }


def _width(column: TableColumn, texts: Sequence[str]) -> tuple[str, float]:
    """Return the width of a column: of its own for short values, else a share of what is left."""
    title = max(*map(len, column.title.split()), len(column.title) / _HEADING_LINES)
    if column.is_number or column.is_code:
        letters = max((len(line) for text in texts for line in text.split("\n")), default=0)
        return "em", round(_LETTER * min(max(letters, title), _WIDEST) + _PADDING, 2)
    said = [len(text) for text in texts if text]
    mean = sum(said) / max(len(said), 1) * (len(said) / max(len(texts), 1)) ** _BLANKS
    return "fr", round(min(max(mean, title, _LEAST), _MOST) ** _EVEN, 2)


def _words(words: Words) -> str | list[str | tuple[str, Sequence[str]]]:
    """Return words with the names of their looks, where they have any."""
    if all(not run.looks and run.text != "\n" for run in words):
        return _letters(plain(words))
    return [
        (_letters(run.text), sorted(run.looks))
        if run.looks or run.text == "\n"
        else _letters(run.text)
        for run in words
    ]


def _letters(text: str) -> str:
    """Return text that shows what is hidden in it, and whose long words may be broken."""
    if text.isascii() and text.isprintable() and len(text) < _SHORT:
        return text
    return _LONG_WORD.sub(lambda word: _BREAK.join(_pieces(word[0])), show_hidden(text))


def _pieces(word: str) -> Iterable[str]:
    """Return the pieces that a long word may be broken into, after its signs where it has any."""
    return _PIECE.findall(word)
