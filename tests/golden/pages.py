"""Reads the pages of a run as a reader sees them: tables, cells, links and anchors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

NUMBER = re.compile(r"[+−±]?\d[\d.]*(,\d+)?([/%].*)?( \(.*\)| trên .*)?")
VOID = {"br", "meta", "input", "link", "img", "hr"}


@dataclass
class Cell:
    """One cell: its heading, its text and the addresses it links to."""

    table: str
    heading: str
    text: str = ""
    links: list[str] = field(default_factory=list)

    @property
    def is_number(self) -> bool:
        return NUMBER.fullmatch(self.text) is not None


@dataclass
class Page:
    """A page: its cells, all its links, its anchors, and what stands inside each anchor."""

    path: Path
    cells: list[Cell] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page, self.open = page, []
        self.caption, self.headings, self.column = "", [], 0
        self.cell: Cell | None = None

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag not in VOID:
            self.open.append((tag, attributes))
        if "id" in attributes:
            self.page.anchors.add(attributes["id"])
            if any(t == "details" and "open" not in a for t, a in self.open[:-1]):
                self.page.hidden.add(attributes["id"])
        if tag == "table":
            self.caption, self.headings = "", []
        elif tag == "tr":
            self.column = 0
        elif tag in {"td", "th"}:
            self._start_cell()
        elif tag == "a" and "href" in attributes:
            self.page.links.append(attributes["href"])
            if self.cell is not None:
                self.cell.links.append(attributes["href"])

    def _start_cell(self):
        heading = self.headings[self.column] if self.column < len(self.headings) else ""
        self.cell = Cell(self.caption, heading)

    def handle_endtag(self, tag):
        if tag in {"td", "th"} and self.cell is not None:
            self.cell.text = " ".join(self.cell.text.split())
            if any(t == "thead" for t, _ in self.open):
                self.headings.append(self.cell.text)
            elif any(t == "table" and "cchc-table" in a.get("class", "") for t, a in self.open):
                self.page.cells.append(self.cell)
            self.column, self.cell = self.column + 1, None
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.text += data
        elif self.open and self.open[-1][0] == "caption":
            self.caption += data


def read_page(path: Path) -> Page:
    page = Page(path)
    _Reader(page).feed(path.read_text("utf-8"))
    return page


def numbers_on(page: Page) -> Iterator[Cell]:
    """Yield the cells of a page's tables that hold a number."""
    return (cell for cell in page.cells if cell.is_number)
