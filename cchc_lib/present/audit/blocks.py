"""What audit pages are made of: a block per number, with rows that lead up and down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cchc_lib.core.audit import Fact, Node
from cchc_lib.core.evidence import FILE_NAMES
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import RoundingRule
from cchc_lib.core.submission import EvidenceItem, Place
from cchc_lib.present.audit.node_text import Detail, Words, short_hash
from cchc_lib.present.disputes import name_document
from cchc_lib.present.headline import year_notices
from cchc_lib.present.html import render
from cchc_lib.present.trail import anchor_of
from cchc_lib.present.wording import describe_rounding, format_reference

__all__ = ["Block", "BlockMaker", "Note", "Row", "render_blocks"]

_LONGEST_VALUE = 24
_OF_GROUNDS, _NO_GROUND = {"bonus", "penalty"}, "không có mục nào được ghi cho đơn vị"
_NOWHERE = "không có ô nào: chưa có số liệu, quyết định hoặc câu trả lời"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One fact on a page, in words; ``link`` follows the words where it leads somewhere."""

    name: str
    text: str = ""
    link: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One number below a block; ``href`` is the address of its own block, where it has one."""

    label: str
    value: str
    kind: str
    look: str = ""
    depth: int = 0
    href: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One number with an anchor: its facts, the numbers below it, and the way up."""

    anchor: str
    level: int
    label: str
    value: str
    kind: str
    look: str
    up: tuple[str, str]
    notes: tuple[Note, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockMaker:
    """Turns traced numbers into blocks; knows the pages, files and documents they lead to.

    ``files`` and ``documents`` give the number of a file by its path, and of a row of the
    register, as the lists at the foot of the page count them.
    """

    words: Words
    files: Mapping[str, int] = field(default_factory=dict)
    documents: Mapping[EvidenceItem, int] = field(default_factory=dict)

    def block(self, node: Node, level: int, up: tuple[str, str], rows: Iterable[Row] = ()) -> Block:
        """Return the block of a number, with the rows it is made of."""
        inner = self.words.inside(node)
        notes = [self._note(detail) for detail in inner.details(node)]
        if node.subject == "component" and not _read_at(node):
            notes.append(Note(name="Đọc từ", text=_NOWHERE))
        if node.subject in _OF_GROUNDS and not node.parts:
            notes.append(Note(name="Đọc từ", text=_NO_GROUND))
        return Block(
            anchor=anchor_of(node),
            level=level,
            label=inner.label(node),
            value=inner.value(node),
            kind=inner.kind(node),
            look=inner.look(node),
            up=up,
            notes=tuple(notes),
            rows=tuple(rows),
        )

    def row(
        self,
        node: Node,
        words: Words,
        above: tuple[Fact, ...] = (),
        *,
        href: str = "",
        depth: int = 0,
    ) -> Row:
        """Return a number as a row; what also stands ``above`` it is not said again."""
        inner = words.inside(node)
        value = inner.value(node)
        is_long = len(value) > _LONGEST_VALUE
        said = (Note(name="Nội dung", text=value),) if is_long else ()
        return Row(
            label=inner.label(node),
            value="" if is_long else value,
            kind=inner.kind(node),
            look=inner.look(node),
            depth=depth,
            href=href,
            notes=(*said, *(self._note(detail) for detail in inner.details(node, above))),
        )

    def link_row(self, node: Node) -> Row:
        """Return a number that has a block of its own on the page: name and value only."""
        inner = self.words.inside(node)
        label, value, kind = inner.label(node), inner.value(node), inner.kind(node)
        href = f"#{anchor_of(node)}"
        return Row(label=label, value=value, kind=kind, look=inner.look(node), href=href)

    def cell_row(self, node: Node) -> Row:
        """Return a component with a block of its own: its clause, and the cell it was read from."""
        clause = tuple(fact for fact in node.facts if fact.name == "legal_reference")
        read = _read_at(node)
        said = self.words.inside(node).details(replace(node, facts=(*clause, *read)))
        notes = [self._note(detail) for detail in said]
        if not read:
            notes.append(Note(name="Đọc từ", text=_NOWHERE))
        return replace(self.link_row(node), depth=1, notes=tuple(notes))

    def _note(self, detail: Detail) -> Note:
        match detail.fact.value:
            case Place(file=file) if detail.sha256 and file in self.files:
                href = f"#file-{self.files[file]}"
                link = short_hash(detail.sha256)
                return Note(name=detail.name, text=detail.text, link=link, href=href)
            case EvidenceItem() as item if item in self.documents:
                href = f"#evidence-{self.documents[item]}"
                text = f"{FILE_NAMES[item.state]}:"
                return Note(name=detail.name, text=text, link=name_document(item), href=href)
            case RoundingRule():
                return Note(name=detail.name, link="quy tắc làm tròn", href="#rounding")
            case _:
                return Note(name=detail.name, text=detail.text)


def render_blocks(
    year: YearResult, blocks: Sequence[Block], *, with_sources: bool = False, **words: object
) -> str:
    """Return an audit page of blocks; ``words`` are the rest of what its template shows."""
    return render(
        "audit.html.j2",
        notices=year_notices(year),
        blocks=blocks,
        rounding=describe_rounding(year.edition.rounding),
        rounding_reference=format_reference(year.edition.rounding.legal_reference),
        with_sources=with_sources,
        **words,
    ).markup


def _read_at(node: Node) -> tuple[Fact, ...]:
    """Return the cell of the stage that a component's points were taken from.

    Without such a stage it is the first cell that anything below the component was read from.
    """
    taken = set(node.found("taken_from"))
    own = [part for part in node.parts if part.subject in taken and part.kind != "refused"]
    for part in (inner for one in (*own, node) for inner in one.walk()):
        for fact in part.facts:
            if isinstance(fact.value, Place):
                return (fact,)
    return ()
