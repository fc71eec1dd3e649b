"""Only what changed is made again, and what is taken is what would have been made."""

import os
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from cchc_lib.core.results import YearResult
from cchc_lib.running.execution import shared
from cchc_lib.running.execution.keeping import keys
from cchc_lib.running.execution.keeping.keys import Keys
from cchc_lib.running.execution.keeping.remembering import remembering
from cchc_lib.running.execution.keeping.store import Store
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import NotebookTask
from cchc_lib.running.previous import compare
from tests.unit.keeping_cases import (
    WHOLE,
    Change,
    OwnProcess,
    add_answers,
    add_evidence,
    cut_points,
    make_run,
    make_year,
    with_component,
)
from tests.unit.present_cases import UNITS, edition

UNIT = "so-noi-vu"
REPORTS = {code for code, _, _ in UNITS}
PAGES = {f"audit/{code}" for code in REPORTS}
NOTICES = {f"documents/thong-bao/{group}-1" for _, _, group in UNITS}
EVERYTHING = WHOLE | PAGES | REPORTS | NOTICES | {"00_methodology"}
LAW = "00_methodology"
KEY = "0" * 64
FILES = {"a.html": b"<p>\xc3\xa2</p>", "b.ipynb": b""}


def both(*codes: str) -> set[str]:
    """Return the report and the audit page of units."""
    return {name for code in codes for name in (code, f"audit/{code}")}


def notices(*codes: str) -> set[str]:
    """Return what makes the notices of groups."""
    return {f"documents/thong-bao/{code}-1" for code in codes}


def group(code: str) -> set[str]:
    return {unit for unit, _, own in UNITS if own == code}


@pytest.fixture(autouse=True)
def _forgotten():
    """Leave no year shared in this process."""
    before = list(shared._told)
    yield
    shared._told[:] = before


@pytest.fixture(scope="module")
def before() -> YearResult:
    return make_year()


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(folder=tmp_path / ".cache" / "artefacts")


@pytest.fixture(scope="module")
def earlier(before, tmp_path_factory) -> tuple[Store, dict[str, bytes]]:
    """A store that holds all of the small year, and what the year became."""
    folder = tmp_path_factory.mktemp("earlier")
    store = Store(folder=folder / "artefacts")
    files, _ = make_run(folder, before, store)
    return store, files


@pytest.fixture
def quick(store, tmp_path, before) -> Store:
    """A store that holds an entry of little content for every task of the small year."""
    make_run(tmp_path / "before", before, store, workers=OwnProcess(is_quick=True))
    return store


def make_quickly(folder: Path, year: YearResult, store: Store, **how):
    return make_run(folder, year, store, workers=OwnProcess(is_quick=True), **how)


def rename(assessment):
    units = [
        replace(unit, name_vi="Sở Tư pháp tỉnh") if unit.code == "so-tu-phap" else unit
        for unit in assessment.units
    ]
    return replace(assessment, units=tuple(units))


def only_in(group_code: str) -> str:
    """Return a component that only one group has."""
    return next(c.code for c in edition().components() if list(c.max_score) == [group_code])


def other_law(group_code: str):
    return with_component(
        edition(), lambda one: replace(one, name_vi=f"{one.name_vi} (sửa)"), only_in(group_code)
    )


CHANGES = {
    "evidence": (
        Change(returns=lambda r: add_evidence(r, UNIT)),
        WHOLE | both(UNIT) | notices("department"),
    ),
    "points": (
        Change(returns=lambda r: cut_points(r, UNIT)),
        WHOLE | both(*group("department")) | notices("department"),
    ),
    "answers": (
        Change(returns=lambda r: add_answers(r, UNIT)),
        WHOLE | PAGES | group("department") | notices("department"),
    ),
    "name": (
        Change(assessment=rename),
        WHOLE | both(*group("department")) | notices("department"),
    ),
    "law of one group": (
        Change(law=other_law("district")),
        WHOLE | {LAW} | both(*group("district")) | notices("district"),
    ),
    "bands of grades": (
        Change(
            law=replace(edition(), grading=replace(edition().grading, bands=tuple(
                replace(band, ge=band.ge - 1) if band.ge else band
                for band in edition().grading.bands
            )))
        ),
        EVERYTHING,
    ),
    "a file saved again": (
        Change(saved_again=f"submissions/{UNIT}.xlsx"),
        WHOLE | {f"audit/{UNIT}"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_change_reaches_is_made_again_and_nothing_else(name, earlier, store, tmp_path):
    change, reached = CHANGES[name]
    kept, old = earlier
    shutil.copytree(kept.folder, store.folder)
    year = make_year(change)
    files, made = make_run(tmp_path / "after", year, store)
    fresh, all_made = make_run(tmp_path / "fresh", year, Store(folder=tmp_path / "other"))
    assert files == fresh
    assert files.keys() == old.keys()
    assert files != old
    assert made == reached
    assert all_made == EVERYTHING


def test_nothing_is_made_or_told_where_nothing_changed(quick, tmp_path, before):
    idle = OwnProcess()
    files, made = make_run(tmp_path / "again", before, quick, workers=idle)
    assert made == set()
    assert idle.told == 0
    second_files_of_notebooks, pdf_of_the_province = 6, 1
    of_the_year = len(WHOLE | {LAW}) + second_files_of_notebooks + pdf_of_the_province
    assert len(files) == of_the_year + 4 * len(REPORTS) + len(PAGES)


def test_a_fresh_run_believes_nothing_and_renews_everything(quick, tmp_path, before):
    entry = next(iter(sorted(quick.folder.iterdir())))
    whole = entry.read_bytes()
    entry.write_bytes(whole[:-1] + b"?")
    _, made = make_quickly(tmp_path / "again", before, quick, is_fresh=True)
    assert made == EVERYTHING
    assert entry.read_bytes() == whole


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda raw: raw[:-1],
        lambda raw: raw[:-9] + bytes([raw[-9] ^ 1]) + raw[-8:],
        lambda raw: raw.replace(b"artefact 1", b"artefact 2"),
        lambda raw: raw.replace(b"artefact 1", b"artefact 0") * 2,
        lambda raw: b"\x00" * len(raw),
    ],
)
def test_a_damaged_entry_is_noticed_and_made_again(damage, quick, tmp_path, before):
    whole, _ = make_quickly(tmp_path / "whole", before, quick)
    entries = sorted(quick.folder.iterdir())
    sound = [entry.read_bytes() for entry in entries]
    for entry, raw in zip(entries[:3], sound, strict=False):
        entry.write_bytes(damage(raw))
    files, made = make_quickly(tmp_path / "again", before, quick)
    assert files == whole
    assert len(made) == 3
    assert [entry.read_bytes() for entry in entries] == sound


def test_an_entry_under_the_name_of_another_is_not_taken(quick, tmp_path, before):
    whole, _ = make_quickly(tmp_path / "whole", before, quick)
    first, second = sorted(quick.folder.iterdir())[:2]
    second.write_bytes(first.read_bytes())
    files, made = make_quickly(tmp_path / "again", before, quick)
    assert files == whole
    assert len(made) == 1


def test_an_entry_with_other_addresses_is_not_taken(quick, tmp_path, before):
    whole, _ = make_quickly(tmp_path / "whole", before, quick)
    for entry in quick.folder.iterdir():
        quick.keep(entry.stem, {"../outside.html": b"x"})
    files, made = make_quickly(tmp_path / "again", before, quick)
    assert files == whole
    assert made == EVERYTHING


@pytest.mark.parametrize("changed", ["code", "engine", "library"])
def test_another_version_takes_nothing_of_this_one(changed, quick, tmp_path, before, monkeypatch):
    if changed == "library":
        monkeypatch.setattr(keys, "made_with", lambda: {"matplotlib": "99"})
    write = {"code": "other" if changed == "code" else "code"}
    if changed == "engine":
        shared_years = Shared(years={".": before})
        folder = tmp_path / "before"
        task = NotebookTask(
            name=UNIT, notebook=Path(__file__), folder=folder, executed="a.ipynb", page="a.html",
            unit_code=UNIT, parameters={"run": ".", "unit": UNIT},
        )  # fmt: skip
        found = {
            Keys(shared_years, folder=folder, code="c", engine=engine).of(task)
            for engine in ("cchc", "jupyter")
        }
        assert len(found) == 2
        return
    _, made = make_quickly(tmp_path / "again", before, quick, **write)
    assert made == EVERYTHING


def test_what_failed_is_told_and_not_kept(store, tmp_path, before):
    make_run(tmp_path / "a", before, store, workers=OwnProcess(is_quick=True, failing=UNIT))
    _, made = make_quickly(tmp_path / "b", before, store)
    assert made == {UNIT}


def test_a_notebook_with_an_unknown_input_is_never_kept(tmp_path, before):
    make_quickly(tmp_path, before, Store(folder=tmp_path / "store"))
    own = Keys(Shared(years={".": before}), folder=tmp_path, code="c", engine="cchc")
    known = NotebookTask(
        name="x", notebook=Path(__file__), folder=tmp_path, executed="a.ipynb", page="a.html",
        parameters={"run": ".", "previous_run": ""},
    )  # fmt: skip
    assert own.of(known)
    for parameters in ({"run": ".", "previous_run": "previous/x"}, {"edition": "mau-2018"}, {}):
        assert own.of(replace(known, parameters=parameters)) == ""
    assert own.of(replace(known, unit_code=UNIT, parameters={"run": "x", "unit": UNIT})) == ""


def test_what_became_of_a_unit_is_part_of_the_key_of_its_report_alone(tmp_path, before):
    make_quickly(tmp_path, before, Store(folder=tmp_path / "store"))
    earlier = "previous/x"

    def keys_of(*codes, changes):
        years = {".": before, earlier: before}
        keys = Keys(Shared(years=years, changes=changes), folder=tmp_path, code="c", engine="cchc")
        return [
            keys.of(
                NotebookTask(
                    name=code, notebook=Path(__file__), folder=tmp_path, executed="a", page="b",
                    unit_code=code,
                    parameters={"run": ".", "unit": code, "previous_run": earlier},
                )
            )
            for code in codes
        ]  # fmt: skip

    changes = {one.unit_code: one for one in compare(before, before).units}
    other = next(code for code in sorted(REPORTS) if code != UNIT)
    moved = replace(changes[UNIT], name_vi="khác")
    first, second = keys_of(UNIT, other, changes=changes)
    assert first
    assert keys_of(UNIT, other, changes={**changes, UNIT: moved})[1] == second
    assert keys_of(UNIT, other, changes={**changes, UNIT: moved})[0] not in {"", first}
    assert keys_of(UNIT, changes={}) == [""]


def test_keys_are_the_same_in_every_process(tmp_path, before):
    make_quickly(tmp_path, before, Store(folder=tmp_path / "store"))
    again = make_year()
    tasks = [
        NotebookTask(
            name=code, notebook=Path(__file__), folder=tmp_path, executed="a", page="b",
            unit_code=code, parameters={"run": ".", "unit": code},
        )
        for code in sorted(REPORTS)
    ]  # fmt: skip
    first, second = (
        Keys(Shared(years={".": year}), folder=tmp_path, code="c", engine="cchc")
        for year in (before, again)
    )
    assert [first.of(task) for task in tasks] == [second.of(task) for task in tasks]
    assert len({first.of(task) for task in tasks}) == len(tasks)


def test_the_store_gives_back_what_it_was_given(store):
    assert store.recall(KEY) is None
    store.keep(KEY, FILES)
    assert store.has(KEY)
    assert store.recall(KEY) == FILES
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(entry.stat().st_mode) for entry in store.folder.iterdir()} == {0o600}


def test_the_least_recently_used_entries_go_first(store):
    small = replace(store, most_entries=3)
    for number in range(5):
        small.keep(str(number), FILES)
        os.utime(small.folder / f"{number}.made", (number, number))
    assert small.recall("0") == FILES
    small.trim()
    assert [small.has(str(number)) for number in range(5)] == [True, False, False, True, True]


def test_the_store_stays_below_its_size(store):
    store.keep("a", {"x": os.urandom(5000)})
    os.utime(store.folder / "a.made", (1, 1))
    store.keep("b", {"x": os.urandom(5000)})
    replace(store, most_bytes=6000).trim()
    assert [store.has("a"), store.has("b")] == [False, True]


def test_unfinished_entries_go_when_they_are_old(store):
    store.keep(KEY, FILES)
    old, new = store.folder / "a.tmp", store.folder / "b.tmp"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    store.trim()
    assert sorted(path.name for path in store.folder.iterdir()) == [f"{KEY}.made", "b.tmp"]


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path, before):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    store = Store(folder=blocked / "artefacts")
    for name in ("a", "b"):
        files, made = make_quickly(tmp_path / name, before, store)
        assert made == EVERYTHING
        assert files


def test_no_link_is_followed(store, tmp_path):
    other = Store(folder=tmp_path / "elsewhere")
    other.keep(KEY, FILES)
    before = sorted(other.folder.iterdir())
    store.folder.parent.mkdir()
    store.folder.symlink_to(other.folder)
    assert store.recall(KEY) is None
    store.keep("1", FILES)
    replace(store, most_entries=0).trim()
    assert sorted(other.folder.iterdir()) == before
    own = Store(folder=tmp_path / "own")
    own.keep("1", FILES)
    (own.folder / f"{KEY}.made").symlink_to(other.folder / f"{KEY}.made")
    assert not own.has(KEY)
    assert own.recall(KEY) is None


def test_workers_remember_in_the_folder_of_the_project(tmp_path, monkeypatch):
    folder = tmp_path / "artefacts"
    monkeypatch.setattr("cchc_lib.running.execution.keeping.remembering.ARTEFACTS", folder)
    workers = remembering(OwnProcess(), folder=tmp_path, code="c", engine="cchc")
    assert workers.store.folder == folder
