"""What returned forms gave before is recalled: the same as read anew, and never anything else."""

import json
import zlib
from dataclasses import replace

import pytest

from cchc_lib.core.submission import Place
from cchc_lib.files.returns import remembering
from cchc_lib.files.returns.known_units import known_units
from cchc_lib.files.returns.remembering import Memory, as_read
from cchc_lib.files.sources import SourceFile, likely_owner, named_owner
from cchc_lib.files.workbooks import kept
from cchc_lib.findings import finding
from tests.unit.form_cases import ASSESSMENT, EDITION


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    folder = tmp_path / "store"
    monkeypatch.setattr(kept, "READ_WORKBOOKS", folder)
    return folder


@pytest.fixture
def source(tmp_path):
    return SourceFile(path=tmp_path / "a.xlsx", file="submissions/a.xlsx")


READ = ("a", Place(file="submissions/a.xlsx"), (finding("BM-008", file="x", found="y"),))


def memory(kind="self_assessment", assessment=ASSESSMENT):
    return Memory(kind, Place, EDITION, as_read(assessment))


def test_what_was_kept_is_recalled(source):
    memory().keep(source, "00", READ)
    assert memory().recall(source, "00") == READ


def test_other_bytes_another_name_kind_or_round_are_read(source):
    memory().keep(source, "00", READ)
    assert memory().recall(source, "01") is None
    assert memory().recall(replace(source, file="submissions/b.xlsx"), "00") is None
    assert memory("appraisal_1").recall(source, "00") is None
    later = replace(ASSESSMENT, form_version="khác")
    assert memory(assessment=later).recall(source, "00") is None


def test_what_reading_does_not_ask_for_may_change(source):
    memory().keep(source, "00", READ)
    assert memory(assessment=replace(ASSESSMENT, title_vi="Tên khác")).recall(source, "00") == READ


def test_other_code_reads_again(source, monkeypatch):
    memory().keep(source, "00", READ)
    monkeypatch.setattr(remembering, "_code_hash", lambda: "khác")
    assert memory().recall(source, "00") is None


def test_a_damaged_entry_is_read_again(source, store):
    memory().keep(source, "00", READ)
    (entry,) = store.glob("*/*.read")
    content = bytearray(entry.read_bytes())
    content[-1] ^= 1
    entry.write_bytes(content)
    assert memory().recall(source, "00") is None


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        ["a"],
        ["a", [], [], []],
        ["a", [{"file": 1}], []],
        ["a", [{}], [{}]],
        "[[[",
        "[" * 200_000,
    ],
)
def test_an_entry_that_is_no_record_is_read_again(source, stored):
    content = stored if isinstance(stored, str) else json.dumps(stored)
    kept.keep_bytes(memory()._name(source, "00"), zlib.compress(content.encode()))
    assert memory().recall(source, "00") is None
    kept.keep_bytes(memory()._name(source, "00"), b"no zlib")
    assert memory().recall(source, "00") is None


def test_the_store_forgets_what_was_kept_first(source, store, monkeypatch):
    memory().keep(source, "00", READ)
    memory().keep(source, "01", READ)
    (folder,) = store.iterdir()
    size = sum(entry.stat().st_size for entry in folder.iterdir())
    monkeypatch.setattr(kept, "_SIZE_AT_MOST", size - 1)
    kept.forget_oldest()
    assert len(list(folder.iterdir())) == 1


def test_two_versions_of_the_reader_take_turns(source, store, monkeypatch):
    for version in ("một", "hai", "ba", "bốn"):
        monkeypatch.setattr(kept, "_reader_hash", lambda version=version: version)
        memory().keep(source, "00", READ)
    assert len(list(store.iterdir())) == 3
    assert memory().recall(source, "00") == READ


def test_owners_are_found_without_asking_every_unit():
    owners = {"so-y", "so-y-te", "ubnd"}
    assert named_owner("submissions/So-Y-te.xlsx", owners) == "so-y-te"
    assert likely_owner("submissions/so-y-te_v2.xlsx", owners) == "so-y-te"
    assert likely_owner("submissions/so-y-khac.xlsx", owners) == "so-y"
    assert likely_owner("submissions/so-ytế.xlsx", owners) == ""


def test_units_are_worked_out_once():
    units = ASSESSMENT.units
    assert known_units(units) is known_units(units)
    assert known_units(units).by_code == {unit.code: unit for unit in units}
