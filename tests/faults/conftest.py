"""What fault tests share: how they tell what they tried."""

import os

import pytest

from tests.faults.table import RECORDS, Row, record, rows_of_table


@pytest.fixture
def tried(request):
    """Tell what was done to a run, how often, and how many files were lost: none may be.

    The committed table must say the same.
    """
    rows: list[Row] = []

    def tell(fault: str, *, times: int, lost: int = 0) -> None:
        test = f"{request.path.name}::{request.function.__name__}"
        rows.append(Row(test=test, fault=fault, times=times, lost=lost))

    yield tell
    assert rows, "a fault test tells what it tried"
    assert not any(row.lost for row in rows)
    if os.environ.get(RECORDS):
        record(rows)
    else:
        known = rows_of_table()
        assert all(row in known for row in rows), "run `python -m tests.faults.table`"
