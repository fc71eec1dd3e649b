"""A report for paper, read from its page: the page is what was checked, and says the same."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import dropwhile

from cchc_lib.present.language import later, tr
from cchc_lib.present.pdf.blocks import (
    Block,
    Cards,
    Facts,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Report,
    Run,
    Table,
    TableColumn,
    Words,
    plain,
)
from cchc_lib.present.pdf.elements import DRAWING, Element, read_elements, text_of

__all__ = ["read_report"]

_ON_SCREEN = {"cchc-home", "cchc-search", "cchc-seal", "cchc-notice"}
"""What stands on a page for who reads it on a screen, or is repeated on every sheet."""
_FRAME = later(("Câu hỏi:", "Người đọc:", "Báo cáo này không ghi tệp nào"))
"""How the paragraphs begin that a notebook says of itself."""
_CLICK = later("Bấm vào ")
"""How a sentence begins that tells what to click on."""
_READING = later("Cách đọc:")
"""How a paragraph begins that says how a drawing or table is read."""
_LOOKS = {"strong": "strong", "b": "strong", "em": "emph", "i": "emph", "code": "code"}
_MARKED = ("cchc-mark-error", "cchc-mark-override", "cchc-mark-warning", "cchc-mark-note")
_SMALL = "cchc-small"
_BLANK = re.compile(r"\s+")


def read_report(page: str) -> Report:
    """Return the report of a page, called as its main figures are, or else as the page."""
    root = read_elements(page)
    main = next(root.find("main"), root)
    heading = next((_clean(one) for one in main.find("h1")), "")
    opening = next(main.find("cchc-headline"), None)
    if opening is None:
        return Report(title=heading, kind="", subtitle="", notices=(), blocks=(*_blocks(main),))
    title = next((text_of(p) for p in opening.find("cchc-headline-title")), "")
    return Report(
        title=title or heading,
        kind=heading if title else "",
        subtitle=next((text_of(p) for p in opening.find("cchc-headline-subtitle")), ""),
        notices=(*dict.fromkeys(text_of(one) for one in opening.find("cchc-notice")),),
        blocks=(*dropwhile(_is_before, _blocks(main)),),
    )


def _is_before(block: Block) -> bool:
    """Tell whether a block only leads to the main figures, as the title does by itself."""
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and not block.kind)


def _blocks(element: Element) -> Iterator[Block]:
    """Yield the blocks of an element in their order."""
    for part in element.parts():
        if not part.kinds.isdisjoint(_ON_SCREEN):
            continue
        match part.tag:
            case "h1":
                pass
            case "h2" | "h3" | "h4":
                yield Heading(words=[Run(_clean(part))], level=int(part.tag[1]) - 1)
            case "p":
                yield from _paragraph(part)
            case "ul" | "ol":
                yield Listing(items=[_words(item) for item in part.find("li")])
            case "pre":
                yield Paragraph(words=[Run(_raw(part))], kind="code")
            case "figure":
                yield _figure(part)
            case "table":
                yield _table(part)
            case _:
                yield from _section(part)


def _section(part: Element) -> Iterator[Block]:
    """Yield the blocks of an element that only holds others, by what it is for."""
    if "cchc-cards" in part.kinds:
        cards = [[_words(line) for line in card.parts()] for card in part.find("cchc-card")]
        yield Cards(cards=[(label, value, note) for label, value, note in cards])
    elif "cchc-facts" in part.kinds:
        words = [_words(one) for one in part.parts()]
        yield Facts(pairs=list(zip(words[::2], words[1::2], strict=True)))
    elif "cchc-fact-name" not in part.kinds:
        yield from _blocks(part)


def _paragraph(part: Element) -> Iterator[Paragraph]:
    """Yield a paragraph, unless it is of no use on paper."""
    if part.kinds & {"cchc-headline-title", "cchc-headline-subtitle"}:
        return
    words = _words(part)
    if len(words) == 1:
        words = [replace(words[0], text=_without_clicks(words[0].text))]
    text = plain(words).strip()
    if not text or text.startswith(tuple(map(tr, _FRAME))):
        return
    kind = "state" if "cchc-state" in part.kinds else "guide" if _is_guide(text) else ""
    yield Paragraph(words=words, kind=kind)


def _is_guide(text: str) -> bool:
    """Tell whether a paragraph says how a drawing or table is read."""
    return text.startswith(tr(_READING))


def _without_clicks(text: str) -> str:
    """Return a text without the sentences that say what to click on."""
    return re.sub(rf"\s*{re.escape(tr(_CLICK))}[^.]*\.", "", text)


def _figure(part: Element) -> Figure:
    drawing = next(part.find(DRAWING), None)
    scroll = next(part.find("cchc-scroll"), part)
    return Figure(
        title=next((text_of(one) for one in part.find("cchc-figure-title")), ""),
        svg=str(drawing.children[0]) if drawing else "",
        alt=next((one.attributes.get("aria-label", "") for one in scroll.parts()), ""),
        caption=next((text_of(one) for one in part.find("figcaption")), ""),
    )


def _table(part: Element) -> Table:
    head = next(part.find("thead"), Element(tag="thead"))
    body = next(part.find("tbody"), part)
    rows = list(body.find("tr"))
    return Table(
        caption=next((text_of(one) for one in part.find("caption")), ""),
        columns=[
            TableColumn(
                title=text_of(one),
                is_number="cchc-number" in one.kinds,
                is_code="cchc-code" in one.kinds,
            )
            for row in head.find("tr")
            for one in row.parts()
        ],
        rows=[[_words(cell) for cell in row.parts()] for row in rows],
        highlighted=[place for place, row in enumerate(rows) if "cchc-own" in row.kinds],
        is_wide="cchc-wide" in part.kinds,
    )


def _words(part: Element) -> Words:
    """Return the words of an element with their looks, without blanks around them."""
    runs = list(_runs(part, frozenset()))
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip(" "))
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
    return [run for run in runs if run.text]


def _runs(part: Element, looks: frozenset[str]) -> Iterator[Run]:
    for child in part.children:
        if isinstance(child, str):
            yield Run(_BLANK.sub(" ", child), looks)
        elif child.tag == "br":
            yield Run("\n", looks)
        elif child.kinds.isdisjoint(_ON_SCREEN):
            yield from _runs(child, looks | _looks_of(child))


def _looks_of(part: Element) -> frozenset[str]:
    """Return what an element adds to the looks of its words."""
    marks = {name.removeprefix("cchc-") for name in _MARKED if name in part.kinds}
    small = {"small"} if _SMALL in part.kinds else set()
    own = {_LOOKS[part.tag]} if part.tag in _LOOKS else set()
    return frozenset(marks | small | own)


def _raw(part: Element) -> str:
    """Return the text of an element with its lines."""
    return "".join(c if isinstance(c, str) else _raw(c) for c in part.children).strip("\n")


def _clean(part: Element) -> str:
    """Return the words of a heading, without the sign that links to it."""
    return plain(_words(part))
