"""Compute a finished run again: from its traces, from its inputs, with its notebooks."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from cchc_lib.core.audit.checking.rechecking import Discrepancy, recheck_year
from cchc_lib.core.audit.checking.text_differences import difference_of_tables, difference_of_texts
from cchc_lib.core.audit.checking.verification import Difference, Phase, PhaseName
from cchc_lib.core.results import YearResult
from cchc_lib.errors import CchcError, ResultProblem
from cchc_lib.files.crate import CRATE_FILE
from cchc_lib.files.result_tables import TABLES
from cchc_lib.files.results import read_results
from cchc_lib.running.computing import compute_run, open_round
from cchc_lib.running.contents import lay_out
from cchc_lib.running.manifest import MANIFEST, SUMS, Extent, Manifest
from cchc_lib.running.notebooks import NotebookJob
from cchc_lib.running.recorded import Recorded
from cchc_lib.running.reports import Progress, execute_reports

__all__ = ["Again", "Remade", "check_notebooks", "check_recomputed", "check_traces", "remake"]

_HOSTILE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, StopIteration,
    TypeError, ValueError,
)  # fmt: skip
"""What arithmetic over records may raise that nobody but a forger would write."""
_MADE_OTHERWISE = {"notebooks", "units", CRATE_FILE, MANIFEST, SUMS}
"""What a run holds and is not made again here: by notebooks, or over all other files."""
_ONLY_VALUES = "mã nguồn hoặc đầu vào khác với khi chạy: chỉ so sánh giá trị trong các bảng"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Remade:
    """A run that was made again: where it lies, and the notebooks still to be executed.

    ``problem_vi`` says why it could not be made.
    """

    folder: Path
    is_exact: bool
    jobs: tuple[NotebookJob, ...] = ()
    problem_vi: str = ""


def check_traces(recorded: Recorded) -> Phase:
    """Compute every record of a run from its traces, and write its CSV tables from the records."""
    folder, is_same_code = recorded.folder, recorded.is_same_code
    try:
        year = read_results(folder / "tables", folder / "rules")
        found = [
            *map(_difference_of, recheck_year(year)),
            *_table_differences(folder, year, is_exact=is_same_code),
        ]
    except ResultProblem as error:
        return _failed("traces", "tables", error.message_vi, is_same_code=is_same_code)
    except _HOSTILE as error:
        said = f"không tính lại được từ vết: {type(error).__name__}: {error}"
        return _failed("traces", "tables", said, is_same_code=is_same_code)
    counted = (year.scores, year.areas, year.units, year.groups, year.standings, year.proposals)
    return Phase(
        name="traces",
        checked_count=sum(map(len, counted)),
        differences=tuple(found),
        unchecked="" if is_same_code else _ONLY_VALUES,
    )


def remake(manifest: Manifest, again: Again, progress: Progress) -> Remade:
    """Make the run over an assessment folder again, all but its notebooks."""
    stage = "Tính lại từ đầu vào"
    progress(stage, 0, 2)
    folder = again.target / manifest.run_id
    try:
        opened = open_round(again.directory, again.previous)
        year, log = compute_run(opened)
    except CchcError as error:
        return Remade(folder=folder, is_exact=again.is_exact, problem_vi=error.message_vi)
    except OSError as error:
        said = f"không đọc được {Path(str(error.filename)).name}"
        return Remade(folder=folder, is_exact=again.is_exact, problem_vi=said)
    progress(stage, 1, 2)
    units = {unit.code for unit in opened.assessment.units}
    is_exact = again.is_exact and units.issuperset(manifest.extent.unit_codes)
    extent = manifest.extent if is_exact else Extent(has_reports=False, unit_codes=())
    jobs = lay_out(folder, year, opened=opened, log=log, extent=extent)
    progress(stage, 2, 2)
    return Remade(folder=folder, is_exact=is_exact, jobs=tuple(jobs))


def check_recomputed(recorded: Recorded, remade: Remade) -> Phase:
    """Compare a run that was made again with the run: every file, or the values of its tables."""
    if remade.problem_vi:
        return _failed("recomputed", "", remade.problem_vi, is_same_code=True)
    names = _files_below(remade.folder)
    if remade.is_exact:
        names = sorted({*names, *filter(_is_made_without_notebooks, recorded.files)})
    else:
        names = [name for name in names if name.endswith(".csv")]
    return Phase(
        name="recomputed",
        checked_count=len(names),
        differences=tuple(_file_differences(recorded.folder, remade, names)),
        unchecked="" if remade.is_exact else _ONLY_VALUES,
    )


def check_notebooks(recorded: Recorded, remade: Remade, workers: int, progress: Progress) -> Phase:
    """Execute the notebooks of a run again, and compare each and its page byte for byte."""
    if not remade.is_exact or remade.problem_vi:
        said = "chỉ chạy lại sổ tính khi đầu vào và mã nguồn không đổi"
        return Phase(name="notebooks", unchecked=said, is_complete=False)
    failed = [one.as_finding().message for one in execute_reports(remade.jobs, workers, progress)]
    names = [
        path.relative_to(remade.folder).as_posix()
        for job in remade.jobs
        for path in (job.executed, job.page)
    ]
    return Phase(
        name="notebooks",
        checked_count=len(names),
        differences=(
            *(Difference(file="notebooks", found=said) for said in failed),
            *_file_differences(recorded.folder, remade, names),
        ),
    )


def _is_made_without_notebooks(name: str) -> bool:
    return name.partition("/")[0] not in _MADE_OTHERWISE


def _failed(name: PhaseName, file: str, said: str, *, is_same_code: bool) -> Phase:
    """Return the phase that could not be done: a difference, unless other code made the run."""
    if not is_same_code:
        said = f"mã nguồn khác với khi chạy: {said.rstrip('.')}"
        return Phase(name=name, unchecked=said, is_complete=False)
    return Phase(name=name, differences=(Difference(file=file, found=said.rstrip(".")),))


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
        found = _bytes_of(folder / "tables" / name)
        if found is not None:
            text = found.decode("utf-8", "replace")
            one = difference_of_tables(f"tables/{name}", text, table(year), is_exact=is_exact)
            yield from () if one is None else (one,)
        elif is_exact:
            yield Difference(file=f"tables/{name}", found="không đọc được")


def _file_differences(folder: Path, remade: Remade, names: list[str]) -> Iterator[Difference]:
    for name in names:
        found, expected = _bytes_of(folder / name), _bytes_of(remade.folder / name)
        if found is None or expected is None:
            if remade.is_exact and found != expected:
                said = ("không có", "") if found is None else ("không có khi tính lại", "")
                yield Difference(file=name, found=said[0])
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


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None
    except OSError:
        return None


def _files_below(folder: Path) -> list[str]:
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(found)
