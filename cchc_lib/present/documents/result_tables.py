"""The tables of the workbook of results: each group, then all units by area and by criterion."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cchc_lib.core.results import AreaResult, UnitResult, YearResult
from cchc_lib.core.rulebook import UnitGroup
from cchc_lib.present.documents.frame import roman
from cchc_lib.present.names import STATE_NAMES
from cchc_lib.present.summaries import (
    CriterionShare,
    criterion_shares,
    groups_of,
    is_decided,
    unit_names,
)
from cchc_lib.present.wording import name_grade

__all__ = ["ResultColumn", "ResultRow", "ResultTable", "result_tables"]

Shown = Literal["text", "centre", "count", "points", "total"]
"""How a column shows what stands in it; points and totals with the decimals of the edition."""

_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultColumn:
    """A column: its header, width in letters, and look."""

    title: str
    width: int
    look: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """One row of exact values, none where there is no number yet; ``unit_code`` is whose it is."""

    unit_code: str
    cells: tuple[str | Decimal | int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultTable:
    """One sheet: its name, what it holds, and ``unit_column``, where the names of units stand.

    They lead to the notices of the units where it ``is_linked``.
    """

    name: str
    title: str
    unit_column: int
    is_linked: bool
    columns: tuple[ResultColumn, ...]
    rows: tuple[ResultRow, ...]


_UNIT = ResultColumn(title="Đơn vị", width=34, look="text")
_GROUP = ResultColumn(title="Nhóm", width=22, look="text")


def result_tables(year: YearResult) -> tuple[ResultTable, ...]:
    """Return the tables of a year, in the order of the sheets."""
    ranked = [
        _ranking(year, group, number) for number, group in enumerate(groups_of(year), start=1)
    ]
    return (*ranked, _by_area(year), _by_criterion(year))


def _ranking(year: YearResult, group: UnitGroup, number: int) -> ResultTable:
    names = unit_names(year)
    columns = (
        ResultColumn(title="Hạng", width=7, look="centre"),
        _UNIT,
        *(
            ResultColumn(title=title, width=10, look="points")
            for title in ("Điểm thẩm định", "Điểm điều tra", "Điểm cộng", "Điểm trừ")
        ),
        ResultColumn(title="Tổng điểm", width=10, look="total"),
        ResultColumn(title="Điểm tối đa", width=10, look="points"),
        ResultColumn(title="Chỉ số (%)", width=10, look="total"),
        ResultColumn(title="Xếp loại", width=16, look="centre"),
        ResultColumn(title="Tình trạng", width=16, look="centre"),
    )
    units = year.group_units(group.code)
    return ResultTable(
        name=_sheet_name(f"{roman(number)}. {group.name_vi}"),
        title=f"Kết quả xếp hạng: {group.name_vi}",
        unit_column=1,
        is_linked=True,
        columns=columns,
        rows=tuple(
            ResultRow(
                unit_code=unit.unit_code,
                cells=(_known(unit.rank), names[unit.unit_code], *_parts(year, unit)),
            )
            for unit in units
        ),
    )


def _parts(year: YearResult, unit: UnitResult) -> Iterator[str | Decimal | int | None]:
    """Yield what the index of a unit is made of, and what follows from it."""
    appraised = year.edition.rounding.total(unit.appraised_exact)
    yield appraised if is_decided(year, unit, is_survey=False) else None
    yield unit.survey_points if is_decided(year, unit, is_survey=True) else None
    yield from (unit.bonus, unit.penalty, _known(unit.total_score))
    yield unit.max_score if isinstance(unit.total_score, Decimal) else None
    yield from (_known(unit.index_pct), name_grade(unit), STATE_NAMES[unit.state])


def _by_area(year: YearResult) -> ResultTable:
    areas = {area.code: f"{area.code}. {area.name_vi}" for area in year.edition.areas}
    points = ("Điểm tối đa", "Tự chấm", "Thẩm định", "Điều tra", "Đạt được")
    return ResultTable(
        name="Lĩnh vực",
        title="Kết quả theo lĩnh vực",
        unit_column=1,
        is_linked=True,
        columns=(
            _GROUP,
            _UNIT,
            ResultColumn(title="Lĩnh vực", width=38, look="text"),
            *(ResultColumn(title=title, width=10, look="points") for title in points),
            ResultColumn(title="Chỉ số thành phần (%)", width=12, look="total"),
            ResultColumn(title="Hạng trong nhóm", width=9, look="centre"),
        ),
        rows=tuple(
            ResultRow(
                unit_code=unit.unit_code,
                cells=(*_whose(year, unit), areas[area.area_code], *_area_cells(area)),
            )
            for unit in _in_order(year)
            for area in year.areas_of(unit.unit_code)
        ),
    )


def _area_cells(area: AreaResult) -> Iterator[Decimal | int | None]:
    yield area.max_score
    yield from (_known(area.self_score), _known(area.appraised_score), _known(area.survey_score))
    yield from (_known(area.final_score), _known(area.sub_index_pct), _known(area.rank_in_group))


def _by_criterion(year: YearResult) -> ResultTable:
    total = year.edition.rounding.total
    return ResultTable(
        name="Tiêu chí",
        title="Kết quả theo tiêu chí (phần đã có điểm)",
        unit_column=1,
        is_linked=False,
        columns=(
            _GROUP,
            _UNIT,
            ResultColumn(title="Mã", width=7, look="centre"),
            ResultColumn(title="Tiêu chí", width=50, look="text"),
            ResultColumn(title="Điểm tối đa", width=10, look="points"),
            ResultColumn(title="Đạt được", width=10, look="points"),
            ResultColumn(title="Bằng % tối đa", width=10, look="total"),
        ),
        rows=tuple(
            ResultRow(
                unit_code=unit.unit_code,
                cells=(
                    *_whose(year, unit),
                    share.criterion.code,
                    share.criterion.name_vi,
                    share.max_score,
                    share.points,
                    total(share.share_pct),
                ),
            )
            for unit in _in_order(year)
            if unit.state != "blocked"
            for share in _shares_in_order(year, unit.unit_code)
        ),
    )


def _shares_in_order(year: YearResult, unit_code: str) -> Sequence[CriterionShare]:
    order = [c.code for area in year.edition.areas for c in area.criteria]
    return sorted(criterion_shares(year, unit_code), key=lambda s: order.index(s.criterion.code))


def _in_order(year: YearResult) -> Iterator[UnitResult]:
    for group in groups_of(year):
        yield from year.group_units(group.code)


def _whose(year: YearResult, unit: UnitResult) -> tuple[str, str]:
    return year.edition.group(unit.group_code).name_vi, year.assessment.unit(unit.unit_code).name_vi


def _known(value: object) -> Decimal | int | None:
    return value if isinstance(value, Decimal | int) else None


def _sheet_name(text: str) -> str:
    """Return a text as a sheet may be called, cut between words.

    >>> _sheet_name("II. Cơ quan Trung ương đóng trên địa bàn")
    'II. Cơ quan Trung ương đóng'
    """
    plain = " ".join(text.translate(_NOT_IN_NAMES).split())
    if len(plain) <= _LONGEST_NAME:
        return plain
    return plain[:_LONGEST_NAME].rpartition(" ")[0] or plain[:_LONGEST_NAME]
