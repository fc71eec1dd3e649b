"""The committed table of faults names every test that tries one, and every test in it exists."""

from tests.faults.table import fault_tests, rows_of_table

WHOLE_FILES = {
    "test_failing_writes.py",
    "test_full_disks.py",
    "test_killed_runs.py",
    "test_moving_inputs.py",
    "test_two_at_once.py",
}
"""Where every test tries a fault."""


def test_the_table_has_a_row_for_every_fault_test():
    assert {row.test for row in rows_of_table()} == set(fault_tests())


def test_every_fault_was_tried_and_nothing_was_lost():
    for row in rows_of_table():
        assert row.times > 0, row.test
        assert row.lost == 0, row.test


def test_no_two_rows_say_the_same():
    rows = rows_of_table()
    assert len({(row.test, row.fault) for row in rows}) == len(rows)
    assert {row.test.partition("::")[0] for row in rows} >= WHOLE_FILES
