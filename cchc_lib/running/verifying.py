"""Check the files of a finished run, and those it was made from, against what was recorded."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from cchc_lib.core.audit.checking.chain import digest_of, head_of, seal_of
from cchc_lib.core.audit.checking.text_differences import difference_of_texts
from cchc_lib.core.audit.checking.verification import Difference, Phase
from cchc_lib.files.rules import rule_files
from cchc_lib.files.run_log import LOG_FILE
from cchc_lib.project import RULES
from cchc_lib.running.identity import input_files, run_id_of
from cchc_lib.running.inside import ABSENT, LINK, is_linked, state_inside, state_of
from cchc_lib.running.manifest import (
    MANIFEST,
    SUMS,
    Manifest,
    read_sums,
    sums_of,
    sums_text,
)
from cchc_lib.running.manifest_fields import differences_of_fields
from cchc_lib.running.recorded import OFFICE_LOG, Recorded
from cchc_lib.vietnamese import show_hidden

__all__ = ["check_files", "check_inputs"]

_NOT_RECORDED = "tệp không thuộc lần chạy"


def check_files(recorded: Recorded) -> Phase:
    """Compare every file of a run with its manifest, sums and logs."""
    found: dict[str, Difference] = {}
    for one in (
        *_manifest_differences(recorded),
        *_log_differences(recorded),
        *_output_differences(recorded),
    ):
        found.setdefault(one.file, one)
    is_alone = not recorded.office_log and OFFICE_LOG not in recorded.broken_lines
    return Phase(
        name="files",
        checked_count=len(recorded.files),
        differences=(*found.values(),),
        unchecked="không có sổ các lần chạy bên cạnh để đối chiếu bản kê" if is_alone else "",
    )


def check_inputs(recorded: Recorded, assessment: Path | None) -> Phase:
    """Compare the rules and inputs of a run with its manifest, where they can be found."""
    manifest = recorded.manifest
    if manifest is None or not recorded.is_manifest_sound:
        said = "không có bản kê tin được nên không đối chiếu được đầu vào"
        return Phase(name="inputs", unchecked=said, is_complete=False)
    own = f"rules/{manifest.edition}"
    if is_linked(recorded.folder, own):
        found = [Difference(file=own, found=LINK)]
    else:
        found = [*_rule_differences(recorded.folder / own, own, manifest.rules)]
    count = len(manifest.rules)
    if assessment is None:
        said = "không thấy thư mục kỳ đánh giá; chỉ ra bằng --assessment DIR"
        return Phase(
            name="inputs",
            checked_count=count,
            differences=tuple(found),
            unchecked=said,
            is_complete=False,
        )
    theirs = assessment / "rules" / manifest.edition
    source = theirs if theirs.is_dir() else RULES / manifest.edition
    shown = "rules" if theirs.is_dir() else "data/rules"
    found += _rule_differences(source, f"{shown}/{manifest.edition}", manifest.rules)
    found += _input_differences(assessment, manifest.inputs)
    unique = {one.file: one for one in reversed(found)}
    return Phase(
        name="inputs",
        checked_count=count + len(manifest.inputs),
        differences=tuple(sorted(unique.values(), key=found.index)),
    )


def _manifest_differences(recorded: Recorded) -> Iterator[Difference]:
    """Yield what is wrong with the manifest itself and with the list of sums."""
    manifest, logged = recorded.manifest, recorded.logged_sha256
    own = recorded.files.get(MANIFEST) or state_inside(recorded.folder, MANIFEST)
    if manifest is None:
        yield Difference(file=MANIFEST, found=recorded.problem_vi)
    elif not recorded.is_manifest_sound:
        expected = logged or read_sums(recorded.folder).get(MANIFEST, "")
        yield Difference(file=MANIFEST, found=own, expected=expected)
    else:
        if logged and own != logged:
            where = "sổ các lần chạy"
            yield Difference(file=MANIFEST, where=where, found=own, expected=logged)
        yield from _inner_differences(recorded, manifest)
        yield from _sums_differences(recorded, {**manifest.outputs, MANIFEST: own})


def _inner_differences(recorded: Recorded, manifest: Manifest) -> Iterator[Difference]:
    """Yield what the manifest says against itself and against the log of the run."""
    made = run_id_of(
        manifest.year,
        manifest.edition,
        manifest.inputs,
        manifest.rules,
        manifest.software.code_sha256,
        previous=manifest.previous,
    )
    if manifest.run_id != made:
        yield Difference(
            file=MANIFEST, where="run_id", found=manifest.run_id, expected=made, is_value=True
        )
    if not recorded.log:
        return
    said = {**recorded.log[-1].fields, "head": head_of(recorded.log)}
    known = {
        "run_id": manifest.run_id,
        "inputs_sha256": digest_of(manifest.inputs),
        "code_sha256": manifest.software.code_sha256,
        "head": manifest.head,
    }
    yield from differences_of_fields(
        MANIFEST, manifest.content, {"log": LOG_FILE, "seal": seal_of(recorded.log)}
    )
    for name, value in known.items():
        if said.get(name) != value:
            found = said.get(name, ABSENT)
            yield Difference(file=LOG_FILE, where=name, found=found, expected=value)


def _sums_differences(recorded: Recorded, hashes: Mapping[str, str]) -> Iterator[Difference]:
    """Yield the first line of the list of sums that is not what the manifest makes it."""
    state = recorded.files.get(SUMS) or state_inside(recorded.folder, SUMS)
    text, expected = sums_of(recorded.folder), sums_text(hashes)
    if not text or state == LINK:
        yield Difference(file=SUMS, found=state)
    elif text != expected:
        one = difference_of_texts(SUMS, text, expected)
        yield from () if one is None else (one,)


def _log_differences(recorded: Recorded) -> Iterator[Difference]:
    """Yield what is wrong with the log of the run and the log of the office."""
    for name, number in recorded.broken_lines.items():
        yield Difference(file=name, where=f"dòng {number}", found="không nối tiếp dòng trước")
    if recorded.office_log and recorded.entry is None:
        yield Difference(file=OFFICE_LOG, found="không ghi lần chạy này")
    elif recorded.entry is not None and recorded.log:
        logged, own = recorded.entry.fields.get("head", ""), head_of(recorded.log)
        if logged != own:
            yield Difference(file=LOG_FILE, where="dòng cuối", found=own, expected=logged)


def _output_differences(recorded: Recorded) -> Iterator[Difference]:
    """Yield every file that is missing, changed or unknown; the sums stand in for a manifest."""
    if recorded.manifest is not None and recorded.is_manifest_sound:
        known = recorded.manifest.outputs
    else:
        known = read_sums(recorded.folder)
    for name in sorted({*known, *recorded.files} - {MANIFEST, SUMS}):
        found = recorded.files.get(name) or state_inside(recorded.folder, name)
        expected = known.get(name)
        if expected is None:
            yield Difference(file=name, found=LINK if found == LINK else _NOT_RECORDED)
        elif found != expected:
            yield Difference(file=name, found=found, expected=expected)


def _rule_differences(
    folder: Path, shown: str, expected: Mapping[str, str]
) -> Iterator[Difference]:
    """Yield the rule files that changed, are missing or were added.

    A catalogue that came later is none of them: it changes no number.
    """
    names = {path.name for path in rule_files(folder)} | {*expected}
    for name in sorted(names):
        yield from _against(f"{shown}/{name}", state_of(folder / name), expected.get(name))


def _input_differences(root: Path, expected: Mapping[str, str]) -> Iterator[Difference]:
    """Yield the inputs that changed, are missing or were added; only evidence may be a link."""
    paths = {show_hidden(path.relative_to(root).as_posix()): path for path in input_files(root)}
    for name in sorted({*paths, *expected}):
        path, is_evidence = paths.get(name), name.lower().startswith("evidence/")
        found = state_of(path, may_link=is_evidence) if path else state_inside(root, name)
        yield from _against(name, found, expected.get(name))


def _against(name: str, found: str, expected: str | None) -> Iterator[Difference]:
    if expected is None and found != ABSENT:
        yield Difference(file=name, found="không có khi chạy")
    elif expected is not None and found != expected:
        yield Difference(file=name, found=found, expected=expected)
