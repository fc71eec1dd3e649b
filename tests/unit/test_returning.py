"""Workbooks of findings: what goes back to whom, and whose files are never touched."""

import contextlib
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from cchc_lib.files.ledger import open_ledger
from cchc_lib.files.returning import write_unit_findings
from cchc_lib.findings import finding
from tests.unit.form_cases import ASSESSMENT, DEPARTMENT, DISTRICT

OVER = finding("HS-014", unit_code=DEPARTMENT.code, file="submissions/so-noi-vu.xlsx", cell="I9")
MISSING = finding("HS-001", unit_code=DISTRICT.code)
FORM = f"{DEPARTMENT.code}.xlsx"


def give_back(folder, *findings):
    return write_unit_findings(folder, ASSESSMENT, findings)


def codes_in(path):
    rows = load_workbook(path).active.iter_rows(min_row=4, values_only=True)
    return [row[1] for row in rows]


def test_every_unit_with_something_to_mend_gets_a_workbook(tmp_path):
    written, kept = give_back(tmp_path, OVER, MISSING)
    assert [path.name for path in written] == [FORM, f"{DISTRICT.code}.xlsx"]
    assert kept == []
    assert codes_in(tmp_path / FORM) == ["HS-014"]


@pytest.mark.parametrize(
    "other",
    [
        finding("TD-001", unit_code=DEPARTMENT.code),
        finding("KD-012", unit_code=DEPARTMENT.code),
        finding("XH-007", unit_code=DEPARTMENT.code),
        finding("BM-013", unit_code=DEPARTMENT.code, file="appraisal/so-noi-vu.xlsx"),
    ],
    ids=lambda one: one.code,
)
def test_what_others_must_mend_does_not_go_to_the_unit(tmp_path, other):
    assert give_back(tmp_path, other) == ([], [])
    give_back(tmp_path, OVER, other)
    assert codes_in(tmp_path / FORM) == ["HS-014"]


def test_the_workbook_of_a_unit_that_is_clean_again_is_removed(tmp_path):
    give_back(tmp_path, OVER, MISSING)
    written, kept = give_back(tmp_path, MISSING)
    assert ([path.name for path in written], kept) == ([f"{DISTRICT.code}.xlsx"], [])
    assert not (tmp_path / FORM).exists()


def test_a_workbook_that_a_person_changed_is_neither_replaced_nor_removed(tmp_path):
    give_back(tmp_path, OVER)
    path = tmp_path / FORM
    path.write_bytes(b"notes of the unit")
    assert give_back(tmp_path, replace(OVER, cell="I10")) == ([], [path])
    assert give_back(tmp_path) == ([], [path])
    assert path.read_bytes() == b"notes of the unit"


def test_a_file_that_was_never_ours_is_left_alone(tmp_path):
    (tmp_path / FORM).write_bytes(b"somebody's")
    (tmp_path / "ghi chú.xlsx").write_bytes(b"somebody's")
    assert give_back(tmp_path) == ([], [])
    assert give_back(tmp_path, OVER) == ([], [tmp_path / FORM])
    assert len(list(tmp_path.glob("*.xlsx"))) == 2


def test_a_workbook_that_differs_is_replaced(tmp_path):
    give_back(tmp_path, OVER)
    give_back(tmp_path, OVER, replace(OVER, code="HS-016"))
    assert codes_in(tmp_path / FORM) == ["HS-014", "HS-016"]


@pytest.mark.parametrize("record", ["{", "[]", '{"a": 1}'])
def test_a_damaged_record_means_that_nothing_is_ours(tmp_path, record):
    give_back(tmp_path, OVER)
    (tmp_path / "issued.json").write_text(record, "utf-8")
    assert give_back(tmp_path, replace(OVER, cell="I10")) == ([], [tmp_path / FORM])


def test_what_was_written_before_a_crash_is_remembered(tmp_path):
    path = tmp_path / "a.xlsx"
    with contextlib.suppress(KeyError), open_ledger(tmp_path) as ledger:
        ledger.put(path, b"1")
        raise KeyError
    with open_ledger(tmp_path) as ledger:
        assert ledger.put(path, b"2") == "replaced"


def test_what_a_unit_must_do_is_said_to_the_unit(tmp_path):
    give_back(tmp_path, OVER)
    row = next(load_workbook(tmp_path / FORM).active.iter_rows(min_row=4, values_only=True))
    assert "gửi lại" in row[7]
