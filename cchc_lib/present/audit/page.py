"""The audit page of a unit: every number of it with an anchor, down to cell, clause, evidence."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cchc_lib.core.audit import Fact, Node, explain_stage, explain_unit
from cchc_lib.core.evidence import FILE_NAMES
from cchc_lib.core.results import YearResult
from cchc_lib.core.submission import EvidenceItem
from cchc_lib.present.audit.blocks import Block, BlockMaker, Row, render_blocks
from cchc_lib.present.audit.derivation import file_hashes
from cchc_lib.present.audit.node_text import Words
from cchc_lib.present.disputes import name_document
from cchc_lib.present.frame import frame
from cchc_lib.present.names import KIND_NAMES
from cchc_lib.present.summaries import find_unit
from cchc_lib.present.trail import anchor_of, group_page
from cchc_lib.present.wording import format_place

__all__ = ["render_audit_page"]

_MOST_PEERS = 30
"""So many units with a better or the same place are listed before some are left out."""
_JUMP = (
    ("index", "Chỉ số"),
    ("rank", "Thứ hạng"),
    ("grade", "Xếp loại"),
    ("total", "Tổng điểm"),
    ("register", "Tài liệu kiểm chứng"),
    ("files", "Tệp đã đọc"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """One row of the evidence register as the page lists it."""

    name: str
    location: str
    state: str
    sha256: str
    place: str
    components: tuple[str, ...]


def render_audit_page(
    year: YearResult, unit_code: str, *, seal: str = "", home: str = "", report: str = ""
) -> str:
    """Return the whole page.

    Parameters
    ----------
    year
        The computed year; of its scores only those of the unit are needed.
    unit_code
        Whose numbers to trace.
    seal
        What the footer shows of the log of the run.
    home, report
        Addresses of the run's first page and of the unit's report, linked when given.
    """
    unit, _ = find_unit(year, unit_code)
    group = year.edition.group(unit.group_code)
    root = explain_unit(year, unit_code)
    stages = [explain_stage(year, unit_code, one.stage) for one in year.standings_of(unit_code)]
    register = year.register_of(unit_code)
    known = {score.component_code for score in year.scores_of(unit_code)}
    hashes = _files_of(root, stages)
    maker = BlockMaker(
        words=Words.of_year(year),
        files={file: number for number, file in enumerate(hashes, start=1)},
        documents={item: number for number, item in enumerate(register, start=1)},
    )
    return render_blocks(
        year,
        list(_blocks(maker, root, stages)),
        title=f"Nguồn gốc từng con số: {unit.name_vi}",
        subtitle=f"{year.assessment.title_vi} · {group.name_vi}",
        top=frame(
            "Nguồn gốc từng con số",
            home=home,
            above=[
                (group.name_vi, f"{group_page(group.code)}.html#mean"),
                (f"Báo cáo của {unit.name_vi}", report),
            ],
        ),
        jump=[*_JUMP, *((anchor_of(node), maker.words.label(node)) for node in _areas(root))],
        with_sources=True,
        files=hashes,
        documents=[_document(item, known) for item in register],
        seal=seal,
    )


def _files_of(root: Node, stages: Sequence[Node]) -> Mapping[str, str]:
    found = file_hashes(root)
    for stage in stages:
        found |= file_hashes(stage)
    return {file: found[file] for file in sorted(found) if not file.startswith("evidence/")}


def _areas(root: Node) -> list[Node]:
    total = next(part for part in root.parts if part.subject == "total")
    return [part for part in total.parts if part.subject == "area"]


def _blocks(maker: BlockMaker, root: Node, stages: Sequence[Node]) -> Iterator[Block]:
    rank, grade, total = root.parts
    to_index, to_total = ("#index", "Chỉ số"), ("#total", "Tổng điểm")
    below = [maker.link_row(node) for node in (*root.parts, *stages)]
    cells = _cell_rows(maker, _areas(root))
    yield maker.block(root, 2, ("", ""), (*below, *cells))
    said = (*root.facts, *rank.facts)
    yield maker.block(rank, 2, to_index, _peer_rows(maker, rank, said))
    yield maker.block(grade, 2, to_index, _inner_rows(maker, grade, maker.words))
    yield maker.block(total, 2, to_index, [maker.link_row(node) for node in total.parts])
    for node in total.parts:
        if node.subject != "area":
            yield maker.block(node, 2, to_total, _inner_rows(maker, node, maker.words))
    for stage in stages:
        yield maker.block(stage, 2, to_index, _stage_rows(maker, stage))
    for area in _areas(root):
        yield maker.block(area, 2, to_total, _cell_rows(maker, area.parts))
        to_area = (f"#{anchor_of(area)}", f"Lĩnh vực {area.code}")
        for criterion in area.parts:
            yield maker.block(criterion, 3, to_area, map(maker.link_row, criterion.parts))
            to_criterion = (f"#{anchor_of(criterion)}", f"Tiêu chí {criterion.code}")
            for node in criterion.parts:
                rows = _inner_rows(maker, node, maker.words.inside(node))
                yield maker.block(node, 4, to_criterion, rows)


def _peer_rows(maker: BlockMaker, rank: Node, said: tuple[Fact, ...]) -> Iterator[Row]:
    """Yield the units ahead and level; of very many the first, the nearest and some level ones.

    The page of the group, linked then, lists all of them.
    """
    level = [node for node in rank.parts if "level" in node.found("relation")]
    ahead = [node for node in rank.parts if "level" not in node.found("relation")]
    shown = rank.parts
    if len(shown) > _MOST_PEERS:
        level = level[: _MOST_PEERS // 3]
        shown = (*ahead[:1], *ahead[1:][-(_MOST_PEERS - 1 - len(level)) :], *level)
    for node in shown:
        yield maker.row(node, maker.words, said, href=f"{node.code}.html#{node.subject}")
    if left := len(rank.parts) - len(shown):
        label = f"và {left} đơn vị nữa đứng trên hoặc đồng hạng: xem trang của nhóm"
        href = f"{group_page(rank.code)}.html#mean"
        yield Row(label=label, value="", kind=KIND_NAMES["law"], href=href)


def _cell_rows(maker: BlockMaker, nodes: Iterable[Node]) -> Iterator[Row]:
    """Yield numbers, each followed by the components in it with their cells."""
    for node in nodes:
        yield maker.link_row(node)
        for inner in node.walk():
            if inner.subject == "component":
                yield maker.cell_row(inner)


def _inner_rows(
    maker: BlockMaker,
    node: Node,
    words: Words,
    above: tuple[Fact, ...] = (),
    depth: int = 0,
) -> Iterator[Row]:
    """Yield everything below a number, in order, each step in deeper by one."""
    for part in node.parts:
        yield maker.row(part, words, (*above, *node.facts), depth=depth)
        yield from _inner_rows(maker, part, words, node.facts, depth + 1)


def _stage_rows(maker: BlockMaker, stage: Node) -> Iterator[Row]:
    for node in stage.parts:
        href = f"#component-{node.code}"
        yield maker.row(node, maker.words, stage.facts, href=href)


def _document(item: EvidenceItem, known: Collection[str]) -> _Document:
    return _Document(
        name=name_document(item),
        location=item.location,
        state=FILE_NAMES[item.state],
        sha256=item.sha256,
        place=format_place(item.place),
        components=tuple(code for code in item.component_codes if code in known),
    )
