"""The log that can only grow: what it says, and that nobody changes it unnoticed."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from cchc_lib.core.audit.checking.chain import (
    Corrected,
    Opened,
    RunMade,
    StageClosed,
    append_event,
    chain_events,
    check_chain,
    digest_of,
    head_of,
    line_text,
    seal_of,
)
from cchc_lib.files.run_log import BrokenLog, read_log, write_log

EVENTS = (
    Opened(year=2018, edition="mau-2018", title="Chỉ số năm 2018", rules_sha256="a" * 64),
    StageClosed(stage="council", closed_on=date(2019, 3, 9), files_sha256="b" * 64),
    Corrected(
        file="submissions/so-y-te.xlsx",
        sha256="c" * 64,
        document="12/CV-SYT",
        decided_on=date(2019, 3, 10),
    ),
    RunMade(run_id="2018-mau-2018-0", inputs_sha256="d" * 64, code_sha256="e" * 64),
)


@pytest.fixture
def lines():
    return chain_events(EVENTS)


def test_each_line_holds_the_hash_of_the_line_before(lines):
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert [line.kind for line in lines] == ["opened", "stage_closed", "corrected", "run"]
    assert [line.previous for line in lines] == ["", *(line.hash for line in lines[:-1])]
    assert lines[1].fields["closed_on"] == "2019-03-09"
    assert check_chain(lines) == 0


def test_the_hash_of_a_line_can_be_recomputed_with_any_json_library(lines):
    for line in lines:
        content = json.loads(line_text(line))
        own = content.pop("hash")
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert sha256(text.encode()).hexdigest() == own


def test_the_seal_is_the_beginning_of_the_last_hash(lines):
    assert head_of(lines) == lines[-1].hash
    assert seal_of(lines) == lines[-1].hash[:12]
    assert head_of(()) == seal_of(()) == ""


def test_a_longer_log_begins_with_the_shorter_one(lines):
    assert append_event(lines[:-1], EVENTS[-1]) == lines


@pytest.mark.parametrize("number", range(4))
def test_a_changed_line_is_named(lines, number):
    changed = replace(lines[number], fields={**lines[number].fields, "title": "khác"})
    assert check_chain((*lines[:number], changed, *lines[number + 1 :])) == number + 1


def test_a_line_that_was_dropped_moved_or_added_is_named(lines):
    assert check_chain(lines[1:]) == 1
    assert check_chain((lines[0], *lines[2:])) == 2
    assert check_chain((lines[0], lines[2], lines[1], lines[3])) == 2
    assert check_chain((*lines, lines[0])) == 5


def test_a_digest_depends_on_names_and_hashes_but_not_on_their_order():
    hashes = {"a": "1", "b": "2"}
    assert digest_of(hashes) == digest_of({"b": "2", "a": "1"})
    assert digest_of(hashes) != digest_of({"a": "2", "b": "1"})


def test_a_log_is_read_back_as_it_was_written(lines, tmp_path):
    write_log(tmp_path / "log.jsonl", lines)
    assert read_log(tmp_path / "log.jsonl") == lines
    assert read_log(tmp_path / "other.jsonl") == ()


def test_every_single_changed_byte_of_a_log_is_noticed(lines, tmp_path):
    path = tmp_path / "log.jsonl"
    write_log(path, lines)
    whole = path.read_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        path.write_bytes(changed)
        with pytest.raises(BrokenLog) as broken:
            read_log(path)
        number = whole[:place].count(b"\n") + 1
        assert broken.value.number in {number, number + 1}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]\n", b'{"number": 1}\n', b"\xff\n", b"[" * 100_000, b"null\n", b"\n"]
)
def test_what_is_no_log_is_broken_from_its_first_line(content, tmp_path):
    (tmp_path / "log.jsonl").write_bytes(content)
    with pytest.raises(BrokenLog) as broken:
        read_log(tmp_path / "log.jsonl")
    assert broken.value.number == 1


def test_a_folder_or_a_link_in_the_place_of_a_log_is_broken(lines, tmp_path):
    write_log(tmp_path / "other.jsonl", lines)
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "other.jsonl")
    (tmp_path / "folder.jsonl").mkdir()
    for name in ("link.jsonl", "folder.jsonl"):
        with pytest.raises(BrokenLog):
            read_log(tmp_path / name)
