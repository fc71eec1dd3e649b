"""A unit's points and place from stage to stage, and who changed what on the way."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from cchc_lib.core.decisions import AppraisedLine
from cchc_lib.core.effects import changes_of, points_at
from cchc_lib.core.results import StageStanding, YearResult
from cchc_lib.core.round_rules import Stage
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import Explanation, NotReported
from cchc_lib.present.charts import Chart, empty_chart
from cchc_lib.present.html import Cell, Column, Html, join, paragraph, table
from cchc_lib.present.names import STAGE_NAMES
from cchc_lib.present.stage_charts import Step, draw_steps
from cchc_lib.present.summaries import find_unit
from cchc_lib.present.trail import rank_text, score_trail, trail
from cchc_lib.present.wording import (
    capitalised,
    format_change,
    format_moved,
    format_signed,
    format_total,
    format_value,
    name_score,
)

__all__ = ["format_places_moved", "stage_change_table", "stage_chart", "stage_table"]

_TITLE = "Tổng điểm qua các giai đoạn"


def stage_chart(year: YearResult, unit_code: str) -> Chart:
    """Draw how the unit's total moved from stage to stage."""
    find_unit(year, unit_code)
    totals = list(_totals(year.standings_of(unit_code)))
    if not totals:
        return empty_chart(_TITLE, "Đơn vị chưa có tổng điểm ở giai đoạn nào.")
    first, last = totals[0][1], totals[-1][1]
    rows = [
        Step(
            label=capitalised(STAGE_NAMES[standing.stage]),
            before=before,
            after=after,
            note=_note(year, standing, after - before if place else None),
        )
        for place, (standing, after, before) in enumerate(_with_before(totals))
    ]
    return draw_steps(
        _TITLE,
        f"Từ {format_total(year, first)} điểm khi tự chấm đến {format_total(year, last)} điểm ở "
        f"giai đoạn cuối: {format_change(year, last - first)} điểm.",
        rows,
        axis="Tổng điểm (trục không bắt đầu từ 0)",
    )


def stage_table(year: YearResult, unit_code: str) -> Html:
    """List total, change, index, place and changed components at each stage, with the sum."""
    _, result = find_unit(year, unit_code)
    standings = year.standings_of(unit_code)
    mark = " (tạm tính)" if result.is_provisional else ""
    rows = [_stage_row(year, before, now) for before, now in pairwise((None, *standings)) if now]
    return join(
        table(
            caption=f"Tổng điểm và thứ hạng sau từng giai đoạn{mark}",
            columns=(
                Column("Giai đoạn"),
                Column("Tổng điểm", is_number=True),
                Column("Thay đổi", is_number=True),
                Column("Chỉ số (%)", is_number=True),
                Column("Hạng trong nhóm", is_number=True),
                Column("Đổi hạng", is_number=True),
                Column("Tiêu chí đổi điểm", is_number=True),
                Column("Chưa có điểm", is_number=True),
            ),
            rows=rows,
        ),
        *map(paragraph, _sum_sentences(year, standings)),
        *map(paragraph, _explained_sentences(year.scores_of(unit_code))),
    )


def stage_change_table(year: YearResult, unit_code: str) -> Html:
    """List the components that a stage changed: by how much, by whom, when and why."""
    find_unit(year, unit_code)
    stages = [standing.stage for standing in year.standings_of(unit_code)]
    return table(
        caption="Tiêu chí thành phần đổi điểm, theo giai đoạn",
        columns=(
            Column("Tiêu chí thành phần"),
            Column("Giai đoạn"),
            Column("Trước", is_number=True),
            Column("Sau", is_number=True),
            Column("Thay đổi", is_number=True),
            Column("Cơ quan quyết định"),
            Column("Ngày, văn bản"),
            Column("Lý do"),
        ),
        rows=[
            _change_row(year, score, stage, by)
            for score in year.scores_of(unit_code)
            for stage, by in changes_of(year.edition, score, stages)
            if by
        ],
        empty="Không giai đoạn nào đổi điểm của tiêu chí đã có điểm.",
        is_wide=True,
    )


def format_places_moved(before: StageStanding | None, now: StageStanding) -> str:
    """Say how many places a unit went up or down."""
    if before is None or not isinstance(before.rank, int) or not isinstance(now.rank, int):
        return "–"
    return format_moved(now.rank - before.rank)


def _totals(standings: Sequence[StageStanding]) -> Iterator[tuple[StageStanding, Decimal]]:
    for standing in standings:
        if isinstance(standing.total_score, Decimal):
            yield standing, standing.total_score


def _with_before(
    totals: Sequence[tuple[StageStanding, Decimal]],
) -> Iterator[tuple[StageStanding, Decimal, Decimal]]:
    before = totals[0][1]
    for standing, total in totals:
        yield standing, total, before
        before = total


def _note(year: YearResult, standing: StageStanding, change: Decimal | None) -> str:
    moved = "" if change is None else f" ({format_change(year, change)})"
    place = f" · hạng {standing.rank}" if isinstance(standing.rank, int) else ""
    return f"{format_total(year, standing.total_score)}{moved}{place}"


def _stage_row(
    year: YearResult, before: StageStanding | None, now: StageStanding
) -> tuple[Cell, ...]:
    change = _change(before, now)
    texts = (
        format_total(year, now.total_score),
        "–" if change is None else format_change(year, change),
        format_total(year, now.index_pct),
        rank_text(now.rank),
        format_places_moved(before, now),
        "–" if before is None else str(now.changed_count),
        str(now.undecided_count),
    )
    linked = (trail(text, now.unit_code, f"stage-{now.stage}") for text in texts)
    return (capitalised(STAGE_NAMES[now.stage]), *linked)


def _change(before: StageStanding | None, now: StageStanding) -> Decimal | None:
    if before is None or not isinstance(before.total_score, Decimal):
        return None
    return now.total_score - before.total_score if isinstance(now.total_score, Decimal) else None


def _explained_sentences(scores: Sequence[ComponentScore]) -> Iterator[str]:
    """Yield how many components the unit explained: that alone changes no points."""
    count = sum(isinstance(score.response, Explanation) for score in scores)
    if count:
        yield (
            f"Đơn vị đã giải trình {count} tiêu chí thành phần; giải trình không tự đổi điểm, "
            "điểm chỉ đổi khi có quyết định tiếp theo."
        )


def _sum_sentences(year: YearResult, standings: Sequence[StageStanding]) -> Iterator[str]:
    """Yield the addition of all changes, and what the totals leave out."""
    totals = [total for _, total in _totals(standings)]
    if len(totals) == len(standings) > 1:
        places = year.edition.rounding.total_places
        terms = " ".join(
            f"{'−' if after < before else '+'} {format_value(abs(after - before), places)}"
            for before, after in pairwise(totals)
        )
        first, last = (format_total(year, total) for total in (totals[0], totals[-1]))
        yield f"Cộng lại: {first} {terms} = {last}, đúng bằng tổng điểm ở giai đoạn cuối."
    if any(standing.undecided_count for standing in standings):
        yield (
            "Tiêu chí chưa có điểm ở một giai đoạn thì không được cộng vào tổng của giai đoạn ấy; "
            "phần giảm tương ứng không phải là bị cắt điểm."
        )
    if standings:
        yield "Điểm điều tra, điểm cộng và điểm trừ ở mọi giai đoạn đều lấy theo kết quả cuối."


def _change_row(
    year: YearResult, score: ComponentScore, stage: Stage, by: Decimal
) -> tuple[Cell, ...]:
    line = next((d for d in score.decisions if d.stage == stage and d.kind != "refused"), None)
    after = points_at(year.edition, score, stage)
    before = after - by if isinstance(after, Decimal) else after
    return (
        name_score(score),
        STAGE_NAMES[stage],
        score_trail(year, score, before),
        score_trail(year, score, after),
        trail(
            format_signed(by, year.edition.rounding.component_places),
            score.unit_code,
            f"component-{score.component_code}",
        ),
        line.role if line else "",
        _when(line) if line else "",
        line.reason if line else "",
    )


def _when(line: AppraisedLine) -> str:
    day = "" if isinstance(line.decided_on, NotReported) else format_value(line.decided_on)
    return "; ".join(part for part in (day, line.document) if part)
