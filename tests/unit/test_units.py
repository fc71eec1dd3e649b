"""The list of units: who is assessed at the end of a year, and what became of the others."""

from datetime import date

import pytest

from cchc_lib.core.submission import Unit
from cchc_lib.core.successions import next_row
from cchc_lib.files.units import read_units

HEADER = "unit_code,unit_name,group_code,valid_from,valid_to,successor_code"
OPEN = "so-a,Sở A,department,2004-01-01,,"
YEAR = 2019


@pytest.fixture
def read(tmp_path, edition):
    """Return units, former units and findings of a table with the given rows."""

    def read(*rows: str, header: str = HEADER):
        (tmp_path / "units.csv").write_text("\n".join((header, *rows)) + "\n", "utf-8")
        findings = []
        units, former = read_units(tmp_path, edition, YEAR, findings)
        return units, former, findings

    return read


def said(findings) -> list[tuple[str, str, str]]:
    return [(item.code, item.cell, item.severity) for item in findings]


def test_the_column_for_successors_may_be_missing(read):
    header = HEADER.removesuffix(",successor_code")
    units, former, findings = read(OPEN.removesuffix(","), header=header)
    assert [unit.code for unit in units] == ["so-a"]
    assert (former, findings) == ((), [])


def test_a_unit_keeps_its_code_under_a_new_name(read):
    """Nothing need be written down: the next row of the code is the successor."""
    units, former, findings = read(
        "so-a,Sở A,department,2004-01-01,2019-02-28,", "so-a,Sở A mới,department,2019-03-01,,"
    )
    assert [unit.name_vi for unit in units] == ["Sở A mới"]
    assert [(one.name_vi, one.successor_code) for one in former] == [("Sở A", "so-a")]
    assert findings == []


def test_a_unit_gets_a_new_code_with_its_new_name(read):
    units, former, findings = read(
        "so-b,Sở B,department,2019-06-01,,", "so-a,Sở A,department,2004-01-01,2019-05-31,so-b"
    )
    assert [unit.code for unit in units] == ["so-b"]
    assert [(one.code, one.successor_code) for one in former] == [("so-a", "so-b")]
    assert findings == []


def test_a_unit_is_merged_into_one_that_was_there_before(read):
    rows = (OPEN, "so-b,Sở B,department,2004-01-01,2019-06-30,so-a")
    units, former, findings = read(*rows)
    assert [unit.code for unit in units] == ["so-a"]
    assert [(one.code, one.successor_code) for one in former] == [("so-b", "so-a")]
    assert findings == []
    assert next_row(former[0], (*units, *former)) is units[0]


def test_a_unit_that_ends_after_the_year_is_still_assessed(read):
    units, former, findings = read(
        "so-a,Sở A,department,2004-01-01,2019-12-31,so-b", "so-b,Sở B,department,2020-01-01,,"
    )
    assert [unit.code for unit in units] == ["so-a"]
    assert former == ()
    assert said(findings) == [("KD-022", "dòng 3", "note")]


def test_a_unit_that_ended_without_a_word_is_noted_and_kept_among_the_former(read):
    units, former, findings = read(OPEN, "so-b,Sở B,department,2004-01-01,2019-06-30,")
    assert [unit.code for unit in units] == ["so-a"]
    assert [one.code for one in former] == ["so-b"]
    assert said(findings) == [("KD-022", "dòng 3", "note")]


def test_two_rows_in_force_under_one_code_are_an_error_and_the_first_counts(read):
    units, _, findings = read(OPEN, "so-a,Sở A hai,department,2019-03-01,,")
    assert [unit.name_vi for unit in units] == ["Sở A"]
    assert said(findings) == [("KD-007", "dòng 3", "error"), ("KD-029", "dòng 3", "warning")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((OPEN, "so-b,Sở B,department,2004-01-01,2019-06-30,so-x"), ("KD-027", "dòng 3")),
        (("so-a,Sở A,department,2004-01-01,,so-a",), ("KD-031", "dòng 2")),
        (
            ("so-a,Sở A,department,2004-01-01,2019-06-30,", "so-a,Sở A,department,2019-06-30,,"),
            ("KD-029", "dòng 3"),
        ),
        (
            ("so-a,A,department,2019-07-02,,", "so-b,B,department,2018-01-01,2019-06-30,so-a"),
            ("KD-030", "dòng 3"),
        ),
        ((OPEN, "so-b,Sở B,department,2004-01-01,2019-06-30,so-b"), ("KD-028", "dòng 3")),
    ],
)  # fmt: skip
def test_what_cannot_be_true_of_a_successor_is_a_warning(read, rows, expected):
    _, _, findings = read(*rows)
    assert (*expected, "warning") in said(findings)


def test_successors_in_a_circle_are_found_at_each_of_them(read):
    _, former, findings = read(
        OPEN,
        "so-b,Sở B,department,2004-01-01,2019-05-31,so-c",
        "so-c,Sở C,department,2004-01-01,2019-05-31,so-b",
    )
    assert [(item.code, item.cell) for item in findings] == [
        ("KD-028", "dòng 3"),
        ("KD-028", "dòng 4"),
    ]
    assert len(former) == 2


def test_a_unit_may_return_to_its_old_code_later(read):
    """What ended and began anew in between is no circle."""
    units, former, findings = read(
        "so-a,Sở A,department,2004-01-01,2019-02-28,so-b",
        "so-b,Sở B,department,2019-03-01,2019-05-31,so-a",
        "so-a,Sở A,department,2019-06-01,,",
    )
    assert [unit.valid_from for unit in units] == [date(2019, 6, 1)]
    assert [one.code for one in former] == ["so-a", "so-b"]
    assert all(isinstance(one, Unit) for one in former)
    assert findings == []


def test_an_end_before_its_beginning_is_an_error(read):
    units, former, findings = read(OPEN, "so-b,Sở B,department,2019-06-01,2019-05-31,so-a")
    assert [unit.code for unit in units] == ["so-a"]
    assert former == ()
    assert said(findings) == [("KD-008", "dòng 3", "error")]
