"""A computed year as data frames in floating point, for analysts' own questions.

Nothing here is official: scores are exact decimals in :mod:`cchc_lib.core`, and a number
taken from these frames must not be published as a score.
"""

from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

from cchc_lib.core.results import YearResult

__all__ = ["area_frame", "group_statistics", "index_frame", "score_frame"]

_STATISTICS = (
    "Số đơn vị", "Bình quân", "Độ lệch chuẩn", "Thấp nhất", "Trung vị", "Cao nhất",
)  # fmt: skip


def index_frame(year: YearResult) -> pd.DataFrame:
    """Return one row per unit; key ``unit_code``; missing values are not a number."""
    return _frame(
        {
            "unit_code": unit.unit_code,
            "group_code": unit.group_code,
            "index_pct": _float(unit.index_pct),
            "total_score": _float(unit.total_score),
            "appraised_score": _float(unit.appraised_points),
            "survey_score": _float(unit.survey_points),
        }
        for unit in year.units
    )


def area_frame(year: YearResult) -> pd.DataFrame:
    """Return one row per unit and area; key (``unit_code``, ``area_code``); percent."""
    return _frame(
        {
            "unit_code": area.unit_code,
            "area_code": area.area_code,
            "sub_index_pct": _float(area.sub_index_pct),
        }
        for area in year.areas
    )


def score_frame(year: YearResult) -> pd.DataFrame:
    """Return one row per unit and component; key (``unit_code``, ``component_code``); points."""
    return _frame(
        {
            "unit_code": score.unit_code,
            "component_code": score.component_code,
            "max_score": _float(score.max_score),
            "self_score": _float(score.self_score.value),
            "final_score": _float(score.final.value),
        }
        for score in year.scores
    )


def group_statistics(year: YearResult) -> pd.DataFrame:
    """Return one row per group: how its indices lie, in percent, to look at and not to publish.

    Rows and columns are named in Vietnamese; units without an index are left out.
    """
    names = {group.code: group.name_vi for group in year.edition.groups}
    indices = index_frame(year).dropna(subset="index_pct").groupby("group_code", sort=False)
    statistics = indices["index_pct"].agg(["count", "mean", "std", "min", "median", "max"])
    statistics.columns = pd.Index(_STATISTICS)
    return statistics.rename(index=names).rename_axis("Nhóm đơn vị").round(2)


def _frame(rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


def _float(value: object) -> float:
    return float(value) if isinstance(value, Decimal) else float("nan")
