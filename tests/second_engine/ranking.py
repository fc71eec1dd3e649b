"""Ranks inside a group, grades with their caps, and what is provisional."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tests.second_engine.reading import Run
from tests.second_engine.results import AreaResult, UnitResult
from tests.second_engine.rounding import Rounding

RankKey = tuple[Fraction, ...]


def set_ranks_and_grades(
    run: Run, areas: list[AreaResult], units: list[UnitResult], rounding: Rounding
) -> None:
    """Fill in rank, grade and the provisional mark."""
    law = run.law.edition["ranking"]
    for group in dict.fromkeys(unit.group for unit in run.units):
        mine = [item for item in units if item.unit.group == group]
        _rank_units([item for item in mine if _is_ranked(item, law)], law, rounding)
        for code in dict.fromkeys(item.code for item in areas):
            _rank_areas(
                [item for item in areas if (item.unit.group, item.code) == (group, code)],
                law,
                rounding,
            )
        has_open = any(item.is_open for item in mine)
        for item in mine:
            item.is_provisional = has_open
            item.grade = _grade(run, item, rounding) if _is_ranked(item, law) else ""


def _is_ranked(item: UnitResult, law: dict[str, Any]) -> bool:
    return item.index is not None and item.known_share >= Fraction(law["provisional_share"])


def _reader(law: dict[str, Any], rounding: Rounding) -> Callable[[Fraction | None], Fraction]:
    def read(value: Fraction | None) -> Fraction:
        known = Fraction(0) if value is None else value
        return rounding.total(known) if law["value"] == "rounded" else known

    return read


def _field(item: UnitResult, name: str) -> Fraction | None:
    fields = {
        "index_pct": item.index,
        "total_score": item.total,
        "appraised_score": item.appraised,
        "survey_score": item.survey,
        "bonus": item.bonus,
    }
    return fields[name]


def _rank_units(items: list[UnitResult], law: dict[str, Any], rounding: Rounding) -> None:
    read = _reader(law, rounding)
    keys = [
        (
            read(_field(item, law["by"])),
            *(_field(item, name) or Fraction(0) for name in law["tie_break"]),
        )
        for item in items
    ]
    for item, key in zip(items, keys, strict=True):
        item.rank = _rank(key, keys, law["method"])


def _rank_areas(items: list[AreaResult], law: dict[str, Any], rounding: Rounding) -> None:
    known = [item for item in items if item.sub_index is not None]
    read = _reader(law, rounding)
    keys: list[RankKey] = [(read(item.sub_index),) for item in known]
    for item, key in zip(known, keys, strict=True):
        item.rank = _rank(key, keys, law["method"])


def _rank(key: RankKey, keys: list[RankKey], method: str) -> int:
    better = [other for other in keys if other > key]
    return 1 + len(set(better) if method == "dense" else better)


def _grade(run: Run, item: UnitResult, rounding: Rounding) -> str:
    """The best band that the index reaches, but none better than a cap allows."""
    law = run.law.edition["grading"]
    value = _reader(law, rounding)(item.index)
    bands = law["bands"]
    place = next((at for at, band in enumerate(bands) if value >= band["ge"]), len(bands) - 1)
    codes = [band["code"] for band in bands]
    limits = {cap["code"]: codes.index(cap["best_grade"]) for cap in law.get("caps", [])}
    for row in run.adjustments.get(item.unit.code, []):
        if row["kind"] == "cap":
            place = max(place, limits[row["code"]])
    return str(bands[place]["name_vi"])
