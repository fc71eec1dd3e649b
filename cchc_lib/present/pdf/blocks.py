"""What a report on paper consists of: values that the template sets, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "Block",
    "Cards",
    "Facts",
    "Figure",
    "Heading",
    "Listing",
    "Paragraph",
    "Report",
    "Run",
    "Table",
    "TableColumn",
    "Words",
    "plain",
]


@dataclass(frozen=True, slots=True)
class Run:
    r"""Letters that look alike; ``looks`` names how, and a run ``"\n"`` begins a line."""

    text: str
    looks: frozenset[str] = frozenset()


Words = Sequence[Run]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of a section, or of a part of one."""

    words: Words
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; ``kind`` is empty, or says what it is for: ``state``, ``code``."""

    words: Words
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of items."""

    items: Sequence[Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """Figures set large: label, value and note of each."""

    cards: Sequence[tuple[Words, Words, Words]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Named facts."""

    pairs: Sequence[tuple[Words, Words]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing as SVG, empty where there was nothing to draw, and what is said of it."""

    title: str
    svg: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column: its heading, and whether it holds numbers or unbroken codes."""

    title: str
    is_number: bool = False
    is_code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; ``highlighted`` are the indices of rows that are set apart."""

    caption: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[Words]]
    highlighted: Sequence[int] = ()
    is_wide: bool = False


Block = Heading | Paragraph | Listing | Cards | Facts | Figure | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report: what it is called, what it is about, what is said on every page, its blocks."""

    title: str
    kind: str
    subtitle: str
    notices: Sequence[str]
    blocks: Sequence[Block]


def plain(words: Words) -> str:
    """Return words without their looks."""
    return "".join(run.text for run in words)
