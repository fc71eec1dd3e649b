"""How a number came about, as a tree: for the page as nested details, for the terminal as lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cchc_lib.core.audit import Fact, Node
from cchc_lib.core.results import YearResult
from cchc_lib.core.submission import EvidenceItem, Place
from cchc_lib.present.audit.node_text import LOOKS, Detail, Words, short_hash
from cchc_lib.present.headline import Card, headline, year_notices
from cchc_lib.present.html import Html, render
from cchc_lib.present.names import KIND_KEYS, KIND_NAMES

__all__ = ["derivation_headline", "draw_tree", "file_hashes", "format_tree"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One node in words; ``look`` sets an override or a refused decision apart."""

    label: str
    value: str
    kind: str
    look: str
    details: tuple[tuple[str, str], ...]
    parts: tuple["_Line", ...] = field(default=())


def derivation_headline(year: YearResult, code: str, node: Node) -> Html:
    """Open the audit of one number: which number, of what unit or group, and how it stands."""
    words = Words.of_year(year)
    name = words.names.get(("unit", code)) or words.names["group", code]
    details = {detail.fact.name: detail.text for detail in words.details(node)}
    return headline(
        title=words.label(node),
        subtitle=f"{name} · {year.assessment.title_vi}",
        cards=[
            Card(
                label="Giá trị",
                value=words.value(node),
                note=f"trên {details['max_score']} điểm tối đa" if "max_score" in details else "",
            ),
            Card(
                label="Cách có được",
                value=words.kind(node),
                note=f"lấy từ: {details['taken_from']}" if "taken_from" in details else "",
            ),
        ],
        notices=year_notices(year),
    )


def draw_tree(node: Node, year: YearResult) -> Html:
    """Draw a tree of numbers as nested details; overrides stand open and marked."""
    line = _read(node, Words.of_year(year))
    return render("tree.html.j2", root=line, open_depth=2, files=file_hashes(node))


def format_tree(node: Node, year: YearResult) -> str:
    """Write a tree of numbers as indented lines for a terminal, then the files it was read from."""
    looks = {KIND_NAMES[kind]: kind for kind in LOOKS}
    key = "; ".join(
        f"{_mark(name, looks.get(name, ''))} {meaning}" for name, meaning in KIND_KEYS.items()
    )
    files = [f"  {digest}  {file}" for file, digest in file_hashes(node).items()]
    listed = ["", "SHA-256 của các tệp đã đọc:", *files] if files else []
    return "\n".join(
        [*_lines(_read(node, Words.of_year(year)), 0), *listed, "", f"Chú thích: {key}."]
    )


def file_hashes(node: Node) -> dict[str, str]:
    """Return the hash of every file that a number was read from, by its path, sorted."""
    found: dict[str, str] = {}
    for part in node.walk():
        for before, fact in zip(part.facts, part.facts[1:], strict=False):
            if fact.name == "sha256" and isinstance(before.value, Place):
                found[before.value.file] = str(fact.value)
        for fact in part.facts:
            if isinstance(fact.value, EvidenceItem) and fact.value.sha256:
                found[f"evidence/{fact.value.unit_code}/{fact.value.location}"] = fact.value.sha256
    return dict(sorted(found.items()))


def _lines(line: _Line, depth: int) -> Iterator[str]:
    margin = "  " * depth
    mark = _mark(line.kind, line.look)
    yield f"{margin}{line.label}: {line.value}  {mark}"
    for name, text in line.details:
        yield f"{margin}    {name}: {text}"
    for part in line.parts:
        yield from _lines(part, depth + 1)


def _mark(kind: str, look: str) -> str:
    return f"!!! {kind} !!!" if look else f"[{kind}]"


def _read(node: Node, words: Words, above: tuple[Fact, ...] = ()) -> _Line:
    inner = words.inside(node)
    return _Line(
        label=inner.label(node),
        value=inner.value(node),
        kind=inner.kind(node),
        look=inner.look(node),
        details=tuple((d.name, _with_hash(d)) for d in inner.details(node, above)),
        parts=tuple(_read(part, inner, node.facts) for part in node.parts),
    )


def _with_hash(detail: Detail) -> str:
    return f"{detail.text} ({short_hash(detail.sha256)})" if detail.sha256 else detail.text
