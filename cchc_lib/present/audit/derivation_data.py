"""How a number came about, for other programs: one JSON object, or the rows of a table."""

from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cchc_lib.core.audit import FactName, FactValue, Node, NodeValue
from cchc_lib.core.quantities import exact_text
from cchc_lib.core.results import YearResult
from cchc_lib.core.submission import Place
from cchc_lib.present.audit.node_text import Words
from cchc_lib.present.names import FACT_NAMES

__all__ = ["NODE_COLUMNS", "TREE_FORMAT", "node_rows", "tree_data"]

TREE_FORMAT = 2
"""The format of the object, counted up when its shape changes."""

NODE_COLUMNS = (
    "depth", "path", "kind", "label", "value", "clause", "parameters", "exact", "rounding",
    "file", "sha256", "sheet", "cell", "evidence", "role", "date", "document", "reason",
)  # fmt: skip

_OF_THEIR_OWN = {
    "legal_reference", "exact", "sub_index_exact", "rounding", "place", "evidence_place",
    "sha256", "evidence", "role", "decided_on", "document", "reason", "refused", "explanation",
    "problem",
}  # fmt: skip
"""The facts that have a column; all others are parameters."""


def tree_data(node: Node, year: YearResult) -> dict[str, Any]:
    """Return a tree of numbers as plain data: every value as such and in words."""
    return _data(node, Words.of_year(year))


def node_rows(node: Node, year: YearResult) -> Iterator[tuple[object, ...]]:
    """Yield one row per node, from the root down; a node without a clause has that above it."""
    yield from _rows(node, Words.of_year(year), 0, "", "")


def _data(node: Node, words: Words) -> dict[str, Any]:
    inner = words.inside(node)
    return {
        "subject": node.subject,
        "code": node.code,
        "label": inner.label(node),
        "kind": node.kind,
        "kind_vi": inner.kind(node),
        "value": _plain(node.value),
        "text": inner.value(node),
        "facts": [
            {"name": fact.name, "value": _plain(fact.value), "text": inner.fact(fact)}
            for fact in node.facts
        ],
        "parts": [_data(part, inner) for part in node.parts],
    }


def _plain(value: NodeValue | FactValue) -> object:
    """Return a record as a table of its fields; numbers and dates stay what they are."""
    if is_dataclass(value):
        return asdict(value)
    return value


def _rows(
    node: Node, words: Words, depth: int, above: str, clause_above: str
) -> Iterator[tuple[object, ...]]:
    inner = words.inside(node)
    path = f"{above}/{_step(node)}".removeprefix("/")
    clause = _joined(inner, node, "legal_reference") or clause_above
    yield (
        depth,
        path,
        node.kind,
        inner.label(node),
        node.value if isinstance(node.value, Decimal) else inner.value(node),
        clause,
        _parameters(inner, node),
        _exact(node),
        _joined(inner, node, "rounding"),
        *_read_from(node),
        _joined(inner, node, "evidence"),
        _joined(inner, node, "role"),
        next(iter(node.found("decided_on")), ""),
        _joined(inner, node, "document"),
        _joined(inner, node, "reason", "refused", "problem", "explanation"),
    )
    for part in node.parts:
        yield from _rows(part, inner, depth + 1, path, clause)


def _step(node: Node) -> str:
    return f"{node.subject}-{node.code}" if node.code else node.subject


def _joined(words: Words, node: Node, *names: FactName) -> str:
    return "; ".join(words.fact(fact) for fact in node.facts if fact.name in names)


def _parameters(words: Words, node: Node) -> str:
    own = [fact for fact in node.facts if fact.name not in _OF_THEIR_OWN]
    return "; ".join(f"{FACT_NAMES[fact.name]}: {words.fact(fact)}" for fact in own)


def _exact(node: Node) -> str:
    """Write the value before rounding; a number that was not rounded is its own."""
    for fact in node.facts:
        if fact.name == "exact" and isinstance(fact.value, Fraction):
            return exact_text(fact.value)
    return f"{node.value:f}" if isinstance(node.value, Decimal) else ""


def _read_from(node: Node) -> tuple[str, str, str, str]:
    """Return file, hash, sheet and cell of the place a node was read from."""
    for place, fact in enumerate(node.facts):
        if isinstance(fact.value, Place):
            after = node.facts[place + 1 : place + 2]
            digest = next((str(f.value) for f in after if f.name == "sha256"), "")
            return fact.value.file, digest, fact.value.sheet, fact.value.cell
    return "", "", "", ""
