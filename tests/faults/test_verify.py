"""A run that was left alone passes; whatever was changed in it or behind it is named."""

import hashlib
import json
import os
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cchc_lib import opening, pipeline
from cchc_lib.auditing.verifying import verify_run
from cchc_lib.core.audit.checking.chain import RunRecorded, chain_events
from cchc_lib.errors import ResultProblem
from cchc_lib.files.crate import CRATE_FILE
from cchc_lib.files.run_log import LOG_FILE, read_log, write_log
from cchc_lib.pipeline import RunRequest, make_example, run_year
from cchc_lib.present.verification import format_verification
from cchc_lib.project import RULES
from cchc_lib.running import inside
from cchc_lib.running import recorded as recording
from cchc_lib.running.manifest import read_manifest
from cchc_lib.running.previous import open_previous, write_previous
from cchc_lib.running.recorded import find_assessment, read_recorded
from cchc_lib.running.verifying import check_files, check_inputs
from tests.faults.test_bad_input import run_cli

UNIT, EDITION = "so-noi-vu", "mau-2018"
CHANGES = 240
MOST_KEYS = 8
OFFICE_LOG, MANIFEST, SUMS = "../log.jsonl", "manifest.json", "SHA256SUMS"


def quiet(*_):
    """Show no progress."""


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A small round with rules of its own, and a run of it with the notebooks of one unit."""
    home = tmp_path_factory.mktemp("office")
    directory = home / "data" / "year"
    make_example(directory, year=2018, unit_count=6, seed=2018, has_faults=False)
    shutil.copytree(RULES / EDITION, directory / "rules" / EDITION)
    request = RunRequest(directory=directory, reports=home / "reports", unit_codes=(UNIT,))
    outcome = run_year(request, quiet)
    assert outcome.failed == outcome.noticed == ()
    return home


@pytest.fixture
def office(original, tmp_path):
    """A copy of everything, to be damaged."""
    shutil.copytree(original, tmp_path / "office")
    return tmp_path / "office"


def run_of(office):
    return next(path for path in (office / "reports" / "2018").iterdir() if path.is_dir())


def files_named(folder):
    """Return the files that do not agree with what was recorded, without computing anything."""
    recorded = read_recorded(folder)
    phases = (check_files(recorded), check_inputs(recorded, find_assessment(recorded)))
    return [one.file for phase in phases for one in phase.differences]


def forge(folder, *names):
    """Make manifest and sums agree with changed files, as somebody would who knows them."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    crate = (folder / CRATE_FILE).read_text("utf-8")
    for name in names:
        own = sha256(folder / name)
        crate = crate.replace(manifest["outputs"][name], own)
        manifest["outputs"][name] = own
    if CRATE_FILE not in names:
        (folder / CRATE_FILE).write_text(crate, "utf-8")
        names = (*names, CRATE_FILE)
        manifest["outputs"][CRATE_FILE] = sha256(folder / CRATE_FILE)
    write_manifest(folder, manifest)
    seal_sums(folder, *names)


def write_manifest(folder, content):
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, "utf-8")


def seal_sums(folder, *names):
    """Make the list of sums agree with changed files."""
    sums = (folder / SUMS).read_text("utf-8")
    for name in (*names, MANIFEST):
        line = f"{sha256(folder / name)}  {name}"
        sums = re.sub(rf"^[0-9a-f]{{64}}  {re.escape(name)}$", line, sums, flags=re.MULTILINE)
    (folder / SUMS).write_text(sums, "utf-8")


def reseal(folder, change):
    """Change the manifest, and make sums and the log of the office agree with it."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    change(manifest)
    write_manifest(folder, manifest)
    seal_sums(folder)
    log = folder.parent / "log.jsonl"
    fields = {**read_log(log)[-1].fields, "manifest_sha256": sha256(folder / MANIFEST)}
    write_log(log, chain_events([RunRecorded(**fields)]))


def put(content, field, value):
    """Put a value into nested JSON, at its keys with dots between them."""
    *outer, last = field.split(".")
    for key in outer:
        content = content[key]
    content[last] = value


def test_an_untouched_run_passes_also_with_its_notebooks(original):
    found = verify_run(run_of(original), has_reports=True, progress=quiet)
    assert found.differences == ()
    assert found.is_sound
    names = [phase.name for phase in found.phases]
    assert names == ["files", "inputs", "traces", "recomputed", "notebooks"]
    assert all(phase.checked_count for phase in found.phases)
    assert format_verification(found).splitlines()[-1].startswith("Khớp")


def test_any_changed_byte_of_any_file_names_that_file(office):
    folder, directory = run_of(office), office / "data" / "year"
    kinds = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            kinds.setdefault(name.rpartition("/")[0] or name, []).append((path, name))
    kinds["office log"] = [(folder.parent / "log.jsonl", OFFICE_LOG)]
    inputs = json.loads((folder / MANIFEST).read_text("utf-8"))["inputs"]
    for name in inputs:
        kinds.setdefault(f"input {name.partition('/')[0]}", []).append((directory / name, name))
    chance = random.Random(5)
    assert {"tables", "notebooks", "units", MANIFEST, SUMS, CRATE_FILE, "input rules"} <= set(kinds)
    for number in range(CHANGES):
        kind = sorted(kinds)[number % len(kinds)]
        path, name = chance.choice(kinds[kind])
        whole = path.read_bytes()
        changed = bytearray(whole)
        changed[chance.randrange(len(whole))] ^= chance.randrange(1, 256)
        path.write_bytes(changed)
        assert name in files_named(folder), f"{name}, change {number}"
        path.write_bytes(whole)
    assert files_named(folder) == []


def test_sha256sum_agrees_without_our_code(original):
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("no sha256sum here")
    done = subprocess.run(
        [program, "--check", "--strict", SUMS],
        cwd=run_of(original),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    listed = {line.rpartition(":")[0] for line in done.stdout.splitlines()}
    own = {
        p.relative_to(run_of(original)).as_posix()
        for p in run_of(original).rglob("*")
        if p.is_file()
    }
    assert listed == own - {SUMS}


@pytest.mark.parametrize(
    "name", ["tables/index.csv", "index.html", "log.jsonl", MANIFEST, SUMS, f"units/{UNIT}.html"]
)
@pytest.mark.parametrize("how", ["truncated", "emptied", "deleted", "folder", "link"])
def test_a_file_that_is_cut_gone_or_something_else_is_named(office, name, how):
    folder = run_of(office)
    path = folder / name
    whole = path.read_bytes()
    path.unlink()
    if how == "truncated":
        path.write_bytes(whole[:-1])
    elif how == "emptied":
        path.write_bytes(b"")
    elif how == "folder":
        path.mkdir()
        (path / "x").write_bytes(whole)
    elif how == "link":
        (office / "aside").write_bytes(whole)
        path.symlink_to(office / "aside")
    assert name in files_named(folder)


@pytest.mark.parametrize("name", ["tables/index.csv", MANIFEST])
@pytest.mark.parametrize("is_folder", [True, False])
def test_the_phases_after_a_file_that_is_gone_come_to_their_end(office, name, is_folder):
    folder = run_of(office)
    (folder / name).unlink()
    if is_folder:
        (folder / name).mkdir()
    assert not verify_run(folder, progress=quiet).is_sound


@pytest.mark.parametrize("name", ["submissions/so-y-te.xlsx", "units.csv", "rules/mau-2018/x.txt"])
def test_an_input_that_is_gone_added_or_a_link_is_named(office, name):
    folder, path = run_of(office), office / "data" / "year" / name
    if path.exists():
        whole = path.read_bytes()
        path.unlink()
        assert name in files_named(folder)
        (office / "aside").write_bytes(whole)
        path.symlink_to(office / "aside")
        assert name in files_named(folder)
    else:
        path.write_text("x", "utf-8")
        assert files_named(folder) == [name]


def test_a_file_that_was_added_to_a_run_is_named_unless_it_is_a_signature(office):
    folder = run_of(office)
    (folder / "signatures").mkdir()
    (folder / "signatures" / "manifest.json.p7s").write_bytes(b"signed")
    assert files_named(folder) == []
    (folder / "tables" / "extra.csv").write_text("a\n", "utf-8")
    (folder / "aside").symlink_to(office / "data")
    assert files_named(folder) == ["aside", "tables/extra.csv"]


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", "{}", "[" * 100_000, '{"run_id": 1}', "\x00", '{"year": Infinity}'],
)
def test_a_manifest_that_is_none_is_a_sentence(office, content):
    folder = run_of(office)
    (folder / MANIFEST).write_text(content, "utf-8")
    found = verify_run(folder, progress=quiet)
    assert found.differences[0].file == MANIFEST
    assert {one.file for one in found.phases[0].differences} == {MANIFEST}
    assert not found.phases[1].is_complete


def test_a_table_forged_with_manifest_and_sums_is_found_by_recomputation(office):
    folder, name = run_of(office), "tables/index.csv"
    rows = (folder / name).read_text("utf-8").splitlines()
    cells = rows[2].split(",")
    place = rows[0].split(",").index("total_score")
    true, cells[place] = cells[place], "99.99"
    (folder / name).write_text("\n".join([*rows[:2], ",".join(cells), *rows[3:], ""]), "utf-8")
    forge(folder, name)
    assert verify_run(folder, progress=quiet).differences[0].file == MANIFEST

    (folder.parent / "log.jsonl").unlink()
    found = verify_run(folder, office / "data" / "year", progress=quiet)
    assert found.phases[0].differences == ()
    for phase in found.phases[2:]:
        (one,) = phase.differences
        assert (one.file, one.where) == (name, "dòng 3, cột total_score")
        assert (one.found, one.expected) == ("99.99", true)


def test_a_record_forged_everywhere_is_found_from_its_trace_without_the_inputs(office):
    folder, name = run_of(office), "tables/traces.jsonl"
    lines = (folder / name).read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    number = next(n for n, r in enumerate(records) if r["rule_score"].get("kind") == "law")
    records[number]["rule_score"]["value"] = "0.01"
    lines[number] = json.dumps(records[number], ensure_ascii=False)
    (folder / name).write_text("\n".join([*lines, ""]), "utf-8")
    forge(folder, name)
    (folder.parent / "log.jsonl").unlink()
    found = verify_run(folder, progress=quiet)
    assert [phase.is_complete for phase in found.phases] == [True, False, True]
    where = f"{records[number]['unit_code']}, {records[number]['component_code']}"
    assert (name, f"{where}, rule_score.value") in {(d.file, d.where) for d in found.differences}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"max_score": "', '"max_score": "NaN", "x": "'),
        ('"entered": "', '"entered": null, "x": "'),
        ('"area_code": "1"', '"area_code": null'),
        ("{", "["),
        ('"decisions": [', '"decisions": [{}, '),
        ('"unit_code": "so', '"unit_code": "xx'),
    ],
)
def test_records_that_make_no_sense_are_a_sentence(office, old, new):
    folder, name = run_of(office), "tables/traces.jsonl"
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 3), "utf-8")
    forge(folder, name)
    (folder.parent / "log.jsonl").unlink()
    found = verify_run(folder, progress=quiet)
    assert found.phases[2].differences
    assert format_verification(found)


def test_a_page_forged_with_manifest_and_sums_is_named_with_its_line(office):
    folder = run_of(office)
    for name in ("findings.html", "documents/emulation.html", f"units/{UNIT}.html"):
        path = folder / name
        path.write_text(path.read_text("utf-8").replace("<main", "<main\n", 1), "utf-8")
        forge(folder, name)
    (folder.parent / "log.jsonl").unlink()
    found = verify_run(folder, office / "data" / "year", has_reports=True, progress=quiet)
    named = [(one.file, one.where.partition(" ")[0]) for one in found.differences]
    assert named == [
        ("documents/emulation.html", "dòng"),
        ("findings.html", "dòng"),
        (f"units/{UNIT}.html", "dòng"),
    ]


def test_a_run_by_other_code_is_compared_by_the_values_of_its_tables(office, monkeypatch):
    folder = run_of(office)
    monkeypatch.setattr(recording, "code_sha256", lambda: "0" * 64)
    found = verify_run(folder, progress=quiet)
    assert found.differences == ()
    assert not found.is_sound
    said = format_verification(found).splitlines()[-1]
    assert said.startswith("CHƯA KIỂM TRA ĐƯỢC HẾT: mã nguồn khác với khi chạy (phiên bản ")
    name = "tables/scores.csv"
    text = (folder / name).read_text("utf-8")
    (folder / name).write_text(text.replace(",scored,", ",not_applicable,", 1), "utf-8")
    forge(folder, name)
    (folder.parent / "log.jsonl").unlink()
    found = verify_run(folder, office / "data" / "year", progress=quiet)
    assert {(one.file, one.where) for one in found.differences} == {(name, "dòng 2, cột status")}


def test_a_changed_input_also_shows_which_values_it_would_change(office):
    folder, path = run_of(office), office / "data" / "year" / "adjustments.csv"
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    found = verify_run(folder, progress=quiet)
    assert found.differences[0].file == "adjustments.csv"
    assert {one.file for one in found.phases[3].differences} >= {"tables/index.csv"}


def test_inputs_that_cannot_be_used_any_more_are_a_sentence(office):
    (office / "data" / "year" / "assessment.toml").write_text("year = ", "utf-8")
    found = verify_run(run_of(office), progress=quiet)
    assert found.differences[0].file == "assessment.toml"
    assert found.phases[3].differences[0].found == "Không đọc được assessment.toml"


def test_without_the_assessment_folder_only_the_outputs_are_checked(office):
    shutil.move(office / "data" / "year", office / "moved")
    folder = run_of(office)
    found = verify_run(folder, progress=quiet)
    assert found.differences == ()
    assert not found.is_sound
    assert "--assessment" in format_verification(found)
    assert verify_run(folder, office / "moved", progress=quiet).is_sound


def test_the_log_of_the_office_grows_by_one_line_per_run_and_repeats_none(office):
    log = office / "reports" / "2018" / "log.jsonl"
    request = RunRequest(
        directory=office / "data" / "year", reports=office / "reports", unit_codes=(UNIT,)
    )
    before = log.read_bytes()
    assert run_year(request, quiet).is_reused
    assert log.read_bytes() == before
    units = office / "data" / "year" / "adjustments.csv"
    units.write_text(units.read_text("utf-8") + "\n", "utf-8")
    other = RunRequest(directory=request.directory, reports=request.reports, has_reports=False)
    outcome = run_year(other, quiet)
    assert outcome.noticed == ()
    lines = read_log(log)
    assert log.read_bytes().startswith(before)
    assert lines[-1].fields["run_id"] == outcome.folder.name
    assert lines[-1].fields["assessment"] == "../../data/year"
    assert lines[-1].fields["manifest_sha256"] == sha256(outcome.folder / MANIFEST)
    assert verify_run(outcome.folder, progress=quiet).is_sound


def test_a_broken_log_of_the_office_is_not_continued_and_the_run_stands(office):
    log = office / "reports" / "2018" / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"data/year", b"data/yeaR"))
    before = log.read_bytes()
    request = RunRequest(
        directory=office / "data" / "year", reports=office / "reports", unit_codes=(UNIT,)
    )
    outcome = run_year(request, quiet)
    assert [one.code for one in outcome.noticed] == ["KQ-031"]
    assert "dòng 1" in outcome.noticed[0].message
    assert log.read_bytes() == before
    assert OFFICE_LOG in files_named(outcome.folder)


def test_a_run_that_the_log_of_the_office_does_not_know_is_named(office):
    log = office / "reports" / "2018" / "log.jsonl"
    lines = read_log(log)
    folder = run_of(office)
    other = {**lines[0].fields, "run_id": "2018-mau-2018-000000000000"}
    write_log(log, chain_events([RunRecorded(**other)]))
    assert files_named(folder)[0] == OFFICE_LOG


def test_a_stage_that_was_closed_otherwise_at_the_last_run_is_noticed(office):
    directory = office / "data" / "year"
    record = directory / "closed" / "record.csv"
    lines = record.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("council,")]
    assert len(kept) < len(lines)
    record.write_text("\n".join([*kept, ""]), "utf-8")
    shutil.rmtree(directory / "closed" / "council", ignore_errors=True)
    request = RunRequest(directory=directory, reports=office / "reports", has_reports=False)
    outcome = run_year(request, quiet)
    (noticed,) = outcome.noticed
    assert noticed.code == "KQ-032"
    assert "quyết định của Hội đồng" in noticed.message


def test_signatures_outlast_a_fresh_run(office):
    request = RunRequest(
        directory=office / "data" / "year",
        reports=office / "elsewhere",
        has_reports=False,
        is_fresh=True,
    )
    folder = run_year(request, quiet).folder
    (folder / "signatures").mkdir()
    (folder / "signatures" / "manifest.json.p7s").write_bytes(b"signed")
    assert run_year(request, quiet).folder == folder
    assert (folder / "signatures" / "manifest.json.p7s").read_bytes() == b"signed"
    assert files_named(folder) == []


def test_a_run_that_is_stopped_leaves_neither_folder_nor_line(office, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "write_manifest", stop)
    reports = office / "elsewhere"
    request = RunRequest(directory=office / "data" / "year", reports=reports, has_reports=False)
    with pytest.raises(KeyboardInterrupt):
        run_year(request, quiet)
    assert [path for path in reports.rglob("*") if path.is_file()] == []


def test_every_page_of_a_run_shows_its_seal(original):
    folder = run_of(original)
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    assert manifest["head"] == read_log(folder / "log.jsonl")[-1].hash
    assert manifest["head"].startswith(manifest["seal"])
    pages = list(folder.rglob("*.html"))
    assert len(pages) > 8
    for page in pages:
        text = page.read_text("utf-8")
        said = f"Mã chuỗi kiểm chứng: <code>{manifest['seal']}</code>"
        assert text.count(said) == 1, page.name
        assert f'@bottom-right {{ content: "Mã chuỗi kiểm chứng: {manifest["seal"]}"' in text


def test_the_crate_names_every_output_and_input_with_its_hash(original):
    folder = run_of(original)
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    graph = json.loads((folder / CRATE_FILE).read_text("utf-8"))["@graph"]
    by_id = {entity["@id"]: entity for entity in graph}
    assert len(by_id) == len(graph)
    root, action = by_id["./"], by_id["#run"]
    assert by_id[CRATE_FILE]["about"] == {"@id": "./"}
    assert root["creativeWorkStatus"] == "synthetic"
    assert root["datePublished"] == "2019-03-15"
    parts = [by_id[part["@id"]] for part in root["hasPart"]]
    hashes = {part["name"]: part["sha256"] for part in parts}
    assert hashes == {n: h for n, h in manifest["outputs"].items() if n != CRATE_FILE}
    assert action["result"] == root["hasPart"]
    used = {by_id[one["@id"]]["name"]: by_id[one["@id"]]["sha256"] for one in action["object"]}
    assert used == manifest["inputs"] | manifest["rules"]
    program = by_id[action["instrument"]["@id"]]
    assert program["sha256"] == manifest["software"]["code_sha256"]
    for entity in graph:
        for value in entity.values():
            targets = value if isinstance(value, list) else [value]
            for one in targets:
                if isinstance(one, dict) and not one["@id"].startswith("http"):
                    assert one["@id"] in by_id


def test_a_run_made_elsewhere_is_the_same_with_the_same_log(original, tmp_path):
    shutil.copytree(original / "data", tmp_path / "other")
    request = RunRequest(
        directory=tmp_path / "other" / "year", reports=tmp_path / "out", has_reports=False
    )
    folder = run_year(request, quiet).folder
    for name in ("log.jsonl", "tables/year.json", "tables/scores.csv", "tables/findings.csv"):
        assert (folder / name).read_bytes() == (run_of(original) / name).read_bytes(), name
    assert str(tmp_path) not in (folder.parent / "log.jsonl").read_text("utf-8")


def test_the_command_exits_with_0_or_13_and_says_what_differs(office, monkeypatch, capsys):
    folder = run_of(office)
    assert not run_cli(monkeypatch, "verify", folder)
    said = capsys.readouterr()
    assert "Khớp: lần chạy đúng như khi được ghi." in said.out
    path = folder / "tables" / "index.csv"
    path.write_bytes(path.read_bytes().replace(b"1", b"7", 1))
    assert run_cli(monkeypatch, "verify", folder, "--json") == 13
    said = capsys.readouterr()
    whole = json.loads(said.out)
    assert whole["format"] == 1
    assert whole["is_sound"] is False
    assert whole["phases"][0]["differences"][0]["file"] == "tables/index.csv"
    assert "KHÔNG KHỚP" in said.err
    assert "Traceback" not in said.err


def test_what_is_no_run_is_a_sentence(tmp_path, monkeypatch, capsys):
    assert run_cli(monkeypatch, "verify", tmp_path) == 13
    assert "Không thấy lần chạy" in capsys.readouterr().err
    assert run_cli(monkeypatch, "verify", Path("no", "such", "run")) == 13


@pytest.mark.parametrize("field", ["run_id", "edition"])
@pytest.mark.parametrize(
    "value", ["/tmp/x", "../../x", "a\0b", "..", "", "a" * 300, "a\\b", "C:x", "mẫu"]
)
def test_a_name_in_a_manifest_that_is_no_plain_part_is_refused(office, field, value):
    folder = run_of(office)
    reseal(folder, lambda manifest: put(manifest, field, value))
    found = verify_run(folder, progress=quiet)
    assert f"trường “{field}”" in found.differences[0].found
    assert {path.name for path in office.iterdir()} == {"data", "reports"}


@pytest.mark.parametrize("key", ["/tmp/x", "../x", "a\0", "b" * 300])
def test_the_run_compared_with_has_a_plain_name_or_the_manifest_is_refused(office, key):
    folder = run_of(office)
    reseal(folder, lambda manifest: put(manifest, "previous", {key: "0" * 64}))
    with pytest.raises(ResultProblem, match=r"trường “previous\."):
        read_manifest(folder)


@pytest.mark.parametrize("kind", ["outputs", "inputs", "rules"])
@pytest.mark.parametrize("name", ["/etc/passwd", "/proc/kmsg", "../a", "a/../../b", "C:\\a", "a\0"])
def test_a_file_name_that_leads_out_of_the_run_is_never_opened(office, monkeypatch, kind, name):
    folder = run_of(office)
    reseal(folder, lambda manifest: manifest[kind].update({name: "0" * 64}))
    sums = (folder / SUMS).read_text("utf-8")
    (folder / SUMS).write_text(f"{'0' * 64}  {name}\n{sums}", "utf-8")
    opened = []
    monkeypatch.setattr(inside, "sha256_of_file", lambda path: opened.append(path) or sha256(path))
    found = files_named(folder)
    assert found == [MANIFEST]
    assert all(path.is_relative_to(folder) for path in opened)


def test_a_hash_in_a_manifest_that_is_none_is_refused(office):
    folder = run_of(office)
    reseal(folder, lambda manifest: manifest["outputs"].update({"tables": "là liên kết"}))
    assert "outputs.tables" in read_recorded(folder).problem_vi


def test_an_unknown_unit_in_a_manifest_is_a_difference(office, monkeypatch):
    folder = run_of(office)
    reseal(folder, lambda manifest: put(manifest, "parameters.units", ["zzz"]))
    found = verify_run(folder, progress=quiet)
    assert not found.is_sound
    places = {(one.file, one.where) for one in found.differences}
    assert (MANIFEST, "parameters.units") in places
    assert (f"units/{UNIT}.html", "") in places

    monkeypatch.setattr(recording, "code_sha256", lambda: "0" * 64)
    (one,) = verify_run(folder, progress=quiet).differences
    assert (one.file, one.where) == (MANIFEST, "parameters.units")


def test_fields_of_a_manifest_that_are_not_those_of_the_run_are_named(office):
    folder = run_of(office)
    false = {
        "counts.units": 7,
        "is_synthetic": False,
        "assessment": "Kỳ khác",
        "software.version": "9.9",
        "extra": "x",
    }

    def change(manifest):
        for field, value in false.items():
            put(manifest, field, value)

    reseal(folder, change)
    found = verify_run(folder, progress=quiet)
    named = {phase.name: {one.where for one in phase.differences} for phase in found.phases}
    assert named["files"] == set()
    assert named["traces"] == {"counts.units", "is_synthetic", "assessment"}
    assert named["recomputed"] == {*false}


def test_the_seal_in_a_manifest_is_that_of_the_log(office):
    folder = run_of(office)
    reseal(folder, lambda manifest: put(manifest, "seal", "0" * 12))
    assert files_named(folder) == [MANIFEST]


def test_a_crate_that_says_something_else_is_named(office):
    folder = run_of(office)
    text = (folder / CRATE_FILE).read_text("utf-8")
    (folder / CRATE_FILE).write_text(text.replace('"synthetic"', '"final"'), "utf-8")
    forge(folder, CRATE_FILE)
    reseal(folder, lambda _: None)
    found = verify_run(folder, progress=quiet)
    assert CRATE_FILE in {one.file for one in found.differences}


@pytest.mark.parametrize("how", ["changed", "added", "deleted", "folder"])
def test_a_run_whose_rules_were_edited_is_not_read_back(office, how):
    folder = run_of(office)
    rules = folder / "rules" / EDITION
    path = rules / ("x.toml" if how == "added" else "area_1_direction.toml")
    if how == "changed":
        path.write_bytes(path.read_bytes() + b"\n")
    elif how == "added":
        path.write_bytes(b"")
    elif how == "deleted":
        path.unlink()
    else:
        path = folder / "rules" / "aaa" / "edition.toml"
        path.parent.mkdir()
        path.write_bytes((rules / "edition.toml").read_bytes())
    name = path.relative_to(folder).as_posix()
    for reading in (opening.open_run, open_previous):
        with pytest.raises(ResultProblem, match=re.escape(name)):
            reading(folder)


def test_the_kept_copy_of_a_run_is_not_read_back_with_other_rules(office):
    folder = run_of(office)
    previous = open_previous(folder)
    write_previous(office, previous)
    kept = office / previous.address
    assert open_previous(kept).year == previous.year
    path = kept / "rules" / EDITION / "area_1_direction.toml"
    path.write_bytes(path.read_bytes() + b"\n")
    for reading in (opening.open_run, open_previous):
        with pytest.raises(ResultProblem, match=r"area_"):
            reading(kept)


@pytest.mark.parametrize("name", ["tables", "rules", "units"])
def test_a_folder_that_is_a_link_is_named_and_not_read_through(office, name):
    folder = run_of(office)
    (folder / name).rename(office / "aside")
    (folder / name).symlink_to(office / "aside")
    found = verify_run(folder, progress=quiet)
    assert (name, "là liên kết") in {(one.file, one.found) for one in found.phases[0].differences}
    if name != "units":
        (one,) = found.phases[2].differences
        assert (one.file, one.found) == (name, "là liên kết")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("name", ["tables/year.json", "tables/index.csv", "index.html"])
def test_a_pipe_in_the_place_of_a_file_is_never_opened(office, name):
    folder = run_of(office)
    (folder / name).unlink()
    os.mkfifo(folder / name)
    found = verify_run(folder, progress=quiet)
    assert found.differences[0].file == name
    assert found.differences[0].found == "không phải tệp thường"


def test_wrong_types_anywhere_in_the_records_of_a_run_are_a_sentence(office):
    folder = run_of(office)
    whole = (folder / MANIFEST).read_text("utf-8")
    fields = []
    for key, value in json.loads(whole).items():
        inner = [*value][:MOST_KEYS] if isinstance(value, dict) else []
        fields += [(key,), *((key, name) for name in inner)]
    for field in fields:
        for wrong in (None, [], {}, 5, "x"):
            content = json.loads(whole)
            inner = content if len(field) == 1 else content[field[0]]
            inner[field[-1]] = wrong
            write_manifest(folder, content)
            recorded = read_recorded(folder)
            assert not re.search(r"Error|Exception|Unreadable", recorded.problem_vi)
            if recorded.manifest is None:
                assert field[0] in recorded.problem_vi
            check_files(recorded)
    (folder / MANIFEST).write_text(whole, "utf-8")


@pytest.mark.parametrize("name", [LOG_FILE, OFFICE_LOG, SUMS])
def test_wrong_types_in_logs_and_sums_are_a_sentence(office, name):
    folder = run_of(office)
    lines = (folder / name).read_text("utf-8").splitlines()
    broken = [*map(json.dumps, (None, [], {}, 5, "x"))]
    if name != SUMS:
        last = json.loads(lines[-1])
        broken += [json.dumps({**last, key: wrong}) for key in last for wrong in (None, [], 5, "x")]
    for line in broken:
        (folder / name).write_text("\n".join([*lines[:-1], line, ""]), "utf-8")
        assert name in files_named(folder), line
