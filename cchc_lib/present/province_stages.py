"""What each stage of the procedure changed over the whole province: by unit, area, appraiser."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from cchc_lib.core.effects import changes_of
from cchc_lib.core.results import StageStanding, YearResult
from cchc_lib.core.round_rules import Stage
from cchc_lib.core.rulebook import UnitGroup
from cchc_lib.core.stages import ComponentScore
from cchc_lib.present.charts import Chart
from cchc_lib.present.html import Cell, Column, Html, join, paragraph, table
from cchc_lib.present.language import tr
from cchc_lib.present.names import STAGE_NAMES
from cchc_lib.present.stage_charts import draw_changes
from cchc_lib.present.summaries import groups_of, title_for, unit_names
from cchc_lib.present.trail import lead_anchor, province_trail, rank_trail, total_trail, trail
from cchc_lib.present.unit_stages import format_places_moved
from cchc_lib.present.wording import capitalised, format_change, format_signed

__all__ = [
    "area_stage_chart",
    "area_stage_table",
    "lead_stage_table",
    "stage_sentence",
    "unit_stage_tables",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Effect:
    """What one stage did to the components of an area or an appraiser."""

    points: Decimal = Decimal(0)
    lowered: int = 0
    raised: int = 0

    def plus(self, by: Decimal) -> "_Effect":
        """Return the effect with one more component changed."""
        return _Effect(
            points=self.points + by,
            lowered=self.lowered + (by < 0),
            raised=self.raised + (by > 0),
        )


def unit_stage_tables(year: YearResult) -> Html:
    """List, group by group, what each stage gave or took from every unit, and its places."""
    stages = _stages(year)
    if not stages[1:]:
        return paragraph(tr("Chưa có giai đoạn nào sau tự chấm điểm."))
    return join(
        *(_unit_table(year, group, stages) for group in groups_of(year)),
        paragraph(
            tr(
                "Mỗi dòng cộng lại đúng bằng tổng điểm ở giai đoạn cuối. Tiêu chí chưa có điểm ở "
                "một giai đoạn không được cộng vào tổng của giai đoạn ấy."
            )
        ),
    )


def area_stage_chart(year: YearResult) -> Chart:
    """Draw what each stage changed in every area, summed over the units."""
    effects = _effects(year, lambda score: score.area_code)
    deciding = _deciding(year)
    return draw_changes(
        tr("Điểm thay đổi theo lĩnh vực và giai đoạn"),
        _chart_sentence(year, effects, deciding),
        rows=[tr(area.short_vi) for area in year.edition.areas],
        series=[
            (
                tr(STAGE_NAMES[stage]),
                [effects.get((area.code, stage), _Effect()).points for area in year.edition.areas],
            )
            for stage in deciding
        ],
        axis=tr("Điểm thay đổi, cộng mọi đơn vị"),
    )


def stage_sentence(year: YearResult) -> str:
    """Say what every stage changed altogether, over all units that have a total."""
    return _chart_sentence(year, _effects(year, lambda score: score.area_code), _deciding(year))


def area_stage_table(year: YearResult) -> Html:
    """List what each stage changed in every area."""
    names = {area.code: f"{area.code}. {tr(area.name_vi)}" for area in year.edition.areas}
    return _effect_table(
        year,
        tr("lĩnh vực"),
        tr("Lĩnh vực"),
        lambda score: score.area_code,
        names,
        anchor="area-{}".format,
    )


def lead_stage_table(year: YearResult) -> Html:
    """List what each stage changed in the components of every lead appraiser."""
    leads = {name: tr(name) for name in year.edition.lead_appraisers().values()}
    heading = tr("Cơ quan chủ trì")
    return _effect_table(
        year,
        tr("cơ quan chủ trì thẩm định"),
        heading,
        lambda score: score.lead_appraiser,
        leads,
        anchor=lead_anchor,
    )


def _stages(year: YearResult) -> list[Stage]:
    """Return the stages that the year has reached."""
    return list(dict.fromkeys(standing.stage for standing in year.standings))


def _deciding(year: YearResult) -> list[Stage]:
    """Return the reached stages that can change points."""
    return [stage for stage in _stages(year)[1:] if stage != "explanation"]


def _effects(
    year: YearResult, key: Callable[[ComponentScore], str]
) -> dict[tuple[str, Stage], _Effect]:
    """Return the effect of each stage by key; units without a total are left out."""
    stages = _stages(year)
    blocked = {unit.unit_code for unit in year.units if unit.state == "blocked"}
    found: dict[tuple[str, Stage], _Effect] = {}
    for score in year.scores:
        if score.unit_code in blocked:
            continue
        for stage, by in changes_of(year.edition, score, stages):
            if by:
                place = (key(score), stage)
                found[place] = found.get(place, _Effect()).plus(by)
    return found


def _chart_sentence(
    year: YearResult, effects: Mapping[tuple[str, Stage], _Effect], stages: Sequence[Stage]
) -> str:
    """Say what every stage changed altogether."""
    said = []
    for stage in stages:
        points = sum((e.points for (_, s), e in effects.items() if s == stage), Decimal(0))
        places = year.edition.rounding.component_places
        changed = tr("{stage}: {points} điểm")
        name, moved = tr(STAGE_NAMES[stage]), format_signed(points, places)
        said.append(changed.format(stage=name, points=moved))
    whole = tr("Cộng mọi đơn vị có tổng điểm, {changes}.")
    return whole.format(changes="; ".join(said)) if said else tr("Chưa có thay đổi.")


def _unit_table(year: YearResult, group: UnitGroup, stages: Sequence[Stage]) -> Html:
    names = unit_names(year)
    return table(
        caption=title_for(year, group, "Thay đổi qua các giai đoạn"),
        columns=(
            Column("Đơn vị"),
            Column("Tự chấm", is_number=True),
            *(Column(capitalised(tr(STAGE_NAMES[stage])), is_number=True) for stage in stages[1:]),
            Column("Tổng cuối", is_number=True),
            Column("Hạng khi tự chấm", is_number=True),
            Column("Hạng cuối", is_number=True),
            Column("Đổi hạng", is_number=True),
        ),
        rows=[
            (names[unit.unit_code], *_unit_row(year, year.standings_of(unit.unit_code)))
            for unit in year.group_units(group.code)
        ],
        is_wide=True,
    )


def _unit_row(year: YearResult, standings: Sequence[StageStanding]) -> tuple[Cell, ...]:
    first, last = standings[0], standings[-1]
    code = first.unit_code
    return (
        total_trail(year, first.total_score, code, _anchor(first)),
        *(
            trail(_change(year, before, now), code, _anchor(now))
            for before, now in pairwise(standings)
        ),
        total_trail(year, last.total_score, code, _anchor(last)),
        *(rank_trail(one.rank, code, _anchor(one)) for one in (first, last)),
        trail(format_places_moved(first, last), code, _anchor(last)),
    )


def _anchor(standing: StageStanding) -> str:
    return f"stage-{standing.stage}"


def _change(year: YearResult, before: StageStanding, now: StageStanding) -> str:
    """Write the change of a total, and how many components it leaves out that counted before."""
    if not isinstance(before.total_score, Decimal) or not isinstance(now.total_score, Decimal):
        return "–"
    change = now.total_score - before.total_score
    dropped = now.undecided_count - before.undecided_count
    waiting = tr(" ({count} chưa có điểm)").format(count=dropped) if dropped > 0 else ""
    return format_change(year, change) + waiting


def _effect_table(
    year: YearResult,
    by: str,
    heading: str,
    key: Callable[[ComponentScore], str],
    names: Mapping[str, str],
    *,
    anchor: Callable[[str], str],
) -> Html:
    effects, stages = _effects(year, key), _deciding(year)
    none = _Effect()
    return table(
        caption=tr(
            "Điểm thay đổi theo {what}, cộng mọi đơn vị có tổng điểm; trong ngoặc là số lượt bị "
            "giảm và được tăng"
        ).format(what=by),
        columns=(
            Column(heading),
            *(Column(capitalised(tr(STAGE_NAMES[stage])), is_number=True) for stage in stages),
            Column(tr("Cộng", "sum"), is_number=True),
        ),
        rows=[
            (
                name,
                *(
                    province_trail(
                        _effect_text(year, effects.get((code, stage), none)), anchor(code)
                    )
                    for stage in stages
                ),
                province_trail(
                    _signed(
                        year,
                        sum((effects.get((code, s), none).points for s in stages), Decimal(0)),
                    ),
                    anchor(code),
                ),
            )
            for code, name in names.items()
        ],
    )


def _effect_text(year: YearResult, effect: _Effect) -> str:
    if not effect.lowered and not effect.raised:
        return "–"
    return f"{_signed(year, effect.points)} (−{effect.lowered}, +{effect.raised})"


def _signed(year: YearResult, points: Decimal) -> str:
    return format_signed(points, year.edition.rounding.component_places)
