"""The first audit page: every group and unit, and the terms of the sums over all units."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from cchc_lib.core.differences import OverClaim, over_claims
from cchc_lib.core.effects import changes_of
from cchc_lib.core.results import YearResult
from cchc_lib.core.stages import ComponentScore
from cchc_lib.present.audit.blocks import Block, Note, Row, render_blocks
from cchc_lib.present.frame import frame
from cchc_lib.present.names import KIND_NAMES, STAGE_NAMES
from cchc_lib.present.summaries import groups_of, unit_names
from cchc_lib.present.trail import PROVINCE_PAGE, group_page, lead_anchor
from cchc_lib.present.wording import (
    capitalised,
    format_points,
    format_signed,
    format_total,
)

__all__ = ["render_province_page"]

_COUNTED = (
    "Tự chấm và đang tính: cộng các tiêu chí thành phần có cả hai điểm. Điểm đổi qua từng giai "
    "đoạn: cộng mọi thay đổi nêu dưới đây của các đơn vị có tổng điểm."
)


def render_province_page(year: YearResult, *, seal: str = "", home: str = "") -> str:
    """Return the whole page; ``home`` and ``seal`` as on the page of a unit."""
    blocks = [*_group_blocks(year), *_area_blocks(year), *_lead_blocks(year)]
    return render_blocks(
        year,
        blocks,
        title="Nguồn gốc từng con số: toàn tỉnh",
        subtitle=year.assessment.title_vi,
        top=frame("Nguồn gốc con số", home=home, here=f"audit/{PROVINCE_PAGE}.html"),
        jump=[(block.anchor, block.label) for block in blocks],
        seal=seal,
    )


def _group_blocks(year: YearResult) -> Iterator[Block]:
    names = unit_names(year)
    means = {group.group_code: group.mean_index_pct for group in year.groups}
    for group in groups_of(year):
        yield Block(
            anchor=group_page(group.code),
            level=2,
            label=group.name_vi,
            value=format_total(year, means[group.code]),
            kind=KIND_NAMES["formula"],
            look="",
            up=(f"{group_page(group.code)}.html#mean", "Bình quân nhóm"),
            notes=(),
            rows=tuple(
                Row(
                    label=names[unit.unit_code],
                    value=format_total(year, unit.index_pct),
                    kind=KIND_NAMES["formula"],
                    href=f"{unit.unit_code}.html#index",
                )
                for unit in year.group_units(group.code)
            ),
        )


def _area_blocks(year: YearResult) -> Iterator[Block]:
    names = {area.code: f"Lĩnh vực {area.code}. {area.name_vi}" for area in year.edition.areas}
    yield from _sum_blocks(year, names, lambda score: score.area_code, "area-{}".format)


def _lead_blocks(year: YearResult) -> Iterator[Block]:
    names = {name: f"Chủ trì: {name}" for name in year.edition.lead_appraisers().values()}
    if any(score.is_appraised and not score.lead_appraiser for score in year.scores):
        names[""] = "Chưa ghi cơ quan chủ trì"
    yield from _sum_blocks(year, names, lambda score: score.lead_appraiser, lead_anchor)


def _sum_blocks(
    year: YearResult,
    names: Mapping[str, str],
    key: Callable[[ComponentScore], str],
    anchor: Callable[[str], str],
) -> Iterator[Block]:
    """Yield a block for each sum over all units: a row per unit with what went into it."""
    by_unit: dict[str, dict[str, list[ComponentScore]]] = {code: {} for code in names}
    for score in year.scores:
        if key(score) in by_unit:
            by_unit[key(score)].setdefault(score.unit_code, []).append(score)
    for code, name in names.items():
        whole = over_claims((s for own in by_unit[code].values() for s in own), key)
        yield Block(
            anchor=anchor(code),
            level=2,
            label=name,
            value="",
            kind=KIND_NAMES["formula"],
            look="",
            up=("", ""),
            notes=(Note(name="Cách cộng", text=_COUNTED), *_claims(year, whole)),
            rows=tuple(_sum_rows(year, by_unit[code])),
        )


def _claims(year: YearResult, found: tuple[OverClaim, ...]) -> Iterator[Note]:
    for one in found:
        yield Note(name="Tự chấm", text=format_points(year, one.claimed))
        yield Note(name="Đang tính", text=format_points(year, one.given))


def _sum_rows(year: YearResult, by_unit: Mapping[str, list[ComponentScore]]) -> Iterator[Row]:
    names = unit_names(year)
    blocked = {unit.unit_code for unit in year.units if unit.state == "blocked"}
    for unit_code, scores in by_unit.items():
        (claim,) = over_claims(scores, lambda score: score.unit_code) or (None,)
        said = "–"
        if claim is not None:
            said = f"{format_points(year, claim.claimed)} → {format_points(year, claim.given)}"
        areas = {score.area_code for score in scores}
        anchor = f"area-{areas.pop()}" if len(areas) == 1 else "index"
        changed = () if unit_code in blocked else tuple(_changes(year, scores))
        yield Row(
            label=names[unit_code],
            value=said,
            kind=KIND_NAMES["formula"],
            href=f"{unit_code}.html#{anchor}",
            notes=changed,
        )


def _changes(year: YearResult, scores: list[ComponentScore]) -> Iterator[Note]:
    """Yield every change of a component by a stage, linked to the component."""
    stages = list(dict.fromkeys(standing.stage for standing in year.standings))
    places = year.edition.rounding.component_places
    for score in scores:
        for stage, by in changes_of(year.edition, score, stages):
            if by != Decimal(0):
                yield Note(
                    name=capitalised(STAGE_NAMES[stage]),
                    link=f"{score.component_code}: {format_signed(by, places)}",
                    href=f"{score.unit_code}.html#component-{score.component_code}",
                )
