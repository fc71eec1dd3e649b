"""The audit page of a group: its means, and every unit's value that they are made of."""

from collections.abc import Iterator

from cchc_lib.core.audit import explain_area_mean, explain_mean
from cchc_lib.core.results import YearResult
from cchc_lib.core.stages import ComponentScore
from cchc_lib.present.audit.blocks import Block, BlockMaker, Note, Row, render_blocks
from cchc_lib.present.audit.node_text import Words
from cchc_lib.present.frame import frame
from cchc_lib.present.names import FACT_NAMES, KIND_NAMES
from cchc_lib.present.summaries import GroupLoss, group_losses, lost_points
from cchc_lib.present.trail import PROVINCE_PAGE
from cchc_lib.present.wording import (
    format_exact,
    format_points,
    format_reference,
    format_total,
)

__all__ = ["render_group_page"]

_TOP = 2


def render_group_page(year: YearResult, group_code: str, *, seal: str = "", home: str = "") -> str:
    """Return the whole page of a group; ``home`` and ``seal`` as on the page of a unit."""
    group = year.edition.group(group_code)
    maker = BlockMaker(words=Words.of_year(year))
    blocks = [*_mean_blocks(year, maker, group_code), *_loss_blocks(year, group_code)]
    return render_blocks(
        year,
        blocks,
        title=f"Nguồn gốc các số bình quân: {group.name_vi}",
        subtitle=year.assessment.title_vi,
        top=frame(group.name_vi, home=home, above=[("Nguồn gốc con số", f"{PROVINCE_PAGE}.html")]),
        jump=[(block.anchor, block.label) for block in blocks if block.level == _TOP],
        seal=seal,
    )


def _mean_blocks(year: YearResult, maker: BlockMaker, group_code: str) -> Iterator[Block]:
    mean = explain_mean(year, group_code)
    rows = (
        maker.row(node, maker.words, mean.facts, href=f"{node.code}.html#index")
        for node in mean.parts
    )
    yield maker.block(mean, _TOP, ("", ""), rows)
    members = {unit.unit_code for unit in year.group_units(group_code)}
    for code in dict.fromkeys(a.area_code for a in year.areas if a.unit_code in members):
        node = explain_area_mean(year, group_code, code)
        rows = (
            maker.row(part, maker.words, node.facts, href=f"{part.code}.html#area-{code}")
            for part in node.parts
        )
        yield maker.block(node, _TOP, ("#mean", "Bình quân"), rows)


def _loss_blocks(year: YearResult, group_code: str) -> Iterator[Block]:
    """Yield the components by mean points lost, each with the units that lost any, else all."""
    names = {unit.code: unit.name_vi for unit in year.assessment.units}
    blocked = {unit.unit_code for unit in year.units if unit.state == "blocked"}
    scores: dict[str, list[ComponentScore]] = {}
    for score in year.scores:
        if score.group_code == group_code and score.unit_code not in blocked:
            scores.setdefault(score.component_code, []).append(score)
    for loss in group_losses(year, group_code):
        code = loss.component.code
        yield Block(
            anchor=f"component-{code}",
            level=_TOP + 1,
            label=f"Mất điểm bình quân ở {code}. {loss.component.name_vi}",
            value=format_total(year, year.edition.rounding.total(loss.mean_lost)),
            kind=KIND_NAMES["formula"],
            look="",
            up=("#mean", "Bình quân"),
            notes=_loss_notes(loss),
            rows=tuple(_loss_rows(year, names, scores[code])),
        )


def _loss_notes(loss: GroupLoss) -> tuple[Note, ...]:
    return (
        Note(name=FACT_NAMES["exact"], text=format_exact(loss.mean_lost)),
        Note(name=FACT_NAMES["max_score"], text=format_exact(loss.max_score)),
        Note(name="Số đơn vị mất điểm", text=f"{loss.losing_count}/{loss.scored_count}"),
        Note(
            name=FACT_NAMES["legal_reference"],
            text=format_reference(loss.component.legal_reference),
        ),
    )


def _loss_rows(
    year: YearResult, names: dict[str, str], scores: list[ComponentScore]
) -> Iterator[Row]:
    known = [(score, lost) for score in scores if (lost := lost_points(score)) is not None]
    losing = [(score, lost) for score, lost in known if lost]
    for score, lost in losing or known:
        reached, most = (format_points(year, v) for v in (score.final.value, score.max_score))
        yield Row(
            label=names[score.unit_code],
            value=format_points(year, lost),
            kind=KIND_NAMES["formula"],
            href=f"{score.unit_code}.html#component-{score.component_code}",
            notes=(Note(name="Đạt / tối đa", text=f"{reached} / {most}"),),
        )
