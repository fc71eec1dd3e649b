"""Recompute what others have published, wherever its parts were published as well.

The package's own functions do it: the rounding and the bands of an edition, its way of giving
places, and the checks that our own tables pass before they leave.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cchc_lib.core.audit.publishing.published import (
    PublishedSum,
    Verdict,
    is_announced_early,
    judge,
    shown_places,
    wrong_places,
)
from cchc_lib.core.audit.publishing.published_tables import PublishedRow, PublishedTable
from cchc_lib.core.ranking import grade_of
from cchc_lib.core.rulebook import Edition, GradeBand

__all__ = ["Comparison", "ComparisonKind", "ComparisonResult", "back_test"]

ComparisonKind = Literal[
    "total", "maxima", "place", "change", "index", "grade", "band", "limit", "day"
]
ComparisonResult = Literal[Verdict, "incomplete"]
"""``incomplete``: parts of the number were not published, so that nothing can be said."""

Tables = Mapping[str, PublishedTable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One published value beside what comes of the others that were published with it.

    ``difference`` and ``allowance`` are those of a sum: by how much the printed total is above
    its parts, and what rounding can make at most.
    """

    table: str
    kind: ComparisonKind
    subject: str
    published: Decimal | date | str
    recomputed: Decimal | str
    result: ComparisonResult
    source: str
    difference: Decimal = Decimal(0)
    allowance: Fraction = Fraction(0)


def back_test(edition: Edition, tables: Tables) -> tuple[Comparison, ...]:
    """Recompute every published table, in the order in which they are told."""
    return tuple(
        comparison for name, compare in _TESTS.items() for comparison in compare(edition, tables)
    )


def _dak_lak(_: Edition, tables: Tables) -> Iterator[Comparison]:
    table = tables["daklak2017_areas"]
    total = next(row for row in tables["totals"].rows if row["table"] == table.name)
    scores = [row.number("max") - row.number("lost") for row in table.rows]
    yield _sum(table.name, total["item"], scores, total.number("value"), total.source)
    most = total.number("max")
    yield _sum(table.name, "", table.numbers("max"), most, total.source, kind="maxima")


def _ten_best(edition: Edition, tables: Tables) -> Iterator[Comparison]:
    table = tables["par2020_top10"]
    parts = ("appraised_score", "sipas", "leader_survey", "socioeconomic_impact")
    for row in table.rows:
        numbers = [row.number(name) for name in parts]
        yield _sum(
            table.name, row["province_vi"], numbers, row.number("index_published"), row.source
        )
    values = {row["province_vi"]: (Fraction(row.number("index_published")),) for row in table.rows}
    printed = {row["province_vi"]: int(row["rank"]) for row in table.rows}
    wrong = wrong_places(values, printed, edition.ranking.method)
    for name, place in printed.items():
        right = wrong.get(name, place)
        yield Comparison(
            table=table.name,
            kind="place",
            subject=name,
            published=Decimal(place),
            recomputed=Decimal(right),
            result=judge(place, right),
            source=table.source,
        )


def _ha_tinh(_: Edition, tables: Tables) -> Iterator[Comparison]:
    table = tables["hatinh_soxaydung2021_self"]
    total = next(row for row in table.rows if row["area_no"] == "total_published")
    areas = [row for row in table.rows if row["area_no"].isdigit()]
    yield from _sum_with_maxima(table, areas, total, "self_score")


def _decision_766(_: Edition, tables: Tables) -> Iterator[Comparison]:
    table = tables["quangnam_766_2024"]
    total = next(row for row in table.rows if row["group_no"] == "total")
    groups = [row for row in table.rows if row is not total]
    yield from _sum_with_maxima(table, groups, total, "score")


def _quang_nam(_: Edition, tables: Tables) -> Iterator[Comparison]:
    table = tables["quangnam_par_2022_2023"]
    *areas, total = table.rows
    for column in ("score_2022", "score_2023"):
        known = sum((row.number(column) for row in areas), Decimal(0))
        yield _incomplete(table, column.removeprefix("score_"), total.number(column), known)


def _regions(_: Edition, tables: Tables) -> Iterator[Comparison]:
    table = tables["regions_2022_2023"]
    for row in table.rows:
        if row.has("change_published"):
            both = (row.number("index_2023"), -row.number("index_2022"))
            change = row.number("change_published")
            yield _sum(table.name, row["region_vi"], both, change, row.source, kind="change")


def _kien_giang(edition: Edition, tables: Tables) -> Iterator[Comparison]:
    """Yield the grade of the lowest unit of each band, and where *khá* may begin."""
    table = tables["kiengiang_2017_bands"]
    column = "lowest_or_threshold_reported"
    for row in table.rows:
        band = grade_of(edition, Fraction(row.number(column)))
        name = band.name_vi if isinstance(band, GradeBand) else ""
        count = f"{row['n_units']} đơn vị từ {row[column]}"
        yield Comparison(
            table=table.name,
            kind="grade",
            subject=f"{_KIEN_GIANG_GROUPS[row['group']]}: {count}",
            published=row["band_vi"],
            recomputed=name,
            result="agrees" if name == row["band_vi"] else "differs",
            source=row.source,
        )
    yield _where_fair_begins(edition, table, column)


_KIEN_GIANG_GROUPS = {"so": "Sở", "nganhdoc": "Ngành dọc", "huyen": "Huyện"}


def _where_fair_begins(edition: Edition, table: PublishedTable, column: str) -> Comparison:
    lowest = {name: _lows(table, column, name) for name in ("Khá", "Trung bình")}
    below, most = max(lowest["Trung bình"]), min(lowest["Khá"])
    begins = next(band.ge for band in edition.grading.bands if band.name_vi == "Khá")
    return Comparison(
        table=table.name,
        kind="band",
        subject="Mức Khá bắt đầu từ",
        published=f"trên {below}, không quá {most}",
        recomputed=begins,
        result="agrees" if below < begins <= most else "differs",
        source=table.source,
    )


def _lows(table: PublishedTable, column: str, band_vi: str) -> list[Decimal]:
    return [row.number(column) for row in table.rows if row["band_vi"] == band_vi]


def _dak_nong(_: Edition, tables: Tables) -> Iterator[Comparison]:
    table = tables["daknong_par2022"]
    total, *areas = table.rows
    for row in table.rows:
        if row.has("score") and row.has("max"):
            most = row.number("max")
            yield Comparison(
                table=table.name,
                kind="limit",
                subject=row["item"],
                published=row.number("score"),
                recomputed=most,
                result="agrees" if 0 <= row.number("score") <= most else "differs",
                source=row.source,
            )
    known = sum((row.number("score") for row in areas if row.has("score")), Decimal(0))
    yield _incomplete(table, total["item"], total.number("score"), known)


def _thanh_hoa(edition: Edition, tables: Tables) -> Iterator[Comparison]:
    for row in tables["thanhhoa_2023"].rows:
        exact = Fraction(row.number("points")) * 100 / Fraction(row.number("max_applicable"))
        index, printed = edition.rounding.total(exact), row.number("index_published")
        yield Comparison(
            table="thanhhoa_2023",
            kind="index",
            subject=row["unit_vi"],
            published=printed,
            recomputed=index,
            result=judge(printed, index),
            source=row.source,
        )


def _announcements(_: Edition, tables: Tables) -> Iterator[Comparison]:
    for row in tables["announcements"].rows:
        day = date.fromisoformat(row["date_published"])
        is_early = is_announced_early(day, int(row["result_year"]))
        yield Comparison(
            table="announcements",
            kind="day",
            subject=row["item"],
            published=day,
            recomputed=f"sau ngày 31/12/{row['result_year']}",
            result="differs" if is_early else "agrees",
            source=row.source,
        )


def _sum_with_maxima(
    table: PublishedTable, rows: Sequence[PublishedRow], total: PublishedRow, score: str
) -> Iterator[Comparison]:
    """Yield the total of a table against its rows, and so the total of its maxima."""
    columns: dict[str, ComparisonKind] = {score: "total", "max": "maxima"}
    for column, kind in columns.items():
        parts = [row.number(column) for row in rows]
        yield _sum(table.name, "", parts, total.number(column), total.source, kind=kind)


def _sum(
    table: str,
    subject: str,
    parts: Sequence[Decimal],
    total: Decimal,
    source: str,
    *,
    kind: ComparisonKind = "total",
) -> Comparison:
    one = PublishedSum(
        parts=tuple(parts),
        total=total,
        places=shown_places([*parts, total]),
        rounded_count=len(parts),
    )
    return Comparison(
        table=table,
        kind=kind,
        subject=subject,
        published=total,
        recomputed=one.of_parts,
        result=one.verdict,
        source=source,
        difference=one.difference,
        allowance=one.allowance,
    )


def _incomplete(table: PublishedTable, subject: str, total: Decimal, known: Decimal) -> Comparison:
    """Return a total of which only some parts are known; they may not be more than it."""
    return Comparison(
        table=table.name,
        kind="total",
        subject=subject,
        published=total,
        recomputed=known,
        result="incomplete" if known <= total else "differs",
        source=table.source,
        difference=total - known,
    )


_TESTS: Mapping[str, Callable[[Edition, Tables], Iterator[Comparison]]] = {
    "daklak2017_areas": _dak_lak,
    "par2020_top10": _ten_best,
    "hatinh_soxaydung2021_self": _ha_tinh,
    "quangnam_766_2024": _decision_766,
    "regions_2022_2023": _regions,
    "thanhhoa_2023": _thanh_hoa,
    "kiengiang_2017_bands": _kien_giang,
    "daknong_par2022": _dak_nong,
    "quangnam_par_2022_2023": _quang_nam,
    "announcements": _announcements,
}
"""What is recomputed of each published table."""
