"""The table of what every unit came to year by year, written and read back."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from cchc_lib.core.audit.comparing.changes import UnitChange, YearPoint
from cchc_lib.errors import ResultProblem
from cchc_lib.files.csv_text import csv_text

__all__ = ["HISTORY", "history_text", "read_history"]

HISTORY = "comparison_years.csv"
"""The file in the tables of a run that was compared with another."""
_COLUMNS = (
    "unit_code", "year", "index_pct", "rank", "ranked_count", "provisional", "other_rules",
)  # fmt: skip
_TRUTH = {"true": True, "false": False}


def history_text(units: Iterable[UnitChange]) -> str:
    """Return the table: a row per unit and year, the earliest first."""
    return csv_text(_COLUMNS, (_row(unit.unit_code, p) for unit in units for p in unit.years))


def read_history(path: Path) -> dict[str, tuple[YearPoint, ...]]:
    """Read the years of every unit back.

    Raises
    ------
    ResultProblem
        If the table is not as we write it.
    """
    found: dict[str, tuple[YearPoint, ...]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, strict=True):
                code = row["unit_code"]
                found[code] = (*found.get(code, ()), _point(row))
    except (OSError, ArithmeticError, LookupError, TypeError, ValueError, csv.Error) as error:
        raise ResultProblem(f"Không đọc được tables/{HISTORY} của lần chạy trước.") from error
    return found


def _row(unit_code: str, point: YearPoint) -> Sequence[object]:
    numbers = (point.year, point.index_pct, point.rank, point.ranked_count)
    return (unit_code, *numbers, point.is_provisional, point.has_other_rules)


def _point(row: dict[str, str]) -> YearPoint:
    return YearPoint(
        year=int(row["year"]),
        index_pct=Decimal(row["index_pct"]) if row["index_pct"] else None,
        rank=int(row["rank"]) if row["rank"] else None,
        ranked_count=int(row["ranked_count"]),
        is_provisional=_TRUTH[row["provisional"]],
        has_other_rules=_TRUTH[row["other_rules"]],
    )
