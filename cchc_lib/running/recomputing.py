"""Compute a finished run again: from its traces, from its inputs, with its notebooks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from cchc_lib.core.audit.checking.rechecking import Discrepancy, recheck_year
from cchc_lib.core.audit.checking.text_differences import difference_of_tables, difference_of_texts
from cchc_lib.core.audit.checking.verification import Difference, Phase, PhaseName
from cchc_lib.core.places import is_sha256
from cchc_lib.core.results import YearResult
from cchc_lib.errors import CchcError, ResultProblem
from cchc_lib.files.crate import CRATE_FILE
from cchc_lib.files.result_tables import TABLES
from cchc_lib.files.results import read_results
from cchc_lib.running.computing import Round, compute_run, open_round
from cchc_lib.running.contents import Contents, contents_of, lay_out
from cchc_lib.running.described import (
    Remade,
    differences_of_description,
    differences_of_year,
)
from cchc_lib.running.execution.tasks import NotebookTask
from cchc_lib.running.execution.workers import Workers
from cchc_lib.running.inside import ABSENT, bytes_inside
from cchc_lib.running.manifest import (
    MANIFEST,
    SUMS,
    Extent,
    Manifest,
    describe_run,
)
from cchc_lib.running.manifest_fields import differences_of_fields
from cchc_lib.running.recorded import Recorded
from cchc_lib.running.reports import make_reports
from cchc_lib.telling import Progress

__all__ = ["Again", "check_notebooks", "check_recomputed", "check_traces", "remake"]

_HOSTILE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, StopIteration,
    TypeError, ValueError,
)  # fmt: skip
"""What arithmetic over records may raise that nobody but a forger would write."""
_MADE_OTHERWISE = {"notebooks", "units", CRATE_FILE, MANIFEST, SUMS}
"""What a run holds and is not made again here: by notebooks, or over all other files."""
_REMADE = "run"
"""The name of a run that is made again: never one that was read from somewhere."""
_FAILED_COUNT = "counts.failed_notebooks"
_COMMIT_LENGTH = 12
_NO_REPORTS = Extent(has_reports=False, unit_codes=())
_RECORD_FILES = {"scores": "tables/traces.jsonl"}
_YEAR_FILE = "tables/year.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """From which inputs to make a run again, compared with which run before, and where.

    Without ``is_exact`` its bytes need not be those of the run, only the values of its tables.
    """

    directory: Path
    target: Path
    is_exact: bool
    previous: Path | None


def check_traces(recorded: Recorded) -> Phase:
    """Compute every record of a run from its traces, and write its CSV tables from the records."""
    folder, is_same_code = recorded.folder, recorded.is_same_code
    if blocked := _unreadable_record(recorded):
        return Phase(name="traces", differences=(blocked,))
    try:
        year = read_results(folder / "tables", folder / "rules")
        found = [
            *map(_difference_of, recheck_year(year)),
            *_table_differences(folder, year, is_exact=is_same_code),
            *differences_of_year(recorded, year),
        ]
    except ResultProblem as error:
        return _failed("traces", "tables", error.message_vi, recorded)
    except _HOSTILE:
        said = "không tính lại được từ vết: có giá trị không hợp lệ"
        return _failed("traces", "tables", said, recorded)
    counted = (year.scores, year.areas, year.units, year.groups, year.standings, year.proposals)
    return Phase(
        name="traces",
        checked_count=sum(map(len, counted)),
        differences=tuple(found),
        unchecked="" if is_same_code else _only_values(recorded),
        is_complete=is_same_code,
    )


def remake(manifest: Manifest, again: Again, workers: Workers, progress: Progress) -> Remade:
    """Make the run over an assessment folder again, all but its notebooks."""
    stage = "Tính lại từ đầu vào"
    progress(stage, 0, 2)
    try:
        opened = open_round(again.directory, again.previous)
        year, log = compute_run(opened)
        progress(stage, 1, 2)
        contents = contents_of(opened, year, log, _extent_like(manifest.extent, opened))
        remade = _laid_out(manifest, again, contents)
        workers.share(contents.shared)
        others = [task for task in remade.tasks if not isinstance(task, NotebookTask)]
        failed = [*make_reports(others, workers, remade.folder, remade.seal, progress)]
    except CchcError as error:
        said = error.message_vi
    except OSError as error:
        said = f"không đọc được {Path(str(error.filename)).name}"
    except _HOSTILE:
        said = "không tính lại được từ đầu vào: có giá trị không hợp lệ"
    else:
        progress(stage, 2, 2)
        return replace(remade, problem_vi=failed[0].as_finding().message) if failed else remade
    return Remade(folder=again.target / _REMADE, is_exact=again.is_exact, problem_vi=said)


def _extent_like(asked: Extent, opened: Round) -> Extent:
    """Return how much of the reports a run held, of the units that the round knows."""
    known = {unit.code for unit in opened.assessment.units} if asked.has_reports else set()
    return replace(asked, unit_codes=tuple(sorted(known.intersection(asked.unit_codes))))


def _laid_out(manifest: Manifest, again: Again, contents: Contents) -> Remade:
    """Write a computed year as a run whose manifest is like another one."""
    folder = again.target / _REMADE
    bare = replace(contents, extent=_NO_REPORTS, words={})
    tasks = lay_out(folder, contents if again.is_exact else bare)
    fields, crate = describe_run(
        contents.opened.identity,
        contents.year,
        log=contents.log,
        extent=contents.extent,
        failed_count=manifest.failed_count,
        outputs={name: sha for name, sha in manifest.outputs.items() if name != CRATE_FILE},
        commit=manifest.software.commit,
    )
    return Remade(
        folder=folder,
        is_exact=again.is_exact,
        tasks=tuple(tasks),
        seal=contents.seal,
        fields=fields,
        crate=crate,
    )


def check_recomputed(recorded: Recorded, remade: Remade) -> Phase:
    """Compare a run that was made again with the run: every file, or the values of its tables."""
    if remade.problem_vi:
        said = remade.problem_vi.rstrip(".")
        return Phase(name="recomputed", differences=(Difference(file="", found=said),))
    names = _files_below(remade.folder)
    if remade.is_exact:
        names = sorted({*names, *filter(_is_made_without_notebooks, recorded.files)})
    else:
        names = [name for name in names if name.endswith(".csv")]
    return Phase(
        name="recomputed",
        checked_count=len(names),
        differences=(
            *_file_differences(recorded.folder, remade, names),
            *differences_of_description(recorded, remade),
        ),
        unchecked="" if remade.is_exact else _only_values(recorded),
        is_complete=remade.is_exact,
    )


def check_notebooks(
    recorded: Recorded, remade: Remade, workers: Workers, progress: Progress
) -> Phase:
    """Execute the notebooks of a run again, and compare each and its page byte for byte."""
    if not remade.is_exact or remade.problem_vi:
        said = "chỉ chạy lại sổ tính khi đầu vào và mã nguồn không đổi"
        return Phase(name="notebooks", unchecked=said, is_complete=False)
    counted = recorded.manifest.failed_count if recorded.manifest else 0
    made = make_reports(remade.notebooks, workers, remade.folder, remade.seal, progress)
    failed = [one.as_finding().message for one in made]
    names = [name for task in remade.notebooks for name in task.addresses]
    return Phase(
        name="notebooks",
        checked_count=len(names),
        differences=(
            *(Difference(file="notebooks", found=said) for said in failed),
            *_file_differences(recorded.folder, remade, names),
            *differences_of_fields(
                MANIFEST, {_FAILED_COUNT: counted}, {_FAILED_COUNT: len(failed)}
            ),
        ),
    )


def _is_made_without_notebooks(name: str) -> bool:
    return name.partition("/")[0] not in _MADE_OTHERWISE


def _only_values(recorded: Recorded) -> str:
    """Say why a run is compared by its values only, and by what it was made."""
    if recorded.manifest is None:
        return "không có bản kê đọc được nên không biết mã nguồn nào đã tạo lần chạy"
    if recorded.is_same_code:
        return "đầu vào khác với khi chạy: chỉ so sánh giá trị trong các bảng"
    software = recorded.manifest.software
    made = f"phiên bản {software.version}"
    made += f", commit {software.commit[:_COMMIT_LENGTH]}" if software.commit else ""
    return f"mã nguồn khác với khi chạy ({made}): chỉ so sánh giá trị trong các bảng"


def _failed(name: PhaseName, file: str, said: str, recorded: Recorded) -> Phase:
    """Return the phase that could not be done: a difference, unless other code made the run."""
    said = said.rstrip(".")
    if not recorded.is_same_code:
        return Phase(name=name, unchecked=f"{_only_values(recorded)}; {said}", is_complete=False)
    return Phase(name=name, differences=(Difference(file=file, found=said),))


def _unreadable_record(recorded: Recorded) -> Difference | None:
    """Return the first table or rule file that is a link or no file; it must not be opened."""
    for name, state in recorded.files.items():
        if name.partition("/")[0] in {"tables", "rules"} and not is_sha256(state):
            return Difference(file=name, found=state)
    return None


def _difference_of(one: Discrepancy) -> Difference:
    return Difference(
        file=_RECORD_FILES.get(one.record, _YEAR_FILE),
        where=", ".join((*one.key, *([one.item] if one.item else []))),
        found=one.found,
        expected=one.expected,
        is_value=True,
    )


def _table_differences(folder: Path, year: YearResult, *, is_exact: bool) -> Iterator[Difference]:
    """Yield the first cell of each CSV table that is not what the records say."""
    for name, table in TABLES.items():
        found = bytes_inside(folder, f"tables/{name}")
        if found is not None:
            text = found.decode("utf-8", "replace")
            one = difference_of_tables(f"tables/{name}", text, table(year), is_exact=is_exact)
            yield from () if one is None else (one,)
        elif is_exact:
            yield Difference(file=f"tables/{name}", found="không đọc được")


def _file_differences(folder: Path, remade: Remade, names: list[str]) -> Iterator[Difference]:
    for name in names:
        found, expected = bytes_inside(folder, name), bytes_inside(remade.folder, name)
        if found is None or expected is None:
            if remade.is_exact and found != expected:
                said = ABSENT if found is None else f"{ABSENT} khi tính lại"
                yield Difference(file=name, found=said)
        elif found != expected:
            yield from _in_file(name, found, expected, is_exact=remade.is_exact)


def _in_file(name: str, found: bytes, expected: bytes, *, is_exact: bool) -> Iterator[Difference]:
    """Yield the first line or cell of a file that differs; for no text, only that it does."""
    try:
        one, other = found.decode("utf-8", "replace"), expected.decode("utf-8")
    except UnicodeDecodeError:
        number = _first_byte(found, expected)
        yield Difference(file=name, where=f"byte {number}", found="nội dung khác khi tính lại")
        return
    if name.endswith(".csv"):
        difference = difference_of_tables(name, one, other, is_exact=is_exact)
    else:
        difference = difference_of_texts(name, one, other)
    yield from () if difference is None else (difference,)


def _first_byte(found: bytes, expected: bytes) -> int:
    """Return the number of the first byte that differs, counted from one."""
    pairs = zip_longest(found, expected)
    return next(n for n, (one, other) in enumerate(pairs, start=1) if one != other)


def _files_below(folder: Path) -> list[str]:
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(found)
