"""The three tables of results as Parquet too, for tools that read a whole country at once.

Points are exact decimals. Where a cell of the CSV table may be empty there is a second column,
``<name>_missing``, that says which kind of missing it is. The same year gives the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import GradeBand
from cchc_lib.core.submission import NotApplicable, NotAppraised, NotReported
from cchc_lib.files.csv_text import TableText
from cchc_lib.files.result_tables import TABLES
from cchc_lib.files.writing import replacing

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["PARQUET_FROM", "write_parquet"]

PARQUET_FROM = 200
"""From so many units on: loading the library takes longer than all tables of fewer."""
_TABLES = ("index", "areas", "scores")
_POINTS = frozenset(
    {
        "max_score", "self_score", "rule_score", "appraised_score", "survey_score", "final_score",
        "bonus", "penalty", "total_score", "sub_index_pct", "index_pct",
    }
)  # fmt: skip
_RANKS = frozenset({"rank", "rank_in_group"})
_NEVER_MISSING = frozenset({"max_score", "bonus", "penalty"})
_MAY_BE_MISSING = (_POINTS | _RANKS | {"grade"}) - _NEVER_MISSING
_ROWS_AT_ONCE = 50_000
_USUAL_WIDTH = (5, 4)
"""Digits before and after the point of every column of points, where a year needs no more."""
_MOST_DIGITS = 38
"""As many as a decimal of 128 bits holds; one of 256 bits holds twice as many."""


def write_parquet(folder: Path, year: YearResult) -> None:
    """Write ``index``, ``areas`` and ``scores`` of a computed year as Parquet."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    for name in _TABLES:
        table = TABLES[f"{name}.csv"]
        schema = _schema(table, year)
        texts = [field.name for field in schema if field.type == pa.string()]
        with (
            replacing(folder / f"{name}.parquet") as stream,
            ParquetWriter(
                stream,
                schema,
                compression="zstd",
                use_dictionary=texts,
                version="2.6",
                store_schema=False,
            ) as writer,
        ):
            for batch in _batches(table, year, schema):
                writer.write_batch(batch)


def _schema(table: TableText, year: YearResult) -> "pa.Schema":
    """Return the columns of a table; those of points are wide enough for the year."""
    import pyarrow as pa

    widths = _widths(table, year)
    fields: list[tuple[str, pa.DataType]] = []
    for name in table.columns:
        if name in _POINTS:
            fields.append((name, _decimal(*widths[name])))
        elif name in _RANKS:
            fields.append((name, pa.int32()))
        else:
            fields.append((name, pa.bool_() if name == "provisional" else pa.string()))
        if name in _MAY_BE_MISSING:
            fields.append((f"{name}_missing", pa.string()))
    return pa.schema(fields)


def _decimal(whole: int, places: int) -> "pa.DataType":
    import pyarrow as pa

    digits = whole + places
    return (pa.decimal128 if digits <= _MOST_DIGITS else pa.decimal256)(digits, places)


def _widths(table: TableText, year: YearResult) -> Mapping[str, tuple[int, int]]:
    """Return the digits before and after the point that each column of points needs."""
    at = [(n, name) for n, name in enumerate(table.columns) if name in _POINTS]
    known: dict[str, set[tuple[int, int]]] = {name: {_USUAL_WIDTH} for _, name in at}
    for row in table.rows(year):
        for n, name in at:
            value = row[n]
            if isinstance(value, Decimal):
                _, digits, exponent = value.as_tuple()
                places = max(-int(exponent), 0)
                known[name].add((max(len(digits) + int(exponent), 1), places))
    return {name: (max(w for w, _ in own), max(p for _, p in own)) for name, own in known.items()}


def _batches(table: TableText, year: YearResult, schema: "pa.Schema") -> Iterator["pa.RecordBatch"]:
    """Yield the rows of a table, so many at a time."""
    import pyarrow as pa

    rows = iter(table.rows(year))
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        columns = dict(_columns(table.columns, some))
        arrays = [pa.array(columns[field.name], type=field.type) for field in schema]
        yield pa.record_batch(arrays, schema=schema)


def _columns(
    names: Sequence[str], rows: Sequence[Sequence[object]]
) -> Iterator[tuple[str, list[Any]]]:
    for name, values in zip(names, zip(*rows, strict=True), strict=True):
        yield name, [_value(value) for value in values]
        if name in _MAY_BE_MISSING:
            yield f"{name}_missing", [_kind_of_missing(value) for value in values]


def _value(value: object) -> object:
    match value:
        case GradeBand():
            return value.name_vi
        case NotReported() | NotApplicable() | NotAppraised():
            return None
        case _:
            return value


def _kind_of_missing(value: object) -> str | None:
    """Return which kind of missing a value is; that of a unit without any result is its own."""
    match value:
        case NotReported() | NotApplicable() | NotAppraised():
            return value.kind
        case None:
            return "blocked"
        case _:
            return None
