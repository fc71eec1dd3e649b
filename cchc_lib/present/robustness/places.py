"""How firm the places are: ranges from each source of doubt, and who can't be told apart."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cchc_lib.core.results import YearResult
from cchc_lib.present.canvas import Look
from cchc_lib.present.charts import Chart
from cchc_lib.present.headline import headline, year_notices
from cchc_lib.present.html import Cell, Column, Html, join, table
from cchc_lib.present.language import later, tr
from cchc_lib.present.panel import Panel
from cchc_lib.present.parts import in_parts
from cchc_lib.present.robustness.words import (
    ANALYSIS,
    SOURCE_NAMES,
    UNOFFICIAL,
    named_units,
    show,
    show_range,
    unofficial,
)
from cchc_lib.present.style import BLUE, label_room, row_height, wrapped
from cchc_lib.present.summaries import title_for, unit_names
from cchc_lib.present.trail import rank_trail

if TYPE_CHECKING:
    from cchc_lib.analysis.firmness import Doubt, Firmness, GroupFirmness

__all__ = ["analysis_headline", "place_charts", "place_tables", "source_tables"]

_RANGE = Look(colour="#9ecae1", width=7)
_PLACE = Look(colour=BLUE, marker="o")
_FIRM = later("Xếp hạng và những đơn vị chưa phân biệt được")
_NOBODY = "–"


def analysis_headline(year: YearResult) -> Html:
    """Open the notebook: of which year, and that nothing here is official."""
    return headline(
        title=f"Độ chắc của thứ hạng, chất lượng tiêu chí năm {year.assessment.year}",
        subtitle=f"{year.edition.title_vi} ({year.edition.code})",
        cards=[],
        state=UNOFFICIAL + ".",
        notices=year_notices(year),
    )


def place_tables(year: YearResult, groups: "Iterable[GroupFirmness]") -> Html:
    """List beside every place its range, and the units it can't be told apart from."""
    groups = tuple(groups)
    if not groups:
        return Html("")
    return join(unofficial(_supposed(groups[0].doubt)), *(_place_table(year, g) for g in groups))


def _supposed(doubt: "Doubt") -> str:
    said = tr(
        "Tính lại thứ hạng {draws} lần, mỗi lần cho điểm điều tra dao động trong sai số chọn mẫu, "
        "điểm thẩm định dao động như đã thấy giữa các lần thẩm định, điểm thành phần trong phần đã "
        "làm tròn, điểm tối đa thay đổi đến ±{weight}%. Khoảng hạng bỏ {tail}% số lần ở mỗi đầu. "
        "Hai đơn vị chưa phân biệt được khi thứ tự đảo lại ở ít nhất {reversed}% số lần."
    )
    return said.format(
        draws=show(doubt.draws, 0),
        weight=show(doubt.weight_pct, 0),
        tail=show(doubt.tail_pct, 0),
        reversed=show(doubt.reversed_pct, 0),
    )


def _place_table(year: YearResult, group: "GroupFirmness") -> Html:
    names = unit_names(year)
    title = title_for(year, year.edition.group(group.group_code), tr(_FIRM))
    return table(
        caption=tr(ANALYSIS).format(title=title),
        columns=(
            Column("Đơn vị"),
            Column("Hạng", is_number=True),
            Column("Khoảng hạng", is_number=True),
            Column("Chưa phân biệt được với"),
        ),
        rows=[
            (
                names[one.unit_code],
                rank_trail(one.place, one.unit_code),
                show_range(one.combined.low, one.combined.high),
                named_units(one.neighbours, names) or _NOBODY,
            )
            for one in group.units
        ],
    )


def place_charts(year: YearResult, groups: "Iterable[GroupFirmness]") -> Html:
    """Draw the place of every unit on the range of places it may have."""
    return join(*(chart for group in groups for chart in _charts(year, group)))


def _charts(year: YearResult, group: "GroupFirmness") -> list[Chart]:
    title = title_for(year, year.edition.group(group.group_code), "Hạng và khoảng hạng")
    parts = in_parts(ANALYSIS.format(title=title), group.units)
    return [_chart(year, name, units) for name, units in parts if len(group.units) > 1]


def _chart(year: YearResult, title: str, units: "Sequence[Firmness]") -> Chart:
    names = unit_names(year)
    labels = [wrapped(f"{one.place}. {names[one.unit_code]}") for one in units]
    said = [f"{show_range(one.combined.low, one.combined.high)}" for one in units]
    low = min(min(one.combined.low, one.place) for one in units) - 0.5
    high = max(max(one.combined.high, one.place) for one in units) + 0.5
    panel = Panel(
        labels=labels,
        limits=(low, high),
        axis="Hạng trong nhóm",
        is_counted=True,
        top=0.45,
        right=label_room(said),
        row_height=row_height(labels),
    )
    for y, (one, text) in enumerate(zip(units, said, strict=True)):
        panel.line([(one.combined.low, y), (one.combined.high, y)], _RANGE)
        panel.marks([(one.place, y)], _PLACE)
        panel.text(high, y, text)
    panel.legend([("Hạng chính thức", _PLACE), ("Khoảng hạng", Look(colour=_RANGE.colour))])
    alt = "; ".join(f"{label}: {text}" for label, text in zip(labels, said, strict=True))
    sentence = "Vạch càng dài, thứ hạng càng kém chắc; hai vạch chồng lên nhau thì khó nói ai hơn."
    return Chart(title=title, sentence=sentence, alt=f"{title}. {alt}", svg=panel.finish())


def source_tables(year: YearResult, groups: "Iterable[GroupFirmness]") -> Html:
    """List the range of places under each source of doubt alone."""
    return join(*(_source_table(year, group) for group in groups))


def _source_table(year: YearResult, group: "GroupFirmness") -> Html:
    names = unit_names(year)
    title = title_for(year, year.edition.group(group.group_code), "Khoảng hạng theo từng nguồn")
    means: list[tuple[Cell, ...]] = [
        ("Số bậc đổi bình quân", "", *(show(group.mean_moves[s], 2) for s in SOURCE_NAMES), "")
    ]
    return table(
        caption=ANALYSIS.format(title=title),
        columns=(
            Column("Đơn vị"),
            Column("Hạng", is_number=True),
            *(Column(name, is_number=True) for name in SOURCE_NAMES.values()),
            Column("Tất cả cùng lúc", is_number=True),
        ),
        rows=[
            *(
                (
                    names[one.unit_code],
                    rank_trail(one.place, one.unit_code),
                    *(show_range(one.ranges[s].low, one.ranges[s].high) for s in SOURCE_NAMES),
                    show_range(one.combined.low, one.combined.high),
                )
                for one in group.units
            ),
            *(means if group.units else ()),
        ],
    )
